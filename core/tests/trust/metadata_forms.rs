//! The metadata types write what they read.

use statemark_core::trust::canonical;
use statemark_core::trust::metadata::{JsonForm, Key, Root, Signed, Snapshot, Targets, Timestamp};
use statemark_core::trust::value::Value;

use crate::repository::Repository;

fn round<T: JsonForm>(json: &str) {
    let value = Value::from_slice(json.as_bytes()).unwrap();
    let file = T::from_value(value.clone()).unwrap();
    assert_eq!(canonical::to_bytes(&file.to_value()), canonical::to_bytes(&value), "{json}");
}

const KEYS: &str =
    r#"{"k":{"keytype":"ed25519","scheme":"ed25519","keyval":{"public":"00","private":""},"x-own":[1]}}"#;

#[test]
fn whatever_is_optional_comes_back_as_it_was() {
    let role = r#"{"keyids":["k"],"threshold":1,"x-tuf-on-ci":{"a":null}}"#;
    let roles = format!(r#"{{"root":{role},"timestamp":{role},"snapshot":{role},"targets":{role},"mirrors":{role}}}"#);
    for consistent in ["", r#""consistent_snapshot":false,"#, r#""consistent_snapshot":true,"#] {
        round::<Root>(&format!(
            r#"{{"_type":"root",{consistent}"expires":"2030-01-01T00:00:00Z","keys":{KEYS},"roles":{roles},"spec_version":"1.0.31","version":3,"x":1}}"#
        ));
    }
    let head = r#""spec_version":"1.0.31","version":3,"expires":"2030-01-01T00:00:00Z""#;
    for issued in ["", r#","issued":"2026-11-22T08:00:00Z""#, r#","issued":5"#, r#","issued":"2026""#] {
        round::<Timestamp>(&format!(
            r#"{{"_type":"timestamp",{head},"meta":{{"snapshot.json":{{"version":1}}}}{issued}}}"#
        ));
    }
    round::<Snapshot>(&format!(
        r#"{{"_type":"snapshot",{head},"meta":{{"targets.json":{{"version":1,"length":5,"hashes":{{}},"x":[]}},"a.json":{{"version":2,"hashes":{{"sha256":"aa"}}}}}}}}"#
    ));
    for paths in ["", r#","paths":["*"]"#, r#","path_hash_prefixes":["0"]"#, r#","terminating":true,"x":{}"#] {
        round::<Targets>(&format!(
            r#"{{"_type":"targets",{head},"targets":{{"a":{{"length":0,"hashes":{{"sha256":"aa"}},"custom":{{"b":[true]}}}}}},"delegations":{{"keys":{KEYS},"roles":[{{"name":"a","keyids":[],"threshold":1{paths}}}],"y":1}}}}"#
        ));
    }
    round::<Targets>(&format!(
        r#"{{"_type":"targets",{head},"targets":{{}},"delegations":{{"keys":{{}},"roles":[]}}}}"#
    ));
}

#[test]
fn a_file_goes_through_serde_and_back() {
    let repository = Repository::with_sites();
    for path in
        ["metadata/1.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/2.targets.json"]
    {
        let bytes = &repository.served[path];
        let again = match path {
            "metadata/1.root.json" => serde_json::to_vec(&serde_json::from_slice::<Signed<Root>>(bytes).unwrap()),
            "metadata/timestamp.json" => {
                serde_json::to_vec(&serde_json::from_slice::<Signed<Timestamp>>(bytes).unwrap())
            }
            "metadata/2.snapshot.json" => {
                serde_json::to_vec(&serde_json::from_slice::<Signed<Snapshot>>(bytes).unwrap())
            }
            _ => serde_json::to_vec(&serde_json::from_slice::<Signed<Targets>>(bytes).unwrap()),
        };
        assert_eq!(&again.unwrap(), bytes, "{path}");
    }
}

#[test]
fn impossible_versions_dates_and_lengths_are_refused() {
    let good = r#"{"_type":"timestamp","spec_version":"1.0.31","version":3,"expires":"2030-01-01T00:00:00Z","meta":{"snapshot.json":{"version":1,"length":5}}}"#;
    assert!(serde_json::from_str::<Timestamp>(good).is_ok());
    for (from, to) in [
        ("\"version\":3", "\"version\":0"),
        ("\"version\":3", "\"version\":-3"),
        ("\"version\":3", "\"version\":\"3\""),
        ("\"version\":3,", ""),
        ("\"version\":1", "\"version\":0"),
        ("\"length\":5", "\"length\":-5"),
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00+00:00"),
        ("2030-01-01T00:00:00Z", "2030-02-30T00:00:00Z"),
        ("snapshot.json", "other.json"),
        ("timestamp", "snapshot"),
    ] {
        let broken = good.replacen(from, to, 1);
        assert!(serde_json::from_str::<Timestamp>(&broken).is_err(), "{broken}");
    }
}

#[test]
fn a_key_id_is_made_as_the_specification_makes_it() {
    let key = Key::ed25519(&[0x42; 32]);
    let canonical =
        format!(r#"{{"keytype":"ed25519","keyval":{{"public":"{}"}},"scheme":"ed25519"}}"#, "42".repeat(32));
    assert_eq!(canonical::to_bytes(&key.to_value()), canonical.as_bytes());
    assert_eq!(key.id().len(), 64);
}
