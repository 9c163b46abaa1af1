//! What becomes of a file that came in: verified by the step that asked for it, and into the floor.

use super::{Answer, CLOCK, DELEGATED_TARGET, Request, SNAPSHOT, Step, TARGETS, TIMESTAMP, Update};
use crate::trust::content::verify_target;
use crate::trust::list_set::role_name;
use crate::trust::search::Search;
use crate::trust::verify::{Offered, root_name};
use crate::trust::{Bytes, TrustError};

impl Update {
    pub(super) fn take(&mut self, request: &Request, answer: Answer<'_>) -> Result<(), TrustError> {
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
    pub(super) fn take_snapshot(&mut self, bytes: Bytes) -> Result<(), TrustError> {
        self.trusted.update_snapshot(&bytes)?;
        self.raise(SNAPSHOT.into(), bytes);
        self.step = Step::Targets;
        Ok(())
    }

    /// 5.6.1 to 5.6.6
    pub(super) fn take_targets(&mut self, bytes: Bytes) -> Result<(), TrustError> {
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
    pub(super) fn take_delegated(&mut self, bytes: Bytes) -> Result<(), TrustError> {
        let Step::Delegation(search) = &mut self.step else { return Err(TrustError::OutOfOrder) };
        let name = search.needs().map(role_name).ok_or(TrustError::OutOfOrder)?;
        search.answer(&self.trusted, &bytes)?;
        self.raise(name, bytes);
        Ok(())
    }
}
