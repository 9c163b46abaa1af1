//! What must hold of any bytes whatever.
//!
//! One module for each door through which bytes come into the core. Each has a `body`, which panics where a law does not
//! hold, and `seeds`, valid input to start from. The same bodies run twice: as property tests over generated, mutated and
//! collected input with every `cargo test`, and under `cargo fuzz`, which looks for input that reaches new code.
//! What it found worth keeping is in `corpus/`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a body fails by panicking"
)]

pub mod canonical;
pub mod fold;
pub mod list;
pub mod metadata;
pub mod resolve;
pub mod update;

mod device;
#[allow(dead_code, unreachable_pub, reason = "the tests of trust use the rest")]
#[path = "../../tests/trust/repository.rs"]
mod repository;

/// A door, by the name of its target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As `cargo fuzz` and the folders of the corpus call it.
    pub name: &'static str,
    /// Panics where a law does not hold.
    pub body: fn(&[u8]),
    /// Valid input.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: [Target; 6] = [
    Target { name: "metadata", body: metadata::body, seeds: metadata::seeds },
    Target { name: "canonical", body: canonical::body, seeds: canonical::seeds },
    Target { name: "update", body: update::body, seeds: update::seeds },
    Target { name: "list", body: list::body, seeds: list::seeds },
    Target { name: "resolve", body: resolve::body, seeds: resolve::seeds },
    Target { name: "fold", body: fold::body, seeds: fold::seeds },
];
