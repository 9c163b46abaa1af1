//! The built `tuf-client` against whole repositories on this machine.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../../tests/loopback/mod.rs"]
mod loopback;
#[allow(dead_code, reason = "the core's tests use the rest")]
#[path = "../../../core/tests/trust/repository.rs"]
mod repository;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use loopback::{Reply, Server};
use repository::{Repository, key};
use statemark_core::time::UtcTime;
use statemark_core::trust::metadata::{MetaFile, Paths};

/// 2100-01-01: the client reads this machine's clock.
const LATER: UtcTime = UtcTime(4_102_444_800);

/// A folder, a repository, and a server that may be told to answer otherwise for one path.
struct Place {
    folder: tempfile::TempDir,
    repository: Arc<Mutex<Repository>>,
    instead: Arc<Mutex<Option<(String, Reply)>>>,
    server: Server,
}

/// What a run said.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    err: String,
}

impl Place {
    /// Initialised with the repository's newest root.
    fn new(mut repository: Repository) -> Self {
        repository.root.expires = LATER;
        repository.publish_root();
        let repository = Arc::new(Mutex::new(repository));
        let instead: Arc<Mutex<Option<(String, Reply)>>> = Arc::default();
        let (served, other) = (repository.clone(), instead.clone());
        let server = Server::start(move |path| {
            let mut other = other.lock().unwrap();
            if other.as_ref().is_some_and(|(instead_of, _)| instead_of == path) {
                return other.take().unwrap().1;
            }
            match served.lock().unwrap().served.get(path) {
                Some(bytes) => Reply::Body(bytes.clone()),
                None => Reply::Status(404, "Content-Type: text/plain", "none"),
            }
        });
        let place = Self { folder: tempfile::tempdir().unwrap(), repository, instead, server };
        place.change(|_| ());
        fs::write(place.path("pinned.json"), place.repository.lock().unwrap().newest_root()).unwrap();
        place.run(&["init", place.path("pinned.json").to_str().unwrap()]).must();
        place
    }

    /// Changes the repository and publishes the next version of everything but root.
    fn change(&self, change: impl FnOnce(&mut Repository)) {
        let mut repository = self.repository.lock().unwrap();
        change(&mut repository);
        repository.timestamp.expires = LATER;
        repository.snapshot.expires = LATER;
        repository.targets.expires = LATER;
        repository.delegated.values_mut().for_each(|role| role.expires = LATER);
        repository.publish();
    }

    fn instead_of(&self, path: &str, reply: Reply) {
        *self.instead.lock().unwrap() = Some((path.into(), reply));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tuf-client"));
        command.arg("--metadata-dir").arg(self.path("trusted"));
        let output = command.args(words).output().unwrap();
        Said { code: output.status.code(), err: String::from_utf8(output.stderr).unwrap() }
    }

    fn refresh(&self) -> Said {
        self.run(&["--metadata-url", &format!("{}metadata/", self.server.address), "refresh"])
    }

    fn download(&self, names: &[&str]) -> Said {
        let (metadata, targets) =
            (format!("{}metadata", self.server.address), format!("{}targets", self.server.address));
        let folder = self.path("files");
        let mut words = vec!["--metadata-url", &metadata, "--target-base-url", &targets];
        words.extend(["--target-dir", folder.to_str().unwrap()]);
        words.extend(names.iter().flat_map(|name| ["--target-name", name]));
        words.push("download");
        self.run(&words)
    }

    /// The files in a folder, not in those below it.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return BTreeMap::new() };
        entries
            .map(Result::unwrap)
            .filter(|entry| entry.path().is_file())
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
            .collect()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.files(folder).into_keys().collect()
    }

    fn served(&self, path: &str) -> Vec<u8> {
        self.repository.lock().unwrap().served[path].clone()
    }

    /// Where a target stands in the repository.
    fn target(&self, name: &str) -> String {
        let repository = self.repository.lock().unwrap();
        let hash = &repository.targets.targets.get(name).unwrap().hashes.get("sha256").unwrap();
        format!("targets/{hash}.{name}")
    }
}

