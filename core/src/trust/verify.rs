//! The verifying steps of the TUF client workflow, each as the specification words it.
//!
//! No step changes anything when it fails. The numbers in the comments are those of
//! <https://theupdateframework.github.io/specification/latest/#detailed-client-workflow>.

use std::sync::Arc;

use super::archive::Archive;
use super::clock::{check_issued, effective_now};
use super::content::verify_meta_file;
use super::metadata::{
    JsonForm, Key, MetaFile, Metadata, NotOfThisForm, RoleKeys, Root, Signature, Signed, Snapshot, Targets, Timestamp,
};
use super::signature::verify_threshold;
use super::value::Value;
use super::{KeyTypes, Named, TrustError, canonical};
use crate::time::UtcTime;

/// Whether expiry is judged, and at which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Whatever has expired by then is refused: the rule for all that comes in.
    Judged {
        /// The fixed time of the update (5.1).
        now: UtcTime,
    },
    /// Only for what was accepted before and is read again from storage; how old it may be, freshness decides.
    NotJudged,
}

/// What became of an offered timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// It is trusted now.
    New,
    /// It has the version of the trusted one, which is kept.
    Same,
}

/// What is trusted so far: a root, then a timestamp, a snapshot and targets that belong together.
///
/// Beside them stand an earlier update's timestamp and snapshot, below which nothing may fall.
#[derive(Clone, Debug)]
pub struct TrustedMetadata {
    root: Arc<Root>,
    /// The version of the last root that took a key from the timestamp or snapshot role.
    rotated_at: u64,
    earlier_timestamp: Option<Arc<Timestamp>>,
    earlier_snapshot: Option<Arc<Snapshot>>,
    newest_issued: Option<UtcTime>,
    timestamp: Option<Arc<Timestamp>>,
    snapshot: Option<Arc<Snapshot>>,
    targets: Option<Arc<Targets>>,
    expiry: Expiry,
    key_types: KeyTypes,
}

impl TrustedMetadata {
    /// 5.2: begins with the root that came with the application, whose own keys must have signed it.
    ///
    /// # Errors
    /// A root that is not properly signed, or is none.
    pub fn new(pinned_root: &[u8], expiry: Expiry) -> Result<Self, TrustError> {
        Self::accepting(KeyTypes::Ed25519, pinned_root, expiry)
    }

    /// The same, where keys of other kinds than the extension's count too.
    ///
    /// # Errors
    /// A root that is not properly signed, or is none.
    pub fn accepting(key_types: KeyTypes, pinned_root: &[u8], expiry: Expiry) -> Result<Self, TrustError> {
        let (root, signed) = Unverified::read("root", pinned_root)?;
        let signed: Root = form("root", signed)?;
        root.verify_by(&signed, "root", key_types)?;
        Ok(Self {
            rotated_at: 0,
            root: signed.into(),
            earlier_timestamp: None,
            earlier_snapshot: None,
            newest_issued: None,
            timestamp: None,
            snapshot: None,
            targets: None,
            expiry,
            key_types,
        })
    }

    /// The trusted root.
    #[must_use]
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The trusted timestamp, once there is one.
    #[must_use]
    pub fn timestamp(&self) -> Option<&Timestamp> {
        self.timestamp.as_deref()
    }

