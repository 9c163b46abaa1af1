//! Who must sign a metadata file, and who has.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use statemark_core::trust::Named;
use statemark_core::trust::metadata::{
    Delegations, JsonForm, Key, Metadata, NotOfThisForm, RoleKeys as TrustedKeys, Root, Signature, Signed,
};
use statemark_core::trust::value::Value;

use crate::keys::{PublicKey, Role, RoleKeys, Roles, hex};

/// Keys of which so many must sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quorum {
    /// Who says so: `root 1`, `targets 3`.
    pub(crate) by: String,
    pub(crate) threshold: u64,
    pub(crate) keys: Vec<Holder>,
}

/// A key that may sign.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Holder {
    pub(crate) name: String,
    pub(crate) keyid: String,
    pub(crate) public: PublicKey,
}

/// How far a quorum is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Standing<'a> {
    pub(crate) by: &'a str,
    pub(crate) threshold: u64,
    pub(crate) signed: Vec<&'a str>,
    pub(crate) missing: Vec<&'a str>,
}

/// Any content, kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content(pub(crate) Value);

impl JsonForm for Content {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

impl Quorum {
    /// The keys of a role as a root or a delegation names them. A key that the extension cannot verify is refused.
    pub(crate) fn of(by: String, role: &str, trusted: &TrustedKeys, keys: &Named<Key>, names: &Roles) -> Result<Self> {
        let holder = |keyid: &String| {
            let key = keys.get(keyid).with_context(|| format!("{by} gives {role} a key that it does not list"))?;
            let public = public(key).with_context(|| {
                format!(
                    "{by} gives {role} a key of the kind `{}`, which the extension cannot verify; ed25519 keys only",
                    key.scheme
                )
            })?;
            let name = names.name_of(&public).map_or_else(|| short(keyid), str::to_owned);
            Ok(Holder { name, keyid: keyid.clone(), public })
        };
        let mut keys = trusted.keyids.iter().map(holder).collect::<Result<Vec<_>>>()?;
        keys.sort();
        let quorum = Self { by, threshold: trusted.threshold, keys };
        let distinct = quorum.publics().len() as u64;
        if quorum.threshold == 0 || quorum.threshold > distinct {
            bail!("{} asks for {} of {distinct} keys of {role}, which nobody can meet", quorum.by, quorum.threshold);
        }
        Ok(quorum)
    }

    /// The same of a top-level role.
    pub(crate) fn of_root(root: &Root, role: Role, names: &Roles) -> Result<Self> {
        let by = format!("root {}", root.version);
        let trusted = root.roles.get(role.as_str()).with_context(|| format!("{by} has no role {role}"))?;
        Self::of(by, role.as_str(), trusted, &root.keys, names)
    }

    /// Those who may sign.
    pub(crate) fn publics(&self) -> BTreeSet<PublicKey> {
        self.keys.iter().map(|holder| holder.public).collect()
    }

    /// Who signed the message, and who has not. One key counts once, and a wrong signature not at all.
    pub(crate) fn standing(&self, message: &[u8], signatures: &[Signature]) -> Standing<'_> {
        let (mut signed, mut missing, mut counted) = (Vec::new(), Vec::new(), BTreeSet::new());
        for holder in &self.keys {
            let good = |signature: &&Signature| {
                let bytes = unhex(&signature.sig).unwrap_or_default();
                signature.keyid == holder.keyid && key(&holder.public).verifies(message, &bytes)
            };
            let has = signatures.iter().find(good).is_some() && counted.insert(holder.public);
            if has { &mut signed } else { &mut missing }.push(holder.name.as_str());
        }
        Standing { by: &self.by, threshold: self.threshold, signed, missing }
    }
}

impl Standing<'_> {
    /// How many signatures are still needed.
    pub(crate) fn lacks(&self) -> u64 {
        self.threshold.saturating_sub(self.signed.len() as u64)
    }
}

/// `root 1 asks for 1 more of root-2, root-3`; nothing when all quorums are met.
pub(crate) fn lacking(quorums: &[Quorum], message: &[u8], signatures: &[Signature]) -> Option<String> {
    let lacks = quorums.iter().filter_map(|quorum| {
        let standing = quorum.standing(message, signatures);
        let (by, lacks) = (standing.by, standing.lacks());
        (lacks > 0).then(|| format!("{by} asks for {lacks} more of {}", standing.missing.join(", ")))
    });
    let lacks: Vec<String> = lacks.collect();
    (!lacks.is_empty()).then(|| lacks.join("; "))
}

/// Adds the signatures of these keys, each under every id by which a quorum knows it.
pub(crate) fn sign<T: JsonForm>(file: &mut Signed<T>, quorums: &[Quorum], signers: &[SigningKey]) {
    let message = file.signing_bytes();
    for signer in signers {
        let signature = signer.sign(&message).to_bytes();
        for keyid in ids_of(quorums, &PublicKey::of(signer)) {
            put(&mut file.signatures, Signature::new(keyid, &signature));
        }
    }
}

/// The ids by which the quorums know the key.
pub(crate) fn ids_of(quorums: &[Quorum], public: &PublicKey) -> BTreeSet<String> {
    let holders = quorums.iter().flat_map(|quorum| &quorum.keys);
    holders.filter(|holder| holder.public == *public).map(|holder| holder.keyid.clone()).collect()
}

/// One signature of each key id: clients refuse a second one.
pub(crate) fn put(signatures: &mut Vec<Signature>, signature: Signature) {
    signatures.retain(|known| known.keyid != signature.keyid);
    signatures.push(signature);
}

