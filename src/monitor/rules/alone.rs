//! An event looked at by itself, before the clock has moved (SEMANTICS.md, section 5): what is void
//! here needs no clock, and what is told again does nothing.

use crate::event::Deed;
use crate::monitor::{Finding, Matter, VoidReason};
use crate::names::{ActId, PartyId};
use crate::terms::{Decimal, Terms};
use crate::time::Instant;

use super::assess::{Voidness, void};
use super::repeated::{EventIds, Known};

/// An event as a run is given it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub(crate) time: Instant,
    pub(crate) known: Option<Instant>,
    pub(crate) subject: Option<&'a [u8]>,
    pub(crate) id: Option<&'a [u8]>,
    /// A quantity beside a word that takes none: it is part of what the event says, and has no effect.
    pub(crate) idle_quantity: Option<Decimal>,
    pub(crate) deed: &'a Deed,
}

impl Given<'_> {
    /// What the event is found to be by itself: void, or repeated; none if it is to be looked at as
    /// things stand.
    pub(in crate::monitor) fn found_alone(
        &self,
        terms: &Terms,
        clock: Instant,
        ids: &EventIds,
        place: u64,
    ) -> Option<Finding> {
        if let Some(found) = self.found_by_its_id(terms, ids, place) {
            return Some(found);
        }
        let (reason, needed) = self.voidness(terms, clock)?;
        Some(void(place, self.time, reason, needed, self.deed))
    }

    /// What an event is found to be whose id was there before: repeated, or void.
    pub(super) fn found_by_its_id(
        &self,
        terms: &Terms,
        ids: &EventIds,
        place: u64,
    ) -> Option<Finding> {
        match self.id.and_then(|id| ids.known(terms, id, self))? {
            Known::SaysTheSame => {
                let matter = Matter::Repeated { deed: self.deed.clone() };
                Some(Finding { at: self.time, event: Some(place), subject: None, matter })
            }
            Known::SaysOtherwise => {
                let reason = VoidReason::Conflicting;
                Some(void(place, self.time, reason, Vec::new(), self.deed))
            }
        }
    }

    /// Whether it says what was said under its id before.
    pub(crate) fn says_what_was_said(&self, terms: &Terms, ids: &EventIds) -> bool {
        self.id.and_then(|id| ids.known(terms, id, self)) == Some(Known::SaysTheSame)
    }

    /// Whether the actor may do an act as the subject that it is, and that it names if it names one.
    fn may_do_as_named(&self, terms: &Terms, actor: PartyId, act: ActId) -> bool {
        let is_named = |name: &[u8]| terms.parties[actor].name.as_bytes() == name;
        self.subject.is_none_or(is_named) && terms.may_do_as_each(actor, act, None)
    }

    /// The first reason in the order of the table.
    fn voidness(&self, terms: &Terms, clock: Instant) -> Option<Voidness> {
        let of = |reason| Some((reason, Vec::new()));
        if self.time < clock {
            return of(VoidReason::OutOfOrder);
        }
        if self.known.is_some_and(|known| known < self.time) {
            return of(VoidReason::Future);
        }
        match self.deed {
            Deed::Unknown(_) => of(VoidReason::Unknown),
            Deed::Act { actor, act, told, .. } => {
                let terms_of_act = &terms.acts[*act];
                if !told.is_what_must_be_told(terms_of_act) {
                    of(VoidReason::Untold)
                } else if !terms.may_do(*actor, *act) && !self.may_do_as_named(terms, *actor, *act)
                {
                    Some((VoidReason::Unauthorized, terms_of_act.by.clone()))
                } else {
                    None
                }
            }
            _ => None,
        }
    }
}
