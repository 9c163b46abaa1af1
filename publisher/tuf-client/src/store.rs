//! What is kept between runs.
//!
//! `state/floor` is what counts: one archive with the root history and the newest verified metadata, replaced in one step.
//! The files beside it show it: `root.json`, `timestamp.json`, … as they were received, without versions in their names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use statemark_core::trust::{Archive, Expiry, TrustedMetadata, paths};

use crate::files;
use crate::refresh::KEY_TYPES;

const STATE: &str = "state";
const PINNED: &str = "pinned.json";
const FLOOR: &str = "floor";

/// A folder of trusted metadata.
pub(crate) struct Store {
    folder: PathBuf,
    pinned_root: Vec<u8>,
    floor: Option<Archive>,
}

impl Store {
    /// Begins with a root, in a folder that has none yet: to begin anew would forget what must not be rolled back.
    pub(crate) fn init(folder: &Path, root: &[u8]) -> Result<()> {
        TrustedMetadata::accepting(KEY_TYPES, root, Expiry::NotJudged).context("this is no root to begin with")?;
        let state = folder.join(STATE);
        if state.exists() || folder.join("root.json").exists() {
            bail!("{} is in use already; name a new folder", folder.display());
        }
        files::make_folder(&state)?;
        files::write(&state, PINNED, root)?;
        files::write(folder, "root.json", root)
    }

    /// Opens what `init` began.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let state = folder.join(STATE);
        let pinned_root =
            files::read(&state.join(PINNED)).context("there is no root to begin with; use `init` first")?;
        let floor = state.join(FLOOR);
        let floor = if floor.exists() { read_floor(&files::read(&floor)?) } else { None };
        Ok(Self { folder: folder.into(), pinned_root, floor })
    }

    pub(crate) fn pinned_root(&self) -> &[u8] {
        &self.pinned_root
    }

    /// Verified before it counts, by whoever reads it.
    pub(crate) fn floor(&self) -> Option<&Archive> {
        self.floor.as_ref()
    }

    /// Keeps the floor, and shows it. What it no longer holds goes first, so that nothing is shown that does not count.
    pub(crate) fn keep(&mut self, floor: &Archive) -> Result<()> {
        let to_show = shown(floor);
        for name in self.floor.iter().flat_map(shown).map(|(name, _)| name).filter(|name| !to_show.contains_key(name)) {
            files::remove(&self.folder.join(name))?;
        }
        if self.floor.as_ref() != Some(floor) {
            files::write(&self.folder.join(STATE), FLOOR, &floor.to_bytes())?;
            self.floor = Some(floor.clone());
        }
        for (name, bytes) in to_show {
            if files::read(&self.folder.join(&name)).ok().as_deref() != Some(bytes) {
                files::write(&self.folder, &name, bytes)?;
            }
        }
        Ok(())
    }
}

/// The place of a delegated role in an archive.
pub(crate) fn role_name(role: &str) -> String {
    format!("role/{role}.json")
}

/// The role whose place in an archive this is.
pub(crate) fn role_of(name: &str) -> Option<&str> {
    name.strip_prefix("role/")?.strip_suffix(".json")
}

fn read_floor(bytes: &[u8]) -> Option<Archive> {
    Archive::from_bytes(bytes).inspect_err(|error| eprintln!("tuf-client: what was kept is dropped: {error}")).ok()
}

/// The newest root and all else, by the names of files.
fn shown(floor: &Archive) -> BTreeMap<String, &[u8]> {
    let (mut shown, mut newest_root) = (BTreeMap::new(), 0);
    for (name, bytes) in floor.iter() {
        if let Some(version) = name.strip_suffix(".root.json").and_then(|version| version.parse::<u64>().ok()) {
            if version >= newest_root {
                newest_root = version;
                shown.insert("root.json".into(), bytes);
            }
        } else if let Some(role) = role_of(name) {
            shown.insert(format!("{}.json", paths::file_name(role)), bytes);
        } else if ["timestamp.json", "snapshot.json", "targets.json"].contains(&name) {
            shown.insert(name.into(), bytes);
        }
    }
    shown
}
