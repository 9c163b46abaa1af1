//! Words and numbers around a listed name.

use super::super::Tables;
use super::super::fold::{DIGIT, Folded, UPPER};
use super::super::reason::{Reason, Strength};
use super::super::words::{AFFIX, LABEL, SERVICE, SHORT_WORD_MAX, STATE, WORD_MAX};
use super::{Best, CORE_MIN, Hit, Probe};

/// The shortest listed name that may be found inside a longer one.
const AFFIXED_MIN: usize = 4;
/// From this length on a listed name is found there even where no token begins or ends.
const AFFIXED_ANYWHERE_MIN: usize = 6;
/// From this length on a name without its state word is told from a chance by a bare `ma`, or beside service words.
const CORE_SURE_MIN: usize = 4;
/// Longer numbers beside a name are not years or counters.
const NUMBER_MAX_DIGITS: usize = 6;

/// `ma` that is no token of its own: it may be the start of any word.
const LOOSE_STATE: u32 = 1 << 30;
const REACHED: u32 = 1 << 31;

impl Tables {
    /// A listed name with nothing but words of the lists and numbers around it.
    pub(super) fn affixed(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        let length = probe.folded.len();
        let before = self.covered_before(probe);
        let after = self.covered_after(probe);
        for (from, left) in before.iter().enumerate().filter(|(_, left)| **left != 0) {
            for (to, right) in after.iter().enumerate().skip(from + CORE_MIN).filter(|(_, right)| **right != 0) {
                if from > 0 || to < length {
                    self.inside(probe, (from, to), left | right, best);
                }
            }
        }
    }

    /// Listed names that stand in a range, with words of these kinds around.
    fn inside(&self, probe: &Probe<'_>, (from, to): (usize, usize), beside: u32, best: &mut Best<'_>) {
        let part = probe.parts.part(from, to, &self.powers);
        let length = to - from;
        let extra = if beside & (SERVICE | LABEL) != 0 { Reason::Affix.bit() } else { 0 };
        let at_edge = beside & SERVICE != 0 && (from == 0 || to == probe.folded.len());
        let stands_out = || at_edge || breaks(&probe.folded, from) && breaks(&probe.folded, to);
        let mut offer = |form: u32, strength: Strength, reasons: u16| {
            if let Some((units, entry, _)) = self.targets.form(form)
                && probe.folded.units.get(from..to) == Some(units)
            {
                best.offer(Hit { entry, strength, reasons, beside });
            }
        };
        if length >= AFFIXED_ANYWHERE_MIN || length >= AFFIXED_MIN && stands_out() {
            for form in self.targets.whole.find(part) {
                offer(form, Strength::Strong, Reason::Affix.bit());
            }
        }
        if beside & (STATE | LOOSE_STATE) != 0 {
            for form in self.targets.core.find(part) {
                let sure = beside & STATE != 0 && (extra == 0 || length >= CORE_SURE_MIN)
                    || extra == 0 && (length >= CORE_SURE_MIN || probe.folded.shouts());
                let strength = if sure { Strength::Strong } else { Strength::Weak };
                offer(form, strength, Reason::StateName.bit() | extra);
            }
        }
    }

    /// For each position, the kinds of the words that cover all before it; 0 where none do.
    fn covered_before(&self, probe: &Probe<'_>) -> Vec<u32> {
        let length = probe.folded.len();
        let mut covered = vec![0; length + 1];
        set(&mut covered, 0, REACHED);
        for at in 0..length {
            let Some(kinds) = covered.get(at).copied().filter(|kinds| *kinds != 0) else { continue };
            for size in 1..=WORD_MAX.min(length - at) {
                set(&mut covered, at + size, self.affix_word(probe, at, at + size, kinds));
            }
            if let Some(to) = number(&probe.folded, at) {
                set(&mut covered, to, kinds | REACHED);
            }
        }
        covered
    }

    /// For each position, the kinds of the words that cover all from it on; 0 where none do.
    fn covered_after(&self, probe: &Probe<'_>) -> Vec<u32> {
        let length = probe.folded.len();
        let mut covered = vec![0; length + 1];
        set(&mut covered, length, REACHED);
        for at in (1..=length).rev() {
            let Some(kinds) = covered.get(at).copied().filter(|kinds| *kinds != 0) else { continue };
            for size in 1..=WORD_MAX.min(at) {
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
        if !self.words.affix_has_length(to - from) {
            return 0;
        }
        let word = self.words.kinds(probe.parts.part(from, to, &self.powers)) & AFFIX;
        if word == 0 {
            return 0;
        }
        if to - from > SHORT_WORD_MAX || breaks(&probe.folded, from) && breaks(&probe.folded, to) {
            kinds | word | REACHED
        } else if word & STATE != 0 && (from == 0 || to == probe.folded.len()) {
            kinds | LOOSE_STATE | REACHED
        } else {
            0
        }
    }
}

/// The end of the number that begins at `at`.
fn number(folded: &Folded, at: usize) -> Option<usize> {
    if !folded.is(at, DIGIT) || at.checked_sub(1).is_some_and(|before| folded.is(before, DIGIT)) {
        return None;
    }
    (at + 1..=at + NUMBER_MAX_DIGITS).find(|end| !folded.is(*end, DIGIT))
}

/// A token begins or ends here, or the case changes: `MBTA|help`.
fn breaks(folded: &Folded, at: usize) -> bool {
    let before = |flag| at.checked_sub(1).is_some_and(|before| folded.is(before, flag));
    folded.breaks(at) || before(UPPER) && !folded.is(at, UPPER) || before(DIGIT) != folded.is(at, DIGIT)
}

fn set(kinds: &mut [u32], at: usize, kind: u32) {
    if let Some(slot) = kinds.get_mut(at) {
        *slot |= kind;
    }
}
