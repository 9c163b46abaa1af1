//! The one decision table.
//!
//! [`judge`] holds a [`Sighting`](crate::sighting::Sighting) against the list. Its JSON Schema and one example of each
//! verdict stand in `core/schema/`.

mod judge;
mod resemblance;

use serde::Serialize;

pub use judge::judge;

use crate::list::schema::AccountRow;
use crate::lookalike::{self, Strength};
use crate::platform::Platform;
use crate::time::Date;

/// What an account is, held against the list. Tagged by `verdict`.
///
/// `account` is the listed row as published. `list_date` says of which day the list is; it stands beside everything
/// that is said from a list that is no longer confirmed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Verdict {
    /// On the list of impostors.
    Impostor {
        /// Whom it imitates.
        imitates: Imitated,
        /// The day on which the publisher confirmed it.
        confirmed: Date,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// Listed, and reported compromised.
    Compromised {
        /// The listed row.
        account: Box<AccountRow>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// Listed, and paused by the agency.
    Paused {
        /// The listed row.
        account: Box<AccountRow>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// A listed handle, shown by an account with another stable id.
    Mismatch {
        /// The row that has the handle.
        account: Box<AccountRow>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// Official once: a retired account, or a handle that a listed account had before.
    Retired {
        /// The row that is retired, or had the handle.
        account: Box<AccountRow>,
        /// [`Basis::RetiredAccount`] or [`Basis::PreviousHandle`].
        reasons: Vec<Basis>,
        /// The last day, where known.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        /// The listed account that took over, where one did: of a previous handle the account that had it.
        #[serde(skip_serializing_if = "Option::is_none")]
        successor: Option<Imitated>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// Listed and active.
    Official {
        /// The listed row.
        account: Box<AccountRow>,
    },
    /// Listed and active, but this cannot be said for sure.
    Unconfirmed {
        /// The listed row.
        account: Box<AccountRow>,
        /// [`Basis::OldList`], [`Basis::OtherHost`], or both. With `other-host` nothing is drawn.
        reasons: Vec<Basis>,
        /// The day of the list.
        list_date: Date,
    },
    /// A handle that is not listed, shown by an active account that is, going by its stable id.
    Renamed {
        /// The listed row.
        account: Box<AccountRow>,
        /// [`Basis::NewHandle`], or [`Basis::NoHandle`] where only the id was to be seen.
        reasons: Vec<Basis>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// The list asks to leave this account alone.
    Neighbour,
    /// Not on the list, and resembles a listed account or an agency.
    Lookalike {
        /// Weak evidence is not drawn on a page.
        strength: Strength,
        /// Whom it resembles.
        imitates: Imitated,
        /// What the resemblance is.
        reasons: Vec<lookalike::Reason>,
        /// Which part of the text differs: ranges in UTF-16 units.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        differs: Vec<(u32, u32)>,
        /// `name` where `differs` counts in the display name; absent for the handle.
        #[serde(skip_serializing_if = "Option::is_none")]
        differs_in: Option<&'static str>,
        /// What the account calls itself: `parody`, `fan`, `unofficial`.
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<&'static str>,
        /// Only from an unconfirmed list.
        #[serde(skip_serializing_if = "Option::is_none")]
        list_date: Option<Date>,
    },
    /// Everything else.
    Unlisted,
}

/// The real account, or at least its agency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Imitated {
    /// The agency's id.
    pub agency: String,
    /// Absent where the agency has no account on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// The handle in the agency's own spelling; absent as `platform` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
}

/// What a verdict about a listed row rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Basis {
    /// `retired-account`: the publisher has retired the account.
    RetiredAccount,
    /// `previous-handle`: a listed account had this handle before.
    PreviousHandle,
    /// `old-list`: the list has not been confirmed for too long.
    OldList,
    /// `other-host`: a Mastodon account, shown by a host that is neither its own nor named by the list.
    OtherHost,
    /// `new-handle`: the stable id is listed, the handle beside it is not.
    NewHandle,
    /// `no-handle`: the stable id is listed, and it is all there was to see.
    NoHandle,
}
