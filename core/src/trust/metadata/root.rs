//! `root.json`: which keys sign for which role.

use super::fields::{Fields, Head, NotOfThisForm, map, number, object, time, with};
use super::{JsonForm, Key, Map, Metadata, RoleKeys, SPEC_VERSION, Value};
use crate::time::UtcTime;
use crate::trust::Named;

const TOP_LEVEL: [&str; 4] = ["root", "timestamp", "snapshot", "targets"];

/// Which keys sign for which role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Of the TUF specification.
    pub spec_version: String,
    /// Whether file names carry versions and hashes. Absent means no.
    pub consistent_snapshot: Option<bool>,
    /// At least 1.
    pub version: u64,
    /// From then on it is not trusted.
    pub expires: UtcTime,
    /// The keys by their ids.
    pub keys: Named<Key>,
    /// `root`, `timestamp`, `snapshot` and `targets`, and perhaps others.
    pub roles: Named<RoleKeys>,
    /// What this version does not know.
    pub unknown: Map,
}

impl Root {
    /// A root with consistent snapshots, yet without keys.
    #[must_use]
    pub fn new(version: u64, expires: UtcTime) -> Self {
        Self {
            spec_version: SPEC_VERSION.into(),
            consistent_snapshot: Some(true),
            version,
            expires,
            keys: Named::new(),
            roles: Named::new(),
            unknown: Map::new(),
        }
    }
}

impl JsonForm for Root {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signed");
        let Head { spec_version, version, expires } = fields.head(Self::TYPE);
        let root = Self {
            spec_version,
            consistent_snapshot: fields.optional_bool("consistent_snapshot"),
            version,
            expires,
            keys: fields.map("keys"),
            roles: fields.map("roles"),
            unknown: fields.rest()?,
        };
        if TOP_LEVEL.iter().any(|role| !root.roles.contains_key(role)) {
            return Err(NotOfThisForm("roles"));
        }
        Ok(root)
    }

    fn to_value(&self) -> Value {
        let root = object(
            &self.unknown,
            [
                ("_type", Self::TYPE.into()),
                ("spec_version", self.spec_version.as_str().into()),
                ("version", number(self.version)),
                ("expires", time(self.expires)),
                ("keys", map(&self.keys)),
                ("roles", map(&self.roles)),
            ],
        );
        with(root, "consistent_snapshot", self.consistent_snapshot.map(Value::Bool))
    }
}
