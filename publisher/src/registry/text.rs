//! The small forms of text that cells and settings must have.

use url::{Host, Url};

use super::problem::quoted;

/// All platforms, for advice.
pub(crate) const PLATFORMS: &str = "x facebook instagram threads youtube linkedin tiktok bluesky mastodon reddit nextdoor \
    flickr snapchat pinterest telegram whatsapp truthsocial github";

/// What is wrong with an address that must be https, and the advice.
pub(crate) fn https(address: &str) -> Option<(String, String)> {
    let advice = |text: &str| text.to_owned();
    match Url::parse(address) {
        Ok(url)
            if url.scheme() == "https" && matches!(url.host(), Some(Host::Domain(_))) && url.username().is_empty() =>
        {
            None
        }
        Ok(url) if url.scheme() == "http" => Some((
            format!("{} is not https", quoted(address)),
            advice(
                "Write https:// when the page answers there; a list names no page that could be changed on the way.",
            ),
        )),
        _ => Some((
            format!("{} is no https address", quoted(address)),
            advice("Write it as `https://www.mass.gov/massdot`."),
        )),
    }
}

/// The host of an address.
pub(crate) fn host(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}

/// A lower-case host name of at least two labels.
pub(crate) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(label)
}

/// Something at a host.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((who, host)) = text.split_once('@') else { return false };
    !who.is_empty() && who.chars().all(|c| c.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(c)) && is_domain(host)
}

/// `massdot`, `health-and-human-services`
pub(crate) fn is_kebab(text: &str) -> bool {
    text.len() <= 100
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// The kebab-case of a name: `Health & Human Services` is `health-human-services`.
pub(crate) fn kebab(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Roughly BCP 47: `en`, `pt-BR`, `zh-Hans`.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_lowercase()));
    first && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert!(https("https://www.mass.gov/a?b#c").is_none());
        for bad in [
            "http://www.mass.gov/",
            "www.mass.gov",
            "javascript:alert(1)",
            "https://",
            "https://a@mass.gov/",
            "https://1.2.3.4/",
        ] {
            assert!(https(bad).is_some(), "{bad}");
        }
        assert!(is_domain("social.mass.gov") && !is_domain("Mass.gov") && !is_domain("gov") && !is_domain("a..b"));
        assert!(is_email("a.b@agency.example") && !is_email("a b@agency.example") && !is_email("a@b"));
        assert!(is_kebab("a1-b") && !is_kebab("a--b") && !is_kebab("") && !is_kebab("A"));
        assert_eq!(kebab("Health & Human  Services "), "health-human-services");
        assert!(is_language("pt-BR") && is_language("zh-Hans") && !is_language("english") && !is_language("EN"));
        assert_eq!(PLATFORMS.split(' ').count(), statemark_core::platform::Platform::ALL.len());
    }
}
