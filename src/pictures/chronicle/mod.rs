//! A judged log kept whole, so that it can be drawn.

mod amendment;
mod run;
mod way;

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::analysis::Story;
use crate::escape::escaped;
use crate::event::{Deed, Entry, Event};
use crate::monitor::{Change, Manner, Monitor, State};
use crate::names::{ActId, Key, Names};
use crate::report::{Report, Sentences, Skipped};
use crate::terms::{ClauseChange, Terms};
use crate::time::Instant;
use crate::verify::{DrawnCase, Evidence, Verifier, WithdrawnEvent};

pub(crate) use amendment::Amendment;
use run::Run;
pub(crate) use way::Way;

/// A judged log with all that it brought: its events, every change, and the report.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::pictures::{Chronicle, Timeline};
/// use servanda::{Outcome, Verifier};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let chronicle = Chronicle::new(&verifier, cuba::as_it_might_have_gone());
/// assert_eq!(chronicle.report().outcome(), Outcome::Settled);
/// assert!(Timeline::of(&chronicle).svg().starts_with("<svg"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Chronicle {
    report: Report,
    changes: Vec<Change>,
    events: Vec<Told>,
    /// Those of a log judged by time that stand no more.
    withdrawn: Vec<WithdrawnEvent>,
    /// The other lines of such a log, each with its place.
    others: Vec<(u64, Entry)>,
    is_by_time: bool,
    /// Where other agreements took the place of the first.
    amendments: Vec<Amendment>,
    ways: Vec<Way>,
    start: Option<Instant>,
    manner: Manner,
}

/// An event, and its place in the log.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) place: u64,
    pub(crate) event: Event,
}

impl Told {
    /// What the event says.
    pub(crate) fn sentence(&self, sentences: &Sentences<'_>) -> String {
        sentence(&self.event, sentences)
    }
}

impl WithdrawnEvent {
    /// What the event said, and what became of it.
    pub(crate) fn sentence(&self, sentences: &Sentences<'_>) -> String {
        format!("{} ({})", self.said(sentences), self.how())
    }

    pub(crate) fn said(&self, sentences: &Sentences<'_>) -> String {
        sentence(&self.event, sentences)
    }

    /// What became of it.
    pub(crate) fn how(&self) -> String {
        let how = if self.is_corrected { "corrected" } else { "withdrawn" };
        format!("{how} by line {}", self.by)
    }
}

fn sentence(event: &Event, sentences: &Sentences<'_>) -> String {
    let said = sentences.deed(&event.deed);
    let said = said.strip_prefix("that ").unwrap_or(&said);
    let said = match &event.subject {
        Some(subject) => format!("`{}`: {said}", escaped(subject)),
        None => said.to_owned(),
    };
    match event.deed {
        Deed::Act { quantity: Some(quantity), .. } => format!("{said} (×{quantity})"),
        _ => said,
    }
}

/// A case, and its events, each with its place in the log.
type OwnEvents<E> = (Option<Box<str>>, Vec<(u64, E)>);

impl Chronicle {
    /// Judges a log of one run; what an event says of its `case` is ignored.
    pub fn new<V: Names, E: Borrow<Event<V>>>(
        verifier: &Verifier<V>,
        events: impl IntoIterator<Item = E>,
    ) -> Self {
        let mut run = Run::of(verifier);
        for (event, place) in events.into_iter().zip(1_u64..) {
            run.take(verifier, place, event.borrow());
        }
        run.finish(verifier, None)
    }

