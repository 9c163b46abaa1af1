//! The core for JavaScript: the only files that may name `wasm_bindgen`, `js_sys`, `web_sys` or `serde_wasm_bindgen`.
//!
//! One [`Core`] lives in the extension's background. It verifies what it is given at the start, judges what pages
//! claim, and brings the list up to date. Errors cross the boundary as `{name, variant, message}`.

mod address;
mod answer;
mod check;
mod error;
mod fetch;
mod find;
mod hash;
#[cfg(feature = "vectors")]
mod lookalikes;
mod page;
mod report;
mod state;
mod update;
#[cfg(feature = "vectors")]
mod vectors;
mod words;

use std::cell::RefCell;
use std::rc::Rc;

use rlsf::GlobalTlsf;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use self::answer::Answer;
use self::error::CoreError;
use self::state::State;
use self::words::Variant;
use crate::platform::InstanceSigns;
use crate::trust::Archive;

/// In place of the standard library's: 6 kB less, and every call takes the same time.
#[global_allocator]
static ALLOCATOR: GlobalTlsf = GlobalTlsf::new();

/// Judges accounts by a verified list.
#[wasm_bindgen]
pub struct Core {
    /// Shared with the one update that may be under way. Never borrowed across an `await`.
    state: Rc<RefCell<State>>,
}

#[wasm_bindgen]
impl Core {
    /// The core, once it has verified the stored list, or the packaged one where nothing is stored or what is stored is damaged.
    ///
    /// `pinned_root` is the root metadata of the package; `packaged`, `floor` and `set` are archives; `site_files` is
    /// the packaged `{"schema": 1, "sites": […]}`.
    ///
    /// # Errors
    /// Only when the package itself is broken.
    pub async fn open(
        pinned_root: Vec<u8>,
        packaged: Vec<u8>,
        site_files: Vec<u8>,
        floor: Option<Vec<u8>>,
        set: Option<Vec<u8>>,
    ) -> Result<Core, JsValue> {
        // Asked for at once: the allocator would otherwise ask the browser for each 64 KiB.
        drop(core::hint::black_box(Vec::<u8>::with_capacity(5 * set.as_ref().map_or(0, Vec::len))));
        let mut packaged = Archive::from_bytes(packaged).map_err(CoreError::from)?;
        let mut set = set.map(Archive::from_bytes);
        // Of the two one is used, and hardly ever is it not this.
        let used = if let Some(Ok(set)) = &mut set { set } else { &mut packaged };
        *used = core::mem::take(used).hashed(hash::sha256).await;
        let state = State::start(pinned_root, packaged, &site_files, floor.as_deref(), set)?;
        Ok(Self { state: Rc::new(RefCell::new(state)) })
    }

    /// `PageSighting[]` in, `Answer[]` out, in the same order. What is no sighting is `unlisted`, and counted in the status.
    ///
    /// As the two questions after it: `undefined` while what tells lookalikes is being built and one of the answers needs it.
    /// Each such question builds a slice, so the caller asks again after it has let others have their turn.
    ///
    /// `for_report`: each answer also says which stable id and which display name the page gave that very account.
    pub fn judge(&self, sightings: &js_sys::Array, for_report: bool) -> Result<JsValue, JsValue> {
        self.ask(|state| {
            let mut answers = Vec::new();
            let mut malformed = 0;
            for value in sightings.iter() {
                let sighting = page::sighting(&value);
                malformed += u32::from(sighting.is_none());
                answers
                    .push(sighting.map_or_else(Answer::unlisted, |sighting| state.judge_page(&sighting, for_report)));
            }
            state.note_malformed(malformed);
            answers
        })
    }

    /// The account that a tab's address names, for the toolbar and the popup, which no page can draw.
    pub fn judge_address(&self, address: &str) -> Result<JsValue, JsValue> {
        self.ask(|state| state.judge_address(address))
    }

    /// What the list says of a link or a handle that a resident typed: `Answer[]`, empty when the text names no account.
    pub fn check(&self, text: &str) -> Result<JsValue, JsValue> {
        self.ask(|state| check::check(state, text))
    }

    /// The listed accounts of the agencies that a typed name may mean: `Answer[]`; of all, where nothing was typed.
    pub fn find(&self, text: &str) -> Result<JsValue, JsValue> {
        self.ask(|state| find::find(state, text))
    }

    /// The list in use, in figures.
    pub fn status(&self) -> Result<JsValue, JsValue> {
        to_js(&self.state.borrow().status())
    }

    /// What the root in use says of who must sign the list.
    pub fn chain(&self) -> Result<JsValue, JsValue> {
        self.state.borrow().list.chain().map_or(Ok(JsValue::UNDEFINED), |chain| to_js(&chain))
    }

    /// The site file for a document's address, or `undefined`.
    pub fn site(&self, page: &str) -> Result<JsValue, JsValue> {
        self.state.borrow().site(page).map_or(Ok(JsValue::UNDEFINED), to_js)
    }

    /// The hosts that the resident granted as Mastodon instances, in place of those before. What can be none is left out.
    pub fn grant(&self, hosts: &js_sys::Array) {
        self.state.borrow_mut().grant(hosts.iter().filter_map(|host| host.as_string()).collect());
    }

    /// `{host, platform, known, packaged}` where a document at this address could be read, were the extension let in; or `undefined`.
    pub fn readable(&self, address: &str) -> Result<JsValue, JsValue> {
        self.state.borrow().readable(address).map_or(Ok(JsValue::UNDEFINED), |found| to_js(&found))
    }

    /// Whether a page shows that it is of a Mastodon instance: `application` whether Mastodon's own element stands there,
    /// `username` what its markup names as the account.
    pub fn shows_instance(&self, address: &str, application: bool, username: Option<String>) -> bool {
        let signs = InstanceSigns { application, username: username.as_deref() };
        self.state.borrow().shows_instance(address, &signs)
    }

    /// Asks the repository for a newer list. `save(key, bytes)` stores `floor` or `set` and returns a promise.
    ///
    /// Resolves to `{changed, error?}`; a failure of the network, of a signature or of the storage is in `error`, and
    /// the list in use stays.
    pub fn update(&self, repository: String, save: js_sys::Function) -> js_sys::Promise {
        let state = Rc::clone(&self.state);
        future_to_promise(async move { to_js(&update::update(&state, &repository, &save).await) })
    }
}

impl Core {
    fn ask<T: Serialize>(&self, question: impl FnOnce(&State) -> T) -> Result<JsValue, JsValue> {
        self.state.borrow().answered(question).map_or(Ok(JsValue::UNDEFINED), |answer| to_js(&answer))
    }
}

/// Plain objects, not `Map`s.
fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| CoreError::new("Boundary", Variant::NotSerialised, &error).into())
}
