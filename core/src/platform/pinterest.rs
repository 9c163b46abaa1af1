//! Pinterest, under its many country domains.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, all_digits, is_ascii_name, is_number, named, without_at};
use super::{HostPattern, Identity, Label};

const RESERVED: Words = Words::new(
    "_ about business categories explore ideas login logout pin resource search settings shop today \
    videos",
);

macro_rules! with_www {
    ($($host:literal)*) => {
        &[
            HostPattern::Family(Label::Country, "pinterest.com"),
            $(HostPattern::Exact($host), HostPattern::Exact(concat!("www.", $host)),)*
        ]
    };
}

pub(super) const RULES: Rules = Rules {
    hosts: with_www!(
        "pinterest.com" "pinterest.at" "pinterest.ca" "pinterest.ch" "pinterest.cl" "pinterest.co.kr" "pinterest.co.uk"
        "pinterest.com.au" "pinterest.com.mx" "pinterest.de" "pinterest.dk" "pinterest.es" "pinterest.fr"
        "pinterest.ie" "pinterest.it" "pinterest.jp" "pinterest.nz" "pinterest.ph" "pinterest.pt" "pinterest.se"
    ),
    read,
    handle,
    is_id: is_number,
    folding: Folding::PerhapsCase,
    profile: "https://www.pinterest.com/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        [name, ..] => handle(name),
        [] => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let possible = is_ascii_name(name, "_", 3..=30) && !all_digits(name) && !RESERVED.have(name);
    if possible { named(name) } else { None }
}
