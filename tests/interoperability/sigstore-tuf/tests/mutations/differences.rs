//! Where the two clients differ, and why. In none of these do we accept what they refuse but for two bounds of theirs.

/// Who differs how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    OursAccepts,
    TheirsAccepts,
    BothButOtherFiles,
}

pub(crate) struct Difference {
    /// The mutation's name; `*` stands for anything.
    pub(crate) mutation: &'static str,
    pub(crate) side: Side,
    /// How many mutations of that name differ so.
    pub(crate) times: usize,
    #[allow(dead_code, reason = "it is for who reads the table")]
    pub(crate) reason: &'static str,
}

/// The first row that speaks of a difference.
pub(crate) fn row(name: &str, side: Side) -> Option<usize> {
    DIFFERENCES.iter().position(|row| row.side == side && matches(row.mutation, name))
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name
            .strip_prefix(start)
            .is_some_and(|name| (0..=name.len()).any(|at| name.is_char_boundary(at) && matches(rest, &name[at..]))),
    }
}

pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        mutation: "*: signed* with its first member twice",
        side: Side::TheirsAccepts,
        times: 42,
        reason: "two readers take different ones of two members of one name (their last, others' first), so no such file is read here",
    },
    Difference {
        mutation: "root: signed/keys/KEYID with its first member again, empty",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "likewise: the later one is what they read, the earlier what others might",
    },
    Difference {
        mutation: "targets: signed/delegations/keys/KEYID with its first member again, empty",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "likewise",
    },
    Difference { mutation: "*: signed twice", side: Side::TheirsAccepts, times: 5, reason: "likewise, of the whole" },
    Difference { mutation: "*: signatures twice", side: Side::TheirsAccepts, times: 5, reason: "likewise" },
    Difference {
        mutation: "*: a fraction beside",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "numbers with fractions are refused wherever they stand; they look only where it is signed",
    },
    Difference {
        mutation: "timestamp: signed/* = 9007199254740993",
        side: Side::TheirsAccepts,
        times: 2,
        reason: "beyond 2^53 readers in JavaScript and others disagree which number it is",
    },
    Difference {
        mutation: "timestamp: signed/* = 18446744073709551615",
        side: Side::TheirsAccepts,
        times: 2,
        reason: "likewise",
    },
    Difference {
        mutation: "*: signed/expires in lower case",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "the specification has one form of a time, YYYY-MM-DDTHH:MM:SSZ; they read any that RFC 3339 or ISO 8601 knows",
    },
    Difference {
        mutation: "*: signed/expires = 2026-12-22*",
        side: Side::TheirsAccepts,
        times: 25,
        reason: "likewise",
    },
    Difference {
        mutation: "*: signed/expires = 2026-12-31T23:59:60Z",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "likewise",
    },
    Difference {
        mutation: "*: signed/expires = 9999-12-31T23:59:59Z",
        side: Side::OursAccepts,
        times: 5,
        reason: "their calendar ends a day before the last year of the form does",
    },
    Difference {
        mutation: "*: signed/expires = 2026-11-22T08:00:00Z",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "the specification asks for an expiry later than the fixed time, so at that very second it has expired; they take it as the last good one",
    },
    Difference { mutation: "situation: * expires now", side: Side::TheirsAccepts, times: 4, reason: "likewise" },
    Difference { mutation: "situation: targets expire now", side: Side::TheirsAccepts, times: 1, reason: "likewise" },
    Difference {
        mutation: "*: signed/spec_version = 1",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "the specification's version has three parts; they look at the first alone",
    },
    Difference { mutation: "*: signed/spec_version = 1.", side: Side::TheirsAccepts, times: 5, reason: "likewise" },
    Difference {
        mutation: "*keys/KEYID/keytype*",
        side: Side::TheirsAccepts,
        times: 36,
        reason: "a key's type must be that of its scheme; they look at the scheme alone",
    },
    Difference {
        mutation: "*keys/KEYID/keyval/public with a space",
        side: Side::TheirsAccepts,
        times: 6,
        reason: "a key has one spelling, so that it cannot be counted twice; they trim",
    },
    Difference {
        mutation: "*: signed/meta/*hashes = null",
        side: Side::TheirsAccepts,
        times: 3,
        reason: "null is no object: a field is there in its form, or not there",
    },
    Difference { mutation: "*: signed/meta/*length = null", side: Side::TheirsAccepts, times: 3, reason: "likewise" },
    Difference {
        mutation: "targets: signed/delegations = null",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "likewise",
    },
    Difference {
        mutation: "targets: signed/delegations/roles/0/paths = null",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "likewise: a delegation without paths or prefixes is none",
    },
    Difference {
        mutation: "targets: signed/delegations without roles",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "the specification wants the field",
    },
    Difference {
        mutation: "targets: signed/delegations with roles renamed",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "likewise",
    },
    Difference {
        mutation: "targets: signed/delegations/roles with item 0 twice",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "one delegator names a role once, or its keys would be a question of order",
    },
    Difference {
        mutation: "targets: signed/delegations/roles/0/name = \"\"",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "a role without a name has no file",
    },
    Difference {
        mutation: "targets: signed/delegations/roles/0/name*",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "a delegated role that the snapshot does not list ends the update, since whoever holds the snapshot back could otherwise hide a role; they pass it over",
    },
    Difference {
        mutation: "situation: a delegated role that the snapshot does not list",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "likewise",
    },
    Difference {
        mutation: "situation: a delegated role with the name *",
        side: Side::TheirsAccepts,
        times: 4,
        reason: "such a name is refused with the file that uses it; they pass the delegation over",
    },
    Difference {
        mutation: "*: an empty one of the same key after it",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "the specification wants key ids to be unique in a file's signatures; they look only at those of the role, and past empty ones",
    },
    Difference {
        mutation: "*: a stranger's signature twice too",
        side: Side::TheirsAccepts,
        times: 5,
        reason: "likewise",
    },
    Difference {
        mutation: "timestamp: signed/meta/snapshot.json/version one less",
        side: Side::TheirsAccepts,
        times: 1,
        reason: "the timestamp names the earlier snapshot with the later one's hash: they keep the earlier one and do not look at the hash again",
    },
    Difference {
        mutation: "situation: the same snapshot version",
        side: Side::BothButOtherFiles,
        times: 1,
        reason: "a snapshot of the same version with other content: they keep their own, we take the one whose hash the newer timestamp names",
    },
    Difference {
        mutation: "situation: *: one key under two ids, threshold two",
        side: Side::TheirsAccepts,
        times: 3,
        reason: "keys are counted here, not their ids: CVE-2020-6174 and its kin",
    },
    Difference {
        mutation: "situation: root: forty rotations",
        side: Side::OursAccepts,
        times: 1,
        reason: "a bound of each: 256 here, 32 there",
    },
    Difference {
        mutation: "situation: delegation of the pattern `[s]ites.json`",
        side: Side::BothButOtherFiles,
        times: 1,
        reason: "the specification's patterns have * and ? alone; they know sets of characters too",
    },
    Difference {
        mutation: "targets: signed/targets with * renamed",
        side: Side::TheirsAccepts,
        times: 2,
        reason: "all of a list is fetched here, under whatever name, and this one is not served; they fetch what is asked for",
    },
];
