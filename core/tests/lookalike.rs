//! What an engine says of names, and what holds of any text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;
use statemark_core::lookalike::{Engine, Field, Owner, Query, Reason, Resemblance, Strength, Target, TargetKind};
use statemark_core::platform::Platform;

const MASSDOT: u32 = 0;
const RMV: u32 = 1;
const MBTA: u32 = 2;
const REVENUE: u32 = 3;
const GOV: u32 = 4;
const WILDLIFE: u32 = 5;
const DTA: u32 = 6;

fn engine() -> Engine {
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

fn on(platform: Platform, handle: &str) -> Option<Resemblance> {
    engine().resemblance(&Query { platform, handle: Some(handle), display_name: None })
}

fn named(name: &str) -> Option<Resemblance> {
    engine().resemblance(&Query { platform: Platform::X, handle: Some("j4ne_q"), display_name: Some(name) })
}

#[test]
fn handles_resemble_by_rule() {
    for (handle, agency, reason) in [
        ("MassD0T", MASSDOT, Reason::Confusable),
        ("Mass_DOT", MASSDOT, Reason::Separators),
        ("MasDOT", MASSDOT, Reason::OneEdit),
        ("MassDDOT", MASSDOT, Reason::OneEdit),
        ("MasDsOT", MASSDOT, Reason::OneEdit),
        ("MassGovt", GOV, Reason::Vocabulary),
        ("MassVVildlife", WILDLIFE, Reason::Confusable),
        ("MassWiIdIife", WILDLIFE, Reason::Confusable),
        ("TheMassDOT", MASSDOT, Reason::Affix),
        ("MassDOT2024", MASSDOT, Reason::Affix),
        ("massrmvhelp", RMV, Reason::Affix),
        ("MassRMV_Ayuda", RMV, Reason::Affix),
        ("MBTAhelp", MBTA, Reason::Affix),
        ("ListensDTA", DTA, Reason::Reordered),
        ("listensdta", DTA, Reason::Reordered),
        ("RMVMass", RMV, Reason::StateName),
        ("MA_RMV", RMV, Reason::StateName),
        ("MassachusettsDOT", MASSDOT, Reason::StateName),
        ("massachusettsrmv", RMV, Reason::StateName),
        ("MassachusettsDepartmentOfRevenue", REVENUE, Reason::AgencyName),
        ("KassDOT", MASSDOT, Reason::OneEdit),
        ("massdots", MASSDOT, Reason::OneEdit),
        ("massesdot", MASSDOT, Reason::TwoEdits),
        ("assdotm", MASSDOT, Reason::TwoEdits),
        ("MassWidlfe", WILDLIFE, Reason::TwoEdits),
        ("xMassWildlifes", WILDLIFE, Reason::TwoEdits),
        ("massweldlefe", WILDLIFE, Reason::TwoEdits),
        ("MassDMV", RMV, Reason::Vocabulary),
        ("MA_DMV_Help", RMV, Reason::Vocabulary),
        ("dmvmass", RMV, Reason::Vocabulary),
        ("massdothq", MASSDOT, Reason::Affix),
        ("MassDOT官方", MASSDOT, Reason::Affix),
        ("massdotreembolso", MASSDOT, Reason::Affix),
        ("MassRMVtickets", RMV, Reason::Affix),
        ("MassDOT_kumquats", MASSDOT, Reason::Affix),
        ("MassDOTKumquats", MASSDOT, Reason::Affix),
        ("kumquatsmassdot", MASSDOT, Reason::Affix),
        ("massrmvkumquats", RMV, Reason::Affix),
        ("masswildlifekumquats", WILDLIFE, Reason::Affix),
        ("MassGov_tollpay", GOV, Reason::Affix),
        ("themassdot", MASSDOT, Reason::Affix),
        ("marmv", RMV, Reason::StateName),
        ("massiwldlfie", WILDLIFE, Reason::TwoEdits),
    ] {
        let found = on(Platform::X, handle).unwrap_or_else(|| panic!("{handle} resembles nothing"));
        assert_eq!(
            (found.owner.agency, found.strength, found.of),
            (agency, Strength::Strong, Field::Handle),
            "{handle}: {found:?}"
        );
        assert!(found.reasons.contains(&reason), "{handle}: {found:?}");
        assert!(found.handle_only, "{handle}");
    }
}

#[test]
fn names_resemble_by_rule() {
    for (name, agency) in [
        ("MassDOT", MASSDOT),
        ("Mаss.gоv", GOV),
        ("MBTA ✅", MBTA),
        ("MBTA :verified:", MBTA),
        ("\u{202E}TODssaM", MASSDOT),
        ("𝐌𝐚𝐬𝐬𝐃𝐎𝐓", MASSDOT),
        ("Massachusetts Department of Revenue", REVENUE),
        ("Mass. Department of Revenue", REVENUE),
        ("Department of Revenue, Massachusetts", REVENUE),
        ("Department of Revenue - Commonwealth of Massachusetts", REVENUE),
        ("MA DOR Help", REVENUE),
        ("Massachusetts Department of Transportation Customer Service", MASSDOT),
        ("Massachusets Department of Transportation", MASSDOT),
        ("Maass Department of Revenue", REVENUE),
        ("MAA Department of Revenue", REVENUE),
    ] {
        let found = named(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!((found.owner.agency, found.of), (agency, Field::Name), "{name}: {found:?}");
        assert!(found.reasons.contains(&Reason::DisplayName) && !found.handle_only, "{name}: {found:?}");
    }
}

#[test]
fn innocent_accounts_resemble_nothing() {
    for handle in [
        "MaineDOT",
        "NHDOT",
        "MassGOP",
        "MassGeneralNews",
        "massdot_nl",
        "mbta_ninja",
        "mbtabingo",
        "MTA",
        "DOR",
        "RMV",
        "MassAudubon",
        "ListensMass",
        "30DOT",
        "MassDog",
        "MassGoP",
        "MissHousing",
        "MissWildlife",
        "MBAT_wine",
        "massdotmoney",
        "MassWildflowers",
        "MassTroopers",
        "MassDMVmemes",
        // Attached to a listed name: too little, a known word, or what may go on with the name's last word.
        "MassDOT_xy",
        "MassDOT_Ninja",
        "MassDOT_HockeyZZ",
        "MassDOT_Ohio",
        "massdotkumquats",
        "massdotxyz",
        // To a name that says nothing of the state.
        "DTA_Listens_kumquats",
        "kumquatsMBTA",
    ] {
        assert_eq!(on(Platform::X, handle), None, "{handle}");
    }
    for name in [
        "Department of Revenue",
        "DOR",
        "RMV",
        "Registry of Motor Vehicles",
        "Fiona Ma",
        "Florida Department of Revenue",
        "",
        "✅",
        "Mass",
    ] {
        assert_eq!(named(name), None, "{name}");
    }
}

#[test]
fn another_word_is_no_imitation() {
    let rows = ["Massport", "VisitMA", "MACourts", "MassHealth", "MassHousing", "HealthConnector"];
    let targets = rows.iter().map(|text| Target {
        platform: Some(Platform::X),
        text,
        kind: TargetKind::Handle,
        owner: Owner { agency: 0, account: Some(0) },
    });
    let engine = Engine::build(targets, &[], "US-MA");
    for handle in [
        "Passport",
        "MassHort",
        "VisitMD",
        "VisitMO",
        "visitmd",
        "PACourts",
        "VACourts",
        "PassHousing",
        "MissHousing",
        "HealthConnection",
        "MassHeath",
    ] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None });
        assert_eq!(found, None, "{handle}");
    }
    for handle in ["MassHealthcare", "masshealthcare", "masshealthierzzz", "MassachusettsHousingHelp"] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None });
        assert!(found.is_none_or(|found| found.strength == Strength::Weak), "{handle}");
    }
}

