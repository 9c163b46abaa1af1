//! Text as pages write it.

/// The text without what pages put around names: spaces of any kind and the marks of writing direction
/// (Bluesky wraps names in U+202A…U+202C). What stands inside a name is kept: it may be what gives an imitation away.
pub(super) fn clean(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace()
            || matches!(character, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
            || ('\u{202a}'..='\u{202e}').contains(&character)
            || ('\u{2066}'..='\u{2069}').contains(&character)
    })
}

/// [`clean`], or nothing where nothing is left.
pub(super) fn some(text: Option<&str>) -> Option<&str> {
    text.map(clean).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_a_name_are_dropped_and_those_inside_kept() {
        assert_eq!(clean("\u{202a}\u{a0}@mass.gov\u{202c}\n"), "@mass.gov");
        assert_eq!(clean("Mass\u{202e}DOT"), "Mass\u{202e}DOT");
        assert_eq!(some(Some(" \u{200f} ")), None);
        assert_eq!(some(None), None);
    }
}
