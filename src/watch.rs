//! Watching a log that grows: each event is judged as it comes, and what it brought is told at once.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::formats::{RestoreError, Saved};
use crate::monitor::{Finding, Manner, Monitor, Refusal};
use crate::names::{Ids, Names};
use crate::report::{Report, Skipped};
use crate::strict::Strict;
use crate::terms::Named;
use crate::time::Instant;
use crate::verify::Verifier;

/// A watch over a log that grows: it tells what each event brings, keeps each `case` apart, and can
/// be saved and gone on with. What it comes to is what a [`Verifier`] says of the whole log.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::verify::SavedWatch;
/// use servanda::Verifier;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let (before, after) = (&cuba::history()[..5], &cuba::history()[5..]);
/// let mut watch = verifier.watch();
/// before.iter().for_each(|event| drop(watch.take(event)));
/// let text = serde_json::to_string(&watch.save())?;
///
/// // Later on, and elsewhere.
/// let saved: SavedWatch = serde_json::from_str(&text)?;
/// let mut watch = verifier.resume(saved)?;
/// let found: Vec<_> = after.iter().flat_map(|event| watch.take(event).findings).collect();
/// assert_eq!(found.last().map(|finding| finding.kind()), Some(FindingKind::Premature));
/// assert_eq!(watch.reports(), [verifier.judge(cuba::history())]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Watch<V: Names = Ids> {
    verifier: Verifier<V>,
    /// How many events the log had so far, those left out included.
    place: u64,
    runs: Vec<(Option<Box<str>>, Monitor<V>)>,
    by_case: HashMap<Option<Box<str>>, usize>,
    skipped: Vec<Skipped>,
}

/// What one event brought.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Verifier};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let lifted = Event::act(agreement.date(), Party::Us, Act::LiftQuarantine);
/// assert_eq!(Verifier::new(&agreement).watch().take(&lifted).findings.len(), 1);
/// let refused = Verifier::new(&agreement).submitting().watch().take(&lifted);
/// assert!(refused.findings.is_empty() && refused.refusal.is_some());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<V: Names = Ids> {
    /// What was found, be it of the event or of the time that passed before it.
    pub findings: Vec<Finding<V>>,
    /// The refusal, if it was submitted and refused.
    pub refusal: Option<Refusal<V>>,
}

/// Where a [`Watch`] stands, to serialise with serde in any format that has maps.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::verify::SavedWatch;
/// use servanda::Verifier;
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let mut watch = verifier.watch();
/// watch.take(&cuba::history()[0]);
/// let text = serde_json::to_string(&watch.save())?;
/// let saved: SavedWatch = serde_json::from_str(&text)?;
/// assert_eq!(verifier.resume(saved)?.place(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct SavedWatch(WrittenWatch);

/// A saved watch that can't be gone on with.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::verify::ResumeError;
/// use servanda::Verifier;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let saved = verifier.watch().save();
/// assert!(matches!(verifier.submitting().resume(saved), Err(ResumeError::OtherManner)));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// It judged in another manner: it submitted and this verifier records, or it left out what
    /// this one doesn't.
    #[error("judged in another manner: what was recorded, submitted or left out is not as now")]
    OtherManner,
    /// A run can't be gone on with.
    #[error(transparent)]
    Run(#[from] RestoreError),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWatch {
    submits: bool,
    as_of: Option<Instant>,
    known_by: Option<Instant>,
    place: u64,
    skipped: Vec<Strict<Skipped>>,
    runs: Vec<Strict<WrittenRun>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRun {
    case: Option<Box<str>>,
    state: Saved,
}

impl<'de> Deserialize<'de> for SavedWatch {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::object(deserializer).map(Self)
    }
}

impl<V: Names> Verifier<V> {
    /// Starts a watch over a log that grows.
    #[must_use]
    pub fn watch(&self) -> Watch<V> {
        Watch {
            verifier: self.clone(),
            place: 0,
            runs: Vec::new(),
            by_case: HashMap::new(),
            skipped: Vec::new(),
        }
    }

    /// Goes on with a watch that was saved.
    ///
    /// # Errors
    /// Where it was saved under another agreement or in another manner of judging, or no run of this
    /// agreement can stand like that.
    pub fn resume(&self, saved: SavedWatch) -> Result<Watch<V>, ResumeError> {
        let SavedWatch(written) = saved;
        let submits = self.manner() == Manner::Submit;
        if written.submits != submits || (written.as_of, written.known_by) != self.cuts() {
            return Err(ResumeError::OtherManner);
        }
        let mut watch = self.watch();
        watch.place = written.place;
        watch.skipped = written.skipped.into_iter().map(|Strict(skipped)| skipped).collect();
        for Strict(WrittenRun { case, state }) in written.runs {
            let run = Monitor::restore(self.agreement(), state)?;
            watch.begin(case, run.without_history());
        }
        Ok(watch)
    }
}

