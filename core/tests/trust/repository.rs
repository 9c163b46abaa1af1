//! Writes whole repositories in memory, with keys made on the spot.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use ed25519_dalek::{Signer as _, SigningKey};
use statemark_core::time::UtcTime;
use statemark_core::trust::metadata::{
    DelegatedRole, Delegations, JsonForm, Key, MetaFile, Metadata, Paths, RoleKeys, Root, Signature, Signed, Snapshot,
    TargetFile, Targets, Timestamp,
};
use statemark_core::trust::paths;
use statemark_core::trust::value::Map;

pub(crate) const DAY: i64 = 86_400;
/// 2026-11-22T08:00:00Z
pub(crate) const NOW: UtcTime = UtcTime(1795334400);
const LATER: UtcTime = NOW.plus(30 * DAY);

/// The signing key of this number.
pub(crate) fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// All of them with their ids.
static KEYS: LazyLock<Vec<(String, SigningKey)>> =
    LazyLock::new(|| (0..=255).map(key).map(|key| (key_id(&key), key)).collect());

pub(crate) fn public(key: &SigningKey) -> Key {
    Key::ed25519(&key.verifying_key().to_bytes())
}

pub(crate) fn key_id(key: &SigningKey) -> String {
    public(key).id()
}

pub(crate) fn to_bytes<T: JsonForm>(file: &Signed<T>) -> Vec<u8> {
    serde_json::to_vec(file).unwrap()
}

/// A file signed by these keys under the ids that the specification gives them.
pub(crate) fn signed<T: JsonForm + Clone>(content: &T, keys: &[SigningKey]) -> Signed<T> {
    let mut file = Signed::new(content.clone());
    let message = file.signing_bytes();
    file.signatures = keys.iter().map(|key| signature(key, &message)).collect();
    file
}

/// Signing says the same each time, so what was signed before is not signed again: a story of the fuzzer signs little else.
fn signature(key: &SigningKey, message: &[u8]) -> Signature {
    const SIGNED_MAX: usize = 1 << 14;
    type Signed = HashMap<([u8; 32], Vec<u8>), Signature>;
    thread_local!(static SIGNED: RefCell<Signed> = RefCell::default());
    let question = (key.to_bytes(), message.to_vec());
    SIGNED.with_borrow_mut(|signed| {
        if signed.len() == SIGNED_MAX {
            signed.clear();
        }
        let sign = || Signature::new(key_id(key), &key.sign(message).to_bytes());
        signed.entry(question).or_insert_with(sign).clone()
    })
}

/// A repository: what it would sign next, who signs, and the files it serves.
#[derive(Clone)]
pub(crate) struct Repository {
    pub(crate) root: Root,
    pub(crate) timestamp: Timestamp,
    pub(crate) snapshot: Snapshot,
    pub(crate) targets: Targets,
    pub(crate) delegated: BTreeMap<String, Targets>,
    pub(crate) signers: BTreeMap<String, Vec<SigningKey>>,
    pub(crate) meta_hashes: bool,
    pub(crate) served: BTreeMap<String, Vec<u8>>,
}

impl Repository {
    /// Version 1 of everything: `index.json` and `sections/a.json`, root by two keys of two, all else by one.
    pub(crate) fn new() -> Self {
        let mut repository = Self {
            root: Root::new(0, LATER),
            timestamp: Timestamp::new(0, LATER, Some(NOW), MetaFile::new(1)),
            snapshot: Snapshot::new(0, LATER, [("targets.json".into(), MetaFile::new(1))].into()),
            targets: Targets::new(0, LATER),
            delegated: BTreeMap::new(),
            signers: BTreeMap::new(),
            meta_hashes: true,
            served: BTreeMap::new(),
        };
        repository.set_keys("root", &[key(1), key(2)], 2);
        repository.set_keys("timestamp", &[key(3)], 1);
        repository.set_keys("snapshot", &[key(4)], 1);
        repository.set_keys("targets", &[key(5)], 1);
        repository.publish_root();
        repository.add_file("index.json", b"{\"index\":1}");
        repository.add_file("sections/a.json", b"{\"section\":\"a\"}");
        repository.publish();
        repository
    }

    /// The same with `sites.json` under a delegated role `sites`.
    pub(crate) fn with_sites() -> Self {
        let mut repository = Self::new();
        repository.delegate("targets", "sites", Paths::Patterns(vec!["sites.json".into()]), &[key(6)]);
        repository.add_delegated_file("sites", "sites.json", b"{\"sites\":1}");
        repository.publish();
        repository
    }

    /// Names the keys of a top-level role in the next root, and lets them sign.
    pub(crate) fn set_keys(&mut self, role: &str, keys: &[SigningKey], threshold: u64) {
        self.root.keys.extend(keys.iter().map(|key| (key_id(key), public(key))));
        self.root.roles.insert(role.into(), RoleKeys::new(keys.iter().map(key_id), threshold));
        self.signers.insert(role.into(), keys.to_vec());
    }

