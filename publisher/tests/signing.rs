//! Holders who keep their keys sign where they are; the list goes out when enough of them have.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{NOON, Place, at};
use ed25519_dalek::pkcs8::DecodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};

/// Two of three editors must sign; Anna's and Ben's keys are with them, and one is a token's.
fn place() -> Place {
    let place = Place::published_with("--role targets=3/2");
    for (name, holder) in [("targets-1", "anna"), ("targets-2", "ben"), ("targets-3", "token")] {
        fs::create_dir(place.path(holder)).unwrap();
        fs::rename(place.path(&format!("keys/{name}.pem")), place.path(&format!("{holder}/key.pem"))).unwrap();
    }
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,compromised");
    place
}

fn publish(place: &Place, words: &str) -> common::Said {
    place.run(&format!("publish registry --out site --now {} {words}", at(1)))
}

fn resume(place: &Place) -> common::Said {
    place.run(&format!("publish --resume draft --out site --now {}", at(2)))
}

const FILE: &str = "draft/metadata/2.targets.json";

#[test]
fn holders_sign_copies_that_are_gathered() {
    let place = place();
    let before = place.tree("site");
    publish(&place, "").must_fail("root 1 asks for 2 more of targets-1, targets-2, targets-3");
    let said = publish(&place, "--export draft").must();
    assert!(said.contains("metadata/2.targets.json: root 1 asks for 2 more of"), "{said}");
    assert_eq!(place.tree("site"), before);
    let diff = place.run("diff site draft").must();
    assert!(diff.contains("status: paused → compromised"), "{diff}");

    for holder in ["anna", "ben"] {
        fs::copy(place.path(FILE), place.path(&format!("{holder}/copy.json"))).unwrap();
        place.run(&format!("sign {holder}/copy.json --key {holder}/key.pem")).must();
    }
    // Meanwhile the daily job goes on, and nothing goes out too early.
    place.run(&format!("renew site --now {}", at(2))).must();
    let waiting = place.tree("site");
    resume(&place).must_fail("root 1 asks for 2 more of");
    place.run(&format!("sign {FILE} --from anna/copy.json")).must();
    let status = place.run(&format!("sign {FILE}")).must();
    assert!(
        status.contains("root 1: 1 of 2 signatures\n  signed   targets-1\n  missing  targets-2, targets-3\n"),
        "{status}"
    );
    resume(&place).must_fail("metadata/2.targets.json: root 1 asks for 1 more of targets-2, targets-3");
    assert_eq!(place.tree("site"), waiting);
    // A second signature of the same holder adds nothing.
    place.run(&format!("sign {FILE} --key anna/key.pem")).must();
    resume(&place).must_fail("asks for 1 more");

    let status = place.run(&format!("sign {FILE} --from ben/copy.json --json")).json();
    assert_eq!(status["complete"], true);
    resume(&place).must();
    let said = place.run(&format!("verify --root root.json site --json --now {}", at(2))).json();
    assert_eq!((&said["versions"]["targets"], &said["versions"]["timestamp"]), (&2.into(), &3.into()));
    assert!(!place.read("site/metadata/2.targets.json").contains("to_sign"));
    assert!(place.read("site/index.html").contains("version 2"));
    let published = place.tree("site");
    resume(&place).must_fail("metadata/2.targets.json in the draft is not what is next");
    assert_eq!(place.tree("site"), published);
}

#[test]
fn a_token_signs_the_payload() {
    let place = place();
    publish(&place, "--export draft").must();
    place.run(&format!("sign {FILE} --payload payload.bin --key anna/key.pem")).must();
    let token = SigningKey::from_pkcs8_pem(&place.read("token/key.pem")).unwrap();
    let signature = token.sign(&fs::read(place.path("payload.bin")).unwrap()).to_bytes();
    let before = place.read(FILE);
    let import = |file: &str, id: &str| place.run(&format!("sign {FILE} --signature {file} --keyid {id}"));

    place.write("right.bin", signature);
    place.write("wrong.bin", token.sign(b"something else").to_bytes());
    place.write("short.bin", &signature[1..]);
    import("wrong.bin", "targets-3").must_fail("is not targets-3's over this file");
    import("right.bin", "targets-2").must_fail("is not targets-2's over this file");
    import("right.bin", "nobody")
        .must_fail("`nobody` is none of those that must sign: targets-1, targets-2, targets-3");
    import("short.bin", "targets-3").must_fail("is no Ed25519 signature");
    assert_eq!(place.read(FILE), before);
    import("right.bin", "targets-3").must();
    resume(&place).must();
    place.run(&format!("verify --root root.json site --now {}", at(2))).must();
}

