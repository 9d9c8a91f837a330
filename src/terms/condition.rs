//! Conditions: formulas over what has happened and where the obligations stand (SEMANTICS.md,
//! section 3).

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::names::{Ids, Name, Text, Translate, Vocabulary};
use crate::strict;
use crate::time::{Instant, Span};

/// A formula over what has happened and where the obligations stand.
///
/// Written with the functions of this crate ([`happened`], [`discharged`], [`all`], …) or read from
/// JSON:
///
/// ```
/// # servanda::vocabulary! {
/// #     pub struct Sale;
/// #     pub enum Party { Buyer, Seller }
/// #     pub enum Act { Pay, Deliver }
/// #     pub enum Obligation { Price, Delivery }
/// # }
/// use servanda::condition::{all, breached, discharged, happened, not};
///
/// let paid_in_time = all([discharged(Obligation::Price), not(breached(Obligation::Price))]);
/// let delivered = happened(Act::Deliver);
/// # let _: [servanda::Condition<Sale>; 2] = [paid_in_time, delivered];
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition<V: Vocabulary = Ids> {
    /// The quantities of an act's effective events (by one party, if one is named) add up to at
    /// least so many.
    Happened {
        /// The act.
        act: V::Act,
        /// Whose events count; everybody's if none is named.
        by: Option<V::Party>,
        /// The quantity from which the condition holds.
        at_least: u64,
    },
    /// An obligation stands so.
    Stands {
        /// The obligation.
        obligation: V::Obligation,
        /// How it stands.
        standing: Standing,
    },
    /// The clock has reached an instant.
    Reached(Instant),
    /// So much time has passed since a condition held for the first time.
    Elapsed {
        /// The condition that starts the time.
        since: Box<Self>,
        /// How long.
        span: Span,
    },
    /// All of these hold; of none, this holds.
    All(Vec<Self>),
    /// One of these holds; of none, this does not hold.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
}

/// What a condition can say of an obligation.
///
/// ```
/// use servanda::condition::{Standing, discharged};
/// use servanda::Condition;
/// use servanda::cuba::{Cuba, Obligation};
/// let removed: Condition<Cuba> = discharged(Obligation::RemoveWeapons);
/// assert!(matches!(removed, Condition::Stands { standing: Standing::Discharged, .. }));
/// assert_eq!(Standing::Discharged.as_str(), "discharged");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not yet owed.
    Dormant,
    /// Owed now.
    Due,
    /// Done, and not yet verified.
    Performed,
    /// Resting.
    Suspended,
    /// Done for good, be it after a breach (cured).
    Discharged,
    /// Breached at some time, cured since or not.
    Breached,
    /// Given up by the creditor.
    Released,
    /// Ended without having been done.
    Lapsed,
}

impl Standing {
    pub(crate) const ALL: [Self; 8] = [
        Self::Dormant,
        Self::Due,
        Self::Performed,
        Self::Suspended,
        Self::Discharged,
        Self::Breached,
        Self::Released,
        Self::Lapsed,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dormant => "dormant",
            Self::Due => "due",
            Self::Performed => "performed",
            Self::Suspended => "suspended",
            Self::Discharged => "discharged",
            Self::Breached => "breached",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
        }
    }
}

/// An act has happened.
///
/// ```
/// use servanda::condition::happened;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let accepted: Condition<Cuba> = happened(Act::AcceptProposal);
/// assert!(matches!(accepted, Condition::Happened { by: None, at_least: 1, .. }));
/// ```
pub fn happened<A: Name<In: Vocabulary<Act = A>>>(act: A) -> Condition<A::In> {
    happened_quantity(act, 1)
}

/// The quantities of all an act's events come to so much: 42 weapons removed, in however many events.
///
/// ```
/// use servanda::condition::happened_quantity;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// // 42 weapons are out, in however many ships.
/// let removed: Condition<Cuba> = happened_quantity(Act::RemoveWeapons, 42);
/// # let _ = removed;
/// ```
pub fn happened_quantity<A: Name<In: Vocabulary<Act = A>>>(
    act: A,
    at_least: u64,
) -> Condition<A::In> {
    Condition::Happened { act, by: None, at_least }
}

/// An act was done by this party.
///
/// ```
/// use servanda::condition::happened_by;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba, Party};
/// let instructed: Condition<Cuba> = happened_by(Act::InstructRepresentative, Party::Ussr);
/// assert!(matches!(instructed, Condition::Happened { by: Some(Party::Ussr), .. }));
/// ```
pub fn happened_by<A, P>(act: A, party: P) -> Condition<A::In>
where
    A: Name<In: Vocabulary<Act = A, Party = P>>,
{
    Condition::Happened { act, by: Some(party), at_least: 1 }
}

