//! Whether two names on one surface are names of one account.

use crate::list::Directory;
use crate::platform::{Account, Identity};

/// What one name says about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same account.
    Same,
    /// Names of different kinds, of which the list does not say that they belong together.
    Unknown,
    /// Two accounts.
    Other,
}

/// Holds two names against each other. The list knows all names of its rows; beyond it only names of one kind compare.
pub(super) fn compare(one: &Account, other: &Account, directory: &Directory) -> Agreement {
    if one.text() == other.text() || directory.same_row(one, other) {
        return Agreement::Same;
    }
    let both_listed = directory.current(one).is_some() && directory.current(other).is_some();
    if one.platform != other.platform || kind(one) == kind(other) || both_listed {
        return Agreement::Other;
    }
    Agreement::Unknown
}

/// The namespace of a name within its platform: ids, YouTube's `@`, `c/`, `user/`, LinkedIn's `company/`.
fn kind(account: &Account) -> &str {
    match &account.identity {
        Identity::Id(_) => "#",
        Identity::Handle(handle) if handle.starts_with('@') => "@",
        Identity::Handle(handle) => handle.rsplit_once('/').map_or("", |(kind, _)| kind),
    }
}
