//! An agreement that changes (section 12).

use std::mem;
use std::rc::Rc;

use super::condition::Condition;
use super::document::{Agreement, Form, From, Opening};
use super::events::Event;
use super::rounds::each_elapsed;
use super::run::{Cause, Run, dormant, new_scope};
use super::same::is_same;
use super::state::{ActState, Ender, LeftBehind, RUN, Scope, State, Status};
use super::taking::Void;
use super::time::Instant;
use super::told::Type;
use super::view::View;

impl Run {
    /// The agreement at hand that an event would put in the place of this one.
    pub(crate) fn at_hand(&self, digest: &str) -> Option<Rc<Agreement>> {
        self.at_hand.iter().find(|(known, _)| known == digest).map(|(_, it)| Rc::clone(it))
    }

    /// Whether an amendment may be taken, looked at by itself.
    pub(crate) fn check_amended(&self, event: &Event, digest: &str) -> Result<(), Void> {
        let new = self.at_hand(digest).ok_or("unknown")?;
        let is_party = |name: &String| {
            let mut all = self.agreement.parties.iter().chain(&new.parties);
            all.any(|it| it.name == *name)
        };
        if !event.speakers().iter().all(is_party) {
            return Err("unknown");
        }
        match can_be_carried(&self.agreement, &new) {
            true => Ok(()),
            false => Err("not-carried"),
        }
    }

    /// From now on the run stands under another agreement.
    pub(crate) fn change_agreement(&mut self, event: &Event, digest: &str) -> Result<(), Void> {
        let new = self.at_hand(digest).ok_or("unknown")?;
        if event.subject.is_some() {
            return Err("no-subject");
        }
        let speakers = event.speakers();
        let mut parties = self.agreement.parties.iter().chain(&new.parties);
        let do_all_speak = parties.all(|it| it.members.is_some() || speakers.contains(&it.name));
        let is_registrar = event.actor.is_some() && event.actor == self.agreement.registrar;
        if !is_registrar && !do_all_speak {
            return Err("no-consent");
        }
        let old = mem::replace(&mut self.agreement, new);
        let new = Rc::clone(&self.agreement);
        carry_over(self.state_mut(), &old, &new);
        let cause = Cause { ender: Ender::Nobody, ..Cause::start() };
        self.settle(&cause);
        Ok(())
    }
}

// What can be carried over.

fn can_be_carried(old: &Agreement, new: &Agreement) -> bool {
    let form = |form: &Form| match form {
        Form::Perform(_) => "perform",
        Form::Achieve(_) => "achieve",
        Form::Refrain(_) => "refrain",
    };
    let obligations = old.obligations.iter().all(|was| {
        new.obligation(&was.name).is_none_or(|it| {
            it.of == was.of && form(&it.form) == form(&was.form) && it.unit == was.unit
        })
    });
    let acts = old
        .acts
        .iter()
        .all(|was| new.act(&was.name).is_none_or(|it| it.of == was.of && it.unit == was.unit));
    let kinds = old.kinds.iter().all(|was| {
        new.kind(&was.name).is_none_or(|it| {
            let written = |agreement: &Agreement, key| {
                agreement.source["subjects"][&was.name].get(key).cloned()
            };
            let is_same = |key| is_same(written(old, key).as_ref(), written(new, key).as_ref());
            mem::discriminant(&it.opening) == mem::discriminant(&was.opening)
                && is_same("every")
                && is_same("from")
        })
    });
    obligations
        && acts
        && kinds
        && told_names(old).all(|(name, scope, kind)| {
            told_names(new)
                .find(|(it, ..)| *it == name)
                .is_none_or(|(_, of, it)| of == scope && it == kind)
        })
}

/// The names that are told: each with its scope and its type.
fn told_names(agreement: &Agreement) -> impl Iterator<Item = (&str, Option<&str>, &Type)> {
    agreement.acts.iter().flat_map(|act| {
        act.tells.iter().map(|(name, kind)| (name.as_str(), act.of.as_deref(), kind))
    })
}

// How it is.

fn carry_over(state: &mut State, old: &Agreement, new: &Agreement) {
    let now = state.clock;
    carry_kinds(state, old, new, now);
    let mut scopes = mem::take(&mut state.scopes);
    for scope in scopes.iter_mut().filter(|it| !it.is_left_behind) {
        carry_obligations(scope, old, new, now);
        carry_acts(scope, old, new);
        let kind = scope.kind().map(str::to_owned);
        scope.told.retain(|name, _| {
            new.teller(name).is_some_and(|act| act.of.as_deref() == kind.as_deref())
        });
    }
    state.scopes = scopes;
    open_anew(state, new, now);
    state.history.retain(|done| new.act(&done.act).is_some());
    carry_elapsed(state, old, new);
    for kind in &new.kinds {
        let is_closed = View { agreement: new, state }.is_list_closed(&kind.name);
        let here = state.kinds.get_mut(&kind.name).expect("a kind");
        here.closed_by = here.closed_by.take().filter(|_| is_closed);
    }
}

