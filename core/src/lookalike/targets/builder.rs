//! From the listed names to what is looked up.

use super::super::edit::letters;
use super::super::fold::{Folded, blurred_hash, vowels};
use super::super::index::{Lookup, Parts, Powers, Sense, hash};
use super::super::reason::{Target, TargetKind};
use super::super::table::Table;
use super::super::words::Words;
use super::name::{Bag, CORE_MIN, core_of, names_state, significant};
use super::{Entry, Form, IS_CORE, NO_ACCOUNT, Seen, Targets};

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
/// Of a name, beside what is put in for each of its letters.
const ENTRIES_PER_NAME: usize = 8;

/// Takes targets one by one, once each was expected and room was made for all. All handles come before all names.
#[derive(Debug, Default)]
pub(in crate::lookalike) struct Builder {
    pub(in crate::lookalike) targets: Targets,
    /// Of the targets that are expected: how many, the bytes of their texts, and what is put in for them.
    count: usize,
    bytes: usize,
    entries: usize,
}

impl Builder {
    pub(in crate::lookalike) fn expect(&mut self, text: &str) {
        self.count += 1;
        self.bytes += text.len();
        // Neither signs nor spaces are units.
        let letters =
            text.chars().filter(|character| !character.is_ascii() || character.is_ascii_alphanumeric()).count();
        self.entries += ENTRIES_PER_NAME + if letters <= SHORTENED_MAX { letters } else { 0 };
    }

    /// Makes some of the room for what is expected; true where there is all of it.
    pub(in crate::lookalike) fn make_room(&mut self) -> bool {
        let Targets { entries, forms, units, texts, lookup, starts, runs, .. } = &mut self.targets;
        if forms.capacity() == 0 {
            let count = self.count + self.count / 4;
            entries.reserve_exact(self.count);
            forms.reserve_exact(count);
            units.reserve_exact(self.bytes + self.bytes / 8);
            texts.reserve_exact(self.bytes);
            *lookup = Lookup::for_entries(self.entries, 2 * count);
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
            account: target.owner.account.unwrap_or(NO_ACCOUNT),
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
                let form = self.add_core(entry, units);
                self.add_edits(form, units, powers);
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
        self.targets.find(Sense::Whole, parts.whole()).any(|found| {
            found.units == units && self.targets.entry(found.entry).is_some_and(|e| e.kind == TargetKind::Handle)
        })
    }

    fn add_core(&mut self, entry: u32, units: &[u16]) -> u32 {
        let form = self.add_form(entry | IS_CORE, units);
        self.targets.lookup.insert(Sense::Core, hash(units), form);
        form
    }

    fn add_whole(&mut self, entry: u32, units: &[u16], powers: &Powers) {
        let form = self.add_form(entry, units);
        self.targets.lookup.insert(Sense::Whole, hash(units), form);
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

    fn add_form(&mut self, entry: u32, units: &[u16]) -> u32 {
        self.targets.forms.push(Form { entry, start: self.targets.units.len() as u32, letters: letters(units) });
        self.targets.units.extend(units);
        self.targets.note_runs(units);
        (self.targets.forms.len() - 1) as u32
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
