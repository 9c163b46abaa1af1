//! WhatsApp channels. A channel has no handle: the token in its address is its stable id.

use super::address::Address;
use super::grammar::{Folding, Rules, is_ascii_name};
use super::{HostPattern, Identity};

pub(super) const RULES: Rules = Rules {
    hosts: &[HostPattern::Exact("whatsapp.com"), HostPattern::Exact("www.whatsapp.com")],
    read,
    handle,
    is_id,
    folding: Folding::PerhapsCase,
    profile: "https://whatsapp.com/channel/",
    profile_by_id: Some("https://whatsapp.com/channel/"),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["channel", token, ..] => handle(token),
        _ => None,
    }
}

fn handle(text: &str) -> Option<Identity> {
    is_id(text).then(|| Identity::Id(text.into()))
}

fn is_id(text: &str) -> bool {
    text.starts_with("0029V") && is_ascii_name(text, "", 6..=64)
}
