//! The clock: what `issued`, a signed field of our timestamps, says about it.

use super::TrustError;
use super::metadata::Timestamp;
use crate::time::UtcTime;

/// How far a publisher's clock may run before this device's.
const AHEAD_MAX_SECONDS: i64 = 24 * 60 * 60;

/// The time to judge by: the system's, but never before the newest accepted `issued`. So a clock set back revives nothing.
#[must_use]
pub fn effective_now(system: UtcTime, newest_issued: Option<UtcTime>) -> UtcTime {
    newest_issued.map_or(system, |issued| issued.max(system))
}

/// The timestamp's `issued`: not later than it expires, nor than a day past the system's clock.
pub(super) fn check_issued(timestamp: &Timestamp, system: UtcTime) -> Result<UtcTime, TrustError> {
    let issued = timestamp.issued.ok_or(TrustError::NotIssued)?;
    if issued > timestamp.expires {
        return Err(TrustError::IssuedAfterExpiry { issued, expires: timestamp.expires });
    }
    if issued > system.plus(AHEAD_MAX_SECONDS) {
        return Err(TrustError::IssuedInFuture { issued, now: system });
    }
    Ok(issued)
}
