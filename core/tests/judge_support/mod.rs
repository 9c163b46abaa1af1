//! A small list to judge against, and short ways to ask.
#![allow(dead_code, reason = "every test binary uses its own part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use statemark_core::freshness::{Freshness, State};
use statemark_core::list::{Directory, ListError};
use statemark_core::platform::{MastodonHosts, absolute, resolve};
use statemark_core::sighting::Sighting;
use statemark_core::time::UtcTime;
use statemark_core::verdict::judge;

/// Files of a list, changed at will before it is built.
#[derive(Clone)]
pub(crate) struct Files(pub(crate) BTreeMap<String, Value>);

impl Files {
    /// Two sections, four agencies, and a row of each kind.
    pub(crate) fn sample() -> Self {
        let index = json!({
            "schema": 1, "demonstration": false, "jurisdiction": "US-MA", "issued": "2026-11-20T08:00:00Z",
            "publisher": {"name": "Commonwealth of Massachusetts", "homepage": "https://www.mass.gov/", "domains": ["mass.gov"]},
            "sections": [{"id": "transport", "name": "Transportation"}, {"id": "general", "name": "General"}],
            "coverage": [{"agency": "massdot", "platform": "instagram", "complete": true}],
            "mastodon_hosts": ["web.mass.gov"]
        });
        let transport = json!({
            "schema": 1, "id": "transport",
            "agencies": [
                {"id": "massdot", "name": "Massachusetts Department of Transportation", "short_names": ["MassDOT"], "section": "transport", "homepage": "https://www.mass.gov/massdot"},
                {"id": "mbta", "name": "Massachusetts Bay Transportation Authority", "short_names": ["MBTA"], "section": "transport"}
            ],
            "accounts": [
                {"agency": "massdot", "platform": "x", "handle": "MassDOT", "account_ids": ["12345"], "display_names": ["MassDOT"], "status": "active"},
                {"agency": "massdot", "platform": "facebook", "handle": "MassDOT.Official", "status": "active"},
                {"agency": "mbta", "platform": "x", "handle": "MBTA", "account_ids": ["500"], "status": "active",
                 "previous": [{"handle": "mbtaGM", "until": "2013-09-01"}, {"handle": "oldMBTA"}]},
                {"agency": "mbta", "platform": "youtube", "handle": "@mbta", "also": ["user/mbtatv"], "account_ids": ["UCmbtambtambtambtambtamb"], "status": "active"},
                {"agency": "mbta", "platform": "x", "handle": "MBTA_Old", "account_ids": ["501"], "status": "retired", "until": "2020-01-31", "successor": "x:mbta"},
                {"agency": "mbta", "platform": "x", "handle": "MBTA_Bus", "account_ids": ["502"], "status": "paused"},
                {"agency": "mbta", "platform": "x", "handle": "MBTA_CR", "account_ids": ["503"], "status": "compromised",
                 "previous": [{"handle": "MBTA_Rail"}]}
            ]
        });
        let general = json!({
            "schema": 1, "id": "general",
            "agencies": [
                {"id": "massgov", "name": "Mass.gov", "section": "general"},
                {"id": "silent", "name": "Massachusetts Office of Silence", "section": "general"}
            ],
            "accounts": [
                {"agency": "massgov", "platform": "x", "handle": "MassGov", "status": "active", "display_names": ["Mass.gov"]},
                {"agency": "massgov", "platform": "mastodon", "handle": "Mass@social.mass.gov", "status": "active"},
                {"agency": "massgov", "platform": "whatsapp", "handle": "0029VaAbC", "status": "active"},
                {"agency": "massgov", "platform": "facebook", "handle": "1000", "account_ids": ["2000"], "status": "active"}
            ]
        });
        let impostors = json!({
            "schema": 1,
            "impostors": [
                {"platform": "x", "handle": "MassDOT_help", "account_ids": ["666"], "imitates": "x:massdot", "confirmed": "2026-10-01", "expires": "2027-10-01"},
                {"platform": "x", "handle": "MBTAlerts", "imitates": "mbta", "confirmed": "2026-01-01", "expires": "2026-11-22"},
                {"platform": "x", "handle": "MBTArefund", "imitates": "silent", "confirmed": "2026-01-01", "expires": "2026-11-23"}
            ],
            "neighbours": []
        });
        Self(BTreeMap::from([
            ("index.json".into(), index),
            ("sections/transport.json".into(), transport),
            ("sections/general.json".into(), general),
            ("impostors.json".into(), impostors),
        ]))
    }

