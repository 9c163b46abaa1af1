//! Whole repositories that are wrong in the way their test is named for: in their form, in their size, in what is mixed.

use ed25519_dalek::{Signer as _, SigningKey};
use statemark_core::trust::metadata::{JsonForm as _, Paths, Signature};
use statemark_core::trust::value::Value;
use statemark_core::trust::{ListSet, canonical};

use crate::client::Client;
use crate::repository::{DAY, NOW, Repository, key, key_id, signed, to_bytes};

/// Each role's file as a client that has the version before asks for it, and the key that signs it.
fn roles() -> [(&'static str, &'static str, SigningKey); 5] {
    [
        ("root", "metadata/2.root.json", key(1)),
        ("timestamp", "metadata/timestamp.json", key(3)),
        ("snapshot", "metadata/3.snapshot.json", key(4)),
        ("targets", "metadata/3.targets.json", key(5)),
        ("sites", "metadata/2.sites.json", key(6)),
    ]
}

/// A client that has updated once, and the next version of everything, in which no hash covers another file.
fn next() -> (Client, Repository) {
    let mut repository = Repository::with_sites();
    let client = Client::updated(&repository);
    repository.publish_root();
    repository.meta_hashes = false;
    repository.publish();
    (client, repository)
}

/// The file with another `signed`, signed by whoever may.
fn resign(repository: &mut Repository, path: &str, change: impl FnOnce(&mut serde_json::Value)) {
    let mut file: serde_json::Value = serde_json::from_slice(&repository.served[path]).unwrap();
    change(&mut file["signed"]);
    let message = canonical::to_bytes(&serde_json::from_value::<Value>(file["signed"].clone()).unwrap());
    sign(repository, path, file, &message);
}

fn sign(repository: &mut Repository, path: &str, mut file: serde_json::Value, message: &[u8]) {
    let keys = (1..=6).map(key).map(|key| {
        let signature = Signature::new(key_id(&key), &key.sign(message).to_bytes());
        serde_json::to_value(signature.to_value()).unwrap()
    });
    file["signatures"] = keys.collect();
    repository.served.insert(path.into(), serde_json::to_vec(&file).unwrap());
}

/// The same text with a member more at the front of `signed`.
fn with_member(bytes: &[u8], member: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let changed = text.replacen("\"signed\":{", &format!("\"signed\":{{{member},"), 1);
    assert_ne!(text, changed);
    changed.into()
}

#[test]
fn what_is_signed_again_unchanged_is_accepted() {
    for (role, path, _) in roles() {
        let (mut client, mut repository) = next();
        resign(&mut repository, path, |signed| {
            signed["x-unknown"] = serde_json::json!({"deep": [1, null, {"er": "é"}]})
        });
        client.update(&repository).unwrap_or_else(|error| panic!("{role}: {error}"));
    }
}

#[test]
fn every_role_is_refused_in_a_form_that_two_readers_could_read_differently() {
    let deep = format!("\"x\":{}{}", "[".repeat(30), "]".repeat(30));
    let bomb = format!("\"x\":{}", "[".repeat(10_000));
    let objects = format!("\"x\":{}1{}", "{\"x\":".repeat(2_000), "}".repeat(2_000));
    for (role, path, _) in roles() {
        for member in [
            "\"version\":1",
            "\"_type\":\"root\"",
            "\"x\":1,\"x\":1",
            "\"x\":{\"a\":1,\"\\u0061\":2}",
            "\"x\":1.0",
            "\"x\":1e2",
            "\"x\":9007199254740993",
            "\"x\":-9007199254740993",
            "\"x\":9223372036854775808",
            "\"x\":\"\\ud800\"",
            "\"x\":NaN",
            &deep,
            &bomb,
            &objects,
        ] {
            let (mut client, mut repository) = next();
            let bytes = with_member(&repository.served[path], member);
            repository.served.insert(path.into(), bytes);
            let shown = &member[..member.len().min(40)];
            assert_eq!(client.refuses(&repository).variant(), "NotJson", "{role}: {shown}");
        }
    }
}

