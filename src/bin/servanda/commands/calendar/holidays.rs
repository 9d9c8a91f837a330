//! Holidays from files: iCalendar, or a date on each line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use servanda::time::Date;

use super::icalendar;
use crate::document::read_text;
use crate::failure::Failure;
use crate::output::note;

/// The holidays of some files.
pub struct Holidays {
    files: Vec<File>,
}

/// A file: how it tells its dates.
enum File {
    Dates(BTreeSet<Date>),
    Events(icalendar::Events),
}

impl Holidays {
    pub fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let files = paths.iter().map(|path| File::read(path)).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// Whether no files are given.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Those of some days, both included.
    pub fn between(&self, from: Date, to: Date) -> BTreeSet<Date> {
        let mut dates = BTreeSet::new();
        for file in &self.files {
            match file {
                File::Dates(of_file) => dates.extend(of_file),
                File::Events(events) => dates.extend(events.until(to)),
            }
        }
        dates.retain(|date| (from..=to).contains(date));
        dates
    }

    /// The years of these days that have no holiday.
    pub fn years_without(&self, from: Date, to: Date) -> Vec<i32> {
        let with: BTreeSet<i32> = self.between(from, to).into_iter().map(Date::year).collect();
        (from.year()..=to.year()).filter(|year| !with.contains(year)).collect()
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, Failure> {
        let (text, name) = read_text(path)?;
        let is_icalendar = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("ics"))
            || text.trim_start().starts_with("BEGIN:VCALENDAR");
        if !is_icalendar {
            return dates(&text, &name).map(Self::Dates);
        }
        let events = icalendar::Events::read(&text, &name)?;
        if events.timed > 0 {
            let passed_over = match events.timed {
                1 => "one event that has a time of day is passed over".to_owned(),
                more => format!("{more} events that have a time of day are passed over"),
            };
            note(format!("{name}: {passed_over}: a holiday is a whole day"));
        }
        Ok(Self::Events(events))
    }
}

/// A date on each line, and what it is called after it; `#` starts a comment.
fn dates(text: &str, name: &str) -> Result<BTreeSet<Date>, Failure> {
    let mut dates = BTreeSet::new();
    for (place, line) in text.lines().enumerate() {
        let written = line.split('#').next().unwrap_or_default();
        let Some(date) = written.split_whitespace().next() else {
            continue;
        };
        let date = date.parse().map_err(|error| {
            let line = place.saturating_add(1);
            Failure::with_help(
                format!("{name}: line {line}: `{date}`: {error}"),
                "each line starts with a date, as `2026-12-25 Christmas Day`; `#` starts a comment",
            )
        })?;
        dates.insert(date);
    }
    Ok(dates)
}
