//! Answers questions about one run.

use crate::monitor::{At, Monitor, Scope, State, SubjectId};
use crate::names::{self, ActId, Ids, KindId, Names, ObligationId, PartyId, Translate};
use crate::terms::{Condition, Named, TermOf, Terms};

use super::past::{Done, Past};
use super::reason::{Again, Join, Reason, Subject};
use super::{Move, Question};

/// How long a chain of what waits for what is told: it ends somewhere, but the stack is short.
const DEPTH: usize = 64;

/// How many subjects are named of many.
pub(super) const FEW: usize = 3;

/// What is told once in an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Act(ActId, Scope),
    Obligation(ObligationId, Scope),
    EntryIntoForce,
}

/// One answer in the making.
pub(super) struct Explainer<'a, V: Names> {
    pub(super) monitor: &'a Monitor<V>,
    pub(super) terms: &'a Terms,
    pub(super) state: &'a State,
    pub(super) past: Past<'a>,
    /// The scope that is spoken of: what belongs to a kind is this subject's.
    pub(super) scope: Scope,
    /// What is being told, from the root to here.
    path: Vec<Topic>,
    /// What was told in full.
    told: Vec<Topic>,
}

impl<'a, V: Names> Explainer<'a, V> {
    /// For a run, with the acts of its log if they are at hand.
    pub(super) fn of(monitor: &'a Monitor<V>, acts: Option<&'a [Done]>) -> Self {
        let terms = monitor.agreement().terms();
        let ledger = monitor.ledger();
        let changes = ledger.keeps_history.then(|| ledger.history());
        let scope = Scope::Run;
        let past = Past { date: terms.start(), scope, subject: None, changes, acts };
        let state = monitor.state();
        Self { monitor, terms, state, past, scope, path: Vec::new(), told: Vec::new() }
    }

    /// Answers a question about the run, or about one of its subjects.
    pub(super) fn answer_in(
        mut self,
        subject: &names::Subject<V>,
        question: &Question<V>,
    ) -> Option<Reason<V>> {
        let kind = self.monitor.agreement().lexicon().kind_id(subject.kind)?;
        let scope = self.scope_named(kind, &subject.name)?;
        self.speak_of(scope);
        self.answer(question)
    }

    /// The subject of a kind and name, if there is one.
    pub(super) fn scope_named(&self, kind: KindId, name: &str) -> Option<Scope> {
        let place = self.state.kinds[kind].subjects.find(name.as_bytes())?;
        Some(Scope::Subject(SubjectId { kind, place }))
    }

    /// From here on a scope is spoken of.
    pub(super) fn speak_of(&mut self, scope: Scope) {
        self.scope = scope;
        self.past = self.past.seen_from(self.state, self.terms, scope);
    }

    /// Speaks of another scope for once.
    pub(super) fn within<T>(&mut self, scope: Scope, tell: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.scope;
        self.speak_of(scope);
        let told = tell(self);
        self.speak_of(before);
        told
    }

    /// The scope in which something of a kind, or of the run, exists as it is spoken of here; none where
    /// no subject of its kind is.
    pub(super) fn own(&self, kind: Option<KindId>) -> Option<Scope> {
        match kind {
            None => Some(Scope::Run),
            Some(_) => (self.scope.kind() == kind).then_some(self.scope),
        }
    }

    pub(super) fn own_act(&self, act: ActId) -> Option<At<ActId>> {
        let scope = self.own(self.terms.acts[act].of)?;
        Some(scope.at(&self.terms.graph, act))
    }

    /// A point, of the subject that is spoken of if it is about something of its kind.
    pub(super) fn about(
        &self,
        kind: Option<KindId>,
        subject: Subject<V>,
        holds: bool,
    ) -> Reason<V> {
        let mut reason = Reason::new(subject, holds);
        reason.of = self.own(kind).and_then(|scope| self.name_of(scope));
        reason
    }

