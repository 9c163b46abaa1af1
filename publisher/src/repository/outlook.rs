//! What each role is due for: when it expires, when it is signed anew, and whether that is late.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use statemark_core::time::UtcTime;
use statemark_core::trust::ListSet;

use super::DAY_SECONDS;
use crate::keys::{Hands, PublicKey, Role, Roles, Windows};

/// One role of a published list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Outlook {
    pub(crate) role: Role,
    pub(crate) version: u64,
    pub(crate) expires: UtcTime,
    /// From then on `renew` and `publish` sign it anew.
    pub(crate) due_from: UtcTime,
    /// In whole days, none below zero.
    pub(crate) days_left: i64,
    pub(crate) threshold: Option<u64>,
    pub(crate) keys_here: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) warning: Option<String>,
}

/// Every role of the list at `now`, by the windows of `roles` or the defaults.
pub(crate) fn outlook(
    list: &ListSet,
    roles: Option<&Roles>,
    hands: Option<&Hands<'_>>,
    now: UtcTime,
) -> Result<Vec<Outlook>> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let name = match role {
            Role::Root => format!("{}.root.json", list.versions().root),
            Role::Sites => "role/sites.json".to_owned(),
            _ => format!("{role}.json"),
        };
        let Some(bytes) = list.archive().get(&name) else { continue };
        all.push(of(role, bytes, roles, hands, now)?);
    }
    Ok(all)
}

/// The warnings among them.
pub(crate) fn warnings(outlook: &[Outlook]) -> impl Iterator<Item = &str> {
    outlook.iter().filter_map(|role| role.warning.as_deref())
}

fn of(role: Role, bytes: &[u8], roles: Option<&Roles>, hands: Option<&Hands<'_>>, now: UtcTime) -> Result<Outlook> {
    let file: Value = serde_json::from_slice(bytes)?;
    let signed = file.get("signed").with_context(|| format!("{role} has no `signed`"))?;
    let version = signed.get("version").and_then(Value::as_u64).unwrap_or_default();
    let expires = signed.get("expires").and_then(Value::as_str).map(UtcTime::parse).transpose()?;
    let expires = expires.with_context(|| format!("{role} has no `expires`"))?;
    let keys = roles.and_then(|roles| roles.get(role).ok());
    let windows = keys.map_or_else(|| Windows::of(role), |keys| keys.windows);
    let here = |hands: &Hands<'_>| {
        let publics: BTreeSet<PublicKey> = keys.iter().flat_map(|keys| &keys.keys).map(|(_, public)| *public).collect();
        hands.present(&publics)
    };
    Ok(Outlook {
        role,
        version,
        expires,
        due_from: expires.plus(-windows.renew_before * DAY_SECONDS),
        days_left: ((expires.0 - now.0) / DAY_SECONDS).max(0),
        threshold: keys.map(|keys| keys.threshold),
        keys_here: hands.map(here),
        // Only by windows that are known can a signature be said to last too long.
        warning: warning(role, windows, expires, now)
            .filter(|_| keys.is_some() || expires <= now.plus(windows.warn_before * DAY_SECONDS)),
    })
}

fn warning(role: Role, windows: Windows, expires: UtcTime, now: UtcTime) -> Option<String> {
    let left = expires.0 - now.0;
    if left >= windows.warn_before * DAY_SECONDS && left <= windows.expires_after * DAY_SECONDS {
        return None;
    }
    let advice = match role {
        Role::Timestamp | Role::Snapshot => "the daily `statemark renew` signs it anew; see that it runs",
        _ => "gather its holders: `statemark renew SITE --export DRAFT`",
    };
    if left > windows.expires_after * DAY_SECONDS {
        return Some(format!(
            "{role} expires only {expires}, later than any signature should; if it was signed by a wrong clock, sign it anew"
        ));
    }
    if left <= 0 {
        return Some(format!("{role} expired {expires}; {advice}"));
    }
    let days = left / DAY_SECONDS;
    let plural = if days == 1 { "" } else { "s" };
    Some(format!("{role} expires {expires}, in {days} day{plural}; {advice}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_warning_comes_at_its_second() {
        for role in Role::ALL {
            let (windows, expires) = (Windows::of(role), UtcTime(1_800_000_000));
            let at = |seconds_left: i64| warning(role, windows, expires, expires.plus(-seconds_left));
            assert_eq!(at(windows.warn_before * DAY_SECONDS), None, "{role}");
            assert!(at(windows.warn_before * DAY_SECONDS - 1).unwrap().contains("expires 2027-01-15T08:00:00Z, in"));
            assert!(at(0).unwrap().contains("expired"), "{role}");
            assert_eq!(at(windows.expires_after * DAY_SECONDS), None, "{role}");
            assert!(at(windows.expires_after * DAY_SECONDS + 1).unwrap().contains("wrong clock"), "{role}");
        }
    }
}
