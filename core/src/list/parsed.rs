//! The files of a list, read but not yet held against each other.

use super::error::{ListError, Place, Table};
use super::header::is_id;
use super::schema::{Impostors, Index, SCHEMA, Section};
use crate::object::Object;
use crate::trust::value::Value;

/// How files are found by name.
pub(super) type Files<'f, 'a> = &'f dyn Fn(&str) -> Option<&'a [u8]>;

/// All files.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) index: Index,
    pub(super) sections: Vec<Section>,
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

impl Parsed {
    pub(super) fn read(files: Files<'_, '_>) -> Result<Self, ListError> {
        let index = file(files, "index.json", Index::form)?;
        let mut sections: Vec<Section> = Vec::with_capacity(index.sections.len());
        for (row, reference) in index.sections.iter().enumerate() {
            let place = |row| Place { file: "index.json".into(), table: Table::Sections, row: row + 1 };
            if !is_id(&reference.id) {
                return Err(ListError::BadId { place: place(row), id: reference.id.clone() });
            }
            if let Some(first) = sections.iter().position(|section| section.id == reference.id) {
                let (place, first) = (place(row), place(first));
                return Err(ListError::DuplicateId { place, id: reference.id.clone(), first });
            }
            let name = section_file(&reference.id);
            let section = file(files, &name, Section::form)?;
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

fn section_file(id: &str) -> String {
    ["sections/", id, ".json"].concat()
}

fn file<T>(files: Files<'_, '_>, name: &str, form: fn(&mut Object) -> T) -> Result<T, ListError> {
    object(files, name)?.read(form).map_err(|error| malformed(name, error.0))
}

/// A file of this schema. A later schema may have any shape of the same kind of JSON, so its number is looked at first.
fn object(files: Files<'_, '_>, name: &str) -> Result<Object, ListError> {
    let bytes = files(name).ok_or_else(|| ListError::Missing { file: name.into() })?;
    let object = Object::of(Value::from_slice_lenient(bytes).map_err(|error| malformed(name, error.to_string()))?);
    match object.peek_number("schema") {
        Some(found) if found != SCHEMA => Err(ListError::NewerSchema { file: name.into(), found }),
        _ => Ok(object),
    }
}

fn malformed(file: &str, message: String) -> ListError {
    ListError::Malformed { file: file.into(), message }
}
