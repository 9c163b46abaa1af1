//! Innocent accounts stay unmarked, and imitations are told: over the development data where `STATEMARK_LOOKALIKE_DATA`
//! names its folder, else over a few organisations of our own choosing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use statemark_core::lookalike::{Engine, Owner, Query, Strength, Target, TargetKind};
use statemark_core::platform::Platform;

/// Handles and names of public bodies in Massachusetts.
const LISTED: [&str; 12] = [
    "MassGov",
    "MassDOT",
    "MBTA",
    "MBTA_CR",
    "MassRMV",
    "MassDPH",
    "MassHealth",
    "Massport",
    "VisitMA",
    "MAStateLottery",
    "MassWildlife",
    "mass511",
];
/// Other states' agencies, and organisations near by in name only.
const INNOCENT: [&str; 16] = [
    "MaineDOT",
    "NHDOT",
    "VisitMD",
    "VisitRI",
    "NYSDOT",
    "MARTAtransit",
    "MassBio",
    "MassArt",
    "MassAudubon",
    "SEPTA",
    "PVTA",
    "MTA",
    "VTrans",
    "NJGov",
    "mslottery",
    "MassMOCA",
];
/// Hard negatives that rules, without a list of neighbours, may get wrong.
const HARD_MAX: usize = 4;
/// Local names, likewise.
const LOCAL_MAX: usize = 3;

fn data() -> Option<PathBuf> {
    std::env::var_os("STATEMARK_LOOKALIKE_DATA").map(PathBuf::from)
}

/// The first columns of a table without its comments.
fn column(file: &str) -> Option<Vec<(String, String)>> {
    let text = std::fs::read_to_string(data()?.join(file)).expect("the folder holds the development data");
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    Some(
        rows.map(|row| {
            let mut cells = row.split('\t');
            (cells.next().unwrap_or_default().to_owned(), cells.next().unwrap_or_default().to_owned())
        })
        .collect(),
    )
}

fn listed() -> Vec<(String, Platform)> {
    let rows = column("targets_ma.txt")
        .unwrap_or_else(|| LISTED.iter().map(|handle| ((*handle).to_owned(), "x".to_owned())).collect());
    rows.into_iter().map(|(handle, platform)| (handle, Platform::parse(&platform).unwrap_or(Platform::X))).collect()
}

fn engine(listed: &[(String, Platform)]) -> Engine {
    let owner = |index: usize| Owner { agency: index as u32, account: Some(index as u32) };
    let handles = listed.iter().enumerate();
    Engine::build(
        handles.map(|(index, (text, platform))| Target {
            platform: Some(*platform),
            text,
            kind: TargetKind::Handle,
            owner: owner(index),
        }),
        &["mass.gov".to_owned()],
        "US-MA",
    )
}

/// The texts that resemble a listed account, with whose.
fn marked(texts: &[String], listed: &[(String, Platform)], as_name: bool) -> Vec<(String, String, Strength)> {
    let engine = engine(listed);
    let known = |text: &str| listed.iter().any(|(handle, _)| handle.eq_ignore_ascii_case(text));
    let told = texts.iter().filter(|text| !known(text)).filter_map(|text| {
        let (handle, display_name) = if as_name { (None, Some(text.as_str())) } else { (Some(text.as_str()), None) };
        let found = engine.resemblance(&Query { platform: Platform::X, handle, display_name })?;
        let whose = listed.get(found.owner.agency as usize).map(|(handle, _)| handle.clone()).unwrap_or_default();
        Some((format!("{text} {:?}", found.reasons), whose, found.strength))
    });
    told.collect()
}

fn first(file: &str) -> Option<Vec<String>> {
    column(file).map(|rows| rows.into_iter().map(|(text, _)| text).collect())
}

fn strong(marked: &[(String, String, Strength)]) -> usize {
    marked.iter().filter(|(_, _, strength)| *strength == Strength::Strong).count()
}

#[test]
fn benign_handles_stay_unmarked() {
    let texts = first("benign_handles_dev.txt").unwrap_or_else(|| INNOCENT.map(str::to_owned).to_vec());
    assert_eq!(marked(&texts, &listed(), false), []);
}

#[test]
fn benign_names_stay_unmarked() {
    let texts = first("display_names_dev.txt").unwrap_or_else(|| INNOCENT.map(str::to_owned).to_vec());
    assert_eq!(marked(&texts, &listed(), true), []);
}

#[test]
fn hard_negatives_are_few() {
    let Some(texts) = first("hard_negatives_dev.txt") else { return };
    let marked = marked(&texts, &listed(), false);
    println!("{marked:#?}");
    assert!(strong(&marked) <= HARD_MAX, "{marked:#?}");
}

#[test]
fn local_names_are_few() {
    let Some(texts) = first("local_negatives_dev.txt") else { return };
    let marked = marked(&texts, &listed(), false);
    println!("{marked:#?}");
    assert!(strong(&marked) <= LOCAL_MAX, "{marked:#?}");
}

/// Rows of class, target and imitation in a file that `STATEMARK_LOOKALIKE_ATTACKS` names: prints what is caught of each class.
/// A class that begins with `name:` holds display names, and its targets are agencies' names.
#[test]
fn attacks_are_counted() {
    let Some(file) = std::env::var_os("STATEMARK_LOOKALIKE_ATTACKS") else { return };
    let text = std::fs::read_to_string(file).expect("the attacks can be read");
    let rows: Vec<Vec<&str>> = text.lines().map(|row| row.split('\t').collect()).collect();
    let is_name = |class: &str| class.starts_with("name:");
    let listed = listed();
    let names: BTreeSet<&str> = rows.iter().filter(|row| is_name(row[0])).map(|row| row[1]).collect();
    let handles = listed.iter().map(|(text, platform)| (text.as_str(), Some(*platform), TargetKind::Handle));
    let all: Vec<_> = handles.chain(names.into_iter().map(|text| (text, None, TargetKind::AgencyName))).collect();
    let targets = all.iter().enumerate().map(|(index, (text, platform, kind))| Target {
        platform: *platform,
        text,
        kind: *kind,
        owner: Owner { agency: index as u32, account: None },
    });
    let engine = Engine::build(targets, &[], "US-MA");
    let mut classes: BTreeMap<&str, (usize, usize, usize, usize, Vec<&str>)> = BTreeMap::new();
    for row in &rows {
        let [class, target, imitation] = row[..] else { panic!("{row:?}") };
        let platform =
            all.iter().find(|(text, ..)| *text == target).and_then(|(_, platform, _)| *platform).unwrap_or(Platform::X);
        let (handle, display_name) = if is_name(class) { (None, Some(imitation)) } else { (Some(imitation), None) };
        let found = engine.resemblance(&Query { platform, handle, display_name });
        let is_strong = found.as_ref().is_some_and(|found| found.strength == Strength::Strong);
        let counts = classes.entry(class).or_default();
        counts.0 += 1;
        counts.1 += usize::from(is_strong);
        counts.2 += usize::from(found.is_some());
        counts.3 +=
            usize::from(found.is_some_and(|found| all[found.owner.agency as usize].0.eq_ignore_ascii_case(target)));
        if !is_strong && counts.0.is_multiple_of(3) && counts.4.len() < 12 {
            counts.4.push(imitation);
        }
    }
    for (class, (all, strong, any, right, missed)) in classes {
        let percent = |n: usize| n as f64 * 100.0 / all as f64;
        println!(
            "{class:24} {all:5} strong {:5.1} any {:5.1} right {:5.1} missed {missed:?}",
            percent(strong),
            percent(any),
            percent(right)
        );
    }
}
