//! The listed names and the forms in which they are looked for.

mod builder;
mod name;

pub(super) use self::builder::{Builder, TWO_EDITS_MIN, VOWELS_MIN, third_key, third_range};
pub(super) use self::name::{Bag, core_of, joined_state, names_state, significant};

use super::edit::may_be_near;
use super::index::{Lookup, Sense, hash, spread};
use super::reason::{Field, Owner, TargetKind};
use crate::platform::Platform;

/// Of so many neighbours it is known whether they stand in a form, and whether one begins with them.
pub(super) const RUN: usize = 4;
/// Of a text so many places are looked at.
pub(super) const PLACES: usize = 64;
/// In place of the number of an account, or of another entry.
const NONE: u32 = u32::MAX;
/// In [`Form::entry`]: the form is a name only beside a word of the state.
const IS_CORE: u32 = 1 << 31;
/// Likewise, and edits are looked for in it.
const IS_EDITED: u32 = 1 << 30;
/// Of names that read the same more are of no use: hundreds are like one.
const SAME_MAX: usize = 18;

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
        Owner { agency: self.agency, account: (self.account != NONE).then_some(self.account) }
    }
}

/// A folded text that is compared: its first entry, and where its units begin. They end where those of the next one begin.
#[derive(Debug)]
struct Form {
    entry: u32,
    start: u32,
    /// Of [`letters`](super::edit::letters).
    letters: u32,
    /// Which of [`Targets::others`] has its second entry; past all where it has one.
    other: u32,
}

/// One more entry that reads the same, and which one has the next.
#[derive(Debug)]
struct Other {
    entry: u32,
    next: u32,
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
    /// Each text once: handles, names and platforms repeat each other.
    forms: Vec<Form>,
    others: Vec<Other>,
    units: Vec<u16>,
    texts: String,
    /// Numbers of forms; of entries where a sense is of words.
    lookup: Lookup,
    /// By the number of an agency: a bit for each platform where it has handles.
    present: Vec<u32>,
    /// What forms begin with: [`RUN`] units, or all of a form that has fewer.
    starts: Seen,
    /// All that stands in a form, by [`RUN`] units.
    runs: Seen,
}

impl Targets {
    pub(super) fn entry(&self, index: u32) -> Option<&Entry> {
        self.entries.get(index as usize)
    }

