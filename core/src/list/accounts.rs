//! The rows of a list's accounts: each is taken apart when someone first asks for it.

use core::ops::Range;
use std::sync::OnceLock;

use super::schema::AccountRow;

/// The rows, as JSON that was found to be of their form.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    /// Of all sections, one behind the other.
    json: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    place: Range<usize>,
    read: OnceLock<Option<Box<AccountRow>>>,
}

impl Accounts {
    /// Room for so many rows, and for the JSON in which they stand.
    pub(super) fn with_capacity(rows: usize, bytes: usize) -> Self {
        Self { json: String::with_capacity(bytes), rows: Vec::with_capacity(rows) }
    }

    /// Adds a section's rows by their places in its JSON.
    pub(super) fn extend(&mut self, json: &str, places: impl Iterator<Item = Range<usize>>) {
        let before = self.json.len();
        self.json.push_str(json);
        let at = |place: Range<usize>| before + place.start..before + place.end;
        self.rows.extend(places.map(|place| Row { place: at(place), read: OnceLock::new() }));
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&AccountRow> {
        let row = self.rows.get(index)?;
        let json = self.json.get(row.place.clone())?;
        row.read.get_or_init(|| AccountRow::read(json).map(Box::new)).as_deref()
    }
}
