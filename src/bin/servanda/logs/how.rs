//! How a log is read: its format, and what of it says what.

use std::fmt;
use std::io;
use std::path::Path;

use encoding_rs::Encoding;
use servanda::Agreement;
use servanda::formats::mapping::Mapping;
use servanda::formats::{Times, csv, ocel};

use crate::arguments::{LogFormat, Map, Reading};
use crate::failure::Failure;

use super::input::Input;
use super::separator::separator_of;
use super::stem::stem;

/// How a log is read.
#[derive(Clone, Debug)]
pub struct How {
    pub format: LogFormat,
    /// How it is encoded, if that is said.
    pub encoding: Option<&'static Encoding>,
    /// A mapping for every format; without it each has its own.
    pub mapping: Option<Mapping>,
    /// Of a log in CSV that has no mapping.
    pub columns: csv::Columns,
    /// Of a log in CSV, what stands between two cells, if that is said.
    separator: Option<u8>,
    ocel: ocel::Mapping,
}

impl How {
    /// How this log is to be read.
    pub fn of(path: &Path, reading: &Reading) -> Result<Self, Failure> {
        let format = reading.log_format.or_else(|| named(path)).unwrap_or(LogFormat::JsonLines);
        Self::as_format(path, format, reading)
    }

    /// The same, where the format is known.
    pub fn as_format(path: &Path, format: LogFormat, reading: &Reading) -> Result<Self, Failure> {
        let mut how = Self {
            format,
            encoding: reading.encoding,
            mapping: None,
            columns: csv::Columns::new(),
            separator: None,
            ocel: ocel::Mapping::new(),
        };
        let times = times(reading)?;
        match (&reading.map, format) {
            (Some(Map::File(file)), _) => how.mapping = Some(mapping(file)?),
            (Some(Map::Pairs(pairs)), LogFormat::Csv) => {
                // What is the same for all events only a mapping can say.
                let with = |error: csv::ColumnsError| Failure::plain(format!("--map: {error}"));
                match pairs.contains("=value:") {
                    true => how.mapping = Some(parsed(pairs)?),
                    false => how.columns = pairs.parse().map_err(with)?,
                }
            }
            (Some(Map::Pairs(pairs)), LogFormat::Ocel) => how.ocel = parsed(pairs)?,
            (Some(Map::Pairs(pairs)), _) => how.mapping = Some(parsed(pairs)?),
            (None, LogFormat::Xes) if !times.is_default() => how.mapping = Some(Mapping::new()),
            (None, LogFormat::Xes | LogFormat::Csv) => {}
            (None, _) if !times.is_default() => {
                let message = "--time-format and --time-zone are for logs in CSV and XES";
                return Err(Failure::with_help(message, "others need a mapping: --map FILE"));
            }
            (None, _) => {}
        }
        let of_name = stem(path).ends_with(".tsv").then_some(b'\t');
        if let Some(mapping) = how.mapping.take() {
            how.encoding = match (how.encoding, mapping.encoding()) {
                (None, Some(label)) => {
                    Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
                        Failure::plain(format!("--map: `encoding = \"{label}\"` is no encoding"))
                    })?)
                }
                (encoding, _) => encoding,
            };
            how.separator = reading.separator.or(mapping.named_separator()).or(of_name);
            let mapping = match times.is_default() {
                true => mapping,
                false => mapping.with_times(times),
            };
            if !reading.ignore.is_empty() {
                let message = "--ignore is for a log in CSV whose columns say what an event says";
                let help = "a mapping passes over every column that it does not name";
                return Err(Failure::with_help(message, help));
            }
            how.mapping = Some(mapping);
            return Ok(how);
        }
        how.separator = reading.separator.or(of_name);
        how.columns = how.columns.times(times);
        for columns in &reading.ignore {
            // A comma may stand between two columns, or in the name of one.
            let parts = std::iter::once(columns.as_str()).chain(columns.split(','));
            how.columns = parts.fold(how.columns, |it, column| it.ignore(column));
        }
        Ok(how)
    }

    /// What stands between two cells of a log in CSV: what is said, or else what its first row has of what may.
    pub fn separator(&self, input: Input) -> io::Result<(u8, Input)> {
        match self.separator {
            Some(separator) => Ok((separator, input)),
            None => separator_of(input),
        }
    }

    /// Whether it is a log in JSON Lines as events are written, which is read fastest.
    pub fn is_plain(&self) -> bool {
        self.format == LogFormat::JsonLines && self.mapping.is_none()
    }

    /// The mapping of a log in OCEL, with what the agreement says of its acts.
    pub fn ocel_for(&self, agreement: Option<&Agreement>) -> ocel::Mapping {
        match agreement {
            Some(agreement) => self.ocel.clone().for_agreement(agreement),
            None => self.ocel.clone(),
        }
    }

    /// With one more attribute that is told of each case.
    pub fn with_attribute(mut self, attribute: &str) -> Result<Self, Failure> {
        let mapping = match (self.mapping.take(), self.format) {
            (Some(mapping), _) => mapping,
            (None, LogFormat::Xes) => Mapping::new(),
            (None, _) => {
                let message = "--by asks for what stands in the log beside its events";
                return Err(Failure::with_help(message, "say what does in a mapping: --map FILE"));
            }
        };
        self.mapping = Some(mapping.attribute(attribute));
        Ok(self)
    }
}

/// A mapping from a file.
fn mapping(file: &Path) -> Result<Mapping, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::file(file, error))?;
    Mapping::from_toml(&text).map_err(|error| Failure::file(file, error))
}

fn parsed<T: std::str::FromStr<Err: fmt::Display>>(pairs: &str) -> Result<T, Failure> {
    pairs.parse().map_err(|error| Failure::plain(format!("--map: {error}")))
}

fn times(reading: &Reading) -> Result<Times, Failure> {
    let mut times = Times::new();
    if let Some(format) = &reading.time_format {
        times = times.format(format).map_err(Failure::plain)?;
    }
    if let Some(zone) = &reading.time_zone {
        times = times.zone(zone).map_err(Failure::plain)?;
    }
    Ok(times)
}

/// The format that the name of a log ends in.
pub fn named(path: &Path) -> Option<LogFormat> {
    let stem = stem(path);
    let (_, extension) = stem.rsplit_once('.')?;
    match extension {
        "csv" | "tsv" => Some(LogFormat::Csv),
        "xes" => Some(LogFormat::Xes),
        "jsonocel" => Some(LogFormat::Ocel),
        "cloudevents" => Some(LogFormat::CloudEvents),
        "jsonl" | "ndjson" => Some(LogFormat::JsonLines),
        _ => None,
    }
}
