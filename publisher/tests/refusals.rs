//! Whatever is wrong ends with one clear line, and leaves everything as it was.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{NOON, Place, at};

/// Runs `publish` where it must fail: one line, SITE as it was, nothing left beside it.
fn publish_fails(place: &Place, words: &str, expected: &str) {
    let (names, site) = (place.names(), place.path("site").exists().then(|| place.tree("site")));
    place.run(&format!("publish registry --out site {words}")).must_fail(expected);
    assert_eq!(place.names(), names);
    assert_eq!(place.path("site").exists().then(|| place.tree("site")), site);
}

#[test]
fn a_client_refuses_every_damaged_file() {
    let place = Place::published();
    let verify = format!("verify --root root.json site --now {NOON}");
    place.run(&verify).must();
    // A client starts from its own root, and the page is for people.
    let unread = ["metadata/1.root.json", "index.html"];
    for (path, bytes) in place.tree("site").into_iter().filter(|(path, _)| !unread.contains(&path.as_str())) {
        let file = format!("site/{path}");
        let step = (bytes.len() / 40).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            place.write(&file, damaged);
            place.run(&verify).must_fail("site is refused");
        }
        for damaged in [&bytes[..bytes.len() / 2], b"", b"null", b"<!doctype html>"] {
            place.write(&file, damaged);
            place.run(&verify).must_fail("site is refused");
        }
        fs::remove_file(place.path(&file)).unwrap();
        place.run(&verify).must_fail("is missing");
        place.write(&file, &bytes);
    }
    place.run(&verify).must();
}

/// A list of which every role has a version before the one in force, and each file that a client reads of it, with what
/// stands in its place when a copy is mixed up: the version before, or for a target another target.
fn published_twice() -> (Place, Vec<(String, Vec<u8>)>) {
    let place = Place::published();
    let older = place.read("site/metadata/timestamp.json").into_bytes();
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,active");
    place.run(&format!("publish registry --out site --now {}", at(1))).must();
    for role in ["root", "root", "sites"] {
        place.run(&format!("rotate {role} --site site --keys keys --unencrypted --now {}", at(2))).must();
    }
    let site = place.tree("site");
    let newest = |role: &str| (1..9).rev().find(|version| site.contains_key(&name(*version, role))).unwrap();
    let mut files = vec![
        ("metadata/timestamp.json".to_owned(), older),
        (name(1, "root"), site[&name(2, "root")].clone()),
        (name(2, "root"), site[&name(1, "root")].clone()),
    ];
    for role in ["root", "snapshot", "targets", "sites"] {
        let version = newest(role);
        assert!(version > 1, "{role}");
        files.push((name(version, role), site[&name(version - 1, role)].clone()));
    }
    let listed = |role| {
        let metadata: serde_json::Value = serde_json::from_slice(&site[&name(newest(role), role)]).unwrap();
        let targets = metadata["signed"]["targets"].as_object().unwrap().clone();
        targets.into_iter().map(|(_, target)| target["hashes"]["sha256"].as_str().unwrap().to_owned())
    };
    let hashes: Vec<String> = listed("targets").chain(listed("sites")).collect();
    let targets: Vec<_> = site.iter().filter(|(path, _)| hashes.iter().any(|hash| path.contains(hash))).collect();
    assert!(targets.len() >= 4, "{hashes:?}");
    for (index, (path, _)) in targets.iter().enumerate() {
        files.push(((*path).clone(), targets[(index + 1) % targets.len()].1.clone()));
    }
    (place, files)
}

fn name(version: u64, role: &str) -> String {
    format!("metadata/{version}.{role}.json")
}

