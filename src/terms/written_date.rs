//! The date of an agreement as its document writes it.

use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::strict;
use crate::time::calendar::CalendarDay;
use crate::time::{Instant, InstantError};

/// The date of an agreement.
#[derive(Clone, Debug)]
pub(crate) enum WrittenDate {
    /// As an instant, and whether it was written in another time than UTC. That is no part of what it says,
    /// but who wrote it may expect the days of that time to count.
    At { instant: Instant, has_offset: bool },
    /// By its day in a calendar.
    Day(CalendarDay),
}

impl WrittenDate {
    /// The instant, if it is written.
    pub(crate) fn instant(&self) -> Option<Instant> {
        match self {
            Self::At { instant, .. } => Some(*instant),
            Self::Day(_) => None,
        }
    }

    pub(crate) fn has_offset(&self) -> bool {
        matches!(self, Self::At { has_offset: true, .. })
    }
}

impl From<Instant> for WrittenDate {
    fn from(instant: Instant) -> Self {
        Self::At { instant, has_offset: false }
    }
}

impl FromStr for WrittenDate {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let instant = text.parse()?;
        let is_utc = ["Z", "z", "+00:00", "-00:00"].iter().any(|end| text.ends_with(end));
        Ok(Self::At { instant, has_offset: !is_utc })
    }
}

impl PartialEq for WrittenDate {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::At { instant, .. }, Self::At { instant: other, .. }) => instant == other,
            (Self::Day(day), Self::Day(other)) => day == other,
            (Self::At { .. }, Self::Day(_)) | (Self::Day(_), Self::At { .. }) => false,
        }
    }
}

impl Eq for WrittenDate {}

impl Serialize for WrittenDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At { instant, .. } => instant.serialize(serializer),
            Self::Day(day) => day.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for WrittenDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match strict::Form::<Plain, CalendarDay>::deserialize(deserializer)? {
            strict::Form::Plain(Plain(date)) => date,
            strict::Form::Object(day) => Self::Day(day),
        })
    }
}

/// A date that is written as a text.
struct Plain(WrittenDate);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::text(deserializer, "an instant of RFC 3339").map(Self)
    }
}
