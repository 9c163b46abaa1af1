//! The words that the rules know, by their folded hash.
//!
//! `words/*.txt` are the sources. Most of them reach the extension as `words.bin`, which a test of this file keeps current:
//! for each kind a byte of [`Words::kinds`], two bytes of count, and the count's sorted hashes of [`HASH_BITS`] as
//! differences in Rice code. Two bytes a word, and an unlisted word passes for a listed one once in 6,000 times.

use super::bits::Bits;
use super::fold::Folded;
use super::index::{Parts, Powers, hash, mix};
use super::table::Table;

/// A word of the publisher's own state: Mass, MA, Massachusetts, Commonwealth.
pub(super) const STATE: u32 = 1;
/// A word that any account puts beside a name: official, help, news.
pub(super) const SERVICE: u32 = 2;
/// Carries no meaning of its own: the, of.
pub(super) const FILLER: u32 = 4;
/// A word or abbreviation that makes a difference innocent: GOP.
pub(super) const KNOWN: u32 = 8;
/// Calls the account a parody.
pub(super) const PARODY: u32 = 16;
/// Calls it a fan's.
pub(super) const FAN: u32 = 32;
/// Calls it unofficial.
pub(super) const UNOFFICIAL: u32 = 64;
/// Another state, its letters or its abbreviation.
pub(super) const OTHER_STATE: u32 = 128;
/// Any of the three.
pub(super) const LABEL: u32 = PARODY | FAN | UNOFFICIAL;
/// What may stand beside a listed name without making it another one.
pub(super) const AFFIX: u32 = STATE | SERVICE | FILLER | LABEL;

/// Longer words are not looked for, in units.
pub(super) const WORD_MAX: usize = 18;
/// Words of this length and shorter count only as tokens of their own.
pub(super) const SHORT_WORD_MAX: usize = 2;

const COMMITTED: &[u8] = include_bytes!("words.bin");
/// The states of the country, a line each: the letters, then its other words.
const STATES: &str = include_str!("words/states.txt");
/// What a state's agency is called elsewhere: a line each, our word first.
const VOCABULARY: &str = include_str!("words/vocabulary.txt");
/// The state of a list that names no jurisdiction.
const HOME: &str = "MA";
/// Of a hash in the table.
const HASH_BITS: u32 = 25;
/// Twice the words of the lists and more.
const SLOTS: usize = 1 << 13;
const FILTER_BITS: usize = 1 << 17;
/// The shortest word whose plural in s is the same word.
const PLURAL_MIN: usize = 3;

/// All lists, folded as names are.
#[derive(Debug)]
pub(super) struct Words {
    /// Hashes, 0 where a slot is empty: a word stands in the first free slot from its hash on.
    keys: Vec<u32>,
    kinds: Vec<u8>,
    /// A bit for each word, of more than there are words: most parts of names are none.
    filter: Vec<u32>,
    /// What is called otherwise elsewhere: the other word's hash, the word, and a position in `ours`.
    elsewhere: Vec<(u64, Vec<u16>, usize)>,
    ours: Vec<Vec<u16>>,
    /// The state's whole name.
    pub(super) home: Vec<u16>,
}

