//! The signed field `issued`, and what it does to the clock.

use statemark_core::trust::{Expiry, TrustedMetadata, effective_now};

use crate::client::Client;
use crate::repository::{DAY, NOW, Repository, key};

#[test]
fn a_timestamp_must_say_when_it_was_issued_where_that_is_required() {
    let mut repository = Repository::new();
    repository.timestamp.issued = None;
    repository.publish_timestamp();
    let mut client = Client::new(&repository);
    assert_eq!(client.refuses(&repository).variant(), "NotIssued");
    client.policy.require_issued = false;
    client.update(&repository).unwrap();
    client.policy.require_issued = true;
    assert_eq!(client.refuses(&repository).variant(), "NotIssued", "nor does one that is known already");
}

#[test]
fn issued_lies_within_its_bounds() {
    for (issued, expires, refused) in [
        (NOW.plus(DAY), NOW.plus(2 * DAY), None),
        (NOW.plus(DAY + 1), NOW.plus(2 * DAY), Some("IssuedInFuture")),
        (NOW.plus(60), NOW.plus(61), None),
        (NOW.plus(60), NOW.plus(60), None),
        (NOW.plus(61), NOW.plus(60), Some("IssuedAfterExpiry")),
        (NOW.plus(-900 * DAY), NOW.plus(1), None),
    ] {
        let mut repository = Repository::new();
        (repository.timestamp.issued, repository.timestamp.expires) = (Some(issued), expires);
        repository.publish_timestamp();
        let mut client = Client::new(&repository);
        assert_eq!(client.update(&repository).err().map(|error| error.variant()), refused, "{issued} {expires}");
    }
}

#[test]
fn a_foreign_field_of_that_name_does_not_matter_where_it_is_not_required() {
    let mut repository = Repository::new();
    repository.timestamp.issued = None;
    repository.timestamp.unknown = Repository::unknown(&[("issued", "last Tuesday")]);
    repository.publish_timestamp();
    let mut client = Client::new(&repository);
    client.policy.require_issued = false;
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().issued(), None);
}

#[test]
fn a_clock_set_back_revives_nothing() {
    let mut repository = Repository::new();
    repository.snapshot.expires = NOW.plus(100);
    repository.timestamp.issued = Some(NOW.plus(50));
    repository.publish();
    let mut client = Client::updated(&repository);
    repository.timestamp.issued = Some(NOW.plus(200));
    repository.publish_timestamp();
    client.now = NOW.plus(200);
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    // The timestamp was accepted, so time cannot be before it any more: at once, and from what was stored.
    assert_eq!(client.newest_issued, Some(NOW.plus(200)));
    client.now = NOW.plus(-1000 * DAY);
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    assert_eq!(client.newest_issued, Some(NOW.plus(200)));
}

#[test]
fn the_clock_is_held_by_the_newest_issued_even_when_a_later_version_says_less() {
    let mut repository = Repository::new();
    repository.timestamp.issued = Some(NOW.plus(1000));
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    client.now = NOW.plus(1000);
    repository.timestamp.issued = Some(NOW.plus(10));
    repository.timestamp.expires = NOW.plus(2000);
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    repository.timestamp.issued = Some(NOW.plus(5));
    repository.timestamp.expires = NOW.plus(900);
    repository.publish_timestamp();
    client.now = NOW;
    assert_eq!(client.refuses(&repository).variant(), "Expired");
    // A newer one takes over.
    repository.timestamp.issued = Some(NOW.plus(1001));
    repository.timestamp.expires = NOW.plus(3000);
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    assert_eq!(client.floor_file("clock.json"), None);
}

#[test]
fn a_rotation_of_the_timestamp_key_resets_the_clock_too() {
    let mut repository = Repository::new();
    repository.timestamp.issued = Some(NOW.plus(DAY));
    repository.publish_timestamp();
    let mut client = Client::updated(&repository);
    repository.timestamp.issued = Some(NOW);
    repository.timestamp.expires = NOW.plus(600);
    repository.set_keys("timestamp", &[key(53)], 1);
    repository.publish_root();
    repository.publish_timestamp();
    client.update(&repository).unwrap();
    assert_eq!(client.list_set().unwrap().issued(), Some(NOW));
}

#[test]
fn time_is_never_before_the_newest_issued() {
    assert_eq!(effective_now(NOW, None), NOW);
    assert_eq!(effective_now(NOW, Some(NOW.plus(5))), NOW.plus(5));
    assert_eq!(effective_now(NOW, Some(NOW.plus(-5))), NOW);
    let repository = Repository::new();
    let mut trusted = TrustedMetadata::new(&repository.newest_root(), Expiry::Judged { now: NOW }).unwrap();
    trusted.update_timestamp(&repository.served["metadata/timestamp.json"], Some(NOW)).unwrap();
    assert_eq!(trusted.newest_issued(), Some(NOW));
}
