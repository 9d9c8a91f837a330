//! How an event is taken: by itself, on the way, as things stand (sections 5 and 8).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::{Agreement, Kind, Opening};
use super::events::{Event, What, told_of};
use super::rounds::{open_period, period_name};
use super::run::{Cause, Finding, Run, new_scope};
use super::state::{RUN, ScopeId, Status};
use super::timers::MOST_ON_THE_WAY;
use super::told::Told;
use super::view::MOST_SUBJECTS;

/// Why an event is void.
pub(crate) type Void = &'static str;

/// What taking an event has come to.
pub(crate) enum Taken {
    Effective,
    Void(Void),
    Repeated,
}

impl Run {
    /// Takes an event for what it is: a void one has no effect, and its finding is told apart.
    pub(crate) fn record(&mut self, event: &Event) -> Vec<Finding> {
        let before = self.clone();
        let found = self.findings.len();
        match self.take(event) {
            Taken::Effective => {
                if let Some(id) = &event.id {
                    self.ids.insert(id.clone(), event.said(&self.agreement));
                }
            }
            Taken::Void(reason) => {
                *self = before;
                let mut finding = found_of("void", event);
                finding.reason = Some(reason);
                self.findings.push(finding);
            }
            Taken::Repeated => {
                *self = before;
                self.findings.push(found_of("repeated", event));
            }
        }
        let own = self.findings.iter().skip(found);
        own.filter(|it| it.event == Some(event.place)).cloned().collect()
    }

    /// Takes an event if nothing speaks against it; else all that does, and nothing has changed.
    pub(crate) fn submit(&mut self, event: &Event) -> Result<(), Vec<Finding>> {
        let before = self.clone();
        let found = self.record(event);
        let refuses = ["void", "prohibited", "premature", "belated", "waived"];
        if found.iter().any(|it| refuses.contains(&it.kind)) {
            *self = before;
            return Err(found);
        }
        Ok(())
    }

    fn take(&mut self, event: &Event) -> Taken {
        let known_id = event.id.as_ref().and_then(|id| self.ids.get(id));
        if let Some(said) = known_id {
            return match *said == event.said(&self.agreement) {
                true => Taken::Repeated,
                false => Taken::Void("conflicting"),
            };
        }
        match self.take_new(event) {
            Ok(()) => Taken::Effective,
            Err(reason) => Taken::Void(reason),
        }
    }

    fn take_new(&mut self, event: &Event) -> Result<(), Void> {
        if self.state.as_ref().is_some_and(|state| event.time < state.clock) {
            return Err("out-of-order");
        }
        if let What::Amended(digest) = &event.what {
            if self.state.is_none() {
                return Err("out-of-order");
            }
            is_known_in_time(event)?;
            self.check_amended(event, digest)?;
        } else {
            by_itself(&self.agreement, event)?;
        }
        if self.state.is_none() {
            self.begin(event.time);
        }
        self.opened_on_the_way = 0;
        self.advance(event.time);
        let cause = Cause::event(event.speakers());
        if let (What::Act { act, quantity }, Some(actor)) = (&event.what, &event.actor) {
            return self.do_act(event, act, actor, *quantity, &cause);
        }
        if let What::Amended(digest) = &event.what {
            return self.change_agreement(event, digest);
        }
        let scope = self.scope_named(event)?;
        self.is_too_far()?;
        self.speak(event, scope)?;
        self.settle(&cause);
        Ok(())
    }

    fn is_too_far(&self) -> Result<(), Void> {
        match self.opened_on_the_way > MOST_ON_THE_WAY {
            true => Err("too-far"),
            false => Ok(()),
        }
    }

    /// Words about obligations, and waivers, always name their subject.
    fn scope_named(&mut self, event: &Event) -> Result<ScopeId, Void> {
        let agreement = Rc::clone(&self.agreement);
        let of = match (event.what.obligation(), event.what.act()) {
            (Some(obligation), _) => agreement.obligation(obligation).and_then(|it| it.of.clone()),
            (None, Some(act)) => agreement.act(act).and_then(|it| it.of.clone()),
            (None, None) => None,
        };
        match (of, &event.subject) {
            (None, None) => Ok(RUN),
            (Some(kind), Some(subject)) => self.state().subject(&kind, subject).ok_or("no-subject"),
            _ => Err("no-subject"),
        }
    }

