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
pub(super) fn push(hash: u64, unit: u16) -> u64 {
    // + 1: leading units must count.
    hash.wrapping_mul(BASE).wrapping_add(u64::from(unit) + 1)
}

/// Spreads a polynomial hash over all its bits.
pub(super) fn mix(hash: u64) -> u64 {
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
    pub(super) fn part(&self, from: usize, to: usize, powers: &Powers) -> u64 {
        let skipped = powers.join(self.prefix(from), 0, to.saturating_sub(from));
        self.prefix(to).wrapping_sub(skipped)
    }

    /// Of the name without its unit at `index`.
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

/// A multimap from hashes to numbers that takes entries one by one, so that it can be filled in slices.
///
/// Open addressing in one array: an entry is four bytes, the number below and the bits of the hash that are left above.
/// Whoever finds a number compares what it stands for.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// 0 where empty, else the tag and the number plus one.
    slots: Vec<u32>,
    /// Of a slot, how many low bits hold the number.
    bits: u32,
    used: usize,
}

impl Lookup {
    /// Of numbers under one hash more are of no use: a name like hundreds of listed ones is like one.
    const SAME_MAX: usize = 32;

    /// With room for so many `entries`, whose numbers are below `numbers`.
    pub(super) fn with_room_for(entries: usize, numbers: usize) -> Self {
        let slots = vec![0; entries + entries / 2 + 16];
        Self { slots, bits: (numbers + 2).ilog2() + 1, used: 0 }
    }

    /// Entries past the room are left out.
    pub(super) fn insert(&mut self, sense: Sense, hash: u64, number: u32) {
        let (slot, tag) = self.place(sense, hash);
        let same = self.run(slot).filter(|entry| entry >> self.bits == tag).count();
        let at = slot + self.run(slot).count();
        let length = self.slots.len();
        if same >= Self::SAME_MAX || self.used >= length / 10 * 9 {
            return;
        }
        if let Some(empty) = self.slots.get_mut(at % length) {
            *empty = tag << self.bits | (number + 1);
            self.used += 1;
        }
    }

    /// The numbers that were put in under `hash`, and hardly ever another one.
    pub(super) fn find(&self, sense: Sense, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let (slot, tag) = self.place(sense, hash);
        let number = (1 << self.bits) - 1;
        self.run(slot).filter(move |entry| entry >> self.bits == tag).map(move |entry| (entry & number) - 1)
    }

    /// The entries from a slot up to an empty one.
    fn run(&self, slot: usize) -> impl Iterator<Item = u32> + '_ {
        let (before, from) = self.slots.split_at_checked(slot).unwrap_or_default();
        from.iter().chain(before).copied().take_while(|entry| *entry != 0)
    }

    /// Where the entries of a hash begin, and what tells them from others.
    fn place(&self, sense: Sense, hash: u64) -> (usize, u32) {
        let mixed = mix(hash.wrapping_add((sense as u64).wrapping_mul(0xA24B_AED4_963E_E407)));
        let slot = (u128::from(mixed) * self.slots.len() as u128 >> 64) as usize;
        (slot, (mixed as u32).unbounded_shr(self.bits))
    }

    /// In bytes.
    pub(super) fn size(&self) -> usize {
        self.slots.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            let mut lookup = Lookup::with_room_for(pairs.len(), 1000);
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
