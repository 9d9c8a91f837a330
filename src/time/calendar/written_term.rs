//! Terms, and instants by their day, as they are written on the wire.

use std::str::FromStr;

use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::super::{Date, Span, SpanError};
use super::counting::{Days, Ends, Roll};
use super::day::CalendarDay;
use super::error::TermError;
use super::term::{CalendarTerm, Term};
use crate::strict;

/// A term of a calendar on the wire.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTerm {
    term: OrAtOnce,
    #[serde(rename = "in")]
    calendar: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    days: Option<Days>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    ends: Option<Ends>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    roll: Option<Roll>,
}

/// An instant by its day on the wire.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDay {
    day: Date,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    ends: Option<Ends>,
    #[serde(rename = "in")]
    calendar: Box<str>,
}

/// A duration that may be of no length.
struct OrAtOnce(Span);

impl FromStr for OrAtOnce {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        Span::or_at_once(text).map(Self)
    }
}

impl Serialize for OrAtOnce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OrAtOnce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::text(deserializer, "a duration of ISO 8601")
    }
}

impl WrittenTerm {
    fn read(self) -> Result<CalendarTerm, TermError> {
        let mut term = CalendarTerm::new(self.term.0, self.calendar);
        match self.days {
            None => {}
            Some(Days::Calendar) => term = term.all_days(),
            Some(Days::Working) => term = term.working()?,
        }
        if let Some(ends) = self.ends {
            term = term.ends(ends)?;
        }
        if let Some(roll) = self.roll {
            term = term.roll(roll);
        }
        Ok(term)
    }
}

/// With what would mend it: a message of serde has no line of its own for that.
fn advised<E: Error>(error: TermError) -> E {
    E::custom(format_args!("{error}; {}", error.help()))
}

/// Reads a [`Term`] that may be of no length, as a deadline's may (`PT0S`: at once), for serde's
/// `deserialize_with`.
///
/// # Errors
/// What is no term.
///
/// ```
/// # #[cfg(feature = "json")] {
/// use servanda::time::calendar::{Term, term_or_at_once};
/// let mut at_once = serde_json::Deserializer::from_str(r#""PT0S""#);
/// assert_eq!(term_or_at_once(&mut at_once)?, Term::Span(servanda::Span::AT_ONCE));
/// assert!(serde_json::from_str::<Term>(r#""PT0S""#).is_err());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn term_or_at_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Term, D::Error> {
    Ok(match strict::Form::<OrAtOnce, WrittenTerm>::deserialize(deserializer)? {
        strict::Form::Plain(OrAtOnce(span)) => Term::Span(span),
        strict::Form::Object(written) => Term::Calendar(written.read().map_err(advised)?),
    })
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = match strict::Form::<Span, WrittenTerm>::deserialize(deserializer)? {
            strict::Form::Plain(span) => return Ok(Self::Span(span)),
            strict::Form::Object(written) => written,
        };
        match written.term.0 == Span::AT_ONCE {
            true => Err(D::Error::custom(SpanError::Zero)),
            false => written.read().map(Self::Calendar).map_err(advised),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Span(span) => span.serialize(serializer),
            Self::Calendar(term) => {
                let (days, ends, roll) = term.said();
                let (term, calendar) = (OrAtOnce(term.span()), term.calendar().clone());
                WrittenTerm { term, calendar, days, ends, roll }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for CalendarDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written: WrittenDay = strict::object(deserializer)?;
        let day = Self::new(written.day, written.calendar);
        match written.ends {
            None => Ok(day),
            Some(ends) => day.ends(ends).map_err(advised),
        }
    }
}

impl Serialize for CalendarDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let calendar = self.calendar().clone();
        WrittenDay { day: self.day(), ends: self.time_of_day(), calendar }.serialize(serializer)
    }
}

/// What is written as a word.
macro_rules! words {
    ($($type:ty: $expecting:literal),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                strict::text(deserializer, $expecting)
            }
        }
    )*};
}

words! { Days: "which days are counted", Ends: "when in its day it ends", Roll: "where a date is moved" }
