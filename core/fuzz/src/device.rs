//! A device as the extension is one, with storage that may be cut off or damaged at any moment.

use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, TrustError, Update};

pub(crate) struct Device {
    pub(crate) pinned: Vec<u8>,
    pub(crate) floor: Option<Vec<u8>>,
    pub(crate) set: Option<Vec<u8>>,
    pub(crate) clock: UtcTime,
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
        Self { pinned, floor: None, set: None, clock }
    }

    /// The stored set, if it is one: what a start would judge by.
    pub(crate) fn list_set(&self) -> Option<ListSet> {
        let archive = Archive::from_bytes(self.set.as_ref()?).ok()?;
        ListSet::verify(&self.pinned, archive).ok()
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
        while let Some(request) = update.next_request() {
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
