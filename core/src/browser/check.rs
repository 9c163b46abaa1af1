//! "Check an account": what a resident pasted or typed.

use super::answer::Answer;
use super::state::{State, profile};
use crate::platform::{Account, Platform};
use crate::sighting::after_scheme;

/// A text longer than this is no address and no handle.
const TEXT_MAX_BYTES: usize = 2048;

/// A link names one account. A handle alone may be an account on any platform: all that the list knows or finds
/// resembling are answered, and `unlisted` once where there are none.
pub(super) fn check(state: &State, text: &str) -> Vec<Answer> {
    let text = text.trim();
    if text.is_empty() || text.len() > TEXT_MAX_BYTES {
        return Vec::new();
    }
    if text.as_bytes().contains(&b'/') {
        let address = if after_scheme(text).is_some() { text.to_owned() } else { ["https://", text].concat() };
        let answer = state.judge_address(&address);
        return if answer.names_account() { vec![answer] } else { Vec::new() };
    }
    let (mut answers, mut is_account) = (Vec::new(), false);
    for platform in Platform::ALL {
        let Some(account) = Account::from_handle(platform, text) else { continue };
        is_account = true;
        let answer = state.judge(&profile(account));
        if !answer.is_unlisted() {
            answers.push(answer);
        }
    }
    if is_account && answers.is_empty() {
        answers.push(Answer::unlisted());
    }
    answers
}
