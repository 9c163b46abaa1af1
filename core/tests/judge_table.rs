//! Every row of the table of verdicts, and every clash between two rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use judge_support::{Files, at, sha256, tag, verdict, verdict_in, with_id, with_name};
use serde_json::{Value, json};
use statemark_core::freshness::State::{Aging, Fresh, Unconfirmed};
use statemark_core::sighting::Sighting;

fn check(files: &Files, rows: &[(Sighting, &str)]) {
    let directory = files.directory();
    for (sighting, expected) in rows {
        assert_eq!(tag(&verdict(&directory, sighting)), *expected, "{sighting:?}");
    }
}

#[test]
fn each_row_has_its_verdict() {
    check(
        &Files::sample(),
        &[
            (with_id("https://x.com/whoever", "666"), "impostor"),
            (at("https://x.com/massdot_HELP"), "impostor"),
            (at("https://x.com/MBTArefund"), "impostor"),
            (at("https://x.com/MBTA_CR"), "compromised"),
            (at("https://x.com/mbta_bus"), "paused"),
            (with_id("https://x.com/MassDOT", "999"), "mismatch"),
            (at("https://x.com/MBTA_Old"), "retired"),
            (at("https://x.com/MBTAgm"), "retired"),
            (at("https://x.com/massdot"), "official"),
            (with_id("https://x.com/MassDOT", "12345"), "official"),
            (with_id("https://x.com/MassGov", "77"), "official"),
            (at("https://www.facebook.com/massdotofficial"), "official"),
            (at("https://www.youtube.com/user/mbtatv"), "official"),
            (at("https://whatsapp.com/channel/0029VaAbC"), "official"),
            (at("https://www.facebook.com/profile.php?id=1000"), "official"),
            (with_id("https://x.com/MassDOT_new", "12345"), "renamed"),
            (at("https://x.com/i/user/12345"), "renamed"),
            (at("https://www.facebook.com/profile.php?id=2000"), "renamed"),
            (at("https://x.com/MassD0T"), "lookalike strong"),
            (at("https://x.com/somebody"), "unlisted"),
            (at("https://x.com/i/user/999"), "unlisted"),
            (with_id("https://x.com/somebody", "999"), "unlisted"),
        ],
    );
}

#[test]
fn an_earlier_row_wins() {
    let files = Files::sample()
        .with(
            "sections/transport.json",
            "/accounts/-",
            json!({"agency": "mbta", "platform": "x", "handle": "MBTA_Ferry", "status": "retired"}),
        )
        .with("sections/transport.json", "/accounts/4/previous", json!([{"handle": "MassDOT_help"}]))
        .with(
            "sections/transport.json",
            "/accounts/0/previous",
            json!([{"handle": "mbta_bus"}, {"handle": "MassDOTold"}]),
        );
    check(
        &files,
        &[
            // The impostor's id, wherever its handle stands: on another row, paused, compromised, retired, or of the past.
            (with_id("https://x.com/MassDOT", "666"), "impostor"),
            (with_id("https://x.com/MBTA_CR", "666"), "impostor"),
            (with_id("https://x.com/MBTA_Bus", "666"), "impostor"),
            (with_id("https://x.com/MBTAgm", "666"), "impostor"),
            (with_id("https://x.com/MassD0T", "666"), "impostor"),
            // Its handle, though a retired account had it once.
            (at("https://x.com/MassDOT_help"), "impostor"),
            // Compromised, before the id that differs, and by an id beside a handle that is listed, retired or of the past.
            (with_id("https://x.com/MBTA_CR", "999"), "compromised"),
            (with_id("https://x.com/somebody", "503"), "compromised"),
            (with_id("https://x.com/MassGov", "503"), "compromised"),
            (with_id("https://x.com/MassDOT", "503"), "compromised"),
            (with_id("https://x.com/MBTA_Old", "503"), "compromised"),
            (with_id("https://x.com/MBTAgm", "503"), "compromised"),
            // Paused, before the id that differs; a handle of today before one of the past.
            (with_id("https://x.com/MBTA_Bus", "999"), "paused"),
            (at("https://x.com/MBTA_Bus"), "paused"),
            (with_id("https://x.com/somebody", "502"), "paused"),
            (with_id("https://x.com/MassDOTold", "502"), "paused"),
            // An id that differs, before retirement.
            (with_id("https://x.com/MBTA_Old", "999"), "mismatch"),
            (with_id("https://x.com/MassDOT", "500"), "mismatch"),
            // Retirement, before what an active row's id would say.
            (with_id("https://x.com/somebody", "501"), "retired"),
            (with_id("https://x.com/MBTAgm", "500"), "retired"),
            (with_id("https://x.com/MBTAgm", "999"), "retired"),
            (at("https://x.com/MBTA_Rail"), "retired"),
            // A row without ids lends its handle to no other listed account.
            (with_id("https://x.com/MassGov", "500"), "renamed"),
            (with_id("https://x.com/MassGov", "502"), "paused"),
            (with_id("https://x.com/MassGov", "501"), "retired"),
            // Which matters only where the handle would make it official.
            (with_id("https://x.com/MBTA_Ferry", "500"), "retired"),
            // Renamed, before resemblance.
            (with_id("https://x.com/MassD0T", "12345"), "renamed"),
        ],
    );
}

