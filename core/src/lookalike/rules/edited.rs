//! A letter or two added, dropped, exchanged, moved or swapped.

use super::super::Tables;
use super::super::edit::{differing, is_moved, is_swap, letters, within};
use super::super::fold::{is_vowel, vowels};
use super::super::index::{Parts, Sense, push};
use super::super::reason::{Reason, Strength};
use super::super::targets::{Found, RUN, TWO_EDITS_MIN, VOWELS_MIN, core_of, third_key, third_range};
use super::{Best, Hit, Probe, strange_within};

/// The shortest listed name for which any one edit counts; below, only a swap does.
const ANY_EDIT_MIN: usize = 6;
/// The shortest in which a swap is strong evidence.
const SWAPPED_MIN: usize = 5;
/// An edit makes so many strange places, one behind the other: where two letters are swapped, where one is more or another,
/// and where one is left out.
const STRANGE_SWAPPED: u32 = RUN as u32 + 1;
const STRANGE_EXCHANGED: u32 = RUN as u32;
const STRANGE_DROPPED: u32 = RUN as u32 - 1;
/// The shortest in which one letter may stand at another place.
const MOVED_MIN: usize = 7;

/// The name, or what is left of it beside a word of the state.
struct Piece<'p> {
    units: &'p [u16],
    parts: &'p Parts,
    strange: u64,
    is_core: bool,
}

impl Tables {
    pub(super) fn edited(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        let units = probe.folded.units.as_slice();
        let whole = Piece { units, parts: &probe.parts, strange: probe.strange, is_core: false };
        self.near(&whole, &|found| self.is_another_name(found, probe), best);
        let core = core_of(&probe.folded, &probe.parts, &self.words, &self.powers);
        if let Some((from, to)) = core.filter(|(from, to)| to - from >= ANY_EDIT_MIN) {
            let units = units.get(from..to).unwrap_or_default();
            let strange = strange_within(probe.strange, from, to);
            let core = Piece { units, parts: &Parts::of(units), strange, is_core: true };
            self.near(&core, &|found| self.is_another_name(found, &probe.within(from, to)), best);
        }
    }

    /// Names near a piece.
    fn near(&self, piece: &Piece<'_>, is_another_name: &dyn Fn(&Found<'_>) -> bool, best: &mut Best<'_>) {
        let Piece { units, parts, strange, is_core } = *piece;
        let letters = letters(units);
        let judge = |found: &Found<'_>, is_like: &dyn Fn(&Found<'_>) -> Option<Reason>, best: &mut Best<'_>| {
            if found.is_core == is_core
                && let Some(reason) = is_like(found)
            {
                let hit = Hit::new(found.entry, strength_of_edit(found), reason);
                if best.is_better(&hit) && !is_another_name(found) {
                    best.hit = Some(hit);
                }
            }
        };
        let offer = |sense, hash, is_like: &dyn Fn(&Found<'_>) -> Option<Reason>, best: &mut Best<'_>| {
            self.targets.find_near(sense, hash, letters, &mut |found| judge(found, is_like, best));
        };
        let edited = |found: &Found<'_>| how_edited(found.units, units);
        if spans(strange) <= STRANGE_DROPPED {
            offer(Sense::Shortened, parts.whole(), &edited, best);
        }
        // What is left without a letter is what is left of a listed name without one of its own, be it from elsewhere.
        if is_covered(strange, STRANGE_EXCHANGED, STRANGE_DROPPED) {
            let mut before = None;
            for (index, unit) in units.iter().enumerate() {
                let first = (index + 1).saturating_sub(RUN);
                let exchanged = ((2_u64 << (index - first)) - 1).unbounded_shl(first as u32);
                if before != Some(unit) && spans(strange & !exchanged) <= STRANGE_DROPPED {
                    offer(Sense::Shortened, parts.without(index, &self.powers), &edited, best);
                }
                before = Some(unit);
            }
        }
        if best.is_strong() {
            return;
        }
        for (longer, one, other, keys) in THIRDS {
            let length = units.len().saturating_add_signed(longer);
            if length < TWO_EDITS_MIN || !is_covered(strange, one, other) {
                continue;
            }
            for &(third, moved) in keys {
                let (from, to) = third_range(length, third, moved);
                if strange_within(strange, from, to) == 0 {
                    let key = third_key(parts, &self.powers, (from, to), (length, third));
                    offer(Sense::Third, key, &edited, best);
                }
            }
        }
        let plural = |found: &Found<'_>| within(3, found.units, units).then_some(Reason::TwoEdits);
        for hash in self.singulars(piece) {
            self.targets.find(Sense::Whole, hash, &mut |found| judge(found, &plural, best));
        }
        if units.len() >= VOWELS_MIN {
            offer(Sense::Vowels, vowels(units), &|found| exchanges_a_vowel(found.units, units), best);
        }
    }

    /// What a name was before a plural in -es or -ies.
    fn singulars(&self, piece: &Piece<'_>) -> Vec<u64> {
        let Piece { units, parts, .. } = *piece;
        let mut hashes = Vec::new();
        for (at, three) in units.windows(3).enumerate().skip(ANY_EDIT_MIN - 4) {
            let three =
                [three.first(), three.get(1), three.get(2)].map(|unit| unit.and_then(|unit| u8::try_from(*unit).ok()));
            match three {
                [Some(b's' | b'x' | b'z' | b'h'), Some(b'e'), Some(b's')] => {
                    hashes.push(parts.without_two(at + 1, &self.powers));
                }
                [Some(b'l'), Some(b'e'), Some(b's')] if at + 3 == units.len() => {
                    hashes.push(push(parts.prefix(at), u16::from(b'y')));
                }
                _ => {}
            }
        }
        hashes
    }
}