#[test]
fn only_what_was_exported_is_signed_and_only_by_its_holders() {
    let place = place();
    publish(&place, "--export draft").must();
    let good = place.read(FILE);
    place.run("keys holder stranger.pem --unencrypted").must();
    place.run(&format!("sign {FILE} --key stranger.pem")).must_fail("is none of those that must sign");
    place.run("sign site/metadata/1.targets.json --key anna/key.pem").must_fail("does not say who must sign it");
    place.run("sign root.json --from nothing.json").must_fail("does not say who must sign it");
    place.run(&format!("sign {FILE} --from site/metadata/1.targets.json")).must_fail("holds something else");
    place.run(&format!("sign {FILE} --from {FILE}")).must_fail("holds no signature");
    assert_eq!(place.read(FILE), good);

    // Signatures over something else than would be published now are worth nothing.
    for holder in ["anna", "ben"] {
        place.run(&format!("sign {FILE} --key {holder}/key.pem")).must();
    }
    let signed = place.read(FILE);
    place.replace(FILE, "\"version\": 2", "\"version\": 3");
    resume(&place).must_fail("has version 3 where 2 is next");
    place.write(FILE, &signed);
    let index = place.tree("draft").into_keys().find(|path| path.ends_with(".index.json")).unwrap();
    place.replace(&format!("draft/{index}"), "\"issued\"", "\"issueD\"");
    resume(&place).must_fail("is not the file that is to be signed");
    place.replace(&format!("draft/{index}"), "\"issueD\"", "\"issued\"");
    // What the holders signed half a year ago has expired.
    place
        .run("publish --resume draft --out site --now 2027-06-22T12:00:00Z")
        .must_fail("2.targets.json in the draft expires");
    resume(&place).must();
}

#[test]
fn every_holder_can_sign_elsewhere_even_the_first_time() {
    let place = Place::new();
    place.run("new registry").must();
    place.run("keys make keys --unencrypted --role root=2/2").must();
    fs::create_dir(place.path("away")).unwrap();
    for name in ["root-1", "root-2", "targets-1", "sites-1", "snapshot-1", "timestamp-1"] {
        fs::rename(place.path(&format!("keys/{name}.pem")), place.path(&format!("away/{name}.pem"))).unwrap();
    }
    let sign = |file: &str, key: &str| place.run(&format!("sign draft/metadata/{file} --key away/{key}.pem")).must();
    let resume = |now: &str| place.run(&format!("publish --resume draft --out site --now {now}"));
    place.run(&format!("publish registry --out site --export draft --now {NOON}")).must();
    sign("1.root.json", "root-1");
    sign("1.sites.json", "sites-1");
    sign("1.targets.json", "targets-1");
    resume(NOON).must_fail("1.root.json: root 1 asks for 1 more of root-2");
    sign("1.root.json", "root-2");
    // One after the other, as each names the one before.
    resume(NOON).must_fail("1.snapshot.json: root 1 asks for 1 more of snapshot-1 is written there");
    sign("1.snapshot.json", "snapshot-1");
    resume(NOON).must_fail("timestamp.json: root 1 asks for 1 more of timestamp-1 is written there");
    sign("timestamp.json", "timestamp-1");
    assert!(!place.path("site").exists());
    resume(NOON).must();
    place.run(&format!("verify --root site/metadata/1.root.json site --now {NOON}")).must();
}

