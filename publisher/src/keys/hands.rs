//! The keys that can sign here and now.

use std::collections::BTreeSet;

use anyhow::Result;
use ed25519_dalek::SigningKey;

use super::{KeyFolder, PassphraseSource, PublicKey};
use crate::progress::Progress;

/// A folder's keys, and those that are in the making.
pub(crate) struct Hands<'a> {
    pub(crate) folder: &'a KeyFolder,
    pub(crate) new: &'a [(String, SigningKey)],
    pub(crate) passphrase: &'a PassphraseSource,
}

impl Hands<'_> {
    /// How many of these keys are here. None is opened.
    pub(crate) fn present(&self, wanted: &BTreeSet<PublicKey>) -> usize {
        wanted.iter().filter(|key| self.new_key(key).is_some() || self.folder.has(key)).count()
    }

    /// Those of these keys that are here.
    pub(crate) fn keys(&self, what: &str, wanted: &BTreeSet<PublicKey>) -> Result<Vec<SigningKey>> {
        let _progress = Progress::of(format!("unlocking the keys of {what}"));
        let mut keys = Vec::new();
        for public in wanted {
            match self.new_key(public) {
                Some(key) => keys.push(key.clone()),
                None => keys.extend(self.folder.key(public, self.passphrase)?),
            }
        }
        Ok(keys)
    }

    fn new_key(&self, public: &PublicKey) -> Option<&SigningKey> {
        self.new.iter().map(|(_, key)| key).find(|key| PublicKey::of(key) == *public)
    }
}
