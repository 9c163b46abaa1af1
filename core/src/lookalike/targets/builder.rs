//! From the listed names to what is looked up.

use super::super::edit::letters;
use super::super::fold::{Folded, blurred_hash, vowels};
use super::super::index::{Lookup, Parts, Powers, Sense, hash, mix, push};
use super::super::reason::{Target, TargetKind};
use super::super::table::Table;
use super::super::words::Words;
use super::name::{Bag, CORE_MIN, core_of, names_state, significant};
use super::{Entry, Form, IS_CORE, IS_EDITED, NONE, Seen, Targets};

/// The shortest name that one edit is looked for in, in units.
const EDIT_MIN: usize = 4;
/// Longer names are looked for by their thirds alone.
const SHORTENED_MAX: usize = 16;
/// The shortest name that two edits are looked for in.
pub(in crate::lookalike) const TWO_EDITS_MIN: usize = 10;
/// The shortest name that is looked for with its words in another order.
const BAG_MIN: usize = 6;
/// The shortest name in which letters that differ only at a second look are taken for each other.
const BLUR_MIN: usize = 6;
/// The shortest name in which one vowel may stand for another.
pub(in crate::lookalike) const VOWELS_MIN: usize = 7;
/// Agencies of higher numbers have accounts nowhere.
const AGENCIES_MAX: usize = 1 << 20;
/// Of [`Targets::starts`] and [`Targets::runs`].
const STARTS_WORDS: usize = 1 << 10;
const RUNS_WORDS: usize = 1 << 12;
const RUNS_WORDS_OF_MANY: usize = 1 << 14;
const MANY_NAMES: usize = 10_000;
/// Of [`Builder::seen`], which is trusted while a fourth of it is filled.
const SEEN_WORDS: usize = 1 << 16;
/// Of a name, beside what is put in for each of its letters.
const ENTRIES_PER_NAME: usize = 8;

/// Takes targets one by one, once each was expected and room was made for all. All handles come before all names.
#[derive(Debug, Default)]
pub(in crate::lookalike) struct Builder {
    pub(in crate::lookalike) targets: Targets,
    /// Of the targets that are expected: how many, the bytes of their texts, what is put in for them, how many forms they have
    /// and of how many letters, and which were seen.
    count: usize,
    bytes: usize,
    entries: usize,
    forms: usize,
    letters: usize,
    seen: Seen,
}

impl Builder {
    pub(in crate::lookalike) fn expect(&mut self, text: &str) {
        self.count += 1;
        self.bytes += text.len();
        // Neither signs nor spaces are units.
        let is_unit = |character: &char| !character.is_ascii() || character.is_ascii_alphanumeric();
        let (letters, hash) = text.chars().filter(is_unit).fold((0, 0), |(letters, hash), character| {
            (letters + 1, push(hash, u32::from(character.to_ascii_lowercase()) as u16))
        });
        // What reads the same as another one is hardly more than an entry.
        if self.seen.0.is_empty() {
            self.seen = Seen::of(SEEN_WORDS);
        }
        let run = (mix(hash) >> 32) as u32;
        if self.forms < SEEN_WORDS * 32 / 4 && self.seen.may_hold(run) {
            self.entries += 1;
            return;
        }
        self.seen.insert(run);
        self.forms += 1;
        self.letters += letters;
        self.entries += ENTRIES_PER_NAME + if letters <= SHORTENED_MAX { letters } else { 0 };
    }

    /// Makes some of the room for what is expected; true where there is all of it.
    pub(in crate::lookalike) fn make_room(&mut self) -> bool {
        let Targets { entries, forms, units, texts, lookup, starts, runs, .. } = &mut self.targets;
        if forms.capacity() == 0 {
            entries.reserve_exact(self.count);
            forms.reserve_exact(self.forms + self.forms / 4);
            units.reserve_exact(self.letters + self.letters / 4);
            texts.reserve_exact(self.bytes);
            *lookup = Lookup::for_entries(self.entries, 3 * self.count);
            *starts = Seen::of(STARTS_WORDS);
            *runs = Seen::of(if self.count < MANY_NAMES { RUNS_WORDS } else { RUNS_WORDS_OF_MANY });
        }
        lookup.make_room()
    }

