//! Reading strictly with serde: one spelling for one thing, where a second could hide something.
//!
//! serde's derived structs accept an array in place of an object, the fields in their order, and a
//! map read into a standard one keeps the last of two equal keys. Neither is accepted here.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer,
    MapAccess, Unexpected, Visitor,
};
use serde::ser::{Serialize, Serializer};

use crate::escape::escaped;

/// Reads a value that is written as a text.
pub(crate) fn text<'de, D, T>(deserializer: D, expecting: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Text<T>(&'static str, PhantomData<T>);

    impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} as a text", self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(|error| E::custom(format_args!("`{}`: {error}", shortened(text))))
        }
    }

    deserializer.deserialize_str(Text(expecting, PhantomData))
}

/// Reads one of several words, from a text only: serde's enums are read from `{"word": null}` as well.
pub(crate) fn word<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    struct Word<T>(PhantomData<T>);

    impl<T: DeserializeOwned> Visitor<'_> for Word<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a word as a text")
        }

        fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
            T::deserialize(word.into_deserializer())
        }
    }

    deserializer.deserialize_str(Word(PhantomData))
}

/// Reads an optional key with a word: see [`present`] and [`word`].
pub(crate) fn present_word<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    word(deserializer).map(Some)
}

/// At most the first 60 characters of a text, for a message: see [`escaped`].
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", escaped(text.get(..end).unwrap_or_default())),
        None => escaped(text).into_owned(),
    }
}

/// Reads a struct from an object only, never from an array.
pub(crate) fn object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}

/// Reads an optional key: absent is none, but `null` is an error like any other wrong type.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads an optional whole number from `LEAST` on: absent is none.
pub(crate) fn whole<'de, D, T, const LEAST: u64>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    struct Whole<T>(u64, PhantomData<T>);

    impl<T: TryFrom<u64>> Visitor<'_> for Whole<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a whole number from {} to {}", self.0, u64::MAX)
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
            let fits = Some(number).filter(|number| *number >= self.0);
            fits.and_then(|number| T::try_from(number).ok())
                .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
            match u64::try_from(number) {
                Ok(number) => self.visit_u64(number),
                Err(_) => Err(E::invalid_value(Unexpected::Signed(number), &self)),
            }
        }
    }

    deserializer.deserialize_u64(Whole(LEAST, PhantomData)).map(Some)
}

/// A value that is written plainly, as a text or a number, or as an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form<P, O> {
    /// Plainly.
    Plain(P),
    /// As an object.
    Object(O),
}

impl<'de, P: Deserialize<'de>, O: Deserialize<'de>> Deserialize<'de> for Form<P, O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<P, O>(PhantomData<(P, O)>);

        impl<'de, P: Deserialize<'de>, O: Deserialize<'de>> Visitor<'de> for Either<P, O> {
            type Value = Form<P, O>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a plain value or an object")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                P::deserialize(number.into_deserializer()).map(Form::Plain)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                P::deserialize(number.into_deserializer()).map(Form::Plain)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                P::deserialize(number.into_deserializer()).map(Form::Plain)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                P::deserialize(text.into_deserializer()).map(Form::Plain)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let object = O::deserialize(MapAccessDeserializer::new(map));
                object.map(Form::Object).map_err(|error| {
                    // TOML's own instants come as objects of a key that nobody wrote.
                    match error.to_string().contains("$__toml_private_datetime") {
                        true => A::Error::custom(
                            "invalid type: an instant of TOML's own, expected a text in quotes",
                        ),
                        false => error,
                    }
                })
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// An object as if nothing of it had been read.
type Whole<A> = MapAccessDeserializer<Reread<A>>;

/// The first key of an object, and the object as if it had not been read: to tell by a key what it is.
pub(crate) fn first_key<'de, A: MapAccess<'de>>(
    mut map: A,
) -> Result<Option<(String, Whole<A>)>, A::Error> {
    let Some(key) = map.next_key::<String>()? else { return Ok(None) };
    let map = Reread { key: Some(key.clone()), map };
    Ok(Some((key, MapAccessDeserializer::new(map))))
}

/// An object of which the first key was read already, and is read again.
pub(crate) struct Reread<A> {
    key: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Reread<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.key.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A value read from an object only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Strict<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer).map(Self)
    }
}

impl<T: Serialize> Serialize for Strict<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Writes a list of entries as an object, in their order.
pub(crate) fn in_order<S: Serializer, T: Serialize>(
    entries: &[(Box<str>, T)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(entries.iter().map(|(name, value)| (name, value)))
}

/// An object as a list of its entries, in the order of the document; a key twice is an error.
pub(crate) fn entries<'de, D, T>(deserializer: D) -> Result<Vec<(Box<str>, T)>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Entries<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = Vec<(Box<str>, T)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            let mut seen = std::collections::BTreeSet::new();
            while let Some(key) = map.next_key::<Box<str>>()? {
                if !seen.insert(key.clone()) {
                    return Err(A::Error::custom(format_args!(
                        "duplicate key `{}`",
                        shortened(&key)
                    )));
                }
                entries.push((key, map.next_value()?));
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(Entries(PhantomData))
}