/// Four letters in another order are too often someone else's.
fn strength_of_edit(found: &Found<'_>) -> Strength {
    if found.units.len() >= SWAPPED_MIN { Strength::Strong } else { Strength::Weak }
}

/// For a name that is longer by so much: how many strange neighbours either of two edits makes at most, then the thirds that
/// may stand unchanged, and by how much they have moved. What stands first has not moved, what stands last has by all of it.
type Thirds = (isize, u32, u32, &'static [(usize, isize)]);
const THIRDS: [Thirds; 5] = [
    (0, STRANGE_SWAPPED, STRANGE_SWAPPED, &[(0, 0), (2, 0), (1, 0), (1, 1), (1, -1)]),
    (-1, STRANGE_SWAPPED, STRANGE_EXCHANGED, &[(0, 0), (2, 1), (1, 0), (1, 1)]),
    (1, STRANGE_SWAPPED, STRANGE_DROPPED, &[(0, 0), (2, -1), (1, 0), (1, -1)]),
    (-2, STRANGE_EXCHANGED, STRANGE_EXCHANGED, &[(0, 0), (2, 2), (1, 0), (1, 1), (1, 2)]),
    (2, STRANGE_DROPPED, STRANGE_DROPPED, &[(0, 0), (2, -2), (1, 0), (1, -1), (1, -2)]),
];

/// How many places there are from the first strange one to the last.
fn spans(strange: u64) -> u32 {
    if strange == 0 { 0 } else { u64::BITS - strange.leading_zeros() - strange.trailing_zeros() }
}

/// Whether all strange places are among so many neighbours and so many others.
fn is_covered(strange: u64, one: u32, other: u32) -> bool {
    let behind = |first: u32| {
        let start = strange >> strange.trailing_zeros().min(u64::BITS - 1);
        spans(start >> first << first)
    };
    behind(one) <= other || behind(other) <= one
}

fn how_edited(listed: &[u16], given: &[u16]) -> Option<Reason> {
    let length = listed.len();
    let differing = differing(listed, given);
    if is_swap(differing) {
        return Some(Reason::OneEdit);
    }
    match differing.0.len().max(differing.1.len()) {
        0 => None,
        1 => (length >= ANY_EDIT_MIN).then_some(Reason::OneEdit),
        _ => {
            let near = length >= TWO_EDITS_MIN && within(2, differing.0, differing.1);
            (near || length >= MOVED_MIN && is_moved(differing)).then_some(Reason::TwoEdits)
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
