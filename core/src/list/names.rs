//! Which name belongs to which row: every row is held against every other on the way.

use super::by_name::ByName;
use super::error::{Fault, ListError, Place, RowProblem, Table};
use super::header::{is_https, is_id};
use super::parsed::{Parsed, Spot};
use super::read::{Row, SectionRows};
use super::schema::Agency;
use crate::platform::{Account, Platform};
use crate::time::Date;

/// The names of a list. Rows are counted over all sections, without those that were dropped.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the agency's id.
    pub(super) agencies: ByName,
    /// Of each account, the index of its agency.
    pub(super) agency_of: Vec<u32>,
    /// Accounts by the account texts of `handle` and `also`.
    pub(super) handles: ByName,
    /// Accounts by the account texts of `account_ids`.
    pub(super) ids: ByName,
    /// Of the handles of the past, by account text: which one of `changes`.
    pub(super) previous: ByName,
    /// The account that had a handle, and until when.
    pub(super) changes: Vec<(u32, Option<Date>)>,
    /// By account text.
    pub(super) impostors: ByName,
    /// Sorted.
    pub(super) neighbours: Vec<Hash>,
}

impl Names {
    /// The account that has this name today.
    pub(super) fn account(&self, text: &str) -> Option<u32> {
        self.handles.get(text).or_else(|| self.ids.get(text))
    }

    /// The account that had this handle, and until when.
    pub(super) fn previous(&self, text: &str) -> Option<(u32, Option<Date>)> {
        self.changes.get(self.previous.get(text)? as usize).copied()
    }
}

/// The names of today of one row.
#[derive(Default)]
struct RowNames<'p> {
    accounts: Vec<Account>,
    /// Account texts, one behind the other.
    texts: String,
    /// Where each of them ends, and whether it is one of `account_ids`.
    ends: Vec<(usize, bool)>,
    /// The agency of the row before and its index: accounts stand beside those of the same agency.
    agency: Option<(&'p str, u32)>,
}

impl<'p> RowNames<'p> {
    fn clear(&mut self) {
        self.accounts.clear();
        self.texts.clear();
        self.ends.clear();
    }

    /// The index of this agency.
    fn agency(&mut self, id: &'p str, agencies: &ByName) -> Option<u32> {
        if self.agency.is_none_or(|(known, _)| known != id) {
            self.agency = Some((id, agencies.get(id)?));
        }
        self.agency.map(|(_, index)| index)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, is_id)| {
            let text = self.texts.get(start..end).unwrap_or_default();
            start = end;
            (text, is_id)
        })
    }

    fn add(&mut self, account: &Account, is_id: bool) {
        account.push_text(&mut self.texts);
        self.ends.push((self.texts.len(), is_id));
    }
}

/// SHA-256 of an account text.
pub(super) type Hash = [u8; 32];

/// What becomes of a row that is refused: an error ends the pass.
pub(super) type Refuse<'r> = &'r mut dyn FnMut(Spot, ListError) -> Result<(), ListError>;

/// Which rows are left out.
pub(super) type Dropped<'p> = &'p dyn Fn(Spot) -> bool;

/// One pass over all rows but the dropped ones.
pub(super) struct Pass<'p, 'r> {
    pub(super) parsed: &'p Parsed<'p>,
    pub(super) dropped: Dropped<'p>,
    pub(super) refuse: Refuse<'r>,
    pub(super) names: Names,
    /// Where each counted agency, account and impostor stands.
    agency_spots: Vec<Spot>,
    pub(super) account_spots: Vec<Spot>,
    pub(super) impostor_spots: Vec<Spot>,
    /// The accounts that name a successor.
    succeeded: Vec<u32>,
}

impl<'p, 'r> Pass<'p, 'r> {
    pub(super) fn over(parsed: &'p Parsed<'p>, dropped: Dropped<'p>, refuse: Refuse<'r>) -> Result<Names, ListError> {
        let rows = parsed.sections.iter().map(|section| section.accounts.len()).sum();
        let mut pass = Pass {
            parsed,
            dropped,
            refuse,
            names: Names { handles: ByName::with_capacity(rows), ..Names::default() },
            agency_spots: Vec::new(),
            account_spots: Vec::with_capacity(rows),
            impostor_spots: Vec::new(),
            succeeded: Vec::new(),
        };
        pass.agencies()?;
        pass.coverage()?;
        pass.accounts()?;
        pass.successors()?;
        pass.impostors()?;
        pass.neighbours()?;
        Ok(pass.names)
    }

