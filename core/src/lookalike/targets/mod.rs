//! The listed names and the forms in which they are looked for.

mod builder;
mod name;

pub(super) use self::builder::{Builder, TWO_EDITS_MIN, VOWELS_MIN, third_key, third_range};
pub(super) use self::name::{Bag, core_of, joined_state, names_state, significant};

use super::index::{Lookup, Sense, spread};
use super::reason::{Field, Owner, TargetKind};
use crate::platform::Platform;

/// Of [`Targets::triples`].
const TRIPLE: usize = 3;
/// By so many units a form is known to begin somewhere; by all where it has no more than three.
pub(super) const START_UNITS: usize = 4;
/// Of [`Seen`].
const SEEN_WORDS: usize = 1 << 10;
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
    /// What forms begin with.
    starts: Seen,
    /// All that stands in a form, by three units.
    triples: Seen,
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

    /// A bit for each place in a text at which three units stand that stand in no form.
    pub(super) fn strange(&self, units: &[u16]) -> u128 {
        units.windows(TRIPLE).rev().fold(0, |strange, triple| strange << 1 | u128::from(!self.triples.may_hold(triple)))
    }

    /// A bit for each place in a text at which a form may begin; of the text it is known what is `strange`.
    pub(super) fn begins(&self, units: &[u16], strange: u128) -> u128 {
        let at_place = |at: usize, triple: &[u16]| {
            let may_begin = || {
                let longer = units.get(at..at + START_UNITS).is_some_and(|start| self.starts.may_hold(start));
                longer || self.starts.may_hold(triple)
            };
            u128::from(strange >> at & 1 == 0 && may_begin())
        };
        units.windows(TRIPLE).enumerate().fold(0, |begins, (at, triple)| begins | at_place(at, triple) << at)
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

/// Short sequences of units: a bit for each, and for others of the same hash.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<u32>);

impl Seen {
    fn insert(&mut self, units: &[u16]) {
        self.0.resize(SEEN_WORDS, 0);
        let bit = bit_of(units);
        if let Some(word) = self.0.get_mut(bit / 32) {
            *word |= 1 << (bit % 32);
        }
    }

    #[inline]
    fn may_hold(&self, units: &[u16]) -> bool {
        let bit = bit_of(units);
        self.0.get(bit / 32).is_some_and(|word| word >> (bit % 32) & 1 != 0)
    }
}

/// Three Latin letters have a bit of their own.
#[inline]
fn bit_of(units: &[u16]) -> usize {
    let key = units.iter().fold(0_usize, |key, unit| key * 32 + usize::from(unit % 32));
    (key ^ ((key >> 15) * 0x2F5B)) % (SEEN_WORDS * 32)
}
