//! What is new about an obligation.

use crate::names::{Ids, Translate, Vocabulary};
use crate::terms::Decimal;
use crate::time::Instant;

/// What is new about an obligation, for one run: at least one thing.
///
/// ```
/// use servanda::event::Amendment;
/// use servanda::cuba::{Cuba, Party};
/// let by_own_means: Amendment<Cuba> = Amendment::verifier(Party::Us);
/// assert_eq!(by_own_means.verifier, Some(Party::Us));
/// let handed_on = by_own_means.and_debtor(Party::Un);
/// assert_eq!((handed_on.verifier, handed_on.debtor), (Some(Party::Us), Some(Party::Un)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment<V: Vocabulary = Ids> {
    /// The new verifier, if there is one.
    pub verifier: Option<V::Party>,
    /// The new debtor, if there is one.
    pub debtor: Option<V::Party>,
    /// The new creditor, if there is one.
    pub creditor: Option<V::Party>,
    /// The new deadline, if there is one.
    pub until: Option<Instant>,
    /// How much is to be done in all from now on, if that is new.
    pub quantity: Option<Decimal>,
}

impl<V: Vocabulary> Amendment<V> {
    /// Nothing new: as it was.
    pub(super) fn nothing() -> Self {
        Self { verifier: None, debtor: None, creditor: None, until: None, quantity: None }
    }

    /// Another verifier.
    pub fn verifier(party: V::Party) -> Self {
        Self::nothing().and_verifier(party)
    }

    /// Another debtor.
    pub fn debtor(party: V::Party) -> Self {
        Self::nothing().and_debtor(party)
    }

    /// Another creditor.
    pub fn creditor(party: V::Party) -> Self {
        Self::nothing().and_creditor(party)
    }

    /// Another deadline, be it later or earlier.
    #[must_use]
    pub fn until(instant: Instant) -> Self {
        Self::nothing().and_until(instant)
    }

    /// Another quantity.
    pub fn quantity(quantity: impl Into<Decimal>) -> Self {
        Self::nothing().and_quantity(quantity)
    }

    /// And another verifier.
    #[must_use]
    pub fn and_verifier(mut self, party: V::Party) -> Self {
        self.verifier = Some(party);
        self
    }

    /// And another debtor.
    #[must_use]
    pub fn and_debtor(mut self, party: V::Party) -> Self {
        self.debtor = Some(party);
        self
    }

    /// And another creditor.
    #[must_use]
    pub fn and_creditor(mut self, party: V::Party) -> Self {
        self.creditor = Some(party);
        self
    }

    /// And another deadline.
    #[must_use]
    pub fn and_until(mut self, instant: Instant) -> Self {
        self.until = Some(instant);
        self
    }

    /// And another quantity.
    #[must_use]
    pub fn and_quantity(mut self, quantity: impl Into<Decimal>) -> Self {
        self.quantity = Some(quantity.into());
        self
    }

    /// Whether nothing is new.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::nothing()
    }

    /// The new parties.
    pub fn parties(&self) -> impl Iterator<Item = &V::Party> {
        [&self.verifier, &self.debtor, &self.creditor].into_iter().flatten()
    }

    pub(super) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Amendment<W>, T::Error> {
        let party = |party: &Option<V::Party>| {
            party.as_ref().map(|party| translation.party(party)).transpose()
        };
        Ok(Amendment {
            verifier: party(&self.verifier)?,
            debtor: party(&self.debtor)?,
            creditor: party(&self.creditor)?,
            until: self.until,
            quantity: self.quantity,
        })
    }
}
