//! Truth Social: always an `@` in addresses.

use super::address::Address;
use super::grammar::{Folding, Rules, is_ascii_name, is_number, named, without_at};
use super::{HostPattern, Identity};

pub(super) const RULES: Rules = Rules {
    hosts: &[HostPattern::Exact("truthsocial.com"), HostPattern::Exact("www.truthsocial.com")],
    read,
    handle,
    is_id: is_number,
    folding: Folding::PerhapsCase,
    profile: "https://truthsocial.com/@",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        [name, ..] if name.starts_with('@') => handle(name.strip_suffix(".rss").unwrap_or(name)),
        _ => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    if is_ascii_name(name, "_", 1..=30) { named(name) } else { None }
}
