//! The list that is imitated, and ways to ask about it.

use statemark_core::lookalike::{Engine, Owner, Query, Resemblance, Target, TargetKind};
use statemark_core::platform::Platform;

pub(crate) const MASSDOT: u32 = 0;
pub(crate) const RMV: u32 = 1;
pub(crate) const MBTA: u32 = 2;
pub(crate) const REVENUE: u32 = 3;
pub(crate) const GOV: u32 = 4;
pub(crate) const WILDLIFE: u32 = 5;
pub(crate) const DTA: u32 = 6;

pub(crate) fn engine() -> Engine {
    use TargetKind::{AgencyName, DisplayName, Handle, ShortName};
    let rows = [
        (MASSDOT, Some(Platform::X), Handle, "MassDOT"),
        (MASSDOT, Some(Platform::LinkedIn), Handle, "company/massdot"),
        (MASSDOT, None, AgencyName, "Massachusetts Department of Transportation"),
        (RMV, Some(Platform::X), Handle, "MassRMV"),
        (RMV, None, AgencyName, "Registry of Motor Vehicles"),
        (RMV, None, ShortName, "RMV"),
        (MBTA, Some(Platform::X), Handle, "MBTA"),
        (MBTA, Some(Platform::X), DisplayName, "MBTA"),
        (REVENUE, None, AgencyName, "Department of Revenue"),
        (REVENUE, None, ShortName, "DOR"),
        (GOV, Some(Platform::X), Handle, "MassGov"),
        (GOV, Some(Platform::Bluesky), Handle, "massgov.bsky.social"),
        (GOV, Some(Platform::X), DisplayName, "Mass.gov"),
        (WILDLIFE, Some(Platform::X), Handle, "MassWildlife"),
        (DTA, Some(Platform::X), Handle, "DTA_Listens"),
    ];
    let targets = rows.into_iter().map(|(agency, platform, kind, text)| Target {
        platform,
        text,
        kind,
        owner: Owner { agency, account: platform.map(|_| agency) },
    });
    Engine::build(targets, &["mass.gov".to_owned()], "US-MA")
}

pub(crate) fn on(platform: Platform, handle: &str) -> Option<Resemblance> {
    engine().resemblance(&Query { platform, handle: Some(handle), display_name: None })
}

pub(crate) fn named(name: &str) -> Option<Resemblance> {
    engine().resemblance(&Query { platform: Platform::X, handle: Some("j4ne_q"), display_name: Some(name) })
}

pub(crate) fn of_handles(listed: &[String]) -> Engine {
    let targets = listed.iter().enumerate().map(|(index, text)| Target {
        platform: Some(Platform::X),
        text,
        kind: TargetKind::Handle,
        owner: Owner { agency: index as u32, account: Some(index as u32) },
    });
    Engine::build(targets, &[], "US-MA")
}

/// Of a handle on X.
pub(crate) fn ask(engine: &Engine, handle: &str) -> Option<Resemblance> {
    engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None })
}