impl<V: Names> Watch<V> {
    /// Takes the next event of the log, and tells what it brought.
    pub fn take(&mut self, event: &Event<V>) -> Told<V> {
        self.place = self.place.saturating_add(1);
        let number = self.by_case.get(&event.case).copied().unwrap_or_else(|| {
            let run = Monitor::new(self.verifier.agreement()).without_history();
            self.begin(event.case.clone(), run)
        });
        let mut told = Told { findings: Vec::new(), refusal: None };
        let Some((_, run)) = self.runs.get_mut(number) else { return told };
        // What the agreement's date itself brings is told with the first event.
        let findings = if run.events() == 0 { 0 } else { run.journal().findings.len() };
        let refusals = run.journal().refusals.len();
        if self.verifier.takes(event) {
            self.verifier.take(run, self.place, event);
            let names = Named(self.verifier.agreement().lexicon());
            let found = run.journal().findings.iter().skip(findings).map(|finding| {
                let Ok(finding) = finding.translate(&names);
                finding
            });
            told.findings = found.collect();
            let refusal = run.journal().refusals.get(refusals);
            told.refusal = refusal.map(|refusal| refusal.named(self.verifier.agreement()));
        }
        told
    }

    /// Notes a line of the log that could not be read. It takes a place in the log, and no effect.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// let mut watch = Verifier::new(&cuba::agreement(Reading::Verified)?).watch();
    /// watch.skip(1, &"half a line");
    /// assert_eq!(watch.take(&cuba::collapse()[4]).findings[0].event, Some(2));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.place = self.place.saturating_add(1);
        self.skipped.push(Skipped { line, error: error.to_string() });
    }

    /// How many events the log had so far, those left out or passed over included.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.place
    }

    /// What the log comes to so far: a report for each `case` in the order of their first events;
    /// one for a log that names no case, be it empty.
    #[must_use]
    pub fn reports(&self) -> Vec<Report<V>> {
        let mut runs = self.runs.clone();
        if runs.is_empty() {
            runs.push((None, Monitor::new(self.verifier.agreement()).without_history()));
        }
        let is_of_many = runs.len() > 1;
        let skipped: Arc<[Skipped]> = self.skipped.clone().into();
        runs.into_iter()
            .map(|(case, mut run)| {
                let report = self.verifier.report(&mut run).with_case(case);
                report.with_skipped(Arc::clone(&skipped)).of_many(is_of_many)
            })
            .collect()
    }

    /// Where it stands, to write down.
    #[must_use]
    pub fn save(&self) -> SavedWatch {
        let (as_of, known_by) = self.verifier.cuts();
        let runs = self.runs.iter();
        SavedWatch(WrittenWatch {
            submits: self.verifier.manner() == Manner::Submit,
            as_of,
            known_by,
            place: self.place,
            skipped: self.skipped.iter().cloned().map(Strict).collect(),
            runs: runs
                .map(|(case, run)| Strict(WrittenRun { case: case.clone(), state: run.save() }))
                .collect(),
        })
    }

    fn begin(&mut self, case: Option<Box<str>>, run: Monitor<V>) -> usize {
        let number = self.runs.len();
        self.by_case.insert(case.clone(), number);
        self.runs.push((case, run));
        number
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};
    use crate::formats::BadLines;

    fn written(event: &Event<cuba::Cuba>, case: &str) -> Event<cuba::Cuba> {
        Event { case: Some(case.into()), ..event.clone() }
    }

    const CUT: Instant = Instant::literal(1962, 11, 21, 0, 0);

    #[test]
    fn it_says_what_the_verifier_says_wherever_it_is_saved() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut log: Vec<_> = cuba::history().iter().map(|it| written(it, "a")).collect();
        log.extend(cuba::collapse().iter().map(|it| written(it, "b")));
        let lines: String = log
            .iter()
            .map(|it| serde_json::to_string(&it.spelled(&agreement)).unwrap() + "\n")
            .collect();
        let manners = [
            Verifier::new(&agreement),
            Verifier::new(&agreement).submitting(),
            Verifier::new(&agreement).as_of(CUT),
            Verifier::new(&agreement).known_by(CUT),
        ];
        for verifier in manners {
            let whole = verifier.judge_log(lines.as_bytes(), BadLines::Stop).unwrap();
            let mut watch = verifier.watch();
            let (mut found, mut refused) = (0, 0);
            for event in &log {
                let told = watch.take(event);
                found += told.findings.len();
                refused += usize::from(told.refusal.is_some());
                let text = serde_json::to_string(&watch.save()).unwrap();
                watch = verifier.resume(serde_json::from_str(&text).unwrap()).unwrap();
            }
            assert_eq!(watch.reports(), whole);
            assert_eq!(refused, whole.iter().map(|it| it.refusals().len()).sum::<usize>());
            // What the last instant brings is in the report alone.
            assert!(found <= whole.iter().map(|it| it.findings().len()).sum());
        }
    }

    #[test]
    fn another_manner_or_agreement_is_refused() {
        let verified = Verifier::new(&cuba::agreement(Reading::Verified).unwrap());
        let practised = Verifier::new(&cuba::agreement(Reading::Practised).unwrap());
        let mut watch = verified.watch();
        watch.take(&cuba::history()[0]);
        watch.skip(2, &"no event");
        assert_eq!(watch.place(), 2);
        let submitting = verified.clone().submitting();
        assert_eq!(submitting.resume(watch.save()).unwrap_err(), ResumeError::OtherManner);
        for cut in [verified.clone().as_of(CUT), verified.clone().known_by(CUT)] {
            assert_eq!(cut.resume(watch.save()).unwrap_err(), ResumeError::OtherManner);
            assert!(cut.resume(cut.watch().save()).is_ok());
        }
        assert!(matches!(practised.resume(watch.save()), Err(ResumeError::Run(_))));
        assert_eq!(verified.resume(watch.save()).unwrap().reports(), watch.reports());
    }
}
