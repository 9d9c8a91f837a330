//! A docket, written down.
//!
//! Lines of JSON, each with a checksum before it: first what a docket is and of which agreement, then
//! what changed, once for each time that it was written down. A checksum is made of the one before it
//! and of its own line, so that no line can be left out or moved by accident.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Digesting, write_hexadecimal};
use crate::monitor::{Manner, Monitor, RefusalRecord};
use crate::names::Names;
use crate::report::{Skipped, WrittenRefusal};
use crate::saved::written_run::WrittenRun;
use crate::saved::{FORMAT, Format, RestoreError, Saved, same_agreement, standing};
use crate::strict::Strict;
use crate::terms::{Agreement, Document};
use crate::time::Instant;

use super::answer::{Noted, NotedKind};
use super::{Docket, Judging};

/// A docket that was read back.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::docket::Docket;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut docket = Docket::new(&agreement);
/// docket.apply(0, &cuba::history()[..5]);
/// let (_, mut bytes) = docket.checkpoint();
/// docket.apply(5, &cuba::history()[5..]);
/// bytes.extend(docket.changes());
///
/// // The last write was torn.
/// bytes.truncate(bytes.len() - 3);
/// let restored = Docket::restore(&agreement, &bytes)?;
/// assert_eq!(restored.docket.offset(), 5);   // feed it again from there
/// assert!(restored.whole < bytes.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Restored<V: Names> {
    /// The docket. Feed it from its [`offset`](Docket::offset) on.
    pub docket: Docket<V>,
    /// How many of the bytes are whole lines. What follows is the torn end of a write that was not
    /// finished: cut it off before anything is appended.
    pub whole: usize,
}

/// A docket that can't be gone on with.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::docket::{Docket, DocketError};
/// let (_, bytes) = Docket::new(&cuba::agreement(Reading::Verified)?).checkpoint();
/// let other = cuba::agreement(Reading::Practised)?;
/// let error = Docket::restore(&other, &bytes).unwrap_err();
/// assert!(matches!(error, DocketError::Run { .. }));
/// assert!(error.to_string().starts_with("saved under another agreement"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocketError {
    /// It is nothing that servanda wrote.
    #[error("not a state that servanda wrote: {message}")]
    Form {
        /// What is wrong with it.
        message: String,
    },
    /// It was written by another version of servanda.
    #[error(
        "a saved state of format {format}: this version of servanda reads format {FORMAT}; judge the log \
         again"
    )]
    OtherFormat {
        /// The format.
        format: u64,
    },
    /// A line does not fit its checksum: it was damaged, or lines are missing before it.
    #[error("line {line} does not fit its checksum: it, or what comes before it, was damaged")]
    Checksum {
        /// The number of the line, counted from 1.
        line: usize,
    },
    /// It judged in another manner: it submitted and the verifier records, or it left out what the
    /// verifier does not.
    #[error("judged in another manner: what was recorded, submitted or left out is not as now")]
    OtherManner,
    /// A run can't be gone on with.
    #[error("{}{error}", case.as_ref().map(|case| format!("case `{case}`: ")).unwrap_or_default())]
    Run {
        /// The case, if it is of one.
        case: Option<Box<str>>,
        /// Why.
        error: RestoreError,
    },
}

/// The checksum of a line, which the next one's is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Link([u8; 16]);

/// How many bytes a checksum has in writing, the space after it included.
const CHECKSUM: usize = 33;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHead {
    format: Format,
    version: Box<str>,
    digest: Digest,
    agreement: Strict<Document>,
    /// The agreements under which runs stood that were carried over, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    before: Vec<Strict<Document>>,
    submits: bool,
    as_of: Option<Instant>,
    known_by: Option<Instant>,
    keeps_milestones: bool,
}

