//! A folder of site files, one for each platform, as the core reads them.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use statemark_core::sites::{SiteError, SiteFiles};

use crate::files;

/// The target `sites.json`, and how many files it holds. The core would leave out a file that it refuses without a word, and with
/// it every mark of that site: here it is an error.
pub(crate) fn bundle(folder: &Path) -> Result<(Vec<u8>, usize)> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read the site files in {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    if paths.is_empty() {
        bail!("there are no site files (PLATFORM.json) in {}; name the folder extension/sites", folder.display());
    }
    let mut sites = Vec::new();
    for path in paths {
        let site: Value = serde_json::from_slice(&files::read(&path)?)
            .with_context(|| format!("{} is not JSON; mend the file", path.display()))?;
        if let Some(error) = refused(&[&site])?.1 {
            bail!("{} is refused: {error}; mend the file", path.display());
        }
        sites.push(site);
    }
    let (bytes, error) = refused(&sites.iter().collect::<Vec<_>>())?;
    if let Some(error) = error {
        bail!("the site files in {} are refused: {error}; mend them", folder.display());
    }
    Ok((bytes, sites.len()))
}

/// The bundle of these files, and the first thing that the core has against it.
fn refused(sites: &[&Value]) -> Result<(Vec<u8>, Option<SiteError>)> {
    let bytes = serde_json::to_vec(&json!({ "schema": 1, "sites": sites }))?;
    let error = SiteFiles::packaged(&bytes).1.into_iter().next();
    Ok((bytes, error))
}
