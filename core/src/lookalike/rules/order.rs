//! The same words, or the same two halves, in another order.

use super::super::Tables;
use super::super::fold::{Folded, letter_for};
use super::super::index::{Parts, Sense, hash, mix, push};
use super::super::reason::{Reason, Strength};
use super::super::targets::{Bag, RUN};
use super::super::words::{FILLER, SERVICE, STATE};
use super::{Best, Hit, Probe};

/// The shortest name that is looked for with its two halves exchanged.
const ROTATED_MIN: usize = 6;

/// Of persons who hold an office.
const TITLES: [&str; 7] = ["senator", "representative", "governor", "gov", "mayor", "treasurer", "secretary"];

/// Of `gov`, `governor`, `government` and `office`.
const GOV: u64 = hash_of("gov");
const GOVERNOR: u64 = hash_of("governor");
const GOVERNMENT: u64 = hash_of("government");
const OFFICE: u64 = hash_of("office");

/// Of a word in lower case.
const fn hash_of(word: &str) -> u64 {
    let (mut hash, mut rest) = (0, word.as_bytes());
    while let [byte, others @ ..] = rest {
        hash = push(hash, letter_for(*byte as u16));
        rest = others;
    }
    hash
}

impl Tables {
    pub(super) fn reordered(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        let bag = Bag::of(&probe.folded, &probe.parts, &self.powers, &self.words);
        let key = bag.key(bag.has_state);
        if key == 0 {
            return;
        }
        let (title, office) = self.other_forms(probe);
        self.titled(probe, &bag, title, best);
        for other in [0, title, office, title.wrapping_add(office)] {
            for index in self.targets.bags(key.wrapping_add(other)) {
                let Some(entry) = self.targets.entry(index) else { continue };
                let listed = Folded::of(self.targets.text(entry), &self.table);
                let parts = Parts::of(&listed.units);
                if Bag::of(&listed, &parts, &self.powers, &self.words).sum == bag.sum.wrapping_add(other) {
                    best.offer(Hit::new(index, Strength::Strong, self.how_reordered(probe, &listed, &parts)));
                }
            }
        }
    }

    /// A person's title and last name, with more names between them. Weak: others bear the same last name.
    fn titled(&self, probe: &Probe<'_>, bag: &Bag, other: u64, best: &mut Best<'_>) {
        let [first, between @ .., _] = probe.folded.tokens.as_slice() else { return };
        let part = |(from, to): (usize, usize)| probe.parts.part(from, to, &self.powers);
        let title = |token| self.words.ours(token).map_or(token, hash);
        let is_title = |token: u64| TITLES.iter().any(|word| title(token) == title(hash_of(word)));
        if between.is_empty()
            || bag.words < 3
            || self.words.kinds(part(*first)) & SERVICE == 0
            || !is_title(part(*first))
        {
            return;
        }
        let names = between.iter().fold(0_u64, |sum, token| sum.wrapping_add(mix(title(part(*token)))));
        for sum in [bag.sum, bag.sum.wrapping_add(other)] {
            for index in self.targets.bags(sum.wrapping_sub(names)) {
                best.offer(Hit::new(index, Strength::Weak, Reason::Affix));
            }
        }
    }

    /// What turns the sum over words into that of the same name under a governor's other title, and with or without an office.
    /// `Gov` is short for two words, and is taken for the government everywhere else.
    fn other_forms(&self, probe: &Probe<'_>) -> (u64, u64) {
        let has =
            |word| probe.folded.tokens.iter().any(|(from, to)| probe.parts.part(*from, *to, &self.powers) == word);
        let title = const { mix(GOVERNOR).wrapping_sub(mix(GOVERNMENT)) };
        let title = if has(GOV) { title } else { title.wrapping_neg().wrapping_mul(u64::from(has(GOVERNOR))) };
        (title, if has(OFFICE) { const { mix(OFFICE).wrapping_neg() } } else { const { mix(OFFICE) } })
    }

    fn how_reordered(&self, probe: &Probe<'_>, listed: &Folded, parts: &Parts) -> Reason {
        let same = |kinds| {
            self.tokens_without(&probe.folded, &probe.parts, kinds) == self.tokens_without(listed, parts, kinds)
        };
        if !same(STATE | FILLER) {
            Reason::Reordered
        } else if !same(FILLER) {
            Reason::StateName
        } else if self.has_other_word(probe, listed, parts) {
            Reason::Vocabulary
        } else {
            Reason::Affix
        }
    }

    /// Whether a word of the text stands for one that is listed.
    fn has_other_word(&self, probe: &Probe<'_>, listed: &Folded, parts: &Parts) -> bool {
        probe.folded.tokens.iter().any(|(from, to)| {
            let token = probe.parts.part(*from, *to, &self.powers);
            let mut words = listed.tokens.iter().map(|(from, to)| parts.part(*from, *to, &self.powers));
            self.words.ours(token).is_some() && words.all(|word| word != token)
        })
    }

    /// The tokens that are not of these kinds, in order.
    fn tokens_without(&self, folded: &Folded, parts: &Parts, kinds: u32) -> Vec<u64> {
        let mut tokens = Vec::new();
        for &(from, to) in &folded.tokens {
            let token = parts.part(from, to, &self.powers);
            if self.words.kinds(token) & kinds == 0 {
                tokens.push(self.words.ours(token).map_or(token, hash));
            }
        }
        tokens
    }

    /// Written without separators, with its two halves exchanged.
    pub(super) fn rotated(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        let length = probe.folded.len();
        if length < ROTATED_MIN {
            return;
        }
        // Near the end a name begins that goes on at the start.
        for at in (1..length).filter(|at| probe.may_begin(*at) || at + RUN > length) {
            let (end, start) = probe.folded.units.split_at(at);
            let rotated = probe.parts.rotated(at, &self.powers);
            self.targets.find(Sense::Whole, rotated, &mut |found| {
                if found.units.strip_prefix(start) != Some(end) {
                    return;
                }
                let listed = self.listed(found.entry);
                if listed.is_some_and(|listed| listed.len() == length && listed.breaks(length - at)) {
                    best.offer(Hit::new(found.entry, Strength::Strong, Reason::Reordered));
                }
            });
        }
    }
}