/// No more than the format, whatever else there is.
#[derive(Deserialize)]
struct OnlyFormat {
    format: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChanges {
    offset: u64,
    note: Box<str>,
    has_left_out: bool,
    skipped: Vec<Strict<Skipped>>,
    closed: Vec<Option<Box<str>>>,
    cases: Vec<Strict<WrittenCase>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    case: Option<Box<str>>,
    /// The place of its first event.
    first: u64,
    /// The offset at which each finding came.
    found_at: Vec<u64>,
    refusals: Vec<Strict<WrittenRefusal>>,
    run: Strict<WrittenRun>,
}

impl<V: Names> Docket<V> {
    /// The whole docket in bytes, and the offset of the event that comes next. Write what
    /// [`Docket::changes`] gives after it.
    #[must_use]
    pub fn checkpoint(&mut self) -> (u64, Vec<u8>) {
        self.changed.link = Link::default();
        self.changed.is_judged_anew = false;
        let head = WrittenHead {
            format: Format,
            version: env!("CARGO_PKG_VERSION").into(),
            digest: self.agreement.digest(),
            agreement: Strict(self.agreement.terms().document()),
            before: self.agreement.documents_before().map(Strict).collect(),
            submits: self.judging.manner == Manner::Submit,
            as_of: self.judging.as_of,
            known_by: self.judging.known_by,
            keeps_milestones: self.judging.keeps_milestones,
        };
        let mut bytes = self.line(&head);
        self.changed.cases = self.cases.numbers().into_iter().collect();
        self.changed.closed.clear();
        self.changed.skipped = 0;
        bytes.extend(self.changes());
        (self.offset, bytes)
    }

    /// What changed since the last [`Docket::checkpoint`] or [`Docket::changes`], in bytes, to be
    /// written after those: in proportion to the cases that changed.
    #[must_use]
    pub fn changes(&mut self) -> Vec<u8> {
        let mut found_at: HashMap<usize, Vec<u64>> = HashMap::new();
        for noted in &self.noted {
            if let NotedKind::Finding(_) = noted.what
                && self.changed.cases.contains(&noted.case)
            {
                found_at.entry(noted.case).or_default().push(noted.offset);
            }
        }
        let cases = self.changed.cases.iter().filter_map(|number| {
            let case = self.cases.case(*number)?;
            let run: Monitor<V> = case.monitor(self.cases.runner());
            let refusals = case.run().refusals().iter();
            let refusals = refusals.map(|it| WrittenRefusal::new(&self.agreement, it));
            Some(Strict(WrittenCase {
                case: case.name().map(Into::into),
                first: self.cases.first(*number),
                found_at: found_at.remove(number).unwrap_or_default(),
                refusals: refusals.map(Strict).collect(),
                run: Strict(WrittenRun::of(&run)),
            }))
        });
        let skipped = self.skipped.get(self.changed.skipped..).unwrap_or_default();
        let written = WrittenChanges {
            offset: self.offset,
            note: self.note.clone(),
            has_left_out: self.has_left_out,
            skipped: skipped.iter().cloned().map(Strict).collect(),
            cases: cases.collect(),
            closed: std::mem::take(&mut self.changed.closed),
        };
        self.changed.cases.clear();
        self.changed.skipped = self.skipped.len();
        self.line(&written)
    }

    /// A docket that goes on where another stood: from the bytes of its [`Docket::checkpoint`], and of
    /// all its [`Docket::changes`] since.
    ///
    /// # Errors
    /// Where the bytes are not what a docket wrote, or it was saved under an agreement that does not
    /// read the same, or no run of this agreement can stand like that.
    pub fn restore(agreement: &Agreement<V>, bytes: &[u8]) -> Result<Restored<V>, DocketError> {
        let mut lines = Lines { bytes, link: Link::default(), whole: 0, line: 0 };
        if let Some(text) =
            bytes.get(CHECKSUM..).and_then(|rest| rest.split(|it| *it == b'\n').next())
            && let Ok(OnlyFormat { format }) = serde_json::from_slice(text)
            && format != u64::from(FORMAT)
        {
            return Err(DocketError::OtherFormat { format });
        }
        let Some(Strict(head)) = lines.next::<Strict<WrittenHead>>()? else {
            return Err(DocketError::Form { message: "it breaks off in its first line".into() });
        };
        let WrittenHead { agreement: Strict(document), before, digest, .. } = head;
        let of_no_run = |error| DocketError::Run { case: None, error };
        same_agreement(agreement, digest, document).map_err(of_no_run)?;
        let agreement = &standing(agreement, before).map_err(of_no_run)?;
        let judging = Judging {
            manner: if head.submits { Manner::Submit } else { Manner::Record },
            as_of: head.as_of,
            known_by: head.known_by,
            keeps_milestones: head.keeps_milestones,
        };
        let mut docket = Self::judging(agreement, judging);
        let mut last: HashMap<Option<Box<str>>, WrittenCase> = HashMap::new();
        while let Some(Strict(changes)) = lines.next::<Strict<WrittenChanges>>()? {
            if changes.offset < docket.offset {
                return Err(DocketError::Form { message: "its offsets go back".into() });
            }
            docket.offset = changes.offset;
            docket.note = changes.note;
            docket.has_left_out |= changes.has_left_out;
            docket.skipped.extend(changes.skipped.into_iter().map(|Strict(skipped)| skipped));
            for case in &changes.closed {
                last.remove(case);
            }
            for Strict(case) in changes.cases {
                last.insert(case.case.clone(), case);
            }
        }
        let whole = lines.whole;
        if lines.line < 2 {
            return Err(DocketError::Form { message: "it breaks off in its second line".into() });
        }
        docket.changed.link = lines.link;
        let mut cases: Vec<WrittenCase> = last.into_values().collect();
        cases.sort_by(|a, b| (a.first, &a.case).cmp(&(b.first, &b.case)));
        for case in cases {
            docket.restore_case(case)?;
        }
        docket.noted.sort_by_key(|noted| noted.offset);
        docket.changed.skipped = docket.skipped.len();
        Ok(Restored { docket, whole })
    }

