//! A device as the extension is one, with storage that may be cut off or damaged at any moment.

use std::cell::RefCell;

use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, TrustError, Update};

/// More than any script's repository could ask for.
const REQUESTS_MAX: usize = 1_000;

pub(crate) struct Device {
    pub(crate) pinned: Vec<u8>,
    pub(crate) floor: Option<Vec<u8>>,
    pub(crate) set: Option<Vec<u8>>,
    pub(crate) clock: UtcTime,
    /// What was verified last, and what came of it: verifying is most of what a story costs.
    verified: RefCell<(Option<Vec<u8>>, Option<ListSet>)>,
}

/// How an update ended.
#[derive(Debug)]
pub(crate) enum Ended {
    Finished(Finished),
    Refused(TrustError),
    /// The device was switched off.
    Cut,
}

impl Device {
    pub(crate) fn new(pinned: Vec<u8>, clock: UtcTime) -> Self {
        Self { pinned, floor: None, set: None, clock, verified: RefCell::default() }
    }

    /// The stored set, if it is one: what a start would judge by.
    pub(crate) fn list_set(&self) -> Option<ListSet> {
        let mut verified = self.verified.borrow_mut();
        if verified.0 != self.set {
            let archive = self.set.as_ref().and_then(|bytes| Archive::from_bytes(bytes).ok());
            let set = archive.and_then(|archive| ListSet::verify(&self.pinned, archive).ok());
            *verified = (self.set.clone(), set);
        }
        verified.1.clone()
    }

    /// One update, over after so many writes to storage.
    pub(crate) fn update(&mut self, mut writes: usize, fetch: impl Fn(&str) -> Option<Vec<u8>>) -> Ended {
        let floor = self.floor.as_ref().and_then(|bytes| Archive::from_bytes(bytes).ok());
        let in_use = self.list_set();
        let policy = Policy::default();
        let mut update = Update::start(&self.pinned, floor.as_ref(), in_use.as_ref(), self.clock, &policy)
            .expect("the pinned root is a root");
        let mut may_write = || {
            let may = writes > 0;
            writes = writes.saturating_sub(1);
            may
        };
        let mut requests = 0;
        while let Some(request) = update.next_request() {
            requests += 1;
            assert!(requests <= REQUESTS_MAX, "an update ends");
            let body = fetch(&request.path);
            match update.answer(body.as_deref().map_or(Answer::Missing, Answer::Body)) {
                Err(error) => return Ended::Refused(error),
                Ok(Progress::Going) => {}
                Ok(Progress::FloorRose) => {
                    if !may_write() {
                        return Ended::Cut;
                    }
                    self.floor = Some(update.floor().to_bytes());
                }
            }
        }
        match update.finish() {
            Err(error) => Ended::Refused(error),
            Ok(_) if !may_write() => Ended::Cut,
            Ok(finished) => {
                let (Finished::New(set) | Finished::Unchanged(set)) = &finished;
                self.set = Some(set.archive().to_bytes());
                Ended::Finished(finished)
            }
        }
    }
}
