//! Timestamp, snapshot and top-level targets, each wrong in one way.

use serde_json::json;
use statemark_core::trust::TrustError;

use crate::client::Client;
use crate::repository::{DAY, NOW, Repository, key, signed};

/// One variant for what an update of a client that is up to date ends with, after `change`.
fn refused(change: impl FnOnce(&mut Repository)) -> TrustError {
    let mut repository = Repository::with_sites();
    let mut client = Client::updated(&repository);
    change(&mut repository);
    client.refuses(&repository)
}

#[test]
fn an_unsigned_role_is_refused() {
    for role in ["timestamp", "snapshot", "targets", "sites"] {
        let error = refused(|repository| {
            repository.signers.insert(role.into(), vec![]);
            repository.publish();
        });
        let expected = TrustError::ThresholdNotMet { role: role.into(), threshold: 1, valid: 0 };
        assert_eq!(error, expected);
    }
}

#[test]
fn a_role_signed_by_the_keys_of_another_is_refused() {
    for role in ["timestamp", "snapshot", "targets", "sites"] {
        let error = refused(|repository| {
            repository
                .signers
                .insert(role.into(), (1..=6).map(key).filter(|key| !repository.signers[role].contains(key)).collect());
            repository.publish();
        });
        assert_eq!(error.variant(), "ThresholdNotMet", "{role}");
    }
}

#[test]
fn an_expired_role_is_refused_from_the_second_of_its_expiry_on() {
    for (expires, ok) in [(NOW, false), (NOW.plus(-DAY), false), (NOW.plus(1), true)] {
        for role in ["timestamp", "snapshot", "targets", "sites"] {
            let mut repository = Repository::with_sites();
            let mut client = Client::updated(&repository);
            repository.timestamp.issued = Some(NOW.plus(-2 * DAY));
            match role {
                "timestamp" => repository.timestamp.expires = expires,
                "snapshot" => repository.snapshot.expires = expires,
                "targets" => repository.targets.expires = expires,
                _ => repository.delegated.get_mut("sites").unwrap().expires = expires,
            }
            repository.publish();
            let error = client.update(&repository).err();
            assert_eq!(error.as_ref().map(TrustError::variant), (!ok).then_some("Expired"), "{role} {expires}");
            if let Some(TrustError::Expired { role: named, .. }) = error {
                assert_eq!(named, role);
            }
        }
    }
}

#[test]
fn a_missing_file_is_refused() {
    for path in
        ["metadata/timestamp.json", "metadata/3.snapshot.json", "metadata/3.targets.json", "metadata/2.sites.json"]
    {
        let error = refused(|repository| {
            repository.publish();
            repository.served.remove(path);
        });
        assert_eq!(error, TrustError::Missing { path: path.into() });
    }
}

#[test]
fn an_older_timestamp_is_refused() {
    let mut repository = Repository::new();
    let older = repository.clone();
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    let error = client.refuses(&older);
    assert_eq!(error, TrustError::Rollback { role: "timestamp".into(), trusted: 2, offered: 1 });
}

#[test]
fn a_timestamp_of_the_same_version_changes_nothing() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let kept = client.floor_file("timestamp.json");
    repository.timestamp.issued = Some(NOW.plus(60));
    let file = signed(&repository.timestamp, &repository.signers["timestamp"]);
    repository.serve_timestamp(&file);
    client.update(&repository).unwrap();
    assert_eq!(client.floor_file("timestamp.json"), kept);
    assert_eq!(client.list_set().unwrap().issued(), Some(NOW));
}

#[test]
fn a_timestamp_that_names_an_older_snapshot_is_refused() {
    let error = refused(|repository| {
        repository.snapshot.version = 0;
        repository.publish_snapshot();
        repository.publish_timestamp();
    });
    assert_eq!(error, TrustError::Rollback { role: "snapshot".into(), trusted: 2, offered: 1 });
}

#[test]
fn a_snapshot_that_names_older_targets_is_refused_with_and_without_hashes() {
    for meta_hashes in [true, false] {
        let error = refused(|repository| {
            repository.meta_hashes = meta_hashes;
            repository.targets.version = 0;
            repository.publish();
        });
        assert_eq!(error, TrustError::Rollback { role: "targets".into(), trusted: 2, offered: 1 });
    }
}

#[test]
fn a_snapshot_that_names_an_older_delegated_role_is_refused() {
    let mut repository = Repository::with_sites();
    repository.publish();
    let mut client = Client::updated(&repository);
    repository.delegated.get_mut("sites").unwrap().version = 0;
    repository.publish();
    assert_eq!(client.refuses(&repository), TrustError::Rollback { role: "sites".into(), trusted: 2, offered: 1 });
}

#[test]
fn a_snapshot_that_drops_a_role_is_refused() {
    let error = refused(|repository| {
        repository.targets.delegations = None;
        repository.delegated.clear();
        repository.snapshot.meta.remove("sites.json");
        repository.publish();
    });
    assert_eq!(error, TrustError::RoleRemoved { role: "sites".into() });
}

