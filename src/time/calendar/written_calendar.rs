//! A calendar as it is written on the wire.

use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::super::{Date, Instant};
use super::offset::Offset;
use super::table::Calendar;
use super::time_of_day::TimeOfDay;
use super::weekday::Weekday;
use crate::strict;

/// A calendar on the wire.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCalendar {
    /// How far local time is ahead of UTC, until it changes; `+00:00` if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    offset: Option<Offset>,
    /// From when on it is ahead by how much, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    offsets: Vec<(Instant, Offset)>,
    /// The weekdays that are no working days; Saturday and Sunday if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    weekend: Option<Vec<Weekday>>,
    /// Dates that are no working days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<Date>,
    /// Dates that are working days, though weekend or holiday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    working: Vec<Date>,
    /// The time of day from which a working day is open; `00:00` if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    opens: Option<TimeOfDay>,
    /// The time of day from which a working day is open no more; `24:00` if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    close: Option<TimeOfDay>,
    /// The first and the last day for which it holds.
    covers: (Date, Date),
}

impl<'de> Deserialize<'de> for Calendar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written: WrittenCalendar = strict::object(deserializer)?;
        let mut calendar = Self::builder(written.covers.0, written.covers.1)
            .offset(written.offset.unwrap_or(Offset::UTC))
            .holidays(written.holidays)
            .working(written.working)
            .opens(written.opens.unwrap_or(TimeOfDay::START))
            .close(written.close.unwrap_or(TimeOfDay::MIDNIGHT));
        for (instant, offset) in written.offsets {
            calendar = calendar.offset_from(instant, offset);
        }
        if let Some(weekend) = written.weekend {
            calendar = calendar.weekend(weekend);
        }
        calendar.build().map_err(D::Error::custom)
    }
}

impl Serialize for Calendar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_usual = self.weekend().eq([Weekday::Saturday, Weekday::Sunday]);
        WrittenCalendar {
            offset: Some(self.offset()).filter(|offset| *offset != Offset::UTC),
            offsets: self.offsets().to_vec(),
            weekend: (!is_usual).then(|| self.weekend().collect()),
            holidays: self.holidays().to_vec(),
            working: self.working().to_vec(),
            opens: Some(self.opens()).filter(|time| *time != TimeOfDay::START),
            close: Some(self.close()).filter(|time| *time != TimeOfDay::MIDNIGHT),
            covers: self.covers(),
        }
        .serialize(serializer)
    }
}