impl Said {
    #[track_caller]
    fn must(self) {
        assert_eq!(self.code, Some(0), "{self:?}");
    }

    /// Exit status 1 and one line that holds `expected`.
    #[track_caller]
    fn must_fail(self, expected: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.err.contains(expected), "{expected}: {self:?}");
        assert!(self.err.starts_with("tuf-client: ") && self.err.trim_end().lines().count() == 1, "{self:?}");
    }
}

#[test]
fn a_refresh_asks_for_each_role_once_and_shows_it_byte_for_byte() {
    let place = Place::new(Repository::new());
    assert_eq!(place.names("trusted"), ["root.json"]);
    assert!(place.server.asked().is_empty(), "init fetches nothing");
    place.refresh().must();
    let asked = ["3.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"];
    assert_eq!(place.server.asked(), asked.map(|name| format!("metadata/{name}")));
    let shown = place.files("trusted");
    assert_eq!(shown.len(), 4);
    for (name, served) in
        [("root", "2.root"), ("timestamp", "timestamp"), ("snapshot", "2.snapshot"), ("targets", "2.targets")]
    {
        assert_eq!(shown[&format!("{name}.json")], place.served(&format!("metadata/{served}.json")), "{name}");
    }
    place.refresh().must();
    assert_eq!(place.server.asked(), ["metadata/3.root.json", "metadata/timestamp.json"]);
}

#[test]
fn what_is_kept_refuses_what_is_older() {
    let place = Place::new(Repository::new());
    let old = place.repository.lock().unwrap().clone();
    place.change(|_| ());
    place.refresh().must();
    let before = place.files("trusted");
    *place.repository.lock().unwrap() = old;
    place.refresh().must_fail("version 2 of timestamp is older than version 3");
    assert_eq!(place.files("trusted"), before);
}

#[test]
fn each_verified_file_is_kept_though_a_later_one_fails() {
    let place = Place::new(Repository::new());
    place.refresh().must();
    place.change(|_| ());
    place.instead_of("metadata/3.targets.json", Reply::Status(404, "A: b", ""));
    place.refresh().must_fail("metadata/3.targets.json is missing");
    let shown = place.files("trusted");
    assert_eq!(shown["snapshot.json"], place.served("metadata/3.snapshot.json"));
    assert_eq!(shown["targets.json"], place.served("metadata/2.targets.json"));
    place.refresh().must();
    assert_eq!(place.files("trusted")["targets.json"], place.served("metadata/3.targets.json"));
}

#[test]
fn a_root_that_takes_a_key_takes_what_it_signed_from_view() {
    let place = Place::new(Repository::new());
    place.change(|repository| repository.timestamp.version = 90);
    place.refresh().must();
    place.change(|repository| {
        repository.set_keys("timestamp", &[key(30)], 1);
        repository.publish_root();
        repository.timestamp.version = 4;
    });
    place.instead_of("metadata/timestamp.json", Reply::Status(404, "A: b", ""));
    place.refresh().must_fail("metadata/timestamp.json is missing");
    assert_eq!(place.names("trusted"), ["root.json", "targets.json"]);
    place.refresh().must();
    assert_eq!(place.files("trusted")["timestamp.json"], place.served("metadata/timestamp.json"));
}

#[test]
fn a_target_is_verified_kept_and_fetched_once() {
    let place = Place::new(Repository::new());
    place.download(&["index.json", "sections/a.json"]).must();
    assert_eq!(place.server.asked().len(), 6);
    assert_eq!(place.names("files"), ["index.json", "sections%2Fa.json"]);
    assert_eq!(place.files("files")["index.json"], b"{\"index\":1}");
    place.download(&["index.json"]).must();
    assert!(place.server.asked().iter().all(|path| path.starts_with("metadata/")));
    // A copy that was changed on the disk counts as none.
    fs::write(place.path("files/index.json"), "changed").unwrap();
    place.download(&["index.json"]).must();
    assert_eq!(place.files("files")["index.json"], b"{\"index\":1}");
}

