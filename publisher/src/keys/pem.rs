//! One key as a PKCS#8 PEM file (RFC 5208, RFC 8410), encrypted (PBES2: scrypt, AES-256-CBC) or not.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::KeypairBytes;
use pkcs8::der::pem::LineEnding;
use pkcs8::{DecodePrivateKey, EncodePrivateKey};

use super::{Passphrase, PassphraseSource};

const ENCRYPTED: &[u8] = b"-----BEGIN ENCRYPTED PRIVATE KEY-----";
const UNENCRYPTED: &[u8] = b"-----BEGIN PRIVATE KEY-----";

/// The key as a file, encrypted when there is a passphrase.
pub(super) fn encode(key: &SigningKey, passphrase: Option<&Passphrase>) -> Result<String> {
    // Without the public half (version 1 of the form): with it, OpenSSL and others do not read the file.
    let pair = KeypairBytes { secret_key: key.to_bytes(), public_key: None };
    let text = match passphrase {
        Some(passphrase) => pair.to_pkcs8_encrypted_pem(passphrase.as_bytes(), LineEnding::LF),
        None => pair.to_pkcs8_pem(LineEnding::LF),
    };
    Ok(text.map_err(|error| anyhow!("the key cannot be encoded: {error}"))?.to_string())
}

pub(super) fn is_encrypted(file: &[u8]) -> bool {
    file.starts_with(ENCRYPTED)
}

/// The key in `file`, which was read from `path`.
pub(super) fn decode(path: &Path, file: &[u8], passphrase: &PassphraseSource) -> Result<SigningKey> {
    let name = path.display();
    let text = std::str::from_utf8(file).with_context(|| format!("{name} is not a PEM file"))?;
    if is_encrypted(file) {
        let passphrase = passphrase.get()?;
        return SigningKey::from_pkcs8_encrypted_pem(text, passphrase.as_bytes())
            .map_err(|_| anyhow!("{name} does not open: the passphrase is wrong, or the file is damaged; give its passphrase, or put the right file back"));
    }
    if !file.starts_with(UNENCRYPTED) {
        bail!("{name} is not a PKCS#8 key in PEM form; put the right file back");
    }
    SigningKey::from_pkcs8_pem(text)
        .map_err(|_| anyhow!("{name} is damaged, or not an Ed25519 key; put the right file back"))
}