    fn agencies(&mut self) -> Result<(), ListError> {
        for (at, section) in self.parsed.sections.iter().enumerate() {
            for (row, agency) in section.agencies.iter().enumerate() {
                let spot = Spot { table: Table::Agencies, section: at as u32, row: row as u32 };
                if (self.dropped)(spot) {
                    continue;
                }
                if let Some(problem) = self.agency(section, agency) {
                    self.refused(spot, problem)?;
                    continue;
                }
                self.names.agencies.insert(&agency.id, self.agency_spots.len() as u32);
                self.agency_spots.push(spot);
            }
        }
        Ok(())
    }

    fn agency(&self, section: &SectionRows<'_>, agency: &Agency) -> Option<RowProblem> {
        let id = &agency.id;
        if !is_id(id) {
            return Some(Fault::BadId.of(id));
        }
        if agency.section != section.id {
            return Some(Fault::AgencyOfOtherSection.beside(id, &agency.section));
        }
        if agency.name.trim().is_empty() {
            return Some(Fault::NoName.of(id));
        }
        if !agency.homepage.is_empty() && !is_https(&agency.homepage) {
            return Some(Fault::NotHttps.of(&agency.homepage));
        }
        let first = spot_of(&self.agency_spots, self.names.agencies.get(id)?)?;
        Some(Fault::DuplicateId.beside(id, &self.parsed.place(first)))
    }

    pub(super) fn refused(&mut self, spot: Spot, problem: RowProblem) -> Result<(), ListError> {
        (self.refuse)(spot, ListError::BadRow { place: self.parsed.place(spot), problem })
    }

    fn coverage(&mut self) -> Result<(), ListError> {
        for (row, coverage) in self.parsed.index.coverage.iter().enumerate() {
            let spot = Spot { table: Table::Coverage, section: 0, row: row as u32 };
            if (self.dropped)(spot) {
                continue;
            }
            if coverage.agency != "*" && self.names.agencies.get(&coverage.agency).is_none() {
                self.refused(spot, Fault::UnknownAgency.of(&coverage.agency))?;
            } else if coverage.platform != "*" && Platform::parse(&coverage.platform).is_none() {
                self.refused(spot, Fault::UnknownPlatform.of(&coverage.platform))?;
            }
        }
        Ok(())
    }