#[test]
fn a_swapped_longer_or_shorter_target_is_refused_and_the_kept_one_stays() {
    let place = Place::new(Repository::new());
    place.download(&["index.json"]).must();
    place.change(|repository| repository.add_file("index.json", b"{\"index\":2}"));
    for (body, said) in [
        (&b"{\"iNdex\":2}"[..], "is not the file that was signed"),
        (b"{\"index\":2} ", "is longer than 11 bytes"),
        (b"{\"index\":2", "is 10 bytes long where 11 are signed"),
    ] {
        place.instead_of(&place.target("index.json"), Reply::Body(body.into()));
        place.download(&["index.json"]).must_fail(said);
        assert_eq!(place.files("files")["index.json"], b"{\"index\":1}");
    }
    place.download(&["index.json"]).must();
    assert_eq!(place.files("files")["index.json"], b"{\"index\":2}");
}

#[test]
fn the_first_target_that_fails_ends_a_download() {
    let place = Place::new(Repository::new());
    place.download(&["index.json", "none", "sections/a.json"]).must_fail("no role lists the target none");
    assert_eq!(place.names("files"), ["index.json"]);
}

#[test]
fn names_of_roles_and_targets_lead_out_of_no_folder() {
    for role in ["?", "#", "/role", "../role", "a b", "é"] {
        let mut repository = Repository::new();
        repository.delegate("targets", role, Paths::Patterns(vec!["*".into()]), &[key(6)]);
        repository.add_delegated_file(role, "...", b"good");
        let targets = &mut repository.delegated.get_mut(role).unwrap().targets;
        let file = targets.get("...").unwrap().clone();
        targets.insert("..".into(), file);
        let place = Place::new(repository);
        place.download(&["..."]).must();
        assert_eq!(place.files("files")["..."], b"good");
        assert_eq!(place.names("trusted").len(), 5, "{role}");
        place.download(&[".."]).must_fail(".. is no safe path for a target");
        let mut names: Vec<_> =
            fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["files", "pinned.json", "trusted"]);
    }
}

#[test]
fn a_kept_role_is_verified_by_whoever_delegates_to_it_on_this_way() {
    let mut repository = Repository::new();
    for (parent, path, number) in [("a", "a-*", 31), ("b", "b-*", 32)] {
        repository.delegate("targets", parent, Paths::Patterns(vec![path.into()]), &[key(number)]);
        repository.delegate(parent, "shared", Paths::Patterns(vec![path.into()]), &[key(number + 10)]);
    }
    repository.signers.insert("shared".into(), vec![key(41)]);
    repository.add_delegated_file("shared", "a-file", b"good");
    repository.add_delegated_file("shared", "b-file", b"evil");
    let place = Place::new(repository);
    place.download(&["a-file"]).must();
    assert!(place.names("trusted").contains(&"shared.json".into()));
    place.download(&["b-file"]).must_fail("the shared metadata carries 0 valid signatures of 1");
    assert_eq!(place.names("files"), ["a-file"]);
}

#[test]
fn a_kept_role_is_asked_for_again_only_when_it_changed() {
    let mut repository = Repository::new();
    repository.delegate("targets", "role", Paths::Patterns(vec!["*".into()]), &[key(6)]);
    let place = Place::new(repository);
    for (asked, change) in [(true, false), (false, false), (true, true)] {
        if change {
            place.change(|_| ());
        }
        place.download(&["none"]).must_fail("no role lists the target none");
        assert_eq!(place.server.asked().iter().any(|path| path.ends_with(".role.json")), asked);
    }
}

#[test]
fn a_damaged_floor_is_dropped_and_said() {
    let place = Place::new(Repository::new());
    place.refresh().must();
    let floor = place.path("trusted/state/floor");
    for damaged in [&b""[..], b"nonsense"] {
        fs::write(&floor, damaged).unwrap();
        let said = place.refresh();
        assert!(said.code == Some(0) && said.err.contains("what was kept is dropped"), "{said:?}");
        assert_eq!(place.names("trusted").len(), 4);
    }
}