#[test]
fn a_root_is_signed_by_its_old_and_its_new_holders() {
    let place = Place::published_with("--role root=2/2");
    fs::create_dir(place.path("away")).unwrap();
    for name in ["root-1", "root-2"] {
        fs::rename(place.path(&format!("keys/{name}.pem")), place.path(&format!("away/{name}.pem"))).unwrap();
    }
    let dana = place.run("keys holder away/dana.pem --unencrypted --json").json();
    let dana = dana["public"].as_str().unwrap();
    let rotation = format!("rotate root --remove root-2 --add dana={dana} --site site --now {}", at(1));
    let before = (place.tree("site"), place.tree("keys"));
    place.run(&rotation).must_fail("root 1 asks for 2 more of root-1, root-2; root 2 asks for 2 more of dana, root-1");
    assert_eq!((place.tree("site"), place.tree("keys")), before);
    place.run(&format!("{rotation} --export draft")).must();
    // The daily job goes on with the keys that clients trust.
    place.run(&format!("renew site --now {}", at(2))).must();
    place.run(&format!("publish registry --out site --now {}", at(2))).must_fail("`statemark rotate`");

    let file = "draft/metadata/2.root.json";
    for key in ["root-1", "dana"] {
        place.run(&format!("sign {file} --key away/{key}.pem")).must();
    }
    let resume = format!("publish --resume draft --out site --now {}", at(2));
    place.run(&resume).must_fail("2.root.json: root 1 asks for 1 more of root-2");
    let status = place.run(&format!("sign {file} --key away/root-2.pem")).must();
    assert!(status.contains("root      2 of ") && status.contains("dana"), "{status}");
    // What was signed must still be what the roles say.
    let roles = place.read("keys/roles.toml");
    place.replace("keys/roles.toml", "[root]\nthreshold = 2", "[root]\nthreshold = 1");
    place.run(&resume).must_fail("2.root.json in the draft says something else than would be published now");
    place.write("keys/roles.toml", roles);
    place.run(&resume).must();
    let said = place.run(&format!("verify --root root.json site --json --now {}", at(2))).json();
    assert_eq!(said["versions"]["root"], 2);
    place.run(&format!("publish registry --out site --now {}", at(3))).must();
}

#[test]
fn keys_are_added_and_retired_and_then_published() {
    let place = Place::published();
    place.run("keys add keys targets editor --unencrypted --threshold 2").must();
    place.run("keys add keys targets editor --unencrypted").must_fail("there is a key called editor already");
    place.run("keys retire keys targets nobody").must_fail("targets has no key called nobody");
    place.run("keys retire keys targets editor").must_fail("a threshold of 2");
    place.run("keys add keys root ../root --unencrypted").must_fail("no name for a key");
    place.run("keys add keys root x=ecdsa:04").must_fail("ed25519 keys only");
    publish(&place, "").must_fail("`statemark rotate`");
    place.run(&format!("rotate --site site --now {}", at(1))).must();
    place.run(&format!("rotate --site site --now {}", at(1))).must_fail("just these keys and thresholds already");
    publish(&place, "").must();
    let said = place.run(&format!("verify --root root.json site --json --now {}", at(1))).json();
    assert_eq!(said["versions"], serde_json::json!({"root": 2, "timestamp": 3, "snapshot": 2, "targets": 2}));
    place.run("keys retire keys targets targets-1 --threshold 1").must();
    place.run(&format!("rotate --site site --now {}", at(2))).must();
    place.run(&format!("verify --root root.json site --now {}", at(2))).must();
}

#[test]
fn each_role_is_rotated_and_clients_of_any_age_follow() {
    let place = Place::published();
    for (day, role) in (1..).zip(["timestamp", "snapshot", "targets", "sites", "root"]) {
        place.run(&format!("rotate {role} --site site --unencrypted --now {}", at(day))).must();
        place.run(&format!("verify --root root.json site --now {}", at(day))).must();
    }
    let said = place.run(&format!("verify --root root.json site --json --now {}", at(6))).json();
    // The site files' keys are named by targets, not by the root.
    assert_eq!(said["versions"], serde_json::json!({"root": 5, "timestamp": 6, "snapshot": 4, "targets": 3}));
    assert_eq!(place.names(), ["keys", "registry", "root.json", "site"]);
}

