//! The top-level workflow: the extension's update, as far as the targets.

use anyhow::Result;
use statemark_core::time::UtcTime;
use statemark_core::trust::{Answer, Archive, KeyTypes, Policy, Progress, TrustedMetadata, Update};

use crate::store::{Store, role_of};
use crate::web::Repository;

pub(crate) const KEY_TYPES: KeyTypes = KeyTypes::Ed25519AndEcdsa;

/// What a refresh ends with.
pub(crate) struct Refreshed {
    pub(crate) trusted: TrustedMetadata,
    pub(crate) floor: Archive,
    pub(crate) store: Store,
    pub(crate) policy: Policy,
}

/// As for a list, but repositories of others are larger, have other keys, and do not say when they were issued.
fn policy() -> Policy {
    Policy {
        require_issued: false,
        key_types: KEY_TYPES,
        top_level_only: true,
        root_bytes_max: 512 << 10,
        snapshot_bytes_max: 2 << 20,
        targets_bytes_max: 8 << 20,
        file_bytes_max: 1 << 30,
        ..Policy::default()
    }
}

/// Updates the top-level metadata. Each file is kept as soon as it is verified, before the next is asked for.
pub(crate) fn refresh(mut store: Store, repository: &Repository, now: UtcTime) -> Result<Refreshed> {
    let policy = policy();
    let mut update = Update::start(store.pinned_root(), store.floor(), None, now, &policy)?;
    while let Some(request) = update.next_request() {
        let body = repository.get(&request)?;
        if update.answer(body.as_deref().map_or(Answer::Missing, Answer::Body))? == Progress::FloorRose {
            store.keep(update.floor())?;
        }
    }
    if let Some(error) = update.refused_floor() {
        eprintln!("tuf-client: part of what was kept is dropped: {error}");
    }
    let mut floor = update.floor().clone();
    let trusted = update.into_trusted()?;
    drop_unlisted(&mut floor, &trusted);
    store.keep(&floor)?;
    Ok(Refreshed { trusted, floor, store, policy })
}

/// Delegated roles that the snapshot lists no longer. They prove nothing, but would be shown for ever.
fn drop_unlisted(floor: &mut Archive, trusted: &TrustedMetadata) {
    let is_gone = |name: &&str| role_of(name).is_some_and(|role| trusted.targets_meta(role).is_err());
    let gone: Vec<String> = floor.iter().map(|(name, _)| name).filter(is_gone).map(String::from).collect();
    gone.iter().for_each(|name| floor.remove(name));
}
