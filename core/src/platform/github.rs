//! GitHub: users and organisations share one namespace.

use super::address::Address;
use super::grammar::{
    Folding, Rules, Words, begins_or_ends_with, has_pair, is_ascii_name, is_number, named, without_at,
};
use super::{HostPattern, Identity, Label};

const RESERVED: Words = Words::new(
    "about account apps codespaces collections contact copilot customer-stories dashboard \
    discussions enterprise events explore features feedback git-guides github-copilot issues login logout \
    marketplace new nonprofit notifications open-source organizations orgs premium-support pricing pulls readme \
    search security settings signup site sitemap sponsors stars team topics trending users www",
);

/// Pages of `gist.github.com` that stand where a name would.
const GIST_RESERVED: Words = Words::new("auth discover forked mine public search secret starred");

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("github.com"),
        HostPattern::Exact("www.github.com"),
        HostPattern::Exact("gist.github.com"),
        HostPattern::Family(Label::Handle, "github.io"),
    ],
    read,
    handle,
    is_id: is_number,
    folding: Folding::Case,
    profile: "https://github.com/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    if let Some(label) = address.host.strip_suffix(".github.io") {
        return handle(label);
    }
    // Somebody's work in somebody else's repository: two accounts, so neither.
    if address.mentions("author") {
        return None;
    }
    match address.path().as_slice() {
        [name, ..] if address.host.starts_with("gist.") && is_no_name_of_a_gist(name) => None,
        ["orgs", name, ..] | [name, ..] => handle(name),
        [] => None,
    }
}

/// A page, or the bare id of a gist.
fn is_no_name_of_a_gist(text: &str) -> bool {
    GIST_RESERVED.have(text) || (text.len() >= 20 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let hyphens = begins_or_ends_with(name, "-") || has_pair(name, b'-');
    if is_ascii_name(name, "-", 1..=39) && !hyphens && !RESERVED.have(name) { named(name) } else { None }
}
