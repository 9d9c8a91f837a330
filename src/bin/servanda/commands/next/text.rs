//! What is next, as a table for people.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use servanda::report::{Prose, escaped, length_text};
use servanda::{Agreement, Status};

use crate::clocks::phrases;
use crate::failure::Failure;

use super::Entry;

pub fn write(out: &mut dyn Write, agreement: &Agreement, entries: &[Entry]) -> Result<(), Failure> {
    let prose = Prose::new(agreement).with(phrases());
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", escaped(agreement.title()))?;
    let first = entries.first().map(|entry| entry.as_of);
    match first.filter(|first| entries.iter().all(|entry| entry.as_of == *first)) {
        Some(as_of) => writeln!(out, "as of {}\n", prose.instant(as_of))?,
        None => writeln!(out)?,
    }
    if entries.is_empty() {
        writeln!(out, "  nothing is to be done")?;
        return Ok(());
    }
    let has_cases = entries.iter().any(|entry| entry.case.is_some());
    let rows: Vec<(Style, Vec<String>)> = entries
        .iter()
        .map(|entry| {
            let mut cells = vec![by(&prose, entry), away(entry), who(agreement, entry)];
            cells.push(what(agreement, entry));
            if has_cases {
                let case = entry.case.as_deref().unwrap_or("(none)");
                cells.insert(0, escaped(case).into_owned());
            }
            (style(entry), cells)
        })
        .collect();
    let columns = rows.first().map_or(0, |(_, cells)| cells.len());
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|(_, cells)| cells.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        })
        .collect();
    for (style, cells) in rows {
        let cells: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "  {style}{}{style:#}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn by(prose: &Prose<'_>, entry: &Entry) -> String {
    let local = |at| prose.instant_of(entry.duty.obligation, at);
    entry.duty.deadline.map_or_else(|| "no deadline".to_owned(), local)
}

/// How far off that is.
fn away(entry: &Entry) -> String {
    let Some(deadline) = entry.duty.deadline else { return String::new() };
    let length = length_text(deadline, entry.as_of);
    match entry.duty.status {
        Status::Breached => format!("{length} late"),
        Status::Suspended => "rests".to_owned(),
        _ if entry.is_late() => format!("{length} ago"),
        _ => format!("in {length}"),
    }
}

fn who(agreement: &Agreement, entry: &Entry) -> String {
    let name = entry.duty.awaited().and_then(|party| agreement.party_name(party));
    name.map_or_else(|| "(to be told)".to_owned(), |name| escaped(name).into_owned())
}

fn what(agreement: &Agreement, entry: &Entry) -> String {
    let duty = &entry.duty;
    let mut text = escaped(agreement.obligation_name(duty.obligation).unwrap_or("?")).into_owned();
    if let Some(subject) = &duty.subject {
        let kind = agreement.kind_name(subject.kind).unwrap_or("?");
        text += &format!(" of {} {}", escaped(kind), escaped(&subject.name));
    }
    match duty.status {
        Status::Performed => text += ": to be verified",
        _ if duty.is_hope && duty.deadline.is_some() => text += " (hoped for)",
        _ => {}
    }
    text
}

fn style(entry: &Entry) -> Style {
    match entry.duty.status {
        Status::Breached => AnsiColor::Red.on_default().bold(),
        Status::Performed => AnsiColor::Cyan.on_default(),
        _ if entry.is_late() => AnsiColor::Yellow.on_default(),
        _ => Style::new(),
    }
}
