//! From which length on a rule speaks, over invented names of every length: shorter ones are too often someone else's.

use statemark_core::lookalike::{Reason, Strength};

use crate::support::{ask, of_handles};

/// Letters that make no word and look like no others; its beginnings are names of every length.
const LETTERS: &str = "tkpzhgfqbwjx";
/// Likewise, with vowels.
const SYLLABLES: &str = "tokopahozofe";

/// What is said of a text beside each beginning of `letters`, for lengths from three on.
fn strengths(letters: &str, change: impl Fn(&str) -> Option<String>) -> Vec<Option<Strength>> {
    let said = |length: usize| {
        let listed = letters[..length].to_owned();
        let given = change(&listed)?;
        ask(&of_handles(&[listed]), &given).map(|found| found.strength)
    };
    (3..=letters.len()).map(said).collect()
}

/// Nothing below `weak`, weak from there on, strong from `strong` on.
fn from(weak: usize, strong: usize) -> Vec<Option<Strength>> {
    let strength = |length| (length >= weak).then_some(if length < strong { Strength::Weak } else { Strength::Strong });
    (3..=LETTERS.len()).map(strength).collect()
}

#[test]
fn a_swap_counts_from_four_letters_on_and_much_from_five() {
    let swapped = |at: usize| {
        move |listed: &str| {
            let (one, other) = (&listed[at..=at], listed.get(at + 1..at + 2)?);
            Some(format!("{}{other}{one}{}", &listed[..at], &listed[at + 2..]))
        }
    };
    assert_eq!(strengths(LETTERS, swapped(0)), from(4, 5));
    assert_eq!(strengths(LETTERS, swapped(1)), from(4, 5));
}

#[test]
fn any_other_edit_counts_from_six_letters_on() {
    assert_eq!(strengths(LETTERS, |listed| Some(format!("{}{}", &listed[..1], &listed[2..]))), from(6, 6), "dropped");
    assert_eq!(
        strengths(LETTERS, |listed| Some(format!("{}v{}", &listed[..1], &listed[2..]))),
        from(6, 6),
        "exchanged"
    );
    assert_eq!(strengths(LETTERS, |listed| Some(format!("{}v{}", &listed[..1], &listed[1..]))), from(6, 6), "added");
}

#[test]
fn a_moved_letter_counts_from_seven_letters_on() {
    let moved = |listed: &str| Some(format!("{}{}{}", &listed[..1], &listed[2..], &listed[1..2]));
    // Of three letters the move is a swap.
    assert_eq!(strengths(LETTERS, moved), from(7, 7));
}

#[test]
fn two_edits_count_from_ten_letters_on() {
    let last = |listed: &str| listed.len() - 1;
    let dropped = |listed: &str| Some(format!("{}{}", &listed[..1], &listed[2..last(listed)]));
    assert_eq!(strengths(LETTERS, dropped), from(10, 10));
    let exchanged = |listed: &str| Some(format!("{}v{}v", &listed[..1], &listed[2..last(listed)]));
    assert_eq!(strengths(LETTERS, exchanged), from(10, 10));
    let swapped = |listed: &str| {
        let end = listed.len();
        let (a, b, c, d) = (&listed[..1], &listed[1..2], listed.get(end - 2..end - 1)?, &listed[end - 1..]);
        (end > 4).then(|| format!("{b}{a}{}{d}{c}", &listed[2..end - 2]))
    };
    assert_eq!(strengths(LETTERS, swapped), from(10, 10));
}

#[test]
fn one_vowel_for_another_counts_from_seven_letters_on() {
    // From two of them on; fewer are one edit.
    let exchanged = |listed: &str| (listed.matches('o').count() > 1).then(|| listed.replace('o', "u"));
    assert_eq!(strengths(SYLLABLES, exchanged), from(7, 7));
}

#[test]
fn a_look_alike_counts_from_six_letters_on() {
    // Not by an edit: both letters at once.
    let alike = |listed: &str| Some(listed.replace("nw", "mvv"));
    let said = strengths("nwtkpzhgfqbj", alike);
    assert_eq!(said, from(6, 6));
}

#[test]
fn halves_count_in_another_order_from_six_letters_on() {
    // In lower case nothing shows where a word ends.
    for (listed, given, told) in [("Tk_pz", "pztk", false), ("Tkh_pz", "pztkh", false), ("Tkh_pzg", "pzgtkh", true)] {
        let found = ask(&of_handles(&[listed.to_owned()]), given);
        let expected = told.then_some(Reason::Reordered);
        assert_eq!(found.and_then(|found| found.reasons.first().copied()), expected, "{listed}");
    }
}

#[test]
fn words_of_service_count_beside_four_letters_where_they_stand_apart_and_beside_six_anywhere() {
    assert_eq!(strengths(LETTERS, |listed| Some(format!("{listed}_help"))), from(3, 4), "behind a sign");
    // Beside one of its edges a name is found from four letters on.
    assert_eq!(strengths(LETTERS, |listed| Some(format!("{listed}help"))), from(4, 4), "at an edge");
    assert_eq!(strengths(LETTERS, |listed| Some(format!("help{listed}help"))), from(6, 6), "within");
}
