//! Taking an event: first the clock, then what it is found to be, then its effect (SEMANTICS.md,
//! section 5).

use std::num::NonZeroU64;

use crate::event::Deed;
use crate::monitor::{Cause, Finding, Matter, RefusalRecord, Status, Transition, VoidReason};
use crate::names::{ActId, ObligationId, PartyId};
use crate::terms::EarlyActs;
use crate::time::Instant;

use super::assess::{Assessment, Assessor, void};
use super::limit::count;
use super::run::Run;

/// Which of the two ways to take an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As a gatekeeper: what would be void, prohibited or premature is refused.
    Submit,
    /// As an auditor: what happened, happened.
    Record,
}

impl Run<'_> {
    /// Takes the event that the journal counted last: what it says was done, and when. Answers whether it
    /// was accepted.
    pub(in crate::monitor) fn take(&mut self, time: Instant, deed: &Deed, manner: Manner) -> bool {
        let place = self.journal.events;
        if time < self.state.clock {
            let void = void(place, time, VoidReason::OutOfOrder, Vec::new(), deed);
            return self.let_in(time, vec![void], manner);
        }
        // Even of an event that is refused its time has come.
        self.advance(time);
        let assessor = Assessor { terms: self.terms, state: self.state, place, time };
        let Assessment { findings, is_void } = assessor.assess(deed);
        let waives = findings.iter().any(|finding| matches!(finding.matter, Matter::Waived { .. }));
        let is_accepted = self.let_in(time, findings, manner);
        if is_accepted && !is_void {
            self.journal.event = Some(place);
            self.carry_out_deed(deed, waives);
            self.settle();
            self.journal.event = None;
        }
        is_accepted
    }

    /// Writes down what the event was found to be: as findings, or as a refusal of what a gatekeeper
    /// refuses. Answers whether it is accepted.
    fn let_in(&mut self, at: Instant, findings: Vec<Finding>, manner: Manner) -> bool {
        let is_refused = findings.iter().any(|finding| finding.kind().is_refused());
        if is_refused && manner == Manner::Submit {
            let event = self.journal.events;
            self.journal.refusals.push(RefusalRecord { event, at, findings });
            return false;
        }
        self.journal.findings.extend(findings);
        true
    }

    fn carry_out_deed(&mut self, deed: &Deed, waives: bool) {
        match deed {
            Deed::Act { actor, act, quantity } => {
                self.count_against_prohibitions(*actor, *act, *quantity);
                if waives {
                    self.waive(*act);
                }
                self.add_to_counters(*actor, *act, *quantity);
                self.add_to_progress(*actor, *act, *quantity);
            }
            Deed::Attest { obligation, .. } => {
                let status = match self.state.obligations[*obligation].status {
                    Status::Breached => Status::Cured,
                    _ => Status::Discharged,
                };
                self.move_to(*obligation, status, Cause::Attested);
            }
            Deed::Deny { obligation, .. } => self.deny(*obligation),
            Deed::Release { obligation, .. } => {
                self.move_to(*obligation, Status::Released, Cause::Released);
            }
            Deed::Extend { obligation, until, .. } => {
                self.set_deadline(*obligation, Some(*until));
            }
            Deed::Amend { obligation, amendment, .. } => {
                let tracked = &mut self.state.obligations[*obligation];
                if let Some(verifier) = amendment.verifier() {
                    tracked.verifier = Some(*verifier);
                }
                if let Some(debtor) = amendment.debtor() {
                    tracked.debtor = *debtor;
                }
                self.state.agenda.wake_obligation(*obligation);
                let transition = Transition::Amended { obligation: *obligation };
                self.journal.change(self.state.clock, transition);
            }
            Deed::Waive { act, .. } => self.waive(*act),
            Deed::Tick { .. } | Deed::Unknown(_) => {}
        }
    }

    fn count_against_prohibitions(&mut self, actor: PartyId, act: ActId, quantity: NonZeroU64) {
        for id in &self.terms.graph.acts[act].prohibited_by {
            let Some((counted, is_past)) = count(self.terms, self.state, *id, actor, quantity)
            else {
                continue;
            };
            let tracked = &mut self.state.obligations[*id];
            tracked.count = counted;
            let breaks = is_past && self.terms.obligations[*id].binding;
            if breaks && tracked.status != Status::Breached {
                self.move_to(*id, Status::Breached, Cause::LimitPassed);
            }
        }
    }

    fn waive(&mut self, act: ActId) {
        if !std::mem::replace(&mut self.state.waived[act], true) {
            self.journal.change(self.state.clock, Transition::Waived { act });
            for id in &self.terms.graph.acts[act].performed_by {
                self.state.agenda.wake_obligation(*id);
            }
        }
    }

    fn add_to_counters(&mut self, actor: PartyId, act: ActId, quantity: NonZeroU64) {
        let graph = &self.terms.graph;
        for (id, counter) in graph.counters_of(act, actor) {
            let sum = &mut self.state.counters[id];
            *sum = sum.saturating_add(quantity.get()).min(counter.most);
            let sum = *sum;
            for (at_least, node) in &counter.thresholds {
                let holds = sum >= *at_least;
                self.state.truth.set(graph, *node, holds, &mut self.state.agenda);
            }
        }
    }

    fn add_to_progress(&mut self, actor: PartyId, act: ActId, quantity: NonZeroU64) {
        for id in &self.terms.graph.acts[act].performed_by {
            let tracked = &mut self.state.obligations[*id];
            let early = self.terms.obligations[*id].performance().map(|duty| duty.early);
            let counts = match tracked.status {
                Status::Due | Status::Suspended | Status::Breached => true,
                Status::Dormant => early == Some(EarlyActs::Count),
                _ => false,
            };
            if !counts || tracked.debtor != actor {
                continue;
            }
            tracked.progress = tracked.progress.saturating_add(quantity.get());
            let progress = tracked.progress;
            let transition = Transition::Progressed { obligation: *id, progress };
            self.journal.change(self.state.clock, transition);
            self.state.agenda.wake_obligation(*id);
        }
    }

    /// The verifier denies: the progress is gone, and a deadline that is past is missed now.
    fn deny(&mut self, id: ObligationId) {
        let now = self.state.clock;
        let event = self.journal.event;
        let obligation = &self.terms.obligations[id];
        let tracked = &mut self.state.obligations[id];
        let party = tracked.debtor;
        let mut find = |matter| self.journal.findings.push(Finding { at: now, event, matter });
        find(Matter::Denied { party, obligation: id });
        tracked.progress = 0;
        let missed = tracked.deadline.filter(|deadline| *deadline < now);
        let (status, cause) = match (tracked.status, missed) {
            (Status::Performed, Some(deadline)) if obligation.binding && !obligation.target => {
                tracked.fired = true;
                find(Matter::Overdue { party, obligation: id, deadline });
                (Some(Status::Breached), Cause::DeniedTooLate)
            }
            (Status::Performed, missed) => {
                if missed.is_some() && !tracked.fired {
                    tracked.fired = true;
                    find(Matter::Unmet { party, obligation: id });
                }
                (Some(Status::Due), Cause::Denied)
            }
            _ => (None, Cause::Denied),
        };
        self.journal.change(now, Transition::Progressed { obligation: id, progress: 0 });
        match status {
            Some(status) => self.move_to(id, status, cause),
            None => self.state.agenda.wake_obligation(id),
        }
    }
}
