//! What acts tell, and by what names an agreement goes by it (SEMANTICS.md, section 9).

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::names::{Ids, Text, Translate, Vocabulary};
use crate::strict;
use crate::time::calendar::Term;

use super::figure::Share;
use super::unit::Unit;

/// A name by which an agreement goes by something that only a run tells: what an act told last, or
/// what every run knows of itself.
///
/// ```
/// use servanda::terms::ToldName;
/// assert_eq!(ToldName::<servanda::names::Text>::from("start"), ToldName::Start);
/// assert_eq!(ToldName::<servanda::names::Text>::from("price"), ToldName::Told("price".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToldName<V: Vocabulary = Ids> {
    /// The instant at which the clock of the run started: `start`.
    Start,
    /// What an act tells.
    Told(V::Told),
    /// When the period ends.
    End,
    /// When the subject opened.
    Opened,
    /// Who opened the subject, where events open them.
    Opener,
}

/// Of what kind something told is.
///
/// ```
/// use servanda::terms::{ToldType, Unit};
/// assert_eq!(ToldType::words(["a", "b"]).to_string(), "one of `a`, `b`");
/// assert_eq!(ToldType::Quantity(Some(Unit::new("USD", 2))).to_string(), "a quantity in USD with 2 places");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldType {
    /// A figure of at least nothing, in a unit if there is one.
    Quantity(Option<Unit>),
    /// A point in time.
    Instant,
    /// A party of the agreement, be it a group.
    Party,
    /// One of these words.
    Words(Vec<Box<str>>),
}

/// The name of what every run knows of itself.
pub(crate) const START: &str = "start";
const END: &str = "end";
const OPENED: &str = "opened";
const OPENER: &str = "opener";

/// What runs and subjects know of themselves, and no act tells.
pub(super) const BUILT_IN: [&str; 4] = [START, END, OPENED, OPENER];

impl<V: Vocabulary> ToldName<V> {
    /// Its text, where it is built in.
    pub(super) fn built_in(&self) -> Option<&'static str> {
        match self {
            Self::Start => Some(START),
            Self::End => Some(END),
            Self::Opened => Some(OPENED),
            Self::Opener => Some(OPENER),
            Self::Told(_) => None,
        }
    }

    /// The name of what an act tells; none of what every run knows of itself.
    #[must_use]
    pub fn told(&self) -> Option<&V::Told> {
        match self {
            Self::Start | Self::End | Self::Opened | Self::Opener => None,
            Self::Told(name) => Some(name),
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<ToldName<W>, T::Error> {
        Ok(match self {
            Self::Start => ToldName::Start,
            Self::End => ToldName::End,
            Self::Opened => ToldName::Opened,
            Self::Opener => ToldName::Opener,
            Self::Told(name) => ToldName::Told(translation.told(name)?),
        })
    }
}

impl From<&str> for ToldName<Text> {
    fn from(name: &str) -> Self {
        match name {
            START => Self::Start,
            END => Self::End,
            OPENED => Self::Opened,
            OPENER => Self::Opener,
            name => Self::Told(name.into()),
        }
    }
}

impl ToldName<Text> {
    /// The name on the wire.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Told(name) => name,
            other => other.built_in().unwrap_or_default(),
        }
    }
}

impl ToldType {
    /// One of these words.
    #[must_use]
    pub fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Words(words.into_iter().map(Into::into).collect())
    }

    /// Whether two are of one kind: words are, in whatever order they are listed.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Words(these), Self::Words(those)) => {
                these.iter().all(|word| those.contains(word))
                    && those.iter().all(|word| these.contains(word))
            }
            _ => self == other,
        }
    }
}

impl std::fmt::Display for ToldType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Quantity(None) => f.write_str("a quantity"),
            Self::Quantity(Some(unit)) => write!(f, "a quantity in {unit}"),
            Self::Instant => f.write_str("an instant"),
            Self::Party => f.write_str("a party"),
            Self::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                write!(f, "one of {}", words.join(", "))
            }
        }
    }
}

/// What is told, where an agreement writes a figure, an instant or a party: on the wire.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTold {
    pub(super) told: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) share: Option<Share>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) after: Option<Term>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) before: Option<Term>,
}

impl WrittenTold {
    pub(super) fn of(name: &ToldName<Text>) -> Self {
        Self { told: name.as_str().into(), share: None, after: None, before: None }
    }

    pub(super) fn name(&self) -> ToldName<Text> {
        (&*self.told).into()
    }

    /// What stands for a party or a figure is not shifted in time.
    pub(super) fn no_shift(&self) -> Result<(), &'static str> {
        match (&self.after, &self.before) {
            (None, None) => Ok(()),
            _ => Err("`after` and `before` belong to an instant that is told"),
        }
    }

    /// What stands for a party has no share.
    pub(super) fn no_share(&self) -> Result<(), &'static str> {
        match self.share {
            None => Ok(()),
            Some(_) => Err("`share` belongs to a figure that is told"),
        }
    }
}

impl Serialize for ToldType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quantity(None) => serializer.serialize_str("quantity"),
            Self::Quantity(Some(unit)) => InUnit { unit: unit.clone() }.serialize(serializer),
            Self::Instant => serializer.serialize_str("instant"),
            Self::Party => serializer.serialize_str("party"),
            Self::Words(words) => words.serialize(serializer),
        }
    }
}

/// A told quantity in a unit, on the wire.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct InUnit {
    #[serde(deserialize_with = "strict::object")]
    unit: Unit,
}

impl<'de> Deserialize<'de> for ToldType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TypeForm)
    }
}

struct TypeForm;

impl<'de> serde::de::Visitor<'de> for TypeForm {
    type Value = ToldType;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "`quantity`, `instant`, `party`, a list of words, or {\"unit\": ..} for a quantity in \
             a unit",
        )
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ToldType, E> {
        Ok(match text {
            "quantity" => ToldType::Quantity(None),
            "instant" => ToldType::Instant,
            "party" => ToldType::Party,
            other => return Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
        })
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<ToldType, A::Error> {
        let mut words = Vec::new();
        while let Some(word) = list.next_element()? {
            words.push(word);
        }
        Ok(ToldType::Words(words))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<ToldType, A::Error> {
        let form = serde::de::value::MapAccessDeserializer::new(map);
        Ok(ToldType::Quantity(Some(InUnit::deserialize(form)?.unit)))
    }
}
