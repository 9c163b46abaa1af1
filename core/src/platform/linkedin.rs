//! LinkedIn: companies, schools, showcases and people, each a namespace of its own.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, all_digits, is_name, is_number, named};
use super::{HostPattern, Identity, Label};

/// `me` is whoever looks; an `unavailable` company is what was removed.
const RESERVED: Words =
    Words::new("in/me in/edit company/setup company/unavailable school/unavailable showcase/unavailable");

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("linkedin.com"),
        HostPattern::Exact("www.linkedin.com"),
        HostPattern::Exact("m.linkedin.com"),
        HostPattern::Exact("touch.linkedin.com"),
        HostPattern::Family(Label::Country, "linkedin.com"),
    ],
    read,
    handle,
    is_id,
    folding: Folding::Case,
    profile: "https://www.linkedin.com/",
    profile_by_id: Some("https://www.linkedin.com/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["organization-guest", kind @ "company", name, ..] | [kind, name, ..] => handle(&[kind, "/", name].concat()),
        _ => None,
    }
}

/// `company/massdot`, and so for the other kinds. A number in the place of an organisation's name is its id.
fn handle(text: &str) -> Option<Identity> {
    if is_id(text) {
        return Some(Identity::Id(text.into()));
    }
    let (kind, name) = text.split_once('/')?;
    let known = match kind {
        "company" | "school" | "showcase" => !all_digits(name),
        _ => kind == "in",
    };
    if known && is_name(name, "-", 1..=100) && !RESERVED.have(text) { named(text) } else { None }
}

fn is_id(text: &str) -> bool {
    matches!(text.split_once('/'), Some(("company" | "school" | "showcase", number)) if is_number(number))
}