    /// Judges a log of many runs: one chronicle for each `case`, in the order of their first
    /// events; one for a log that names no case, be it empty.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::Chronicle;
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let as_it_was = cuba::history().into_iter().map(|event| event.case("as it was"));
    /// let otherwise = cuba::collapse().into_iter().map(|event| event.case("otherwise"));
    /// let chronicles = Chronicle::by_case(&verifier, as_it_was.chain(otherwise));
    /// assert_eq!(chronicles[1].report().case(), Some("otherwise"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn by_case<V: Names, E: Borrow<Event<V>>>(
        verifier: &Verifier<V>,
        events: impl IntoIterator<Item = E>,
    ) -> Vec<Self> {
        Self::each_case(verifier, events).collect()
    }

    /// The same, where each case is judged only when it is asked for, so that many pages are drawn in the memory of one.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::{Chronicle, Page};
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let log = cuba::history().into_iter().chain(cuba::collapse()).zip(["one", "two"].into_iter().cycle());
    /// let chronicles = Chronicle::each_case(&verifier, log.map(|(event, case)| event.case(case)));
    /// assert_eq!(chronicles.len(), 2);
    /// for chronicle in chronicles {
    ///     assert!(Page::of(&chronicle).html().contains("Case <bdi>"));
    /// }
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn each_case<V: Names, E: Borrow<Event<V>>>(
        verifier: &Verifier<V>,
        events: impl IntoIterator<Item = E>,
    ) -> impl ExactSizeIterator<Item = Self> {
        let mut cases: Vec<OwnEvents<E>> = Vec::new();
        let mut numbers: HashMap<Option<Box<str>>, usize> = HashMap::new();
        for (event, place) in events.into_iter().zip(1_u64..) {
            let case = &event.borrow().case;
            let number = match numbers.get(case) {
                Some(number) => *number,
                None => {
                    numbers.insert(case.clone(), cases.len());
                    cases.push((case.clone(), Vec::new()));
                    cases.len().saturating_sub(1)
                }
            };
            if let Some((_, own)) = cases.get_mut(number) {
                own.push((place, event));
            }
        }
        if cases.is_empty() {
            cases.push((None, Vec::new()));
        }
        let start = Run::of(verifier);
        cases.into_iter().map(move |(case, events)| {
            let mut run = start.clone();
            for (place, event) in events {
                run.take(verifier, place, event.borrow());
            }
            run.finish(verifier, case)
        })
    }

    /// A log that is judged by time: one chronicle for each `case`, in the order of their first lines. What was
    /// withdrawn or corrected is shown struck through.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::event::{Entry, Statement};
    /// use servanda::pictures::{Chronicle, Timeline};
    /// use servanda::{Event, Verifier};
    /// let mut evidence = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?.evidence();
    /// let lifted = Event::act("1962-11-20T23:00:00Z".parse()?, Party::Us, Act::LiftQuarantine).id("n1");
    /// evidence.take(&Entry::from(lifted));
    /// let withdrawn = Statement::retract("1962-12-20T00:00:00Z".parse()?, Party::Us, "n1");
    /// evidence.take(&withdrawn.together([Party::Us, Party::Ussr]).into());
    /// let chronicles = Chronicle::by_time(evidence);
    /// assert!(Timeline::of(&chronicles[0]).svg().contains("withdrawn by line 2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn by_time<V: Names>(evidence: Evidence<V>) -> Vec<Self> {
        let verifier = evidence.verifier();
        let start = Run::of(&verifier);
        let chronicles = evidence.drawn().into_iter().map(|case| {
            let DrawnCase { report, events, withdrawn, others } = case;
            let mut run = start.clone();
            for (place, event) in &events {
                run.take(&verifier, *place, event);
            }
            let chronicle = run.finish(&verifier, None);
            let (report, first) = (report.erased(), verifier.agreement());
            let to = report.agreement();
            let withdrawn = withdrawn.into_iter().map(|it| WithdrawnEvent {
                event: run::event_named_in(first, to, &it.event),
                ..it
            });
            let others = others.into_iter();
            let others =
                others.map(|(place, entry)| (place, run::entry_named_in(first, to, &entry)));
            let (withdrawn, others) = (withdrawn.collect(), others.collect());
            Self { report, withdrawn, others, is_by_time: true, ..chronicle }
        });
        chronicles.collect()
    }

    /// What a monitor has brought so far. It keeps no events, so these are missing; and without its
    /// history ([`Monitor::without_history`]) so are the changes.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::Chronicle;
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// assert!(!Chronicle::of(&monitor).report().is_conformant());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let history = monitor.ledger().history().to_vec();
        Self::told(Report::of(monitor).erased(), monitor.state(), history, Manner::Record)
    }

    /// Notes lines of the log that could not be read and were passed over.
    #[must_use]
    pub fn with_skipped(mut self, skipped: Vec<Skipped>) -> Self {
        self.report = self.report.with_skipped(skipped);
        self
    }

    /// What the log comes to, by ids.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Every change, in the order in which they came.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The events that were not left out.
    pub(crate) fn events(&self) -> &[Told] {
        &self.events
    }

    /// The events of a log judged by time that stand no more.
    pub(crate) fn withdrawn(&self) -> &[WithdrawnEvent] {
        &self.withdrawn
    }

    /// The lines of a log judged by time that say something of the log, and those that are void for that.
    pub(crate) fn others(&self) -> &[(u64, Entry)] {
        &self.others
    }

    /// Whether its log was judged by time.
    pub(crate) fn is_by_time(&self) -> bool {
        self.is_by_time
    }

    /// Where other agreements took the place of the first, in the order in which they did.
    pub(crate) fn amendments(&self) -> &[Amendment] {
        &self.amendments
    }

    /// When an amendment added a clause; none of one that was there from the start.
    pub(crate) fn added(&self, section: &str, name: &str) -> Option<Instant> {
        let mut amendments = self.amendments.iter().rev();
        amendments.find_map(|amendment| {
            let mut clauses = amendment.differences.clauses().iter();
            let is_added = clauses.any(|clause| {
                (&*clause.section, &*clause.name) == (section, name)
                    && clause.change == ClauseChange::Added
            });
            is_added.then_some(amendment.at)
        })
    }

    /// When the run began; the first instant of all where it has not.
    pub(crate) fn start(&self) -> Instant {
        self.start.unwrap_or(Instant::FIRST)
    }

    /// Whether the way of an act is open at the end.
    pub(crate) fn way(&self, act: ActId) -> &Way {
        self.ways.get(act.place()).unwrap_or(&Way::Waits)
    }

    /// The run once more with all that it takes to explain it. What is not of this run, or was left
    /// out, is a tick: every event keeps its place. None where events are not in the order of the log, for there
    /// places would be other ones, and where another agreement may have taken the first one's place.
    pub(crate) fn story(&self) -> Option<Story> {
        let is_of_one = !self.report.agreement().terms().has_other_names();
        if !is_of_one || !self.events.is_sorted_by_key(|told| told.place) {
            return None;
        }
        let mut story = Story::new(self.report.agreement());
        let mut next = 1;
        for Told { place, event } in &self.events {
            for _ in next..*place {
                story.record(&Event::tick(story.monitor().now()));
            }
            next = place.saturating_add(1);
            match self.manner {
                Manner::Record => drop(story.record(event)),
                Manner::Submit => drop(story.submit(event)),
            }
        }
        Some(story)
    }

    fn told(report: Report, state: &State, changes: Vec<Change>, manner: Manner) -> Self {
        let terms: &Terms = report.agreement().terms();
        let own = terms.as_written().acts.keys();
        Self {
            changes,
            events: Vec::new(),
            withdrawn: Vec::new(),
            others: Vec::new(),
            is_by_time: false,
            amendments: Vec::new(),
            ways: own.map(|act| Way::of(state, terms, act)).collect(),
            start: state.start,
            manner,
            report,
        }
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};
    use crate::formats::BadLines;

    #[test]
    fn says_what_the_verifier_says() {
        let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap());
        let log = cuba::collapse();
        let chronicle = Chronicle::new(&verifier, &log);
        assert_eq!(*chronicle.report(), verifier.judge(&log).erased());
        assert_eq!(chronicle.events().len(), log.len());
    }

    #[test]
    fn keeps_cases_apart() {
        let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap()).submitting();
        let in_case = |case: &'static str| {
            move |event: Event<cuba::Cuba>| Event { case: Some(case.into()), ..event }
        };
        let mut log: Vec<_> = cuba::collapse().into_iter().map(in_case("a")).collect();
        log.extend(cuba::history().into_iter().map(in_case("b")));
        let agreement = verifier.agreement();
        let text: String = log
            .iter()
            .map(|event| serde_json::to_string(&event.spelled(agreement)).unwrap() + "\n")
            .collect();
        let reports = verifier.judge_log(text.as_bytes(), BadLines::Stop).unwrap();
        let chronicles = Chronicle::by_case(&verifier, &log);
        assert_eq!(chronicles.len(), 2);
        for (chronicle, report) in chronicles.iter().zip(&reports) {
            assert_eq!(*chronicle.report(), report.erased());
        }
    }
}
