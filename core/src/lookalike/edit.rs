//! Edits: a letter added, dropped, exchanged, or two neighbours swapped.

/// How a name differs from another by one edit. Positions count in the other, listed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Substitution(usize),
    /// A letter more, before this position.
    Insertion(usize),
    /// A letter less.
    Deletion(usize),
    /// This letter and the next.
    Transposition(usize),
}

/// The one edit that makes `given` of `listed`; `None` where they are equal or further apart.
pub(super) fn one_edit(listed: &[u16], given: &[u16]) -> Option<Edit> {
    let same = common(listed, given);
    let (left, right) = (listed.get(same..)?, given.get(same..)?);
    match (left, right) {
        ([_, rest @ ..], [_, others @ ..]) if rest == others => Some(Edit::Substitution(same)),
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => {
            Some(Edit::Transposition(same))
        }
        (rest, [_, others @ ..]) if rest == others => Some(Edit::Insertion(same)),
        ([_, rest @ ..], others) if rest == others => Some(Edit::Deletion(same)),
        _ => None,
    }
}

/// Whether so many edits, or fewer, make one name of the other.
pub(super) fn within(edits: u8, listed: &[u16], given: &[u16]) -> bool {
    let same = common(listed, given);
    let (left, right) = (listed.get(same..).unwrap_or_default(), given.get(same..).unwrap_or_default());
    if edits == 0 || left.len().abs_diff(right.len()) > usize::from(edits) {
        return left.is_empty() && right.is_empty();
    }
    let (tail, others) = (left.get(1..).unwrap_or_default(), right.get(1..).unwrap_or_default());
    let swapped = || match (left, right) {
        ([a, b, rest @ ..], [c, d, others @ ..]) => a == d && b == c && within(edits - 1, rest, others),
        _ => false,
    };
    within(edits - 1, tail, others) || within(edits - 1, left, others) || within(edits - 1, tail, right) || swapped()
}

/// Which letters stand in a name: a bit for each.
pub(super) fn letters(units: &[u16]) -> u32 {
    units.iter().fold(0, |letters, unit| letters | 1 << (unit % 32))
}

/// Whether two edits, or a plural in -ies, may make a name of the `given` letters of one of the `listed`: an edit adds one at
/// most, and leaves out one.
#[inline]
pub(super) fn may_be_near(listed: u32, given: u32) -> bool {
    (listed & !given).count_ones() <= 2 && (given & !listed).count_ones() <= 3
}

/// Whether one letter of `listed` stands at another place in `given`.
pub(super) fn is_moved(listed: &[u16], given: &[u16]) -> bool {
    let (from, to) = changed(listed, given);
    let (Some(old), Some(new)) = (listed.get(from..to), given.get(from..to)) else { return false };
    let rotates = |one: &[u16], other: &[u16]| match (one, other) {
        ([first, rest @ ..], [others @ .., last]) => first == last && rest == others,
        _ => false,
    };
    listed.len() == given.len() && (rotates(old, new) || rotates(new, old))
}

/// The part of `listed` that differs from `given`: all before and after it is the same.
pub(super) fn changed(listed: &[u16], given: &[u16]) -> (usize, usize) {
    let from = common(listed, given);
    let pairs = listed.iter().rev().zip(given.iter().rev());
    let end = pairs.take_while(|(a, b)| a == b).count().min(listed.len().min(given.len()) - from);
    (from, listed.len() - end)
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
    fn edits_are_told_apart() {
        for (given, edit) in [
            ("massdit", Some(Edit::Substitution(5))),
            ("masdsot", Some(Edit::Transposition(3))),
            ("massddot", Some(Edit::Insertion(5))),
            ("massdots", Some(Edit::Insertion(7))),
            ("xmassdot", Some(Edit::Insertion(0))),
            ("masdot", Some(Edit::Deletion(3))),
            ("massdo", Some(Edit::Deletion(6))),
            ("massdot", None),
            ("massdoxx", None),
            ("mssadot", None),
            ("", None),
        ] {
            assert_eq!(one_edit(&units("massdot"), &units(given)), edit, "{given}");
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
            assert_eq!(is_moved(&units("massdot"), &units(given)), moved, "{given}");
        }
    }
}
