//! The summary for people.

use std::fmt;

use crate::escape::escaped;
use crate::monitor::FindingKind;

use super::amounts::{number, percent, span};
use super::{Delays, ObligationSummary, Summary};

/// A summary as text.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
/// use servanda::verify::summary::Summary;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut summary = Summary::new(&agreement);
/// summary.add(&Verifier::new(&agreement).judge(cuba::history()));
/// assert!(summary.text().to_string().contains("Not conformant: 1 of 1 case"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Debug)]
pub struct SummaryText<'a> {
    summary: &'a Summary,
}

/// The most names that are told of what the agreement does not know, and of groups.
const MOST_NAMED: usize = 12;

/// The most months that are told one by one: of more, the last.
const MOST_MONTHS: usize = 24;

impl<'a> SummaryText<'a> {
    pub(super) fn new(summary: &'a Summary) -> Self {
        Self { summary }
    }

    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.summary;
        let (cases, conformant) = (summary.cases, summary.conformant);
        writeln!(f, "{}: {} {}", escaped(&summary.title), number(cases), plural(cases, "case"))?;
        let not = cases.saturating_sub(conformant);
        let of = format!("{} of {} {}", number(not), number(cases), plural(cases, "case"));
        match not {
            0 => write!(f, "All conformant")?,
            _ => write!(f, "Not conformant: {of} ({})", percent(not, cases))?,
        }
        match summary.skipped {
            0 => {}
            1 => write!(f, "; a line of the log was passed over")?,
            lines => write!(f, "; {lines} lines of the log were passed over")?,
        }
        let lost = if summary.lost > 0 { "; some of the log has no place in an event" } else { "" };
        writeln!(f, "{lost}")?;
        match summary.as_of {
            Some((first, last)) if first == last => {
                writeln!(f, "As of {}", summary.instant(last))?;
            }
            Some((first, last)) => {
                let (first, last) = (summary.instant(first), summary.instant(last));
                writeln!(f, "Each as of its last event: {first} to {last}")?;
            }
            None => {}
        }
        let outcomes: Vec<String> = summary
            .outcomes()
            .map(|(outcome, times)| format!("{} {outcome}", number(times)))
            .collect();
        writeln!(f, "Outcomes: {}\n", outcomes.join(", "))
    }

    fn obligations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = [
            "Obligations",
            "owed",
            "kept",
            "",
            "breached",
            "in cases",
            "done late",
            "undone",
            "open",
            "ended",
        ];
        let mut rows = vec![head.map(str::to_owned)];
        for it in &self.summary.obligations {
            let rate = match it.kept.saturating_add(it.breached) {
                0 => String::new(),
                judged => percent(it.kept, judged),
            };
            let ended = it.released.saturating_add(it.all_lapsed());
            rows.push([
                name(it),
                number(it.owed),
                number(it.kept),
                rate,
                some(it.breached),
                some(it.breached_cases),
                some(it.done_late.saturating_add(it.repaired)),
                some(if it.is_prohibition { 0 } else { it.undone }),
                some(it.open),
                some(ended),
            ]);
        }
        table(f, &rows)?;
        writeln!(f)
    }

    fn delays(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["How long", "", "count", "least", "median", "nine in ten", "most"];
        let mut rows = vec![head.map(str::to_owned)];
        for it in &self.summary.obligations {
            for (what, delays) in [
                ("late by", &it.late_by),
                ("undone, late for", &it.undone_for),
                ("open since", &it.open_for),
            ] {
                if let Some([least, median, nine_in_ten, most]) = told(delays) {
                    let count = u64::try_from(delays.count()).unwrap_or(u64::MAX);
                    let what = what.to_owned();
                    rows.push([name(it), what, number(count), least, median, nine_in_ten, most]);
                }
            }
        }
        if rows.len() > 1 {
            table(f, &rows)?;
            writeln!(f)?;
        }
        Ok(())
    }

    fn findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.summary;
        if summary.findings.is_empty() {
            return Ok(());
        }
        let mut rows = vec![["Findings", "times", "in cases", ""].map(str::to_owned)];
        for (kind, found) in summary.findings() {
            let what = match kind {
                FindingKind::Void => summary
                    .void_reasons()
                    .map(|(reason, times)| format!("{} {}", number(times), reason.as_str()))
                    .collect::<Vec<_>>()
                    .join(", "),
                _ if kind.is_only_told() => "nobody's fault".to_owned(),
                _ => String::new(),
            };
            rows.push([kind.to_string(), number(found.times), number(found.cases), what]);
        }
        table(f, &rows)?;
        if summary.refusals > 0 {
            writeln!(f, "  refused: {} events", number(summary.refusals))?;
        }
        writeln!(f)
    }

    fn parties(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows =
            vec![["Parties", "owed", "kept", "", "breached", "findings"].map(str::to_owned)];
        for party in &self.summary.parties {
            let found: Vec<String> = party
                .findings
                .iter()
                .map(|(kind, times)| format!("{} {kind}", number(*times)))
                .collect();
            if party.owed == 0 && found.is_empty() {
                continue;
            }
            let rate = match party.kept.saturating_add(party.breached) {
                0 => String::new(),
                judged => percent(party.kept, judged),
            };
            rows.push([
                escaped(&party.name).into_owned(),
                number(party.owed),
                number(party.kept),
                rate,
                some(party.breached),
                found.join(", "),
            ]);
        }
        if rows.len() > 1 {
            table(f, &rows)?;
            writeln!(f)?;
        }
        Ok(())
    }

    fn months(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months: Vec<_> = self.summary.months().collect();
        if months.len() < 2 {
            return Ok(());
        }
        let before = months.len().saturating_sub(MOST_MONTHS);
        let mut rows = vec![["Months", "findings", ""].map(str::to_owned)];
        for (month, kinds) in months.iter().skip(before) {
            let all = kinds.values().fold(0_u64, |sum, more| sum.saturating_add(*more));
            let kinds: Vec<String> =
                kinds.iter().map(|(kind, times)| format!("{} {kind}", number(*times))).collect();
            rows.push([month.clone(), number(all), kinds.join(", ")]);
        }
        table(f, &rows)?;
        if before > 0 {
            let before = number(u64::try_from(before).unwrap_or(u64::MAX));
            writeln!(f, "  and {before} earlier months")?;
        }
        writeln!(f)
    }

    fn unknown(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.summary;
        let acts: Vec<_> = summary.unknown_acts().collect();
        let parties: Vec<_> = summary.unknown_parties().collect();
        for (what, names) in [("Acts", acts), ("Parties", parties)] {
            if names.is_empty() {
                continue;
            }
            writeln!(f, "{what} that the agreement does not name")?;
            for (name, times) in names.iter().take(MOST_NAMED) {
                writeln!(f, "  {}: {}", escaped(name), times_of(*times))?;
            }
            if let Some(more) = names.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
                writeln!(f, "  and {more} more")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn groups(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summary = self.summary;
        if summary.groups.is_empty() {
            return Ok(());
        }
        let mut groups: Vec<_> = summary.groups().collect();
        groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.cases));
        writeln!(f, "Of which is said")?;
        for (said, group) in groups.iter().take(MOST_NAMED) {
            let said =
                said.map_or_else(|| "(nothing)".to_owned(), |said| escaped(said).into_owned());
            let not = group.cases.saturating_sub(group.conformant);
            writeln!(
                f,
                "  {said}: {} {}, not conformant {} ({})",
                number(group.cases),
                plural(group.cases, "case"),
                number(not),
                percent(not, group.cases)
            )?;
            for (obligation, kept) in summary.obligations.iter().zip(&group.obligations) {
                if kept.breached > 0 {
                    let judged = kept.kept.saturating_add(kept.breached);
                    let name = escaped(&obligation.name);
                    let (broken, rate) = (number(kept.breached), percent(kept.breached, judged));
                    writeln!(f, "      {name}: breached {broken} of {} ({rate})", number(judged))?;
                }
            }
        }
        if let Some(more) = groups.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
            writeln!(f, "  and {more} more")?;
        }
        writeln!(f)
    }

    fn worst(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.summary.worst.cases().len() == 0 {
            return Ok(());
        }
        let mut rows =
            vec![["Worst cases", "findings", "mostly", "late together"].map(str::to_owned)];
        for case in self.summary.worst.cases() {
            let name = case.case.as_deref().map_or("(no name)".into(), escaped);
            let mostly = case.mostly.map_or_else(|| "refused".to_owned(), |kind| kind.to_string());
            let late = if case.late == 0 { String::new() } else { span(case.late) };
            rows.push([name.into_owned(), number(case.findings), mostly, late]);
        }
        table(f, &rows)?;
        writeln!(f)
    }
}

