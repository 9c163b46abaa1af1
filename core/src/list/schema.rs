//! Schema 1 of the published list, as it stands in the signed files. Unknown fields are kept.

use serde::Serialize;

use crate::platform::{MovedHost, Platform};
use crate::time::{Date, UtcTime};
use crate::trust::value::Map;

/// The schema number that this code reads and writes.
pub const SCHEMA: u64 = 1;

/// Fields that a later version of the list added: kept, so that what is rewritten loses nothing.
pub type Unknown = Map;

/// `index.json`: the header and the sections.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Index {
    /// Always [`SCHEMA`].
    pub schema: u64,
    /// The list was made to show how this works, and not by the public body it names.
    pub demonstration: bool,
    /// The public body behind the list.
    pub publisher: Publisher,
    /// ISO 3166-2: `US-MA`.
    pub jurisdiction: String,
    /// When this list was made.
    pub issued: UtcTime,
    /// The sections, each in a file of its own.
    pub sections: Vec<SectionReference>,
    /// Where the list claims to be complete. Absent means incomplete.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<Coverage>,
    /// Mastodon instances beyond the packaged set whose accounts may be listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mastodon_hosts: Vec<String>,
    /// Domains that platforms moved to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved_hosts: Vec<MovedHost>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The public body behind the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Publisher {
    /// `Commonwealth of Massachusetts`
    pub name: String,
    /// https
    pub homepage: String,
    /// `mass.gov`
    pub domains: Vec<String>,
    /// An e-mail address.
    pub contact: String,
    /// Where reports go.
    pub report: ReportContact,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Publisher {
    /// Of a list of nobody.
    pub(super) fn nobody() -> Self {
        Self {
            name: String::new(),
            homepage: String::new(),
            domains: Vec::new(),
            contact: String::new(),
            report: ReportContact::default(),
            unknown: Unknown::default(),
        }
    }
}

/// Where reports go.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportContact {
    /// An e-mail address; may be empty.
    pub email: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// One section as the index names it; its file is `sections/<id>.json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionReference {
    /// Kebab-case.
    pub id: String,
    /// For people.
    pub name: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A claim of completeness: every account of `agency` on `platform` is on the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// An agency's id, or `*`.
    pub agency: String,
    /// A platform's name, or `*`.
    pub platform: String,
    /// Whether the list claims to be complete there.
    pub complete: bool,
}

/// `sections/<id>.json`: the agencies of a section and their accounts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// Always [`SCHEMA`].
    pub schema: u64,
    /// The same as in the index and in the file's name.
    pub id: String,
    /// Its agencies.
    pub agencies: Vec<Agency>,
    /// Their accounts; a row of another section's agency is refused.
    pub accounts: Vec<AccountRow>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An agency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agency {
    /// Kebab-case, unique in the list.
    pub id: String,
    /// `Massachusetts Department of Transportation`
    pub name: String,
    /// `MassDOT`, `DOT`: the first is how the agency is called on a mark.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub short_names: Vec<String>,
    /// The id of the section in whose file this stands.
    pub section: String,
    /// https, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub homepage: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What an account is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Class {
    #[default]
    Agency,
    Programme,
    Position,
    Emergency,
}

/// What the publisher says of an account today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Status {
    Active,
    Paused,
    Compromised,
    Retired,
}

/// One listed account. All its names, `handle`, `also` and `account_ids`, are one account.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccountRow {
    /// The agency's id.
    pub agency: String,
    /// What the account is for.
    pub class: Class,
    /// Where.
    pub platform: Platform,
    /// As in an account text after the colon, in the agency's own spelling: `MassDOT`, `@massgov`, `company/massdot`.
    pub handle: String,
    /// Other handles of the same account, written alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Handles that this account had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<PreviousHandle>,
    /// Stable ids, as in an account text after the `#`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub account_ids: Vec<String>,
    /// The names that the account shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub display_names: Vec<String>,
    /// What the publisher says of it.
    pub status: Status,
    /// Listed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Official until, of a retired account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The account text of the account that took over: `x:mbta`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// An address on the publisher's own domain that names the account; https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A handle that an account had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviousHandle {
    /// Written as `handle`.
    pub handle: String,
    /// The day of the change, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// `impostors.json`: confirmed impostors, and neighbours that must be left alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Impostors {
    /// Always [`SCHEMA`].
    pub schema: u64,
    /// Confirmed impostors.
    pub impostors: Vec<Impostor>,
    /// The lower-case hexadecimal SHA-256 of account texts, by handle and by id: so the list publishes no private person.
    pub neighbours: Vec<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A confirmed impostor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Impostor {
    /// Where.
    pub platform: Platform,
    /// Its handle when it was confirmed.
    pub handle: String,
    /// Its stable ids. Another id than these clears an account of that handle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub account_ids: Vec<String>,
    /// The account text of the listed account that it imitates (`x:massrmv`), or an agency's id.
    pub imitates: String,
    /// The day on which the publisher confirmed it.
    pub confirmed: Date,
    /// The first day on which the handle alone no longer counts.
    pub expires: Date,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Unknown,
}
