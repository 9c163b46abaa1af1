//! What may never fall, and how it is reset.

use statemark_core::trust::metadata::{Paths, Snapshot, Timestamp};
use statemark_core::trust::{Answer, Archive, Expiry, ListSet, Policy, TrustedMetadata, Update};

use crate::client::{Client, is_new};
use crate::repository::{NOW, Repository, key, version};

#[test]
fn the_floor_runs_ahead_when_a_later_step_fails() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let older = repository.clone();
    repository.publish();
    repository.served.remove("metadata/2.targets.json");
    assert_eq!(client.refuses(&repository).variant(), "Missing");
    assert_eq!(version::<Timestamp>(&client.floor_file("timestamp.json").unwrap()), 2);
    assert_eq!(version::<Snapshot>(&client.floor_file("snapshot.json").unwrap()), 2);
    assert_eq!(client.list_set().unwrap().versions().timestamp, 1);
    assert_eq!(client.refuses(&older).variant(), "Rollback");
}

#[test]
fn a_refused_file_never_reaches_the_floor() {
    for role in ["timestamp", "snapshot", "targets", "sites"] {
        let mut repository = Repository::with_sites();
        let mut client = Client::updated(&repository);
        let name = if role == "sites" { "role/sites.json".into() } else { format!("{role}.json") };
        let before = client.floor_file(&name).unwrap();
        repository.signers.insert(role.into(), vec![key(99)]);
        repository.publish();
        assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
        assert_eq!(client.floor_file(&name).unwrap(), before, "{role}");
    }
}

#[test]
fn the_floor_forgets_a_role_that_is_no_longer_delegated_and_no_other() {
    let mut repository = Repository::new();
    // Asked first, and has nothing: both are needed to find the file.
    for (role, number) in [("kept", 7), ("sites", 6)] {
        repository.delegate("targets", role, Paths::Patterns(vec!["*.json".into()]), &[key(number)]);
    }
    repository.add_delegated_file("sites", "sites.json", b"{\"sites\":1}");
    repository.publish();
    let mut client = Client::updated(&repository);
    assert!(client.floor_file("role/sites.json").is_some());
    repository.targets.delegations.as_mut().unwrap().roles.retain(|role| role.name == "kept");
    repository.publish();
    client.update(&repository).unwrap();
    assert_eq!(client.floor_file("role/sites.json"), None);
    assert!(client.floor_file("role/kept.json").is_some());
}

#[test]
fn an_expired_floor_still_refuses_what_is_older() {
    let mut repository = Repository::new();
    let mut older = repository.clone();
    repository.timestamp.expires = NOW.plus(60);
    repository.publish();
    let mut client = Client::updated(&repository);
    client.now = NOW.plus(61);
    older.timestamp.version -= 1;
    older.publish_timestamp();
    assert_eq!(client.refuses(&older).variant(), "Rollback");
    repository.timestamp.expires = NOW.plus(600);
    repository.publish_timestamp();
    client.update(&repository).unwrap();
}

#[test]
fn the_set_in_use_is_a_floor_when_the_floor_is_lost() {
    let mut repository = Repository::new();
    let older = repository.clone();
    repository.publish();
    let mut client = Client::updated(&repository);
    client.floor = None;
    assert_eq!(client.refuses(&older).variant(), "Rollback");
    assert!(!is_new(&client.update(&repository).unwrap()));
    assert_eq!(client.requests.len(), 2);
}

#[test]
fn a_newer_packaged_set_raises_an_older_floor() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let older = repository.clone();
    repository.publish();
    client.set = Client::updated(&repository).set;
    assert_eq!(client.refuses(&older).variant(), "Rollback");
    assert!(!is_new(&client.update(&repository).unwrap()));
}

#[test]
fn a_damaged_floor_is_dropped_and_said() {
    let repository = Repository::with_sites();
    let client = Client::updated(&repository);
    let floor = Archive::from_bytes(client.floor.as_ref().unwrap()).unwrap();
    for name in ["timestamp.json", "snapshot.json"] {
        let mut damaged = floor.clone();
        damaged.insert(name, *b"{}");
        let mut client = Client { floor: Some(damaged.to_bytes()), ..Client::new(&repository) };
        client.update(&repository).unwrap();
        assert_eq!(client.refused_floor.as_ref().map(|error| error.variant()), Some("Malformed"), "{name}");
        assert_eq!(client.floor.as_ref(), Some(&floor.to_bytes()), "{name}: and mended");
    }
    let mut damaged = floor.clone();
    damaged.insert("2.root.json", *b"[]");
    let mut client = Client { floor: Some(damaged.to_bytes()), ..Client::new(&repository) };
    client.update(&repository).unwrap();
    assert!(client.refused_floor.is_some());
}