impl Words {
    /// With the words of `jurisdiction` (`US-MA`) as the publisher's own.
    pub(super) fn of(table: &Table, jurisdiction: &str) -> Self {
        let (keys, kinds) = (vec![0; SLOTS], vec![0; SLOTS]);
        let filter = vec![0; FILTER_BITS / 32];
        let mut words = Self { keys, kinds, filter, elsewhere: Vec::new(), ours: Vec::new(), home: Vec::new() };
        let is_absent = jurisdiction.is_empty();
        let mut rest = COMMITTED;
        while let [kind, low, high, codes @ ..] = rest {
            let mut bits = Bits::of(codes);
            let mut key = 0;
            let count = u32::from(*low) | u32::from(*high) << 8;
            for _ in 0..count {
                key += bits.rice(shift(count));
                words.put(key, *kind);
            }
            rest = codes.get(bits.bytes_read()..).unwrap_or_default();
        }
        for line in STATES.lines() {
            let ours = jurisdiction.strip_prefix("US-").or(is_absent.then_some(HOME)) == line.get(..2);
            let kind = if ours { STATE } else { OTHER_STATE };
            for (at, word) in line.split(' ').enumerate() {
                let folded = Folded::of(word, table);
                words.put(key_of(hash(&folded.units)), kind as u8);
                if ours && at == 1 {
                    words.home = folded.units;
                }
            }
        }
        for (number, line) in VOCABULARY.lines().enumerate() {
            for (at, word) in line.split(' ').enumerate() {
                let folded = Folded::of(word, table);
                if at == 0 {
                    words.ours.push(folded.units);
                } else {
                    let hash = hash(&folded.units);
                    words.put(key_of(hash), 0);
                    words.elsewhere.push((hash, folded.units, number));
                }
            }
        }
        words
    }

    /// No word at all.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        let (keys, kinds, filter) = (Vec::new(), Vec::new(), Vec::new());
        Self { keys, kinds, filter, elsewhere: Vec::new(), ours: Vec::new(), home: Vec::new() }
    }

    fn put(&mut self, key: u32, kind: u8) {
        if let Some(word) = self.filter.get_mut(key as usize % FILTER_BITS / 32) {
            *word |= 1 << (key % 32);
        }
        let slot = self.slot(key);
        if let (Some(other), Some(kinds)) = (self.keys.get_mut(slot), self.kinds.get_mut(slot)) {
            *other = key + 1;
            *kinds |= kind;
        }
    }

    /// Where a word stands, or would.
    fn slot(&self, key: u32) -> usize {
        let mut slot = key as usize % SLOTS;
        while self.keys.get(slot).is_some_and(|other| *other != 0 && *other != key + 1) {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }

    /// The kinds of the word with that hash; 0 for none.
    #[inline]
    pub(super) fn kinds(&self, hash: u64) -> u32 {
        let key = key_of(hash);
        if self.may_be(key) { self.kinds.get(self.slot(key)).copied().map_or(0, u32::from) } else { 0 }
    }

    #[inline]
    fn may_be(&self, key: u32) -> bool {
        self.filter.get(key as usize % FILTER_BITS / 32).is_some_and(|word| word >> (key % 32) & 1 != 0)
    }

    /// The kinds of a part of a name. A plural in s is the same word.
    #[inline]
    pub(super) fn kinds_of(&self, folded: &Folded, parts: &Parts, powers: &Powers, from: usize, to: usize) -> u32 {
        let kinds = self.kinds(parts.part(from, to, powers));
        if kinds == 0 && to - from > PLURAL_MIN && folded.units.get(to - 1) == Some(&u16::from(b's')) {
            return self.kinds(parts.part(from, to - 1, powers)) & (SERVICE | KNOWN);
        }
        kinds
    }

    /// What others call what the publisher's state has another word for.
    pub(super) fn elsewhere(&self) -> impl Iterator<Item = &[u16]> {
        self.elsewhere.iter().map(|(_, word, _)| word.as_slice())
    }

    /// What the publisher's state calls what others call by the word with that hash.
    pub(super) fn ours(&self, hash: u64) -> Option<&[u16]> {
        if !self.may_be(key_of(hash)) {
            return None;
        }
        let (_, _, number) = self.elsewhere.iter().find(|(elsewhere, _, _)| *elsewhere == hash)?;
        self.ours.get(*number).map(Vec::as_slice)
    }
}

/// The label that a verdict shows for these kinds.
pub(super) fn label(kinds: u32) -> Option<&'static str> {
    [(PARODY, "parody"), (FAN, "fan"), (UNOFFICIAL, "unofficial")]
        .into_iter()
        .find(|(flag, _)| kinds & flag != 0)
        .map(|(_, name)| name)
}

fn key_of(hash: u64) -> u32 {
    (mix(hash) >> (64 - HASH_BITS)) as u32
}

