//! Mastodon instances that nobody listed: which host a resident may be asked about, and what their leave changes.
//!
//! A page can look like anything, so nothing here makes an account official: a granted host's addresses are read, and the
//! verdict on an account is green only on the account's own host, or on one that the list names.

use serde::Serialize;

use super::address::Address;
use super::grammar::{Words, all_digits, is_host_name};
use super::{MastodonHosts, Platform, is_instance, mastodon, platform_at};

/// A host on which the extension would have something to read, were it let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Readable {
    /// Lower-case.
    pub host: String,
    /// Whose pages stand there.
    pub platform: Platform,
    /// Whether that is known, and not only what the address looks like.
    pub known: bool,
    /// Whether the package itself names the host, and asked for it when it was installed.
    pub packaged: bool,
}

/// What below an account's page of a Mastodon instance is still that account's.
const OF_AN_ACCOUNT: Words = Words::new("with_replies media featured tagged followers following collections");

/// The host of a document's normalised address, where its pages can be read: a platform's, a known instance's, or one
/// whose address has the form in which Mastodon writes its accounts' and posts' (`/@mass`, `/@mass/1`).
///
/// Many sites write `/@name`, so the last is a reason to offer a resident to look, and none to read anything.
#[must_use]
pub fn readable(address: &str, hosts: &MastodonHosts) -> Option<Readable> {
    let host = Address::host_of(address).filter(|_| address.starts_with("https://"))?;
    if let Some(platform) = platform_at(address, hosts) {
        let packaged = Platform::of_host(&host).is_some() || is_instance(&host, &MastodonHosts::default());
        return Some(Readable { host, platform, known: true, packaged });
    }
    let looks = can_be_instance(&host) && has_form_of_account(&Address::parse(address)?);
    looks.then_some(Readable { host, platform: Platform::Mastodon, known: false, packaged: false })
}

fn has_form_of_account(address: &Address<'_>) -> bool {
    let path = address.path();
    let rest = match path.as_slice() {
        ["web" | "deck", name, rest @ ..] | [name, rest @ ..] if name.starts_with('@') => rest,
        _ => return false,
    };
    let own = rest.first().is_none_or(|next| all_digits(next) || OF_AN_ACCOUNT.have(next));
    own && (mastodon::RULES.read)(address).is_some()
}

/// What a page shows of the software behind it, as raw as its markup holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstanceSigns<'a> {
    /// Whether there is the element that Mastodon's application is drawn into: `#mastodon` with `data-props`.
    pub application: bool,
    /// The content of `meta[property="profile:username"]`, which Mastodon writes on an account's page: `mass@social.mass.gov`.
    pub username: Option<&'a str>,
}

/// The host about which a resident may be asked whether it is a Mastodon instance: `None` for hosts that are known, that
/// belong to another platform or cannot be an instance, for what is not https, and for pages that show no sign of one.
///
/// `address` is the document's, normalised, as the browser gives it and not as the page does.
#[must_use]
pub fn instance_to_ask_for(address: &str, signs: &InstanceSigns<'_>, hosts: &MastodonHosts) -> Option<String> {
    // Whatever the path holds: an instance has pages of its own.
    let host = Address::host_of(address).filter(|_| address.starts_with("https://"))?;
    let named = signs.username.is_some_and(|text| {
        let parts = text.rsplit_once('@');
        parts.is_some_and(|(user, domain)| !user.is_empty() && is_host_name(domain))
    });
    ((signs.application || named) && can_be_instance(&host) && !is_instance(&host, hosts)).then_some(host)
}

impl MastodonHosts {
    /// Takes in a host that the resident granted, in any case. Whether it could be one: a name of the Domain Name System that
    /// belongs to no other platform.
    pub fn grant(&mut self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let possible = can_be_instance(&host);
        if possible && !self.0.contains(&host) {
            self.0.push(host);
        }
        possible
    }
}

