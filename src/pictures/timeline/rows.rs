//! What a timeline shows of each obligation, before it has a place: those of the run first, then those of
//! each kind, subject by subject, or where there are many all subjects of an obligation in one row.

use crate::event::Event;
use crate::monitor::{Finding, Matter, Status, Transition};
use std::collections::HashMap;

use crate::names::{Ids, Key, KindId, ObligationId, Subject};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, headed};
use crate::pictures::look::Look;
use crate::pictures::subject_anchor;
use crate::report::{Aftermaths, Fold, Folded, LeftBehind, Phrases, Sentences, Standings};
use crate::terms::{Duty, Terms};
use crate::time::Instant;

/// One obligation through its life.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The obligation, and the subject in which it stands; none of the run, and of many together.
    of: (ObligationId, Option<Subject>),
    /// Where a page tells of it.
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) debtor: String,
    pub(super) is_prohibition: bool,
    pub(super) bars: Vec<Bar>,
    pub(super) deadlines: Vec<Mark>,
    /// How it stands at the end, and how much of it is done, where that is not all or nothing.
    pub(super) end: Look,
    pub(super) done: Option<String>,
}

impl Row {
    pub(super) fn obligation(&self) -> ObligationId {
        self.of.0
    }
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
    /// Whether it stands no more.
    pub(super) is_withdrawn: bool,
}

impl Row {
    /// Whether it never changes again.
    pub(super) fn is_closed(&self) -> bool {
        self.bars.last().is_some_and(|bar| bar.status.is_closed())
    }
}

/// Of so many subjects at most each has rows of its own.
const FEW: u32 = 10;

pub(super) fn rows(chronicle: &Chronicle, phrases: &dyn Phrases) -> Vec<Row> {
    let terms = chronicle.report().agreement().terms();
    let sentences = Sentences { terms, phrases };
    let report = chronicle.report();
    let mut rows: Vec<Row> =
        report.obligations().map(|it| row_of(chronicle, &sentences, &it, None)).collect();
    for kind in terms.kinds.keys() {
        if report.subject_count(kind) > FEW {
            rows.extend(folded(chronicle, &sentences, kind));
            continue;
        }
        for subject in report.subjects(kind) {
            let own = Some((&subject.subject, subject.opened));
            let standings = subject.obligations.iter();
            rows.extend(standings.map(|it| row_of(chronicle, &sentences, it, own)));
        }
    }
    rows.extend(report.left_behind().map(|left| left_row(chronicle, &sentences, &left)));
    rows
}

fn row_of(
    chronicle: &Chronicle,
    sentences: &Sentences<'_>,
    standing: &Standings<Ids>,
    own: Option<(&Subject, Instant)>,
) -> Row {
    let id = standing.obligation;
    let obligation = &sentences.terms.obligations[id];
    let is_prohibition = obligation.is_prohibition();
    let done = match &obligation.duty {
        Duty::Perform(duty) if duty.quantity.is_some() => {
            let quantity = duty.quantity.as_ref();
            Some(clean(&sentences.done(id, standing.progress, standing.quantity, quantity)))
        }
        _ => None,
    };
    let subject = own.map(|(subject, _)| subject);
    let from = own.map_or_else(|| chronicle.start(), |(_, opened)| opened);
    // One that an amendment added was not there before.
    let added = chronicle.added("obligations", &sentences.terms.obligation_names[id]);
    let from = added.map_or(from, |added| added.max(from));
    let is_hope = obligation.target || !obligation.binding;
    let name = name(sentences, id);
    Row {
        of: (id, subject.cloned()),
        anchor: match subject {
            Some(subject) => subject_anchor(sentences.terms, subject),
            None => format!("obligation-{}", id.place().saturating_add(1)),
        },
        name: match subject {
            Some(subject) => format!("{subject}: {name}"),
            None => name,
        },
        debtor: standing.debtor.map_or_else(String::new, |it| clean(&sentences.party(it))),
        is_prohibition,
        bars: bars(chronicle, id, subject, from),
        deadlines: deadlines(chronicle, id, subject, is_hope),
        end: Look::of_status(standing.status, is_prohibition),
        done,
    }
}

/// An obligation that an agreement before left behind.
fn left_row(chronicle: &Chronicle, sentences: &Sentences<'_>, left: &LeftBehind<Ids>) -> Row {
    let own = left.subject.as_ref().map(|subject| (subject, chronicle.start()));
    let mut row = row_of(chronicle, sentences, &left.standings, own);
    // That it lapsed then is no change of its own agreement.
    let (status, closed) = (left.standings.status, left.standings.closed);
    let last = row.bars.last_mut().filter(|last| last.status != status);
    if let (Some(last), Some(closed)) = (last, closed) {
        let to = std::mem::replace(&mut last.to, closed);
        row.bars.push(Bar { from: closed, to: to.max(closed), status });
    }
    // The page has no part for its subject.
    let anchor = if own.is_some() { "obligations".to_owned() } else { row.anchor };
    Row { anchor, name: format!("{} (left behind)", row.name), ..row }
}

/// A row for each obligation of a kind: when it was open in some subject, and of how many it stands how.
fn folded(chronicle: &Chronicle, sentences: &Sentences<'_>, kind: KindId) -> Vec<Row> {
    let terms = sentences.terms;
    let ids = &terms.graph.scope(Some(kind)).obligations;
    ids.iter()
        .zip(chronicle.report().folded(kind))
        .map(|(id, folded)| {
            let obligation = &terms.obligations[*id];
            let is_prohibition = obligation.is_prohibition();
            let debtor = obligation.debtor.named().map(|party| clean(&sentences.party(*party)));
            let kind = clean(&terms.kind_names[kind]);
            Row {
                of: (*id, None),
                anchor: format!("obligation-{}", id.place().saturating_add(1)),
                name: format!("{}: each {kind}", name(sentences, *id)),
                debtor: debtor.unwrap_or_default(),
                is_prohibition,
                bars: open_in_some(chronicle, *id),
                deadlines: Vec::new(),
                end: worst(folded).map_or_else(
                    || Look::of_status(Status::Dormant, is_prohibition),
                    |(fold, _)| Look { word: "", ..Look::of_status(fold.status(), is_prohibition) },
                ),
                done: Some(folded.told()),
            }
        })
        .collect()
}

