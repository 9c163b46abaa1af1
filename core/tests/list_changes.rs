//! What one list changed of another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use std::cell::RefCell;

use judge_support::Files;
use proptest::prelude::*;
use serde_json::{Value, json};
use statemark_core::list::{Change, Changes, Directory};

const TRANSPORT: &str = "sections/transport.json";

fn differing(_: &str) -> bool {
    false
}

fn changes(before: &Files, after: &Files) -> Changes {
    after.build().unwrap().changes_since(&before.build().unwrap(), &differing)
}

/// `platform:handle status agency`
fn told(rows: &[Change]) -> Vec<String> {
    let status = |row: &Change| serde_json::to_value(row.status).unwrap().as_str().unwrap().to_owned();
    rows.iter().map(|row| format!("{}:{} {} {}", row.platform.as_str(), row.handle, status(row), row.agency)).collect()
}

fn accounts(files: &mut Files) -> &mut Vec<Value> {
    files.0.get_mut(TRANSPORT).unwrap()["accounts"].as_array_mut().unwrap()
}

#[test]
fn new_gone_and_changed_accounts_are_told_apart() {
    let (before, mut after) = (Files::sample(), Files::sample());
    let rows = accounts(&mut after);
    rows.retain(|row| row["handle"] != "MBTA_Bus");
    rows[0]["status"] = json!("paused");
    rows.push(json!({"agency": "mbta", "platform": "bluesky", "handle": "mbta.com", "status": "active"}));
    let found = changes(&before, &after);
    assert_eq!(told(&found.added), ["bluesky:mbta.com active Massachusetts Bay Transportation Authority"]);
    assert_eq!(told(&found.removed), ["x:MBTA_Bus paused Massachusetts Bay Transportation Authority"]);
    assert_eq!(told(&found.changed), ["x:MassDOT paused Massachusetts Department of Transportation"]);
    assert_eq!(found.more, 0);
}

#[test]
fn a_new_handle_of_a_known_id_is_a_change_and_another_spelling_is_none() {
    let (before, mut after) = (Files::sample(), Files::sample());
    accounts(&mut after)[5]["handle"] = json!("MBTA_Buses");
    accounts(&mut after)[2]["handle"] = json!("mbta");
    let found = changes(&before, &after);
    assert_eq!(told(&found.changed), ["x:MBTA_Buses paused Massachusetts Bay Transportation Authority"]);
    assert_eq!((found.added, found.removed), (vec![], vec![]));
}

#[test]
fn what_nobody_reads_is_counted() {
    let (before, mut after) = (Files::sample(), Files::sample());
    for number in 0..130 {
        let row =
            json!({"agency": "mbta", "platform": "x", "handle": format!("MBTA_Stop{number}"), "status": "active"});
        accounts(&mut after).push(row);
    }
    let found = changes(&before, &after);
    assert_eq!((found.added.len(), found.more), (100, 30));
    assert_eq!(found.added[99].handle, "MBTA_Stop99");
    let back = changes(&after, &before);
    assert_eq!((back.removed.len(), back.more), (100, 30));
}

#[test]
fn a_section_whose_file_is_the_same_is_not_looked_at() {
    let (before, mut after) = (Files::sample(), Files::sample());
    accounts(&mut after)[0]["status"] = json!("paused");
    let asked = RefCell::new(Vec::new());
    let is_same = |section: &str| {
        asked.borrow_mut().push(section.to_owned());
        section == "transport"
    };
    let found = after.build().unwrap().changes_since(&before.build().unwrap(), &is_same);
    assert_eq!(found, Changes::default());
    assert!(asked.borrow().iter().any(|section| section == "general"));
}

#[test]
fn of_nothing_all_is_new() {
    let sample = Files::sample().build().unwrap();
    let found = sample.changes_since(&Directory::empty(), &differing);
    assert_eq!(found.added.len(), sample.account_count());
    assert_eq!((found.removed, found.changed, found.more), (vec![], vec![], 0));
}

proptest! {
    /// Whatever rows each list lacks: what one way is new is gone the other way, and nothing is told of what both have.
    #[test]
    fn the_way_back_tells_the_opposite_holds(kept in prop::collection::vec((any::<bool>(), any::<bool>()), 7)) {
        let (mut before, mut after) = (Files::sample(), Files::sample());
        let kept_in = |files: &mut Files, keeps: &dyn Fn(&(bool, bool)) -> bool| {
            let mut flags = kept.iter();
            // Other rows name these two.
            let is_named = |row: &Value| row["handle"] == "MBTA" || row["handle"] == "MassDOT";
            accounts(files).retain(|row| flags.next().is_none_or(keeps) || is_named(row));
        };
        kept_in(&mut before, &|(old, _)| *old);
        kept_in(&mut after, &|(_, new)| *new);
        let (there, back) = (changes(&before, &after), changes(&after, &before));
        prop_assert_eq!(&there.added, &back.removed);
        prop_assert_eq!(&there.removed, &back.added);
        prop_assert_eq!(there.changed, vec![]);
    }
}