#[test]
fn an_impostor_is_known_by_its_handle_only_until_another_id_or_its_expiry_clears_it() {
    let directory = Files::sample().directory();
    let of = |sighting: &Sighting| tag(&verdict(&directory, sighting));
    assert_eq!(of(&with_id("https://x.com/MassDOT_help", "667")), "lookalike strong");
    assert_eq!(of(&with_id("https://x.com/MassDOT_help", "666")), "impostor");
    // Nobody knows the id of this one, so no id can be another.
    assert_eq!(of(&with_id("https://x.com/MBTArefund", "999")), "impostor");
    // But the id of a listed account is.
    assert_eq!(of(&with_id("https://x.com/MBTArefund", "500")), "renamed");
    // `expires` is the first day on which the handle no longer counts, and today is the 22nd.
    assert_eq!(of(&at("https://x.com/MBTAlerts")), "unlisted");
    let expired = Files::sample().with("impostors.json", "/impostors/0/expires", json!("2026-11-22")).directory();
    assert_eq!(tag(&verdict(&expired, &at("https://x.com/MassDOT_help"))), "lookalike strong");
    assert_eq!(tag(&verdict(&expired, &with_id("https://x.com/MassDOT_help", "666"))), "impostor");
}

#[test]
fn an_impostor_says_whom_it_imitates() {
    let directory = Files::sample().directory();
    let of = |address: &str| verdict(&directory, &at(address));
    let massdot = json!({"agency": "massdot", "platform": "x", "handle": "MassDOT"});
    assert_eq!(
        of("https://x.com/MassDOT_help"),
        json!({"verdict": "impostor", "imitates": massdot, "confirmed": "2026-10-01"})
    );
    // An agency without accounts.
    assert_eq!(of("https://x.com/MBTArefund")["imitates"], json!({"agency": "silent"}));
    let agency = Files::sample().with("impostors.json", "/impostors/2/imitates", json!("mbta")).directory();
    assert_eq!(
        verdict(&agency, &at("https://x.com/MBTArefund"))["imitates"],
        json!({"agency": "mbta", "platform": "x", "handle": "MBTA"})
    );
}

#[test]
fn a_row_is_given_as_published() {
    let files = Files::sample().with("sections/transport.json", "/accounts/0/since_when", json!({"later": [1]}));
    let official = verdict(&files.directory(), &at("https://x.com/massdot"));
    let mut row = files.0["sections/transport.json"]["accounts"][0].clone();
    row["class"] = json!("agency");
    assert_eq!(official, json!({"verdict": "official", "account": row}));
}

