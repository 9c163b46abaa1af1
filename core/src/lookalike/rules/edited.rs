//! A letter or two added, dropped, exchanged, moved or swapped.

use super::super::Tables;
use super::super::edit::{Edit, is_moved, letters, may_be_near, one_edit, within};
use super::super::fold::{is_vowel, vowels};
use super::super::index::{Sense, push};
use super::super::reason::{Field, Reason, Strength};
use super::super::targets::{Found, TWO_EDITS_MIN, VOWELS_MIN, core_of, third_key};
use super::{Best, Hit, Probe};

/// The shortest listed name for which any one edit counts; below, only a swap does.
const ANY_EDIT_MIN: usize = 6;
/// The shortest in which a swap is strong evidence.
const SWAPPED_MIN: usize = 5;
/// Of sequences of three letters that no listed name has, an edit makes at most four, a letter that moved five; two edits
/// make at most twice four.
const STRANGE_MAX: usize = 5;
const TWICE_STRANGE_MAX: usize = 8;
/// The shortest in which one letter may stand at another place.
const MOVED_MIN: usize = 7;

impl Tables {
    pub(super) fn edited(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        self.near(probe, false, best);
        let core = core_of(&probe.folded, &probe.parts, &self.words, &self.powers);
        if let Some((from, to)) = core.filter(|(from, to)| to - from >= ANY_EDIT_MIN) {
            self.near(&probe.within(from, to), true, best);
        }
    }

    /// Names near a text, or near what is left of it beside a word of the state.
    fn near(&self, probe: &Probe<'_>, is_core: bool, best: &mut Best<'_>) {
        let units = probe.folded.units.as_slice();
        let offer = |sense, hash, is_like: &dyn Fn(&Found<'_>) -> Option<Reason>, best: &mut Best<'_>| {
            if !self.targets.may_hold(sense, hash) {
                return;
            }
            for found in self.targets.find(sense, hash).filter(|found| found.is_core == is_core) {
                if let Some(reason) = is_like(&found)
                    && !self.is_another_name(&found, probe)
                {
                    let strength = self.strength_of_edit(&found, probe);
                    best.offer(Hit::new(found.entry, strength, reason));
                }
            }
        };
        let edited = |found: &Found<'_>| how_edited(found.units, units);
        let is_strange = |at: &usize| !self.targets.triples.may_hold(probe.parts.part(*at, at + 3, &self.powers));
        let strange = (0..units.len().saturating_sub(2)).filter(is_strange).count();
        if strange <= STRANGE_MAX {
            offer(Sense::Shortened, probe.parts.whole(), &edited, best);
            let mut before = None;
            for (index, unit) in units.iter().enumerate() {
                if before != Some(unit) {
                    offer(Sense::Shortened, probe.parts.without(index, &self.powers), &edited, best);
                }
                before = Some(unit);
            }
        }
        if best.is_strong() {
            return;
        }
        let letters = letters(units);
        let thirds = |found: &Found<'_>| may_be_near(found.units, letters).then(|| how_edited(found.units, units))?;
        for (length, third, moved) in THIRDS {
            let length = units.len().saturating_add_signed(length);
            if length >= TWO_EDITS_MIN && strange <= TWICE_STRANGE_MAX {
                offer(Sense::Third, third_key(&probe.parts, &self.powers, length, third, moved), &thirds, best);
            }
        }
        let plural = |found: &Found<'_>| within(3, found.units, units).then_some(Reason::TwoEdits);
        for hash in self.singulars(probe) {
            offer(Sense::Whole, hash, &plural, best);
        }
        if units.len() >= VOWELS_MIN {
            offer(Sense::Vowels, vowels(units), &|found| exchanges_a_vowel(found.units, units), best);
        }
    }

    /// What a name was before a plural in -es or -ies.
    fn singulars(&self, probe: &Probe<'_>) -> Vec<u64> {
        let units = probe.folded.units.as_slice();
        let mut hashes = Vec::new();
        for (at, three) in units.windows(3).enumerate().skip(ANY_EDIT_MIN - 4) {
            let three =
                [three.first(), three.get(1), three.get(2)].map(|unit| unit.and_then(|unit| u8::try_from(*unit).ok()));
            match three {
                [Some(b's' | b'x' | b'z' | b'h'), Some(b'e'), Some(b's')] => {
                    hashes.push(probe.parts.without_two(at + 1, &self.powers));
                }
                [Some(b'l'), Some(b'e'), Some(b's')] if at + 3 == units.len() => {
                    hashes.push(push(probe.parts.prefix(at), u16::from(b'y')));
                }
                _ => {}
            }
        }
        hashes
    }

    /// A letter wrong on a platform where the agency is not, is weak evidence.
    fn strength_of_edit(&self, found: &Found<'_>, probe: &Probe<'_>) -> Strength {
        let entry = self.targets.entry(found.entry);
        let here = entry.is_some_and(|entry| {
            entry.platform.is_none_or(|platform| platform == probe.platform)
                || self.targets.is_present(entry.owner().agency, probe.platform)
        });
        // Four letters in another order are too often someone else's.
        let is_long = found.units.len() >= SWAPPED_MIN;
        if is_long && (here || probe.field == Field::Name) { Strength::Strong } else { Strength::Weak }
    }
}

/// By how much a third may have moved in a name that is longer by so much, for two edits in the other thirds. What stands
/// first has not moved, what stands last has by all of it.
const THIRDS: [(isize, usize, isize); 23] = [
    (-2, 0, 0),
    (-1, 0, 0),
    (0, 0, 0),
    (1, 0, 0),
    (2, 0, 0),
    (-2, 2, 2),
    (-1, 2, 1),
    (0, 2, 0),
    (1, 2, -1),
    (2, 2, -2),
    (0, 1, 0),
    (0, 1, 1),
    (0, 1, -1),
    (-1, 1, 0),
    (-1, 1, 1),
    (1, 1, 0),
    (1, 1, -1),
    (-2, 1, 0),
    (-2, 1, 1),
    (-2, 1, 2),
    (2, 1, 0),
    (2, 1, -1),
    (2, 1, -2),
];

fn how_edited(listed: &[u16], given: &[u16]) -> Option<Reason> {
    let length = listed.len();
    match one_edit(listed, given) {
        Some(Edit::Transposition(_)) => Some(Reason::OneEdit),
        Some(_) => (length >= ANY_EDIT_MIN).then_some(Reason::OneEdit),
        None => {
            let near = length >= TWO_EDITS_MIN && within(2, listed, given) && listed != given;
            (near || length >= MOVED_MIN && is_moved(listed, given)).then_some(Reason::TwoEdits)
        }
    }
}

/// Whether one vowel stands for another, wherever it stands.
fn exchanges_a_vowel(listed: &[u16], given: &[u16]) -> Option<Reason> {
    let mut changes = listed.iter().zip(given).filter(|(was, is)| was != is);
    let first = changes.next()?;
    let alike = listed.len() == given.len() && is_vowel(*first.0) && is_vowel(*first.1);
    (alike && changes.all(|change| change == first)).then_some(Reason::TwoEdits)
}