#[test]
fn a_version_other_than_the_one_in_the_address_is_refused() {
    let error = refused(|repository| {
        repository.meta_hashes = false;
        repository.publish();
        let file = signed(
            &{
                let mut other = repository.snapshot.clone();
                other.version = 9;
                other
            },
            &[key(4)],
        );
        repository.served.insert("metadata/3.snapshot.json".into(), crate::repository::to_bytes(&file));
    });
    assert_eq!(error, TrustError::WrongVersion { role: "snapshot".into(), expected: 3, found: 9 });
    let error = refused(|repository| {
        repository.meta_hashes = false;
        repository.publish();
        let file = signed(
            &{
                let mut other = repository.targets.clone();
                other.version = 9;
                other
            },
            &[key(5)],
        );
        repository.served.insert("metadata/3.targets.json".into(), crate::repository::to_bytes(&file));
    });
    assert_eq!(error, TrustError::WrongVersion { role: "targets".into(), expected: 3, found: 9 });
}

#[test]
fn a_hash_or_length_other_than_listed_is_refused() {
    for (file, list) in [("snapshot", "timestamp"), ("targets", "snapshot")] {
        for (change, variant) in [
            (json!({"version": 3, "hashes": {"sha256": "00"}}), "WrongHash"),
            (json!({"version": 3, "hashes": {"md5": "00"}}), "NoKnownHash"),
            (json!({"version": 3, "length": 100_000_000}), "WrongLength"),
            (json!({"version": 3, "length": 1}), "TooLarge"),
        ] {
            let error = refused(|repository| {
                repository.publish_targets();
                let meta = serde_json::from_value(change).unwrap();
                if list == "snapshot" {
                    repository.snapshot.meta.insert("targets.json".into(), meta);
                    repository.publish_snapshot();
                } else {
                    repository.publish_snapshot();
                    repository.timestamp.meta.insert("snapshot.json".into(), meta);
                }
                repository.publish_timestamp();
            });
            assert_eq!(error.variant(), variant, "{file}");
        }
    }
}

#[test]
fn metadata_longer_than_its_bound_is_refused() {
    for (path, max) in [
        ("metadata/2.root.json", 64 << 10),
        ("metadata/timestamp.json", 16 << 10),
        ("metadata/3.snapshot.json", 64 << 10),
        ("metadata/3.targets.json", 512 << 10),
        ("metadata/2.sites.json", 512 << 10),
    ] {
        let error = refused(|repository| {
            repository.meta_hashes = false;
            repository.publish();
            repository.served.insert(path.into(), vec![b' '; max + 1]);
        });
        assert_eq!(error, TrustError::TooLarge { path: path.into(), max: max as u64 });
    }
}

#[test]
fn a_role_under_the_name_of_another_is_refused() {
    for role in ["timestamp", "snapshot", "targets"] {
        let mut repository = Repository::new();
        // One key for all roles, so that nothing but the type tells them apart.
        for role in ["timestamp", "snapshot", "targets"] {
            repository.set_keys(role, &[key(7)], 1);
        }
        repository.publish_root();
        repository.meta_hashes = false;
        repository.publish();
        let other = if role == "targets" { "metadata/2.snapshot.json" } else { "metadata/2.targets.json" };
        let bytes = repository.served[other].clone();
        let path =
            if role == "timestamp" { "metadata/timestamp.json".into() } else { format!("metadata/2.{role}.json") };
        repository.served.insert(path, bytes);
        let mut client = Client::new(&repository);
        let error = client.refuses(&repository);
        assert_eq!(error, TrustError::Malformed { role: role.into(), field: "_type" });
    }
}

#[test]
fn another_major_version_of_the_specification_is_refused() {
    for (spec_version, ok) in
        [("2.0.0", false), ("1", false), ("1.", false), ("", false), ("1.0.31", true), ("1.9.0", true), ("10.0", false)]
    {
        let mut repository = Repository::new();
        let mut client = Client::updated(&repository);
        repository.timestamp.spec_version = spec_version.into();
        repository.publish_timestamp();
        let error = client.update(&repository).err();
        assert_eq!(error.map(|error| error.variant()), (!ok).then_some("UnknownSpecification"), "{spec_version}");
    }
}

#[test]
fn fields_that_this_version_does_not_know_are_covered_by_the_signature() {
    let mut repository = Repository::new();
    repository.timestamp.unknown = Repository::unknown(&[("x-note", "kept \u{1} \u{1f600} \"\\ ")]);
    repository.targets.unknown = Repository::unknown(&[("keyid_hash_algorithms", "sha256")]);
    repository.publish();
    let mut client = Client::updated(&repository);
    repository.publish_timestamp();
    repository.tamper("metadata/timestamp.json", |file| file["signed"]["x-note"] = json!("changed"));
    assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
}
