//! Exact lookups: polynomial hashes of which every part, rotation and deletion follows in constant time,
//! and one table for all of them.

use super::fold::UNITS_MAX;

/// Odd, with bits everywhere: an arbitrary base of the polynomial.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a sequence of units, as far as it goes.
pub(super) fn hash(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash, unit| push(hash, *unit))
}

/// The hash of a sequence with one unit more.
pub(super) const fn push(hash: u64, unit: u16) -> u64 {
    // + 1: leading units must count.
    hash.wrapping_mul(BASE).wrapping_add(unit as u64 + 1)
}

/// Spreads a polynomial hash over all its bits.
#[inline]
pub(super) const fn mix(hash: u64) -> u64 {
    let folded = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    folded ^ folded >> 32
}

/// The hashes of all parts of one name.
pub(super) struct Parts {
    /// Of the first n units.
    prefixes: [u64; UNITS_MAX + 1],
    length: usize,
}

/// The powers of the base that [`Parts`] needs.
#[derive(Debug)]
pub(super) struct Powers([u64; UNITS_MAX + 1]);

impl Powers {
    pub(super) fn new() -> Self {
        let mut powers = [1_u64; UNITS_MAX + 1];
        let mut power = 1_u64;
        for slot in powers.iter_mut().skip(1) {
            power = power.wrapping_mul(BASE);
            *slot = power;
        }
        Self(powers)
    }

    /// Of the sequence with hash `left` followed by that with hash `right` and `length` units.
    #[inline]
    fn join(&self, left: u64, right: u64, length: usize) -> u64 {
        left.wrapping_mul(self.0.get(length).copied().unwrap_or(0)).wrapping_add(right)
    }
}

impl Parts {
    pub(super) fn of(units: &[u16]) -> Self {
        let mut parts = Self { prefixes: [0; UNITS_MAX + 1], length: 0 };
        let mut hash = 0;
        for (slot, unit) in parts.prefixes.iter_mut().skip(1).zip(units) {
            hash = push(hash, *unit);
            *slot = hash;
            parts.length += 1;
        }
        parts
    }

    /// Of the first units.
    pub(super) fn prefix(&self, length: usize) -> u64 {
        self.prefixes.get(length).copied().unwrap_or(0)
    }

    pub(super) fn whole(&self) -> u64 {
        self.prefix(self.length)
    }

    /// Of the units from `from` up to `to`.
    #[inline]
    pub(super) fn part(&self, from: usize, to: usize, powers: &Powers) -> u64 {
        let skipped = powers.join(self.prefix(from), 0, to.saturating_sub(from));
        self.prefix(to).wrapping_sub(skipped)
    }

    /// Of the name without its unit at `index`.
    #[inline]
    pub(super) fn without(&self, index: usize, powers: &Powers) -> u64 {
        let rest = self.part(index + 1, self.length, powers);
        powers.join(self.prefix(index), rest, self.length.saturating_sub(index + 1))
    }

    /// Of the name without its two units from `index` on.
    pub(super) fn without_two(&self, index: usize, powers: &Powers) -> u64 {
        let rest = self.part(index + 2, self.length, powers);
        powers.join(self.prefix(index), rest, self.length.saturating_sub(index + 2))
    }

    /// Of the name that begins at `index` and goes on with what stood before it.
    pub(super) fn rotated(&self, index: usize, powers: &Powers) -> u64 {
        powers.join(self.part(index, self.length, powers), self.prefix(index), index)
    }
}

#[inline]
pub(super) fn spread(sense: Sense, hash: u64) -> u64 {
    mix(hash.wrapping_add((sense as u64).wrapping_mul(0xA24B_AED4_963E_E407)))
}

/// In which sense a text is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A name by itself.
    Whole,
    /// A name only beside a word of the state.
    Core,
    /// A name without one of its units.
    Shortened,
    /// A third of a long name; the length and which third go into the hash.
    Third,
    /// Of a name's letters, those that are told apart at first sight.
    Blurred,
    /// With one vowel for all.
    Vowels,
    /// The sum over a name's words.
    Bag,
}

/// Of a table that is being made: a megabyte takes less than a millisecond, also where memory is not empty by itself.
const PIECE_WORDS: usize = 1 << 18;

/// A multimap from hashes to numbers that takes entries one by one, so that it can be filled in slices.
///
/// Open addressing in one array: an entry is four bytes, the number below and the bits of the hash that are left above.
/// Whoever finds a number compares what it stands for.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// 0 where empty, else the tag and the number plus one.
    slots: Vec<u32>,
    /// How many there is to be room for.
    entries: usize,
    /// Of a slot, how many low bits hold the number.
    bits: u32,
    used: usize,
    /// A bit for each hash that was put in: most are of nothing, and this is small enough to stay near the processor.
    filter: Vec<u32>,
}

impl Lookup {
    /// Of numbers under one hash more are of no use: a name like hundreds of listed ones is like one.
    const SAME_MAX: usize = 12;

    /// For so many `entries`, whose numbers are below `numbers`, once its room is made.
    pub(super) fn for_entries(entries: usize, numbers: usize) -> Self {
        Self { entries, bits: (numbers + 2).ilog2() + 1, ..Self::default() }
    }

