//! How a state settles (section 4), and how the clock opens periods (section 8).

use std::rc::Rc;

use super::condition::Condition;
use super::document::{Agreement, Form, From, Opening};
use super::duty::Duty;
use super::periods::MOST_SUBJECTS;
use super::run::{Cause, Finding, Run, new_scope};
use super::state::{RUN, ScopeId, State};
use super::time::{Instant, printed};
use super::view::View;

impl Run {
    /// Rounds, until one changes nothing.
    pub(crate) fn settle(&mut self, cause: &Cause) {
        let agreement = Rc::clone(&self.agreement);
        loop {
            let before = self.state().clone();
            let mut after = before.clone();
            let view = View { agreement: &agreement, state: &before };
            let round = Round { view, now: before.clock, cause };
            self.opened_on_the_way += round.change(&mut after, &mut self.findings);
            let has_changed = after != before;
            self.state = Some(after);
            if !has_changed {
                return;
            }
        }
    }
}

/// One round: every rule reads the state as it stood at its start.
pub(crate) struct Round<'a> {
    pub(crate) view: View<'a>,
    pub(crate) now: Instant,
    pub(crate) cause: &'a Cause,
}

/// Every `elapsed` of the agreement, with the kind in whose scope it stands.
pub(crate) fn each_elapsed(agreement: &Agreement) -> Vec<(Option<&str>, &Condition)> {
    let mut found = Vec::new();
    let mut see = |kind, condition| found.push((kind, condition));
    for (kind, condition) in conditions(agreement) {
        condition.each_elapsed(kind, &mut see);
    }
    found
}

/// Every condition of the agreement, with the kind in whose scope it stands.
pub(crate) fn conditions(agreement: &Agreement) -> Vec<(Option<&str>, &Condition)> {
    let mut all = vec![(None, &agreement.enters), (None, &agreement.terminates)];
    all.extend(agreement.settled.as_ref().map(|it| (None, it)));
    for act in &agreement.acts {
        all.extend([&act.requires, &act.expires].map(|it| (act.of.as_deref(), it)));
    }
    for obligation in &agreement.obligations {
        let parts = [&obligation.when, &obligation.until, &obligation.suspended];
        all.extend(parts.map(|it| (obligation.of.as_deref(), it)));
        if let Form::Achieve(condition) = &obligation.form {
            all.push((obligation.of.as_deref(), condition));
        }
    }
    for kind in &agreement.kinds {
        all.push((Some(kind.name.as_str()), &kind.terminates));
        match &kind.opening {
            Opening::EachOf(_) => {}
            Opening::Periods { from, ends, .. } => {
                all.push((None, ends));
                if let From::Condition(from) = from {
                    all.push((None, from));
                }
            }
            Opening::ByEvents { closes, .. } => all.push((None, closes)),
        }
    }
    all
}

