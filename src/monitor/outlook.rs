//! What is owed now, and what may be done now.

use serde::ser::{Error as _, Serialize, Serializer};

use crate::names::{
    ActId, ByType, Ids, KindId, Names, PartyId, Subject, Text, Translate, Vocabulary,
};
use crate::terms::{Agreement, Condition};
use crate::time::Instant;

use super::Status;
use super::public::Monitor;
use super::rules::Scope;

/// An obligation that a party owes now.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::{Event, Monitor, Owed, Status};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
/// let first = monitor.owed_by(Party::Ussr).next();
/// let Some(Owed { obligation, status, deadline, .. }) = first else { panic!("it owes nothing") };
/// assert_eq!((obligation, status, deadline), (Obligation::CeaseWork, Status::Due, None));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Owed<V: Vocabulary = Ids> {
    /// The obligation.
    pub obligation: V::Obligation,
    /// The subject in which it is owed; none of what is owed once.
    pub subject: Option<Subject<V>>,
    /// Due, or breached and still to be made good.
    pub status: Status,
    /// By when, if there is a deadline.
    pub deadline: Option<Instant>,
}

/// What an obligation is owed as, on the wire.
#[derive(serde::Serialize)]
struct WrittenOwed<'a> {
    obligation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    status: Status,
    deadline: Option<Instant>,
}

/// With the name of the obligation. What is said by ids is to be [`Owed::spelled`] first: an id has
/// no name by itself.
impl<V: Names> Serialize for Owed<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let obligation: Box<str> = Translate::<V, Text>::obligation(&ByType, &self.obligation)
            .map_err(S::Error::custom)?;
        let subject = self.subject.as_ref().map(|subject| subject.translate(&ByType)).transpose();
        let subject = subject.map_err(S::Error::custom)?;
        let (status, deadline) = (self.status, self.deadline);
        WrittenOwed { obligation: &obligation, subject, status, deadline }.serialize(serializer)
    }
}

/// With the name of the obligation.
impl Serialize for Owed<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (status, deadline, subject) = (self.status, self.deadline, self.subject.clone());
        WrittenOwed { obligation: &self.obligation, subject, status, deadline }
            .serialize(serializer)
    }
}

impl<V: Names> Owed<V> {
    /// The same in words, to be serialised whatever its vocabulary; none of another agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?.erased());
    /// let agreement = monitor.agreement().clone();
    /// let (ussr, accept) = (agreement.party("ussr")?, agreement.act("accept-proposal")?);
    /// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, ussr, accept));
    /// let first = monitor.owed_by(ussr).next().and_then(|it| it.spelled(&agreement));
    /// assert_eq!(
    ///     serde_json::to_string(&first)?,
    ///     r#"{"obligation":"cease-work","status":"due","deadline":null}"#,
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Option<Owed<Text>> {
        let obligation = agreement.obligation_name(self.obligation)?.into();
        let spelled = |subject: &Subject<V>| {
            Some(Subject {
                kind: agreement.kind_name(subject.kind)?.into(),
                name: subject.name.clone(),
            })
        };
        let subject = match &self.subject {
            Some(subject) => Some(spelled(subject)?),
            None => None,
        };
        Some(Owed { obligation, subject, status: self.status, deadline: self.deadline })
    }
}

/// An act that a party may not do now, and what it still waits for.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::condition::{discharged, happened};
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let lifting = monitor.closed_to(Party::Us).find(|it| it.act == Act::LiftQuarantine).unwrap();
/// let arrangements = happened(Act::EstablishArrangements);
/// assert_eq!(lifting.unmet, [arrangements, discharged(Obligation::RemoveWeapons)]);
/// assert!(lifting.prohibited_by.is_empty());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closed<V: Names> {
    /// The act.
    pub act: V::Act,
    /// The smallest conditions of its precondition that are unmet.
    pub unmet: Vec<Condition<V>>,
    /// The binding prohibitions that doing it once would break.
    pub prohibited_by: Vec<V::Obligation>,
}

