//! What goes wrong with keys, clocks and servers, and how the publisher gets every resident out of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::resident::Resident;
use common::thief::Thief;
use common::{NOON, Place, at};
use statemark_core::trust::metadata::{Snapshot, Targets, Timestamp};

const FAR: u64 = 1_000_000;

fn rotate(place: &Place, words: &str) -> String {
    place.run(&format!("rotate {words} --site site --unencrypted")).must()
}

#[test]
fn a_stolen_timestamp_key_is_replaced() {
    let place = Place::published();
    let mut resident = Resident::of(&place, "site");
    resident.refresh(&place, "site", NOON).unwrap();
    let thief = Thief::with(&place, &["timestamp-1"]);

    // The thief shows the resident a timestamp of a far version: from now on the publisher's own seem old.
    place.copy("site", "stolen");
    thief.forge(&place, "stolen", ("timestamp.json", "timestamp.json"), |timestamp: &mut Timestamp| {
        timestamp.version = FAR
    });
    resident.refresh(&place, "stolen", NOON).unwrap();
    place.run(&format!("renew site --now {}", at(1))).must();
    assert_eq!(resident.refresh(&place, "site", &at(1)), Err("Rollback"));

    rotate(&place, &format!("timestamp --now {}", at(1)));
    resident.refresh(&place, "site", &at(1)).unwrap();
    // What the thief signs counts no more, not even over the new root.
    place.copy("site", "again");
    thief.forge(&place, "again", ("timestamp.json", "timestamp.json"), |timestamp: &mut Timestamp| {
        timestamp.version = 2 * FAR
    });
    assert_eq!(resident.refresh(&place, "again", &at(1)), Err("ThresholdNotMet"));
    place.run(&format!("renew site --now {}", at(2))).must();
    resident.refresh(&place, "site", &at(2)).unwrap();
}

#[test]
fn a_snapshot_that_was_moved_far_ahead_is_recovered_by_rotation() {
    let place = Place::published();
    let mut resident = Resident::of(&place, "site");
    let thief = Thief::with(&place, &["snapshot-1", "timestamp-1"]);
    place.copy("site", "stolen");
    let snapshot = format!("{FAR}.snapshot.json");
    let far = thief.forge(&place, "stolen", ("1.snapshot.json", &snapshot), |snapshot: &mut Snapshot| {
        snapshot.version = FAR;
        snapshot.meta.get_mut("targets.json").unwrap().version = FAR;
    });
    thief.forge(&place, "stolen", ("timestamp.json", "timestamp.json"), |timestamp: &mut Timestamp| {
        timestamp.version = FAR;
        timestamp.meta.insert("snapshot.json".into(), far);
    });
    // There are no such targets, so nothing comes of it but a poisoned floor.
    assert_eq!(resident.refresh(&place, "stolen", NOON), Err("Missing"));
    place.run(&format!("renew site --now {}", at(1))).must();
    assert_eq!(resident.refresh(&place, "site", &at(1)), Err("Rollback"));

    rotate(&place, &format!("snapshot --now {}", at(1)));
    rotate(&place, &format!("timestamp --now {}", at(1)));
    resident.refresh(&place, "site", &at(1)).unwrap();
    assert_eq!(resident.list_version(), 1);
}

#[test]
fn a_lost_root_key_is_replaced_by_those_that_are_left() {
    let place = Place::published_with("--role root=3/2");
    let mut resident = Resident::of(&place, "site");
    resident.refresh(&place, "site", NOON).unwrap();
    fs::remove_file(place.path("keys/root-2.pem")).unwrap();
    let said = rotate(&place, &format!("root --replace root-2 --now {}", at(1)));
    assert!(said.contains("Published root 2 in site\nNew key root-4 in keys\n"), "{said}");
    resident.refresh(&place, "site", &at(1)).unwrap();
    // The new key signs the next root, and every root stands for those who come late.
    fs::remove_file(place.path("keys/root-1.pem")).unwrap();
    rotate(&place, &format!("timestamp --now {}", at(2)));
    Resident::of(&place, "site").refresh(&place, "site", &at(2)).unwrap();
    assert!(["1", "2", "3"].iter().all(|version| place.path(&format!("site/metadata/{version}.root.json")).exists()));

    // With two of three lost, no root of the old threshold can be made: nothing changes.
    fs::remove_file(place.path("keys/root-3.pem")).unwrap();
    let before = (place.tree("site"), place.tree("keys"));
    let rotation = format!("rotate root --replace root-3 --site site --unencrypted --now {}", at(3));
    place.run(&rotation).must_fail("metadata/4.root.json: root 3 asks for 1 more of root-1, root-3");
    assert_eq!((place.tree("site"), place.tree("keys")), before);
}

