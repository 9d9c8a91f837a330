//! How an event is taken: by itself, on the way, as things stand (section 5).

use std::rc::Rc;

use super::document::{Agreement, Opening};
use super::events::{Event, What, told_of};
use super::run::{Cause, Finding, Run};
use super::state::{RUN, ScopeId};
use super::timers::MOST_ON_THE_WAY;

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

    pub(crate) fn is_too_far(&self) -> Result<(), Void> {
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