impl<V: Names> Monitor<V> {
    /// What a party owes now: duties and prohibitions that are due, and breached ones that are
    /// still to be made good or kept: those of the run in the order of the document, then those of each
    /// subject.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Obligation, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// assert_eq!(monitor.owed_by(Party::Ussr).count(), 0);   // nothing, until it accepts
    /// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
    /// let mut owed = monitor.owed_by(Party::Ussr);
    /// assert!(owed.any(|it| it.obligation == Obligation::HaltIntroduction));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn owed_by(&self, party: V::Party) -> impl Iterator<Item = Owed<V>> {
        let debtor = self.agreement().lexicon().party_id(party);
        let kinds = std::iter::once(None).chain(self.terms().kinds.keys().map(Some));
        let scopes = kinds.flat_map(|kind| self.state().scopes(kind));
        scopes.flat_map(move |scope| self.owed_in(scope, debtor))
    }

    /// The acts that a party may do now: submitting one of them, once, would not be refused.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let now = monitor.clock().unwrap();
    /// assert!(!monitor.open_to(Party::Un).any(|act| act == Act::EstablishArrangements));
    /// for act in [Act::CeaseWork, Act::RenderInoperable, Act::ConcludeArrangement] {
    ///     monitor.submit(&Event::act(now, Party::Ussr, act))?;
    /// }
    /// assert!(monitor.open_to(Party::Un).any(|act| act == Act::EstablishArrangements));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// An act of a kind is among them if it may be done in some subject, or would open one.
    pub fn open_to(&self, party: V::Party) -> impl Iterator<Item = V::Act> {
        let (terms, lexicon) = (self.terms(), self.agreement().lexicon());
        let party = lexicon.party_id(party);
        let is_open = move |act: ActId| match terms.acts[act].of {
            None => self.is_open_in(Scope::Run, party, act),
            Some(kind) => {
                let mut scopes = self.state().scopes(Some(kind));
                scopes.any(|scope| self.is_open_in(scope, party, act))
                    || self.would_open(kind, party, act)
            }
        };
        terms.acts.keys().filter(move |act| is_open(*act)).map(|act| lexicon.act(act))
    }

    fn is_open_in(&self, scope: Scope, party: Option<PartyId>, act: ActId) -> bool {
        let mut own = self.own_acts_in(scope, party).filter(|(_, at)| at.id == act);
        own.any(|(party, at)| self.closed_in(party, at).is_none())
    }

    /// Whether a party opens a subject with an act, in which nothing stands in its way.
    fn would_open(&self, kind: KindId, party: Option<PartyId>, act: ActId) -> bool {
        let terms = &self.terms().acts[act];
        party.is_some_and(|party| terms.by.contains(&party))
            && self.state().may_open(self.terms(), kind, act)
    }

    /// The acts of the run that a party may do at some time but not now, each with what it still waits for;
    /// those of a subject [`SubjectMonitor::closed_to`](super::SubjectMonitor::closed_to) tells.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Monitor};
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// let now = monitor.clock().unwrap();
    /// monitor.submit(&Event::act(now, Party::Ussr, Act::AcceptProposal))?;
    /// // What is prohibited is closed as well.
    /// let mut closed = monitor.closed_to(Party::Ussr);
    /// let bringing = closed.find(|it| it.act == Act::IntroduceWeapons).unwrap();
    /// assert!(bringing.unmet.is_empty() && bringing.prohibited_by.len() == 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn closed_to(&self, party: V::Party) -> impl Iterator<Item = Closed<V>> {
        let party = self.agreement().lexicon().party_id(party);
        let own = self.own_acts_in(Scope::Run, party);
        own.filter_map(|(party, at)| self.closed_in(party, at))
    }

    /// How much a prohibition has counted in the present period, or in all; none for a duty to
    /// perform. It counts up to the first past the limit.
    #[cfg(feature = "step")]
    pub(crate) fn counted_at(
        &self,
        at: super::rules::At<crate::names::ObligationId>,
    ) -> Option<u64> {
        let crate::terms::Duty::Refrain(abstention) = &self.terms().obligations[at.id].duty else {
            return None;
        };
        let state = self.state();
        Some(super::rules::present(self.terms(), abstention, state[at].count, state.clock).done)
    }

    /// Whether the precondition of an act binds nobody any longer.
    #[cfg(feature = "step")]
    pub(crate) fn is_waived(&self, act: V::Act) -> bool {
        let id = self.agreement().lexicon().act_id(act);
        let of_run = id.filter(|id| self.terms().acts[*id].of.is_none());
        of_run.is_some_and(|id| self.state()[Scope::Run.at(&self.terms().graph, id)].is_waived)
    }

    /// Whether a condition holds now; none for one that the agreement asks for nowhere.
    #[cfg(feature = "step")]
    pub(crate) fn holds(&self, condition: &Condition<V>) -> Option<bool> {
        let condition = condition.translate(self.agreement().lexicon()).ok()?;
        let terms = self.terms();
        let node = terms.graph.find(terms, None, &condition)?;
        Some(self.state().holds(Scope::Run.at(&terms.graph, node)))
    }
}

#[cfg(all(test, feature = "step"))]
mod tests {
    use crate::condition::{happened, happened_quantity};
    use crate::cuba::{self, Act, Party, Reading};
    use crate::event::Deed;
    use crate::{Event, Monitor};

    #[test]
    fn what_is_waived_and_what_holds_is_known() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut monitor = Monitor::new(&agreement);
        assert!(!monitor.is_waived(Act::LiftQuarantine));
        assert_eq!(monitor.holds(&happened(Act::CeaseWork)), Some(false));
        let (actors, act) = (agreement.parties().collect(), Act::LiftQuarantine);
        monitor.record(&Event::new(agreement.date().unwrap(), Deed::Waive { actors, act }));
        monitor.record(&Event::act(agreement.date().unwrap(), Party::Ussr, Act::CeaseWork));
        assert!(monitor.is_waived(Act::LiftQuarantine));
        assert!(!monitor.is_waived(Act::RemoveWeapons));
        assert_eq!(monitor.holds(&happened(Act::CeaseWork)), Some(true));
        assert_eq!(monitor.holds(&happened_quantity(Act::CeaseWork, 99)), None);
    }
}
