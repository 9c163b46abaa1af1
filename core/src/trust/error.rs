//! Why bytes were not trusted.

use crate::time::UtcTime;

/// One variant for each way in which an update, or stored bytes, can be refused.
///
/// `role` is the name of a metadata role: `root`, `timestamp`, `snapshot`, `targets` or a delegated one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the fields are in the sentences")]
pub enum TrustError {
    /// Not JSON, or JSON that breaks the rules of signed metadata.
    #[error("the {role} metadata is not readable: {reason}")]
    NotJson { role: String, reason: String },
    /// JSON, but not what the TUF specification calls this role.
    #[error("the {role} metadata is not of the expected form: `{field}` is missing or wrong")]
    Malformed { role: String, field: &'static str },
    /// `spec_version` has another major number than 1.
    #[error("the {role} metadata is written for version {spec_version} of the TUF specification; 1 is understood")]
    UnknownSpecification { role: String, spec_version: String },
    /// Fewer distinct keys than the threshold signed it.
    #[error("the {role} metadata carries {valid} valid signatures of {threshold} that are needed")]
    ThresholdNotMet { role: String, threshold: u64, valid: u64 },
    /// A threshold that no set of signatures could mean: 0, or more than there are keys.
    #[error("the threshold of {role} is {threshold}, with {keys} keys")]
    ImpossibleThreshold { role: String, threshold: u64, keys: u64 },
    /// One key id stands twice among the signatures.
    #[error("the {role} metadata carries two signatures of the key {keyid}")]
    DuplicateSignature { role: String, keyid: String },
    /// A version other than the one that must stand here.
    #[error("the {role} metadata has version {found} where version {expected} must stand")]
    WrongVersion { role: String, expected: u64, found: u64 },
    /// Older than what is already trusted.
    #[error("version {offered} of {role} is older than version {trusted}, which is already trusted")]
    Rollback { role: String, trusted: u64, offered: u64 },
    /// A role that the trusted snapshot lists is gone from the new one.
    #[error("the new snapshot no longer lists {role}")]
    RoleRemoved { role: String },
    /// Expired.
    #[error("the {role} metadata expired on {expires}; it is now {now}")]
    Expired { role: String, expires: UtcTime, now: UtcTime },
    /// The timestamp lacks the signed field `issued`, which this list requires.
    #[error("the timestamp does not say when it was issued")]
    NotIssued,
    /// The timestamp claims to be issued after it expires.
    #[error("the timestamp claims to be issued on {issued}, after its own expiry on {expires}")]
    IssuedAfterExpiry { issued: UtcTime, expires: UtcTime },
    /// The timestamp claims to be issued more than a day after the system's clock.
    #[error(
        "the timestamp claims to be issued on {issued}, but this device's clock says {now}; please check the clock"
    )]
    IssuedInFuture { issued: UtcTime, now: UtcTime },
    /// Longer than may be read.
    #[error("{path} is longer than {max} bytes")]
    TooLarge { path: String, max: u64 },
    /// Another length than signed.
    #[error("{path} is {found} bytes long where {expected} are signed")]
    WrongLength { path: String, expected: u64, found: u64 },
    /// Another content than signed.
    #[error("{path} is not the file that was signed: its {algorithm} differs")]
    WrongHash { path: String, algorithm: &'static str },
    /// Signed with none of the hashes known here.
    #[error("{path} is signed with no hash that is known here (sha256, sha512)")]
    NoKnownHash { path: String },
    /// The repository does not have a file that must exist.
    #[error("{path} is missing")]
    Missing { path: String },
    /// No role lists the target.
    #[error("no role lists the target {path}")]
    NoSuchTarget { path: String },
    /// A delegated role that the snapshot does not list.
    #[error("the delegated role {role} is not in the snapshot")]
    NotInSnapshot { role: String },
    /// A target whose path could lead out of the folder of targets.
    #[error("{path} is no safe path for a target")]
    UnsafePath { path: String },
    /// More of something than is sensible.
    #[error("more than {max} {what}")]
    TooMany { what: &'static str, max: u64 },
    /// Bytes that are not an archive.
    #[error("the stored bytes are not an archive of a list")]
    NotAnArchive,
    /// An answer where no question is open, or the end before the end.
    #[error("the update is not at this step")]
    OutOfOrder,
}

impl TrustError {
    /// The variant's name, for callers that switch on it.
    #[must_use]
    pub fn variant(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "NotJson",
            Self::Malformed { .. } => "Malformed",
            Self::UnknownSpecification { .. } => "UnknownSpecification",
            Self::ThresholdNotMet { .. } => "ThresholdNotMet",
            Self::ImpossibleThreshold { .. } => "ImpossibleThreshold",
            Self::DuplicateSignature { .. } => "DuplicateSignature",
            Self::WrongVersion { .. } => "WrongVersion",
            Self::Rollback { .. } => "Rollback",
            Self::RoleRemoved { .. } => "RoleRemoved",
            Self::Expired { .. } => "Expired",
            Self::NotIssued => "NotIssued",
            Self::IssuedAfterExpiry { .. } => "IssuedAfterExpiry",
            Self::IssuedInFuture { .. } => "IssuedInFuture",
            Self::TooLarge { .. } => "TooLarge",
            Self::WrongLength { .. } => "WrongLength",
            Self::WrongHash { .. } => "WrongHash",
            Self::NoKnownHash { .. } => "NoKnownHash",
            Self::Missing { .. } => "Missing",
            Self::NoSuchTarget { .. } => "NoSuchTarget",
            Self::NotInSnapshot { .. } => "NotInSnapshot",
            Self::UnsafePath { .. } => "UnsafePath",
            Self::TooMany { .. } => "TooMany",
            Self::NotAnArchive => "NotAnArchive",
            Self::OutOfOrder => "OutOfOrder",
        }
    }
}
