//! What the platforms' rules are written with: the shape of a rule, and the grammars that several share.

use core::ops::RangeInclusive;

use super::address::Address;
use super::{HostPattern, Identity};

/// All that one platform knows about its accounts.
pub(super) struct Rules {
    pub(super) hosts: &'static [HostPattern],
    /// The account that an address on one of the hosts names.
    pub(super) read: fn(&Address<'_>) -> Option<Identity>,
    /// The account that a handle names, written as a page or a list writes it.
    pub(super) handle: fn(&str) -> Option<Identity>,
    /// Whether this is a stable id as the platform gives them.
    pub(super) is_id: fn(&str) -> bool,
    pub(super) folding: Folding,
    /// What stands before the handle in the address of a profile.
    pub(super) profile: &'static str,
    /// What stands before the id in the address of a profile, where such an address exists.
    pub(super) profile_by_id: Option<&'static str>,
}

/// Which differences between two handles a platform overlooks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    /// Upper and lower case: verified.
    Case,
    /// Upper and lower case, and periods: verified.
    CaseAndPeriods,
    /// Upper and lower case, for all we know.
    PerhapsCase,
}

pub(super) fn named(handle: impl Into<String>) -> Option<Identity> {
    Some(Identity::Handle(handle.into()))
}

pub(super) fn numbered(id: &str) -> Option<Identity> {
    is_number(id).then(|| Identity::Id(id.into()))
}

/// A stable id that is a number. Without leading zeros: one id has one text.
pub(super) fn is_number(text: &str) -> bool {
    text.len() <= 20 && !text.starts_with('0') && all_digits(text)
}

pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Only ASCII letters, digits and the characters of `others`, of an allowed length.
pub(super) fn is_ascii_name(text: &str, others: &str, lengths: RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || has(others, byte))
}

/// Whether an ASCII character stands in the text. Here and below bytes are compared: the standard library's search
/// would bring along kilobytes for texts within texts.
pub(super) fn has(text: &str, character: u8) -> bool {
    text.bytes().any(|byte| byte == character)
}

/// Whether an ASCII character stands twice in a row.
pub(super) fn has_pair(text: &str, character: u8) -> bool {
    text.as_bytes().windows(2).any(|pair| pair == [character, character])
}

/// Whether the first or the last is one of these ASCII characters.
pub(super) fn begins_or_ends_with(text: &str, edges: &str) -> bool {
    [text.bytes().next(), text.bytes().next_back()].into_iter().flatten().any(|edge| has(edges, edge))
}

/// Only letters and digits of any script and the characters of `others`, of an allowed length in characters.
pub(super) fn is_name(text: &str, others: &str, lengths: RangeInclusive<usize>) -> bool {
    if text.is_ascii() {
        return is_ascii_name(text, others, lengths);
    }
    lengths.contains(&text.chars().filter(|c| !is_mark(*c)).count())
        && text.chars().all(|c| c.is_alphanumeric() || others.chars().any(|other| other == c) || is_mark(c))
}

/// The marks without which words of these scripts cannot be written; the rest of Unicode's marks stay refused,
/// and so does everything invisible.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' // combining diacritics
        | '\u{5b0}'..='\u{5bd}' // Hebrew points
        | '\u{64b}'..='\u{652}' // Arabic vowels
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' // Devanagari
        | '\u{9bc}'..='\u{9cd}' | '\u{a3c}'..='\u{a4d}' | '\u{abc}'..='\u{acd}' // Bengali, Gurmukhi, Gujarati
        | '\u{b3c}'..='\u{b4d}' | '\u{bbe}'..='\u{bcd}' | '\u{c3e}'..='\u{c4d}' // Oriya, Tamil, Telugu
        | '\u{cbc}'..='\u{ccd}' | '\u{d3b}'..='\u{d4d}' | '\u{dca}'..='\u{ddf}' // Kannada, Malayalam, Sinhala
        | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}'..='\u{ebc}' | '\u{ec8}'..='\u{ecd}' // Thai, Lao
        | '\u{102b}'..='\u{103e}' | '\u{17b6}'..='\u{17d3}' // Myanmar, Khmer
    )
}

/// A name of the Domain Name System with at least two labels, the last of which begins with a letter.
pub(super) fn is_host_name(text: &str) -> bool {
    let label = |label: &str| is_ascii_name(label, "-", 1..=63) && !begins_or_ends_with(label, "-");
    let top = text.rsplit('.').next().unwrap_or("");
    text.len() <= 253
        && has(text, b'.')
        && text.split('.').all(label)
        && !top.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Words that are no names of accounts: compared without regard to case, and seldom read, for most names differ from all
/// of them in their first or last character or their length.
pub(super) struct Words {
    /// In lower case, separated by spaces.
    words: &'static str,
    /// By length, the [`trace`] of each; longer words stand with the longest.
    traces: [u32; LENGTHS],
}

const LENGTHS: usize = 20;

impl Words {
    pub(super) const fn new(words: &'static str) -> Self {
        let (mut traces, mut word, mut rest) = ([0; LENGTHS], (0, 0, 0), words.as_bytes());
        while let [byte, after @ ..] = rest {
            word = match (*byte, word) {
                (b' ', word) => {
                    traces = with(traces, word);
                    (0, 0, 0)
                }
                (only, (.., 0)) => (only, only, 1),
                (last, (first, _, length)) => (first, last, length + 1),
            };
            rest = after;
        }
        Self { words, traces: with(traces, word) }
    }

    pub(super) fn have(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
        let of_length = self.traces.get(text.len()).or(self.traces.last());
        of_length.is_some_and(|traces| traces & trace(*first, *last) != 0)
            && self.words.as_bytes().split(|byte| *byte == b' ').any(|word| word.eq_ignore_ascii_case(text))
    }
}

/// The traces and that of a word, of which these are the first and the last byte and the length.
#[allow(clippy::indexing_slicing, reason = "a constant: it would not compile")]
const fn with(mut traces: [u32; LENGTHS], (first, last, length): (u8, u8, usize)) -> [u32; LENGTHS] {
    traces[if length < LENGTHS { length } else { LENGTHS - 1 }] |= trace(first, last);
    traces
}

/// One bit, the same for words that differ in nothing but case: that of a letter is the bit 0x20.
const fn trace(first: u8, last: u8) -> u32 {
    1 << ((7 * (first | 0x20) as u32 + 3 * (last | 0x20) as u32) % 32)
}

/// The text without the `@` that many platforms write before a handle.
pub(super) fn without_at(text: &str) -> &str {
    text.strip_prefix('@').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORDS: Words = Words::new("about who_to_follow i verified-choose in/me _n a-word-of-twenty-four-b");

    #[test]
    fn every_word_is_found_in_any_case() {
        for word in WORDS.words.split(' ') {
            assert!(WORDS.have(word) && WORDS.have(&word.to_ascii_uppercase()), "{word}");
        }
        for other in
            ["", " ", "abouts", "abou", "about who_to_follow", "in", "N_", "\u{7f}n", "a-word-of-twenty-three-b"]
        {
            assert!(!WORDS.have(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn names_in_ascii_are_names_holds(text in "[a-zA-Z0-9 ._-]{0,6}", shortest in 0_usize..4) {
            let by_character = (shortest..=4).contains(&text.chars().count())
                && text.chars().all(|c| c.is_alphanumeric() || "_.·".contains(c));
            prop_assert_eq!(is_name(&text, "_.·", shortest..=4), by_character);
        }
    }
}
