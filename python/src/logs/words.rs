//! The lines of a log in words, whatever its format.

use servanda::event::Entry;
use servanda::formats::json::WordLog;
use servanda::formats::mapping::MappedLog;
use servanda::formats::{LineError, Losses, cloud_events, csv, ocel, xes};
use servanda::names::Text;
use servanda::{Agreement, Instant};

use super::how::{Format, How};
use super::input::Input;

/// A log in words.
pub(super) enum Words<'r> {
    JsonLines(WordLog<Input>),
    Csv(csv::Log<Input>),
    CloudEvents(cloud_events::Log<Input>),
    Xes(xes::Log<Input>),
    Ocel(ocel::Log<Input>),
    Mapped(Box<MappedLog<'r>>),
}

impl Words<'static> {
    pub(super) fn new(input: Input, how: &How, agreement: &Agreement) -> Result<Self, LineError> {
        let separated = |input| how.separator(input).map_err(|error| LineError::new(1, error));
        if let Some(mapping) = &how.mapping {
            let mapping = mapping.clone().for_agreement(agreement);
            return Ok(Self::Mapped(Box::new(match how.format {
                Format::Csv => {
                    let (separator, input) = separated(input)?;
                    mapping.separator(separator).csv(input)?
                }
                Format::Xes => mapping.xes(input),
                Format::JsonLines | Format::CloudEvents => mapping.json_lines(input),
                Format::Ocel => mapping.ocel(input, &how.ocel(agreement)),
            })));
        }
        Ok(match how.format {
            Format::JsonLines => Self::JsonLines(WordLog::new(input)),
            Format::Csv => {
                let (separator, input) = separated(input)?;
                Self::Csv(csv::Log::new(input, &how.columns.clone().separator(separator))?)
            }
            Format::CloudEvents => Self::CloudEvents(cloud_events::Log::new(input)),
            Format::Xes => Self::Xes(xes::Log::new(input)),
            Format::Ocel => Self::Ocel(ocel::Log::new(input, &how.ocel(agreement))),
        })
    }
}

impl Words<'_> {
    /// The next line: an event, or in a log that is judged by time what is said of the log.
    pub(super) fn next(&mut self, by_time: bool) -> Option<Result<Entry<Text>, LineError>> {
        match self {
            Self::JsonLines(log) if by_time => log.next_entry(),
            Self::Csv(log) if by_time => log.next_entry(),
            Self::CloudEvents(log) if by_time => log.next_entry(),
            Self::JsonLines(log) => event(log.next()),
            Self::Csv(log) => event(log.next()),
            Self::CloudEvents(log) => event(log.next()),
            Self::Xes(log) => event(log.next()),
            Self::Ocel(log) => event(log.next()),
            Self::Mapped(log) => event(log.next()),
        }
    }

    pub(super) fn line(&self) -> u64 {
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
    pub(super) fn losses(&self) -> Option<&Losses> {
        match self {
            Self::JsonLines(_) | Self::Csv(_) => None,
            Self::CloudEvents(log) => Some(log.losses()),
            Self::Xes(log) => Some(log.losses()),
            Self::Ocel(log) => Some(log.losses()),
            Self::Mapped(log) => Some(log.losses()),
        }
    }

    /// The latest instant of what was read, where some may have been passed over.
    pub(super) fn last_instant(&self) -> Option<Instant> {
        match self {
            Self::Mapped(log) => log.last_instant(),
            _ => None,
        }
    }
}

/// An event is a line of its own.
fn event(
    event: Option<Result<servanda::Event<Text>, LineError>>,
) -> Option<Result<Entry<Text>, LineError>> {
    event.map(|event| event.map(Entry::Event))
}
