//! What a person or a program asks about, without a page.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::text::some;
use super::{Absolute, Sighting};
use crate::platform::{self, Account, Identity, MastodonHosts, Platform};

/// One line of `statemark judge`: `url`, or `platform` with `handle`; all else may be absent. Unknown fields are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Claim {
    /// The address of the account, absolute.
    #[serde(default, deserialize_with = "text")]
    pub url: Option<String>,
    /// The platform's name, as in an account text.
    #[serde(default, deserialize_with = "text")]
    pub platform: Option<String>,
    /// The handle, as in an account text or with an `@` before it.
    #[serde(default, deserialize_with = "text")]
    pub handle: Option<String>,
    /// The name that the account shows.
    #[serde(default, deserialize_with = "text")]
    pub display_name: Option<String>,
    /// Its stable id, as in an account text after the `#`.
    #[serde(default, deserialize_with = "text")]
    pub account_id: Option<String>,
}

/// A claim that asks about nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// Neither an address nor a platform with a handle.
    #[error("give `url`, or `platform` with `handle`")]
    Incomplete,
}

/// The claim as a sighting on a profile's header; `None` where it names no possible account or contradicts itself.
///
/// # Errors
/// [`ClaimError::Incomplete`]
pub fn read_claim(
    claim: &Claim,
    hosts: &MastodonHosts,
    absolute: Absolute<'_>,
) -> Result<Option<Sighting>, ClaimError> {
    if claim.url.is_none() && (claim.platform.is_none() || claim.handle.is_none()) {
        return Err(ClaimError::Incomplete);
    }
    Ok(sighting(claim, hosts, absolute))
}

fn sighting(claim: &Claim, hosts: &MastodonHosts, absolute: Absolute<'_>) -> Option<Sighting> {
    let address = match some(claim.url.as_deref()) {
        Some(url) => Some(absolute(url, url)?),
        None if claim.url.is_some() => return None,
        None => None,
    };
    let linked = match &address {
        Some(address) => Some(platform::resolve(address, hosts)?),
        None => None,
    };
    let platform = match &claim.platform {
        Some(name) => Some(Platform::parse(name.trim())?),
        None => linked.as_ref().map(|account| account.platform),
    };
    if linked.as_ref().is_some_and(|account| Some(account.platform) != platform) {
        return None;
    }
    let named = match some(claim.handle.as_deref()) {
        Some(handle) => Some(Account::from_handle(platform?, handle)?),
        None => None,
    };
    let mut account_id = some(claim.account_id.as_deref()).map(str::to_string);
    let account = match (linked, named) {
        (Some(linked), Some(named)) if linked.text() == named.text() => linked,
        // The address holds the id, the record the handle: each tells what the other leaves out.
        (Some(Account { identity: Identity::Id(id), .. }), Some(named))
            if matches!(named.identity, Identity::Handle(_)) =>
        {
            if account_id.as_ref().is_some_and(|other| *other != id) {
                return None;
            }
            account_id = Some(id);
            named
        }
        (Some(_), Some(_)) => return None,
        (linked, named) => linked.or(named)?,
    };
    if let Identity::Id(id) = &account.identity {
        if account_id.as_ref().is_some_and(|other| other != id) {
            return None;
        }
        account_id = None;
    }
    let shown_on = address.as_deref().filter(|_| account.platform == Platform::Mastodon).and_then(super::page::host_of);
    let shown_on = shown_on.map(str::to_lowercase);
    let display_name = claim.display_name.clone().filter(|name| some(Some(name)).is_some());
    Some(Sighting { account, account_id, display_name, may_endorse: true, shown_on })
}

/// A text, or a number as its digits; anything else counts as absent.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}
