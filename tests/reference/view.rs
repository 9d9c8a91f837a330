//! What holds as things stand (sections 3, 8 and 9).

use super::condition::Condition;
use super::document::{Agreement, Moment, Opening};
use super::state::{Done, RUN, ScopeId, Standing, State, Status};
use super::time::Instant;
use super::told::{Told, Where};

/// An agreement and a state of it, to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) state: &'a State,
}

impl<'a> View<'a> {
    // What has been told (section 9).

    pub(crate) fn told(&self, scope: ScopeId, name: &str) -> Option<Told> {
        let here = &self.state.scopes[scope];
        if let Some(kind) = here.kind() {
            match (name, here.period) {
                ("opened", _) => return Some(Told::Instant(here.opened)),
                ("start", Some((start, _))) => return Some(Told::Instant(start)),
                ("end", Some((_, end))) => return Some(Told::Instant(end)),
                ("opener", _) if self.is_opened_by_events(kind) => {
                    return here.opener.clone().map(Told::Party);
                }
                _ => {}
            }
            let teller = self.agreement.teller(name);
            if teller.is_some_and(|act| act.of.as_deref() == Some(kind)) {
                return here.told.get(name).cloned();
            }
        }
        match name {
            "start" => Some(Told::Instant(self.state.start)),
            _ => self.state.scopes[RUN].told.get(name).cloned(),
        }
    }

    fn is_opened_by_events(&self, kind: &str) -> bool {
        let kind = self.agreement.kind(kind);
        kind.is_some_and(|it| matches!(it.opening, Opening::ByEvents { .. }))
    }

    pub(crate) fn instant(&self, scope: ScopeId, moment: &Moment) -> Option<Instant> {
        match moment {
            Moment::Written(at) => Some(*at),
            Moment::Told(name, shift) => {
                let Some(Told::Instant(at)) = self.told(scope, name) else { return None };
                match shift {
                    Some((term, times)) => term.after(at, *times),
                    None => Some(at),
                }
            }
        }
    }

    // What has happened.

    /// The doings of an act that a condition of this scope speaks of, by whoever acts for a party.
    pub(crate) fn done(
        &self,
        act: &str,
        by: Option<&str>,
        scope: ScopeId,
    ) -> impl Iterator<Item = &'a Done> {
        let is_own = scope != RUN && self.agreement.act(act).is_some_and(|it| it.of.is_some());
        let by = by.map(|by| self.resolve(by, scope));
        let view = *self;
        let act = act.to_owned();
        self.state.history.iter().filter(move |it| {
            it.act == act
                && (!is_own || it.scope == scope)
                && match &by {
                    None => true,
                    Some(by) => by.as_ref().is_some_and(|by| view.acts_for(&it.actor, by)),
                }
        })
    }

    pub(crate) fn matches(done: &Done, matching: &Where) -> bool {
        matching.matches(|name| done.told.get(name).cloned())
    }

    pub(crate) fn holds(&self, condition: &Condition, scope: ScopeId) -> bool {
        match condition {
            Condition::Happened { act, by, matching, at_least } => {
                let matching =
                    self.done(act, by.as_deref(), scope).filter(|it| Self::matches(it, matching));
                let sum = matching.fold(0_u64, |sum, it| sum.saturating_add(it.quantity));
                sum >= *at_least
            }
            Condition::Stands { word, obligation } => {
                self.standing(obligation, scope).is_some_and(|it| stands(it, word))
            }
            Condition::Reached(moment) => {
                self.instant(scope, moment).is_some_and(|at| self.state.clock >= at)
            }
            Condition::Elapsed { path, after, is_own, .. } => self
                .first_held(path, *is_own, scope)
                .and_then(|since| after.after(since, 1))
                .is_some_and(|at| self.state.clock >= at),
            Condition::Between { from, to } => {
                let place = |act: &str| {
                    let last = self.done(act, None, scope).last();
                    last.and_then(|last| {
                        self.state.history.iter().rposition(|it| std::ptr::eq(it, last))
                    })
                };
                place(from).is_some_and(|from| place(to).is_none_or(|to| to <= from))
            }
            Condition::Recent { act, by, stretch } => self
                .done(act, by.as_deref(), scope)
                .last()
                .is_some_and(|last| stretch.lasts(last.at, self.state.clock)),
            Condition::Open(calendar) => calendar.is_open(self.state.clock),
            Condition::Told(matching) => matching.matches(|name| self.told(scope, name)),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, scope)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, scope)),
            Condition::Not(part) => !self.holds(part, scope),
            Condition::Every { of, holds } => {
                let mut subjects = self.state.subjects(of).peekable();
                self.is_list_closed(of)
                    && subjects.peek().is_some()
                    && subjects.all(|(id, _)| self.holds(holds, id))
            }
            Condition::Some { of, holds, at_least } => {
                let count =
                    self.state.subjects(of).filter(|(id, _)| self.holds(holds, *id)).count();
                u64::try_from(count).unwrap_or(u64::MAX) >= *at_least
            }
        }
    }

    pub(crate) fn first_held(&self, path: &str, is_own: bool, scope: ScopeId) -> Option<Instant> {
        let scope = if is_own { scope } else { RUN };
        self.state.elapsed.get(&(scope, path.to_owned())).copied()
    }

    pub(crate) fn standing(&self, obligation: &str, scope: ScopeId) -> Option<&'a Standing> {
        let of = self.agreement.obligation(obligation)?.of.as_deref();
        let scope = if of.is_some() { scope } else { RUN };
        self.state.scopes[scope].obligations.get(obligation)
    }

    /// When an act was last done, by whoever acts for a party.
    pub(crate) fn last_done(&self, act: &str, by: Option<&str>, scope: ScopeId) -> Option<Instant> {
        self.done(act, by, scope).last().map(|it| it.at)
    }
}

/// Whether a standing has a status, or is `kept`, `in_breach` or `closed`.
pub(crate) fn stands(it: &Standing, word: &str) -> bool {
    match word {
        "discharged" => matches!(it.status, Status::Discharged | Status::Cured),
        "breached" => it.breached.is_some(),
        "kept" => it.status == Status::Discharged && it.breached.is_none(),
        "in_breach" => it.status == Status::Breached,
        "closed" => it.status.is_closed(),
        word => it.status.word() == word,
    }
}
