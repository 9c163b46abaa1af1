//! The one sort: each type that the standard library sorts costs kilobytes of WebAssembly.

/// The numbers below `count` in the order that `is_before` gives what they stand for; equals stay as they were.
pub(crate) fn order(count: usize, is_before: &dyn Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..count as u32).collect();
    let mut width = 1;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for pair in sorted.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([one, lefts @ ..], [other, rights @ ..]) = (left, right) {
                if is_before(*other, *one) {
                    merged.push(*other);
                    right = rights;
                } else {
                    merged.push(*one);
                    left = lefts;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        width *= 2;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_sorts_holds(values in prop::collection::vec(0_u8..20, 0..70)) {
            let value = |index: u32| values.get(index as usize).copied();
            let mut expected: Vec<u32> = (0..values.len() as u32).collect();
            expected.sort_by_key(|index| value(*index));
            prop_assert_eq!(order(values.len(), &|one, other| value(one) < value(other)), expected);
        }
    }
}
