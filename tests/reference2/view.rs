//! What holds as things stand (sections 3, 8 and 9).

use super::condition::Condition;
use super::document::{Act, Agreement, Kind, Moment, Obligation, Opening};
use super::state::{Done, RUN, ScopeId, Standing, State, Status};
use super::time::Instant;
use super::told::{Told, Where};

/// An agreement and a state of it, to be looked at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) state: &'a State,
}

/// What a condition is for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Good {
    Holds,
    HoldsNot,
    Open,
}

impl Good {
    fn if_so(holds: bool, good: Self) -> Self {
        if holds { good } else { Self::Open }
    }

    fn is(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::HoldsNot }
    }

    fn not(self) -> Self {
        match self {
            Self::Holds => Self::HoldsNot,
            Self::HoldsNot => Self::Holds,
            Self::Open => Self::Open,
        }
    }

    fn all(parts: &[Self]) -> Self {
        if parts.contains(&Self::HoldsNot) {
            Self::HoldsNot
        } else if parts.iter().all(|part| *part == Self::Holds) {
            Self::Holds
        } else {
            Self::Open
        }
    }
}

/// A kind opens no more subjects than this in a run.
pub(crate) const MOST_SUBJECTS: usize = 1_000_000;

impl<'a> View<'a> {
    // Parties (section 1).

    pub(crate) fn acts_for(&self, actor: &str, party: &str) -> bool {
        self.agreement.acts_for(actor, party)
    }

    /// A party of `by` or `protects`: `each` is the subject's own.
    pub(crate) fn resolve(&self, party: &str, scope: ScopeId) -> Option<String> {
        match party {
            "each" => self.state.scopes[scope].name().map(str::to_owned),
            _ => Some(party.to_owned()),
        }
    }

    pub(crate) fn may_be_done_by(&self, act: &Act, actor: &str, scope: ScopeId) -> bool {
        act.by.iter().any(|by| self.resolve(by, scope).is_some_and(|by| self.acts_for(actor, &by)))
    }

    /// Whether a debtor is able to do an act: it, or one of its members, acts for a party of `by`.
    pub(crate) fn is_able(&self, debtor: &str, act: &Act, scope: ScopeId) -> bool {
        let does = |actor: &str| {
            act.by.iter().any(|by| match by.as_str() {
                "each" => match self.state.scopes[scope].kind() == act.of.as_deref() {
                    true => self.state.scopes[scope].name() == Some(actor),
                    false => self.parties_of(act).iter().any(|it| it == actor),
                },
                by => self.acts_for(actor, by),
            })
        };
        let group = self.agreement.parties.iter().find(|it| it.name == debtor);
        let members = group.and_then(|it| it.members.as_deref()).unwrap_or_default();
        does(debtor) || members.iter().any(|it| does(it))
    }

    /// The parties that the kind of an act is over.
    pub(crate) fn parties_of(&self, act: &Act) -> Vec<String> {
        let kind = act.of.as_deref().and_then(|kind| self.agreement.kind(kind));
        match kind.map(|it| &it.opening) {
            Some(Opening::EachOf(parties)) => parties.clone(),
            _ => Vec::new(),
        }
    }

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
                .and_then(|last| stretch.after(last.at, 1))
                .is_some_and(|end| self.state.clock < end),
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

    // For good (section 3).

