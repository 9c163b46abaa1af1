//! Files and folders that appear whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

/// The whole file, or a line that names it.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            bail!("there is no file {}; check the name, or put the file back", path.display())
        }
        read => read.map_err(|error| unreadable(path, &error)),
    }
}

/// Why a file that is there cannot be read, and what to do.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let path = path.display();
    match error.kind() {
        std::io::ErrorKind::IsADirectory => {
            anyhow!("cannot read {path}: it is a folder; put the file of that name in its place")
        }
        std::io::ErrorKind::PermissionDenied => {
            anyhow!("cannot read {path}: this user may not; ask its owner, or change its permissions")
        }
        _ => anyhow!("cannot read {path}: {error}; check the disk, or put the file back from a copy"),
    }
}

/// Writes `bytes` to `path` in one step.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    persist(path, bytes, false)
}

/// Likewise, for its owner's eyes alone.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    persist(path, bytes, true)
}

fn persist(path: &Path, bytes: &[u8], private: bool) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let mut file =
        tempfile::Builder::new().prefix(".statemark-").tempfile_in(existing_parent(path)?).with_context(cannot)?;
    file.write_all(bytes).with_context(cannot)?;
    if !private {
        open_to_readers(file.path()).with_context(cannot)?;
    }
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(path).map_err(|error| error.error).with_context(cannot)?;
    Ok(())
}

/// A folder in the making beside the place where it is to stand. Dropped, it leaves nothing.
pub(crate) struct Staging {
    // The outer folder is open to its owner only; the inner one has the permissions of any new folder.
    _outer: TempDir,
    folder: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// An empty folder, on the file system of `target`.
    pub(crate) fn beside(target: &Path) -> Result<Self> {
        // Through a link to the folder itself: the folder is replaced, the link stays.
        let target = &target.canonicalize().unwrap_or_else(|_| target.into());
        let cannot = || format!("cannot make a folder beside {}", target.display());
        let above = existing_parent(target)?;
        let outer = tempfile::Builder::new().prefix(".statemark-").tempdir_in(above).with_context(cannot)?;
        let folder = outer.path().join("new");
        fs::create_dir(&folder).with_context(cannot)?;
        Ok(Self { _outer: outer, folder, target: target.into() })
    }

    /// Where it is while it is in the making.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes one file, with the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.create(name, bytes, false)
    }

    /// Writes one file that only its owner may read.
    pub(crate) fn write_private(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.create(name, bytes, true)
    }

    fn create(&self, name: &str, bytes: &[u8], private: bool) -> Result<()> {
        let path = self.folder.join(name);
        let cannot = || format!("cannot write {name} for {}", self.target.display());
        fs::create_dir_all(parent(&path)).with_context(cannot)?;
        // A file that was taken over by a hard link is replaced, never written into.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).with_context(cannot),
            _ => {}
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        let mut file = options.open(&path).with_context(cannot)?;
        file.write_all(bytes).with_context(cannot)?;
        file.sync_all().with_context(cannot)
    }

    /// Takes over every file of `folder`, by a hard link where the file system has them.
    pub(crate) fn take_over(&self, folder: &Path) -> Result<()> {
        take_over(folder, &self.folder).with_context(|| format!("cannot copy {}", folder.display()))?;
        let permissions = fs::metadata(folder)?.permissions();
        fs::set_permissions(&self.folder, permissions)?;
        Ok(())
    }

    /// The folder becomes `target`, which must not exist yet, or be empty.
    pub(crate) fn finish_new(self) -> Result<()> {
        let cannot = || format!("cannot make {}", self.target.display());
        must_be_new(&self.target)?;
        if self.target.is_dir() {
            for entry in fs::read_dir(&self.folder).with_context(cannot)? {
                let entry = entry.with_context(cannot)?;
                fs::rename(entry.path(), self.target.join(entry.file_name())).with_context(cannot)?;
            }
            return Ok(());
        }
        fs::rename(&self.folder, &self.target).with_context(cannot)
    }

    /// The folder takes the place of `target`, in one step where the system can.
    pub(crate) fn replace(self) -> Result<()> {
        if !self.target.exists() {
            return self.finish_new();
        }
        let cannot = || format!("cannot replace {}", self.target.display());
        if exchange(&self.folder, &self.target) {
            return Ok(());
        }
        let old = self.folder.with_file_name("old");
        fs::rename(&self.target, &old).with_context(cannot)?;
        fs::rename(&self.folder, &self.target)
            .inspect_err(|_| drop(fs::rename(&old, &self.target)))
            .with_context(cannot)
    }
}

/// Fails when something stands at `path` that would be overwritten.
pub(crate) fn must_be_new(path: &Path) -> Result<()> {
    match fs::read_dir(path) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => bail!("{} is not empty; nothing was written. Name a new folder", path.display()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot make a folder at {}", path.display())),
    }
}

/// Fails when there is a file of that name.
pub(crate) fn must_not_be(path: &Path) -> Result<()> {
    if path.exists() {
        bail!("{} exists; nothing was written. Name a new file", path.display());
    }
    Ok(())
}

/// Fails where there is no published list, not even a folder.
pub(crate) fn must_be_folder(site: &Path) -> Result<()> {
    if site.is_file() {
        bail!("{} is a file; name the folder that `statemark publish` wrote", site.display());
    }
    if !site.is_dir() {
        bail!("there is no folder {}; `statemark publish` makes one", site.display());
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn exchange(new: &Path, old: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_new: &Path, _old: &Path) -> bool {
    false
}

fn take_over(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            fs::create_dir(&to)?;
            take_over(&from, &to)?;
        } else if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

fn existing_parent(path: &Path) -> Result<&Path> {
    let above = parent(path);
    if !above.is_dir() {
        bail!("there is no folder {}; make it first", above.display());
    }
    Ok(above)
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Temporary files are their owner's alone; what is published is for all.
#[cfg(unix)]
fn open_to_readers(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("site");
        let staging = Staging::beside(&target).unwrap();
        staging.write("a/b.txt", b"1").unwrap();
        assert!(!target.exists());
        drop(staging);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn replacing_keeps_what_was_taken_over() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("site");
        let first = Staging::beside(&target).unwrap();
        first.write("kept/a", b"old").unwrap();
        first.write("changed", b"old").unwrap();
        first.replace().unwrap();
        let second = Staging::beside(&target).unwrap();
        second.take_over(&target).unwrap();
        second.write("changed", b"new").unwrap();
        assert_eq!(read(&target.join("changed")).unwrap(), b"old");
        second.replace().unwrap();
        assert_eq!(read(&target.join("kept/a")).unwrap(), b"old");
        assert_eq!(read(&target.join("changed")).unwrap(), b"new");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_with_something_in_it_is_never_overwritten() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("mine"), b"1").unwrap();
        let staging = Staging::beside(place.path()).unwrap();
        staging.write("a", b"1").unwrap();
        assert!(staging.finish_new().is_err());
        let empty = place.path().join("empty");
        fs::create_dir(&empty).unwrap();
        let staging = Staging::beside(&empty).unwrap();
        staging.write("a", b"1").unwrap();
        staging.finish_new().unwrap();
        assert!(empty.join("a").exists());
    }
}