/// The file as it is published.
pub(crate) fn to_bytes<T: Metadata>(file: &Signed<T>) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(file)?)
}

/// The key as metadata lists it.
pub(crate) fn key(public: &PublicKey) -> Key {
    Key::ed25519(&public.0)
}

/// The keys and threshold of a role as metadata lists them, in an order that does not hang on what the keys are called.
pub(crate) fn role_keys(keys: &RoleKeys) -> TrustedKeys {
    let ids: BTreeSet<String> = keys.keys.iter().map(|(_, public)| key(public).id()).collect();
    TrustedKeys::new(ids, keys.threshold)
}

/// Whether both name the same keys and the same threshold.
pub(crate) fn same(one: &TrustedKeys, other: &TrustedKeys) -> bool {
    let ids = |keys: &TrustedKeys| keys.keyids.iter().cloned().collect::<BTreeSet<String>>();
    one.threshold == other.threshold && ids(one) == ids(other)
}

/// Fails where the published root trusts other keys than the folder of keys names, or keys that the extension cannot verify.
pub(crate) fn same_keys(root: &Root, roles: &Roles) -> Result<()> {
    for role in Role::TOP_LEVEL {
        Quorum::of_root(root, role, roles)?;
        if !root
            .roles
            .get(role.as_str())
            .is_some_and(|trusted| roles.get(role).is_ok_and(|ours| same(trusted, &role_keys(ours))))
        {
            bail!(
                "the keys or the threshold of {role} are not those that the published root trusts; give --keys the folder \
                 of keys that this list was first published with, or publish the change with `statemark rotate`"
            );
        }
    }
    Ok(())
}

/// Fails where a published role has a key that the extension cannot verify, or a threshold that nobody can meet.
pub(crate) fn check_keys(root: &Root, delegations: Option<&Delegations>, names: &Roles) -> Result<()> {
    for role in Role::TOP_LEVEL {
        Quorum::of_root(root, role, names)?;
    }
    for (delegations, role) in delegations.iter().flat_map(|all| all.roles.iter().map(move |role| (all, role))) {
        Quorum::of("targets".into(), &role.name, &role.role_keys, &delegations.keys, names)?;
    }
    Ok(())
}

/// The Ed25519 key of a listed key; nothing of another kind.
fn public(key: &Key) -> Option<PublicKey> {
    if key.keytype != "ed25519" || key.scheme != "ed25519" {
        return None;
    }
    PublicKey::parse(&format!("ed25519:{}", key.keyval.public)).ok()
}

/// How a key is called that nobody named.
pub(crate) fn short(keyid: &str) -> String {
    keyid.chars().take(8).collect()
}

/// Reads hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let digits = std::str::from_utf8(pair).ok().filter(|digits| digits.len() == 2 && !digits.contains('+'))?;
        u8::from_str_radix(digits, 16).ok()
    };
    pairs.map(byte).collect()
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("ed25519:{}", hex(&self.0)))
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use statemark_core::time::UtcTime;

    use super::*;

    fn listed(seed: u8) -> Key {
        key(&PublicKey::of(&SigningKey::from_bytes(&[seed; 32])))
    }

    /// A root of one key a role.
    fn root() -> Root {
        let mut root = Root::new(1, UtcTime(0));
        for (role, seed) in Role::TOP_LEVEL.into_iter().zip(1..) {
            root.roles.insert(role.as_str().into(), TrustedKeys::new([listed(seed).id()], 1));
            root.keys.insert(listed(seed).id(), listed(seed));
        }
        root
    }

    #[test]
    fn a_role_that_the_extension_could_not_verify_is_refused() {
        let names = Roles::default();
        check_keys(&root(), None, &names).unwrap();
        let kind = |keytype: &str, scheme: &str| Key { keytype: keytype.into(), scheme: scheme.into(), ..listed(9) };
        let weak = Key { keyval: Key::ed25519(&[0; 32]).keyval, ..listed(9) };
        for other in
            [kind("ecdsa", "ecdsa-sha2-nistp256"), kind("rsa", "rsassa-pss-sha256"), kind("ed25519", "ed25519ph"), weak]
        {
            let mut bad = root();
            let timestamp = bad.roles.get_mut("timestamp").unwrap();
            // Even where the other key would do: nobody should believe that this one counts.
            timestamp.keyids.push(other.id());
            bad.keys.insert(other.id(), other);
            let error = check_keys(&bad, None, &names).unwrap_err().to_string();
            assert!(error.contains("gives timestamp a key of the kind"), "{error}");
        }
        let mut bad = root();
        bad.roles.get_mut("targets").unwrap().threshold = 2;
        assert!(check_keys(&bad, None, &names).unwrap_err().to_string().contains("which nobody can meet"));
    }

    #[test]
    fn one_key_counts_once_under_however_many_ids() {
        let signer = SigningKey::from_bytes(&[7; 32]);
        let public = PublicKey::of(&signer);
        let holder = |keyid: &str| Holder { name: keyid.into(), keyid: keyid.into(), public };
        let quorum = Quorum { by: "root 1".into(), threshold: 2, keys: vec![holder("a"), holder("b")] };
        let signature = signer.sign(b"message").to_bytes();
        let signatures = [Signature::new("a", &signature), Signature::new("b", &signature)];
        assert_eq!(quorum.standing(b"message", &signatures).lacks(), 1);
        assert_eq!(quorum.standing(b"another", &signatures).lacks(), 2);
    }
}