    fn accounts(&mut self) -> Result<(), ListError> {
        let mut names = RowNames::default();
        for (at, section) in self.parsed.sections.iter().enumerate() {
            for (row, account) in section.accounts.iter().enumerate() {
                let spot = Spot { table: Table::Accounts, section: at as u32, row: row as u32 };
                if (self.dropped)(spot) {
                    continue;
                }
                names.clear();
                match self.account(spot, account, &mut names) {
                    Ok(agency) => self.add(spot, account, agency, &names),
                    Err(problem) => self.refused(spot, problem)?,
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, spot: Spot, row: &Row<'_>, agency: u32, names: &RowNames<'_>) {
        let account = self.account_spots.len() as u32;
        for (text, is_id) in names.iter() {
            let names = if is_id { &mut self.names.ids } else { &mut self.names.handles };
            names.insert(text, account);
        }
        self.names.agency_of.push(agency);
        self.account_spots.push(spot);
        if row.successor().is_some() {
            self.succeeded.push(account);
        }
        self.previous(account, row);
    }

    /// The agency of a row; its names of today are put into `names`.
    fn account(&self, spot: Spot, row: &'p Row<'p>, names: &mut RowNames<'p>) -> Result<u32, RowProblem> {
        let Some(agency) = names.agency(&row.agency, &self.names.agencies) else {
            return Err(Fault::UnknownAgency.of(&row.agency));
        };
        if spot_of(&self.agency_spots, agency).is_none_or(|of_agency| of_agency.section != spot.section) {
            return Err(Fault::ForeignAgency.of(&row.agency));
        }
        let rare = row.rare.as_deref();
        if let Some(proof) = rare.and_then(|rare| rare.proof.as_ref()).filter(|proof| !is_https(proof)) {
            return Err(Fault::NotHttps.of(proof));
        }
        for previous in row.previous() {
            handle(row.platform, &previous.handle)?;
        }
        let also = rare.map(|rare| rare.also.to_vec()).unwrap_or_default();
        for text in core::iter::once(row.handle.as_ref()).chain(also.iter().map(String::as_str)) {
            let account = handle(row.platform, text)?;
            // Two spellings of one name may both stand where only the exact case makes a handle official.
            if names.accounts.iter().any(|other| other.surely_same(&account)) {
                return Err(Fault::Duplicate.beside(&account.text(), &self.parsed.place(spot)));
            }
            names.add(&account, false);
            names.accounts.push(account);
        }
        for text in rare.map(|rare| rare.account_ids.to_vec()).unwrap_or_default() {
            let account = id(row.platform, &text)?;
            let id = account.text();
            // A WhatsApp channel has no name but its id, which may stand in both columns.
            if names.iter().any(|(name, is_id)| is_id && name == id) {
                return Err(Fault::Duplicate.beside(&id, &self.parsed.place(spot)));
            }
            names.add(&account, true);
        }
        for (text, _) in names.iter() {
            if let Some(account) = self.names.account(text) {
                return Err(Fault::Duplicate.beside(text, &self.account_place(account)));
            }
        }
        Ok(agency)
    }

    /// A handle of the past is no identity of today: it may be listed again, or be an impostor's by now.
    /// Where two rows had it, the later one counts, and of two without a difference the one whose handle sorts first.
    fn previous(&mut self, account: u32, row: &Row<'_>) {
        for previous in row.previous() {
            let Some(had) = Account::from_handle(row.platform, &previous.handle) else { continue };
            let text = had.text();
            let other = self.names.previous(&text);
            let other = other.and_then(|(other, until)| Some((until, &self.row(other)?.handle)));
            if other.is_none_or(|(until, handle)| (until, &row.handle) < (previous.until, handle)) {
                self.names.previous.insert(&text, self.names.changes.len() as u32);
                self.names.changes.push((account, previous.until));
            }
        }
    }

    fn successors(&mut self) -> Result<(), ListError> {
        for account in core::mem::take(&mut self.succeeded) {
            let Some(spot) = spot_of(&self.account_spots, account) else { continue };
            let Some(successor) = self.row(account).and_then(Row::successor) else { continue };
            if !Account::parse(successor).is_some_and(|account| self.is_listed(&account)) {
                self.refused(spot, Fault::UnknownSuccessor.of(successor))?;
            }
        }
        Ok(())
    }

    fn row(&self, account: u32) -> Option<&'p Row<'p>> {
        let spot = spot_of(&self.account_spots, account)?;
        self.parsed.sections.get(spot.section as usize)?.accounts.get(spot.row as usize)
    }

    pub(super) fn is_listed(&self, account: &Account) -> bool {
        self.names.account(&account.text()).is_some()
    }

    pub(super) fn account_place(&self, account: u32) -> Place {
        let nowhere = Spot { table: Table::Accounts, section: 0, row: 0 };
        self.parsed.place(spot_of(&self.account_spots, account).unwrap_or(nowhere))
    }
}

pub(super) fn spot_of(spots: &[Spot], index: u32) -> Option<Spot> {
    spots.get(index as usize).copied()
}

pub(super) fn handle(platform: Platform, handle: &str) -> Result<Account, RowProblem> {
    Account::from_handle(platform, handle).ok_or_else(|| Fault::ImpossibleHandle.beside(handle, &platform))
}

pub(super) fn id(platform: Platform, id: &str) -> Result<Account, RowProblem> {
    Account::from_id(platform, id).ok_or_else(|| Fault::ImpossibleId.beside(id, &platform))
}
