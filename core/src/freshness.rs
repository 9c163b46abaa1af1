//! How much a list of a given age may still claim.

use serde::Serialize;

use crate::time::{Date, UtcTime};

/// How long a timestamp that has expired still lets a list claim everything: seven days, the last second included.
pub const AGING_SECONDS: i64 = 7 * 86_400;

/// What a list may claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Everything.
    Fresh,
    /// Everything; people are told when the list was last confirmed.
    Aging,
    /// Nothing positive: "was on the list of DATE". Warnings stay, with their date.
    Unconfirmed,
}

/// The age of the list in use, an argument of [`judge`](crate::verdict::judge).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// What the list may claim.
    pub state: State,
    /// The day on which the list was made.
    pub list_date: Date,
    /// When its publisher last said that it is the newest: `issued` of the timestamp whose whole chain is in use.
    pub confirmed: UtcTime,
    /// The time of judging.
    pub now: UtcTime,
}

impl Freshness {
    /// The age at `now` of a list made at `issued` and confirmed at `confirmed`, whose timestamp expires at
    /// `timestamp_expires` and the first other role of whose chain at `others_expire`.
    ///
    /// As in TUF, a role has expired from the very second of its `expires` on.
    #[must_use]
    pub fn of(
        issued: UtcTime,
        confirmed: UtcTime,
        timestamp_expires: UtcTime,
        others_expire: UtcTime,
        now: UtcTime,
    ) -> Self {
        let state = if others_expire <= now || timestamp_expires.plus(AGING_SECONDS) < now {
            State::Unconfirmed
        } else if timestamp_expires <= now {
            State::Aging
        } else {
            State::Fresh
        };
        Self { state, list_date: issued.date(), confirmed, now }
    }

    /// A list that was confirmed just now: for tools that judge a registry before it is published.
    #[must_use]
    pub fn fresh(issued: UtcTime, now: UtcTime) -> Self {
        Self { state: State::Fresh, list_date: issued.date(), confirmed: now, now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPIRES: i64 = 1_800_000_000;
    const FAR: i64 = EXPIRES + 1_000 * 86_400;

    fn at(now: i64, others: i64) -> State {
        let issued = UtcTime(EXPIRES - 86_400);
        Freshness::of(issued, issued, UtcTime(EXPIRES), UtcTime(others), UtcTime(now)).state
    }

    #[test]
    fn a_state_ends_at_its_second() {
        let week = 7 * 86_400;
        for (now, state) in [
            (i64::MIN, State::Fresh),
            (0, State::Fresh),
            (EXPIRES - 1, State::Fresh),
            (EXPIRES, State::Aging),
            (EXPIRES + 1, State::Aging),
            (EXPIRES + week - 1, State::Aging),
            (EXPIRES + week, State::Aging),
            (EXPIRES + week + 1, State::Unconfirmed),
            (i64::MAX, State::Unconfirmed),
        ] {
            assert_eq!(at(now, FAR), state, "{now}");
        }
    }

    #[test]
    fn another_role_that_expired_leaves_nothing_confirmed() {
        for now in [EXPIRES - 10, EXPIRES + 10] {
            assert_ne!(at(now, now + 1), State::Unconfirmed);
            assert_eq!(at(now, now), State::Unconfirmed);
            assert_eq!(at(now, now - 1), State::Unconfirmed);
        }
    }

    #[test]
    fn the_date_is_that_of_the_list() {
        let fresh = Freshness::fresh(UtcTime(86_399), UtcTime(EXPIRES));
        assert_eq!((fresh.state, fresh.list_date.to_string().as_str()), (State::Fresh, "1970-01-01"));
    }
}
