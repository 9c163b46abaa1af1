//! Whole files exactly as received, by name, and their one form in storage.

use core::fmt;
use core::future::Future;

use super::{Bytes, Named, Sha256, TrustError};

const MAGIC: &[u8] = b"statemark archive 1\n";

/// Whole files exactly as received, by name: `1.root.json`, `timestamp.json`, `snapshot.json`, `targets.json`,
/// `role/NAME.json` of a delegated role, `target/PATH`.
///
/// It proves nothing by itself: what is in it is verified by whoever reads it. A clone shares the bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Archive(Named<Bytes>);

impl Archive {
    /// The file of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// Puts a file; one of the same name is replaced.
    pub fn insert(&mut self, name: impl Into<String>, bytes: impl Into<Bytes>) {
        self.0.insert(name.into(), bytes.into());
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The files in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name, bytes.as_ref()))
    }

    /// The file's bytes, shared.
    pub(super) fn shared(&self, name: &str) -> Option<Bytes> {
        self.0.get(name).cloned()
    }

    /// The same files, of which each knows its SHA-256 as `sha256` says it of that file's own bytes. What it says is believed
    /// as what would be computed here; where it says nothing, that is done once it is needed. All have begun before one is
    /// awaited.
    pub async fn hashed<H: Future<Output = Option<Sha256>>>(self, sha256: impl Fn(&[u8]) -> H) -> Self {
        let mut begun = Vec::with_capacity(self.0.len());
        for (name, bytes) in self.0 {
            begun.push((name, bytes.hashed(&sha256)));
        }
        let mut files = Named::new();
        for (name, bytes) in begun {
            files.insert(name, bytes.await);
        }
        Self(files)
    }

    /// The stored form: a magic line, then for each file the lengths of name and content (32 bits, little end first),
    /// the name, the content.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for (name, bytes) in self.iter() {
            for part in [name.as_bytes(), bytes] {
                // A file of 4 GiB cannot come in: every request is capped far below.
                out.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
            }
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(bytes);
        }
        out
    }

    /// Reads the stored form. Its files share these bytes.
    ///
    /// # Errors
    /// [`TrustError::NotAnArchive`] for any bytes that `to_bytes` does not write.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, TrustError> {
        Self::read(&bytes.into()).ok_or(TrustError::NotAnArchive)
    }

    fn read(bytes: &Bytes) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut files: Named<Bytes> = Named::new();
        while !rest.is_empty() {
            let name_length = take_length(&mut rest)?;
            let length = take_length(&mut rest)?;
            let name = core::str::from_utf8(take(&mut rest, name_length)?).ok()?;
            take(&mut rest, length)?;
            if files.keys().next_back().is_some_and(|last| last >= name) {
                return None;
            }
            let end = bytes.len() - rest.len();
            files.insert(name.into(), bytes.part(end - length..end)?);
        }
        Some(Self(files))
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, bytes)| (name, bytes.len()))).finish()
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn take_length(rest: &mut &[u8]) -> Option<usize> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    *rest = after;
    usize::try_from(u32::from_le_bytes(*length)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn writing_and_reading_holds(files in prop::collection::btree_map(".{0,12}", prop::collection::vec(any::<u8>(), 0..40), 0..6)) {
            let mut archive = Archive::default();
            for (name, bytes) in files {
                archive.insert(name, bytes);
            }
            let bytes = archive.to_bytes();
            prop_assert_eq!(&Archive::from_bytes(&bytes).unwrap(), &archive);
            for length in 0..bytes.len() {
                let cut = Archive::from_bytes(&bytes[..length]);
                prop_assert!(cut.is_err() || cut.unwrap() != archive);
            }
        }

        #[test]
        fn names_stand_once_and_in_order_holds(one in "[a-c]{1,2}", other in "[a-c]{1,2}") {
            let file = |name: &str| {
                let mut archive = Archive::default();
                archive.insert(name, *b"x");
                archive.to_bytes()[MAGIC.len()..].to_vec()
            };
            let bytes = [MAGIC, &file(&one), &file(&other)].concat();
            prop_assert_eq!(Archive::from_bytes(&bytes).is_ok(), one < other);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Archive::from_bytes(&bytes);
            let mut framed = MAGIC.to_vec();
            framed.extend_from_slice(&bytes);
            if let Ok(archive) = Archive::from_bytes(&framed) {
                prop_assert_eq!(archive.to_bytes(), framed);
            }
        }
    }
}
