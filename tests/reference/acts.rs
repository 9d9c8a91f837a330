//! What an act comes to, in the state just before it (section 5).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::document::{Act, Obligation, Window};
use super::events::Event;
use super::parties::Voice;
use super::periods::index_at;
use super::run::{Cause, Finding, Run};
use super::state::{Done, RUN, ScopeId, Standing, Status};
use super::taking::Void;
use super::time::Instant;
use super::told::Told;
use super::view::View;

impl Run {
    /// The act, or a piece of it, is judged and takes effect in a scope.
    pub(crate) fn do_in(
        &mut self,
        event: &Event,
        scope: ScopeId,
        actor: &str,
        quantity: u64,
        told: &BTreeMap<String, Told>,
        cause: &Cause,
    ) -> Result<(), Void> {
        let agreement = Rc::clone(&self.agreement);
        let act = event.what.act().and_then(|act| agreement.act(act)).ok_or("unknown")?;
        if !self.view().may_be_done_by(act, actor, scope) {
            return Err("unauthorized");
        }
        let done = Done {
            at: event.time,
            act: act.name.clone(),
            scope,
            actor: actor.to_owned(),
            quantity,
            told: told.clone(),
        };
        let is_by_right = self.view().is_open_in(act, scope);
        let is_waived = !is_by_right && self.view().is_sole_protected(act, actor, scope);
        if act.power && !is_by_right && !is_waived {
            return Err("no-power");
        }
        let unmet = self.view().unmet(act, scope);
        self.count_against(event, &done);
        if !is_by_right {
            let is_over = self.state().scopes[scope].acts[&act.name].is_over;
            let kind = match (is_waived, is_over) {
                (true, _) => "waived",
                (false, true) => "belated",
                (false, false) => "premature",
            };
            let mut finding = Finding::new(kind, Some(actor.to_owned()), event.time);
            finding.about = Some(("act", act.name.clone()));
            finding.subject.clone_from(&self.state().scopes[scope].subject);
            finding.unmet = Some(unmet);
            self.findings.push(finding.by_event(event.place));
        }
        if is_waived {
            let acts = &mut self.state_mut().scopes[scope].acts;
            acts.get_mut(&act.name).ok_or("unknown")?.is_waived = true;
        }
        self.count_towards(&done);
        let state = self.state_mut();
        state.scopes[scope].told.extend(told.clone());
        state.history.push(done);
        self.settle(cause);
        Ok(())
    }

    /// Each prohibition in force of the act counts it.
    fn count_against(&mut self, event: &Event, done: &Done) {
        let agreement = Rc::clone(&self.agreement);
        let before = self.state().clone();
        let view = View { agreement: &agreement, state: &before };
        for obligation in &agreement.obligations {
            if !obligation.refrains().contains(&done.act) {
                continue;
            }
            for scope in view.scopes_that_count(obligation, done) {
                let standing = &before.scopes[scope].obligations[&obligation.name];
                let is_for = |debtor: &String| view.acts_for(&done.actor, debtor);
                if !is_in_force(standing)
                    || !standing.debtor.as_ref().is_some_and(is_for)
                    || !View::matches(done, &obligation.matching)
                {
                    continue;
                }
                let is_repairable = view.is_repairable(obligation, scope);
                let here = self.standing_mut(scope, &obligation.name);
                here.counted.push((done.at, done.quantity));
                if counted(obligation, here, done.at) <= here.beyond.unwrap_or(0) {
                    continue;
                }
                if obligation.binding {
                    here.breach(done.at, is_repairable);
                }
                let kind = if obligation.binding { "prohibited" } else { "unmet" };
                let found = Finding::new(kind, Some(done.actor.clone()), done.at)
                    .of_obligation(&obligation.name, &before.scopes[scope])
                    .by_event(event.place);
                self.findings.push(found);
            }
        }
    }

    /// Each duty to perform the act makes progress.
    fn count_towards(&mut self, done: &Done) {
        let agreement = Rc::clone(&self.agreement);
        let before = self.state().clone();
        let view = View { agreement: &agreement, state: &before };
        for obligation in &agreement.obligations {
            if !obligation.performs().contains(&done.act)
                || !View::matches(done, &obligation.matching)
            {
                continue;
            }
            for scope in view.scopes_that_count(obligation, done) {
                let standing = &before.scopes[scope].obligations[&obligation.name];
                let counts = match standing.status {
                    Status::Due | Status::Suspended | Status::Breached => true,
                    Status::Dormant => obligation.early_counts,
                    _ => false,
                };
                let is_for = |debtor: &String| view.acts_for(&done.actor, debtor);
                if counts && standing.debtor.as_ref().is_some_and(is_for) {
                    let here = self.standing_mut(scope, &obligation.name);
                    here.progress = here.progress.saturating_add(done.quantity);
                }
            }
        }
    }
}