macro_rules! stands {
    ($($(#[$about:meta])* $function:ident => $standing:ident;)*) => {$(
        $(#[$about])*
        pub fn $function<O: Name<In: Vocabulary<Obligation = O>>>(obligation: O) -> Condition<O::In> {
            Condition::Stands { obligation, standing: Standing::$standing }
        }
    )*};
}

stands! {
    /// An obligation is not yet owed.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let not_yet: servanda::Condition<Cuba> = servanda::condition::dormant(Obligation::LiftQuarantine);
    /// # let _ = not_yet;
    /// ```
    dormant => Dormant;
    /// An obligation is owed now.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let owed: servanda::Condition<Cuba> = servanda::condition::due(Obligation::RemoveWeapons);
    /// # let _ = owed;
    /// ```
    due => Due;
    /// An obligation is done, and not yet verified.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let awaited: servanda::Condition<Cuba> = servanda::condition::performed(Obligation::CeaseWork);
    /// # let _ = awaited;
    /// ```
    performed => Performed;
    /// An obligation rests.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let resting: servanda::Condition<Cuba> = servanda::condition::suspended(Obligation::RemoveWeapons);
    /// # let _ = resting;
    /// ```
    suspended => Suspended;
    /// An obligation is done for good, be it after a breach.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let done: servanda::Condition<Cuba> = servanda::condition::discharged(Obligation::RemoveWeapons);
    /// # let _ = done;
    /// ```
    discharged => Discharged;
    /// An obligation was breached, cured since or not.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let broken: servanda::Condition<Cuba> = servanda::condition::breached(Obligation::HaltIntroduction);
    /// # let _ = broken;
    /// ```
    breached => Breached;
    /// An obligation was given up by its creditor.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let given_up: servanda::Condition<Cuba> = servanda::condition::released(Obligation::Announce);
    /// # let _ = given_up;
    /// ```
    released => Released;
    /// An obligation ended without having been done.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let over: servanda::Condition<Cuba> = servanda::condition::lapsed(Obligation::ConsiderDetente);
    /// # let _ = over;
    /// ```
    lapsed => Lapsed;
}

/// The clock has reached an instant.
///
/// ```
/// use servanda::condition::reached;
/// use servanda::Condition;
/// use servanda::cuba::Cuba;
/// let monday: Condition<Cuba> = reached("1962-10-29T05:00:00Z".parse()?);
/// # let _ = monday;
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[must_use]
pub fn reached<V: Vocabulary>(instant: Instant) -> Condition<V> {
    Condition::Reached(instant)
}

/// So much time has passed since a condition held for the first time.
///
/// ```
/// use servanda::condition::{elapsed, happened};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let two_days_later: Condition<Cuba> = elapsed("P2D".parse()?, happened(Act::AcceptProposal));
/// # let _ = two_days_later;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn elapsed<V: Vocabulary>(span: Span, since: Condition<V>) -> Condition<V> {
    Condition::Elapsed { since: Box::new(since), span }
}

/// All of these hold.
///
/// ```
/// use servanda::condition::{all, always, breached, discharged, not};
/// use servanda::Condition;
/// use servanda::cuba::{Cuba, Obligation};
/// let in_time: Condition<Cuba> =
///     all([discharged(Obligation::Announce), not(breached(Obligation::Announce))]);
/// # let _ = in_time;
/// assert_eq!(all([]), always::<Cuba>());
/// ```
pub fn all<V: Vocabulary>(conditions: impl IntoIterator<Item = Condition<V>>) -> Condition<V> {
    Condition::All(conditions.into_iter().collect())
}

/// One of these holds.
///
/// ```
/// use servanda::condition::{any, happened, never};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let broken: Condition<Cuba> = any([happened(Act::ResumeWork), happened(Act::RestoreWeapons)]);
/// # let _ = broken;
/// assert_eq!(any([]), never::<Cuba>());
/// ```
pub fn any<V: Vocabulary>(conditions: impl IntoIterator<Item = Condition<V>>) -> Condition<V> {
    Condition::Any(conditions.into_iter().collect())
}

/// This does not hold.
///
/// ```
/// use servanda::condition::{happened, not};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let peace: Condition<Cuba> = not(happened(Act::InvadeCuba));
/// # let _ = peace;
/// ```
#[must_use]
pub fn not<V: Vocabulary>(condition: Condition<V>) -> Condition<V> {
    Condition::Not(Box::new(condition))
}

/// What always holds: all of nothing.
///
/// ```
/// use servanda::cuba::Cuba;
/// assert_eq!(servanda::condition::always::<Cuba>(), servanda::condition::all([]));
/// ```
#[must_use]
pub fn always<V: Vocabulary>() -> Condition<V> {
    Condition::All(Vec::new())
}

/// What never holds: any of nothing.
///
/// ```
/// use servanda::cuba::Cuba;
/// assert_eq!(servanda::condition::never::<Cuba>(), servanda::condition::any([]));
/// ```
#[must_use]
pub fn never<V: Vocabulary>() -> Condition<V> {
    Condition::Any(Vec::new())
}

impl<V: Vocabulary> Condition<V> {
    /// Whether this is [`always`] as it is written when nothing is said.
    pub(crate) fn is_always(&self) -> bool {
        matches!(self, Self::All(conditions) if conditions.is_empty())
    }

    /// Whether this is [`never`] as it is written when nothing is said.
    pub(crate) fn is_never(&self) -> bool {
        matches!(self, Self::Any(conditions) if conditions.is_empty())
    }

    /// The conditions that this one is made of.
    pub(crate) fn parts(&self) -> &[Self] {
        match self {
            Self::Happened { .. } | Self::Stands { .. } | Self::Reached(_) => &[],
            Self::Elapsed { since, .. } => std::slice::from_ref(since),
            Self::Not(condition) => std::slice::from_ref(condition),
            Self::All(conditions) | Self::Any(conditions) => conditions,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Condition<W>, T::Error> {
        let parts = |conditions: &[Self]| -> Result<Vec<Condition<W>>, T::Error> {
            conditions.iter().map(|condition| condition.translate(translation)).collect()
        };
        Ok(match self {
            Self::Happened { act, by, at_least } => Condition::Happened {
                act: translation.act(act)?,
                by: by.as_ref().map(|party| translation.party(party)).transpose()?,
                at_least: *at_least,
            },
            Self::Stands { obligation, standing } => Condition::Stands {
                obligation: translation.obligation(obligation)?,
                standing: *standing,
            },
            Self::Reached(instant) => Condition::Reached(*instant),
            Self::Elapsed { since, span } => {
                Condition::Elapsed { since: Box::new(since.translate(translation)?), span: *span }
            }
            Self::All(conditions) => Condition::All(parts(conditions)?),
            Self::Any(conditions) => Condition::Any(parts(conditions)?),
            Self::Not(condition) => Condition::Not(Box::new(condition.translate(translation)?)),
        })
    }
}

impl Serialize for Condition<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Happened { act, by: None, at_least: 1 } => {
                map.serialize_entry("happened", act)?
            }
            Self::Happened { act, by, at_least } => {
                let happened = Happened {
                    act: act.clone(),
                    by: by.clone(),
                    at_least: (*at_least != 1).then_some(*at_least),
                };
                map.serialize_entry("happened", &happened)?;
            }
            Self::Stands { obligation, standing } => {
                map.serialize_entry(standing.as_str(), obligation)?;
            }
            Self::Reached(instant) => map.serialize_entry("reached", instant)?,
            Self::Elapsed { since, span } => {
                map.serialize_entry("elapsed", &Elapsed { since: (**since).clone(), span: *span })?;
            }
            Self::All(conditions) => map.serialize_entry("all", conditions)?,
            Self::Any(conditions) => map.serialize_entry("any", conditions)?,
            Self::Not(condition) => map.serialize_entry("not", condition)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Condition<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneKey)
    }
}

