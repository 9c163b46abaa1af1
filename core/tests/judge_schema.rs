//! `core/schema/` is what others build on: the examples are what `judge` answers, and the schema fits both.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use judge_support::{Files, at, sha256, verdict, verdict_in, with_id, with_name};
use serde_json::{Value, json};
use statemark_core::freshness::State;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schema")
}

fn read(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema() -> Value {
    read(folder().join("verdict.schema.json"))
}

fn examples() -> BTreeMap<String, Value> {
    let entries = std::fs::read_dir(folder().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_string(), read(path))).collect()
}

/// The part of JSON Schema that ours uses; a keyword beyond it fails.
fn fits(schema: &Value, value: &Value, root: &Value) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{value} is not {what}: {schema}"));
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => fits(root.pointer(&rule.as_str().unwrap()[1..]).unwrap(), value, root)?,
            "oneOf" => {
                let results: Vec<_> = rule.as_array().unwrap().iter().map(|one| fits(one, value, root)).collect();
                if results.iter().filter(|result| result.is_ok()).count() != 1 {
                    return Err(format!("{value} fits not exactly one: {results:?}"));
                }
            }
            "const" if value != rule => return wrong("the constant"),
            "enum" if !rule.as_array().unwrap().contains(value) => return wrong("one of the values"),
            "const" | "enum" => {}
            "type" => {
                let is = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    other => panic!("type {other}"),
                };
                if !is {
                    return wrong("of the type");
                }
            }
            "required" => {
                if let Some(name) =
                    rule.as_array().unwrap().iter().find(|name| value.get(name.as_str().unwrap()).is_none())
                {
                    return wrong(&format!("complete without {name}"));
                }
            }
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    match rule.get(name) {
                        Some(rule) => fits(rule, field, root)?,
                        None if schema.get("additionalProperties") == Some(&json!(false)) => {
                            return wrong(&format!("allowed to have {name}"));
                        }
                        None => {}
                    }
                }
            }
            "additionalProperties" => assert_eq!(rule, &json!(false)),
            "items" => value.as_array().unwrap().iter().try_for_each(|item| fits(rule, item, root))?,
            "minItems" if value.as_array().unwrap().len() < rule.as_u64().unwrap() as usize => {
                return wrong("long enough");
            }
            "maxItems" if value.as_array().unwrap().len() > rule.as_u64().unwrap() as usize => {
                return wrong("short enough");
            }
            "minimum" if value.as_i64().unwrap() < rule.as_i64().unwrap() => return wrong("large enough"),
            "minItems" | "maxItems" | "minimum" => {}
            "pattern" => {
                let text = value.as_str().unwrap();
                let is = match rule.as_str().unwrap() {
                    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => statemark_core::time::Date::parse(text).is_ok(),
                    "^[a-z]+(-[a-z]+)*$" => text
                        .split('-')
                        .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())),
                    other => panic!("pattern {other}"),
                };
                if !is {
                    return wrong("of the pattern");
                }
            }
            other => panic!("keyword {other}"),
        }
    }
    Ok(())
}

