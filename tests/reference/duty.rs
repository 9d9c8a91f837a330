//! What a round does to one obligation (section 4, rules 2 to 6).

use super::condition::Condition;
use super::document::{Form, Obligation};
use super::good::Good;
use super::rounds::Round;
use super::run::Finding;
use super::state::{Ender, RUN, ScopeId, Standing, Status};
use super::time::Instant;
use super::view::View;

/// One obligation in one scope, in one round.
pub(crate) struct Duty<'a> {
    pub(crate) round: &'a Round<'a>,
    pub(crate) obligation: &'a Obligation,
    pub(crate) scope: ScopeId,
}

impl Duty<'_> {
    pub(crate) fn change(&self, standing: &mut Standing, findings: &mut Vec<Finding>) {
        let is_prohibition = self.obligation.is_prohibition();
        match standing.status {
            Status::Dormant => self.dormant(standing, findings),
            Status::Due | Status::Suspended if is_prohibition => self.prohibition(standing),
            Status::Due | Status::Suspended => self.owed(standing, findings),
            Status::Breached if is_prohibition => self.breached_prohibition(standing),
            Status::Breached => self.breached(standing),
            _ => {}
        }
    }

    pub(crate) fn now(&self) -> Instant {
        self.round.now
    }

    pub(crate) fn view(&self) -> View<'_> {
        self.round.view
    }

    pub(crate) fn is_timer(&self) -> bool {
        self.round.cause.is_timer
    }

    fn holds(&self, condition: &Condition) -> bool {
        self.view().holds(condition, self.scope)
    }

    fn is_terminated(&self) -> bool {
        let state = self.view().state;
        let here = &state.scopes[self.scope];
        !self.obligation.survives && (state.terminated.is_some() || here.terminated.is_some())
    }

    fn is_until(&self) -> bool {
        let period = self.view().state.scopes[self.scope].period;
        let is_past = period.is_some_and(|(_, end)| end <= self.now());
        self.holds(&self.obligation.until) || self.obligation.is_prohibition() && is_past
    }

    pub(crate) fn finding(&self, kind: &'static str, party: Option<String>) -> Finding {
        let scope = &self.view().state.scopes[self.scope];
        Finding::new(kind, party, self.now()).of_obligation(&self.obligation.name, scope)
    }

    fn may_do_one(&self) -> bool {
        let view = self.view();
        view.acts_of(self.obligation).any(|act| view.may_be_done(act, self.scope))
    }

    /// To perform, and the windows of all its acts are over and unwaived.
    fn is_shut(&self) -> bool {
        let view = self.view();
        let is_to_perform = matches!(self.obligation.form, Form::Perform(_));
        is_to_perform && view.acts_of(self.obligation).all(|act| view.is_shut(act, self.scope))
    }

    fn is_done(&self, progress: u64, quantity: Option<u64>) -> bool {
        match &self.obligation.form {
            Form::Perform(_) => quantity.is_some_and(|quantity| progress >= quantity),
            Form::Achieve(condition) => self.holds(condition),
            Form::Refrain(_) => false,
        }
    }

    // Rule 2.

    fn dormant(&self, standing: &mut Standing, findings: &mut Vec<Finding>) {
        if self.is_terminated() {
            return standing.lapse("terminated", self.now(), self.is_timer());
        }
        if self.is_until() {
            return standing.lapse("ended", self.now(), self.is_timer());
        }
        let View { agreement, state } = self.view();
        let has_begun =
            state.scopes[self.scope].period.is_none_or(|(start, _)| start <= self.now());
        let falls_due = state.in_force.is_some() && has_begun && self.holds(&self.obligation.when);
        if let (true, Some(fixed)) = (falls_due, self.fixed(standing)) {
            let is_done = self.is_done(standing.progress, fixed.quantity);
            let is_to_perform = matches!(self.obligation.form, Form::Perform(_));
            if !is_to_perform || is_done || self.may_do_one() {
                return self.fall_due(standing, fixed, is_done, findings);
            }
        }
        let never = |condition| self.view().for_good(condition, self.scope) == Good::HoldsNot;
        let never_in_force = state.in_force.is_none()
            && self.view().for_good(&agreement.enters, RUN) == Good::HoldsNot;
        if never(&self.obligation.when) || never_in_force {
            standing.lapse("moot", self.now(), self.is_timer());
        } else if self.is_shut() {
            standing.lapse("window", self.now(), self.is_timer());
        }
    }

    // Rule 3.

    fn owed(&self, standing: &mut Standing, findings: &mut Vec<Finding>) {
        let now = self.now();
        let stood_due_before = standing.due_since.is_some_and(|since| since < now)
            && (standing.status == Status::Due || standing.rests == Some(now));
        if self.is_done(standing.progress, standing.quantity) {
            match (&standing.verifier, standing.breached) {
                (Some(_), _) => {
                    if standing.status == Status::Suspended {
                        standing.end_rest(now);
                    }
                    standing.rest(Status::Performed, now);
                    standing.enough = Some(now);
                }
                (None, Some(_)) => standing.close(Status::Cured, now, self.is_timer()),
                (None, None) => standing.close(Status::Discharged, now, self.is_timer()),
            }
        } else if self.is_terminated() {
            standing.lapse("terminated", now, self.is_timer());
        } else if self.is_until() {
            standing.lapse("ended", now, self.is_timer());
        } else if self.is_shut() {
            let is_late = stood_due_before
                && self.obligation.binding
                && self.was_ended_for(standing.debtor.as_deref());
            if is_late {
                findings.push(self.finding("overdue", standing.debtor.clone()));
                standing.breach(now, self.is_repairable());
            } else {
                if stood_due_before {
                    findings.push(self.finding("unmet", standing.debtor.clone()));
                }
                standing.lapse("window", now, self.is_timer());
            }
        } else if self.is_to_rest() {
            if standing.status == Status::Due {
                standing.rest(Status::Suspended, now);
            }
        } else if standing.status == Status::Suspended {
            if standing.rests != Some(now) {
                standing.due_since = Some(now);
            }
            standing.end_rest(now);
            standing.status = Status::Due;
        }
    }

    fn is_to_rest(&self) -> bool {
        let is_to_perform = matches!(self.obligation.form, Form::Perform(_));
        self.holds(&self.obligation.suspended) || is_to_perform && !self.may_do_one()
    }

    /// Whether each window (and list) was ended by time, or by somebody who acts for the debtor.
    fn was_ended_for(&self, debtor: Option<&str>) -> bool {
        let view = self.view();
        let is_for = |ender: Option<&Ender>| match ender {
            Some(Ender::By(actors)) => {
                actors.iter().any(|actor| debtor.is_some_and(|debtor| view.acts_for(actor, debtor)))
            }
            Some(Ender::Nobody) => false,
            Some(Ender::Time) | None => true,
        };
        view.acts_of(self.obligation).all(|act| {
            let is_of_other = self.obligation.of.is_none() && act.of.is_some();
            let scopes = match (is_of_other, &act.of) {
                (true, kind) => view.state.scopes_of(kind.as_deref()),
                (false, None) => vec![RUN],
                (false, Some(_)) => vec![self.scope],
            };
            let list = act.of.as_deref().and_then(|kind| view.state.kinds.get(kind));
            let has_list_ended =
                !is_of_other || is_for(list.and_then(|list| list.closed_by.as_ref()));
            has_list_ended
                && scopes.iter().all(|scope| {
                    let here = &view.state.scopes[*scope].acts[&act.name];
                    is_for(here.ended.as_ref().map(|(_, ender)| ender))
                })
        })
    }

    // Rules 4 and 6.

    fn prohibition(&self, standing: &mut Standing) {
        if self.is_terminated() || self.is_until() {
            standing.close(Status::Discharged, self.now(), self.is_timer());
        } else if self.holds(&self.obligation.suspended) {
            if standing.status == Status::Due {
                standing.rest(Status::Suspended, self.now());
            }
        } else if standing.status == Status::Suspended {
            standing.end_rest(self.now());
            standing.fall_due_again(self.now());
        }
    }

    fn breached(&self, standing: &mut Standing) {
        let is_done = self.is_done(standing.progress, standing.quantity);
        if is_done && standing.verifier.is_none() {
            standing.close(Status::Cured, self.now(), self.is_timer());
        } else if self.is_repaired(standing) {
            standing.close(Status::Repaired, self.now(), self.is_timer());
        } else if is_done {
            standing.enough.get_or_insert(self.now());
        }
    }

    fn breached_prohibition(&self, standing: &mut Standing) {
        standing.has_ended |= self.is_terminated() || self.is_until();
        if !self.is_repaired(standing) {
            return;
        }
        if standing.has_ended {
            standing.close(Status::Repaired, self.now(), self.is_timer());
        } else {
            standing.counted.clear();
            standing.fall_due_again(self.now());
        }
    }

    fn is_repaired(&self, standing: &Standing) -> bool {
        let repair = self.obligation.repaired_by.as_deref();
        let repair = repair.and_then(|it| self.view().standing(it, self.scope));
        standing.is_repairable
            && repair.is_some_and(|it| matches!(it.status, Status::Discharged | Status::Cured))
    }

    fn is_repairable(&self) -> bool {
        self.view().is_repairable(self.obligation, self.scope)
    }
}

impl View<'_> {
    /// Whether a breach that comes about now can still be repaired: what repairs it was not closed
    /// yet (what a timer of this instant closed, was not).
    pub(crate) fn is_repairable(&self, obligation: &Obligation, scope: ScopeId) -> bool {
        let repair = obligation.repaired_by.as_deref();
        repair.and_then(|it| self.standing(it, scope)).is_some_and(|it| {
            let closed_now = it.is_closed_by_timer && it.closed == Some(self.state.clock);
            !it.status.is_closed() || closed_now
        })
    }
}
