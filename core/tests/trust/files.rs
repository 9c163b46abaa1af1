//! The files of the list.

use statemark_core::trust::{Archive, ListSet, TrustError};

use crate::client::Client;
use crate::repository::Repository;

fn path_of(repository: &Repository, name: &str) -> String {
    repository.served.keys().find(|path| path.ends_with(name)).unwrap().clone()
}

#[test]
fn a_swapped_file_is_refused_ten_times_over() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    for round in 0..10 {
        let good = format!("{{\"index\":{}}}", round + 10);
        repository.add_file("index.json", good.as_bytes());
        repository.publish();
        let path = repository.served.iter().find(|(_, bytes)| **bytes == good.as_bytes()).unwrap().0.clone();
        let evil = good.replace("index", "iNdex");
        repository.served.insert(path.clone(), evil.into_bytes());
        assert_eq!(client.refuses(&repository).variant(), "WrongHash");
        repository.served.insert(path, good.clone().into_bytes());
        client.update(&repository).unwrap();
        assert_eq!(client.list_set().unwrap().file("index.json"), Some(good.as_bytes()));
    }
}

#[test]
fn a_longer_shorter_or_missing_file_is_refused() {
    for name in ["index.json", "a.json", "sites.json"] {
        let repository = Repository::with_sites();
        let path =
            repository.served.keys().find(|path| path.starts_with("targets/") && path.ends_with(name)).unwrap().clone();
        for (change, variant) in [(Some(1), "TooLarge"), (Some(-1), "WrongLength"), (None, "Missing")] {
            let mut repository = repository.clone();
            let bytes = repository.served.remove(&path).unwrap();
            if let Some(change) = change {
                let mut bytes = bytes;
                bytes.resize(bytes.len().checked_add_signed(change).unwrap(), b' ');
                repository.served.insert(path.clone(), bytes);
            }
            assert_eq!(Client::new(&repository).refuses(&repository).variant(), variant, "{path}");
        }
    }
}

#[test]
fn a_file_longer_than_any_may_be_is_not_asked_for() {
    let repository = Repository::new();
    let mut client = Client::new(&repository);
    client.policy.file_bytes_max = 5;
    assert_eq!(client.refuses(&repository).variant(), "TooLarge");
    assert!(client.requests.iter().all(|path| !path.starts_with("targets/")));
    client.policy.file_bytes_max = repository.targets.targets.values().map(|file| file.length).max().unwrap();
    client.update(&repository).unwrap();
}

#[test]
fn more_files_than_sensible_are_refused() {
    let repository = Repository::new();
    let mut client = Client::new(&repository);
    client.policy.targets_max = 1;
    assert_eq!(client.refuses(&repository), TrustError::TooMany { what: "targets", max: 1 });
    client.policy.targets_max = repository.targets.targets.len();
    client.update(&repository).unwrap();
}

#[test]
fn a_file_without_a_known_hash_is_refused_and_sha512_alone_is_enough() {
    let mut repository = Repository::new();
    let sha512 = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
    let file = repository.targets.targets.get_mut("index.json").unwrap();
    (file.length, file.hashes) = (0, [("sha512".into(), sha512.into()), ("blake3".into(), "00".into())].into());
    repository.served.insert(format!("targets/{sha512}.index.json"), Vec::new());
    repository.publish();
    let client = Client::updated(&repository);
    assert_eq!(client.list_set().unwrap().file("index.json"), Some(&b""[..]));
    repository.targets.targets.get_mut("index.json").unwrap().hashes.remove("sha512");
    repository.publish();
    assert_eq!(Client::new(&repository).refuses(&repository).variant(), "NoKnownHash");
}

#[test]
fn a_path_out_of_the_folder_is_refused() {
    for path in ["../index.json", "/etc/passwd", "a//b", "a\\..\\b", ""] {
        let mut repository = Repository::new();
        let file = repository.targets.targets.get("index.json").unwrap().clone();
        repository.targets.targets.insert(path.into(), file);
        repository.publish();
        let error = Client::new(&repository).refuses(&repository);
        assert_eq!(error, TrustError::UnsafePath { path: path.into() });
        // Nor out of storage: there nothing asks for an address.
        let mut stored = Archive::default();
        for name in ["timestamp.json", "2.snapshot.json", "2.targets.json"] {
            stored.insert(name.trim_start_matches("2."), repository.served[&format!("metadata/{name}")].clone());
        }
        for name in ["index.json", "sections/a.json", path] {
            stored.insert(format!("target/{name}"), *b"{\"index\":1}");
        }
        stored.insert("target/sections/a.json", *b"{\"section\":\"a\"}");
        let error = ListSet::verify(&repository.newest_root(), stored).unwrap_err();
        assert_eq!(error, TrustError::UnsafePath { path: path.into() });
    }
}

#[test]
fn a_hash_leads_out_of_no_folder() {
    let mut repository = Repository::new();
    repository.targets.targets.get_mut("index.json").unwrap().hashes = [("sha256".into(), "../../x".into())].into();
    repository.publish();
    let mut client = Client::new(&repository);
    assert_eq!(client.refuses(&repository).variant(), "Missing");
    assert!(client.requests.iter().all(|path| !path.contains("..")), "{:?}", client.requests);
}

#[test]
fn a_failed_update_mixes_nothing_and_the_next_one_goes_on() {
    let mut repository = Repository::with_sites();
    let mut client = Client::updated(&repository);
    let before = client.list_set();
    repository.add_file("index.json", b"{\"index\":2}");
    repository.add_file("sections/a.json", b"{\"section\":\"a2\"}");
    repository.publish();
    let path = path_of(&repository, "a.json");
    let paths: Vec<String> = repository.served.keys().filter(|path| path.contains("sections/")).cloned().collect();
    assert!(paths.len() == 2 && paths.contains(&path));
    let new = paths.into_iter().find(|path| repository.served[path] == b"{\"section\":\"a2\"}").unwrap();
    let bytes = repository.served.remove(&new).unwrap();
    assert_eq!(client.refuses(&repository).variant(), "Missing");
    assert_eq!(client.list_set(), before);
    repository.served.insert(new, bytes);
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().file("sections/a.json"), Some(&b"{\"section\":\"a2\"}"[..]));
    // The floor had run ahead: its metadata is not asked for again.
    assert!(client.requests.iter().all(|path| !path.contains("snapshot")), "{:?}", client.requests);
}

#[test]
fn a_wrong_file_ends_the_update_at_once() {
    let mut repository = Repository::new();
    let path = path_of(&repository, "index.json");
    repository.served.insert(path.clone(), b"{\"iNdex\":1}".into());
    let mut client = Client::new(&repository);
    assert_eq!(client.refuses(&repository).variant(), "WrongHash");
    assert_eq!(client.requests.last(), Some(&path), "nothing is asked for after it");
}
