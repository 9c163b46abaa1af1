//! One refresh of the list, as a state machine: it asks for files, and what it hands back is a complete set or an error.

mod floor;
mod next;
mod take;

use super::archive::Archive;
use super::list_set::{DELEGATED_TARGET, ListSet, target_name};
use super::metadata::TargetFile;
use super::search::Search;
use super::verify::{Expiry, TrustedMetadata, root_name};
use super::{Bytes, Named, Policy, TrustError};
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
    pinned_root: Bytes,
    policy: Policy,
    system_clock: UtcTime,
    in_use: Option<ListSet>,
    trusted: TrustedMetadata,
    floor: Archive,
    refused_floor: Option<TrustError>,
    rotations: u32,
    rose: bool,
    files: Named<Bytes>,
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

    /// The newest `issued` that was accepted, now or by an earlier update: see [`effective_now`](super::effective_now).
    /// Known once the roots have been followed.
    #[must_use]
    pub fn newest_issued(&self) -> Option<UtcTime> {
        self.trusted.newest_issued()
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
}
