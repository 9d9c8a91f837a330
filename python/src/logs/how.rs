//! How a log is read: its format, and what of it says what.

use std::io;
use std::path::Path;

use encoding_rs::Encoding;
use pyo3::prelude::*;
use servanda::Agreement;
use servanda::formats::mapping::Mapping;
use servanda::formats::{Times, csv, ocel};

use super::input::Input;
use super::separator::separator_of;
use super::stem::stem;
use crate::errors;

/// What of a log says what: pairs of a key and a column, or a mapping in TOML.
#[derive(Clone, Debug)]
pub(crate) enum Map {
    Pairs(Vec<(String, String)>),
    Toml(String),
}

/// How a log is read: the keys of a dict that the package puts together.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    log_format: Option<String>,
    pub(crate) mapping: Option<Map>,
    time_format: Option<String>,
    time_zone: Option<String>,
    separator: Option<char>,
    encoding: Option<String>,
    ignore: Vec<String>,
}

impl FromPyObject<'_, '_> for Map {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match object.extract() {
            Ok(text) => Ok(Self::Toml(text)),
            Err(_) => Ok(Self::Pairs(object.extract()?)),
        }
    }
}

impl FromPyObject<'_, '_> for Reading {
    type Error = PyErr;

    fn extract(dict: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            log_format: dict.get_item("log_format")?.extract()?,
            mapping: dict.get_item("mapping")?.extract()?,
            time_format: dict.get_item("time_format")?.extract()?,
            time_zone: dict.get_item("time_zone")?.extract()?,
            separator: dict.get_item("separator")?.extract()?,
            encoding: dict.get_item("encoding")?.extract()?,
            ignore: dict.get_item("ignore")?.extract()?,
        })
    }
}

/// The formats of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    JsonLines,
    Csv,
    CloudEvents,
    Xes,
    Ocel,
}

/// How one log is read.
#[derive(Debug)]
pub(super) struct How {
    pub(super) format: Format,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) mapping: Option<Mapping>,
    pub(super) columns: csv::Columns,
    separator: Option<u8>,
    ocel: ocel::Mapping,
}

/// What an option says of a constant in the place of a column.
const CONSTANT: &str = "value:";

impl Map {
    /// As the library reads it.
    pub(crate) fn mapping(&self) -> PyResult<Mapping> {
        match self {
            Self::Toml(text) => {
                Mapping::from_toml(text).map_err(|error| errors::log(format!("mapping: {error}")))
            }
            Self::Pairs(pairs) => {
                let said = |mapping: Mapping, (key, column): &(String, String)| match (
                    column.strip_prefix(CONSTANT),
                    key.strip_prefix("told."),
                ) {
                    (Some(value), _) => mapping.constant(key, value),
                    (None, Some(name)) => Ok(mapping.told(name, column)),
                    (None, None) => mapping.column(key, column),
                };
                let mapping = pairs.iter().try_fold(Mapping::new(), said);
                mapping.map_err(|error| errors::log(format!("mapping: {error}")))
            }
        }
    }
}

impl How {
    pub(super) fn of(path: &Path, reading: &Reading) -> PyResult<Self> {
        let format = match &reading.log_format {
            Some(name) => Format::named(name)?,
            None => Format::of(path).unwrap_or(Format::JsonLines),
        };
        let times = reading.times()?;
        let mut how = Self {
            format,
            encoding: None,
            mapping: None,
            columns: csv::Columns::new().times(times.clone()),
            separator: separator(reading.separator)?,
            ocel: ocel::Mapping::new(),
        };
        match (&reading.mapping, format) {
            (Some(Map::Pairs(pairs)), Format::Ocel) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(key, it)| format!("{key}={it}")).collect();
                how.ocel = pairs
                    .join(",")
                    .parse()
                    .map_err(|error| errors::log(format!("mapping: {error}")))?;
            }
            (Some(map), _) => how.mapping = Some(map.mapping()?),
            (None, Format::Xes) if !times.is_default() => how.mapping = Some(Mapping::new()),
            (None, _) => {}
        }
        for column in &reading.ignore {
            how.columns = how.columns.ignore(column);
        }
        let mut encoding = reading.encoding.clone();
        if let Some(mapping) = how.mapping.take() {
            encoding = encoding.or_else(|| mapping.encoding().map(str::to_owned));
            how.separator = how.separator.or(mapping.named_separator());
            how.mapping = Some(match times.is_default() {
                true => mapping,
                false => mapping.with_times(times),
            });
        }
        if let Some(label) = encoding {
            let known = Encoding::for_label(label.as_bytes());
            let unknown = || errors::log(format!("`{label}` is no encoding"));
            how.encoding = Some(known.ok_or_else(unknown)?);
        }
        if stem(path).ends_with(".tsv") {
            how.separator = how.separator.or(Some(b'\t'));
        }
        Ok(how)
    }

    /// Whether it is a log in JSON Lines as events are written, which is read fastest.
    pub(super) fn is_plain(&self) -> bool {
        self.format == Format::JsonLines && self.mapping.is_none()
    }

    pub(super) fn ocel(&self, agreement: &Agreement) -> ocel::Mapping {
        self.ocel.clone().for_agreement(agreement)
    }

    /// What stands between two cells: what is said, or else the first of these that the first row has.
    pub(super) fn separator(&self, input: Input) -> io::Result<(u8, Input)> {
        match self.separator {
            Some(separator) => Ok((separator, input)),
            None => separator_of(input),
        }
    }
}

impl Reading {
    fn times(&self) -> PyResult<Times> {
        let mut times = Times::new();
        if let Some(format) = &self.time_format {
            times = times.format(format).map_err(errors::log)?;
        }
        if let Some(zone) = &self.time_zone {
            times = times.zone(zone).map_err(errors::log)?;
        }
        Ok(times)
    }
}

fn separator(separator: Option<char>) -> PyResult<Option<u8>> {
    let byte = |it: char| {
        let byte = u8::try_from(it).ok().filter(u8::is_ascii);
        byte.ok_or_else(|| errors::log(format!("`{it}` is no separator: it is to be one byte")))
    };
    separator.map(byte).transpose()
}

impl Format {
    fn named(name: &str) -> PyResult<Self> {
        Ok(match name {
            "jsonl" => Self::JsonLines,
            "csv" => Self::Csv,
            "cloudevents" => Self::CloudEvents,
            "xes" => Self::Xes,
            "ocel" => Self::Ocel,
            _ => {
                let known = "`jsonl`, `csv`, `cloudevents`, `xes` or `ocel`";
                return Err(errors::log(format!("`{name}` is no format of a log: {known}")));
            }
        })
    }

    /// What the name of a log ends in.
    fn of(path: &Path) -> Option<Self> {
        let stem = stem(path);
        match stem.rsplit_once('.')?.1 {
            "csv" | "tsv" => Some(Self::Csv),
            "xes" => Some(Self::Xes),
            "jsonocel" => Some(Self::Ocel),
            "cloudevents" => Some(Self::CloudEvents),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}
