//! A word on standard error about work that takes more than a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

const QUIET_MS: u64 = 1000;

/// Announces the work if it is not dropped within a second.
pub(crate) struct Progress {
    done: Option<Sender<()>>,
}

impl Progress {
    /// `what` reads `unlocking the keys`.
    pub(crate) fn of(what: impl Into<String>) -> Self {
        let what = what.into();
        let (done, waits) = channel();
        std::thread::spawn(move || {
            if waits.recv_timeout(Duration::from_millis(QUIET_MS)) == Err(RecvTimeoutError::Timeout) {
                eprintln!("statemark: {what} …");
            }
        });
        Self { done: Some(done) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.take();
    }
}
