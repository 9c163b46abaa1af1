//! Someone who has come by a key, and signs with it what the publisher never would.

use std::fs;

use ed25519_dalek::pkcs8::DecodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};
use statemark_core::trust::metadata::{Key, MetaFile, Metadata, Signature, Signed};

use super::Place;

/// Copies of key files, from before they were taken away.
pub(crate) struct Thief(Vec<SigningKey>);

impl Thief {
    /// With these keys of `keys`.
    pub(crate) fn with(place: &Place, names: &[&str]) -> Self {
        Self(
            names
                .iter()
                .map(|name| SigningKey::from_pkcs8_pem(&place.read(&format!("keys/{name}.pem"))).unwrap())
                .collect(),
        )
    }

    /// Changes a metadata file of `site` and signs it anew, under `name`. Returns how another file names it.
    pub(crate) fn forge<T: Metadata>(
        &self,
        place: &Place,
        site: &str,
        (name, as_name): (&str, &str),
        change: impl FnOnce(&mut T),
    ) -> MetaFile {
        let mut file: Signed<T> =
            serde_json::from_slice(&fs::read(place.path(&format!("{site}/metadata/{name}"))).unwrap()).unwrap();
        change(&mut file.signed);
        let message = file.signing_bytes();
        file.signatures = self
            .0
            .iter()
            .map(|key| {
                Signature::new(Key::ed25519(&key.verifying_key().to_bytes()).id(), &key.sign(&message).to_bytes())
            })
            .collect();
        let bytes = serde_json::to_vec(&file).unwrap();
        let path = place.path(&format!("{site}/metadata/{as_name}"));
        // Never through a hard link.
        drop(fs::remove_file(&path));
        fs::write(path, &bytes).unwrap();
        MetaFile { length: Some(bytes.len() as u64), ..MetaFile::new(file.signed.version()) }
    }
}
