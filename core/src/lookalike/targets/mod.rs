//! The listed names and the forms in which they are looked for.

mod builder;
mod name;

pub(super) use self::builder::{Builder, TWO_EDITS_MIN, VOWELS_MIN, third_key};
pub(super) use self::name::{Bag, core_of, joined_state, names_state, significant};

use super::index::{Lookup, Sense, mix, spread};
use super::reason::{Field, Owner, TargetKind};
use crate::platform::Platform;

/// Of [`Targets::starts`].
const STARTS_WORDS: usize = 1 << 10;
/// Of a form, what [`Targets::starts`] knows.
pub(super) const START_UNITS: usize = 3;
/// In place of the number of an account.
const NO_ACCOUNT: u32 = u32::MAX;
/// In [`Form::entry`]: the form is a name only beside a word of the state.
const IS_CORE: u32 = 1 << 31;

/// A listed name, as small as can be: a federation has hundreds of thousands.
#[derive(Debug)]
pub(super) struct Entry {
    agency: u32,
    account: u32,
    /// Where its text begins in [`Targets::texts`].
    start: u32,
    length: u16,
    pub(super) kind: TargetKind,
    pub(super) platform: Option<Platform>,
}

impl Entry {
    pub(super) fn owner(&self) -> Owner {
        Owner { agency: self.agency, account: (self.account != NO_ACCOUNT).then_some(self.account) }
    }
}

/// A folded text that is compared: its entry, and where its units begin. They end where those of the next one begin.
#[derive(Debug)]
struct Form {
    entry: u32,
    start: u32,
}

/// A form that was found.
#[derive(Clone, Copy)]
pub(super) struct Found<'t> {
    pub(super) units: &'t [u16],
    pub(super) entry: u32,
    /// It is a name only beside a word of the state.
    pub(super) is_core: bool,
}

/// All that is looked up.
#[derive(Debug, Default)]
pub(super) struct Targets {
    entries: Vec<Entry>,
    forms: Vec<Form>,
    units: Vec<u16>,
    texts: String,
    /// Numbers of forms; of entries where a sense is of words.
    lookup: Lookup,
    /// By the number of an agency: a bit for each platform where it has handles.
    present: Vec<u32>,
    /// A bit for each beginning of a form.
    starts: Vec<u32>,
}

impl Targets {
    pub(super) fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// The entries whose words were put in with this sum.
    pub(super) fn bags(&self, sum: u64) -> impl Iterator<Item = u32> + '_ {
        self.lookup.find(Sense::Bag, sum)
    }

    /// Whether anything may have been put in under a hash: quick, and mostly no.
    #[inline]
    pub(super) fn may_hold(&self, sense: Sense, hash: u64) -> bool {
        self.lookup.may_hold(spread(sense, hash))
    }

    /// The forms that were put in under a hash, and hardly ever another one.
    pub(super) fn find(&self, sense: Sense, hash: u64) -> impl Iterator<Item = Found<'_>> + '_ {
        self.lookup.find(sense, hash).filter_map(|number| {
            let at = number as usize;
            let form = self.forms.get(at)?;
            let end = self.forms.get(at + 1).map_or(self.units.len(), |next| next.start as usize);
            let units = self.units.get(form.start as usize..end)?;
            Some(Found { units, entry: form.entry & !IS_CORE, is_core: form.entry & IS_CORE != 0 })
        })
    }

    pub(super) fn text(&self, entry: &Entry) -> &str {
        let start = entry.start as usize;
        self.texts.get(start..start + usize::from(entry.length)).unwrap_or_default()
    }

    /// Whether the agency has a listed handle there.
    pub(super) fn is_present(&self, agency: u32, platform: Platform) -> bool {
        self.present.get(agency as usize).is_some_and(|platforms| platforms >> platform as u32 & 1 != 0)
    }

    /// Of several equally good entries, the one that a reader means: a handle for handles, on the same platform.
    pub(super) fn rank(&self, entry: &Entry, platform: Platform, field: Field) -> u8 {
        let here = u8::from(entry.platform == Some(platform));
        let alike = u8::from((entry.kind == TargetKind::Handle) == (field == Field::Handle));
        here + 2 * alike
    }

    /// Whether some form may begin with the same three units as what `hash` is of.
    pub(super) fn may_start(&self, hash: u64) -> bool {
        let (word, bit) = start_bit(hash);
        self.starts.get(word).is_some_and(|word| word >> bit & 1 != 0)
    }

    /// In bytes.
    pub(super) fn size(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.forms.capacity() * size_of::<Form>()
            + self.units.capacity() * size_of::<u16>()
            + self.texts.capacity()
            + self.present.capacity() * size_of::<u32>()
            + self.lookup.size()
    }
}

/// Where a beginning of three units has its bit.
fn start_bit(hash: u64) -> (usize, u32) {
    let mixed = mix(hash) as usize;
    (mixed / 32 % STARTS_WORDS, mixed as u32 % 32)
}
