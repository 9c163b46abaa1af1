//! Mutations of a valid publication: what each role signs, changed and signed again; signatures; bytes.

use std::collections::BTreeSet;

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use statemark_core::trust::metadata::{MetaFile, TargetFile};
use statemark_core::trust::paths;

use crate::clients::Served;
use crate::repository::{Repository, key, key_id};
use crate::text::{Text, canonical};

/// A repository that is served in place of the valid one, by a name that says what is wrong with it.
#[derive(Clone)]
pub(crate) struct Mutation {
    pub(crate) name: String,
    pub(crate) served: Served,
}

const ROLES: [&str; 5] = ["root", "timestamp", "snapshot", "targets", "sites"];

/// In place of anything.
const VALUES: [&str; 17] = [
    "null",
    "true",
    "0",
    "-1",
    "1",
    "2",
    "1.0",
    "1e0",
    "9007199254740992",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[null]",
];

pub(crate) fn all(next: &Repository) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for role in ROLES {
        let file = file(next, role);
        for (name, signed) in changes(&Text::from(&file["signed"])) {
            let signed = signed.write();
            let signatures = sign(&signed, &signers(role));
            let bytes = format!("{{\"signatures\":{signatures},\"signed\":{signed}}}").into_bytes();
            mutations.push(Mutation { name: format!("{role}: signed{name}"), served: serve(next, role, bytes) });
        }
        for (name, bytes) in envelopes(&file, role) {
            mutations.push(Mutation { name: format!("{role}: {name}"), served: serve(next, role, bytes) });
        }
        let bytes = &next.served[&path(next, role)];
        for (name, bytes) in damages(bytes) {
            mutations.push(Mutation {
                name: format!("{role}: {name}, and named so above"),
                served: serve(next, role, bytes),
            });
        }
    }
    for (path, bytes) in next.served.iter().filter(|(path, _)| is_used(next, path)) {
        for (name, bytes) in damages(bytes) {
            let mut served = next.served.clone();
            served.insert(path.clone(), bytes);
            mutations.push(Mutation { name: format!("{}: {name}", short(path)), served });
        }
        let mut served = next.served.clone();
        served.remove(path);
        mutations.push(Mutation { name: format!("{}: is missing", short(path)), served });
    }
    mutations
}

fn path(next: &Repository, role: &str) -> String {
    match role {
        "root" => paths::metadata(role, Some(next.root.version)),
        "timestamp" => paths::metadata(role, None),
        "snapshot" => paths::metadata(role, Some(next.snapshot.version)),
        "targets" => paths::metadata(role, Some(next.targets.version)),
        _ => paths::metadata(role, Some(next.delegated[role].version)),
    }
}

fn is_used(next: &Repository, path: &str) -> bool {
    path.starts_with("targets/") || ROLES.iter().any(|role| path == self::path(next, role))
}

/// Without the hash in a target's name.
fn short(path: &str) -> &str {
    match path.strip_prefix("targets/") {
        Some(name) => {
            name.rsplit_once('.').map_or(name, |(before, _)| before.rsplit_once('.').map_or(name, |_| "a target"))
        }
        None => path,
    }
}

pub(crate) fn file(next: &Repository, role: &str) -> Value {
    serde_json::from_slice(&next.served[&path(next, role)]).unwrap()
}

fn signers(role: &str) -> Vec<SigningKey> {
    match role {
        "root" => vec![key(1), key(2)],
        "timestamp" => vec![key(3)],
        "snapshot" => vec![key(4)],
        "targets" => vec![key(5)],
        _ => vec![key(6)],
    }
}

fn signature(message: &[u8], key: &SigningKey) -> Value {
    let hex: String = key.sign(message).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    json!({"keyid": key_id(key), "sig": hex})
}

/// The signatures over the canonical form of a text.
pub(crate) fn sign(signed: &str, keys: &[SigningKey]) -> Value {
    let message = canonical(signed);
    keys.iter().map(|key| signature(&message, key)).collect()
}

