//! How a term is counted: which days, to what time of day, and where a day off is moved.

use std::fmt;
use std::str::FromStr;

use super::time_of_day::{TimeOfDay, TimeOfDayError};

/// Which days are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Days {
    /// All.
    #[default]
    Calendar,
    /// Working days.
    Working,
}

/// At what time of day a term ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ends {
    /// At the time of day at which it began.
    #[default]
    SameTime,
    /// At the day's end: the nanosecond before the next date's 00:00.
    Midnight,
    /// When the calendar's working days close.
    Close,
    /// At this time of day.
    At(TimeOfDay),
}

/// Where a date is moved that is no working day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roll {
    /// Nowhere.
    #[default]
    None,
    /// To the next working day.
    Following,
    /// To the working day before.
    Preceding,
    /// To the next working day, unless that is in another month: then to the one before.
    ModifiedFollowing,
}

/// Why a text is no [`Ends`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a time of day at which it ends: expected `same-time`, `midnight`, `close`, or one as `17:30`"
)]
pub struct EndsError;

/// Why a text is no [`Days`] or [`Roll`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected}")]
pub struct WordError {
    expected: &'static str,
}

impl Ends {
    /// `24:00` is the day's end, by whichever word.
    pub(super) fn plainly(self) -> Self {
        match self {
            Self::At(TimeOfDay::MIDNIGHT) => Self::Midnight,
            other => other,
        }
    }
}

impl FromStr for Ends {
    type Err = EndsError;

    fn from_str(text: &str) -> Result<Self, EndsError> {
        Ok(match text {
            "same-time" => Self::SameTime,
            "midnight" => Self::Midnight,
            "close" => Self::Close,
            time => {
                let time = time.parse().map_err(|_: TimeOfDayError| EndsError)?;
                Self::At(time).plainly()
            }
        })
    }
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameTime => f.write_str("same-time"),
            Self::Midnight => f.write_str("midnight"),
            Self::Close => f.write_str("close"),
            Self::At(time) => time.fmt(f),
        }
    }
}

impl FromStr for Days {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text {
            "calendar" => Ok(Self::Calendar),
            "working" => Ok(Self::Working),
            _ => Err(WordError { expected: "`calendar` and `working`" }),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Calendar => "calendar",
            Self::Working => "working",
        })
    }
}

impl FromStr for Roll {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text {
            "none" => Ok(Self::None),
            "following" => Ok(Self::Following),
            "preceding" => Ok(Self::Preceding),
            "modified-following" => Ok(Self::ModifiedFollowing),
            _ => Err(WordError {
                expected: "`none`, `following`, `preceding` and `modified-following`",
            }),
        }
    }
}

impl fmt::Display for Roll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Following => "following",
            Self::Preceding => "preceding",
            Self::ModifiedFollowing => "modified-following",
        })
    }
}
