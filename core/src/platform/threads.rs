//! Threads: Instagram's names, always with an `@` in addresses.

use super::address::Address;
use super::grammar::{Folding, Rules, is_number};
use super::{HostPattern, Identity, instagram};

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("threads.com"),
        HostPattern::Exact("www.threads.com"),
        HostPattern::Exact("threads.net"),
        HostPattern::Exact("www.threads.net"),
    ],
    read,
    handle: instagram::handle,
    is_id: is_number,
    folding: Folding::Case,
    profile: "https://www.threads.com/@",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        [name, ..] if name.starts_with('@') => instagram::handle(name),
        _ => None,
    }
}
