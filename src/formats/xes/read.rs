//! Reading: the events of all traces, in the order of the log.

use std::io::BufRead;

use crate::event::Event;
use crate::names::{Ids, Names, Text, Vocabulary};
use crate::terms::Agreement;

use super::super::log::LineError;
use super::super::losses::Losses;
use super::super::naming::{InWords, Naming};
use super::document::{Document, Entry};

/// A log in XES (IEEE 1849), its events in words, or the errors of its events.
///
/// A trace is a `case`; `time:timestamp` is the time, `org:resource` the actor, `concept:name` the
/// act. An event whose `lifecycle:transition` is another than `complete` is passed over, and told
/// among the losses. Where every event says its place in the whole log, they come in that order
/// (so it is for logs that [`write_xes`](crate::formats::xes::write) wrote), otherwise trace by trace. The
/// whole log is held in memory. An error is a file that ends before its elements do, a second one
/// after the log, a trace or event in another place than XES has for it, an event that does not say
/// what was done, and a trace without a name among others.
///
/// ```
/// let text = r#"<log xes.version="1849-2016"><trace>
///   <string key="concept:name" value="sale 7"/>
///   <event>
///     <string key="concept:name" value="pay"/>
///     <string key="org:resource" value="buyer"/>
///     <date key="time:timestamp" value="2026-05-06T12:00:00.000+00:00"/>
///   </event>
/// </trace></log>"#;
/// let event = servanda::formats::xes::Log::new(text.as_bytes()).next().unwrap()?;
/// assert_eq!(event.case.as_deref(), Some("sale 7"));
/// assert_eq!(event.deed.act().map(|act| &**act), Some("pay"));
/// # Ok::<(), servanda::formats::LineError>(())
/// ```
#[derive(Debug)]
pub struct Log<R>(Reader<R, Text>);

/// A log in XES as [`Log`] reads it, its events in the names of an agreement: the same as those in words that are
/// [resolved](Event::resolved), and faster.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::event::Deed;
/// use servanda::formats::xes::NamedLog;
/// let text = r#"<log><trace><event>
///   <string key="concept:name" value="accept-proposal"/>
///   <string key="org:resource" value="ussr"/>
///   <date key="time:timestamp" value="1962-10-28T14:04:00Z"/>
/// </event></trace></log>"#;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let event = NamedLog::new(text.as_bytes(), &agreement).next().ok_or("an event")??;
/// assert!(matches!(event.deed, Deed::Act { act: Act::AcceptProposal, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct NamedLog<R, V: Names = Ids> {
    reader: Reader<R, V>,
    agreement: Agreement<V>,
}

/// What both read.
#[derive(Debug)]
struct Reader<R, V: Vocabulary> {
    state: State<R, V>,
    line: u64,
    losses: Losses,
}

#[derive(Debug)]
enum State<R, V: Vocabulary> {
    Unread(R),
    Read(std::vec::IntoIter<Entry<V>>),
    Over,
}

impl<R: BufRead> Log<R> {
    /// A log that is read from here.
    pub fn new(reader: R) -> Self {
        Self(Reader::new(reader))
    }

    /// The number of the line at which the event that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.0.line
    }

    /// What the document says that an event has no place for.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.0.losses
    }
}

impl<R: BufRead, V: Names> NamedLog<R, V> {
    /// A log that is read from here, its names those of an agreement.
    pub fn new(reader: R, agreement: &Agreement<V>) -> Self {
        Self { reader: Reader::new(reader), agreement: agreement.clone() }
    }

    /// The number of the line at which the event that was read last starts, counted from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.reader.line
    }

    /// What the document says that an event has no place for.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.reader.losses
    }
}

impl<R: BufRead> Iterator for Log<R> {
    type Item = Result<Event<Text>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next(&InWords)
    }
}

impl<R: BufRead, V: Names> Iterator for NamedLog<R, V> {
    type Item = Result<Event<V>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.reader.next(&self.agreement)
    }
}

impl<R: BufRead, V: Vocabulary> Reader<R, V> {
    fn new(reader: R) -> Self {
        Self { state: State::Unread(reader), line: 0, losses: Losses::default() }
    }

    fn next(
        &mut self,
        naming: &impl Naming<Vocabulary = V>,
    ) -> Option<Result<Event<V>, LineError>> {
        if matches!(self.state, State::Unread(_))
            && let State::Unread(reader) = std::mem::replace(&mut self.state, State::Over)
        {
            let entries = Document { naming, losses: &mut self.losses }.read(reader);
            self.state = State::Read(entries.into_iter());
        }
        let State::Read(entries) = &mut self.state else { return None };
        let Entry { line, event, .. } = entries.next()?;
        self.line = line;
        Some(event.map_err(|kind| LineError::new(line, kind)))
    }
}