    /// The same docket, judging so; none where it judged otherwise, but that the instants as of which it
    /// judges may have moved on if nothing was left out so far.
    pub(crate) fn judging_now(mut self, judging: Judging) -> Result<Self, DocketError> {
        let (before, now) = (self.judging, judging);
        let moved_on = |before: Option<Instant>, now: Option<Instant>| match (before, now) {
            _ if before == now => true,
            (Some(before), Some(now)) => !self.has_left_out && before <= now,
            (Some(_), None) => !self.has_left_out,
            (None, _) => false,
        };
        let is_same = before.manner == now.manner
            && before.keeps_milestones == now.keeps_milestones
            && moved_on(before.as_of, now.as_of)
            && moved_on(before.known_by, now.known_by);
        if !is_same {
            return Err(DocketError::OtherManner);
        }
        self.changed.is_judged_anew = before != now;
        self.judging = now;
        Ok(self)
    }

    /// One case, to be written down by itself.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::docket::Docket;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut docket = Docket::new(&agreement);
    /// docket.apply(0, [cuba::history()[0].clone().case("one")]);
    /// let saved = docket.save_case(Some("one")).ok_or("a case")?;
    ///
    /// let mut elsewhere = Docket::new(&agreement);
    /// elsewhere.restore_case_from(Some("one"), saved)?;
    /// assert_eq!(elsewhere.run(Some("one")), docket.run(Some("one")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn save_case(&self, case: Option<&str>) -> Option<Saved> {
        self.run(case).map(|run| run.save())
    }

    /// Puts a case that was saved by itself in the place of what the docket has of it.
    ///
    /// # Errors
    /// Where the state was saved under another agreement, or no run of this one can be in it.
    pub fn restore_case_from(
        &mut self,
        case: Option<&str>,
        saved: Saved,
    ) -> Result<(), RestoreError> {
        let run = Monitor::restore(&self.agreement, saved)?;
        let hash = self.sharding.hash(case.map(str::as_bytes));
        let (number, _) = self.cases.open(case, hash, self.offset.saturating_add(1));
        self.noted.retain(|noted| noted.case != number);
        self.cases.put(number, &run.without_history(), []);
        self.note_since(number, (0, 0));
        self.changed.cases.insert(number);
        Ok(())
    }

