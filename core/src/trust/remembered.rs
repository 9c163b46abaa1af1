//! For fuzzing alone: verifying a signature is a pure function, and most of what an update costs. A fuzzer tells nearly
//! the same story thousands of times a second, so what was answered once is answered from here.

use std::cell::RefCell;
use std::collections::HashMap;

/// Then all is forgotten: a fuzzer runs for hours.
const ANSWERS_MAX: usize = 1 << 14;

/// Answers by the bytes of all that they depend on.
pub(super) struct Remembered<T>(RefCell<HashMap<Vec<u8>, T>>);

impl<T: Clone> Remembered<T> {
    pub(super) fn new() -> Self {
        Self(RefCell::default())
    }

    /// The answer to `parts`, whose bounds their kind of question fixes.
    pub(super) fn answer(&self, parts: &[&[u8]], answer: impl FnOnce() -> T) -> T {
        let question = parts.concat();
        if let Some(known) = self.0.borrow().get(&question) {
            return known.clone();
        }
        let found = answer();
        let mut answers = self.0.borrow_mut();
        if answers.len() == ANSWERS_MAX {
            answers.clear();
        }
        answers.insert(question, found.clone());
        found
    }
}