    /// With another value at a pointer into a file (RFC 6901); `-` at its end appends to an array.
    pub(crate) fn with(mut self, file: &str, pointer: &str, value: Value) -> Self {
        let root = self.0.get_mut(file).unwrap();
        let (parent, last) = pointer.rsplit_once('/').unwrap();
        match root.pointer_mut(parent).unwrap_or_else(|| panic!("{file} has no {parent}")) {
            Value::Array(rows) if last == "-" => rows.push(value),
            Value::Array(rows) => rows[last.parse::<usize>().unwrap()] = value,
            Value::Object(fields) => drop(fields.insert(last.into(), value)),
            _ => panic!("{pointer}"),
        }
        self
    }

    fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.iter().map(|(name, value)| (name.clone(), serde_json::to_vec(value).unwrap())).collect()
    }

    pub(crate) fn build(&self) -> Result<Directory, ListError> {
        let bytes = self.bytes();
        Directory::build(|name| bytes.get(name).map(Vec::as_slice))
    }

    pub(crate) fn lenient(&self) -> (Directory, Vec<ListError>) {
        let bytes = self.bytes();
        Directory::build_lenient(|name| bytes.get(name).map(Vec::as_slice)).unwrap()
    }

    pub(crate) fn directory(&self) -> Directory {
        self.build().unwrap_or_else(|error| panic!("{error}"))
    }
}

pub(crate) fn now() -> UtcTime {
    UtcTime::parse("2026-11-22T12:00:00Z").unwrap()
}

pub(crate) fn freshness(state: State) -> Freshness {
    let issued = UtcTime::parse("2026-11-20T08:00:00Z").unwrap();
    Freshness { state, ..Freshness::fresh(issued, now()) }
}

/// A profile header at an address.
pub(crate) fn at(address: &str) -> Sighting {
    let hosts = MastodonHosts(["social.mass.gov".into(), "web.mass.gov".into()].into());
    let address = absolute(None, address).unwrap();
    let account = resolve(&address, &hosts).unwrap_or_else(|| panic!("{address} names no account"));
    let shown_on = address.split('/').nth(2).filter(|_| account.platform.as_str() == "mastodon").map(str::to_string);
    Sighting { account, account_id: None, display_name: None, may_endorse: true, shown_on }
}

/// The same with a stable id beside it.
pub(crate) fn with_id(address: &str, id: &str) -> Sighting {
    Sighting { account_id: Some(id.into()), ..at(address) }
}

/// The same with a display name.
pub(crate) fn with_name(address: &str, name: &str) -> Sighting {
    Sighting { display_name: Some(name.into()), ..at(address) }
}

/// The verdict of a fresh list, as it is serialised.
pub(crate) fn verdict(directory: &Directory, sighting: &Sighting) -> Value {
    verdict_in(directory, State::Fresh, sighting)
}

pub(crate) fn verdict_in(directory: &Directory, state: State, sighting: &Sighting) -> Value {
    serde_json::to_value(judge(directory, &freshness(state), sighting)).unwrap()
}

/// The tag alone, `lookalike` with its strength.
pub(crate) fn tag(verdict: &Value) -> String {
    let tag = verdict["verdict"].as_str().unwrap();
    verdict["strength"].as_str().map_or_else(|| tag.to_string(), |strength| format!("{tag} {strength}"))
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
