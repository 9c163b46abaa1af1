//! `roles.toml`: which keys sign for which role, and how many of them must.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use anyhow::{Context, Result, bail};
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::Windows;

/// The roles of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    Root,
    Targets,
    Snapshot,
    Timestamp,
    // The site files, delegated by targets. No public documentation: it would stand in the help of each role's option.
    Sites,
}

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PublicKey(pub(crate) [u8; 32]);

/// The keys of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleKeys {
    pub(crate) threshold: u64,
    /// The name of each key, which is its file's without `.pem`, and its public half.
    pub(crate) keys: Vec<(String, PublicKey)>,
    pub(crate) windows: Windows,
}

/// All roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    roles: BTreeMap<Role, RoleKeys>,
    /// Keys that sign for no role any more. They may still have to sign the root that takes them away.
    pub(crate) retired: BTreeMap<String, PublicKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRole {
    threshold: u64,
    expires_after_days: Option<i64>,
    renew_before_days: Option<i64>,
    keys: BTreeMap<String, String>,
}

/// The table of the keys that sign for no role any more.
const RETIRED: &str = "retired";
const EXPIRES_MAX_DAYS: i64 = 1100;

impl Role {
    /// The roles that the root names.
    pub(crate) const TOP_LEVEL: [Self; 4] = [Self::Root, Self::Targets, Self::Snapshot, Self::Timestamp];
    pub(crate) const ALL: [Self; 5] = [Self::Root, Self::Targets, Self::Snapshot, Self::Timestamp, Self::Sites];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Targets => "targets",
            Self::Snapshot => "snapshot",
            Self::Timestamp => "timestamp",
            Self::Sites => "sites",
        }
    }
}

impl PublicKey {
    pub(crate) fn of(key: &SigningKey) -> Self {
        Self(key.verifying_key().to_bytes())
    }

    /// Lower-case hexadecimal, as TUF writes it.
    pub(crate) fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads `ed25519:` and 64 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let Some(digits) = text.strip_prefix("ed25519:") else {
            let scheme = text.split(':').next().unwrap_or_default();
            bail!("the extension verifies ed25519 keys only, not `{scheme}`; make the key with `statemark keys make`");
        };
        let mut bytes = [0; 32];
        let pairs = digits.as_bytes().chunks(2);
        let good = digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        for (byte, pair) in bytes.iter_mut().zip(pairs).filter(|_| good) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair)?, 16)?;
        }
        let strong = VerifyingKey::from_bytes(&bytes).is_ok_and(|key| !key.is_weak());
        if !good || !strong {
            bail!("`{text}` is no Ed25519 public key; copy it again from the folder where the key was made");
        }
        Ok(Self(bytes))
    }
}

impl Roles {
    pub(crate) fn insert(&mut self, role: Role, keys: RoleKeys) {
        self.roles.insert(role, keys);
    }

    pub(crate) fn get(&self, role: Role) -> Result<&RoleKeys> {
        self.roles.get(&role).with_context(|| format!("{} has no role {role}", super::ROLES_FILE))
    }

    pub(crate) fn get_mut(&mut self, role: Role) -> Result<&mut RoleKeys> {
        self.roles.get_mut(&role).with_context(|| format!("{} has no role {role}", super::ROLES_FILE))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Role, &RoleKeys)> {
        self.roles.iter().map(|(role, keys)| (*role, keys))
    }

    /// Whether both give every role the same keys and the same threshold.
    pub(crate) fn same_keys(&self, other: &Self) -> bool {
        let of = |roles: &Self, role| {
            let keys = roles.roles.get(&role)?;
            Some((keys.threshold, keys.keys.iter().map(|(_, key)| *key).collect::<BTreeSet<_>>()))
        };
        Role::ALL.into_iter().all(|role| of(self, role) == of(other, role))
    }

