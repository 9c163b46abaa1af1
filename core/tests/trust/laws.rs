//! Laws, over generated cases.

use std::sync::LazyLock;

use proptest::prelude::*;
use statemark_core::trust::metadata::{Snapshot, Timestamp};
use statemark_core::trust::value::Value;
use statemark_core::trust::{Archive, ListSet, canonical};

use crate::client::Client;
use crate::repository::{NOW, Repository, version};

static REPOSITORY: LazyLock<Repository> = LazyLock::new(Repository::with_sites);
static SET: LazyLock<(Vec<u8>, ListSet)> = LazyLock::new(|| {
    let client = Client::updated(&REPOSITORY);
    (client.pinned.clone(), client.list_set().unwrap())
});

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-(1_i64 << 53)..=1 << 53).prop_map(Value::Integer),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// JSON with the members of every object in reverse.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .rev()
                .map(|(name, value)| format!(" {} : {} ", serde_json::to_string(name).unwrap(), reversed(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(" , ")),
        other => serde_json::to_string(other).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_canonical_form_does_not_depend_on_order_holds(value in values()) {
        let again = Value::from_slice(reversed(&value).as_bytes()).unwrap();
        prop_assert_eq!(canonical::to_bytes(&again), canonical::to_bytes(&value));
        prop_assert_eq!(again, value);
    }

    #[test]
    fn different_values_have_different_canonical_forms_holds(one in values(), other in values()) {
        prop_assert_eq!(canonical::to_bytes(&one) == canonical::to_bytes(&other), one == other);
    }

    /// Any byte of any file of a stored set: refused, or nothing that is signed has changed.
    #[test]
    fn a_changed_byte_changes_nothing_that_is_trusted_holds(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bits in 1_u8..) {
        let (pinned, set) = &*SET;
        let names: Vec<&str> = set.archive().iter().map(|(name, _)| name).collect();
        let name = *file.get(&names);
        let mut bytes = set.archive().get(name).unwrap().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        let mut archive = set.archive().clone();
        archive.insert(name, bytes);
        if let Ok(changed) = ListSet::verify(pinned, archive) {
            prop_assert!(changed.files().eq(set.files()));
            prop_assert_eq!(changed.versions(), set.versions());
            prop_assert_eq!((changed.issued(), changed.timestamp_expires(), changed.others_expire()), (set.issued(), set.timestamp_expires(), set.others_expire()));
        }
    }

    #[test]
    fn a_changed_byte_on_the_way_changes_nothing_that_is_trusted_holds(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bits in 1_u8..) {
        let mut repository = REPOSITORY.clone();
        let paths: Vec<String> = repository.served.keys().filter(|path| *path != "metadata/1.root.json").cloned().collect();
        let bytes = repository.served.get_mut(file.get(&paths)).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        let mut client = Client::new(&REPOSITORY);
        if client.update(&repository).is_ok() {
            prop_assert!(client.list_set().unwrap().files().eq(SET.1.files()));
        }
    }

    #[test]
    fn any_answers_are_survived(answers in prop::collection::vec(prop_oneof![
        Just(None),
        prop::collection::vec(any::<u8>(), 0..60).prop_map(Some),
        any::<prop::sample::Index>().prop_map(|index| Some(index.get(&REPOSITORY.served.values().collect::<Vec<_>>()).to_vec())),
    ], 1..12)) {
        let mut client = Client::new(&REPOSITORY);
        let mut answers = answers.into_iter();
        let _ = client.update_from(&mut |_| answers.next().flatten());
        if let Some(set) = client.list_set() {
            prop_assert!(set.files().eq(SET.1.files()));
        }
    }

    #[test]
    fn any_archive_is_verified_or_refused(names in prop::collection::vec(any::<prop::sample::Index>(), 0..12), contents in prop::collection::vec(any::<prop::sample::Index>(), 12)) {
        let (pinned, set) = &*SET;
        let files: Vec<_> = set.archive().iter().collect();
        let mut archive = Archive::default();
        for (name, content) in names.iter().zip(&contents) {
            archive.insert(name.get(&files).0, content.get(&files).1);
        }
        if let Ok(made) = ListSet::verify(pinned, archive) {
            prop_assert_eq!(&made, set);
        }
    }

    /// A server that offers, in any order, any states of one repository's history, files of states mixed too.
    #[test]
    fn the_floor_never_falls_and_no_set_is_mixed_holds(offers in prop::collection::vec((0_usize..6, 0_usize..6, 0_usize..6), 1..10)) {
        let states = &*HISTORY;
        let mut client = Client::new(&states[0]);
        let (mut timestamp, mut snapshot) = (0, 0);
        for (first, second, cut) in offers {
            let mut asked = 0;
            let _ = client.update_from(&mut |path| {
                asked += 1;
                let state = if asked > cut { second } else { first };
                states[state].served.get(path).cloned()
            });
            if let Some(bytes) = client.floor_file("timestamp.json") {
                let now = version::<Timestamp>(&bytes);
                prop_assert!(now >= timestamp);
                timestamp = now;
            }
            if let Some(bytes) = client.floor_file("snapshot.json") {
                let now = version::<Snapshot>(&bytes);
                prop_assert!(now >= snapshot);
                snapshot = now;
            }
            if let Some(set) = client.list_set() {
                let index = set.file("index.json").unwrap();
                let section = set.file("sections/a.json").unwrap();
                prop_assert_eq!(index, section, "files of two publications");
            }
        }
    }
}

static HISTORY: LazyLock<Vec<Repository>> = LazyLock::new(|| {
    let mut repository = Repository::new();
    (0..6)
        .map(|round| {
            let content = format!("{{\"round\":{round}}}");
            repository.add_file("index.json", content.as_bytes());
            repository.add_file("sections/a.json", content.as_bytes());
            repository.timestamp.issued = Some(NOW.plus(round));
            if round % 2 == 0 {
                repository.publish_root();
            }
            repository.publish();
            repository.clone()
        })
        .collect()
});