#[test]
fn a_slip_is_no_other_word() {
    let engine = of_handles(&["MACourts", "MassStateLottery", "mass511", "MassKabab"].map(str::to_owned));
    for handle in ["AMCourts", "massstatelotteries", "massSII", "mosskobob"] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None });
        assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{handle}");
    }
}

#[test]
fn small_words_and_titles_come_in_other_forms() {
    let listed = [
        "GovQuixote",
        "MassachusettsLieutenantGovernor",
        "SenatorQuilla",
        "Massachusetts Office of the Child Advocate",
        "QTA",
    ];
    let engine = of_handles(&listed.map(str::to_owned));
    for (name, whom) in [
        ("Governor Quixote", 0),
        ("Office of Governor Quixote", 0),
        ("Quixote, Governor", 0),
        ("Mass. Lt Governor", 1),
        ("Sen. Quilla", 2),
        ("Child Advocate Office, Massachusetts", 3),
        ("Massachusetts Child Advocate Office", 3),
        ("Massachusetts Child Advocate", 3),
        ("Advocate for the Child, Office - Massachusetts", 3),
    ] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) });
        let found = found.unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!((found.owner.agency, found.strength), (whom, Strength::Strong), "{name}: {found:?}");
    }
    for (handle, whom) in [("SenatorZoeQuilla", 2), ("GovernorZoeMayQuixote", 0), ("TheOfficialQTA", 4)] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None });
        let found = found.unwrap_or_else(|| panic!("{handle} resembles nothing"));
        assert_eq!((found.owner.agency, found.strength), (whom, Strength::Weak), "{handle}: {found:?}");
    }
    for name in ["Quixote", "Government Quilla", "Rep. Quilla", "Governor of Massachusetts"] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) });
        assert_eq!(found, None, "{name}");
    }
}

