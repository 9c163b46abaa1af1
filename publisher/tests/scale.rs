//! What a list of 10,000 accounts costs a resident's browser, for each kind of change. `docs/scale.md` holds the figures
//! that this prints: `cargo test -p statemark --test scale -- --nocapture`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;

use common::resident::Resident;
use common::{NOON, Place, at};

const SECTIONS: usize = 20;
const AGENCIES_EACH: usize = 10;
const ACCOUNTS_EACH: usize = 50;
const ACCOUNTS: usize = SECTIONS * AGENCIES_EACH * ACCOUNTS_EACH;
const PLATFORMS: [&str; 5] = ["x", "facebook", "instagram", "threads", "tiktok"];

/// A list as large as the largest that is expected, published at NOON.
fn large() -> Place {
    assert_eq!(ACCOUNTS, 10_000);
    let place = Place::with_keys();
    let mut agencies = "id,name,short_names,section,homepage\n".to_owned();
    let mut accounts =
        "agency,class,platform,handle,also,previous,account_ids,display_names,status,since,until,successor,languages,proof,note\n"
            .to_owned();
    for agency in 0..SECTIONS * AGENCIES_EACH {
        let section = agency / AGENCIES_EACH;
        writeln!(
            agencies,
            "agency-{agency},Department of Subject Number {agency},DSN{agency},Executive Office of Section {section},https://www.state.example/agency-{agency}"
        )
        .unwrap();
        for account in 0..ACCOUNTS_EACH {
            let platform = PLATFORMS[account % PLATFORMS.len()];
            let number = agency * ACCOUNTS_EACH + account;
            writeln!(
                accounts,
                "agency-{agency},agency,{platform},Subject{number}Acct,,,,Subject {number},active,2020-01-01,,,en,https://www.state.example/social/{number},"
            )
            .unwrap();
        }
    }
    place.write("registry/agencies.csv", agencies);
    place.write("registry/accounts.csv", accounts);
    place.write("registry/impostors.csv", "platform,handle,account_ids,imitates,confirmed,expires,note\n");
    std::fs::create_dir(place.path("sites")).unwrap();
    place.write("sites/x.json", site_file("h1"));
    place.run(&format!("publish registry --out site --sites sites --now {NOON}")).must();
    place
}

fn site_file(mark_after: &str) -> String {
    format!(
        r#"{{"schema":1,"platform":"x","surfaces":[{{"id":"header","element":"main","identity":"address","handle":{{"selector":"h2"}},"mark_after":"{mark_after}","endorse":true}}]}}"#
    )
}

/// Requests and bytes of a refresh.
fn cost(resident: &Resident) -> (usize, usize) {
    (resident.requests.len(), resident.requests.iter().filter_map(|(_, length)| *length).sum())
}

fn refreshed(resident: &mut Resident, place: &Place, day: i64, what: &str) -> (usize, usize) {
    resident.refresh(place, "site", &at(day)).unwrap();
    let (requests, bytes) = cost(resident);
    let files: Vec<String> = resident
        .requests
        .iter()
        .map(|(path, length)| format!("{} {}", short(path), length.map_or("404".into(), |length| length.to_string())))
        .collect();
    println!("{what}: {requests} requests, {bytes} bytes ({})", files.join(", "));
    (requests, bytes)
}

/// Without the hash.
fn short(path: &str) -> String {
    path.split('/')
        .map(|part| part.split_once('.').filter(|(hash, _)| hash.len() == 64).map_or(part, |(_, name)| name))
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn each_kind_of_change_costs_what_it_must_and_no_more() {
    const TIMESTAMP_MAX: usize = 1_000;
    let place = large();
    let mut first = Resident::of(&place, "site");
    let (requests, whole) = refreshed(&mut first, &place, 0, "first load, with nothing but the root");
    assert_eq!(
        requests,
        2 + 2 + 1 + SECTIONS + 3,
        "root, timestamp, snapshot, targets, sites, sections, three files more"
    );
    assert_eq!(first.set.as_ref().unwrap().files().count(), SECTIONS + 3);

    let mut resident = first;
    let (requests, bytes) = refreshed(&mut resident, &place, 0, "nothing");
    assert_eq!((requests, resident.requests[0].1), (2, None), "the next root, which is not there, and the timestamp");
    assert!(bytes < TIMESTAMP_MAX);

    place.run(&format!("renew site --now {}", at(1))).must();
    let (requests, bytes) = refreshed(&mut resident, &place, 1, "nothing, confirmed by the daily job");
    assert_eq!(requests, 2);
    assert!(bytes < TIMESTAMP_MAX, "{bytes}");

    place.replace(
        "registry/accounts.csv",
        "Subject777Acct,,,,Subject 777,active",
        "Subject777Acct,,,,Subject 777,paused",
    );
    place.run(&format!("publish registry --out site --now {}", at(2))).must();
    let (requests, bytes) = refreshed(&mut resident, &place, 2, "one account");
    let section = resident.requests.iter().find(|(path, _)| path.contains("targets/sections/")).unwrap().1.unwrap();
    assert_eq!(requests, 6, "root, timestamp, snapshot, targets, index, one section");
    // 1.2 times, in whole numbers.
    assert!(5 * bytes <= 6 * section, "{bytes} bytes for a section of {section}");

    place.write(
        "registry/impostors.csv",
        "platform,handle,account_ids,imitates,confirmed,expires,note\nx,Subject777Help,4242,x:subject775acct,2026-11-24,2027-11-24,\n",
    );
    place.run(&format!("publish registry --out site --now {}", at(3))).must();
    let (requests, bytes) = refreshed(&mut resident, &place, 3, "an impostor");
    assert_eq!(requests, 6, "root, timestamp, snapshot, targets, index, impostors");
    assert!(bytes < section);

    place.write("sites/x.json", site_file("h2"));
    place.run(&format!("publish registry --out site --sites sites --now {}", at(4))).must();
    let (_, bytes) = refreshed(&mut resident, &place, 4, "a site file");
    assert!(!resident.requests.iter().any(|(path, _)| path.contains("targets/sections/")), "no section");
    assert!(bytes < section);

    place.run(&format!("rotate root --site site --unencrypted --now {}", at(5))).must();
    let (_, bytes) = refreshed(&mut resident, &place, 5, "a root rotation");
    assert_eq!(resident.requests[..2].iter().filter(|(path, _)| path.ends_with(".root.json")).count(), 2);
    assert!(!resident.requests.iter().any(|(path, _)| path.starts_with("targets/")), "no file of the list");
    assert!(bytes < section);

    let mut away = Resident::of(&place, "site");
    let (_, bytes) = refreshed(&mut away, &place, 5, "first load after a rotation");
    assert!(bytes < whole + whole / 10, "what was published between costs a new resident nothing");
}
