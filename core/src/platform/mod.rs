//! Which address is which account.
//!
//! [`resolve`] takes a normalised absolute address and answers with the [`Account`] it names, or nothing.
//! One file per platform holds its hosts, its forms of address and the grammar of its handles; what follows a name
//! in a path belongs to that name, unless the platform's file says otherwise.

mod account;
mod address;
mod bluesky;
mod case;
mod facebook;
mod flickr;
mod github;
mod grammar;
mod host;
mod instagram;
mod instance;
mod linkedin;
mod mastodon;
mod moved;
mod names;
mod nextdoor;
mod pinterest;
mod reddit;
mod snapchat;
mod telegram;
mod threads;
mod tiktok;
mod truthsocial;
mod whatsapp;
mod x;
mod youtube;

pub use account::{Account, Identity};
pub use host::{HostPattern, Label};
pub use instance::{InstanceSigns, Readable, instance_to_ask_for, readable};
pub use moved::{MovedHost, homed, readable_where_moved};
pub use names::Platform;

use address::Address;

/// Hosts that are known to be Mastodon instances, beyond the packaged set: `mastodon_hosts` of the list,
/// and those that a resident granted. Lower-case.
#[derive(Clone, Debug, Default)]
pub struct MastodonHosts(pub Vec<String>);

/// The account that a normalised absolute address names.
///
/// `address` is an address as a browser's `URL.href` or the crate `url` serialises it. `None` for anything
/// that names no account: other hosts, reserved paths, opaque links, user information, other ports.
/// A redirector that carries its target is looked through, once.
#[must_use]
pub fn resolve(address: &str, hosts: &MastodonHosts) -> Option<Account> {
    let address = Address::parse(address)?;
    match target(&address) {
        Some(target) => named_by(&Address::parse(&target)?, hosts),
        None => named_by(&address, hosts),
    }
}

/// Whether a normalised absolute address is that of the account's own page, and not of something below it: sites show a
/// post under whatever handle stands before its number, so such an address alone vouches for nobody.
#[must_use]
pub fn is_profile(address: &str, account: &Account, hosts: &MastodonHosts) -> bool {
    let page = address.split(['?', '#']).next().unwrap_or(address);
    let depth = |address: &str| Address::parse(address).map(|address| address.path().len());
    resolve(page, hosts).is_some_and(|named| named == *account) && depth(page) == depth(&account.address())
}

/// The platform whose own pages the host of a normalised absolute address serves, Mastodon instances included.
#[must_use]
pub fn platform_at(address: &str, hosts: &MastodonHosts) -> Option<Platform> {
    let host = Address::host_of(address)?;
    Platform::of_host(&host).or_else(|| is_instance(&host, hosts).then_some(Platform::Mastodon))
}

/// The host of a normalised absolute address, lower-case.
#[must_use]
pub fn host_of(address: &str) -> Option<String> {
    Address::host_of(address)
}

/// The Mastodon instances that are known without a list, lower-case.
pub fn packaged_mastodon_hosts() -> impl Iterator<Item = &'static str> {
    mastodon::PACKAGED.lines()
}

/// `raw`, an address as a page or a person wrote it, made absolute and normalised.
/// `base` is the address of the document it stood in.
#[cfg(feature = "url")]
#[must_use]
pub fn absolute(base: Option<&str>, raw: &str) -> Option<String> {
    let parsed = match base {
        Some(base) => url::Url::parse(base).ok()?.join(raw).ok()?,
        None => url::Url::parse(raw).ok()?,
    };
    Some(parsed.into())
}

fn named_by(address: &Address<'_>, hosts: &MastodonHosts) -> Option<Account> {
    let platform = match Platform::reading(&address.host) {
        Some(platform) => platform,
        None if is_instance(&address.host, hosts) => Platform::Mastodon,
        None => return None,
    };
    Some(Account { platform, identity: (platform.rules().read)(address)? })
}

fn is_instance(host: &str, hosts: &MastodonHosts) -> bool {
    hosts.0.iter().any(|known| known == host) || packaged_mastodon_hosts().any(|packaged| packaged == host)
}

/// Where a known redirector leads. No platform reads an account from these addresses, so a target that is one again
/// names nothing.
fn target(address: &Address<'_>) -> Option<String> {
    match (address.host.as_str(), address.path().as_slice()) {
        ("l.facebook.com" | "lm.facebook.com", ["l.php"]) | ("l.instagram.com" | "l.threads.com", []) => {
            address.parameter("u")
        }
        ("youtube.com" | "www.youtube.com", ["redirect"]) => address.parameter("q"),
        _ => None,
    }
}
