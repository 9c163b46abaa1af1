//! Which handles resemble which listed account, by which rule.

use statemark_core::lookalike::{Field, Query, Reason, Strength};
use statemark_core::platform::Platform;

use crate::support::{DTA, GOV, MASSDOT, MBTA, REVENUE, RMV, WILDLIFE, engine, named, on};

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
    // The texts are as near as anywhere; how complete the list is, the verdict knows.
    let found = on(Platform::Instagram, "MasDOT").unwrap();
    assert_eq!(
        (found.strength, found.reasons.as_slice()),
        (Strength::Strong, &[Reason::OneEdit, Reason::AgencyNotHere][..])
    );
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
