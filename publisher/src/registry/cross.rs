//! What only the whole registry can say: who names whom, and that no identity stands twice.

use std::collections::{BTreeMap, BTreeSet};

use statemark_core::list::schema::AccountRow;
use statemark_core::platform::{Account, MastodonHosts, Platform, resolve};

use super::problem::{Findings, Place, quoted};
use super::table::{ACCOUNTS, AGENCIES, Cells, IMPOSTORS, NEIGHBOURS};
use super::{Registry, Row};

/// What the spreadsheets mention, in rows that are refused for a reason of their own too: who refers to such a row is not
/// told off as well. Each is absent when its spreadsheet could not be read.
pub(crate) struct Mentioned {
    agencies: Option<Vec<String>>,
    accounts: Option<BTreeSet<String>>,
}

impl Mentioned {
    pub(crate) fn of(agencies: Option<&[Cells]>, accounts: Option<&[Cells]>) -> Self {
        let ids = |rows: &[Cells]| rows.iter().map(|cells| cells.get("id").to_owned()).collect();
        let texts = |rows: &[Cells]| rows.iter().flat_map(account_texts).collect();
        Self { agencies: agencies.map(ids), accounts: accounts.map(texts) }
    }

    fn agency(&self, id: &str) -> bool {
        self.agencies.as_ref().is_none_or(|agencies| agencies.iter().any(|agency| agency == id))
    }

    fn account(&self, text: &str) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.contains(text))
    }
}

fn account_texts(cells: &Cells) -> Vec<String> {
    let Some(platform) = Platform::parse(cells.get("platform")) else { return Vec::new() };
    let handles = std::iter::once(cells.get("handle")).chain(cells.get("also").split('|'));
    let handles = handles.filter_map(|handle| Account::from_handle(platform, handle.trim()));
    let ids = cells.get("account_ids").split('|').filter_map(|id| Account::from_id(platform, id.trim()));
    handles.chain(ids).map(|account| account.text()).collect()
}

/// Checks the registry as a whole, and leaves out rows that cannot stand beside the others.
pub(crate) fn check(registry: &mut Registry, mentioned: &Mentioned, findings: &mut Findings) {
    agencies_are_one_each(registry, findings);
    agencies_exist(registry, mentioned, findings);
    identities_are_one_each(registry, findings);
    successors_exist(registry, mentioned, findings);
    impostors_imitate_someone(registry, mentioned, findings);
    coverage_names_agencies(registry, mentioned, findings);
    addresses_resolve(registry, findings);
    if mentioned.accounts.as_ref().is_some_and(BTreeSet::is_empty) {
        let advice = "Published like this, every account that was on the list is no longer on it.";
        findings.warning(Place::file(ACCOUNTS.file), "no account is listed", advice);
    }
}

fn agencies_are_one_each(registry: &mut Registry, findings: &mut Findings) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    registry.agencies.retain(|Row { row, value }| {
        let first = *seen.entry(value.id.clone()).or_insert(*row);
        if first != *row {
            findings.problem(
                Place::row(AGENCIES.file, *row).at("id"),
                format!("{} is the id of row {first} already", quoted(&value.id)),
                "Give each agency one row and an id of its own.",
            );
        }
        first == *row
    });
}

fn agencies_exist(registry: &mut Registry, mentioned: &Mentioned, findings: &mut Findings) {
    let listed: BTreeSet<&str> = registry.agencies.iter().map(|row| row.value.id.as_str()).collect();
    registry.accounts.retain(|Row { row, value }| {
        if !mentioned.agency(&value.agency) {
            let advice = match mentioned.agencies.iter().flatten().find(|id| id.eq_ignore_ascii_case(&value.agency)) {
                Some(id) => format!("Write `{id}`."),
                None => "Add the agency to agencies.csv, or correct the id.".to_owned(),
            };
            let what = format!("{} is no agency of agencies.csv", quoted(&value.agency));
            findings.problem(Place::row(ACCOUNTS.file, *row).at("agency"), what, advice);
        }
        listed.contains(value.agency.as_str())
    });
}

/// A row's names of today, each with its column. A handle of the past is none: it may be listed again, or be an impostor's by now.
fn identities<'a>(
    platform: Platform,
    handles: impl Iterator<Item = (&'static str, &'a String)>,
    ids: &'a [String],
) -> Vec<(&'static str, Account)> {
    let handles = handles.filter_map(|(column, handle)| Some((column, Account::from_handle(platform, handle)?)));
    let ids = ids.iter().filter_map(|id| Some(("account_ids", Account::from_id(platform, id)?)));
    handles.chain(ids).collect()
}

fn of_account(row: &AccountRow) -> Vec<(&'static str, Account)> {
    let handles = std::iter::once(("handle", &row.handle)).chain(row.also.iter().map(|also| ("also", also)));
    identities(row.platform, handles, &row.account_ids)
}

/// Who claimed which account text first, and which rows are refused.
#[derive(Default)]
struct Claims {
    first: BTreeMap<String, (&'static str, u64)>,
    refused: BTreeSet<(&'static str, u64)>,
}

impl Claims {
    fn claim(&mut self, file: &'static str, row: u64, names: &[(&'static str, Account)], findings: &mut Findings) {
        for (index, (column, account)) in names.iter().enumerate() {
            let place = Place::row(file, row).at(column);
            // Two spellings may stand side by side where only the exact one counts, and an id in both of its columns.
            let earlier =
                names.iter().take(index).filter(|(of, _)| (*of == "account_ids") == (*column == "account_ids"));
            if earlier.into_iter().any(|(_, earlier)| earlier.text() == account.text() && earlier.surely_same(account))
            {
                let what = format!("{} stands twice in this row", quoted(&account.text()));
                findings.problem(place.clone(), what, "Remove one of them.");
                self.refused.insert((file, row));
            }
            let text = account.text();
            let (first_file, first_row) = *self.first.entry(text.clone()).or_insert((file, row));
            if (first_file, first_row) == (file, row) {
                continue;
            }
            self.refused.insert((file, row));
            if first_file == file {
                let advice = "Give one account one row, with all its names in handle, also and account_ids.";
                findings.problem(place, format!("{} stands in row {first_row} already", quoted(&text)), advice);
            } else {
                // Which of the two is true cannot be known here: neither may be judged by.
                self.refused.insert((first_file, first_row));
                let what = format!("{} stands in {first_file} row {first_row} already", quoted(&text));
                findings.problem(place, what, "An account is listed, or an impostor, or a neighbour: remove one row.");
            }
        }
    }
}

