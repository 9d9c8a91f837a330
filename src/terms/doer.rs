//! By whom something was done, as conditions say it.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};

use super::who::EACH;

/// By whom something was done: a party, or the party that the subject itself is.
///
/// ```
/// use servanda::cuba::{Cuba, Party};
/// use servanda::terms::Doer;
/// let ussr: Doer<Cuba> = Party::Ussr.into();
/// assert_eq!(ussr, Doer::Party(Party::Ussr));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doer<V: Vocabulary = Ids> {
    /// By whoever acts for this party.
    Party(V::Party),
    /// In a kind over parties: by the party that the subject is.
    Each,
}

impl<V: Vocabulary> Doer<V> {
    /// The party, if one is named.
    #[must_use]
    pub fn party(&self) -> Option<&V::Party> {
        match self {
            Self::Party(party) => Some(party),
            Self::Each => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Doer<W>, T::Error> {
        Ok(match self {
            Self::Party(party) => Doer::Party(translation.party(party)?),
            Self::Each => Doer::Each,
        })
    }
}

impl<P: Name<In: Vocabulary<Party = P>>> From<P> for Doer<P::In> {
    fn from(party: P) -> Self {
        Self::Party(party)
    }
}

/// As text: the party's name, or `each`.
impl Serialize for Doer<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.party().map_or(EACH, |party| party))
    }
}

impl<'de> Deserialize<'de> for Doer<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Box::<str>::deserialize(deserializer)?;
        Ok(match &*name {
            EACH => Self::Each,
            _ => Self::Party(name),
        })
    }
}
