//! A mapping as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::{Lifecycle, Mapping, MappingError};

/// A mapping as it is written, in TOML or JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct WrittenMapping {
    columns: BTreeMap<String, OneOrMore>,
    actor: Option<String>,
    case: Option<String>,
    subject: Option<String>,
    quantity: Option<Quantity>,
    source: Option<String>,
    note: Option<String>,
    id: Option<String>,
    told: BTreeMap<String, String>,
    activities: BTreeMap<String, String>,
    parties: BTreeMap<String, String>,
    actors: BTreeMap<String, String>,
    lifecycle: Option<OneOrMore>,
    classifier: Option<String>,
    ignore: Vec<String>,
    others: Option<String>,
    attributes: Vec<String>,
    end_act: Option<String>,
    time_format: Option<String>,
    time_zone: Option<String>,
    separator: Option<String>,
    encoding: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a text, or a list of texts")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a whole number, or a text")]
enum Quantity {
    Number(u64),
    Text(String),
}

impl TryFrom<WrittenMapping> for Mapping {
    type Error = MappingError;

    fn try_from(written: WrittenMapping) -> Result<Self, MappingError> {
        let mut mapping = Self::new();
        for (key, columns) in written.columns {
            let columns = match columns {
                OneOrMore::One(column) => vec![column],
                OneOrMore::More(columns) => columns,
            };
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            mapping = mapping.columns(&key, &columns)?;
        }
        let quantity = written.quantity.map(|quantity| match quantity {
            Quantity::Number(number) => number.to_string(),
            Quantity::Text(text) => text,
        });
        let constants = [
            ("actor", written.actor),
            ("case", written.case),
            ("subject", written.subject),
            ("quantity", quantity),
            ("source", written.source),
            ("note", written.note),
        ];
        for (key, value) in constants {
            if let Some(value) = value {
                mapping = mapping.constant(key, &value)?;
            }
        }
        match written.id.as_deref() {
            None => {}
            Some("place") => mapping = mapping.place_as_id(),
            Some(other) => return Err(MappingError::Id(other.to_owned())),
        }
        match written.others.as_deref() {
            None | Some("void") => {}
            Some("ignore") => mapping = mapping.ignore_others(),
            Some(other) => return Err(MappingError::Others(other.to_owned())),
        }
        mapping.lifecycle = match written.lifecycle {
            None => None,
            Some(OneOrMore::More(some)) => Some(Lifecycle::Of(some)),
            Some(OneOrMore::One(word)) => Some(match &*word {
                "complete" => Lifecycle::Complete,
                "all" => Lifecycle::All,
                "name+transition" => Lifecycle::Joined,
                _ => return Err(MappingError::Lifecycle(word)),
            }),
        };
        if let Some(separator) = written.separator {
            mapping.separator = match separator.as_bytes() {
                [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Some(*byte),
                _ if separator == "tab" => Some(b'\t'),
                _ => return Err(MappingError::Separator(separator)),
            };
        }
        if let Some(zone) = written.time_zone {
            mapping.times = mapping.times.zone(&zone)?;
        }
        if let Some(format) = written.time_format {
            mapping.times = mapping.times.format(&format)?;
        }
        for column in &written.attributes {
            mapping = mapping.attribute(column);
        }
        Ok(Self {
            told: written.told,
            activities: written.activities,
            parties: written.parties,
            actors: written.actors,
            classifier: written.classifier,
            ignored: written.ignore.into_iter().collect(),
            end_act: written.end_act,
            encoding: written.encoding,
            ..mapping
        })
    }
}

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = WrittenMapping::deserialize(deserializer)?;
        written.try_into().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "toml")]
impl Mapping {
    /// Reads a mapping from TOML.
    ///
    /// ```
    /// use servanda::formats::mapping::Mapping;
    /// let mapping = Mapping::from_toml(r#"
    ///     actor = "desk"
    ///     id = "place"
    ///     others = "ignore"
    ///     time-zone = "+01:00"
    ///
    ///     [columns]
    ///     time = "amount, EUR and when"   # a comma in a name is nothing
    ///     act = ["task", "step"]
    ///
    ///     [activities]
    ///     "claim+done" = "settle"
    /// "#)?;
    /// assert!(Mapping::from_toml("actr = \"desk\"").is_err());
    /// # let _ = mapping;
    /// # Ok::<(), servanda::formats::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is not TOML, or says what no mapping says.
    pub fn from_toml(text: &str) -> Result<Self, crate::formats::ReadError> {
        toml::from_str(text).map_err(|error| super::super::toml::unreadable(text, &error))
    }
}

/// Pairs of a key and a column, with a comma between two; `key=value:…` is the same for every event.
impl std::str::FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let mut mapping = Self::new();
        for pair in super::super::cells::pairs(text) {
            let form = || MappingError::Form(pair.clone());
            let (key, column) = pair.split_once('=').ok_or_else(form)?;
            let (key, column) = (key.trim(), column.trim());
            mapping = match column.strip_prefix("value:") {
                _ if column.is_empty() => return Err(form()),
                Some(value) => mapping.constant(key, value)?,
                None if (key, column) == ("id", "place") => mapping.place_as_id(),
                None => mapping.column(key, column)?,
            };
        }
        Ok(mapping)
    }
}
