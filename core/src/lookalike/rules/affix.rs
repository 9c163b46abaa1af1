//! Words and numbers around a listed name.

use super::super::Tables;
use super::super::fold::{DIGIT, Folded, UNITS_MAX, UPPER, is_vowel};
use super::super::index::{Parts, Sense, hash};
use super::super::reason::{Field, Reason, Strength};
use super::super::targets::{PLACES, joined_state, names_state};
use super::super::words::{AFFIX, KNOWN, LABEL, OTHER_STATE, SERVICE, SHORT_WORD_MAX, STATE, WORD_MAX};
use super::{Best, CORE_MIN, Hit, Probe};

/// The shortest listed name that may be found inside a longer one.
const AFFIXED_MIN: usize = 4;
/// From this length on a listed name is found there even where no token begins or ends.
const AFFIXED_ANYWHERE_MIN: usize = 6;
/// From this length on a name without its state word is told from a chance by a bare `ma`, or beside service words.
const CORE_SURE_MIN: usize = 4;
/// Longer numbers beside a name are not years or counters.
const NUMBER_MAX_DIGITS: usize = 6;

/// The shortest listed name that anything may be attached to, and the shortest such thing; behind the name, where nothing
/// divides them.
const ATTACHED_TO_MIN: usize = 7;
const ATTACHED_MIN: usize = 3;
const JOINED_MIN: usize = 4;
/// What is attached begins or ends with a word from this length on.
const WORD_MIN: usize = 4;
/// Few words begin with so long an end of a name.
const TAIL_MIN: usize = 6;

/// `ma` that is no token of its own: it may be the start of any word.
const LOOSE_STATE: u32 = 1 << 30;
const REACHED: u32 = 1 << 31;
/// For each position in a name, the kinds of the words on one side of it that leave nothing between.
type Covered = [u32; UNITS_MAX + 1];

impl Tables {
    /// A listed name with nothing but words of the lists and numbers around it.
    pub(super) fn affixed(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        if probe.begins == 0 {
            return;
        }
        let length = probe.folded.len();
        let before = self.covered_before(probe);
        let after = self.covered_after(probe);
        for (from, left) in before.iter().enumerate().filter(|(from, left)| **left != 0 && probe.may_begin(*from)) {
            for (to, right) in after.iter().enumerate().skip(from + CORE_MIN).filter(|(_, right)| **right != 0) {
                if from > 0 || to < length {
                    self.inside(probe, (from, to), left | right, &after, best);
                }
            }
        }
        if best.hit.is_none() && probe.field == Field::Handle {
            self.attached(probe, &before, &after, best);
        }
    }

    /// A listed name that names the state, with one thing attached to it that is in no list.
    fn attached(&self, probe: &Probe<'_>, before: &[u32], after: &[u32], best: &mut Best<'_>) {
        let length = probe.folded.len();
        let is_reached = |covered: &[u32], at: usize| covered.get(at) != Some(&0);
        for from in (0..length).filter(|from| probe.may_begin(*from)) {
            let is_start = is_reached(before, from);
            for to in from + ATTACHED_TO_MIN..=length {
                match (is_start, is_reached(after, to)) {
                    (true, false) => self.attached_to(probe, (from, to), (to, length), best),
                    (false, true) => self.attached_to(probe, (from, to), (0, from), best),
                    _ => {}
                }
            }
        }
    }

    /// Likewise, where the name stands in one range and the other thing in the other.
    fn attached_to(&self, probe: &Probe<'_>, (from, to): (usize, usize), other: (usize, usize), best: &mut Best<'_>) {
        let part = probe.parts.part(from, to, &self.powers);
        let units = probe.folded.units.get(from..to).unwrap_or_default();
        self.targets.find_equal(Sense::Whole, part, units, &mut |entry| {
            let hit = Hit::new(entry, Strength::Strong, Reason::Affix);
            if best.is_better(&hit) && self.may_be_attached(entry, (from, to), other, probe) {
                best.hit = Some(hit);
            }
        });
    }

