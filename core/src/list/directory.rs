//! The immutable index built from one verified list.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock};

use super::accounts::Accounts;
use super::error::{ListError, Table};
use super::header;
use super::impostors::hash_of;
use super::names::{Dropped, Names, Pass};
use super::parsed::{Files, Kept, Parsed, Spot, section_file};
use super::resembling::{Making, SLICE_WORK, is_before};
use super::schema::{AccountRow, Agency, Impostor, Index, Publisher, SCHEMA};
use crate::lookalike::{Engine, Query, Resemblance};
use crate::platform::{Account, Platform};
use crate::time::{Date, UtcTime};
use crate::trust::{Bytes, ListSet};

/// Without them the module is measured, to tell what they weigh.
const KNOWS_LOOKALIKES: bool = !cfg!(feature = "exact");

/// The index. A new list is a new Directory.
///
/// Exact questions are answered from hash tables over row numbers, ready as soon as this is built. A row is taken apart,
/// and what resemblance needs is made, when it is first asked for.
#[derive(Debug)]
pub struct Directory {
    header: Index,
    agencies: Vec<Agency>,
    accounts: Accounts,
    impostors: Vec<Impostor>,
    names: Names,
    /// Of each agency, its accounts: only resemblance asks for them.
    accounts_of: OnceLock<Vec<Vec<u32>>>,
    engine: OnceLock<Engine>,
    /// The engine, as far as it was built in slices.
    making: Mutex<Option<Making>>,
}