    /// The trusted snapshot, once there is one.
    #[must_use]
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_deref()
    }

    /// The trusted top-level targets, once there are some.
    #[must_use]
    pub fn targets(&self) -> Option<&Targets> {
        self.targets.as_deref()
    }

    /// The same, to be kept.
    pub(super) fn shared_targets(&self) -> Option<Arc<Targets>> {
        self.targets.clone()
    }

    /// The latest `issued` of any timestamp accepted here, or before and still signed by the current keys.
    #[must_use]
    pub fn newest_issued(&self) -> Option<UtcTime> {
        self.newest_issued
    }

    /// 5.3.12: whether file names carry versions and hashes.
    #[must_use]
    pub fn consistent_snapshot(&self) -> bool {
        self.root.consistent_snapshot == Some(true)
    }

    /// The version of the last root that took a key from the timestamp or snapshot role.
    pub(super) fn rotated_at(&self) -> u64 {
        self.rotated_at
    }

    /// 5.3.4 to 5.3.7: the next root.
    ///
    /// # Errors
    /// Not signed by the old and by the new threshold, or not exactly the next version.
    pub fn update_root(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let (root, signed) = Unverified::read("root", bytes)?;
        let signed: Root = form("root", signed)?;
        // 5.3.4: signed by a threshold of the old root's keys, and by a threshold of its own.
        root.verify_by(&self.root, "root", self.key_types)?;
        root.verify_by(&signed, "root", self.key_types)?;
        check_thresholds(&signed)?;
        // 5.3.5: exactly the next version.
        let expected = self.root.version.saturating_add(1);
        if signed.version != expected {
            return Err(TrustError::WrongVersion { role: "root".into(), expected, found: signed.version });
        }
        // 5.3.6: its expiry does not matter yet. 5.3.11 begins here: whatever the old keys signed no longer counts.
        if takes_a_key(&self.root, &signed) {
            self.rotated_at = signed.version;
            self.earlier_timestamp = None;
            self.earlier_snapshot = None;
            self.newest_issued = None;
        }
        // 5.3.7
        self.root = signed.into();
        Ok(())
    }

    /// Follows the roots `N.root.json` of an archive as far as they go, from the trusted one on, and hands each to `kept`.
    /// Roots up to the trusted one are passed over: the application's own root may be newer than what is stored.
    ///
    /// # Errors
    /// As [`Self::update_root`].
    pub(super) fn follow_roots(&mut self, archive: &Archive, kept: &mut Archive) -> Result<(), TrustError> {
        loop {
            let name = root_name(self.root.version.saturating_add(1));
            let Some(bytes) = archive.shared(&name) else { return Ok(()) };
            self.update_root(&bytes)?;
            kept.insert(name, bytes);
        }
    }

    /// 5.3.10: whether the last root has expired.
    ///
    /// # Errors
    /// [`TrustError::Expired`]
    pub fn check_root_expiry(&self) -> Result<(), TrustError> {
        self.check_expiry("root", self.root.expires)
    }

    /// From now on it is at least `issued`. Time never goes back within an update.
    fn raise_now(&mut self, issued: UtcTime) {
        if let Expiry::Judged { now } = &mut self.expiry {
            *now = effective_now(*now, Some(issued));
        }
    }

    /// A timestamp accepted by an earlier update, expired or not: the floor, where the current root's keys signed it.
    /// Answers whether it is higher than what was known.
    ///
    /// # Errors
    /// Not properly signed: then it does not count.
    pub fn trust_earlier_timestamp(&mut self, bytes: &[u8], heed_issued: bool) -> Result<bool, TrustError> {
        let timestamp: Timestamp = self.signed_by_root(bytes)?;
        if heed_issued && let Some(issued) = timestamp.issued {
            self.newest_issued = self.newest_issued.max(Some(issued));
            self.raise_now(issued);
        }
        let higher = self.earlier_timestamp.as_ref().is_none_or(|known| timestamp.version > known.version);
        if higher {
            self.earlier_timestamp = Some(timestamp.into());
        }
        Ok(higher)
    }

    /// The same for a snapshot.
    ///
    /// # Errors
    /// Not properly signed: then it does not count.
    pub fn trust_earlier_snapshot(&mut self, bytes: &[u8]) -> Result<bool, TrustError> {
        let snapshot: Snapshot = self.signed_by_root(bytes)?;
        let higher = self.earlier_snapshot.as_ref().is_none_or(|known| snapshot.version > known.version);
        if higher {
            self.earlier_snapshot = Some(snapshot.into());
        }
        Ok(higher)
    }

    /// 5.4: the timestamp. `system_clock` is given where the signed field `issued` is required.
    ///
    /// # Errors
    /// Not properly signed, older than a trusted one, naming an older snapshot, issued at an impossible time, expired.
    pub fn update_timestamp(&mut self, bytes: &[u8], system_clock: Option<UtcTime>) -> Result<Offered, TrustError> {
        // 5.4.2: signed by a threshold of the root's keys for it.
        let mut timestamp: Arc<Timestamp> = self.signed_by_root::<Timestamp>(bytes)?.into();
        let mut offered = Offered::New;
        if let Some(trusted) = &self.earlier_timestamp {
            // 5.4.3.1: not older. Equal is normal: the old one stays.
            check_rollback("timestamp", trusted.version, timestamp.version)?;
            if trusted.version == timestamp.version {
                timestamp = trusted.clone();
                offered = Offered::Same;
            }
            // 5.4.3.2: nor may the snapshot it names be older.
            if let (Some(trusted), Some(new)) = (trusted.snapshot(), timestamp.snapshot()) {
                check_rollback("snapshot", trusted.version, new.version)?;
            }
        }
        if let Some(system_clock) = system_clock {
            // What was accepted before is not held against a clock that went back since.
            let clock =
                if offered == Offered::Same { effective_now(system_clock, timestamp.issued) } else { system_clock };
            let issued = check_issued(&timestamp, clock)?;
            self.check_expiry("timestamp", timestamp.expires)?;
            self.newest_issued = self.newest_issued.max(Some(issued));
            self.raise_now(issued);
        } else {
            // 5.4.4
            self.check_expiry("timestamp", timestamp.expires)?;
        }
        self.timestamp = Some(timestamp);
        Ok(offered)
    }

    /// 5.5: the snapshot.
    ///
    /// # Errors
    /// Not what the timestamp names, not properly signed, listing a role no longer or in an older version, expired.
    pub fn update_snapshot(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let meta = self.snapshot_meta()?;
        // 5.5.2: the length and the hashes that the timestamp names, if any.
        verify_meta_file("snapshot.json", meta, bytes)?;
        // 5.5.3: signed by a threshold of the root's keys for it.
        let snapshot: Snapshot = self.signed_by_root(bytes)?;
        // 5.5.4: the version that the timestamp names.
        check_version("snapshot", meta.version, snapshot.version)?;
        // 5.5.5: every role that was listed still is, and in no older version.
        for (name, trusted) in self.earlier_snapshot.iter().flat_map(|snapshot| snapshot.meta.iter()) {
            let role = name.strip_suffix(".json").unwrap_or(name);
            let new = snapshot.meta.get(name).ok_or_else(|| TrustError::RoleRemoved { role: role.into() })?;
            check_rollback(role, trusted.version, new.version)?;
        }
        // 5.5.6
        self.check_expiry("snapshot", snapshot.expires)?;
        self.snapshot = Some(snapshot.into());
        Ok(())
    }

    /// 5.6.1 to 5.6.5: the top-level targets.
    ///
    /// # Errors
    /// Not what the snapshot names, not properly signed, expired.
    pub fn update_targets(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let role_keys = self.root.roles.get("targets").ok_or(malformed("root", NotOfThisForm("roles")))?;
        self.targets = Some(self.verify_targets("targets", role_keys, &self.root.keys, bytes)?.into());
        Ok(())
    }

    /// 5.6.2 to 5.6.5 for any targets role, by the keys that its delegator lists for it.
    pub(super) fn verify_targets(
        &self,
        role: &str,
        role_keys: &RoleKeys,
        keys: &Named<Key>,
        bytes: &[u8],
    ) -> Result<Targets, TrustError> {
        // 5.6.2: the length and the hashes that the snapshot names, if any.
        let meta = self.targets_meta(role)?;
        verify_meta_file(&format!("{role}.json"), meta, bytes)?;
        // 5.6.3: signed by a threshold of the delegator's keys for it.
        let (unverified, signed) = Unverified::read(role, bytes)?;
        verify_threshold(role, role_keys, keys, self.key_types, &unverified.canonical, &unverified.signatures)?;
        let targets: Targets = form(role, signed)?;
        // 5.6.4: the version that the snapshot names.
        check_version(role, meta.version, targets.version)?;
        // 5.6.5
        self.check_expiry(role, targets.expires)?;
        Ok(targets)
    }

    /// How the timestamp names the snapshot.
    ///
    /// # Errors
    /// [`TrustError::OutOfOrder`] before there is a timestamp.
    pub fn snapshot_meta(&self) -> Result<&MetaFile, TrustError> {
        self.timestamp().and_then(Timestamp::snapshot).ok_or(TrustError::OutOfOrder)
    }

    /// How the snapshot names a targets role.
    ///
    /// # Errors
    /// [`TrustError::NotInSnapshot`]; [`TrustError::OutOfOrder`] before there is a snapshot.
    pub fn targets_meta(&self, role: &str) -> Result<&MetaFile, TrustError> {
        let snapshot = self.snapshot.as_ref().ok_or(TrustError::OutOfOrder)?;
        snapshot.meta.get(&format!("{role}.json")).ok_or_else(|| TrustError::NotInSnapshot { role: role.into() })
    }

    fn signed_by_root<T: Metadata>(&self, bytes: &[u8]) -> Result<T, TrustError> {
        form(T::TYPE, signed_by(&self.root, T::TYPE, self.key_types, bytes)?)
    }

    /// 5.3.10, 5.4.4, 5.5.6, 5.6.5: the expiry must be later than the update's time.
    fn check_expiry(&self, role: &str, expires: UtcTime) -> Result<(), TrustError> {
        match self.expiry {
            Expiry::Judged { now } if expires <= now => Err(TrustError::Expired { role: role.into(), expires, now }),
            _ => Ok(()),
        }
    }
}

