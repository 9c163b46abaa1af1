//! What changed between two lists, row by row and field by field.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use statemark_core::list::schema::{AccountRow, Agency, Impostor, Impostors, Index, Section};
use statemark_core::platform::Account;

use crate::list::Files;

/// One side: a list and its site files.
pub(crate) struct Side {
    pub(crate) list: Files,
    pub(crate) sites: Option<Vec<u8>>,
}

/// All that differs.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct Comparison {
    pub(crate) same: bool,
    pub(crate) accounts: Rows,
    pub(crate) agencies: Rows,
    pub(crate) impostors: Rows,
    pub(crate) neighbours: Neighbours,
    /// Publisher, coverage, sections and so on; not the day.
    pub(crate) header: Fields,
    pub(crate) site_files_changed: bool,
}

/// Rows of one kind.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct Rows {
    pub(crate) added: Vec<Row>,
    pub(crate) removed: Vec<Row>,
    pub(crate) changed: Vec<Changed>,
}

/// A row that one side has alone.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Row {
    /// The account text, or the agency's id.
    pub(crate) key: String,
    pub(crate) row: Value,
}

/// A row that both sides have.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Changed {
    /// As the first side calls it.
    pub(crate) key: String,
    pub(crate) fields: Fields,
}

/// Fields by name, before and after; `null` where there is none.
pub(crate) type Fields = BTreeMap<String, Change>;

/// A field before and after.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Change {
    pub(crate) from: Value,
    pub(crate) to: Value,
}

/// Only hashes are published, so only their number says anything.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct Neighbours {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

/// A row with the names by which it can be known again.
struct Known {
    key: String,
    /// Stable ids: they find a row whose handle changed.
    ids: BTreeSet<String>,
    /// Handles that it had before.
    previous: BTreeSet<String>,
    row: Value,
}

/// What leads from `before` to `after`.
pub(crate) fn compare(before: &Side, after: &Side) -> Result<Comparison> {
    let (one, other) = (Taken::of(&before.list)?, Taken::of(&after.list)?);
    let count = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).count();
    let neighbours = Neighbours {
        added: count(&other.neighbours, &one.neighbours),
        removed: count(&one.neighbours, &other.neighbours),
    };
    let mut comparison = Comparison {
        same: false,
        accounts: rows(one.accounts, other.accounts),
        agencies: rows(one.agencies, other.agencies),
        impostors: rows(one.impostors, other.impostors),
        neighbours,
        header: fields(&one.header, &other.header),
        // A registry says nothing of them.
        site_files_changed: before.sites.is_some() && after.sites.is_some() && before.sites != after.sites,
    };
    comparison.same = comparison == Comparison::default();
    Ok(comparison)
}

/// A list taken apart.
struct Taken {
    header: Value,
    agencies: Vec<Known>,
    accounts: Vec<Known>,
    impostors: Vec<Known>,
    neighbours: BTreeSet<String>,
}

impl Taken {
    fn of(files: &Files) -> Result<Self> {
        let index: Index = read(files, "index.json")?;
        let mut header = serde_json::to_value(&index)?;
        if let Some(header) = header.as_object_mut() {
            header.remove("issued");
        }
        let (mut agencies, mut accounts) = (Vec::new(), Vec::new());
        for section in &index.sections {
            let section: Section = read(files, &format!("sections/{}.json", section.id))?;
            agencies.extend(section.agencies.iter().map(agency).collect::<Result<Vec<_>>>()?);
            accounts.extend(section.accounts.iter().map(account).collect::<Result<Vec<_>>>()?);
        }
        let list: Impostors = read(files, "impostors.json")?;
        let impostors = list.impostors.iter().map(impostor).collect::<Result<_>>()?;
        Ok(Self { header, agencies, accounts, impostors, neighbours: list.neighbours.into_iter().collect() })
    }
}

fn read<T: DeserializeOwned>(files: &Files, name: &str) -> Result<T> {
    let bytes = files.get(name).with_context(|| format!("the list has no {name}"))?;
    serde_json::from_slice(bytes).with_context(|| format!("{name} of the list is not readable"))
}

fn agency(agency: &Agency) -> Result<Known> {
    let none = BTreeSet::new();
    Ok(Known { key: agency.id.clone(), ids: none.clone(), previous: none, row: serde_json::to_value(agency)? })
}

fn account(row: &AccountRow) -> Result<Known> {
    let text = |handle: &String| Account::from_handle(row.platform, handle).map(|account| account.text());
    let ids = row.account_ids.iter().filter_map(|id| Account::from_id(row.platform, id)).map(|id| id.text()).collect();
    let previous = row.previous.iter().filter_map(|previous| text(&previous.handle)).collect();
    Ok(Known {
        key: text(&row.handle).unwrap_or_else(|| row.handle.clone()),
        ids,
        previous,
        row: serde_json::to_value(row)?,
    })
}

fn impostor(row: &Impostor) -> Result<Known> {
    let ids = row.account_ids.iter().filter_map(|id| Account::from_id(row.platform, id)).map(|id| id.text()).collect();
    let key =
        Account::from_handle(row.platform, &row.handle).map_or_else(|| row.handle.clone(), |account| account.text());
    Ok(Known { key, ids, previous: BTreeSet::new(), row: serde_json::to_value(row)? })
}

/// A row is the same by its key, or else by a stable id, or by the handle it says it had before.
fn rows(before: Vec<Known>, mut after: Vec<Known>) -> Rows {
    let mut rows = Rows::default();
    let mut alone = Vec::new();
    for old in before {
        match take(&mut after, |new| new.key == old.key) {
            Some(new) => rows.change(&old, &new),
            None => alone.push(old),
        }
    }
    for old in alone {
        let renamed = |new: &Known| !new.ids.is_disjoint(&old.ids) || new.previous.contains(&old.key);
        match take(&mut after, renamed) {
            Some(new) => rows.change(&old, &new),
            None => rows.removed.push(Row { key: old.key, row: old.row }),
        }
    }
    rows.added = after.into_iter().map(|new| Row { key: new.key, row: new.row }).collect();
    rows.added.sort_by(|a, b| a.key.cmp(&b.key));
    rows.removed.sort_by(|a, b| a.key.cmp(&b.key));
    rows.changed.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}

fn take(rows: &mut Vec<Known>, found: impl Fn(&Known) -> bool) -> Option<Known> {
    rows.iter().position(found).map(|index| rows.remove(index))
}

impl Rows {
    fn change(&mut self, old: &Known, new: &Known) {
        let fields = fields(&old.row, &new.row);
        if !fields.is_empty() {
            self.changed.push(Changed { key: old.key.clone(), fields });
        }
    }
}

fn fields(before: &Value, after: &Value) -> Fields {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changed = Fields::new();
    for name in names {
        let value = |side: &Map<String, Value>| side.get(name).cloned().unwrap_or(Value::Null);
        let (from, to) = (value(before), value(after));
        if from != to {
            changed.insert(name.clone(), Change { from, to });
        }
    }
    changed
}
