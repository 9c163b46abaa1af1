//! The update is killed at any write of its driver: the next start finds the old set or the new one, and a floor that stands.

use std::sync::LazyLock;

use proptest::prelude::*;
use statemark_core::trust::metadata::Timestamp;
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, Update};

use crate::client::Client;
use crate::repository::{NOW, Repository, key, version};

/// As the extension drives an update, but killed when `writes` values were stored. Whether it came to its end before.
fn killed_after(client: &mut Client, repository: &Repository, mut writes: usize) -> bool {
    let mut write = |place: &mut Option<Vec<u8>>, archive: &Archive| {
        let alive = writes > 0;
        if alive {
            writes -= 1;
            *place = Some(archive.to_bytes());
        }
        alive
    };
    let floor = client.floor.as_ref().map(|bytes| Archive::from_bytes(bytes).unwrap());
    let set = client.list_set();
    let mut update = Update::start(&client.pinned, floor.as_ref(), set.as_ref(), NOW, &Policy::default()).unwrap();
    assert!(update.stored_floor_holds(), "whatever was stored is whole");
    while let Some(request) = update.next_request() {
        let body = repository.served.get(&request.path);
        let Ok(progress) = update.answer(body.map_or(Answer::Missing, |bytes| Answer::Body(bytes))) else {
            return true;
        };
        if progress == Progress::FloorRose && !write(&mut client.floor, update.floor()) {
            return false;
        }
    }
    let Ok(Finished::New(set) | Finished::Unchanged(set)) = update.finish() else { return true };
    write(&mut client.set, set.archive())
}

/// One publisher's states: new files in each, and in some a new root, which takes the timestamp's key or one of root's away.
static HISTORY: LazyLock<Vec<Repository>> = LazyLock::new(|| {
    let mut repository = Repository::with_sites();
    (0..6_u8)
        .map(|round| {
            let content = format!("{{\"round\":{round}}}");
            repository.add_file("index.json", content.as_bytes());
            repository.add_file("sections/a.json", content.as_bytes());
            repository.timestamp.issued = Some(NOW.plus(round.into()));
            match round {
                2 => repository.set_keys("timestamp", &[key(52)], 1),
                4 => repository.set_keys("root", &[key(1), key(54)], 2),
                _ => {}
            }
            if round % 2 == 0 {
                repository.publish_root();
            }
            repository.publish();
            repository.clone()
        })
        .collect()
});

fn first_client() -> Client {
    Client { pinned: HISTORY[0].served["metadata/1.root.json"].clone(), ..Client::new(&HISTORY[0]) }
}

/// The state whose files are in use, all of them.
fn state_in_use(set: &ListSet) -> usize {
    let files: Vec<_> = ["index.json", "sections/a.json"].map(|path| set.file(path).unwrap()).into();
    assert_eq!(files[0], files[1], "files of two publications");
    serde_json::from_slice::<serde_json::Value>(files[0]).unwrap()["round"].as_u64().unwrap().try_into().unwrap()
}

#[test]
fn killed_after_every_single_write_the_next_start_has_the_old_set_or_the_new_one() {
    for from in 0..HISTORY.len() {
        for to in from + 1..HISTORY.len() {
            let mut updated = first_client();
            updated.update(&HISTORY[from]).unwrap();
            let older = HISTORY[from].clone();
            for writes in 0.. {
                let mut client = Client { floor: updated.floor.clone(), set: updated.set.clone(), ..first_client() };
                let ended = killed_after(&mut client, &HISTORY[to], writes);
                assert_eq!(state_in_use(&client.list_set().unwrap()), if ended { to } else { from });
                // What the floor has seen is not unseen: a server that was set back is refused.
                let rose = client.floor_file("timestamp.json") != updated.floor_file("timestamp.json");
                assert_eq!(killed_and_refused(&mut client, &older), rose, "{from} to {to}, {writes} writes");
                client.update(&HISTORY[to]).unwrap();
                assert_eq!(state_in_use(&client.list_set().unwrap()), to);
                if ended {
                    assert!(writes >= 4, "timestamp, snapshot, targets, set");
                    break;
                }
            }
        }
    }
}

fn killed_and_refused(client: &mut Client, repository: &Repository) -> bool {
    let before = client.set.clone();
    let refused = client.update(repository).is_err();
    assert!(!refused || client.set == before, "the set in use stays");
    refused
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any states of the history in any order, each update killed anywhere.
    #[test]
    fn no_crash_mixes_a_set_or_lowers_the_floor_holds(crashes in prop::collection::vec((0_usize..6, 0_usize..8), 1..8)) {
        let mut client = first_client();
        let (mut root, mut timestamp) = (1, 0);
        for (state, writes) in crashes {
            killed_after(&mut client, &HISTORY[state], writes);
            if let Some(set) = client.list_set() {
                prop_assert!(state_in_use(&set) < HISTORY.len());
            }
            let roots = |number: u64| client.floor_file(&format!("{number}.root.json")).is_some();
            let newest = (root..).take_while(|number| *number == root || roots(*number)).last().unwrap();
            // A new root may take the floor of what its lost keys signed away; nothing else lowers it.
            let now = client.floor_file("timestamp.json").map_or(0, |bytes| version::<Timestamp>(&bytes));
            prop_assert!(now >= timestamp || newest > root);
            (root, timestamp) = (newest, now);
        }
        let last = HISTORY.last().unwrap();
        client.update(last).unwrap();
        prop_assert_eq!(state_in_use(&client.list_set().unwrap()), HISTORY.len() - 1);
    }
}
