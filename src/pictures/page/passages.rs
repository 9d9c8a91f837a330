//! The text of the agreement, passage by passage, each as its obligations stand.

use std::collections::BTreeSet;

use crate::monitor::{Finding, Status};
use crate::names::{ActId, ObligationId};
use crate::pictures::Chronicle;
use crate::pictures::chronicle::Way;
use crate::pictures::fit::clean;
use crate::pictures::look::Look;

use super::amendments::Marks;
use super::findings::Pointers;
use super::words::Words;
use super::{Link, anchor};

/// A passage as it is shown.
pub(super) struct Passage {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) gist: String,
    pub(super) changed: Vec<Link>,
    pub(super) look: Look,
    /// Its obligations and acts, and how each of them stands.
    pub(super) parts: Vec<(Link, Look)>,
    pub(super) findings: Vec<Link>,
}

pub(super) fn passages(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
    marks: &Marks,
) -> Vec<Passage> {
    let terms = words.terms;
    let in_subjects = in_subjects(chronicle);
    let passages = terms.passages.iter().enumerate();
    passages
        .map(|(place, (id, passage))| {
            let standing = Standing::of(chronicle, words, &in_subjects, id);
            let mut parts: Vec<(Link, Look)> = Vec::new();
            for (id, status) in &standing.obligations {
                let look = Look::of_status(*status, terms.obligations[*id].is_prohibition());
                parts.push((words.to_obligation(*id), look));
            }
            for act in &standing.acts {
                parts.push((words.to_act(*act), of_act(chronicle, *act)));
            }
            Passage {
                anchor: anchor("passage", place),
                id: clean(id),
                gist: clean(&passage.gist),
                changed: marks.of("passages", id),
                look: standing.look(words, chronicle, passage.normative),
                parts,
                findings: pointers.of_passage(words, id),
            }
        })
        .collect()
}

/// How an act stands: whether its way is open.
pub(super) fn of_act(chronicle: &Chronicle, act: ActId) -> Look {
    match chronicle.way(act) {
        Way::Open(forbidden) if forbidden.is_empty() => {
            Look { class: "discharged", symbol: "▸", word: "open" }
        }
        Way::Open(_) => Look { class: "performed", symbol: "▸", word: "open to some" },
        Way::Forbidden => Look { class: "suspended", symbol: "⊘", word: "forbidden" },
        Way::Waits => Look { class: "dormant", symbol: "○", word: "waits" },
        Way::Over => Look { class: "lapsed", symbol: "–", word: "time is over" },
    }
}

/// How the obligations of kinds stand, each status that occurs once; dormant where there is no subject.
fn in_subjects(chronicle: &Chronicle) -> BTreeSet<(ObligationId, Status)> {
    let report = chronicle.report();
    let terms = report.agreement().terms();
    let mut standings = BTreeSet::new();
    for kind in terms.kinds.keys() {
        let mut is_empty = true;
        for standing in report.subjects(kind).flat_map(|subject| subject.obligations) {
            is_empty = false;
            standings.insert((standing.obligation, standing.status));
        }
        if is_empty {
            let ids = &terms.graph.scope(Some(kind)).obligations;
            standings.extend(ids.iter().map(|id| (*id, Status::Dormant)));
        }
    }
    standings
}

/// What a passage is encoded by, and what was found about that.
struct Standing {
    obligations: Vec<(ObligationId, Status)>,
    acts: Vec<ActId>,
    /// What was found, and whether nothing is left of it to be made good.
    findings: Vec<(Finding, bool)>,
}

impl Standing {
    fn of(
        chronicle: &Chronicle,
        words: &Words<'_>,
        in_subjects: &BTreeSet<(ObligationId, Status)>,
        id: &str,
    ) -> Self {
        let terms = words.terms;
        let cites = |cites: &[Box<str>]| cites.iter().any(|cited| **cited == *id);
        let standings = chronicle.report().obligations();
        Self {
            obligations: standings
                .filter(|standing| cites(&terms.obligations[standing.obligation].cites))
                .map(|standing| (standing.obligation, standing.status))
                .chain(
                    in_subjects
                        .iter()
                        .copied()
                        .filter(|(id, _)| cites(&terms.obligations[*id].cites)),
                )
                .collect(),
            acts: words.acts().filter(|(_, act)| cites(&act.cites)).map(|(id, _)| id).collect(),
            findings: chronicle
                .report()
                .findings()
                .enumerate()
                .filter(|(_, finding)| cites(words.sentences.cites(finding)))
                .map(|(place, finding)| {
                    let since = words.aftermaths.since(place, &finding);
                    (finding, since.is_some_and(|since| since.is_over))
                })
                .collect(),
        }
    }

    /// The look of the whole passage: what is worst about it, else what is still open, else how it
    /// was closed.
    fn look(&self, words: &Words<'_>, chronicle: &Chronicle, is_normative: bool) -> Look {
        if self.obligations.is_empty() && self.acts.is_empty() {
            return match is_normative {
                true => Look { class: "told", symbol: "i", word: "encoded by nothing" },
                false => Look { class: "lapsed", symbol: "–", word: "only tells" },
            };
        }
        let is_prohibition = |id: &ObligationId| words.terms.obligations[*id].is_prohibition();
        let some = |status: Status, prohibits: bool| {
            let found = |(id, stands): &(ObligationId, Status)| {
                *stands == status && is_prohibition(id) == prohibits
            };
            self.obligations.iter().any(found).then(|| Look::of_status(status, prohibits))
        };
        let either = |status| some(status, false).or_else(|| some(status, true));
        let wrong = || {
            let is_wrong =
                |(finding, is_over): &&(Finding, bool)| !finding.kind().is_only_told() && !is_over;
            let (finding, _) = self.findings.iter().find(is_wrong)?;
            Some(Look::of_finding(finding.kind()))
        };
        let open = [Status::Due, Status::Performed, Status::Suspended];
        either(Status::Breached)
            .or_else(wrong)
            .or_else(|| open.into_iter().find_map(|status| some(status, false)))
            .or_else(|| either(Status::Suspended))
            .or_else(|| either(Status::Dormant))
            .or_else(|| some(Status::Due, true))
            .or_else(|| either(Status::Cured))
            .or_else(|| either(Status::Repaired))
            .or_else(|| either(Status::Discharged))
            .or_else(|| either(Status::Released))
            .or_else(|| either(Status::Lapsed))
            .or_else(|| self.findings.first().map(|(finding, _)| Look::of_finding(finding.kind())))
            .or_else(|| {
                self.acts
                    .iter()
                    .find(|act| !matches!(chronicle.way(**act), Way::Open(_)))
                    .map(|act| of_act(chronicle, *act))
            })
            .or_else(|| self.acts.first().map(|act| of_act(chronicle, *act)))
            .unwrap_or(Look { class: "lapsed", symbol: "–", word: "only tells" })
    }
}
