//! The next edition of a published list: which roles are signed anew, by whom, and what waits for whom.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};
use statemark_core::time::UtcTime;
use statemark_core::trust::Named;
use statemark_core::trust::metadata::{
    DelegatedRole, Delegations, MetaFile, Metadata, Paths, Root, Signed, Snapshot, TargetFile, Targets, Timestamp,
};

use super::{DAY_SECONDS, Draft, Edition, Published, SITES_TARGET, Standing, TIMESTAMP, target_path};
use crate::keys::{Hands, PublicKey, Role, Roles, hex};
use crate::list::Files;
use crate::signing::{Quorum, key, lacking, role_keys, same, same_keys, sign, to_bytes};

/// What goes into the next edition.
pub(crate) struct Next<'a> {
    pub(crate) previous: Option<&'a Published>,
    pub(crate) list: &'a Files,
    pub(crate) sites: &'a [u8],
    pub(crate) roles: &'a Roles,
    pub(crate) keys: Keys,
    pub(crate) hands: &'a Hands<'a>,
    /// What other holders have signed meanwhile.
    pub(crate) draft: Option<&'a Draft>,
    /// What is due merely by its age, and cannot be signed here, waits as long as it has not expired.
    pub(crate) may_wait: bool,
    pub(crate) now: UtcTime,
}

/// Whether the keys of the root may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// They must be those of the published root.
    AsPublished,
    /// The next root takes over what the roles say.
    MayChange,
}

/// What became of it.
pub(crate) enum Made {
    /// All is signed.
    Complete(Edition),
    /// Others must sign first: files that the draft holds, and a sentence for each of them that says who is missing.
    Incomplete { files: NewFiles, missing: Vec<String> },
}

/// Files by their paths, in the order of upload.
type NewFiles = Vec<(String, Vec<u8>)>;

/// What the making has come to.
#[derive(Default)]
struct Progress {
    /// New metadata, complete or not, by its path.
    made: NewFiles,
    missing: Vec<String>,
    waiting: Vec<Role>,
}

/// One role to be signed.
struct Task<T> {
    role: Role,
    file: String,
    metadata: T,
    quorums: Vec<Quorum>,
}

impl Made {
    /// Which version of the list it holds.
    pub(crate) fn targets_version(&self) -> Option<u64> {
        let files = match self {
            Self::Complete(edition) => &edition.files,
            Self::Incomplete { files, .. } => files,
        };
        let name = |path: &str| path.strip_prefix("metadata/")?.strip_suffix(".targets.json")?.parse().ok();
        files.iter().find_map(|(path, _)| name(path))
    }
}

