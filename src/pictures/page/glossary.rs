//! The words of a page and what they mean, for a reader who meets them for the first time.

use std::collections::BTreeSet;

use crate::monitor::{FindingKind, Outcome, Status};
use crate::pictures::Chronicle;
use crate::pictures::look::Look;

/// A word of the page, and what it means.
pub(super) struct Entry {
    pub(super) look: Look,
    pub(super) meaning: &'static str,
}

/// The words that occur: of the outcome, of how obligations stand, of what was found.
pub(super) fn glossary(chronicle: &Chronicle) -> Vec<Entry> {
    let report = chronicle.report();
    let terms = report.agreement().terms();
    let mut statuses: BTreeSet<(Status, bool)> = BTreeSet::new();
    let mut stands = |id, status| {
        statuses.insert((status, terms.obligations[id].is_prohibition()));
    };
    for standing in report.obligations() {
        stands(standing.obligation, standing.status);
    }
    for kind in terms.kinds.keys() {
        for standing in report.subjects(kind).flat_map(|subject| subject.obligations) {
            stands(standing.obligation, standing.status);
        }
    }
    for left in report.left_behind() {
        stands(left.standings.obligation, left.standings.status);
    }
    let outcome = [(Look::of_outcome(report.outcome()), of_outcome(report.outcome()))];
    let statuses = statuses.into_iter().map(|(status, prohibits)| {
        (Look::of_status(status, prohibits), of_status(status, prohibits))
    });
    let kinds: BTreeSet<&str> = report.findings().map(|it| it.kind().as_str()).collect();
    let kinds = FindingKind::ALL.into_iter().filter(|kind| kinds.contains(kind.as_str()));
    let kinds = kinds.map(|kind| (Look::of_finding(kind), of_finding(kind)));
    let mut entries: Vec<Entry> = Vec::new();
    for (look, meaning) in outcome.into_iter().chain(statuses).chain(kinds) {
        if !entries.iter().any(|known| known.look.word == look.word) {
            entries.push(Entry { look, meaning });
        }
    }
    entries
}

fn of_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breached => "a binding obligation stands breached",
        Outcome::Settled => "nothing stands breached, and what the agreement calls settled holds",
        Outcome::Terminated => "the agreement has ended, and nothing stands breached",
        Outcome::Clear => "nothing is owed now, though something may still arise",
        Outcome::Pending => "nothing stands breached, and something is still to be done",
    }
}

fn of_status(status: Status, is_prohibition: bool) -> &'static str {
    match status {
        Status::Dormant => "not owed yet: it waits for something to come about",
        Status::Due if is_prohibition => "forbidden now",
        Status::Due => "owed now",
        Status::Performed => "done, and waits for its verifier",
        Status::Suspended => "rests: neither it nor its deadline runs",
        Status::Discharged if is_prohibition => "it ended without having been broken",
        Status::Discharged => "done, and over",
        Status::Breached => "broken: it was not done in time, or what is forbidden was done",
        Status::Cured => "broken, and made good since by doing it late",
        Status::Repaired => "broken, and made good since by something else in its place",
        Status::Released => "its creditor has given it up",
        Status::Lapsed => "it ended without being done, and nobody is to blame",
    }
}

fn of_finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Overdue => "a duty was not done by its deadline",
        FindingKind::Prohibited => "something was done that its actor must not do",
        FindingKind::Premature => "an act was done before what had to come first",
        FindingKind::Belated => "an act was done after its time was over",
        FindingKind::Void => "an event had no effect",
        FindingKind::Denied => "the verifier said that a duty was not performed",
        FindingKind::Unmet => "a hope was disappointed, or a warning not heeded; nobody's fault",
        FindingKind::DeadlinePassed => "a duty fell due after its fixed deadline; nobody's fault",
        FindingKind::Unreckoned => {
            "no deadline could be reckoned, for the calendar does not cover it; nobody's fault"
        }
        FindingKind::Waived => {
            "an act was done without what protects its actor alone; nobody's fault"
        }
        FindingKind::Repeated => "an event was told twice, and counts once; nobody's fault",
    }
}

/// What a word of the page means; nothing of what goes without saying.
pub(in crate::pictures) fn meaning(look: &Look) -> &'static str {
    for (status, prohibits) in Status::ALL.into_iter().flat_map(|it| [(it, false), (it, true)]) {
        if Look::of_status(status, prohibits).word == look.word {
            return of_status(status, prohibits);
        }
    }
    let mut kinds = FindingKind::ALL.into_iter();
    kinds.find(|kind| kind.as_str() == look.word).map_or("", of_finding)
}
