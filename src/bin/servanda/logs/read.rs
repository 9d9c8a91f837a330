//! The events of a log, whatever its format.

use std::path::Path;

use servanda::formats::json::{Log, WordLog};
use servanda::formats::{LineError, LineErrorKind, Losses, cloud_events, csv, ocel, xes};
use servanda::names::Text;
use servanda::report::Skipped;
use servanda::{Agreement, Event};

use crate::arguments::{LogFormat, Reading};
use crate::document::looks_like_agreement;
use crate::document::{Problem, word_at};
use crate::failure::Failure;
use crate::output::note;

use super::input::{Input, copy_of_line};

/// The format of a log: the one that is asked for, or what its name ends in.
pub fn format_of(path: &Path, reading: &Reading) -> Result<LogFormat, Failure> {
    let format = reading.log_format.or_else(|| named(path)).unwrap_or(LogFormat::JsonLines);
    mapped(format, reading)?;
    Ok(format)
}

/// Refuses a mapping that is for another format than the log's.
pub fn mapped(format: LogFormat, reading: &Reading) -> Result<(), Failure> {
    let Some(map) = &reading.map else { return Ok(()) };
    let error = match format {
        LogFormat::Csv => map.csv.as_ref().err().map(ToString::to_string),
        LogFormat::Ocel => map.ocel.as_ref().err().map(ToString::to_string),
        LogFormat::JsonLines | LogFormat::CloudEvents | LogFormat::Xes => None,
    };
    error.map_or(Ok(()), |error| Err(Failure::plain(format!("--map: {error}"))))
}

/// The format that the name of a log ends in.
pub fn named(path: &Path) -> Option<LogFormat> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
    let (_, extension) = name.rsplit_once('.')?;
    match extension {
        "csv" => Some(LogFormat::Csv),
        "xes" => Some(LogFormat::Xes),
        "jsonocel" => Some(LogFormat::Ocel),
        "cloudevents" => Some(LogFormat::CloudEvents),
        "jsonl" | "ndjson" => Some(LogFormat::JsonLines),
        _ => None,
    }
}

/// The events of a log, in words.
pub enum Words {
    JsonLines(WordLog<Input>),
    Csv(csv::Log<Input>),
    CloudEvents(cloud_events::Log<Input>),
    Xes(xes::Log<Input>),
    Ocel(ocel::Log<Input>),
}

impl Words {
    /// The words of a log, which of some formats depend on the agreement that it is to be judged by.
    pub fn new(
        input: Input,
        format: LogFormat,
        reading: &Reading,
        agreement: Option<&Agreement>,
    ) -> Result<Self, LineError> {
        Ok(match format {
            LogFormat::JsonLines => Self::JsonLines(WordLog::new(input)),
            LogFormat::Csv => Self::Csv(csv::Log::new(input, &columns(reading))?),
            LogFormat::CloudEvents => Self::CloudEvents(cloud_events::Log::new(input)),
            LogFormat::Xes => Self::Xes(xes::Log::new(input)),
            LogFormat::Ocel => Self::Ocel(ocel::Log::new(input, &mapping(reading, agreement))),
        })
    }

    /// The line at which the event that was read last starts.
    pub fn line(&self) -> u64 {
        match self {
            Self::JsonLines(log) => log.line(),
            Self::Csv(log) => log.line(),
            Self::CloudEvents(log) => log.line(),
            Self::Xes(log) => log.line(),
            Self::Ocel(log) => log.line(),
        }
    }

    /// What the log says that an event has no place for.
    pub fn losses(&self) -> Option<&Losses> {
        match self {
            Self::JsonLines(_) | Self::Csv(_) => None,
            Self::CloudEvents(log) => Some(log.losses()),
            Self::Xes(log) => Some(log.losses()),
            Self::Ocel(log) => Some(log.losses()),
        }
    }
}

impl Iterator for Words {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::JsonLines(log) => log.next(),
            Self::Csv(log) => log.next(),
            Self::CloudEvents(log) => log.next(),
            Self::Xes(log) => log.next(),
            Self::Ocel(log) => log.next(),
        }
    }
}

/// The events of a log in the names of an agreement.
pub enum Events {
    /// What is read fastest.
    JsonLines(Log<Input, servanda::Ids>),
    Words(Words, Agreement),
}

impl Events {
    pub fn new(
        input: Input,
        format: LogFormat,
        reading: &Reading,
        agreement: &Agreement,
    ) -> Result<Self, LineError> {
        Ok(match format {
            LogFormat::JsonLines => Self::JsonLines(Log::new(input, agreement)),
            other => {
                let words = Words::new(input, other, reading, Some(agreement))?;
                Self::Words(words, agreement.clone())
            }
        })
    }

