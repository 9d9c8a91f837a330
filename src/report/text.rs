//! The report for people: the outcome first, then where everything stands, then what was found.

use std::fmt;

use crate::escape::escaped;
use crate::monitor::{Finding, FindingKind, State, Tracked};
use crate::names::{Ids, KindId, Names, ObligationId};
use crate::terms::Duty;

use super::{Aftermaths, Phrases, Report, Sentences};

/// A report as text, to print: see [`Report::text`].
///
/// ```
/// use servanda::{Verifier, cuba};
/// let report = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).judge(cuba::history());
/// println!("{}", report.text());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub struct ReportText<'a, V: Names = Ids> {
    report: &'a Report<V>,
    prose: Sentences<'a>,
    aftermaths: Aftermaths<'a, V>,
}

impl<V: Names> fmt::Debug for ReportText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReportText").field(self.report).finish()
    }
}

/// A cell of a table, as wide as its column: but the others are not moved away by one that is wider
/// than a person reads.
pub(crate) fn padded(cell: &str, width: usize) -> String {
    const WIDEST: usize = 100;
    let missing = width.min(WIDEST).saturating_sub(cell.chars().count());
    format!("{cell}{}", " ".repeat(missing))
}

/// Of so many subjects at most each is told by itself.
const FEW: u32 = 10;

/// How wide a line is where what stands in it is ours.
const WIDTH: usize = 80;

