//! Edits: a letter added, dropped, exchanged, or two neighbours swapped.

/// The parts of two names that differ: all before and after them is the same.
pub(super) fn differing<'a>(listed: &'a [u16], given: &'a [u16]) -> (&'a [u16], &'a [u16]) {
    let same = common(listed, given);
    let (old, new) = (listed.get(same..).unwrap_or_default(), given.get(same..).unwrap_or_default());
    let pairs = old.iter().rev().zip(new.iter().rev());
    let same = pairs.take_while(|(was, is)| was == is).count();
    let front = |units: &'a [u16]| units.get(..units.len() - same).unwrap_or_default();
    (front(old), front(new))
}

/// Whether two neighbours, swapped, are all that differs.
pub(super) fn is_swap(differing: (&[u16], &[u16])) -> bool {
    matches!(differing, ([a, b], [c, d]) if a == d && b == c)
}

/// Whether so many edits, or fewer, make one name of the other.
pub(super) fn within(edits: usize, listed: &[u16], given: &[u16]) -> bool {
    let (old, new) = differing(listed, given);
    let (([_, tail @ ..], [_, others @ ..]), 1..) = ((old, new), edits) else {
        return old.len().max(new.len()) <= edits;
    };
    if edits == 1 || old.len().abs_diff(new.len()) > edits {
        return edits == 1 && (tail.is_empty() && others.is_empty() || is_swap((old, new)));
    }
    let swapped = || match (old, new) {
        ([a, b, rest @ ..], [c, d, others @ ..]) => a == d && b == c && within(edits - 1, rest, others),
        _ => false,
    };
    within(edits - 1, tail, others) || within(edits - 1, old, others) || within(edits - 1, tail, new) || swapped()
}

/// Which letters stand in a name: a bit for each.
pub(super) fn letters(units: &[u16]) -> u32 {
    units.iter().fold(0, |letters, unit| letters | 1 << (unit % 32))
}

/// Whether two edits may make a name of the `given` letters of one of the `listed`: each adds one at most, and leaves out one.
#[inline]
pub(super) fn may_be_near(listed: u32, given: u32) -> bool {
    let without_lowest = |bits: u32| bits & bits.wrapping_sub(1);
    let are_few = |bits| without_lowest(without_lowest(bits)) == 0;
    are_few(listed & !given) && are_few(given & !listed)
}

/// Whether all that differs is that one letter stands at another place.
pub(super) fn is_moved((old, new): (&[u16], &[u16])) -> bool {
    let rotates = |one: &[u16], other: &[u16]| match (one, other) {
        ([first, rest @ ..], [others @ .., last]) => first == last && rest == others,
        _ => false,
    };
    rotates(old, new) || rotates(new, old)
}

/// Where in `listed` the part stands that differs from `given`.
pub(super) fn changed(listed: &[u16], given: &[u16]) -> (usize, usize) {
    let from = common(listed, given);
    (from, from + differing(listed, given).0.len())
}

fn common(one: &[u16], other: &[u16]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn one_edit_is_told_from_more() {
        for (given, near) in [
            ("massdit", true),
            ("masdsot", true),
            ("massddot", true),
            ("massdots", true),
            ("xmassdot", true),
            ("masdot", true),
            ("massdo", true),
            ("massdot", true),
            ("massdoxx", false),
            ("mssadot", false),
            ("mbssdotx", false),
            ("", false),
        ] {
            let (listed, given) = (units("massdot"), units(given));
            assert_eq!(within(1, &listed, &given), near, "{given:?}");
            assert_eq!(is_swap(differing(&listed, &given)), given == units("masdsot"));
        }
    }

    #[test]
    fn two_edits_are_counted() {
        for (given, near) in [
            ("masswildlife", true),
            ("masswildlfe", true),
            ("maswildlfe", true),
            ("amsswildlief", true),
            ("mosswuldlife", true),
            ("xmasswildlifex", true),
            ("maswldlfe", false),
            ("masshealth", false),
            ("", false),
        ] {
            assert_eq!(within(2, &units("masswildlife"), &units(given)), near, "{given}");
        }
    }

    #[test]
    fn moved_letters_are_told() {
        for (given, moved) in [
            ("assdotm", true),
            ("mdassot", true),
            ("amssdot", true),
            ("massdot", false),
            ("massdto", true),
            ("tassdom", false),
        ] {
            assert_eq!(is_moved(differing(&units("massdot"), &units(given))), moved, "{given}");
        }
    }
}
