//! The update as a whole: a publisher, a device that may be switched off or damaged, and an attacker between them who holds
//! no key, or the timestamp's. The bytes are a script of what happens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use statemark_core::time::UtcTime;
use statemark_core::trust::metadata::Timestamp;
use statemark_core::trust::{Finished, Versions};

use crate::device::{Device, Ended};
use crate::repository::{DAY, NOW, Repository, key, signed, to_bytes};

const EVENTS_MAX: usize = 16;
const ROTATIONS_MAX: u8 = 3;
const YEARS: i64 = 3650 * DAY;

/// Whatever happens: every list in use was signed as a whole by the publisher, no version falls unless a root took a key
/// away, and once the attacker is gone the next publication arrives.
pub fn body(bytes: &[u8]) {
    let mut story = Story::new(bytes);
    for _ in 0..EVENTS_MAX {
        if story.script.is_empty() {
            break;
        }
        story.event();
        story.check_set();
    }
    story.ends_well();
}

/// Where every story begins: one publication, whose root lasts.
static FIRST: LazyLock<Repository> = LazyLock::new(|| {
    let mut repository = Repository::with_sites();
    repository.root.expires = NOW.plus(YEARS);
    repository.publish_root();
    repository
});

/// A list's files by their paths.
type Files = BTreeMap<String, Vec<u8>>;

struct Story<'a> {
    script: &'a [u8],
    publisher: Repository,
    publisher_clock: UtcTime,
    /// What was served before.
    history: Vec<BTreeMap<String, Vec<u8>>>,
    /// The files of the list as it is to be published next, and every list that was ever published.
    files: Files,
    editions: BTreeSet<Files>,
    device: Device,
    /// Below which nothing may fall.
    least: Option<Versions>,
    /// The roots that took a key from the timestamp or snapshot role: past them these roles' versions may fall.
    took_a_key: Vec<u64>,
    rotations: u8,
    edition: u32,
    stolen: bool,
}

impl<'a> Story<'a> {
    fn new(script: &'a [u8]) -> Self {
        let publisher = FIRST.clone();
        let device = Device::new(publisher.newest_root(), NOW);
        let mut files = Files::new();
        files.insert("index.json".into(), b"{\"index\":1}".into());
        files.insert("sections/a.json".into(), b"{\"section\":\"a\"}".into());
        // The first list of all had no site files yet.
        let mut editions = BTreeSet::from([files.clone()]);
        files.insert("sites.json".into(), b"{\"sites\":1}".into());
        editions.insert(files.clone());
        Self {
            script,
            publisher,
            publisher_clock: NOW,
            history: Vec::new(),
            files,
            editions,
            device,
            least: None,
            took_a_key: Vec::new(),
            rotations: 0,
            edition: 0,
            stolen: false,
        }
    }

    fn byte(&mut self) -> u8 {
        let Some((&byte, rest)) = self.script.split_first() else { return 0 };
        self.script = rest;
        byte
    }

    fn event(&mut self) {
        match self.byte() % 12 {
            0 | 1 => self.publish(),
            2 => self.renew(),
            3 => self.rotate(),
            4 | 5 => self.update(usize::MAX, |_, _| {}),
            6 => {
                let writes = usize::from(self.byte() % 8);
                self.update(writes, |_, _| {});
            }
            7 | 8 => self.attacked(),
            9 => self.clock_moves(),
            10 => self.damage(),
            _ => self.thief_signs(),
        }
    }

    fn publish(&mut self) {
        self.edition += 1;
        let choice = self.byte();
        let content = format!("{{\"edition\":{}}}", self.edition).into_bytes();
        let path = if choice.is_multiple_of(2) { "sections/a.json" } else { "sites.json" };
        if path == "sites.json" {
            self.publisher.add_delegated_file("sites", path, &content);
        } else {
            self.publisher.add_file(path, &content);
        }
        self.files.insert(path.into(), content);
        self.editions.insert(self.files.clone());
        self.sign_all();
    }