#[test]
fn every_role_is_refused_in_bytes_that_are_no_utf_8_or_not_all_of_the_file() {
    for (role, path, _) in roles() {
        let (_, repository) = next();
        let bytes = repository.served[path].clone();
        let utf_16 = std::str::from_utf8(&bytes).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
        for broken in [
            with_member(&bytes, "\"x\":\"é\"").into_iter().map(|byte| if byte == 0xC3 { 0xFF } else { byte }).collect(),
            [b"\xEF\xBB\xBF", &bytes[..]].concat(),
            [&bytes[..], b"{}"].concat(),
            bytes[..bytes.len() - 1].to_vec(),
            utf_16,
        ] {
            let (mut client, mut repository) = next();
            repository.served.insert(path.into(), broken);
            assert_eq!(client.refuses(&repository).variant(), "NotJson", "{role}");
        }
    }
}

#[test]
fn a_signature_over_another_form_than_the_canonical_one_counts_for_nothing() {
    for (role, path, _) in roles() {
        let (mut client, mut repository) = next();
        let file: serde_json::Value = serde_json::from_slice(&repository.served[path]).unwrap();
        let pretty = serde_json::to_vec_pretty(&file["signed"]).unwrap();
        sign(&mut repository, path, file.clone(), &pretty);
        assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet", "{role}");
        // While the canonical form may be written in any way.
        let message = canonical::to_bytes(&serde_json::from_value::<Value>(file["signed"].clone()).unwrap());
        sign(&mut repository, path, file, &message);
        let written = serde_json::from_slice::<serde_json::Value>(&repository.served[path]).unwrap();
        repository.served.insert(path.into(), serde_json::to_vec_pretty(&written).unwrap());
        client.update(&repository).unwrap();
    }
}

#[test]
fn a_version_beyond_what_numbers_hold_is_refused_though_it_is_signed() {
    for (role, path, _) in roles() {
        for (version, variant) in [
            ("9223372036854775808", "NotJson"),
            ("9007199254740993", "NotJson"),
            ("0", "Malformed"),
            ("-1", "Malformed"),
        ] {
            let (mut client, mut repository) = next();
            let file: serde_json::Value = serde_json::from_slice(&repository.served[path]).unwrap();
            let current = format!("\"version\":{}}}", file["signed"]["version"]);
            // Canonical members are sorted, so `version` is the last one.
            let message = String::from_utf8(canonical::to_bytes(
                &serde_json::from_value::<Value>(file["signed"].clone()).unwrap(),
            ))
            .unwrap();
            assert!(message.ends_with(&current), "{message}");
            let message = message.replace(&current, &format!("\"version\":{version}}}"));
            let signature = |key: SigningKey| {
                let signature = Signature::new(key_id(&key), &key.sign(message.as_bytes()).to_bytes());
                serde_json::to_string(&signature.to_value()).unwrap()
            };
            let signatures = (1..=6).map(key).map(signature).collect::<Vec<_>>().join(",");
            repository
                .served
                .insert(path.into(), format!("{{\"signatures\":[{signatures}],\"signed\":{message}}}").into());
            assert_eq!(client.refuses(&repository).variant(), variant, "{role} {version}");
        }
    }
}

#[test]
fn the_last_version_that_numbers_hold_leaves_a_way_back() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    repository.timestamp.version = (1 << 53) - 1;
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().timestamp, 1 << 53);
    repository.set_keys("timestamp", &[key(30)], 1);
    repository.publish_root();
    repository.timestamp.version = 2;
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().versions().timestamp, 3);
}

#[test]
fn every_role_written_for_another_specification_is_refused() {
    for (role, path, _) in roles() {
        let (mut client, mut repository) = next();
        resign(&mut repository, path, |signed| signed["spec_version"] = "2.0.0".into());
        assert_eq!(client.refuses(&repository).variant(), "UnknownSpecification", "{role}");
    }
}