/// The keys that a condition can be written with.
const KEYS: [&str; 14] = [
    "happened",
    "dormant",
    "due",
    "performed",
    "suspended",
    "discharged",
    "breached",
    "released",
    "lapsed",
    "reached",
    "elapsed",
    "all",
    "any",
    "not",
];

/// Reads a condition from an object of one key.
struct OneKey;

impl<'de> Visitor<'de> for OneKey {
    type Value = Condition<Text>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition: an object with one key, as in {\"happened\": \"deliver\"}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let key: String = map
            .next_key()?
            .ok_or_else(|| A::Error::custom("a condition must have a key, as in {\"all\": []}"))?;
        let condition = match key.as_str() {
            "happened" => map.next_value::<HappenedForm>()?.0,
            "reached" => Condition::Reached(map.next_value()?),
            "elapsed" => {
                let strict::Strict(Elapsed { since, span }) = map.next_value()?;
                Condition::Elapsed { since: Box::new(since), span }
            }
            "all" => Condition::All(map.next_value()?),
            "any" => Condition::Any(map.next_value()?),
            "not" => Condition::Not(Box::new(map.next_value()?)),
            other => match Standing::ALL.into_iter().find(|standing| standing.as_str() == other) {
                Some(standing) => Condition::Stands { obligation: map.next_value()?, standing },
                None => return Err(A::Error::unknown_field(&strict::shortened(other), &KEYS)),
            },
        };
        match map.next_key::<String>()? {
            None => Ok(condition),
            Some(second) => Err(A::Error::custom(format_args!(
                "a condition has one key, but `{}` follows `{key}`: join them with `all` or `any`",
                strict::shortened(&second)
            ))),
        }
    }
}

/// `elapsed` on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Elapsed {
    since: Condition<Text>,
    #[serde(rename = "for")]
    span: Span,
}

/// `happened` on the wire, in its long form.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Happened {
    act: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    by: Option<Box<str>>,
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 0>",
        skip_serializing_if = "Option::is_none"
    )]
    at_least: Option<u64>,
}

/// `happened` in either form.
struct HappenedForm(Condition<Text>);

impl<'de> Deserialize<'de> for HappenedForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Condition<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an act, or an object with `act`, `by` and `at_least`")
            }

            fn visit_str<E: Error>(self, act: &str) -> Result<Self::Value, E> {
                Ok(Condition::Happened { act: act.into(), by: None, at_least: 1 })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let form = serde::de::value::MapAccessDeserializer::new(map);
                let Happened { act, by, at_least } = Happened::deserialize(form)?;
                Ok(Condition::Happened { act, by, at_least: at_least.unwrap_or(1) })
            }
        }

        deserializer.deserialize_any(Form).map(Self)
    }
}
