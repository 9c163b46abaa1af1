//! The set in use: a complete chain root → timestamp → snapshot → targets → files, all verified together.

use core::fmt;

use super::archive::Archive;
use super::content::verify_hashed;
use super::metadata::{Metadata, TargetFile};
use super::paths::check_target;
use super::search::Search;
use super::verify::{Expiry, TrustedMetadata, root_name, root_version, unverified_version};
use super::{Bytes, Named, Policy, TrustError};
use crate::time::UtcTime;

/// The target that may be delegated: the site files.
pub(super) const DELEGATED_TARGET: &str = "sites.json";

/// A complete verified chain and its files. There is one way to make it: [`ListSet::verify`].
#[derive(Clone, PartialEq, Eq)]
pub struct ListSet {
    archive: Archive,
    files: Named<Bytes>,
    versions: Versions,
    issued: Option<UtcTime>,
    timestamp_expires: UtcTime,
    others_expire: UtcTime,
}

/// The versions of a set's top-level metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Versions {
    pub root: u64,
    pub timestamp: u64,
    pub snapshot: u64,
    pub targets: u64,
}

impl ListSet {
    /// Verifies the whole chain from the pinned root on: signatures, versions, hashes, lengths. Files in the archive that the
    /// chain does not name are left out. Expiry is not judged here: how much an old set may still claim, freshness decides.
    ///
    /// # Errors
    /// The first thing that is missing or does not hold.
    pub fn verify(pinned_root: &[u8], archive: Archive) -> Result<Self, TrustError> {
        let mut trusted = TrustedMetadata::new(pinned_root, Expiry::NotJudged)?;
        let mut kept = Archive::default();
        kept.insert(root_name(trusted.root().version), pinned_root);
        trusted.follow_roots(&archive, &mut kept)?;
        trusted.update_timestamp(&keep(&archive, &mut kept, "timestamp.json")?, None)?;
        trusted.update_snapshot(&keep(&archive, &mut kept, "snapshot.json")?)?;
        trusted.update_targets(&keep(&archive, &mut kept, "targets.json")?)?;
        let mut search = Search::new(DELEGATED_TARGET, &trusted, Policy::default().delegations_max)?;
        while let Some(role) = search.needs().map(role_name) {
            search.answer(&trusted, &keep(&archive, &mut kept, &role)?)?;
        }
        let mut files = Named::new();
        for (path, file) in wanted(&trusted, &search)? {
            let bytes = keep(&archive, &mut kept, &target_name(path))?;
            verify_hashed(path, file, &bytes)?;
            files.insert(path.into(), bytes);
        }
        Self::assemble(&trusted, &search, kept, files).ok_or(TrustError::OutOfOrder)
    }

    fn assemble(trusted: &TrustedMetadata, search: &Search, archive: Archive, files: Named<Bytes>) -> Option<Self> {
        let (root, timestamp) = (trusted.root(), trusted.timestamp()?);
        let (snapshot, targets) = (trusted.snapshot()?, trusted.targets()?);
        let others_expire = root.expires().min(snapshot.expires()).min(targets.expires());
        Some(Self {
            versions: Versions {
                root: root.version,
                timestamp: timestamp.version,
                snapshot: snapshot.version,
                targets: targets.version,
            },
            issued: timestamp.issued,
            timestamp_expires: timestamp.expires,
            others_expire: search.earliest_expiry().map_or(others_expire, |expires| expires.min(others_expire)),
            archive,
            files,
        })
    }

    /// All of it, to be stored.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The files: `index.json`, `sections/x.json`, `impostors.json`, `sites.json`.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name, bytes.as_ref()))
    }

    /// One file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// The same, shared.
    #[must_use]
    pub fn shared(&self, name: &str) -> Option<Bytes> {
        self.files.get(name).cloned()
    }

    /// The versions.
    #[must_use]
    pub fn versions(&self) -> Versions {
        self.versions
    }

    /// How new it is, against another set from the same pinned root: newer roots first, since a rotation may start the
    /// other versions anew.
    #[must_use]
    pub fn age(&self) -> (u64, u64) {
        (self.versions.root, self.versions.timestamp)
    }

    /// The same of a set that is not verified: what it claims to be, at most. `None` where that cannot be read.
    #[must_use]
    pub fn claimed_age(archive: &Archive) -> Option<(u64, u64)> {
        let root = archive.iter().filter_map(|(name, _)| root_version(name)).max()?;
        Some((root, unverified_version(archive.get("timestamp.json")?)?))
    }

    /// When the timestamp was issued, where it says so.
    #[must_use]
    pub fn issued(&self) -> Option<UtcTime> {
        self.issued
    }

    /// When the timestamp expires.
    #[must_use]
    pub fn timestamp_expires(&self) -> UtcTime {
        self.timestamp_expires
    }

    /// The earliest expiry of root, snapshot, targets and any delegated role in use.
    #[must_use]
    pub fn others_expire(&self) -> UtcTime {
        self.others_expire
    }

    /// A file's bytes, shared, where they are what is signed now.
    pub(super) fn reusable(&self, path: &str, file: &TargetFile) -> Option<Bytes> {
        let bytes = self.files.get(path)?;
        verify_hashed(path, file, bytes).ok().map(|()| bytes.clone())
    }

    /// Whether both hold the same files.
    pub(super) fn same_files(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl fmt::Debug for ListSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListSet").field("versions", &self.versions).field("archive", &self.archive).finish()
    }
}

/// The name of a delegated role's metadata in an archive.
pub(super) fn role_name(role: &str) -> String {
    format!("role/{role}.json")
}

/// The name of a target in an archive.
pub(super) fn target_name(path: &str) -> String {
    format!("target/{path}")
}

/// The files of the list: every target of the top-level targets, and the delegated one where there is one.
pub(super) fn wanted<'a>(
    trusted: &'a TrustedMetadata,
    search: &'a Search,
) -> Result<Vec<(&'a str, &'a TargetFile)>, TrustError> {
    let targets = &trusted.targets().ok_or(TrustError::OutOfOrder)?.targets;
    let mut wanted = Vec::new();
    for (path, file) in targets.iter().filter(|(path, _)| *path != DELEGATED_TARGET) {
        check_target(path)?;
        wanted.push((path, file));
    }
    // Where the top-level targets list it themselves, the search found it there.
    wanted.extend(search.found().map(|file| (DELEGATED_TARGET, file)));
    Ok(wanted)
}

fn keep(archive: &Archive, kept: &mut Archive, name: &str) -> Result<Bytes, TrustError> {
    let bytes = archive.shared(name).ok_or_else(|| TrustError::Missing { path: name.into() })?;
    kept.insert(name, bytes.clone());
    Ok(bytes)
}