impl Round<'_> {
    /// Makes all the changes of the round; how many periods open in it.
    fn change(&self, after: &mut State, findings: &mut Vec<Finding>) -> usize {
        self.remember(after);
        let opened = self.change_kinds(after);
        self.end_windows(after);
        for obligation in &self.view.agreement.obligations {
            for scope in self.view.state.scopes_of(obligation.of.as_deref()) {
                let duty = Duty { round: self, obligation, scope };
                let standing = after.scopes[scope].obligations.get_mut(&obligation.name);
                duty.change(standing.expect("each scope has its obligations"), findings);
            }
        }
        self.close_lists(after);
        opened
    }

    // Rule 1.

    fn remember(&self, after: &mut State) {
        let View { agreement, state } = self.view;
        for (kind, condition) in each_elapsed(agreement) {
            let Condition::Elapsed { path, since, is_own, .. } = condition else { continue };
            let scopes = if *is_own { state.scopes_of(kind) } else { vec![RUN] };
            for scope in scopes {
                let key = (scope, path.clone());
                if !state.elapsed.contains_key(&key) && self.view.holds(since, scope) {
                    after.elapsed.insert(key, self.now);
                }
            }
        }
        if state.in_force.is_none() && self.view.holds(&agreement.enters, RUN) {
            after.in_force = Some(self.now);
        }
        if state.terminated.is_none() && self.view.holds(&agreement.terminates, RUN) {
            after.terminated = Some(self.now);
        }
        for kind in &agreement.kinds {
            for (id, scope) in state.subjects(&kind.name) {
                if scope.terminated.is_none() && self.view.holds(&kind.terminates, id) {
                    after.scopes[id].terminated = Some(self.now);
                }
            }
        }
    }

    fn end_windows(&self, after: &mut State) {
        let View { agreement, state } = self.view;
        for act in &agreement.acts {
            for scope in state.scopes_of(act.of.as_deref()) {
                let has_ended = state.scopes[scope].acts[&act.name].ended.is_some();
                if has_ended || !self.view.holds(&act.expires, scope) {
                    continue;
                }
                let here = after.scopes[scope].acts.get_mut(&act.name).expect("an act");
                here.ended = Some((self.now, self.cause.ender.clone()));
                here.is_over = !self.cause.is_timer_of_conditions;
            }
        }
    }

    // Kinds (section 8).

    fn change_kinds(&self, after: &mut State) -> usize {
        let View { agreement, state } = self.view;
        let mut opened = 0;
        for kind in &agreement.kinds {
            let before = &state.kinds[&kind.name];
            let here = after.kinds.get_mut(&kind.name).expect("a kind");
            match &kind.opening {
                Opening::EachOf(_) => {}
                Opening::ByEvents { closes, .. } => {
                    here.has_closed |= self.view.holds(closes, RUN);
                }
                Opening::Periods { from, ends, .. } => {
                    here.has_closed |= self.view.holds(ends, RUN);
                    if before.grid.is_none() {
                        here.grid = match from {
                            From::Entry => state.in_force,
                            From::Instant(at) => Some(*at),
                            From::Condition(from) => self.view.holds(from, RUN).then_some(self.now),
                        };
                    }
                    if let Some(k) = self.period_to_open(&kind.name) {
                        here.opened.push(k);
                        open_period(after, agreement, &kind.name, k, self.now);
                        opened += 1;
                    }
                }
            }
        }
        opened
    }

    /// The period that contains now, if it is to open.
    fn period_to_open(&self, kind: &str) -> Option<u64> {
        let View { agreement, state } = self.view;
        let kind = agreement.kind(kind)?;
        let Opening::Periods { ends, times, .. } = &kind.opening else { return None };
        let here = &state.kinds[&kind.name];
        let count = u64::try_from(here.opened.len()).unwrap_or(u64::MAX);
        let may_open = state.in_force.is_some()
            && state.terminated.is_none()
            && !here.has_closed
            && !self.view.holds(ends, RUN)
            && times.is_none_or(|times| count < times)
            && here.opened.len() < MOST_SUBJECTS;
        let k = self.view.period_at(kind, here.grid?, self.now)?;
        (may_open && !here.opened.contains(&k)).then_some(k)
    }

    fn close_lists(&self, after: &mut State) {
        for kind in &self.view.agreement.kinds {
            let view = View { agreement: self.view.agreement, state: after };
            if view.is_list_closed(&kind.name) && after.kinds[&kind.name].closed_by.is_none() {
                let here = after.kinds.get_mut(&kind.name).expect("a kind");
                here.closed_by = Some(self.cause.ender.clone());
            }
        }
    }
}

/// Opens period k of a kind at `now`.
pub(crate) fn open_period(
    state: &mut State,
    agreement: &Agreement,
    kind: &str,
    k: u64,
    now: Instant,
) -> Option<ScopeId> {
    let declared = agreement.kind(kind)?;
    let grid = state.kinds[kind].grid?;
    let period = View { agreement, state }.period(declared, grid, k)?;
    let name = period_name(agreement, kind, period.0)?;
    let mut scope = new_scope(agreement, Some((kind.to_owned(), name)), now);
    scope.period = Some(period);
    state.scopes.push(scope);
    Some(state.scopes.len() - 1)
}

/// A period is named by its beginning.
pub(crate) fn period_name(agreement: &Agreement, kind: &str, start: Instant) -> Option<String> {
    let Opening::Periods { every, .. } = &agreement.kind(kind)?.opening else { return None };
    Some(match (every.is_of_whole_days(), &every.within) {
        (true, Some(within)) => within.calendar.local(start).date().to_string(),
        (true, None) => start.date_naive().to_string(),
        (false, _) => printed(start),
    })
}