/// Kinds keep their grid and a list that has closed; what has no place any more is left behind.
fn carry_kinds(state: &mut State, old: &Agreement, new: &Agreement, now: Instant) {
    for scope in state.scopes.iter_mut().skip(RUN + 1).filter(|it| !it.is_left_behind) {
        let (kind, name) = scope.subject.clone().unwrap_or_default();
        let is_kept = new.kind(&kind).is_some_and(|kind| match &kind.opening {
            Opening::EachOf(parties) => parties.contains(&name),
            _ => true,
        });
        if !is_kept {
            scope.is_left_behind = true;
            for obligation in &old.obligations {
                let Some(mut standing) = scope.obligations.remove(&obligation.name) else {
                    continue;
                };
                supersede(&mut standing, now);
                scope.left_behind.push(LeftBehind { obligation: obligation.clone(), standing });
            }
        }
    }
    state.kinds.retain(|name, _| new.kind(name).is_some());
}

fn supersede(standing: &mut super::state::Standing, now: Instant) {
    if standing.status != Status::Breached && !standing.status.is_closed() {
        standing.lapse("superseded", now, false);
    }
}

fn carry_obligations(scope: &mut Scope, old: &Agreement, new: &Agreement, now: Instant) {
    let mut before = mem::take(&mut scope.obligations);
    let kind = scope.kind().map(str::to_owned);
    let each = scope.name().map(str::to_owned);
    let of_scope = |agreement: &Agreement| {
        let all = agreement.obligations.iter().filter(|it| it.of == kind);
        all.cloned().collect::<Vec<_>>()
    };
    for obligation in of_scope(new) {
        let mut standing = dormant(&obligation, each.as_deref());
        if let Some(was) = before.remove(&obligation.name) {
            let fresh = mem::replace(&mut standing, was);
            if standing.status == Status::Dormant {
                let [debtor, creditor, verifier] = standing.is_amended;
                if !debtor {
                    standing.debtor = fresh.debtor;
                }
                if !creditor {
                    standing.creditor = fresh.creditor;
                }
                if !verifier {
                    standing.verifier = fresh.verifier;
                }
            }
        }
        scope.obligations.insert(obligation.name.clone(), standing);
    }
    for obligation in of_scope(old) {
        if let Some(mut standing) = before.remove(&obligation.name) {
            supersede(&mut standing, now);
            scope.left_behind.push(LeftBehind { obligation, standing });
        }
    }
}

/// Acts keep their waivers, and a window that is over if it would end in the same way.
fn carry_acts(scope: &mut Scope, old: &Agreement, new: &Agreement) {
    let mut before = mem::take(&mut scope.acts);
    let kind = scope.kind().map(str::to_owned);
    for act in new.acts.iter().filter(|it| it.of == kind) {
        let mut here = ActState::default();
        if let (Some(was), Some(old)) = (before.remove(&act.name), old.act(&act.name)) {
            here.is_waived = was.is_waived;
            if is_same(Some(&old.expires_source), Some(&act.expires_source)) {
                here = was;
            }
        }
        scope.acts.insert(act.name.clone(), here);
    }
}

/// A kind of the new agreement alone starts now, and so does a party that is there anew.
fn open_anew(state: &mut State, new: &Agreement, now: Instant) {
    for kind in &new.kinds {
        let is_new = !state.kinds.contains_key(&kind.name);
        let in_force = state.in_force;
        let here = state.kinds.entry(kind.name.clone()).or_default();
        match &kind.opening {
            Opening::EachOf(parties) => {
                here.closed_by = Some(Ender::Time);
                for party in parties {
                    if state.subject(&kind.name, party).is_none() {
                        let subject = Some((kind.name.clone(), party.clone()));
                        state.scopes.push(new_scope(new, subject, now));
                    }
                }
            }
            Opening::Periods { from, .. } if is_new => {
                here.grid = match from {
                    From::Entry => in_force.map(|_| now),
                    From::Instant(at) => Some(*at),
                    From::Condition(_) => None,
                };
            }
            Opening::Periods { .. } | Opening::ByEvents { .. } => {}
        }
    }
}

/// An `elapsed` keeps its instant where its `since` is the same and at the same place.
fn carry_elapsed(state: &mut State, old: &Agreement, new: &Agreement) {
    let since = |agreement: &Agreement, path: &str| {
        let mut parts = path.split('/').filter(|it| !it.is_empty());
        let found = parts.try_fold(&agreement.source, |it, part| {
            it.get(part).or_else(|| it.get(part.parse::<usize>().ok()?))
        });
        found.and_then(|it| it.get("elapsed")?.get("since")).cloned()
    };
    let is_there = |path: &str| {
        each_elapsed(new)
            .iter()
            .any(|(_, it)| matches!(it, Condition::Elapsed { path: here, .. } if here == path))
    };
    state.elapsed.retain(|(_, path), _| {
        let (was, is) = (since(old, path), since(new, path));
        is_there(path) && was.is_some() && is_same(was.as_ref(), is.as_ref())
    });
}