/// What the real judge answers, for each file of the examples: the list is made of the rows that stand in them.
fn answers() -> BTreeMap<&'static str, Value> {
    let examples = examples();
    let row = |name: &str| examples[name]["account"].clone();
    let list = |rows: Vec<Value>| {
        let agency = json!({"id": "massdot", "name": "Massachusetts Department of Transportation", "short_names": ["MassDOT"], "section": "transport"});
        let impostor = json!({"platform": "x", "handle": "MassDOT_help", "imitates": "massdot", "confirmed": "2026-10-01", "expires": "2027-10-01"});
        Files::sample()
            .with("index.json", "/coverage", json!([]))
            .with("sections/transport.json", "/agencies", json!([agency]))
            .with("sections/transport.json", "/accounts", json!(rows))
            .with("impostors.json", "/impostors", json!([impostor]))
            .with("impostors.json", "/neighbours", json!([sha256("x:massgop")]))
            .directory()
    };
    let official = list(vec![row("official"), row("retired")]);
    let massdot = at("https://x.com/massdot");
    BTreeMap::from([
        ("impostor", verdict(&official, &at("https://x.com/massdot_help"))),
        ("compromised", verdict(&list(vec![row("compromised")]), &massdot)),
        ("paused", verdict(&list(vec![row("paused")]), &massdot)),
        ("mismatch", verdict(&official, &with_id("https://x.com/MassDOT", "999"))),
        ("retired", verdict(&official, &at("https://x.com/massdotold"))),
        ("retired-handle", verdict(&list(vec![row("retired-handle")]), &at("https://x.com/eotmass"))),
        ("official", verdict(&official, &massdot)),
        ("unconfirmed", verdict_in(&official, State::Unconfirmed, &massdot)),
        ("renamed", verdict(&official, &with_id("https://x.com/MassDOTnow", "12345"))),
        ("neighbour", verdict(&official, &at("https://x.com/MassGOP"))),
        ("lookalike-strong", verdict(&official, &at("https://x.com/MassD0T"))),
        (
            "lookalike-weak",
            verdict_in(&official, State::Unconfirmed, &with_name("https://x.com/someone", "MassDOT parody")),
        ),
        ("unlisted", verdict(&official, &at("https://x.com/someone"))),
    ])
}

#[test]
fn the_examples_are_what_is_answered() {
    let (examples, answers) = (examples(), answers());
    assert_eq!(examples.keys().map(String::as_str).collect::<Vec<_>>(), answers.keys().copied().collect::<Vec<_>>());
    for (name, answer) in &answers {
        assert_eq!(answer, &examples[*name], "{name}");
    }
}

#[test]
fn the_schema_fits_the_examples_and_names_no_other_verdict() {
    let schema = schema();
    let mut seen = BTreeSet::new();
    for (name, example) in examples() {
        fits(&schema, &example, &schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        seen.insert(example["verdict"].as_str().unwrap().to_string());
    }
    let variants = schema["oneOf"].as_array().unwrap().iter();
    let named: BTreeSet<_> =
        variants.map(|one| one["properties"]["verdict"]["const"].as_str().unwrap().to_string()).collect();
    assert_eq!(named, seen);
}

#[test]
fn the_schema_refuses_what_is_no_verdict() {
    let schema = schema();
    let examples = examples();
    let without = |name: &str, field: &str| {
        let mut example = examples[name].clone();
        example.as_object_mut().unwrap().remove(field).unwrap();
        example
    };
    for (name, fields) in [
        ("impostor", &["verdict", "imitates", "confirmed"][..]),
        ("official", &["verdict", "account"]),
        ("retired", &["account", "reasons"]),
        ("unconfirmed", &["account", "reasons", "list_date"]),
        ("renamed", &["account", "reasons"]),
        ("lookalike-strong", &["strength", "imitates", "reasons"]),
    ] {
        for field in fields {
            assert!(fits(&schema, &without(name, field), &schema).is_err(), "{name} without {field}");
        }
    }
    for wrong in
        [json!({}), json!({"verdict": "fake"}), json!({"verdict": "unlisted", "list_date": "2026-11-20"}), json!([])]
    {
        assert!(fits(&schema, &wrong, &schema).is_err(), "{wrong}");
    }
}

#[test]
fn every_answer_of_the_sample_fits_the_schema() {
    let (schema, directory) = (schema(), Files::sample().directory());
    for address in [
        "https://x.com/mbta_old",
        "https://x.com/mbtagm",
        "https://x.com/oldmbta",
        "https://x.com/MBTArefund",
        "https://x.com/i/user/500",
        "https://www.tiktok.com/@massdot",
    ] {
        for state in [State::Fresh, State::Unconfirmed] {
            let answer = verdict_in(&directory, state, &with_name(address, "MassDOT"));
            fits(&schema, &answer, &schema).unwrap_or_else(|error| panic!("{address}: {error}"));
        }
    }
}
