//! Timers (section 4): what fires on the way from where the clock stands.

use std::rc::Rc;

use super::condition::Condition;
use super::document::{From, Obligation, Opening};
use super::periods::index_at;
use super::rounds::conditions;
use super::run::{Cause, Finding, Run};
use super::state::{RUN, ScopeId, Standing, Status};
use super::term::Term;
use super::time::Instant;
use super::view::View;

/// At one instant the timers of conditions come before the deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Conditions,
    Deadlines,
}

/// So many periods may open on the way to an event.
pub(crate) const MOST_ON_THE_WAY: usize = 100_000;

impl Run {
    /// Moves the clock to an instant; all that fires before it, and its conditions' timers, fire.
    pub(crate) fn advance(&mut self, to: Instant) {
        while self.opened_on_the_way <= MOST_ON_THE_WAY && self.step(to).is_some() {}
        self.state_mut().clock = to;
    }

    /// The next timer on the way to an instant fires, if there is one: which it was.
    pub(crate) fn step(&mut self, to: Instant) -> Option<Phase> {
        match self.next_timer() {
            Some((at, Phase::Conditions)) if at <= to => {
                self.state_mut().clock = at;
                self.settle(&Cause::conditions());
                Some(Phase::Conditions)
            }
            Some((at, Phase::Deadlines)) if at < to => {
                // A silence can be over before it began, by a term that rolls back: the clock never goes back.
                let now = self.state().clock.max(at);
                self.state_mut().clock = now;
                self.fire(at, now);
                self.settle(&Cause::deadlines());
                Some(Phase::Deadlines)
            }
            _ => None,
        }
    }

    fn next_timer(&self) -> Option<(Instant, Phase)> {
        let clock = self.state().clock;
        let conditions = self.view().condition_timers().into_iter().filter(|at| *at > clock).min();
        let deadlines = self.deadline_timers().into_iter().min();
        let conditions = conditions.map(|at| (at, Phase::Conditions));
        conditions.into_iter().chain(deadlines.map(|at| (at, Phase::Deadlines))).min()
    }

    /// Deadlines, silences, and windows that time has ended: all that have not fired.
    fn deadline_timers(&self) -> Vec<Instant> {
        let mut timers = Vec::new();
        for obligation in &self.agreement.obligations {
            for scope in self.state().scopes_of(obligation.of.as_deref()) {
                let standing = &self.state().scopes[scope].obligations[&obligation.name];
                timers.extend(standing.deadline.filter(|_| is_running(standing)));
                timers.extend(silence(obligation, standing));
            }
        }
        for scope in &self.state().scopes {
            for act in scope.acts.values().filter(|act| !act.is_over && !scope.is_left_behind) {
                timers.extend(act.ended.as_ref().map(|(at, _)| *at));
            }
        }
        timers
    }

    /// What fires just after an instant, all together; what comes of it is dated now.
    fn fire(&mut self, at: Instant, now: Instant) {
        let agreement = Rc::clone(&self.agreement);
        let before = self.state().clone();
        let view = View { agreement: &agreement, state: &before };
        for obligation in &agreement.obligations {
            for scope in before.scopes_of(obligation.of.as_deref()) {
                let standing = &before.scopes[scope].obligations[&obligation.name];
                if is_running(standing) && standing.deadline.is_some_and(|it| it <= at) {
                    self.miss(view, obligation, scope, at);
                }
                if silence(obligation, standing).is_some_and(|it| it <= at) {
                    self.standing_mut(scope, &obligation.name).verify(now, true);
                }
            }
        }
        for scope in self.state_mut().scopes.iter_mut().filter(|it| !it.is_left_behind) {
            for act in scope.acts.values_mut() {
                act.is_over = act.ended.is_some();
            }
        }
    }

