//! Whether a file has the length and the hashes that were signed for it.

use sha2::{Digest, Sha512};

use super::metadata::{MetaFile, TargetFile};
use super::{Bytes, Named, Sha256, TrustError, hex};

/// Whether this is the target that was signed.
///
/// # Errors
/// [`TrustError::WrongLength`], [`TrustError::WrongHash`], [`TrustError::NoKnownHash`]
pub fn verify_target(path: &str, file: &TargetFile, content: &[u8]) -> Result<(), TrustError> {
    verify(path, Some(file.length), Some(&file.hashes), content, None)
}

/// The same of bytes whose hash may be known.
pub(super) fn verify_hashed(path: &str, file: &TargetFile, content: &Bytes) -> Result<(), TrustError> {
    verify(path, Some(file.length), Some(&file.hashes), content, content.sha256())
}

/// Whether this is the metadata file that another one names; without length or hashes there, nothing is refused.
pub(super) fn verify_meta_file(path: &str, file: &MetaFile, content: &[u8]) -> Result<(), TrustError> {
    verify(path, file.length, file.hashes.as_ref(), content, None)
}

fn verify(
    path: &str,
    length: Option<u64>,
    hashes: Option<&Named<String>>,
    content: &[u8],
    sha256: Option<Sha256>,
) -> Result<(), TrustError> {
    let found = content.len() as u64;
    if let Some(expected) = length
        && expected != found
    {
        return Err(TrustError::WrongLength { path: path.into(), expected, found });
    }
    let Some(hashes) = hashes else { return Ok(()) };
    let mut known = 0;
    // Every hash known here must hold; one that holds beside one that does not proves nothing.
    for algorithm in ["sha256", "sha512"] {
        let Some(expected) = hashes.get(algorithm) else { continue };
        known += 1;
        let found = match (algorithm, sha256) {
            ("sha512", _) => Sha512::digest(content).to_vec(),
            (_, Some(sha256)) => sha256.to_vec(),
            _ => sha2::Sha256::digest(content).to_vec(),
        };
        if hex::decode(expected) != Some(found) {
            return Err(TrustError::WrongHash { path: path.into(), algorithm });
        }
    }
    if known == 0 { Err(TrustError::NoKnownHash { path: path.into() }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_hash_must_hold_and_one_must_be_known() {
        let file = |hashes: &[(&str, Vec<u8>)]| TargetFile {
            hashes: hashes.iter().map(|(name, hash)| ((*name).into(), hex::encode(hash))).collect(),
            ..TargetFile::of(b"text")
        };
        let verify = |file: &TargetFile, content: &[u8]| verify_target("a", file, content).err().map(|e| e.variant());
        let good =
            file(&[("sha256", sha2::Sha256::digest(b"text").to_vec()), ("sha512", Sha512::digest(b"text").to_vec())]);
        assert_eq!(verify(&good, b"text"), None);
        assert_eq!(verify(&good, b"texT"), Some("WrongHash"));
        assert_eq!(verify(&good, b"texts"), Some("WrongLength"));
        assert_eq!(verify(&file(&[("sha512", Sha512::digest(b"text").to_vec()), ("md5", vec![0])]), b"text"), None);
        let half =
            file(&[("sha256", sha2::Sha256::digest(b"text").to_vec()), ("sha512", Sha512::digest(b"other").to_vec())]);
        assert_eq!(verify(&half, b"text"), Some("WrongHash"));
        assert_eq!(verify(&file(&[("md5", vec![0])]), b"text"), Some("NoKnownHash"));
        assert_eq!(verify(&file(&[]), b"text"), Some("NoKnownHash"));
        assert_eq!(verify(&file(&[("sha256", vec![])]), b"text"), Some("WrongHash"));
    }
}
