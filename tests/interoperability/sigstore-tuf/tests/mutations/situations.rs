//! Whole situations, each wrong in one way that no single field shows.

use statemark_core::trust::metadata::{MetaFile, Paths};

use crate::generate::Mutation;
use crate::repository::{DAY, NOW, Repository, key, key_id, public, signed};

pub(crate) fn all(before: &Repository, next: &Repository) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    let mut situation = |name: &str, change: &dyn Fn(&mut Repository)| {
        let mut repository = next.clone();
        change(&mut repository);
        mutations.push(Mutation { name: format!("situation: {name}"), served: repository.served });
    };
    // Versions.
    situation("everything as before", &|repository| repository.served = before.served.clone());
    situation("the timestamp as before", &|repository| {
        let old = before.served["metadata/timestamp.json"].clone();
        repository.served.insert("metadata/timestamp.json".into(), old);
    });
    for (name, version) in [("the same", 0), ("an older", -1), ("a far", 1 << 40)] {
        situation(&format!("{name} timestamp version, over the next snapshot"), &|repository| {
            repository.timestamp.version = before.timestamp.version.saturating_add_signed(version) - 1;
            repository.publish_timestamp();
        });
        situation(&format!("{name} snapshot version"), &|repository| {
            repository.snapshot.version = before.snapshot.version.saturating_add_signed(version) - 1;
            repository.publish_snapshot();
            repository.publish_timestamp();
        });
        situation(&format!("{name} targets version"), &|repository| {
            repository.targets.version = before.targets.version.saturating_add_signed(version) - 1;
            repository.publish_targets();
            repository.publish_snapshot();
            repository.publish_timestamp();
        });
        situation(&format!("{name} version of a delegated role"), &|repository| {
            let role = repository.delegated.get_mut("sites").unwrap();
            role.version = before.delegated["sites"].version.saturating_add_signed(version) - 1;
            repository.publish_delegated("sites");
            repository.publish_snapshot();
            repository.publish_timestamp();
        });
    }
    situation("a snapshot that lists a role no longer", &|repository| {
        repository.snapshot.meta.remove("sites.json");
        repository.publish_snapshot();
        repository.publish_timestamp();
    });
    // Expiry, of each role, a second before, at and after it.
    for (when, expires) in [
        ("a second ago", NOW.plus(-1)),
        ("now", NOW),
        ("in a second", NOW.plus(1)),
        ("a year ago", NOW.plus(-365 * DAY)),
    ] {
        situation(&format!("root expires {when}"), &|repository| {
            repository.root.expires = expires;
            repository.publish_root();
        });
        situation(&format!("root expired {when}, the next one not"), &|repository| {
            let lasting = repository.root.expires;
            repository.root.expires = expires;
            repository.publish_root();
            repository.root.expires = lasting;
            repository.publish_root();
        });
        situation(&format!("timestamp expires {when}"), &|repository| {
            repository.timestamp.expires = expires;
            repository.publish_timestamp();
        });
        situation(&format!("snapshot expires {when}"), &|repository| {
            repository.snapshot.expires = expires;
            repository.publish_snapshot();
            repository.publish_timestamp();
        });
        situation(&format!("targets expire {when}"), &|repository| {
            repository.targets.expires = expires;
            repository.publish();
        });
        situation(&format!("a delegated role expires {when}"), &|repository| {
            repository.delegated.get_mut("sites").unwrap().expires = expires;
            repository.publish();
        });
    }
    // Keys and thresholds, of each role.
    for (role, own) in [("timestamp", 3), ("snapshot", 4), ("targets", 5)] {
        let mut keys = |name: &str, listed: &[u8], threshold: u64, signing: &[u8]| {
            situation(&format!("{role}: {name}"), &|repository| {
                repository.set_keys(role, &listed.iter().copied().map(key).collect::<Vec<_>>(), threshold);
                repository.signers.insert(role.into(), signing.iter().copied().map(key).collect());
                repository.publish_root();
                repository.publish();
            });
        };
        keys("another key", &[20], 1, &[20]);
        keys("another key, signed by the old", &[20], 1, &[own]);
        keys("two keys of two", &[20, 21], 2, &[20, 21]);
        keys("one key of two", &[20, 21], 2, &[20]);
        keys("two keys of three", &[20, 21, 22], 2, &[22, 20]);
        keys("threshold above the keys", &[20], 2, &[20]);
        keys("threshold above the keys, a stranger signs too", &[20], 2, &[20, 21]);
        keys("threshold zero", &[20], 0, &[20]);
        keys("threshold zero, nobody signs", &[20], 0, &[]);
        keys("no keys", &[], 1, &[own]);
        keys("the same key listed twice, threshold two", &[20, 20], 2, &[20]);
        situation(&format!("{role}: one key under two ids, threshold two"), &|repository| {
            repository.set_keys(role, &[key(20)], 2);
            repository.root.keys.insert("another-id".into(), public(&key(20)));
            let role_keys = repository.root.roles.get_mut(role).unwrap();
            role_keys.keyids.push("another-id".into());
            repository.publish_root();
            repository.publish();
            under_both_ids(repository, role);
        });
        situation(&format!("{role}: an id that is no hash"), &|repository| {
            repository.set_keys(role, &[key(20)], 1);
            repository.root.keys.insert("plain".into(), public(&key(20)));
            repository.root.roles.get_mut(role).unwrap().keyids = vec!["plain".into()];
            repository.publish_root();
            repository.publish();
            rename_signature(repository, role, "plain");
        });
    }
    situation("root: signed by the old keys alone", &|repository| {
        repository.set_keys("root", &[key(10), key(11)], 2);
        repository.root.version += 1;
        let file = signed(&repository.root, &[key(1), key(2)]);
        repository.serve_root(&file);
    });
    situation("root: signed by the new keys alone", &|repository| {
        repository.set_keys("root", &[key(10), key(11)], 2);
        repository.root.version += 1;
        let file = signed(&repository.root, &[key(10), key(11)]);
        repository.serve_root(&file);
    });
    situation("root: signed by one old key of two", &|repository| {
        repository.set_keys("root", &[key(10), key(11)], 2);
        repository.root.version += 1;
        let file = signed(&repository.root, &[key(1), key(10), key(11)]);
        repository.serve_root(&file);
    });
    situation("root: new keys, signed by both", &|repository| {
        repository.set_keys("root", &[key(10), key(11)], 2);
        repository.publish_root();
    });
    situation("root: a version left out", &|repository| {
        repository.root.version += 1;
        repository.publish_root();
    });
    situation("root: another version inside than its name says", &|repository| {
        repository.publish_root();
        let file = repository.served["metadata/2.root.json"].clone();
        repository.served.insert("metadata/3.root.json".into(), file);
    });
    situation("root: thirty rotations", &|repository| (0..30).for_each(|_| repository.publish_root()));
    situation("root: forty rotations", &|repository| (0..40).for_each(|_| repository.publish_root()));
    situation("root: not consistent any longer", &|repository| {
        repository.root.consistent_snapshot = Some(false);
        repository.publish_root();
    });
    // Delegations.
    for pattern in [
        "*",
        "*.json",
        "sites.*",
        "s*s.json",
        "sites.json*",
        "?ites.json",
        "[s]ites.json",
        "SITES.JSON",
        "*/sites.json",
        "**",
        "sites.json/",
        "",
        "sites\\.json",
    ] {
        situation(&format!("delegation of the pattern `{pattern}`"), &|repository| {
            let delegations = repository.targets.delegations.as_mut().unwrap();
            delegations.roles[0].paths = Paths::Patterns(vec![pattern.into()]);
            repository.publish();
        });
    }
    for terminating in [true, false] {
        situation(&format!("an earlier role, terminating {terminating}, without the target"), &|repository| {
            repository.delegate("targets", "more", Paths::Patterns(vec!["*".into()]), &[key(7)]).terminating =
                Some(terminating);
            repository.targets.delegations.as_mut().unwrap().roles.reverse();
            repository.publish();
        });
        situation(&format!("an earlier role, terminating {terminating}, with another target"), &|repository| {
            repository.delegate("targets", "more", Paths::Patterns(vec!["*".into()]), &[key(7)]).terminating =
                Some(terminating);
            repository.add_delegated_file("more", "sites.json", b"{\"sites\":\"other\"}");
            repository.targets.delegations.as_mut().unwrap().roles.reverse();
            repository.publish();
        });
    }
    situation("a delegation that leads back to itself", &|repository| {
        repository.delegated.get_mut("sites").unwrap().targets.clear();
        repository.delegate("sites", "sites", Paths::Patterns(vec!["*".into()]), &[key(6)]);
        repository.publish();
    });
    situation("a delegated role that the snapshot does not list", &|repository| {
        repository.delegate("targets", "more", Paths::Patterns(vec!["*".into()]), &[key(7)]);
        repository.targets.delegations.as_mut().unwrap().roles.reverse();
        repository.publish_targets();
        repository.publish_snapshot();
        repository.publish_timestamp();
    });
    for name in ["root", "timestamp", "snapshot", "targets"] {
        situation(&format!("a delegated role with the name {name}"), &|repository| {
            repository.delegate("targets", name, Paths::Patterns(vec!["*".into()]), &[key(7)]);
            repository.targets.delegations.as_mut().unwrap().roles.reverse();
            repository.publish_targets();
            repository.publish_snapshot();
            repository.publish_timestamp();
        });
    }
    for prefixes in
        [&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"][..], &[""], &["zz"], &[]]
    {
        situation(
            &format!("delegation of {} hash prefixes, the first `{}`", prefixes.len(), prefixes.first().unwrap_or(&"")),
            &|repository| {
                let delegations = repository.targets.delegations.as_mut().unwrap();
                delegations.roles[0].paths =
                    Paths::HashPrefixes(prefixes.iter().map(|prefix| (*prefix).into()).collect());
                repository.publish();
            },
        );
    }
    situation("no hashes and lengths in the metadata", &|repository| {
        repository.meta_hashes = false;
        repository.publish();
    });
    situation("a snapshot named without length and hashes", &|repository| {
        repository.timestamp.meta.insert("snapshot.json".into(), MetaFile::new(repository.snapshot.version));
        repository.publish_timestamp();
    });
    mutations
}

fn rename_signature(repository: &mut Repository, role: &str, id: &str) {
    change_signatures(repository, role, &|signatures| signatures[0]["keyid"] = id.into());
}

fn under_both_ids(repository: &mut Repository, role: &str) {
    change_signatures(repository, role, &|signatures| {
        let mut again = signatures[0].clone();
        again["keyid"] = "another-id".into();
        signatures.as_array_mut().unwrap().push(again);
    });
}

/// Changes the signatures of a role's newest file, and lets the roles above name it as it is.
fn change_signatures(repository: &mut Repository, role: &str, change: &dyn Fn(&mut serde_json::Value)) {
    let mut file = crate::generate::file(repository, role);
    assert_eq!(file["signatures"][0]["keyid"], key_id(&key(20)));
    change(&mut file["signatures"]);
    let bytes = serde_json::to_vec(&file).unwrap();
    repository.served = crate::generate::serve(repository, role, bytes);
}
