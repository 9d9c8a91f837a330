//! How far local time is ahead of UTC.

use std::fmt;
use std::str::FromStr;

use chrono::FixedOffset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far local time is ahead of UTC, in whole minutes and by less than a day: `+02:00`, `-04:00`.
///
/// ```
/// use servanda::time::calendar::Offset;
/// let summer: Offset = "+02:00".parse()?;
/// assert_eq!((summer.minutes(), summer.to_string().as_str()), (120, "+02:00"));
/// assert_eq!(Offset::of_minutes(-210).map(|offset| offset.to_string()).as_deref(), Some("-03:30"));
/// # Ok::<(), servanda::time::calendar::OffsetError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Offset(pub(super) FixedOffset);

/// Why a text is no [`Offset`].
///
/// ```
/// use servanda::time::calendar::{Offset, OffsetError};
/// assert_eq!("+2".parse::<Offset>(), Err(OffsetError::Form));
/// assert_eq!("+24:00".parse::<Offset>(), Err(OffsetError::Range));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OffsetError {
    /// The text is not of the form of RFC 3339.
    #[error("not an offset: expected the form `+02:00` or `-04:00`")]
    Form,
    /// A whole day or more, or more than 59 minutes beside the hours.
    #[error("no such offset: it must be less than 24 hours, and its minutes less than 60")]
    Range,
}

const MINUTE: i32 = 60;

impl Offset {
    /// None at all: local time is UTC.
    pub const UTC: Self = match FixedOffset::east_opt(0) {
        Some(offset) => Self(offset),
        // Evaluated when the crate is compiled, never when it runs.
        None => panic!("no such offset"),
    };

    /// So many minutes ahead of UTC, or behind it if fewer than none; none for a day or more.
    #[must_use]
    pub fn of_minutes(minutes: i32) -> Option<Self> {
        FixedOffset::east_opt(minutes.checked_mul(MINUTE)?).map(Self)
    }

    /// How many minutes local time is ahead of UTC; fewer than none where it is behind.
    #[must_use]
    pub fn minutes(self) -> i32 {
        self.0.local_minus_utc() / MINUTE
    }

    pub(super) fn seconds(self) -> i64 {
        self.0.local_minus_utc().into()
    }
}

impl FromStr for Offset {
    type Err = OffsetError;

    fn from_str(text: &str) -> Result<Self, OffsetError> {
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => return Err(OffsetError::Form),
        };
        let (hours, minutes) = super::time_of_day::fields(rest).ok_or(OffsetError::Form)?;
        if minutes > 59 {
            return Err(OffsetError::Range);
        }
        i32::from(hours)
            .checked_mul(60)
            .and_then(|ahead| ahead.checked_add(minutes.into())?.checked_mul(sign))
            .and_then(Self::of_minutes)
            .ok_or(OffsetError::Range)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Offset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "an offset from UTC")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for (text, minutes) in [("+00:00", 0), ("+05:30", 330), ("-03:30", -210), ("+23:59", 1439)]
        {
            let offset: Offset = text.parse().unwrap();
            assert_eq!((offset.minutes(), offset.to_string().as_str()), (minutes, text));
        }
        assert_eq!("-00:00".parse(), Ok(Offset::UTC));
    }

    #[test]
    fn refuses_other_forms() {
        for text in ["", "Z", "+", "+2", "+0200", "02:00", "+02:0", "+02:00:00", "\u{2212}04:00"] {
            assert_eq!(text.parse::<Offset>(), Err(OffsetError::Form), "{text}");
        }
        for text in ["+24:00", "-24:00", "+01:60", "+99:00"] {
            assert_eq!(text.parse::<Offset>(), Err(OffsetError::Range), "{text}");
        }
        assert_eq!(Offset::of_minutes(1440), None);
        assert_eq!(Offset::of_minutes(i32::MAX), None);
    }
}
