//! Why a list, or a row of it, is refused.

use core::fmt;

use crate::platform::Platform;

/// The table of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Table {
    Sections,
    Coverage,
    Agencies,
    Accounts,
    Impostors,
    Neighbours,
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `sections/health.json`
    pub file: String,
    /// The table of that file.
    pub table: Table,
    /// Counted from 1 within the table.
    pub row: usize,
}

/// Why a list is refused. Every variant but the first four concerns the header or one row, which
/// [`Directory::build_lenient`](super::Directory::build_lenient) reports and leaves out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ListError {
    #[error("{file} is missing")]
    Missing { file: String },
    #[error("{file} is not a file of a list: {message}")]
    Malformed { file: String, message: String },
    #[error("{file} has schema {found}, which this version cannot read: please update the extension")]
    NewerSchema { file: String, found: u64 },
    #[error("{file} calls itself section `{found}`")]
    WrongSection { file: String, found: String },

    #[error("the publisher's name is missing")]
    NoPublisher,
    #[error("the publisher's homepage `{address}` must begin with https://")]
    PublisherNotHttps { address: String },
    #[error("`{host}` in mastodon_hosts is not the name of a host: write it in lower case, without https://")]
    BadMastodonHost { host: String },

    #[error("{place}: the id `{id}` may hold only small letters, digits and single hyphens")]
    BadId { place: Place, id: String },
    #[error("{place}: the id `{id}` already stands in {first}")]
    DuplicateId { place: Place, id: String, first: Place },
    #[error("{place}: the agency `{id}` has no name")]
    NoName { place: Place, id: String },
    #[error("{place}: the agency `{id}` belongs to section `{section}` and cannot stand in this file")]
    AgencyOfOtherSection { place: Place, id: String, section: String },
    #[error("{place}: there is no agency `{agency}`")]
    UnknownAgency { place: Place, agency: String },
    #[error("{place}: the agency `{agency}` belongs to another section, whose file alone may list its accounts")]
    ForeignAgency { place: Place, agency: String },
    #[error("{place}: there is no platform `{platform}`")]
    UnknownPlatform { place: Place, platform: String },
    #[error("{place}: `{address}` must be an address that begins with https://")]
    NotHttps { place: Place, address: String },
    #[error("{place}: `{handle}` cannot be a handle on {platform}")]
    ImpossibleHandle { place: Place, platform: Platform, handle: String },
    #[error("{place}: `{id}` cannot be a stable id on {platform}")]
    ImpossibleId { place: Place, platform: Platform, id: String },
    #[error("{place}: `{account}` already stands in {first}")]
    Duplicate { place: Place, account: String, first: Place },
    #[error("{place}: `{account}` cannot be an impostor, for it is listed in {first}")]
    ListedImpostor { place: Place, account: String, first: Place },
    #[error("{place}: the neighbour is `{account}`, which stands in {first}")]
    ListedNeighbour { place: Place, account: String, first: Place },
    #[error("{place}: the successor `{successor}` is not listed: write it as x:massdot")]
    UnknownSuccessor { place: Place, successor: String },
    #[error("{place}: imitates `{imitates}`, which is neither a listed account (x:massdot) nor an agency's id")]
    UnknownImitated { place: Place, imitates: String },
    #[error("{place}: `{hash}` is not a SHA-256 in lower-case hexadecimal")]
    BadNeighbour { place: Place, hash: String },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = match self.table {
            Table::Sections => "sections",
            Table::Coverage => "coverage",
            Table::Agencies => "agencies",
            Table::Accounts => "accounts",
            Table::Impostors => "impostors",
            Table::Neighbours => "neighbours",
        };
        write!(f, "{}, {table}, row {}", self.file, self.row)
    }
}
