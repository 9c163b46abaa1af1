//! Prints the vectors for Ed25519: name, key, message, signature, whether it is accepted. One a line, separated by tabs, bytes as
//! hexadecimal digits. `tests/vectors` puts them to the verifier as WebAssembly.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a vector that cannot be read ends the run")]

#[path = "../tests/trust/ed25519_vectors.rs"]
mod ed25519_vectors;

use ed25519_vectors::{edge_cases, rfc_8032, wycheproof};

fn main() {
    for vector in [rfc_8032(), wycheproof(), edge_cases()].concat() {
        let [key, message, signature] = [&vector.key[..], &vector.message, &vector.signature].map(hex);
        println!("{}\t{key}\t{message}\t{signature}\t{}", vector.name, vector.accepted);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
