//! What the calendars of an agreement have otherwise than the database and the files.

use std::collections::BTreeSet;
use std::path::Path;

use servanda::Instant;
use servanda::report::escaped;
use servanda::time::Date;
use servanda::time::calendar::{Calendar, Offset};

use super::holidays::Holidays;
use super::table::Calendars;
use super::zone::{self, Zone};
use crate::Verdict;
use crate::document::{Form, read_text};
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(
    path: &Path,
    only: Option<&str>,
    zone: &Zone,
    holidays: &Holidays,
) -> Result<Verdict, Failure> {
    let calendars = read(path)?;
    let is_asked = |name: &str| only.is_none_or(|only| only == name);
    if !calendars.iter().any(|(name, _)| is_asked(name)) {
        let names: Vec<String> = calendars.iter().map(|(name, _)| format!("`{name}`")).collect();
        let help = match names.as_slice() {
            [] => "an agreement has its calendars under `calendars`".to_owned(),
            names => format!("it has {}", names.join(", ")),
        };
        return Err(Failure::with_help(format!("{}: no such calendar", path.display()), help));
    }
    let mut verdict = Verdict::Conformant;
    let mut lines = Vec::new();
    for (name, calendar) in calendars.iter().filter(|(name, _)| is_asked(name)) {
        let mut differences = of_offsets(calendar, zone)?;
        if !holidays.is_empty() {
            differences.extend(of_holidays(calendar, holidays));
        }
        if differences.is_empty() {
            let edition = zone::edition();
            lines.push(format!("{name}: nothing differs from {} ({edition})", zone.name()));
        } else {
            verdict = Verdict::Findings;
        }
        lines.extend(differences.iter().map(|difference| format!("{name}: {difference}")));
    }
    write_out(|out| Ok(lines.iter().try_for_each(|line| writeln!(out, "{}", escaped(line)))?))?;
    Ok(verdict)
}

/// The calendars of a document, by name.
fn read(path: &Path) -> Result<Vec<(String, Calendar)>, Failure> {
    let (text, name) = read_text(path)?;
    let calendars = match Form::of(path, &text) {
        Form::Json => serde_json::from_str(&text).map_err(|error| error.to_string()),
        Form::Toml => toml::from_str(&text).map_err(|error| error.to_string()),
        Form::Yaml => serde_saphyr::from_str(&text).map_err(|error| error.to_string()),
    };
    let Calendars { calendars } =
        calendars.map_err(|error| Failure::plain(format!("{name}: {error}")))?;
    Ok(calendars.0)
}

/// The stretches of the covered days in which the clocks differ.
fn of_offsets(calendar: &Calendar, zone: &Zone) -> Result<Vec<String>, Failure> {
    let (from, to) = calendar.covers();
    let (start, end) = zone::around(from, to)?;
    let (first, changes) = zone.offsets(from, to)?;
    let zone_at = |at: Instant| {
        let last = changes.iter().rev().find(|(from, _)| *from <= at);
        last.map_or(first, |(_, offset)| *offset)
    };
    let of_calendar = calendar.offsets().iter().map(|(from, _)| *from);
    let edges: BTreeSet<Instant> = of_calendar
        .chain(changes.iter().map(|(from, _)| *from))
        .filter(|at| (start..end).contains(at))
        .chain([start])
        .collect();
    let mut stretches: Vec<(Instant, Offset, Offset)> = Vec::new();
    for at in edges {
        let here = (calendar.offset_at(at), zone_at(at));
        if stretches.last().is_none_or(|(_, ours, theirs)| (*ours, *theirs) != here) {
            stretches.push((at, here.0, here.1));
        }
    }
    let ends = stretches.iter().skip(1).map(|(from, ..)| *from).chain([end]);
    let stretches = stretches.iter().zip(ends).filter(|((_, ours, theirs), _)| ours != theirs);
    Ok(stretches
        .map(|((from, ours, theirs), until)| {
            format!("from {from} to {until} it is {ours}, and {} is {theirs}", zone.name())
        })
        .collect())
}

/// The covered days that are a holiday here and not there.
fn of_holidays(calendar: &Calendar, holidays: &Holidays) -> Vec<String> {
    let (from, to) = calendar.covers();
    let theirs = holidays.between(from, to);
    let ours = calendar.holidays().iter().copied();
    let ours: BTreeSet<Date> = ours.filter(|date| calendar.is_covered(*date)).collect();
    ours.symmetric_difference(&theirs)
        .map(|date| match ours.contains(date) {
            true => format!("{date} is a holiday, and no file has it"),
            false => format!("{date} is no holiday, and the files have it"),
        })
        .collect()
}