    /// The entries whose words were put in with this sum.
    pub(super) fn bags(&self, sum: u64) -> impl Iterator<Item = u32> + '_ {
        let is_held = self.may_hold(Sense::Bag, sum);
        is_held.then(|| self.lookup.find(Sense::Bag, sum)).into_iter().flatten()
    }

    /// Whether anything may have been put in under a hash: quick, and mostly no.
    #[inline]
    pub(super) fn may_hold(&self, sense: Sense, hash: u64) -> bool {
        self.lookup.may_hold(spread(sense, hash))
    }

    /// The forms that were put in under a hash, and hardly ever another one, once for each of their entries.
    #[inline]
    pub(super) fn find(&self, sense: Sense, hash: u64, each: &mut dyn FnMut(&Found<'_>)) {
        if self.may_hold(sense, hash) {
            self.held(sense, hash, None, each);
        }
    }

    /// Of them those whose letters two edits may make these of: most forms that share a part share no more.
    #[inline]
    pub(super) fn find_near(&self, sense: Sense, hash: u64, letters: u32, each: &mut dyn FnMut(&Found<'_>)) {
        if self.may_hold(sense, hash) {
            self.held(sense, hash, Some(letters), each);
        }
    }

    /// The entries of these units.
    #[inline]
    pub(super) fn find_equal(&self, sense: Sense, hash: u64, units: &[u16], each: &mut dyn FnMut(u32)) {
        self.find(sense, hash, &mut |found| {
            if found.units == units {
                each(found.entry);
            }
        });
    }

    #[inline(never)]
    fn held(&self, sense: Sense, hash: u64, letters: Option<u32>, each: &mut dyn FnMut(&Found<'_>)) {
        for number in self.lookup.find(sense, hash) {
            let Some(form) = self.forms.get(number as usize) else { continue };
            if letters.is_some_and(|letters| !may_be_near(form.letters, letters)) {
                continue;
            }
            let found = Found {
                units: self.units_of(number, form),
                entry: form.entry & !(IS_CORE | IS_EDITED),
                is_core: form.entry & IS_CORE != 0,
            };
            each(&found);
            let mut next = form.other;
            while let Some(other) = self.others.get(next as usize) {
                each(&Found { entry: other.entry, ..found });
                next = other.next;
            }
        }
    }

    fn units_of(&self, number: u32, form: &Form) -> &[u16] {
        let end = self.forms.get(number as usize + 1).map_or(self.units.len(), |next| next.start as usize);
        self.units.get(form.start as usize..end).unwrap_or_default()
    }

    /// Adds one more entry, marked as a form's first one, to the form that has the same units and marks; false where none has.
    fn add_to_equal(&mut self, sense: Sense, marked: u32, units: &[u16]) -> bool {
        let marks = IS_CORE | IS_EDITED;
        let is_equal = |number: &u32| {
            self.forms
                .get(*number as usize)
                .is_some_and(|form| form.entry & marks == marked & marks && self.units_of(*number, form) == units)
        };
        let hash = hash(units);
        if !self.may_hold(sense, hash) {
            return false;
        }
        let Some(number) = self.lookup.find(sense, hash).find(is_equal) else { return false };
        let added = self.others.len() as u32;
        let mut last = self.forms.get_mut(number as usize).map(|form| &mut form.other);
        for _ in 0..SAME_MAX {
            let Some(next) = last else { break };
            if *next == NONE {
                *next = added;
                self.others.push(Other { entry: marked & !marks, next: NONE });
                break;
            }
            let at = *next as usize;
            last = self.others.get_mut(at).map(|other| &mut other.next);
        }
        true
    }

    /// Of the first places in a text, a bit for each at which neighbours stand that stand in no form, and one for each at which
    /// a form may begin.
    pub(super) fn places(&self, units: &[u16]) -> (u64, u64) {
        let (mut strange, mut begins) = (0, 0);
        let mut run = 0;
        for (behind, unit) in (1..PLACES + RUN).zip(units) {
            run = pushed(run, *unit);
            if let Some(at) = behind.checked_sub(RUN) {
                let is_strange = !self.runs.may_hold(run);
                strange |= u64::from(is_strange) << at;
                begins |= u64::from(!is_strange & self.starts.may_hold(run)) << at;
            }
            if let Some(at) = behind.checked_sub(RUN - 1).filter(|at| *at < PLACES) {
                begins |= u64::from(self.starts.may_hold(run & SHORT_RUN)) << at;
            }
        }
        (strange, begins)
    }

    /// Of a form, or of what others call what stands in one.
    pub(super) fn note_runs(&mut self, units: &[u16]) {
        let mut run = 0;
        for (behind, unit) in (1..).zip(units) {
            run = pushed(run, *unit);
            if behind >= RUN {
                self.runs.insert(run);
            }
            if behind == RUN.min(units.len()) {
                self.starts.insert(run);
            }
        }
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
            + self.others.capacity() * size_of::<Other>()
            + self.units.capacity() * size_of::<u16>()
            + self.texts.capacity()
            + self.present.capacity() * size_of::<u32>()
            + self.lookup.size()
    }
}

/// Neighbours in a form: a bit for each [`RUN`], and for others of the same hash. A power of two of words.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<u32>);

impl Seen {
    fn of(words: usize) -> Self {
        Self(vec![0; words])
    }

    fn insert(&mut self, run: u32) {
        let (word, bit) = self.place(run);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    #[inline]
    fn may_hold(&self, run: u32) -> bool {
        let (word, bit) = self.place(run);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    #[inline]
    fn place(&self, run: u32) -> (usize, u32) {
        let mixed = run.wrapping_mul(0x9E37_79B1);
        ((mixed >> 8) as usize & self.0.len().wrapping_sub(1), 1 << (mixed >> 27))
    }
}

/// Five bits of each of the last [`RUN`] units: Latin letters are told apart.
#[inline]
fn pushed(run: u32, unit: u16) -> u32 {
    (run << 5 | u32::from(unit % 32)) & ((1 << (5 * RUN)) - 1)
}

/// The last units of a run, one fewer.
const SHORT_RUN: u32 = (1 << (5 * (RUN - 1))) - 1;
