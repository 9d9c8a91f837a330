//! Judging a log in JSON Lines, block by block: what a line says of itself (`id`, `note`, `source`)
//! is checked and not kept.

use std::borrow::Cow;
use std::io::BufRead;

use crate::docket::Sharding;
use crate::event::Event;
use crate::names::Names;
use crate::report::Report;
use crate::terms::Agreement;
use crate::verify::{ParsedLine, Verification, Verifier};

use super::blocks::{Block, Blocks, lines};
use super::lines::without_mark;
use super::log::{LONGEST_LINE, LineError, LineErrorKind};
use super::plain;

/// About how many bytes are read at once on one thread: what is parsed on so few lines is still at
/// hand when it is judged.
const BLOCK: usize = 8_192;

/// About how many bytes are read at once for each of several threads: enough to be worth waking
/// them.
const SHARE: usize = 2_097_152;

/// In how many parts each thread's share is parsed: one that is held up leaves some to the others.
#[cfg(feature = "parallel")]
const PARTS: usize = 8;

/// How many bytes are read before it is told.
const TELLING: u64 = 65_536;

/// What to do at a line that can't be read.
///
/// ```
/// use servanda::formats::BadLines;
/// use servanda::{Verifier, cuba};
/// let agreement = cuba::agreement(cuba::Reading::Verified)?;
/// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}
/// {"time": "1962-10-28T16:00"#;
/// let verifier = Verifier::new(&agreement);
/// assert!(verifier.judge_log(text.as_bytes(), BadLines::Stop).is_err());
/// let reports = verifier.judge_log(text.as_bytes(), BadLines::Skip)?;
/// assert_eq!(reports[0].skipped()[0].line, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadLines {
    /// Stop there.
    #[default]
    Stop,
    /// Pass over it, and note it in the report. Where the input itself can't be read any further,
    /// it stops all the same.
    Skip,
}

/// A log that stopped at a line that can't be read, with what came before it.
///
/// ```
/// use servanda::formats::BadLines;
/// use servanda::{Verifier, cuba};
/// let agreement = cuba::agreement(cuba::Reading::Verified)?;
/// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}
/// {"time": "1962-10-28T16:00"#;
/// let verifier = Verifier::new(&agreement);
/// let error = verifier.judge_log(text.as_bytes(), BadLines::Stop).unwrap_err();
/// assert_eq!((error.line.line(), error.events), (2, 1));
/// assert_eq!(error.reports.len(), 1);   // what it comes to up to there
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{line} ({events} events before it were read)")]
#[non_exhaustive]
pub struct LogError<V: Names> {
    /// The line.
    #[source]
    pub line: LineError,
    /// How many events were read before it.
    pub events: u64,
    /// What the log comes to up to there.
    pub reports: Vec<Report<V>>,
}

/// How far the reading of a log has come.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::formats::{BadLines, LogProgress};
/// use servanda::Verifier;
/// let mut verification = Verifier::new(&cuba::agreement(Reading::Verified)?).start();
/// let log = "{\"time\": \"1962-10-28T14:04:00Z\"}\n";
/// let mut last = LogProgress::default();
/// verification.take_log(log.as_bytes(), BadLines::Stop, |progress| last = progress)?;
/// assert_eq!((last.events, last.bytes), (1, log.len() as u64));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogProgress {
    /// How many events were taken.
    pub events: u64,
    /// How many bytes were read.
    pub bytes: u64,
}

impl<V: Names> Verifier<V> {
    /// Judges a log in JSON Lines: one report for each `case` in the order of their first events,
    /// or one for a log that names no case.
    ///
    /// [`Verification::take_log`] tells how far it has come, and [`Verification::reports`] makes the
    /// reports one at a time.
    ///
    /// # Errors
    /// The line at which it stopped, with the reports of what came before it.
    ///
    /// ```
    /// use servanda::formats::BadLines;
    /// use servanda::{Verifier, cuba};
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    /// let reports = Verifier::new(&agreement).judge_log(text.as_bytes(), BadLines::Stop)?;
    /// assert!(reports[0].is_conformant());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn judge_log<R: BufRead>(
        &self,
        reader: R,
        bad_lines: BadLines,
    ) -> Result<Vec<Report<V>>, Box<LogError<V>>> {
        let mut verification = self.start();
        let mut events = 0_u64;
        match verification.take_log(reader, bad_lines, |progress| events = progress.events) {
            Ok(_) => Ok(verification.finish()),
            Err(line) => Err(Box::new(LogError { line, events, reports: verification.finish() })),
        }
    }
}

