//! X, formerly Twitter.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, is_ascii_name, is_number, named, numbered, without_at};
use super::{HostPattern, Identity};

const RESERVED: Words = Words::new(
    "about account bookmarks communities compose download explore follower_requests followers \
    following hashtag help home i intent jobs lists logged_out login logout messages notifications oauth \
    premium_sign_up privacy search settings share signup statuses threader_app threadreaderapp tos verified-choose \
    who_to_follow",
);

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("x.com"),
        HostPattern::Exact("www.x.com"),
        HostPattern::Exact("m.x.com"),
        HostPattern::Exact("mobile.x.com"),
        HostPattern::Exact("twitter.com"),
        HostPattern::Exact("www.twitter.com"),
        HostPattern::Exact("m.twitter.com"),
        HostPattern::Exact("mobile.twitter.com"),
    ],
    read,
    handle,
    is_id: is_number,
    folding: Folding::Case,
    profile: "https://x.com/",
    profile_by_id: Some("https://x.com/i/user/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        [] => handle(address.fragment.strip_prefix("!/")?.split(['/', '?']).next()?),
        ["i", "user", id, ..] => numbered(id),
        ["intent", "user" | "follow"] => match address.only(&["screen_name", "user_id"])? {
            ("user_id", id) => numbered(&id),
            (_, name) => handle(&name),
        },
        [name, ..] => handle(name),
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    if is_ascii_name(name, "_", 1..=15) && !RESERVED.have(name) { named(name) } else { None }
}
