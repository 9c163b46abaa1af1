//! The words that the rules know, by their folded hash.

use super::fold::Folded;
use super::index::{Buckets, hash};
use super::table::Table;

/// A word of the state: Mass, MA, Massachusetts, Commonwealth.
pub(super) const STATE: u32 = 1;
/// A word that any account puts beside a name: official, help, news.
pub(super) const SERVICE: u32 = 2;
/// Carries no meaning of its own: the, of.
pub(super) const FILLER: u32 = 4;
/// A word or abbreviation that makes a difference innocent: GOP.
pub(super) const KNOWN: u32 = 8;
/// Another state, its letters or its abbreviation.
pub(super) const OTHER_STATE: u32 = 128;
/// Calls the account a parody.
pub(super) const PARODY: u32 = 16;
/// Calls it a fan's.
pub(super) const FAN: u32 = 32;
/// Calls it unofficial.
pub(super) const UNOFFICIAL: u32 = 64;
/// Any of the three.
pub(super) const LABEL: u32 = PARODY | FAN | UNOFFICIAL;
/// What may stand beside a listed name without making it another one.
pub(super) const AFFIX: u32 = STATE | SERVICE | FILLER | LABEL;

/// No word of the lists is longer, in units.
pub(super) const WORD_MAX: usize = 28;
/// Words of this length and shorter count only as tokens of their own.
pub(super) const SHORT_WORD_MAX: usize = 2;

const LISTS: [(u32, &str); 9] = [
    (STATE, include_str!("words/state.txt")),
    (SERVICE, include_str!("words/service.txt")),
    (FILLER, include_str!("words/filler.txt")),
    (KNOWN, include_str!("words/known.txt")),
    // Cities, towns and well-known villages of Massachusetts.
    (KNOWN, include_str!("words/places.txt")),
    (OTHER_STATE, include_str!("words/other_states.txt")),
    (PARODY, include_str!("words/parody.txt")),
    (FAN, include_str!("words/fan.txt")),
    (UNOFFICIAL, include_str!("words/unofficial.txt")),
];

/// All lists, folded as names are.
#[derive(Debug)]
pub(super) struct Words {
    buckets: Buckets,
    /// Bit n is set where some affix word has n units.
    affix_lengths: u32,
}

impl Words {
    pub(super) fn of(table: &Table) -> Self {
        let mut pairs = Vec::new();
        let mut affix_lengths = 0_u32;
        for (flag, list) in LISTS {
            for word in list.split_ascii_whitespace() {
                let folded = Folded::of(word, table);
                pairs.push((hash(&folded.units), flag));
                if flag & AFFIX != 0 {
                    affix_lengths |= 1 << folded.len().min(WORD_MAX);
                }
            }
        }
        Self { buckets: Buckets::of(&pairs), affix_lengths }
    }

    /// The kinds of the word with that hash; 0 for none.
    pub(super) fn kinds(&self, hash: u64) -> u32 {
        let mut kinds = 0;
        for kind in self.buckets.find(hash) {
            kinds |= kind;
        }
        kinds
    }

    /// Whether some affix word has this many units.
    pub(super) fn affix_has_length(&self, length: usize) -> bool {
        length <= WORD_MAX && self.affix_lengths >> length & 1 != 0
    }
}

/// The label that a verdict shows for these kinds.
pub(super) fn label(kinds: u32) -> Option<&'static str> {
    [(PARODY, "parody"), (FAN, "fan"), (UNOFFICIAL, "unofficial")]
        .into_iter()
        .find(|(flag, _)| kinds & flag != 0)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_by_kind() {
        let table = Table::decode();
        let words = Words::of(&table);
        let kinds = |word: &str| words.kinds(hash(&Folded::of(word, &table).units));
        assert_eq!(kinds("Massachusetts"), STATE);
        assert_eq!(kinds("official"), SERVICE);
        assert_eq!(kinds("官方"), SERVICE);
        assert_eq!(kinds("GOP"), KNOWN);
        assert_eq!(kinds("parody"), PARODY);
        assert_eq!(label(kinds("unofficial")), Some("unofficial"));
        assert_eq!(kinds("Maryland"), OTHER_STATE);
        assert_eq!(kinds("kumquat"), 0);
    }
}