    pub(crate) fn for_good(&self, condition: &Condition, scope: ScopeId) -> Good {
        let holds = || self.holds(condition, scope);
        match condition {
            Condition::Happened { act, .. } => {
                let act = self.agreement.act(act);
                let can_not = act.is_some_and(|act| act.power && self.is_shut(act, scope));
                match holds() {
                    true => Good::Holds,
                    false => Good::if_so(can_not, Good::HoldsNot),
                }
            }
            Condition::Elapsed { path, since, is_own, .. } => {
                let has_held = self.first_held(path, *is_own, scope).is_some();
                let scope = if *is_own { scope } else { RUN };
                let never = !has_held && self.for_good(since, scope) == Good::HoldsNot;
                match holds() {
                    true => Good::Holds,
                    false => Good::if_so(never, Good::HoldsNot),
                }
            }
            Condition::Reached(moment) => {
                let is_fixed = match moment {
                    Moment::Written(_) => true,
                    Moment::Told(name, _) => ["opened", "start", "end"].contains(&name.as_str()),
                };
                Good::if_so(is_fixed && holds(), Good::Holds)
            }
            Condition::Stands { word, obligation } => match self.standing(obligation, scope) {
                None => Good::Open,
                Some(it) if it.status.is_closed() => Good::is(stands(it, word)),
                Some(it) => match word.as_str() {
                    "breached" => Good::if_so(it.breached.is_some(), Good::Holds),
                    "kept" => Good::if_so(it.breached.is_some(), Good::HoldsNot),
                    "dormant" => Good::if_so(it.status != Status::Dormant, Good::HoldsNot),
                    _ => Good::Open,
                },
            },
            Condition::Not(part) => self.for_good(part, scope).not(),
            Condition::All(parts) => Good::all(&self.all_for_good(parts, scope)),
            Condition::Any(parts) => {
                let parts = self.all_for_good(parts, scope);
                Good::all(&parts.into_iter().map(Good::not).collect::<Vec<_>>()).not()
            }
            Condition::Some { of, holds, at_least } => {
                let parts = self.of_each_for_good(of, holds);
                let count = |wanted: fn(Good) -> bool| {
                    let count = parts.iter().filter(|it| wanted(**it)).count();
                    u64::try_from(count).unwrap_or(u64::MAX)
                };
                if count(|it| it == Good::Holds) >= *at_least {
                    return Good::Holds;
                }
                let can_still = count(|it| it != Good::HoldsNot);
                Good::if_so(self.is_list_closed(of) && can_still < *at_least, Good::HoldsNot)
            }
            Condition::Every { of, holds } => {
                let parts = self.of_each_for_good(of, holds);
                match (self.is_list_closed(of), parts.is_empty()) {
                    (false, _) => Good::Open,
                    (true, true) => Good::HoldsNot,
                    (true, false) => Good::all(&parts),
                }
            }
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_) => Good::Open,
        }
    }

    fn all_for_good(&self, parts: &[Condition], scope: ScopeId) -> Vec<Good> {
        parts.iter().map(|part| self.for_good(part, scope)).collect()
    }

    fn of_each_for_good(&self, kind: &str, holds: &Condition) -> Vec<Good> {
        self.state.subjects(kind).map(|(id, _)| self.for_good(holds, id)).collect()
    }

    // Ought implies may (sections 4 and 8). In each of these the scope is that of what asks.

    /// Where an act stands, as an obligation or condition of this scope sees it: in one scope, or
    /// (asked from the run, of an act of a kind) in each subject.
    fn seen_from(&self, act: &Act, scope: ScopeId) -> Option<ScopeId> {
        match &act.of {
            None => Some(RUN),
            Some(_) if scope != RUN => Some(scope),
            Some(_) => None,
        }
    }

    /// The precondition and the window bind nobody, or stand in nobody's way.
    pub(crate) fn is_open_in(&self, act: &Act, scope: ScopeId) -> bool {
        let here = &self.state.scopes[scope].acts[&act.name];
        here.is_waived || !here.is_over && self.holds(&act.requires, scope)
    }

    fn is_shut_in(&self, act: &Act, scope: ScopeId) -> bool {
        let here = &self.state.scopes[scope].acts[&act.name];
        here.is_over && !here.is_waived
    }

    /// Whether an act may be done.
    pub(crate) fn may_be_done(&self, act: &Act, scope: ScopeId) -> bool {
        match (self.seen_from(act, scope), &act.of) {
            (Some(scope), _) => self.is_open_in(act, scope),
            (None, Some(kind)) => {
                let opens = self.opens(act) && !self.is_list_closed(kind) && !act.has_conditions;
                opens || self.state.subjects(kind).any(|(id, _)| self.is_open_in(act, id))
            }
            (None, None) => false,
        }
    }

    /// Whether its window is over and unwaived.
    pub(crate) fn is_shut(&self, act: &Act, scope: ScopeId) -> bool {
        match (self.seen_from(act, scope), &act.of) {
            (Some(scope), _) => self.is_shut_in(act, scope),
            (None, Some(kind)) => {
                self.is_list_closed(kind)
                    && self.state.subjects(kind).all(|(id, _)| self.is_shut_in(act, id))
            }
            (None, None) => false,
        }
    }

    /// Whether an act opens its kind.
    pub(crate) fn opens(&self, act: &Act) -> bool {
        let kind = act.of.as_deref().and_then(|kind| self.agreement.kind(kind));
        match kind.map(|it| &it.opening) {
            Some(Opening::ByEvents { acts, .. }) => acts.contains(&act.name),
            _ => false,
        }
    }

    pub(crate) fn acts_of(&self, obligation: &'a Obligation) -> impl Iterator<Item = &'a Act> {
        let agreement = self.agreement;
        obligation.performs().iter().filter_map(|name| agreement.act(name))
    }

    // Lists (section 8).

    pub(crate) fn is_list_closed(&self, kind: &str) -> bool {
        let Some(kind) = self.agreement.kind(kind) else { return true };
        let here = &self.state.kinds[&kind.name];
        match &kind.opening {
            Opening::EachOf(_) => true,
            Opening::ByEvents { .. } => here.has_closed,
            Opening::Periods { times, .. } => {
                let count = u64::try_from(here.opened.len()).unwrap_or(u64::MAX);
                here.has_closed
                    || times.is_some_and(|times| count >= times)
                    || here.opened.len() >= MOST_SUBJECTS
                    || self.state.terminated.is_some()
                    || self.can_not_reckon_next(kind)
            }
        }
    }

    /// Whether the period that would open next can't be reckoned to its end.
    fn can_not_reckon_next(&self, kind: &Kind) -> bool {
        let here = &self.state.kinds[&kind.name];
        let Some(grid) = here.grid else { return false };
        let next = match here.opened.iter().max() {
            Some(last) => last + 1,
            None => return self.period(kind, grid, 0).is_none(),
        };
        self.period(kind, grid, next).is_none()
    }

    /// Where period k begins and ends.
    pub(crate) fn period(&self, kind: &Kind, grid: Instant, k: u64) -> Option<(Instant, Instant)> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        let k = i64::try_from(k).ok()?;
        let (start, end) = (every.after(grid, k)?, every.after(grid, k.checked_add(1)?)?);
        Some((start, end))
    }

    /// Which period an instant lies in, among those that are long enough to have one.
    pub(crate) fn period_at(&self, kind: &Kind, grid: Instant, at: Instant) -> Option<u64> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        let k = index_at(|k| every.after(grid, i64::try_from(k).ok()?), at)?;
        // Terms that roll may leave a period without an instant: the last that has begun holds.
        let (start, end) = self.period(kind, grid, k)?;
        (start <= at && at < end).then_some(k)
    }
}