/// What is looked at first of many.
fn worst(folded: Folded) -> Option<(Fold, usize)> {
    let order = [
        Fold::Broken,
        Fold::Late,
        Fold::Open,
        Fold::Kept,
        Fold::Dormant,
        Fold::Released,
        Fold::Lapsed,
    ];
    order.into_iter().find_map(|fold| folded.counts().find(|(it, _)| *it == fold))
}

/// The times in which an obligation was open in at least one subject.
fn open_in_some(chronicle: &Chronicle, id: ObligationId) -> Vec<Bar> {
    let (start, end) = span(chronicle);
    let is_open = |status: Status| !status.is_closed() && status != Status::Dormant;
    let mut open = 0_usize;
    let mut from = start;
    let mut bars = Vec::new();
    for change in chronicle.changes() {
        let Transition::Moved { obligation, from: before, to, .. } = change.transition else {
            continue;
        };
        if obligation != id {
            continue;
        }
        match (is_open(before), is_open(to)) {
            (false, true) => {
                if open == 0 {
                    from = change.at;
                }
                open = open.saturating_add(1);
            }
            (true, false) => {
                open = open.saturating_sub(1);
                if open == 0 {
                    bars.push(Bar { from, to: change.at, status: Status::Due });
                }
            }
            _ => {}
        }
    }
    if open > 0 {
        bars.push(Bar { from, to: end.max(from), status: Status::Due });
    }
    bars
}

/// What the obligation is called at the head of its row.
fn name(sentences: &Sentences<'_>, id: ObligationId) -> String {
    let name = &sentences.terms.obligation_names[id];
    match sentences.phrases.obligation(name) {
        Some(phrase) => headed(&clean(phrase)),
        None => clean(name),
    }
}

fn bars(
    chronicle: &Chronicle,
    id: ObligationId,
    subject: Option<&Subject>,
    start: Instant,
) -> Vec<Bar> {
    let (_, end) = span(chronicle);
    let mut bars = Vec::new();
    let (mut from, mut status) = (start, Status::Dormant);
    for change in chronicle.changes().iter().filter(|it| it.subject.as_ref() == subject) {
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
fn deadlines(
    chronicle: &Chronicle,
    id: ObligationId,
    subject: Option<&Subject>,
    is_hope: bool,
) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for change in chronicle.changes().iter().filter(|it| it.subject.as_ref() == subject) {
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
pub(super) fn flags(chronicle: &Chronicle, phrases: &dyn Phrases, rows: &[Row]) -> Vec<Flag> {
    let places: HashMap<&(ObligationId, Option<Subject>), usize> =
        rows.iter().enumerate().map(|(place, row)| (&row.of, place)).collect();
    let report = chronicle.report();
    let terms = report.agreement().terms();
    let sentences = Sentences { terms, phrases };
    let aftermaths = Aftermaths::of(report, phrases);
    let flag = |finding: &Finding, number, is_refusal| {
        let look = match is_refusal {
            true => Look::REFUSED,
            false => Look::of_finding(finding.kind()),
        };
        // A picture has no code.
        let sentence = match is_refusal {
            true => sentences.matter(finding),
            false => aftermaths.matter(usize::saturating_sub(number, 1), finding),
        };
        let sentence = clean(&sentence).replace('`', "");
        Flag {
            row: concerned(terms, finding).and_then(|id| {
                let own = places.get(&(id, finding.subject.clone()));
                own.or_else(|| places.get(&(id, None))).copied()
            }),
            at: finding.at,
            look,
            number,
            is_refusal,
            text: format!("{}, {}: {sentence}", sentences.found_at(finding), look.word),
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

/// The obligation that a finding concerns; of an act, the actor's obligation to do it.
fn concerned(terms: &Terms, finding: &Finding) -> Option<ObligationId> {
    if let Some(id) = finding.obligation() {
        return Some(*id);
    }
    let (party, act) = match &finding.matter {
        Matter::Premature { party, act, .. } | Matter::Waived { party, act, .. } => (party, act),
        _ => return None,
    };
    let own = |obligation: &crate::terms::Obligation| {
        obligation.debtor.named() == Some(party)
            && obligation.performance().is_some_and(|duty| duty.acts.contains(act))
    };
    terms.obligations.iter().find(|(_, obligation)| own(obligation)).map(|(id, _)| id)
}

pub(super) fn mentions(chronicle: &Chronicle, phrases: &dyn Phrases) -> Vec<Mention> {
    let sentences = Sentences { terms: chronicle.report().agreement().terms(), phrases };
    let events = chronicle.events().iter();
    let standing = events.map(|told| (&told.event, told.place, told.sentence(&sentences), false));
    let withdrawn = chronicle.withdrawn().iter();
    let withdrawn = withdrawn.map(|it| (&it.event, it.place, it.sentence(&sentences), true));
    let mention = |(event, place, text, is_withdrawn): (&Event, u64, String, bool)| Mention {
        at: event.time,
        place,
        text: clean(&text).replace('`', ""),
        is_withdrawn,
    };
    standing.chain(withdrawn).map(mention).collect()
}
