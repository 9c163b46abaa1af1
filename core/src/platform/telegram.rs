//! Telegram's public names: `t.me/name`, its web preview `t.me/s/name`, and `name.t.me`.

use super::address::Address;
use super::grammar::{Folding, Rules, Words, has_pair, is_ascii_name, named, without_at};
use super::{HostPattern, Identity, Label};

const RESERVED: Words = Words::new(
    "addemoji addlist addstickers addtheme boost confirmphone contact giftcode invoice joinchat \
    login msg proxy setlanguage share socks",
);

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("t.me"),
        HostPattern::Exact("www.t.me"),
        HostPattern::Exact("telegram.me"),
        HostPattern::Exact("www.telegram.me"),
        HostPattern::Exact("telegram.dog"),
        HostPattern::Exact("www.telegram.dog"),
        HostPattern::Family(Label::Handle, "t.me"),
    ],
    read,
    handle,
    is_id: |_| false,
    folding: Folding::PerhapsCase,
    profile: "https://t.me/",
    profile_by_id: None,
};

fn read(address: &Address<'_>) -> Option<Identity> {
    if let Some(label) = address.host.strip_suffix(".t.me").filter(|label| *label != "www") {
        return handle(label);
    }
    match address.path().as_slice() {
        ["s", name, ..] | [name, ..] => handle(name),
        [] => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let shape = begins && !name.ends_with('_') && !has_pair(name, b'_');
    if is_ascii_name(name, "_", 4..=32) && shape && !RESERVED.have(name) { named(name) } else { None }
}