    /// Makes some of the room; true where there is all of it. Nothing is put in before.
    pub(super) fn make_room(&mut self) -> bool {
        grow(&mut self.filter, self.entries / 2 + 1) && grow(&mut self.slots, 2 * self.entries + 16)
    }

    /// Entries past the room are left out.
    pub(super) fn insert(&mut self, sense: Sense, hash: u64, number: u32) {
        let mixed = spread(sense, hash);
        let (mut slot, tag) = self.place(mixed);
        let (mut same, mut step) = (0, 0);
        while let Some(entry) = self.slots.get(slot).copied().filter(|entry| *entry != 0) {
            same += usize::from(entry >> self.bits == tag);
            if same >= Self::SAME_MAX {
                return;
            }
            slot = self.after(slot, &mut step);
        }
        if self.used >= self.slots.len() / 10 * 9 {
            return;
        }
        if let Some(empty) = self.slots.get_mut(slot) {
            *empty = tag << self.bits | (number + 1);
            self.used += 1;
        }
        let (word, bit) = self.filter_bit(mixed);
        if let Some(word) = self.filter.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// The numbers that were put in under `hash`, and hardly ever another one.
    #[inline]
    pub(super) fn find(&self, sense: Sense, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let mixed = spread(sense, hash);
        let (mut slot, tag) = self.place(mixed);
        let number = (1 << self.bits) - 1;
        let mut step = 0;
        core::iter::from_fn(move || {
            loop {
                let entry = self.slots.get(slot).copied().filter(|entry| *entry != 0)?;
                slot = self.after(slot, &mut step);
                if entry >> self.bits == tag {
                    return Some((entry & number) - 1);
                }
            }
        })
    }

    /// The slot after one, each time a step further, so that what stands in the way of one hash does not of the next: names
    /// share much. Past all slots there is none.
    #[inline]
    fn after(&self, slot: usize, step: &mut usize) -> usize {
        *step += 1;
        let next = slot + *step;
        if next < self.slots.len() || *step >= self.slots.len() { next } else { next - self.slots.len() }
    }

    #[inline]
    fn filter_bit(&self, mixed: u64) -> (usize, u32) {
        ((((mixed >> 5 & 0xFFFF_FFFF) * self.filter.len() as u64) >> 32) as usize, mixed as u32 % 32)
    }

    #[inline]
    pub(super) fn may_hold(&self, mixed: u64) -> bool {
        let (word, bit) = self.filter_bit(mixed);
        self.filter.get(word).is_some_and(|word| word >> bit & 1 != 0)
    }

    /// Where the entries of a hash begin, and what tells them from others.
    fn place(&self, mixed: u64) -> (usize, u32) {
        let slot = ((u128::from(mixed) * self.slots.len() as u128) >> 64) as usize;
        (slot, ((mixed >> 16) as u32).unbounded_shr(self.bits))
    }

    /// In bytes.
    pub(super) fn size(&self) -> usize {
        (self.slots.capacity() + self.filter.capacity()) * size_of::<u32>()
    }
}

/// Adds a piece of what a table lacks; true where it is whole.
fn grow(table: &mut Vec<u32>, whole: usize) -> bool {
    table.reserve_exact(whole - table.len());
    table.resize(whole.min(table.len() + PIECE_WORDS), 0);
    table.len() == whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn room_is_made_in_pieces() {
        let mut lookup = Lookup::for_entries(3 * PIECE_WORDS, 1000);
        let mut before = lookup.slots.len();
        while !lookup.make_room() {
            assert!(lookup.slots.len() - before <= PIECE_WORDS);
            before = lookup.slots.len();
        }
        assert_eq!(lookup.slots.len(), 6 * PIECE_WORDS + 16);
        assert!(lookup.slots.len() - before <= PIECE_WORDS && lookup.make_room());
    }

    proptest! {
        #[test]
        fn parts_hash_as_if_alone_holds(units in prop::collection::vec(any::<u16>(), 1..40), at in any::<prop::sample::Index>()) {
            let powers = Powers::new();
            let parts = Parts::of(&units);
            let at = at.index(units.len());
            let (left, right) = units.split_at(at);
            prop_assert_eq!(parts.part(at, units.len(), &powers), hash(right));
            prop_assert_eq!(parts.rotated(at, &powers), hash(&[right, left].concat()));
            prop_assert_eq!(parts.without(at, &powers), hash(&[left, right.get(1..).unwrap_or_default()].concat()));
        }

        #[test]
        fn what_was_put_in_is_found_holds(pairs in prop::collection::vec((any::<u64>(), 0..1000_u32), 0..60)) {
            let mut lookup = Lookup::for_entries(pairs.len(), 1000);
            while !lookup.make_room() {}
            for (hash, number) in &pairs {
                lookup.insert(Sense::Core, *hash, *number);
            }
            for (hash, number) in &pairs {
                prop_assert!(lookup.find(Sense::Core, *hash).any(|found| found == *number));
                prop_assert_eq!(lookup.find(Sense::Whole, *hash).count(), 0);
            }
        }
    }
}
