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
    Folder(PathBuf),
    Web { base: Url, agent: ureq::Agent },
}

/// Why a list is not believed, as opposed to not reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the root that was given is no root to begin with: {0}")]
    Root(TrustError),
    #[error("{0}")]
    Trust(#[from] TrustError),
    #[error("{0}")]
    List(#[from] ListError),
}

impl Source {
    /// A folder that `publish` wrote.
    pub(crate) fn folder(site: &Path) -> Result<Self> {
        crate::files::must_be_folder(site)?;
        Ok(Self::Folder(site.into()))
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
            Self::Folder(site) => read_folder(site, request),
            Self::Web { base, agent } => {
                let address = base.join(&request.path)?;
                fetch(agent, &address, request)
                    .with_context(|| format!("cannot fetch {address}; check the address, and that its server runs"))
            }
        }
    }
}

fn read_folder(site: &Path, request: &Request) -> Result<Option<Vec<u8>>> {
    let path = site.join(&request.path);
    match std::fs::File::open(&path) {
        Ok(file) => Ok(Some(read_capped(file, request).with_context(|| format!("cannot read {}", path.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
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
fn read_capped(reader: impl Read, request: &Request) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(request.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// One refresh from nothing but the pinned root. The outer error is of reaching the list, the inner one of believing it.
pub(crate) fn refresh(root: &[u8], source: &Source, now: UtcTime) -> Result<Result<ListSet, Refused>> {
    update(root, None, source, now)
}

/// The same by a client that has a list already.
pub(crate) fn update(
    root: &[u8],
    in_use: Option<&ListSet>,
    source: &Source,
    now: UtcTime,
) -> Result<Result<ListSet, Refused>> {
    let mut update = match Update::start(root, None, in_use, now, &Policy::default()) {
        Ok(update) => update,
        Err(error) => return Ok(Err(Refused::Root(error))),
    };
    while let Some(request) = update.next_request() {
        let body = source.get(&request)?;
        let answer = body.as_deref().map_or(Answer::Missing, Answer::Body);
        if let Err(error) = update.answer(answer) {
            return Ok(Err(error.into()));
        }
    }
    Ok(match update.finish() {
        Ok(Finished::New(list) | Finished::Unchanged(list)) => Ok(list),
        Err(error) => Err(error.into()),
    })
}

/// The list in a verified set.
pub(crate) fn directory(list: &ListSet) -> Result<Directory, Refused> {
    Ok(Directory::build(|name| list.file(name))?)
}

impl Refused {
    /// The variant's name, for machines.
    pub(crate) fn variant(&self) -> &'static str {
        match self {
            Self::Root(error) | Self::Trust(error) => error.variant(),
            Self::List(_) => "List",
        }
    }

    /// What the publisher should do.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Trust(TrustError::Expired { .. }) => "publish again, so that clients have a list that counts",
            Self::Trust(TrustError::IssuedInFuture { .. }) => "correct the clock of this machine",
            Self::Root(_) => "give a copy of metadata/1.root.json",
            Self::List(_) => "check the registry and publish again",
            Self::Trust(_) => "clients keep the list they have; restore the file, or publish again",
        }
    }

    pub(crate) fn into_error(self, where_: &str) -> anyhow::Error {
        let advice = self.advice();
        anyhow!("{where_} is refused: {self}; {advice}")
    }
}
