//! Bytes that are shared and not copied.

use core::fmt;
use core::future::Future;
use core::ops::{Deref, Range};
use std::sync::Arc;

/// A whole file, or its place in an archive that was read: a clone shares them. All of an archive stays as long as one of
/// its files does. Compared by content.
#[derive(Clone)]
pub struct Bytes {
    all: Arc<Vec<u8>>,
    place: Range<usize>,
    /// Of these bytes, where it was computed already. [`Self::hashed`] alone puts it here.
    sha256: Option<Sha256>,
}

/// What SHA-256 makes of some bytes.
pub type Sha256 = [u8; 32];

impl Bytes {
    /// Those of a part; none where there is no such part.
    #[must_use]
    pub fn part(&self, place: Range<usize>) -> Option<Self> {
        self.get(place.clone())?;
        let start = self.place.start;
        Some(Self { all: self.all.clone(), place: start + place.start..start + place.end, sha256: None })
    }

    /// Keeps what `sha256` makes of these very bytes beside them, which never change. It has begun when this returns.
    pub(super) fn hashed<H: Future<Output = Option<Sha256>>>(
        self,
        sha256: impl Fn(&[u8]) -> H,
    ) -> impl Future<Output = Self> {
        let hash = sha256(&self);
        async { Self { sha256: hash.await, ..self } }
    }

    /// Their SHA-256, where it is known.
    pub(super) fn sha256(&self) -> Option<Sha256> {
        self.sha256
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.all.get(self.place.clone()).unwrap_or_default()
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self { place: 0..bytes.len(), all: bytes.into(), sha256: None }
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<&Vec<u8>> for Bytes {
    fn from(bytes: &Vec<u8>) -> Self {
        bytes.clone().into()
    }
}

impl<const N: usize> From<[u8; N]> for Bytes {
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_those_bytes_or_none() {
        let bytes = Bytes { sha256: Some([7; 32]), ..Bytes::from(*b"abcdef") };
        let middle = bytes.part(1..5);
        assert_eq!(middle.as_deref(), Some(b"bcde".as_slice()));
        assert_eq!(middle.as_ref().and_then(|middle| middle.part(1..3)).as_deref(), Some(b"cd".as_slice()));
        assert_eq!(middle, Some(Bytes::from(*b"bcde")));
        assert_eq!(middle.as_ref().and_then(|middle| middle.part(2..5)), None);
        assert_eq!(middle.as_ref().map(Bytes::sha256), Some(None), "that of all is not its own");
        let turned = Range { start: 3, end: 2 };
        assert_eq!(bytes.part(turned), None);
    }
}
