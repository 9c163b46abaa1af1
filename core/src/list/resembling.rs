//! The listed names as the lookalike engine takes them.

use super::directory::Directory;
use super::schema::{AccountRow, Status};
use crate::lookalike::{Assembly, Engine, Owner, Target, TargetKind};
use crate::platform::{Account, Identity, Platform};

/// Of a slice, what its rows and texts come to together; the last text may go beyond. Half a millisecond in WebAssembly.
pub(super) const SLICE_WORK: usize = 1 << 11;
/// Of a text beside its letters, and of a row beside its texts.
const TEXT_WORK: usize = 8;
const ROW_WORK: usize = 8;

/// An engine that is being built, so that a caller can stop between any few texts of the list.
///
/// Handles come first, for a name is a target by itself where it is also a handle; then display names, then agencies. Owners
/// are numbered as the directory numbers its rows.
#[derive(Debug)]
pub(super) struct Making {
    assembly: Assembly,
    /// Whether texts are counted, so that there is room for them.
    is_counting: bool,
    /// How many rows were counted or taken: all accounts once for each of two kinds of names, then all agencies.
    rows: usize,
    /// Of the next row, how many texts.
    texts: usize,
    /// In this slice.
    work: usize,
}

impl Making {
    pub(super) fn start(directory: &Directory) -> Self {
        let publisher = &directory.header().publisher;
        let assembly = Assembly::start(&publisher.domains, &directory.header().jurisdiction);
        Self { assembly, is_counting: true, rows: 0, texts: 0, work: 0 }
    }

    /// Counts or takes texts that come to so much work, or makes room; true where nothing is left.
    pub(super) fn take(&mut self, work: usize, directory: &Directory) -> bool {
        if !self.is_counting && (self.rows, self.texts) == (0, 0) && !self.assembly.make_room() {
            return false;
        }
        let accounts = directory.account_count();
        let all = 2 * accounts + directory.agencies().len();
        self.work = 0;
        while self.rows < all {
            if self.work >= work {
                return false;
            }
            self.work += ROW_WORK;
            let is_whole = match self.rows.checked_sub(2 * accounts) {
                Some(agency) => self.take_agency(agency as u32, work, directory),
                None => self.take_account((self.rows % accounts) as u32, self.rows < accounts, work, directory),
            };
            if !is_whole {
                return false;
            }
            (self.rows, self.texts) = (self.rows + 1, 0);
        }
        self.rows = 0;
        !core::mem::take(&mut self.is_counting)
    }

    pub(super) fn finish(self) -> Engine {
        self.assembly.finish()
    }

    /// The handles of an account, or its display names.
    fn take_account(&mut self, account: u32, by_handle: bool, work: usize, directory: &Directory) -> bool {
        let agency = directory.agency_of().get(account as usize);
        let (Some(row), Some(&agency)) = (directory.row(account), agency) else { return true };
        let owner = Owner { agency, account: Some(account) };
        let kind = if by_handle { TargetKind::Handle } else { TargetKind::DisplayName };
        let target = |text| Target { platform: Some(row.platform), text, kind, owner };
        if !is_current(row) {
            true
        } else if by_handle {
            let handles = handles(row).filter(|handle| is_handle(row.platform, handle));
            self.take_texts(handles.map(|text| target(text)), work)
        } else {
            self.take_texts(row.display_names.iter().map(|text| target(text)), work)
        }
    }

    fn take_agency(&mut self, agency: u32, work: usize, directory: &Directory) -> bool {
        let Some(row) = directory.agency_at(agency) else { return true };
        let owner = Owner { agency, account: None };
        let target = |(text, kind)| Target { platform: None, text, kind, owner };
        let short = row.short_names.iter().map(|name| (name.as_str(), TargetKind::ShortName));
        self.take_texts(core::iter::once((row.name.as_str(), TargetKind::AgencyName)).chain(short).map(target), work)
    }