fn identities_are_one_each(registry: &mut Registry, findings: &mut Findings) {
    let mut claims = Claims::default();
    for Row { row, value } in &registry.accounts {
        claims.claim(ACCOUNTS.file, *row, &of_account(value), findings);
    }
    for Row { row, value } in &registry.impostors {
        let handle = std::iter::once(("handle", &value.handle));
        claims.claim(IMPOSTORS.file, *row, &identities(value.platform, handle, &value.account_ids), findings);
    }
    for Row { row, value } in &registry.neighbours {
        claims.claim(NEIGHBOURS.file, *row, &value.identities, findings);
    }
    registry.accounts.retain(|row| !claims.refused.contains(&(ACCOUNTS.file, row.row)));
    registry.impostors.retain(|row| !claims.refused.contains(&(IMPOSTORS.file, row.row)));
    registry.neighbours.retain(|row| !claims.refused.contains(&(NEIGHBOURS.file, row.row)));
}

/// Every account text of the listed accounts, with its row.
fn listed(registry: &Registry) -> BTreeMap<String, u64> {
    let mut listed = BTreeMap::new();
    for Row { row, value } in &registry.accounts {
        listed.extend(of_account(value).into_iter().map(|(_, account)| (account.text(), *row)));
    }
    listed
}

fn successors_exist(registry: &mut Registry, mentioned: &Mentioned, findings: &mut Findings) {
    let listed = listed(registry);
    registry.accounts.retain_mut(|Row { row, value }| {
        let Some(successor) = &value.successor else { return true };
        let place = Place::row(ACCOUNTS.file, *row).at("successor");
        let Some(account) = Account::parse(successor) else {
            let what = format!("{} names no account", quoted(successor));
            findings.problem(place, what, "Write platform and handle: `x:mbta`.");
            return false;
        };
        let text = account.text();
        let known = match listed.get(&text) {
            Some(same) if same == row => {
                findings.problem(place, "an account cannot succeed itself", "Name the account that took over.");
                false
            }
            Some(_) => true,
            None => {
                if !mentioned.account(&text) {
                    let what = format!("{} is not on this list", quoted(successor));
                    findings.problem(
                        place,
                        what,
                        "Add the account that took over to accounts.csv, or empty this cell.",
                    );
                }
                false
            }
        };
        value.successor = Some(text);
        known
    });
}

fn impostors_imitate_someone(registry: &mut Registry, mentioned: &Mentioned, findings: &mut Findings) {
    let listed = listed(registry);
    let agencies: BTreeSet<&str> = registry.agencies.iter().map(|row| row.value.id.as_str()).collect();
    registry.impostors.retain_mut(|Row { row, value }| {
        let Some(account) = Account::parse(&value.imitates) else {
            if !mentioned.agency(&value.imitates) {
                imitates_nobody(*row, &value.imitates, findings);
            }
            return agencies.contains(value.imitates.as_str());
        };
        let text = account.text();
        if !mentioned.account(&text) {
            imitates_nobody(*row, &value.imitates, findings);
        }
        value.imitates = text;
        listed.contains_key(&value.imitates)
    });
}

fn imitates_nobody(row: u64, imitates: &str, findings: &mut Findings) {
    let what = format!("{} is neither a listed account nor an agency's id", quoted(imitates));
    let advice = "Write the account as `x:massrmv`, or the agency's id as in agencies.csv.";
    findings.problem(Place::row(IMPOSTORS.file, row).at("imitates"), what, advice);
}

fn coverage_names_agencies(registry: &mut Registry, mentioned: &Mentioned, findings: &mut Findings) {
    let agencies: BTreeSet<&str> = registry.agencies.iter().map(|row| row.value.id.as_str()).collect();
    registry.header.coverage.retain(|(line, coverage)| {
        let any = coverage.agency == "*";
        if !any && !mentioned.agency(&coverage.agency) {
            let what = format!("{} is no agency of agencies.csv", quoted(&coverage.agency));
            findings.problem(Place::line("publisher.toml", *line).at("agency"), what, "Write its id, or `*` for all.");
        }
        any || agencies.contains(coverage.agency.as_str())
    });
}

/// An account whose own address no extension understands would be listed in vain.
fn addresses_resolve(registry: &Registry, findings: &mut Findings) {
    let hosts = MastodonHosts(registry.header.mastodon_hosts.clone());
    for Row { row, value } in registry.accounts.iter().filter(|row| row.value.platform == Platform::Mastodon) {
        let Some(account) = Account::from_handle(value.platform, &value.handle) else { continue };
        if resolve(&account.address(), &hosts).is_none() {
            let what = format!("the instance of {} is not known to the extension", quoted(&value.handle));
            let advice = "Add it to `mastodon_hosts` in publisher.toml, or the account will not be marked.";
            findings.warning(Place::row(ACCOUNTS.file, *row).at("handle"), what, advice);
        }
    }
}