fn is_in_force(standing: &Standing) -> bool {
    match standing.status {
        Status::Due => true,
        Status::Breached => !standing.has_ended,
        _ => false,
    }
}

/// What a prohibition has counted in all, in the present period, or in the stretch.
pub(crate) fn counted(obligation: &Obligation, standing: &Standing, now: Instant) -> u64 {
    let counts = |at: Instant| match &obligation.window {
        None => true,
        Some(Window::InAny(term)) => term.lasts(at, now),
        Some(Window::Per(term)) => {
            let begin = |k: u64| term.after(standing.due?, i64::try_from(k).ok()?);
            index_at(begin, at) == index_at(begin, now)
        }
    };
    let all = standing.counted.iter().filter(|(at, _)| counts(*at));
    all.fold(0, |sum, (_, quantity)| sum.saturating_add(*quantity))
}

impl View<'_> {
    /// The scopes in which an obligation counts what was done in its own.
    fn scopes_that_count(&self, obligation: &Obligation, done: &Done) -> Vec<ScopeId> {
        let is_of_kind = self.agreement.act(&done.act).is_some_and(|act| act.of.is_some());
        match &obligation.of {
            None => vec![RUN],
            Some(kind) if !is_of_kind => self.state.scopes_of(Some(kind)),
            Some(kind) if obligation.is_prohibition() => {
                // One of a kind of periods counts what is done while its period lasts.
                let lasts = |(id, scope): (ScopeId, &super::state::Scope)| match scope.period {
                    Some((start, end)) => (start <= done.at && done.at < end).then_some(id),
                    None => (id == done.scope).then_some(id),
                };
                self.state.subjects(kind).filter_map(lasts).collect()
            }
            Some(_) => vec![done.scope],
        }
    }

    /// Whether precondition and window protect one party only, and the actor speaks for that.
    fn is_sole_protected(&self, act: &Act, actor: &str, scope: ScopeId) -> bool {
        let mut protected = self.protected(act, scope);
        protected.sort();
        protected.dedup();
        match protected.as_slice() {
            [one] => self.agreement.speak_for(&Voice::Alone(actor.to_owned()), one, None),
            _ => false,
        }
    }

    pub(crate) fn protected(&self, act: &Act, scope: ScopeId) -> Vec<String> {
        act.protects.iter().filter_map(|it| self.resolve(it, scope)).collect()
    }

    /// What stands in the way of an act.
    pub(crate) fn unmet(&self, act: &Act, scope: ScopeId) -> Vec<Value> {
        let here = &self.state.scopes[scope].acts[&act.name];
        if here.is_waived {
            return Vec::new();
        }
        if here.is_over {
            return vec![json!({ "not": self.agreement.spelt(&act.expires_source) })];
        }
        let mut unmet = Vec::new();
        self.collect_unmet(&act.requires, &act.requires_source, scope, &mut unmet);
        unmet
    }

    fn collect_unmet(
        &self,
        condition: &super::condition::Condition,
        source: &Value,
        scope: ScopeId,
        unmet: &mut Vec<Value>,
    ) {
        if let super::condition::Condition::All(parts) = condition {
            let none = Vec::new();
            let sources = source["all"].as_array().unwrap_or(&none);
            for (part, source) in parts.iter().zip(sources) {
                self.collect_unmet(part, source, scope, unmet);
            }
        } else if !self.holds(condition, scope) {
            unmet.push(self.agreement.spelt(source));
        }
    }

    /// The parties that act for one of an act's `by` and whom a prohibition leaves no room.
    pub(crate) fn forbidden(&self, act: &Act, scope: ScopeId) -> Vec<String> {
        let now = self.state.clock;
        let is_forbidden = |party: &str| {
            self.agreement.obligations.iter().any(|obligation| {
                if !obligation.refrains().contains(&act.name)
                    || !obligation.binding
                    || !obligation.matching.0.is_empty()
                {
                    return false;
                }
                let done = Done {
                    at: now,
                    act: act.name.clone(),
                    scope,
                    actor: party.to_owned(),
                    quantity: 1,
                    told: BTreeMap::new(),
                };
                self.scopes_that_count(obligation, &done).into_iter().any(|scope| {
                    let mut standing =
                        self.state.scopes[scope].obligations[&obligation.name].clone();
                    standing.counted.push((now, 1));
                    let is_for = |debtor: &String| self.acts_for(party, debtor);
                    is_in_force(&standing)
                        && standing.debtor.as_ref().is_some_and(is_for)
                        && counted(obligation, &standing, now) > standing.beyond.unwrap_or(0)
                })
            })
        };
        let names = self.agreement.parties.iter().map(|it| it.name.clone());
        names.filter(|it| self.may_be_done_by(act, it, scope) && is_forbidden(it)).collect()
    }
}