/// A metadata file's canonical form as received, and its signatures.
struct Unverified {
    canonical: Vec<u8>,
    signatures: Vec<Signature>,
}

impl Unverified {
    /// Takes a file apart; beside it stands what is signed.
    fn read(role: &str, bytes: &[u8]) -> Result<(Self, Value), TrustError> {
        let value = Value::from_slice(bytes)
            .map_err(|error| TrustError::NotJson { role: role.into(), reason: error.to_string() })?;
        let Signed { signed, signatures, .. } =
            Signed::<Value>::from_value(value).map_err(|field| malformed(role, field))?;
        Ok((Self { canonical: canonical::to_bytes(&signed), signatures }, signed))
    }

    /// Whether the root's keys for `role` signed it.
    fn verify_by(&self, root: &Root, role: &str, accepted: KeyTypes) -> Result<(), TrustError> {
        let role_keys = root.roles.get(role).ok_or(malformed("root", NotOfThisForm("roles")))?;
        verify_threshold(role, role_keys, &root.keys, accepted, &self.canonical, &self.signatures)
    }
}

/// What is signed in a file of `role`, once the root's keys for it have signed it.
fn signed_by(root: &Root, role: &str, accepted: KeyTypes, bytes: &[u8]) -> Result<Value, TrustError> {
    let (unverified, signed) = Unverified::read(role, bytes)?;
    unverified.verify_by(root, role, accepted)?;
    Ok(signed)
}