#[test]
fn retired_says_until_when_and_what_took_over() {
    let directory = Files::sample().directory();
    let of = |address: &str| {
        let verdict = verdict(&directory, &at(address));
        (verdict["reasons"].clone(), verdict["until"].clone(), verdict["successor"].clone())
    };
    let mbta = json!({"agency": "mbta", "platform": "x", "handle": "MBTA"});
    assert_eq!(of("https://x.com/MBTA_Old"), (json!(["retired-account"]), json!("2020-01-31"), mbta.clone()));
    assert_eq!(of("https://x.com/MBTAgm"), (json!(["previous-handle"]), json!("2013-09-01"), mbta.clone()));
    assert_eq!(of("https://x.com/oldmbta"), (json!(["previous-handle"]), Value::Null, mbta));
}

#[test]
fn a_handle_of_the_past_that_is_listed_again_is_listed() {
    let files = Files::sample().with("sections/transport.json", "/accounts/2/previous/0/handle", json!("massGOV"));
    check(&files, &[(at("https://x.com/MassGov"), "official")]);
}

#[test]
fn the_later_of_two_owners_of_a_past_handle_counts() {
    let files = Files::sample().with(
        "sections/general.json",
        "/accounts/0/previous",
        json!([{"handle": "MBTAgm", "until": "2015-01-01"}]),
    );
    let retired = verdict(&files.directory(), &at("https://x.com/MBTAgm"));
    assert_eq!((&retired["until"], &retired["account"]["handle"]), (&json!("2015-01-01"), &json!("MassGov")));
}

#[test]
fn an_aging_list_claims_everything_and_an_unconfirmed_one_nothing_positive() {
    let directory = Files::sample().directory();
    let massdot = at("https://x.com/massdot");
    assert_eq!(tag(&verdict_in(&directory, Aging, &massdot)), "official");
    let old = verdict_in(&directory, Unconfirmed, &massdot);
    assert_eq!(
        (tag(&old).as_str(), &old["reasons"], &old["list_date"]),
        ("unconfirmed", &json!(["old-list"]), &json!("2026-11-20"))
    );
    // Warnings stay, with the date of the list.
    for (sighting, expected) in [
        (at("https://x.com/massdot_help"), "impostor"),
        (at("https://x.com/MBTA_CR"), "compromised"),
        (at("https://x.com/MBTA_Bus"), "paused"),
        (with_id("https://x.com/MassDOT", "1"), "mismatch"),
        (at("https://x.com/MBTA_Old"), "retired"),
        (with_id("https://x.com/MassDOT1", "12345"), "renamed"),
        (at("https://x.com/MassD0T"), "lookalike strong"),
    ] {
        for (state, date) in [(Fresh, Value::Null), (Aging, Value::Null), (Unconfirmed, json!("2026-11-20"))] {
            let verdict = verdict_in(&directory, state, &sighting);
            assert_eq!((tag(&verdict).as_str(), &verdict["list_date"]), (expected, &date), "{state:?} {sighting:?}");
        }
    }
}

#[test]
fn a_mastodon_account_is_official_only_on_its_own_host_or_a_listed_one() {
    let directory = Files::sample().directory();
    let of = |address: &str, state| verdict_in(&directory, state, &at(address));
    assert_eq!(tag(&of("https://social.mass.gov/@Mass", Fresh)), "official");
    assert_eq!(tag(&of("https://web.mass.gov/@mass@social.mass.gov", Fresh)), "official");
    let elsewhere = of("https://mastodon.social/@mass@social.mass.gov", Fresh);
    assert_eq!((tag(&elsewhere).as_str(), &elsewhere["reasons"]), ("unconfirmed", &json!(["other-host"])));
    let both = of("https://mastodon.social/@mass@social.mass.gov", Unconfirmed);
    assert_eq!(both["reasons"], json!(["old-list", "other-host"]));
    assert_eq!(tag(&of("https://web.mass.gov/@mass", Fresh)), "unlisted");
    // Asked without a page, there is no host that could lie.
    let asked = Sighting { shown_on: None, ..at("https://social.mass.gov/@Mass") };
    assert_eq!(tag(&verdict(&directory, &asked)), "official");
}

