//! How an error crosses the boundary.

use core::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::to_js;
use crate::list::ListError;
use crate::trust::TrustError;

/// `{name, variant, message}`: TypeScript switches on `variant`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CoreError {
    name: &'static str,
    variant: &'static str,
    message: String,
}

impl CoreError {
    pub(super) fn new(name: &'static str, variant: &'static str, message: &dyn fmt::Display) -> Self {
        Self { name, variant, message: message.to_string() }
    }
}

impl From<TrustError> for CoreError {
    fn from(error: TrustError) -> Self {
        Self::new("Trust", error.variant(), &error)
    }
}

impl From<ListError> for CoreError {
    fn from(error: ListError) -> Self {
        Self::new("List", variant(&error), &error)
    }
}

/// What a resident can do about it differs for one alone: a newer schema needs a newer extension.
const fn variant(error: &ListError) -> &'static str {
    match error {
        ListError::NewerSchema { .. } => "NewerSchema",
        ListError::Missing { .. } => "Missing",
        ListError::Malformed { .. } => "Malformed",
        _ => "BadRow",
    }
}

impl From<CoreError> for JsValue {
    fn from(error: CoreError) -> Self {
        to_js(&error).unwrap_or(Self::UNDEFINED)
    }
}
