//! Who says a word about an obligation.

use crate::names::{Ids, Translate, Vocabulary};

/// Who says a word: one party, or several together. Together all members of a group speak for it.
///
/// ```
/// use servanda::event::Speaker;
/// use servanda::cuba::{Cuba, Party};
/// let both: Speaker<Cuba> = Speaker::Together(vec![Party::Us, Party::Ussr]);
/// assert_eq!((both.parties().len(), both.one()), (2, None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker<V: Vocabulary = Ids> {
    /// One party: `actor` on the wire.
    One(V::Party),
    /// Several together: `actors` on the wire.
    Together(Vec<V::Party>),
}

impl<V: Vocabulary> Speaker<V> {
    /// The one party that says it; none where several say it together.
    #[must_use]
    pub fn one(&self) -> Option<&V::Party> {
        match self {
            Self::One(party) => Some(party),
            Self::Together(_) => None,
        }
    }

    /// All who say it.
    #[must_use]
    pub fn parties(&self) -> &[V::Party] {
        match self {
            Self::One(party) => std::slice::from_ref(party),
            Self::Together(parties) => parties,
        }
    }

    pub(super) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Speaker<W>, T::Error> {
        Ok(match self {
            Self::One(party) => Speaker::One(translation.party(party)?),
            Self::Together(parties) => Speaker::Together(translation.parties(parties)?),
        })
    }
}
