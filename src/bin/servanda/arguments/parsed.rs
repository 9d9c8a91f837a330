//! Arguments that are more than a word.

use std::str::FromStr;

use servanda::formats::json::told_of_json;
use servanda::formats::{csv, ocel};
use servanda::names::Text;
use servanda::time::{Date, InstantError, Span, SpanError};
use servanda::{Condition, Instant};

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
    let written = match text.split_once(':') {
        Some((key, name)) if !text.trim_start().starts_with('{') => {
            serde_json::json!({ key: name }).to_string()
        }
        _ => text.to_owned(),
    };
    serde_json::from_str(&written).map_err(|error| told_of_json(&error))
}

/// An instant, or a day, which is its last instant in UTC.
pub fn instant(text: &str) -> Result<Instant, String> {
    match text.parse::<Date>() {
        Ok(_) => format!("{text}T23:59:59.999999999Z").parse().map_err(told),
        Err(_) => text.parse().map_err(told),
    }
}

fn told(error: InstantError) -> String {
    format!("{error}, or a day as 2026-03-01")
}

/// A length of time: `30d`, `2w`, `6h`, or as ISO 8601 has it.
pub fn span(text: &str) -> Result<Span, String> {
    let short = text.trim().to_ascii_uppercase();
    let written = match short.chars().last() {
        Some('D' | 'W' | 'Y') if !short.starts_with('P') => format!("P{short}"),
        Some('H') if !short.starts_with('P') => format!("PT{short}"),
        _ => short,
    };
    written.parse().map_err(|error: SpanError| format!("{error}; or shortly: 30d, 2w, 6h"))
}

pub fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ if text == "\\t" || text == "tab" => Ok(b'\t'),
        _ => Err("expected one character, as `;`, or `tab`".to_owned()),
    }
}
