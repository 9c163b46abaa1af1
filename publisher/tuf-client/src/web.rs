//! Fetches files of a repository.

use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use statemark_core::trust::Request;

const TIMEOUT_SECONDS: u64 = 60;

/// A repository's two addresses.
pub(crate) struct Repository {
    agent: ureq::Agent,
    metadata: String,
    targets: Option<String>,
}

impl Repository {
    /// Redirects are not followed: whoever trusts an address should know it.
    pub(crate) fn new(metadata: &str, targets: Option<&String>) -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(TIMEOUT_SECONDS)))
            .build();
        Self { agent: config.into(), metadata: metadata.into(), targets: targets.cloned() }
    }

    /// The file, and one byte more than allowed where it is too long; nothing where the repository says that there is none.
    pub(crate) fn get(&self, request: &Request) -> Result<Option<Vec<u8>>> {
        let address = self.address(&request.path)?;
        self.fetch(&address, request).with_context(|| format!("cannot fetch {address}"))
    }

    /// The core names files as if both addresses were one.
    fn address(&self, path: &str) -> Result<String> {
        let (base, rest) = match path.split_once('/') {
            Some(("metadata", rest)) => (Some(&self.metadata), rest),
            Some((_, rest)) => (self.targets.as_ref(), rest),
            None => (None, path),
        };
        let base = base.with_context(|| format!("no address is given for {path}"))?;
        Ok(format!("{}/{rest}", base.trim_end_matches('/')))
    }

    fn fetch(&self, address: &str, request: &Request) -> Result<Option<Vec<u8>>> {
        let mut get = self.agent.get(address);
        if request.fresh {
            get = get.header("Cache-Control", "no-cache");
        }
        let mut response = get.call()?;
        match response.status().as_u16() {
            200 => {
                let mut bytes = Vec::new();
                let body = response.body_mut().as_reader();
                body.take(request.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
            404 => Ok(None),
            status => bail!("the server answers {status}; it must answer 200, or 404 for what is not there"),
        }
    }
}
