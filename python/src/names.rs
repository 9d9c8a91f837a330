//! The names of an agreement, to be found fast.

use std::collections::HashMap;

use servanda::names::{ActId, ObligationId, PartyId};
use servanda::{Agreement, Event, Instant};

/// Acts, parties and obligations by their names.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    acts: HashMap<Box<str>, ActId>,
    obligations: HashMap<Box<str>, ObligationId>,
    parties: HashMap<Box<str>, PartyId>,
}

impl Names {
    pub(crate) fn of(agreement: &Agreement) -> Self {
        // An act that is counted in a unit needs a figure, so its events are read with all their keys.
        let is_plain =
            |act: &ActId| agreement.act_terms(*act).is_some_and(|it| it.unit().is_none());
        let acts = agreement.acts().filter(is_plain);
        let acts = acts.filter_map(|act| Some((agreement.act_name(act)?.into(), act)));
        let parties = agreement.parties();
        let parties =
            parties.filter_map(|party| Some((agreement.party_name(party)?.into(), party)));
        let obligations = agreement.obligations();
        let obligations =
            obligations.filter_map(|it| Some((agreement.obligation_name(it)?.into(), it)));
        Self {
            acts: acts.collect(),
            obligations: obligations.collect(),
            parties: parties.collect(),
        }
    }

    /// An act that is done once, if the agreement knows both names.
    pub(crate) fn act(&self, time: Instant, actor: &str, act: &str) -> Option<Event> {
        Some(Event::act(time, *self.parties.get(actor)?, *self.acts.get(act)?))
    }

    /// A word that one party says of an obligation, if the agreement knows both names.
    pub(crate) fn word(&self, time: Instant, actor: &str, word: &str, of: &str) -> Option<Event> {
        let (actor, of) = (*self.parties.get(actor)?, *self.obligations.get(of)?);
        match word {
            "attest" => Some(Event::attest(time, actor, of)),
            "deny" => Some(Event::deny(time, actor, of)),
            "release" => Some(Event::release(time, actor, of)),
            _ => None,
        }
    }
}
