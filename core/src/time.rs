//! Points in time as the list and its signatures write them: seconds of UTC, and calendar days.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const DAY_SECONDS: i64 = 86_400;
/// Days from 0000-03-01, where the reckoning below begins, to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;
/// 0000-01-01T00:00:00Z
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z
const LAST: i64 = 253_402_300_799;

/// Seconds since 1970-01-01T00:00:00Z. Written as `2026-11-22T08:00:00Z`, the only form TUF allows; what lies outside
/// the years 0 to 9999 is written, and dated, as the nearest second inside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime(pub i64);

/// A calendar day of the years 0 to 9999, written as `2026-11-22`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u16,
    day: u16,
}

/// A text that is not a time or a day in the form above.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a {1}")]
pub struct NotATime(pub String, pub &'static str);

impl UtcTime {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`.
    ///
    /// # Errors
    /// Anything else: fractions, other offsets and leap seconds included.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        let not = || NotATime(text.into(), "time of the form 2026-11-22T08:00:00Z");
        read_time(text.as_bytes()).ok_or_else(not)
    }

    /// This time, `seconds` later (or earlier, when negative). Saturates.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The day on which this falls in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date::of_days(self.0.clamp(FIRST, LAST).div_euclid(DAY_SECONDS))
    }

    fn text(self) -> String {
        let second = self.0.clamp(FIRST, LAST).rem_euclid(DAY_SECONDS);
        let mut text = self.date().text();
        for (mark, number) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            text.push(mark);
            write_number(&mut text, number as u16, 2);
        }
        text.push('Z');
        text
    }
}

impl Date {
    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Anything else, impossible days included.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        read_date(text.as_bytes()).ok_or_else(|| NotATime(text.into(), "day of the form 2026-11-22"))
    }

    /// Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year; 400 of them
    /// have 146 097 days.
    fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - DAYS_TO_1970
    }

    /// The reverse, of days within the years 0 to 9999.
    fn of_days(days: i64) -> Self {
        let days = days + DAYS_TO_1970;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = (from_march + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        Self { year: year as u16, month: month as u16, day: day as u16 }
    }

    fn text(self) -> String {
        let mut text = String::with_capacity(20);
        write_number(&mut text, self.year, 4);
        for number in [self.month, self.day] {
            text.push('-');
            write_number(&mut text, number, 2);
        }
        text
    }
}

fn read_time(text: &[u8]) -> Option<UtcTime> {
    let [date @ .., b'T', h, hh, b':', m, mm, b':', s, ss, b'Z'] = text else { return None };
    let (hour, minute, second) = (read_number(&[*h, *hh])?, read_number(&[*m, *mm])?, read_number(&[*s, *ss])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let second = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    Some(UtcTime(read_date(date)?.days() * DAY_SECONDS + second))
}

fn read_date(text: &[u8]) -> Option<Date> {
    let [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd] = text else { return None };
    let date = Date {
        year: read_number(&[*y, *yy, *yyy, *yyyy])?,
        month: read_number(&[*m, *mm])?,
        day: read_number(&[*d, *dd])?,
    };
    // An impossible day is reckoned as one that has another name.
    (Date::of_days(date.days()) == date).then_some(date)
}

/// At most four digits.
fn read_number(digits: &[u8]) -> Option<u16> {
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u16::from(digit - b'0');
    }
    Some(number)
}

/// As many digits, with leading zeros.
fn write_number(text: &mut String, number: u16, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from(b'0' + (number / 10_u16.pow(place) % 10) as u8));
    }
}

impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Serialize for UtcTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for UtcTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
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
    use ::time::format_description::well_known::Rfc3339;
    use ::time::macros::format_description;
    use ::time::{Date as CalendarDate, OffsetDateTime};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_time_is_written_as_it_was_read() {
        for text in ["1970-01-01T00:00:00Z", "2026-11-22T08:00:00Z", "2028-02-29T23:59:59Z"] {
            assert_eq!(UtcTime::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "2026-11-22",
            "2026-11-22T08:00:00+01:00",
            "2026-11-22T08:00:00.5Z",
            "2026-13-01T00:00:00Z",
            "",
            "-026-11-22T08:00:00Z",
            "2026-11-22t08:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T08:60:00Z",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(UtcTime::parse(text).is_err(), "{text}");
        }
        for text in
            ["2026-02-30", "26-02-03", "2026-2-3", "2026-00-01", "2026-01-00", "2025-02-29", "2026-11-22T08:00:00Z"]
        {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_falls_on_its_day() {
        assert_eq!(UtcTime(86_400 * 2 - 1).date().to_string(), "1970-01-02");
    }

    #[test]
    fn what_has_no_year_of_four_digits_is_dated_by_the_nearest() {
        assert_eq!(UtcTime(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
        assert_eq!(UtcTime(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(UtcTime(i64::MAX).date(), Date::parse("9999-12-31").unwrap());
    }

    #[test]
    fn every_day_of_ten_thousand_years_has_its_name() {
        let mut other = CalendarDate::from_calendar_date(0, ::time::Month::January, 1).unwrap();
        for days in FIRST / DAY_SECONDS..=LAST / DAY_SECONDS {
            let date = Date::of_days(days);
            let named = (i32::from(date.year), u8::from(other.month()), u16::from(other.day()));
            assert_eq!(named, (other.year(), date.month as u8, date.day), "{days}");
            assert_eq!(date.days(), days);
            other = other.next_day().unwrap_or(CalendarDate::MAX);
        }
        assert_eq!(other, CalendarDate::MAX);
    }

    /// A time and a day as another implementation reads them.
    fn elsewhere(time: &str, day: &str) -> (Option<i64>, Option<CalendarDate>) {
        let time = OffsetDateTime::parse(time, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp);
        (time, CalendarDate::parse(day, format_description!("[year]-[month]-[day]")).ok())
    }

    proptest! {
        #[test]
        fn the_calendar_holds(seconds in FIRST..=LAST) {
            let other = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            let text = UtcTime(seconds).to_string();
            prop_assert_eq!(&text, &other.format(&Rfc3339).unwrap());
            prop_assert_eq!(UtcTime::parse(&text), Ok(UtcTime(seconds)));
            prop_assert_eq!(UtcTime(seconds).date().to_string(), other.date().to_string());
            prop_assert_eq!(Date::parse(&other.date().to_string()), Ok(UtcTime(seconds).date()));
        }

        #[test]
        fn reading_holds(year in 0_u32..10_000, month in 0_u32..15, day in 0_u32..34, h in 0_u32..26, m in 0_u32..62, s in 0_u32..60) {
            let day = format!("{year:04}-{month:02}-{day:02}");
            let time = format!("{day}T{h:02}:{m:02}:{s:02}Z");
            let (other_time, other_day) = elsewhere(&time, &day);
            prop_assert_eq!(UtcTime::parse(&time).ok().map(|time| time.0), other_time);
            prop_assert_eq!(Date::parse(&day).ok().map(|day| day.to_string()), other_day.map(|day| day.to_string()));
        }
    }
}
