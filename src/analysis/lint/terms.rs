//! What can be read off the terms alone.

use std::collections::BTreeSet;

use crate::names::ObligationId;
use crate::terms::{Deadline, Terms};

use super::conditions::place_of;
use super::standoff::Blocked;
use super::{Lint, LintKind, Said, Severity, Topic};

pub(super) fn lints(terms: &Terms, blocked: &Blocked<'_>) -> Vec<Lint> {
    let mut lints: Vec<Said> = Vec::new();
    for id in terms.obligations.keys() {
        if !blocked.obligation(id) {
            lints.extend(no_deadline(terms, id));
            lints.extend(deadline_before_date(terms, id));
        }
        lints.extend(cites_nothing(terms, id));
    }
    lints.extend(uncited(terms));
    lints.into_iter().map(Said::lint).collect()
}

fn no_deadline(terms: &Terms, id: ObligationId) -> Option<Said> {
    let obligation = &terms.obligations[id];
    let has_none = obligation.performance()?.deadline.is_none();
    let creditor = match obligation.creditor.named() {
        Some(creditor) => format!("`{}`", terms.parties[*creditor].name),
        None => "its creditor".to_owned(),
    };
    (has_none && obligation.binding).then(|| Said {
        kind: LintKind::NoDeadline,
        severity: Severity::Advice,
        place: place_of(terms, id, "within"),
        topic: Topic::Obligation(id),
        message: format!(
            "it has no deadline: however long it is left undone, {creditor} can never call it \
             breached",
        ),
        advice: "say within what time, or at what instant".to_owned(),
    })
}

fn deadline_before_date(terms: &Terms, id: ObligationId) -> Option<Said> {
    match terms.obligations[id].performance()?.deadline()? {
        Deadline::At(at) if at.written().is_some_and(|at| Some(at) < terms.date) => {
            Some(deadline_before_due(terms, id))
        }
        Deadline::At(_) | Deadline::Within(_) => None,
    }
}

pub(super) fn deadline_before_due(terms: &Terms, id: ObligationId) -> Said {
    Said {
        kind: LintKind::DeadlineBeforeDue,
        severity: Severity::Warning,
        place: place_of(terms, id, "at"),
        topic: Topic::Obligation(id),
        message: "its deadline is past before it can fall due, so it has none".to_owned(),
        advice: "set a later deadline, or count it from when the duty falls due".to_owned(),
    }
}

fn cites_nothing(terms: &Terms, id: ObligationId) -> Option<Said> {
    let has_none = terms.obligations[id].cites.is_empty() && !terms.passages.is_empty();
    has_none.then(|| Said {
        kind: LintKind::CitesNothing,
        severity: Severity::Advice,
        place: place_of(terms, id, "cites"),
        topic: Topic::Obligation(id),
        message: "no passage of the text is cited for it".to_owned(),
        advice: "cite what it rests on, or ask whether the text has it at all".to_owned(),
    })
}

/// Normative passages that nothing cites.
fn uncited(terms: &Terms) -> Vec<Said> {
    let acts = terms.acts.values().flat_map(|act| act.cites.iter());
    let obligations = terms.obligations.values().flat_map(|it| it.cites.iter());
    let cited: BTreeSet<&str> = acts.chain(obligations).map(|id| &**id).collect();
    let passages = terms.passages.iter();
    let uncited = passages.filter(|(id, passage)| passage.normative && !cited.contains(&**id));
    uncited
        .map(|(id, passage)| Said {
            kind: LintKind::UncitedPassage,
            severity: Severity::Warning,
            place: format!("passages.{id}"),
            topic: Topic::Passage(id.clone()),
            message: format!("nothing encodes it: {}", passage.gist),
            advice: "encode it and cite it, or call it a passage that only tells".to_owned(),
        })
        .collect()
}
