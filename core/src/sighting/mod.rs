//! What a page, or a person, claims about an account.
//!
//! A page is not believed: all that a surface gives must agree, and only what a site file names as an author or a page
//! header may endorse anybody.

mod claim;
mod evidence;
mod page;
mod text;

pub use claim::{Claim, ClaimError, read_claim};
#[cfg(target_arch = "wasm32")]
pub(crate) use page::after_scheme;
pub use page::{IdClaim, PageSighting, SurfaceReference, read_page};

use crate::platform::Account;

/// An address as a page wrote it, made absolute and normalised: the document's address, then the raw text.
pub type Absolute<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// A claim that hangs together, ready to be [judged](crate::verdict::judge).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The account that is claimed.
    pub account: Account,
    /// Its stable id, where one stood beside the same handle; as in an account text after the `#`.
    pub account_id: Option<String>,
    /// The name that it shows.
    pub display_name: Option<String>,
    /// Whether a positive verdict may be given here.
    pub may_endorse: bool,
    /// The host that shows a Mastodon account, lower-case; absent on other platforms, and where nobody knows.
    pub shown_on: Option<String>,
}
