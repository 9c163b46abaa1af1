//! TikTok: always an `@` in addresses.

use super::address::Address;
use super::grammar::{Folding, Rules, all_digits, is_ascii_name, is_number, named, without_at};
use super::{HostPattern, Identity};

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("tiktok.com"),
        HostPattern::Exact("www.tiktok.com"),
        HostPattern::Exact("m.tiktok.com"),
    ],
    read,
    handle,
    is_id: is_number,
    folding: Folding::Case,
    profile: "https://www.tiktok.com/@",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        [name, ..] if name.starts_with('@') => handle(name),
        _ => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    if is_ascii_name(name, "_.", 2..=24) && !name.ends_with('.') && !all_digits(name) { named(name) } else { None }
}