    /// Whether what stands in the range `other`, beside a listed name, says nothing of who else this could be.
    fn may_be_attached(&self, entry: u32, name: (usize, usize), other: (usize, usize), probe: &Probe<'_>) -> bool {
        let Some(listed) = self.listed(entry) else { return false };
        let parts = Parts::of(&listed.units);
        let last = listed.tokens.last().map_or(0, |token| token.0);
        let last = if last > 0 { last } else { joined_state(&listed, &parts, &self.words, &self.powers).unwrap_or(0) };
        let boundary = if other.0 == 0 { name.0 } else { name.1 };
        let stands_apart = breaks(&probe.folded, boundary);
        let is_after = other.0 > 0;
        // Where nothing divides them, a word may begin with the end of the name: `massdotty`, `massportuguese`.
        let tail = listed.units.get(last..).unwrap_or_default();
        let begins_no_word = tail.len() >= TAIL_MIN || !tail.iter().any(|unit| is_vowel(*unit));
        let is_long = other.1 - other.0 >= if stands_apart || !is_after { ATTACHED_MIN } else { JOINED_MIN };
        let kinds = |from: usize, to: usize| self.words.kinds_of(&probe.folded, &probe.parts, &self.powers, from, to);
        let is_innocent = |from: usize, to: usize| {
            let kinds = kinds(from, to);
            kinds & (OTHER_STATE | LABEL) != 0 || kinds & KNOWN != 0 && kinds & SERVICE == 0
        };
        let is_state =
            |token: &(usize, usize)| self.words.kinds(parts.part(token.0, token.1, &self.powers)) & STATE != 0;
        let spans = |start: usize| {
            (boundary + 1..=probe.folded.len().min(start + WORD_MAX)).any(|end| kinds(start, end) & KNOWN != 0)
        };
        let words = (other.0 + WORD_MIN..=other.1).any(|end| is_innocent(other.0, end))
            || (other.0..=other.1.saturating_sub(WORD_MIN)).any(|start| is_innocent(start, other.1))
            || probe
                .folded
                .tokens
                .iter()
                .any(|(from, to)| *from >= other.0 && *to <= other.1 && is_innocent(*from, *to));
        is_long
            && (names_state(&listed, &parts, &self.words, &self.powers) || listed.tokens.iter().any(is_state))
            && (stands_apart || !is_after || begins_no_word && !spans(name.0 + last))
            && !words
    }

    /// The state's word with one of its letters doubled: `Maass Department of Revenue`.
    fn is_slip_of_state(&self, probe: &Probe<'_>, from: usize, to: usize) -> bool {
        let units = probe.folded.units.get(from..to).unwrap_or_default();
        let doubled = units.windows(2).position(|pair| pair.first() == pair.last());
        doubled.is_some_and(|at| {
            let without: Vec<u16> =
                [units.get(..at), units.get(at + 1..)].into_iter().flatten().flatten().copied().collect();
            self.words.kinds(hash(&without)) & STATE != 0
        })
    }

    /// Listed names that stand in a range, with words of these kinds around.
    fn inside(&self, probe: &Probe<'_>, (from, to): (usize, usize), beside: u32, after: &[u32], best: &mut Best<'_>) {
        let part = probe.parts.part(from, to, &self.powers);
        let units = probe.folded.units.get(from..to).unwrap_or_default();
        let length = to - from;
        let at_edge = beside & SERVICE != 0 && (from == 0 || to == probe.folded.len());
        let stands_out = || at_edge || breaks(&probe.folded, from) && breaks(&probe.folded, to);
        if length >= AFFIXED_ANYWHERE_MIN || length >= AFFIXED_MIN && stands_out() {
            self.targets.find_equal(Sense::Whole, part, units, &mut |entry| {
                let joins = self.joins_another_word(entry, (from, to), after, probe);
                let strength = if joins { Strength::Weak } else { Strength::Strong };
                best.offer(Hit { entry, strength, reasons: Reason::Affix.bit(), beside });
            });
        }
        // Three letters between words of service may be anyone's.
        if length == CORE_MIN && beside & SERVICE != 0 && breaks(&probe.folded, from) && breaks(&probe.folded, to) {
            self.targets.find_equal(Sense::Whole, part, units, &mut |entry| {
                best.offer(Hit { entry, strength: Strength::Weak, reasons: Reason::Affix.bit(), beside });
            });
        }
        if beside & (STATE | LOOSE_STATE) != 0 {
            let extra = if beside & (SERVICE | LABEL) != 0 { Reason::Affix.bit() } else { 0 };
            let strength =
                if self.is_sure(probe, (from, to), part, beside) { Strength::Strong } else { Strength::Weak };
            let mut offer = |units: &[u16], reason: Reason| {
                self.targets.find_equal(Sense::Core, hash(units), units, &mut |entry| {
                    best.offer(Hit { entry, strength, reasons: reason.bit() | extra, beside });
                });
            };
            offer(units, Reason::StateName);
            if let Some(ours) = self.words.ours(part) {
                offer(ours, Reason::Vocabulary);
            }
        }
    }

    /// Whether a word of the state and what stands in a range are surely a name together, and not just words.
    fn is_sure(&self, probe: &Probe<'_>, (from, to): (usize, usize), part: u64, beside: u32) -> bool {
        let is_long = to - from >= CORE_SURE_MIN;
        // No word is written so, nor without a vowel.
        let is_abbreviation = (from..to).all(|at| probe.folded.is(at, UPPER))
            || !probe.folded.units.iter().take(to).skip(from).any(|unit| is_vowel(*unit));
        match (beside & (SERVICE | LABEL) != 0, beside & STATE != 0) {
            (false, true) => true,
            (false, false) => is_long || is_abbreviation,
            (true, true) => is_abbreviation || is_long && self.words.kinds(part) & (SERVICE | KNOWN) == 0,
            (true, false) => false,
        }
    }

