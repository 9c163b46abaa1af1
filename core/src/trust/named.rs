//! Things by their names: one small map for all that is named in metadata and in storage.

use core::fmt;

use serde::ser::{Serialize, Serializer};

use crate::sort::order;

/// Things by their names, ordered by code point. A sorted list: each use of a tree would cost the extension kilobytes of
/// code, and what is named here is read in order and rarely changed.
#[derive(Clone, PartialEq, Eq)]
pub struct Named<V>(Vec<(String, V)>);

impl<V> Named<V> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// These, in whatever order.
    ///
    /// # Errors
    /// A name that stands twice.
    pub(super) fn unique(members: Vec<(String, V)>) -> Result<Self, String> {
        let in_order = |members: &[(String, V)]| members.is_sorted_by(|(one, _), (next, _)| one < next);
        if in_order(&members) {
            return Ok(Self(members));
        }
        let name = |at: u32| members.get(at as usize).map(|(name, _)| name);
        let order = order(members.len(), &|one, other| name(one) < name(other));
        let mut members: Vec<Option<(String, V)>> = members.into_iter().map(Some).collect();
        let mut unique = Self(Vec::with_capacity(members.len()));
        for at in order {
            let Some((name, value)) = members.get_mut(at as usize).and_then(Option::take) else { continue };
            if unique.0.last().is_some_and(|(last, _)| *last == name) {
                return Err(name);
            }
            unique.0.push((name, value));
        }
        Ok(unique)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        self.0.get(self.place(name).ok()?).map(|(_, value)| value)
    }

    /// The one of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let place = self.place(name).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Whether there is one of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Puts one; the earlier one of the same name is handed back.
    pub fn insert(&mut self, name: String, value: V) -> Option<V> {
        match self.place(&name) {
            Ok(place) => self.0.get_mut(place).map(|(_, earlier)| core::mem::replace(earlier, value)),
            Err(place) => {
                self.0.insert(place, (name, value));
                None
            }
        }
    }

    /// Takes one away.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        self.place(name).ok().map(|place| self.0.remove(place).1)
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// All in the order of their names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &V)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// All in the order of their names, without them.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Where the name stands, or where it would.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(found, _)| found.as_str().cmp(name))
    }
}

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug> fmt::Debug for Named<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V> Extend<(String, V)> for Named<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl<V> FromIterator<(String, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(members: I) -> Self {
        let mut named = Self::new();
        named.extend(members);
        named
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Named<V> {
    fn from(members: [(String, V); N]) -> Self {
        members.into_iter().collect()
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map_holds(steps in prop::collection::vec(("[a-d]{0,2}", any::<Option<u8>>()), 0..60)) {
            let (mut named, mut map) = (Named::new(), BTreeMap::new());
            for (name, value) in steps {
                match value {
                    Some(value) => prop_assert_eq!(named.insert(name.clone(), value), map.insert(name.clone(), value)),
                    None => prop_assert_eq!(named.remove(&name), map.remove(&name)),
                }
                prop_assert_eq!(named.get(&name), map.get(&name));
                prop_assert_eq!(named.contains_key(&name), map.contains_key(&name));
            }
            prop_assert_eq!(named.len(), map.len());
            prop_assert!(named.into_iter().eq(map));
        }

        #[test]
        fn a_name_that_stands_twice_is_found_holds(members in prop::collection::vec(("[a-e]{1,3}", any::<u8>()), 0..12)) {
            let map: BTreeMap<String, u8> = members.iter().cloned().collect();
            match Named::unique(members.clone()) {
                Ok(named) => {
                    prop_assert_eq!(map.len(), members.len());
                    prop_assert!(named.into_iter().eq(map));
                }
                Err(twice) => prop_assert!(members.iter().filter(|(name, _)| *name == twice).count() > 1),
            }
        }
    }
}
