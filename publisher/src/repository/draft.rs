//! An edition that waits for its holders: a folder laid out as SITE is, with only what is new in it.
//!
//! Metadata in it is what any TUF tool reads, with one member more beside `signed` and `signatures`, `to_sign`, which says
//! who must sign. It is left out when the edition is published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use statemark_core::trust::metadata::{Metadata, Signed, TargetFile, Targets};
use statemark_core::trust::paths;
use statemark_core::trust::value::Value;

use super::{SITES_TARGET, target_path};
use crate::files::{self, Staging};
use crate::keys::Role;
use crate::list::Files;
use crate::signing::Quorum;

/// The member of a metadata file that says who must sign it.
pub(crate) const TO_SIGN: &str = "to_sign";

/// A draft on disk.
pub(crate) struct Draft {
    folder: PathBuf,
}

impl Draft {
    /// The draft in a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        if !folder.join("metadata").is_dir() {
            bail!("there is no draft in {}; `--export {0}` makes one", folder.display());
        }
        Ok(Self { folder: folder.into() })
    }

    /// Writes what waits, and what was made for it, to a new folder, or over the draft that it continues.
    /// Returns the metadata files that were written.
    pub(crate) fn write(folder: &Path, files: &[(String, Vec<u8>)], continues: bool) -> Result<Vec<String>> {
        if !continues {
            files::must_be_new(folder)?;
        }
        let staging = Staging::beside(folder)?;
        if continues {
            staging.take_over(folder)?;
        }
        let has =
            |role: Role| files.iter().any(|(path, _)| path.ends_with(&format!(".{role}.json")) && is_metadata(path));
        let (list, sites) = (has(Role::Targets), has(Role::Sites));
        let mut written = Vec::new();
        for (path, bytes) in files {
            let is_sites = path.starts_with("targets/") && path.ends_with(&format!(".{SITES_TARGET}"));
            let wanted = if is_metadata(path) {
                true
            } else if is_sites {
                sites
            } else {
                list
            };
            let standing = std::fs::read(staging.path().join(path)).ok();
            if !wanted || standing.is_some_and(|standing| standing == *bytes) {
                continue;
            }
            staging.write(path, bytes)?;
            if is_metadata(path) {
                written.push(path.clone());
            }
        }
        if continues {
            staging.replace()?
        } else {
            staging.finish_new()?
        }
        Ok(written)
    }

    /// Whether the draft holds that file.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.folder.join(file).is_file()
    }

    /// Its metadata files.
    pub(super) fn metadata(&self) -> Result<Vec<String>> {
        let entries = std::fs::read_dir(self.folder.join("metadata"))?;
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            Ok(format!("metadata/{}", entry?.file_name().to_string_lossy()))
        };
        entries.map(name).collect()
    }

    /// A metadata file of the draft, as it is to be published.
    pub(crate) fn read<T: Metadata>(&self, file: &str) -> Result<Option<Signed<T>>> {
        if !self.has(file) {
            return Ok(None);
        }
        let path = self.folder.join(file);
        let mut read: Signed<T> = serde_json::from_slice(&files::read(&path)?)
            .map_err(|error| anyhow!("{} is damaged: {error}; export it again", path.display()))?;
        read.unknown.remove(TO_SIGN);
        Ok(Some(read))
    }

    /// The list that the draft's targets sign for, where it has any.
    pub(crate) fn list(&self) -> Result<Option<Files>> {
        self.files_of(Role::Targets)
    }

    /// The site files that the draft signs for, where it has any.
    pub(crate) fn sites(&self) -> Result<Option<Vec<u8>>> {
        Ok(self.files_of(Role::Sites)?.and_then(|mut files| files.remove(SITES_TARGET)))
    }

    /// The public page, where the draft has one.
    pub(crate) fn page(&self) -> Result<Option<Vec<u8>>> {
        let path = self.folder.join("index.html");
        if path.is_file() { files::read(&path).map(Some) } else { Ok(None) }
    }

    fn files_of(&self, role: Role) -> Result<Option<Files>> {
        let Some(file) = self.newest(role)? else { return Ok(None) };
        let Some(targets) = self.read::<Targets>(&file)? else { return Ok(None) };
        let mut found = BTreeMap::new();
        for (path, target) in targets.signed.targets {
            let bytes = self.target(&path, &target)?;
            found.insert(path, bytes);
        }
        Ok(Some(found))
    }

    /// What the holders sign for is what stands here.
    fn target(&self, path: &str, target: &TargetFile) -> Result<Vec<u8>> {
        let file = paths::target(path, target, true).map_err(|error| anyhow!("{error}"))?;
        let bytes = files::read(&self.folder.join(&file))?;
        if target_path(path, &bytes) != file || bytes.len() as u64 != target.length {
            bail!("{file} in {} is not the file that is to be signed; export it again", self.folder.display());
        }
        Ok(bytes)
    }

    fn newest(&self, role: Role) -> Result<Option<String>> {
        let newest = super::newest(&self.folder.join("metadata"), role.as_str())?;
        Ok(newest.map(|version| format!("metadata/{version}.{role}.json")))
    }

    /// The file with a note of who must sign it.
    pub(super) fn to_sign<T: Metadata + Clone>(file: &Signed<T>, quorums: &[Quorum]) -> Result<Vec<u8>> {
        let mut noted = file.clone();
        noted.unknown.insert(TO_SIGN.into(), Value::from_slice(&serde_json::to_vec(quorums)?)?);
        Ok(serde_json::to_vec_pretty(&noted)?)
    }

    /// What is signed, but for the times at which it was.
    pub(super) fn without_times<T: Metadata>(signed: &T) -> Value {
        match signed.to_value() {
            Value::Object(mut members) => {
                members.remove("expires");
                members.remove("issued");
                Value::Object(members)
            }
            other => other,
        }
    }
}

fn is_metadata(path: &str) -> bool {
    path.starts_with("metadata/")
}