#[test]
fn equality_that_is_not_verified_endorses_nobody_and_accuses_nobody() {
    let directory = Files::sample().directory();
    assert_eq!(tag(&verdict(&directory, &at("https://www.youtube.com/@mbta"))), "official");
    assert_eq!(tag(&verdict(&directory, &at("https://www.youtube.com/@MBTA"))), "unlisted");
    assert_eq!(tag(&verdict_in(&directory, Unconfirmed, &at("https://www.youtube.com/@MBTA"))), "unlisted");
    let id = with_id("https://www.youtube.com/@MBTA", "UCmbtambtambtambtambtamb");
    assert_eq!(tag(&verdict(&directory, &id)), "renamed");
    // Warnings it may feed.
    let other = with_id("https://www.youtube.com/@MBTA", "UCotherotherotherotherot");
    assert_eq!(tag(&verdict(&directory, &other)), "mismatch");
    let compromised = Files::sample().with("sections/transport.json", "/accounts/3/status", json!("compromised"));
    assert_eq!(tag(&verdict(&compromised.directory(), &at("https://www.youtube.com/@MBTA"))), "compromised");
    // A publisher may list both spellings.
    let both = Files::sample().with("sections/transport.json", "/accounts/3/also", json!(["@MBTA"])).directory();
    assert_eq!(tag(&verdict(&both, &at("https://www.youtube.com/@MBTA"))), "official");
    assert_eq!(tag(&verdict(&both, &at("https://www.youtube.com/@mbtA"))), "unlisted");
}

#[test]
fn where_nothing_may_endorse_warnings_pass_and_the_rest_is_silent() {
    let directory = Files::sample().directory();
    for (sighting, expected) in [
        (at("https://x.com/massdot"), "unlisted"),
        (with_id("https://x.com/MassDOT_new", "12345"), "unlisted"),
        (at("https://x.com/MBTA_Bus"), "unlisted"),
        (at("https://mastodon.social/@mass@social.mass.gov"), "unlisted"),
        (at("https://x.com/massdot_help"), "impostor"),
        (at("https://x.com/MBTA_CR"), "compromised"),
        (with_id("https://x.com/MassDOT", "1"), "mismatch"),
        (at("https://x.com/MBTA_Old"), "retired"),
        (at("https://x.com/MassD0T"), "lookalike strong"),
    ] {
        let sighting = Sighting { may_endorse: false, ..sighting };
        assert_eq!(tag(&verdict(&directory, &sighting)), expected, "{sighting:?}");
    }
    let massdot = Sighting { may_endorse: false, ..at("https://x.com/massdot") };
    assert_eq!(tag(&verdict_in(&directory, Unconfirmed, &massdot)), "unlisted");
}

#[test]
fn a_neighbour_is_left_alone_unless_its_name_is_borrowed() {
    let neighbours = json!([sha256("x:massd0t"), sha256("x#4242"), sha256("x:massgop")]);
    let files = Files::sample().with("impostors.json", "/neighbours", neighbours);
    check(
        &files,
        &[
            (at("https://x.com/MassD0T"), "neighbour"),
            (at("https://x.com/MassGOP"), "neighbour"),
            (with_id("https://x.com/Mass_DOT", "4242"), "neighbour"),
            (at("https://x.com/i/user/4242"), "neighbour"),
            (with_name("https://x.com/MassD0T", "Jane Roe"), "neighbour"),
            (with_name("https://x.com/MassD0T", "MassDOT"), "lookalike strong"),
            (with_id("https://x.com/MassD0T", "666"), "impostor"),
            (with_id("https://x.com/MassD0T", "12345"), "renamed"),
            (at("https://x.com/Mass_D0T"), "lookalike strong"),
        ],
    );
    let named = verdict(&files.directory(), &with_name("https://x.com/MassD0T", "MassDOT"));
    assert_eq!(named["reasons"], json!(["display-name"]));
}

