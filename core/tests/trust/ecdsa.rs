//! ECDSA over P-256, which native tools verify in the repositories of others, and nobody in a list.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::{EncodePublicKey as _, LineEnding};
use statemark_core::trust::metadata::{Key, KeyVal, RoleKeys, Signature};
use statemark_core::trust::{Answer, Expiry, KeyTypes, Policy, Progress, TrustError, TrustedMetadata, Update};

use crate::client::Client;
use crate::repository::{NOW, Repository, key, key_id, public, signed, to_bytes};

fn ecdsa(number: u8) -> (SigningKey, Key) {
    let signing = SigningKey::from_slice(&[number; 32]).unwrap();
    let pem = signing.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
    let key = Key {
        keytype: "ecdsa".into(),
        scheme: "ecdsa-sha2-nistp256".into(),
        keyval: KeyVal { public: pem, unknown: Default::default() },
        unknown: Default::default(),
    };
    (signing, key)
}

/// A refresh of the top-level metadata that counts ECDSA keys.
fn refresh(repository: &Repository) -> Result<TrustedMetadata, TrustError> {
    let policy = Policy { key_types: KeyTypes::Ed25519AndEcdsa, top_level_only: true, ..Policy::default() };
    let mut update = Update::start(&repository.newest_root(), None, None, NOW, &policy)?;
    while let Some(request) = update.next_request() {
        assert!(request.path.starts_with("metadata/"), "{}", request.path);
        update.answer(repository.served.get(&request.path).map_or(Answer::Missing, |bytes| Answer::Body(bytes)))?;
    }
    update.into_trusted()
}

/// The snapshot by an Ed25519 key and an ECDSA key.
fn with_an_ecdsa_key_for_the_snapshot(tampered: bool) -> Repository {
    let (signing, ecdsa_key) = ecdsa(7);
    let mut repository = Repository::new();
    repository.root.keys.extend([(ecdsa_key.id(), ecdsa_key.clone()), (key_id(&key(8)), public(&key(8)))]);
    repository.root.roles.insert("snapshot".into(), RoleKeys::new([ecdsa_key.id(), key_id(&key(8))], 2));
    repository.publish_root();
    repository.snapshot.version += 1;
    let mut file = signed(&repository.snapshot, &[key(8)]);
    let message = if tampered { b"other".to_vec() } else { file.signing_bytes() };
    let signature: DerSignature = signing.sign(&message);
    file.signatures.push(Signature::new(ecdsa_key.id(), signature.as_bytes()));
    repository.serve_snapshot(&file);
    repository.publish_timestamp();
    repository
}

#[test]
fn ecdsa_signatures_are_verified_beside_ed25519_where_they_count() {
    assert_eq!(refresh(&with_an_ecdsa_key_for_the_snapshot(false)).unwrap().snapshot().unwrap().version, 2);
    let error = refresh(&with_an_ecdsa_key_for_the_snapshot(true)).unwrap_err();
    assert_eq!(error, TrustError::ThresholdNotMet { role: "snapshot".into(), threshold: 2, valid: 1 });
}

/// This test is compiled with the cargo feature, as any tool may be that is built beside `tuf-client`.
#[test]
fn a_list_with_an_ecdsa_key_is_refused_whatever_this_build_could_verify() {
    let repository = with_an_ecdsa_key_for_the_snapshot(false);
    let refused = TrustError::ThresholdNotMet { role: "snapshot".into(), threshold: 2, valid: 1 };
    assert_eq!(Client::new(&repository).refuses(&repository), refused);
    // Not even a policy that says otherwise makes a list of it.
    let mut client = Client::new(&repository);
    client.policy.key_types = KeyTypes::Ed25519AndEcdsa;
    assert_eq!(client.refuses(&repository), refused);
}

#[test]
fn a_root_signed_by_an_ecdsa_key_begins_no_trust_in_a_list() {
    let (signing, ecdsa_key) = ecdsa(7);
    let mut repository = Repository::new();
    repository.root.keys.insert(ecdsa_key.id(), ecdsa_key.clone());
    repository.root.roles.insert("root".into(), RoleKeys::new([ecdsa_key.id()], 1));
    let mut file = signed(&repository.root, &[]);
    let signature: DerSignature = signing.sign(&file.signing_bytes());
    file.signatures.push(Signature::new(ecdsa_key.id(), signature.as_bytes()));
    let bytes = to_bytes(&file);
    assert!(TrustedMetadata::accepting(KeyTypes::Ed25519AndEcdsa, &bytes, Expiry::NotJudged).is_ok());
    let error = TrustedMetadata::new(&bytes, Expiry::NotJudged).unwrap_err();
    assert_eq!(error, TrustError::ThresholdNotMet { role: "root".into(), threshold: 1, valid: 0 });
}

#[test]
fn what_is_trusted_is_told_only_at_the_end() {
    let repository = Repository::new();
    let policy = Policy { top_level_only: true, ..Policy::default() };
    let mut update = Update::start(&repository.newest_root(), None, None, NOW, &policy).unwrap();
    assert_eq!(update.answer(Answer::Missing), Ok(Progress::Going));
    assert_eq!(update.into_trusted().unwrap_err(), TrustError::OutOfOrder);
}

#[test]
fn one_ecdsa_key_written_twice_counts_once() {
    let (signing, one) = ecdsa(7);
    let mut other = one.clone();
    other.keyval.public = one.keyval.public.replace('\n', "\r\n");
    assert!(one.is_one_of(KeyTypes::Ed25519AndEcdsa) && other.is_one_of(KeyTypes::Ed25519AndEcdsa));
    let mut repository = Repository::new();
    repository.root.keys.extend([("one".into(), one), ("other".into(), other)]);
    repository.root.roles.insert("snapshot".into(), RoleKeys::new(["one".into(), "other".into()], 2));
    repository.publish_root();
    repository.snapshot.version += 1;
    let mut file = signed(&repository.snapshot, &[]);
    let signature: DerSignature = signing.sign(&file.signing_bytes());
    file.signatures = ["one", "other"].map(|id| Signature::new(id, signature.as_bytes())).into();
    repository.serve_snapshot(&file);
    repository.publish_timestamp();
    let error = refresh(&repository).unwrap_err();
    assert_eq!(error, TrustError::ImpossibleThreshold { role: "snapshot".into(), threshold: 2, keys: 1 });
}

#[test]
fn what_is_no_ecdsa_key_or_signature_verifies_nothing() {
    let (signing, mut key) = ecdsa(7);
    let verifies = |signature: &[u8]| {
        let mut repository = Repository::new();
        let id = key.id();
        repository.root.keys.insert(id.clone(), key.clone());
        repository.root.roles.insert("snapshot".into(), RoleKeys::new([id.clone()], 1));
        repository.publish_root();
        let mut file = signed(&repository.snapshot, &[]);
        let good: DerSignature = signing.sign(&file.signing_bytes());
        let bytes = if signature == b"good" { good.as_bytes() } else { signature };
        file.signatures = vec![Signature::new(id, bytes)];
        repository.serve_snapshot(&file);
        repository.publish_timestamp();
        refresh(&repository).is_ok()
    };
    assert!(verifies(b"good"));
    for signature in [&b""[..], &[0; 64], &[0x30, 6, 2, 1, 0, 2, 1, 0], &[0x30; 200]] {
        assert!(!verifies(signature));
    }
    for pem in ["", "PEM", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"] {
        key.keyval.public = pem.into();
        assert!(!key.is_one_of(KeyTypes::Ed25519AndEcdsa));
    }
}
