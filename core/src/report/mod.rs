//! What a report of an impostor holds, and how each platform takes one itself.
//!
//! The contract with the desk is `docs/report-api.yaml`; a test holds the limits here against it. The packs are data
//! (`packs.json`), read by the extension's report page as they are: none of it weighs in the WebAssembly.

mod packs;
mod picture;
mod proof;

pub use packs::{Form, Pack, Packs, PacksError, Who, packs};
pub use picture::{PICTURE_BYTES_MAX, PICTURE_EDGE_MAX, PictureError, bare_picture, check_picture};
pub use proof::{Binding, DIFFICULTY_LEAST, DIFFICULTY_MOST, HOURS_APART_MOST, Proof, ProofError};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// In UTF-16 units, as a browser counts: of a handle, a name, an agency, an id.
pub const NAME_MAX: usize = 300;
/// In UTF-16 units: of a link.
pub const LINK_MAX: usize = 2048;
/// In UTF-16 units: of the resident's own words.
pub const WORDS_MAX: usize = 4000;

/// The names of a report's fields, in ascending order.
pub(crate) const FIELDS: [&str; 12] = [
    "account_id",
    "contact",
    "display_name",
    "handle",
    "kind",
    "link",
    "list_version",
    "platform",
    "reasons",
    "resembles",
    "seen",
    "words",
];

/// What a resident sends: everything is text that the report page showed, and what is empty is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `impostor`, or `not-impostor` for the objection to a warning.
    pub kind: String,
    /// `x`
    pub platform: String,
    /// As it was written: `MassD0T`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The stable id, where the address gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// What the page called it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// https
    pub link: String,
    /// The listed account, or the agency, that it resembles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resembles: Option<String>,
    /// The ids of the reasons, separated by spaces: `confusable affix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    /// When it was seen, to the minute: `2026-11-22T18:30Z`.
    pub seen: String,
    /// The version of the list by which it was judged.
    pub list_version: String,
    /// The resident's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// How the resident may be reached; absent for who wants to stay unnamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Why a report is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A field is longer than any true one.
    #[error("{field} has {length} characters, at most {most} are taken; shorten it")]
    TooLong {
        /// The field's name.
        field: &'static str,
        /// In UTF-16 units.
        length: usize,
        /// In UTF-16 units.
        most: usize,
    },
    /// A field that every report has is empty.
    #[error("{field} is empty; a report names an account")]
    Empty {
        /// The field's name.
        field: &'static str,
    },
    /// The link is not one that anybody should open.
    #[error("the link must begin with https://")]
    Link,
}

impl Report {
    /// Checks lengths and what must be there; says nothing of whether the report is right.
    ///
    /// # Errors
    /// The first field that does not hold.
    pub fn check(&self) -> Result<(), ReportError> {
        for (field, value, most) in self.fields() {
            let Some(value) = value else { continue };
            let length = value.encode_utf16().count();
            if length == 0 {
                return Err(ReportError::Empty { field });
            }
            if length > most {
                return Err(ReportError::TooLong { field, length, most });
            }
        }
        if self.link.starts_with("https://") { Ok(()) } else { Err(ReportError::Link) }
    }

    /// Name, value and cap of each, in ascending order of the names.
    fn fields(&self) -> [(&'static str, Option<&str>, usize); FIELDS.len()] {
        [
            ("account_id", self.account_id.as_deref(), NAME_MAX),
            ("contact", self.contact.as_deref(), NAME_MAX),
            ("display_name", self.display_name.as_deref(), NAME_MAX),
            ("handle", self.handle.as_deref(), NAME_MAX),
            ("kind", Some(&self.kind), NAME_MAX),
            ("link", Some(&self.link), LINK_MAX),
            ("list_version", Some(&self.list_version), NAME_MAX),
            ("platform", Some(&self.platform), NAME_MAX),
            ("reasons", self.reasons.as_deref(), NAME_MAX),
            ("resembles", self.resembles.as_deref(), NAME_MAX),
            ("seen", Some(&self.seen), NAME_MAX),
            ("words", self.words.as_deref(), WORDS_MAX),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        Report {
            kind: "impostor".into(),
            platform: "x".into(),
            handle: Some("MassD0T".into()),
            link: "https://x.com/MassD0T".into(),
            seen: "2026-11-22T18:30Z".into(),
            list_version: "7".into(),
            ..Report::default()
        }
    }

    #[test]
    fn a_report_that_names_an_account_is_taken() {
        assert_eq!(report().check(), Ok(()));
    }

    #[test]
    fn what_is_too_long_empty_or_no_web_address_is_not() {
        let words = Some("\u{1f642}".repeat(WORDS_MAX / 2 + 1));
        let too_long = ReportError::TooLong { field: "words", length: WORDS_MAX + 2, most: WORDS_MAX };
        assert_eq!(Report { words, ..report() }.check(), Err(too_long));
        let empty = Report { platform: String::new(), ..report() };
        assert_eq!(empty.check(), Err(ReportError::Empty { field: "platform" }));
        let link = Report { link: "javascript:alert(1)".into(), ..report() };
        assert_eq!(link.check(), Err(ReportError::Link));
    }

    #[test]
    fn fields_stand_in_the_order_of_their_names() {
        assert_eq!(report().fields().map(|(name, ..)| name), FIELDS);
        assert!(FIELDS.is_sorted());
    }

    #[test]
    fn what_the_contract_does_not_name_is_refused() {
        let more = r#"{"platform":"x","link":"https://x.com/a","seen":"","list_version":"1","cookie":"b"}"#;
        assert!(serde_json::from_str::<Report>(more).is_err());
    }
}
