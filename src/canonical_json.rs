//! JSON of which there is one text for each value: without any space, keys in the order of their
//! bytes, as few escapes as there must be. It is made to be hashed.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A value, unless it is the default.
pub(crate) fn unless<T: PartialEq>(value: T, default: T) -> Option<T> {
    (value != default).then_some(value)
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Flag(bool),
    Whole(u64),
    Text(String),
    List(Vec<Self>),
    Object(BTreeMap<&'a str, Self>),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: impl fmt::Display) -> Self {
        Self::Text(text.to_string())
    }

    /// What stands by name in it: the entries of an object, or the pairs of a list whose order means something;
    /// none of any other value.
    pub(crate) fn named(&self) -> Option<Vec<(&str, &Self)>> {
        match self {
            Self::Object(entries) => {
                Some(entries.iter().map(|(name, entry)| (*name, entry)).collect())
            }
            Self::List(pairs) => {
                let pairs = pairs.iter().filter_map(|pair| match pair {
                    Self::List(pair) => match &**pair {
                        [Self::Text(name), entry] => Some((name.as_str(), entry)),
                        _ => None,
                    },
                    _ => None,
                });
                Some(pairs.collect())
            }
            _ => None,
        }
    }

    /// The keys that are there.
    pub(crate) fn object(keys: impl IntoIterator<Item = (&'a str, Option<Self>)>) -> Self {
        Self::Object(keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Text(text) => write_text(f, text),
            Self::List(values) => {
                f.write_char('[')?;
                for (number, value) in values.iter().enumerate() {
                    f.write_str(if number == 0 { "" } else { "," })?;
                    value.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(keys) => {
                f.write_char('{')?;
                for (number, (key, value)) in keys.iter().enumerate() {
                    f.write_str(if number == 0 { "" } else { "," })?;
                    write_text(f, key)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\""),
            '\\' => f.write_str("\\\\"),
            '\u{8}' => f.write_str("\\b"),
            '\t' => f.write_str("\\t"),
            '\n' => f.write_str("\\n"),
            '\u{c}' => f.write_str("\\f"),
            '\r' => f.write_str("\\r"),
            '\0'..'\u{20}' => write!(f, "\\u{:04x}", u32::from(character)),
            other => f.write_char(other),
        }?;
    }
    f.write_char('"')
}
