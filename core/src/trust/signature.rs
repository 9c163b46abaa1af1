//! Signatures, and whether enough distinct keys made them.

use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey};

use super::metadata::{Key, RoleKeys, Signature};
use super::value::Value;
use super::{KeyTypes, Named, TrustError, hex};

/// A key in the form that verifies.
pub(super) enum PublicKey {
    Ed25519(VerifyingKey),
    #[cfg(feature = "ecdsa")]
    EcdsaP256(super::ecdsa::PublicKey),
}

impl PublicKey {
    /// Nothing when the key is of a kind that does not count, or no key.
    pub(super) fn of(key: &Key, accepted: KeyTypes) -> Option<Self> {
        match (key.keytype.as_str(), key.scheme.as_str(), accepted) {
            ("ed25519", "ed25519", _) => ed25519_key(&hex::decode(&key.keyval.public)?).map(Self::Ed25519),
            #[cfg(feature = "ecdsa")]
            ("ecdsa" | "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", KeyTypes::Ed25519AndEcdsa) => {
                super::ecdsa::PublicKey::from_pem(&key.keyval.public).map(Self::EcdsaP256)
            }
            _ => None,
        }
    }

    /// The same for two writings of one key.
    fn identity(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.to_bytes().to_vec(),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256(key) => key.identity(),
        }
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => ed25519_verifies(key, message, signature),
            #[cfg(feature = "ecdsa")]
            Self::EcdsaP256(key) => key.verifies(message, signature),
        }
    }
}

#[cfg(not(feature = "remembered"))]
use {key_of as ed25519_key, verifies as ed25519_verifies};

#[cfg(feature = "remembered")]
fn ed25519_key(bytes: &[u8]) -> Option<VerifyingKey> {
    use super::remembered::Remembered;
    std::thread_local!(static KEYS: Remembered<Option<VerifyingKey>> = Remembered::new());
    KEYS.with(|keys| keys.answer(&[bytes], || key_of(bytes)))
}

#[cfg(feature = "remembered")]
fn ed25519_verifies(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    use super::remembered::Remembered;
    std::thread_local!(static SIGNATURES: Remembered<bool> = Remembered::new());
    let length = signature.len().to_le_bytes();
    SIGNATURES.with(|known| {
        known.answer(&[key.as_bytes(), &length, signature, message], || verifies(key, message, signature))
    })
}

fn key_of(bytes: &[u8]) -> Option<VerifyingKey> {
    let bytes = <[u8; 32]>::try_from(bytes).ok()?;
    let key = VerifyingKey::from_bytes(&bytes).ok()?;
    // One point, one encoding: otherwise one key could count twice.
    (key.to_edwards().compress().to_bytes() == bytes).then_some(key)
}

/// Strict: what one verifier accepts, all must, and no key of small order signs for everything.
fn verifies(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    Ed25519Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}

impl Key {
    /// Whether the extension could verify signatures of this key, whatever this build can.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.is_one_of(KeyTypes::Ed25519)
    }

    /// Whether this is a key, and of a kind that counts.
    #[must_use]
    pub fn is_one_of(&self, accepted: KeyTypes) -> bool {
        PublicKey::of(self, accepted).is_some()
    }

    /// Whether `signature` (bytes) is this key's over `message`, for keys that [are supported](Self::is_supported).
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        PublicKey::of(self, KeyTypes::Ed25519).is_some_and(|key| key.verifies(message, signature))
    }
}

/// Whether distinct keys of the role signed the message, as many as the threshold asks.
///
/// Counted are public keys, not key ids. Signatures that are wrong, empty, or of other keys are passed over.
pub(super) fn verify_threshold(
    role: &str,
    role_keys: &RoleKeys,
    keys: &Named<Key>,
    accepted: KeyTypes,
    message: &[u8],
    signatures: &[Signature],
) -> Result<(), TrustError> {
    let by_keyid = signatures.iter().map(|signature| (signature.keyid.clone(), Value::String(signature.sig.clone())));
    let by_keyid = Named::unique(by_keyid.collect())
        .map_err(|keyid| TrustError::DuplicateSignature { role: role.into(), keyid })?;
    // A key of an unknown kind counts as a key of its own: it can never sign, so this only words the error.
    let (mut listed, mut signed) = (Vec::new(), Vec::new());
    for keyid in &role_keys.keyids {
        let Some(key) = keys.get(keyid) else { continue };
        let public = PublicKey::of(key, accepted);
        let identity = public.as_ref().map_or_else(|| key.keyval.public.as_bytes().to_vec(), PublicKey::identity);
        if let Some(public) = public
            && let Some(Value::String(signature)) = by_keyid.get(keyid)
            && let Some(signature) = hex::decode(signature)
            && !signed.contains(&identity)
            && public.verifies(message, &signature)
        {
            signed.push(identity.clone());
        }
        if !listed.contains(&identity) {
            listed.push(identity);
        }
    }
    let (threshold, keys, valid) = (role_keys.threshold, listed.len() as u64, signed.len() as u64);
    if threshold == 0 || threshold > keys {
        return Err(TrustError::ImpossibleThreshold { role: role.into(), threshold, keys });
    }
    if valid < threshold {
        return Err(TrustError::ThresholdNotMet { role: role.into(), threshold, valid });
    }
    Ok(())
}