    fn do_act(
        &mut self,
        event: &Event,
        act: &str,
        actor: &str,
        quantity: u64,
        cause: &Cause,
    ) -> Result<(), Void> {
        let agreement = Rc::clone(&self.agreement);
        let told = told_of(&agreement, act, &event.told).ok_or("untold")?;
        let declared = agreement.act(act).ok_or("unknown")?;
        let Some(kind) = declared.of.as_deref().and_then(|kind| agreement.kind(kind)) else {
            if event.subject.is_some() {
                return Err("no-subject");
            }
            self.is_too_far()?;
            return self.do_in(event, RUN, actor, quantity, &told, cause);
        };
        if event.subject.is_none() && declared.unnamed.as_deref() == Some("oldest") {
            return self.do_in_oldest(event, kind, actor, quantity, &told, cause);
        }
        let scope = self.scope_of_act(event, kind, actor, cause)?;
        self.is_too_far()?;
        self.do_in(event, scope, actor, quantity, &told, cause)
    }

    /// The subject to which an act of a kind goes; it opens one where it may.
    fn scope_of_act(
        &mut self,
        event: &Event,
        kind: &Kind,
        actor: &str,
        cause: &Cause,
    ) -> Result<ScopeId, Void> {
        if let Some(name) = &event.subject {
            return match self.state().subject(&kind.name, name) {
                Some(scope) => Ok(scope),
                None => self.open_named(event, kind, name, cause).ok_or("no-subject"),
            };
        }
        let act = event.what.act().and_then(|act| self.agreement.act(act)).ok_or("unknown")?;
        let unnamed = act.unnamed.as_deref().unwrap_or(match kind.opening {
            Opening::EachOf(_) => "actor",
            _ => "refused",
        });
        match unnamed {
            "actor" => self.state().subject(&kind.name, actor).ok_or("no-subject"),
            "current" => {
                let mut subjects = self.state().subjects(&kind.name);
                let here = subjects.find(|(_, scope)| {
                    scope.period.is_some_and(|(start, end)| start <= event.time && event.time < end)
                });
                here.map(|(id, _)| id).ok_or("no-subject")
            }
            _ => self.scope_of_id(event, kind, cause).ok_or("no-subject"),
        }
    }

    /// An act that opens subjects, and names none, opens the one of the event's `id`.
    fn scope_of_id(&mut self, event: &Event, kind: &Kind, cause: &Cause) -> Option<ScopeId> {
        let act = self.agreement.act(event.what.act()?)?;
        if !self.view().opens(act) {
            return None;
        }
        let name = event.id.clone()?;
        let there = self.state().subject(&kind.name, &name);
        there.or_else(|| self.open_named(event, kind, &name, cause))
    }

    /// Opens the subject of a name, if the event may: one of the kind, or one of the next periods.
    fn open_named(
        &mut self,
        event: &Event,
        kind: &Kind,
        name: &str,
        cause: &Cause,
    ) -> Option<ScopeId> {
        let agreement = Rc::clone(&self.agreement);
        let act = agreement.act(event.what.act()?)?;
        let clock = self.state().clock;
        let scope = match &kind.opening {
            Opening::EachOf(_) => return None,
            Opening::ByEvents { .. } => {
                let count = self.state().subjects(&kind.name).count();
                let is_closed = self.view().is_list_closed(&kind.name);
                let is_name = !name.is_empty() && name.len() <= 256;
                if !self.view().opens(act) || is_closed || count >= MOST_SUBJECTS || !is_name {
                    return None;
                }
                let subject = Some((kind.name.clone(), name.to_owned()));
                let mut scope = new_scope(&agreement, subject, clock);
                scope.opener.clone_from(&event.actor);
                self.state_mut().scopes.push(scope);
                self.state().scopes.len() - 1
            }
            Opening::Periods { .. } => {
                let k = self.period_ahead(kind, name)?;
                let state = self.state_mut();
                state.kinds.get_mut(&kind.name)?.opened.push(k);
                open_period(state, &agreement, &kind.name, k, clock)?
            }
        };
        self.settle(cause);
        Some(scope)
    }

    /// Which of the next `ahead` periods has a name.
    fn period_ahead(&self, kind: &Kind, name: &str) -> Option<u64> {
        let Opening::Periods { ahead, ends, .. } = &kind.opening else { return None };
        let state = self.state();
        let view = self.view();
        let here = &state.kinds[&kind.name];
        let grid = here.grid?;
        if state.in_force.is_none() || view.is_list_closed(&kind.name) || view.holds(ends, RUN) {
            return None;
        }
        let first = match grid <= state.clock {
            true => view.period_index(kind, grid, state.clock)? + 1,
            false => 0,
        };
        (first..first + ahead).find(|k| {
            let start = view.period(kind, grid, *k).map(|(start, _)| start);
            let named = start.and_then(|start| period_name(&self.agreement, &kind.name, start));
            !here.opened.contains(k) && named.as_deref() == Some(name)
        })
    }