/// Puts a role's file in place, and lets the roles above name and sign it as it is.
pub(crate) fn serve(next: &Repository, role: &str, bytes: Vec<u8>) -> Served {
    let mut repository = next.clone();
    let named = |version: u64| {
        let file = TargetFile::of(&bytes);
        MetaFile { length: Some(file.length), hashes: Some(file.hashes), ..MetaFile::new(version) }
    };
    repository.served.insert(path(next, role), bytes.clone());
    match role {
        "root" | "timestamp" => {}
        "snapshot" => {
            repository.timestamp.meta.insert("snapshot.json".into(), named(next.snapshot.version));
            repository.timestamp.version -= 1;
            repository.publish_timestamp();
        }
        _ => {
            let version = if role == "targets" { next.targets.version } else { next.delegated[role].version };
            repository.snapshot.meta.insert(format!("{role}.json"), named(version));
            repository.snapshot.version -= 1;
            repository.publish_snapshot();
            repository.timestamp.version -= 1;
            repository.publish_timestamp();
        }
    }
    repository.served
}

/// Every change of every place in what is signed.
fn changes(signed: &Text) -> Vec<(String, Text)> {
    let mut changes = Vec::new();
    let mut pointers = signed.pointers();
    pointers.push(Vec::new());
    for pointer in pointers {
        let name = signed.name(&pointer);
        let mut change = |what: &str, change: &dyn Fn(&mut Text)| {
            let mut changed = signed.clone();
            change(changed.at_mut(&pointer));
            if changed.write() != signed.write() {
                changes.push((format!("{name} {what}"), changed));
            }
        };
        for value in VALUES {
            change(&format!("= {value}"), &|text| *text = Text::Raw(value.into()));
        }
        match signed.at(&pointer) {
            Text::Object(members) => {
                change("with an unknown member", &|text| push(text, "x-unknown", "[1,{\"a\":\"\\u00e9\\n\"}]"));
                if let Some((first, value)) = members.first() {
                    change("with its first member twice", &|text| push(text, first, &value.write()));
                    change("with its first member again, empty", &|text| push(text, first, "\"\""));
                }
                for (at, (member, _)) in members.iter().enumerate() {
                    let member = if member.len() == 64 { "KEYID" } else { member };
                    change(&format!("without {member}"), &|text| {
                        if let Text::Object(members) = text {
                            members.remove(at);
                        }
                    });
                    change(&format!("with {member} renamed"), &|text| {
                        if let Text::Object(members) = text {
                            members[at].0.push('x');
                        }
                    });
                }
            }
            Text::Array(items) => {
                for at in 0..items.len() {
                    change(&format!("without item {at}"), &|text| {
                        if let Text::Array(items) = text {
                            items.remove(at);
                        }
                    });
                    change(&format!("with item {at} twice"), &|text| {
                        if let Text::Array(items) = text {
                            items.push(items[at].clone());
                        }
                    });
                }
                change("turned round", &|text| {
                    if let Text::Array(items) = text {
                        items.reverse();
                    }
                });
            }
            Text::Raw(raw) => match serde_json::from_str::<Value>(raw) {
                Ok(Value::String(before)) => {
                    let is_time = before.ends_with('Z');
                    for (what, after) in [
                        ("with a space", format!("{before} ")),
                        ("in upper case", before.to_uppercase()),
                        ("in lower case", before.to_lowercase()),
                        ("cut short", before.chars().take(before.chars().count().saturating_sub(1)).collect()),
                        ("an odd digit longer", format!("{before}0")),
                    ] {
                        change(what, &|text| *text = Text::Raw(Value::from(after.as_str()).to_string()));
                    }
                    for time in [
                        "2026-11-22T08:00:00Z",
                        "2026-11-22T08:00:01Z",
                        "2026-11-22T07:59:59Z",
                        "1970-01-01T00:00:00Z",
                        "9999-12-31T23:59:59Z",
                        "2026-12-22T08:00:00.5Z",
                        "2026-12-22T08:00:00+00:00",
                        "2026-12-22T10:00:00+02:00",
                        "2026-12-22t08:00:00z",
                        "2026-12-22 08:00:00Z",
                        "2026-12-22",
                        "2026-12-31T23:59:60Z",
                        "2026-02-30T08:00:00Z",
                        "1798000000",
                    ] {
                        if is_time {
                            change(&format!("= {time}"), &|text| *text = Text::Raw(format!("\"{time}\"")));
                        }
                    }
                    if before.starts_with("1.") {
                        for version in ["1", "1.", "1.0", "1.99.99", "2.0.0", "0.9", "01.0.0", "1x"] {
                            change(&format!("= {version}"), &|text| *text = Text::Raw(format!("\"{version}\"")));
                        }
                    }
                }
                Ok(Value::Number(before)) => {
                    let before = before.as_i64().unwrap();
                    for (what, after) in [("one more", before + 1), ("one less", before - 1), ("negative", -before)] {
                        change(what, &|text| *text = Text::Raw(after.to_string()));
                    }
                }
                _ => {}
            },
        }
    }
    changes
}

