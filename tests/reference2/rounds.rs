//! How a state settles (section 4), and how the clock opens periods (section 8).

use std::rc::Rc;

use super::calendar::Term;
use super::condition::Condition;
use super::document::{Agreement, Deadline, Form, From, Moment, Obligation, Opening, Whom};
use super::run::{Cause, Finding, Run, new_scope};
use super::state::{Ender, RUN, ScopeId, Standing, State, Status};
use super::time::{Instant, printed};
use super::told::Told;
use super::view::{Good, MOST_SUBJECTS, View};

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
struct Round<'a> {
    view: View<'a>,
    now: Instant,
    cause: &'a Cause,
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

/// What is fixed when an obligation falls due.
struct Fixed {
    quantity: Option<u64>,
    beyond: Option<u64>,
    debtor: String,
    creditor: String,
    verifier: Option<String>,
}

/// One obligation in one scope, in one round.
struct Duty<'a> {
    round: &'a Round<'a>,
    obligation: &'a Obligation,
    scope: ScopeId,
}

impl Duty<'_> {
    fn change(&self, standing: &mut Standing, findings: &mut Vec<Finding>) {
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

    fn now(&self) -> Instant {
        self.round.now
    }

    fn view(&self) -> View<'_> {
        self.round.view
    }

    fn is_timer(&self) -> bool {
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

    fn finding(&self, kind: &'static str, party: Option<String>) -> Finding {
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

    fn fall_due(
        &self,
        standing: &mut Standing,
        fixed: Fixed,
        is_done: bool,
        findings: &mut Vec<Finding>,
    ) {
        let now = self.now();
        standing.quantity = fixed.quantity;
        standing.beyond = fixed.beyond;
        standing.debtor = Some(fixed.debtor.clone());
        standing.creditor = Some(fixed.creditor);
        standing.verifier = fixed.verifier;
        standing.due = Some(now);
        standing.due_since = Some(now);
        standing.status = Status::Due;
        let found = self.set_deadline(standing);
        match (is_done, &standing.verifier) {
            (true, Some(_)) => {
                standing.rest(Status::Performed, now);
                standing.enough = Some(now);
            }
            (true, None) => standing.close(Status::Discharged, now, self.is_timer()),
            (false, _) => findings.extend(found.map(|kind| {
                let party = (kind == "deadline-passed").then_some(fixed.debtor);
                self.finding(kind, party)
            })),
        }
    }

    /// Sets the deadline of what falls due now; what is found of it.
    fn set_deadline(&self, standing: &mut Standing) -> Option<&'static str> {
        let in_calendar = |term: &Term| term.within.is_some();
        let (at, is_unreckoned) = match self.obligation.deadline.as_ref()? {
            Deadline::Within(term) => (term.after(self.now(), 1), in_calendar(term)),
            Deadline::At(moment) => {
                let is_unreckoned = match moment {
                    Moment::Told(_, Some((term, _))) => in_calendar(term),
                    _ => false,
                };
                (self.view().instant(self.scope, moment), is_unreckoned)
            }
        };
        match at {
            None => is_unreckoned.then_some("unreckoned"),
            Some(at) if at < self.now() => Some("deadline-passed"),
            Some(at) => {
                standing.deadline = Some(at);
                None
            }
        }
    }

    /// All that its figures, its instant and its parties need; none while something is untold.
    fn fixed(&self, standing: &Standing) -> Option<Fixed> {
        let obligation = self.obligation;
        let view = self.view();
        let told = |name: &str| view.told(self.scope, name);
        let party = |whom: &Whom, is_amended: bool, now: &Option<String>| match whom {
            Whom::Told(name) if !is_amended => match told(name) {
                Some(Told::Party(party)) => Some(party),
                _ => None,
            },
            _ => now.clone(),
        };
        let debtor = party(&obligation.debtor, standing.is_amended[0], &standing.debtor)?;
        let creditor = party(&obligation.creditor, standing.is_amended[1], &standing.creditor)?;
        let verifier = match &obligation.verifier {
            Some(whom) => Some(party(whom, standing.is_amended[2], &standing.verifier)?),
            None => standing.verifier.clone(),
        };
        if debtor == creditor || verifier.as_ref() == Some(&debtor) {
            return None;
        }
        let is_told = matches!(obligation.debtor, Whom::Told(_)) && !standing.is_amended[0];
        let is_able = view.acts_of(obligation).all(|act| view.is_able(&debtor, act, self.scope));
        if is_told && !is_able {
            return None;
        }
        if let Some(Deadline::At(Moment::Told(name, _))) = &obligation.deadline {
            told(name)?;
        }
        let quantity = match obligation.form {
            Form::Perform(_) => Some(obligation.quantity.value(told)?),
            _ => None,
        };
        let beyond = match obligation.form {
            Form::Refrain(_) => Some(obligation.beyond.value(told)?),
            _ => None,
        };
        Some(Fixed { quantity, beyond, debtor, creditor, verifier })
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
