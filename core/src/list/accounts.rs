//! The rows of a list's accounts: each is taken apart when someone first asks for it.

use core::ops::Range;
use std::sync::OnceLock;

use super::schema::AccountRow;
use crate::trust::Bytes;

/// The rows, as JSON that was found to be of their form.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    sections: Vec<Bytes>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    /// Index of the section in whose file it stands.
    section: usize,
    place: Range<usize>,
    read: OnceLock<Option<Box<AccountRow>>>,
}

impl Accounts {
    /// Room for so many rows.
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self { sections: Vec::new(), rows: Vec::with_capacity(rows) }
    }

    /// Adds a section's rows by their places in its file.
    pub(super) fn extend(&mut self, file: Option<Bytes>, places: impl Iterator<Item = Range<usize>>) {
        let section = self.sections.len();
        self.sections.extend(file);
        self.rows.extend(places.map(|place| Row { section, place, read: OnceLock::new() }));
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&AccountRow> {
        let row = self.rows.get(index)?;
        let json = self.sections.get(row.section)?.get(row.place.clone())?;
        row.read.get_or_init(|| AccountRow::read(core::str::from_utf8(json).ok()?).map(Box::new)).as_deref()
    }
}
