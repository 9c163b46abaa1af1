//! YouTube: `@handles`, and the two older kinds of name, each a namespace of its own.

use super::address::Address;
use super::grammar::{Folding, Rules, is_ascii_name, is_name, named, without_at};
use super::{HostPattern, Identity};

const SEPARATORS: &str = "_-.·";

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("youtube.com"),
        HostPattern::Exact("www.youtube.com"),
        HostPattern::Exact("m.youtube.com"),
        HostPattern::Exact("music.youtube.com"),
    ],
    read,
    handle,
    is_id,
    folding: Folding::PerhapsCase,
    profile: "https://www.youtube.com/",
    profile_by_id: Some("https://www.youtube.com/channel/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["channel", id, ..] => is_id(id).then(|| Identity::Id((*id).into())),
        [kind @ ("c" | "user"), name, ..] => handle(&[kind, "/", name].concat()),
        [name, ..] if name.starts_with('@') => handle(name),
        _ => None,
    }
}

/// `@massgov`, `c/massgov` or `user/massgov`. A name without any of these is an `@` handle: the only kind that
/// people write today.
fn handle(text: &str) -> Option<Identity> {
    let (kind, name, lengths) = match text.split_once('/') {
        Some(("c", name)) => ("c/", name, 1..=100),
        Some(("user", name)) => ("user/", name, 1..=100),
        _ => ("@", without_at(text), 3..=30),
    };
    let edge = |c: char| SEPARATORS.chars().any(|separator| separator == c);
    let possible = is_name(name, SEPARATORS, lengths) && !name.starts_with(edge) && !name.ends_with(edge);
    if possible { named([kind, name].concat()) } else { None }
}

fn is_id(text: &str) -> bool {
    text.strip_prefix("UC").is_some_and(|rest| is_ascii_name(rest, "_-", 22..=22))
}
