//! Words about obligations, and waivers (section 5).

use std::rc::Rc;

use super::document::{Form, Obligation};
use super::events::{Event, Terms, What};
use super::run::{Finding, Run};
use super::state::{ScopeId, Standing, Status};
use super::taking::Void;
use super::time::{Instant, moved};
use super::view::View;

impl Run {
    /// A word, a waiver or a tick takes effect as things stand, or is void.
    pub(crate) fn speak(&mut self, event: &Event, scope: ScopeId) -> Result<(), Void> {
        let agreement = Rc::clone(&self.agreement);
        if let What::Waive(act) = &event.what {
            let act = agreement.act(act).ok_or("unknown")?;
            let protected = self.view().protected(act, scope);
            let voice = event.voice();
            if !protected.iter().all(|it| agreement.speak_for(&voice, it, None)) {
                return Err("no-consent");
            }
            let acts = &mut self.state_mut().scopes[scope].acts;
            acts.get_mut(&act.name).ok_or("unknown")?.is_waived = true;
            return Ok(());
        }
        let Some(name) = event.what.obligation() else { return Ok(()) };
        let obligation = agreement.obligation(name).ok_or("unknown")?;
        let word = Word { view: self.view(), event, obligation, scope };
        match &event.what {
            What::Attest(_) => {
                word.check_verifier()?;
                let now = event.time;
                self.standing_mut(scope, name).verify(now, false);
            }
            What::Deny(_) => {
                word.check_verifier()?;
                self.deny(event, obligation, scope);
            }
            What::Release(_) => {
                word.check_creditor()?;
                if word.standing().status.is_closed() {
                    return Err("closed");
                }
                self.standing_mut(scope, name).close(Status::Released, event.time, false);
            }
            What::Extend { until, .. } => {
                word.check_creditor()?;
                word.check_extension(*until)?;
                self.standing_mut(scope, name).set_deadline(*until, event.time);
            }
            What::Amend { terms, .. } => {
                word.check_amendment(terms)?;
                self.amend(event, obligation, scope, terms);
            }
            _ => {}
        }
        Ok(())
    }

    fn deny(&mut self, event: &Event, obligation: &Obligation, scope: ScopeId) {
        let now = event.time;
        let subject = self.state().scopes[scope].clone();
        let standing = self.standing_mut(scope, &obligation.name);
        standing.progress = 0;
        standing.enough = None;
        if standing.status == Status::Performed {
            if let (Some(deadline), Some(from)) = (standing.deadline, standing.moves_from) {
                standing.deadline = moved(deadline, now - from);
            }
            // A rest that began and ended now does not count.
            if standing.rests != Some(now) {
                standing.due_since = Some(now);
            }
            standing.status = Status::Due;
            standing.rests = None;
            standing.moves_from = None;
        }
        let found = Finding::new("denied", standing.debtor.clone(), now)
            .of_obligation(&obligation.name, &subject)
            .by_event(event.place);
        self.findings.push(found);
    }

    fn amend(&mut self, event: &Event, obligation: &Obligation, scope: ScopeId, terms: &Terms) {
        let standing = self.standing_mut(scope, &obligation.name);
        let is_dormant = standing.status == Status::Dormant;
        let Terms { debtor, creditor, verifier, until, quantity } = terms;
        for (place, (new, old)) in [
            (debtor, &mut standing.debtor),
            (creditor, &mut standing.creditor),
            (verifier, &mut standing.verifier),
        ]
        .into_iter()
        .enumerate()
        {
            if new.is_some() {
                old.clone_from(new);
                standing.is_amended[place] |= is_dormant;
            }
        }
        if let Some(until) = until {
            standing.set_deadline(*until, event.time);
        }
        if quantity.is_some() {
            standing.quantity = *quantity;
        }
    }
}

struct Word<'a> {
    view: View<'a>,
    event: &'a Event,
    obligation: &'a Obligation,
    scope: ScopeId,
}

impl Word<'_> {
    fn standing(&self) -> &Standing {
        &self.view.state.scopes[self.scope].obligations[&self.obligation.name]
    }

    fn speak_for(&self, party: Option<&String>) -> bool {
        let debtor = self.standing().debtor.as_deref();
        let voice = self.event.voice();
        party.is_some_and(|party| self.view.agreement.speak_for(&voice, party, debtor))
    }

    fn check_verifier(&self) -> Result<(), Void> {
        let standing = self.standing();
        if !self.speak_for(standing.verifier.as_ref()) {
            return Err("unauthorized");
        }
        match standing.status {
            Status::Performed => Ok(()),
            Status::Breached if standing.is_enough() => Ok(()),
            _ => Err("nothing-to-verify"),
        }
    }

    fn check_creditor(&self) -> Result<(), Void> {
        match self.speak_for(self.standing().creditor.as_ref()) {
            true => Ok(()),
            false => Err("unauthorized"),
        }
    }

    /// Due or suspended, or a duty that is breached, not done and with a window left.
    fn is_movable(&self) -> bool {
        let standing = self.standing();
        match standing.status {
            Status::Due | Status::Suspended => true,
            Status::Breached => {
                let has_window = match self.obligation.form {
                    Form::Perform(_) => self
                        .view
                        .acts_of(self.obligation)
                        .any(|act| !self.view.is_shut(act, self.scope)),
                    Form::Achieve(_) => true,
                    Form::Refrain(_) => false,
                };
                has_window && !standing.is_enough()
            }
            _ => false,
        }
    }

    fn check_extension(&self, until: Instant) -> Result<(), Void> {
        let is_later = self.standing().deadline.is_some_and(|it| it < until);
        match self.is_movable() && is_later && until >= self.view.state.clock {
            true => Ok(()),
            false => Err("no-deadline"),
        }
    }

    fn check_amendment(&self, terms: &Terms) -> Result<(), Void> {
        let standing = self.standing();
        let consent = [&standing.debtor, &standing.creditor]
            .into_iter()
            .all(|it| self.speak_for(it.as_ref()))
            && [&terms.debtor, &terms.creditor, &terms.verifier]
                .into_iter()
                .all(|it| it.is_none() || self.speak_for(it.as_ref()));
        if !consent {
            return Err("no-consent");
        }
        if standing.status.is_closed() {
            return Err("closed");
        }
        let debtor = terms.debtor.as_ref().or(standing.debtor.as_ref());
        let creditor = terms.creditor.as_ref().or(standing.creditor.as_ref());
        let verifier = terms.verifier.as_ref().or(standing.verifier.as_ref());
        let is_able = terms.debtor.as_ref().is_none_or(|debtor| {
            let mut acts = self.view.acts_of(self.obligation);
            acts.all(|act| self.view.is_able(debtor, act, self.scope))
        });
        if debtor == creditor || debtor == verifier || !is_able {
            return Err("unauthorized");
        }
        let is_to_perform = matches!(self.obligation.form, Form::Perform(_));
        let is_duty = !self.obligation.is_prohibition();
        let verifier_fits = terms.verifier.is_none() || is_to_perform;
        let is_moved = terms.until.is_none() || is_duty;
        let is_counted = terms.quantity.is_none() || is_to_perform;
        let needs_due = terms.until.is_some() || terms.quantity.is_some();
        let is_late = terms.until.is_some_and(|until| until < self.view.state.clock);
        match verifier_fits
            && is_moved
            && is_counted
            && !is_late
            && (!needs_due || self.is_movable())
        {
            true => Ok(()),
            false => Err("not-due"),
        }
    }
}
