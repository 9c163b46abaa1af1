//! Laws that hold for any list and any sighting.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use judge_support::{Files, tag, verdict_in};
use proptest::prelude::*;
use serde_json::{Value, json};
use statemark_core::freshness::State;
use statemark_core::list::Directory;
use statemark_core::platform::{Account, Identity, Platform};
use statemark_core::sighting::Sighting;

const HANDLES: [&str; 8] = ["MassDOT", "massdot", "MassD0T", "Mass_DOT", "MBTA_Bus", "MBTA_CR", "MassGov", "whoever"];
const PLATFORMS: [Platform; 4] = [Platform::X, Platform::Instagram, Platform::TikTok, Platform::Telegram];
const STATUSES: [&str; 4] = ["active", "paused", "compromised", "retired"];

/// A row of a few possible names on a few platforms, so that sightings meet it often.
fn row() -> impl Strategy<Value = Value> {
    let ids = prop::collection::vec(1..6_u8, 0..2);
    let previous = prop::option::of(0..HANDLES.len());
    let names = (0..HANDLES.len(), prop::option::of(0..HANDLES.len()), previous);
    (0..2_usize, 0..PLATFORMS.len(), names, ids, 0..4_usize, any::<bool>()).prop_map(
        |(agency, platform, (handle, also, previous), ids, status, shown)| {
            json!({
                "agency": (["massdot", "mbta"][agency]), "platform": PLATFORMS[platform].as_str(), "handle": HANDLES[handle],
                "also": also.map(|also| HANDLES[also]).into_iter().collect::<Vec<_>>(),
                "previous": previous.map(|previous| json!({"handle": HANDLES[previous]})).into_iter().collect::<Vec<_>>(),
                "account_ids": ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "display_names": if shown { vec!["Mass Transport"] } else { vec![] },
                "status": STATUSES[status],
            })
        },
    )
}

fn impostor() -> impl Strategy<Value = Value> {
    (0..PLATFORMS.len(), 0..HANDLES.len(), prop::collection::vec(1..9_u8, 0..2), any::<bool>()).prop_map(
        |(platform, handle, ids, expired)| {
            json!({
                "platform": PLATFORMS[platform].as_str(), "handle": HANDLES[handle],
                "account_ids": ids.iter().map(ToString::to_string).collect::<Vec<_>>(), "imitates": "massdot",
                "confirmed": "2026-01-01", "expires": if expired { "2026-02-01" } else { "2027-01-01" },
            })
        },
    )
}

fn files(rows: &[Value], impostors: &[Value]) -> Files {
    Files::sample()
        .with("sections/transport.json", "/accounts", json!(rows))
        .with("sections/general.json", "/accounts", json!([]))
        .with("impostors.json", "/impostors", json!(impostors))
}

fn sighting() -> impl Strategy<Value = Sighting> {
    let names = ["Mass Transport", "MassDOT", "MBTA parody", "Jane Roe", ""];
    let identity = prop_oneof![
        (0..HANDLES.len()).prop_map(|handle| Identity::Handle(HANDLES[handle].into())),
        (1..9_u8).prop_map(|id| Identity::Id(id.to_string())),
        "[A-Za-z0-9_]{1,15}".prop_map(Identity::Handle),
        any::<String>().prop_map(Identity::Handle),
    ];
    let account_id = prop::option::of(prop_oneof![(1..9_u8).prop_map(|id| id.to_string()), any::<String>()]);
    let name =
        prop::option::of(prop_oneof![prop::sample::select(names.to_vec()).prop_map(String::from), any::<String>()]);
    let platform =
        prop_oneof![4 => prop::sample::select(PLATFORMS.to_vec()), 1 => prop::sample::select(Platform::ALL.to_vec())];
    (platform, identity, account_id, name, any::<bool>(), prop::option::of(any::<String>())).prop_map(
        |(platform, identity, account_id, display_name, may_endorse, shown_on)| Sighting {
            account: Account { platform, identity },
            account_id,
            display_name,
            may_endorse,
            shown_on,
        },
    )
}

fn state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![State::Fresh, State::Aging, State::Unconfirmed])
}

/// Whether an active row that stands on the list has this account as a handle.
fn is_active(directory: &Directory, account: &Account) -> bool {
    directory.accounts().any(|row| {
        let names = std::iter::once(&row.handle).chain(&row.also);
        row.status == statemark_core::list::schema::Status::Active
            && row.platform == account.platform
            && names
                .filter_map(|name| Account::from_handle(row.platform, name))
                .any(|name| name.text() == account.text())
    })
}

fn speaks_for(tag: &str) -> bool {
    matches!(tag, "official" | "unconfirmed" | "renamed" | "paused")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn judging_is_total_and_official_only_by_an_active_row_holds(
        rows in prop::collection::vec(row(), 0..6),
        impostors in prop::collection::vec(impostor(), 0..3),
        sightings in prop::collection::vec(sighting(), 1..8),
        state in state(),
    ) {
        let (directory, _) = files(&rows, &impostors).lenient();
        for sighting in &sightings {
            let verdict = verdict_in(&directory, state, sighting);
            let tag = tag(&verdict);
            if tag == "official" {
                prop_assert!(is_active(&directory, &sighting.account), "{sighting:?}");
                prop_assert!(state != State::Unconfirmed);
                prop_assert_eq!(&verdict["account"]["status"], "active");
            }
            if tag == "impostor" {
                prop_assert!(directory.current(&sighting.account).is_none_or(|_| sighting.account_id.is_some()), "{sighting:?}");
            }
        }
    }

    #[test]
    fn what_may_not_endorse_speaks_for_nobody_holds(
        rows in prop::collection::vec(row(), 0..6),
        impostors in prop::collection::vec(impostor(), 0..3),
        sighting in sighting(),
        state in state(),
    ) {
        let (directory, _) = files(&rows, &impostors).lenient();
        let endorsing = verdict_in(&directory, state, &Sighting { may_endorse: true, ..sighting.clone() });
        let silent = verdict_in(&directory, state, &Sighting { may_endorse: false, ..sighting });
        if speaks_for(&tag(&endorsing)) {
            prop_assert_eq!(silent, json!({"verdict": "unlisted"}));
        } else {
            prop_assert_eq!(silent, endorsing);
        }
    }

    #[test]
    fn the_order_of_rows_means_nothing_holds(
        (rows, shuffled) in prop::collection::vec(row(), 0..6).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        (impostors, others) in prop::collection::vec(impostor(), 0..3).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        sightings in prop::collection::vec(sighting(), 1..8),
        state in state(),
    ) {
        // Only a list without contradictions has one meaning.
        let (one, other) = (files(&rows, &impostors).build(), files(&shuffled, &others).build());
        prop_assert_eq!(one.is_ok(), other.is_ok());
        let (Ok(one), Ok(other)) = (one, other) else { return Ok(()) };
        for sighting in &sightings {
            prop_assert_eq!(verdict_in(&one, state, sighting), verdict_in(&other, state, sighting), "{:?}", sighting);
        }
    }
}
