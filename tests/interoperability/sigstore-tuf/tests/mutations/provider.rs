//! The signatures and hashes that `sigstore-tuf` asks for, without its C library. Ed25519 is verified as most verifiers
//! do, not as strictly as ours: so a difference would show.

use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use sha2::{Digest as _, Sha256, Sha512};
use sigstore_crypto::{CryptoProvider, Error, HashContext, Result, SigningScheme};
use sigstore_types::HashAlgorithm;

/// May be called again.
pub(crate) fn install() {
    static PROVIDER: Provider = Provider;
    let _ = sigstore_crypto::install_default_provider(&PROVIDER);
}

#[derive(Debug)]
struct Provider;

enum Hash {
    Sha256(Sha256),
    Sha512(Sha512),
}

impl HashContext for Hash {
    fn update(&mut self, data: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(data),
            Self::Sha512(hash) => hash.update(data),
        }
    }

    fn finalize(self: Box<Self>) -> Vec<u8> {
        match *self {
            Self::Sha256(hash) => hash.finalize().to_vec(),
            Self::Sha512(hash) => hash.finalize().to_vec(),
        }
    }
}

fn unsupported<T>(what: &str) -> Result<T> {
    Err(Error::UnsupportedAlgorithm(what.into()))
}

impl CryptoProvider for Provider {
    fn hash(&self, algorithm: HashAlgorithm) -> Result<Box<dyn HashContext>> {
        match algorithm {
            HashAlgorithm::Sha2256 => Ok(Box::new(Hash::Sha256(Sha256::new()))),
            HashAlgorithm::Sha2512 => Ok(Box::new(Hash::Sha512(Sha512::new()))),
            _ => unsupported("hash"),
        }
    }

    fn verify_raw(&self, scheme: SigningScheme, key: &[u8], data: &[u8], signature: &[u8]) -> Result<()> {
        if !matches!(scheme, SigningScheme::Ed25519) {
            return unsupported("scheme");
        }
        let verified = || {
            let key = VerifyingKey::from_bytes(&key.try_into().ok()?).ok()?;
            key.verify(data, &Signature::from_slice(signature).ok()?).ok()
        };
        verified().ok_or(Error::Verification("not this key's".into()))
    }

    fn verify_prehashed(&self, _: SigningScheme, _: &[u8], _: &[u8], _: &[u8]) -> Result<()> {
        unsupported("scheme")
    }
}