fn push(text: &mut Text, name: &str, value: &str) {
    if let Text::Object(members) = text {
        members.push((name.into(), Text::Raw(value.into())));
    }
}

/// Everything beside what is signed.
fn envelopes(file: &Value, role: &str) -> Vec<(String, Vec<u8>)> {
    let signed = Text::from(&file["signed"]).write();
    let message = canonical(&signed);
    let good: Vec<Value> = signers(role).iter().map(|key| signature(&message, key)).collect();
    let stranger = signature(&message, &key(99));
    let with = |change: &dyn Fn(&mut Value)| {
        let mut first = good[0].clone();
        change(&mut first);
        Value::Array([vec![first], good[1..].to_vec()].concat())
    };
    let sig = good[0]["sig"].as_str().unwrap().to_owned();
    let more = |extra: Vec<Value>| Value::Array([good.clone(), extra].concat());
    let mut borrowed = stranger.clone();
    borrowed["keyid"] = good[0]["keyid"].clone();
    let variants: Vec<(&str, Value)> = vec![
        ("signatures as they are", good.clone().into()),
        ("no signature", json!([])),
        ("signatures null", json!(null)),
        ("signatures an object", json!({})),
        ("signatures of a text", json!(["x"])),
        ("without the first signature", good[1..].to_vec().into()),
        ("the first signature twice", more(vec![good[0].clone()])),
        ("the first signature nine times", more(vec![good[0].clone(); 8])),
        ("an empty one of the same key after it", more(vec![json!({"keyid": good[0]["keyid"], "sig": ""})])),
        ("a stranger's signature too", more(vec![stranger.clone()])),
        ("a stranger's signature twice too", more(vec![stranger.clone(), stranger.clone()])),
        ("a stranger's signature alone", json!([stranger])),
        ("a stranger's signature under the key's id", with(&|first| *first = borrowed.clone())),
        ("an empty signature too", more(vec![json!({"keyid": "00", "sig": ""})])),
        ("a signature that is no hexadecimal too", more(vec![json!({"keyid": "00", "sig": "zz"})])),
        ("a signature without a key id too", more(vec![json!({"sig": sig})])),
        ("a signature without sig too", more(vec![json!({"keyid": "00"})])),
        ("a signature whose sig is null too", more(vec![json!({"keyid": "00", "sig": null})])),
        ("a signature whose sig is a number too", more(vec![json!({"keyid": "00", "sig": 1})])),
        ("a null signature too", more(vec![json!(null)])),
        ("the first signature empty", with(&|first| first["sig"] = "".into())),
        ("the first signature in upper case", with(&|first| first["sig"] = sig.to_uppercase().into())),
        ("the first signature cut short", with(&|first| first["sig"] = sig[..126].into())),
        ("the first signature a digit short", with(&|first| first["sig"] = sig[..127].into())),
        ("the first signature longer", with(&|first| first["sig"] = format!("{sig}00").into())),
        ("the first signature with a space", with(&|first| first["sig"] = format!("{sig} ").into())),
        ("the first signature with 0x", with(&|first| first["sig"] = format!("0x{sig}").into())),
        ("the first signature with an unknown member", with(&|first| first["x"] = json!({"y": [1]}))),
        (
            "the first signature's key id in upper case",
            with(&|first| {
                first["keyid"] = first["keyid"].as_str().unwrap().to_uppercase().into();
            }),
        ),
        ("the first signature without key id", with(&|first| drop(first.as_object_mut().unwrap().remove("keyid")))),
        ("the first signature not reduced", with(&|first| first["sig"] = not_reduced(&sig).into())),
        ("signatures in reverse", good.iter().rev().cloned().collect()),
    ];
    let mut files: Vec<(String, Vec<u8>)> = variants
        .into_iter()
        .map(|(name, signatures)| (name.into(), format!("{{\"signatures\":{signatures},\"signed\":{signed}}}").into()))
        .collect();
    let signatures = Value::Array(good.clone());
    for (name, text) in [
        ("signed first", format!("{{\"signed\":{signed},\"signatures\":{signatures}}}")),
        ("an unknown member beside", format!("{{\"x\":1,\"signatures\":{signatures},\"signed\":{signed}}}")),
        ("a fraction beside", format!("{{\"x\":1.5,\"signatures\":{signatures},\"signed\":{signed}}}")),
        ("signatures twice", format!("{{\"signatures\":[],\"signatures\":{signatures},\"signed\":{signed}}}")),
        ("signed twice", format!("{{\"signed\":{{}},\"signatures\":{signatures},\"signed\":{signed}}}")),
        ("nothing signed", format!("{{\"signatures\":{signatures}}}")),
        ("no signatures member", format!("{{\"signed\":{signed}}}")),
        ("in an array", format!("[{{\"signatures\":{signatures},\"signed\":{signed}}}]")),
        ("spread over lines", serde_json::to_string_pretty(file).unwrap()),
        ("with space around it", format!(" \r\n\t{{ \"signatures\" : {signatures} , \"signed\" : {signed} }} \n")),
        ("with escapes that need not be", format!("{{\"s\\u0069gnatures\":{signatures},\"signed\":{signed}}}")),
        ("with a byte order mark", format!("\u{feff}{{\"signatures\":{signatures},\"signed\":{signed}}}")),
        ("nothing at all", String::new()),
        ("null", "null".into()),
        ("a page", "<!doctype html><title>Log in</title>".into()),
    ] {
        files.push((name.into(), text.into_bytes()));
    }
    files
}

