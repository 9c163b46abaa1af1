//! The proof of work of a report: the examples that the contract with the desk names, and laws.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde::Deserialize;
use statemark_core::report::{Binding, Proof, ProofError, Report};

const VECTORS: &str = include_str!("../../tests/vectors/proof.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    says: String,
    report: Report,
    #[serde(default)]
    picture: Option<String>,
    key: String,
    hour: u32,
    difficulty: u8,
    binding: String,
    nonce: u32,
}

#[test]
fn each_vector_is_bound_and_found_as_written() {
    let vectors: Vec<Vector> = serde_json::from_str(VECTORS).unwrap();
    assert!(vectors.len() >= 4);
    for vector in vectors {
        let picture = vector.picture.map(|text| {
            assert_eq!(text, "/9j/2Q==");
            vec![0xff, 0xd8, 0xff, 0xd9]
        });
        let binding = Binding::new(&vector.report, picture.as_deref(), &vector.key, vector.hour);
        let hex: String = binding.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, vector.binding, "{}", vector.says);
        let proof = Proof { difficulty: vector.difficulty, hour: vector.hour, nonce: vector.nonce };
        assert_eq!(proof.check(&binding, vector.hour, vector.difficulty), Ok(()), "{}", vector.says);
        let other = Proof { nonce: vector.nonce ^ 1, ..proof };
        assert_eq!(other.check(&binding, vector.hour, vector.difficulty), Err(ProofError::Work), "{}", vector.says);
    }
}

fn report() -> impl Strategy<Value = Report> {
    let text = || "[a-cé🙂]{0,3}";
    let optional = || prop::option::of("[a-cé🙂]{1,3}");
    (text(), text(), text(), text(), optional(), optional(), optional()).prop_map(
        |(platform, link, seen, list_version, handle, words, contact)| Report {
            kind: "impostor".into(),
            platform,
            link,
            seen,
            list_version,
            handle,
            words,
            contact,
            ..Report::default()
        },
    )
}

proptest! {
    #[test]
    fn two_submissions_are_bound_alike_only_when_they_are_the_same_holds(
        one in (report(), prop::option::of(prop::collection::vec(any::<u8>(), 0..3)), "[0-9]{0,2}", 0_u32..3),
        other in (report(), prop::option::of(prop::collection::vec(any::<u8>(), 0..3)), "[0-9]{0,2}", 0_u32..3),
    ) {
        let bound = |(report, picture, key, hour): &(Report, Option<Vec<u8>>, String, u32)| {
            Binding::new(report, picture.as_deref(), key, *hour)
        };
        prop_assert_eq!(bound(&one) == bound(&other), one == other);
        prop_assert_eq!(bound(&one), bound(&one.clone()));
    }
}