#[test]
fn every_role_is_accepted_at_its_bound_and_refused_a_byte_beyond() {
    for ((role, path, _), max) in roles().into_iter().zip([64 << 10, 16 << 10, 64 << 10, 512 << 10, 512 << 10]) {
        let (mut client, mut repository) = next();
        let mut bytes = repository.served[path].clone();
        bytes.resize(max + 1, b' ');
        repository.served.insert(path.into(), bytes.clone());
        assert_eq!(client.refuses(&repository).variant(), "TooLarge", "{role}");
        bytes.truncate(max);
        repository.served.insert(path.into(), bytes);
        client.update(&repository).unwrap_or_else(|error| panic!("{role}: {error}"));
    }
}

/// What an attacker answers for a missing file: a page, whatever was asked for.
#[test]
fn a_page_in_place_of_any_file_is_refused_and_what_is_stored_stays() {
    let page = b"<!doctype html><title>Please log in</title>";
    let (_, repository) = next();
    let mut fetched = Client::updated(&Repository::with_sites());
    fetched.update(&repository).unwrap();
    for path in fetched.requests.clone() {
        let (mut client, mut repository) = next();
        let before = client.list_set();
        repository.served.insert(path.clone(), page.into());
        client.refuses(&repository);
        assert_eq!(client.list_set(), before, "{path}");
        client.update(&next().1).unwrap();
    }
    let (mut client, _) = next();
    let error = client.update_from(&mut |_| Some(page.into())).unwrap_err();
    assert_eq!(error.variant(), "NotJson");
    assert_eq!(client.requests, ["metadata/2.root.json"]);
}

/// Two publications of one publisher with the same version numbers, as after a restored backup.
#[test]
fn two_publications_under_the_same_versions_are_not_mixed() {
    let [one, other] = ["one", "other"].map(|name| {
        let mut repository = Repository::with_sites();
        for path in ["index.json", "sections/a.json"] {
            repository.add_file(path, format!("{{\"{name}\":\"{path}\"}}").as_bytes());
        }
        repository.targets.unknown = Repository::unknown(&[("x-name", name)]);
        repository.snapshot.unknown = Repository::unknown(&[("x-name", name)]);
        repository.timestamp.unknown = Repository::unknown(&[("x-name", name)]);
        repository.publish();
        repository
    });
    let is_of = |repository: &Repository, path: &str| repository.served.contains_key(path);
    let whole: Vec<ListSet> = [&one, &other].map(|all| Client::updated(all).list_set().unwrap()).into();
    let mut refused = 0;
    for choice in 0..32_u32 {
        let mut client = Client::new(&one);
        let step = |path: &str| match path {
            "metadata/timestamp.json" => 0,
            _ if path.ends_with(".snapshot.json") => 1,
            _ if path.ends_with(".targets.json") => 2,
            _ if path.ends_with(".sites.json") => 3,
            _ => 4,
        };
        let result = client.update_from(&mut |path| {
            let first = if choice >> step(path) & 1 == 0 { [&one, &other] } else { [&other, &one] };
            let from = first.iter().find(|repository| is_of(repository, path))?;
            from.served.get(path).cloned()
        });
        match result {
            // A file's name carries its hash, so files come from where they are; the delegated role is the same in both.
            Ok(_) => assert!(whole.contains(&client.list_set().unwrap()), "{choice:05b}"),
            Err(_) => refused += 1,
        }
    }
    assert_eq!(refused, 24, "timestamp, snapshot and targets must be of one hand");
}

#[test]
fn no_file_of_another_publisher_is_accepted() {
    let (_, ours) = next();
    // Another publisher with the same names and versions, and other keys.
    let mut theirs = ours.clone();
    for (role, number) in [("root", 61), ("timestamp", 63), ("snapshot", 64), ("targets", 65)] {
        theirs.set_keys(role, &[key(number)], 1);
    }
    theirs.root.version = 0;
    theirs.served.clear();
    theirs.publish_root();
    theirs.publish_root();
    theirs.targets.version -= 1;
    theirs.snapshot.version -= 1;
    theirs.timestamp.version -= 1;
    theirs.delegated.clear();
    theirs.targets.delegations = None;
    theirs.publish();
    for (role, path, _) in roles().into_iter().filter(|(role, ..)| *role != "sites") {
        let (mut client, mut repository) = next();
        repository.served.insert(path.into(), theirs.served[path].clone());
        assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet", "{role}");
    }
    let mut client = Client::updated(&Repository::with_sites());
    assert_eq!(client.refuses(&theirs).variant(), "ThresholdNotMet", "all of it");
}

