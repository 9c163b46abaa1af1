//! Targets: the search through delegations, the fetch, the cache.

use std::path::Path;

use anyhow::Result;
use statemark_core::trust::metadata::TargetFile;
use statemark_core::trust::{Request, Search, TrustError, paths, verify_target};

use crate::files;
use crate::refresh::Refreshed;
use crate::store::role_name;
use crate::web::Repository;

/// Brings one target into the folder, unless the signed content stands there already.
pub(crate) fn download(refreshed: &mut Refreshed, repository: &Repository, path: &str, folder: &Path) -> Result<()> {
    let file = find(refreshed, repository, path)?;
    let max = refreshed.policy.file_bytes_max;
    if file.length > max {
        return Err(TrustError::TooLarge { path: path.into(), max }.into());
    }
    let request = Request {
        path: paths::target(path, &file, refreshed.trusted.consistent_snapshot())?,
        max_bytes: file.length,
        fresh: false,
    };
    // One flat folder: a path is a name in it, so that none leads out of it and none is in the way of another.
    let name = paths::file_name(path);
    if files::read(&folder.join(&name)).is_ok_and(|content| verify_target(path, &file, &content).is_ok()) {
        return Ok(());
    }
    let content = get(repository, &request)?;
    verify_target(path, &file, &content)?;
    files::make_folder(folder)?;
    files::write(folder, &name, &content)
}

/// 5.6.7: what is kept of a role passes by the same checks as if it had just come in, or is fetched.
fn find(refreshed: &mut Refreshed, repository: &Repository, path: &str) -> Result<TargetFile> {
    let Refreshed { trusted, floor, store, policy } = refreshed;
    let mut search = Search::new(path, trusted, policy.delegations_max)?;
    while let Some(role) = search.needs().map(String::from) {
        let name = role_name(&role);
        if floor.get(&name).is_some_and(|bytes| search.answer(trusted, bytes).is_ok()) {
            continue;
        }
        let meta = trusted.targets_meta(&role)?;
        let request = Request {
            path: paths::metadata(&role, trusted.consistent_snapshot().then_some(meta.version)),
            max_bytes: meta.length.unwrap_or(u64::MAX).min(policy.targets_bytes_max),
            fresh: false,
        };
        let bytes = get(repository, &request)?;
        search.answer(trusted, &bytes)?;
        floor.insert(name, bytes);
        store.keep(floor)?;
    }
    Ok(search.found().cloned().ok_or_else(|| TrustError::NoSuchTarget { path: path.into() })?)
}

/// A file that must be there, and not be longer than allowed.
fn get(repository: &Repository, request: &Request) -> Result<Vec<u8>> {
    let path = || request.path.clone();
    let bytes = repository.get(request)?.ok_or_else(|| TrustError::Missing { path: path() })?;
    if bytes.len() as u64 > request.max_bytes {
        return Err(TrustError::TooLarge { path: path(), max: request.max_bytes }.into());
    }
    Ok(bytes)
}