/// How many of a difference's bits stand for themselves where `count` hashes are told.
fn shift(count: u32) -> u32 {
    ((1_u32 << HASH_BITS) / count.max(1)).max(1).ilog2()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LISTS: [(u32, &str); 8] = [
        (SERVICE | KNOWN, include_str!("words/service.txt")),
        (SERVICE, include_str!("words/foreign.txt")),
        (FILLER, include_str!("words/filler.txt")),
        (KNOWN, include_str!("words/known.txt")),
        // Cities, towns and well-known villages of Massachusetts.
        (KNOWN, include_str!("words/places.txt")),
        (PARODY, include_str!("words/parody.txt")),
        (FAN, include_str!("words/fan.txt")),
        (UNOFFICIAL, include_str!("words/unofficial.txt")),
    ];
    /// Both tables together.
    const TABLES_MAX_BYTES: usize = 20_000;

    fn generate() -> Vec<u8> {
        let table = Table::decode();
        let mut written = Vec::new();
        for kind in [SERVICE | KNOWN, SERVICE, FILLER, KNOWN, PARODY, FAN, UNOFFICIAL] {
            let lists = LISTS.iter().filter(|(of, _)| *of == kind);
            let words = lists.flat_map(|(_, list)| list.split_ascii_whitespace());
            let folded = words.map(|word| (word, Folded::of(word, &table).units));
            // A script whose letters are half marks may leave two that look like Latin ones.
            let legible = folded
                .filter(|(word, units)| word.is_ascii() || units.len() > 2 || units.iter().any(|unit| *unit > 0x7F));
            let keys: BTreeSet<u32> = legible.map(|(_, units)| key_of(hash(&units))).collect();
            let count = u16::try_from(keys.len()).unwrap();
            written.push(u8::try_from(kind).unwrap());
            written.extend(count.to_le_bytes());
            let shift = shift(u32::from(count));
            let (mut bits, mut before) = (Vec::new(), 0);
            for key in keys {
                let difference = key - before;
                before = key;
                bits.extend((0..difference >> shift).map(|_| true));
                bits.push(false);
                bits.extend((0..shift).map(|place| difference >> place & 1 != 0));
            }
            written.extend(bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | u8::from(*bit))));
        }
        written
    }

    #[test]
    fn committed_table_is_current() {
        let fresh = generate();
        if fresh != COMMITTED {
            // The core writes no files: `… -- --nocapture | sed -n 's/^words.bin //p' | xxd -r -p > words.bin`.
            println!("\nwords.bin {}", fresh.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        }
        assert!(fresh == COMMITTED, "the lists have changed: write words.bin anew, as this test says");
    }

    #[test]
    fn tables_are_small() {
        let together = COMMITTED.len() + include_bytes!("confusables.bin").len();
        assert!(together <= TABLES_MAX_BYTES, "{together} bytes");
    }

    #[test]
    fn words_are_known_by_kind() {
        let table = Table::decode();
        let words = Words::of(&table, "US-MA");
        let kinds = |word: &str| words.kinds(hash(&Folded::of(word, &table).units));
        assert_eq!(kinds("Massachusetts"), STATE);
        assert_eq!(kinds("official"), SERVICE | KNOWN);
        assert_eq!(kinds("官方"), SERVICE);
        assert_eq!(kinds("GOP"), KNOWN);
        assert_eq!(kinds("parody"), PARODY);
        assert_eq!(label(kinds("unofficial")), Some("unofficial"));
        assert_eq!(kinds("Maryland"), OTHER_STATE);
        assert_eq!(kinds("kumquat"), 0);
        assert_eq!(words.ours(hash(&Folded::of("DMV", &table).units)), Some(&[114, 109, 118][..]));
    }

    #[test]
    fn the_state_is_the_publishers() {
        let table = Table::decode();
        let words = Words::of(&table, "US-VT");
        let kinds = |word: &str| words.kinds(hash(&Folded::of(word, &table).units));
        assert_eq!((kinds("Vermont"), kinds("VT"), kinds("Mass")), (STATE, STATE, OTHER_STATE));
    }
}