    /// Whether the last word of a listed name and what follows it are another word: `MassHealth`, `masshealthcare`.
    fn joins_another_word(&self, entry: u32, (from, to): (usize, usize), after: &[u32], probe: &Probe<'_>) -> bool {
        let Some(listed) = self.listed(entry) else { return false };
        let is_word = |start: usize| {
            let longest = probe.folded.len().min(start + WORD_MAX);
            let covered = |end: &usize| after.get(*end).is_some_and(|kinds| *kinds != 0);
            (to + 1..=longest)
                .filter(covered)
                .any(|end| self.words.kinds(probe.parts.part(start, end, &self.powers)) & KNOWN != 0)
        };
        let last = listed.tokens.last().map_or(0, |token| token.0);
        let joined = || joined_state(&listed, &Parts::of(&listed.units), &self.words, &self.powers);
        !breaks(&probe.folded, to) && is_word(from + if last > 0 { last } else { joined().unwrap_or(0) })
    }

    /// For each position, the kinds of the words that cover all before it; 0 where none do, or where nothing begins any more.
    fn covered_before(&self, probe: &Probe<'_>) -> Covered {
        let length = probe.folded.len();
        let last = if length > PLACES { length } else { probe.begins.checked_ilog2().unwrap_or(0) as usize };
        let mut covered = [0; UNITS_MAX + 1];
        set(&mut covered, 0, REACHED);
        for at in 0..last {
            let Some(kinds) = covered.get(at).copied().filter(|kinds| *kinds != 0) else { continue };
            for size in 1..=WORD_MAX.min(last - at) {
                set(&mut covered, at + size, self.affix_word(probe, at, at + size, kinds));
            }
            if let Some(to) = number(&probe.folded, at) {
                set(&mut covered, to, kinds | REACHED);
            }
        }
        covered
    }

    /// For each position, the kinds of the words that cover all from it on; 0 where none do, or where nothing has begun yet.
    fn covered_after(&self, probe: &Probe<'_>) -> Covered {
        let length = probe.folded.len();
        let first = probe.begins.trailing_zeros() as usize + CORE_MIN;
        let mut covered = [0; UNITS_MAX + 1];
        set(&mut covered, length, REACHED);
        for at in (first + 1..=length).rev() {
            let Some(kinds) = covered.get(at).copied().filter(|kinds| *kinds != 0) else { continue };
            for size in 1..=WORD_MAX.min(at - first) {
                set(&mut covered, at - size, self.affix_word(probe, at - size, at, kinds));
            }
            for from in at.saturating_sub(NUMBER_MAX_DIGITS)..at {
                if number(&probe.folded, from) == Some(at) {
                    set(&mut covered, from, kinds | REACHED);
                }
            }
        }
        covered
    }

    /// The kinds of the word in a range, beside words of other `kinds`; 0 where there is none.
    fn affix_word(&self, probe: &Probe<'_>, from: usize, to: usize, kinds: u32) -> u32 {
        let word = self.words.kinds_of(&probe.folded, &probe.parts, &self.powers, from, to) & AFFIX;
        let stands_apart = || breaks(&probe.folded, from) && breaks(&probe.folded, to);
        if word == 0 {
            let is_slip = probe.field == Field::Name && stands_apart() && self.is_slip_of_state(probe, from, to);
            return if is_slip { kinds | STATE | REACHED } else { 0 };
        }
        let is_known = || word & SERVICE != 0 && is_joined_abbreviation(probe, from, to);
        if to - from > SHORT_WORD_MAX || stands_apart() || is_known() {
            kinds | word | REACHED
        } else if word & STATE != 0 && (from == 0 || to == probe.folded.len()) {
            kinds | LOOSE_STATE | REACHED
        } else {
            0
        }
    }
}

/// Two letters that are put before or after a name without a sign: `massdothq`.
fn is_joined_abbreviation(probe: &Probe<'_>, from: usize, to: usize) -> bool {
    let units = probe.folded.units.get(from..to).unwrap_or_default();
    let is = |word: &&str| word.bytes().map(u16::from).eq(units.iter().copied());
    to == probe.folded.len() && ["us", "hq", "tv"].iter().any(is) || from == 0 && ["my", "us", "hq"].iter().any(is)
}

/// The end of the number that begins at `at`.
fn number(folded: &Folded, at: usize) -> Option<usize> {
    if !folded.is(at, DIGIT) {
        return None;
    }
    (at + 1..=at + NUMBER_MAX_DIGITS).find(|end| !folded.is(*end, DIGIT))
}

/// A token begins or ends here, or the case or the script changes: `MBTA|help`.
fn breaks(folded: &Folded, at: usize) -> bool {
    let before = |flag| at.checked_sub(1).is_some_and(|before| folded.is(before, flag));
    let is_ascii = |at: Option<usize>| at.and_then(|at| folded.units.get(at)).is_some_and(|unit| *unit < 0x80);
    folded.breaks(at)
        || is_ascii(at.checked_sub(1)) != is_ascii(Some(at))
        || before(UPPER) && !folded.is(at, UPPER)
        || before(DIGIT) != folded.is(at, DIGIT)
}

fn set(kinds: &mut [u32], at: usize, kind: u32) {
    if let Some(slot) = kinds.get_mut(at) {
        *slot |= kind;
    }
}
