//! To which subject an act goes, and which it opens (section 8).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::document::{Kind, Obligation, Opening};
use super::events::Event;
use super::periods::MOST_SUBJECTS;
use super::rounds::{open_period, period_name};
use super::run::{Cause, Run, new_scope};
use super::state::{RUN, ScopeId, Status};
use super::taking::Void;
use super::told::Told;

impl Run {
    /// The subject to which an act of a kind goes; it opens one where it may.
    pub(crate) fn scope_of_act(
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

    pub(crate) fn do_in_oldest(
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
        let of_kind = |it: &&Obligation| {
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
