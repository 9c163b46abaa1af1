//! Why a list can be believed, in figures: what the root in use says of who must sign.

use serde::Serialize;

use super::list_set::ListSet;
use super::verify::{root_name, root_version, unverified_root};
use crate::time::UtcTime;

/// The root of the set in use, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// The version of the root that came with the extension.
    pub pinned: u64,
    /// The version of the root in use: the same, or a later one that the keys of each before it signed.
    pub root: u64,
    /// When the root in use expires.
    pub expires: UtcTime,
    /// How many of the keys must sign the list.
    pub threshold: u64,
    /// How many keys there are for it.
    pub keys: usize,
    /// Until when the last confirmation of the list counts.
    pub confirmed_until: UtcTime,
}

impl ListSet {
    /// The chain of this set. There always is one: a set is made by verifying it.
    #[must_use]
    pub fn chain(&self) -> Option<Chain> {
        let root = self.versions().root;
        let signed = unverified_root(self.archive().get(&root_name(root))?)?;
        let targets = signed.roles.get("targets")?;
        Some(Chain {
            pinned: self.archive().iter().filter_map(|(name, _)| root_version(name)).min()?,
            root,
            expires: signed.expires,
            threshold: targets.threshold,
            keys: targets.keyids.len(),
            confirmed_until: self.timestamp_expires(),
        })
    }
}