/// The same signature with the group's order added to S: valid to a verifier that does not look.
fn not_reduced(sig: &str) -> String {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes: Vec<u8> = (0..64).map(|at| u8::from_str_radix(&sig[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut carry = 0_u16;
    for (byte, order) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bits turned over all the file, and other things that happen to bytes.
fn damages(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    const PLACES: usize = 24;
    let mut damages = Vec::new();
    let places: BTreeSet<usize> =
        (0..PLACES).map(|place| place * bytes.len() / PLACES).chain([bytes.len() - 1]).collect();
    for (number, at) in places.into_iter().enumerate() {
        let mut damaged = bytes.to_vec();
        damaged[at] ^= 1 << (number % 8);
        damages.push((format!("bit {number} turned"), damaged));
        let mut damaged = bytes.to_vec();
        damaged.remove(at);
        damages.push((format!("byte {number} missing"), damaged));
    }
    for (name, damaged) in [
        ("cut in half", bytes[..bytes.len() / 2].to_vec()),
        ("twice", [bytes, bytes].concat()),
        ("with a line's end", [bytes, b"\n"].concat()),
        ("with a zero byte", [bytes, b"\0"].concat()),
        ("empty", Vec::new()),
    ] {
        damages.push((name.into(), damaged));
    }
    damages
}
