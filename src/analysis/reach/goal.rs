//! What is to be reached, and what that asks of a state.

use crate::analysis::explore::Timeless;
use crate::event::Deed;
use crate::monitor::{Manner, Status};
use crate::names::{ActId, Ids, Names, ObligationId, PartyId, Vocabulary};
use crate::report::Sentences;
use crate::terms::{Agreement, Condition, Terms};

use super::super::explore::{Cone, Play, holds};

/// What is to be reached.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::condition::discharged;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut explorer = Explorer::new(&agreement);
/// assert!(explorer.reach(&Goal::Done(Act::LiftQuarantine))?.is_reachable());
/// assert!(explorer.reach(&Goal::Holds(discharged(Obligation::CeaseWork)))?.is_reachable());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal<V: Vocabulary = Ids> {
    /// The outcome is [`Settled`](crate::Outcome::Settled).
    Settled,
    /// An act is done, by whoever may.
    Done(V::Act),
    /// A condition holds: one that the agreement asks, a part of one, where an obligation stands, or
    /// what `all`, `any` and `not` make of these.
    Holds(Condition<V>),
}

/// A goal asks what the agreement itself never does, so that no run keeps count of it, or uses a
/// name that is not of this agreement.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::condition::happened_quantity;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let often = Goal::Holds(happened_quantity(Act::SuspendQuarantine, 7));
/// assert!(Explorer::new(&agreement).reach(&often).is_err());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no condition of the agreement asks whether {asked}, so a run does not remember it; ask for an \
     act with `Goal::Done`, or for where an obligation stands"
)]
pub struct UnaskedError {
    asked: Box<str>,
}

impl<V: Names> Goal<V> {
    /// Whether all its names are of an agreement.
    pub(super) fn check_names(&self, agreement: &Agreement<V>) -> Result<(), UnaskedError> {
        let is_known = match self {
            Self::Settled => true,
            Self::Done(act) => agreement.lexicon().act_id(*act).is_some(),
            Self::Holds(condition) => {
                let condition: Result<Condition, _> = condition.translate(agreement.lexicon());
                condition.is_ok()
            }
        };
        match is_known {
            true => Ok(()),
            false => Err(UnaskedError::unknown_name()),
        }
    }
}

impl UnaskedError {
    fn unknown_name() -> Self {
        Self { asked: "something happens that it has no name for".into() }
    }
}

/// One of the things that a goal asks, all of which must hold at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// An obligation is closed, or a prohibition that is due or suspended.
    Kept(ObligationId),
    /// An obligation does not stand breached.
    Unbroken(ObligationId),
    /// The agreement is in force.
    InForce,
    /// The agreement has not terminated.
    NotTerminated,
    /// An act would be accepted from one of these.
    Open(ActId, Vec<PartyId>),
    /// A condition holds.
    Holds(Condition),
}

impl Ask {
    /// What a goal asks.
    pub(crate) fn of<V: Names>(
        agreement: &Agreement<V>,
        goal: &Goal<V>,
        start: &Timeless,
    ) -> Result<Vec<Self>, UnaskedError> {
        let terms = agreement.terms();
        let unknown = UnaskedError::unknown_name;
        match goal {
            Goal::Settled => Ok(Self::of_settlement(terms)),
            Goal::Done(act) => {
                let act = agreement.lexicon().act_id(*act).ok_or_else(unknown)?;
                Ok(vec![Self::Open(act, terms.doers(act).collect())])
            }
            Goal::Holds(condition) => {
                let condition: Condition =
                    condition.translate(agreement.lexicon()).map_err(|_| unknown())?;
                if holds(terms, start, &condition).is_none() {
                    let sentences = Sentences::plain(terms);
                    return Err(UnaskedError { asked: sentences.condition(&condition).into() });
                }
                Ok(Self::of_condition(condition))
            }
        }
    }

    /// What settlement asks ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).
    pub(crate) fn of_settlement(terms: &Terms) -> Vec<Self> {
        let binding = || terms.obligations.iter().filter(|(_, it)| it.binding).map(|(id, _)| id);
        match &terms.ends.settled_when {
            None => {
                let kept = binding().map(Self::Kept);
                let mut asks = Vec::new();
                if terms.date.is_none() || !terms.ends.entry_into_force.is_always() {
                    asks.push(Self::InForce);
                }
                if !terms.ends.terminates_when.is_never() {
                    asks.push(Self::NotTerminated);
                }
                asks.into_iter().chain(kept).collect()
            }
            Some(condition) => {
                let unbroken = binding().map(Self::Unbroken);
                Self::of_condition(condition.clone()).into_iter().chain(unbroken).collect()
            }
        }
    }

    /// A condition, taken apart.
    fn of_condition(condition: Condition) -> Vec<Self> {
        match condition {
            Condition::All(parts) if !parts.is_empty() => {
                parts.into_iter().flat_map(Self::of_condition).collect()
            }
            condition => vec![Self::Holds(condition)],
        }
    }

    /// Whether a state gives what is asked.
    pub(crate) fn is_met(&self, terms: &Terms, state: &Timeless) -> bool {
        match self {
            Self::Kept(id) => {
                let status = state.statuses()[*id].status;
                let rests_or_runs = matches!(status, Status::Due | Status::Suspended);
                status.is_closed() || (terms.obligations[*id].is_prohibition() && rests_or_runs)
            }
            Self::Unbroken(id) => state.statuses()[*id].status != Status::Breached,
            Self::InForce => state.state().in_force.is_some(),
            Self::NotTerminated => state.state().run.terminated.is_none(),
            Self::Open(act, by) => by.iter().any(|party| {
                let deed = Deed::act_once(*party, *act);
                state.take(terms, &deed, &[], Manner::Submit).is_some()
            }),
            Self::Holds(condition) => holds(terms, state, condition) == Some(true),
        }
    }

    /// The same of those alone who do anything.
    pub(crate) fn of_the_awake(&self, play: &Play) -> Self {
        match self {
            Self::Open(act, by) => {
                let awake = by.iter().copied().filter(|party| play.is_awake(*party));
                Self::Open(*act, awake.collect())
            }
            other => other.clone(),
        }
    }

    /// What influences it.
    pub(crate) fn cone(&self, terms: &Terms) -> Cone {
        match self {
            Self::Kept(id) | Self::Unbroken(id) => Cone::of_obligation(terms, *id),
            Self::InForce | Self::NotTerminated => Cone::shared(terms),
            Self::Open(act, _) => Cone::of_act(terms, *act),
            Self::Holds(condition) => Cone::of_condition(terms, condition),
        }
    }

    /// The obligation that it is about, if it is about one alone.
    pub(crate) fn obligation(&self) -> Option<ObligationId> {
        match self {
            Self::Kept(id)
            | Self::Unbroken(id)
            | Self::Holds(Condition::Stands { obligation: id, .. }) => Some(*id),
            Self::InForce | Self::NotTerminated | Self::Open(..) | Self::Holds(_) => None,
        }
    }
}
