//! Mastodon and its kin: `user@host`, on hosts that are known to be instances.

use super::address::Address;
use super::grammar::{Folding, Rules, begins_or_ends_with, has, is_ascii_name, is_host_name, named, without_at};
use super::{Identity, Platform};

/// Large public instances that the extension knows from the start, one a line.
pub(super) const PACKAGED: &str = include_str!("mastodon_hosts.txt");

pub(super) const RULES: Rules = Rules {
    hosts: &[],
    read,
    handle,
    // Numbers here are an instance's own: the same one means somebody else on the next.
    is_id: |_| false,
    folding: Folding::Case,
    // The host stands inside the handle, so this cannot be a fixed text: `Account::address` writes it.
    profile: "",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    let path = address.path();
    let name = match path.as_slice() {
        ["web" | "deck", name, ..] | [name, ..] if name.starts_with('@') => without_at(name),
        ["users", name, ..] if !has(name, b'@') => name,
        _ => return None,
    };
    if has(name, b'@') { handle(name) } else { handle(&[name, "@", &address.host].concat()) }
}

/// `Mass@social.mass.gov`, with an `@` before it or without.
fn handle(text: &str) -> Option<Identity> {
    let (user, host) = without_at(text).split_once('@')?;
    let possible = is_ascii_name(user, "_.-", 1..=30) && !begins_or_ends_with(user, ".-");
    let host = host.to_ascii_lowercase();
    // Another platform's host is no instance: the account's address would name somebody there.
    let possible = possible && is_host_name(&host) && Platform::reading(&host).is_none();
    if possible { named([user, "@", &host].concat()) } else { None }
}
