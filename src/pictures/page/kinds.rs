//! The kinds of a page: what is owed in each subject, of how many it stands how, and each subject by its
//! name.

use crate::names::{Ids, Key, KindId, ObligationId};
use crate::pictures::Chronicle;
use crate::pictures::fit::clean;
use crate::pictures::look::Look;
use crate::pictures::subject_anchor;
use crate::report::SubjectStanding;

use super::findings::Pointers;
use super::tables::notes;
use super::words::Words;
use super::{Link, anchor};

/// So many subjects of a kind are listed at most.
pub(super) const MOST: usize = 1_000;

/// So many at most are unfolded from the start.
const FEW: usize = 10;

pub(super) struct KindPart {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) gist: String,
    pub(super) count: usize,
    pub(super) is_closed: bool,
    pub(super) is_unfolded: bool,
    pub(super) duties: Vec<DutyRow>,
    pub(super) subjects: Vec<SubjectRow>,
    /// How many more there are than are listed.
    pub(super) more: usize,
}

/// What is owed in each subject.
pub(super) struct DutyRow {
    pub(super) anchor: String,
    pub(super) heading: String,
    pub(super) name: String,
    pub(super) debtor: String,
    pub(super) creditor: String,
    pub(super) act: Link,
    pub(super) is_prohibition: bool,
    pub(super) notes: Vec<String>,
    /// Of how many it stands how.
    pub(super) counts: Vec<(Look, usize)>,
    pub(super) passages: Vec<Link>,
    pub(super) findings: Vec<Link>,
}

/// A subject, and how each duty stands in it, in the order of the duties.
pub(super) struct SubjectRow {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) opened: String,
    pub(super) terminated: Option<String>,
    pub(super) cells: Vec<Cell>,
    pub(super) findings: Vec<Link>,
}

pub(super) struct Cell {
    pub(super) look: Look,
    pub(super) done: Option<String>,
    pub(super) deadline: Option<String>,
}

pub(super) fn kinds(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
) -> Vec<KindPart> {
    let (terms, report) = (words.terms, chronicle.report());
    let kinds = terms.kinds.keys();
    kinds
        .map(|kind| {
            let count = usize::try_from(report.subject_count(kind)).unwrap_or(usize::MAX);
            let subjects = report.subjects(kind).take(MOST);
            KindPart {
                anchor: anchor("kind", kind.place()),
                name: clean(&terms.kind_names[kind]),
                gist: clean(terms.kinds[kind].terms.description()),
                count,
                is_closed: report.is_list_closed(kind),
                is_unfolded: count <= FEW,
                duties: duties(chronicle, words, pointers, kind),
                subjects: subjects.map(|it| subject(words, pointers, &it)).collect(),
                more: count.saturating_sub(MOST),
            }
        })
        .collect()
}

fn duties(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
    kind: KindId,
) -> Vec<DutyRow> {
    let terms = words.terms;
    let ids: &[ObligationId] = &terms.graph.scope(Some(kind)).obligations;
    let folded = chronicle.report().folded(kind);
    ids.iter()
        .zip(folded)
        .map(|(id, folded)| {
            let obligation = &terms.obligations[*id];
            let is_prohibition = obligation.is_prohibition();
            let look = |status, word| Look { word, ..Look::of_status(status, is_prohibition) };
            DutyRow {
                anchor: anchor("obligation", id.place()),
                heading: words.obligation(*id),
                name: clean(&terms.obligation_names[*id]),
                debtor: words.who(&obligation.debtor),
                creditor: words.who(&obligation.creditor),
                act: match obligation.acts().first() {
                    Some(act) => words.to_act(*act),
                    None => words.to_obligation(*id),
                },
                is_prohibition,
                notes: notes(words, *id, obligation),
                counts: folded
                    .counts()
                    .map(|(fold, count)| (look(fold.status(), fold.word()), count))
                    .collect(),
                passages: words.to_passages(&obligation.cites),
                findings: pointers.of_obligation(words, *id),
            }
        })
        .collect()
}

fn subject(words: &Words<'_>, pointers: &Pointers, subject: &SubjectStanding<Ids>) -> SubjectRow {
    let terms = words.terms;
    let cells = subject.obligations.iter().map(|standing| {
        let id = standing.obligation;
        let obligation = &terms.obligations[id];
        let done = obligation.performance().filter(|duty| duty.quantity.is_some());
        let done = done.map(|duty| {
            let quantity = duty.quantity.as_ref();
            let (progress, owed) = (standing.progress, standing.quantity);
            clean(&words.sentences.told_done(id, progress, owed, quantity))
        });
        let open = standing.deadline.filter(|_| !standing.status.is_closed());
        Cell {
            look: Look::of_status(standing.status, obligation.is_prohibition()),
            done,
            deadline: open.map(|at| words.sentences.instant_of(id, at)),
        }
    });
    SubjectRow {
        anchor: subject_anchor(terms, &subject.subject),
        name: clean(&subject.subject.name),
        opened: words.sentences.instant(subject.opened),
        terminated: subject.terminated.map(|at| words.sentences.instant(at)),
        cells: cells.collect(),
        findings: pointers.of_subject(&subject.subject),
    }
}
