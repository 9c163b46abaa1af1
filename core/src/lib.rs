//! The part of Statemark that decides.
//!
//! Bytes and a clock go in, judgements come out: no input or output, no clock, no browser. The one
//! exception is `browser` (WebAssembly only), which hands all of this to JavaScript.
//!
//! | module | answers |
//! |---|---|
//! | [`trust`] | which bytes did the publisher sign, and are they the newest? |
//! | [`list`] | what does the published list say? |
//! | [`platform`] | which account does an address name? |
//! | [`lookalike`] | which listed account does a name resemble, and how? |
//! | [`freshness`] | how much may a list of this age still claim? |
//! | [`report`] | what does a report of an impostor hold, and how does each platform take one? |
//! | [`mod@sighting`] | what does a page claim about an account? |
//! | [`sites`] | where do accounts show on a site? |
//! | [`verdict`] | so what is this account? |

pub mod freshness;
pub mod list;
pub mod lookalike;
pub mod platform;
pub mod report;
pub mod sighting;
pub mod sites;
pub mod time;
pub mod trust;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
mod browser;
mod object;
mod sort;
