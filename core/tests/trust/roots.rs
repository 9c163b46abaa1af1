//! Root rotation.

use statemark_core::trust::Update;
use statemark_core::trust::metadata::Root;

use crate::client::Client;
use crate::repository::{DAY, NOW, Repository, key, signed, to_bytes, version};

#[test]
fn a_chain_of_roots_is_followed_and_stored() {
    let mut repository = Repository::new();
    let mut client = Client::new(&repository);
    for number in 10..15 {
        repository.set_keys("root", &[key(number), key(number + 100)], 2);
        repository.publish_root();
    }
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().root, 6);
    assert_eq!(version::<Root>(&client.floor_file("6.root.json").unwrap()), 6);
}

#[test]
fn a_root_without_the_old_threshold_is_refused() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.set_keys("root", &[key(11), key(12)], 2);
    repository.root.version += 1;
    let file = signed(&repository.root, &[key(1), key(11), key(12)]);
    repository.serve_root(&file);
    assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
    assert_eq!(client.floor_file("2.root.json"), None);
}

#[test]
fn a_root_without_its_own_threshold_is_refused() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.set_keys("root", &[key(11), key(12)], 2);
    repository.root.version += 1;
    let file = signed(&repository.root, &[key(1), key(2), key(11)]);
    repository.serve_root(&file);
    assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
}

#[test]
fn a_root_with_a_threshold_of_zero_is_not_taken() {
    for role in ["timestamp", "snapshot", "targets"] {
        let mut repository = Repository::new();
        let mut client = Client::updated(&repository);
        repository.root.roles.get_mut(role).unwrap().threshold = 0;
        repository.publish_root();
        assert_eq!(client.refuses(&repository).variant(), "ImpossibleThreshold", "{role}");
        assert_eq!(client.floor_file("2.root.json"), None, "{role}");
    }
}

#[test]
fn a_root_of_another_version_than_the_next_is_refused() {
    for found in [1, 3, 9_007_199_254_740_992] {
        let mut repository = Repository::new();
        let mut client = Client::updated(&repository);
        repository.root.version = found;
        let file = signed(&repository.root, &repository.signers["root"]);
        repository.served.insert("metadata/2.root.json".into(), to_bytes(&file));
        assert_eq!(client.refuses(&repository).variant(), "WrongVersion", "{found}");
    }
}

#[test]
fn an_expired_root_ends_the_update_before_the_timestamp_but_stays_trusted() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.root.expires = NOW;
    repository.publish_root();
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    assert_eq!(client.requests, ["metadata/2.root.json", "metadata/3.root.json"]);
    assert!(client.floor_file("2.root.json").is_some());
}

#[test]
fn an_expired_root_in_between_does_not_matter() {
    let mut repository = Repository::new();
    let mut client = Client::new(&repository);
    repository.root.expires = NOW.plus(-100 * DAY);
    repository.publish_root();
    repository.root.expires = NOW.plus(1);
    repository.publish_root();
    client.update(&repository).unwrap();
}

#[test]
fn more_roots_than_the_bound_are_followed_over_several_updates() {
    let mut repository = Repository::new();
    let mut client = Client::new(&repository);
    for _ in 0..7 {
        repository.publish_root();
    }
    client.policy.root_rotations_max = 3;
    let mut roots = Vec::new();
    for _ in 0..3 {
        client.update(&repository).unwrap();
        roots.push(client.list_set().unwrap().versions().root);
    }
    assert_eq!(roots, [4, 7, 8]);
}

#[test]
fn a_bound_reached_at_an_expired_root_still_stores_that_root() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.root.expires = NOW;
    repository.publish_root();
    client.policy.root_rotations_max = 1;
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    assert!(client.floor_file("2.root.json").is_some(), "the floor rose in the answer that failed");
}

#[test]
fn a_pinned_root_that_is_none_is_refused_before_any_request() {
    let repository = Repository::new();
    let unsigned = to_bytes(&signed(&repository.root, &[]));
    let once = to_bytes(&signed(&repository.root, &[key(1)]));
    let targets = repository.served["metadata/1.targets.json"].clone();
    for pinned in [b"".to_vec(), b"{}".to_vec(), unsigned, once, targets] {
        assert!(Update::start(&pinned, None, None, NOW, &Client::new(&repository).policy).is_err());
    }
}

#[test]
fn a_stored_root_history_that_begins_below_a_newer_pinned_root_is_passed_over() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.publish_root();
    client.update(&repository).unwrap();
    repository.publish_root();
    client.pinned = repository.newest_root();
    client.update(&repository).unwrap();
    assert_eq!(client.requests, ["metadata/4.root.json", "metadata/timestamp.json"]);
    assert_eq!(client.list_set().unwrap().versions().root, 3);
    assert_eq!(client.refused_floor, None);
}

#[test]
fn the_floor_holds_under_a_newer_pinned_root() {
    let mut repository = Repository::new();
    let older = repository.clone();
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    repository.publish_root();
    repository.publish_root();
    client.pinned = repository.newest_root();
    (client.set, client.now) = (None, NOW);
    assert_eq!(client.refuses(&older).variant(), "Rollback");
}

#[test]
fn the_chain_tells_of_the_root_in_use_not_of_the_one_that_came_along() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let first = client.list_set().unwrap().chain().unwrap();
    assert_eq!((first.pinned, first.root, first.threshold, first.keys), (1, 1, 1, 1));
    assert_eq!((first.expires, first.confirmed_until), (NOW.plus(30 * DAY), NOW.plus(30 * DAY)));
    repository.set_keys("targets", &[key(21), key(22), key(23)], 2);
    repository.root.expires = NOW.plus(50 * DAY);
    repository.publish_root();
    repository.publish();
    client.update(&repository).unwrap();
    let later = client.list_set().unwrap().chain().unwrap();
    assert_eq!((later.pinned, later.root, later.threshold, later.keys), (1, 2, 2, 3));
    assert_eq!(later.expires, NOW.plus(50 * DAY));
}
