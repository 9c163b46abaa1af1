//! The TUF client workflow against whole repositories in memory, each wrong in one way and named for it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod advisories;
mod broken;
mod client;
mod clock;
mod crashes;
mod delegations;
mod ecdsa;
mod ed25519;
mod ed25519_vectors;
mod files;
mod floor;
mod hashed;
mod laws;
mod metadata_forms;
mod repository;
mod roots;
mod set;
mod signatures;
mod top_level;
