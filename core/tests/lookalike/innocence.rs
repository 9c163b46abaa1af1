//! What must stay unmarked, and what looks like it but must not.

use statemark_core::lookalike::{Engine, Owner, Query, Strength, Target, TargetKind};
use statemark_core::platform::Platform;

use crate::support::{ask, named, of_handles, on};

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
    let engine = of_handles(&["MACourts", "MassStateLottery", "mass511", "MassKabab", "MassBIO"].map(str::to_owned));
    for handle in ["AMCourts", "massstatelotteries", "massSII", "mosskobob", "mass810"] {
        let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name: None });
        assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{handle}");
    }
}

#[test]
fn a_whole_that_is_a_word_is_no_imitation() {
    // None of the listed words changed to another one: it is the whole that did.
    for (listed, word, slip) in [
        ("MassIvo", "Massive", "Massivq"),
        ("MaInes", "Maine", "Mainec"),
        ("LightHouzeQ", "Lighthouse", "Lighthouzey"),
        ("HealThx", "healthy", "healthq"),
        ("PasSporx", "passport", "passporq"),
    ] {
        let engine = of_handles(&[listed.to_owned()]);
        assert_eq!(ask(&engine, word), None, "{word}");
        assert!(ask(&engine, slip).is_some(), "{slip}");
    }
}

#[test]
fn the_states_word_changed_to_another_is_a_slip_unless_the_rest_reads_as_words() {
    let listed = ["MassDOR", "MassRMV", "MassWildlife", "MassHousing", "MassEyeCare", "MassKumquats"];
    let engine = of_handles(&listed.map(str::to_owned));
    for handle in ["PassWildlife", "PassHousing", "MissHousing", "MissWildlife"] {
        assert_eq!(ask(&engine, handle), None, "{handle}");
    }
    for handle in [
        // Letters are no words.
        "PassDOR",
        "PassRMV",
        "MissDOR",
        "MissRMV",
        // Nor is a short word beside another one, nor what is no word.
        "PassEyeCare",
        "PassKumquats",
        "MissKumquats",
        // Nobody begins a name so.
        "MessHousing",
        "MastWildlife",
        "MassesHousing",
        "LassHousing",
    ] {
        let found = ask(&engine, handle);
        assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{handle}");
    }
}