#[test]
fn whether_the_stored_floor_holds_shows_before_anything_is_asked_for() {
    let repository = Repository::new();
    let client = Client::updated(&repository);
    let mut floor = Archive::from_bytes(client.floor.as_ref().unwrap()).unwrap();
    let timestamp = client.floor_file("timestamp.json").unwrap();
    floor.insert("clock.json", timestamp);
    let holds = |floor: Option<&Archive>| {
        Update::start(&client.pinned, floor, None, NOW, &Policy::default()).unwrap().stored_floor_holds()
    };
    assert!(holds(None), "nothing stored is nothing damaged");
    assert!(holds(Some(&floor)));
    // The chain of roots, and each role that is its own evidence: one of them is enough.
    for name in ["timestamp.json", "clock.json", "snapshot.json", "2.root.json"] {
        let mut damaged = floor.clone();
        damaged.insert(name, *b"{}");
        assert!(!holds(Some(&damaged)), "{name}");
    }
}

#[test]
fn an_empty_floor_and_one_of_nonsense_are_survived() {
    let repository = Repository::new();
    for names in
        [&[][..], &["timestamp.json"], &["99.root.json", "x.root.json", ".root.json"], &["role/", "target/x", ""]]
    {
        let mut floor = Archive::default();
        for name in names {
            floor.insert(*name, *b"nonsense");
        }
        let mut client = Client { floor: Some(floor.to_bytes()), ..Client::new(&repository) };
        client.update(&repository).unwrap();
    }
}

#[test]
fn rotating_the_timestamp_key_recovers_from_a_fast_forward() {
    let mut repository = Repository::new();
    let honest = repository.clone();
    repository.timestamp.version = 1_000_000;
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    let mut repository = honest;
    repository.publish();
    assert_eq!(client.refuses(&repository).variant(), "Rollback");
    repository.set_keys("timestamp", &[key(53)], 1);
    repository.publish_root();
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().timestamp, 3);
}

#[test]
fn rotating_the_snapshot_key_alone_recovers_from_a_fast_forwarded_snapshot() {
    let mut repository = Repository::new();
    let honest = repository.clone();
    repository.snapshot.version = 1_000_000;
    repository.publish();
    let mut client = Client::updated(&repository);
    let mut repository = honest;
    repository.timestamp.version = 10;
    repository.set_keys("snapshot", &[key(54)], 1);
    repository.publish_root();
    repository.publish();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().snapshot, 2);
}

#[test]
fn rotating_the_snapshot_key_recovers_from_fast_forwarded_targets() {
    let mut repository = Repository::new();
    let honest = repository.clone();
    repository.targets.version = 1_000_000;
    repository.publish();
    let mut client = Client::updated(&repository);
    let mut repository = honest;
    (repository.timestamp.version, repository.snapshot.version) = (10, 10);
    repository.publish();
    assert_eq!(client.refuses(&repository).variant(), "Rollback");
    repository.set_keys("snapshot", &[key(54)], 1);
    repository.publish_root();
    repository.publish();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().targets, 3);
}

#[test]
fn a_reset_survives_an_interruption_right_after_the_root() {
    let mut repository = Repository::new();
    repository.timestamp.version = 1_000_000;
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    repository.timestamp.version = 5;
    repository.set_keys("snapshot", &[key(54)], 1);
    repository.publish_root();
    repository.publish();
    let timestamp = repository.served.remove("metadata/timestamp.json").unwrap();
    assert_eq!(client.refuses(&repository).variant(), "Missing");
    assert_eq!(client.floor_file("timestamp.json"), None);
    repository.served.insert("metadata/timestamp.json".into(), timestamp);
    client.update(&repository).unwrap();
}

#[test]
fn a_key_that_is_only_added_lowers_no_floor() {
    let mut repository = Repository::new();
    let older = repository.clone();
    repository.publish();
    let mut client = Client::updated(&repository);
    let mut older = older;
    older.set_keys("timestamp", &[key(3), key(53)], 1);
    older.publish_root();
    assert_eq!(client.refuses(&older).variant(), "Rollback");
}

#[test]
fn a_rotation_of_root_or_targets_keys_lowers_no_floor() {
    let mut repository = Repository::new();
    let mut older = repository.clone();
    repository.publish();
    let mut client = Client::updated(&repository);
    older.set_keys("targets", &[key(55)], 1);
    older.publish_root();
    older.set_keys("root", &[key(61), key(62)], 2);
    older.publish_root();
    assert_eq!(client.refuses(&older).variant(), "Rollback");
}

