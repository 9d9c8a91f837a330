//! How a page stood at any instant at which something happened, for its script.

use crate::monitor::{Status, Transition};
use crate::names::{Ids, ObligationId, Subject};
use crate::pictures::Chronicle;
use crate::pictures::look::Look;
use crate::pictures::timeline::Scale;
use crate::report::Sentences;
use crate::time::Instant;

/// The instants at which something happened, in order.
pub(super) struct Stops {
    instants: Vec<Instant>,
    looks: Vec<Look>,
}

/// An instant as it is chosen.
pub(super) struct Stop {
    /// Where it is on the timeline.
    pub(super) x: String,
    pub(super) text: String,
}

impl Stops {
    pub(super) fn of(chronicle: &Chronicle) -> Self {
        let report = chronicle.report();
        let mut instants: Vec<Instant> = Vec::new();
        instants.extend(chronicle.changes().iter().map(|change| change.at));
        instants.extend(chronicle.events().iter().map(|told| told.event.time));
        instants.extend(chronicle.withdrawn().iter().map(|it| it.event.time));
        instants.extend(report.findings().map(|finding| finding.at));
        instants.extend(report.refusals().map(|refusal| refusal.at));
        // Of a run that has not begun there is neither.
        instants.extend(report.as_of().into_iter().flat_map(|as_of| [chronicle.start(), as_of]));
        instants.sort_unstable();
        instants.dedup();
        let mut looks: Vec<Look> = Vec::new();
        for is_prohibition in [false, true] {
            let all = Status::ALL.into_iter().map(|it| Look::of_status(it, is_prohibition));
            for look in all {
                if !looks.contains(&look) {
                    looks.push(look);
                }
            }
        }
        Self { instants, looks }
    }

    /// The number of the last that is not after an instant.
    pub(super) fn number(&self, at: Instant) -> usize {
        self.instants.partition_point(|stop| *stop <= at).saturating_sub(1)
    }

    pub(super) fn list(&self, sentences: &Sentences<'_>, scale: &Scale) -> Vec<Stop> {
        let stop = |at: &Instant| Stop { x: scale.shown(*at), text: sentences.instant(*at) };
        self.instants.iter().map(stop).collect()
    }

    /// Every look that an obligation can have.
    pub(super) fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// Since which stop an obligation has had which look, by their numbers: `0:0 3:1`.
    pub(super) fn looks_by_stop(
        &self,
        chronicle: &Chronicle,
        id: ObligationId,
        subject: Option<&Subject>,
        is_prohibition: bool,
    ) -> String {
        let look = |status: Status| Look::of_status(status, is_prohibition);
        let own = chronicle.changes().iter().filter(|it| it.subject.as_ref() == subject);
        let moves = own.filter_map(|change| match &change.transition {
            Transition::<Ids>::Moved { obligation, to, .. } if *obligation == id => {
                Some(self.since(change.at, look(*to)))
            }
            _ => None,
        });
        format!("0:{}", self.number_of(look(Status::Dormant))) + &moves.collect::<String>()
    }

    /// A look that it has since an instant: ` 3:1`.
    pub(super) fn since(&self, at: Instant, look: Look) -> String {
        format!(" {}:{}", self.number(at), self.number_of(look))
    }

    fn number_of(&self, look: Look) -> usize {
        self.looks.iter().position(|it| *it == look).unwrap_or_default()
    }
}