#[test]
fn the_state_is_the_lists() {
    let target =
        |text| Target { platform: None, text, kind: TargetKind::AgencyName, owner: Owner { agency: 0, account: None } };
    for (jurisdiction, ours, theirs) in [
        ("US-VT", "Vermont Department of Revenue", "Massachusetts Department of Revenue"),
        ("", "Mass. Department of Revenue", "Vermont Department of Revenue"),
    ] {
        let engine = Engine::build([target("Department of Revenue")].into_iter(), &[], jurisdiction);
        let ask = |name| engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) });
        assert!(ask(ours).is_some(), "{jurisdiction}");
        assert_eq!(ask(theirs), None, "{jurisdiction}");
        assert_eq!(ask("Department of Revenue"), None, "{jurisdiction}");
    }
}

#[test]
fn badges_are_told() {
    for name in ["MBTA ✅", "✔️ MassDOT", "MBTA :verified:", "MBTA :blobcat_verified:", "MassDOT 🔵"] {
        assert!(named(name).unwrap().reasons.contains(&Reason::Badge), "{name}");
    }
    assert!(!named("MassDOT").unwrap().reasons.contains(&Reason::Badge));
    assert_eq!(named("Jane ✅"), None);
}

#[test]
fn listed_and_proven_accounts_resemble_nothing() {
    for (platform, handle) in [
        (Platform::X, "MassDOT"),
        (Platform::X, "massdot"),
        (Platform::X, "@MassDOT"),
        (Platform::LinkedIn, "company/MassDOT"),
        (Platform::Bluesky, "mass.gov"),
        (Platform::Bluesky, "massdot.mass.gov"),
        (Platform::Mastodon, "massdot@social.mass.gov"),
    ] {
        assert_eq!(on(platform, handle), None, "{handle}");
    }
}

#[test]
fn a_borrowed_domain_is_told() {
    for handle in ["mass.gov.bsky.social", "mass-gov.bsky.social", "mass.gov.help.example"] {
        let found = on(Platform::Bluesky, handle).unwrap();
        assert_eq!((found.owner.agency, found.strength), (GOV, Strength::Strong), "{handle}");
        assert!(found.reasons.contains(&Reason::PublisherDomain), "{handle}: {found:?}");
    }
}

