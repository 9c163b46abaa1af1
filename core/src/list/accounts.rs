//! The rows of a list's accounts: each is taken apart when someone first asks for it.

use std::sync::OnceLock;

use super::schema::AccountRow;

/// The rows, as JSON that was found to be of their form.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    json: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    /// Where its JSON ends; it begins where the one before ends.
    end: usize,
    read: OnceLock<Option<Box<AccountRow>>>,
}

impl Accounts {
    /// Room for so many rows, and for their JSON.
    pub(super) fn with_capacity(rows: usize, bytes: usize) -> Self {
        Self { json: String::with_capacity(bytes), rows: Vec::with_capacity(rows) }
    }

    pub(super) fn push(&mut self, json: &str) {
        self.json.push_str(json);
        self.rows.push(Row { end: self.json.len(), read: OnceLock::new() });
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&AccountRow> {
        let row = self.rows.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |before| before.end);
        let json = self.json.get(start..row.end)?;
        row.read.get_or_init(|| AccountRow::read(json).map(Box::new)).as_deref()
    }
}
