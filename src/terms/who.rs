//! Who owes, to whom, and who verifies: parties that the agreement names, or that are told in a run.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;

use super::told::{ToldName, WrittenTold};

/// A party of an obligation: one that the agreement names, or one that an act tells.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Freight;
/// #     enum Party { Sender, Receiver, Rail, Road }
/// #     enum Act { Choose, Carry }
/// #     enum Obligation { Carriage }
/// #     enum Told { Carrier }
/// # }
/// use servanda::terms::Who;
/// use servanda::owes;
/// let carriage: servanda::Obligation<Freight> =
///     owes(Who::told(Told::Carrier), Party::Sender).perform(Act::Carry).into();
/// assert_eq!(carriage.debtor().named(), None);   // whoever was chosen
/// assert_eq!(carriage.creditor(), &Party::Sender.into());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who<V: Vocabulary = Ids> {
    /// This party.
    Named(V::Party),
    /// The party that was told last.
    Told(ToldName<V>),
    /// In a kind over parties: the party that the subject is.
    Each,
}

/// How the party that the subject is stands in an agreement.
pub(super) const EACH: &str = "each";

impl<V: Vocabulary> Who<V> {
    /// The party that is told by this name.
    pub fn told<T: Name<In = V>>(name: T) -> Self
    where
        V: Vocabulary<Told = T>,
    {
        Self::Told(ToldName::Told(name))
    }

    /// The party, if the agreement names it.
    #[must_use]
    pub fn named(&self) -> Option<&V::Party> {
        match self {
            Self::Named(party) => Some(party),
            Self::Told(_) | Self::Each => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Who<W>, T::Error> {
        Ok(match self {
            Self::Named(party) => Who::Named(translation.party(party)?),
            Self::Told(name) => Who::Told(name.translate(translation)?),
            Self::Each => Who::Each,
        })
    }
}

impl<P: Name<In: Vocabulary<Party = P>>> From<P> for Who<P::In> {
    fn from(party: P) -> Self {
        Self::Named(party)
    }
}

impl Serialize for Who<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named(party) => party.serialize(serializer),
            Self::Told(name) => WrittenTold::of(name).serialize(serializer),
            Self::Each => EACH.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Who<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match strict::Form::<Box<str>, WrittenTold>::deserialize(deserializer)? {
            strict::Form::Plain(party) if &*party == EACH => Self::Each,
            strict::Form::Plain(party) => Self::Named(party),
            strict::Form::Object(told) => {
                told.no_shift().and(told.no_share()).map_err(D::Error::custom)?;
                Self::Told(told.name())
            }
        })
    }
}
