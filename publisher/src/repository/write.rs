//! Puts an edition in place: beside SITE first, verified as clients would, then in one step.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use statemark_core::time::UtcTime;
use statemark_core::trust::ListSet;

use super::{FIRST_ROOT, Published};
use crate::client::{self, Pinned, Source};
use crate::files::Staging;
use crate::progress::Progress;

/// Writes the files to `site`, over what was published in `base`. Between verifying and replacing, `commit` is run: when it
/// fails, nothing was written. Returns the new files in the order of upload, and the list as a client has it then.
pub(crate) fn write<C>(
    site: &Path,
    base: Option<(&Path, &Published)>,
    files: &[(String, Vec<u8>)],
    now: UtcTime,
    commit: impl FnOnce() -> Result<C>,
    undo: impl FnOnce(C),
) -> Result<(Vec<String>, ListSet)> {
    let _progress = Progress::of("writing and verifying the published list");
    let staging = Staging::beside(site)?;
    if let Some((base, _)) = base {
        staging.take_over(base)?;
    }
    let mut written = Vec::new();
    for (path, bytes) in files {
        match std::fs::read(staging.path().join(path)) {
            Ok(standing) if standing == *bytes => continue,
            Ok(_) if !["metadata/timestamp.json", "index.html"].contains(&path.as_str()) => bail!(
                "{} stands published with another content, and clients may have it; restore that file from a copy. \
                 Nothing was written",
                base.map_or(site, |(base, _)| base).join(path).display()
            ),
            _ => {}
        }
        staging.write(path, bytes)?;
        written.push(path.clone());
    }
    let list = verify(&staging, site, base.map(|(_, previous)| previous), now)?;
    let committed = commit()?;
    if let Err(error) = staging.replace() {
        undo(committed);
        return Err(error);
    }
    Ok((written, list))
}

/// As a new client, and as one that has the last publication.
fn verify(staging: &Staging, site: &Path, previous: Option<&Published>, now: UtcTime) -> Result<ListSet> {
    let root = Pinned::read(&staging.path().join(FIRST_ROOT))?;
    let source = Source::staged(staging.path(), site);
    let refused =
        |refused| anyhow!("an extension would refuse what was about to be published: {refused}; nothing was written");
    if let Some(previous) = previous {
        client::update(&root, Some(&previous.list), &source, now)?.map_err(refused)?;
    }
    let list = client::refresh(&root, &source, now)?.map_err(refused)?;
    client::directory(&list).map_err(refused)?;
    Ok(list)
}