    // `oldest` (section 8).

    fn do_in_oldest(
        &mut self,
        event: &Event,
        kind: &Kind,
        actor: &str,
        quantity: u64,
        told: &BTreeMap<String, Told>,
        cause: &Cause,
    ) -> Result<(), Void> {
        let act = event.what.act().ok_or("unknown")?.to_owned();
        let mut left = quantity;
        let mut last = None;
        while left > 0 {
            let (scope, takes) = match (self.oldest(kind, &act, actor, told), last) {
                (Some((scope, lacks)), _) => (scope, left.min(lacks)),
                (None, Some(last)) => (last, left),
                (None, None) => (self.scope_of_id(event, kind, cause).ok_or("no-subject")?, left),
            };
            self.is_too_far()?;
            self.do_in(event, scope, actor, takes, told, cause)?;
            left -= takes;
            last = Some(scope);
        }
        Ok(())
    }

    /// The subject that opened first of those in which the act would count, and what it lacks.
    fn oldest(
        &self,
        kind: &Kind,
        act: &str,
        actor: &str,
        told: &BTreeMap<String, Told>,
    ) -> Option<(ScopeId, u64)> {
        let view = self.view();
        let of_kind = |it: &&super::document::Obligation| {
            it.of.as_deref() == Some(kind.name.as_str()) && it.performs().iter().any(|it| it == act)
        };
        let duties: Vec<_> = self.agreement.obligations.iter().filter(of_kind).collect();
        self.state().subjects(&kind.name).find_map(|(id, scope)| {
            let lacks = duties.iter().filter_map(|duty| {
                let standing = &scope.obligations[&duty.name];
                let counts = match standing.status {
                    Status::Due | Status::Suspended | Status::Breached => true,
                    Status::Dormant => duty.early_counts,
                    _ => false,
                };
                let is_for =
                    standing.debtor.as_ref().is_some_and(|debtor| view.acts_for(actor, debtor));
                let matches = duty.matching.matches(|name| told.get(name).cloned());
                if !counts || !is_for || !matches {
                    return None;
                }
                let owed =
                    standing.quantity.or_else(|| duty.quantity.value(|name| view.told(id, name)));
                match owed {
                    Some(owed) => owed.checked_sub(standing.progress).filter(|it| *it > 0),
                    None => Some(u64::MAX),
                }
            });
            lacks.max().map(|lacks| (id, lacks))
        })
    }
}

fn found_of(kind: &'static str, event: &Event) -> Finding {
    Finding::new(kind, event.actor.clone(), event.time).by_event(event.place)
}

fn is_known_in_time(event: &Event) -> Result<(), Void> {
    match event.known.is_some_and(|known| known < event.time) {
        true => Err("future"),
        false => Ok(()),
    }
}

/// Whether every name is known; then of an act, what it tells and who does it.
pub(crate) fn by_itself(agreement: &Agreement, event: &Event) -> Result<(), Void> {
    is_known_in_time(event)?;
    let is_party = |name: &String| agreement.parties.iter().any(|it| it.name == *name);
    let mut parties = event.speakers();
    if let What::Amend { terms, .. } = &event.what {
        parties.extend(
            [&terms.debtor, &terms.creditor, &terms.verifier].into_iter().flatten().cloned(),
        );
    }
    let is_act = event.what.act().is_none_or(|act| agreement.act(act).is_some());
    let is_duty = event.what.obligation().is_none_or(|it| agreement.obligation(it).is_some());
    if !is_act || !is_duty || !parties.iter().all(is_party) {
        return Err("unknown");
    }
    let What::Act { act, .. } = &event.what else { return Ok(()) };
    let act = agreement.act(act).ok_or("unknown")?;
    told_of(agreement, &act.name, &event.told).ok_or("untold")?;
    let each = match act.of.as_deref().and_then(|kind| agreement.kind(kind)).map(|it| &it.opening) {
        Some(Opening::EachOf(parties)) => parties.as_slice(),
        _ => &[],
    };
    let actor = event.actor.clone().unwrap_or_default();
    let may = act.by.iter().any(|by| match by.as_str() {
        "each" => {
            each.contains(&actor) && event.subject.as_ref().is_none_or(|named| *named == actor)
        }
        by => agreement.acts_for(&actor, by),
    });
    if may { Ok(()) } else { Err("unauthorized") }
}
