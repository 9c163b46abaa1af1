//! A published list on disk: what stands there, and the next edition of it.

mod draft;
mod edition;
mod outlook;
mod write;

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use sha2::{Digest, Sha256};
use statemark_core::time::UtcTime;
use statemark_core::trust::ListSet;
use statemark_core::trust::metadata::{Metadata, Root, Signed, Snapshot, Targets, Timestamp};

pub(crate) use draft::Draft;
pub(crate) use edition::{Keys, Made, Next};
pub(crate) use outlook::{Outlook, outlook, warnings};
pub(crate) use write::write;

use crate::client::{self, Pinned, Source};
use crate::files;
use crate::keys::{Role, RoleKeys, Roles, Windows, hex};
use crate::list::Files;
use crate::signing::{Quorum, check_keys};

const DAY_SECONDS: i64 = 86_400;
/// The root that clients pin first.
pub(crate) const FIRST_ROOT: &str = "metadata/1.root.json";
const TIMESTAMP: &str = "metadata/timestamp.json";
/// The one target that the delegated role signs.
pub(crate) const SITES_TARGET: &str = "sites.json";

/// `sites.json` without any.
pub(crate) const NO_SITES: &[u8] = br#"{"schema":1,"sites":[]}"#;

/// What to do about a published file that is damaged.
const RESTORE: &str = "restore that file from a copy. Nothing was written";

/// What was published last, verified as a client would.
pub(crate) struct Published {
    root: Standing<Root>,
    timestamp: Standing<Timestamp>,
    snapshot: Standing<Snapshot>,
    targets: Standing<Targets>,
    sites: Option<Standing<Targets>>,
    pub(crate) list: ListSet,
}

/// A metadata file that stands published.
#[derive(Clone)]
struct Standing<T> {
    signed: T,
    bytes: Vec<u8>,
}

/// The next edition: files to write, in the order in which they are to be uploaded.
#[derive(Default)]
pub(crate) struct Edition {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// What was due to be signed anew, and waits for keys that are not here.
    pub(crate) waiting: Vec<Role>,
}

impl Published {
    /// The list in the folder `site`; nothing where none was ever published.
    pub(crate) fn open(site: &Path) -> Result<Option<Self>> {
        if !site.join("metadata").is_dir() {
            return match files::must_be_new(site) {
                Ok(()) => Ok(None),
                Err(_) => bail!(
                    "{} holds something other than a published list; give --out a new folder, or the one published before",
                    site.display()
                ),
            };
        }
        let root = Pinned::read(&site.join(FIRST_ROOT))?;
        let file = site.join(TIMESTAMP);
        let timestamp: Standing<Timestamp> =
            standing(&files::read(&file)?).with_context(|| file.display().to_string())?;
        // What was in force when it was signed still is the last publication when it has expired since.
        let issued = timestamp.signed.issued.with_context(|| format!("{} has no `issued`", file.display()))?;
        let list = client::refresh(&root, &Source::folder(site)?, issued)?;
        let list = list.map_err(|refused| {
            anyhow!("the last publication in {} is damaged: {refused}; {RESTORE}", site.display())
        })?;
        must_be_whole(site, &list)?;
        let archive = list.archive();
        let file = |name: &str| archive.get(name).with_context(|| format!("{name} is missing in {}", site.display()));
        Ok(Some(Self {
            root: standing(file(&format!("{}.root.json", list.versions().root))?)?,
            timestamp,
            snapshot: standing(file("snapshot.json")?)?,
            targets: standing(file("targets.json")?)?,
            sites: archive.get("role/sites.json").map(standing).transpose()?,
            list,
        }))
    }

    /// When it was published.
    pub(crate) fn issued(&self) -> UtcTime {
        self.timestamp.signed.issued.unwrap_or(UtcTime(0))
    }

    /// What stands published there, which must be a list.
    pub(crate) fn must_open(site: &Path) -> Result<Self> {
        files::must_be_folder(site)?;
        if !site.join("metadata").is_dir() {
            bail!("there is no published list in {}; name the folder that `statemark publish` wrote", site.display());
        }
        Self::open(site)?.with_context(|| format!("there is no published list in {}", site.display()))
    }

