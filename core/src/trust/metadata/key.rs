//! Keys, and how many of them a role needs.

use super::fields::{Fields, NotOfThisForm, number, object, texts};
use super::{JsonForm, Map, Value, canonical};
use crate::trust::hex;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// `ed25519`, `ecdsa`
    pub keytype: String,
    /// `ed25519`, `ecdsa-sha2-nistp256`
    pub scheme: String,
    /// The key itself.
    pub keyval: KeyVal,
    /// What this version does not know.
    pub unknown: Map,
}

/// The public part of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyVal {
    /// Of `ed25519` 64 hexadecimal digits, of `ecdsa` PEM.
    pub public: String,
    /// What this version does not know.
    pub unknown: Map,
}

/// Which keys sign for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleKeys {
    /// The ids of the keys.
    pub keyids: Vec<String>,
    /// How many of them must sign; at least 1, which is judged where it is used.
    pub threshold: u64,
    /// What this version does not know.
    pub unknown: Map,
}

impl Key {
    /// An Ed25519 key.
    #[must_use]
    pub fn ed25519(public: &[u8; 32]) -> Self {
        Self {
            keytype: "ed25519".into(),
            scheme: "ed25519".into(),
            keyval: KeyVal { public: hex::encode(public), unknown: Map::new() },
            unknown: Map::new(),
        }
    }

    /// The id as the specification makes it: the SHA-256 of the canonical form.
    #[must_use]
    pub fn id(&self) -> String {
        hex::sha256(&canonical::to_bytes(&self.to_value()))
    }
}

impl RoleKeys {
    /// These keys and this threshold.
    #[must_use]
    pub fn new(keyids: impl IntoIterator<Item = String>, threshold: u64) -> Self {
        Self { keyids: keyids.into_iter().collect(), threshold, unknown: Map::new() }
    }
}

impl JsonForm for Key {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "keys");
        Ok(Self {
            keytype: fields.text("keytype"),
            scheme: fields.text("scheme"),
            keyval: KeyVal::from_value(fields.value("keyval"))?,
            unknown: fields.rest()?,
        })
    }

    fn to_value(&self) -> Value {
        object(
            &self.unknown,
            [
                ("keytype", self.keytype.as_str().into()),
                ("scheme", self.scheme.as_str().into()),
                ("keyval", self.keyval.to_value()),
            ],
        )
    }
}

impl JsonForm for KeyVal {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "keyval");
        Ok(Self { public: fields.text("public"), unknown: fields.rest()? })
    }

    fn to_value(&self) -> Value {
        object(&self.unknown, [("public", self.public.as_str().into())])
    }
}

impl JsonForm for RoleKeys {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "roles");
        // A threshold of 0 is read here and refused where it is used: the error then names the role.
        Ok(Self { keyids: fields.texts("keyids"), threshold: fields.number("threshold", 0), unknown: fields.rest()? })
    }

    fn to_value(&self) -> Value {
        object(&self.unknown, [("keyids", texts(&self.keyids)), ("threshold", number(self.threshold))])
    }
}
