//! The files of an evaluation.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use statemark_core::lookalike::{Engine, Owner, Target, TargetKind};
use statemark_core::platform::Platform;

/// A file that could not be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

/// The cells of a file's rows, without its comments.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn rows(path: &Path) -> Result<Vec<Vec<String>>, Unreadable> {
    let text = fs::read_to_string(path).map_err(|error| Unreadable { path: path.to_owned(), error })?;
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// The cell of a row; empty where there is none.
pub(crate) fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// What is listed: handles with their platforms, then names of agencies.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The handles.
    pub(crate) handles: Vec<(String, Platform)>,
    /// The names.
    pub(crate) names: Vec<String>,
}

impl Listed {
    /// From the two files.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub(crate) fn read(targets: &Path, names: &Path) -> Result<Self, Unreadable> {
        let handles = rows(targets)?.into_iter();
        let platform = |row: &[String]| Platform::parse(cell(row, 1)).unwrap_or(Platform::X);
        Ok(Self {
            handles: handles.map(|row| (cell(&row, 0).to_owned(), platform(&row))).collect(),
            names: rows(names)?.into_iter().map(|row| cell(&row, 0).to_owned()).collect(),
        })
    }

    /// An engine, with owners numbered in order.
    pub(crate) fn engine(&self) -> Engine {
        let handles = self.handles.iter().map(|(text, platform)| (text, Some(*platform), TargetKind::Handle));
        let names = self.names.iter().map(|text| (text, None, TargetKind::AgencyName));
        let targets = handles.chain(names).enumerate().map(|(index, (text, platform, kind))| {
            let agency = u32::try_from(index).unwrap_or(u32::MAX);
            Target { platform, text, kind, owner: Owner { agency, account: platform.map(|_| agency) } }
        });
        Engine::build(targets, &["mass.gov".to_owned()], "US-MA")
    }

    /// The text of an owner.
    pub(crate) fn text(&self, agency: u32) -> &str {
        let index = agency as usize;
        let name = || index.checked_sub(self.handles.len()).and_then(|index| self.names.get(index));
        self.handles.get(index).map(|(text, _)| text).or_else(name).map_or("", String::as_str)
    }
}
