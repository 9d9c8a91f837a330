//! The events of a log, whatever its format.

use std::path::Path;

use servanda::formats::json::{Log, WordLog};
use servanda::formats::mapping::MappedLog;
use servanda::formats::{
    LineError, LineErrorKind, Losses, TimeError, cloud_events, csv, ocel, xes,
};
use servanda::names::Text;
use servanda::report::Skipped;
use servanda::{Agreement, Event, Ids, Instant};

use crate::arguments::LogFormat;
use crate::document::looks_like_agreement;
use crate::document::{Problem, word_at};
use crate::failure::Failure;
use crate::output::note;

use super::how::How;
use super::input::{Input, copy_of_line};

/// The events of a log, in words.
pub enum Words {
    JsonLines(WordLog<Input>),
    Csv(csv::Log<Input>),
    CloudEvents(cloud_events::Log<Input>),
    Xes(xes::Log<Input>),
    Ocel(ocel::Log<Input>),
    Mapped(Box<MappedLog<'static>>),
}

impl Words {
    /// The words of a log, which by some mappings depend on the agreement that it is to be judged by.
    pub fn new(input: Input, how: &How, agreement: Option<&Agreement>) -> Result<Self, LineError> {
        let separated = |input| how.separator(input).map_err(|error| LineError::new(1, error));
        if let Some(mapping) = &how.mapping {
            let mapping = match agreement {
                Some(agreement) => mapping.clone().for_agreement(agreement),
                None => mapping.clone(),
            };
            return Ok(Self::Mapped(Box::new(match how.format {
                LogFormat::Csv => {
                    let (separator, input) = separated(input)?;
                    mapping.separator(separator).csv(input)?
                }
                LogFormat::Xes => mapping.xes(input),
                LogFormat::JsonLines | LogFormat::CloudEvents => mapping.json_lines(input),
                LogFormat::Ocel => mapping.ocel(input, &how.ocel_for(agreement)),
            })));
        }
        Ok(match how.format {
            LogFormat::JsonLines => Self::JsonLines(WordLog::new(input)),
            LogFormat::Csv => {
                let (separator, input) = separated(input)?;
                let columns = how.columns.clone().separator(separator);
                Self::Csv(csv::Log::new(input, &columns)?)
            }
            LogFormat::CloudEvents => Self::CloudEvents(cloud_events::Log::new(input)),
            LogFormat::Xes => Self::Xes(xes::Log::new(input)),
            LogFormat::Ocel => Self::Ocel(ocel::Log::new(input, &how.ocel_for(agreement))),
        })
    }

    /// The next event, in the names of an agreement.
    fn next_of(&mut self, agreement: &Agreement) -> Option<Result<Event, LineError>> {
        if let Self::Csv(log) = self {
            return log.next_of(agreement);
        }
        let event = self.next()?;
        let line = self.line();
        let resolved = |event: Event<Text>| {
            event.resolved(agreement).map_err(|error| LineError::new(line, error))
        };
        Some(event.and_then(resolved))
    }

    /// How many events were read so far that are judged, where some may not be.
    pub fn judged(&self) -> Option<u64> {
        match self {
            Self::Mapped(log) => Some(log.judged()),
            _ => None,
        }
    }

    /// The latest instant of what was read so far, where some may have been passed over.
    pub fn last_instant(&self) -> Option<Instant> {
        match self {
            Self::Mapped(log) => log.last_instant(),
            _ => None,
        }
    }

    /// What the log says first of a case in an attribute that is asked for.
    pub fn attribute_of(&self, case: Option<&str>, attribute: &str) -> Option<&str> {
        match self {
            Self::Mapped(log) => log.attribute_of(case, attribute),
            _ => None,
        }
    }

    /// The line at which the event that was read last starts.
    pub fn line(&self) -> u64 {
        match self {
            Self::JsonLines(log) => log.line(),
            Self::Csv(log) => log.line(),
            Self::CloudEvents(log) => log.line(),
            Self::Xes(log) => log.line(),
            Self::Ocel(log) => log.line(),
            Self::Mapped(log) => log.line(),
        }
    }

