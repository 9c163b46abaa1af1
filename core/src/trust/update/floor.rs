//! The floor: the newest verified metadata of each role, below which nothing may fall.

use super::{CLOCK, SNAPSHOT, Step, TIMESTAMP, Update};
use crate::time::UtcTime;
use crate::trust::list_set::ListSet;
use crate::trust::verify::{root_version, takes_a_key, unverified_root};
use crate::trust::{Archive, Bytes, TrustError};

impl Update {
    /// Whether the stored floor is as it was written, as far as that shows before anything was asked for.
    #[must_use]
    pub fn stored_floor_holds(&self) -> bool {
        let mut trusted = self.trusted.clone();
        let mut holds = |name| match self.floor.get(name) {
            Some(bytes) if name == SNAPSHOT => trusted.trust_earlier_snapshot(bytes).is_ok(),
            Some(bytes) => trusted.trust_earlier_timestamp(bytes, false).is_ok(),
            None => true,
        };
        self.refused_floor.is_none() && holds(TIMESTAMP) && holds(CLOCK) && holds(SNAPSHOT)
    }

    /// As [`Self::newest_issued`], but known before anything was asked for: what storage alone can tell of the time.
    #[must_use]
    pub fn stored_issued(&self) -> Option<UtcTime> {
        let mut trusted = self.trusted.clone();
        let archives = [Some(&self.floor), self.in_use.as_ref().map(ListSet::archive)];
        for archive in archives.into_iter().flatten() {
            for bytes in [TIMESTAMP, CLOCK].iter().filter_map(|name| archive.get(name)) {
                // What the current root's keys did not sign tells nothing.
                let _ = trusted.trust_earlier_timestamp(bytes, true);
            }
        }
        trusted.newest_issued()
    }

    /// Follows the stored roots, and takes over the rest unless it was signed before a key was taken away.
    pub(super) fn take_stored_floor(&mut self, floor: &Archive) -> Result<(), TrustError> {
        self.follow_roots(floor)?;
        let roots = floor.iter().filter_map(|(name, bytes)| Some((root_version(name)?, bytes)));
        let newest = roots.max_by_key(|(version, _)| *version).and_then(|(_, bytes)| unverified_root(bytes));
        let rotated = newest
            .is_none_or(|root| root.version < self.trusted.rotated_at() || takes_a_key(&root, self.trusted.root()));
        for (name, _) in floor.iter().filter(|(name, _)| root_version(name).is_none()) {
            if (!rotated || ![TIMESTAMP, SNAPSHOT, CLOCK].contains(&name))
                && let Some(bytes) = floor.shared(name)
            {
                self.floor.insert(name, bytes);
            }
        }
        Ok(())
    }

    /// All or nothing: a broken chain must not leave half of its roots trusted.
    pub(super) fn follow_roots(&mut self, archive: &Archive) -> Result<(), TrustError> {
        let (mut trusted, mut kept) = (self.trusted.clone(), self.floor.clone());
        trusted.follow_roots(archive, &mut kept)?;
        (self.trusted, self.floor) = (trusted, kept);
        Ok(())
    }

    /// 5.3.10 to 5.3.12, and the floor as far as the last root's keys signed it.
    pub(super) fn end_roots(&mut self) -> Result<(), TrustError> {
        let heed_issued = self.policy.require_issued;
        for name in [TIMESTAMP, CLOCK, SNAPSHOT] {
            let Some(bytes) = self.floor.shared(name) else { continue };
            let taken = match name {
                SNAPSHOT => self.trusted.trust_earlier_snapshot(&bytes),
                _ => self.trusted.trust_earlier_timestamp(&bytes, heed_issued),
            };
            match taken {
                // A clock entry above the timestamp is none that was written here; still nothing may fall below it.
                Ok(true) if name == CLOCK => self.floor.insert(TIMESTAMP, bytes),
                Ok(_) => {}
                Err(error) => {
                    self.floor.remove(name);
                    self.refused_floor.get_or_insert(error);
                }
            }
        }
        // The set in use may be newer than the floor: it came with a new release, or the floor was lost.
        if let Some(set) = &self.in_use
            && set.versions().root >= self.trusted.rotated_at()
        {
            let stored = set.archive().clone();
            if let Some(bytes) = stored.shared(TIMESTAMP)
                && self.trusted.trust_earlier_timestamp(&bytes, heed_issued) == Ok(true)
            {
                self.raise(TIMESTAMP.into(), bytes);
            }
            if let Some(bytes) = stored.shared(SNAPSHOT)
                && self.trusted.trust_earlier_snapshot(&bytes) == Ok(true)
            {
                self.raise(SNAPSHOT.into(), bytes);
            }
        }
        self.trusted.check_root_expiry()?;
        self.step = Step::Timestamp;
        Ok(())
    }

    /// 5.3.8, 5.4.5, 5.5.7, 5.6.6: into the floor, only after it was verified.
    pub(super) fn raise(&mut self, name: String, bytes: Bytes) {
        if self.floor.get(&name) != Some(&bytes) {
            self.floor.insert(name, bytes);
            self.rose = true;
        }
    }
}
