//! The names of an agreement, to be found fast.

use std::collections::HashMap;

use servanda::names::{ActId, PartyId};
use servanda::{Agreement, Event, Instant};

/// Acts and parties by their names.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    acts: HashMap<Box<str>, ActId>,
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
        Self { acts: acts.collect(), parties: parties.collect() }
    }

    /// An act that is done once, if the agreement knows both names.
    pub(crate) fn act(&self, time: Instant, actor: &str, act: &str) -> Option<Event> {
        Some(Event::act(time, *self.parties.get(actor)?, *self.acts.get(act)?))
    }
}