#[test]
fn new_keys_are_encrypted_as_the_others_are() {
    let place = Place::new();
    place.run("new registry").must();
    place.write("passphrase", "correct horse\n");
    place.write("wrong", "wrong\n");
    place.run("keys make keys --role root=1/1 --passphrase-file passphrase").must();
    place.run(&format!("publish registry --out site --passphrase-file passphrase --now {NOON}")).must();
    let before = (place.tree("site"), place.tree("keys"));
    let rotation = format!("rotate timestamp --site site --now {}", at(1));
    place.run(&format!("{rotation} --passphrase-file wrong")).must_fail("the passphrase is wrong");
    assert_eq!((place.tree("site"), place.tree("keys")), before);
    place.run(&format!("{rotation} --passphrase-file passphrase")).must();
    assert!(place.read("keys/timestamp-2.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    // Without a passphrase for new keys beside keys that have none.
    let open = Place::published();
    open.run("rotate timestamp --site site").must_fail("or --unencrypted");
}

#[test]
fn the_daily_job_signs_what_it_can_and_warns_of_the_rest() {
    let place = Place::published();
    fs::create_dir(place.path("away")).unwrap();
    for name in ["root-1", "targets-1", "sites-1"] {
        fs::rename(place.path(&format!("keys/{name}.pem")), place.path(&format!("away/{name}.pem"))).unwrap();
    }
    let before = place.tree("site");
    let dry = place.run(&format!("renew site --dry-run --json --now {}", at(1))).json();
    let timestamp = &dry["roles"][3];
    assert_eq!((&timestamp["role"], &timestamp["due_from"]), (&"timestamp".into(), &at(1).into()));
    assert_eq!((&dry["roles"][0]["keys_here"], &timestamp["keys_here"]), (&0.into(), &1.into()));
    assert_eq!(place.tree("site"), before);

    for (day, expected) in
        [(1, ""), (134, ""), (136, "targets expires 2027-05-21T12:00:00Z, in 44 days"), (155, "in 25 days")]
    {
        let said = place.run(&format!("renew site --now {}", at(day)));
        assert!(
            said.code == 0 && said.err.contains(expected) && (said.err.is_empty() == expected.is_empty()),
            "{said:?}"
        );
    }
    let said = place.run(&format!("verify --root root.json site --now {}", at(155)));
    assert!(said.code == 0 && said.err.contains("warning: targets expires"), "{said:?}");
    let said = place.run(&format!("check registry --site site --keys keys --now {}", at(155))).must();
    assert!(said.contains("warning: sites expires 2027-05-21T12:00:00Z, in 25 days"), "{said}");
    // What is due goes to its holders, after the list was confirmed.
    let said = place.run(&format!("renew site --export draft --now {}", at(156))).must();
    assert!(said.contains("draft waits for its holders: metadata/2.sites.json"), "{said}");
    for (file, key) in [("2.sites.json", "sites-1"), ("2.targets.json", "targets-1")] {
        place.run(&format!("sign draft/metadata/{file} --key away/{key}.pem")).must();
    }
    place.run(&format!("publish --resume draft --out site --now {}", at(157))).must();
    let said = place.run(&format!("renew site --dry-run --json --now {}", at(157))).json();
    assert_eq!((&said["warnings"], &said["roles"][1]["version"]), (&serde_json::json!([]), &2.into()));
    // A timestamp that nobody renewed is told of before it expires.
    let said = place.run(&format!("check registry --site site --now {}", at(160))).must();
    assert!(said.contains("warning: timestamp expires") && said.contains("see that it runs"), "{said}");
    // An expired role without its keys is an end.
    let before = place.tree("site");
    place.run(&format!("renew site --now {}", at(400))).must_fail("not enough keys are here: metadata/2.root.json");
    assert_eq!(place.tree("site"), before);
}

#[test]
fn windows_can_be_set_for_each_role() {
    let place = Place::with_keys();
    place.replace(
        "keys/roles.toml",
        "[timestamp]\nthreshold = 1",
        "[timestamp]\nthreshold = 1\nexpires_after_days = 14",
    );
    place.run(&format!("publish registry --out site --now {NOON}")).must();
    let said = place.run(&format!("renew site --dry-run --json --now {NOON}")).json();
    assert_eq!(said["roles"][3]["expires"], at(14));
    place.replace("keys/roles.toml", "expires_after_days = 14", "expires_after_days = 14\nrenew_before_days = 15");
    place.run("keys roles keys").must_fail("[timestamp] expires after 14 days and is signed anew 15 days before");
}