#[test]
fn another_platform_is_told() {
    let found = on(Platform::Instagram, "massdot").unwrap();
    assert_eq!(found.reasons, [Reason::SameNameOtherPlatform, Reason::AgencyNotHere]);
    assert_eq!(on(Platform::Instagram, "MasDOT").unwrap().strength, Strength::Weak);
}

#[test]
fn a_bare_ma_before_a_name_with_words_of_service_weighs_little() {
    assert_eq!(on(Platform::X, "marmvhelp").unwrap().strength, Strength::Weak);
}

#[test]
fn labels_weaken() {
    for (name, label) in [
        ("MassDOT Fan", "fan"),
        ("Friends of MassDOT", "fan"),
        ("MBTA (Parody)", "parody"),
        ("Unofficial MBTA", "unofficial"),
        ("MBTA - not affiliated", "unofficial"),
    ] {
        let found = named(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!((found.strength, found.label), (Strength::Weak, Some(label)), "{name}");
    }
    let found = on(Platform::X, "massdotparody").unwrap();
    assert_eq!((found.strength, found.label), (Strength::Weak, Some("parody")));
    assert_eq!(named("Jane the MassHealth Fan").and_then(|found| found.label), None);
}

#[test]
fn differences_count_in_the_text_as_given() {
    for (platform, handle, differs) in [
        (Platform::X, "MassD0T", &[(5, 6)][..]),
        (Platform::X, "@MassD0T", &[(6, 7)]),
        (Platform::LinkedIn, "company/massd0t", &[(13, 14)]),
        (Platform::X, "Mass_DOT", &[(4, 5)]),
        (Platform::X, "MassDOTHelp", &[(7, 11)]),
    ] {
        assert_eq!(on(platform, handle).unwrap().differs, differs, "{handle}");
    }
    assert_eq!(named("𝐌assDOT").unwrap().differs, [(0, 2)]);
}

#[test]
fn agreeing_name_and_handle_say_why_together() {
    let query = Query { platform: Platform::X, handle: Some("MassD0T"), display_name: Some("MassDOT") };
    let found = engine().resemblance(&query).unwrap();
    assert_eq!(found.reasons, [Reason::Confusable, Reason::DisplayName]);
    assert!(!found.handle_only);
}

fn sound(found: &Resemblance, query: &Query<'_>) {
    let text = match found.of {
        Field::Handle => query.handle,
        Field::Name => query.display_name,
    };
    let text = text.unwrap();
    let boundaries: Vec<u32> = text
        .chars()
        .scan(0, |at, c| {
            *at += c.len_utf16() as u32;
            Some(*at)
        })
        .collect();
    let mut end = 0;
    for (from, to) in &found.differs {
        assert!(*from >= end && from < to, "{found:?}");
        assert!(*from == 0 || boundaries.contains(from), "{found:?}");
        assert!(boundaries.contains(to), "{found:?}");
        end = *to;
    }
    assert!(!found.reasons.is_empty());
    assert!(found.label.is_none() || found.strength == Strength::Weak);
}

/// What the engine must say of one letter changed, by comparing with every listed handle. The letters make no words and
/// look like no others.
fn reference(listed: &[String], given: &str) -> Option<bool> {
    let distances = listed.iter().map(|handle| strsim::osa_distance(handle, given));
    let nearest = distances.min()?;
    let contains =
        |handle: &String| given.contains(handle.as_str()) || format!("{given}{given}").contains(handle.as_str());
    match nearest {
        0 => None,
        1 => Some(true),
        2..=4 => None,
        _ => (!listed.iter().any(contains)).then_some(false),
    }
}

fn of_handles(listed: &[String]) -> Engine {
    let targets = listed.iter().enumerate().map(|(index, text)| Target {
        platform: Some(Platform::X),
        text,
        kind: TargetKind::Handle,
        owner: Owner { agency: index as u32, account: Some(index as u32) },
    });
    Engine::build(targets, &[], "US-MA")
}

/// Whether a handle is told where it and all that is listed begin with a few letters more.
fn is_told_behind(letters: &str, listed: &[String], given: &str) -> bool {
    let longer: Vec<_> = listed.iter().map(|handle| format!("{letters}{handle}")).collect();
    let given = format!("{letters}{given}");
    let query = Query { platform: Platform::X, handle: Some(&given), display_name: None };
    of_handles(&longer).resemblance(&query).is_some()
}

proptest! {
    #[test]
    fn a_scan_of_the_list_says_the_same_holds(
        listed in prop::collection::vec("[fghkpt]{6,20}", 1..12),
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        letter in "[fghkpt]",
        stranger in "[fghkpt]{6,20}",
    ) {
        let engine = of_handles(&listed);
        let near = &listed[which.index(listed.len())];
        let at = at.index(near.len());
        let exchanged = format!("{}{letter}{}", &near[..at], &near[at + 1..]);
        let added = format!("{}{letter}{}", &near[..at], &near[at..]);
        let dropped = format!("{}{}", &near[..at], &near[at + 1..]);
        for given in [exchanged, added, dropped, stranger] {
            if let Some(expected) = reference(&listed, &given) {
                let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(&given), display_name: None });
                // A text passes for a known word once in 6,000 times, but not once more with letters before it.
                let as_expected = found.is_some() == expected || expected && is_told_behind("kkf", &listed, &given);
                prop_assert!(as_expected, "{} beside {:?}: {:?}", given, listed, found);
            }
        }
    }

    #[test]
    fn listed_accounts_are_never_told_holds(listed in prop::collection::vec("[A-Za-z0-9_]{1,15}", 1..20)) {
        let engine = of_handles(&listed);
        for handle in &listed {
            let query = Query { platform: Platform::X, handle: Some(handle), display_name: Some(handle) };
            prop_assert_eq!(engine.resemblance(&query), None);
        }
    }

    #[test]
    fn any_text_is_answered_soundly_holds(handle in any::<String>(), name in any::<String>(), platform in 0..Platform::ALL.len()) {
        let query = Query { platform: Platform::ALL[platform], handle: Some(&handle), display_name: Some(&name) };
        if let Some(found) = engine().resemblance(&query) {
            sound(&found, &query);
        }
    }

    #[test]
    fn disguises_are_answered_soundly_holds(before in "\\PC{0,3}", cut in 0..=7_usize, within in "\\PC{0,2}", after in "\\PC{0,3}") {
        let (left, right) = "MassDOT".split_at(cut);
        let text = format!("{before}{left}{within}{right}{after}");
        let query = Query { platform: Platform::X, handle: Some(&text), display_name: Some(&text) };
        if let Some(found) = engine().resemblance(&query) {
            sound(&found, &query);
        }
    }

    #[test]
    fn unrelated_handles_resemble_nothing_holds(handle in "[b-ln-z]{5,20}") {
        // Without a or m no listed handle but DTA's and the wildlife's is within one edit, and those want their own letters.
        prop_assert_eq!(on(Platform::X, &handle), None);
    }

    #[test]
    fn case_changes_nothing_holds(upper in prop::collection::vec(any::<bool>(), 7)) {
        let handle: String = "massd0t".chars().zip(upper).map(|(c, upper)| if upper { c.to_ascii_uppercase() } else { c }).collect();
        prop_assert_eq!(on(Platform::X, &handle).unwrap().owner.agency, MASSDOT);
    }

    #[test]
    fn a_dropped_letter_is_told_holds(at in 1..12_usize) {
        let mut handle = "MassWildlife".to_owned();
        handle.remove(at);
        prop_assert_eq!(on(Platform::X, &handle).unwrap().owner.agency, WILDLIFE);
    }
}
