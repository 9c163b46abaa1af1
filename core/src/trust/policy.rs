//! What an application decides for itself.

/// Which kinds of keys count. A signature of any other kind is passed over, whatever this build could verify: cargo may
/// have compiled one core for several tools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyTypes {
    /// Ed25519 alone: all that the extension can verify.
    #[default]
    Ed25519,
    /// ECDSA over P-256 too, for repositories of others.
    #[cfg(feature = "ecdsa")]
    Ed25519AndEcdsa,
}

/// The bounds within which an update must stay; `default()` is what the extension uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether a timestamp must carry the signed field `issued` and the clock heeds it.
    pub require_issued: bool,
    /// Whose signatures count. A list has Ed25519 keys alone: [`ListSet::verify`](super::ListSet::verify) knows no others.
    pub key_types: KeyTypes,
    /// Whether an update ends with the top-level metadata: see [`Update::into_trusted`](super::Update::into_trusted).
    pub top_level_only: bool,
    /// How many new roots one update follows; the next update follows the rest.
    pub root_rotations_max: u32,
    /// How many roles one search for a target visits.
    pub delegations_max: usize,
    /// How many targets the list may have.
    pub targets_max: usize,
    /// In bytes, as all below.
    pub root_bytes_max: u64,
    /// A timestamp.
    pub timestamp_bytes_max: u64,
    /// A snapshot.
    pub snapshot_bytes_max: u64,
    /// Targets metadata, delegated too.
    pub targets_bytes_max: u64,
    /// One file, whatever length is signed.
    pub file_bytes_max: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            require_issued: true,
            key_types: KeyTypes::Ed25519,
            top_level_only: false,
            root_rotations_max: 256,
            delegations_max: 32,
            targets_max: 4096,
            root_bytes_max: 64 << 10,
            timestamp_bytes_max: 16 << 10,
            snapshot_bytes_max: 64 << 10,
            targets_bytes_max: 512 << 10,
            file_bytes_max: 32 << 20,
        }
    }
}
