//! What a timeline shows of each obligation, before it has a place.

use crate::monitor::{Finding, Matter, Status, Transition};
use crate::names::{Key, ObligationId};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, headed};
use crate::pictures::look::Look;
use crate::report::{Phrases, Sentences, moment};
use crate::terms::{Duty, Terms};
use crate::time::Instant;

/// One obligation through its life.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) debtor: String,
    pub(super) is_prohibition: bool,
    pub(super) bars: Vec<Bar>,
    pub(super) deadlines: Vec<Mark>,
    /// How it stands at the end, and how much of it is done, where that is not all or nothing.
    pub(super) end: Look,
    pub(super) done: Option<String>,
}

/// A time in one status.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) status: Status,
}

/// A deadline.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) at: Instant,
    /// Whether another deadline took its place.
    pub(super) is_past: bool,
    /// Whether it is a hope, not a term.
    pub(super) is_hope: bool,
}

/// Something that was found, and the row that it belongs to; none belongs to what happened.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    pub(super) row: Option<usize>,
    pub(super) at: Instant,
    pub(super) look: Look,
    /// Its number in the report, counted from 1: of a finding, or of a refusal.
    pub(super) number: usize,
    pub(super) is_refusal: bool,
    pub(super) text: String,
}

/// An event.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) at: Instant,
    pub(super) place: u64,
    pub(super) text: String,
}

impl Row {
    /// Whether it never changes again.
    pub(super) fn is_closed(&self) -> bool {
        self.bars.last().is_some_and(|bar| bar.status.is_closed())
    }
}

pub(super) fn rows(chronicle: &Chronicle, phrases: &dyn Phrases) -> Vec<Row> {
    let terms = chronicle.report().agreement().terms();
    let sentences = Sentences { terms, phrases };
    chronicle
        .report()
        .obligations()
        .map(|standing| {
            let id = standing.obligation;
            let obligation = &terms.obligations[id];
            let is_prohibition = obligation.is_prohibition();
            let done = match &obligation.duty {
                Duty::Perform(duty) if duty.quantity.is_some() => {
                    let quantity = duty.quantity.as_ref();
                    Some(clean(&sentences.done(id, standing.progress, standing.quantity, quantity)))
                }
                _ => None,
            };
            Row {
                name: name(&sentences, id),
                debtor: standing.debtor.map_or_else(String::new, |it| clean(&sentences.party(it))),
                is_prohibition,
                bars: bars(chronicle, id),
                deadlines: deadlines(chronicle, id, obligation.target || !obligation.binding),
                end: Look::of_status(standing.status, is_prohibition),
                done,
            }
        })
        .collect()
}

/// What the obligation is called at the head of its row.
fn name(sentences: &Sentences<'_>, id: ObligationId) -> String {
    let name = &sentences.terms.obligation_names[id];
    match sentences.phrases.obligation(name) {
        Some(phrase) => headed(&clean(phrase)),
        None => clean(name),
    }
}

fn bars(chronicle: &Chronicle, id: ObligationId) -> Vec<Bar> {
    let (start, end) = span(chronicle);
    let mut bars = Vec::new();
    let (mut from, mut status) = (start, Status::Dormant);
    for change in chronicle.changes() {
        match change.transition {
            Transition::Moved { obligation, to, .. } if obligation == id => {
                if change.at > from {
                    bars.push(Bar { from, to: change.at, status });
                }
                (from, status) = (change.at, to);
            }
            _ => {}
        }
    }
    bars.push(Bar { from, to: end.max(from), status });
    bars
}

/// Every deadline that it had.
fn deadlines(chronicle: &Chronicle, id: ObligationId, is_hope: bool) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for change in chronicle.changes() {
        match change.transition {
            Transition::Scheduled { obligation, deadline } if obligation == id => {
                if let Some(last) = marks.last_mut() {
                    last.is_past = true;
                }
                marks.extend(deadline.map(|at| Mark { at, is_past: false, is_hope }));
            }
            _ => {}
        }
    }
    marks
}

/// From the run's start to the end of what is judged.
pub(super) fn span(chronicle: &Chronicle) -> (Instant, Instant) {
    let (start, end) = (chronicle.start(), chronicle.report().as_of());
    (start, end.unwrap_or(start).max(start))
}

/// Everything that was found or refused, in the order of the report.
pub(super) fn flags(chronicle: &Chronicle, phrases: &dyn Phrases) -> Vec<Flag> {
    let report = chronicle.report();
    let terms = report.agreement().terms();
    let sentences = Sentences { terms, phrases };
    let flag = |finding: &Finding, number, is_refusal| {
        let look = match is_refusal {
            true => Look::REFUSED,
            false => Look::of_finding(finding.kind()),
        };
        let sentence = clean(&sentences.matter(finding));
        Flag {
            row: row(terms, finding),
            at: finding.at,
            look,
            number,
            is_refusal,
            text: format!("{}, {}: {sentence}", moment(finding.at), look.word),
        }
    };
    let findings =
        report.findings().zip(1..).map(|(finding, number)| flag(&finding, number, false));
    let mut flags: Vec<Flag> = findings.collect();
    for (refusal, number) in report.refusals().zip(1..) {
        flags.extend(refusal.findings.iter().map(|finding| flag(finding, number, true)));
    }
    flags
}

/// The row of the obligation that a finding concerns; of an act, that of the actor's obligation to
/// do it.
fn row(terms: &Terms, finding: &Finding) -> Option<usize> {
    if let Some(id) = finding.obligation() {
        return Some(id.place());
    }
    let (party, act) = match &finding.matter {
        Matter::Premature { party, act, .. } | Matter::Waived { party, act, .. } => (party, act),
        _ => return None,
    };
    let own = |obligation: &crate::terms::Obligation| {
        obligation.debtor.named() == Some(party)
            && obligation.performance().is_some_and(|duty| duty.acts.contains(act))
    };
    terms.obligations.values().position(own)
}

pub(super) fn mentions(chronicle: &Chronicle, phrases: &dyn Phrases) -> Vec<Mention> {
    let sentences = Sentences { terms: chronicle.report().agreement().terms(), phrases };
    chronicle
        .events()
        .iter()
        .map(|told| Mention {
            at: told.event.time,
            place: told.place,
            text: clean(&told.sentence(&sentences)),
        })
        .collect()
}
