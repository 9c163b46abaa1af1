//! The published list: its schema, and the index that answers questions about it.

mod directory;
pub mod schema;

pub use directory::{Directory, ListError};
