//! Nextdoor: the pages of public agencies, `agency-detail/ma/boston/city-of-boston`.

use super::address::Address;
use super::grammar::{Folding, Rules, is_ascii_name, named};
use super::{HostPattern, Identity};

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("nextdoor.com"),
        HostPattern::Exact("www.nextdoor.com"),
        HostPattern::Exact("nextdoor.co.uk"),
        HostPattern::Exact("www.nextdoor.co.uk"),
    ],
    read,
    handle,
    is_id: |_| false,
    folding: Folding::PerhapsCase,
    profile: "https://nextdoor.com/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    handle(&address.path().join("/"))
}

fn handle(text: &str) -> Option<Identity> {
    let mut parts = text.split('/');
    let agency = parts.next() == Some("agency-detail");
    let state = parts.next().is_some_and(|state| is_ascii_name(state, "", 2..=2));
    let mut slug = || parts.next().is_some_and(|slug| is_ascii_name(slug, "-", 1..=100));
    let (city, name) = (slug(), slug());
    if agency && state && city && name && parts.next().is_none() { named(text) } else { None }
}
