//! The search through delegations.

use statemark_core::trust::metadata::{Paths, Signed, Targets};
use statemark_core::trust::{Expiry, Policy, Search, TrustError, TrustedMetadata};

use crate::client::Client;
use crate::repository::{NOW, Repository, key};

fn patterns(patterns: &[&str]) -> Paths {
    Paths::Patterns(patterns.iter().map(|pattern| (*pattern).into()).collect())
}

/// The metadata trusted after the top-level refresh.
fn refreshed(repository: &Repository) -> TrustedMetadata {
    let mut trusted = TrustedMetadata::new(&repository.newest_root(), Expiry::Judged { now: NOW }).unwrap();
    trusted.update_timestamp(&repository.served["metadata/timestamp.json"], None).unwrap();
    let snapshot = format!("metadata/{}.snapshot.json", repository.snapshot.version);
    trusted.update_snapshot(&repository.served[&snapshot]).unwrap();
    trusted
        .update_targets(&repository.served[&format!("metadata/{}.targets.json", repository.targets.version)])
        .unwrap();
    trusted
}

/// Which roles a search visits in which order, and whether it finds the target.
fn search(repository: &Repository, path: &str) -> Result<(Vec<String>, bool), TrustError> {
    let trusted = refreshed(repository);
    let mut search = Search::new(path, &trusted, Policy::default().delegations_max)?;
    let mut order = Vec::new();
    while let Some(role) = search.needs().map(String::from) {
        let version = trusted.targets_meta(&role)?.version;
        search.answer(&trusted, &repository.served[&format!("metadata/{version}.{role}.json")])?;
        order.push(role);
    }
    Ok((order, search.found().is_some()))
}

/// Delegations `from to`, a `!` after it makes it terminating; each role by a key of its own.
fn graph(edges: &[&str]) -> Repository {
    let mut repository = Repository::new();
    for edge in edges {
        let (from, to) = edge.split_once(' ').unwrap();
        let name = to.trim_end_matches('!');
        let number = 100 + u8::try_from(name.bytes().map(u32::from).sum::<u32>() % 100).unwrap();
        let role = repository.delegate(from, name, patterns(&["*"]), &[key(number)]);
        role.terminating = Some(to.ends_with('!'));
    }
    repository.publish();
    repository
}

#[test]
fn delegations_are_visited_depth_first_in_order_of_appearance() {
    for (edges, order) in [
        (&["targets A"][..], "A"),
        (&["targets A", "targets B", "targets C"], "ABC"),
        (&["targets A", "targets B", "B C"], "ABC"),
        (&["targets A", "A B", "B C", "C D"], "ABCD"),
        (&["targets A", "targets D", "A B", "A C", "D E"], "ABCDE"),
        (&["targets A", "targets B", "B D", "D B", "A C"], "ACBD"),
        (&["targets A", "A B", "B A"], "AB"),
        (&["targets A", "A A"], "A"),
        (&["targets A", "targets B", "A C", "B C"], "ACB"),
    ] {
        assert_eq!(
            search(&graph(edges), "missing").unwrap(),
            (order.chars().map(String::from).collect(), false),
            "{edges:?}"
        );
    }
}

#[test]
fn a_terminating_delegation_ends_the_search_after_it() {
    for (edges, order) in [
        (&["targets A!", "targets B"][..], "A"),
        (&["targets A", "targets B!", "targets C"], "AB"),
        (&["targets A!", "A B", "targets C"], "AB"),
        (&["targets A", "A B!", "A C", "targets D"], "AB"),
        (&["targets A", "A B", "A C!", "targets D"], "ABC"),
    ] {
        assert_eq!(search(&graph(edges), "missing").unwrap().0.concat(), order, "{edges:?}");
    }
}

#[test]
fn every_role_of_the_chain_must_be_trusted_with_the_path() {
    let mut repository = Repository::new();
    repository.delegate("targets", "A", patterns(&["*.doc", "*.md", "foo-?.tgz"]), &[key(31)]);
    repository.delegate("targets", "B", patterns(&["releases/*/*"]), &[key(32)]);
    repository.delegate("B", "C", patterns(&["releases/x/*"]), &[key(33)]);
    repository.delegate("B", "D", patterns(&["releases/y/*.zip"]), &[key(34)]);
    for (role, path) in [
        ("A", "README.md"),
        ("A", "releases/README.md"),
        ("A", "foo-1.tgz"),
        ("A", "foo-alpha.tgz"),
        ("C", "releases/x/x_v1"),
        ("D", "releases/y/y_v1.zip"),
        ("D", "releases/z/z_v1.zip"),
    ] {
        repository.add_delegated_file(role, path, path.as_bytes());
    }
    repository.publish();
    for (path, order, found) in [
        ("index.json", "", true),
        ("README.md", "A", true),
        ("releases/x/x_v1", "BC", true),
        ("releases/y/y_v1.zip", "BD", true),
        ("releases/z/z_v1.zip", "B", false),
        ("releases/README.md", "", false),
        ("foo-1.tgz", "A", true),
        ("foo-alpha.tgz", "", false),
        ("README.MD", "", false),
    ] {
        let (visited, is_found) = search(&repository, path).unwrap();
        assert_eq!((visited.concat().as_str(), is_found), (order, found), "{path}");
    }
}

