//! Instagram. Dots and underscores in a name count: `mass.gov` is not `massgov`.

use super::address::Address;
use super::grammar::{
    Folding, Rules, Words, begins_or_ends_with, has_pair, is_ascii_name, is_number, named, without_at,
};
use super::{HostPattern, Identity};

const RESERVED: Words = Words::new(
    "_n _u about accounts api challenge developer direct directory email emails explore graphql \
    highlights legal lite oauth p press push reel reels share stories tv web your_activity",
);

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("instagram.com"),
        HostPattern::Exact("www.instagram.com"),
        HostPattern::Exact("m.instagram.com"),
        HostPattern::Exact("instagr.am"),
        HostPattern::Exact("www.instagr.am"),
    ],
    read,
    handle,
    is_id: is_number,
    folding: Folding::Case,
    profile: "https://www.instagram.com/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["stories" | "_u", name, ..] | [name, ..] => handle(name),
        [] => None,
    }
}

/// Shared with Threads, which has the same accounts.
pub(super) fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let dots = begins_or_ends_with(name, ".") || has_pair(name, b'.');
    if is_ascii_name(name, "._", 1..=30) && !dots && !RESERVED.have(name) { named(name) } else { None }
}
