//! One refresh of the list, as a state machine: it asks for files, and what it hands back is a complete set or an error.

use std::sync::Arc;

use super::archive::Archive;
use super::content::verify_target;
use super::list_set::{DELEGATED_TARGET, ListSet, role_name, target_name, wanted};
use super::metadata::TargetFile;
use super::search::Search;
use super::verify::{Expiry, Offered, TrustedMetadata, root_name, takes_a_key, unverified_root};
use super::{Named, Policy, TrustError, paths};
use crate::time::UtcTime;

const TIMESTAMP: &str = "timestamp.json";
const SNAPSHOT: &str = "snapshot.json";
const TARGETS: &str = "targets.json";
/// The timestamp with the newest `issued`, where a later version carries an earlier one: the clock's floor.
const CLOCK: &str = "clock.json";

/// A file that is needed next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Relative to the repository's address, percent-encoded: `metadata/2.root.json`.
    pub path: String,
    /// What is longer need not be read to its end: it will be refused.
    pub max_bytes: u64,
    /// Caches must be passed by.
    pub fresh: bool,
}

/// What came of a request. Any other outcome ends the update: drop it, and begin another one later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The whole file.
    Body(&'a [u8]),
    /// The repository says that there is none (404).
    Missing,
}

/// What the driver must do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Ask on.
    Going,
    /// Store [`Update::floor`] before asking on.
    FloorRose,
}

/// A completed update. Either way the set is to be stored and used: the unchanged one carries a newer confirmation.
#[derive(Clone, Debug)]
pub enum Finished {
    /// The files are those of the set in use, confirmed again.
    Unchanged(ListSet),
    /// The files are new.
    New(ListSet),
}

/// One refresh. Ask [`next_request`](Self::next_request) and [`answer`](Self::answer) in turn until nothing is needed, then
/// [`finish`](Self::finish). A failure at any point leaves the set in use as it was.
#[derive(Debug)]
pub struct Update {
    pinned_root: Arc<[u8]>,
    policy: Policy,
    system_clock: UtcTime,
    in_use: Option<ListSet>,
    trusted: TrustedMetadata,
    floor: Archive,
    refused_floor: Option<TrustError>,
    rotations: u32,
    rose: bool,
    files: Named<Arc<[u8]>>,
    step: Step,
    request: Option<Request>,
    deferred: Option<TrustError>,
}

#[derive(Debug)]
enum Step {
    Root,
    Timestamp,
    Snapshot,
    Targets,
    Delegation(Search),
    /// The files that are still needed, the next one last.
    Files(Vec<(String, TargetFile)>),
    Complete,
    Failed,
}

impl Update {
    /// Begins at the newest root that can be trusted already. `now` is the system's clock.
    ///
    /// The floor is what [`Self::floor`] of an earlier update gave; a damaged one is dropped, see [`Self::refused_floor`].
    ///
    /// # Errors
    /// The pinned root itself is no properly signed root: then there is no trust to begin with.
    pub fn start(
        pinned_root: &[u8],
        floor: Option<&Archive>,
        in_use: Option<&ListSet>,
        now: UtcTime,
        policy: &Policy,
    ) -> Result<Self, TrustError> {
        // 5.1 and 5.2
        let trusted = TrustedMetadata::accepting(policy.key_types, pinned_root, Expiry::Judged { now })?;
        let mut kept = Archive::default();
        kept.insert(root_name(trusted.root().version), pinned_root);
        let mut update = Self {
            pinned_root: pinned_root.into(),
            policy: policy.clone(),
            system_clock: now,
            in_use: in_use.cloned(),
            trusted,
            floor: kept,
            refused_floor: None,
            rotations: 0,
            rose: false,
            files: Named::new(),
            step: Step::Root,
            request: None,
            deferred: None,
        };
        if let Some(floor) = floor
            && let Err(error) = update.take_stored_floor(floor)
        {
            update.refused_floor = Some(error);
        }
        if let Some(set) = in_use {
            // Its roots were verified with it; they count unless the floor's went another way.
            let _ = update.follow_roots(set.archive());
        }
        update.request = update.next()?;
        Ok(update)
    }

