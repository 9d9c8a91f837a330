//! What `calendar` takes.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use servanda::time::{Date, DateError};

/// `calendar`.
#[derive(Debug, Args)]
pub struct Calendar {
    /// The time zone, as the database names it: `Europe/Berlin`
    #[arg(long, value_name = "ZONE")]
    pub zone: String,
    /// The first year that it covers, or the first day
    #[arg(long, value_name = "YEAR|DATE", required_unless_present = "check")]
    pub from: Option<Edge>,
    /// The last year that it covers, or the last day
    #[arg(long, value_name = "YEAR|DATE", required_unless_present = "check")]
    pub to: Option<Edge>,
    /// A file of holidays: iCalendar (`.ics`), or a text with a date on each line, as `2026-12-25` and
    /// then its name. No holidays are known without one: publishers of holidays have such files
    #[arg(long, value_name = "FILE")]
    pub holidays: Vec<PathBuf>,
    /// What to call the calendar; without it, the place that the zone is named after
    #[arg(long)]
    pub name: Option<String>,
    /// Where to write it; without it, standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "check")]
    pub output: Option<PathBuf>,
    /// The format to write; without it, what the name of the output ends in, or else JSON
    #[arg(long, value_name = "FORMAT", conflicts_with = "check")]
    pub format: Option<CalendarFormat>,
    /// Say instead what the calendars of this agreement have otherwise than the database and the files;
    /// with --name, of that calendar alone
    #[arg(long, value_name = "AGREEMENT", conflicts_with_all = ["from", "to"])]
    pub check: Option<PathBuf>,
}

/// How a calendar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CalendarFormat {
    /// JSON
    Json,
    /// TOML
    Toml,
    /// YAML
    Yaml,
}

/// The first or the last day of what is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Year(i32),
    Day(Date),
}

impl Edge {
    /// The first day.
    pub fn first(self) -> Result<Date, DateError> {
        match self {
            Self::Year(year) => Date::of(year, 1, 1),
            Self::Day(date) => Ok(date),
        }
    }

    /// The last day.
    pub fn last(self) -> Result<Date, DateError> {
        match self {
            Self::Year(year) => Date::of(year, 12, 31),
            Self::Day(date) => Ok(date),
        }
    }
}

impl FromStr for Edge {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self::Year).map_err(|_| "no such year".to_owned());
        }
        text.parse().map(Self::Day).map_err(|error: DateError| match error {
            DateError::Form => "expected a year, as `2026`, or a date, as `2026-03-29`".to_owned(),
            other => other.to_string(),
        })
    }
}
