//! What a report is begun from, and what it needs before it leaves: a proof of work, searched for in slices so that others have
//! their turn, and a picture that says nothing but what is seen on it.
#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`, wherever it stands")]

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::Core;
use super::answer::Answer;
use super::page::{self, property};
use crate::report::{Binding, FIELDS, bare_picture};
use crate::sighting::Sighting;

/// The account that is reported, and of what the page said only what the core takes for a word about that very account.
#[derive(Serialize)]
struct Reported {
    answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
}

#[wasm_bindgen]
impl Core {
    /// What a page claimed, or an address alone where there is no claim or it names no account, judged by the list in use now:
    /// `Reported[]`, one or none; `undefined` as of `judge`.
    pub fn reported(&self, sighting: &JsValue, address: &str) -> Result<JsValue, JsValue> {
        let claim = page::sighting(sighting);
        self.ask(|state| {
            let claimed = claim.as_ref().and_then(|claim| state.read(claim));
            let found = match claimed {
                Some(sighting) => Some(Reported::of(state.judge(&sighting), sighting)),
                None => Some(state.judge_address(address)).filter(Answer::names_account).map(Reported::addressed),
            };
            found.into_iter().collect::<Vec<_>>()
        })
    }
}

impl Reported {
    fn of(answer: Answer, sighting: Sighting) -> Self {
        let display_name = sighting.display_name;
        Self { account_id: sighting.account_id.or(answer.id()), answer, display_name }
    }

    fn addressed(answer: Answer) -> Self {
        Self { account_id: answer.id(), answer, display_name: None }
    }
}

/// What the proof for this report is bound to, for [`search_proof`]. `report` is an object of texts.
#[wasm_bindgen]
pub fn bind_proof(report: &JsValue, picture: Option<Vec<u8>>, key: &str, hour: u32) -> Vec<u8> {
    let fields = FIELDS.iter().filter_map(|name| property(report, name).as_string().map(|value| (*name, value)));
    Binding::of(fields, picture.as_deref(), key, hour).bytes().to_vec()
}

/// The first nonce among `tries` that holds, beginning with `from`; `undefined` where none of them does.
#[wasm_bindgen]
pub fn search_proof(binding: &[u8], difficulty: u8, from: u32, tries: u32) -> Option<u32> {
    Binding::from_bytes(binding.try_into().ok()?).search(difficulty, from, tries)
}

/// The JPEG without metadata; `undefined` for what is none, or has too many pixels.
#[wasm_bindgen]
pub fn bare_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    bare_picture(bytes).ok()
}