#[test]
fn hash_prefixes_choose_the_role() {
    // The SHA-256 of `a` begins with ca97, of `b` with 3e23.
    let mut repository = Repository::new();
    repository.delegate("targets", "low", Paths::HashPrefixes(vec!["3e".into(), "00".into()]), &[key(31)]);
    repository.delegate("targets", "high", Paths::HashPrefixes(vec!["CA97".into()]), &[key(32)]);
    repository.delegate("targets", "none", Paths::None, &[key(33)]);
    repository.publish();
    assert_eq!(search(&repository, "a").unwrap().0, ["high"]);
    assert_eq!(search(&repository, "b").unwrap().0, ["low"]);
}

#[test]
fn a_role_is_verified_by_the_keys_of_whoever_delegates_to_it_on_this_way() {
    let mut repository = Repository::new();
    for (parent, path, number) in [("parent-a", "team-a/*", 31), ("parent-b", "team-b/*", 32)] {
        repository.delegate("targets", parent, patterns(&[path]), &[key(number)]);
        repository.delegate(parent, "release", patterns(&[path]), &[key(number + 10)]);
    }
    repository.signers.insert("release".into(), vec![key(41)]);
    repository.add_delegated_file("release", "team-a/file", b"trusted");
    repository.add_delegated_file("release", "team-b/file", b"malicious");
    repository.publish();
    assert!(search(&repository, "team-a/file").unwrap().1);
    assert_eq!(search(&repository, "team-b/file").unwrap_err().variant(), "ThresholdNotMet");
}

#[test]
fn a_delegated_role_that_the_snapshot_does_not_list_is_refused() {
    let mut repository = Repository::with_sites();
    repository.snapshot.meta.remove("sites.json");
    repository.publish_snapshot();
    repository.publish_timestamp();
    assert_eq!(Client::new(&repository).refuses(&repository), TrustError::NotInSnapshot { role: "sites".into() });
    assert_eq!(search(&repository, "sites.json").unwrap_err().variant(), "NotInSnapshot");
}

#[test]
fn a_search_visits_no_more_roles_than_its_bound() {
    let names: Vec<String> = (0..60).map(|number| format!("role{number:02}")).collect();
    let edges: Vec<String> = names.iter().map(|name| format!("targets {name}")).collect();
    let repository = graph(&edges.iter().map(String::as_str).collect::<Vec<_>>());
    let (visited, found) = search(&repository, "missing").unwrap();
    assert_eq!((visited.len(), found), (Policy::default().delegations_max, false));
}

#[test]
fn two_delegations_of_one_name_a_name_of_a_top_level_role_or_two_kinds_of_paths_are_no_targets() {
    let repository = graph(&["targets A", "targets B"]);
    let good =
        String::from_utf8(repository.served[&format!("metadata/{}.targets.json", repository.targets.version)].clone())
            .unwrap();
    assert!(serde_json::from_str::<Signed<Targets>>(&good).is_ok());
    for (from, to) in [
        ("\"name\":\"B\"", "\"name\":\"A\""),
        ("\"name\":\"B\"", "\"name\":\"root\""),
        ("\"name\":\"B\"", "\"name\":\"targets\""),
        ("\"name\":\"B\"", "\"name\":\"\""),
        ("\"name\":\"B\"", "\"path_hash_prefixes\":[],\"name\":\"B\""),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(good, broken);
        assert!(serde_json::from_str::<Signed<Targets>>(&broken).is_err(), "{to}");
    }
}

#[test]
fn the_lists_own_targets_come_before_a_delegation_of_the_same_path() {
    let mut repository = Repository::with_sites();
    repository.add_file("sites.json", b"{\"sites\":\"top\"}");
    repository.publish();
    let set = Client::updated(&repository).list_set().unwrap();
    assert_eq!(set.file("sites.json"), Some(&b"{\"sites\":\"top\"}"[..]));
    assert!(set.archive().get("role/sites.json").is_none(), "the delegation is not even asked");
}

#[test]
fn a_delegated_role_signs_for_no_other_file_of_the_list() {
    let mut repository = Repository::with_sites();
    repository.add_delegated_file("sites", "index.json", b"{\"index\":\"evil\"}");
    repository.add_delegated_file("sites", "impostors.json", b"{\"impostors\":\"evil\"}");
    repository.publish();
    let set = Client::updated(&repository).list_set().unwrap();
    assert_eq!(set.file("index.json"), Some(&b"{\"index\":1}"[..]));
    assert_eq!(set.file("impostors.json"), None);
}

#[test]
fn a_delegation_that_does_not_sign_for_the_site_files_is_left_alone() {
    let mut repository = Repository::new();
    repository.delegate("targets", "sites", patterns(&["other.json"]), &[key(6)]);
    repository.add_delegated_file("sites", "sites.json", b"{}");
    repository.publish();
    assert_eq!(Client::updated(&repository).list_set().unwrap().file("sites.json"), None);
}

#[test]
fn a_delegation_may_yet_list_no_site_files() {
    let mut repository = Repository::with_sites();
    repository.delegated.get_mut("sites").unwrap().targets.clear();
    repository.publish();
    assert_eq!(Client::updated(&repository).list_set().unwrap().file("sites.json"), None);
}