/// Rows as lines, each cell as wide as its column.
fn lined_up<const N: usize>(rows: &[[String; N]]) -> impl Iterator<Item = String> {
    let mut widths = [0_usize; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    rows.iter().map(move |row| {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells.map(|(cell, width)| padded(cell, width)).collect();
        cells.join("  ").trim_end().to_owned()
    })
}

fn table<const N: usize>(f: &mut fmt::Formatter<'_>, rows: &[[String; N]]) -> fmt::Result {
    for line in lined_up(rows) {
        writeln!(f, "  {line}")?;
    }
    Ok(())
}

impl<'a, V: Names> ReportText<'a, V> {
    pub(super) fn new(report: &'a Report<V>, phrases: &'a dyn Phrases) -> Self {
        let prose = Sentences { terms: report.agreement.terms(), phrases };
        Self { report, prose, aftermaths: Aftermaths::of(report, phrases) }
    }

    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.report;
        writeln!(f, "{}", escaped(report.agreement.title()))?;
        if let Some(case) = &report.case {
            writeln!(f, "case {}", escaped(case))?;
        }
        match report.as_of {
            Some(as_of) => match report.complete {
                Some(complete) => {
                    let (as_of, complete) =
                        (self.prose.instant(as_of), self.prose.instant(complete));
                    writeln!(f, "as of {as_of}; the log is complete up to {complete}")?;
                }
                None => writeln!(f, "as of {}", self.prose.instant(as_of))?,
            },
            None => writeln!(f, "not begun: no event has counted yet")?,
        }
        self.parties(f)?;
        writeln!(f)?;
        self.outcome(f)
    }

    fn outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.report;
        write!(f, "Outcome: {}", report.outcome)?;
        let conformance = if report.is_conformant() { "conformant" } else { "not conformant" };
        write!(f, ", {conformance}")?;
        let mut counts: Vec<String> = FindingKind::ALL
            .into_iter()
            .map(|kind| (kind, report.count(kind)))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        if !report.end.refusals().is_empty() {
            counts.push(format!("{} refused", report.end.refusals().len()));
        }
        if !counts.is_empty() {
            write!(f, " ({})", counts.join(", "))?;
        }
        match report.skipped.len() {
            0 => {}
            1 => f.write_str("; 1 line of the log was passed over")?,
            count => write!(f, "; {count} lines of the log were passed over")?,
        }
        if !report.lost.is_empty() {
            f.write_str("; some of the log has no place in an event")?;
        }
        writeln!(f)
    }

    /// What is breached and what is next, before all else.
    fn headlines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for headline in self.report.headlines(self.prose.phrases) {
            writeln!(f, "{headline}")?;
        }
        writeln!(f)
    }

    /// Who is meant by a name, where sentences say it otherwise.
    fn parties(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.prose.terms.as_written().parties.len();
        let parties = self.prose.terms.parties.iter().take(own);
        let told = parties.filter_map(|(id, party)| {
            let said = self.prose.party(id);
            let name = escaped(&party.name);
            (!said.eq_ignore_ascii_case(&name)).then(|| format!("{name}: {said}"))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { Ok(()) } else { writeln!(f, "{}", told.join("; ")) }
    }

    fn obligations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows =
            vec![["obligation", "owed by", "status", "done", "deadline"].map(str::to_owned)];
        rows.extend(self.report.lines().map(|(id, line)| self.row(id, &line)));
        // An agreement may owe all that it does in its subjects.
        if rows.len() == 1 && self.prose.terms.kinds.keys().next().is_some() {
            return Ok(());
        }
        table(f, &rows)?;
        writeln!(f)
    }

    /// What agreements have left behind whose place others took.
    fn left_behind(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.prose.terms;
        if !terms.has_other_names() {
            return Ok(());
        }
        let mut rows = Vec::new();
        self.report.each_left_behind(&mut |id, subject, line| {
            let mut row = self.row(id, line);
            if let (Some(subject), [name, ..]) = (subject, &mut row) {
                let kind = escaped(&terms.kind_names[subject.kind]);
                *name = format!("{kind} {}: {name}", escaped(&subject.name));
            }
            rows.push(row);
        });
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(f, "Left behind by the agreement before")?;
        table(f, &rows)?;
        writeln!(f)
    }

    fn row(&self, id: ObligationId, line: &Tracked) -> [String; 5] {
        let terms = self.prose.terms;
        let (name, obligation) = (&terms.obligation_names[id], &terms.obligations[id]);
        let done = match &obligation.duty {
            Duty::Perform(duty) => {
                let needed = self.report.quantity(id, line);
                self.prose.done(id, line.progress, needed, duty.quantity.as_ref())
            }
            Duty::Achieve(_) | Duty::Refrain(_) => String::new(),
        };
        let status = match obligation.binding {
            true => line.status.to_string(),
            false => format!("{} (not binding)", line.status),
        };
        [
            escaped(name).into_owned(),
            line.parties
                .debtor
                .map_or("(to be told)".into(), |it| escaped(&terms.parties[it].name))
                .into_owned(),
            status,
            done,
            line.deadline.map(|at| self.prose.instant_of(id, at)).unwrap_or_default(),
        ]
    }

    /// Each kind with its subjects: a table each while they are few, else a line for each obligation.
    fn subjects(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.prose.terms;
        if self.report.as_of.is_none() {
            return Ok(());
        }
        let state = self.report.end.state(terms);
        for (kind, of_kind) in state.kinds.iter() {
            let count = of_kind.subjects.len();
            let name = escaped(&terms.kind_names[kind]);
            let list = match of_kind.is_list_closed() {
                true => "the list is closed",
                false => "the list is open",
            };
            let gist = escaped(terms.kinds[kind].terms.description());
            let heading = match count {
                0 => format!("{name}: none; {list}"),
                count => format!("{name}: {count}; {list}"),
            };
            // Its gist stands beside it where there is room.
            let whole = heading.chars().count().saturating_add(gist.chars().count());
            match gist.is_empty() || whole.saturating_add(3) > WIDTH {
                true => writeln!(f, "{heading}")?,
                false => writeln!(f, "{heading} ({gist})")?,
            }
            match count {
                0 => {}
                count if count > FEW => self.many(f, kind)?,
                _ => self.few(f, &state, kind)?,
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn few(&self, f: &mut fmt::Formatter<'_>, state: &State, kind: KindId) -> fmt::Result {
        for scope in state.scopes(Some(kind)) {
            let Some(subject) = state.subject(scope) else { continue };
            write!(f, "  {}", escaped(&subject.name))?;
            if let Some(at) = state.told_milestone(subject.state.terminated) {
                write!(f, ", terminated {}", self.prose.instant(at))?;
            }
            writeln!(f)?;
            let lines = self.report.lines_in(state, scope);
            let rows: Vec<[String; 5]> = lines.map(|(id, line)| self.row(id, &line)).collect();
            for line in lined_up(&rows) {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }

    fn many(&self, f: &mut fmt::Formatter<'_>, kind: KindId) -> fmt::Result {
        let terms = self.prose.terms;
        let ids = &terms.graph.scope(Some(kind)).obligations;
        let rows: Vec<[String; 2]> = ids
            .iter()
            .zip(self.report.folded(kind))
            .map(|(id, folded)| [escaped(&terms.obligation_names[*id]).into_owned(), folded.told()])
            .collect();
        for line in lined_up(&rows) {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }

    /// A finding with what came of it, or of a refusal what would have been.
    fn finding(&self, f: &mut fmt::Formatter<'_>, finding: &Finding, matter: &str) -> fmt::Result {
        write!(f, "  {}", self.prose.found_at(finding))?;
        if let Some(place) = finding.event {
            write!(f, ", event {place}")?;
        }
        writeln!(f, ": {matter}")?;
        match self.report.certain_at(finding.at) {
            None => writeln!(f, "      {}", finding.kind())?,
            Some(true) => writeln!(f, "      {}, certain", finding.kind())?,
            Some(false) => writeln!(f, "      {}, provisional", finding.kind())?,
        }
        for id in self.prose.cites(finding) {
            let passage = self.prose.terms.passages.iter().find(|(known, _)| known == id);
            match passage {
                Some((_, passage)) => {
                    let (id, gist) = (escaped(id), escaped(passage.gist()));
                    writeln!(f, "      rests on {id}: {gist}")?;
                }
                None => writeln!(f, "      rests on {}", escaped(id))?,
            }
        }
        Ok(())
    }

    fn findings(
        &self,
        f: &mut fmt::Formatter<'_>,
        heading: &str,
        select: impl Fn(&Finding) -> bool,
    ) -> fmt::Result {
        let all = self.report.found().iter().enumerate();
        let mut selected = all.filter(|(_, it)| select(it)).peekable();
        if selected.peek().is_none() {
            return Ok(());
        }
        writeln!(f, "{heading}")?;
        for (place, finding) in selected {
            self.finding(f, finding, &self.aftermaths.matter(place, finding))?;
        }
        writeln!(f)
    }

    fn refusals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.report.end.refusals().is_empty() {
            return Ok(());
        }
        writeln!(f, "Refused")?;
        for refusal in self.report.end.refusals() {
            for finding in &refusal.findings {
                self.finding(f, finding, &self.prose.matter(finding))?;
            }
        }
        writeln!(f)
    }

    fn skipped(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.report.is_of_many {
            return Ok(());
        }
        if !self.report.skipped.is_empty() {
            writeln!(f, "Passed over")?;
            for skipped in &*self.report.skipped {
                writeln!(f, "  {skipped}")?;
            }
            writeln!(f)?;
        }
        if !self.report.lost.is_empty() {
            writeln!(f, "Without a place in an event")?;
            for lost in &*self.report.lost {
                writeln!(f, "  {}", escaped(lost))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }

    /// What was judged, to the byte.
    fn log(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(log) = self.report.log else { return Ok(()) };
        writeln!(f, "Judged by servanda {}", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "  agreement {}", self.report.agreement.digest())?;
        writeln!(f, "  log       {} ({} lines)\n", log.sha256, log.lines)
    }
}

/// All between the head and the end.
struct Body<'a, 'b, V: Names>(&'a ReportText<'b, V>);

impl<V: Names> fmt::Display for Body<'_, '_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        text.obligations(f)?;
        text.subjects(f)?;
        text.left_behind(f)?;
        text.findings(f, "Findings", |finding| !finding.kind().is_only_told())?;
        text.findings(f, "Told, and nobody's fault", |finding| finding.kind().is_only_told())?;
        text.refusals(f)?;
        text.skipped(f)
    }
}

/// So many lines fit on a screen with its head: a longer report says what it comes to at its end, too.
const SCREEN: usize = 36;

impl<V: Names> fmt::Display for ReportText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = Body(self).to_string();
        self.heading(f)?;
        self.headlines(f)?;
        f.write_str(&body)?;
        if body.lines().count() > SCREEN {
            self.outcome(f)?;
            self.headlines(f)?;
        }
        self.log(f)
    }
}