#[test]
fn an_editor_leaves() {
    let place = Place::published_with("--role targets=3/2");
    let mut resident = Resident::of(&place, "site");
    resident.refresh(&place, "site", NOON).unwrap();
    let thieves = Thief::with(&place, &["targets-2", "targets-1", "snapshot-1", "timestamp-1"]);
    place.run("rotate targets --remove targets-2 --remove targets-1 --site site").must_fail("a threshold of 2");
    rotate(&place, &format!("targets --remove targets-2 --now {}", at(1)));
    resident.refresh(&place, "site", &at(1)).unwrap();
    assert_eq!(resident.list_version(), 2);
    // The one who left, with the help of one who stayed, signs no list any more.
    place.copy("site", "forged");
    let targets = thieves
        .forge(&place, "forged", ("2.targets.json", "3.targets.json"), |targets: &mut Targets| targets.version = 3);
    let snapshot =
        thieves.forge(&place, "forged", ("2.snapshot.json", "3.snapshot.json"), |snapshot: &mut Snapshot| {
            snapshot.version = 3;
            snapshot.meta.insert("targets.json".into(), targets);
        });
    thieves.forge(&place, "forged", ("timestamp.json", "timestamp.json"), |timestamp: &mut Timestamp| {
        timestamp.version = FAR;
        timestamp.meta.insert("snapshot.json".into(), snapshot);
    });
    assert_eq!(resident.refresh(&place, "forged", &at(1)), Err("ThresholdNotMet"));
    assert_eq!(resident.list_version(), 2);
    let keys = place.run("keys list keys").must();
    assert!(keys.lines().any(|line| line.starts_with("retired    targets-2")), "{keys}");
}

#[test]
fn a_wrong_clock_is_published_and_taken_back() {
    let place = Place::published();
    let mut resident = Resident::of(&place, "site");
    resident.refresh(&place, "site", NOON).unwrap();
    // Ten years ahead.
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,active");
    place.run("publish registry --out site --now 2036-11-22T12:00:00Z").must();
    assert_eq!(resident.refresh(&place, "site", &at(1)), Err("IssuedInFuture"));
    let before = place.tree("site");
    for command in ["publish registry --out site", "renew site"] {
        place.run(&format!("{command} --now {}", at(1))).must_fail("`statemark rotate timestamp`");
    }
    assert_eq!(place.tree("site"), before);

    rotate(&place, &format!("timestamp --now {}", at(1)));
    resident.refresh(&place, "site", &at(1)).unwrap();
    // Nothing signed by that clock is left: not its expiries, and after the next publication not its date.
    place.run(&format!("publish registry --out site --now {}", at(2))).must();
    resident.refresh(&place, "site", &at(2)).unwrap();
    let said = place.run(&format!("verify --root root.json site --json --now {}", at(2))).json();
    assert_eq!(said["list_date"], "2026-11-24");
    let roles = place.run(&format!("renew site --dry-run --json --now {}", at(2))).json();
    for role in roles["roles"].as_array().unwrap() {
        assert!(role["expires"].as_str().unwrap() < "2027-12", "{role}");
    }
}

#[test]
fn a_server_that_serves_last_months_files_changes_nothing() {
    let place = Place::published();
    place.copy("site", "last-month");
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,compromised");
    place.run(&format!("publish registry --out site --now {}", at(5))).must();
    let mut resident = Resident::of(&place, "site");
    resident.refresh(&place, "site", &at(5)).unwrap();
    // While the old timestamp has not expired: nothing falls below the floor.
    assert_eq!(resident.refresh(&place, "last-month", &at(6)), Err("Rollback"));
    // Afterwards nobody takes it at all, with or without a floor.
    assert_eq!(resident.refresh(&place, "last-month", &at(30)), Err("Rollback"));
    assert_eq!(Resident::of(&place, "site").refresh(&place, "last-month", &at(30)), Err("Expired"));
    place
        .run(&format!("verify --root root.json last-month --now {}", at(30)))
        .must_fail("the timestamp metadata expired");
    assert_eq!(resident.list_version(), 2);
    // A mix of both is no list either.
    fs::copy(place.path("site/metadata/timestamp.json"), place.path("last-month/metadata/timestamp.json")).unwrap();
    assert_eq!(Resident::of(&place, "site").refresh(&place, "last-month", &at(6)), Err("Missing"));
}
