//! What holds of any text.

use proptest::prelude::*;
use statemark_core::lookalike::{Field, Query, Resemblance, Strength};
use statemark_core::platform::Platform;

use crate::support::{MASSDOT, WILDLIFE, engine, of_handles, on};

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

proptest! {
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
}

#[test]
fn a_dropped_letter_is_told() {
    for at in 1..12 {
        let mut handle = "MassWildlife".to_owned();
        handle.remove(at);
        assert_eq!(on(Platform::X, &handle).unwrap().owner.agency, WILDLIFE, "{handle}");
    }
}
