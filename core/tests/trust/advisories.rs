//! What other implementations got wrong, one test for each advisory that has not a test of its own elsewhere.
//!
//! | advisory | test |
//! |---|---|
//! | CVE-2020-6174, GMS-2022-4197, GHSA-5q2r-92f9-4m49, rust-tuf 1f80ec14 | `signatures::one_key_under_two_ids_counts_once`, `one_id_listed_many_times_counts_once`, `a_signature_twice_…`, and below |
//! | CVE-2020-15163 | `roots::a_root_without_the_old_threshold_is_refused`, `…_its_own_threshold_…` |
//! | CVE-2021-41131, CVE-2026-6968 | `paths::no_role_name_leads_out_of_the_folder`, `files::a_path_out_of_the_folder_is_refused` |
//! | CVE-2022-29173 | `top_level::an_older_timestamp_is_refused` and the next ones, `floor::a_refused_file_never_reaches_the_floor` |
//! | CVE-2026-23991 | below |
//! | CVE-2026-23992 | `signatures::an_impossible_threshold_is_refused_where_it_is_used` |
//! | GHSA-qp9x-wp8f-qgjj | `pattern::a_wildcard_matches_no_separator_and_case_counts` |
//! | CVE-2025-2885 | `roots::a_root_of_another_version_than_the_next_is_refused` |
//! | CVE-2025-2886, -2887 | `delegations::a_terminating_delegation_…`, `delegations_are_visited_…` (cycles), `top_level::a_snapshot_that_names_an_older_delegated_role_is_refused` |
//! | CVE-2025-2888 | below |
//! | CVE-2026-6966, -6967 | below, `top_level::an_expired_role_is_refused…`, `a_hash_or_length_other_than_listed_…` |
//! | sigstore-tuf #198 #173 #174 | `floor::an_expired_floor_…`, `delegations::a_role_is_verified_by_the_keys_…`, `pattern::…` |

use ed25519_dalek::Signer as _;
use statemark_core::trust::metadata::Signature;
use statemark_core::trust::{Expiry, TrustedMetadata};

use crate::client::Client;
use crate::repository::{NOW, Repository, key, key_id, signed, to_bytes};

#[test]
fn gms_2022_4197_a_new_root_does_not_meet_its_own_threshold_by_one_key_twice() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.root.keys.insert("alias".into(), crate::repository::public(&key(1)));
    repository.root.keys.insert(key_id(&key(12)), crate::repository::public(&key(12)));
    repository.root.roles.get_mut("root").unwrap().keyids = vec![key_id(&key(1)), "alias".into(), key_id(&key(12))];
    repository.root.version += 1;
    let mut file = signed(&repository.root, &[key(1), key(2)]);
    file.signatures.push(Signature::new("alias", &key(1).sign(&file.signing_bytes()).to_bytes()));
    repository.serve_root(&file);
    assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
}

#[test]
fn cve_2026_23991_json_that_is_no_metadata_is_refused_without_a_panic() {
    let bodies = [
        "",
        "null",
        "0",
        "[]",
        "{}",
        "\"x\"",
        r#"{"signed":null,"signatures":null}"#,
        r#"{"signed":{},"signatures":[]}"#,
        r#"{"signed":{},"signatures":[{}]}"#,
        r#"{"signed":[],"signatures":{}}"#,
        r#"{"signed":{"_type":1},"signatures":[]}"#,
        r#"{"signatures":[{"keyid":1,"sig":2}],"signed":{"_type":"root","keys":{"a":null},"roles":{"root":[]}}}"#,
    ];
    for path in ["2.root", "timestamp", "2.snapshot", "2.targets", "1.sites"] {
        for body in bodies {
            let mut repository = Repository::with_sites();
            repository.meta_hashes = false;
            repository.snapshot.version = 1;
            repository.targets.version = 1;
            repository.delegated.get_mut("sites").unwrap().version = 0;
            repository.publish();
            repository.served.insert(format!("metadata/{path}.json"), body.into());
            assert!(Client::new(&repository).update(&repository).is_err(), "{path} {body}");
        }
    }
    for body in bodies {
        assert!(TrustedMetadata::new(body.as_bytes(), Expiry::NotJudged).is_err());
    }
}

#[test]
fn cve_2025_2888_a_rejected_timestamp_is_not_kept_and_blocks_no_later_update() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let honest = repository.clone();
    repository.timestamp.version = 1_000_000;
    repository.timestamp.expires = NOW;
    repository.timestamp.issued = Some(NOW.plus(-60));
    repository.publish_timestamp();
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    let mut repository = honest;
    repository.publish();
    client.update(&repository).unwrap();
}

#[test]
fn cve_2026_6966_a_delegated_threshold_is_not_met_by_one_signature_twice() {
    let mut repository = Repository::with_sites();
    let delegations = repository.targets.delegations.as_mut().unwrap();
    delegations.keys.insert(key_id(&key(66)), crate::repository::public(&key(66)));
    delegations.roles[0].role_keys.keyids.push(key_id(&key(66)));
    delegations.roles[0].role_keys.threshold = 2;
    repository.signers.insert("sites".into(), vec![key(6), key(6)]);
    repository.publish();
    assert_eq!(Client::new(&repository).refuses(&repository).variant(), "DuplicateSignature");
    repository.signers.insert("sites".into(), vec![key(6)]);
    repository.publish();
    assert_eq!(Client::new(&repository).refuses(&repository).variant(), "ThresholdNotMet");
    repository.signers.insert("sites".into(), vec![key(6), key(66)]);
    repository.publish();
    Client::updated(&repository);
}

#[test]
fn a_replayed_whole_old_repository_is_refused() {
    let mut repository = Repository::with_sites();
    let old = repository.clone();
    repository.add_file("index.json", b"{\"index\":2}");
    repository.publish();
    let mut client = Client::updated(&repository);
    assert_eq!(client.refuses(&old).variant(), "Rollback");
}

#[test]
fn two_members_of_one_name_are_refused_though_one_of_them_is_signed() {
    let mut repository = Repository::new();
    repository.publish_root();
    let file = String::from_utf8(to_bytes(&signed(&repository.root, &[key(1), key(2)]))).unwrap();
    let twice = file.replacen("\"version\":2", "\"version\":2,\"version\":2", 1);
    assert_ne!(file, twice);
    assert!(TrustedMetadata::new(file.as_bytes(), Expiry::NotJudged).is_ok());
    let error = TrustedMetadata::new(twice.as_bytes(), Expiry::NotJudged).unwrap_err();
    assert_eq!(error.variant(), "NotJson");
}
