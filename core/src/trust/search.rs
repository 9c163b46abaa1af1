//! 5.6.7: which role signs for a target: a pre-order depth-first search through the delegations.

use std::sync::Arc;

use super::TrustError;
use super::metadata::{DelegatedRole, TargetFile, Targets};
use super::verify::TrustedMetadata;
use crate::time::UtcTime;

/// A search for one target. It asks for the metadata of one role after the other, and verifies each by the keys of the
/// role that delegated to it on this way: that some other way trusted it before does not count.
#[derive(Debug)]
pub struct Search {
    path: String,
    visits_max: usize,
    /// A few: no more than `visits_max` allows.
    visited: Vec<String>,
    /// The next role on top.
    to_visit: Vec<ToVisit>,
    /// The targets that list it.
    found: Option<Arc<Targets>>,
    earliest_expiry: Option<UtcTime>,
}

#[derive(Debug)]
struct ToVisit {
    delegator: Arc<Targets>,
    /// Which of its delegations.
    index: usize,
}

impl ToVisit {
    fn role(&self) -> Option<&DelegatedRole> {
        self.delegator.delegations.as_ref()?.roles.get(self.index)
    }
}

impl Search {
    /// Begins at the top-level targets.
    ///
    /// # Errors
    /// [`TrustError::OutOfOrder`] before there are trusted targets.
    pub fn new(path: &str, trusted: &TrustedMetadata, visits_max: usize) -> Result<Self, TrustError> {
        let mut search = Self {
            path: path.into(),
            visits_max,
            visited: vec!["targets".into()],
            to_visit: Vec::new(),
            found: None,
            earliest_expiry: None,
        };
        search.visit(trusted.shared_targets().ok_or(TrustError::OutOfOrder)?);
        Ok(search)
    }

    /// The role whose metadata is needed next; none when the search has ended.
    #[must_use]
    pub fn needs(&self) -> Option<&str> {
        self.to_visit.last()?.role().map(|role| role.name.as_str())
    }

    /// The metadata of the role that is needed. After an error the same role is still needed.
    ///
    /// # Errors
    /// Not in the snapshot, not what the snapshot names, not signed by the keys of the delegator, expired.
    pub fn answer(&mut self, trusted: &TrustedMetadata, bytes: &[u8]) -> Result<(), TrustError> {
        let next = self.to_visit.last().ok_or(TrustError::OutOfOrder)?;
        let (Some(role), Some(delegations)) = (next.role(), &next.delegator.delegations) else {
            return Err(TrustError::OutOfOrder);
        };
        let targets = trusted.verify_targets(&role.name, &role.role_keys, &delegations.keys, bytes)?;
        self.visited.push(role.name.clone());
        self.earliest_expiry = Some(self.earliest_expiry.map_or(targets.expires, |known| known.min(targets.expires)));
        self.to_visit.pop();
        self.visit(targets.into());
        Ok(())
    }

    /// What was found, once nothing is needed any more.
    #[must_use]
    pub fn found(&self) -> Option<&TargetFile> {
        self.found.as_ref()?.targets.get(&self.path)
    }

    /// The names of the roles visited, the top-level targets among them.
    pub fn visited(&self) -> impl Iterator<Item = &str> {
        self.visited.iter().map(String::as_str)
    }

    /// The earliest expiry of the delegated roles visited.
    #[must_use]
    pub fn earliest_expiry(&self) -> Option<UtcTime> {
        self.earliest_expiry
    }

    fn visit(&mut self, targets: Arc<Targets>) {
        // 5.6.7.1: the role itself lists the target.
        if targets.targets.contains_key(&self.path) {
            self.found = Some(targets);
            self.to_visit.clear();
            return;
        }
        // 5.6.7.2: its delegations in order of appearance; a terminating one ends the whole search after it.
        let mut children = Vec::new();
        for (index, role) in targets.delegations.iter().flat_map(|delegations| &delegations.roles).enumerate() {
            if role.may_sign_for(&self.path) {
                children.push(ToVisit { delegator: targets.clone(), index });
                if role.terminating == Some(true) {
                    self.to_visit.clear();
                    break;
                }
            }
        }
        self.to_visit.extend(children.into_iter().rev());
        // 5.6.7.1: each role once, and no more than so many.
        while self.needs().is_some_and(|role| self.visited.iter().any(|visited| visited == role)) {
            self.to_visit.pop();
        }
        if self.visited.len() > self.visits_max {
            self.to_visit.clear();
        }
    }
}
