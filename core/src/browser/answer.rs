//! A verdict with what a mark or the popup needs beside it.

use serde::Serialize;

use crate::list::Directory;
use crate::platform::{Account, Identity, Platform};
use crate::sighting::Sighting;
use crate::verdict::{Imitated, Verdict};

/// What JavaScript gets for one sighting.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    verdict: Verdict,
    /// The account text: `x:massdot`.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The handle as it was written: what `differs` of the verdict counts in.
    #[serde(skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    /// Where that account's profile stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// The agency behind the listed account, or behind the one that is imitated.
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<AgencyName>,
    /// The listed account to go to instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    real: Option<Real>,
    demonstration: bool,
    /// For a report alone, as the next: the stable id that stood beside that very handle.
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    /// The name that the page showed for this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
}

#[derive(Debug, Serialize)]
struct AgencyName {
    id: String,
    name: String,
    /// How a mark calls it.
    short_name: String,
    homepage: String,
}

#[derive(Debug, Serialize)]
struct Real {
    platform: Platform,
    handle: String,
    address: String,
}

impl Answer {
    /// For what names no account.
    pub(super) const fn unlisted() -> Self {
        Self {
            verdict: Verdict::Unlisted,
            account: None,
            handle: None,
            address: None,
            agency: None,
            real: None,
            demonstration: false,
            account_id: None,
            display_name: None,
        }
    }

    pub(super) fn new(verdict: Verdict, account: &Account, directory: &Directory) -> Self {
        let agency = agency_of(&verdict).and_then(|id| directory.agency(id)).map(|agency| AgencyName {
            id: agency.id.clone(),
            name: agency.name.clone(),
            short_name: agency.short_names.first().unwrap_or(&agency.name).clone(),
            homepage: agency.homepage.clone(),
        });
        let real = instead(&verdict).and_then(|imitated| {
            let (platform, handle) = (imitated.platform?, imitated.handle.clone()?);
            let address = Account::from_handle(platform, &handle)?.address();
            Some(Real { platform, handle, address })
        });
        Self {
            account: Some(account.text()),
            handle: match &account.identity {
                Identity::Handle(handle) => Some(handle.clone()),
                Identity::Id(_) => None,
            },
            address: Some(account.address()),
            agency,
            real,
            demonstration: directory.header().demonstration,
            account_id: None,
            display_name: None,
            verdict,
        }
    }

    /// Whether the text or sighting named an account at all.
    pub(super) const fn names_account(&self) -> bool {
        self.account.is_some()
    }

    /// With what the page said of the account itself.
    pub(super) fn of_report(mut self, Sighting { account_id, display_name, .. }: Sighting) -> Self {
        (self.account_id, self.display_name) = (account_id, display_name);
        self
    }

    /// Whether there is nothing to say about it.
    pub(super) const fn is_unlisted(&self) -> bool {
        matches!(self.verdict, Verdict::Unlisted)
    }
}

/// The id of the agency that a verdict speaks of.
fn agency_of(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Impostor { imitates, .. } | Verdict::Lookalike { imitates, .. } => Some(&imitates.agency),
        Verdict::Compromised { account, .. }
        | Verdict::Paused { account, .. }
        | Verdict::Mismatch { account, .. }
        | Verdict::Retired { account, .. }
        | Verdict::Official { account }
        | Verdict::Unconfirmed { account, .. }
        | Verdict::Renamed { account, .. } => Some(&account.agency),
        Verdict::Neighbour | Verdict::Unlisted => None,
    }
}

/// The listed account to go to instead.
const fn instead(verdict: &Verdict) -> Option<&Imitated> {
    match verdict {
        Verdict::Impostor { imitates, .. } | Verdict::Lookalike { imitates, .. } => Some(imitates),
        Verdict::Retired { successor, .. } => successor.as_ref(),
        _ => None,
    }
}
