//! The plain way through: what is asked for, what is kept, what is reused.

use statemark_core::trust::{Archive, ListSet};

use crate::client::{Client, is_new};
use crate::repository::{DAY, NOW, Repository, key};

#[test]
fn a_first_update_brings_the_whole_list() {
    let repository = Repository::with_sites();
    let mut client = Client::new(&repository);
    assert!(is_new(&client.update(&repository).unwrap()));
    let set = client.list_set().unwrap();
    let files: Vec<_> = set.files().map(|(name, _)| name).collect();
    assert_eq!(files, ["index.json", "sections/a.json", "sites.json"]);
    assert_eq!(set.file("index.json"), Some(&b"{\"index\":1}"[..]));
    assert_eq!(set.file("sites.json"), Some(&b"{\"sites\":1}"[..]));
    assert_eq!(set.file("other.json"), None);
    let versions = set.versions();
    assert_eq!((versions.root, versions.timestamp, versions.snapshot, versions.targets), (1, 2, 2, 2));
    assert_eq!(set.issued(), Some(NOW));
    assert_eq!(set.timestamp_expires(), NOW.plus(30 * DAY));
}

#[test]
fn the_files_are_asked_for_in_the_order_of_the_specification() {
    let repository = Repository::with_sites();
    let mut client = Client::new(&repository);
    client.update(&repository).unwrap();
    let metadata: Vec<_> = client.requests.iter().take(5).map(String::as_str).collect();
    assert_eq!(
        metadata,
        [
            "metadata/2.root.json",
            "metadata/timestamp.json",
            "metadata/2.snapshot.json",
            "metadata/2.targets.json",
            "metadata/1.sites.json"
        ]
    );
    assert!(client.requests[5..].iter().all(|path| path.starts_with("targets/")));
    assert_eq!(client.requests.len(), 8);
}

#[test]
fn an_unchanged_list_costs_two_requests() {
    let repository = Repository::with_sites();
    let mut client = Client::updated(&repository);
    assert!(!is_new(&client.update(&repository).unwrap()));
    assert_eq!(client.requests, ["metadata/2.root.json", "metadata/timestamp.json"]);
}

#[test]
fn a_renewed_timestamp_costs_two_requests_and_confirms_the_set() {
    let mut repository = Repository::with_sites();
    let mut client = Client::updated(&repository);
    repository.timestamp.issued = Some(NOW.plus(3600));
    repository.publish_timestamp();
    assert!(!is_new(&client.update(&repository).unwrap()));
    assert_eq!(client.requests.len(), 2);
    assert_eq!(client.list_set().unwrap().issued(), Some(NOW.plus(3600)));
}

#[test]
fn one_changed_file_costs_the_small_top_files_and_that_file() {
    let mut repository = Repository::with_sites();
    let mut client = Client::updated(&repository);
    repository.add_file("sections/a.json", b"{\"section\":\"changed\"}");
    repository.publish_targets();
    repository.publish_snapshot();
    repository.publish_timestamp();
    assert!(is_new(&client.update(&repository).unwrap()));
    assert_eq!(client.requests.len(), 5, "{:?}", client.requests);
    assert_eq!(client.list_set().unwrap().file("sections/a.json"), Some(&b"{\"section\":\"changed\"}"[..]));
}

#[test]
fn a_file_that_is_gone_from_the_targets_is_gone_from_the_set() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.targets.targets.remove("sections/a.json");
    repository.publish();
    assert!(is_new(&client.update(&repository).unwrap()));
    let set = client.list_set().unwrap();
    assert_eq!(set.files().count(), 1);
    assert!(set.archive().get("target/sections/a.json").is_none());
}

#[test]
fn a_repository_without_consistent_snapshots_is_read() {
    let mut repository = Repository::with_sites();
    repository.root.consistent_snapshot = None;
    repository.publish_root();
    for (from, to) in [("2.snapshot", "snapshot"), ("2.targets", "targets"), ("1.sites", "sites")] {
        let bytes = repository.served[&format!("metadata/{from}.json")].clone();
        repository.served.insert(format!("metadata/{to}.json"), bytes);
    }
    for (path, content) in
        [("index", "{\"index\":1}"), ("sections/a", "{\"section\":\"a\"}"), ("sites", "{\"sites\":1}")]
    {
        repository.served.insert(format!("targets/{path}.json"), content.into());
    }
    let mut client = Client::new(&repository);
    client.update(&repository).unwrap();
    assert!(client.requests.contains(&"metadata/snapshot.json".into()), "{:?}", client.requests);
    assert_eq!(client.list_set().unwrap().files().count(), 3);
}

