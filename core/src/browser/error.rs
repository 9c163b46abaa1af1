//! How an error crosses the boundary.

use core::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::to_js;
use super::words::{TRUST_WORD, Variant};
use crate::list::ListError;
use crate::trust::TrustError;

/// `{name, variant, message}`: TypeScript switches on `variant`, whose words `words.rs` tells it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CoreError {
    name: &'static str,
    variant: &'static str,
    message: String,
}

impl CoreError {
    pub(super) fn new(name: &'static str, variant: Variant, message: &dyn fmt::Display) -> Self {
        Self { name, variant: variant.word(), message: message.to_string() }
    }
}

impl From<TrustError> for CoreError {
    fn from(error: TrustError) -> Self {
        Self { name: "Trust", variant: TRUST_WORD(&error), message: error.to_string() }
    }
}

impl From<ListError> for CoreError {
    fn from(error: ListError) -> Self {
        Self::new("List", variant(&error), &error)
    }
}

/// What a resident can do about it differs for one alone: a newer schema needs a newer extension.
const fn variant(error: &ListError) -> Variant {
    match error {
        ListError::NewerSchema { .. } => Variant::NewerSchema,
        ListError::Missing { .. } => Variant::Missing,
        ListError::Malformed { .. } => Variant::Malformed,
        _ => Variant::BadRow,
    }
}

impl From<CoreError> for JsValue {
    fn from(error: CoreError) -> Self {
        to_js(&error).unwrap_or(Self::UNDEFINED)
    }
}
