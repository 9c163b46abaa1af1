//! Which display names resemble which listed account.

use statemark_core::lookalike::{Engine, Field, Owner, Query, Reason, Strength, Target, TargetKind};
use statemark_core::platform::Platform;

use crate::support::{GOV, MASSDOT, MBTA, REVENUE, RMV, named, of_handles};

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
        ("\u{202E}sttesuhcassam ,tnemtraped eunever", REVENUE),
        // The agency's name is listed without the state's, in which the slip is.
        ("Masachusetts Department of Revenue", REVENUE),
        ("rnassachusettsdepartmentofrevenue", REVENUE),
    ] {
        let found = named(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!((found.owner.agency, found.of), (agency, Field::Name), "{name}: {found:?}");
        assert!(found.reasons.contains(&Reason::DisplayName) && !found.handle_only, "{name}: {found:?}");
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
fn signs_stand_for_letters_only_within_a_word() {
    let engine = of_handles(&["MassQuixotes", "Mass_Kids"].map(str::to_owned));
    let ask = |name| engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) });
    for name in ["M@ssQuixotes", "Ma$$Quixotes", "MassQu!xotes", "M@$$Qu!xotes", "M@ss K!ds"] {
        assert!(ask(name).is_some_and(|found| found.reasons.contains(&Reason::Confusable)), "{name}");
    }
    // At a word's edge they are signs.
    for name in ["@MassQuixotes", "MassQuixotes!", "$MassQuixotes$", "Mass Kids!", "Mass@ Kids"] {
        let found = ask(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!(found.reasons, [Reason::DisplayName], "{name}");
    }
}

#[test]
fn an_ampersand_is_a_word() {
    let target = Target {
        platform: None,
        text: "Massachusetts Wharves and Piers",
        kind: TargetKind::AgencyName,
        owner: Owner { agency: 0, account: None },
    };
    let engine = Engine::build([target].into_iter(), &[], "US-MA");
    for name in
        ["Massachusetts Wharves & Piers", "Massachusetts Wharves&Piers", "Mass. Wharves & Piers", "MA Wharves＆Piers"]
    {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) });
        let found = found.unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert!(found.strength == Strength::Strong && !found.reasons.contains(&Reason::Reordered), "{name}: {found:?}");
    }
    // Also where no space shows that it is a word.
    let engine = of_handles(&["masswharvesandpiers".to_owned()]);
    let found =
        engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some("masswharves&piers") });
    assert!(found.is_some_and(|found| found.strength == Strength::Strong));
}

#[test]
fn what_is_shown_from_its_end_is_read_so() {
    for (name, agency) in [
        ("\u{202E}TODssaM", MASSDOT),
        ("\u{202E}TOD ssaM", MASSDOT),
        ("\u{202E}TODssaM\u{202C} Help", MASSDOT),
        ("Official \u{202E}TODssaM", MASSDOT),
        // Both ends of what is reversed are ends of words, and what follows is read as ever.
        ("\u{202E}TODssaM\u{202D} Help", MASSDOT),
        ("\u{202E}TOD ssaM\u{2069} Help", MASSDOT),
        ("\u{202E}euneveR fo tnemtrapeD ssaM", REVENUE),
        ("\u{202E}VMR ,sttesuhcassaM\u{202C}", RMV),
        ("Mass\u{202E}TOD", MASSDOT),
        ("Mass \u{202E}TOD\u{202D}", MASSDOT),
        ("\u{2067}\u{202E}vog.ssaM\u{2069}", GOV),
        ("\u{202E}euneveR fo tnemtrapeD\u{202C}, Massachusetts", REVENUE),
        ("Massachusetts \u{202E}eunever fo tnemtrapeD", REVENUE),
    ] {
        let found = named(name).unwrap_or_else(|| panic!("{name:?} resembles nothing"));
        assert_eq!((found.owner.agency, found.strength), (agency, Strength::Strong), "{name:?}: {found:?}");
    }
    for name in ["TODssaM", "\u{202E}MassDOT", "\u{202E}\u{202C}TODssaM", "\u{202D}TODssaM"] {
        assert_eq!(named(name), None, "{name:?}");
    }
}

#[test]
fn what_an_account_calls_itself_may_stand_in_its_name_alone() {
    let engine = crate::support::engine();
    let ask = |display_name| {
        let query = Query { platform: Platform::X, handle: Some("MassD0T"), display_name: Some(display_name) };
        engine.resemblance(&query).unwrap()
    };
    for (name, label) in [
        ("Jane (parody)", "parody"),
        ("Jane's fan club", "fan"),
        ("Unofficial, by Jane", "unofficial"),
        // Labels of two words, neither of which is one.
        ("Jane (not affiliated)", "unofficial"),
        ("NotAffiliated, by Jane", "unofficial"),
        ("Not Official news by Jane", "unofficial"),
        ("Volunteer run by Jane", "unofficial"),
        ("Community-run since 2019", "unofficial"),
        ("Not Government, but Jane", "unofficial"),
    ] {
        let found = ask(name);
        assert_eq!((found.strength, found.label), (Strength::Weak, Some(label)), "{name}: {found:?}");
    }
    for name in ["Jane", "Jane is affiliated, not run by others", "Community of those who run", "Notary, affiliated"] {
        assert_eq!((ask(name).strength, ask(name).label), (Strength::Strong, None), "{name}");
    }
}

#[test]
fn badges_are_told() {
    for name in [
        "MBTA ✅",
        "✔️ MassDOT",
        "MBTA :verified:",
        ":verified: MBTA",
        "MBTA:check:",
        "MBTA :blobcat_verified:",
        "MBTA :ok:",
        ":v: :check: MBTA :a1b2:",
        "MassDOT 🔵",
    ] {
        let found = named(name);
        let is_short = name.contains(":ok:") || name.contains(":v:");
        assert_eq!(found.is_some_and(|found| found.reasons.contains(&Reason::Badge)), !is_short, "{name}");
    }
    assert!(!named("MassDOT").unwrap().reasons.contains(&Reason::Badge));
    assert_eq!(named("Jane ✅"), None);
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