#[test]
fn a_lookalike_has_the_published_shape() {
    let directory = Files::sample().directory();
    assert_eq!(
        verdict(&directory, &at("https://x.com/MassD0T")),
        json!({
            "verdict": "lookalike", "strength": "strong",
            "imitates": {"agency": "massdot", "platform": "x", "handle": "MassDOT"},
            "reasons": ["confusable"], "differs": [[5, 6]]
        })
    );
}

#[test]
fn differences_count_utf16_units_of_the_text_as_shown() {
    let directory = Files::sample().directory();
    for (name, differs) in [
        ("\u{1D40C}\u{1D41A}ssDOT", json!([[0, 4]])),
        ("\u{1F6D1}MassDOT", json!([[0, 2]])),
        ("MassDOT \u{1F6D1} H\u{1D41E}lp", json!([[7, 16]])),
        ("Ma\u{1D42C}s\u{1D403}OT", json!([[2, 4], [5, 7]])),
    ] {
        let found = verdict(&directory, &with_name("https://x.com/somebody", name));
        assert_eq!((&found["differs"], &found["differs_in"]), (&differs, &json!("name")), "{name}");
        assert_eq!(found["imitates"]["handle"], json!("MassDOT"), "{name}");
        assert!(found["reasons"].as_array().unwrap().contains(&json!("display-name")), "{name}");
    }
    // In the handle, a Bluesky one with its end, and beside a name that resembles nothing.
    let handle = verdict(&directory, &with_name("https://x.com/MassD0T_Help", "J\u{1D41E}n"));
    assert_eq!((&handle["differs"], &handle["differs_in"]), (&json!([[5, 6], [7, 12]]), &Value::Null));
}

#[test]
fn a_label_of_its_own_weakens_a_resemblance() {
    let parody = verdict(&Files::sample().directory(), &with_name("https://x.com/MassD0T", "MassDOT parody"));
    assert_eq!((tag(&parody).as_str(), &parody["label"]), ("lookalike weak", &json!("parody")));
}

#[test]
fn a_name_from_another_platform_is_strong_only_where_the_list_is_complete() {
    let complete = |agency: &str, platform: &str, complete: bool| json!({"agency": agency, "platform": platform, "complete": complete});
    let tiktok = at("https://www.tiktok.com/@massdot");
    for (coverage, expected) in [
        (json!([]), "weak"),
        (json!([complete("massdot", "tiktok", true)]), "strong"),
        (json!([complete("massdot", "tiktok", false)]), "weak"),
        (json!([complete("*", "tiktok", true)]), "strong"),
        (json!([complete("massdot", "*", true)]), "strong"),
        (json!([complete("*", "*", true)]), "strong"),
        (json!([complete("mbta", "tiktok", true)]), "weak"),
        (json!([complete("massdot", "x", true)]), "weak"),
        // What names both counts before what names all.
        (json!([complete("*", "*", true), complete("massdot", "tiktok", false)]), "weak"),
        (json!([complete("*", "*", false), complete("massdot", "tiktok", true)]), "strong"),
        (json!([complete("*", "tiktok", true), complete("massdot", "*", false)]), "weak"),
    ] {
        let directory = Files::sample().with("index.json", "/coverage", coverage.clone()).directory();
        assert_eq!(verdict(&directory, &tiktok)["strength"], json!(expected), "{coverage}");
    }
}

#[test]
fn an_agency_that_is_not_on_a_platform_is_imitated_there_only_where_the_list_is_complete() {
    let named = with_name("https://www.tiktok.com/@somebody", "Massachusetts Bay Transportation Authority");
    let directory = Files::sample().directory();
    assert_eq!(tag(&verdict(&directory, &named)), "lookalike weak");
    assert_eq!(verdict(&directory, &named)["imitates"]["agency"], json!("mbta"));
    let here = with_name("https://x.com/somebody", "Massachusetts Bay Transportation Authority");
    assert_eq!(tag(&verdict(&directory, &here)), "lookalike strong");
    assert_eq!(verdict(&directory, &here)["imitates"], json!({"agency": "mbta", "platform": "x", "handle": "MBTA"}));
    let silent = with_name("https://x.com/somebody", "Massachusetts Office of Silence");
    assert_eq!(verdict(&directory, &silent)["imitates"], json!({"agency": "silent"}));
}