/// One line that names the file and says what to do, and nothing written: whatever reads a published folder.
#[test]
fn a_damaged_file_of_a_site_is_named_whatever_is_wrong_with_it() {
    let (place, files) = published_twice();
    fs::copy(place.path("site/metadata/1.root.json"), place.path("root.json")).unwrap();
    let later = at(3);
    let verify = format!("verify --root root.json site --now {later}");
    let verify_own = format!("verify --root site/metadata/1.root.json site --now {later}");
    let publish = format!("publish registry --out site --now {later}");
    let base = format!("publish registry --out next --base site --now {later}");
    let renew = format!("renew site --keys keys --now {later}");
    for (path, other) in files {
        let file = format!("site/{path}");
        let bytes = fs::read(place.path(&file)).unwrap();
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for (what, damaged) in [
            ("flipped", flipped.as_slice()),
            ("half", &bytes[..bytes.len() / 2]),
            ("empty", b""),
            ("another", &other),
            ("missing", b""),
            ("a folder", b""),
        ] {
            fs::remove_file(place.path(&file)).unwrap();
            match what {
                "missing" => {}
                "a folder" => fs::create_dir(place.path(&file)).unwrap(),
                _ => place.write(&file, damaged),
            }
            let before = (place.names(), place.tree("site"));
            // A client that never saw more takes an older timestamp and a shorter chain of roots; and it starts from its own root.
            let is_older = path == "metadata/timestamp.json" && what == "another";
            let is_shorter = path.ends_with(".root.json") && what == "missing";
            let is_first = path == "metadata/1.root.json";
            for command in [&verify, &verify_own, &publish, &base, &renew] {
                let unseen = is_older || is_shorter || is_first && (command == &verify || what == "another");
                if command.starts_with("verify") && unseen {
                    continue;
                }
                // That there was a newer root nothing tells but its keys, which a renewal of the timestamp does not need.
                let is_newest = path == "metadata/3.root.json" && what == "missing";
                if is_newest && command == &renew {
                    continue;
                }
                let said = place.run(command);
                said.must_fail(if is_newest { "are not those that the published root trusts" } else { &file });
                let advised = ["restore", "put the file", "give a copy", "publish again", "rotate"]
                    .iter()
                    .any(|a| said.err.contains(a));
                assert!(advised, "{what} {file}, {command}: {said:?}");
                assert!((place.names(), place.tree("site")) == before, "{what} {file}, {command}");
            }
            if what == "a folder" {
                fs::remove_dir(place.path(&file)).unwrap();
            }
            place.write(&file, &bytes);
        }
    }
    place.run(&verify).must();
    place.run(&publish).must();
}

#[test]
fn a_wrong_place_is_told_with_what_to_do() {
    let place = Place::published();
    place.write("file", "");
    fs::create_dir(place.path("empty")).unwrap();
    let before = (place.names(), place.tree("."));
    for (words, expected) in [
        ("check file", "file is a file; name the folder that it stands in"),
        ("judge --registry file", "file is a file; name the folder that it stands in"),
        ("publish file --out next", "file is a file; name the folder that it stands in"),
        ("new file", "a file stands where a folder is meant: check the name"),
        ("new file/below", "a file stands where a folder is meant: check the name"),
        ("new none/below", "there is no folder none; make it first"),
        ("keys make file --unencrypted", "a file stands where a folder is meant: check the name"),
        ("publish registry --out site --sites none", "cannot read the site files in none: No such file"),
        ("publish registry --out site --sites file", "a file stands where a folder is meant: check the name"),
        ("publish registry --out site --sites empty", "no site files (PLATFORM.json) in empty; name the folder"),
        ("verify --root root.json file", "file is a file; name the folder that `statemark publish` wrote"),
        ("verify --root empty site", "cannot read empty: it is a folder"),
        ("verify --root file site", "file is no root to begin with"),
        ("verify --root root.json site --export empty", "a folder stands where a file is meant: check the name"),
        ("renew file", "file is a file; name the folder that `statemark publish` wrote"),
        ("renew registry", "there is no published list in registry; name the folder that `statemark publish` wrote"),
        ("rotate root --site empty", "there is no published list in empty; name the folder"),
        ("diff file site", "file is a file; name the folder that `statemark publish` wrote"),
        ("serve file", "file is a file; name the folder that `statemark publish` wrote"),
        ("serve empty", "empty holds no published list; give the folder"),
        ("sign file", "file is not a metadata file: EOF while parsing a value at line 1 column 0; take the file"),
        ("sign empty", "cannot read empty: it is a folder"),
    ] {
        let now = if ["publish", "verify"].iter().any(|word| words.starts_with(word)) { " --now " } else { "" };
        place.run(&format!("{words}{now}{}", if now.is_empty() { "" } else { NOON })).must_fail(expected);
        assert!((place.names(), place.tree(".")) == before, "{words}");
    }
}

