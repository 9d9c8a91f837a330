//! Answers questions about one run.

use crate::monitor::{Monitor, State, Scope};
use crate::names::{ActId, Names, ObligationId, PartyId};
use crate::terms::{Condition, Named, Terms};

use super::past::{Done, Past};
use super::reason::{Again, Join, Reason, Subject};
use super::{Move, Question};

/// How long a chain of what waits for what is told: it ends somewhere, but the stack is short.
const DEPTH: usize = 64;

/// What is told once in an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Act(ActId),
    Obligation(ObligationId),
    EntryIntoForce,
}

/// One answer in the making.
pub(super) struct Explainer<'a, V: Names> {
    pub(super) monitor: &'a Monitor<V>,
    pub(super) terms: &'a Terms,
    pub(super) state: &'a State,
    pub(super) past: Past<'a>,
    /// What is being told, from the root to here.
    path: Vec<Topic>,
    /// What was told in full.
    told: Vec<Topic>,
}

impl<'a, V: Names> Explainer<'a, V> {
    /// For a run, with the acts of its log if they are at hand.
    pub(super) fn of(monitor: &'a Monitor<V>, acts: Option<&'a [Done]>) -> Self {
        let terms = monitor.agreement().terms();
        let journal = monitor.journal();
        let changes = journal.keeps_history.then(|| journal.history());
        let past = Past { date: terms.start(), changes, acts };
        let state = monitor.state();
        Self { monitor, terms, state, past, path: Vec::new(), told: Vec::new() }
    }

    pub(super) fn answer(mut self, question: &Question<V>) -> Option<Reason<V>> {
        let lexicon = self.monitor.agreement().lexicon();
        match question {
            Question::Obligation(obligation) => {
                Some(self.obligation(lexicon.obligation_id(*obligation)?))
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
        if self.state.may(self.terms, Scope::Run, act) {
            return None;
        }
        let mut reason = Reason::new(Subject::May { act: self.act_name(act), party: None }, false);
        let terms = &self.terms.acts[act];
        reason.cites.clone_from(&terms.cites);
        self.date(&mut reason, &terms.requires);
        Some(self.tell(Topic::Act(act), reason, |this, reason| {
            this.rest_on(reason, &terms.requires);
            reason.instead.extend(this.waiver(act));
        }))
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
        let by: Vec<V::Party> = match &self.terms.acts[act].protects {
            Some(protected) => protected.iter().map(|party| self.party_name(*party)).collect(),
            None => self.terms.parties.keys().map(|party| self.party_name(party)).collect(),
        };
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