impl Next<'_> {
    /// Fails where the clock contradicts the last publication, unless its timestamp key goes: that resets what clients know.
    pub(crate) fn check_clock(&self) -> Result<()> {
        let Some(previous) = self.previous.filter(|previous| self.now < previous.issued()) else { return Ok(()) };
        let published = previous.root.signed.roles.get(Role::Timestamp.as_str());
        let kept = &self.roles.get(Role::Timestamp)?.keys;
        let goes = |keyid: &String| !kept.iter().any(|(_, public)| key(public).id() == *keyid);
        if published.is_some_and(|published| published.keyids.iter().any(goes)) {
            return Ok(());
        }
        bail!(
            "the clock says {}, but the last publication is of {}; correct the clock of this machine, or, if that one was \
             published by a wrong clock, `statemark rotate timestamp`. Nothing was written",
            self.now,
            previous.issued()
        );
    }

    /// Signs what changed or is due, and always the timestamp. What depends on a role that waits for its holders is not begun.
    pub(crate) fn edition(&self) -> Result<Made> {
        self.check_clock()?;
        let progress = RefCell::new(Progress::default());
        let mut files: NewFiles =
            self.list.iter().map(|(path, bytes)| (target_path(path, bytes), bytes.clone())).collect();
        files.push((target_path(SITES_TARGET, self.sites), self.sites.to_vec()));

        let metadata = self.metadata(&progress)?;
        let Progress { made, missing, waiting } = progress.into_inner();
        let Some(metadata) = metadata else {
            files.extend(made);
            return Ok(Made::Incomplete { files, missing });
        };
        if let Some(draft) = self.draft {
            let unused = draft.metadata()?.into_iter().find(|file| !made.iter().any(|(path, _)| path == file));
            if let Some(file) = unused {
                bail!("{file} in the draft is not what is next; the list was published meanwhile. Export it again");
            }
        }
        files.extend(metadata);
        Ok(Made::Complete(Edition { files, waiting }))
    }

    /// All metadata in the order of upload; nothing as long as some of it waits.
    fn metadata(&self, progress: &RefCell<Progress>) -> Result<Option<NewFiles>> {
        let (next_root, root) = self.root(progress)?;
        let delegations = self.delegations()?;
        let sites = self.sites_role(progress, &delegations)?;
        let targets = self.targets_role(progress, &delegations, &next_root)?;
        let (Some(root), Some(sites), Some(targets)) = (root, sites, targets) else { return Ok(None) };
        let Some(snapshot) = self.snapshot(progress, &next_root, &targets, &sites)? else { return Ok(None) };
        let Some(timestamp) = self.timestamp(progress, &next_root, &snapshot)? else { return Ok(None) };
        Ok(Some(vec![
            (file_name(Role::Root, root.signed.version), root.bytes),
            (file_name(Role::Sites, sites.signed.version), sites.bytes),
            (file_name(Role::Targets, targets.signed.version), targets.bytes),
            (file_name(Role::Snapshot, snapshot.signed.version), snapshot.bytes),
            (TIMESTAMP.to_owned(), timestamp.bytes),
        ]))
    }

    /// The root that will be in force, and its file once it is signed.
    fn root(&self, progress: &RefCell<Progress>) -> Result<(Root, Option<Standing<Root>>)> {
        let mut root = Root::new(1, self.expires(Role::Root)?);
        for role in Role::TOP_LEVEL {
            let keys = self.roles.get(role)?;
            root.keys.extend(keys.keys.iter().map(|(_, public)| (key(public).id(), key(public))));
            root.roles.insert(role.as_str().into(), role_keys(keys));
        }
        let Some(previous) = self.previous.map(|previous| &previous.root) else {
            let task = self.root_task(root, None)?;
            return Ok((task.metadata.clone(), self.make(progress, task)?));
        };
        let changes = Role::TOP_LEVEL.iter().any(|role| self.changes(&previous.signed, &root, *role));
        if changes && self.keys == Keys::AsPublished {
            same_keys(&previous.signed, self.roles)?;
        }
        root.version = previous.signed.version + 1;
        root.spec_version.clone_from(&previous.signed.spec_version);
        root.unknown.clone_from(&previous.signed.unknown);
        let drafted = self.draft.is_some_and(|draft| draft.has(&file_name(Role::Root, root.version)));
        if !changes && !drafted {
            let due = self.due(Role::Root, previous.signed.expires)?;
            let task = self.root_task(root, Some(&previous.signed))?;
            if !due || self.waits(progress, &task, previous.signed.expires)? {
                return Ok((previous.signed.clone(), Some(previous.clone())));
            }
            return Ok((task.metadata.clone(), self.make(progress, task)?));
        }
        let task = self.root_task(root, Some(&previous.signed))?;
        Ok((task.metadata.clone(), self.make(progress, task)?))
    }

    /// A root is signed by the old and by the new threshold.
    fn root_task(&self, root: Root, previous: Option<&Root>) -> Result<Task<Root>> {
        let mut quorums = Vec::new();
        for root in previous.into_iter().chain([&root]) {
            quorums.push(Quorum::of_root(root, Role::Root, self.roles)?);
        }
        Ok(Task { role: Role::Root, file: file_name(Role::Root, root.version), metadata: root, quorums })
    }

    fn targets_role(
        &self,
        progress: &RefCell<Progress>,
        delegations: &Delegations,
        root: &Root,
    ) -> Result<Option<Standing<Targets>>> {
        let files: Named<TargetFile> =
            self.list.iter().map(|(path, bytes)| (path.clone(), TargetFile::of(bytes))).collect();
        let previous = self.previous.map(|previous| &previous.targets);
        let quorum = Quorum::of_root(root, Role::Targets, self.roles)?;
        let same_keys = self.keeps_keys(root, Role::Targets);
        self.renew(progress, Role::Targets, previous, same_keys, quorum, |version, expires| Targets {
            targets: files.clone(),
            delegations: Some(delegations.clone()),
            ..Targets::new(version, expires)
        })
    }

    /// The site files are signed with keys of their own, so that a redesign is mended without the list's keys.
    fn sites_role(&self, progress: &RefCell<Progress>, delegations: &Delegations) -> Result<Option<Standing<Targets>>> {
        let files = Named::from([(SITES_TARGET.to_owned(), TargetFile::of(self.sites))]);
        let previous = self.previous.and_then(|previous| previous.sites.as_ref());
        // A signature counts only as long as the keys that made it are the delegation's.
        let standing = self.previous.and_then(|previous| previous.targets.signed.delegations.as_ref());
        let trusted = role_keys(self.roles.get(Role::Sites)?);
        let by = "the delegation of the site files".to_owned();
        let quorum = Quorum::of(by, Role::Sites.as_str(), &trusted, &delegations.keys, self.roles)?;
        self.renew(progress, Role::Sites, previous, standing == Some(delegations), quorum, |version, expires| Targets {
            targets: files.clone(),
            ..Targets::new(version, expires)
        })
    }

    fn delegations(&self) -> Result<Delegations> {
        let keys = self.roles.get(Role::Sites)?;
        let role = DelegatedRole {
            name: Role::Sites.as_str().into(),
            role_keys: role_keys(keys),
            paths: Paths::Patterns(vec![SITES_TARGET.into()]),
            terminating: Some(true),
        };
        let keys: Named<_> = keys.keys.iter().map(|(_, public)| (key(public).id(), key(public))).collect();
        let made = Delegations { keys, roles: vec![role], unknown: Default::default() };
        // The order of the keys means nothing: what says the same stays as it is.
        let standing = self.previous.and_then(|previous| previous.targets.signed.delegations.clone());
        Ok(standing.filter(|standing| says_the_same(standing, &made)).unwrap_or(made))
    }

    fn snapshot(
        &self,
        progress: &RefCell<Progress>,
        root: &Root,
        targets: &Standing<Targets>,
        sites: &Standing<Targets>,
    ) -> Result<Option<Standing<Snapshot>>> {
        let meta = Named::from([
            ("targets.json".to_owned(), meta_file(targets.signed.version, &targets.bytes)),
            ("sites.json".to_owned(), meta_file(sites.signed.version, &sites.bytes)),
        ]);
        let previous = self.previous.map(|previous| &previous.snapshot);
        let quorum = Quorum::of_root(root, Role::Snapshot, self.roles)?;
        let same_keys = self.keeps_keys(root, Role::Snapshot);
        self.renew(progress, Role::Snapshot, previous, same_keys, quorum, |version, expires| {
            Snapshot::new(version, expires, meta.clone())
        })
    }

    fn timestamp(
        &self,
        progress: &RefCell<Progress>,
        root: &Root,
        snapshot: &Standing<Snapshot>,
    ) -> Result<Option<Standing<Timestamp>>> {
        let version = self.previous.map_or(0, |previous| previous.timestamp.signed.version) + 1;
        let snapshot = meta_file(snapshot.signed.version, &snapshot.bytes);
        let metadata = Timestamp::new(version, self.expires(Role::Timestamp)?, Some(self.now), snapshot);
        let quorums = vec![Quorum::of_root(root, Role::Timestamp, self.roles)?];
        self.make(progress, Task { role: Role::Timestamp, file: TIMESTAMP.to_owned(), metadata, quorums })
    }

    /// Keeps the standing file when it says the same and is not due; otherwise makes the next version.
    fn renew<T: Metadata + Clone + PartialEq>(
        &self,
        progress: &RefCell<Progress>,
        role: Role,
        previous: Option<&Standing<T>>,
        same_keys: bool,
        quorum: Quorum,
        make: impl Fn(u64, UtcTime) -> T,
    ) -> Result<Option<Standing<T>>> {
        let version = previous.map_or(0, |previous| previous.signed.version()) + 1;
        let quorums = vec![quorum];
        let task = Task { role, file: file_name(role, version), metadata: make(version, self.expires(role)?), quorums };
        if let Some(previous) = previous {
            let expires = previous.signed.expires();
            let says_the_same = same_keys && make(previous.signed.version(), expires) == previous.signed;
            let drafted = self.draft.is_some_and(|draft| draft.has(&task.file));
            if says_the_same && !drafted && (!self.due(role, expires)? || self.waits(progress, &task, expires)?) {
                return Ok(Some(previous.clone()));
            }
        }
        self.make(progress, task)
    }

    /// Signs it with the keys that are here, or takes what its holders signed.
    fn make<T: Metadata + Clone + PartialEq>(
        &self,
        progress: &RefCell<Progress>,
        task: Task<T>,
    ) -> Result<Option<Standing<T>>> {
        let mut file = match self.draft.map(|draft| draft.read::<T>(&task.file)).transpose()?.flatten() {
            Some(drafted) => self.drafted(&task, drafted)?,
            None => Signed::new(task.metadata.clone()),
        };
        if lacking(&task.quorums, &file.signing_bytes(), &file.signatures).is_some() {
            let wanted: BTreeSet<PublicKey> = task.quorums.iter().flat_map(Quorum::publics).collect();
            let signers = self.hands.keys(task.role.as_str(), &wanted)?;
            sign(&mut file, &task.quorums, &signers);
        }
        let mut progress = progress.borrow_mut();
        match lacking(&task.quorums, &file.signing_bytes(), &file.signatures) {
            Some(lacks) => {
                progress.missing.push(format!("{}: {lacks}", task.file));
                progress.made.push((task.file, Draft::to_sign(&file, &task.quorums)?));
                Ok(None)
            }
            None => {
                let bytes = to_bytes(&file)?;
                progress.made.push((task.file, bytes.clone()));
                Ok(Some(Standing { signed: file.signed, bytes }))
            }
        }
    }

    /// What was exported and signed elsewhere is taken as it is, where it is still what would be made now but for its times.
    fn drafted<T: Metadata + Clone + PartialEq>(&self, task: &Task<T>, drafted: Signed<T>) -> Result<Signed<T>> {
        let (asked, signed) = (&task.metadata, &drafted.signed);
        if signed.version() != asked.version() {
            bail!(
                "{} in the draft has version {} where {} is next; the list was published meanwhile. Export it again",
                task.file,
                signed.version(),
                asked.version()
            );
        }
        if Draft::without_times(signed) != Draft::without_times(asked) {
            bail!(
                "{} in the draft says something else than would be published now; the list or its keys changed \
                 meanwhile. Export it again",
                task.file
            );
        }
        if signed.expires() > asked.expires() || signed.expires() <= self.now {
            bail!("{} in the draft expires {}; export it again", task.file, signed.expires());
        }
        Ok(drafted)
    }

    /// Whether it has less left than the role's window, or more than any signature may have: then a clock was wrong.
    fn due(&self, role: Role, expires: UtcTime) -> Result<bool> {
        let windows = self.roles.get(role)?.windows;
        let left = expires.0 - self.now.0;
        Ok(left < windows.renew_before * DAY_SECONDS || left > windows.expires_after * DAY_SECONDS)
    }

    /// Whether it is left for later, because its keys are elsewhere.
    fn waits<T>(&self, progress: &RefCell<Progress>, task: &Task<T>, expires: UtcTime) -> Result<bool> {
        let here = |quorum: &Quorum| self.hands.present(&quorum.publics()) as u64 >= quorum.threshold;
        let waits = self.may_wait && expires > self.now && !task.quorums.iter().all(here);
        if waits {
            progress.borrow_mut().waiting.push(task.role);
        }
        Ok(waits)
    }

    fn keeps_keys(&self, root: &Root, role: Role) -> bool {
        self.previous.is_some_and(|previous| !self.changes(&previous.root.signed, root, role))
    }

    fn changes(&self, old: &Root, new: &Root, role: Role) -> bool {
        let of = |root: &Root| root.roles.get(role.as_str()).cloned();
        !matches!((of(old), of(new)), (Some(old), Some(new)) if same(&old, &new))
    }

    fn expires(&self, role: Role) -> Result<UtcTime> {
        Ok(self.now.plus(self.roles.get(role)?.windows.expires_after * DAY_SECONDS))
    }
}

fn says_the_same(one: &Delegations, other: &Delegations) -> bool {
    let pairs = one.roles.iter().zip(&other.roles);
    one.keys == other.keys
        && one.unknown == other.unknown
        && one.roles.len() == other.roles.len()
        && pairs.into_iter().all(|(one, other)| {
            let keys = same(&one.role_keys, &other.role_keys) && one.role_keys.unknown == other.role_keys.unknown;
            keys && (&one.name, &one.paths, one.terminating) == (&other.name, &other.paths, other.terminating)
        })
}

fn file_name(role: Role, version: u64) -> String {
    format!("metadata/{version}.{role}.json")
}

fn meta_file(version: u64, bytes: &[u8]) -> MetaFile {
    let hashes = Named::from([("sha256".to_owned(), hex(&Sha256::digest(bytes)))]);
    MetaFile { length: Some(bytes.len() as u64), hashes: Some(hashes), ..MetaFile::new(version) }
}