#[test]
fn the_sites_key_signs_no_account_in_any_way() {
    // As the role of the whole list.
    let (mut client, mut repository) = next();
    repository.add_file("index.json", b"{\"index\":\"evil\"}");
    let file = signed(&repository.targets, &[key(6)]);
    repository.served.insert("metadata/3.targets.json".into(), to_bytes(&file));
    assert_eq!(client.refuses(&repository).variant(), "ThresholdNotMet");
    // Under its own name, every file there is, and more.
    let (mut client, mut repository) = next();
    for path in ["index.json", "sections/a.json", "sections/evil.json", "impostors.json"] {
        repository.add_delegated_file("sites", path, b"{\"evil\":true}");
    }
    repository.publish();
    client.update(&repository).unwrap();
    let set = client.list_set().unwrap();
    assert!(set.files().all(|(_, bytes)| bytes != b"{\"evil\":true}"));
    assert_eq!(set.files().count(), 3);
    // Through a role of its own making.
    let (mut client, mut repository) = next();
    repository.delegate("sites", "more", Paths::Patterns(vec!["*".into(), "sections/*".into()]), &[key(7)]);
    repository.add_delegated_file("more", "index.json", b"{\"evil\":true}");
    repository.add_delegated_file("more", "sections/a.json", b"{\"evil\":true}");
    repository.publish();
    client.update(&repository).unwrap();
    assert!(client.list_set().unwrap().files().all(|(_, bytes)| bytes != b"{\"evil\":true}"));
}

#[test]
fn fresh_timestamps_over_a_withheld_snapshot_confirm_nothing() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let honest = client.list_set().unwrap();
    repository.publish();
    let withheld = format!("metadata/{}.snapshot.json", repository.snapshot.version);
    for day in 1..=20 {
        client.now = NOW.plus(day * DAY);
        repository.timestamp.issued = Some(client.now);
        repository.publish_timestamp();
        let mut served = repository.clone();
        served.served.remove(&withheld);
        assert_eq!(client.refuses(&served).variant(), "Missing");
        assert_eq!(
            client.list_set().unwrap().issued(),
            honest.issued(),
            "what is shown as confirmed stays as old as it is"
        );
    }
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().issued(), Some(client.now));
}

#[test]
fn fresh_timestamps_over_an_old_snapshot_end_with_its_expiry() {
    let mut repository = Repository::new();
    repository.snapshot.expires = NOW.plus(10 * DAY);
    repository.publish();
    let mut client = Client::updated(&repository);
    for day in [9, 10, 11] {
        client.now = NOW.plus(day * DAY);
        repository.timestamp.issued = Some(client.now);
        repository.publish_timestamp();
        let refused = client.update(&repository).err().map(|error| error.variant());
        assert_eq!(refused, (day >= 10).then_some("Expired"), "{day}");
    }
    assert_eq!(client.list_set().unwrap().issued(), Some(NOW.plus(9 * DAY)));
}

#[test]
fn a_publishers_clock_far_forward_poisons_no_floor() {
    let mut repository = Repository::new();
    let mut client = Client::updated(&repository);
    let (floor, honest) = (client.floor.clone(), repository.clone());
    for days in [2, 400, 4000] {
        repository.timestamp.issued = Some(NOW.plus(days * DAY));
        repository.timestamp.expires = NOW.plus((days + 7) * DAY);
        repository.publish_timestamp();
        assert_eq!(client.refuses(&repository).variant(), "IssuedInFuture");
        assert_eq!(client.floor, floor);
    }
    repository = honest;
    repository.publish();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().issued(), Some(NOW));
}
