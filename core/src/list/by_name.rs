//! Numbers by names: built once, asked often, a third of the code of the standard library's map.

/// Whoever can sign a list in which names collide could as well sign a long one: the hash is quick and nothing more.
const HASH_FACTOR: u32 = 0x9e37_79b1;

/// What a name takes, more or less: `instagram:massgov`.
const NAME_BYTES: usize = 18;

/// With fewer than four, three quarters in use would leave none free, where a search for what is not there ends.
const SLOTS_MIN: usize = 16;

/// Numbers by names. The names stand one behind the other in one text.
#[derive(Debug, Default)]
pub(super) struct ByName {
    names: String,
    entries: Vec<Entry>,
    /// A power of two, or none; at most three quarters are in use.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Where its name ends; it begins where the one before ends.
    end: usize,
    value: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    /// The entry's number and one, or zero where the slot is free.
    entry: usize,
}

impl ByName {
    /// Room for so many.
    pub(super) fn with_capacity(names: usize) -> Self {
        let slots = (names / 3 * 4).next_power_of_two().max(SLOTS_MIN);
        Self {
            names: String::with_capacity(NAME_BYTES * names),
            entries: Vec::with_capacity(names),
            slots: vec![Slot::default(); slots],
        }
    }

    /// The number of this name.
    pub(super) fn get(&self, name: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slots.get(self.slot(hash(name), |entry| self.name(entry) == name))?;
        self.entries.get(slot.entry.checked_sub(1)?).map(|entry| entry.value)
    }

    /// Puts a number, in the place of the earlier one of this name.
    pub(super) fn insert(&mut self, name: &str, value: u32) {
        if self.entries.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let hash = hash(name);
        let at = self.slot(hash, |entry| self.name(entry) == name);
        let Some(slot) = self.slots.get_mut(at) else { return };
        if let Some(entry) = slot.entry.checked_sub(1).and_then(|entry| self.entries.get_mut(entry)) {
            entry.value = value;
            return;
        }
        self.names.push_str(name);
        self.entries.push(Entry { end: self.names.len(), value });
        *slot = Slot { hash, entry: self.entries.len() };
    }

    /// All in the order in which they were first put.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.entries.iter().enumerate().map(|(entry, &Entry { value, .. })| (self.name(entry), value))
    }

    fn name(&self, entry: usize) -> &str {
        let end = |entry: usize| self.entries.get(entry).map_or(0, |entry| entry.end);
        self.names.get(entry.checked_sub(1).map_or(0, end)..end(entry)).unwrap_or_default()
    }

    /// Where this one stands, or could.
    fn slot(&self, hash: u32, is_it: impl Fn(usize) -> bool) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get(at)
            && let Some(entry) = slot.entry.checked_sub(1)
            && (slot.hash != hash || !is_it(entry))
        {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let slots = vec![Slot::default(); (self.slots.len() * 2).max(SLOTS_MIN)];
        for slot in core::mem::replace(&mut self.slots, slots) {
            let at = self.slot(slot.hash, |_| false);
            if slot.entry > 0
                && let Some(free) = self.slots.get_mut(at)
            {
                *free = slot;
            }
        }
    }
}

/// Multiplied word by word, and then once more, for the slot is told by the lower bits.
fn hash(name: &str) -> u32 {
    let (words, rest) = name.as_bytes().as_chunks();
    let with = |hash: u32, word: u32| (hash.rotate_left(5) ^ word).wrapping_mul(HASH_FACTOR);
    let hash = words.iter().fold(0, |hash, word| with(hash, u32::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, byte| with(hash, u32::from(*byte)));
    let hash = (hash ^ hash >> 15).wrapping_mul(HASH_FACTOR);
    hash ^ hash >> 15
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map_holds(
            room in prop::option::of(0_usize..40),
            steps in prop::collection::vec(("[a-d]{0,3}", any::<u32>()), 0..120),
        ) {
            let mut by_name = room.map_or_else(ByName::default, ByName::with_capacity);
            let mut map = BTreeMap::new();
            for (name, value) in steps {
                prop_assert_eq!(by_name.get(&name), map.get(&name).copied());
                by_name.insert(&name, value);
                map.insert(name, value);
            }
            for (name, value) in &map {
                prop_assert_eq!(by_name.get(name), Some(*value));
            }
            let all: BTreeMap<String, u32> = by_name.iter().map(|(name, value)| (name.into(), value)).collect();
            prop_assert_eq!(by_name.iter().count(), map.len());
            prop_assert_eq!(all, map);
        }
    }

    #[test]
    fn names_of_one_hash_stay_apart() {
        let (one, other) = ("aaaaym", "aaabga");
        assert_eq!(hash(one), hash(other));
        let mut by_name = ByName::default();
        by_name.insert(one, 1);
        assert_eq!(by_name.get(other), None);
        by_name.insert(other, 2);
        assert_eq!((by_name.get(one), by_name.get(other)), (Some(1), Some(2)));
    }
}
