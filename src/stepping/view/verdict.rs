//! What a proposal comes to, in sentences: what it would bring, or why not.

use ratatui::text::Line;

use crate::monitor::{Finding, Matter};
use crate::names::Names;
use crate::stepping::board::Board;
use crate::stepping::card::{Card, Place};
use crate::stepping::course::worth_telling;
use crate::stepping::proposal::{Outlook, Verdict};

use super::paint::Paint;
use super::text::wrapped;

/// The verdict so far.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    verdict: &Verdict<V>,
    width: usize,
) -> Vec<Line<'static>> {
    match verdict {
        Verdict::Unreadable(message) => wrapped(" ! ", message, width, paint.bad(), paint.bad()),
        Verdict::Open(outlook) => {
            let mut lines = vec![Line::styled(" ● open now", paint.good())];
            lines.extend(brings(board, paint, outlook, "It brings", width));
            lines
        }
        Verdict::Refused(refusal, outlook) => {
            let mut lines = vec![Line::styled(" ○ closed now", paint.bad())];
            for finding in &refusal.findings {
                for reason in reasons(board, finding) {
                    lines.extend(wrapped("   – ", &reason, width, paint.bad(), paint.strong()));
                }
            }
            let kinds: Vec<String> =
                outlook.findings.iter().map(|finding| finding.kind().to_string()).collect();
            let told = format!("Recorded all the same, it is found {}.", kinds.join(" and "));
            lines.push(Line::raw(""));
            lines.extend(wrapped(" ", &told, width, paint.faint(), paint.faint()));
            lines.extend(brings(board, paint, outlook, "Even so it brings", width));
            lines
        }
    }
}

fn brings<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    outlook: &Outlook<V>,
    what: &str,
    width: usize,
) -> Vec<Line<'static>> {
    let prose = board.words().prose();
    let told = outlook.findings.iter().filter(|finding| finding.kind().is_only_told());
    let mut lines: Vec<Line<'static>> = told
        .flat_map(|finding| {
            wrapped("   i ", &prose.foreseen(finding), width, paint.accent(), paint.accent())
        })
        .collect();
    let changes: Vec<String> =
        worth_telling(&outlook.changes).map(|change| prose.change(change)).collect();
    let what = if changes.is_empty() { " It changes nothing else." } else { what };
    if changes.is_empty() {
        lines.push(Line::styled(what.to_owned(), paint.faint()));
        return lines;
    }
    lines.push(Line::styled(format!(" {what}:"), paint.faint()));
    let points = changes
        .iter()
        .flat_map(|change| wrapped("   · ", change, width, paint.faint(), paint.faint()));
    lines.extend(points);
    lines
}

/// Why an event is refused, each reason on its own.
fn reasons<V: Names>(board: &Board<'_, V>, finding: &Finding<V>) -> Vec<String> {
    let prose = board.words().prose();
    match &finding.matter {
        Matter::Premature { unmet, .. } => {
            unmet.iter().map(|it| format!("not before {}", prose.condition(it))).collect()
        }
        Matter::Waived { party, unmet, .. } => {
            let before = unmet.iter().map(|it| format!("not before {}", prose.condition(it)));
            let whom = format!("that protects {} alone, which may waive it", prose.party(*party));
            before.chain(std::iter::once(whom)).collect()
        }
        Matter::Prohibited { obligation, .. } => {
            let name = prose.obligation(*obligation);
            let limit = board.agreement().obligation_terms(*obligation);
            let card = match &finding.subject {
                Some(subject) => {
                    Card { obligation: *obligation, place: Place::Subject(subject.clone()) }
                }
                None => Card::of_run(*obligation),
            };
            let progress = board.words().progress(board.monitor(), &card);
            match limit.is_some_and(|terms| is_limit(&terms)) {
                true => vec![format!("more than {name} allows: {progress} so far")],
                false => vec![format!("{name} forbids it")],
            }
        }
        _ => vec![prose.foreseen(finding)],
    }
}

fn is_limit<V: Names>(terms: &crate::terms::Obligation<V>) -> bool {
    matches!(terms.duty(), crate::terms::Duty::Refrain(duty) if duty.written_limit() != Some(0))
}
