//! Points in time as the list and its signatures write them: seconds of UTC, and calendar days.

use core::fmt;

use ::time::format_description::{BorrowedFormatItem, well_known::Rfc3339};
use ::time::macros::format_description;
use ::time::{Date as CalendarDate, OffsetDateTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Seconds since 1970-01-01T00:00:00Z. Written as `2026-11-22T08:00:00Z`, the only form TUF allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime(pub i64);

/// A calendar day, written as `2026-11-22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(CalendarDate);

/// A text that is not a time or a day in the form above.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a {1}")]
pub struct NotATime(pub String, pub &'static str);

impl UtcTime {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`.
    ///
    /// # Errors
    /// Anything else, fractions and other offsets included.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        let not = || NotATime(text.into(), "time of the form 2026-11-22T08:00:00Z");
        if text.len() != 20 || !text.ends_with('Z') {
            return Err(not());
        }
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| not())?;
        Ok(Self(time.unix_timestamp()))
    }

    /// This time, `seconds` later (or earlier, when negative). Saturates.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The day on which this falls in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date(OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH).date())
    }
}

impl Date {
    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Anything else, impossible days included.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        if text.len() != 10 {
            return Err(NotATime(text.into(), "day of the form 2026-11-22"));
        }
        CalendarDate::parse(text, &DAY).map(Self).map_err(|_| NotATime(text.into(), "day of the form 2026-11-22"))
    }
}

impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = OffsetDateTime::from_unix_timestamp(self.0).map_err(|_| fmt::Error)?;
        f.write_str(&time.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&DAY).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for UtcTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UtcTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_it_was_read() {
        for text in ["1970-01-01T00:00:00Z", "2026-11-22T08:00:00Z", "2028-02-29T23:59:59Z"] {
            assert_eq!(UtcTime::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["2026-11-22", "2026-11-22T08:00:00+01:00", "2026-11-22T08:00:00.5Z", "2026-13-01T00:00:00Z", "", "-026-11-22T08:00:00Z"] {
            assert!(UtcTime::parse(text).is_err(), "{text}");
        }
        for text in ["2026-02-30", "26-02-03", "2026-2-3", "2026-11-22T08:00:00Z"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_falls_on_its_day() {
        assert_eq!(UtcTime(86_400 * 2 - 1).date().to_string(), "1970-01-02");
    }
}
