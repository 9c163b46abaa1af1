//! What an engine says of names, and what holds of any text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod forms;
mod handles;
mod innocence;
mod laws;
mod lengths;
mod names;
mod support;
