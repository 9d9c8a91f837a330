//! Input symbols: what can take a run from one location to another.

use crate::event::{Deed, Speaker};
use crate::names::Names;
use crate::terms::{Lexicon, Terms};

/// An act or an attestation by somebody, or timers that fire together.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct InputSymbol {
    /// Its number: acts, then attestations, each by each party, then all timers together.
    pub(super) number: usize,
    /// How much of the act was done; 1 of an attestation, 0 of timers.
    pub(super) quantity: u64,
    /// Which timers of the location fire, one bit for each; none of a deed.
    pub(super) fires: u64,
}

/// The input symbols of an agreement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alphabet {
    parties: u64,
    acts: u64,
    /// How many symbols there are.
    pub(super) size: usize,
}

impl Alphabet {
    /// That of an agreement, if it has no more deeds than this.
    pub(super) fn of(terms: &Terms, most_deeds: usize) -> Option<Self> {
        let (parties, acts) = (terms.parties.len(), terms.acts.len());
        let deeds = acts.checked_add(terms.obligations.len())?.checked_mul(parties)?;
        (deeds <= most_deeds).then_some(())?;
        Some(Self {
            parties: u64::try_from(parties).ok()?,
            acts: u64::try_from(acts).ok()?,
            size: deeds.saturating_add(1),
        })
    }

    /// The symbol of an act or an attestation; `None` for any other deed. Of a name that the agreement
    /// does not have it is a number past all.
    #[inline]
    pub(super) fn symbol<V: Names>(
        &self,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<InputSymbol> {
        let (what, actor, quantity) = match deed {
            Deed::Act { actor, act, told, .. } if told.is_empty() => {
                (u64::from(lexicon.act_place(*act)), actor, deed.amount())
            }
            Deed::Attest { speaker: Speaker::One(actor), obligation } => {
                let place = u64::from(lexicon.obligation_place(*obligation));
                (self.acts.saturating_add(place), actor, 1)
            }
            _ => return None,
        };
        let actor = u64::from(lexicon.party_place(*actor));
        // A place has 33 bits at most and there are fewer than 2^12 parties: nothing wraps.
        let number = what.wrapping_mul(self.parties).wrapping_add(actor);
        Some(InputSymbol { number: usize::try_from(number).ok()?, quantity, fires: 0 })
    }

    /// The symbol of timers that fire together.
    pub(super) fn firing(&self, fires: u64) -> InputSymbol {
        InputSymbol { number: self.size.saturating_sub(1), quantity: 0, fires }
    }
}
