//! The listed names as the lookalike engine takes them.

use super::directory::Directory;
use super::schema::{AccountRow, Status};
use crate::lookalike::{Assembly, Engine, Owner, Target, TargetKind};
use crate::platform::{Account, Identity, Platform};

/// An engine that is being built, so that a caller can stop between any two rows of the list.
///
/// Handles come first, for a name is a target by itself where it is also a handle; then display names, then agencies. Owners
/// are numbered as the directory numbers its rows.
#[derive(Debug)]
pub(super) struct Making {
    assembly: Assembly,
    /// Whether texts are counted, so that there is room for them.
    is_counting: bool,
    /// How many rows were counted or taken: all accounts once for each of two kinds of names, then all agencies.
    taken: usize,
}

impl Making {
    pub(super) fn start(directory: &Directory) -> Self {
        let publisher = &directory.header().publisher;
        let assembly = Assembly::start(&publisher.domains, &directory.header().jurisdiction);
        Self { assembly, is_counting: true, taken: 0 }
    }

    /// Counts or takes so many more rows, or makes room; true where nothing is left.
    pub(super) fn take(&mut self, rows: usize, directory: &Directory) -> bool {
        if !self.is_counting && self.taken == 0 && !self.assembly.make_room() {
            return false;
        }
        let accounts = directory.account_count();
        let all = 2 * accounts + directory.agencies().len();
        let end = self.taken.saturating_add(rows).min(all);
        for at in self.taken..end {
            if at < 2 * accounts {
                self.add_account((at % accounts) as u32, at < accounts, directory);
            } else {
                self.add_agency((at - 2 * accounts) as u32, directory);
            }
        }
        self.taken = end % all.max(1);
        end == all && !core::mem::take(&mut self.is_counting)
    }

    pub(super) fn finish(self) -> Engine {
        self.assembly.finish()
    }

    /// The handles of an account, or its display names.
    fn add_account(&mut self, account: u32, by_handle: bool, directory: &Directory) {
        let agency = directory.agency_of().get(account as usize);
        let (Some(row), Some(&agency)) = (directory.row(account), agency) else { return };
        if !is_current(row) {
            return;
        }
        let owner = Owner { agency, account: Some(account) };
        if by_handle {
            let names = handles(row).filter(|handle| is_handle(row.platform, handle));
            names.for_each(|handle| self.add(Some(row.platform), handle, TargetKind::Handle, owner));
        } else {
            let names = row.display_names.iter();
            names.for_each(|name| self.add(Some(row.platform), name, TargetKind::DisplayName, owner));
        }
    }

    fn add_agency(&mut self, agency: u32, directory: &Directory) {
        let Some(row) = directory.agency_at(agency) else { return };
        let owner = Owner { agency, account: None };
        self.add(None, &row.name, TargetKind::AgencyName, owner);
        row.short_names.iter().for_each(|name| self.add(None, name, TargetKind::ShortName, owner));
    }

    fn add(&mut self, platform: Option<Platform>, text: &str, kind: TargetKind, owner: Owner) {
        if self.is_counting {
            self.assembly.expect(text);
        } else {
            self.assembly.add(&Target { platform, text, kind, owner });
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
