//! Exact lookups: polynomial hashes of which every part, rotation and deletion follows in constant time,
//! and buckets that are built once and searched without comparisons.

use super::fold::UNITS_MAX;

/// Odd, with bits everywhere: an arbitrary base of the polynomial.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a sequence of units, as far as it goes.
pub(super) fn hash(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash, unit| push(hash, *unit))
}

fn push(hash: u64, unit: u16) -> u64 {
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

    fn prefix(&self, length: usize) -> u64 {
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

    /// Of the name that begins at `index` and goes on with what stood before it.
    pub(super) fn rotated(&self, index: usize, powers: &Powers) -> u64 {
        powers.join(self.part(index, self.length, powers), self.prefix(index), index)
    }
}

/// A multimap from hashes to numbers.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    /// Where the bucket of the top bits of a hash begins; one more at the end.
    starts: Vec<u32>,
    /// The lower half of the hash, and the number.
    entries: Vec<(u32, u32)>,
    bits: u32,
}

impl Buckets {
    pub(super) fn of(pairs: &[(u64, u32)]) -> Self {
        let bits = pairs.len().max(2).ilog2();
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (hash, _) in pairs {
            if let Some(start) = starts.get_mut(top(*hash, bits) + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); pairs.len()];
        for (hash, number) in pairs {
            let Some(slot) = next.get_mut(top(*hash, bits)) else { continue };
            if let Some(entry) = entries.get_mut(*slot as usize) {
                *entry = (low(*hash), *number);
            }
            *slot += 1;
        }
        Self { starts, entries, bits }
    }

    /// The numbers that were put in under `hash`, and hardly ever another one.
    pub(super) fn find(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let bucket = top(hash, self.bits);
        let from = self.starts.get(bucket).map_or(0, |start| *start as usize);
        let to = self.starts.get(bucket + 1).map_or(0, |start| *start as usize);
        let entries = self.entries.get(from..to).unwrap_or_default();
        entries.iter().filter(move |entry| entry.0 == low(hash)).map(|entry| entry.1)
    }
}

fn top(hash: u64, bits: u32) -> usize {
    (mix(hash) >> (64 - bits.clamp(1, 63))) as usize
}

fn low(hash: u64) -> u32 {
    (mix(hash) & u64::from(u32::MAX)) as u32
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
        fn what_was_put_in_is_found_holds(pairs in prop::collection::vec((any::<u64>(), any::<u32>()), 0..60)) {
            let buckets = Buckets::of(&pairs);
            for (hash, number) in &pairs {
                prop_assert!(buckets.find(*hash).any(|found| found == *number));
            }
        }
    }
}
