//! In which forms a listed text is looked for, and what else holds of a resemblance.

use statemark_core::lookalike::{Engine, Owner, Query, Reason, Resemblance, Strength, Target, TargetKind};
use statemark_core::platform::Platform;

use crate::support::{ask, of_handles};

/// An engine of texts of one kind; a handle of the first agency where `handles` has any.
fn of(kind: TargetKind, texts: &[&str], handles: &[&str]) -> Engine {
    let platform = (kind == TargetKind::DisplayName).then_some(Platform::X);
    let owner = |account: bool| Owner { agency: 0, account: account.then_some(0) };
    let handle = |text| Target { platform: Some(Platform::X), text, kind: TargetKind::Handle, owner: owner(true) };
    let named = |text| Target { platform, text, kind, owner: owner(platform.is_some()) };
    let handles = handles.iter().copied().map(handle);
    Engine::build(handles.chain(texts.iter().copied().map(named)), &[], "US-MA")
}

fn named(engine: &Engine, name: &str) -> Option<Resemblance> {
    engine.resemblance(&Query { platform: Platform::X, handle: None, display_name: Some(name) })
}

const NAMES: [TargetKind; 3] = [TargetKind::DisplayName, TargetKind::AgencyName, TargetKind::ShortName];

#[test]
fn a_name_without_a_word_of_the_state_is_a_target_only_beside_one() {
    for kind in NAMES {
        for name in ["Department of Kumquats", "Bureau of Wharves and Piers", "KWP", "QUIXO", "Wharfage"] {
            let engine = of(kind, &[name], &[]);
            assert_eq!(named(&engine, name), None, "{kind:?} {name}");
            for stated in [
                format!("Massachusetts {name}"),
                format!("Mass. {name}"),
                format!("MA {name}"),
                format!("{name} of Massachusetts"),
                format!("{name}, Commonwealth of Massachusetts"),
                format!("Commonwealth {name}"),
            ] {
                let found = named(&engine, &stated);
                assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{kind:?} {stated}");
            }
            assert_eq!(named(&engine, &format!("Vermont {name}")), None, "{kind:?} {name}");
        }
    }
}

#[test]
fn a_name_with_a_word_of_the_state_is_a_target_by_itself() {
    for kind in NAMES {
        for name in [
            "Mass Kumquats",
            "MA Department of Kumquats",
            "Massachusetts Kumquats",
            "Commonwealth Kumquats",
            "Kumquats of Massachusetts",
            // As a part of a word: with its capitals, and in front of it.
            "MassKumquats",
            "Masskumquats",
            "KumquatsMA",
        ] {
            let found = named(&of(kind, &[name], &[]), name);
            assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{kind:?} {name}");
        }
    }
    // Letters of the state within a word say nothing of it.
    for name in ["Harmattan", "Amassed", "Mango"] {
        assert_eq!(named(&of(TargetKind::ShortName, &[name], &[]), name), None, "{name}");
    }
}

#[test]
fn a_name_that_is_also_a_listed_handle_is_a_target_by_itself() {
    for kind in NAMES {
        for handle in ["KWP_Alerts", "kwpalerts", "KWPAlerts"] {
            let found = named(&of(kind, &["KWP Alerts"], &[handle]), "KWP Alerts");
            assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{kind:?} {handle}");
        }
        // Whose name it is comes before whose handle.
        let of_two = [
            ("KWP_Alerts", TargetKind::Handle, Owner { agency: 0, account: Some(0) }),
            ("KWP Alerts", kind, Owner { agency: 1, account: None }),
        ];
        let targets = of_two.map(|(text, kind, owner)| Target { platform: Some(Platform::X), text, kind, owner });
        let found = named(&Engine::build(targets.into_iter(), &[], "US-MA"), "KWP Alerts");
        assert_eq!(found.map(|found| found.owner.agency), Some(1), "{kind:?}");
        let other = named(&of(kind, &["KWP Alerts"], &["KWP_Info"]), "KWP Alerts");
        assert_eq!(other.filter(|found| found.strength == Strength::Strong), None, "{kind:?}");
    }
}

