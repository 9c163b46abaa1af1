//! A change of who may sign what: planned first, then written as a whole, and undone when what follows fails.

use std::fs;

use anyhow::{Result, bail};
use ed25519_dalek::SigningKey;

use super::roles::check_name;
use super::{KeyFolder, Passphrase, PublicKey, ROLES_FILE, Role, Roles, file_name, new_key, pem};
use crate::files;

/// What `roles.toml` shall say, and the keys that come with it.
pub(crate) struct Change<'a> {
    folder: &'a KeyFolder,
    pub(crate) roles: Roles,
    pub(crate) new: Vec<(String, SigningKey)>,
}

/// What was written, for as long as it can be taken back.
pub(crate) struct Written<'a> {
    folder: &'a KeyFolder,
    before: String,
    new: Vec<String>,
}

impl<'a> Change<'a> {
    /// Of nothing yet.
    pub(crate) fn of(folder: &'a KeyFolder) -> Self {
        Self { folder, roles: folder.roles.clone(), new: Vec::new() }
    }

    /// A new key for the role, under a name that is free.
    pub(crate) fn make(&mut self, role: Role, name: Option<&str>) -> Result<String> {
        let key = new_key()?;
        let name = name.map_or_else(|| self.free_name(role), str::to_owned);
        self.add(role, &name, PublicKey::of(&key))?;
        self.new.push((name.clone(), key));
        Ok(name)
    }

    /// The key of a holder who keeps it elsewhere.
    pub(crate) fn add(&mut self, role: Role, name: &str, public: PublicKey) -> Result<()> {
        check_name(name)?;
        if self.roles.named().any(|(known, _)| known == name) || self.folder.path.join(file_name(name)).exists() {
            bail!("there is a key called {name} already; give the new one another name");
        }
        self.roles.get_mut(role)?.keys.push((name.to_owned(), public));
        Ok(())
    }

    /// The key signs for the role no more. It is kept until a root is published that no longer names it.
    pub(crate) fn retire(&mut self, role: Role, name: &str) -> Result<()> {
        let keys = &mut self.roles.get_mut(role)?.keys;
        let Some(index) = keys.iter().position(|(known, _)| known == name) else {
            bail!("{role} has no key called {name}; `statemark keys list` shows them");
        };
        let (name, public) = keys.remove(index);
        self.roles.retired.insert(name, public);
        Ok(())
    }

    /// Writes the new keys, then who may sign.
    pub(crate) fn write(&self, passphrase: Option<&Passphrase>) -> Result<Written<'a>> {
        self.roles.check()?;
        let mut written = Written { folder: self.folder, before: self.folder.roles.to_toml(), new: Vec::new() };
        for (name, key) in &self.new {
            let file = pem::encode(key, passphrase)?;
            let kept = files::write_private(&self.folder.path.join(file_name(name)), file.as_bytes());
            written.new.push(name.clone());
            if let Err(error) = kept {
                written.undo();
                return Err(error);
            }
        }
        let roles = files::write(&self.folder.path.join(ROLES_FILE), self.roles.to_toml().as_bytes());
        roles.inspect_err(|_| written.undo())?;
        Ok(written)
    }

    fn free_name(&self, role: Role) -> String {
        let taken = |name: &String| {
            self.roles.named().any(|(known, _)| known == name) || self.folder.path.join(file_name(name)).exists()
        };
        (1..).map(|number| format!("{role}-{number}")).find(|name| !taken(name)).unwrap_or_default()
    }
}

impl Written<'_> {
    /// Everything as it was. What cannot be taken back now was reported by what failed before.
    pub(crate) fn undo(&self) {
        drop(files::write(&self.folder.path.join(ROLES_FILE), self.before.as_bytes()));
        for name in &self.new {
            drop(fs::remove_file(self.folder.path.join(file_name(name))));
        }
    }
}
