//! Which hosts belong to a platform, as data: a build that names hosts elsewhere can be held against it.

use super::Platform;
use super::grammar::has;

/// Hosts of a platform: one, or all that put one label of a kind before a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPattern {
    /// This host and no other: `www.facebook.com`.
    Exact(&'static str),
    /// One label of that kind, a dot, and the name: `en-gb.facebook.com`.
    Family(Label, &'static str),
}

/// What may stand before the name of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// `en-gb`
    Locale,
    /// `de`
    Country,
    /// A handle: the host itself names an account (`massgov.github.io`). Such a page is not one of the platform's
    /// own, so [`Platform::of_host`] leaves it out and no site file is for it.
    Handle,
}

impl HostPattern {
    /// Whether `host`, in lower case, is one of these.
    #[must_use]
    pub fn matches(self, host: &str) -> bool {
        match self {
            Self::Exact(exact) => host == exact,
            Self::Family(label, name) => {
                host.strip_suffix(name).and_then(|rest| rest.strip_suffix('.')).is_some_and(|text| label.matches(text))
            }
        }
    }
}

impl Label {
    fn matches(self, text: &str) -> bool {
        match (self, text.as_bytes()) {
            (Self::Locale, [a, b, b'-', c, d]) => [a, b, c, d].iter().all(|byte| byte.is_ascii_lowercase()),
            (Self::Country, [a, b]) => a.is_ascii_lowercase() && b.is_ascii_lowercase(),
            (Self::Handle, [_, ..]) => !has(text, b'.'),
            _ => false,
        }
    }
}

impl Platform {
    /// The hosts whose addresses can name accounts of this platform. Empty for Mastodon, which is anywhere:
    /// see [`packaged_mastodon_hosts`](super::packaged_mastodon_hosts) and [`MastodonHosts`](super::MastodonHosts).
    #[must_use]
    pub fn hosts(self) -> &'static [HostPattern] {
        self.rules().hosts
    }

    /// The platform whose own pages stand on `host` (lower-case), if it has fixed hosts.
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        let own = |pattern: &HostPattern| !matches!(pattern, HostPattern::Family(Label::Handle, _));
        Self::ALL.into_iter().find(|platform| platform.hosts().iter().any(|host_| own(host_) && host_.matches(host)))
    }

    /// The platform that reads addresses on `host` (lower-case), hosts that are handles included.
    pub(super) fn reading(host: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.hosts().iter().any(|pattern| pattern.matches(host)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_one_label_of_their_kind() {
        for host in ["facebook.com", "www.facebook.com", "en-gb.facebook.com", "mbasic.facebook.com", "fb.com"] {
            assert_eq!(Platform::of_host(host), Some(Platform::Facebook), "{host}");
        }
        for host in [
            "l.facebook.com",
            "engb.facebook.com",
            "en-gb.fb.com",
            "www.en-gb.facebook.com",
            "en-gb-facebook.com",
            "facebook.com.example",
            "facebook.com.",
            ".facebook.com",
            "",
        ] {
            assert_eq!(Platform::of_host(host), None, "{host}");
        }
        assert_eq!(Platform::of_host("de.linkedin.com"), Some(Platform::LinkedIn));
        assert_eq!(Platform::of_host("deu.linkedin.com"), None);
    }

    #[test]
    fn a_host_that_is_a_handle_is_no_page_of_the_platform() {
        assert_eq!(Platform::of_host("massgov.github.io"), None);
        assert_eq!(Platform::reading("massgov.github.io"), Some(Platform::GitHub));
        assert_eq!(Platform::reading("a.massgov.github.io"), None);
    }

    #[test]
    fn no_host_belongs_to_two_platforms() {
        let exact = |platform: Platform| {
            platform.hosts().iter().filter_map(|pattern| match pattern {
                HostPattern::Exact(host) => Some(*host),
                HostPattern::Family(..) => None,
            })
        };
        for platform in Platform::ALL {
            for host in exact(platform) {
                let owners = Platform::ALL.into_iter().filter(|other| other.hosts().iter().any(|h| h.matches(host)));
                assert_eq!(owners.collect::<Vec<_>>(), [platform], "{host}");
            }
        }
    }
}