    fn restore_case(&mut self, written: WrittenCase) -> Result<(), DocketError> {
        let WrittenCase { case, first, found_at, refusals, run: Strict(run) } = written;
        let odd = |place: &str, message| {
            let error = RestoreError::Part { place: place.into(), message };
            DocketError::Run { case: case.clone(), error }
        };
        let run = run
            .read(&self.agreement)
            .map_err(|error| DocketError::Run { case: case.clone(), error })?;
        let refusals = refusals.into_iter().map(|Strict(refusal)| refusal.read(&self.agreement));
        let refusals: Option<Vec<RefusalRecord>> = refusals.collect();
        let ledger = run.ledger();
        let refusals = refusals
            .filter(|refusals| can_be_refused(refusals, ledger.events))
            .ok_or_else(|| odd("refusals", "one does not fit the agreement or the run"))?;
        if found_at.len() != ledger.findings.len() {
            return Err(odd("found_at", "has not as many entries as there are findings"));
        }
        let is_past = |offset: &u64| *offset > self.offset;
        let is_early = |(offset, finding): (&u64, &crate::monitor::Finding)| {
            finding.event.is_some_and(|place| place != offset.saturating_add(1))
        };
        if found_at.iter().any(is_past)
            || found_at.iter().zip(&ledger.findings).any(is_early)
            || !found_at.is_sorted()
            || ledger.events > self.offset
            || first == 0
            || first > self.offset.saturating_add(1)
        {
            return Err(odd("found_at", "a place is past the log, or not that of its event"));
        }
        let name = case.as_deref();
        let hash = self.sharding.hash(name.map(str::as_bytes));
        let (number, _) = self.cases.open(name, hash, first);
        let found =
            found_at.iter().zip(0..).map(|(offset, place)| (*offset, NotedKind::Finding(place)));
        let refused = refusals
            .iter()
            .zip(0..)
            .map(|(refusal, place)| (refusal.event.saturating_sub(1), NotedKind::Refusal(place)));
        let noted = found.chain(refused);
        self.noted.extend(noted.map(|(offset, what)| Noted { offset, case: number, what }));
        self.cases.put(number, &run.without_history(), refusals);
        Ok(())
    }

    /// A line: its checksum, a space, JSON, and the end.
    fn line(&mut self, value: &impl Serialize) -> Vec<u8> {
        // What is written is texts, numbers and lists: nothing of it can fail.
        let json = serde_json::to_vec(value).unwrap_or_default();
        self.changed.link = self.changed.link.after(&json);
        let mut line = format!("{} ", self.changed.link).into_bytes();
        line.extend(json);
        line.push(b'\n');
        line
    }
}

/// Whether these can have been refused, in this order, of so many events.
fn can_be_refused(refusals: &[RefusalRecord], events: u64) -> bool {
    let are_of_events = refusals.iter().all(|refusal| {
        let is_its = |finding: &crate::monitor::Finding| finding.event == Some(refusal.event);
        let has_why = !refusal.findings.is_empty() && refusal.findings.iter().all(is_its);
        (1..=events).contains(&refusal.event) && has_why
    });
    are_of_events && refusals.is_sorted_by(|a, b| a.event < b.event)
}

impl Link {
    /// The checksum of this text after a line of that checksum.
    fn after(self, json: &[u8]) -> Self {
        let mut digesting = Digesting::default();
        digesting.add(&self.0);
        digesting.add(json);
        Self(digesting.digest().half())
    }
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write_hexadecimal(&self.0, f)
    }
}

/// The whole lines of a docket that is read back.
struct Lines<'a> {
    bytes: &'a [u8],
    link: Link,
    /// How many bytes are read.
    whole: usize,
    line: usize,
}

impl Lines<'_> {
    /// The next line; none where there is no whole one.
    fn next<'a, T: Deserialize<'a>>(&'a mut self) -> Result<Option<T>, DocketError> {
        let rest = self.bytes.get(self.whole..).unwrap_or_default();
        let Some(end) = memchr::memchr(b'\n', rest) else { return Ok(None) };
        let (line, _) = rest.split_at_checked(end).unwrap_or_default();
        let number = self.line.saturating_add(1);
        let (written, json) = line.split_at_checked(CHECKSUM).unwrap_or_default();
        let link = self.link.after(json);
        if written != format!("{link} ").as_bytes() {
            return Err(match number {
                1 => {
                    DocketError::Form { message: "its first line does not fit its checksum".into() }
                }
                line => DocketError::Checksum { line },
            });
        }
        let value = serde_json::from_slice(json)
            .map_err(|error| DocketError::Form { message: format!("line {number}: {error}") })?;
        self.link = link;
        self.whole = self.whole.saturating_add(end).saturating_add(1);
        self.line = number;
        Ok(Some(value))
    }
}