pub(super) fn can_be_instance(host: &str) -> bool {
    is_host_name(host) && Platform::reading(host).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPLICATION: InstanceSigns<'_> = InstanceSigns { application: true, username: None };

    fn asked(address: &str, signs: &InstanceSigns<'_>) -> Option<String> {
        instance_to_ask_for(address, signs, &MastodonHosts::default())
    }

    #[test]
    fn an_unknown_host_that_shows_a_sign_is_asked_for() {
        let username = |text| InstanceSigns { application: false, username: Some(text) };
        assert_eq!(asked("https://social.mass.gov/explore", &APPLICATION).as_deref(), Some("social.mass.gov"));
        // The accounts' domain may be another than the host that shows them.
        assert_eq!(asked("https://web.mass.gov/@m", &username("m@mass.gov")).as_deref(), Some("web.mass.gov"));
        for signs in [InstanceSigns::default(), username("mass"), username("@mass.gov"), username("m@localhost")] {
            assert_eq!(asked("https://social.mass.gov/@m", &signs), None, "{signs:?}");
        }
    }

    #[test]
    fn an_address_in_the_form_of_an_account_is_a_reason_to_look() {
        let looked = |address: &str| readable(address, &MastodonHosts::default());
        for address in [
            "https://social.mass.gov/@m",
            "https://social.mass.gov/@m?a#b",
            "https://social.mass.gov/@m/110000000000000001",
            "https://social.mass.gov/@m/with_replies",
            "https://social.mass.gov/@m@mastodon.social",
            "https://social.mass.gov/web/@m",
            "https://social.mass.gov/deck/@m/1",
        ] {
            let (host, platform) = ("social.mass.gov".into(), Platform::Mastodon);
            assert_eq!(looked(address), Some(Readable { host, platform, known: false, packaged: false }), "{address}");
        }
        for address in [
            "https://news.example/",
            "https://news.example/m",
            "https://news.example/users/m",
            "https://news.example/@m/a-story-of-theirs",
            "https://news.example/a/@m",
            "https://news.example/@",
            "https://news.example/@a b",
            "http://social.mass.gov/@m",
            "https://social.mass.gov:8443/@m",
            "https://127.0.0.1/@m",
            "https://l.facebook.com/@m/story/1/2",
            "https://massgov.github.io/@m",
            "about:blank",
            "",
        ] {
            assert_eq!(looked(address), None, "{address}");
        }
    }

    #[test]
    fn known_hosts_are_readable_whatever_stands_there() {
        let hosts = MastodonHosts(vec!["social.mass.gov".into()]);
        for (address, platform, packaged) in [
            ("https://social.mass.gov/explore", Platform::Mastodon, false),
            ("https://mastodon.social/", Platform::Mastodon, true),
            ("https://mobile.x.com/home", Platform::X, true),
        ] {
            let found = readable(address, &hosts).map(|found| (found.platform, found.known, found.packaged));
            assert_eq!(found, Some((platform, true, packaged)), "{address}");
        }
        assert_eq!(readable("http://x.com/massdot", &hosts), None);
    }

    #[test]
    fn known_hosts_and_those_that_cannot_be_instances_are_not_asked_for() {
        for address in [
            "https://mastodon.social/@m",
            "https://x.com/massdot",
            "https://www.facebook.com/",
            "https://massgov.github.io/",
            "http://social.mass.gov/@m",
            "https://social.mass.gov:8443/@m",
            "https://m@social.mass.gov/@m",
            "https://127.0.0.1/@m",
            "https://[::1]/@m",
            "https://localhost/@m",
            "https://social.mass.gov./@m",
            "about:blank",
            "",
        ] {
            assert_eq!(asked(address, &APPLICATION), None, "{address}");
        }
        let mut hosts = MastodonHosts::default();
        assert!(hosts.grant("Social.Mass.gov"));
        assert_eq!(instance_to_ask_for("https://social.mass.gov/", &APPLICATION, &hosts), None);
    }

    #[test]
    fn only_what_can_be_an_instance_is_granted() {
        let mut hosts = MastodonHosts::default();
        for host in
            ["x.com", "www.facebook.com", "a.github.io", "localhost", "127.0.0.1", "a b.example", "m@a.example", ""]
        {
            assert!(!hosts.grant(host), "{host}");
        }
        assert!(hosts.0.is_empty());
        assert!(hosts.grant("social.mass.gov") && hosts.grant("SOCIAL.mass.gov"));
        assert_eq!(hosts.0.len(), 1);
    }
}