    /// The name of a scope; none of the run.
    pub(super) fn name_of(&self, scope: Scope) -> Option<names::Subject<V>> {
        self.state.named(scope).map(|subject| {
            let Ok(subject) = subject.translate(&Named(self.monitor.agreement().lexicon()));
            subject
        })
    }

    pub(super) fn answer(mut self, question: &Question<V>) -> Option<Reason<V>> {
        let lexicon = self.monitor.agreement().lexicon();
        match question {
            Question::Obligation(obligation) => {
                let id = lexicon.obligation_id(*obligation)?;
                self.own(self.terms.obligations[id].of)?;
                Some(self.obligation(id))
            }
            Question::Act { party, act } => {
                Some(self.act(lexicon.party_id(*party)?, lexicon.act_id(*act)?))
            }
            Question::Condition(condition) => {
                let condition = condition.translate(lexicon).ok()?;
                self.past.holds(self.state, self.terms, &condition)?;
                Some(self.condition(&condition, true))
            }
            Question::Finding(finding) => {
                let known = self.monitor.findings().any(|known| known == *finding);
                // What was refused left nothing behind: it is told as of the state that refused it.
                (known || finding.kind().is_refused()).then(|| self.finding(finding))?
            }
        }
    }

    /// Tells a topic, unless it is being told or was told already.
    pub(super) fn tell(
        &mut self,
        topic: Topic,
        reason: Reason<V>,
        tell: impl FnOnce(&mut Self, &mut Reason<V>),
    ) -> Reason<V> {
        let mut reason = reason;
        if self.path.contains(&topic) {
            reason.again = Some(Again::Circle);
        } else if self.told.contains(&topic) {
            reason.again = Some(Again::Told);
        } else if self.path.len() >= DEPTH {
            reason.again = Some(Again::Deeper);
        } else {
            self.path.push(topic);
            tell(self, &mut reason);
            self.path.pop();
            self.told.push(topic);
        }
        reason
    }

    /// That an act's precondition does not hold, and what that takes; nothing where it stands in
    /// nobody's way.
    pub(super) fn precondition(&mut self, act: ActId) -> Option<Reason<V>> {
        if self.may(act) {
            return None;
        }
        let terms = &self.terms.acts[act];
        let subject = Subject::May { act: self.act_name(act), party: None };
        let mut reason = self.about(terms.of, subject, false);
        reason.cites.clone_from(&terms.cites);
        let Some(own) = self.own(terms.of) else {
            return Some(self.precondition_anywhere(reason, act));
        };
        let at = own.at(&self.terms.graph, act);
        let ended = (self.state[at].is_over() && self.holds(&terms.expires_when))
            .then_some(&terms.expires_when);
        self.date(&mut reason, ended.unwrap_or(&terms.requires));
        Some(self.tell(Topic::Act(act, own), reason, |this, reason| {
            match ended {
                // Its window is over.
                Some(ended) => reason.because.push(this.condition(ended, false)),
                None => this.rest_on(reason, &terms.requires),
            }
            reason.instead.extend(this.waiver(act));
        }))
    }

    /// The same of an act of a kind, as the run sees it: in some subject it would have to be open.
    fn precondition_anywhere(&mut self, reason: Reason<V>, act: ActId) -> Reason<V> {
        let Some(kind) = self.terms.acts[act].of else { return reason };
        self.tell(Topic::Act(act, Scope::Run), reason, |this, reason| {
            let scopes = this.state.scopes(Some(kind)).take(FEW);
            reason.join = Join::Any;
            for scope in scopes.collect::<Vec<_>>() {
                let below = this.within(scope, |this| this.precondition(act));
                reason.because.extend(below);
            }
            if reason.because.is_empty() {
                reason.because.push(this.many(kind, None));
                reason.takes.extend(this.opening(kind, act));
            }
        })
    }

