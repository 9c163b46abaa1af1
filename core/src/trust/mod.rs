//! The TUF client workflow: bytes and a clock in, a trusted list out.
//!
//! Nothing here does input or output. [`Update`] is a state machine: it says which file it needs next, takes the answer,
//! and says when the floor must be stored. [`TrustedMetadata`] and [`Search`] are the verifying steps themselves, for other
//! drivers. Two [`Archive`]s are stored: the floor of [`Update::floor`], and the set in use of [`ListSet::archive`].
//! Neither is trusted when it is read again: both are verified from the pinned root on, each time.
//!
//! Source: <https://theupdateframework.github.io/specification/latest/>, version 1.0.34.

mod archive;
mod bytes;
pub mod canonical;
mod chain;
mod clock;
mod content;
#[cfg(feature = "ecdsa")]
mod ecdsa;
mod error;
mod hex;
pub(crate) mod json;
mod list_set;
pub mod metadata;
mod named;
pub mod paths;
mod pattern;
mod policy;
#[cfg(feature = "remembered")]
mod remembered;
mod search;
mod signature;
mod update;
pub mod value;
mod verify;

pub use archive::Archive;
pub use bytes::{Bytes, Sha256};
pub use chain::Chain;
pub use clock::effective_now;
pub use content::verify_target;
pub use error::TrustError;
pub use list_set::{ListSet, Versions};
pub use named::Named;
pub use policy::{KeyTypes, Policy};
pub use search::Search;
pub use update::{Answer, Finished, Progress, Request, Update};
pub use verify::{Expiry, Offered, TrustedMetadata};
