//! Counting signatures: distinct public keys, whatever ids they bear.

use ed25519_dalek::Signer as _;
use statemark_core::trust::TrustError;
use statemark_core::trust::metadata::{Key, Signature};

use crate::client::Client;
use crate::repository::{Repository, key, key_id, public, signed};

/// A repository whose snapshot needs two of three keys.
fn two_of_three() -> Repository {
    let mut repository = Repository::new();
    repository.set_keys("snapshot", &[key(21), key(22), key(23)], 2);
    repository.publish_root();
    repository.publish();
    repository
}

/// Serves the next snapshot with these signatures.
fn with_signatures(
    repository: &mut Repository,
    signatures: impl FnOnce(&[u8]) -> Vec<Signature>,
) -> Result<(), TrustError> {
    repository.snapshot.version += 1;
    let mut file = signed(&repository.snapshot, &[]);
    file.signatures = signatures(&file.signing_bytes());
    repository.serve_snapshot(&file);
    repository.publish_timestamp();
    Client::new(repository).update(repository).map(drop)
}

fn by(number: u8, message: &[u8]) -> Signature {
    Signature::new(key_id(&key(number)), &key(number).sign(message).to_bytes())
}

#[test]
fn a_threshold_of_distinct_keys_is_enough() {
    assert_eq!(with_signatures(&mut two_of_three(), |m| vec![by(21, m), by(23, m)]), Ok(()));
}

#[test]
fn fewer_than_the_threshold_are_refused() {
    let error = with_signatures(&mut two_of_three(), |m| vec![by(21, m)]);
    assert_eq!(error, Err(TrustError::ThresholdNotMet { role: "snapshot".into(), threshold: 2, valid: 1 }));
}

#[test]
fn a_signature_twice_is_refused_even_when_the_threshold_is_met() {
    let error = with_signatures(&mut two_of_three(), |m| vec![by(21, m), by(22, m), by(21, m)]);
    assert_eq!(error.unwrap_err().variant(), "DuplicateSignature");
}

#[test]
fn bad_empty_and_unknown_signatures_beside_enough_good_ones_are_passed_over() {
    for extra in ["", "00", "zz", &"0".repeat(128), &"f".repeat(128)] {
        let outcome = with_signatures(&mut two_of_three(), |m| {
            let mut bad = by(22, m);
            bad.sig = extra.into();
            let mut unknown = by(99, m);
            unknown.keyid = "unknown".into();
            vec![bad, unknown, by(21, m), by(23, m)]
        });
        assert_eq!(outcome, Ok(()), "{extra}");
    }
}

#[test]
fn a_bad_signature_counts_for_nothing() {
    let error = with_signatures(&mut two_of_three(), |m| vec![by(21, m), by(22, b"other")]);
    assert_eq!(error.unwrap_err().variant(), "ThresholdNotMet");
}

#[test]
fn one_key_under_two_ids_counts_once() {
    let mut repository = two_of_three();
    repository.root.keys.insert("alias".into(), public(&key(21)));
    let mut upper: Key = public(&key(21));
    upper.keyval.public = upper.keyval.public.to_uppercase();
    repository.root.keys.insert("upper".into(), upper);
    let role = repository.root.roles.get_mut("snapshot").unwrap();
    role.keyids.extend(["alias".into(), "upper".into()]);
    repository.publish_root();
    let error = with_signatures(&mut repository, |m| {
        let named = |id: &str| Signature { keyid: id.into(), ..by(21, m) };
        vec![by(21, m), named("alias"), named("upper")]
    });
    assert_eq!(error, Err(TrustError::ThresholdNotMet { role: "snapshot".into(), threshold: 2, valid: 1 }));
}

#[test]
fn one_id_listed_many_times_counts_once() {
    let mut repository = two_of_three();
    repository.root.roles.get_mut("snapshot").unwrap().keyids = vec![key_id(&key(21)); 9];
    repository.publish_root();
    let error = with_signatures(&mut repository, |m| vec![by(21, m)]);
    assert_eq!(error, Err(TrustError::ImpossibleThreshold { role: "snapshot".into(), threshold: 2, keys: 1 }));
}

#[test]
fn a_key_of_another_role_does_not_count() {
    let error = with_signatures(&mut two_of_three(), |m| vec![by(21, m), by(1, m), by(5, m)]);
    assert_eq!(error.unwrap_err().variant(), "ThresholdNotMet");
}

#[test]
fn key_ids_are_opaque() {
    let mut repository = two_of_three();
    repository.root.keys.insert("x-own-id".into(), public(&key(24)));
    repository.root.roles.get_mut("snapshot").unwrap().keyids.push("x-own-id".into());
    repository.publish_root();
    let outcome =
        with_signatures(&mut repository, |m| vec![by(21, m), Signature { keyid: "x-own-id".into(), ..by(24, m) }]);
    assert_eq!(outcome, Ok(()));
}

#[test]
fn an_impossible_threshold_is_refused_where_it_is_used() {
    for threshold in [0, 4, 9_007_199_254_740_992] {
        let mut repository = two_of_three();
        repository.root.roles.get_mut("snapshot").unwrap().threshold = threshold;
        repository.publish_root();
        let error = with_signatures(&mut repository, |m| vec![by(21, m), by(22, m), by(23, m)]);
        assert_eq!(error, Err(TrustError::ImpossibleThreshold { role: "snapshot".into(), threshold, keys: 3 }));
    }
}

#[test]
fn a_negative_or_broken_threshold_is_no_root() {
    for threshold in ["-1", "1.5", "\"1\"", "null", "18446744073709551615"] {
        let root = String::from_utf8(two_of_three().newest_root()).unwrap();
        let broken = root.replacen("\"threshold\":2", &format!("\"threshold\":{threshold}"), 1);
        assert_ne!(root, broken);
        assert!(
            statemark_core::trust::TrustedMetadata::new(broken.as_bytes(), statemark_core::trust::Expiry::NotJudged)
                .is_err()
        );
    }
}

#[test]
fn keys_of_small_order_and_other_encodings_verify_nothing() {
    let identity = {
        let mut bytes = [0; 32];
        bytes[0] = 1;
        bytes
    };
    let mut signature = [0; 64];
    signature[0] = 1;
    assert!(!Key::ed25519(&identity).verifies(b"anything", &signature), "the point of order one signs for everything");
    // y = p + 3, which is y = 3 written a second time.
    let mut other = [0xff; 32];
    (other[0], other[31]) = (0xf0, 0x7f);
    let mut canonical = [0; 32];
    canonical[0] = 3;
    assert!(Key::ed25519(&canonical).is_supported());
    assert!(!Key::ed25519(&other).is_supported());
}

#[test]
fn keys_of_unknown_kinds_verify_nothing() {
    for (keytype, scheme, public) in [
        ("rsa", "rsassa-pss-sha256", "PEM"),
        ("ed25519", "ed448", ""),
        ("ed25519", "ed25519", "00"),
        ("ed25519", "ed25519", ""),
    ] {
        let mut key = public_of(21);
        (key.keytype, key.scheme, key.keyval.public) = (keytype.into(), scheme.into(), public.into());
        assert!(!key.is_supported());
    }
}

fn public_of(number: u8) -> Key {
    public(&key(number))
}