    /// What is needed next; asked again, it says the same. Nothing is needed at the end, or when the update failed:
    /// [`Self::finish`] tells which.
    pub fn next_request(&mut self) -> Option<Request> {
        self.request.clone()
    }

    /// Takes the answer to [`Self::next_request`].
    ///
    /// # Errors
    /// Why the answer is refused; the update has then failed. An error after which the floor must still be stored comes
    /// from [`Self::finish`] instead.
    pub fn answer(&mut self, answer: Answer<'_>) -> Result<Progress, TrustError> {
        let request = self.request.take().ok_or(TrustError::OutOfOrder)?;
        self.rose = false;
        let taken = self.take(&request, answer).and_then(|()| self.next());
        match taken {
            Ok(next) => self.request = next,
            Err(error) => {
                self.step = Step::Failed;
                if !self.rose {
                    return Err(error);
                }
                self.deferred = Some(error);
            }
        }
        Ok(if self.rose { Progress::FloorRose } else { Progress::Going })
    }

    /// The newest verified metadata of each role, which may run ahead of the set in use. It falls only when a root takes a
    /// key from the timestamp or snapshot role, so that a publisher can recover from stolen keys.
    #[must_use]
    pub fn floor(&self) -> &Archive {
        &self.floor
    }

    /// Why the stored floor, or a part of it, was dropped at the start.
    #[must_use]
    pub fn refused_floor(&self) -> Option<&TrustError> {
        self.refused_floor.as_ref()
    }

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

