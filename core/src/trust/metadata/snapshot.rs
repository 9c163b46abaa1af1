//! `timestamp.json` and `snapshot.json`: which versions belong together.

use super::fields::{Fields, Head, NotOfThisForm, hashes, map, number, object, time, with};
use super::{JsonForm, Map, Metadata, SPEC_VERSION, Value};
use crate::time::UtcTime;
use crate::trust::Named;

/// Which snapshot is the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Of the TUF specification.
    pub spec_version: String,
    /// At least 1.
    pub version: u64,
    /// From then on it is not trusted.
    pub expires: UtcTime,
    /// `snapshot.json`
    pub meta: Named<MetaFile>,
    /// When it was signed: a field of our own. In a foreign repository the name may hold anything, which is then unknown.
    pub issued: Option<UtcTime>,
    /// What this version does not know.
    pub unknown: Map,
}

/// Which versions of the other metadata belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Of the TUF specification.
    pub spec_version: String,
    /// At least 1.
    pub version: u64,
    /// From then on it is not trusted.
    pub expires: UtcTime,
    /// `targets.json`, and `NAME.json` of each delegated role.
    pub meta: Named<MetaFile>,
    /// What this version does not know.
    pub unknown: Map,
}

/// A metadata file as another one names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaFile {
    /// At least 1.
    pub version: u64,
    /// In bytes.
    pub length: Option<u64>,
    /// Hexadecimal, by algorithm.
    pub hashes: Option<Named<String>>,
    /// What this version does not know.
    pub unknown: Map,
}

impl MetaFile {
    /// A version, without length and hashes.
    #[must_use]
    pub fn new(version: u64) -> Self {
        Self { version, length: None, hashes: None, unknown: Map::new() }
    }
}

impl Timestamp {
    /// The timestamp of a snapshot.
    #[must_use]
    pub fn new(version: u64, expires: UtcTime, issued: Option<UtcTime>, snapshot: MetaFile) -> Self {
        let meta = Named::from([("snapshot.json".into(), snapshot)]);
        Self { spec_version: SPEC_VERSION.into(), version, expires, meta, issued, unknown: Map::new() }
    }

    /// The entry of `snapshot.json`, which every timestamp has that was read.
    #[must_use]
    pub fn snapshot(&self) -> Option<&MetaFile> {
        self.meta.get("snapshot.json")
    }
}

impl Snapshot {
    /// A snapshot of these files.
    #[must_use]
    pub fn new(version: u64, expires: UtcTime, meta: Named<MetaFile>) -> Self {
        Self { spec_version: SPEC_VERSION.into(), version, expires, meta, unknown: Map::new() }
    }
}

impl JsonForm for Timestamp {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signed");
        let Head { spec_version, version, expires } = fields.head(Self::TYPE);
        let timestamp = Self {
            spec_version,
            version,
            expires,
            meta: fields.map("meta"),
            issued: fields.time_if_any("issued"),
            unknown: fields.rest()?,
        };
        if timestamp.snapshot().is_none() { Err(NotOfThisForm("meta")) } else { Ok(timestamp) }
    }

    fn to_value(&self) -> Value {
        let timestamp = object(
            &self.unknown,
            [
                ("_type", Self::TYPE.into()),
                ("spec_version", self.spec_version.as_str().into()),
                ("version", number(self.version)),
                ("expires", time(self.expires)),
                ("meta", map(&self.meta)),
            ],
        );
        with(timestamp, "issued", self.issued.map(time))
    }
}

impl JsonForm for Snapshot {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "signed");
        let Head { spec_version, version, expires } = fields.head(Self::TYPE);
        let snapshot = Self { spec_version, version, expires, meta: fields.map("meta"), unknown: fields.rest()? };
        if snapshot.meta.contains_key("targets.json") { Ok(snapshot) } else { Err(NotOfThisForm("meta")) }
    }

    fn to_value(&self) -> Value {
        object(
            &self.unknown,
            [
                ("_type", Self::TYPE.into()),
                ("spec_version", self.spec_version.as_str().into()),
                ("version", number(self.version)),
                ("expires", time(self.expires)),
                ("meta", map(&self.meta)),
            ],
        )
    }
}

impl JsonForm for MetaFile {
    fn from_value(value: Value) -> Result<Self, NotOfThisForm> {
        let mut fields = Fields::of(value, "meta");
        Ok(Self {
            version: fields.number("version", 1),
            length: fields.optional_number("length"),
            hashes: fields.optional_hashes(),
            unknown: fields.rest()?,
        })
    }

    fn to_value(&self) -> Value {
        let file = object(&self.unknown, [("version", number(self.version))]);
        let file = with(file, "length", self.length.map(number));
        with(file, "hashes", self.hashes.as_ref().map(hashes))
    }
}