    pub(in crate::lookalike) fn add(&mut self, target: &Target<'_>, table: &Table, words: &Words, powers: &Powers) {
        while !self.make_room() {}
        let text = match (target.kind, target.platform) {
            (TargetKind::Handle, Some(platform)) => significant(platform, target.text).0,
            _ => target.text,
        };
        let folded = Folded::of(text, table);
        let length = u16::try_from(text.len()).unwrap_or(0);
        if folded.len() == 0 || length == 0 {
            return;
        }
        self.settle(target);
        let parts = Parts::of(&folded.units);
        let core = core_of(&folded, &parts, words, powers);
        let bag = Bag::of(&folded, &parts, powers, words);
        let is_handle = target.kind == TargetKind::Handle;
        let stated = is_handle || bag.has_state || core.is_some() || names_state(&folded, &parts, words, powers);
        let needs_state = !stated && !self.is_handle(&folded.units, &parts);
        let entry = self.targets.entries.len() as u32;
        let start = self.targets.texts.len() as u32;
        self.targets.texts.push_str(text);
        self.targets.entries.push(Entry {
            agency: target.owner.agency,
            account: target.owner.account.unwrap_or(NONE),
            start,
            length,
            kind: target.kind,
            platform: target.platform,
        });
        let key = bag.key(bag.has_state || needs_state);
        if key != 0 && folded.len() >= BAG_MIN {
            self.targets.lookup.insert(Sense::Bag, key, entry);
        }
        let units = folded.units.as_slice();
        if needs_state {
            if units.len() >= CORE_MIN {
                if let Some(form) = self.add_core(entry | IS_EDITED, units) {
                    self.add_edits(form, units, powers);
                }
                self.add_whole(entry, &[words.home.as_slice(), units].concat(), powers);
            }
            return;
        }
        self.add_whole(entry, units, powers);
        let read = folded.read_throughout();
        let is_read = read != units;
        if is_read {
            self.add_whole(entry, &read, powers);
        }
        if let Some((from, to)) = core {
            for units in [Some(units), is_read.then_some(read.as_slice())].into_iter().flatten() {
                self.add_core(entry, units.get(from..to).unwrap_or_default());
            }
        }
    }

    /// Notes where the agency is.
    fn settle(&mut self, target: &Target<'_>) {
        let (Some(platform), TargetKind::Handle) = (target.platform, target.kind) else { return };
        let agency = target.owner.agency as usize;
        if agency >= AGENCIES_MAX {
            return;
        }
        if self.targets.present.len() <= agency {
            self.targets.present.resize(agency + 1, 0);
        }
        if let Some(platforms) = self.targets.present.get_mut(agency) {
            *platforms |= 1 << platform as u32;
        }
    }

    /// Whether the text is itself a listed handle.
    fn is_handle(&self, units: &[u16], parts: &Parts) -> bool {
        let mut is_handle = false;
        self.targets.find_equal(Sense::Whole, parts.whole(), units, &mut |entry| {
            is_handle |= self.targets.entry(entry).is_some_and(|entry| entry.kind == TargetKind::Handle);
        });
        is_handle
    }

    /// The form that is new by this.
    fn add_core(&mut self, entry: u32, units: &[u16]) -> Option<u32> {
        self.add_form(Sense::Core, entry | IS_CORE, units)
    }

    fn add_whole(&mut self, entry: u32, units: &[u16], powers: &Powers) {
        let Some(form) = self.add_form(Sense::Whole, entry, units) else { return };
        if units.len() >= BLUR_MIN {
            self.targets.lookup.insert(Sense::Blurred, blurred_hash(units), form);
        }
        if units.len() >= VOWELS_MIN {
            self.targets.lookup.insert(Sense::Vowels, vowels(units), form);
        }
        self.add_edits(form, units, powers);
    }

    fn add_edits(&mut self, form: u32, units: &[u16], powers: &Powers) {
        let parts = Parts::of(units);
        let length = units.len();
        if (EDIT_MIN..=SHORTENED_MAX).contains(&length) {
            self.targets.lookup.insert(Sense::Shortened, parts.whole(), form);
            let mut before = None;
            for (index, unit) in units.iter().enumerate() {
                // Dropping either of two equal neighbours gives the same.
                if before != Some(unit) {
                    self.targets.lookup.insert(Sense::Shortened, parts.without(index, powers), form);
                }
                before = Some(unit);
            }
        }
        if length >= TWO_EDITS_MIN {
            for third in 0..3 {
                let key = third_key(&parts, powers, third_range(length, third, 0), (length, third));
                self.targets.lookup.insert(Sense::Third, key, form);
            }
        }
    }

    fn add_form(&mut self, sense: Sense, entry: u32, units: &[u16]) -> Option<u32> {
        if self.targets.add_to_equal(sense, entry, units) {
            return None;
        }
        let form = self.targets.forms.len() as u32;
        let start = self.targets.units.len() as u32;
        self.targets.forms.push(Form { entry, start, letters: letters(units), other: NONE });
        self.targets.units.extend(units);
        self.targets.note_runs(units);
        self.targets.lookup.insert(sense, hash(units), form);
        Some(form)
    }
}

/// Where the first, second or last third of a name of `length` units stands in another, `moved` units further on.
pub(in crate::lookalike) fn third_range(length: usize, third: usize, moved: isize) -> (usize, usize) {
    let from = (length * third / 3).saturating_add_signed(moved);
    (from, (length * (third + 1) / 3).saturating_add_signed(moved))
}

/// What that third is looked up by, where it stands in the range.
pub(in crate::lookalike) fn third_key(
    parts: &Parts,
    powers: &Powers,
    (from, to): (usize, usize),
    (length, third): (usize, usize),
) -> u64 {
    parts.part(from, to, powers).wrapping_add((length * 4 + third) as u64)
}
