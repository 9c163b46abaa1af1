//! The files of a list, read but not yet held against each other.

use super::error::{Fault, ListError, Place, Table};
use super::header::is_id;
use super::read::SectionRows;
use super::schema::{Impostors, Index, SCHEMA};
use crate::object::Object;
use crate::trust::Bytes;
use crate::trust::json::Document;

/// How files are found by name.
pub(super) type Files<'f, 'a> = &'f dyn Fn(&str) -> Option<&'a [u8]>;

/// The same, to be kept: rows are read again when they are asked for.
pub(super) type Kept<'f> = &'f dyn Fn(&str) -> Option<Bytes>;

/// All files.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    pub(super) index: Index,
    pub(super) sections: Vec<SectionRows<'a>>,
    pub(super) impostors: Impostors,
}

/// A row before the list is flattened: cheap to keep for every row, made a [`Place`] only for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) table: Table,
    /// Index of the section; 0 for tables that stand in one file.
    pub(super) section: u32,
    /// From 0.
    pub(super) row: u32,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(files: Files<'_, 'a>) -> Result<Self, ListError> {
        let index = file(files, "index.json", Index::form)?;
        let mut sections: Vec<SectionRows<'a>> = Vec::with_capacity(index.sections.len());
        for (row, reference) in index.sections.iter().enumerate() {
            let place = |row| Place { file: "index.json".into(), table: Table::Sections, row: row + 1 };
            if !is_id(&reference.id) {
                return Err(ListError::BadRow { place: place(row), problem: Fault::BadId.of(&reference.id) });
            }
            if let Some(first) = sections.iter().position(|section| section.id == reference.id) {
                let problem = Fault::DuplicateId.beside(&reference.id, &place(first));
                return Err(ListError::BadRow { place: place(row), problem });
            }
            let name = section_file(&reference.id);
            let section = file(files, &name, SectionRows::form)?;
            if section.id != reference.id {
                return Err(ListError::WrongSection { file: name, found: section.id });
            }
            sections.push(section);
        }
        Ok(Self { index, sections, impostors: file(files, "impostors.json", Impostors::form)? })
    }

    pub(super) fn place(&self, spot: Spot) -> Place {
        let file = match spot.table {
            Table::Sections | Table::Coverage => "index.json".into(),
            Table::Impostors | Table::Neighbours => "impostors.json".into(),
            Table::Agencies | Table::Accounts => {
                self.sections.get(spot.section as usize).map(|section| section_file(&section.id)).unwrap_or_default()
            }
        };
        Place { file, table: spot.table, row: spot.row as usize + 1 }
    }
}

pub(super) fn section_file(id: &str) -> String {
    ["sections/", id, ".json"].concat()
}

fn file<'a, T>(files: Files<'_, 'a>, name: &str, form: fn(&mut Object<'_, 'a>) -> T) -> Result<T, ListError> {
    let mut value = None;
    read(files, name, &mut |object| value = Some(form(object)))?;
    value.ok_or_else(|| malformed(name, String::new()))
}

/// A file of this schema. A later schema may have any shape of the same kind of JSON, so its number is looked at first.
fn read<'a>(files: Files<'_, 'a>, name: &str, form: &mut dyn FnMut(&mut Object<'_, 'a>)) -> Result<(), ListError> {
    let bytes = files(name).ok_or_else(|| ListError::Missing { file: name.into() })?;
    let document = Document::lenient(bytes).map_err(|error| malformed(name, error.to_string()))?;
    let object = Object::of(document.root());
    match object.peek_number("schema") {
        Some(found) if found != SCHEMA => Err(ListError::NewerSchema { file: name.into(), found }),
        _ => object.read(form).map_err(|error| malformed(name, error.0)),
    }
}

fn malformed(file: &str, message: String) -> ListError {
    ListError::Malformed { file: file.into(), message }
}