impl<V: Names> Verification<V> {
    /// Takes a whole log in JSON Lines, in constant memory beside that of its cases. Now and then,
    /// every 64 KiB or so (every 2 MiB on each of several threads), it calls `watch` with how far it
    /// has come, and once at the end: that costs next to nothing.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::formats::BadLines;
    /// use servanda::Verifier;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let log = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
    /// let mut verification = Verifier::new(&agreement).start();
    /// let progress = verification.take_log(log.as_bytes(), BadLines::Stop, |progress| {
    ///     assert!(progress.bytes <= log.len() as u64);
    /// })?;
    /// assert_eq!(progress.events, 1);
    /// assert_eq!(verification.reports().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The line at which it stopped; what came before it is taken.
    pub fn take_log<R: BufRead>(
        &mut self,
        reader: R,
        bad_lines: BadLines,
        mut watch: impl FnMut(LogProgress),
    ) -> Result<LogProgress, LineError> {
        let threads = self.verifier().threads();
        let size = if threads > 1 { SHARE.saturating_mul(threads) } else { BLOCK };
        let mut blocks = Blocks::new(reader, LONGEST_LINE, size);
        let mut reading =
            Reading { verification: self, bad_lines, line: 0, progress: LogProgress::default() };
        let mut block = Block::default();
        let mut is_read = blocks.read(&mut block);
        #[cfg(feature = "parallel")]
        if threads > 1 {
            let mut next = Block::default();
            while is_read {
                let mut taken = Ok(());
                rayon::in_place_scope(|scope| {
                    scope.spawn(|_| taken = reading.take_parallel(&mut block, threads));
                    is_read = blocks.read(&mut next);
                });
                watch(reading.progress);
                taken?;
                std::mem::swap(&mut block, &mut next);
            }
            return Ok(reading.progress);
        }
        let mut told = 0_u64;
        while is_read {
            let taken = reading.take(&mut block);
            is_read = taken.is_ok() && blocks.read(&mut block);
            if !is_read || reading.progress.bytes.saturating_sub(told) >= TELLING {
                told = reading.progress.bytes;
                watch(reading.progress);
            }
            taken?;
        }
        Ok(reading.progress)
    }
}

/// A log that is being read.
struct Reading<'a, V: Names> {
    verification: &'a mut Verification<V>,
    bad_lines: BadLines,
    /// The number of lines that were read so far.
    line: u64,
    progress: LogProgress,
}

/// What lines that were read together say.
struct ParsedLines<'a, V: Names> {
    /// One list for each shard.
    parsed: Vec<Vec<ParsedLine<'a, V>>>,
    bad: Vec<Bad>,
    /// How many lines there were, empty ones included.
    lines: u64,
    /// How many of them take a place in the log.
    places: u64,
}

/// A line that can't be read.
struct Bad {
    /// Its place among the lines that were read together, counted from 1.
    place: u64,
    /// Its number among them, counted from 1.
    line: u64,
    kind: LineErrorKind,
}

