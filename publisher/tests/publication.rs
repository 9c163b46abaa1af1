//! From spreadsheets to a list that a client believes, and on to the next edition.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{NOON, Place, at};

fn verify(place: &Place, words: &str) -> serde_json::Value {
    place.run(&format!("verify --root root.json site --json {words}")).json()
}

#[test]
fn a_change_is_published_in_the_next_edition() {
    let place = Place::published();
    let first = place.tree("site");
    let believed = verify(&place, &format!("--now {NOON}"));
    assert_eq!((&believed["accounts"], &believed["versions"]["targets"]), (&4.into(), &1.into()));
    assert_eq!((&believed["freshness"], &believed["demonstration"]), (&"fresh".into(), &true.into()));

    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,active");
    let later = at(1);
    let said = place.run(&format!("publish registry --out site --json --now {later}")).json();
    let upload: Vec<&str> = said["upload"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    // The changed section and the index; not the other section, the impostors or the site files.
    assert_eq!(upload.iter().filter(|path| path.starts_with("targets/")).count(), 2, "{upload:?}");
    assert_eq!(
        upload[2..],
        ["metadata/2.targets.json", "metadata/2.snapshot.json", "metadata/timestamp.json", "index.html"]
    );

    let believed = verify(&place, &format!("--now {later}"));
    assert_eq!(believed["versions"], serde_json::json!({"root": 1, "timestamp": 2, "snapshot": 2, "targets": 2}));
    assert_eq!((&believed["list_date"], &believed["issued"]), (&"2026-11-23".into(), &later.into()));
    // A client in the middle of an update still finds what the first edition names.
    let second = place.tree("site");
    for (path, bytes) in
        first.iter().filter(|(path, _)| !["metadata/timestamp.json", "index.html"].contains(&path.as_str()))
    {
        assert_eq!(second.get(path), Some(bytes), "{path}");
    }
    assert_eq!(place.names(), ["keys", "registry", "root.json", "site"]);
}

#[test]
fn an_unchanged_list_is_confirmed_and_signatures_are_renewed_when_due() {
    let place = Place::published();
    for (days, root, timestamp, snapshot, targets) in
        [(1, 1, 2, 1, 1), (15, 1, 3, 2, 1), (151, 1, 4, 3, 2), (306, 2, 5, 4, 3)]
    {
        place.run(&format!("publish registry --out site --now {}", at(days))).must();
        let believed = verify(&place, &format!("--now {}", at(days)));
        let versions =
            serde_json::json!({"root": root, "timestamp": timestamp, "snapshot": snapshot, "targets": targets});
        assert_eq!(believed["versions"], versions, "after {days} days");
        // Nothing changed, so the list is still of its first day.
        assert_eq!(believed["list_date"], "2026-11-22");
    }
}

#[test]
fn encrypted_keys_with_thresholds_sign() {
    let place = Place::new();
    place.run("new registry").must();
    place.write("passphrase", "correct horse\n");
    place.run("keys make keys --role root=3/2 --role targets=2/2 --passphrase-file passphrase").must();
    assert!(place.read("keys/root-1.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    // One root key is with its holder.
    std::fs::remove_file(place.path("keys/root-2.pem")).unwrap();
    place.run("publish registry --out site --passphrase-file passphrase").must();
    place.run("verify --root site/metadata/1.root.json site").must();

    let keys = place.run("keys list keys --json").json();
    let kept: Vec<_> = keys["keys"].as_array().unwrap().iter().map(|key| key["file"].as_str().unwrap()).collect();
    assert_eq!(
        kept,
        ["encrypted", "absent", "encrypted", "encrypted", "encrypted", "encrypted", "encrypted", "encrypted"]
    );
}

#[test]
fn keys_can_be_encrypted_afterwards() {
    let place = Place::with_keys();
    place.write("passphrase", "correct horse");
    let said = place.run("keys encrypt keys --passphrase-file passphrase --json").json();
    assert_eq!(said["encrypted"].as_array().unwrap().len(), 5);
    place.run("publish registry --out site --passphrase-file passphrase").must();
    place.run("keys encrypt keys --passphrase-file passphrase").must_fail("encrypted already");
}

#[test]
fn what_is_exported_is_the_verified_list() {
    let place = Place::published();
    place.run(&format!("verify --root root.json site --now {NOON} --export packaged.bin")).must();
    let bytes = std::fs::read(place.path("packaged.bin")).unwrap();
    let archive = statemark_core::trust::Archive::from_bytes(&bytes).unwrap();
    let root = place.read("root.json");
    let list = statemark_core::trust::ListSet::verify(root.as_bytes(), archive).unwrap();
    assert!(list.file("index.json").is_some() && list.file("sites.json").is_some());
}

#[test]
fn a_new_folder_continues_the_list_of_another() {
    let place = Place::published();
    let before = place.tree("site");
    place.run(&format!("publish registry --out next --base site --now {}", at(1))).must();
    assert_eq!(place.tree("site"), before);
    let said = place.run(&format!("verify --root root.json next --json --now {}", at(1))).json();
    assert_eq!(said["versions"]["timestamp"], 2);
}

#[test]
fn site_files_are_signed_by_their_own_role_and_stay() {
    let place = Place::with_keys();
    std::fs::create_dir(place.path("sites")).unwrap();
    place.write("sites/x.json", r#"{"schema":1,"platform":"x","surfaces":[{"id":"header","element":"main","identity":"address","handle":{"selector":"h2"},"mark_after":"h1","endorse":true}]}"#);
    place.run(&format!("publish registry --out site --sites sites --now {NOON}")).must();
    place.run(&format!("publish registry --out site --now {}", at(1))).must();
    let tree = place.tree("site");
    let sites: Vec<&Vec<u8>> = tree
        .iter()
        .filter(|(path, _)| path.ends_with(".sites.json") && path.starts_with("targets/"))
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(sites.len(), 1);
    assert!(String::from_utf8_lossy(sites[0]).contains(r#""id":"header""#));
    assert!(tree["metadata/1.targets.json"].windows(5).any(|w| w == b"sites"));

    let before = place.tree("site");
    let publish = format!("publish registry --out site --sites sites --now {}", at(2));
    place.write(
        "sites/x.json",
        r#"{"schema":1,"platform":"x","surfaces":[{"id":"a","element":"main:has(b)","identity":"address","mark_after":"h1"}]}"#,
    );
    place
        .run(&publish)
        .must_fail("sites/x.json is refused: site file x, surface a, element: the selector `main:has(b)`");
    place.write("sites/x.json", "{");
    place.run(&publish).must_fail("sites/x.json is not JSON");
    assert_eq!(place.tree("site"), before);
}

#[test]
fn a_site_file_that_the_core_would_leave_out_is_named_by_check() {
    let place = Place::with_keys();
    std::fs::create_dir(place.path("sites")).unwrap();
    let site = |platform: &str, element: &str| {
        format!(
            r#"{{"schema":1,"platform":"{platform}","surfaces":[{{"id":"a","element":"{element}","identity":"address","mark_after":"h1"}}]}}"#
        )
    };
    place.write("sites/bluesky.json", site("bluesky", "main"));
    place.write("sites/x.json", site("x", "main"));
    assert_eq!(place.run("check --sites sites").must(), "2 site files, no problem\n");
    assert!(place.run("check registry --sites sites").must().contains("registry: "));
    assert_eq!(place.run("check --sites sites --json").json()["sites"], 2);

    place.write("sites/x.json", site("x", "main:has(b)"));
    for words in ["check --sites sites", "check registry --sites sites", "check --sites sites --json"] {
        place.run(words).must_fail(
            "sites/x.json is refused: site file x, surface a, element: the selector `main:has(b)` has a `h` at character 6 that this grammar does not know; mend the file",
        );
    }
    place.write("sites/x.json", site("bluesky", "main"));
    place
        .run("check --sites sites")
        .must_fail("the site files in sites are refused: site file bluesky stands twice; mend them");
    place.write("sites/x.json", "{");
    place.run("check --sites sites").must_fail("sites/x.json is not JSON");
    place.run("check --sites nowhere").must_fail("cannot read the site files in nowhere");
}

#[test]
fn the_public_page_says_what_it_is() {
    let place = Place::published();
    let page = place.read("site/index.html");
    assert!(page.contains("This is a demonstration") && page.contains(r#"<html lang="en">"#));
    assert!(page.contains(r#"<a href="https://x.com/StateExRoads" rel="noreferrer">"#));
    assert!(page.contains("No longer used since 2023-12-31") && !page.contains("https://x.com/StateExTrails"));
    assert!(page.contains("<td>Listed (demonstration)</td>") && !page.contains("<td>Official</td>"));
    assert!(!page.contains("StateExR0ads") && !page.contains("<script") && !page.contains("<img"));
}