/// How an account stands on the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Listed<'d> {
    /// By a handle of today (or by an id, where a platform's accounts have no other name).
    Handle(&'d AccountRow),
    /// By a stable id.
    Id(&'d AccountRow),
    /// By a handle of the past, official until that day, where known.
    Previous(&'d AccountRow, Option<Date>),
}

impl Directory {
    /// Reads `index.json`, every section it names, and `impostors.json`.
    ///
    /// # Errors
    /// The first thing wrong with the list: such a list is not used at all.
    pub fn build<'a>(files: impl Fn(&str) -> Option<&'a [u8]>) -> Result<Self, ListError> {
        Self::strict(&files, &|name| files(name).map(Bytes::from))
    }

    /// The same of a verified set, with which it shares the bytes.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn of(list: &ListSet) -> Result<Self, ListError> {
        Self::strict(&|name| list.file(name), &|name| list.shared(name))
    }

    fn strict(files: Files<'_, '_>, kept: Kept<'_>) -> Result<Self, ListError> {
        let parsed = Parsed::read(files)?;
        header::check(&parsed.index, &mut Err)?;
        let none: Dropped<'_> = &|_| false;
        let names = Pass::over(&parsed, none, &mut |_, error| Err(error))?;
        Ok(Self::assemble(parsed, kept, none, names))
    }

    /// As [`build`](Self::build), but rows that are refused are left out and their problems returned. Of two rows that
    /// contradict each other the later one is left out, where impostors come after accounts, and neighbours last.
    ///
    /// # Errors
    /// A file that is missing or cannot be read as a whole.
    pub fn build_lenient<'a>(files: impl Fn(&str) -> Option<&'a [u8]>) -> Result<(Self, Vec<ListError>), ListError> {
        let parsed = Parsed::read(&files as Files<'_, 'a>)?;
        let mut problems = Vec::new();
        header::check(&parsed.index, &mut |error| {
            problems.push(error);
            Ok(())
        })?;
        // A row left out may leave others without their agency or successor: again, until nothing more is refused.
        let mut dropped = BTreeSet::<Spot>::new();
        loop {
            let mut refused = Vec::new();
            let names = Pass::over(&parsed, &|spot| dropped.contains(&spot), &mut |spot, error| {
                refused.push((spot, error));
                Ok(())
            })?;
            if refused.is_empty() {
                let kept: Kept<'_> = &|name| files(name).map(Bytes::from);
                return Ok((Self::assemble(parsed, kept, &|spot| dropped.contains(&spot), names), problems));
            }
            for (spot, error) in refused {
                if dropped.insert(spot) {
                    problems.push(error);
                }
            }
        }
    }

    /// A list of nobody.
    #[must_use]
    pub fn empty() -> Self {
        let header = Index {
            schema: SCHEMA,
            demonstration: false,
            publisher: Publisher::nobody(),
            jurisdiction: String::new(),
            issued: UtcTime(0),
            sections: Vec::new(),
            coverage: Vec::new(),
            mastodon_hosts: Vec::new(),
            moved_hosts: Vec::new(),
            unknown: Default::default(),
        };
        Self {
            header,
            agencies: Vec::new(),
            accounts: Accounts::default(),
            impostors: Vec::new(),
            names: Names::default(),
            accounts_of: OnceLock::new(),
            engine: OnceLock::new(),
            making: Mutex::default(),
        }
    }

    fn assemble(parsed: Parsed<'_>, files: Kept<'_>, dropped: Dropped<'_>, names: Names) -> Self {
        let Parsed { index: mut header, sections, impostors } = parsed;
        let kept =
            |table, section: usize, row: usize| !dropped(Spot { table, section: section as u32, row: row as u32 });
        let (mut agencies, mut accounts) = (Vec::new(), Accounts::with_capacity(names.agency_of.len()));
        for (at, section) in sections.into_iter().enumerate() {
            agencies.extend(keep(section.agencies, |row| kept(Table::Agencies, at, row)));
            let rows = keep(section.accounts, |row| kept(Table::Accounts, at, row));
            accounts.extend(files(&section_file(&section.id)), rows.map(|row| row.place));
        }
        header.coverage = keep(header.coverage, |row| kept(Table::Coverage, 0, row)).collect();
        let impostors = keep(impostors.impostors, |row| kept(Table::Impostors, 0, row)).collect();
        let (accounts_of, engine, making) = Default::default();
        Self { header, agencies, accounts, impostors, names, accounts_of, engine, making }
    }

    /// `index.json`.
    #[must_use]
    pub fn header(&self) -> &Index {
        &self.header
    }

    /// Every agency, section after section.
    #[must_use]
    pub fn agencies(&self) -> &[Agency] {
        &self.agencies
    }

    /// Every listed account, section after section.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountRow> {
        (0..self.accounts.len()).filter_map(|index| self.accounts.get(index))
    }

    /// How many accounts are listed.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.accounts.len()
    }

    /// Every confirmed impostor.
    #[must_use]
    pub fn impostors(&self) -> &[Impostor] {
        &self.impostors
    }

    /// How many neighbours are left alone.
    #[must_use]
    pub fn neighbours(&self) -> usize {
        self.names.neighbours.len()
    }

    /// The agency of that id.
    #[must_use]
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.agencies.get(self.names.agencies.get(id)? as usize)
    }

    /// How an account stands on the list. A name of today wins over a handle of the past.
    #[must_use]
    pub fn find(&self, account: &Account) -> Option<Listed<'_>> {
        let text = account.text();
        if let Some(row) = self.names.handles.get(&text) {
            return self.row(row).map(Listed::Handle);
        }
        if let Some(row) = self.names.ids.get(&text) {
            return self.row(row).map(Listed::Id);
        }
        let (row, until) = self.names.previous(&text)?;
        Some(Listed::Previous(self.row(row)?, until))
    }

    /// The row that an account text (`x:massdot`, `x#12345`) names today.
    #[must_use]
    pub fn find_text(&self, text: &str) -> Option<&AccountRow> {
        self.current(&Account::parse(text)?)
    }

    /// Whether two names are names of today of one listed account.
    #[must_use]
    pub fn same_row(&self, one: &Account, other: &Account) -> bool {
        self.current(one).zip(self.current(other)).is_some_and(|(one, other)| core::ptr::eq(one, other))
    }

    /// The row of which this is a name of today.
    #[must_use]
    pub fn current(&self, account: &Account) -> Option<&AccountRow> {
        match self.find(account)? {
            Listed::Handle(row) | Listed::Id(row) => Some(row),
            Listed::Previous(..) => None,
        }
    }

    /// The impostor of that name.
    pub(crate) fn impostor(&self, account: &Account) -> Option<&Impostor> {
        self.impostors.get(self.names.impostors.get(&account.text())? as usize)
    }

    /// Whether the list asks to leave this account alone.
    pub(crate) fn is_neighbour(&self, account: &Account) -> bool {
        !self.names.neighbours.is_empty() && self.names.neighbours.binary_search(&hash_of(&account.text())).is_ok()
    }

    /// Whether the list claims to hold every account of an agency on a platform. What names both counts before what
    /// names `*`; of several that name `*` all must say so.
    pub(crate) fn is_complete(&self, agency: &str, platform: Platform) -> bool {
        let exact = |row: &&super::schema::Coverage| row.agency == agency && row.platform == platform.as_str();
        if self.header.coverage.iter().any(|row| exact(&row)) {
            return self.header.coverage.iter().filter(exact).all(|row| row.complete);
        }
        let covers = |row: &&super::schema::Coverage| {
            (row.agency == "*" || row.agency == agency) && (row.platform == "*" || row.platform == platform.as_str())
        };
        let mut rows = self.header.coverage.iter().filter(covers).peekable();
        rows.peek().is_some() && rows.all(|row| row.complete)
    }

    /// The agency of that number.
    pub(crate) fn agency_at(&self, index: u32) -> Option<&Agency> {
        self.agencies.get(index as usize)
    }

    /// The account of that number.
    pub(crate) fn row(&self, index: u32) -> Option<&AccountRow> {
        self.accounts.get(index as usize)
    }

    /// The accounts of the agency of that number, in no order that means anything.
    pub(crate) fn rows_of(&self, agency: u32) -> impl Iterator<Item = &AccountRow> {
        let accounts_of = self.accounts_of.get_or_init(|| self.accounts_by_agency());
        accounts_of.get(agency as usize).into_iter().flatten().filter_map(|&index| self.row(index))
    }

    fn accounts_by_agency(&self) -> Vec<Vec<u32>> {
        let mut accounts_of = vec![Vec::new(); self.agencies.len()];
        for (account, &agency) in self.names.agency_of.iter().enumerate() {
            if let Some(accounts) = accounts_of.get_mut(agency as usize) {
                accounts.push(account as u32);
            }
        }
        accounts_of
    }

    /// The number of an agency.
    pub(crate) fn agency_index(&self, id: &str) -> Option<u32> {
        self.names.agencies.get(id)
    }

    /// The listed name that a query resembles, with the agency and the account behind it. What this needs is built when
    /// it is first asked for.
    pub(crate) fn resemblance(&self, query: &Query<'_>) -> Option<(Resemblance, u32, Option<&AccountRow>)> {
        if !KNOWS_LOOKALIKES {
            return None;
        }
        let engine =
            self.engine.get_or_init(|| self.finish(self.making.lock().ok().and_then(|mut making| making.take())));
        let found = engine.resemblance_by(query, &|one, other| is_before(self, one, other))?;
        let account = found.owner.account.and_then(|account| self.row(account));
        let agency = found.owner.agency;
        Some((found, agency, account))
    }

    /// Builds now what [`judge`](crate::verdict::judge) would build when it first meets an unlisted account.
    pub fn prepare(&self) {
        while !self.prepare_some() {}
    }

    /// Builds a slice of it, some tenths of a millisecond; true where nothing is left to build.
    pub fn prepare_some(&self) -> bool {
        if !KNOWS_LOOKALIKES || self.engine.get().is_some() {
            return true;
        }
        // Another thread that fell in the midst of it left nothing to go on with.
        let Ok(mut slot) = self.making.lock() else { return true };
        // Decoding the tables is a slice of its own.
        let Some(making) = slot.as_mut() else {
            *slot = Some(Making::start(self));
            return false;
        };
        let is_whole = making.take(SLICE_WORK, self);
        let made = if is_whole { slot.take() } else { None };
        // Whoever builds the engine at this moment wants what is locked here.
        drop(slot);
        if is_whole {
            self.engine.get_or_init(|| made.map_or_else(|| self.finish(None), Making::finish));
        }
        is_whole
    }

    /// In bytes, where it is built.
    #[cfg(test)]
    pub(super) fn engine_size(&self) -> Option<usize> {
        self.engine.get().map(Engine::size)
    }

    fn finish(&self, making: Option<Making>) -> Engine {
        let mut making = making.unwrap_or_else(|| Making::start(self));
        while !making.take(usize::MAX, self) {}
        making.finish()
    }

    /// Whether what is said of this account needs nothing that is still to be built.
    #[must_use]
    pub fn is_ready_for(&self, account: &Account) -> bool {
        !KNOWS_LOOKALIKES || self.engine.get().is_some() || self.find(account).is_some()
    }

    /// The number of the agency of each account.
    pub(super) fn agency_of(&self) -> &[u32] {
        &self.names.agency_of
    }
}

fn keep<T>(rows: Vec<T>, kept: impl Fn(usize) -> bool) -> impl Iterator<Item = T> {
    rows.into_iter().enumerate().filter(move |(row, _)| kept(*row)).map(|(_, value)| value)
}
