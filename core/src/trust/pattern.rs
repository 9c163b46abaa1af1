//! Path patterns of delegations, matched alike on every system.

/// Whether the path matches: `*` stands for any number of characters and `?` for one, neither for `/`.
///
/// Case counts. Brackets stand for themselves: the specification names only the two wildcards.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let mut patterns = pattern.split('/');
    let mut segments = path.split('/');
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some(pattern), Some(segment)) if segment_matches(pattern, segment) => {}
            _ => return false,
        }
    }
}

/// Greedy with one step back to the last `*`: its cost is the product of the lengths at most.
fn segment_matches(pattern: &str, segment: &str) -> bool {
    let (mut pattern, mut segment) = (pattern.chars(), segment.chars());
    let mut last_star = None;
    loop {
        let (mut after_pattern, mut after_segment) = (pattern.clone(), segment.clone());
        let matched = match (after_pattern.next(), after_segment.next()) {
            (Some('*'), _) => {
                last_star = Some((after_pattern.clone(), segment.clone()));
                pattern = after_pattern;
                continue;
            }
            (None, None) => return true,
            (Some('?'), Some(_)) => true,
            (Some(expected), Some(found)) => expected == found,
            (_, None) => return false,
            (None, Some(_)) => false,
        };
        if matched {
            (pattern, segment) = (after_pattern, after_segment);
            continue;
        }
        let Some((star_pattern, mut star_segment)) = last_star.take() else { return false };
        star_segment.next();
        (pattern, segment) = (star_pattern.clone(), star_segment.clone());
        last_star = Some((star_pattern, star_segment));
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_the_specification_says() {
        for (pattern, path) in [
            ("targets/*.tgz", "targets/foo.tgz"),
            ("foo-version-?.tgz", "foo-version-a.tgz"),
            ("*.tgz", "foo.tgz"),
            ("foo.tgz", "foo.tgz"),
            ("*", ""),
            ("a*b*c", "a-b-b-c-c"),
            ("releases/*/*", "releases/x/y"),
            ("?", "é"),
            ("[a]", "[a]"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn a_wildcard_matches_no_separator_and_case_counts() {
        for (pattern, path) in [
            ("targets/*.tgz", "targets/foo.txt"),
            ("foo-version-?.tgz", "foo-version-alpha.tgz"),
            ("*.tgz", "targets/foo.tgz"),
            ("*", "a/b"),
            ("a?b", "a/b"),
            ("*.md", "README.MD"),
            ("a*b*c", "a-b-b-c-d"),
            ("", "a"),
            ("a", ""),
            ("?", ""),
            ("[a]", "a"),
            ("a/*", "a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn many_stars_cost_no_exponential_time() {
        assert!(!matches(&"*a".repeat(40), &"a".repeat(39)));
        assert!(!matches(&format!("{}b", "a*".repeat(60)), &"a".repeat(4000)));
    }
}
