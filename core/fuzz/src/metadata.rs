//! Any metadata, properly signed by a publisher who may be malicious or careless, and unsigned by anyone.

use std::sync::LazyLock;

use ed25519_dalek::Signer as _;
use statemark_core::trust::metadata::{
    JsonForm, MetaFile, Metadata, Root, Signature, Signed, Snapshot, Targets, Timestamp,
};
use statemark_core::trust::value::Value;
use statemark_core::trust::{Finished, ListSet, TrustError, canonical, paths};

use crate::device::{Device, Ended};
use crate::repository::{NOW, Repository, key, key_id};

static FIRST: LazyLock<Repository> = LazyLock::new(Repository::with_sites);

const ROLES: [&str; 5] = ["root", "timestamp", "snapshot", "targets", "sites"];

/// The first byte says which role, the rest is JSON: what that role signs, or a whole file.
pub fn body(bytes: &[u8]) {
    let Some((&choice, json)) = bytes.split_first() else { return };
    let role = ROLES[usize::from(choice) % ROLES.len()];
    let Ok(value) = Value::from_slice(json) else { return };
    match role {
        "root" => reads_as_it_writes::<Root>(&value),
        "timestamp" => reads_as_it_writes::<Timestamp>(&value),
        "snapshot" => reads_as_it_writes::<Snapshot>(&value),
        _ => reads_as_it_writes::<Targets>(&value),
    }
    let before = FIRST.clone();
    let mut device = Device::new(before.newest_root(), NOW);
    let first = device.update(usize::MAX, |path| before.served.get(path).cloned());
    assert!(matches!(first, Ended::Finished(Finished::New(_))), "{first:?}");
    let trusted = device.list_set().expect("what was stored is a set");

    // Nobody signed the file.
    let unsigned = serve(before.clone(), role, json.to_vec(), version_of(&value));
    let ended = device.update(usize::MAX, |path| unsigned.served.get(path).cloned());
    assert!(!matches!(ended, Ended::Finished(Finished::New(_))), "nobody signed it: {ended:?}");

    // Its own role's keys did, and nobody else's; the roles above name it.
    let signed = serve(before, role, sign(&value), version_of(&value));
    let ended = device.update(usize::MAX, |path| signed.served.get(path).cloned());
    if let Ended::Finished(Finished::New(set) | Finished::Unchanged(set)) = ended {
        accepted(&set, &trusted, role, &value);
        let again = device.update(usize::MAX, |path| signed.served.get(path).cloned());
        match again {
            Ended::Finished(Finished::Unchanged(again)) => assert_eq!(again.versions(), set.versions()),
            // A new root may have been the last of one update.
            other => panic!("asked again, the same answers confirm it: {other:?}"),
        }
    } else if let Ended::Refused(error) = ended {
        let refused: &TrustError = &error;
        assert!(!refused.variant().is_empty() && !refused.to_string().is_empty());
        assert!(device.list_set().as_ref() == Some(&trusted), "a refused update changes nothing");
    }
}

/// Whatever is read as a role is written as one that reads the same.
fn reads_as_it_writes<T: Metadata + PartialEq + core::fmt::Debug>(value: &Value) {
    if let Ok(form) = T::from_value(value.clone()) {
        assert_eq!(T::from_value(form.to_value()).as_ref(), Ok(&form));
    }
    if let Ok(file) = Signed::<T>::from_value(value.clone()) {
        assert_eq!(Signed::<T>::from_value(file.to_value()).as_ref(), Ok(&file));
    }
}

fn accepted(set: &ListSet, trusted: &ListSet, role: &str, value: &Value) {
    let (new, old) = (set.versions(), trusted.versions());
    assert!(new.root >= old.root && new.snapshot >= old.snapshot && new.targets >= old.targets, "no version falls");
    // Only a root that takes a key away lets the timestamp's fall.
    assert!(new.timestamp >= old.timestamp || new.root > old.root, "no version falls");
    assert!(set.timestamp_expires() > NOW && set.others_expire() > NOW, "nothing that has expired is taken");
    assert!(set.issued().is_some_and(|issued| issued <= NOW.plus(86_400)), "nothing from the future is taken");
    // Whether it is in use is told by its version: what was signed may have been passed over, an old root say.
    let is_in_use = version_of(value)
        == Some(match role {
            "root" => new.root,
            "timestamp" => new.timestamp,
            "snapshot" => new.snapshot,
            "targets" => new.targets,
            _ => return,
        });
    let changed = match role {
        "root" => new.root > old.root,
        "timestamp" => new.timestamp > old.timestamp,
        "snapshot" => new.snapshot > old.snapshot,
        _ => new.targets > old.targets,
    };
    if is_in_use && changed {
        let text = |name: &str| match value {
            Value::Object(members) => members.get(name).cloned(),
            _ => None,
        };
        assert_eq!(text("_type"), Some(role.into()));
        assert!(matches!(text("spec_version"), Some(Value::String(version)) if version.starts_with("1.")));
    }
}

fn version_of(value: &Value) -> Option<u64> {
    let Value::Object(members) = value else { return None };
    match members.get("version") {
        Some(Value::Integer(version)) => u64::try_from(*version).ok(),
        _ => None,
    }
}

/// By every key of the sample, so by those of the role whichever it is.
fn sign(value: &Value) -> Vec<u8> {
    let mut file = Signed::new(value.clone());
    let message = canonical::to_bytes(value);
    file.signatures =
        (1..=6).map(key).map(|key| Signature::new(key_id(&key), &key.sign(&message).to_bytes())).collect();
    serde_json::to_vec(&file.to_value()).expect("a value is written")
}

/// The repository with that file as the next of its role, named by new versions of the roles above it.
fn serve(mut repository: Repository, role: &str, file: Vec<u8>, version: Option<u64>) -> Repository {
    repository.meta_hashes = false;
    let version = version.filter(|version| (1..1 << 53).contains(version)).unwrap_or(3);
    match role {
        "root" => drop(repository.served.insert(paths::metadata("root", Some(2)), file)),
        "timestamp" => drop(repository.served.insert(paths::metadata("timestamp", None), file)),
        "snapshot" => {
            repository.served.insert(paths::metadata("snapshot", Some(version)), file);
            repository.timestamp.meta.insert("snapshot.json".into(), MetaFile::new(version));
            repository.publish_timestamp();
        }
        _ => {
            repository.served.insert(paths::metadata(role, Some(version)), file);
            repository.snapshot.meta.insert(format!("{role}.json"), MetaFile::new(version));
            repository.publish_snapshot();
            repository.publish_timestamp();
        }
    }
    repository
}

/// What each role signed, and would sign next.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut repository = Repository::with_sites();
    repository.publish_root();
    repository.publish();
    let mut seeds = Vec::new();
    for (choice, role) in ROLES.iter().enumerate() {
        for (_, bytes) in repository.served.iter().filter(|(path, _)| path.ends_with(&format!("{role}.json"))) {
            if let Ok(file) = serde_json::from_slice::<serde_json::Value>(bytes)
                && let Some(signed) = file.get("signed")
            {
                let signed = serde_json::to_vec(signed).expect("a value is written");
                seeds.push([&[choice as u8], signed.as_slice()].concat());
            }
        }
    }
    seeds
}
