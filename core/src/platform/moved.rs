//! Domains that a platform moved to after the package was built: what the signed list says of them.
//!
//! An address there is read as the same address on the platform's own host. That lends every word of the list to the new
//! domain, so only who signs the list may say it: no site file, and no resident.

use serde::Serialize;

use super::instance::can_be_instance;
use super::{HostPattern, MastodonHosts, Platform, Readable, is_instance};

/// `host` shows what `platform` showed on its own hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedHost {
    /// Any but Mastodon, which is anywhere.
    pub platform: Platform,
    /// Lower-case; of no platform yet, and no known instance.
    pub host: String,
}

impl MovedHost {
    /// Whether the host is a name that belongs to nobody we know, and the platform has hosts of its own.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        can_be_instance(&self.host)
            && !self.host.bytes().any(|byte| byte.is_ascii_uppercase())
            && !is_instance(&self.host, &MastodonHosts::default())
            && self.home().is_some()
    }

    fn home(&self) -> Option<&'static str> {
        self.platform.hosts().iter().find_map(|pattern| match pattern {
            HostPattern::Exact(host) => Some(*host),
            HostPattern::Family(..) => None,
        })
    }

    /// What follows the host in a normalised address on it.
    fn path<'a>(&self, address: &'a str) -> Option<&'a str> {
        let rest = address.strip_prefix("https://")?.strip_prefix(self.host.as_str())?;
        (rest.is_empty() || rest.starts_with(['/', '?', '#'])).then_some(rest)
    }
}

/// A normalised address as the platform wrote it before it moved; any other as it is.
#[must_use]
pub fn homed(address: String, moved: &[MovedHost]) -> String {
    let home = |host: &MovedHost| Some(["https://", host.home()?, host.path(&address)?].concat());
    moved.iter().filter(|host| host.is_possible()).find_map(home).unwrap_or(address)
}

/// The moved host on which a normalised address stands.
#[must_use]
pub fn readable_where_moved(address: &str, moved: &[MovedHost]) -> Option<Readable> {
    let found = moved.iter().find(|host| host.path(address).is_some() && host.is_possible())?;
    Some(Readable { host: found.host.clone(), platform: found.platform, known: true, packaged: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(platform: Platform, host: &str) -> MovedHost {
        MovedHost { platform, host: host.into() }
    }

    #[test]
    fn addresses_on_a_moved_host_are_those_of_the_platform() {
        let all = [moved(Platform::X, "x.example"), moved(Platform::YouTube, "www.tube.example")];
        for (there, home) in [
            ("https://x.example/MassDOT?lang=en#a", "https://x.com/MassDOT?lang=en#a"),
            ("https://x.example/", "https://x.com/"),
            ("https://www.tube.example/@thembta", "https://youtube.com/@thembta"),
        ] {
            assert_eq!(homed(there.into(), &all), home);
            assert!(readable_where_moved(there, &all).is_some_and(|found| found.known && !found.packaged));
        }
        for other in [
            "https://x.example.evil.example/MassDOT",
            "https://x.example:8443/MassDOT",
            "https://x.example@evil.example/MassDOT",
            "https://a.x.example/MassDOT",
            "https://tube.example/@thembta",
            "http://x.example/MassDOT",
            "about:blank",
        ] {
            assert_eq!(homed(other.into(), &all), other);
            assert_eq!(readable_where_moved(other, &all), None, "{other}");
        }
    }

    #[test]
    fn no_platform_moves_to_anothers_host_and_mastodon_moves_nowhere() {
        assert!(moved(Platform::X, "x.example").is_possible());
        for host in
            ["x.com", "www.facebook.com", "a.github.io", "mastodon.social", "X.example", "localhost", "a b.example", ""]
        {
            assert!(!moved(Platform::X, host).is_possible(), "{host}");
            let there = ["https://", host, "/MassDOT"].concat();
            assert_eq!(homed(there.clone(), &[moved(Platform::YouTube, host)]), there);
        }
        assert!(!moved(Platform::Mastodon, "social.mass.gov").is_possible());
    }
}
