//! The metadata types, named as the TUF specification names them.
//!
//! All read and write JSON through [`Value`], keep the fields they do not know, and write what they read: the publisher
//! makes repositories with them. What reading checks is form alone; whether to trust it is the business of
//! [`TrustedMetadata`](super::TrustedMetadata).

mod fields;
mod key;
mod root;
mod snapshot;
mod targets;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub use key::{Key, KeyVal, RoleKeys};
pub use root::Root;
pub use snapshot::{MetaFile, Snapshot, Timestamp};
pub use targets::{DelegatedRole, Delegations, Paths, TargetFile, Targets};

pub use fields::NotOfThisForm;
use fields::{Fields, array, object};

use super::canonical;
use super::value::{Map, Value};
use crate::time::UtcTime;

/// The version of the specification that the publisher writes.
pub const SPEC_VERSION: &str = "1.0.34";

/// What a role signs: [`Root`], [`Timestamp`], [`Snapshot`] or [`Targets`].
pub trait Metadata: JsonForm {
    /// The content of `_type`.
    const TYPE: &'static str;
    /// `spec_version`
    fn spec_version(&self) -> &str;
    /// `version`
    fn version(&self) -> u64;
    /// `expires`
    fn expires(&self) -> UtcTime;
}

/// A type with one JSON form.
pub trait JsonForm: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Names a field that is missing or of another form.
    fn from_value(value: Value) -> Result<Self, NotOfThisForm>;
    /// Writes it.
    fn to_value(&self) -> Value;
}

/// Any JSON, as it is.
impl JsonForm for Value {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        Ok(value)
    }

    fn to_value(&self) -> Value {
        self.clone()
    }
}

/// A metadata file: what is signed, and the signatures over its canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<T> {
    /// What is signed.
    pub signed: T,
    /// The signatures.
    pub signatures: Vec<Signature>,
    /// What this version does not know.
    pub unknown: Map,
}

/// One signature over the canonical form of `signed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The id under which the delegating role lists the key.
    pub keyid: String,
    /// Hexadecimal.
    pub sig: String,
    /// What this version does not know.
    pub unknown: Map,
}

impl Signature {
    /// A signature of the given key, from its bytes.
    #[must_use]
    pub fn new(keyid: impl Into<String>, bytes: &[u8]) -> Self {
        Self { keyid: keyid.into(), sig: super::hex::encode(bytes), unknown: Map::new() }
    }
}

impl<T: JsonForm> Signed<T> {
    /// An unsigned file.
    #[must_use]
    pub fn new(signed: T) -> Self {
        Self { signed, signatures: Vec::new(), unknown: Map::new() }
    }

    /// What a key signs: the canonical form of `signed`.
    #[must_use]
    pub fn signing_bytes(&self) -> Vec<u8> {
        canonical::to_bytes(&self.signed.to_value())
    }
}

impl JsonForm for Signature {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signatures");
        Ok(Self { keyid: fields.text("keyid"), sig: fields.text("sig"), unknown: fields.rest()? })
    }

    fn to_value(&self) -> Value {
        object(&self.unknown, [("keyid", self.keyid.as_str().into()), ("sig", self.sig.as_str().into())])
    }
}

impl<T: JsonForm> JsonForm for Signed<T> {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signed");
        Ok(Self {
            signed: T::from_value(fields.value("signed"))?,
            signatures: fields.list("signatures"),
            unknown: fields.rest()?,
        })
    }

    fn to_value(&self) -> Value {
        object(&self.unknown, [("signed", self.signed.to_value()), ("signatures", array(&self.signatures))])
    }
}

impl<T: JsonForm> Serialize for Signed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de, T: JsonForm> Deserialize<'de> for Signed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

macro_rules! serde_by_json_form {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_value().serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::from_value(Value::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    )*};
}
serde_by_json_form!(
    Root,
    Timestamp,
    Snapshot,
    Targets,
    Delegations,
    DelegatedRole,
    Key,
    KeyVal,
    RoleKeys,
    MetaFile,
    TargetFile,
    Signature
);

macro_rules! metadata {
    ($($name:ty = $type:literal),*) => {$(
        impl Metadata for $name {
            const TYPE: &'static str = $type;
            fn spec_version(&self) -> &str {
                &self.spec_version
            }
            fn version(&self) -> u64 {
                self.version
            }
            fn expires(&self) -> UtcTime {
                self.expires
            }
        }
    )*};
}
metadata!(Root = "root", Timestamp = "timestamp", Snapshot = "snapshot", Targets = "targets");
