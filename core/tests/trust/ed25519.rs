//! The verifier, held against everything that others have specified and attacked.

use statemark_core::trust::metadata::Key;

use crate::ed25519_vectors::{Vector, edge_cases, rfc_8032, wycheproof};

fn accepts(vector: &Vector) -> bool {
    Key::ed25519(&vector.key).verifies(&vector.message, &vector.signature)
}

fn all_agree(vectors: &[Vector]) {
    for vector in vectors {
        assert_eq!(accepts(vector), vector.accepted, "{}", vector.name);
    }
}

#[test]
fn the_vectors_of_rfc_8032_are_accepted_and_of_nothing_else() {
    let vectors = rfc_8032();
    assert_eq!(vectors.len(), 2 * 5);
    assert!(vectors.iter().any(|vector| vector.message.len() == 1023), "the one that is called 1024");
    all_agree(&vectors);
}

#[test]
fn wycheproof_agrees() {
    let vectors = wycheproof();
    assert_eq!(vectors.len(), 151);
    all_agree(&vectors);
}

#[test]
fn the_strict_row_of_edge_cases() {
    let row: String = edge_cases().iter().map(|vector| if accepts(vector) { 'V' } else { 'X' }).collect();
    // The last is the control: the same signature, well formed.
    assert_eq!(row, "XXXVXXXXXXXXV");
    all_agree(&edge_cases());
}