    /// Fails where the extension could not verify a role, whoever signs it.
    pub(crate) fn check_keys(&self, names: &Roles) -> Result<()> {
        check_keys(&self.root.signed, self.targets.signed.delegations.as_ref(), names)
    }

    /// The keys that clients trust now, called as `names` calls them.
    pub(crate) fn roles(&self, names: &Roles) -> Result<Roles> {
        let mut roles = Roles::default();
        // Whatever is called by a name there may have to sign.
        roles.retired.clone_from(&names.retired);
        for role in Role::TOP_LEVEL {
            roles.insert(role, trusted(Quorum::of_root(&self.root.signed, role, names)?, names, role));
        }
        let sites = self.targets.signed.delegation(Role::Sites.as_str());
        match sites {
            Some((sites, keys)) => {
                let by = format!("targets {}", self.targets.signed.version);
                let quorum = Quorum::of(by, Role::Sites.as_str(), &sites.role_keys, keys, names)?;
                roles.insert(Role::Sites, trusted(quorum, names, Role::Sites));
            }
            None => roles.insert(Role::Sites, names.get(Role::Sites)?.clone()),
        }
        Ok(roles)
    }

    /// `sites.json`
    pub(crate) fn sites(&self) -> Vec<u8> {
        self.list.file(SITES_TARGET).unwrap_or(NO_SITES).to_vec()
    }

    /// The list's own files.
    pub(crate) fn files(&self) -> Files {
        self.list.files().filter(|(name, _)| *name != SITES_TARGET).map(|(n, bytes)| (n.into(), bytes.into())).collect()
    }
}

fn trusted(quorum: Quorum, names: &Roles, role: Role) -> RoleKeys {
    RoleKeys {
        threshold: quorum.threshold,
        keys: quorum.keys.into_iter().map(|holder| (holder.name, holder.public)).collect(),
        windows: names.get(role).map_or_else(|_| Windows::of(role), |keys| keys.windows),
    }
}

/// Fails where the folder holds a later root or snapshot than a client comes to: what leads there is gone, or an older copy.
fn must_be_whole(site: &Path, list: &ListSet) -> Result<()> {
    let first: Standing<Root> = standing(&files::read(&site.join(FIRST_ROOT))?)?;
    let version = first.signed.version;
    if version != 1 {
        bail!("{} holds version {version} of the root; {RESTORE}", site.join(FIRST_ROOT).display());
    }
    let versions = list.versions();
    let next_root = format!("metadata/{}.root.json", versions.root + 1);
    for (role, in_force, file, what) in [
        ("root", versions.root, next_root.as_str(), "is missing"),
        ("snapshot", versions.snapshot, TIMESTAMP, "is older than the last publication"),
    ] {
        if let Some(later) = newest(&site.join("metadata"), role)?.filter(|newest| *newest > in_force) {
            let later = site.join(format!("metadata/{later}.{role}.json"));
            bail!("{} {what}: {} stands; {RESTORE}", site.join(file).display(), later.display());
        }
    }
    Ok(())
}

/// The highest version of a role's metadata in a folder.
fn newest(metadata: &Path, role: &str) -> Result<Option<u64>> {
    let suffix = format!(".{role}.json");
    let mut newest = None;
    for entry in std::fs::read_dir(metadata)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        newest = newest.max(name.strip_suffix(&suffix).and_then(|version| version.parse().ok()));
    }
    Ok(newest)
}

fn standing<T: Metadata>(bytes: &[u8]) -> Result<Standing<T>> {
    let file: Signed<T> = serde_json::from_slice(bytes)
        .map_err(|error| anyhow::anyhow!("damaged metadata of {}: {error}; restore the file", T::TYPE))?;
    Ok(Standing { signed: file.signed, bytes: bytes.into() })
}

/// `targets/sections/HASH.health.json`
fn target_path(path: &str, content: &[u8]) -> String {
    let hash = hex(&Sha256::digest(content));
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("targets/{folder}/{hash}.{name}"),
        None => format!("targets/{hash}.{path}"),
    }
}
