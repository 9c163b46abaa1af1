//! Acts as a client: the extension's own workflow, over a folder or over the web.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use statemark_core::list::{Directory, ListError};
use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Finished, ListSet, Policy, Request, TrustError, Update};
use url::Url;

/// Where a published list is.
pub(crate) enum Source {
    /// `shown`: what it is called before people, where it is still being made elsewhere.
    Folder {
        folder: PathBuf,
        shown: PathBuf,
    },
    Web {
        base: Url,
        agent: ureq::Agent,
    },
}

/// The root to begin with.
pub(crate) struct Pinned {
    bytes: Vec<u8>,
    file: String,
}

/// Why a list is not believed, as opposed to not reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{file} is no root to begin with: {error}")]
    Root { file: String, error: TrustError },
    #[error("{}", at(file, path, error))]
    Trust { file: String, path: String, error: TrustError },
    #[error("{0}")]
    List(#[from] ListError),
}

/// An error names a role, or a file as the repository calls it; people look for the file by its whole name.
fn at(file: &str, path: &str, error: &TrustError) -> String {
    let said = error.to_string();
    if !path.is_empty() && said.contains(path) { said.replace(path, file) } else { format!("{file}: {said}") }
}

impl Pinned {
    /// The root in a file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        Ok(Self { bytes: crate::files::read(file)?, file: file.display().to_string() })
    }
}

impl Source {
    /// A folder that `publish` wrote.
    pub(crate) fn folder(site: &Path) -> Result<Self> {
        crate::files::must_be_folder(site)?;
        Ok(Self::Folder { folder: site.into(), shown: site.into() })
    }

    /// A folder in the making, which will be `site`.
    pub(crate) fn staged(folder: &Path, site: &Path) -> Self {
        Self::Folder { folder: folder.into(), shown: site.into() }
    }

    /// A repository's address. As in the extension, redirects are not followed, and a file that takes longer than
    /// `timeout` is given up.
    pub(crate) fn web(address: &str, timeout: Duration) -> Result<Self> {
        let folder = if address.ends_with('/') { address.to_owned() } else { format!("{address}/") };
        let base = Url::parse(&folder).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let base = base.with_context(|| format!("`{address}` is no web address; write https://lists.example/"))?;
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(timeout))
            .build();
        Ok(Self::Web { base, agent: config.into() })
    }

    /// The file; nothing where the repository says that there is none.
    fn get(&self, request: &Request) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Folder { folder, .. } => read_folder(folder, request),
            Self::Web { base, agent } => {
                let address = base.join(&request.path)?;
                fetch(agent, &address, request)
                    .with_context(|| format!("cannot fetch {address}; check the address, and that its server runs"))
            }
        }
    }
}

impl Source {
    /// The whole name of a file.
    fn name(&self, path: &str) -> String {
        match self {
            Self::Folder { shown, .. } => shown.join(path).display().to_string(),
            Self::Web { base, .. } => base.join(path).map_or_else(|_| path.to_owned(), String::from),
        }
    }
}

fn read_folder(site: &Path, request: &Request) -> Result<Option<Vec<u8>>> {
    let path = site.join(&request.path);
    match std::fs::File::open(&path).and_then(|file| read_capped(file, request)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(crate::files::unreadable(&path, &error)),
    }
}

fn fetch(agent: &ureq::Agent, address: &Url, request: &Request) -> Result<Option<Vec<u8>>> {
    let mut get = agent.get(address.as_str());
    if request.fresh {
        get = get.header("Cache-Control", "no-cache");
    }
    let mut response = get.call()?;
    match response.status().as_u16() {
        200 => Ok(Some(read_capped(response.body_mut().as_reader(), request)?)),
        404 => Ok(None),
        status @ 300..400 => bail!("the server answers {status}, a redirect; give the address it leads to"),
        status => bail!("the server answers {status}; it must answer 200, or 404 for what is not there"),
    }
}

/// One byte more than allowed is enough to be refused.
fn read_capped(reader: impl Read, request: &Request) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(request.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// One refresh from nothing but the pinned root. The outer error is of reaching the list, the inner one of believing it.
pub(crate) fn refresh(root: &Pinned, source: &Source, now: UtcTime) -> Result<Result<ListSet, Refused>> {
    update(root, None, source, now)
}

/// The same by a client that has a list already.
pub(crate) fn update(
    root: &Pinned,
    in_use: Option<&ListSet>,
    source: &Source,
    now: UtcTime,
) -> Result<Result<ListSet, Refused>> {
    let mut update = match Update::start(&root.bytes, None, in_use, now, &Policy::default()) {
        Ok(update) => update,
        Err(error) => return Ok(Err(Refused::Root { file: root.file.clone(), error })),
    };
    // Which file an error is about: the one that was read last. The next root is asked for, and is not there, before the
    // one in force is looked at.
    let (mut file, mut path) = (root.file.clone(), String::new());
    let refused =
        |file: &str, path: &str, error| Ok(Err(Refused::Trust { file: file.into(), path: path.into(), error }));
    while let Some(request) = update.next_request() {
        let body = source.get(&request)?;
        let is_next_root = body.is_none() && request.path.ends_with(".root.json");
        if !is_next_root {
            (file, path) = (source.name(&request.path), request.path);
        }
        if let Err(error) = update.answer(body.as_deref().map_or(Answer::Missing, Answer::Body)) {
            return refused(&file, &path, error);
        }
    }
    match update.finish() {
        Ok(Finished::New(list) | Finished::Unchanged(list)) => Ok(Ok(list)),
        Err(error) => refused(&file, &path, error),
    }
}

/// The list in a verified set.
pub(crate) fn directory(list: &ListSet) -> Result<Directory, Refused> {
    Ok(Directory::build(|name| list.file(name))?)
}

impl Refused {
    /// The variant's name, for machines.
    pub(crate) fn variant(&self) -> &'static str {
        match self {
            Self::Root { error, .. } | Self::Trust { error, .. } => error.variant(),
            Self::List(_) => "List",
        }
    }

    /// What the publisher should do.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Trust { error: TrustError::Expired { .. }, .. } => {
                "publish again, so that clients have a list that counts"
            }
            Self::Trust { error: TrustError::IssuedInFuture { .. }, .. } => "correct the clock of this machine",
            Self::Root { .. } => "give a copy of metadata/1.root.json",
            Self::List(_) => "check the registry and publish again",
            Self::Trust { .. } => "clients keep the list they have; restore the file, or publish again",
        }
    }

    pub(crate) fn into_error(self, where_: &str) -> anyhow::Error {
        let advice = self.advice();
        anyhow!("{where_} is refused: {self}; {advice}")
    }
}
