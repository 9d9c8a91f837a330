//! The events of a document as they are written, trace by trace.

use std::collections::VecDeque;
use std::io::BufRead;

use super::super::log::{LineError, LineErrorKind};
use super::super::mapping::record::{Fields, Keys, Record, Records};
use super::element::{Attribute, Piece, Pieces};

/// The events of a document, whatever their attributes say. Those of one trace are held in memory, for what is
/// said of the trace may stand after them.
#[derive(Debug)]
pub(crate) struct Events<R> {
    pieces: Pieces<R>,
    /// The events of the trace that was read last.
    events: VecDeque<(u64, Fields)>,
    /// What is said of that trace.
    of_trace: Fields,
    /// The number of that trace; 0 of events outside traces.
    trace: u64,
    traces: u64,
    /// Whether what is said of the trace is still to be handed out.
    is_new: bool,
    is_over: bool,
    of_log: u64,
    /// Room that was used before.
    spare: Vec<Fields>,
}

impl<R: BufRead> Events<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            pieces: Pieces::new(reader).flat(),
            events: VecDeque::new(),
            of_trace: Fields::default(),
            trace: 0,
            traces: 0,
            is_new: false,
            is_over: false,
            of_log: 0,
            spare: Vec::new(),
        }
    }

    /// Reads until some events are whole; none at the end.
    fn fill(&mut self, keys: &mut Keys) -> Result<(), LineError> {
        let mut is_in_trace = false;
        while self.events.is_empty() || is_in_trace {
            if let Some(line) = self.pieces.plain_event()? {
                self.begin(is_in_trace);
                let mut fields = self.room();
                for (key, value) in self.pieces.of_plain_event() {
                    fields.push(keys.number(key), value);
                }
                self.events.push_back((line, fields));
                continue;
            }
            match self.pieces.next()? {
                Piece::TraceStart => {
                    is_in_trace = true;
                    self.traces = self.traces.saturating_add(1);
                    self.trace = self.traces;
                    self.of_trace.clear();
                }
                Piece::TraceEnd => is_in_trace = false,
                Piece::EventStart => {
                    self.begin(is_in_trace);
                    let line = self.pieces.line();
                    let fields = self.event(line, keys)?;
                    self.events.push_back((line, fields));
                }
                Piece::Flat if is_in_trace => {
                    self.of_trace.push(keys.of_case(self.pieces.key()), self.pieces.value());
                }
                Piece::Attribute(attribute) if is_in_trace => {
                    let Attribute { key, value, inner } = attribute;
                    self.of_trace.push(keys.of_case(&key), &value);
                    for Attribute { key: inner, value, .. } in inner {
                        self.of_trace.push(keys.of_case(&format!("{key}.{inner}")), &value);
                    }
                }
                Piece::Attribute(_) | Piece::Flat => self.of_log = self.of_log.saturating_add(1),
                Piece::EventEnd => {}
                Piece::End => {
                    self.is_over = true;
                    return Ok(());
                }
            }
        }
        self.is_new = true;
        Ok(())
    }

    /// An event begins, in a trace or outside.
    fn begin(&mut self, is_in_trace: bool) {
        if !is_in_trace {
            self.trace = 0;
            self.of_trace.clear();
        }
    }

    /// Room for the attributes of an event.
    fn room(&mut self) -> Fields {
        let mut fields = self.spare.pop().unwrap_or_default();
        fields.clear();
        fields
    }

    /// The attributes of the event that has just started.
    fn event(&mut self, line: u64, keys: &mut Keys) -> Result<Fields, LineError> {
        let mut fields = self.room();
        loop {
            match self.pieces.next()? {
                Piece::Flat => {
                    fields.push(keys.number(self.pieces.key()), self.pieces.value());
                }
                Piece::Attribute(Attribute { key, value, inner }) => {
                    fields.push(keys.number(&key), &value);
                    for Attribute { key: inner, value, .. } in inner {
                        fields.push(keys.number(&format!("{key}.{inner}")), &value);
                    }
                }
                Piece::EventEnd => return Ok(fields),
                Piece::EventStart | Piece::TraceStart | Piece::TraceEnd | Piece::End => {
                    let message = "an event ends where it should not".to_owned();
                    return Err(LineError::new(line, LineErrorKind::Entry { message }));
                }
            }
        }
    }
}

impl<R: BufRead + std::fmt::Debug> Records for Events<R> {
    fn next(&mut self, keys: &mut Keys, record: &mut Record) -> Option<Result<(), LineError>> {
        if self.events.is_empty()
            && !self.is_over
            && let Err(error) = self.fill(keys)
        {
            // What is broken here can't be read any further; what stands before of its trace is told no more.
            self.is_over = true;
            self.events.clear();
            return Some(Err(error));
        }
        let (line, fields) = self.events.pop_front()?;
        let before = std::mem::replace(&mut record.own, fields);
        self.spare.push(before);
        record.line = line;
        if self.is_new {
            self.is_new = false;
            record.trace = self.trace;
            std::mem::swap(&mut record.case, &mut self.of_trace);
        }
        Some(Ok(()))
    }

    fn classifier(&self, name: &str) -> Option<Vec<String>> {
        self.pieces.classifier(name).map(<[String]>::to_vec)
    }

    fn of_log(&self) -> u64 {
        self.of_log
    }
}
