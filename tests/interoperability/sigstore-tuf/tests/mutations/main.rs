//! Mutated repositories are accepted or refused as the crate `sigstore-tuf` does, which passes the same conformance suite;
//! each difference stands in `differences` with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod clients;
mod differences;
mod generate;
mod provider;
#[allow(dead_code, unreachable_pub, reason = "the tests of trust use the rest")]
#[path = "../../../../../core/tests/trust/repository.rs"]
mod repository;
mod situations;
mod text;

use std::collections::BTreeMap;

use clients::{Outcome, ours, theirs};
use differences::{DIFFERENCES, Side};
use generate::Mutation;
use repository::Repository;

/// What was published before, seen by both, and the next publication, of every role.
fn publications() -> (Repository, Repository) {
    let mut before = Repository::with_sites();
    before.publish();
    let mut next = before.clone();
    next.publish_root();
    next.add_file("index.json", b"{\"index\":2}");
    next.add_file("sections/a.json", b"{\"section\":\"a\",\"again\":2}");
    next.add_delegated_file("sites", "sites.json", b"{\"sites\":2}");
    next.publish();
    (before, next)
}

fn side(ours: &Outcome, theirs: &Outcome) -> Option<Side> {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => (ours != theirs).then_some(Side::BothButOtherFiles),
        (Err(_), Err(_)) => None,
        (Ok(_), Err(_)) => Some(Side::OursAccepts),
        (Err(_), Ok(_)) => Some(Side::TheirsAccepts),
    }
}

#[test]
fn mutated_repositories_are_accepted_or_refused_alike_but_for_the_listed_differences() {
    const LEAST: usize = 1_000;
    provider::install();
    let (before, next) = publications();
    let pinned = before.newest_root();
    let unchanged = ours(&pinned, &before.served, &next.served).unwrap();
    assert_eq!(unchanged["sites.json"], b"{\"sites\":2}");
    assert_eq!(theirs(&pinned, &before.served, &next.served), Ok(unchanged));

    let mutations = [generate::all(&next), situations::all(&before, &next)].concat();
    assert!(mutations.len() > LEAST, "{}", mutations.len());
    let mut occurred: BTreeMap<usize, usize> = BTreeMap::new();
    let mut unlisted = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for Mutation { name, served } in &mutations {
        let (ours, theirs) = (ours(&pinned, &before.served, served), theirs(&pinned, &before.served, served));
        match side(&ours, &theirs) {
            None if ours.is_ok() => accepted += 1,
            None => refused += 1,
            Some(side) => match differences::row(name, side) {
                Some(row) => *occurred.entry(row).or_default() += 1,
                None => unlisted.push(format!("{name}\n    ours: {}\n    theirs: {}", said(&ours), said(&theirs))),
            },
        }
    }
    println!(
        "{} mutations: {accepted} accepted and {refused} refused by both, {} differences",
        mutations.len(),
        mutations.len() - accepted - refused
    );
    assert!(unlisted.is_empty(), "{} differences are not listed:\n{}", unlisted.len(), unlisted.join("\n"));
    let other: Vec<String> = DIFFERENCES
        .iter()
        .enumerate()
        .map(|(row, difference)| (difference, occurred.get(&row).copied().unwrap_or_default()))
        .filter(|(difference, times)| difference.times != *times)
        .map(|(difference, times)| {
            format!("`{}`: listed {} times, occurs {times} times", difference.mutation, difference.times)
        })
        .collect();
    assert!(other.is_empty(), "differences occur otherwise than listed:\n{}", other.join("\n"));
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Ok(files) => format!("accepts {} files", files.len()),
        Err(error) => error.clone(),
    }
}
