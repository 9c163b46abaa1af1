//! Whom an unlisted account resembles, and how much of that may be said aloud.

use super::{Imitated, Verdict};
use crate::list::Directory;
use crate::list::schema::{AccountRow, Class, Impostor, Status};
use crate::lookalike::{Field, Query, Reason, Strength};
use crate::platform::{Account, Identity, Platform};
use crate::sighting::Sighting;
use crate::time::Date;

/// The verdict of an account that is not listed, where it resembles one that is.
pub(super) fn lookalike(
    directory: &Directory,
    sighting: &Sighting,
    by_handle: bool,
    list_date: Option<Date>,
) -> Option<Verdict> {
    let handle = match &sighting.account.identity {
        Identity::Handle(handle) if by_handle => Some(handle.as_str()),
        _ => None,
    };
    let display_name = sighting.display_name.as_deref();
    if handle.is_none() && display_name.is_none() {
        return None;
    }
    let platform = sighting.account.platform;
    let (found, agency, account) = directory.resemblance(&Query { platform, handle, display_name })?;
    // A handle that spells an agency's name speaks of the agency, as a display name does.
    let by_name = !found.handle_only || found.reasons.contains(&Reason::AgencyName);
    let imitates = imitated(directory, (agency, account), platform, by_name)?;
    // Most lists are incomplete: an agency may well have an account here that nobody has listed yet.
    let doubts = [Reason::AgencyNotHere, Reason::SameNameOtherPlatform];
    let perhaps_its_own = found.reasons.iter().any(|reason| doubts.contains(reason));
    // Nor are words around a listed name an imitation where they make another agency's whole name: "MBTA Transit Police".
    let perhaps_its_own = perhaps_its_own || display_name.is_some_and(|name| is_other_agency(directory, name, agency));
    let says_enough = !perhaps_its_own || directory.is_complete(&imitates.agency, platform);
    let strength = if says_enough && found.label.is_none() { found.strength } else { Strength::Weak };
    Some(Verdict::Lookalike {
        strength,
        imitates,
        reasons: found.reasons,
        differs_in: (found.of == Field::Name && !found.differs.is_empty()).then_some("name"),
        differs: found.differs,
        label: found.label,
        list_date,
    })
}

/// Whether this is the whole name of a listed agency other than the one at `agency`.
fn is_other_agency(directory: &Directory, name: &str, agency: u32) -> bool {
    let others = directory.agencies().iter().enumerate().filter(|(at, _)| *at != agency as usize);
    let mut names = others.flat_map(|(_, other)| core::iter::once(&other.name).chain(&other.short_names));
    names.any(|other| other.eq_ignore_ascii_case(name.trim()))
}

/// The account behind a resemblance. A name belongs to an agency wherever it is shown, so its account on the platform is
/// meant, where there is one. A handle belongs to one account.
fn imitated(
    directory: &Directory,
    (agency, account): (u32, Option<&AccountRow>),
    platform: Platform,
    by_name: bool,
) -> Option<Imitated> {
    let here = || account_of(directory, agency, Some(platform)).filter(|_| by_name || account.is_none());
    match account.filter(|row| row.platform == platform).or_else(here).or(account) {
        Some(row) => Some(imitated_row(row)),
        None => imitated_agency(directory, agency),
    }
}

/// Whom an impostor imitates.
pub(super) fn imitated_by(directory: &Directory, impostor: &Impostor) -> Imitated {
    if let Some(row) = directory.find_text(&impostor.imitates) {
        return imitated_row(row);
    }
    let agency = directory.agency_index(&impostor.imitates);
    let here = agency.and_then(|agency| account_of(directory, agency, Some(impostor.platform)));
    let anywhere = || agency.and_then(|agency| imitated_agency(directory, agency));
    here.map(imitated_row).or_else(anywhere).unwrap_or_else(|| Imitated {
        agency: impostor.imitates.clone(),
        platform: None,
        handle: None,
    })
}

/// A listed row as the real account.
pub(super) fn imitated_row(row: &AccountRow) -> Imitated {
    Imitated { agency: row.agency.clone(), platform: Some(row.platform), handle: Some(row.handle.clone()) }
}

fn imitated_agency(directory: &Directory, agency: u32) -> Option<Imitated> {
    let id = || directory.agency_at(agency).map(|agency| agency.id.clone());
    match account_of(directory, agency, None) {
        Some(row) => Some(imitated_row(row)),
        None => Some(Imitated { agency: id()?, platform: None, handle: None }),
    }
}

/// The account that stands for an agency: active before paused, the agency's own before those of its programmes, then
/// by name. The order of the rows must not matter.
fn account_of(directory: &Directory, agency: u32, platform: Option<Platform>) -> Option<&AccountRow> {
    let rows = directory.rows_of(agency).filter(|row| platform.is_none_or(|platform| row.platform == platform));
    let current = rows.filter(|row| matches!(row.status, Status::Active | Status::Paused));
    current.min_by_key(|row| {
        let text = Account::from_handle(row.platform, &row.handle).map(|account| account.text());
        (row.status != Status::Active, row.class != Class::Agency, row.platform, text)
    })
}
