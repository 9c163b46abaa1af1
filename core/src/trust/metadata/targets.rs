//! `targets.json` and the metadata of delegated roles: the files, and who else may sign for some.

use super::fields::{Fields, Head, NotOfThisForm, array, hashes, map, number, object, texts, time, with};
use super::{JsonForm, Key, Map, Metadata, RoleKeys, SPEC_VERSION, Value};
use crate::time::UtcTime;
use crate::trust::{Named, hex, pattern};

/// The files that a role signs for, and to whom it delegates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// Of the TUF specification.
    pub spec_version: String,
    /// At least 1.
    pub version: u64,
    /// From then on it is not trusted.
    pub expires: UtcTime,
    /// The files by their paths.
    pub targets: Named<TargetFile>,
    /// Who else may sign for some paths.
    pub delegations: Option<Delegations>,
    /// What this version does not know.
    pub unknown: Map,
}

/// A file that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFile {
    /// In bytes.
    pub length: u64,
    /// Hexadecimal, by algorithm.
    pub hashes: Named<String>,
    /// Opaque to TUF.
    pub custom: Option<Value>,
    /// What this version does not know.
    pub unknown: Map,
}

/// Who else may sign for some paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delegations {
    /// The keys by their ids.
    pub keys: Named<Key>,
    /// The roles; earlier ones are asked first.
    pub roles: Vec<DelegatedRole>,
    /// What this version does not know.
    pub unknown: Map,
}

/// One delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegatedRole {
    /// The role's name.
    pub name: String,
    /// Its keys; in JSON `keyids` and `threshold` stand beside the name.
    pub role_keys: RoleKeys,
    /// The paths it may sign for.
    pub paths: Paths,
    /// Whether the search ends with it. Absent means no.
    pub terminating: Option<bool>,
}

/// The paths that a delegated role may sign for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paths {
    /// `paths`: patterns; `*` and `?` match anything but `/`.
    Patterns(Vec<String>),
    /// `path_hash_prefixes`: how the hexadecimal SHA-256 of the path begins.
    HashPrefixes(Vec<String>),
    /// Neither stands there: none.
    None,
}

impl Targets {
    /// A role that signs for nothing yet.
    #[must_use]
    pub fn new(version: u64, expires: UtcTime) -> Self {
        Self {
            spec_version: SPEC_VERSION.into(),
            version,
            expires,
            targets: Named::new(),
            delegations: None,
            unknown: Map::new(),
        }
    }

    /// The delegation to the role of this name.
    #[must_use]
    pub fn delegation(&self, name: &str) -> Option<(&DelegatedRole, &Named<Key>)> {
        let delegations = self.delegations.as_ref()?;
        Some((delegations.roles.iter().find(|role| role.name == name)?, &delegations.keys))
    }
}

impl TargetFile {
    /// The entry of a file with this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self {
            length: content.len() as u64,
            hashes: Named::from([("sha256".into(), hex::sha256(content))]),
            custom: None,
            unknown: Map::new(),
        }
    }
}

impl DelegatedRole {
    /// Whether the role may sign for this path.
    #[must_use]
    pub fn may_sign_for(&self, path: &str) -> bool {
        match &self.paths {
            Paths::Patterns(patterns) => patterns.iter().any(|pattern| pattern::matches(pattern, path)),
            Paths::HashPrefixes(prefixes) => {
                let hash = hex::sha256(path.as_bytes());
                prefixes.iter().any(|prefix| hash.starts_with(&prefix.to_ascii_lowercase()))
            }
            Paths::None => false,
        }
    }
}

impl JsonForm for Targets {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signed");
        let Head { spec_version, version, expires } = fields.head(Self::TYPE);
        Ok(Self {
            spec_version,
            version,
            expires,
            targets: fields.map("targets"),
            delegations: fields.optional_value("delegations").map(Delegations::from_value).transpose()?,
            unknown: fields.rest()?,
        })
    }

    fn to_value(&self) -> Value {
        let targets = object(
            &self.unknown,
            [
                ("_type", Self::TYPE.into()),
                ("spec_version", self.spec_version.as_str().into()),
                ("version", number(self.version)),
                ("expires", time(self.expires)),
                ("targets", map(&self.targets)),
            ],
        );
        with(targets, "delegations", self.delegations.as_ref().map(Delegations::to_value))
    }
}

impl JsonForm for TargetFile {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "targets");
        Ok(Self {
            length: fields.number("length", 0),
            hashes: fields.hashes(),
            custom: fields.optional_value("custom"),
            unknown: fields.rest()?,
        })
    }

    fn to_value(&self) -> Value {
        let file = object(&self.unknown, [("length", number(self.length)), ("hashes", hashes(&self.hashes))]);
        with(file, "custom", self.custom.clone())
    }
}

impl JsonForm for Delegations {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "delegations");
        let keys = fields.map("keys");
        // Succinct roles (TAP 15) stand in place of `roles`; they are not known here, so they delegate nothing.
        let roles: Vec<DelegatedRole> =
            if fields.has("succinct_roles") && !fields.has("roles") { Vec::new() } else { fields.list("roles") };
        if Named::unique(roles.iter().map(|role| (role.name.clone(), Value::Null)).collect()).is_err() {
            fields.note(NotOfThisForm("roles"));
        }
        Ok(Self { keys, roles, unknown: fields.rest()? })
    }

    fn to_value(&self) -> Value {
        object(&self.unknown, [("keys", map(&self.keys)), ("roles", array(&self.roles))])
    }
}

impl JsonForm for DelegatedRole {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "roles");
        let name = fields.text("name");
        if ["", "root", "timestamp", "snapshot", "targets"].contains(&name.as_str()) {
            fields.note(NotOfThisForm("name"));
        }
        let paths = match (fields.optional_texts("paths"), fields.optional_texts("path_hash_prefixes")) {
            (Some(patterns), None) => Paths::Patterns(patterns),
            (None, Some(prefixes)) => Paths::HashPrefixes(prefixes),
            (None, None) => Paths::None,
            (Some(_), Some(_)) => return Err(NotOfThisForm("path_hash_prefixes")),
        };
        let terminating = fields.optional_bool("terminating");
        Ok(Self { name, paths, terminating, role_keys: RoleKeys::from_value(Value::Object(fields.rest()?))? })
    }

    fn to_value(&self) -> Value {
        let role = with(self.role_keys.to_value(), "name", Some(self.name.as_str().into()));
        let role = with(role, "terminating", self.terminating.map(Value::Bool));
        match &self.paths {
            Paths::Patterns(patterns) => with(role, "paths", Some(texts(patterns))),
            Paths::HashPrefixes(prefixes) => with(role, "path_hash_prefixes", Some(texts(prefixes))),
            Paths::None => role,
        }
    }
}
