//! Snapchat. It shows every name in lower case.

use super::address::Address;
use super::grammar::{Folding, Rules, begins_or_ends_with, is_ascii_name, named, without_at};
use super::{HostPattern, Identity};

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("snapchat.com"),
        HostPattern::Exact("www.snapchat.com"),
        HostPattern::Exact("story.snapchat.com"),
    ],
    read,
    handle,
    is_id: |_| false,
    folding: Folding::Case,
    profile: "https://www.snapchat.com/add/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["add", name, ..] => handle(name),
        [name, ..] if name.starts_with('@') => handle(name),
        _ => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let edges = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) && !begins_or_ends_with(name, "-_.");
    if is_ascii_name(name, "-_.", 3..=15) && edges { named(name) } else { None }
}
