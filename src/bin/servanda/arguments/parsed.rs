//! Arguments that are more than a word.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use encoding_rs::Encoding;
use servanda::formats::Times;
use servanda::formats::json::told_of_json;
use servanda::formats::schema::SchemaOf;
use servanda::names::Text;
use servanda::time::{Date, InstantError, Span, SpanError};
use servanda::{Condition, Instant};

/// What of a log says what: pairs, which each format reads in its own way, or a file.
#[derive(Clone, Debug)]
pub enum Map {
    Pairs(String),
    File(PathBuf),
}

impl FromStr for Map {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.contains('=') {
            true => Self::Pairs(text.to_owned()),
            false => Self::File(text.into()),
        })
    }
}

/// As of when a log is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// The instant of its last event.
    End,
    At(When),
}

/// An instant, or a day, which is its last instant where the agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    At(Instant),
    Day(Date),
}

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "end" => Ok(Self::End),
            text => when(text)
                .map(Self::At)
                .map_err(|error| format!("{error}, or `end`, the instant of the log's last event")),
        }
    }
}

/// The name of a folder, that an address can have as it is.
pub fn folder(text: &str) -> Result<String, String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    match !text.is_empty() && !text.starts_with('.') && text.chars().all(is_plain) {
        true => Ok(text.to_owned()),
        false => Err("expected a name of letters, digits, `-`, `_` and `.`".to_owned()),
    }
}

/// A zone, to be an offset.
pub fn zone(text: &str) -> Result<String, String> {
    Times::new().zone(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// A form of times.
pub fn time_format(text: &str) -> Result<String, String> {
    Times::new().format(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// How a log is encoded, by any name that the web has for it.
pub fn encoding(text: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(text.as_bytes())
        .ok_or_else(|| "expected an encoding, as `latin1`, `utf-16le`, `windows-1252`".to_owned())
}

/// What there is a schema of, by its name.
pub fn schema() -> impl TypedValueParser<Value = SchemaOf> {
    PossibleValuesParser::new(SchemaOf::ALL.map(SchemaOf::as_str)).try_map(|name| {
        let mut all = SchemaOf::ALL.into_iter();
        all.find(|of| of.as_str() == name).ok_or("there is no such schema")
    })
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

/// An instant, or a day.
pub fn when(text: &str) -> Result<When, String> {
    let told = |error: InstantError| format!("{error}, or a day as 2026-03-01");
    match text.parse() {
        Ok(day) => Ok(When::Day(day)),
        Err(_) => text.parse().map(When::At).map_err(told),
    }
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
