//! Which characters of a name differ from the listed one.

/// Names are aligned up to this many characters.
const CHARACTERS_MAX: usize = 128;

/// The parts of `given` that a shortest alignment with `listed`, blind to ASCII case, exchanges or adds:
/// half-open ranges in UTF-16 units of `given`, moved by `offset`.
pub(super) fn differences(listed: &str, given: &str, offset: u32) -> Vec<(u32, u32)> {
    let old: Vec<char> = listed.chars().take(CHARACTERS_MAX).map(|c| c.to_ascii_lowercase()).collect();
    let new: Vec<char> = given.chars().take(CHARACTERS_MAX).collect();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let mut at = offset;
    // What both begin with, and then what both end with, is aligned anyway.
    let is_same = |(was, is): &(&char, &char)| **was == is.to_ascii_lowercase();
    let same = old.iter().zip(&new).take_while(is_same).count();
    let (was, is) = (old.get(same..).unwrap_or_default(), new.get(same..).unwrap_or_default());
    let end = was.iter().rev().zip(is.iter().rev()).take_while(is_same).count();
    let front = |part: &[char]| part.len() - end;
    let changed = changed(was.get(..front(was)).unwrap_or_default(), is.get(..front(is)).unwrap_or_default());
    let changed = core::iter::repeat_n(false, same).chain(changed).chain(core::iter::repeat(false));
    for (character, differs) in new.iter().zip(changed) {
        let end = at + character.len_utf16() as u32;
        match ranges.last_mut() {
            Some(last) if differs && last.1 == at => last.1 = end,
            _ if differs => ranges.push((at, end)),
            _ => {}
        }
        at = end;
    }
    ranges
}

/// For each character of `new`, whether the alignment exchanges or adds it.
fn changed(old: &[char], new: &[char]) -> Vec<bool> {
    let width = old.len() + 1;
    // From row i and column j on: the edits that are left. Filled from the end, walked from the start.
    let mut left = vec![0_u16; width * (new.len() + 1)];
    let at = |i: usize, j: usize| i * width + j;
    for i in (0..=new.len()).rev() {
        for j in (0..=old.len()).rev() {
            let get = |i: usize, j: usize| left.get(at(i, j)).copied().unwrap_or(u16::MAX / 2);
            let cost = match (new.get(i), old.get(j)) {
                (None, None) => 0,
                (None, Some(_)) => get(i, j + 1) + 1,
                (Some(_), None) => get(i + 1, j) + 1,
                (Some(a), Some(b)) => {
                    let exchange = u16::from(a.to_ascii_lowercase() != *b);
                    (get(i + 1, j + 1) + exchange).min(get(i + 1, j) + 1).min(get(i, j + 1) + 1)
                }
            };
            if let Some(cell) = left.get_mut(at(i, j)) {
                *cell = cost;
            }
        }
    }
    let get =
        |i: usize, j: usize| if j < width { left.get(at(i, j)).copied().unwrap_or(u16::MAX / 2) } else { u16::MAX / 2 };
    let mut marks = vec![false; new.len()];
    let (mut i, mut j) = (0, 0);
    while let Some(character) = new.get(i) {
        let here = get(i, j);
        let same = old.get(j) == Some(&character.to_ascii_lowercase());
        if same && here == get(i + 1, j + 1) {
            (i, j) = (i + 1, j + 1);
        } else if here == get(i, j + 1).saturating_add(1) {
            j += 1;
        } else {
            if let Some(mark) = marks.get_mut(i) {
                *mark = true;
            }
            let exchanged = j < old.len() && here == get(i + 1, j + 1).saturating_add(1);
            (i, j) = (i + 1, j + usize::from(exchanged));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn differences_are_where_a_reader_looks() {
        for (listed, given, ranges) in [
            ("MassDOT", "MassD0T", &[(5, 6)][..]),
            ("MassDOT", "massdot", &[]),
            ("MassDOT", "Mass_DOT", &[(4, 5)]),
            ("MassDOT", "MassDOTHelp", &[(7, 11)]),
            ("MassDOT", "TheMassDOT2024", &[(0, 3), (10, 14)]),
            ("MassDOT", "MasDOT", &[]),
            ("MassDOT", "MassDDOT", &[(5, 6)]),
            ("MassWildlife", "MassVVildlife", &[(4, 6)]),
            ("MassDOT", "Mass\u{1D403}OT", &[(4, 6)]),
            ("", "ab", &[(0, 2)]),
        ] {
            assert_eq!(differences(listed, given, 0), ranges, "{given}");
        }
    }

    proptest! {
        #[test]
        fn ranges_fit_the_text_holds(listed in any::<String>(), given in any::<String>()) {
            let length = given.encode_utf16().count() as u32;
            let mut end = 0;
            for (from, to) in differences(&listed, &given, 0) {
                prop_assert!(from >= end && from < to && to <= length);
                end = to;
            }
        }
    }
}