    /// The newest `issued` that was accepted, now or by an earlier update: see [`effective_now`](super::effective_now).
    /// Known once the roots have been followed.
    #[must_use]
    pub fn newest_issued(&self) -> Option<UtcTime> {
        self.trusted.newest_issued()
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

    /// The set that the update made. It is verified once more as a whole, so that nothing can be mixed.
    ///
    /// # Errors
    /// The update failed, or is not at its end.
    pub fn finish(self) -> Result<Finished, TrustError> {
        self.check_complete()?;
        let mut archive = self.floor;
        archive.remove(CLOCK);
        for (path, bytes) in self.files {
            archive.insert(target_name(&path), bytes);
        }
        let set = ListSet::verify(&self.pinned_root, archive)?;
        Ok(match self.in_use {
            Some(in_use) if in_use.same_files(&set) => Finished::Unchanged(set),
            _ => Finished::New(set),
        })
    }

    /// What is trusted at the end, for drivers that [search](Search) for targets themselves.
    ///
    /// # Errors
    /// The update failed, or is not at its end.
    pub fn into_trusted(self) -> Result<TrustedMetadata, TrustError> {
        self.check_complete()?;
        Ok(self.trusted)
    }

    fn check_complete(&self) -> Result<(), TrustError> {
        match &self.deferred {
            Some(error) => Err(error.clone()),
            None if matches!(self.step, Step::Complete) => Ok(()),
            None => Err(TrustError::OutOfOrder),
        }
    }

    /// Follows the stored roots, and takes over the rest unless it was signed before a key was taken away.
    fn take_stored_floor(&mut self, floor: &Archive) -> Result<(), TrustError> {
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
    fn follow_roots(&mut self, archive: &Archive) -> Result<(), TrustError> {
        let (mut trusted, mut kept) = (self.trusted.clone(), self.floor.clone());
        trusted.follow_roots(archive, &mut kept)?;
        (self.trusted, self.floor) = (trusted, kept);
        Ok(())
    }

    fn take(&mut self, request: &Request, answer: Answer<'_>) -> Result<(), TrustError> {
        let bytes = match answer {
            Answer::Body(bytes) => bytes,
            Answer::Missing if matches!(self.step, Step::Root) => return self.end_roots(),
            Answer::Missing => return Err(TrustError::Missing { path: request.path.clone() }),
        };
        if bytes.len() as u64 > request.max_bytes {
            return Err(TrustError::TooLarge { path: request.path.clone(), max: request.max_bytes });
        }
        match &mut self.step {
            Step::Root => self.take_root(bytes),
            Step::Timestamp => self.take_timestamp(bytes),
            Step::Snapshot => self.take_snapshot(bytes.into()),
            Step::Targets => self.take_targets(bytes.into()),
            Step::Delegation(_) => self.take_delegated(bytes.into()),
            Step::Files(needed) => {
                let (path, file) = needed.last().ok_or(TrustError::OutOfOrder)?;
                verify_target(path, file, bytes)?;
                self.files.insert(path.clone(), bytes.into());
                needed.pop();
                Ok(())
            }
            Step::Complete | Step::Failed => Err(TrustError::OutOfOrder),
        }
    }

    /// 5.3.4 to 5.3.9
    fn take_root(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        self.trusted.update_root(bytes)?;
        let version = self.trusted.root().version;
        self.raise(root_name(version), bytes.into());
        if self.trusted.rotated_at() == version {
            // 5.3.11, in the same step as 5.3.8: an interruption in between would keep what the lost keys signed.
            [TIMESTAMP, SNAPSHOT, CLOCK].iter().for_each(|name| self.floor.remove(name));
        }
        self.rotations += 1;
        if self.rotations >= self.policy.root_rotations_max {
            return self.end_roots();
        }
        Ok(())
    }

    /// 5.3.10 to 5.3.12, and the floor as far as the last root's keys signed it.
    fn end_roots(&mut self) -> Result<(), TrustError> {
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

    /// 5.4
    fn take_timestamp(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let heeded = self.policy.require_issued.then_some(self.system_clock);
        let issued_before = self.trusted.newest_issued();
        if self.trusted.update_timestamp(bytes, heeded)? == Offered::New {
            let issued = self.trusted.timestamp().and_then(|timestamp| timestamp.issued);
            if heeded.is_none() || issued >= issued_before {
                self.floor.remove(CLOCK);
            } else if self.floor.get(CLOCK).is_none()
                && let Some(earlier) = self.floor.shared(TIMESTAMP)
            {
                self.floor.insert(CLOCK, earlier);
            }
            self.raise(TIMESTAMP.into(), bytes.into());
        }
        self.step = Step::Snapshot;
        Ok(())
    }

    /// 5.5
    fn take_snapshot(&mut self, bytes: Arc<[u8]>) -> Result<(), TrustError> {
        self.trusted.update_snapshot(&bytes)?;
        self.raise(SNAPSHOT.into(), bytes);
        self.step = Step::Targets;
        Ok(())
    }

    /// 5.6.1 to 5.6.6
    fn take_targets(&mut self, bytes: Arc<[u8]>) -> Result<(), TrustError> {
        self.trusted.update_targets(&bytes)?;
        self.raise(TARGETS.into(), bytes);
        self.step = if self.policy.top_level_only {
            Step::Complete
        } else {
            Step::Delegation(Search::new(DELEGATED_TARGET, &self.trusted, self.policy.delegations_max)?)
        };
        Ok(())
    }

    /// 5.6.7
    fn take_delegated(&mut self, bytes: Arc<[u8]>) -> Result<(), TrustError> {
        let Step::Delegation(search) = &mut self.step else { return Err(TrustError::OutOfOrder) };
        let name = search.needs().map(role_name).ok_or(TrustError::OutOfOrder)?;
        search.answer(&self.trusted, &bytes)?;
        self.raise(name, bytes);
        Ok(())
    }

    /// Goes on with what is at hand, and asks for what is not.
    fn next(&mut self) -> Result<Option<Request>, TrustError> {
        loop {
            let (name, request) = match &self.step {
                Step::Root => return Ok(Some(self.root_request())),
                Step::Timestamp => return Ok(Some(self.timestamp_request())),
                Step::Snapshot => (SNAPSHOT.into(), self.snapshot_request()?),
                Step::Targets => (TARGETS.into(), self.targets_request("targets")?),
                Step::Delegation(search) => {
                    let Some(role) = search.needs().map(String::from) else {
                        self.list_files()?;
                        continue;
                    };
                    (role_name(&role), self.targets_request(&role)?)
                }
                Step::Files(needed) => {
                    let Some((path, file)) = needed.last() else {
                        self.step = Step::Complete;
                        return Ok(None);
                    };
                    return self.file_request(path, file).map(Some);
                }
                Step::Complete | Step::Failed => return Ok(None),
            };
            if !self.take_at_hand(&name) {
                return Ok(Some(request));
            }
        }
    }

    /// Metadata of the floor or of the set in use passes by the same checks as if it had just come in. What does not pass
    /// is merely asked for.
    fn take_at_hand(&mut self, name: &str) -> bool {
        let stored = [self.floor.shared(name), self.in_use.as_ref().and_then(|set| set.archive().shared(name))];
        stored.into_iter().flatten().any(|bytes| {
            let taken = match &self.step {
                Step::Snapshot => self.take_snapshot(bytes),
                Step::Targets => self.take_targets(bytes),
                _ => self.take_delegated(bytes),
            };
            taken.is_ok()
        })
    }

    /// What the list consists of now; what the set in use has of it already is not asked for.
    fn list_files(&mut self) -> Result<(), TrustError> {
        let Step::Delegation(search) = &self.step else { return Err(TrustError::OutOfOrder) };
        let wanted = wanted(&self.trusted, search)?;
        if wanted.len() > self.policy.targets_max {
            return Err(TrustError::TooMany { what: "targets", max: self.policy.targets_max as u64 });
        }
        let used: Vec<String> = search.visited().map(role_name).collect();
        let unused = |name: &&str| name.starts_with("role/") && !used.iter().any(|used| used == name);
        let unused: Vec<String> = self.floor.iter().map(|(name, _)| name).filter(unused).map(String::from).collect();
        unused.iter().for_each(|name| self.floor.remove(name));
        let mut needed = Vec::new();
        for (path, file) in wanted.into_iter().rev() {
            match self.in_use.as_ref().and_then(|set| set.reusable(path, file)) {
                Some(bytes) => drop(self.files.insert(path.into(), bytes)),
                None => needed.push((path.into(), file.clone())),
            }
        }
        self.step = Step::Files(needed);
        Ok(())
    }

    /// 5.3.3
    fn root_request(&self) -> Request {
        let version = self.trusted.root().version.saturating_add(1);
        Request { path: paths::metadata("root", Some(version)), max_bytes: self.policy.root_bytes_max, fresh: true }
    }

    /// 5.4.1
    fn timestamp_request(&self) -> Request {
        Request { path: paths::metadata("timestamp", None), max_bytes: self.policy.timestamp_bytes_max, fresh: true }
    }

    /// 5.5.1
    fn snapshot_request(&self) -> Result<Request, TrustError> {
        let meta = self.trusted.snapshot_meta()?;
        let max_bytes = meta.length.unwrap_or(u64::MAX).min(self.policy.snapshot_bytes_max);
        Ok(Request { path: self.metadata_path("snapshot", meta.version), max_bytes, fresh: false })
    }

    /// 5.6.1
    fn targets_request(&self, role: &str) -> Result<Request, TrustError> {
        let meta = self.trusted.targets_meta(role)?;
        let max_bytes = meta.length.unwrap_or(u64::MAX).min(self.policy.targets_bytes_max);
        Ok(Request { path: self.metadata_path(role, meta.version), max_bytes, fresh: false })
    }

    fn metadata_path(&self, role: &str, version: u64) -> String {
        paths::metadata(role, self.trusted.consistent_snapshot().then_some(version))
    }

    /// 5.7.3
    fn file_request(&self, path: &str, file: &TargetFile) -> Result<Request, TrustError> {
        let max = self.policy.file_bytes_max;
        if file.length > max {
            return Err(TrustError::TooLarge { path: path.into(), max });
        }
        let path = paths::target(path, file, self.trusted.consistent_snapshot())?;
        Ok(Request { path, max_bytes: file.length, fresh: false })
    }

    /// 5.3.8, 5.4.5, 5.5.7, 5.6.6: into the floor, only after it was verified.
    fn raise(&mut self, name: String, bytes: Arc<[u8]>) {
        if self.floor.get(&name) != Some(&bytes) {
            self.floor.insert(name, bytes);
            self.rose = true;
        }
    }
}

fn root_version(name: &str) -> Option<u64> {
    name.strip_suffix(".root.json")?.parse().ok()
}
