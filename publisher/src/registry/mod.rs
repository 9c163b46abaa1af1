//! The registry: the spreadsheets and settings that staff edit, read and checked as a whole.

mod cross;
mod header;
mod problem;
mod rows;
mod table;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;
use statemark_core::list::schema::{AccountRow, Agency, Impostor, SectionReference};
use statemark_core::time::Date;

use cross::Mentioned;
use header::Header;
use problem::{Findings, Place};
pub(crate) use problem::{Problem, Severity};
use rows::{Neighbour, RowReader};
use table::{ACCOUNTS, AGENCIES, Cells, Columns, IMPOSTORS, NEIGHBOURS};

/// A value with the row of the spreadsheet it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Row<T> {
    pub(crate) row: u64,
    pub(crate) value: T,
}

/// What the registry says, without the rows that have a problem.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    pub(crate) header: Header,
    pub(crate) sections: Vec<SectionReference>,
    /// `section` is the section's id.
    pub(crate) agencies: Vec<Row<Agency>>,
    pub(crate) accounts: Vec<Row<AccountRow>>,
    pub(crate) impostors: Vec<Row<Impostor>>,
    pub(crate) neighbours: Vec<Row<Neighbour>>,
}

/// The registry in the folder `directory`, and everything that is wrong with it, in the order of files and rows.
///
/// # Errors
/// The folder does not exist, or a file in it cannot be read.
pub(crate) fn read(directory: &Path, today: Date) -> anyhow::Result<(Registry, Vec<Problem>)> {
    if directory.is_file() {
        bail!("{} is a file; name the folder that it stands in, or another registry", directory.display());
    }
    if !directory.is_dir() {
        bail!("there is no folder {0}; `statemark new {0}` makes one with an example", directory.display());
    }
    let mut findings = Findings::default();
    let mut registry = Registry::default();
    let header = read_file(directory, "publisher.toml", &mut findings, true)?;
    if let Some(bytes) = header {
        registry.header = header::read(&bytes, &mut findings);
    }
    let domains = registry.header.domains.clone();

    let agencies = spreadsheet(directory, &AGENCIES, &mut findings, true)?;
    registry.agencies = rows(&AGENCIES, &agencies, &mut findings, |reader| reader.agency());
    registry.make_sections(&mut findings);
    let accounts = spreadsheet(directory, &ACCOUNTS, &mut findings, true)?;
    registry.accounts = rows(&ACCOUNTS, &accounts, &mut findings, |reader| reader.account(domains.as_deref()));
    let impostors = spreadsheet(directory, &IMPOSTORS, &mut findings, false)?;
    registry.impostors = rows(&IMPOSTORS, &impostors, &mut findings, |reader| reader.impostor(today));
    let neighbours = spreadsheet(directory, &NEIGHBOURS, &mut findings, false)?;
    registry.neighbours = rows(&NEIGHBOURS, &neighbours, &mut findings, |reader| reader.neighbour());

    cross::check(&mut registry, &Mentioned::of(agencies.as_deref(), accounts.as_deref()), &mut findings);
    Ok((registry, findings.sorted()))
}

/// What `check` counts as a refusal.
pub(crate) fn refused(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Problem).count()
}

fn read_file(directory: &Path, file: &str, findings: &mut Findings, needed: bool) -> anyhow::Result<Option<Vec<u8>>> {
    let path = directory.join(file);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if needed {
                let advice = "Put it back, or make a new registry with `statemark new` and copy it from there.";
                findings.problem(Place::file(file), "the file is missing", advice);
            }
            Ok(None)
        }
        Err(error) => Err(crate::files::unreadable(&path, &error)),
    }
}

fn spreadsheet(
    directory: &Path,
    columns: &Columns,
    findings: &mut Findings,
    needed: bool,
) -> anyhow::Result<Option<Vec<Cells>>> {
    let bytes = read_file(directory, columns.file, findings, needed)?;
    Ok(bytes.and_then(|bytes| table::read(columns, &bytes, findings)))
}

fn rows<T>(
    columns: &Columns,
    cells: &Option<Vec<Cells>>,
    findings: &mut Findings,
    read: impl Fn(RowReader<'_, '_>) -> Option<T>,
) -> Vec<Row<T>> {
    let read =
        |cells: &Cells| Some(Row { row: cells.row, value: read(RowReader::new(columns.file, cells, findings))? });
    cells.iter().flatten().filter_map(read).collect()
}

impl Registry {
    /// The sections are the distinct `section` cells; no section is the section `general`.
    fn make_sections(&mut self, findings: &mut Findings) {
        let mut sections: BTreeMap<String, String> = BTreeMap::new();
        for Row { row, value: agency } in &mut self.agencies {
            let name = if agency.section.is_empty() { "General" } else { agency.section.as_str() };
            let id = text::kebab(name);
            let first = sections.entry(id.clone()).or_insert_with(|| name.to_owned());
            if first != name && !agency.section.is_empty() {
                findings.warning(
                    Place::row(AGENCIES.file, *row).at("section"),
                    format!("{} is the same section as {}", problem::quoted(name), problem::quoted(first)),
                    "Write it alike in every row.",
                );
            }
            agency.section = id;
        }
        let reference = |(id, name)| SectionReference { id, name, unknown: Default::default() };
        self.sections = sections.into_iter().map(reference).collect();
    }
}
