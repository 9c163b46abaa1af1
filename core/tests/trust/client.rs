//! A driver as the extension is one: stores the floor when told, the set at the end, and keeps both as bytes.

use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, TrustError, Update};

use crate::repository::{NOW, Repository};

/// More than any test's repository could ask for.
const REQUESTS_MAX: usize = 5_000;

pub(crate) struct Client {
    pub(crate) pinned: Vec<u8>,
    pub(crate) floor: Option<Vec<u8>>,
    pub(crate) set: Option<Vec<u8>>,
    pub(crate) now: UtcTime,
    pub(crate) policy: Policy,
    /// Of the last update.
    pub(crate) requests: Vec<String>,
    /// Why the last update dropped the stored floor.
    pub(crate) refused_floor: Option<TrustError>,
    /// The newest `issued` that is known: what the clock is held by between updates.
    pub(crate) newest_issued: Option<UtcTime>,
}

impl Client {
    /// Nothing stored, the repository's newest root pinned.
    pub(crate) fn new(repository: &Repository) -> Self {
        Self {
            pinned: repository.newest_root(),
            floor: None,
            set: None,
            now: NOW,
            policy: Policy::default(),
            requests: Vec::new(),
            refused_floor: None,
            newest_issued: None,
        }
    }

    /// One that has updated once.
    pub(crate) fn updated(repository: &Repository) -> Self {
        let mut client = Self::new(repository);
        client.update(repository).unwrap();
        client
    }

    pub(crate) fn list_set(&self) -> Option<ListSet> {
        let bytes = self.set.as_ref()?;
        Some(ListSet::verify(&self.pinned, Archive::from_bytes(bytes).unwrap()).unwrap())
    }

    pub(crate) fn floor_file(&self, name: &str) -> Option<Vec<u8>> {
        Archive::from_bytes(self.floor.as_ref()?).unwrap().get(name).map(Into::into)
    }

    /// One update. An error leaves what is stored, but for the floor that rose before.
    pub(crate) fn update(&mut self, repository: &Repository) -> Result<Finished, TrustError> {
        self.update_from(&mut |path| repository.served.get(path).cloned())
    }

    pub(crate) fn update_from(
        &mut self,
        fetch: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<Finished, TrustError> {
        self.requests.clear();
        let floor = self.floor.as_ref().map(|bytes| Archive::from_bytes(bytes).unwrap());
        let set = self.list_set();
        let mut update = Update::start(&self.pinned, floor.as_ref(), set.as_ref(), self.now, &self.policy)?;
        self.refused_floor = update.refused_floor().cloned();
        self.newest_issued = update.stored_issued();
        while let Some(request) = update.next_request() {
            assert_eq!(update.next_request().as_ref(), Some(&request), "asking twice changes nothing");
            let body = fetch(&request.path);
            self.requests.push(request.path);
            assert!(self.requests.len() <= REQUESTS_MAX, "an update ends");
            let answer = body.as_deref().map_or(Answer::Missing, Answer::Body);
            let progress = update.answer(answer);
            self.refused_floor = update.refused_floor().cloned();
            if progress? == Progress::FloorRose {
                self.floor = Some(update.floor().to_bytes());
                self.newest_issued = update.newest_issued();
            }
        }
        let finished = update.finish()?;
        let (Finished::New(set) | Finished::Unchanged(set)) = &finished;
        self.set = Some(set.archive().to_bytes());
        Ok(finished)
    }

    /// The variant of the error that an update ends with. The set in use must be as it was.
    pub(crate) fn refuses(&mut self, repository: &Repository) -> TrustError {
        let before = self.set.clone();
        let error = self.update(repository).expect_err("the update must be refused");
        assert_eq!(self.set, before, "the set in use stays");
        error
    }
}

pub(crate) fn is_new(finished: &Finished) -> bool {
    matches!(finished, Finished::New(_))
}
