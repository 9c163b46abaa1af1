//! Absolute addresses, by the browser's own parser.

use web_sys::Url;

/// `raw` as the document at `base` means it, normalised. The form that [`crate::sighting::Absolute`] asks for.
pub(super) fn within(base: &str, raw: &str) -> Option<String> {
    Url::new_with_base(raw, base).ok().map(|url| url.href())
}

/// An address that stands by itself, normalised.
pub(super) fn normalised(raw: &str) -> Option<String> {
    Url::new(raw).ok().map(|url| url.href())
}
