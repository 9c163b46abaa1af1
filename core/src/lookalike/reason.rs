//! What an engine answers with.

use serde::{Serialize, Serializer};

use crate::platform::Platform;

/// The rule by which a name resembles a listed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Reads the same: characters are exchanged for ones that look alike (`MassD0T`, Cyrillic letters, `rn` for `m`), or
    /// invisible characters or marks are mixed in.
    Confusable,
    /// The same letters with separators added, dropped or moved: `Mass_DOT`.
    Separators,
    /// One letter added, dropped or exchanged, or two neighbours swapped: `MasDOT`.
    OneEdit,
    /// Two such changes of a long name, a letter moved, one vowel put for another, or a plural in -es: `MassWidlfe`.
    TwoEdits,
    /// The whole listed name with service words, years or digits around it: `MassDOTHelp`, `MassDOT2024`.
    Affix,
    /// The same words in another order: `RMVMass`.
    Reordered,
    /// The state's name in another form or place: `MassachusettsDOT` for `MassDOT`.
    StateName,
    /// What others call this agency, not what it calls itself: `MassDMV` for the Registry of Motor Vehicles, `MassGovt`.
    Vocabulary,
    /// The listed name of an account on another platform. Weak where the list is not complete:
    /// it may be the agency's own account.
    SameNameOtherPlatform,
    /// The agency has no listed account on this platform. Never alone, and by itself evidence of little.
    AgencyNotHere,
    /// The display name is one that a listed account or agency goes by.
    DisplayName,
    /// The handle spells the name of a listed agency or account that is not itself a listed handle.
    AgencyName,
    /// The handle puts one of the publisher's domains into its own: `mass.gov.bsky.social`.
    PublisherDomain,
    /// A check mark, another badge or an emoji stands in the name. Never alone.
    Badge,
}

impl Reason {
    /// Every reason, in the order in which verdicts name them.
    pub const ALL: [Self; 14] = [
        Self::Confusable,
        Self::Separators,
        Self::OneEdit,
        Self::TwoEdits,
        Self::Affix,
        Self::Reordered,
        Self::StateName,
        Self::Vocabulary,
        Self::SameNameOtherPlatform,
        Self::AgencyNotHere,
        Self::DisplayName,
        Self::AgencyName,
        Self::PublisherDomain,
        Self::Badge,
    ];

    /// The id in verdicts: `one-edit`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confusable => "confusable",
            Self::Separators => "separators",
            Self::OneEdit => "one-edit",
            Self::TwoEdits => "two-edits",
            Self::Affix => "affix",
            Self::Reordered => "reordered",
            Self::StateName => "state-name",
            Self::Vocabulary => "vocabulary",
            Self::SameNameOtherPlatform => "same-name-other-platform",
            Self::AgencyNotHere => "agency-not-here",
            Self::DisplayName => "display-name",
            Self::AgencyName => "agency-name",
            Self::PublisherDomain => "publisher-domain",
            Self::Badge => "badge",
        }
    }

    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How much a resemblance says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Told only where a person asks.
    Weak,
    /// Worth a warning on the page.
    Strong,
}

impl Serialize for Strength {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
        })
    }
}

/// Which text of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The handle.
    Handle,
    /// The display name.
    Name,
}

/// Whose a target is: numbers that the caller gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    /// The agency.
    pub agency: u32,
    /// Its account; `None` for a name of the agency itself.
    pub account: Option<u32>,
}

/// What kind of text a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// A listed handle, as in an account text after the colon.
    Handle,
    /// A listed display name.
    DisplayName,
    /// An agency's name.
    AgencyName,
    /// An agency's short name.
    ShortName,
}

/// A text that others may imitate.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Of the account; `None` for names of an agency.
    pub platform: Option<Platform>,
    /// As listed.
    pub text: &'a str,
    /// What it is.
    pub kind: TargetKind,
    /// Whose it is.
    pub owner: Owner,
}

/// An account that is not listed, as a page shows it.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Where.
    pub platform: Platform,
    /// As in an account text after the colon, or as written.
    pub handle: Option<&'a str>,
    /// The name shown beside it.
    pub display_name: Option<&'a str>,
}

/// That an account resembles a listed one, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resemblance {
    /// Whom it resembles.
    pub owner: Owner,
    /// How much that says.
    pub strength: Strength,
    /// The rules, at least one, in the order of [`Reason::ALL`].
    pub reasons: Vec<Reason>,
    /// Where the text named by [`of`](Self::of) differs from the listed one: ascending, disjoint, half-open ranges in UTF-16 units.
    /// Empty where nothing was added or exchanged.
    pub differs: Vec<(u32, u32)>,
    /// The text that `differs` counts in.
    pub of: Field,
    /// What the account calls itself: `parody`, `fan` or `unofficial`. Such a resemblance is weak.
    pub label: Option<&'static str>,
    /// The display name resembles nothing listed.
    pub handle_only: bool,
}