#[test]
fn without_a_whole_file_nothing_is_judged() {
    let place = Place::with_keys();
    // An empty publisher.toml is readable, and says nothing that a verdict depends on.
    for (file, empty) in [("agencies.csv", ""), ("accounts.csv", ""), ("publisher.toml", "name")] {
        let good = fs::read(place.path(&format!("registry/{file}"))).unwrap();
        let latin = [good.as_slice(), b"caf\xe9\n"].concat();
        for damaged in [None, Some(empty.as_bytes()), Some(b"a;b\n"), Some(&latin)] {
            match damaged {
                Some(bytes) => place.write(&format!("registry/{file}"), bytes),
                None => fs::remove_file(place.path(&format!("registry/{file}"))).unwrap(),
            }
            let said = place.run("judge --registry registry");
            assert_eq!((said.code, said.out.as_str()), (1, ""), "{said:?}");
            let last = format!("statemark: nothing can be judged by registry: {file} is not readable; mend it first");
            assert_eq!(said.err.lines().last(), Some(last.as_str()), "{said:?}");
        }
        place.write(&format!("registry/{file}"), good);
    }
    place.run("judge --registry registry").must();
}

#[test]
fn nothing_is_published_into_a_folder_of_something_else() {
    let place = Place::published();
    fs::create_dir(place.path("other")).unwrap();
    place.write("other/file", "mine");
    place.run("publish registry --out other").must_fail("holds something other than a published list");
}

#[test]
fn a_root_of_another_list_verifies_nothing() {
    let (place, other) = (Place::published(), Place::published());
    fs::copy(other.path("root.json"), place.path("other.json")).unwrap();
    place.run(&format!("verify --root other.json site --now {NOON}")).must_fail("0 valid signatures of 1");
    place.write("broken.json", "{}");
    place.run("verify --root broken.json site").must_fail("site is refused");
    place.run("verify --root site/metadata/timestamp.json site").must_fail("give a copy of metadata/1.root.json");
    place.run("verify --root none.json site").must_fail("there is no file none.json");
    place.run("verify --root root.json none").must_fail("there is no folder none");
}

#[test]
fn an_old_list_is_refused_and_so_is_one_from_the_future() {
    let place = Place::published();
    place.run("verify --root root.json site --now 2026-11-29T11:59:59Z").must();
    place.run("verify --root root.json site --now 2026-11-29T12:00:00Z").must_fail("the timestamp metadata expired on");
    place.run("verify --root root.json site --now 2026-11-20T12:00:00Z").must_fail("clock");
}

#[test]
fn a_clock_that_contradicts_the_last_publication_is_refused() {
    let place = Place::published();
    publish_fails(&place, "--now 2026-11-22T11:59:59Z", "the clock says 2026-11-22T11:59:59Z");
    place.run("publish registry --out site --now 2026-11-22T12:00:00Z").must();
}

#[test]
fn a_wrong_row_publishes_nothing() {
    let place = Place::with_keys();
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,asleep");
    let said = place.run("publish registry --out site");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("accounts.csv row 3, status: `asleep` is no status. Write active,"), "{said:?}");
    assert!(said.err.contains("statemark: 1 problem in registry; nothing was written"), "{said:?}");
    assert_eq!(place.names(), ["keys", "registry"]);
    fs::remove_file(place.path("registry/accounts.csv")).unwrap();
    let said = place.run("publish registry --out site");
    assert!(said.err.contains("accounts.csv: the file is missing"), "{said:?}");
    fs::create_dir(place.path("registry/accounts.csv")).unwrap();
    place
        .run("publish registry --out site")
        .must_fail("registry/accounts.csv: it is a folder; put the file of that name");
    place.write("keys/roles.toml", "[[root\n");
    fs::remove_dir(place.path("registry/accounts.csv")).unwrap();
    place
        .run("keys list keys")
        .must_fail("keys/roles.toml cannot be used; mend it, or put it back from a copy: line 1");
}

