//! What an agreement that was written for an earlier edition of the law means otherwise now.

mod places;

use std::fmt;
use std::str::FromStr;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Topic;
use crate::escape::escaped;
use crate::names::{Ids, Names, Vocabulary};
use crate::terms::Agreement;

/// An earlier edition of the law ([`guide::law`](crate::guide::law)).
///
/// ```
/// use servanda::analysis::Edition;
/// assert_eq!("0.1".parse(), Ok(Edition::First));
/// assert_eq!(Edition::First.to_string(), "0.1");
/// assert!("0.3".parse::<Edition>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Edition {
    /// The one that servanda 0.1 kept.
    First,
}

/// The text names no earlier edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is one earlier edition of the law, that of servanda `0.1`")]
pub struct EditionError;

impl FromStr for Edition {
    type Err = EditionError;

    fn from_str(text: &str) -> Result<Self, EditionError> {
        match text {
            "0.1" | "0.1.0" => Ok(Self::First),
            _ => Err(EditionError),
        }
    }
}

/// The version of servanda that kept it.
impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::First => "0.1",
        })
    }
}

/// A place of an agreement where the verdict on a log can differ from what it was under an earlier
/// edition of the law.
///
/// ```
/// use servanda::analysis::Edition;
/// use servanda::cuba::{self, Reading};
/// let changed = cuba::agreement(Reading::Verified)?.changed_since(Edition::First);
/// assert!(changed.iter().all(|it| it.then != it.now));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changed<V: Vocabulary = Ids> {
    /// Where: the place in the document, as in `obligations.delivery.when`.
    pub place: Box<str>,
    /// What it is about.
    pub topic: Topic<V>,
    /// What came of it then.
    pub then: Box<str>,
    /// What comes of it now.
    pub now: Box<str>,
}

/// `obligations.delivery.when: then …; now …`
impl<V: Vocabulary> fmt::Display for Changed<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, topic: _, then, now } = self;
        write!(f, "{}: then, {}; now, {}", escaped(place), escaped(then), escaped(now))
    }
}

/// On the wire: `place`, `then` and `now`.
impl<V: Vocabulary> Serialize for Changed<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut changed = serializer.serialize_struct("Changed", 3)?;
        changed.serialize_field("place", &*self.place)?;
        changed.serialize_field("then", &*self.then)?;
        changed.serialize_field("now", &*self.now)?;
        changed.end()
    }
}

impl<V: Names> Agreement<V> {
    /// Each place where the verdict on a log can differ from what an earlier edition of the law made of
    /// the same agreement and the same log, in the order of the document.
    ///
    /// It is read off the terms alone: that a verdict can differ there does not mean that it ever will.
    /// What an edition takes otherwise in every log, whatever the agreement says (what a void line does,
    /// an id that comes twice), has no place in an agreement: the guide's chapter
    /// [`editions`](crate::guide::editions) tells it.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay }
    /// #     enum Obligation { Price, Fee }
    /// # }
    /// use servanda::analysis::Edition;
    /// use servanda::condition::breached;
    /// use servanda::{Agreement, by, owes};
    /// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
    ///     .obligation(
    ///         Obligation::Fee,
    ///         owes(Party::Buyer, Party::Seller).perform(Act::Pay).when(breached(Obligation::Price)),
    ///     )
    ///     .build()?;
    /// let changed = sale.changed_since(Edition::First);
    /// assert_eq!(&*changed[0].place, "obligations.fee.when");
    /// assert_eq!(&*changed[0].now, "it lapses as soon as its `when` can hold no more");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn changed_since(&self, edition: Edition) -> Vec<Changed<V>> {
        let Edition::First = edition;
        let lexicon = self.lexicon();
        let named = |changed: Changed| Changed {
            place: changed.place,
            topic: match changed.topic {
                Topic::Agreement => Topic::Agreement,
                Topic::Act(id) => Topic::Act(lexicon.act(id)),
                Topic::Obligation(id) => Topic::Obligation(lexicon.obligation(id)),
                Topic::Kind(id) => Topic::Kind(lexicon.kind(id)),
                Topic::Passage(id) => Topic::Passage(id),
            },
            then: changed.then,
            now: changed.now,
        };
        places::since_the_first(self.terms()).into_iter().map(named).collect()
    }
}
