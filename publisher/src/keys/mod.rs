//! The folder of keys: one PKCS#8 file per key, and `roles.toml`, which says who may sign what.

mod change;
mod hands;
mod passphrase;
mod pem;
mod roles;
mod windows;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ed25519_dalek::SigningKey;

pub(crate) use change::Change;
pub(crate) use hands::Hands;
pub(crate) use passphrase::{Passphrase, PassphraseSource};
pub(crate) use roles::{PublicKey, Role, RoleKeys, Roles, hex};
pub(crate) use windows::Windows;

use crate::files::{self, Staging};
use crate::progress::Progress;

/// The file that names the roles.
pub(crate) const ROLES_FILE: &str = "roles.toml";

/// How a key file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kept {
    Encrypted,
    Unencrypted,
    /// Its holder has it elsewhere.
    Absent,
}

/// A folder of keys.
#[derive(Debug)]
pub(crate) struct KeyFolder {
    path: PathBuf,
    pub(crate) roles: Roles,
}

impl KeyFolder {
    /// Makes the folder with new keys, `(role, number of keys, threshold)` each.
    pub(crate) fn make(path: &Path, plan: &[(Role, u64, u64)], passphrase: Option<&Passphrase>) -> Result<Self> {
        files::must_be_new(path)?;
        let _progress = Progress::of("making and encrypting the keys");
        let staging = Staging::beside(path)?;
        let mut roles = Roles::default();
        for &(role, count, threshold) in plan {
            let mut keys = Vec::new();
            for number in 1..=count {
                let name = format!("{role}-{number}");
                let key = new_key()?;
                staging.write_private(&file_name(&name), pem::encode(&key, passphrase)?.as_bytes())?;
                keys.push((name, PublicKey::of(&key)));
            }
            roles.insert(role, RoleKeys { threshold, keys, windows: Windows::of(role) });
        }
        roles.check()?;
        staging.write(ROLES_FILE, roles.to_toml().as_bytes())?;
        staging.finish_new()?;
        Ok(Self { path: path.into(), roles })
    }

    /// Opens the folder; no key is read yet.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = path.join(ROLES_FILE);
        if !file.is_file() {
            bail!("there is no {ROLES_FILE} in {0}; `statemark keys make {0}` makes a folder of keys", path.display());
        }
        let text =
            String::from_utf8(files::read(&file)?).with_context(|| format!("{} is not UTF-8", file.display()))?;
        let roles = Roles::from_toml(&text)
            .with_context(|| format!("{} cannot be used; mend it, or put it back from a copy", file.display()))?;
        Ok(Self { path: path.into(), roles })
    }

    /// How the key of that name is kept.
    pub(crate) fn kept(&self, name: &str) -> Result<Kept> {
        let path = self.path.join(file_name(name));
        if !path.exists() {
            return Ok(Kept::Absent);
        }
        Ok(if pem::is_encrypted(&files::read(&path)?) { Kept::Encrypted } else { Kept::Unencrypted })
    }

    /// Whether any key file here is encrypted.
    pub(crate) fn any_encrypted(&self) -> Result<bool> {
        for (name, _) in self.roles.named() {
            if self.kept(name)? == Kept::Encrypted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the file of that key is here. It is not opened.
    fn has(&self, public: &PublicKey) -> bool {
        self.roles.name_of(public).is_some_and(|name| self.path.join(file_name(name)).exists())
    }

    /// The key, where its file is here.
    fn key(&self, public: &PublicKey, passphrase: &PassphraseSource) -> Result<Option<SigningKey>> {
        let Some(name) = self.roles.name_of(public) else { return Ok(None) };
        let path = self.path.join(file_name(name));
        if path.exists() { self.open_key(&path, public, passphrase).map(Some) } else { Ok(None) }
    }

    fn open_key(&self, path: &Path, public: &PublicKey, passphrase: &PassphraseSource) -> Result<SigningKey> {
        let key = pem::decode(path, &files::read(path)?, passphrase)?;
        if PublicKey::of(&key) != *public {
            bail!("{} holds another key than {ROLES_FILE} names; put the right file back", path.display());
        }
        Ok(key)
    }

    /// Encrypts every key file that is not encrypted yet. Returns their names.
    pub(crate) fn encrypt(&self, passphrase: &Passphrase) -> Result<Vec<String>> {
        let _progress = Progress::of("encrypting the keys");
        let mut encrypted = Vec::new();
        for (name, public) in self.roles.named() {
            if self.kept(name)? != Kept::Unencrypted {
                continue;
            }
            let path = self.path.join(file_name(name));
            let key = self.open_key(&path, public, &PassphraseSource::default())?;
            files::write_private(&path, pem::encode(&key, Some(passphrase))?.as_bytes())?;
            encrypted.push(name.clone());
        }
        Ok(encrypted)
    }
}

/// The key in a file of its holder.
pub(crate) fn open(path: &Path, passphrase: &PassphraseSource) -> Result<SigningKey> {
    pem::decode(path, &files::read(path)?, passphrase)
}

/// A new key in a file of its own, for its holder.
pub(crate) fn make_one(path: &Path, passphrase: Option<&Passphrase>) -> Result<PublicKey> {
    files::must_not_be(path)?;
    let key = new_key()?;
    files::write_private(path, pem::encode(&key, passphrase)?.as_bytes())?;
    Ok(PublicKey::of(&key))
}

fn new_key() -> Result<SigningKey> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(SigningKey::from_bytes(&seed))
}

fn file_name(key: &str) -> String {
    format!("{key}.pem")
}
