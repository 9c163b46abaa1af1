//! What makes a difference innocent: the changed part is another known word.

use super::super::Tables;
use super::super::edit::changed;
use super::super::fold::{DIGIT, Folded, UPPER};
use super::super::index::{Parts, hash};
use super::super::targets::Found;
use super::super::words::{KNOWN, OTHER_STATE, STATE};
use super::Probe;

/// Shorter words are letters of an abbreviation.
const WORD_MIN: usize = 3;

impl Tables {
    /// Whether the changed words of a listed name are now others, or the whole is one.
    pub(super) fn is_another_name(&self, found: &Found<'_>, probe: &Probe<'_>) -> bool {
        if self.words.kinds(probe.parts.whole()) & (KNOWN | OTHER_STATE) != 0 {
            return true;
        }
        let listed = self.targets.entry(found.entry).map(|entry| Folded::of(self.targets.text(entry), &self.table));
        let Some(listed) = listed else { return false };
        let length = found.units.len();
        let parts = Parts::of(found.units);
        let kinds = |from, to| self.words.kinds(parts.part(from, to, &self.powers));
        let is_another = |tokens: &[(usize, usize)]| self.are_other_words(tokens, found.units, &kinds, probe);
        // The form may be a part of the text, or the text with the state's name before it.
        let Some(start) = length.checked_sub(listed.len()) else {
            let core = listed.len() - length;
            let tokens: Vec<_> =
                listed.tokens.iter().filter(|token| token.0 >= core && token.1 - core <= length).collect();
            return is_another(&tokens.iter().map(|(from, to)| (from - core, to - core)).collect::<Vec<_>>());
        };
        let mut tokens: Vec<_> = listed.tokens.iter().map(|(from, to)| (from + start, to + start)).collect();
        if start > 0 {
            tokens.insert(0, (0, start));
        }
        let joined = tokens.len() == 1 && !(1..listed.len()).any(|at| listed.is(at, UPPER));
        let split = || (2..length).rev().find(|at| kinds(0, *at) & STATE != 0);
        let split = || split().or_else(|| (2..length).find(|at| kinds(*at, length) & STATE != 0));
        is_another(&tokens) || joined && split().is_some_and(|at| is_another(&[(0, at), (at, length)]))
    }

    fn are_other_words(
        &self,
        tokens: &[(usize, usize)],
        listed: &[u16],
        kinds: &dyn Fn(usize, usize) -> u32,
        probe: &Probe<'_>,
    ) -> bool {
        let (start, end) = changed(listed, &probe.folded.units);
        // A letter added between two words belongs to either.
        let is_touched = |&&(from, to): &&(usize, usize)| {
            if start == end { from <= start && start <= to } else { from < end && start < to }
        };
        let touched: Vec<_> = tokens.iter().filter(is_touched).collect();
        let is_other = |from: usize, to: usize| {
            let end = (to + probe.folded.len()).saturating_sub(listed.len());
            let is = self.words.kinds(probe.parts.part(from, end, &self.powers));
            let (was, now) = (listed.get(from..to), probe.folded.units.get(from..end));
            let is_digit = (from..end).any(|at| probe.folded.is(at, DIGIT));
            let (Some(was), Some(now)) = (was, now) else { return false };
            if kinds(from, to) & STATE == 0 {
                return is & KNOWN != 0 && now.len() >= WORD_MIN && !is_digit && !self.is_same_word(was, now);
            }
            // Miss is short for Mississippi, and a word: MissHousing is another's, MissDOR is a slip.
            let is_miss = now == [b'm', b'l', b's', b's'].map(u16::from);
            // PassHousing reads as words. PassDOR does not, and nobody writes MessHousing or MassesHousing.
            let elsewhere = tokens.iter().filter(|token| token.0 != from);
            let reads = || elsewhere.clone().all(|(from, to)| to - from > WORD_MIN && kinds(*from, *to) & KNOWN != 0);
            !is_digit
                && (is & OTHER_STATE != 0
                    || is & KNOWN != 0
                        && now.len() >= WORD_MIN
                        && (now.first() != was.first() || is_miss)
                        && tokens.len() > 1
                        && reads())
        };
        match touched.as_slice() {
            [only] => is_other(only.0, only.1),
            [one, other] if start == end => is_other(one.0, one.1) || is_other(other.0, other.1),
            [one, other] => {
                // Each of two words may have changed to another.
                let (before, after) = (one.0, (other.1 + probe.folded.len()).saturating_sub(listed.len()));
                let is_word =
                    |from, to| self.words.kinds(probe.parts.part(from, to, &self.powers)) & (KNOWN | OTHER_STATE) != 0;
                (before + 1..after).any(|at| at.abs_diff(one.1) <= 2 && is_word(before, at) && is_word(at, after))
            }
            _ => false,
        }
    }

    fn is_same_word(&self, was: &[u16], now: &[u16]) -> bool {
        let ours = |units| self.words.ours(hash(units));
        is_plural(was, now) || is_plural(now, was) || ours(now).is_some_and(|now| now == was || ours(was) == Some(now))
    }
}

/// In -s, or in -ies: an i is an l by now.
fn is_plural(one: &[u16], many: &[u16]) -> bool {
    let without = |units: &'_ [u16], end: &[u8]| {
        let (rest, last) = units.split_at_checked(units.len().checked_sub(end.len())?)?;
        last.iter().zip(end).all(|(unit, byte)| *unit == u16::from(*byte)).then_some(rest.len())
    };
    let same = |length: Option<usize>, other: Option<usize>| {
        length.is_some() && length == other && length.is_some_and(|length| one.get(..length) == many.get(..length))
    };
    same(without(many, b"s"), Some(one.len())) || same(without(many, b"les"), without(one, b"y"))
}
