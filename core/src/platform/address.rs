//! An absolute address taken apart, or refused: the one place that reads the syntax of addresses.

/// The parts of an `http` or `https` address that can name an account.
pub(super) struct Address<'a> {
    /// Lower-case, without a port.
    pub(super) host: String,
    /// The path's segments, percent-decoded once, none of them empty.
    segments: Vec<String>,
    query: &'a str,
    /// As it stands after the `#`.
    pub(super) fragment: &'a str,
}

impl<'a> Address<'a> {
    /// Takes a normalised address apart.
    ///
    /// `None` for another scheme, user information, any port (normalising has dropped the default one), an empty
    /// segment, a dot segment, and an escape that is broken or hides a separator. So whatever a parser of addresses
    /// would still change is refused here, which matters for the targets of redirectors: nobody normalised those.
    pub(super) fn parse(address: &'a str) -> Option<Self> {
        let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let (host, path) = host_and_path(address)?;
        Some(Self { host, segments: segments(path)?, query, fragment })
    }

    /// The host of a normalised address, lower-case, whatever its path holds.
    pub(super) fn host_of(address: &str) -> Option<String> {
        Some(host_and_path(address.split(['?', '#']).next()?)?.0)
    }

    /// The segments of the path.
    pub(super) fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// The one parameter of the query that is called one of `names`, with its value.
    /// `None` also when there are two: which of them counts is the site's secret.
    pub(super) fn only<'n>(&self, names: &[&'n str]) -> Option<(&'n str, String)> {
        let mut found = None;
        for pair in self.query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = decoded(name, true).and_then(|name| names.iter().find(|known| **known == name)) else {
                continue;
            };
            if found.is_some() {
                return None;
            }
            found = Some((*name, decoded(value, true)?));
        }
        found
    }

    /// The value of the parameter `name`, if it occurs exactly once.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        self.only(&[name]).map(|(_, value)| value)
    }

    /// Whether the query mentions the parameter `name` at all.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.query.split('&').any(|pair| decoded(pair.split('=').next().unwrap_or(pair), true).as_deref() == Some(name))
    }
}

/// The authority must be a host and nothing else; the path is what follows its first slash.
fn host_and_path(address: &str) -> Option<(String, &str)> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    if rest.bytes().any(|byte| byte <= b' ' || byte == 0x7f || byte == b'\\') {
        return None;
    }
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = !authority.is_empty() && !authority.contains(['@', ':']);
    plain.then(|| (authority.to_ascii_lowercase(), path))
}

fn segments(path: &str) -> Option<Vec<String>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.strip_suffix('/').unwrap_or(path).split('/').map(segment).collect()
}

fn segment(raw: &str) -> Option<String> {
    let text = decoded(raw, false)?;
    let plain = !matches!(text.as_str(), "" | "." | "..");
    (plain && !text.contains(|c: char| c.is_control() || c == '/' || c == '\\')).then_some(text)
}

/// Percent-decoded once; in a query a plus is a space. `None` for a broken escape and for bytes that are not UTF-8.
fn decoded(raw: &str, plus_is_space: bool) -> Option<String> {
    let mut bytes = raw.bytes();
    let mut text = Vec::with_capacity(raw.len());
    while let Some(byte) = bytes.next() {
        text.push(match byte {
            b'%' => hexadecimal(bytes.next()?)? * 16 + hexadecimal(bytes.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(text).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn parts_are_decoded_once() {
        let address = Address::parse("https://X.com/a%2541/b%C3%A9/?u=1+2%2B&v#f").unwrap();
        assert_eq!((address.host.as_str(), address.fragment), ("x.com", "f"));
        assert_eq!(address.path(), ["a%41", "bé"]);
        assert_eq!(address.parameter("u").as_deref(), Some("1 2+"));
        assert_eq!(address.parameter("v").as_deref(), Some(""));
        assert!(address.mentions("v") && !address.mentions("w"));
    }

    #[test]
    fn what_is_not_normal_is_refused() {
        for bad in [
            "ftp://x.com/a",
            "HTTPS://x.com/a",
            "https:x.com/a",
            "https:///x.com/a",
            "https://u@x.com/a",
            "https://x.com:8443/a",
            "https://x.com:443/a",
            "https://x.com//a",
            "https://x.com/a//",
            "https://x.com//",
            "https://x.com/a\\b",
            "https://x.com/a b",
            "https://x.com/../a",
            "https://x.com/%2e/a",
            "https://x.com/a%2Fb",
            "https://x.com/a%5Cb",
            "https://x.com/a%00",
            "https://x.com/a%4",
            "https://x.com/a%+4",
            "https://x.com/a%FF",
            "",
        ] {
            assert!(Address::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_parameter_given_twice_is_none() {
        for twice in ["a=1&a=2", "a=1&%61=2", "a=1&b=2"] {
            let address = ["https://x.com/?", twice].concat();
            assert_eq!(Address::parse(&address).unwrap().only(&["a", "b"]), None, "{twice}");
        }
    }
}
