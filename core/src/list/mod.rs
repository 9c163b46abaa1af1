//! The published list: its schema, and the index that answers questions about it.

mod accounts;
mod by_name;
mod changes;
mod directory;
mod error;
mod header;
mod impostors;
mod names;
mod parsed;
mod read;
mod resembling;
pub mod schema;

pub use changes::{Change, Changes};
pub use directory::{Directory, Listed};
pub use error::{Fault, ListError, Place, RowProblem, Table};