fn form<T: Metadata>(role: &str, signed: Value) -> Result<T, TrustError> {
    let form = T::from_value(signed).map_err(|field| malformed(role, field))?;
    check_specification(role, form.spec_version())?;
    Ok(form)
}

/// 5: the major number of the specification must be ours.
fn check_specification(role: &str, spec_version: &str) -> Result<(), TrustError> {
    if spec_version.strip_prefix("1.").is_some_and(|rest| !rest.is_empty()) {
        return Ok(());
    }
    Err(TrustError::UnknownSpecification { role: role.into(), spec_version: spec_version.into() })
}

/// The name of a root in an archive.
pub(super) fn root_name(version: u64) -> String {
    format!("{version}.root.json")
}

/// The other way round.
pub(super) fn root_version(name: &str) -> Option<u64> {
    name.strip_suffix(".root.json")?.parse().ok()
}

/// Reads a root's form from storage without trusting it.
pub(super) fn unverified_root(bytes: &[u8]) -> Option<Root> {
    form("root", Unverified::read("root", bytes).ok()?.1).ok()
}

/// Likewise the version that a timestamp claims.
pub(super) fn unverified_version(timestamp: &[u8]) -> Option<u64> {
    let timestamp: Timestamp = form("timestamp", Unverified::read("timestamp", timestamp).ok()?.1).ok()?;
    Some(timestamp.version)
}

/// A threshold of 0 means nothing, and no client that follows the specification takes such a root. More than there are keys
/// is refused only where it is used: the conformance suite asks that such a root be taken.
fn check_thresholds(root: &Root) -> Result<(), TrustError> {
    let of_none = root.roles.iter().find(|(_, role)| role.threshold == 0);
    let Some((role, RoleKeys { keyids, threshold, .. })) = of_none else { return Ok(()) };
    Err(TrustError::ImpossibleThreshold { role: role.into(), threshold: *threshold, keys: keyids.len() as u64 })
}

/// Whether the new root takes a key from the timestamp or the snapshot role. Keys are compared, not their ids; a key that is
/// only added recovers nothing, so it lowers no floor.
pub(super) fn takes_a_key(old: &Root, new: &Root) -> bool {
    let keys = |root: &Root, role: &str| -> Vec<Key> {
        let ids = root.roles.get(role).map(|role| role.keyids.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| root.keys.get(id)).cloned().collect()
    };
    ["timestamp", "snapshot"].iter().any(|role| {
        let kept = keys(new, role);
        keys(old, role).iter().any(|key| !kept.iter().any(|kept| kept.keyval.public == key.keyval.public))
    })
}

fn malformed(role: &str, field: NotOfThisForm) -> TrustError {
    TrustError::Malformed { role: role.into(), field: field.0 }
}

fn check_rollback(role: &str, trusted: u64, offered: u64) -> Result<(), TrustError> {
    if offered < trusted { Err(TrustError::Rollback { role: role.into(), trusted, offered }) } else { Ok(()) }
}

fn check_version(role: &str, expected: u64, found: u64) -> Result<(), TrustError> {
    if found == expected { Ok(()) } else { Err(TrustError::WrongVersion { role: role.into(), expected, found }) }
}
