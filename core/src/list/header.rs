//! What `index.json` itself must hold, and the forms of ids, hosts and addresses.

use super::error::ListError;
use super::schema::Index;

/// Every problem of the header.
pub(super) fn check(
    index: &Index,
    refuse: &mut dyn FnMut(ListError) -> Result<(), ListError>,
) -> Result<(), ListError> {
    if index.publisher.name.trim().is_empty() {
        refuse(ListError::NoPublisher)?;
    }
    if !is_https(&index.publisher.homepage) {
        refuse(ListError::PublisherNotHttps { address: index.publisher.homepage.clone() })?;
    }
    for host in index.mastodon_hosts.iter().filter(|host| !is_host(host)) {
        refuse(ListError::BadMastodonHost { host: host.clone() })?;
    }
    for moved in
        index.moved_hosts.iter().filter(|moved| !moved.is_possible() || index.mastodon_hosts.contains(&moved.host))
    {
        refuse(ListError::BadMovedHost { platform: moved.platform.as_str(), host: moved.host.clone() })?;
    }
    Ok(())
}

/// Kebab-case: it becomes a file's name and part of addresses.
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= 100
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// `https://`, a host without user information, and nothing that an address cannot hold.
pub(super) fn is_https(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.as_bytes().contains(&b'@')
        && !rest.chars().any(|character| {
            character.is_whitespace() || character.is_control() || matches!(character, '\\' | '"' | '<' | '>')
        })
}

fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text.as_bytes().contains(&b'.')
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        for id in ["massdot", "health-and-human-services", "r2"] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "MassDOT", "a--b", "-a", "a-", "a/b", "..", "é"] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn addresses_are_https() {
        for address in ["https://www.mass.gov/", "https://mass.gov", "https://mass.gov/a?b#c"] {
            assert!(is_https(address), "{address}");
        }
        for address in [
            "",
            "http://mass.gov/",
            "https://",
            "https:///a",
            "https://a@b/",
            "https://mass.gov/a b",
            "mass.gov",
            "HTTPS//x",
        ] {
            assert!(!is_https(address), "{address}");
        }
    }

    #[test]
    fn hosts_are_bare() {
        assert!(is_host("social.mass.gov"));
        for host in ["", "localhost", "https://a.b", "A.b", "a..b", "a.b/"] {
            assert!(!is_host(host), "{host}");
        }
    }
}