/// The last k whose beginning is not after `at`; none before the first.
pub(crate) fn index_at(begin: impl Fn(u64) -> Option<Instant>, at: Instant) -> Option<u64> {
    let has_begun = |k: u64| begin(k).is_some_and(|begin| begin <= at);
    if !has_begun(0) {
        return None;
    }
    let mut not_begun = 1;
    while has_begun(not_begun) {
        not_begun *= 2;
    }
    let mut begun = not_begun / 2;
    while not_begun - begun > 1 {
        let middle = begun + (not_begun - begun) / 2;
        if has_begun(middle) {
            begun = middle;
        } else {
            not_begun = middle;
        }
    }
    Some(begun)
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

/// Who speaks: one (`actor`), or several together (`actors`).
#[derive(Clone, Debug)]
pub(crate) enum Voice {
    Alone(String),
    Together(Vec<String>),
}

impl Agreement {
    /// Whoever does an act acts for itself and for each group of which it is a member.
    pub(crate) fn acts_for(&self, actor: &str, party: &str) -> bool {
        actor == party || self.members(party).iter().any(|it| it == actor)
    }

    pub(crate) fn members(&self, party: &str) -> &[String] {
        let party = self.parties.iter().find(|it| it.name == party);
        party.and_then(|it| it.members.as_deref()).unwrap_or_default()
    }

    /// Whether one who speaks, or several who speak together, speak for a party, in a matter of
    /// this debtor.
    pub(crate) fn speak_for(&self, voice: &Voice, party: &str, debtor: Option<&str>) -> bool {
        let (speakers, is_together) = match voice {
            Voice::Alone(speaker) => (std::slice::from_ref(speaker), false),
            Voice::Together(speakers) => (speakers.as_slice(), true),
        };
        let Some(whom) = self.parties.iter().find(|it| it.name == party) else { return false };
        let members = whom.members.as_deref().unwrap_or_default();
        let speaks_alone =
            |it: &String| debtor.is_none_or(|debtor| debtor == party || !self.acts_for(it, debtor));
        speakers.iter().any(|it| it == party)
            || whom.any_speaks && speakers.iter().any(|it| members.contains(it) && speaks_alone(it))
            || is_together && !members.is_empty() && members.iter().all(|it| speakers.contains(it))
    }
}

impl View<'_> {
    /// When an act was last done, by whoever acts for a party.
    pub(crate) fn last_done(&self, act: &str, by: Option<&str>, scope: ScopeId) -> Option<Instant> {
        self.done(act, by, scope).last().map(|it| it.at)
    }
}

impl View<'_> {
    /// The last period that has begun at an instant.
    pub(crate) fn period_index(&self, kind: &Kind, grid: Instant, at: Instant) -> Option<u64> {
        let Opening::Periods { every, .. } = &kind.opening else { return None };
        index_at(|k| every.after(grid, i64::try_from(k).ok()?), at)
    }
}
