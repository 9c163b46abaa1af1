//! Why a site file is refused: which file, which surface, which part, and why.

use core::fmt;

use super::selector::Fault;

/// The part of a surface that holds a selector or the name of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum Part {
    Element,
    Link,
    Handle,
    Name,
    IdClaim,
    MarkAfter,
}

/// Why a site file is refused. `site` is the platform, or the number of the file where it names none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SiteError {
    #[error("the site files take {bytes} bytes, more than {}", super::BUNDLE_MAX_BYTES)]
    TooLarge { bytes: usize },
    #[error("these are no site files: {message}")]
    NotABundle { message: String },
    #[error("{count} site files are more than {}", super::SITES_MAX)]
    TooManySites { count: usize },
    #[error("{site} has schema {found}, which this version cannot read: please update the extension")]
    NewerSchema { site: String, found: u64 },
    #[error("site file {site}: {message}")]
    NotASiteFile { site: String, message: String },
    #[error("site file {site} stands twice")]
    Twice { site: String },
    #[error("site file {site}: {count} surfaces, where 1 to {} are possible", super::SURFACES_MAX)]
    Surfaces { site: String, count: usize },
    #[error("site file {site}: the id `{surface}` of a surface must be kebab-case and stand once")]
    SurfaceId { site: String, surface: String },
    #[error("site file {site}, surface {surface}: {part} is missing, which `identity` needs")]
    NoIdentity { site: String, surface: String, part: Part },
    #[error(
        "site file {site}, surface {surface}: a surface that endorses by the document's address needs a link or a handle inside its element"
    )]
    Unconfirmed { site: String, surface: String },
    #[error("site file {site}, surface {surface}, {part}: the selector `{selector}` {fault}")]
    Selector { site: String, surface: String, part: Part, selector: String, fault: Fault },
    #[error("site file {site}, surface {surface}, {part}: `{attribute}` is not the name of an attribute")]
    Attribute { site: String, surface: String, part: Part, attribute: String },
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Element => "element",
            Self::Link => "link",
            Self::Handle => "handle",
            Self::Name => "name",
            Self::IdClaim => "id_claim",
            Self::MarkAfter => "mark_after",
        })
    }
}
