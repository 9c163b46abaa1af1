//! A resident's browser in small: what it pinned, its floor, and the set in use.

use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Update};

use super::Place;

pub(crate) struct Resident {
    root: Vec<u8>,
    floor: Option<Archive>,
    pub(crate) set: Option<ListSet>,
    /// Of the last refresh: what was asked for, and the length of what came; nothing where there was no such file.
    pub(crate) requests: Vec<(String, Option<usize>)>,
}

impl Resident {
    /// With a package whose root is the first of `site`.
    pub(crate) fn of(place: &Place, site: &str) -> Self {
        let root = std::fs::read(place.path(&format!("{site}/metadata/1.root.json"))).unwrap();
        Self { root, floor: None, set: None, requests: Vec::new() }
    }

    /// One refresh from the folder, as if it were the web. The variant's name when it is refused; the floor rises either way.
    pub(crate) fn refresh(&mut self, place: &Place, site: &str, now: &str) -> Result<(), &'static str> {
        let (now, policy) = (UtcTime::parse(now).unwrap(), Policy::default());
        let mut update = Update::start(&self.root, self.floor.as_ref(), self.set.as_ref(), now, &policy).unwrap();
        let mut refused = None;
        self.requests.clear();
        while let Some(request) = update.next_request() {
            let body = std::fs::read(place.path(site).join(&request.path)).ok();
            self.requests.push((request.path, body.as_ref().map(Vec::len)));
            if let Err(error) = update.answer(body.as_deref().map_or(Answer::Missing, Answer::Body)) {
                refused = Some(error.variant());
                break;
            }
        }
        self.floor = Some(update.floor().clone());
        if let Some(variant) = refused {
            return Err(variant);
        }
        match update.finish().map_err(|error| error.variant())? {
            Finished::New(set) | Finished::Unchanged(set) => self.set = Some(set),
        }
        Ok(())
    }

    /// The version of the list in use.
    pub(crate) fn list_version(&self) -> u64 {
        self.set.as_ref().unwrap().versions().targets
    }
}
