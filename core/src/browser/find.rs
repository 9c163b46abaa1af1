//! The listed accounts themselves: found by a name that a resident types, and all of them, for an example.

use super::answer::Answer;
use super::state::{State, profile};
use crate::platform::Account;

/// More agencies than this do not help somebody who is still typing.
const AGENCIES_MAX: usize = 6;

/// The accounts of the agencies whose name, short name, or an account's handle has a word that begins with `text`;
/// without a text, every listed account.
pub(super) fn find(state: &State, text: &str) -> Vec<Answer> {
    let (directory, text) = (&state.directory, text.trim().trim_start_matches('@'));
    let mut agencies: Vec<&str> = Vec::new();
    for row in directory.accounts() {
        let id = row.agency.as_str();
        if agencies.len() < AGENCIES_MAX && !agencies.contains(&id) {
            let named = directory.agency(id).is_some_and(|agency| {
                begins(&agency.name, text) || agency.short_names.iter().any(|name| begins(name, text))
            });
            if named || begins(&row.handle, text) {
                agencies.push(id);
            }
        }
    }
    let meant = |id: &str| text.is_empty() || agencies.contains(&id);
    let rows = directory.accounts().filter(|row| meant(&row.agency));
    let accounts = rows.filter_map(|row| Account::from_handle(row.platform, &row.handle));
    accounts.map(|account| state.judge(&profile(account))).collect()
}

/// Whether a word of `name` begins with `text`, whatever the case of its ASCII letters.
fn begins(name: &str, text: &str) -> bool {
    let starts = |at: usize| {
        name.as_bytes().get(at..at + text.len()).is_some_and(|part| part.eq_ignore_ascii_case(text.as_bytes()))
    };
    starts(usize::from(name.starts_with('@')))
        || name.bytes().enumerate().any(|(at, byte)| byte == b' ' && starts(at + 1))
}