    /// All roles with their usual expiry, counted from the publisher's clock.
    fn sign_all(&mut self) {
        self.history.push(self.publisher.served.clone());
        let (now, publisher) = (self.publisher_clock, &mut self.publisher);
        publisher.targets.expires = now.plus(180 * DAY);
        publisher.delegated.values_mut().for_each(|role| role.expires = now.plus(180 * DAY));
        publisher.snapshot.expires = now.plus(30 * DAY);
        publisher.timestamp.expires = now.plus(7 * DAY);
        publisher.timestamp.issued = Some(now);
        publisher.publish();
    }

    fn renew(&mut self) {
        self.history.push(self.publisher.served.clone());
        self.publisher.timestamp.expires = self.publisher_clock.plus(7 * DAY);
        self.publisher.timestamp.issued = Some(self.publisher_clock);
        self.publisher.publish_timestamp();
    }

    fn rotate(&mut self) {
        let choice = self.byte();
        if self.rotations == ROTATIONS_MAX {
            return;
        }
        self.rotations += 1;
        let new = key(30 + self.rotations);
        match choice % 4 {
            0 => self.publisher.set_keys("timestamp", &[new], 1),
            1 => self.publisher.set_keys("snapshot", &[new], 1),
            2 => self.publisher.set_keys("targets", &[new], 1),
            _ => self.publisher.set_keys("root", &[new, key(1)], 2),
        }
        self.publisher.publish_root();
        if choice % 4 < 2 {
            self.took_a_key.push(self.publisher.root.version);
        }
        if choice.is_multiple_of(4) {
            self.stolen = false;
        }
        self.sign_all();
    }

    /// An update over what the publisher serves, changed by `tamper`, and over after so many writes.
    fn update(&mut self, writes: usize, tamper: impl FnOnce(&mut Self, &mut BTreeMap<String, Vec<u8>>)) {
        let mut served = self.publisher.served.clone();
        tamper(self, &mut served);
        let before = self.device.set.clone();
        let ended = self.device.update(writes, |path| served.get(path).cloned());
        match ended {
            Ended::Finished(Finished::New(set) | Finished::Unchanged(set)) => {
                assert_eq!(self.device.list_set(), Some(set), "what is stored is what was verified");
            }
            Ended::Refused(_) | Ended::Cut => assert!(self.device.set == before, "the set in use stays"),
        }
    }

    fn attacked(&mut self) {
        let writes = if self.byte().is_multiple_of(4) { usize::from(self.byte() % 8) } else { usize::MAX };
        self.update(writes, |story, served| {
            for _ in 0..=story.byte() % 3 {
                story.tamper(served);
            }
        });
    }

