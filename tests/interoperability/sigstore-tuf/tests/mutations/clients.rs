//! The two clients, each over what a repository serves before and after.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, MemoryStore, Updater};
use statemark_core::trust::{Answer, Archive, Finished, ListSet, Policy, Progress, Update};

use crate::repository::NOW;

/// Files by their paths below the repository's address.
pub(crate) type Served = BTreeMap<String, Vec<u8>>;

/// The list's files that a client trusts in the end, or why it refused.
pub(crate) type Outcome = Result<BTreeMap<String, Vec<u8>>, String>;

/// The paths that are asked for. Other targets are no part of the comparison.
const PATHS: [&str; 3] = ["index.json", "sections/a.json", "sites.json"];

/// What ours makes of `after`, having seen `before`.
pub(crate) fn ours(pinned: &[u8], before: &Served, after: &Served) -> Outcome {
    let (floor, set) = update(pinned, None, None, before).map_err(|error| format!("before: {error}"))?;
    let (_, set) = update(pinned, Some(&floor), Some(&set), after)?;
    let files = set.files().filter(|(path, _)| PATHS.contains(path));
    Ok(files.map(|(path, bytes)| (path.into(), bytes.into())).collect())
}

fn update(
    pinned: &[u8],
    floor: Option<&Archive>,
    set: Option<&ListSet>,
    served: &Served,
) -> Result<(Archive, ListSet), String> {
    let said = |error: statemark_core::trust::TrustError| format!("{}: {error}", error.variant());
    // `issued` is a rule of our own lists.
    let policy = Policy { require_issued: false, ..Policy::default() };
    let mut update = Update::start(pinned, floor, set, NOW, &policy).map_err(said)?;
    let mut floor = floor.cloned().unwrap_or_default();
    while let Some(request) = update.next_request() {
        let body = served.get(&request.path);
        let progress = update.answer(body.map_or(Answer::Missing, |body| Answer::Body(body))).map_err(said)?;
        if progress == Progress::FloorRose {
            floor = update.floor().clone();
        }
    }
    let (Finished::New(set) | Finished::Unchanged(set)) = update.finish().map_err(said)?;
    Ok((floor, set))
}

/// The same of theirs.
pub(crate) fn theirs(pinned: &[u8], before: &Served, after: &Served) -> Outcome {
    ready(async {
        let served = Shared(Arc::new(Mutex::new(before.clone())));
        let now = jiff::Timestamp::from_second(NOW.0).map_err(|error| error.to_string())?;
        let mut client =
            Updater::new(served.clone(), pinned).map_err(|error| error.to_string())?.with_store(MemoryStore::new());
        files(&mut client, now).await.map_err(|error| format!("before: {error}"))?;
        *served.0.lock().unwrap() = after.clone();
        files(&mut client, now).await.map_err(|error| error.to_string())
    })
}

async fn files(client: &mut Updater, now: jiff::Timestamp) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    client.refresh(now).await?;
    let mut files = BTreeMap::new();
    for path in PATHS {
        if let Some(target) = client.get_target_info(path, now).await? {
            files.insert(path.to_owned(), client.download_target(&target, path).await?);
        }
    }
    Ok(files)
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Served>>);

impl Shared {
    fn get(&self, path: String, max_length: u64) -> FetchFuture<'_> {
        let body = self.0.lock().unwrap().get(&path).cloned();
        Box::pin(async move {
            match body {
                Some(body) if body.len() as u64 > max_length => Err(Error::transport("too long")),
                body => Ok(body),
            }
        })
    }
}

impl sigstore_tuf::Repository for Shared {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        self.get(format!("metadata/{name}"), max_length)
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        self.get(format!("targets/{path}"), max_length)
    }
}

/// Everything is at hand, so nothing is ever waited for.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits for something"),
    }
}