    pub(crate) fn delegate(&mut self, from: &str, role: &str, paths: Paths, keys: &[SigningKey]) -> &mut DelegatedRole {
        let signers = self.signers.entry(role.into()).or_default();
        signers.extend(keys.iter().filter(|key| !signers.contains(key)).cloned().collect::<Vec<_>>());
        self.delegated.entry(role.into()).or_insert_with(|| Targets::new(0, LATER));
        let delegator = if from == "targets" { &mut self.targets } else { self.delegated.get_mut(from).unwrap() };
        let delegations = delegator.delegations.get_or_insert_with(Delegations::default);
        delegations.keys.extend(keys.iter().map(|key| (key_id(key), public(key))));
        let role_keys = RoleKeys::new(keys.iter().map(key_id), 1);
        delegations.roles.push(DelegatedRole { name: role.into(), role_keys, paths, terminating: Some(false) });
        delegations.roles.last_mut().unwrap()
    }

    pub(crate) fn add_file(&mut self, path: &str, content: &[u8]) {
        let file = self.serve_file(path, content);
        self.targets.targets.insert(path.into(), file);
    }

    pub(crate) fn add_delegated_file(&mut self, role: &str, path: &str, content: &[u8]) {
        let file = self.serve_file(path, content);
        self.delegated.get_mut(role).unwrap().targets.insert(path.into(), file);
    }

    fn serve_file(&mut self, path: &str, content: &[u8]) -> TargetFile {
        let file = TargetFile::of(content);
        self.served.insert(paths::target(path, &file, true).unwrap(), content.into());
        file
    }

    /// The next root, signed by the keys of the one before as well.
    pub(crate) fn publish_root(&mut self) {
        let before = self.served.get(&format!("metadata/{}.root.json", self.root.version)).cloned();
        let mut keys = self.signers["root"].clone();
        if let Some(before) = before {
            let before: Signed<Root> = serde_json::from_slice(&before).unwrap();
            let ids: Vec<String> = keys.iter().map(key_id).collect();
            let old = &before.signed.roles.get("root").unwrap().keyids;
            keys.extend(
                KEYS.iter().filter(|(id, _)| old.contains(id) && !ids.contains(id)).map(|(_, key)| key.clone()),
            );
        }
        self.root.version += 1;
        let file = signed(&self.root, &keys);
        self.serve_root(&file);
    }

    pub(crate) fn serve_root(&mut self, file: &Signed<Root>) {
        self.served.insert(format!("metadata/{}.root.json", self.root.version), to_bytes(file));
    }

    /// The next version of all but root.
    pub(crate) fn publish(&mut self) {
        for role in self.delegated.keys().cloned().collect::<Vec<_>>() {
            self.publish_delegated(&role);
        }
        self.publish_targets();
        self.publish_snapshot();
        self.publish_timestamp();
    }

    pub(crate) fn publish_delegated(&mut self, role: &str) {
        let targets = self.delegated.get_mut(role).unwrap();
        targets.version += 1;
        let file = signed(&*targets, &self.signers[role]);
        let version = targets.version;
        let meta = self.serve_metadata(role, version, to_bytes(&file));
        self.snapshot.meta.insert(format!("{role}.json"), meta);
    }

    pub(crate) fn publish_targets(&mut self) {
        self.targets.version += 1;
        let file = signed(&self.targets, &self.signers["targets"]);
        self.serve_targets(&file);
    }

    pub(crate) fn serve_targets(&mut self, file: &Signed<Targets>) {
        let meta = self.serve_metadata("targets", file.signed.version, to_bytes(file));
        self.snapshot.meta.insert("targets.json".into(), meta);
    }

    pub(crate) fn publish_snapshot(&mut self) {
        self.snapshot.version += 1;
        let file = signed(&self.snapshot, &self.signers["snapshot"]);
        self.serve_snapshot(&file);
    }

    pub(crate) fn serve_snapshot(&mut self, file: &Signed<Snapshot>) {
        let meta = self.serve_metadata("snapshot", file.signed.version, to_bytes(file));
        self.timestamp.meta.insert("snapshot.json".into(), meta);
    }

    pub(crate) fn publish_timestamp(&mut self) {
        self.timestamp.version += 1;
        let file = signed(&self.timestamp, &self.signers["timestamp"]);
        self.serve_timestamp(&file);
    }

    pub(crate) fn serve_timestamp(&mut self, file: &Signed<Timestamp>) {
        self.served.insert("metadata/timestamp.json".into(), to_bytes(file));
    }

    fn serve_metadata(&mut self, role: &str, version: u64, bytes: Vec<u8>) -> MetaFile {
        let mut meta = MetaFile::new(version);
        if self.meta_hashes {
            let file = TargetFile::of(&bytes);
            (meta.length, meta.hashes) = (Some(file.length), Some(file.hashes));
        }
        self.served.insert(paths::metadata(role, Some(version)), bytes);
        meta
    }

    /// The root that an application would pin: the newest.
    pub(crate) fn newest_root(&self) -> Vec<u8> {
        self.served[&format!("metadata/{}.root.json", self.root.version)].clone()
    }

    /// Changes a served file as JSON, signatures left as they are.
    pub(crate) fn tamper(&mut self, path: &str, change: impl FnOnce(&mut serde_json::Value)) {
        let bytes = self.served.get_mut(path).unwrap();
        let mut value = serde_json::from_slice(bytes).unwrap();
        change(&mut value);
        *bytes = serde_json::to_vec(&value).unwrap();
    }

    /// Members of which this version knows nothing.
    pub(crate) fn unknown(members: &[(&str, &str)]) -> Map {
        members.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect()
    }
}

/// The version in a file, of whatever role.
pub(crate) fn version<T: Metadata>(bytes: &[u8]) -> u64 {
    serde_json::from_slice::<Signed<T>>(bytes).unwrap().signed.version()
}
