//! The listed names and the forms in which they are looked for.

mod builder;
mod name;

pub(super) use self::builder::{Builder, fold_target};
pub(super) use self::name::{Bag, joined_state, significant};

use super::index::Buckets;
use super::reason::{Field, Owner, TargetKind};
use crate::platform::Platform;

/// A listed name.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) owner: Owner,
    pub(super) platform: Option<Platform>,
    pub(super) kind: TargetKind,
    /// Where its text stands in [`Targets::texts`].
    text: (u32, u32),
    /// The sum over its words, 0 where order does not matter.
    pub(super) bag: u64,
}

/// A folded text that is compared.
#[derive(Debug)]
struct Form {
    entry: u32,
    /// Where its units stand in [`Targets::units`].
    units: (u32, u32),
}

/// All that is looked up.
#[derive(Debug, Default)]
pub(super) struct Targets {
    entries: Vec<Entry>,
    forms: Vec<Form>,
    units: Vec<u16>,
    texts: String,
    /// Forms that are names by themselves.
    pub(super) whole: Buckets,
    /// Forms that are names only beside a word of the state.
    pub(super) core: Buckets,
    /// Names, and names without one of their units.
    pub(super) edits: Buckets,
    pub(super) blurred: Buckets,
    /// Entries by the sum over their words.
    pub(super) bags: Buckets,
    /// Platforms where agencies have handles, by the agency.
    present: Buckets,
}

impl Targets {
    pub(super) fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// The units of a form, and the entry that it is a form of, with its number.
    pub(super) fn form(&self, index: u32) -> Option<(&[u16], u32, &Entry)> {
        let form = self.forms.get(index as usize)?;
        let (start, length) = form.units;
        let units = self.units.get(start as usize..)?.get(..length as usize)?;
        Some((units, form.entry, self.entry(form.entry)?))
    }

    pub(super) fn text(&self, entry: &Entry) -> &str {
        let (start, length) = entry.text;
        self.texts.get(start as usize..).and_then(|text| text.get(..length as usize)).unwrap_or_default()
    }

    /// Whether the agency has a listed handle there.
    pub(super) fn is_present(&self, agency: u32, platform: Platform) -> bool {
        self.present.find(u64::from(agency)).any(|listed| listed == platform as u32)
    }

    /// Of several equally good entries, the one that a reader means: a handle for handles, on the same platform.
    pub(super) fn rank(&self, entry: &Entry, platform: Platform, field: Field) -> u8 {
        let here = u8::from(entry.platform == Some(platform));
        let alike = u8::from((entry.kind == TargetKind::Handle) == (field == Field::Handle));
        here + 2 * alike
    }
}
