//! What a report needs before it leaves: a proof of work, searched for in slices so that others have their turn, and a picture
//! that says nothing but what is seen on it.
#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`, wherever it stands")]

use wasm_bindgen::prelude::*;

use super::page::property;
use crate::report::{Binding, FIELDS, bare_picture};

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
