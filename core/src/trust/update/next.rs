//! Which file is needed next, and what is at hand already.

use super::{Request, SNAPSHOT, Step, TARGETS, Update};
use crate::trust::list_set::{role_name, wanted};
use crate::trust::metadata::TargetFile;
use crate::trust::{TrustError, paths};

impl Update {
    /// Goes on with what is at hand, and asks for what is not.
    pub(super) fn next(&mut self) -> Result<Option<Request>, TrustError> {
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
}