    /// The line at which the event that was read last starts.
    pub fn line(&self) -> u64 {
        match self {
            Self::JsonLines(log) => log.line(),
            Self::Words(words, _) => words.line(),
        }
    }

    /// What the log says that an event has no place for.
    pub fn losses(&self) -> Option<&Losses> {
        match self {
            Self::JsonLines(_) => None,
            Self::Words(words, _) => words.losses(),
        }
    }
}

impl Iterator for Events {
    type Item = Result<Event, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::JsonLines(log) => log.next(),
            Self::Words(words, agreement) => {
                let event = words.next()?;
                let line = words.line();
                let resolved = |event: Event<Text>| {
                    event.resolved(agreement).map_err(|error| LineError::new(line, error))
                };
                Some(event.and_then(resolved))
            }
        }
    }
}

/// What is lost, a line for each kind.
pub fn told(losses: Option<&Losses>) -> Vec<String> {
    let told = losses.filter(|losses| !losses.is_empty()).map(Losses::to_string);
    told.iter().flat_map(|told| told.lines()).map(str::to_owned).collect()
}

/// Tells what a log says that an event says otherwise, a line for each kind.
pub fn tell_changes(losses: Option<&Losses>) {
    losses.into_iter().flat_map(Losses::changes).for_each(note);
}

/// A log of which something was written, but no event could be read, is no log to judge.
pub fn some_event(
    path: &Path,
    read: u64,
    skipped: &[Skipped],
    losses: Option<&Losses>,
) -> Result<(), Failure> {
    let mut why: Vec<String> = skipped.iter().take(MOST_TOLD).map(Skipped::to_string).collect();
    why.extend(told(losses).into_iter().take(MOST_TOLD));
    if read > 0 || why.is_empty() {
        return Ok(());
    }
    let count = skipped.len();
    let passed_over = match count {
        0 => String::new(),
        1 => ": its one line was passed over".to_owned(),
        _ => format!(": all {count} lines were passed over"),
    };
    let name = name_of(path);
    let message = format!("{name}: no event of it could be read{passed_over}");
    Err(Failure::with_help(message, why.join("\n")))
}

/// How many things that were passed over are told with an error.
const MOST_TOLD: usize = 5;

/// What a log is called.
pub fn name_of(path: &Path) -> String {
    let is_standard_input = path.as_os_str() == "-";
    if is_standard_input { "standard input".into() } else { path.display().to_string() }
}

/// The mapping of a log in CSV: one that is for another format was refused.
fn columns(reading: &Reading) -> csv::Columns {
    let columns = reading.map.as_ref().and_then(|map| map.csv.clone().ok());
    let columns = columns.unwrap_or_default().separator(reading.separator);
    reading.ignore.iter().fold(columns, |columns, column| columns.ignore(column))
}

/// The same of a log in OCEL, with what the agreement says of its acts.
fn mapping(reading: &Reading, agreement: Option<&Agreement>) -> ocel::Mapping {
    let mapping = reading.map.as_ref().and_then(|map| map.ocel.clone().ok()).unwrap_or_default();
    match agreement {
        Some(agreement) => mapping.for_agreement(agreement),
        None => mapping,
    }
}

/// A log that stops at a line that can't be read, with the line.
pub fn failed(path: &Path, error: &LineError, help: Option<&str>) -> Failure {
    let name = name_of(path);
    if error.line() == 1 && looks_like_agreement(path) {
        return Failure::with_help(
            format!("{name}: this looks like an agreement, and a log was expected"),
            "name the agreement first, and then the log",
        );
    }
    let message = format!("{name}: {error}");
    let can_be_mended = !matches!(error.kind(), LineErrorKind::Input(_));
    let help = help.filter(|_| can_be_mended);
    match copy_of_line(path, error.line()).filter(|_| can_be_mended) {
        Some(line) => {
            let before = usize::try_from(error.line().saturating_sub(1)).unwrap_or(0);
            let span = match error.kind().column() {
                Some(column) => word_at(&line, 1, column),
                None => Some(0..line.len()),
            };
            let problem = Problem::after(before, &message, &name, &line, span);
            Failure::from(miette::Report::from(problem.help(help)))
        }
        None => match help {
            Some(help) => Failure::with_help(message, help),
            None => Failure::plain(message),
        },
    }
}
