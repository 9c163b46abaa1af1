//! One spreadsheet of the registry, read from CSV: rows and cells, with the row numbers that a spreadsheet shows.

use super::problem::{Findings, Place, quoted};

/// The columns of one spreadsheet.
pub(crate) struct Columns {
    pub(crate) file: &'static str,
    pub(crate) required: &'static [&'static str],
    pub(crate) optional: &'static [&'static str],
}

/// `agencies.csv`
pub(crate) const AGENCIES: Columns =
    Columns { file: "agencies.csv", required: &["id", "name"], optional: &["short_names", "section", "homepage"] };
/// `accounts.csv`
pub(crate) const ACCOUNTS: Columns = Columns {
    file: "accounts.csv",
    required: &["agency", "platform", "handle", "status"],
    optional: &[
        "class",
        "also",
        "previous",
        "account_ids",
        "display_names",
        "since",
        "until",
        "successor",
        "languages",
        "proof",
        "note",
    ],
};
/// `impostors.csv`
pub(crate) const IMPOSTORS: Columns = Columns {
    file: "impostors.csv",
    required: &["platform", "handle", "imitates", "confirmed", "expires"],
    optional: &["account_ids", "note"],
};
/// `neighbours.csv`
pub(crate) const NEIGHBOURS: Columns =
    Columns { file: "neighbours.csv", required: &["platform", "handle"], optional: &["account_ids", "reason"] };

/// One row: its cells under the names of their columns, trimmed.
#[derive(Debug)]
pub(crate) struct Cells {
    pub(crate) row: u64,
    cells: Vec<(String, String)>,
}

impl Cells {
    /// The cell of that column; empty where there is none.
    pub(crate) fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
    }
}

/// The rows of the spreadsheet in `bytes`; nothing when it cannot be read as a whole. What is wrong with the file or a row
/// goes to `findings`, and such a row is left out.
pub(crate) fn read(columns: &Columns, bytes: &[u8], findings: &mut Findings) -> Option<Vec<Cells>> {
    let file = columns.file;
    let text = decode(file, bytes, findings)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut numbers = RowNumbers::new(text);
    let mut header: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            // The text is UTF-8 and rows may differ in length, so nothing is left that could fail.
            Err(error) => {
                findings.problem(Place::file(file), format!("not readable as CSV ({error})"), EXPORT_AGAIN);
                break;
            }
        }
        let row = numbers.row(start, reader.position().byte());
        let place = Place::row(file, row);
        if numbers.quotes % 2 == 1 {
            findings.problem(
                place,
                "a quotation mark opens here and never closes, so the rest of the file reads as one cell",
                "Close it, or write a quotation mark inside a cell twice (\"\").",
            );
            break;
        }
        let Some(names) = &header else {
            header = Some(read_header(columns, &record, findings));
            continue;
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != names.len() {
            findings.problem(
                place,
                format!("{} cells where the header has {}", record.len(), names.len()),
                "Put a cell that holds a comma in quotation marks, and give every column a cell, empty ones too.",
            );
            continue;
        }
        let cells = names.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
        rows.push(Cells { row, cells });
    }
    if header.is_none() {
        findings.problem(
            Place::file(file),
            "the file is empty",
            format!("Begin with the header {}", columns.header_line()),
        );
    }
    // Without a needed column every row would be refused again: one problem says it.
    let missing = header.is_none_or(|names| columns.required.iter().any(|name| !names.iter().any(|has| has == name)));
    (!missing).then_some(rows)
}

impl Columns {
    fn header_line(&self) -> String {
        let names: Vec<&str> = self.required.iter().chain(self.optional).copied().collect();
        format!("`{}`.", names.join(","))
    }

    fn knows(&self, name: &str) -> bool {
        self.required.contains(&name) || self.optional.contains(&name)
    }
}

const EXPORT_AGAIN: &str = "In the spreadsheet program choose Save as, `CSV UTF-8 (comma delimited)`.";

/// Excel begins a CSV in UTF-8 with a byte order mark, which is welcome; everything but UTF-8 is refused.
fn decode<'a>(file: &str, bytes: &'a [u8], findings: &mut Findings) -> Option<&'a str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        findings.problem(Place::file(file), "the file is in UTF-16, not UTF-8", EXPORT_AGAIN);
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => {
            findings.problem(Place::file(file), "the file holds zero bytes: it is no text", EXPORT_AGAIN);
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
            findings.problem(Place::line(file, line), "a letter here is not UTF-8", EXPORT_AGAIN);
            None
        }
    }
}

