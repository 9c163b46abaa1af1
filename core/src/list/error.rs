//! Why a list, or a row of it, is refused.

use core::fmt;

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
    #[error(
        "`{host}` in moved_hosts is not a host that {platform} can have moved to: it belongs to a platform, or is no name of a host in lower case"
    )]
    BadMovedHost { platform: &'static str, host: String },

    #[error("{place}: {problem}")]
    BadRow { place: Place, problem: RowProblem },
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The kind.
    pub fault: Fault,
    /// What stands in the row: an id, a handle, an account text, an address.
    pub value: String,
    /// What it does not go with: a platform, a section, the place of another row.
    pub other: String,
}

/// The kinds of what can be wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say it")]
pub enum Fault {
    BadId,
    DuplicateId,
    NoName,
    AgencyOfOtherSection,
    UnknownAgency,
    ForeignAgency,
    UnknownPlatform,
    NotHttps,
    ImpossibleHandle,
    ImpossibleId,
    Duplicate,
    ListedImpostor,
    ListedNeighbour,
    UnknownSuccessor,
    UnknownImitated,
    BadNeighbour,
}

impl Fault {
    pub(super) fn of(self, value: &str) -> RowProblem {
        self.beside(value, &"")
    }

    pub(super) fn beside(self, value: &str, other: &dyn fmt::Display) -> RowProblem {
        RowProblem { fault: self, value: value.into(), other: other.to_string() }
    }

    /// What is said before the value, between it and the other, and after that.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::BadId => ["the id ", " may hold only small letters, digits and single hyphens", ""],
            Self::DuplicateId => ["the id ", " already stands in ", ""],
            Self::NoName => ["the agency ", " has no name", ""],
            Self::AgencyOfOtherSection => ["the agency ", " belongs to section `", "` and cannot stand in this file"],
            Self::UnknownAgency => ["there is no agency ", "", ""],
            Self::ForeignAgency => {
                ["the agency ", " belongs to another section, whose file alone may list its accounts", ""]
            }
            Self::UnknownPlatform => ["there is no platform ", "", ""],
            Self::NotHttps => ["", " must be an address that begins with https://", ""],
            Self::ImpossibleHandle => ["", " cannot be a handle on ", ""],
            Self::ImpossibleId => ["", " cannot be a stable id on ", ""],
            Self::Duplicate => ["", " already stands in ", ""],
            Self::ListedImpostor => ["", " cannot be an impostor, for it is listed in ", ""],
            Self::ListedNeighbour => ["the neighbour is ", ", which stands in ", ""],
            Self::UnknownSuccessor => ["the successor ", " is not listed: write it as x:massdot", ""],
            Self::UnknownImitated => {
                ["imitates ", ", which is neither a listed account (x:massdot) nor an agency's id", ""]
            }
            Self::BadNeighbour => ["", " is not a SHA-256 in lower-case hexadecimal", ""],
        }
    }
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, between, after] = self.fault.words();
        [before, "`", &self.value, "`", between, &self.other, after].iter().try_for_each(|words| f.write_str(words))
    }
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
