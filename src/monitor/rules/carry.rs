//! Carrying a run over to an agreement that takes the place of its own ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::monitor::{Lapse, Status};
use crate::names::{Key, KindId, ObligationId, PartyId, Subject as Named, Table, Translate};
use crate::terms::{Abstention, CarryError, Duty, Opening, PeriodsFrom, Reach, Renamed, Terms};
use crate::time::Instant;

use super::carry_sums::Sums;
use super::count::{Count, present};
use super::done::{Done, DoneIn};
use super::kinds::KindState;
use super::left_behind::{LeftBehind, LeftObligation, LeftSubject};
use super::scope_state::ScopeState;
use super::state::{Remembered, State};
use super::subjects::{Subject, Subjects};
use super::tracked::{EndedBy, Parties, Tracked, TrackedAct, Window};
use super::truth::Truth;

/// A run that is carried over: from which terms, to which, and what the names of the old ones are there.
pub(crate) struct Carrying<'a> {
    pub(crate) old: &'a Terms,
    pub(crate) new: &'a Terms,
    pub(crate) renamed: &'a Renamed,
}

/// The kinds, each with its subjects; and where each subject of the old ones stands now, none of one that was left
/// behind.
type CarriedKinds = (Vec<(KindState, Vec<Subject>)>, Table<KindId, Vec<Option<u32>>>);

/// One scope, carried over.
struct Carried {
    state: ScopeState,
    left: Vec<LeftObligation>,
}

