//! Flickr: an alias that the owner chose, or the NSID `12345678@N00`.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, all_digits, is_ascii_name, named};
use super::{HostPattern, Identity};

/// Pages that stand where a name would.
const RESERVED: Words = Words::new("albums contacts friends me organize tags upload");

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("flickr.com"),
        HostPattern::Exact("www.flickr.com"),
        HostPattern::Exact("m.flickr.com"),
    ],
    read,
    handle,
    is_id,
    folding: Folding::PerhapsCase,
    profile: "https://www.flickr.com/photos/",
    profile_by_id: Some("https://www.flickr.com/photos/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["photos" | "people", name, ..] => handle(name),
        _ => None,
    }
}

/// An alias, or the NSID that stands in its place.
fn handle(text: &str) -> Option<Identity> {
    if is_id(text) {
        return Some(Identity::Id(text.into()));
    }
    if is_ascii_name(text, "_-", 1..=64) && !RESERVED.have(text) { named(text) } else { None }
}

fn is_id(text: &str) -> bool {
    let Some((number, shard)) = text.split_once('@') else { return false };
    let shard = shard.strip_prefix('N').filter(|shard| shard.len() == 2);
    number.len() <= 20 && all_digits(number) && shard.is_some_and(all_digits)
}
