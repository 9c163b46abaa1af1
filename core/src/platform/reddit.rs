//! Reddit: users `u/…` and communities `r/…`.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, is_ascii_name, named};
use super::{HostPattern, Identity};

/// Feeds that look like communities.
const RESERVED: Words = Words::new("all friends mod popular random");

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("reddit.com"),
        HostPattern::Exact("www.reddit.com"),
        HostPattern::Exact("old.reddit.com"),
        HostPattern::Exact("new.reddit.com"),
        HostPattern::Exact("sh.reddit.com"),
        HostPattern::Exact("np.reddit.com"),
        HostPattern::Exact("i.reddit.com"),
        HostPattern::Exact("m.reddit.com"),
        HostPattern::Exact("amp.reddit.com"),
    ],
    read,
    handle,
    is_id,
    folding: Folding::Case,
    profile: "https://www.reddit.com/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["user" | "u", name, ..] => handle(&["u/", name].concat()),
        // A short link: where it leads is not in it.
        ["r", _, "s", ..] => None,
        ["r", name, ..] => handle(&["r/", name].concat()),
        _ => None,
    }
}

/// `u/x` or `r/boston`; `r/u_x` is the user's own community, and so the user.
fn handle(text: &str) -> Option<Identity> {
    let (kind, name) = match text.strip_prefix("r/") {
        Some(name) => match name.strip_prefix("u_").or_else(|| name.strip_prefix("U_")) {
            Some(user) => ("u/", user),
            None => ("r/", name),
        },
        None => ("u/", text.strip_prefix("u/")?),
    };
    let possible = if kind == "u/" {
        is_ascii_name(name, "_-", 1..=20) && !name.eq_ignore_ascii_case("me")
    } else {
        is_ascii_name(name, "_", 3..=21) && !name.starts_with('_') && !RESERVED.have(name)
    };
    if possible { named([kind, name].concat()) } else { None }
}

fn is_id(text: &str) -> bool {
    let key = text.strip_prefix("t2_").or_else(|| text.strip_prefix("t5_"));
    key.is_some_and(|key| is_ascii_name(key, "", 1..=13) && !key.bytes().any(|byte| byte.is_ascii_uppercase()))
}