impl Carrying<'_> {
    /// The run under the new terms, at the instant at which its clock stands, before it has settled; what has
    /// happened goes by the new terms' names from here on. A run that doesn't keep what has happened may not
    /// remember what the new terms ask for.
    pub(crate) fn carry(
        &self,
        state: &State,
        done: Option<&mut Vec<Done>>,
    ) -> Result<State, CarryError> {
        let mut left = self.left_before(&state.left_behind);
        let run = self.carry_scope(&state.run, None, None, state)?;
        left.obligations.extend(run.left);
        let (mut kinds, places) = self.carry_kinds(state, &mut left)?;
        let mut run = run.state;
        match done {
            Some(done) => {
                self.carry_done(done, &places);
                self.count_done(done, &mut run, &mut kinds);
            }
            None => {
                let sums = Sums { carrying: self };
                sums.carry_into(None, &state.run, &mut run)?;
                for (was, old) in state.kinds.iter() {
                    let Some(is) = self.kind(was) else { continue };
                    for (subject, place) in old.subjects.iter().zip(&places[was]) {
                        let new = kinds.get_mut(is.place()).map(|(_, subjects)| subjects);
                        let new = place.and_then(|place| new?.get_mut(place as usize));
                        if let Some(new) = new {
                            sums.carry_into(Some((was, is)), &subject.state, &mut new.state)?;
                        }
                    }
                }
            }
        }
        let kinds = kinds.into_iter().map(|(mut kind, subjects)| {
            kind.subjects = Subjects::none();
            for subject in subjects {
                kind.subjects.push(subject);
            }
            kind
        });
        let mut remembered = Remembered {
            start: state.start,
            clock: state.clock,
            keeps_milestones: state.keeps_milestones,
            in_force: state.in_force,
            run,
            kinds: kinds.collect(),
            left_behind: Some(Box::new(left)).filter(|left| !left.is_empty()),
        };
        // A list that is open again was closed by nobody, and one that this closes is: by none of the parties.
        for kind in self.new.kinds.keys() {
            let is_over = remembered.is_list_over(self.new, kind);
            let closed_by = &mut remembered.kinds[kind].closed_by;
            let nobody = || EndedBy::Actors(Box::default());
            *closed_by = is_over.then(|| closed_by.take().unwrap_or_else(nobody));
        }
        Ok(State::derived(self.new, remembered))
    }

    fn party(&self, party: PartyId) -> PartyId {
        let Ok(party) = self.renamed.party(&party);
        party
    }

    /// What an obligation is in the new agreement, if that has it.
    fn obligation(&self, id: ObligationId) -> Result<ObligationId, ObligationId> {
        let Ok(id) = self.renamed.obligation(&id);
        if id.place() < self.new.graph.obligations.len() { Ok(id) } else { Err(id) }
    }

    /// What a kind is in the new agreement, if that has it.
    pub(super) fn kind(&self, id: KindId) -> Option<KindId> {
        let Ok(id) = self.renamed.kind(&id);
        (id.place() < self.new.kinds.len()).then_some(id)
    }

    fn ended_by(&self, by: &EndedBy) -> EndedBy {
        match by {
            EndedBy::Time => EndedBy::Time,
            EndedBy::Actors(actors) => {
                EndedBy::Actors(actors.iter().map(|party| self.party(*party)).collect())
            }
        }
    }

    fn parties(&self, parties: Parties) -> Parties {
        let Parties { debtor, creditor, verifier } = parties;
        let party = |party: Option<PartyId>| party.map(|party| self.party(party));
        Parties { debtor: party(debtor), creditor: party(creditor), verifier: party(verifier) }
    }

    /// What exists in the run, or in a subject of a kind of both agreements, of which the party may be the subject
    /// itself.
    fn carry_scope(
        &self,
        old: &ScopeState,
        kind: Option<(KindId, KindId)>,
        each: Option<PartyId>,
        run: &State,
    ) -> Result<Carried, CarryError> {
        let now = run.clock;
        let (was, is) = (kind.map(|(was, _)| was), kind.map(|(_, is)| is));
        let mut state = ScopeState::at_first(self.new, is, each);
        let mut left = Vec::new();
        state.terminated = old.terminated;
        let scope = self.old.graph.scope(was);
        for (place, id) in (0..).zip(&scope.obligations) {
            let tracked = &old.obligations[ObligationId::at(place)];
            match self.obligation(*id) {
                Ok(new) => {
                    let stretch = &old.stretches[ObligationId::at(place)];
                    let place = ObligationId::at(self.new.graph.obligations[new].place);
                    let fresh = state.obligations[place];
                    let tracked = self.carry_obligation(new, tracked, fresh, stretch, now);
                    state.obligations[place] = match self.old.graph.may_change {
                        true => tracked,
                        false => self.as_remembered(*id, new, tracked, run.keeps_milestones)?,
                    };
                    state.stretches[place].clone_from(stretch);
                }
                Err(_) => left.push(self.leave(*id, tracked, None, now)),
            }
        }
        for (id, act) in scope.acts.iter().zip(old.acts.values()) {
            let Ok(new) = self.renamed.act(id);
            if new.place() >= self.new.graph.acts.len() {
                continue;
            }
            let (before, after) = (&self.old.acts[*id], &self.new.acts[new]);
            let is_same = self.old.canonical_condition(&before.expires_when)
                == self.new.canonical_condition(&after.expires_when);
            let window = match &act.window {
                Window::Over(by) if is_same => Window::Over(self.ended_by(by)),
                window if is_same => window.clone(),
                _ => Window::Open,
            };
            let place = crate::names::ActId::at(self.new.graph.acts[new].place);
            state.acts[place] = TrackedAct { is_waived: act.is_waived, window };
        }
        for (_, elapsed) in self.new.graph.elapsed.iter().filter(|(_, it)| it.of == is) {
            if let Some(before) = elapsed.goes_on.map(|id| &self.old.graph.elapsed[id])
                && before.of == was
            {
                let since = old.since[crate::terms::ElapsedId::at(before.place)];
                state.since[crate::terms::ElapsedId::at(elapsed.place)] = since;
            }
        }
        for (id, value) in scope.told.iter().zip(old.told.values()) {
            let Ok(new) = self.renamed.told(id);
            if new.place() < self.new.graph.told.len() && self.new.graph.told[new].of == is {
                let place = crate::names::ToldId::at(self.new.graph.told[new].place);
                state.told[place] = value.as_ref().map(|value| {
                    let Ok(value) = value.translate(self.renamed);
                    value
                });
            }
        }
        Ok(Carried { state, left })
    }

    /// An obligation that both agreements have keeps its state. Of a dormant one the parties are the new
    /// agreement's, but for those that an amendment has set.
    fn carry_obligation(
        &self,
        id: ObligationId,
        old: &Tracked,
        fresh: Tracked,
        stretch: &[(Instant, u64)],
        now: Instant,
    ) -> Tracked {
        let mut tracked = Tracked { parties: self.parties(old.parties), ..*old };
        if tracked.status == Status::Dormant {
            let Parties { debtor, creditor, verifier } = fresh.parties;
            let parties = &mut tracked.parties;
            for (is_amended, new, party) in [
                (tracked.amended.debtor, debtor, &mut parties.debtor),
                (tracked.amended.creditor, creditor, &mut parties.creditor),
                (tracked.amended.verifier, verifier, &mut parties.verifier),
            ] {
                if !is_amended {
                    *party = new;
                }
            }
        }
        // A run that does not keep what it counted has counted as it goes on to count.
        if let (Duty::Refrain(abstention), Some(due), true) =
            (&self.new.obligations[id].duty, old.due, self.old.graph.may_change)
        {
            tracked.count = self.counted(abstention, &tracked, due, stretch, now);
        }
        tracked
    }

    /// An obligation of a run that remembers what its own agreement asks for, as the new terms ask for it.
    fn as_remembered(
        &self,
        was: ObligationId,
        is: ObligationId,
        mut tracked: Tracked,
        keeps_milestones: bool,
    ) -> Result<Tracked, CarryError> {
        let name = &self.new.obligation_names[is];
        let forgotten = |what: String| Err(CarryError::NotRemembered { what });
        if tracked.status == Status::Dormant || tracked.status.is_closed() {
            return Ok(tracked);
        }
        if let (Duty::Refrain(before), Duty::Refrain(after)) =
            (&self.old.obligations[was].duty, &self.new.obligations[is].duty)
            && !self.counts_alike(before, after)
        {
            if before.reach != Reach::InAll || tracked.count.done > 0 || !keeps_milestones {
                return forgotten(format!("when what `{name}` forbids was done"));
            }
            let start = tracked.due.filter(|_| matches!(after.reach, Reach::Per(_)));
            tracked.count = Count { start, ended: tracked.count.ended, ..Count::default() };
        }
        let has_windows = |terms: &Terms, id: ObligationId| terms.graph.obligations[id].has_windows;
        if has_windows(self.new, is) && !has_windows(self.old, was) {
            tracked.due_since = tracked.due;
        }
        let is_awaited =
            |terms: &Terms, id: ObligationId| terms.obligations[id].deemed_after().is_some();
        if is_awaited(self.new, is) && !is_awaited(self.old, was) && tracked.is_verifiable() {
            if tracked.status != Status::Performed || !keeps_milestones {
                return forgotten(format!("since when enough of `{name}` is done"));
            }
            tracked.enough_since = tracked.rests_since;
        }
        Ok(tracked)
    }

    /// Whether two prohibitions count over the same stretch.
    fn counts_alike(&self, before: &Abstention, after: &Abstention) -> bool {
        let term = |terms: &Terms, reach: &Reach| match reach {
            Reach::InAll => String::new(),
            Reach::Per(term) => format!("per {}", terms.term_text(term)),
            Reach::InAny(term) => format!("in any {}", terms.term_text(term)),
        };
        term(self.old, &before.reach) == term(self.new, &after.reach)
    }

    /// What a prohibition has counted as its new terms count it.
    fn counted(
        &self,
        abstention: &Abstention,
        tracked: &Tracked,
        due: Instant,
        stretch: &[(Instant, u64)],
        now: Instant,
    ) -> Count {
        let start = matches!(abstention.reach, Reach::Per(_)).then_some(due);
        let Count { ended, .. } = tracked.count;
        let at =
            |instant| present(self.new, abstention, Count { start, ..Count::default() }, instant);
        let period = at(now).period;
        let counts = stretch.iter().filter(|(done, _)| match &abstention.reach {
            Reach::InAll => true,
            Reach::Per(_) => at(*done).period == period,
            Reach::InAny(term) => super::limit::lasts(self.new, term, *done, now),
        });
        let done = counts.fold(0_u64, |sum, (_, quantity)| sum.saturating_add(*quantity));
        let most = tracked.figure.unwrap_or(u64::MAX).saturating_add(1);
        Count { start, period, done: done.min(most), ended }
    }

    /// An obligation that the new agreement doesn't have, or whose subject it doesn't: breached or closed it stays
    /// as it is, for good; else it lapses.
    fn leave(
        &self,
        id: ObligationId,
        tracked: &Tracked,
        subject: Option<Named>,
        now: Instant,
    ) -> LeftObligation {
        let mut tracked = Tracked { parties: self.parties(tracked.parties), ..*tracked };
        if tracked.status != Status::Breached && !tracked.status.is_closed() {
            let rests_from = tracked.deadline_rests_from.take();
            if let Some(since) = rests_from.filter(|_| tracked.status == Status::Suspended) {
                let moved = |deadline: Instant| deadline.after_pause(since, now);
                tracked.deadline = match tracked.deadline {
                    Some(deadline) if since < now => moved(deadline),
                    deadline => deadline,
                };
            }
            tracked.status = Status::Lapsed;
            tracked.lapsed = Some(Lapse::Superseded);
            tracked.closed = Some(now);
            tracked.rests_since = None;
        }
        let binding = self.old.obligations[id].binding;
        let Ok(obligation) = self.renamed.obligation(&id);
        LeftObligation { subject, obligation, binding, tracked }
    }

    /// What was left behind before, by its new names.
    fn left_before(&self, left: &Option<Box<LeftBehind>>) -> LeftBehind {
        let Some(left) = left else { return LeftBehind::default() };
        let obligation = |it: &LeftObligation| {
            let Ok(obligation) = self.renamed.obligation(&it.obligation);
            let parties = self.parties(it.tracked.parties);
            LeftObligation {
                subject: it.subject.as_ref().map(|subject| self.subject(subject)),
                obligation,
                binding: it.binding,
                tracked: Tracked { parties, ..it.tracked },
            }
        };
        LeftBehind {
            obligations: left.obligations.iter().map(obligation).collect(),
            subjects: left
                .subjects
                .iter()
                .map(|it| LeftSubject {
                    subject: self.subject(&it.subject),
                    obligations: it.obligations.iter().map(obligation).collect(),
                    ..it.clone()
                })
                .collect(),
        }
    }

    fn subject(&self, subject: &Named) -> Named {
        let Ok(kind) = self.renamed.kind(&subject.kind);
        Named { kind, name: subject.name.clone() }
    }

    /// Kinds with their subjects, and where each old subject stands now; none of one that is left behind.
    fn carry_kinds(
        &self,
        state: &State,
        left: &mut LeftBehind,
    ) -> Result<CarriedKinds, CarryError> {
        let now = state.clock;
        let mut kinds: Vec<(KindState, Vec<Subject>)> = self
            .new
            .kinds
            .values()
            .map(|kind| (KindState::at_first(&kind.terms), Vec::new()))
            .collect();
        let mut is_new: Table<KindId, bool> = self.new.kinds.values().map(|_| true).collect();
        let mut places = Vec::new();
        for (was, old) in state.kinds.iter() {
            let is = self.kind(was);
            let mut stand = Vec::new();
            if let Some((is, (kind, _))) = is.and_then(|is| Some((is, kinds.get_mut(is.place())?)))
            {
                is_new[is] = false;
                kind.grid = old.grid;
                kind.has_ended = old.has_ended;
                kind.closed_by = old.closed_by.as_ref().map(|by| self.ended_by(by));
                kind.last = old.last;
            }
            for (subject, place) in old.subjects.iter().zip(0_usize..) {
                let each = self.old.kinds[was].members.get(place).map(|party| self.party(*party));
                let is = is.filter(|is| {
                    each.is_none_or(|each| self.new.kinds[*is].members.contains(&each))
                });
                let subjects = is.and_then(|is| Some((is, &mut kinds.get_mut(is.place())?.1)));
                let Some((is, subjects)) = subjects else {
                    let before = left_of(left, self, was, subject);
                    left.subjects.push(self.leave_subject(was, subject, before, now));
                    stand.push(None);
                    continue;
                };
                let carried = self.carry_scope(&subject.state, Some((was, is)), each, state)?;
                let name = || Some(Named { kind: is, name: subject.name.clone() });
                let own = carried.left.into_iter();
                left.obligations.extend(own.map(|it| LeftObligation { subject: name(), ..it }));
                stand.push(u32::try_from(subjects.len()).ok());
                subjects.push(Subject {
                    name: subject.name.clone(),
                    opened: subject.opened,
                    opener: subject.opener.map(|party| self.party(party)),
                    period: subject.period,
                    state: carried.state,
                    truth: Truth::none(),
                    tallied: Box::default(),
                });
            }
            places.push(stand);
        }
        for ((id, terms), (kind, subjects)) in self.new.kinds.iter().zip(&mut kinds) {
            self.open_anew(id, is_new[id], state, kind, subjects);
            debug_assert!(terms.members.len() == subjects.len() || terms.members.is_empty());
        }
        Ok((kinds, places.into_iter().collect()))
    }

    /// A kind of the new agreement alone starts now, and so does a party that is there anew.
    fn open_anew(
        &self,
        id: KindId,
        is_new: bool,
        state: &State,
        kind: &mut KindState,
        subjects: &mut Vec<Subject>,
    ) {
        let terms = &self.new.kinds[id];
        for party in terms.members.iter().skip(subjects.len()) {
            subjects.push(Subject {
                name: self.new.parties[*party].name.clone().into(),
                opened: state.clock,
                opener: None,
                period: None,
                state: ScopeState::at_first(self.new, Some(id), Some(*party)),
                truth: Truth::none(),
                tallied: Box::default(),
            });
        }
        if let Opening::Periods(periods) = &terms.terms.opening
            && matches!(periods.from, PeriodsFrom::EntryIntoForce)
            && is_new
        {
            kind.grid = state.in_force.map(|_| state.clock);
        }
    }

    fn leave_subject(
        &self,
        kind: KindId,
        subject: &Subject,
        mut before: Vec<LeftObligation>,
        now: Instant,
    ) -> LeftSubject {
        let own = self.old.graph.scope(Some(kind)).obligations.iter();
        let own = own.zip(subject.state.obligations.values());
        before.extend(own.map(|(id, tracked)| self.leave(*id, tracked, None, now)));
        let Ok(kind) = self.renamed.kind(&kind);
        LeftSubject {
            subject: Named { kind, name: subject.name.clone() },
            opened: subject.opened,
            period: subject.period,
            terminated: subject.state.terminated,
            obligations: before,
        }
    }

    /// What has happened goes on to be known, of acts that the new agreement has.
    fn carry_done(&self, done: &mut Vec<Done>, places: &Table<KindId, Vec<Option<u32>>>) {
        done.retain_mut(|it| {
            let Ok(act) = self.renamed.act(&it.act);
            it.act = act;
            it.actor = self.party(it.actor);
            for (name, value) in &mut it.told {
                let Ok(renamed) = self.renamed.told(name);
                let Ok(translated) = value.translate(self.renamed);
                (*name, *value) = (renamed, translated);
            }
            it.scope = match it.scope {
                DoneIn::Run => DoneIn::Run,
                DoneIn::Gone => DoneIn::Gone,
                DoneIn::Subject(mut id) => {
                    let place = places[id.kind].get(id.place as usize).copied().flatten();
                    match (self.kind(id.kind), place) {
                        (Some(kind), Some(place)) => {
                            (id.kind, id.place) = (kind, place);
                            DoneIn::Subject(id)
                        }
                        _ => DoneIn::Gone,
                    }
                }
            };
            act.place() < self.new.graph.acts.len()
        });
    }

    /// What the new conditions ask of what has happened.
    fn count_done(
        &self,
        done: &[Done],
        run: &mut ScopeState,
        kinds: &mut [(KindState, Vec<Subject>)],
    ) {
        let graph = &self.new.graph;
        for it in done {
            for (id, counter) in self.new.counters_of(it.act, it.actor) {
                if !super::told::matches_event(&counter.matching, &it.told) {
                    continue;
                }
                let place = crate::terms::CounterId::at(counter.place);
                self.see(it, counter.of, counter.by, run, kinds, |state| {
                    let sum = state.counters[place].saturating_add(it.quantity);
                    state.counters[place] = sum.min(counter.most);
                });
                debug_assert!(graph.counters[id].act == it.act);
            }
            for id in &graph.acts[it.act].betweens {
                let between = &graph.betweens[*id];
                let place = crate::terms::BetweenId::at(between.place);
                self.see(it, between.of, None, run, kinds, |state| {
                    state.between[place] = between.from == it.act;
                });
            }
            for id in &graph.acts[it.act].recents {
                let recent = &graph.recents[*id];
                if !self.new.is_done_by(it.actor, recent.by, None) {
                    continue;
                }
                let place = crate::terms::RecentId::at(recent.place);
                self.see(it, recent.of, recent.by, run, kinds, |state| {
                    state.recent[place] = Some(it.at);
                });
            }
        }
    }

    /// Each scope whose conditions see what was done: the run sees all, a subject itself and the run.
    fn see(
        &self,
        done: &Done,
        asking: Option<KindId>,
        by: Option<crate::terms::Doer>,
        run: &mut ScopeState,
        kinds: &mut [(KindState, Vec<Subject>)],
        mut see: impl FnMut(&mut ScopeState),
    ) {
        let Some(kind) = asking else { return see(run) };
        let Some((_, subjects)) = kinds.get_mut(kind.place()) else { return };
        let members = &self.new.kinds[kind].members;
        for (subject, place) in subjects.iter_mut().zip(0_u32..) {
            let is_seen = match done.scope {
                DoneIn::Run => true,
                DoneIn::Subject(id) => id.kind == kind && id.place == place,
                DoneIn::Gone => false,
            };
            let each = members.get(place as usize).copied();
            if is_seen && self.new.is_done_by(done.actor, by, each) {
                see(&mut subject.state);
            }
        }
    }
}

/// What was left behind before in a subject that is left behind itself now.
fn left_of(
    left: &mut LeftBehind,
    carrying: &Carrying<'_>,
    kind: KindId,
    subject: &Subject,
) -> Vec<LeftObligation> {
    let Ok(kind) = carrying.renamed.kind(&kind);
    let is_its = |it: &LeftObligation| {
        it.subject.as_ref().is_some_and(|it| it.kind == kind && it.name == subject.name)
    };
    let (its, others) = std::mem::take(&mut left.obligations).into_iter().partition(is_its);
    left.obligations = others;
    its
}
