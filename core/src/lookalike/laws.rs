//! What the engine says of edits is what comparing with every listed name says, where no word is known: a word's hash once
//! in some thousand times passes for another's, and would excuse what must be told.

use proptest::prelude::*;

use super::targets::TWO_EDITS_MIN;
use super::words::Words;
use super::{Assembly, Engine, Owner, Query, Strength, Target, TargetKind};
use crate::platform::Platform;

fn without_words(listed: &[String]) -> Engine {
    let mut assembly = Assembly::start(&[], "US-MA");
    listed.iter().for_each(|text| assembly.expect(text));
    assembly.words = Words::none();
    for (number, text) in (0..).zip(listed) {
        let owner = Owner { agency: number, account: Some(number) };
        assembly.add(&Target { platform: Some(Platform::X), text, kind: TargetKind::Handle, owner });
    }
    assembly.finish()
}

/// What the nearest of all listed handles means for a text; `None` where other rules may say more. The letters look like no
/// others.
fn reference(listed: &[String], given: &str) -> Option<Option<Strength>> {
    let (nearest, handle) = listed.iter().map(|handle| (strsim::osa_distance(handle, given), handle)).min()?;
    let contains =
        |handle: &String| given.contains(handle.as_str()) || format!("{given}{given}").contains(handle.as_str());
    match nearest {
        0 => None,
        1 => Some(Some(Strength::Strong)),
        // A swap may lie on the border of two thirds, and another edit in the last one.
        2 if handle.len() >= TWO_EDITS_MIN && strsim::levenshtein(handle, given) == 2 => Some(Some(Strength::Strong)),
        2..=4 => None,
        _ => (!listed.iter().any(contains)).then_some(None),
    }
}

/// One letter exchanged, added, dropped, or swapped with the next.
fn edit(text: &str, (kind, at, letter): &(u8, prop::sample::Index, String)) -> String {
    let at = at.index(text.len());
    let (before, behind) = text.split_at(at);
    let (here, rest) = behind.split_at(1);
    match (kind, rest.split_at_checked(1)) {
        (0, _) => format!("{before}{letter}{rest}"),
        (1, _) => format!("{before}{letter}{behind}"),
        (3, Some((next, rest))) => format!("{before}{next}{here}{rest}"),
        _ => format!("{before}{rest}"),
    }
}

proptest! {
    #[test]
    fn a_scan_of_the_list_says_the_same_holds(
        listed in prop::collection::vec("[fghkpt]{6,20}", 1..12),
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), "[fghkpt]"), 2),
        stranger in "[fghkpt]{6,20}",
    ) {
        let engine = without_words(&listed);
        let once = edits.iter().take(1).fold(which.get(&listed).clone(), |text, change| edit(&text, change));
        let twice = edits.iter().skip(1).fold(once.clone(), |text, change| edit(&text, change));
        for given in [once, twice, stranger] {
            if let Some(expected) = reference(&listed, &given) {
                let found = engine.resemblance(&Query { platform: Platform::X, handle: Some(&given), display_name: None });
                prop_assert_eq!(found.as_ref().map(|found| found.strength), expected, "{} beside {:?}: {:?}", given, listed, found);
            }
        }
    }
}
