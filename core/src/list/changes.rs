//! What a new list changed of its accounts, for people. Told by whoever holds both lists, at the moment of the swap.

use serde::Serialize;

use super::directory::Directory;
use super::schema::{AccountRow, Status};
use crate::platform::{Account, Platform};

/// Of a first list, or a whole new one, nobody reads every line.
const ROWS_MAX: usize = 100;

/// The accounts that differ between two lists, each group in the order of its list.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// On the new list alone.
    pub added: Vec<Change>,
    /// On the old list alone, as they stood there.
    pub removed: Vec<Change>,
    /// On both, with another status or another handle: as they stand on the new one.
    pub changed: Vec<Change>,
    /// How many more there are than stand here.
    pub more: usize,
}

/// One account, as far as it is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Change {
    pub platform: Platform,
    pub handle: String,
    pub status: Status,
    /// The agency's name.
    pub agency: String,
}

impl Directory {
    /// What this list changed of the one before. Two rows are one account where they share a name of today, so that a new handle
    /// beside a known id is no new account.
    ///
    /// `is_same` says of a section's id whether its file is the same in both lists: the rows of such a section are not read.
    #[must_use]
    pub fn changes_since(&self, before: &Self, is_same: &dyn Fn(&str) -> bool) -> Changes {
        let mut changes = Changes::default();
        for row in self.rows_where(is_same) {
            match before.account_of(row) {
                None => tell(&mut changes.added, &mut changes.more, self, row),
                Some(old) if differs(old, row) => tell(&mut changes.changed, &mut changes.more, self, row),
                Some(_) => {}
            }
        }
        for row in before.rows_where(is_same).filter(|row| self.account_of(row).is_none()) {
            tell(&mut changes.removed, &mut changes.more, before, row);
        }
        changes
    }

    /// The rows of all sections but those that are the same.
    fn rows_where(&self, is_same: &dyn Fn(&str) -> bool) -> impl Iterator<Item = &AccountRow> {
        let skipped: Vec<bool> = self.agencies().iter().map(|agency| is_same(&agency.section)).collect();
        let agencies = self.agency_of().iter().enumerate();
        agencies
            .filter(move |(_, agency)| skipped.get(**agency as usize) != Some(&true))
            .filter_map(|(row, _)| self.row(row as u32))
    }

    /// The row here that has one of the names of a row of another list.
    fn account_of(&self, row: &AccountRow) -> Option<&AccountRow> {
        let handles = [&row.handle].into_iter().chain(&row.also);
        let named = handles.filter_map(|handle| Account::from_handle(row.platform, handle));
        let ids = row.account_ids.iter().filter_map(|id| Account::from_id(row.platform, id));
        named.chain(ids).find_map(|account| self.current(&account))
    }
}

fn differs(old: &AccountRow, new: &AccountRow) -> bool {
    let name = |row: &AccountRow| Account::from_handle(row.platform, &row.handle).map(|account| account.text());
    old.status != new.status || name(old) != name(new)
}

fn tell(rows: &mut Vec<Change>, more: &mut usize, list: &Directory, row: &AccountRow) {
    if rows.len() == ROWS_MAX {
        *more += 1;
        return;
    }
    rows.push(Change {
        platform: row.platform,
        handle: row.handle.clone(),
        status: row.status,
        agency: list.agency(&row.agency).map_or(&row.agency, |agency| &agency.name).clone(),
    });
}
