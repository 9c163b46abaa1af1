//! For tests of the module alone: single functions, so that vectors can be put to them as WebAssembly. No package has these.
#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`, wherever it stands")]

use wasm_bindgen::prelude::*;

use super::address::normalised;
use crate::platform::{MastodonHosts, resolve};
use crate::trust::metadata::Key;

/// Whether the key, of 32 bytes, signed the message.
#[wasm_bindgen]
pub fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    key.try_into().is_ok_and(|key| Key::ed25519(key).verifies(message, signature))
}

/// The account that an address names, as its text. `host` is a Mastodon host beyond the packaged ones, or empty.
#[wasm_bindgen]
pub fn account(address: &str, host: &str) -> Option<String> {
    let hosts = if host.is_empty() { MastodonHosts::default() } else { MastodonHosts([host.to_owned()].into()) };
    resolve(&normalised(address)?, &hosts).map(|account| account.text())
}