#[test]
fn every_failure_exits_with_1_and_help_with_0() {
    let place = Place::new(Repository::new());
    assert_eq!(place.run(&["--help"]).code, Some(0));
    for words in [&[][..], &["fetch"], &["refresh", "more"], &["refresh"], &["download"], &["init", "none.json"]] {
        assert_eq!(place.run(words).code, Some(1), "{words:?}");
    }
    place.run(&["init", place.path("pinned.json").to_str().unwrap()]).must_fail("is in use already");
    fs::remove_dir_all(place.path("trusted")).unwrap();
    place.refresh().must_fail("use `init` first");
    place.repository.lock().unwrap().tamper("metadata/2.root.json", |root| root["signed"]["version"] = 3.into());
    fs::write(place.path("pinned.json"), place.served("metadata/2.root.json")).unwrap();
    place.run(&["init", place.path("pinned.json").to_str().unwrap()]).must_fail("this is no root to begin with");
    assert!(!place.path("trusted").exists());
    assert!(place.server.asked().is_empty());
}

#[test]
fn an_endless_body_ends_at_the_bound_of_its_role() {
    let mut repository = Repository::new();
    repository.meta_hashes = false;
    repository.delegate("targets", "role", Paths::Patterns(vec!["*".into()]), &[key(6)]);
    repository.add_delegated_file("role", "file", b"text");
    let place = Place::new(repository);
    let file = {
        let repository = place.repository.lock().unwrap();
        let file = repository.delegated["role"].targets.get("file").unwrap();
        file.hashes.get("sha256").unwrap().clone()
    };
    for (path, max) in [
        ("metadata/3.root.json", 512 << 10),
        ("metadata/timestamp.json", 16 << 10),
        ("metadata/2.snapshot.json", 2 << 20),
        ("metadata/2.targets.json", 8 << 20),
        ("metadata/1.role.json", 8 << 20),
        (&format!("targets/{file}.file"), 4),
    ] {
        place.instead_of(path, Reply::Endless);
        place.download(&["file"]).must_fail(&format!("{path} is longer than {max} bytes"));
    }
    place.download(&["file"]).must();
}

#[test]
fn a_length_that_is_listed_bounds_the_body_further() {
    let place = Place::new(Repository::new());
    let length = place.served("metadata/2.targets.json").len();
    place.instead_of("metadata/2.targets.json", Reply::Endless);
    place.refresh().must_fail(&format!("metadata/2.targets.json is longer than {length} bytes"));
}

#[test]
fn no_answer_but_404_ends_the_roots() {
    let place = Place::new(Repository::new());
    for (status, header) in [(403, "A: b"), (500, "A: b"), (302, "Location: /metadata/2.root.json"), (204, "A: b")] {
        place.instead_of("metadata/3.root.json", Reply::Status(status, header, ""));
        place.refresh().must_fail(&format!("the server answers {status}"));
    }
    place.instead_of("metadata/3.root.json", Reply::Body(b"<!doctype html>".into()));
    place.refresh().must_fail("the root metadata is not readable");
    assert_eq!(place.names("trusted"), ["root.json"]);
    place.refresh().must();
}

#[test]
fn a_role_that_the_snapshot_lists_no_longer_is_not_shown_for_ever() {
    let mut repository = Repository::new();
    repository.delegate("targets", "role", Paths::Patterns(vec!["*".into()]), &[key(6)]);
    let place = Place::new(repository);
    place.download(&["none"]).must_fail("no role lists the target none");
    assert!(place.names("trusted").contains(&"role.json".into()));
    // Only a root that takes the snapshot's key lets a role go.
    place.change(|repository| {
        repository.set_keys("snapshot", &[key(40)], 1);
        repository.publish_root();
        repository.delegated.clear();
        repository.targets.delegations = None;
        repository.snapshot.meta = [("targets.json".into(), MetaFile::new(1))].into();
    });
    place.refresh().must();
    assert_eq!(place.names("trusted"), ["root.json", "snapshot.json", "targets.json", "timestamp.json"]);
}
