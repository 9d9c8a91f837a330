//! Arguments that are more than a word.

use std::str::FromStr;

use servanda::Condition;
use servanda::formats::{csv, ocel};
use servanda::names::Text;

/// What of a log says what, as each format that can be mapped reads it: which one it is for is known only
/// with the log.
#[derive(Clone, Debug)]
pub struct Map {
    pub csv: Result<csv::Columns, csv::ColumnsError>,
    pub ocel: Result<ocel::Mapping, ocel::MappingError>,
}

impl FromStr for Map {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (csv, ocel) = (text.parse::<csv::Columns>(), text.parse::<ocel::Mapping>());
        match (&csv, &ocel) {
            (Err(error), Err(_)) => Err(error.to_string()),
            _ => Ok(Self { csv, ocel }),
        }
    }
}

/// A condition in JSON, or one key and one name.
pub fn condition(text: &str) -> Result<Condition<Text>, String> {
    let read = match text.split_once(':') {
        Some((key, name)) if !text.trim_start().starts_with('{') => {
            serde_json::from_value(serde_json::json!({ key: name }))
        }
        _ => serde_json::from_str(text),
    };
    read.map_err(|error| error.to_string())
}

pub fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ if text == "\\t" || text == "tab" => Ok(b'\t'),
        _ => Err("expected one character, as `;`, or `tab`".to_owned()),
    }
}
