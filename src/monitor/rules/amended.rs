//! An event that puts another agreement in the place of a run's own ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::event::Speaker;
use crate::monitor::{Finding, RefusalRecord, VoidReason};
use crate::names::{PartyId, Text};
use crate::terms::{CarryError, Renamed, Terms};

use super::alone::Given;
use super::assess::void;
use super::attempt::Attempt;
use super::carry::Carrying;
use super::clock::MOST_ON_THE_WAY;
use super::ledger::{Ledger, Manner};
use super::run::Run;
use super::settle::After;
use super::state::State;

/// Two agreements as they are written: the one under which a run stands, and the one at hand that would take its
/// place.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a> {
    pub(crate) old: &'a Terms,
    pub(crate) new: &'a Terms,
}

impl Change<'_> {
    /// Whether everybody who speaks is a party of one of the two.
    fn knows(&self, speaker: &Speaker<Text>) -> bool {
        let is_party = |terms: &Terms, name: &str| terms.known_party(name.as_bytes()).is_some();
        speaker.parties().iter().all(|it| is_party(self.old, it) || is_party(self.new, it))
    }

    /// Whether it is the registrar of the old one who speaks, or every party of both that is no group does.
    fn is_agreed(&self, speaker: &Speaker<Text>) -> bool {
        let registrar = self.old.registrar.map(|party| &*self.old.parties[party].name);
        let is_registrar = speaker.one().is_some_and(|it| Some(&**it) == registrar);
        let all = self.old.parties.values().chain(self.new.parties.values());
        let mut single = all.filter(|party| party.group.is_none());
        is_registrar || single.all(|party| speaker.parties().contains(&party.name))
    }

    /// The parties of the old one that do not speak.
    fn missing(&self, speaker: &Speaker<Text>) -> Vec<PartyId> {
        let single = self.old.parties.iter().filter(|(_, party)| party.group.is_none());
        let silent = single.filter(|(_, party)| !speaker.parties().contains(&party.name));
        silent.map(|(id, _)| id).collect()
    }
}

impl Given<'_> {
    /// What an event of which the agreement is at hand, if it is, is found to be by itself; none if it is to be
    /// looked at as things stand.
    pub(crate) fn amendment_found_alone(
        &self,
        run: &Run<'_>,
        speaker: &Speaker<Text>,
        change: Option<Change<'_>>,
        can_be_carried: bool,
    ) -> Option<Finding> {
        let Run { terms, state, ledger } = run;
        if let Some(found) = self.found_by_its_id(terms, &ledger.ids, ledger.events) {
            return Some(found);
        }
        let reason = if state.start.is_none() || self.time < state.clock {
            VoidReason::OutOfOrder
        } else if self.known.is_some_and(|known| known < self.time) {
            VoidReason::Future
        } else if !change.is_some_and(|change| change.knows(speaker)) {
            VoidReason::Unknown
        } else if !can_be_carried {
            VoidReason::NotCarried
        } else {
            return None;
        };
        Some(void(ledger.events, self.time, reason, Vec::new(), self.deed))
    }
}

impl Run<'_> {
    /// Time runs to an event that would put another agreement in the place of this one; answers whether it may, as
    /// things stand.
    pub(crate) fn may_change(
        &mut self,
        given: Given<'_>,
        speaker: &Speaker<Text>,
        change: Change<'_>,
        manner: Manner,
    ) -> Result<bool, Box<RefusalRecord>> {
        let mut attempt = Box::new(Attempt::of(self.state));
        attempt.work(self.terms, self.ledger, |run| run.advance(given.time));
        let void_for = |reason, needed| Some((reason, needed));
        let voidness = if given.subject.is_some() {
            void_for(VoidReason::NoSubject, Vec::new())
        } else if attempt.opened > MOST_ON_THE_WAY {
            void_for(VoidReason::TooFar, Vec::new())
        } else if !change.is_agreed(speaker) {
            void_for(VoidReason::NoConsent, change.missing(speaker))
        } else {
            None
        };
        let place = self.ledger.events;
        if let Some((reason, needed)) = voidness {
            let found = void(place, given.time, reason, needed, given.deed);
            return self.ledger.let_in(place, given.time, vec![found], manner).map(|()| false);
        }
        attempt.stand(self.state, self.ledger);
        self.ledger.forget_attempt();
        if let Some(id) = given.id {
            self.ledger.ids.add(self.terms, id, &given);
        }
        Ok(true)
    }
}

/// The run stands under the new terms from now on; what ends in settling was ended by nobody. Nothing has changed
/// where it can't be carried over.
pub(crate) fn change(
    old: &Terms,
    new: &Terms,
    renamed: &Renamed,
    state: &mut State,
    ledger: &mut Ledger,
) -> Result<(), CarryError> {
    let carrying = Carrying { old, new, renamed };
    *state = carrying.carry(state, ledger.done.as_mut())?;
    ledger.rename(renamed);
    ledger.event = Some(ledger.events);
    ledger.actors.clear();
    Run { terms: new, state, ledger }.settle(After::Others);
    ledger.end_event();
    Ok(())
}