#[test]
fn a_letter_wrong_where_the_agency_is_not_is_told_only_where_the_list_is_complete() {
    // The sample claims to be complete for MassDOT on Instagram, and says nothing of TikTok.
    let directory = Files::sample().directory();
    for handle in ["masdot", "massdott", "mas.sdot", "massd0t", "masddot", "massdothelp"] {
        let complete = verdict(&directory, &at(&format!("https://www.instagram.com/{handle}")));
        assert_eq!(tag(&complete), "lookalike strong", "{handle}");
        assert_eq!(
            complete["imitates"],
            json!({"agency": "massdot", "platform": "x", "handle": "MassDOT"}),
            "{handle}"
        );
        let elsewhere = verdict(&directory, &at(&format!("https://www.tiktok.com/@{handle}")));
        assert_eq!(tag(&elsewhere), "lookalike weak", "{handle}");
    }
    // Completeness makes nothing of little: four letters swapped are weak wherever they stand.
    let complete = json!([{"agency": "*", "platform": "*", "complete": true}]);
    let directory = Files::sample().with("index.json", "/coverage", complete).directory();
    assert_eq!(tag(&verdict(&directory, &at("https://www.instagram.com/mtba"))), "lookalike weak");
}

#[test]
fn where_the_agency_is_only_the_very_same_handle_may_be_its_own() {
    // On Facebook MassDOT is listed, by another handle than on X.
    let of = |address: &str| verdict(&Files::sample().directory(), &at(address));
    assert_eq!(tag(&of("https://www.facebook.com/massdot")), "lookalike weak");
    assert_eq!(tag(&of("https://www.facebook.com/massd0t")), "lookalike strong");
    let complete = json!([{"agency": "massdot", "platform": "facebook", "complete": true}]);
    let complete = Files::sample().with("index.json", "/coverage", complete).directory();
    assert_eq!(tag(&verdict(&complete, &at("https://www.facebook.com/massdot"))), "lookalike strong");
}

#[test]
fn a_name_shown_on_a_platform_means_the_account_there() {
    // The display name is listed with the X account; the agency's Facebook account has none.
    let facebook = verdict(&Files::sample().directory(), &with_name("https://www.facebook.com/somebody", "MassDOT"));
    assert_eq!(
        facebook["imitates"],
        json!({"agency": "massdot", "platform": "facebook", "handle": "MassDOT.Official"})
    );
}

#[test]
fn a_demonstration_judges_like_any_list() {
    let directory = Files::sample().with("index.json", "/demonstration", json!(true)).directory();
    assert!(directory.header().demonstration);
    assert_eq!(tag(&verdict(&directory, &at("https://x.com/massdot"))), "official");
}

#[test]
fn of_two_accounts_that_share_a_name_the_order_of_rows_decides_nothing() {
    let row = |handle: &str| json!({"agency": "mbta", "platform": "x", "handle": handle, "display_names": ["MBTA Boats"], "status": "active"});
    let of = |rows: Value| {
        let directory = Files::sample().with("sections/transport.json", "/accounts", rows);
        let directory = directory.with("impostors.json", "/impostors", json!([])).directory();
        verdict(&directory, &with_name("https://x.com/somebody", "MBTA Boats"))
    };
    let (boats, ferry) = (row("MBTA_Boats"), row("MBTA_Ferry"));
    assert_eq!(tag(&of(json!([boats, ferry]))), "lookalike strong");
    assert_eq!(of(json!([boats, ferry])), of(json!([ferry, boats])));
}
