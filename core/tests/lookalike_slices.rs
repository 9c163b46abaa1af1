//! While the index is being built, slice by slice: what may be answered already, and that others wait.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use serde_json::json;
use statemark_core::list::Directory;
use statemark_core::platform::{Account, Platform};

use crate::judge_support::{Files, at, tag, verdict};

fn large() -> Directory {
    let row = |number| json!({"agency": "massdot", "platform": "x", "handle": format!("MassRegion{number}"), "status": "active"});
    let rows: Vec<_> = (0..200).map(row).collect();
    let files = Files::sample().with("sections/transport.json", "/accounts", json!(rows));
    files.with("impostors.json", "/impostors", json!([])).directory()
}

fn account(handle: &str) -> Account {
    Account::from_handle(Platform::X, handle).unwrap()
}

#[test]
fn listed_accounts_are_ready_at_every_moment_and_others_once_all_is_built() {
    let directory = large();
    let (listed, strangers) = (account("MassRegion7"), ["MassRegi0n7", "somebody"].map(account));
    let mut is_whole = false;
    while !is_whole {
        assert!(directory.is_ready_for(&listed));
        assert_eq!(tag(&verdict(&directory, &at("https://x.com/MassRegion7"))), "official");
        assert!(strangers.iter().all(|stranger| !directory.is_ready_for(stranger)));
        is_whole = directory.prepare_some();
    }
    assert!(strangers.iter().all(|stranger| directory.is_ready_for(stranger)));
}

#[test]
fn whoever_cannot_wait_is_answered_amid_the_slices() {
    let directory = large();
    assert!(!directory.prepare_some() && !directory.prepare_some());
    assert_eq!(tag(&verdict(&directory, &at("https://x.com/MassRegi0n7"))), "lookalike strong");
    assert!(directory.is_ready_for(&account("somebody")) && directory.prepare_some());
}
