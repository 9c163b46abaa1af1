//! What a name is made of.

use super::super::fold::{Folded, UPPER};
use super::super::index::{Parts, Powers, hash, mix};
use super::super::words::{FILLER, STATE, Words};
use crate::platform::Platform;

/// The shortest rest of a name without its state word that is a name of its own.
pub(super) const CORE_MIN: usize = 3;
/// The shortest word of the state that is told at the beginning of a longer word.
const STATE_WORD_MIN: usize = 4;

/// What the words of a name come to, in whatever order.
pub(in crate::lookalike) struct Bag {
    pub(in crate::lookalike) sum: u64,
    pub(in crate::lookalike) has_state: bool,
    /// Words that are neither the state's nor fillers.
    pub(in crate::lookalike) words: usize,
}

impl Bag {
    pub(in crate::lookalike) fn of(folded: &Folded, parts: &Parts, powers: &Powers, words: &Words) -> Self {
        let mut bag = Self { sum: 0, has_state: false, words: 0 };
        for &(from, to) in &folded.tokens {
            let token = parts.part(from, to, powers);
            let kinds = words.kinds(token);
            let token = words.ours(token).map_or(token, hash);
            if kinds & STATE != 0 {
                bag.has_state = true;
            } else if kinds & FILLER == 0 {
                bag.sum = bag.sum.wrapping_add(mix(token));
                bag.words += 1;
            }
        }
        bag
    }

    /// The sum with the state's word counted once; 0 where there are not two words.
    pub(in crate::lookalike) fn key(&self, with_state: bool) -> u64 {
        let state = if with_state { mix(u64::from(STATE)) } else { 0 };
        if self.words + usize::from(with_state) < 2 || self.words == 0 { 0 } else { self.sum.wrapping_add(state) }
    }
}

/// The part of a handle that names someone, and where it begins: `company/massdot` → `massdot`.
pub(in crate::lookalike) fn significant(platform: Platform, handle: &str) -> (&str, usize) {
    let start = handle.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1);
    let name = handle.get(start..).unwrap_or_default();
    let bare = name.trim_start_matches('@');
    let start = handle.len() - bare.len();
    let name = match platform {
        Platform::Mastodon => bare.split('@').next().unwrap_or_default(),
        Platform::Bluesky => {
            let ends = bare.len().checked_sub(".bsky.social".len()).and_then(|at| bare.split_at_checked(at));
            match ends {
                Some((name, end)) if end.eq_ignore_ascii_case(".bsky.social") => name,
                _ => bare,
            }
        }
        _ => bare,
    };
    (name, start)
}

/// What is left of a name without the state's words and fillers at its ends, where that is a name of its own.
pub(in crate::lookalike) fn core_of(
    folded: &Folded,
    parts: &Parts,
    words: &Words,
    powers: &Powers,
) -> Option<(usize, usize)> {
    let mut tokens = folded.tokens.as_slice();
    let kinds = |(from, to): (usize, usize)| words.kinds(parts.part(from, to, powers));
    let mut state = 0;
    while let [rest @ .., last] = tokens
        && kinds(*last) & (STATE | FILLER) != 0
    {
        state |= kinds(*last);
        tokens = rest;
    }
    while let [first, rest @ ..] = tokens
        && kinds(*first) & (STATE | FILLER) != 0
    {
        state |= kinds(*first);
        tokens = rest;
    }
    let (from, to) = (tokens.first()?.0, tokens.last()?.1);
    if state & STATE != 0 {
        return (to - from >= CORE_MIN).then_some((from, to));
    }
    let joined = joined_state(folded, parts, words, powers)?;
    (folded.len() >= joined + CORE_MIN).then_some((joined, folded.len()))
}

/// Whether a word of the state stands in the name, be it the beginning of a longer word: `Massport`.
pub(in crate::lookalike) fn names_state(folded: &Folded, parts: &Parts, words: &Words, powers: &Powers) -> bool {
    folded.tokens.iter().any(|(from, to)| {
        (STATE_WORD_MIN..=to - from).any(|length| words.kinds(parts.part(*from, from + length, powers)) & STATE != 0)
    })
}

/// The length of the state's word at the start of a name that is all in lower case, as some platforms write handles.
pub(in crate::lookalike) fn joined_state(
    folded: &Folded,
    parts: &Parts,
    words: &Words,
    powers: &Powers,
) -> Option<usize> {
    if folded.tokens.len() > 1 || (0..folded.len()).any(|at| folded.is(at, UPPER)) {
        return None;
    }
    let is_state = |length: &usize| words.kinds(parts.part(0, *length, powers)) & STATE != 0;
    (STATE_WORD_MIN..folded.len()).rev().find(is_state)
}
