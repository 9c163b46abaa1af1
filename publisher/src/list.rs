//! The files of the published list, schema 1, made from the registry.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};
use statemark_core::list::schema::{Impostors, Index, SCHEMA, Section};
use statemark_core::time::UtcTime;

use crate::keys::hex;
use crate::registry::{Registry, Row};

/// Files by their target paths: `index.json`, `sections/health.json`, `impostors.json`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The list of a registry without problems.
pub(crate) fn build(registry: &Registry, issued: UtcTime) -> Result<Files> {
    let publisher = registry.header.publisher.clone().context("publisher.toml has no name or homepage; add them")?;
    let index = Index {
        schema: SCHEMA,
        demonstration: registry.header.demonstration,
        publisher,
        jurisdiction: registry.header.jurisdiction.clone(),
        issued,
        sections: registry.sections.clone(),
        coverage: registry.header.coverage.iter().map(|(_, coverage)| coverage.clone()).collect(),
        mastodon_hosts: registry.header.mastodon_hosts.clone(),
        moved_hosts: registry.header.moved_hosts.clone(),
        unknown: Default::default(),
    };
    let mut files = Files::from([("index.json".to_owned(), json(&index)?)]);
    for section in sections(registry) {
        files.insert(format!("sections/{}.json", section.id), json(&section)?);
    }
    files.insert("impostors.json".to_owned(), json(&impostors(registry))?);
    Ok(files)
}

/// The same list without the day on which it was made: what tells whether anything changed.
pub(crate) fn says_the_same(one: &Files, other: &Files) -> bool {
    let without_day = |files: &Files| {
        let mut files = files.clone();
        let index = files.get("index.json").and_then(|bytes| serde_json::from_slice::<serde_json::Value>(bytes).ok());
        let index = index.map(|mut index| {
            index.as_object_mut().map(|index| index.remove("issued"));
            index
        });
        files.remove("index.json");
        (files, index)
    };
    without_day(one) == without_day(other)
}

/// When the list was made.
pub(crate) fn issued(files: &Files) -> Option<UtcTime> {
    serde_json::from_slice::<Index>(files.get("index.json")?).ok().map(|index| index.issued)
}

fn sections(registry: &Registry) -> Vec<Section> {
    let mut sections: BTreeMap<&str, Section> = BTreeMap::new();
    for reference in &registry.sections {
        let section = Section {
            schema: SCHEMA,
            id: reference.id.clone(),
            agencies: Vec::new(),
            accounts: Vec::new(),
            unknown: Default::default(),
        };
        sections.insert(&reference.id, section);
    }
    let mut section_of = BTreeMap::new();
    for Row { value, .. } in &registry.agencies {
        section_of.insert(value.id.as_str(), value.section.as_str());
        if let Some(section) = sections.get_mut(value.section.as_str()) {
            section.agencies.push(value.clone());
        }
    }
    for Row { value, .. } in &registry.accounts {
        let section = section_of.get(value.agency.as_str()).and_then(|id| sections.get_mut(id));
        if let Some(section) = section {
            section.accounts.push(value.clone());
        }
    }
    sections.into_values().collect()
}

fn impostors(registry: &Registry) -> Impostors {
    let hashes = registry.neighbours.iter().flat_map(|row| &row.value.identities);
    let mut neighbours: Vec<String> =
        hashes.map(|(_, account)| hex(&Sha256::digest(account.text().as_bytes()))).collect();
    // Sorted, so that the order of the rows tells nothing.
    neighbours.sort();
    neighbours.dedup();
    let impostors = registry.impostors.iter().map(|row| row.value.clone()).collect();
    Impostors { schema: SCHEMA, impostors, neighbours, unknown: Default::default() }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(value)?)
}