#[test]
fn a_letter_wrong_in_a_name_is_told_beside_a_word_of_the_state() {
    let name = "Bureau of Kumquats";
    let engine = of(TargetKind::AgencyName, &[name], &[]);
    for at in 1..name.len() {
        for (from, into) in [(at + 1, ""), (at + 1, "v"), (at, "v")] {
            let wrong = format!("{}{into}{}", &name[..at], &name[from..]);
            for stated in [format!("MA {wrong}"), format!("{wrong} Massachusetts"), format!("Mass. {wrong}")] {
                let found = named(&engine, &stated);
                assert!(found.is_some_and(|found| found.strength == Strength::Strong), "{stated}");
            }
            assert_eq!(named(&engine, &wrong), None, "{wrong}");
        }
    }
    // Five letters beside the state's are too few.
    let engine = of(TargetKind::ShortName, &["QUIXO", "KWPZHG"], &[]);
    for (name, told) in [("MA QUIVO", false), ("MA QUIXOV", false), ("MA KWPVHG", true)] {
        assert_eq!(named(&engine, name).is_some(), told, "{name}");
    }
}

#[test]
fn a_handle_is_told_in_the_states_other_forms() {
    let engine = of_handles(&["MassKumquats", "massquixotes", "MA_Wharves", "Mass511"].map(str::to_owned));
    for (handle, whom) in [
        ("KumquatsMass", 0),
        ("MA_Kumquats", 0),
        ("kumquats_ma", 0),
        ("MassachusettsKumquats", 0),
        ("kumquatsofmassachusetts", 0),
        // Written without capitals too.
        ("MA_Quixotes", 1),
        ("quixotesmass", 1),
        ("WharvesMass", 2),
        ("masswharves", 2),
        // Digits are read as letters, and are not.
        ("mass5ll", 3),
        ("MA_511", 3),
    ] {
        let found = ask(&engine, handle).unwrap_or_else(|| panic!("{handle} resembles nothing"));
        assert_eq!((found.owner.agency, found.strength), (whom, Strength::Strong), "{handle}: {found:?}");
    }
    // Nor need there be a word of the state.
    let engine_without = of_handles(&["Quixo511".to_owned()]);
    assert_eq!(ask(&engine_without, "quixo5ll").map(|found| found.strength), Some(Strength::Strong));
    assert_eq!(ask(&engine, "MA_5ll").map(|found| found.owner.agency), Some(3));
    assert_eq!(ask(&engine, "Kumquats"), None);
    assert_eq!(ask(&engine, "VermontKumquats"), None);
}

/// Two agencies: the first is on X and Facebook, the second on YouTube alone.
fn two() -> Engine {
    let rows = [
        (0, Platform::X, "MassKumquats"),
        (0, Platform::Facebook, "masskumquats.official"),
        (1, Platform::YouTube, "@MassQuixotes"),
    ];
    let targets = rows.into_iter().map(|(agency, platform, text)| Target {
        platform: Some(platform),
        text,
        kind: TargetKind::Handle,
        owner: Owner { agency, account: Some(agency) },
    });
    let name = Target {
        platform: None,
        text: "Massachusetts Quixotes",
        kind: TargetKind::AgencyName,
        owner: Owner { agency: 1, account: None },
    };
    Engine::build(targets.chain([name]), &[], "US-MA")
}

#[test]
fn circumstances_are_told() {
    use Reason::{
        AgencyName, AgencyNotHere, Badge, Confusable, DisplayName, OneEdit, SameNameOtherPlatform, Separators,
    };
    let engine = two();
    for (platform, handle, display_name, reasons) in [
        // The agency is here, by another handle.
        (Platform::Facebook, Some("MassKumquats"), None, &[SameNameOtherPlatform][..]),
        (Platform::Facebook, Some("masskumqu4ts"), None, &[Confusable]),
        // It is not.
        (Platform::YouTube, Some("@MassKumquats"), None, &[SameNameOtherPlatform, AgencyNotHere]),
        (Platform::YouTube, Some("@MassKumqxats"), None, &[OneEdit, AgencyNotHere]),
        (Platform::X, Some("MassQuixotes"), None, &[SameNameOtherPlatform, AgencyNotHere]),
        (Platform::X, None, Some("Mass Quixotes"), &[AgencyNotHere, DisplayName]),
        (Platform::YouTube, None, Some("Massachusetts Quixotes"), &[DisplayName]),
        (Platform::YouTube, None, Some("Massachusetts Quixotes ✅"), &[DisplayName, Badge]),
        (Platform::YouTube, Some("@massachusettsquixotes"), None, &[Separators, AgencyName]),
    ] {
        let found = engine.resemblance(&Query { platform, handle, display_name });
        let found = found.unwrap_or_else(|| panic!("{handle:?} {display_name:?} resembles nothing"));
        assert_eq!(found.reasons, reasons, "{platform:?} {handle:?} {display_name:?}: {found:?}");
        assert_eq!(found.strength, Strength::Strong, "{found:?}");
    }
}
