//! Bluesky: handles are names of the Domain Name System, ids are DIDs.
//! Grammar: <https://atproto.com/specs/handle>, <https://atproto.com/specs/did>.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, is_ascii_name, is_host_name, named, without_at};
use super::{HostPattern, Identity};

/// `handle.invalid` is how the network shows a handle that is broken.
const DISALLOWED_TOPS: Words = Words::new("alt arpa example internal invalid local localhost onion");

pub(super) const RULES: Rules = Rules {
    hosts: &[HostPattern::Exact("bsky.app"), HostPattern::Exact("www.bsky.app")],
    read,
    handle,
    is_id,
    folding: Folding::Case,
    profile: "https://bsky.app/profile/",
    profile_by_id: Some("https://bsky.app/profile/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        // A list or a feed is shown, not what its owner says.
        ["profile", _, "feed" | "lists", ..] => None,
        ["profile", name, ..] => handle(name),
        _ => None,
    }
}

/// A handle, or the DID that may stand in its place.
fn handle(text: &str) -> Option<Identity> {
    if is_id(text) {
        return Some(Identity::Id(text.into()));
    }
    let name = without_at(text);
    let top = name.rsplit('.').next()?;
    if is_host_name(name) && !DISALLOWED_TOPS.have(top) { named(name) } else { None }
}

fn is_id(text: &str) -> bool {
    let plc = text.strip_prefix("did:plc:");
    let web = text.strip_prefix("did:web:");
    plc.is_some_and(|key| is_ascii_name(key, "", 1..=2048) && !key.bytes().any(|byte| byte.is_ascii_uppercase()))
        || web.is_some_and(is_host_name)
}
