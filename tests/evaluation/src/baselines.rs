//! What others' published rules say of a handle, restated by us.
//!
//! | column | rule | source |
//! |---|---|---|
//! | `L1`, `L2` | Levenshtein distance of at most 1, 2; `L1` is also MetaMask's since 2023 | eth-phishing-detect |
//! | `L3` | Levenshtein distance of at most 3: MetaMask's default tolerance | eth-phishing-detect |
//! | `OSA1` | optimal string alignment: a transposition counts once | |
//! | `JW.9` | Jaro-Winkler similarity above 0.9 | |
//! | `SKEL` | equal skeletons, case folded afterwards | UTS #39 |
//! | `CHR` | skeletons within one edit or one swap; the target between separators; the target and one of 13 keywords | Chromium, `lookalike_url_util.cc` |

use unicode_security::skeleton;

/// The columns, in order.
pub(crate) const NAMES: [&str; 7] = ["L1", "L2", "L3", "OSA1", "JW.9", "SKEL", "CHR"];
/// Chromium's keywords of combination squatting.
const KEYWORDS: [&str; 13] = [
    "account", "activate", "admin", "coin", "crypto", "login", "logout", "password", "secure", "security", "signin",
    "signout", "wallet",
];
/// Chromium embeds and combines only names of at least this length.
const EMBEDDED_MIN: usize = 4;
/// Of Jaro-Winkler.
const SIMILAR: f64 = 0.9;

/// A name as the rules compare it.
#[derive(Debug)]
pub(crate) struct Form {
    lower: String,
    skeleton: String,
}

impl Form {
    /// Prepares a name.
    pub(crate) fn of(text: &str) -> Self {
        Self { lower: text.to_lowercase(), skeleton: skeleton(text).collect::<String>().to_lowercase() }
    }
}

/// Which rules say that `given` imitates `listed`: a bit for each of [`NAMES`].
pub(crate) fn flags(listed: &Form, given: &Form) -> u8 {
    let distance = strsim::levenshtein(&listed.lower, &given.lower);
    let rules = [
        distance <= 1,
        distance <= 2,
        distance <= 3,
        strsim::osa_distance(&listed.lower, &given.lower) <= 1,
        strsim::jaro_winkler(&listed.lower, &given.lower) > SIMILAR,
        listed.skeleton == given.skeleton,
        chromium(listed, given),
    ];
    rules.iter().enumerate().fold(0, |flags, (bit, holds)| flags | u8::from(*holds) << bit)
}

fn chromium(listed: &Form, given: &Form) -> bool {
    let (one, other) = (&listed.skeleton, &given.skeleton);
    if one == other {
        return true;
    }
    let near = strsim::osa_distance(one, other) <= 1 && !is_excluded(one, other);
    let separated = |c: char| !c.is_alphanumeric();
    let embedded = || given.lower.split(separated).any(|part| part == listed.lower);
    let combined = || {
        given.lower.contains(&listed.lower)
            && KEYWORDS.iter().any(|word| given.lower.contains(word) && !listed.lower.contains(word))
    };
    near || listed.lower.len() >= EMBEDDED_MIN && (embedded() || combined())
}

/// One edit that Chromium forgives: at the first letter, in trailing digits, of a hyphen.
fn is_excluded(one: &str, other: &str) -> bool {
    let tail = |text: &str| text.chars().skip(1).collect::<String>();
    let undigited = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let unhyphened = |text: &str| text.replace(['-', '_'], "");
    tail(one) == tail(other) || undigited(one) == undigited(other) || unhyphened(one) == unhyphened(other)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn says(listed: &str, given: &str) -> Vec<&'static str> {
        let flags = flags(&Form::of(listed), &Form::of(given));
        NAMES.into_iter().enumerate().filter(|(bit, _)| flags >> bit & 1 != 0).map(|(_, name)| name).collect()
    }

    #[test]
    fn rules_say_what_their_sources_say() {
        assert_eq!(says("MassDOT", "MasDOT"), ["L1", "L2", "L3", "OSA1", "JW.9", "CHR"]);
        assert_eq!(says("MassDOT", "MassDTO"), ["L2", "L3", "OSA1", "JW.9", "CHR"]);
        assert_eq!(says("MassDOT", "MassDOTlogin"), ["JW.9", "CHR"]);
        assert!(says("MassDOT", "Mаssdot").contains(&"SKEL"));
        assert_eq!(says("tank", "hank"), ["L1", "L2", "L3", "OSA1"]);
        assert_eq!(says("MassDOT", "RMVMass"), Vec::<&str>::new());
    }
}
