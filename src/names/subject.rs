//! Subjects: each of the many things for which something is owed (SEMANTICS.md, section 8).

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::escape::escaped;

use super::{Ids, Text, Translate, Vocabulary};

/// One subject of a kind: an order, a month, a state.
///
/// Its name is text, of which a run has one copy. On the wire it is an object of one key:
///
/// ```
/// use servanda::names::{Subject, Text};
/// let order: Subject<Text> = serde_json::from_str(r#"{"order": "A-1"}"#)?;
/// assert_eq!((&*order.kind, &*order.name), ("order", "A-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject<V: Vocabulary = Ids> {
    /// The kind that it is of.
    pub kind: V::Kind,
    /// Its name, one to its kind.
    pub name: Arc<str>,
}

impl<V: Vocabulary> Subject<V> {
    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Subject<W>, T::Error> {
        Ok(Subject { kind: translation.kind(&self.kind)?, name: Arc::clone(&self.name) })
    }
}

/// The most bytes that the name of a subject has.
const MOST: usize = 256;

/// Why a text can't name a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SubjectNameError {
    /// It is empty, or has this many bytes.
    #[error("the name of a subject has 1 to {MOST} bytes, but this one {0}")]
    Length(usize),
    #[error("the name of a subject has no control characters")]
    Control,
}

/// Whether a text can name a subject, and if not, why.
pub(crate) fn check_subject_name(name: &str) -> Result<(), SubjectNameError> {
    if !(1..=MOST).contains(&name.len()) {
        return Err(SubjectNameError::Length(name.len()));
    }
    match name.contains(char::is_control) {
        true => Err(SubjectNameError::Control),
        false => Ok(()),
    }
}

/// Whether a text can name a subject: 1 to 256 bytes, none of them of a control character.
pub(crate) fn is_subject_name(name: &str) -> bool {
    check_subject_name(name).is_ok()
}

/// The name of the subject, as it is shown.
impl<V: Vocabulary> fmt::Display for Subject<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", escaped(&self.name))
    }
}

impl Serialize for Subject<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(&self.kind, &*self.name)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Subject<Text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneKey;

        impl<'de> Visitor<'de> for OneKey {
            type Value = Subject<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of one key, as in {\"order\": \"A-1\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let entry: Option<(Box<str>, Box<str>)> = map.next_entry()?;
                let (kind, name) = entry.ok_or_else(|| {
                    A::Error::custom("a subject has a kind, as in {\"order\": \"A-1\"}")
                })?;
                if map.next_key::<Box<str>>()?.is_some() {
                    return Err(A::Error::custom("a subject has one kind"));
                }
                if !is_subject_name(&name) {
                    return Err(A::Error::custom(
                        "a subject's name has 1 to 256 bytes and no control characters",
                    ));
                }
                Ok(Subject { kind, name: name.into() })
            }
        }

        deserializer.deserialize_map(OneKey)
    }
}