    /// What the log says that an event has no place for.
    pub fn losses(&self) -> Option<&Losses> {
        match self {
            Self::JsonLines(_) | Self::Csv(_) => None,
            Self::CloudEvents(log) => Some(log.losses()),
            Self::Xes(log) => Some(log.losses()),
            Self::Ocel(log) => Some(log.losses()),
            Self::Mapped(log) => Some(log.losses()),
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
            Self::Mapped(log) => log.next(),
        }
    }
}

/// A log in the names of an agreement: in JSON Lines and XES as they are read fastest, else by way of words.
pub enum Named<J> {
    JsonLines(J),
    Xes(Box<xes::NamedLog<Input>>),
    Words(Box<Words>, Agreement),
}

/// The events of a log in the names of an agreement.
pub type Events = Named<Log<Input, Ids>>;

impl<J> Named<J> {
    /// A log that is read so where it is in JSON Lines without a mapping.
    pub fn new(
        input: Input,
        how: &How,
        agreement: &Agreement,
        json_lines: impl FnOnce(Input, &Agreement) -> J,
    ) -> Result<Self, LineError> {
        if how.is_plain() {
            return Ok(Self::JsonLines(json_lines(input, agreement)));
        }
        if how.format == LogFormat::Xes && how.mapping.is_none() {
            return Ok(Self::Xes(Box::new(xes::NamedLog::new(input, agreement))));
        }
        let words = Words::new(input, how, Some(agreement))?;
        Ok(Self::Words(Box::new(words), agreement.clone()))
    }

    fn words(&self) -> Option<&Words> {
        match self {
            Self::JsonLines(_) | Self::Xes(_) => None,
            Self::Words(words, _) => Some(words),
        }
    }

    /// How many events were read so far that are judged, where some may not be.
    pub fn judged(&self) -> Option<u64> {
        self.words()?.judged()
    }

    /// The latest instant of what was read so far, where some may have been passed over.
    pub fn last_instant(&self) -> Option<Instant> {
        self.words()?.last_instant()
    }

    /// What the log says first of a case in an attribute that is asked for.
    pub fn attribute_of(&self, case: Option<&str>, attribute: &str) -> Option<&str> {
        self.words()?.attribute_of(case, attribute)
    }

    /// What the log says that an event has no place for.
    pub fn losses(&self) -> Option<&Losses> {
        match self {
            Self::Xes(log) => Some(log.losses()),
            _ => self.words()?.losses(),
        }
    }
}

impl Events {
    /// The events of a log, however it is written.
    pub fn of(input: Input, how: &How, agreement: &Agreement) -> Result<Self, LineError> {
        Self::new(input, how, agreement, Log::new)
    }

    /// The line at which the event that was read last starts.
    pub fn line(&self) -> u64 {
        match self {
            Self::JsonLines(log) => log.line(),
            Self::Xes(log) => log.line(),
            Self::Words(words, _) => words.line(),
        }
    }
}

impl Iterator for Events {
    type Item = Result<Event, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::JsonLines(log) => log.next(),
            Self::Xes(log) => log.next(),
            Self::Words(words, agreement) => words.next_of(agreement),
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

/// Errors that a mapping mends.
const NEEDS_MAPPING: [&str; 4] = [
    "to say who did it",
    "is no key of an event",
    "there is no column `",
    "to say when it happened",
];

/// How to make one.
const HOW_TO_MAP: &str = "say in a mapping what of the log says what: draft one with `servanda map LOG > map.toml`, and \
     read the log with `--map map.toml`. Who does everything is said by `--map actor=value:NAME` as well";

/// How many things that were passed over are told with an error.
const MOST_TOLD: usize = 5;

/// What a log is called.
pub fn name_of(path: &Path) -> String {
    let is_standard_input = path.as_os_str() == "-";
    if is_standard_input { "standard input".into() } else { path.display().to_string() }
}

/// What would read a time that could not be read, in options of the command.
fn option_for(error: &TimeError) -> Option<String> {
    let format = error.format().map(|format| match format.contains(' ') {
        true => format!("--time-format '{format}'"),
        false => format!("--time-format {format}"),
    });
    let zone = error.needs_zone().then(|| "--time-zone +00:00".to_owned());
    let options: Vec<String> = [format, zone].into_iter().flatten().collect();
    let of_zone = if error.needs_zone() { " (or another offset from UTC)" } else { "" };
    (!options.is_empty()).then(|| format!("this would read it: {}{of_zone}", options.join(" ")))
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
    let option = match error.kind() {
        LineErrorKind::Time { error, .. } => option_for(error),
        _ => None,
    };
    // What is wrong with the first event is seldom wrong with it alone.
    let mapping = match error.kind() {
        LineErrorKind::Entry { message } if NEEDS_MAPPING.iter().any(|it| message.contains(it)) => {
            Some(HOW_TO_MAP)
        }
        _ => None,
    };
    let help = option.as_deref().or(mapping).or(help).filter(|_| can_be_mended);
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