#[test]
fn the_earliest_expiry_of_all_but_the_timestamp_is_told() {
    let mut repository = Repository::with_sites();
    repository.delegated.get_mut("sites").unwrap().expires = NOW.plus(3 * DAY);
    repository.targets.expires = NOW.plus(4 * DAY);
    repository.timestamp.expires = NOW.plus(DAY);
    repository.publish();
    let set = Client::updated(&repository).list_set().unwrap();
    assert_eq!((set.timestamp_expires(), set.others_expire()), (NOW.plus(DAY), NOW.plus(3 * DAY)));
}

#[test]
fn a_stored_set_is_verified_whatever_its_age() {
    let mut repository = Repository::with_sites();
    let client = Client::updated(&repository);
    let archive = client.list_set().unwrap().archive().clone();
    assert!(ListSet::verify(&client.pinned, archive.clone()).is_ok());
    repository.set_keys("root", &[key(91), key(92)], 2);
    repository.publish_root();
    // A newer application pins a newer root: the stored set counts only while the current keys have signed it.
    assert!(ListSet::verify(&repository.newest_root(), archive.clone()).is_ok());
    repository.set_keys("targets", &[key(93)], 1);
    repository.publish_root();
    let error = ListSet::verify(&repository.newest_root(), archive).unwrap_err();
    assert_eq!(error.variant(), "ThresholdNotMet");
}

#[test]
fn any_part_missing_from_a_stored_set_is_refused() {
    let client = Client::updated(&Repository::with_sites());
    let archive = client.list_set().unwrap().archive().clone();
    let names: Vec<String> = archive.iter().map(|(name, _)| name.into()).collect();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names.iter().filter(|name| *name != "1.root.json") {
        let mut without = archive.clone();
        without.remove(name);
        assert_eq!(ListSet::verify(&client.pinned, without).unwrap_err().variant(), "Missing", "{name}");
    }
}

#[test]
fn what_the_chain_does_not_name_is_left_out() {
    let client = Client::updated(&Repository::new());
    let mut archive = client.list_set().unwrap().archive().clone();
    archive.insert("target/evil.json", *b"{}");
    archive.insert("role/evil.json", *b"{}");
    let set = ListSet::verify(&client.pinned, archive).unwrap();
    assert_eq!(set.file("evil.json"), None);
    assert_eq!(set.archive(), client.list_set().unwrap().archive());
}

#[test]
fn parts_of_two_sets_do_not_make_one() {
    let mut repository = Repository::with_sites();
    let old = Client::updated(&repository).list_set().unwrap().archive().clone();
    repository.add_file("index.json", b"{\"index\":2}");
    repository.add_delegated_file("sites", "sites.json", b"{\"sites\":2}");
    repository.publish();
    let client = Client::updated(&repository);
    let new = client.list_set().unwrap().archive().clone();
    for name in
        ["timestamp.json", "snapshot.json", "targets.json", "role/sites.json", "target/index.json", "target/sites.json"]
    {
        let mut mixed: Archive = new.clone();
        mixed.insert(name, old.get(name).unwrap());
        assert!(ListSet::verify(&client.pinned, mixed).is_err(), "{name}");
    }
}

#[test]
fn what_a_set_claims_of_its_age_is_its_age_once_it_is_verified() {
    let mut repository = Repository::with_sites();
    let mut claims = Vec::new();
    for _ in 0..3 {
        let set = Client::updated(&repository).list_set().unwrap();
        assert_eq!(ListSet::claimed_age(set.archive()), Some(set.age()));
        claims.push(set.age());
        repository.publish_timestamp();
    }
    assert!(claims.is_sorted_by(|earlier, later| earlier < later), "{claims:?}");
    let latest = Client::updated(&repository).list_set().unwrap();
    repository.publish_root();
    let rotated =
        Client { pinned: latest.archive().get("1.root.json").unwrap().into(), ..Client::updated(&repository) };
    let rotated = rotated.list_set().unwrap();
    assert_eq!(ListSet::claimed_age(rotated.archive()), Some(rotated.age()));
    assert!(rotated.age() > latest.age(), "newer roots come first");
    for name in ["timestamp.json", "1.root.json"] {
        let mut without = latest.archive().clone();
        without.remove(name);
        assert_eq!(ListSet::claimed_age(&without), None, "{name}");
    }
}
