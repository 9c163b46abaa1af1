//! The immutable index built from one verified list.

/// The index.
#[derive(Debug)]
pub struct Directory {}

/// Why a list is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {}
