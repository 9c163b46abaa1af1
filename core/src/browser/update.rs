//! Drives one update of the list with the browser's fetch and the extension's storage.

use std::cell::RefCell;

use js_sys::{Function, Promise, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::error::CoreError;
use super::fetch::fetch;
use super::state::{Source, State, system_time};
use super::words::Variant;
use crate::list::{Changes, Directory};
use crate::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, Update};

/// What an update came to.
#[derive(Serialize)]
pub(super) struct Outcome {
    /// Whether verdicts may differ from before: another list, or a newer confirmation of the same one.
    changed: bool,
    /// What another list changed of the accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<CoreError>,
}

/// One update, whole or not at all.
pub(super) async fn update(state: &RefCell<State>, repository: &str, save: &Function) -> Outcome {
    match run(state, repository, save).await {
        Ok(outcome) => outcome,
        Err(error) => Outcome { changed: false, changes: None, error: Some(error) },
    }
}

async fn run(state: &RefCell<State>, repository: &str, save: &Function) -> Result<Outcome, CoreError> {
    let mut update = {
        let state = state.borrow();
        Update::start(&state.pinned_root, state.floor.as_ref(), Some(&state.list), system_time(), &Policy::default())?
    };
    // A storage that is full or denied must not stop the newer list from being used until the browser closes.
    let mut storage = None;
    while let Some(request) = update.next_request() {
        let body = fetch(repository, &request).await?;
        let progress = update.answer(body.as_deref().map_or(Answer::Missing, Answer::Body))?;
        if progress == Progress::FloorRose {
            rise(state, &update);
            storage = store(save, "floor", update.floor()).await.err().or(storage);
        }
    }
    let (list, directory) = match update.finish()? {
        Finished::Unchanged(list) => (list, None),
        Finished::New(list) => {
            let directory = Directory::of(&list)?;
            (list, Some(directory))
        }
    };
    storage = store(save, "set", list.archive()).await.err().or(storage);
    let (changed, changes) = swap(state, list, directory);
    Ok(Outcome { changed, changes, error: storage })
}

/// What was accepted counts from now on, whatever becomes of the rest of the update.
fn rise(state: &RefCell<State>, update: &Update) {
    let mut state = state.borrow_mut();
    state.floor = Some(update.floor().clone());
    state.newest_issued = update.newest_issued();
}

/// Puts the newer list in the older one's place, whole. Whether anything changed, and what of the accounts.
fn swap(state: &RefCell<State>, list: ListSet, directory: Option<Directory>) -> (bool, Option<Changes>) {
    let mut state = state.borrow_mut();
    let changed = directory.is_some() || list.versions() != state.list.versions();
    let changes = directory.as_ref().map(|directory| {
        let is_same = |section: &str| {
            let name = ["sections/", section, ".json"].concat();
            list.file(&name) == state.list.file(&name)
        };
        directory.changes_since(&state.directory, &is_same)
    });
    if let Some(directory) = directory {
        state.directory = directory;
    }
    if changed {
        state.list = list;
        state.source = Source::Updated;
        state.adopt();
    }
    (changed, changes)
}

async fn store(save: &Function, key: &str, archive: &Archive) -> Result<(), CoreError> {
    let failed =
        |_| CoreError::new("Storage", Variant::NotStored, &["the browser did not store the list's ", key].concat());
    let bytes = Uint8Array::from(archive.to_bytes().as_slice());
    let promise: Promise =
        save.call2(&JsValue::NULL, &key.into(), &bytes).and_then(|promise| promise.dyn_into()).map_err(failed)?;
    JsFuture::from(promise).await.map(drop).map_err(failed)
}