    /// Of a row what is left of its texts; false where that is more than the work of a slice.
    fn take_texts<'a>(&mut self, texts: impl Iterator<Item = Target<'a>>, work: usize) -> bool {
        for target in texts.skip(self.texts) {
            if self.work >= work {
                return false;
            }
            self.add(&target);
        }
        true
    }

    fn add(&mut self, target: &Target<'_>) {
        self.work += TEXT_WORK + target.text.len();
        self.texts += 1;
        if self.is_counting {
            self.assembly.expect(target.text);
        } else {
            self.assembly.add(target);
        }
    }
}

/// Of two names that are resembled equally, whether the first one's owner is meant: an account before an agency, then by
/// name. The order in which a publisher writes rows must not decide.
pub(super) fn is_before(directory: &Directory, one: Owner, other: Owner) -> bool {
    let account = |owner: Owner| directory.row(owner.account?).map(|row| (row.platform, row.handle.as_str()));
    let agency = |owner: Owner| directory.agency_at(owner.agency).map(|row| row.id.as_str());
    match (account(one), account(other)) {
        (Some(one), Some(other)) => one < other,
        (None, None) => agency(one) < agency(other),
        (one, _) => one.is_some(),
    }
}

/// Nobody gains by looking like an account that its agency has left.
fn is_current(row: &AccountRow) -> bool {
    row.status != Status::Retired
}

fn handles(row: &AccountRow) -> impl Iterator<Item = &String> {
    core::iter::once(&row.handle).chain(&row.also)
}

/// An id in the place of a handle reads like nobody's name.
fn is_handle(platform: Platform, text: &str) -> bool {
    Account::from_handle(platform, text).is_some_and(|account| matches!(account.identity, Identity::Handle(_)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Accounts of one agency, which has many names, as one of them has.
    fn directory(accounts: usize, names: usize) -> Directory {
        let many = |kind: &str| -> Vec<String> { (0..names).map(|number| format!("Mass {kind} {number}")).collect() };
        let account = |number: usize| {
            let named = if number == 0 { many("Channel") } else { Vec::new() };
            json!({"agency": "massdot", "platform": "x", "handle": format!("MassRegion{number}"), "display_names": named, "status": "active"})
        };
        let index = json!({
            "schema": 1, "demonstration": false, "jurisdiction": "US-MA", "issued": "2026-11-20T08:00:00Z",
            "publisher": {"name": "Commonwealth", "homepage": "https://www.mass.gov/", "domains": ["mass.gov"]},
            "sections": [{"id": "general", "name": "General"}]
        });
        let agency = json!({"id": "massdot", "name": "Massachusetts Department of Transportation", "short_names": many("Office"), "section": "general"});
        let rows: Vec<Value> = (0..accounts).map(account).collect();
        let section = json!({"schema": 1, "id": "general", "agencies": [agency], "accounts": rows});
        let impostors = json!({"schema": 1, "impostors": [], "neighbours": []});
        let files = [("index.json", index), ("sections/general.json", section), ("impostors.json", impostors)];
        let files = files.map(|(name, value)| (name, value.to_string()));
        Directory::build(|name| files.iter().find(|(of, _)| *of == name).map(|(_, text)| text.as_bytes())).unwrap()
    }

    #[test]
    fn slices_are_sized_by_their_work() {
        const LONGEST: usize = TEXT_WORK + 64;
        for (accounts, names) in [(2_000, 1), (1, 2_000)] {
            let directory = directory(accounts, names);
            let mut making = Making::start(&directory);
            let mut slices = 0;
            while !making.take(SLICE_WORK, &directory) {
                assert!(making.work < SLICE_WORK + LONGEST + ROW_WORK, "{} in one slice", making.work);
                slices += 1;
            }
            // Everything is counted and then taken.
            assert!(slices > 2 * 2_000 * TEXT_WORK / SLICE_WORK, "{slices} slices");
        }
    }

    #[test]
    fn an_engine_made_in_slices_is_the_one_made_at_once() {
        let directory = directory(300, 40);
        let mut making = Making::start(&directory);
        while !making.take(usize::MAX, &directory) {}
        directory.prepare();
        assert_eq!(directory.engine_size(), Some(making.finish().size()));
    }
}