#[test]
fn keys_that_do_not_open_or_are_not_the_right_ones_publish_nothing() {
    let place = Place::new();
    place.run("new registry").must();
    place.write("passphrase", "the right one\n");
    place.write("wrong", "wrong\n");
    place.write("empty", "\n");
    place.run("keys make keys --role root=1/1 --passphrase-file passphrase").must();
    publish_fails(
        &place,
        "--passphrase-file wrong",
        "the passphrase is wrong, or the file is damaged; give its passphrase",
    );
    publish_fails(&place, "--passphrase-file empty", "the first line of empty is empty");
    publish_fails(&place, "--passphrase-file gone", "there is no file gone");
    publish_fails(&place, "--keys gone", "there is no roles.toml in gone");
    place.run("publish registry --out site --passphrase-file passphrase").must();

    // Another folder of keys cannot take the list over.
    place.run("keys make others --role root=1/1 --unencrypted").must();
    publish_fails(
        &place,
        "--keys others",
        "the keys or the threshold of root are not those that the published root trusts",
    );

    let good = place.read("keys/targets-1.pem");
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,active");
    for (bad, expected) in [
        ("no key".to_owned(), "not a PKCS#8 key in PEM form"),
        (good[..good.len() / 2].to_owned(), "the passphrase is wrong, or the file is damaged"),
        (place.read("keys/sites-1.pem"), "holds another key than roles.toml names"),
        (place.read("others/sites-1.pem"), "holds another key than roles.toml names"),
    ] {
        place.write("keys/targets-1.pem", bad);
        publish_fails(&place, "--passphrase-file passphrase", expected);
    }
    fs::remove_file(place.path("keys/targets-1.pem")).unwrap();
    publish_fails(&place, "--passphrase-file passphrase", "asks for 1 more of targets-1");
    place.write("keys/targets-1.pem", good);
    place.run("publish registry --out site --passphrase-file passphrase").must();
}

#[test]
fn roles_that_no_extension_could_verify_are_refused() {
    let place = Place::with_keys();
    let good = place.read("keys/roles.toml");
    let key = good.split('"').nth(1).unwrap();
    for (from, to, expected) in [
        (key, "ecdsa-sha2-nistp256:04ab", "line"),
        ("threshold = 1", "threshold = 2", "a threshold of 2"),
        ("threshold = 1", "threshold = one", "line 6"),
    ] {
        place.write("keys/roles.toml", good.replace(from, to));
        let expected = if from == key { "the extension verifies ed25519 keys only" } else { expected };
        publish_fails(&place, "", expected);
        place.run("check registry --keys keys").must_fail(expected);
    }
}

#[test]
fn nothing_is_overwritten() {
    let place = Place::published();
    let registry = place.tree("registry");
    place.run("new registry").must_fail("registry is not empty; nothing was written");
    assert_eq!(place.tree("registry"), registry);
    let keys = place.tree("keys");
    place.run("keys make keys --unencrypted").must_fail("keys is not empty; nothing was written");
    assert_eq!(place.tree("keys"), keys);
    place.write("file", "mine");
    place.run("new file").must_fail("cannot make a folder at file");
    place
        .run("publish registry --out next --base registry")
        .must_fail("registry holds something other than a published list");
}

#[cfg(unix)]
#[test]
fn key_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_keys();
    let mode = |name: &str| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("keys/root-1.pem"), 0o600);
    place.write("passphrase", "short");
    place.run("keys encrypt keys --passphrase-file passphrase").must_fail("the passphrase has 5 characters");
    place.write("passphrase", "long enough");
    place.run("keys encrypt keys --passphrase-file passphrase").must();
    assert_eq!(mode("keys/root-1.pem"), 0o600);
}