    /// Every key with its name, the retired ones last.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&String, &PublicKey)> {
        self.roles.values().flat_map(|keys| &keys.keys).map(|(name, key)| (name, key)).chain(&self.retired)
    }

    /// What the key is called here.
    pub(crate) fn name_of(&self, public: &PublicKey) -> Option<&str> {
        self.named().find(|(_, known)| *known == public).map(|(name, _)| name.as_str())
    }

    pub(crate) fn from_toml(text: &str) -> Result<Self> {
        let mut file: BTreeMap<String, toml::Spanned<toml::Value>> = toml::from_str(text)
            .map_err(|error| anyhow::anyhow!("{}{}", line_of(text, error.span()), error.message()))?;
        let mut roles = Self::default();
        if let Some(retired) = file.remove(RETIRED) {
            let names: BTreeMap<String, String> = table(text, retired)?;
            roles.retired = names.into_iter().map(|key| read_key(RETIRED, key)).collect::<Result<_>>()?;
        }
        for (name, written) in file {
            let Some(role) = Role::ALL.into_iter().find(|role| role.as_str() == name) else {
                bail!("there is no role `{name}`; the roles are root, targets, snapshot, timestamp and sites");
            };
            let written: WrittenRole = table(text, written)?;
            let windows = Windows::new(role, written.expires_after_days, written.renew_before_days);
            let keys = written.keys.into_iter().map(|key| read_key(role.as_str(), key)).collect::<Result<_>>()?;
            roles.insert(role, RoleKeys { threshold: written.threshold, keys, windows });
        }
        roles.check()?;
        Ok(roles)
    }

    /// Refuses what no client could verify: a threshold that cannot be met, one key counted twice, a missing role.
    pub(crate) fn check(&self) -> Result<()> {
        for role in Role::ALL {
            let RoleKeys { threshold, keys, windows } = self.get(role)?;
            let distinct: BTreeSet<&PublicKey> = keys.iter().map(|(_, key)| key).collect();
            if distinct.len() != keys.len() {
                bail!("[{role}] names one key twice; a threshold counts distinct keys. Remove one");
            }
            if *threshold == 0 || *threshold > keys.len() as u64 {
                bail!("[{role}] has {} keys and a threshold of {threshold}; choose 1 to {}", keys.len(), keys.len());
            }
            if !(1..=EXPIRES_MAX_DAYS).contains(&windows.expires_after)
                || !(1..=windows.expires_after).contains(&windows.renew_before)
            {
                bail!(
                    "[{role}] expires after {} days and is signed anew {} days before; choose 1 to {EXPIRES_MAX_DAYS} days, \
                     and for the second no more than for the first",
                    windows.expires_after,
                    windows.renew_before
                );
            }
        }
        let mut names: BTreeMap<&String, &PublicKey> = BTreeMap::new();
        for (name, key) in self.named() {
            if names.insert(name, key).is_some_and(|other| other != key) {
                bail!("two keys are called {name}; a name is a file's. Give one of them another");
            }
        }
        Ok(())
    }

    pub(crate) fn to_toml(&self) -> String {
        let mut text = String::from(
            "# Who signs what. `threshold` is how many of the keys must sign; each key is the file of that name here\n\
             # (NAME.pem, kept apart by its holder where that is safer) and its public half.\n\
             # `expires_after_days` and `renew_before_days` may be set for a role; `statemark keys roles` shows them.\n",
        );
        for (role, keys) in self.iter() {
            let _ = write!(text, "\n[{role}]\nthreshold = {}\n", keys.threshold);
            let (windows, default) = (keys.windows, Windows::of(role));
            if windows != default {
                let (expires, renew) = (windows.expires_after, windows.renew_before);
                let _ = write!(text, "expires_after_days = {expires}\nrenew_before_days = {renew}\n");
            }
            let _ = writeln!(text, "[{role}.keys]");
            write_keys(&mut text, keys.keys.iter().map(|(name, key)| (name, key)));
        }
        if !self.retired.is_empty() {
            let _ = writeln!(text, "\n[{RETIRED}]");
            write_keys(&mut text, self.retired.iter());
        }
        text
    }
}

fn write_keys<'a>(text: &mut String, keys: impl Iterator<Item = (&'a String, &'a PublicKey)>) {
    for (name, key) in keys {
        let _ = writeln!(text, "{name} = \"ed25519:{}\"", key.hex());
    }
}

fn table<T: serde::de::DeserializeOwned>(text: &str, table: toml::Spanned<toml::Value>) -> Result<T> {
    let span = table.span();
    let read = table.into_inner().try_into();
    read.map_err(|error: toml::de::Error| anyhow::anyhow!("{}{}", line_of(text, Some(span)), error.message()))
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}: ", before.matches('\n').count() + 1)
}

/// Whether a key may be called that: the name is a file's, and a role's table has it.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let safe = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !safe || name.is_empty() {
        bail!("`{name}` is no name for a key; use letters, digits and hyphens");
    }
    Ok(())
}

fn read_key(table: &str, (name, text): (String, String)) -> Result<(String, PublicKey)> {
    check_name(&name).with_context(|| format!("[{table}]"))?;
    let key = PublicKey::parse(&text).with_context(|| format!("[{table}] {name}"))?;
    Ok((name, key))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn roles(threshold: u64) -> Roles {
        let mut roles = Roles::default();
        for (index, role) in Role::ALL.into_iter().enumerate() {
            let key = |number: u8| {
                let seed = [u8::try_from(index).unwrap() * 10 + number; 32];
                (format!("{role}-{number}"), PublicKey::of(&SigningKey::from_bytes(&seed)))
            };
            roles.insert(role, RoleKeys { threshold, keys: vec![key(1), key(2)], windows: Windows::of(role) });
        }
        roles
    }

    #[test]
    fn roles_are_read_as_they_were_written() {
        assert_eq!(Roles::from_toml(&roles(2).to_toml()).unwrap(), roles(2));
    }

    #[test]
    fn what_no_client_could_verify_is_refused() {
        let good = roles(1).to_toml();
        let first = good.split('"').nth(1).unwrap().to_owned();
        let second = good.split('"').nth(3).unwrap().to_owned();
        for (bad, expected) in [
            (roles(0).to_toml(), "threshold of 0"),
            (roles(3).to_toml(), "threshold of 3"),
            (good.replace(&first, &second), "names one key twice"),
            (good.replace(&first, "ecdsa-sha2-nistp256:04ab"), "ed25519 keys only, not `ecdsa-sha2-nistp256`"),
            (good.replace(&first, &format!("ed25519:{}", "0".repeat(64))), "no Ed25519 public key"),
            (good.replace(&first, "ed25519:zz"), "no Ed25519 public key"),
            (good.replace("root-1", "\"../root\""), "no name for a key"),
            (good.replace("[sites]", "[other]").replace("[sites.keys]", "[other.keys]"), "there is no role `other`"),
        ] {
            let error = format!("{:#}", Roles::from_toml(&bad).unwrap_err());
            assert!(error.contains(expected), "{error}");
        }
    }
}