impl fmt::Display for SummaryText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        self.obligations(f)?;
        self.delays(f)?;
        self.findings(f)?;
        self.parties(f)?;
        self.months(f)?;
        self.unknown(f)?;
        self.groups(f)?;
        self.worst(f)
    }
}

fn name(of: &ObligationSummary) -> String {
    match &of.kind {
        Some(kind) => format!("{} (each {})", escaped(&of.name), escaped(kind)),
        None => escaped(&of.name).into_owned(),
    }
}

/// A number, or nothing where it is none.
fn some(count: u64) -> String {
    if count == 0 { "-".to_owned() } else { number(count) }
}

fn plural(count: u64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn times_of(times: u64) -> String {
    match times {
        1 => "once".to_owned(),
        times => format!("{} times", number(times)),
    }
}

fn told(delays: &Delays) -> Option<[String; 4]> {
    let quantiles = [delays.least()?, delays.quantile(50)?, delays.quantile(90)?, delays.most()?];
    Some(quantiles.map(span))
}

/// Rows under a heading that begins in the first column: words to the left, numbers to the right.
fn table<const N: usize>(f: &mut fmt::Formatter<'_>, rows: &[[String; N]]) -> fmt::Result {
    const WIDEST: usize = 60;
    let mut widths = [0_usize; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count()).min(WIDEST);
        }
    }
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
            let missing = width.saturating_sub(cell.chars().count());
            let blanks = " ".repeat(missing);
            let is_last = place.saturating_add(1) == N;
            match place {
                0 if number == 0 => line.push_str(&format!("{cell}{blanks}  ")),
                0 => line.push_str(&format!("  {cell}{blanks}")),
                _ if is_last => line.push_str(&format!("  {cell}")),
                _ => line.push_str(&format!("  {blanks}{cell}")),
            }
        }
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}
