//! The folded form of a name: what a reader takes it for.
//!
//! Each character becomes one or two units: ASCII letters and digits after lookalikes are resolved, case is folded and
//! leetspeak is read; letters of other scripts stay themselves. Marks, invisible characters and bidirectional controls
//! vanish; spaces, punctuation, emoji and symbols only end a word.
//!
//! | file | holds |
//! |---|---|
//! | `folder` | what becomes of each character |
//! | `leetspeak` | which digits are read as letters |
//! | `tokens` | where words begin |
//! | `blur` | coarser forms: what is told apart only at a second look |

mod blur;
mod folder;
mod leetspeak;
mod tokens;

pub(super) use blur::{blurred, blurred_hash, is_vowel, vowels};
pub(super) use leetspeak::letter_for;

use self::folder::Folder;
use super::table::Table;

/// Longer names are compared with nothing.
pub(super) const UNITS_MAX: usize = 96;

/// A token begins here.
pub(super) const STARTS: u8 = 1;
/// Written as an ASCII digit.
pub(super) const DIGIT: u8 = 2;
/// Part of a number that stands apart, which leetspeak does not read.
pub(super) const NUMBER: u8 = 4;
/// Written in upper case.
pub(super) const UPPER: u8 = 8;
/// A separator stood before this.
const SEPARATED: u8 = 16;

/// One unit of a folded name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    /// After case, before leetspeak.
    plain: u16,
    /// As written, in lower case where it is ASCII.
    pub(super) raw: char,
    flags: u8,
}

/// A folded name.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    pub(super) glyphs: Vec<Glyph>,
    /// Of each glyph, after leetspeak: what is compared.
    pub(super) units: Vec<u16>,
    /// The ranges of the tokens.
    pub(super) tokens: Vec<(usize, usize)>,
    /// Invisible characters or marks were left out.
    pub(super) hidden: bool,
    /// A symbol or an emoji stands in it.
    pub(super) badged: bool,
}

impl Folded {
    /// Empty where the name is longer than [`UNITS_MAX`].
    pub(super) fn of(text: &str, table: &Table) -> Self {
        let Some(folder) = Folder::fold(text, table) else { return Self::default() };
        let mut glyphs = folder.glyphs;
        let units = leetspeak::read(&mut glyphs);
        let tokens = tokens::mark(&mut glyphs);
        Self { glyphs, units, tokens, hidden: folder.hidden, badged: folder.badged }
    }

    /// A part of it by itself.
    pub(super) fn within(&self, from: usize, to: usize) -> Self {
        let inside = |token: &&(usize, usize)| token.0 >= from && token.1 <= to;
        Self {
            glyphs: self.glyphs.get(from..to).unwrap_or_default().to_vec(),
            units: self.units.get(from..to).unwrap_or_default().to_vec(),
            tokens: self.tokens.iter().filter(inside).map(|token| (token.0 - from, token.1 - from)).collect(),
            hidden: self.hidden,
            badged: self.badged,
        }
    }

    /// With numbers that stand apart read as letters too: `mass5ll` is `mass511`.
    pub(super) fn read_throughout(&self) -> Vec<u16> {
        self.glyphs.iter().map(|glyph| leetspeak::letter_for(glyph.plain)).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether the glyph at `index` has one of these flags.
    pub(super) fn is(&self, index: usize, flags: u8) -> bool {
        self.glyphs.get(index).is_some_and(|glyph| glyph.flags & flags != 0)
    }

    /// Whether a token starts at `index` or the name ends there.
    pub(super) fn breaks(&self, index: usize) -> bool {
        index >= self.len() || self.is(index, STARTS)
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        String::from_utf16_lossy(&Folded::of(text, &Table::decode()).units)
    }

    fn tokens(text: &str) -> Vec<String> {
        let folded = Folded::of(text, &Table::decode());
        let spelled = |(from, to): &(usize, usize)| folded.glyphs[*from..*to].iter().map(|glyph| glyph.raw).collect();
        folded.tokens.iter().map(spelled).collect()
    }

    #[test]
    fn names_fold_to_what_they_look_like() {
        for (written, looks_like) in [
            ("MassD0T", "massdot"),
            ("Ma$$DOT", "massdot"),
            ("@MassDOT", "massdot"),
            ("Мass.gov", "massgov"),
            ("МаѕѕНеаlтн", "masshealth"),
            ("𝐌𝐚𝐬𝐬𝐃𝐎𝐓", "massdot"),
            ("ＭａｓｓＤＯＴ", "massdot"),
            ("Mass\u{200B}DOT", "massdot"),
            ("Ma\u{301}ssDOT", "massdot"),
            ("MassDOT ✔️", "massdot"),
            ("\u{202E}TODssaM", "massdot"),
            ("\u{202E}TOD ssaM\u{202C} Help", "massdothelp"),
            ("mass511", "mass511"),
            ("Mass30", "mass30"),
            ("Ma55DOT", "massdot"),
            ("Fish & Game", "flshandgame"),
            ("州", "州"),
        ] {
            assert_eq!(folded(written), looks_like, "{written}");
        }
    }

    #[test]
    fn tokens_follow_case_separators_and_numbers() {
        for (text, expected) in [
            ("MassDOT", &["mass", "dot"][..]),
            ("MassDOTHelp", &["mass", "dot", "help"]),
            ("MBTA_CR", &["mbta", "cr"]),
            ("MASchoolsK12", &["ma", "schools", "k", "12"]),
            ("MassD0T", &["mass", "d0t"]),
            ("MassDOT2024", &["mass", "dot", "2024"]),
            ("massdot", &["massdot"]),
            ("\u{202E}pleh tod ssam", &["mass", "dot", "help"]),
            ("the \u{202E}tod ssam\u{202C}help", &["the", "mass", "dot", "help"]),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn pairs_merge() {
        for (text, merged) in [("gaming", "gamlng"), ("garning", "gamlng"), ("vvildlife", "wlldllfe"), ("clot", "dot")]
        {
            let units: Vec<u16> = blur::merge_pairs(&Folded::of(text, &Table::decode()).units).collect();
            assert_eq!(String::from_utf16_lossy(&units), merged);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once_holds(text in "[\\PC&&[^\\p{N}]]{0,12}") {
            let once = folded(&text);
            // Whether a number stands apart is told by separators, which are gone; the private use area stands for rarer letters.
            prop_assume!(!once.contains(|c: char| c.is_ascii_digit() || ('\u{E000}'..='\u{F8FF}').contains(&c)));
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn tokens_cover_the_name_holds(text in any::<String>()) {
            let folded = Folded::of(&text, &Table::decode());
            let covered: usize = folded.tokens.iter().map(|(from, to)| to - from).sum();
            prop_assert_eq!(covered, folded.len());
        }
    }
}
