//! Which address is which account.
//!
//! [`resolve`] takes a normalised absolute address and answers with the [`Account`] it names, or nothing.
//! One file per platform holds its hosts, its forms of address and the grammar of its handles.

mod account;

pub use account::{Account, Identity, Platform};

/// Hosts that are known to be Mastodon instances, beyond the packaged set: `mastodon_hosts` of the list,
/// and those that a resident granted. Lower-case.
#[derive(Clone, Debug, Default)]
pub struct MastodonHosts(pub std::collections::BTreeSet<String>);

/// The account that a normalised absolute address names.
///
/// `address` is an address as a browser's `URL.href` or the crate `url` serialises it. `None` for anything
/// that names no account: other hosts, reserved paths, opaque links, user information, other ports.
#[must_use]
pub fn resolve(_address: &str, _hosts: &MastodonHosts) -> Option<Account> {
    None
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
