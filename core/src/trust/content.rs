//! Whether a file has the length and the hashes that were signed for it.

use sha2::{Digest, Sha256, Sha512};

use super::metadata::{MetaFile, TargetFile};
use super::{Named, TrustError, hex};

/// Whether this is the target that was signed.
///
/// # Errors
/// [`TrustError::WrongLength`], [`TrustError::WrongHash`], [`TrustError::NoKnownHash`]
pub fn verify_target(path: &str, file: &TargetFile, content: &[u8]) -> Result<(), TrustError> {
    verify(path, Some(file.length), Some(&file.hashes), content)
}

/// Whether this is the metadata file that another one names; without length or hashes there, nothing is refused.
pub(super) fn verify_meta_file(path: &str, file: &MetaFile, content: &[u8]) -> Result<(), TrustError> {
    verify(path, file.length, file.hashes.as_ref(), content)
}

fn verify(path: &str, length: Option<u64>, hashes: Option<&Named<String>>, content: &[u8]) -> Result<(), TrustError> {
    let found = content.len() as u64;
    if let Some(expected) = length
        && expected != found
    {
        return Err(TrustError::WrongLength { path: path.into(), expected, found });
    }
    let Some(hashes) = hashes else { return Ok(()) };
    let mut known = 0;
    // Every hash known here must hold; one that holds beside one that does not proves nothing.
    for (algorithm, digest) in [("sha256", sha256 as fn(&[u8]) -> Vec<u8>), ("sha512", sha512)] {
        let Some(expected) = hashes.get(algorithm) else { continue };
        known += 1;
        if hex::decode(expected).is_none_or(|expected| expected != digest(content)) {
            return Err(TrustError::WrongHash { path: path.into(), algorithm });
        }
    }
    if known == 0 { Err(TrustError::NoKnownHash { path: path.into() }) } else { Ok(()) }
}

fn sha256(content: &[u8]) -> Vec<u8> {
    Sha256::digest(content).to_vec()
}

fn sha512(content: &[u8]) -> Vec<u8> {
    Sha512::digest(content).to_vec()
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
        let good = file(&[("sha256", sha256(b"text")), ("sha512", sha512(b"text"))]);
        assert_eq!(verify(&good, b"text"), None);
        assert_eq!(verify(&good, b"texT"), Some("WrongHash"));
        assert_eq!(verify(&good, b"texts"), Some("WrongLength"));
        assert_eq!(verify(&file(&[("sha512", sha512(b"text")), ("md5", vec![0])]), b"text"), None);
        let half = file(&[("sha256", sha256(b"text")), ("sha512", sha512(b"other"))]);
        assert_eq!(verify(&half, b"text"), Some("WrongHash"));
        assert_eq!(verify(&file(&[("md5", vec![0])]), b"text"), Some("NoKnownHash"));
        assert_eq!(verify(&file(&[]), b"text"), Some("NoKnownHash"));
        assert_eq!(verify(&file(&[("sha256", vec![])]), b"text"), Some("WrongHash"));
    }
}