#[test]
fn an_update_that_was_not_driven_to_its_end_makes_no_set() {
    let repository = Repository::new();
    let update = Update::start(&repository.newest_root(), None, None, NOW, &Policy::default()).unwrap();
    assert_eq!(update.finish().unwrap_err().variant(), "OutOfOrder");
}

#[test]
fn what_is_stored_counts_only_while_it_verifies_under_the_pinned_root() {
    let client = Client::updated(&Repository::new());
    let mut other = Repository::new();
    other.root.version = 0;
    other.served.clear();
    other.set_keys("root", &[key(71), key(72)], 2);
    other.set_keys("timestamp", &[key(73)], 1);
    other.set_keys("snapshot", &[key(74)], 1);
    other.publish_root();
    let archive = Archive::from_bytes(client.set.as_ref().unwrap()).unwrap();
    assert!(ListSet::verify(&other.newest_root(), archive).is_err());
    other.add_file("index.json", b"{}");
    other.add_file("sections/a.json", b"{}");
    other.timestamp.version = 0;
    other.publish();
    let mut moved = Client { floor: client.floor, ..Client::new(&other) };
    moved.update(&other).unwrap();
    assert_eq!(moved.list_set().unwrap().versions().timestamp, 1);
}

/// The other key signed what is stored, so it still verifies: it is the rotation that resets, seen in a package's newer root.
#[test]
fn a_key_taken_away_by_a_newer_packaged_root_resets_the_floor() {
    let mut repository = Repository::new();
    repository.set_keys("timestamp", &[key(3), key(30)], 1);
    repository.signers.insert("timestamp".into(), vec![key(3)]);
    repository.publish_root();
    repository.publish();
    let mut client = Client::updated(&repository);
    let mut far = repository.clone();
    far.timestamp.version = 1_000_000;
    far.publish_timestamp();
    client.update(&far).unwrap();
    repository.publish_timestamp();
    assert_eq!(client.refuses(&repository).variant(), "Rollback");

    repository.set_keys("timestamp", &[key(3)], 1);
    repository.publish_root();
    repository.publish_timestamp();
    client.pinned = repository.newest_root();
    client.set = None;
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().timestamp, repository.timestamp.version);
}

#[test]
fn after_a_rotation_the_floor_holds_again() {
    for role in ["timestamp", "snapshot"] {
        let mut repository = Repository::new();
        let mut client = Client::updated(&repository);
        repository.set_keys(role, &[key(30)], 1);
        repository.publish_root();
        repository.publish();
        let older = repository.clone();
        repository.publish();
        client.update(&repository).unwrap();
        // The set would hold it too.
        client.set = None;
        assert_eq!(client.refuses(&older).variant(), "Rollback", "{role}");
    }
}

/// No update of ours writes such a floor: the clock's entry is always the older timestamp.
#[test]
fn a_clock_entry_above_the_timestamp_is_the_timestamp_below_which_nothing_falls() {
    let mut repository = Repository::new();
    let client = Client::updated(&repository);
    repository.publish_timestamp();
    let higher = repository.served["metadata/timestamp.json"].clone();
    let mut floor = Archive::from_bytes(client.floor.as_ref().unwrap()).unwrap();
    floor.insert("clock.json", higher.clone());
    let mut update = Update::start(&client.pinned, Some(&floor), None, NOW, &Policy::default()).unwrap();
    assert_eq!(update.next_request().unwrap().path, "metadata/2.root.json");
    update.answer(Answer::Missing).unwrap();
    assert_eq!(update.floor().get("timestamp.json"), Some(&*higher));
}

#[test]
fn only_a_higher_version_raises_what_was_known() {
    let mut repository = Repository::new();
    let mut trusted = TrustedMetadata::new(&repository.newest_root(), Expiry::NotJudged).unwrap();
    let [one, two, three] = [1, 2, 3].map(|version| {
        let files = ["metadata/timestamp.json".to_owned(), format!("metadata/{version}.snapshot.json")];
        let files = files.map(|path| repository.served[&path].clone());
        repository.publish();
        files
    });
    for (files, raises) in [(&two, true), (&two, false), (&one, false), (&three, true), (&three, false), (&two, false)]
    {
        let [timestamp, snapshot] = files;
        assert_eq!(trusted.trust_earlier_timestamp(timestamp, true), Ok(raises));
        assert_eq!(trusted.trust_earlier_snapshot(snapshot), Ok(raises));
    }
}
