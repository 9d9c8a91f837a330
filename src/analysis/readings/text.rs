//! The table of readings for people.

use std::fmt;

use crate::escape::escaped;
use crate::names::{Ids, Names, Subject, Text};
use crate::report::{Phrases, Sentences, instant_text, padded};
use crate::time::Instant;

use super::{FindingRow, Readings, TurningPoint};

/// A table of readings as text, to print: see [`Readings::text`].
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Readings;
/// use servanda::Verifier;
/// let verified = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let established = Verifier::new(&cuba::agreement(Reading::Established)?);
/// let both = [("verified", verified), ("established", established)];
/// let text = Readings::of(both, &cuba::history()).text().to_string();
/// assert!(text.contains("premature") && text.contains("lift-quarantine"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub struct ReadingsText<'a, V: Names = Ids> {
    readings: &'a Readings<V>,
    phrases: &'a dyn Phrases,
}

impl<V: Names> fmt::Debug for ReadingsText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadingsText").field(self.readings).finish()
    }
}

impl<'a, V: Names> ReadingsText<'a, V> {
    pub(super) fn new(readings: &'a Readings<V>, phrases: &'a dyn Phrases) -> Self {
        Self { readings, phrases }
    }

    fn obligation(&self, name: &str) -> String {
        self.phrases.obligation(name).map_or_else(|| format!("`{}`", escaped(name)), str::to_owned)
    }

    /// What a row of findings is about: the date, the event, the act or obligation.
    fn about(&self, row: &FindingRow) -> String {
        let mut parts = vec![self.instant(row.at)];
        parts.extend(row.event.map(|event| format!("event {event}")));
        parts.extend(row.subject.as_ref().map(shown));
        parts.extend(row.obligation.as_deref().map(|name| self.obligation(name)));
        parts.extend(row.act.as_deref().map(|name| format!("`{}`", escaped(name))));
        parts.join(", ")
    }

    /// An instant in the time zone of the first reading.
    fn instant(&self, at: Instant) -> String {
        let report = self.readings.reports.first();
        report.map_or_else(
            || instant_text(at),
            |report| {
                let terms = report.agreement().terms();
                Sentences { terms, phrases: self.phrases }.instant(at)
            },
        )
    }

    /// Where they part, or come together again, in a sentence.
    pub(crate) fn turn(&self, turn: &TurningPoint) -> String {
        let names = |names: &[Box<str>]| -> String {
            let names: Vec<String> = names.iter().map(|name| self.obligation(name)).collect();
            names.join(", ")
        };
        let place = match turn.event {
            Some(event) => format!("event {event}"),
            None => "after the last event".to_owned(),
        };
        let mut said = Vec::new();
        if turn.by_finding {
            said.push("not found alike".to_owned());
        }
        if !turn.part.is_empty() {
            said.push(format!("they part over {}", names(&turn.part)));
        }
        if !turn.join.is_empty() {
            said.push(format!("they agree again over {}", names(&turn.join)));
        }
        format!("{}, {place}: {}", self.instant(turn.at), said.join("; "))
    }

    /// The table: the names of the readings, then a row for each thing that is compared, what it is first.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        let readings = self.readings;
        let mut rows = vec![row("", readings.names.iter().cloned())];
        let yes = |yes| if yes { "yes" } else { "no" };
        let reports = &readings.reports;
        rows.push(row("conformant", reports.iter().map(|it| yes(it.is_conformant()).to_owned())));
        rows.push(row("outcome", reports.iter().map(|it| it.outcome().to_string())));
        for duty in &readings.obligations {
            let status = |status: &Option<_>| match status {
                Some(status) => format!("{status}"),
                None => "(not asked)".to_owned(),
            };
            let mut name = self.obligation(&duty.obligation);
            if let Some(subject) = &duty.subject {
                name = format!("{name} ({})", shown(subject));
            }
            rows.push(row(&name, duty.statuses.iter().map(status)));
        }
        for finding in &readings.findings {
            let kind = |kind: &Option<_>| match kind {
                Some(kind) => format!("{kind}"),
                None => "in order".to_owned(),
            };
            rows.push(row(&self.about(finding), finding.kinds.iter().map(kind)));
        }
        rows
    }
}

/// A subject, with what it is one of.
fn shown(subject: &Subject<Text>) -> String {
    format!("{} {subject}", escaped(&subject.kind))
}

fn row(label: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(label.to_owned()).chain(cells).collect()
}

impl<V: Names> fmt::Display for ReadingsText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows();
        let columns = self.readings.names.len().saturating_add(1);
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
            })
            .collect();
        for row in &rows {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
            writeln!(f, "{}", cells.join("  ").trim_end())?;
        }
        if self.readings.turns.is_empty() {
            return writeln!(f, "\nThe readings do not differ.");
        }
        writeln!(f, "\nWhere they part")?;
        for turn in &self.readings.turns {
            writeln!(f, "  {}", self.turn(turn))?;
        }
        Ok(())
    }
}

impl<V: Names> fmt::Display for Readings<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}
