//! Hashes that are said by somebody quicker: each counts for the very bytes it was made of.

use core::cell::RefCell;
use core::future::{Future, ready};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use statemark_core::trust::{Archive, Bytes, ListSet, TrustError};

use crate::client::Client;
use crate::repository::Repository;

/// Of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn hashed(archive: &Archive, says: impl Fn(&[u8]) -> Option<[u8; 32]>) -> Archive {
    now(archive.clone().hashed(|bytes| ready(says(bytes))))
}

/// What is stored, read as it is at a start, and its pinned root.
fn stored() -> (Archive, Vec<u8>) {
    let client = Client::updated(&Repository::with_sites());
    let archive = client.list_set().unwrap().archive().to_bytes();
    (Archive::from_bytes(archive).unwrap(), client.pinned)
}

fn refusal(archive: Archive, pinned: &[u8]) -> &'static str {
    ListSet::verify(pinned, archive).err().map_or("accepted", |error: TrustError| error.variant())
}

#[test]
fn each_file_is_hashed_once_and_by_its_own_bytes() {
    let (archive, pinned) = stored();
    let asked = RefCell::new(Vec::new());
    let hashed = hashed(&archive, |bytes| {
        asked.borrow_mut().push(bytes.to_vec());
        Some(sha256(bytes))
    });
    assert_eq!(hashed, archive);
    assert_eq!(asked.into_inner(), archive.iter().map(|(_, bytes)| bytes.to_vec()).collect::<Vec<_>>());
    assert_eq!(ListSet::verify(&pinned, hashed).unwrap(), ListSet::verify(&pinned, archive).unwrap());
}

#[test]
fn what_is_said_counts_and_a_wrong_hash_is_refused() {
    let (archive, pinned) = stored();
    assert_eq!(refusal(hashed(&archive, |bytes| Some(sha256(&[bytes, b" "].concat()))), &pinned), "WrongHash");
}

#[test]
fn where_nothing_is_said_the_hash_is_computed() {
    let (archive, pinned) = stored();
    assert_eq!(refusal(hashed(&archive, |_| None), &pinned), "accepted");
    let index = archive.get("target/index.json").unwrap().to_vec();
    let mut changed = archive;
    changed.insert("target/index.json", index.to_ascii_uppercase());
    assert_eq!(refusal(hashed(&changed, |_| None), &pinned), "WrongHash");
}

#[test]
fn a_file_that_is_put_in_the_place_of_a_hashed_one_has_no_hash_of_it() {
    let (archive, pinned) = stored();
    let mut archive = hashed(&archive, |bytes| Some(sha256(bytes)));
    let index = archive.get("target/index.json").unwrap().to_ascii_uppercase();
    archive.insert("target/index.json", index);
    assert_eq!(refusal(archive, &pinned), "WrongHash");
}

#[test]
fn storage_holds_no_hash() {
    let (archive, pinned) = stored();
    let stored = hashed(&archive, |_| Some([7; 32])).to_bytes();
    assert_eq!(stored, archive.to_bytes());
    assert_eq!(refusal(Archive::from_bytes(Bytes::from(stored)).unwrap(), &pinned), "accepted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_changed_byte_is_refused_by_its_hash_as_without_one_holds(file in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>()) {
        let (mut archive, pinned) = stored();
        let targets: Vec<String> =
            archive.iter().map(|(name, _)| name.into()).filter(|name: &String| name.starts_with("target/")).collect();
        let name = file.get(&targets).as_str();
        let mut bytes = archive.get(name).unwrap().to_vec();
        *byte.get_mut(&mut bytes) ^= 1;
        archive.insert(name, bytes);
        prop_assert_eq!(refusal(hashed(&archive, |bytes| Some(sha256(bytes))), &pinned), "WrongHash");
    }
}
