//! From one vocabulary to another.

use super::Vocabulary;
use crate::time::Instant;
use crate::time::calendar::{CalendarDay, Term};

/// Says in vocabulary `W` what is said in vocabulary `V`.
pub(crate) trait Translate<V: Vocabulary, W: Vocabulary> {
    /// What a name that `W` doesn't have gives.
    type Error;

    fn party(&self, party: &V::Party) -> Result<W::Party, Self::Error>;
    fn act(&self, act: &V::Act) -> Result<W::Act, Self::Error>;
    fn obligation(&self, obligation: &V::Obligation) -> Result<W::Obligation, Self::Error>;
    fn told(&self, told: &V::Told) -> Result<W::Told, Self::Error>;
    fn kind(&self, kind: &V::Kind) -> Result<W::Kind, Self::Error>;
    fn calendar(&self, calendar: &V::Calendar) -> Result<W::Calendar, Self::Error>;

    fn term(&self, term: &Term<V::Calendar>) -> Result<Term<W::Calendar>, Self::Error> {
        term.try_map(|calendar| self.calendar(calendar))
    }

    /// The instant of a day in a calendar where it is no deadline, where the calendars are at hand.
    fn instant(&self, _day: &CalendarDay) -> Option<Instant> {
        None
    }

    fn parties(&self, parties: &[V::Party]) -> Result<Vec<W::Party>, Self::Error> {
        parties.iter().map(|party| self.party(party)).collect()
    }

    fn acts(&self, acts: &[V::Act]) -> Result<Vec<W::Act>, Self::Error> {
        acts.iter().map(|act| self.act(act)).collect()
    }
}
