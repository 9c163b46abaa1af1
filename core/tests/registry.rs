//! The demonstration list in `registry/`: what it may hold, and that its handles are those of its addresses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use statemark_core::platform::{Account, MastodonHosts, Platform, absolute, resolve};

const AGENCIES: &str = include_str!("../../registry/agencies.csv");
const ACCOUNTS: &str = include_str!("../../registry/accounts.csv");
const CANDIDATES: &str = include_str!("../../registry/candidates.csv");
const IMPOSTORS: &str = include_str!("../../registry/impostors.csv");
const NEIGHBOURS: &str = include_str!("../../registry/neighbours.csv");
const PUBLISHER: &str = include_str!("../../registry/publisher.toml");

type Row = BTreeMap<String, String>;

/// Rows by the names of their columns. No cell of these files holds a line break.
fn rows(csv: &str) -> Vec<Row> {
    let mut lines = csv.lines().map(cells);
    let names = lines.next().unwrap();
    let row = |cells: Vec<String>| {
        assert_eq!(cells.len(), names.len(), "{cells:?}");
        names.iter().cloned().zip(cells).collect()
    };
    lines.map(row).collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cells.last_mut().unwrap().push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn platform(row: &Row) -> Platform {
    Platform::parse(&row["platform"]).unwrap_or_else(|| panic!("{row:?}"))
}

/// The texts of all names of a row: its handle, its other and its previous handles.
fn texts(row: &Row) -> Vec<String> {
    let previous = row["previous"].split('|').map(|cell| cell.split(" until ").next().unwrap());
    let handles = [row["handle"].as_str()].into_iter().chain(row["also"].split('|')).chain(previous);
    let text = |handle| Account::from_handle(platform(row), handle).unwrap_or_else(|| panic!("{row:?}")).text();
    handles.filter(|handle| !handle.is_empty()).map(text).collect()
}

fn account(text: &str) -> Option<Row> {
    rows(ACCOUNTS).into_iter().find(|row| texts(row)[0] == text)
}

#[test]
fn a_handle_is_the_one_its_address_names() {
    for row in rows(ACCOUNTS).iter().chain(&rows(CANDIDATES)) {
        let named = resolve(&absolute(None, &row["url"]).unwrap(), &MastodonHosts::default());
        assert!(named.is_some(), "{row:?}");
        assert_eq!(named, Account::from_handle(platform(row), &row["handle"]), "{row:?}");
    }
}

#[test]
fn one_account_stands_in_one_row_and_no_candidate_is_signed() {
    let mut seen = BTreeSet::new();
    for row in rows(ACCOUNTS).iter().chain(&rows(CANDIDATES)) {
        for text in texts(row) {
            assert!(seen.insert(text.clone()), "{text} stands twice");
        }
    }
    assert!(rows(ACCOUNTS).iter().all(|row| !row["source"].contains("general knowledge")));
    assert!(rows(ACCOUNTS).len() > 30 && rows(CANDIDATES).len() > 80);
}

#[test]
fn rows_have_an_agency_and_a_source() {
    let agencies = rows(AGENCIES);
    let ids: BTreeSet<_> = agencies.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), agencies.len(), "an id twice");
    for row in &agencies {
        let kebab = row["id"].chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(kebab && !row["name"].is_empty() && !row["section"].is_empty() && !row["source"].is_empty(), "{row:?}");
        assert!(row["homepage"].is_empty() || row["homepage"].starts_with("https://"), "{row:?}");
        assert!(!row["name"].contains('('), "{row:?}");
    }
    for row in rows(ACCOUNTS).iter().chain(&rows(CANDIDATES)) {
        assert!(ids.contains(row["agency"].as_str()) && !row["source"].is_empty(), "{row:?}");
        assert!(["agency", "programme", "position", "emergency"].contains(&row["class"].as_str()), "{row:?}");
    }
}

#[test]
fn what_was_retired_is_not_active() {
    for text in ["x:mbtagm", "x:mbtatransit"] {
        assert!(account(text).is_none(), "{text}");
    }
    let previous = "mbtaGM until 2013-09-01|MBTATRANSIT until 2016-12-06";
    assert_eq!(account("x:mbta").unwrap()["previous"], previous);
    assert_eq!(account("x:massrecovery").unwrap()["status"], "retired");
    let others = rows(ACCOUNTS).into_iter().filter(|row| row["status"] != "active").count();
    assert_eq!(others, 1);
}

#[test]
fn it_is_a_demonstration_that_accuses_nobody_and_claims_nothing() {
    assert!(rows(IMPOSTORS).is_empty());
    assert!(PUBLISHER.lines().any(|line| line == "demonstration = true"));
    assert!(!PUBLISHER.lines().any(|line| line.starts_with("[[coverage]]")));
    let mails: Vec<_> = PUBLISHER.lines().filter(|line| line.contains('@')).collect();
    assert!(!mails.is_empty() && mails.iter().all(|line| line.ends_with(".example\"")));
}

#[test]
fn columns_are_those_that_the_publisher_reads() {
    let start = |csv: &'static str, columns| assert!(csv.lines().next().unwrap().starts_with(columns));
    start(AGENCIES, "id,name,short_names,section,homepage,");
    let accounts = "agency,class,platform,handle,also,previous,account_ids,display_names,status,since,until,successor,\
        languages,proof,note,";
    start(ACCOUNTS, accounts);
    start(CANDIDATES, accounts);
    start(IMPOSTORS, "platform,handle,account_ids,imitates,confirmed,expires,note");
    start(NEIGHBOURS, "platform,handle,account_ids,reason");
}

/// A candidate may well be official: nobody may be warned of it.
#[test]
fn candidates_are_left_alone() {
    let named = |csv: &str| -> BTreeSet<(String, String)> {
        rows(csv).into_iter().map(|row| (row["platform"].clone(), row["handle"].clone())).collect()
    };
    let (candidates, neighbours) = (named(CANDIDATES), named(NEIGHBOURS));
    assert_eq!(candidates, neighbours);
}
