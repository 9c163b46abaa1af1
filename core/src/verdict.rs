//! The one decision table.
