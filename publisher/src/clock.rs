//! The one place that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use statemark_core::time::UtcTime;

/// The option that commands share which depend on the time.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Clock {
    /// Take TIME for the clock (2026-11-22T08:00:00Z): for drills and tests
    #[arg(long, value_name = "TIME", value_parser = UtcTime::parse)]
    now: Option<UtcTime>,
}

impl Clock {
    /// Now, in whole seconds.
    pub(crate) fn now(self) -> UtcTime {
        self.now.unwrap_or_else(system)
    }
}

/// The system's clock.
pub(crate) fn system() -> UtcTime {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    UtcTime(i64::try_from(seconds).unwrap_or(i64::MAX))
}
