//! One file from the list's repository, and never a byte more than asked for.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response,
};

use super::error::CoreError;
use super::page::property;
use super::words::Variant;
use crate::trust;

/// For one whole file, headers and body: a slow server must not hold an update open.
const DEADLINE_MS: u32 = 30_000;

/// The file's bytes; `None` where the server says that there is none (404).
pub(super) async fn fetch(repository: &str, wanted: &trust::Request) -> Result<Option<Vec<u8>>, CoreError> {
    let address = [repository, &wanted.path].concat();
    let failed = |variant, what: &str| CoreError::new("Fetch", variant, &[&address, what].concat());
    let unreachable = |_| failed(Variant::Unreachable, " could not be fetched");
    let request = Request::new_with_str_and_init(&address, &options(wanted.fresh)).map_err(unreachable)?;
    let response = JsFuture::from(send(&request)).await.map_err(unreachable)?;
    let response: Response = response.dyn_into().map_err(unreachable)?;
    match response.status() {
        200 => read(&response, wanted.max_bytes).await.map(Some).map_err(|error| match error {
            Read::TooLong => failed(
                Variant::TooLong,
                &[" is longer than the ", &wanted.max_bytes.to_string(), " bytes allowed"].concat(),
            ),
            Read::Broken => failed(Variant::Interrupted, " did not arrive whole in time"),
        }),
        404 => Ok(None),
        status => Err(failed(Variant::Refused, &[": the server answered with status ", &status.to_string()].concat())),
    }
}

#[wasm_bindgen]
extern "C" {
    /// The browser's own: of the worker in Chromium, of the page in Firefox.
    #[wasm_bindgen(js_name = fetch)]
    fn send(request: &Request) -> Promise;
}

/// No redirect, no cookie, no referrer: a request says nothing of who asks or why.
fn options(fresh: bool) -> RequestInit {
    let options = RequestInit::new();
    options.set_redirect(RequestRedirect::Error);
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_cache(if fresh { RequestCache::NoStore } else { RequestCache::Default });
    options.set_signal(Some(&AbortSignal::timeout_with_u32(DEADLINE_MS)));
    options
}

enum Read {
    TooLong,
    Broken,
}

/// The body, chunk by chunk, so that an endless one ends at the cap.
async fn read(response: &Response, max_bytes: u64) -> Result<Vec<u8>, Read> {
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(bytes) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into().map_err(|_| Read::Broken)?;
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| Read::Broken)?;
        if property(&chunk, "done").is_truthy() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = property(&chunk, "value").dyn_into().map_err(|_| Read::Broken)?;
        if bytes.len() as u64 + u64::from(chunk.length()) > max_bytes {
            drop(JsFuture::from(reader.cancel()).await);
            return Err(Read::TooLong);
        }
        bytes.extend_from_slice(&chunk.to_vec());
    }
}