    /// Whether an act may be done: one of a kind, as the run sees it, in some subject.
    pub(super) fn may(&self, act: ActId) -> bool {
        match (self.own_act(act), self.terms.acts[act].of) {
            (Some(at), _) => self.state.may_in(self.terms, at),
            (None, kind) => {
                let opens = kind.is_some_and(|it| self.state.may_open(self.terms, it, act));
                let is_open =
                    |scope: Scope| self.state.may_in(self.terms, scope.at(&self.terms.graph, act));
                opens || self.state.scopes(kind).any(is_open)
            }
        }
    }

    /// What a condition that should hold, and does not, needs: its parts at once, if it is made of
    /// parts.
    pub(super) fn rest_on(&mut self, reason: &mut Reason<V>, condition: &Condition) {
        let below = self.condition(condition, true);
        match condition {
            Condition::All(_) | Condition::Any(_) if !below.because.is_empty() => {
                reason.join = below.join;
                reason.because = below.because;
            }
            _ => reason.because.push(below),
        }
    }

    /// One thing more that all is needed with: its parts at once, if all of them are needed.
    pub(super) fn add(&mut self, reason: &mut Reason<V>, condition: &Condition) {
        let below = self.condition(condition, true);
        let is_all = matches!(condition, Condition::All(_)) && below.join == Join::All;
        let below = if is_all && !below.because.is_empty() { below.because } else { vec![below] };
        for below in below {
            if !reason.because.contains(&below) {
                reason.because.push(below);
            }
        }
    }

    /// The waiver of an act's precondition, if anybody is protected by it.
    fn waiver(&self, act: ActId) -> Option<Move<V>> {
        let terms = &self.terms.acts[act];
        let own = self.own(terms.of).and_then(|scope| self.state.each(self.terms, scope));
        let each = own.filter(|each| {
            let is_named = terms.protects.as_ref().is_some_and(|named| named.contains(each));
            terms.protects_each && !is_named
        });
        let by: Vec<V::Party> = match &terms.protects {
            Some(protected) => protected.iter().copied().chain(each).collect::<Vec<_>>(),
            None => self.terms.parties.keys().collect(),
        }
        .into_iter()
        .map(|party| self.party_name(party))
        .collect();
        (!by.is_empty()).then(|| Move::Waive { by, act: self.act_name(act) })
    }

    /// Since when a condition is as it is.
    pub(super) fn date(&self, reason: &mut Reason<V>, condition: &Condition) {
        if let Some(since) = self.past.since(self.state, self.terms, condition) {
            reason.since = Some(since.at);
            reason.events = since.event.into_iter().collect();
        }
    }

    pub(super) fn holds(&self, condition: &Condition) -> bool {
        self.past.holds(self.state, self.terms, condition) == Some(true)
    }

    pub(super) fn party_name(&self, id: PartyId) -> V::Party {
        self.monitor.agreement().lexicon().party(id)
    }

    pub(super) fn act_name(&self, id: ActId) -> V::Act {
        self.monitor.agreement().lexicon().act(id)
    }

    pub(super) fn obligation_name(&self, id: ObligationId) -> V::Obligation {
        self.monitor.agreement().lexicon().obligation(id)
    }

    pub(super) fn named(&self, condition: &Condition) -> Condition<V> {
        let Ok(named) = condition.translate(&Named(self.monitor.agreement().lexicon()));
        named
    }

    pub(super) fn named_term(&self, term: &TermOf<Ids>) -> TermOf<V> {
        let Ok(named) = Named(self.monitor.agreement().lexicon()).term(term);
        named
    }
}

/// The one that takes the fewest words, and of such the earliest.
pub(super) fn shortest<V: Names>(reasons: Vec<Reason<V>>) -> Vec<Reason<V>> {
    let shortest = reasons.into_iter().min_by_key(|reason| {
        // What is not dated comes last.
        (reason.size(), reason.since.is_none(), reason.since)
    });
    shortest.into_iter().collect()
}

/// Several points, of which all are needed or any one.
pub(super) fn joined<V: Names>(
    mut reason: Reason<V>,
    join: Join,
    because: Vec<Reason<V>>,
) -> Reason<V> {
    reason.join = join;
    reason.because = because;
    reason
}