impl<V: Names> Reading<'_, V> {
    fn take(&mut self, block: &mut Block) -> Result<(), LineError> {
        let agreement = self.verification.verifier().agreement();
        let text = self.text_of(&block.text);
        let part = ParsedLines::of(text, agreement, self.verification.sharding());
        self.take_all(vec![part], block.after.take(), block.bytes)
    }

    #[cfg(feature = "parallel")]
    fn take_parallel(&mut self, block: &mut Block, threads: usize) -> Result<(), LineError> {
        use rayon::prelude::*;
        let agreement = self.verification.verifier().agreement();
        let sharding = self.verification.sharding();
        let parts = super::blocks::parts(self.text_of(&block.text), threads.saturating_mul(PARTS))
            .into_par_iter()
            .map(|part| ParsedLines::of(part, agreement, sharding))
            .collect();
        self.take_all(parts, block.after.take(), block.bytes)
    }

    /// The text of a block; that of the first one may start with a mark of the order of bytes.
    fn text_of<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        if self.line == 0 { without_mark(text) } else { text }
    }

    /// Takes what was parsed, up to the first bad line if that is to stop it.
    fn take_all(
        &mut self,
        mut parts: Vec<ParsedLines<'_, V>>,
        after: Option<LineErrorKind>,
        bytes: u64,
    ) -> Result<(), LineError> {
        if let (Some(kind), Some(last)) = (after, parts.last_mut()) {
            last.add_bad(kind);
        }
        let stops = |bad: &Bad| match bad.kind {
            LineErrorKind::Input(_) => true,
            _ => self.bad_lines == BadLines::Stop,
        };
        let mut stop: Option<LineError> = None;
        let mut parsed: Vec<(u64, &[Vec<ParsedLine<'_, V>>])> = Vec::new();
        let mut places = 0_u64;
        let mut events = 0_u64;
        let mut notes: Vec<(u64, LineErrorKind)> = Vec::new();
        for part in &mut parts {
            for bad in std::mem::take(&mut part.bad) {
                let line = self.line.saturating_add(bad.line);
                if stops(&bad) {
                    for shard in &mut part.parsed {
                        shard.truncate(shard.partition_point(|parsed| parsed.place < bad.place));
                    }
                    stop = Some(LineError::new(line, bad.kind));
                    break;
                }
                notes.push((line, bad.kind));
            }
            let (before, part_places, lines) = (places, part.places, part.lines);
            parsed.push((before, &part.parsed));
            let taken = part.parsed.iter().map(Vec::len).fold(0, usize::saturating_add);
            events = events.saturating_add(u64::try_from(taken).unwrap_or(u64::MAX));
            places = places.saturating_add(part_places);
            self.line = self.line.saturating_add(lines);
            if stop.is_some() {
                break;
            }
        }
        self.verification.take_parsed(&parsed);
        self.verification.move_on(places);
        for (line, kind) in notes {
            self.verification.note(line, &kind);
        }
        self.progress.events = self.progress.events.saturating_add(events);
        self.progress.bytes = self.progress.bytes.saturating_add(bytes);
        stop.map_or(Ok(()), Err)
    }
}

impl<'a, V: Names> ParsedLines<'a, V> {
    fn of(text: &'a [u8], agreement: &Agreement<V>, sharding: &Sharding) -> Self {
        // A short line with all that an event needs has about 64 bytes.
        let about = (text.len() / 64).checked_div(sharding.count).unwrap_or_default();
        let empty = (0..sharding.count).map(|_| Vec::with_capacity(about)).collect();
        let mut part = Self { parsed: empty, bad: Vec::new(), lines: 0, places: 0 };
        // Often a case's events come one after the other.
        let mut last: (Option<&[u8]>, u64) = (None, sharding.hash(None));
        for line in lines(text) {
            part.lines = part.lines.saturating_add(1);
            match parsed(line, agreement) {
                Ok(None) => {}
                Ok(Some(mut parsed)) => {
                    part.places = part.places.saturating_add(1);
                    parsed.place = part.places;
                    parsed.hash = match &parsed.case {
                        Some(Cow::Borrowed(case)) => {
                            if last.0 != Some(case) {
                                last = (Some(case), sharding.hash(Some(case)));
                            }
                            last.1
                        }
                        case => sharding.hash(case.as_deref()),
                    };
                    if let Some(shard) = part.parsed.get_mut(sharding.of(parsed.hash)) {
                        shard.push(parsed);
                    }
                }
                Err(kind) => {
                    part.lines = part.lines.saturating_sub(1);
                    part.add_bad(kind);
                }
            }
        }
        part
    }

    fn add_bad(&mut self, kind: LineErrorKind) {
        self.lines = self.lines.saturating_add(1);
        self.places = self.places.saturating_add(1);
        self.bad.push(Bad { place: self.places, line: self.lines, kind });
    }
}

/// What a line says; none where it is empty.
#[inline]
fn parsed<'a, V: Names>(
    line: &'a [u8],
    agreement: &Agreement<V>,
) -> Result<Option<ParsedLine<'a, V>>, LineErrorKind> {
    if line.len() > LONGEST_LINE {
        return Err(LineErrorKind::TooLong { longest: LONGEST_LINE });
    }
    match plain::parsed(line).and_then(|plain| plain.parsed(agreement)) {
        Some(parsed) => Ok(Some(parsed)),
        None => parsed_in_words(line, agreement),
    }
}

#[cold]
#[inline(never)]
fn parsed_in_words<'a, V: Names>(
    line: &[u8],
    agreement: &Agreement<V>,
) -> Result<Option<ParsedLine<'a, V>>, LineErrorKind> {
    let Some(event) = super::log::strict(line, agreement)? else {
        return Ok(None);
    };
    let Event { time, deed, known, case, subject, id, idle_quantity, .. } = event;
    let text = |text: Option<Box<str>>| text.map(|it| Cow::Owned(it.into_boxed_bytes().into()));
    let (case, subject, id) = (text(case), text(subject), text(id));
    Ok(Some(ParsedLine { place: 0, time, known, case, hash: 0, subject, id, idle_quantity, deed }))
}
