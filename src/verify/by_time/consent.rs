//! Whose consent it takes to withdraw or to correct an event (SEMANTICS.md, section 11).

use std::collections::BTreeSet;

use crate::event::{Deed, Event};
use crate::names::{ActId, ObligationId, PartyId, Text};
use crate::terms::{Terms, Who};

/// What it takes to withdraw or to correct the events of an id, if it is not the registrar who does.
#[derive(Clone, Debug, Default)]
pub(super) struct Consent {
    /// The parties that must be spoken for, each with the debtor of what it is about. So many there are
    /// at most, however many events have the id.
    needed: BTreeSet<(PartyId, Option<PartyId>)>,
    /// Whether only the registrar can.
    is_the_registrars: bool,
}

/// What an event says of whom and of what, as far as the agreement knows it.
struct About {
    /// Who did or spoke it; none where one of them is not known, or there is nobody.
    makers: Option<Vec<PartyId>>,
    obligation: Option<ObligationId>,
    act: Option<ActId>,
}

impl Consent {
    /// It takes what this event needs, too.
    pub(super) fn add(&mut self, terms: &Terms, event: &Event) {
        let about = About::of(terms, &event.deed);
        let subject = event.subject.as_deref();
        let party = |who: &Who| match who {
            Who::Named(party) => Some(*party),
            Who::Each => subject.and_then(|name| terms.known_party(name.as_bytes())),
            Who::Told(_) => None,
        };
        let debtor_of_it = about.obligation.and_then(|id| party(terms.obligations[id].debtor()));
        match about.makers {
            Some(makers) => self.needed.extend(makers.into_iter().map(|it| (it, debtor_of_it))),
            None => self.is_the_registrars = true,
        }
        let concerned = terms.obligations.iter().filter(|(id, obligation)| match about.act {
            Some(act) => obligation.acts().contains(&act),
            None => about.obligation == Some(*id),
        });
        for (_, obligation) in concerned {
            let debtor = party(obligation.debtor());
            let parties =
                [Some(obligation.debtor()), Some(obligation.creditor()), obligation.verifier()];
            for who in parties.into_iter().flatten() {
                match party(who) {
                    Some(whom) => drop(self.needed.insert((whom, debtor))),
                    None => self.is_the_registrars = true,
                }
            }
        }
    }

    /// The parties for whom these actors do not speak; an error where only the registrar can.
    pub(super) fn missing(
        &self,
        terms: &Terms,
        actors: &[PartyId],
    ) -> Result<Vec<PartyId>, OnlyTheRegistrar> {
        if self.is_the_registrars {
            return Err(OnlyTheRegistrar);
        }
        let needed = self.needed.iter();
        let missing = needed.filter(|(whom, debtor)| !terms.speak_for(actors, *whom, *debtor));
        let mut missing: Vec<PartyId> = missing.map(|(whom, _)| *whom).collect();
        missing.dedup();
        Ok(missing)
    }
}

/// What only the registrar can withdraw or correct.
pub(super) struct OnlyTheRegistrar;

impl About {
    fn of(terms: &Terms, deed: &Deed) -> Self {
        match deed {
            Deed::Unknown(deed) => Self::in_words(terms, deed),
            deed => Self {
                makers: Some(deed.actors().collect()).filter(|makers: &Vec<_>| !makers.is_empty()),
                obligation: deed.obligation().copied(),
                act: deed.act().copied(),
            },
        }
    }

    /// Some of what is said in names that the agreement does not know may be known all the same.
    fn in_words(terms: &Terms, deed: &Deed<Text>) -> Self {
        let party = |name: Box<str>| terms.known_party(name.as_bytes());
        let makers: Option<Vec<PartyId>> = deed.actors().map(party).collect();
        Self {
            makers: makers.filter(|makers| !makers.is_empty()),
            obligation: deed.obligation().and_then(|it| terms.known_obligation(it.as_bytes())),
            act: deed.act().and_then(|it| terms.known_act(it.as_bytes())),
        }
    }
}