fn read_header(columns: &Columns, record: &csv::StringRecord, findings: &mut Findings) -> Vec<String> {
    let place = Place::row(columns.file, 1);
    let names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    if let [only] = names.as_slice()
        && only.contains([';', '\t'])
    {
        findings.problem(place, "the columns are not separated by commas", EXPORT_AGAIN);
        return names;
    }
    for missing in columns.required.iter().filter(|required| !names.iter().any(|name| name == *required)) {
        findings.problem(
            place.clone(),
            format!("the column `{missing}` is missing"),
            format!("The header is {}", columns.header_line()),
        );
    }
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|earlier| earlier == name && !name.is_empty()) {
            findings.problem(place.clone(), format!("the column {} stands twice", quoted(name)), "Remove one of them.");
        }
        let meant = name.to_lowercase().replace([' ', '-'], "_");
        let meant = if columns.knows(&meant) { Some(meant) } else { None };
        if let Some(meant) = meant.filter(|meant| meant != name) {
            findings.warning(
                place.clone(),
                format!("the column {} is ignored", quoted(name)),
                format!("Call it `{meant}` if that is what it is."),
            );
        }
    }
    names
}

/// Counts rows as a spreadsheet does: line breaks inside quoted cells are no rows, empty lines are.
struct RowNumbers<'a> {
    text: &'a [u8],
    counted: usize,
    rows: u64,
    /// Quotation marks in the row that was asked for last.
    quotes: usize,
}

impl<'a> RowNumbers<'a> {
    fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), counted: 0, rows: 1, quotes: 0 }
    }

    /// The number of the record that lies between these offsets, with empty lines before it.
    fn row(&mut self, start: u64, end: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(usize::MAX).max(self.counted);
        let mut end = usize::try_from(end).unwrap_or(usize::MAX).min(self.text.len());
        // The reader stops between the two bytes of CRLF.
        if self.text.get(end.saturating_sub(1)) == Some(&b'\r') && self.text.get(end) == Some(&b'\n') {
            end += 1;
        }
        let record = self.text.get(start..end).unwrap_or_default();
        let blank = record.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
        let row = self.rows + blank.count() as u64;
        self.rows = row + 1;
        self.counted = end;
        self.quotes = record.iter().filter(|byte| **byte == b'"').count();
        row
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> (Vec<Cells>, Vec<String>) {
        let mut findings = Findings::default();
        let rows = read(&AGENCIES, text, &mut findings).unwrap_or_default();
        (rows, findings.sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn cells_are_found_by_the_name_of_their_column() {
        let (rows, problems) = rows(b"name,more,id\r\n Department ,x,massdot\r\n");
        assert_eq!(rows[0].get("id"), "massdot");
        assert_eq!(rows[0].get("name"), "Department");
        assert_eq!(rows[0].get("section"), "");
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn row_numbers_are_those_of_the_spreadsheet() {
        let (rows, _) = rows(b"id,name\na,\"two\r\nlines\"\n\n,\nb,B\r\n\r\n\r\nc,\"\"\"C\"\"\"");
        assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 5, 8]);
        assert_eq!(rows[2].get("name"), "\"C\"");
    }

    #[test]
    fn a_byte_order_mark_is_welcome() {
        let (rows, problems) = rows(b"\xef\xbb\xbfid,name\na,A\n");
        assert_eq!((rows.len(), problems.len()), (1, 0));
    }

    #[test]
    fn what_is_no_such_spreadsheet_is_said_once() {
        for (bytes, expected) in [
            (&b"\xff\xfei\0d\0"[..], "agencies.csv: the file is in UTF-16"),
            (b"id,name\na,Caf\xe9\n", "agencies.csv line 2: a letter here is not UTF-8"),
            (b"id;name\na;A\n", "agencies.csv row 1: the columns are not separated by commas"),
            (b"", "agencies.csv: the file is empty"),
            (b"id,name\na,\"A\nb,B\n", "agencies.csv row 2: a quotation mark opens here"),
            (b"id,name\na,A,B\n", "agencies.csv row 2: 3 cells where the header has 2"),
            (b"id,name\na\n", "agencies.csv row 2: 1 cells where the header has 2"),
            (b"id,title\na,A\n", "agencies.csv row 1: the column `name` is missing"),
            (b"id,name,id\n", "agencies.csv row 1: the column `id` stands twice"),
            (b"id,name,Short names\n", "warning: agencies.csv row 1: the column `Short names` is ignored"),
        ] {
            let (_, problems) = rows(bytes);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].starts_with(expected), "{problems:?}");
        }
    }
}
