//! What a content script saw, as JavaScript hands it over.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::sighting::{IdClaim, PageSighting, SurfaceReference};

/// A `PageSighting`; `None` where a member has another form. Read member by member: whatever reads any value at all
/// costs the extension many kilobytes.
pub(super) fn sighting(value: &JsValue) -> Option<PageSighting> {
    let text = |object: &JsValue, name: &str| property(object, name).as_string();
    let surface = match present(value, "surface") {
        Some(surface) => Some(SurfaceReference { site: text(&surface, "site")?, id: text(&surface, "id")? }),
        None => None,
    };
    let mut ids = Vec::new();
    if let Some(claims) = present(value, "ids") {
        for claim in claims.dyn_into::<Array>().ok()?.iter() {
            ids.push(IdClaim { value: text(&claim, "value")?, names: text(&claim, "names")? });
        }
    }
    Some(PageSighting {
        page: text(value, "page")?,
        surface,
        link: optional_text(value, "link")?,
        handle: optional_text(value, "handle")?,
        name: optional_text(value, "name")?,
        ids,
    })
}

/// The text, if any; `None` for anything else.
fn optional_text(object: &JsValue, name: &str) -> Option<Option<String>> {
    match present(object, name) {
        Some(value) => value.as_string().map(Some),
        None => Some(None),
    }
}

/// A member that is neither undefined nor null.
fn present(object: &JsValue, name: &str) -> Option<JsValue> {
    Some(property(object, name)).filter(|value| !value.is_null() && !value.is_undefined())
}

/// A member, or undefined.
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