    fn tamper(&mut self, served: &mut BTreeMap<String, Vec<u8>>) {
        let paths: Vec<String> = served.keys().rev().cloned().collect();
        let path = &paths[usize::from(self.byte()) % paths.len()];
        let (how, one, two) = (self.byte(), self.byte(), self.byte());
        let bytes = served.get_mut(path).expect("it is served");
        let at = (usize::from(one) << 8 | usize::from(two)) % bytes.len().max(1);
        match how % 8 {
            0 => drop(served.remove(path)),
            1 => bytes.truncate(at),
            2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= how | 1),
            3 => bytes.splice(at..at, [how, one, two]).for_each(drop),
            4 => {
                let other = &paths[at % paths.len()];
                let other = served[other].clone();
                served.insert(path.clone(), other);
            }
            5 => {
                // The whole site as it was.
                if let Some(old) = self.history.get(usize::from(one) % self.history.len().max(1)) {
                    *served = old.clone();
                }
            }
            6 => {
                // One file as it was.
                let old = self.history.get(usize::from(one) % self.history.len().max(1));
                if let Some(old) = old.and_then(|old| old.get(path)) {
                    served.insert(path.clone(), old.clone());
                }
            }
            // What is left of the script itself.
            _ => *bytes = self.script.to_vec(),
        }
    }

    fn clock_moves(&mut self) {
        let days = i64::from(self.byte() as i8);
        if self.byte().is_multiple_of(2) {
            self.device.clock = self.device.clock.plus(days * DAY / 8);
        } else {
            self.publisher_clock = self.publisher_clock.plus(days.abs() * DAY / 8);
        }
    }

    /// A byte of what is stored changes, or all of it is gone: then only what is signed counts.
    fn damage(&mut self) {
        let (which, one, two) = (self.byte(), self.byte(), self.byte());
        let stored = if which.is_multiple_of(2) { &mut self.device.floor } else { &mut self.device.set };
        if which & 4 == 0 {
            *stored = None;
        } else if let Some(bytes) = stored {
            let at = (usize::from(one) << 8 | usize::from(two)) % bytes.len();
            bytes[at] ^= which | 1;
        }
        self.least = None;
    }

    /// With the stolen key: a newer timestamp over an older or newer snapshot's version, issued when they like.
    fn thief_signs(&mut self) {
        let (ahead, issued, snapshot) = (self.byte(), self.byte(), self.byte());
        self.stolen = true;
        let mut timestamp: Timestamp = self.publisher.timestamp.clone();
        timestamp.version += u64::from(ahead) << 20;
        timestamp.issued = Some(self.publisher_clock.plus(i64::from(issued as i8) * DAY));
        timestamp.expires = self.publisher_clock.plus(YEARS);
        if let Some(meta) = timestamp.meta.get_mut("snapshot.json") {
            if !snapshot.is_multiple_of(3) {
                (meta.length, meta.hashes) = (None, None);
            }
            meta.version = meta.version.saturating_add_signed(i64::from(snapshot as i8)).max(1);
        }
        let file = to_bytes(&signed(&timestamp, &self.publisher.signers["timestamp"]));
        self.update(usize::MAX, |_, served| drop(served.insert("metadata/timestamp.json".into(), file)));
    }

    fn check_set(&mut self) {
        let Some(set) = self.device.list_set() else { return };
        let files: Files = set.files().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        assert!(self.editions.contains(&files), "no such list was ever published: {files:?}");
        let versions = set.versions();
        if let Some(least) = self.least {
            let recovered = self.took_a_key.iter().any(|root| (least.root + 1..=versions.root).contains(root));
            let others = versions.timestamp >= least.timestamp
                && versions.snapshot >= least.snapshot
                && versions.targets >= least.targets;
            assert!(versions.root >= least.root && (others || recovered), "{versions:?} after {least:?}");
        }
        self.least = Some(versions);
    }

    /// The attacker is gone, the publisher has new keys where one was stolen, the device's clock is right: all is well.
    fn ends_well(mut self) {
        if self.stolen {
            self.rotations = 0;
            self.publisher.set_keys("timestamp", &[key(50)], 1);
            self.publisher.publish_root();
        }
        self.device.clock = self.publisher_clock;
        self.sign_all();
        let served = self.publisher.served.clone();
        match self.device.update(usize::MAX, |path| served.get(path).cloned()) {
            Ended::Finished(_) => {}
            other => panic!("the next publication arrives: {other:?}"),
        }
        let set = self.device.list_set().expect("what was stored is a set");
        assert!(set.files().eq(self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))));
        assert_eq!(set.versions().timestamp, self.publisher.timestamp.version);
    }
}

/// Every event, and the attacks that are known by name.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![
        // Publish, update, again.
        vec![4, 0, 0, 4, 0, 1, 4, 2, 4],
        // Rotations of each role.
        vec![4, 3, 0, 4, 3, 1, 4, 3, 2, 4, 3, 3, 4],
        // Switched off after each write.
        vec![6, 0, 6, 1, 6, 2, 6, 3, 6, 4, 0, 0, 6, 0, 6, 1, 6, 2, 6, 3, 4],
        // The whole site as it was, and one file.
        vec![4, 0, 0, 4, 7, 1, 0, 0, 5, 0, 0, 7, 1, 0, 0, 6, 0, 0, 4],
        // A byte changed, cut short, exchanged, missing.
        vec![7, 1, 2, 0, 2, 1, 9, 1, 1, 0, 9, 2, 4, 3, 3, 8, 1, 0, 5, 0, 0, 0, 4],
        // Clocks.
        vec![4, 9, 200, 0, 0, 0, 4, 9, 100, 0, 4, 9, 80, 1, 2, 4],
        // Damaged storage.
        vec![4, 10, 4, 0, 99, 10, 5, 1, 7, 0, 0, 4, 10, 0, 0, 0, 10, 1, 0, 0, 4],
        // A stolen key that runs far ahead.
        vec![4, 11, 200, 0, 0, 4, 11, 1, 5, 254, 3, 0, 4],
    ]
}
