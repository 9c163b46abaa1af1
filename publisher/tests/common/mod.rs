//! Runs the built `statemark` in a folder of its own.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, and uses what it needs")]

pub(crate) mod resident;
pub(crate) mod thief;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder that is gone with the test.
pub(crate) struct Place(TempDir);

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With a registry `registry` and unencrypted keys `keys` of one key a role.
    pub(crate) fn with_keys() -> Self {
        let place = Self::new();
        place.run("new registry").must();
        place.run("keys make keys --unencrypted --role root=1/1").must();
        place
    }

    /// Likewise, and published in `site` at NOON.
    pub(crate) fn published() -> Self {
        Self::published_with("--role root=1/1")
    }

    /// Likewise, with other roles.
    pub(crate) fn published_with(roles: &str) -> Self {
        let place = Self::new();
        place.run("new registry").must();
        place.run(&format!("keys make keys --unencrypted {roles}")).must();
        place.run(&format!("publish registry --out site --now {NOON}")).must();
        fs::copy(place.path("site/metadata/1.root.json"), place.path("root.json")).unwrap();
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs `statemark` with these words.
    pub(crate) fn run(&self, words: &str) -> Said {
        self.command().args(words.split_whitespace()).output().unwrap().into()
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_statemark"));
        command.current_dir(self.0.path());
        command
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from}");
        self.write(name, text.replace(from, to));
    }

    /// Copies a folder with all that is in it.
    pub(crate) fn copy(&self, from: &str, to: &str) {
        for (path, bytes) in self.tree(from) {
            let path = self.path(to).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// Every file below a folder, by its path there.
    pub(crate) fn tree(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(&self.path(name), &mut |path, bytes| {
            let path = path.strip_prefix(self.path(name)).unwrap().to_str().unwrap().to_owned();
            files.insert(path, bytes);
        });
        files
    }

    /// The names of what stands in the folder itself.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The time of the first publication.
pub(crate) const NOON: &str = "2026-11-22T12:00:00Z";

/// NOON, so many days later.
pub(crate) fn at(days: i64) -> String {
    statemark_core::time::UtcTime::parse(NOON).unwrap().plus(days * 86_400).to_string()
}

impl Said {
    /// The output of a command that succeeded.
    #[track_caller]
    pub(crate) fn must(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// One clear line on standard error that holds `expected`, and exit status 1.
    #[track_caller]
    pub(crate) fn must_fail(&self, expected: &str) {
        assert_eq!(self.code, 1, "{self:?}");
        assert!(self.err.contains(expected), "{expected}: {self:?}");
        assert_eq!(self.err.trim_end().lines().count(), 1, "{self:?}");
        assert!(self.err.starts_with("statemark: ") && self.out.is_empty(), "{self:?}");
    }

    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.must()).unwrap()
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path, Vec<u8>)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, each);
        } else {
            let bytes = fs::read(&path).unwrap();
            each(&path, bytes);
        }
    }
}
