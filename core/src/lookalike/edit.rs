//! One edit: a letter added, dropped, exchanged, or two neighbours swapped.

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

impl Edit {
    pub(super) fn position(self) -> usize {
        match self {
            Self::Substitution(at) | Self::Insertion(at) | Self::Deletion(at) | Self::Transposition(at) => at,
        }
    }
}

/// The one edit that makes `given` of `listed`; `None` where they are equal or further apart.
pub(super) fn one_edit(listed: &[u16], given: &[u16]) -> Option<Edit> {
    let same = listed.iter().zip(given).take_while(|(a, b)| a == b).count();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn between(listed: &str, given: &str) -> Option<Edit> {
        let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
        one_edit(&units(listed), &units(given))
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
            assert_eq!(between("massdot", given), edit, "{given}");
        }
    }
}