    /// A deadline fires on an obligation that is due.
    fn miss(&mut self, view: View<'_>, obligation: &Obligation, scope: ScopeId, at: Instant) {
        let is_breach = obligation.binding && !obligation.target;
        let is_repairable = view.is_repairable(obligation, scope);
        let standing = self.standing_mut(scope, &obligation.name);
        standing.has_fired = true;
        if is_breach {
            standing.breach(at, is_repairable);
        }
        let kind = if is_breach { "overdue" } else { "unmet" };
        let found = Finding::new(kind, standing.debtor.clone(), at)
            .of_obligation(&obligation.name, &view.state.scopes[scope]);
        self.findings.push(found);
    }
}

fn is_running(standing: &Standing) -> bool {
    standing.status == Status::Due && !standing.has_fired
}

/// When a verifier's silence attests.
fn silence(obligation: &Obligation, standing: &Standing) -> Option<Instant> {
    let term: &Term = obligation.deemed_after.as_ref()?;
    let is_waiting = match standing.status {
        Status::Performed => true,
        Status::Breached => standing.is_enough(),
        _ => false,
    };
    if !is_waiting {
        return None;
    }
    term.after(standing.enough?, 1)
}

impl View<'_> {
    /// Every instant, past or to come, at which a condition may begin or cease to hold by time.
    fn condition_timers(&self) -> Vec<Instant> {
        let mut timers = Vec::new();
        for (kind, condition) in conditions(self.agreement) {
            for scope in self.state.scopes_of(kind) {
                self.timers_of(condition, scope, &mut timers);
            }
            if kind.is_some() {
                self.timers_of_run(condition, &mut timers);
            }
        }
        for kind in &self.agreement.kinds {
            self.timers_of_periods(&kind.name, &mut timers);
        }
        timers
    }

    fn timers_of(&self, condition: &Condition, scope: ScopeId, timers: &mut Vec<Instant>) {
        match condition {
            Condition::Reached(moment) => timers.extend(self.instant(scope, moment)),
            Condition::Elapsed { path, since, after, is_own } => {
                let first = self.first_held(path, *is_own, scope);
                timers.extend(first.and_then(|first| after.after(first, 1)));
                self.timers_of(since, if *is_own { scope } else { RUN }, timers);
            }
            Condition::Recent { act, by, stretch } => {
                let last = self.last_done(act, by.as_deref(), scope);
                timers.extend(last.and_then(|last| stretch.after(last, 1)));
            }
            Condition::Open(calendar) => timers.extend(calendar.changes(self.state.clock)),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.timers_of(part, scope, timers));
            }
            Condition::Not(part) => self.timers_of(part, scope, timers),
            Condition::Every { of, holds } | Condition::Some { of, holds, .. } => {
                for (id, _) in self.state.subjects(of) {
                    self.timers_of(holds, id, timers);
                }
                self.timers_of_run(holds, timers);
            }
            Condition::Happened { .. }
            | Condition::Stands { .. }
            | Condition::Between { .. }
            | Condition::Told(_) => {}
        }
    }

    /// Of a condition of a kind, the timers that are there even where the kind has no subject.
    fn timers_of_run(&self, condition: &Condition, timers: &mut Vec<Instant>) {
        condition.each_elapsed(None, &mut |_, it| {
            if matches!(it, Condition::Elapsed { is_own: false, .. }) {
                self.timers_of(it, RUN, timers);
            }
        });
    }

    fn timers_of_periods(&self, kind: &str, timers: &mut Vec<Instant>) {
        let Some(kind) = self.agreement.kind(kind) else { return };
        let Opening::Periods { every, from, .. } = &kind.opening else { return };
        if let From::Instant(from) = from {
            timers.push(*from);
        }
        if let Some(grid) = self.state.kinds[&kind.name].grid {
            let begin = |k: u64| every.after(grid, i64::try_from(k).ok()?);
            let next = index_at(begin, self.state.clock).map_or(0, |k| k + 1);
            timers.extend(begin(next));
        }
        let ends = self.state.subjects(&kind.name).filter_map(|(_, scope)| scope.period);
        timers.extend(ends.flat_map(|(start, end)| [start, end]));
    }
}
