//! A judged log kept whole, so that it can be drawn.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::analysis::Story;
use crate::escape::escaped;
use crate::event::{Deed, Entry, Event};
use crate::monitor::{Change, Manner, Monitor, RefusalRecord, State};
use crate::names::{ActId, Key, Names, PartyId};
use crate::report::{Report, Sentences, Skipped};
use crate::terms::Terms;
use crate::time::Instant;
use crate::verify::{DrawnCase, Evidence, Verifier, WithdrawnEvent};

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

impl Chronicle {
    /// Judges a log of one run; what an event says of its `case` is ignored.
    pub fn new<V: Names, E: Borrow<Event<V>>>(
        verifier: &Verifier<V>,
        events: impl IntoIterator<Item = E>,
    ) -> Self {
        let mut run = Run::new(verifier);
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
        let mut runs: Vec<(Option<Box<str>>, Run<V>)> = Vec::new();
        let mut numbers: HashMap<Option<Box<str>>, usize> = HashMap::new();
        for (event, place) in events.into_iter().zip(1_u64..) {
            let event = event.borrow();
            let number = *numbers.entry(event.case.clone()).or_insert(runs.len());
            if number == runs.len() {
                runs.push((event.case.clone(), Run::new(verifier)));
            }
            if let Some((_, run)) = runs.get_mut(number) {
                run.take(verifier, place, event);
            }
        }
        if runs.is_empty() {
            runs.push((None, Run::new(verifier)));
        }
        runs.into_iter().map(|(case, run)| run.finish(verifier, case)).collect()
    }

    /// A log that is judged by time: one chronicle for each `case`, in the order of their first lines. What was
    /// withdrawn or corrected is shown struck through. None where other agreements may take the first one's place
    /// ([`Verifier::also`]): of such a log there is no picture.
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
    /// let chronicles = Chronicle::by_time(evidence).ok_or("one agreement")?;
    /// assert!(Timeline::of(&chronicles[0]).svg().contains("withdrawn by line 2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn by_time<V: Names>(evidence: Evidence<V>) -> Option<Vec<Self>> {
        let verifier = evidence.plain_verifier()?;
        let chronicles = evidence.drawn().into_iter().map(|case| {
            let DrawnCase { report, events, withdrawn, others } = case;
            let mut run = Run::new(&verifier);
            for (place, event) in &events {
                run.take(&verifier, *place, event);
            }
            let chronicle = run.finish(&verifier, None);
            Self { report: report.erased(), withdrawn, others, is_by_time: true, ..chronicle }
        });
        Some(chronicles.collect())
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
        Self::told(monitor, &Report::of(monitor), Vec::new(), Manner::Record)
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
    /// places would be other ones.
    pub(crate) fn story(&self) -> Option<Story> {
        if !self.events.is_sorted_by_key(|told| told.place) {
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

    fn told<V: Names>(
        monitor: &Monitor<V>,
        report: &Report<V>,
        events: Vec<Told>,
        manner: Manner,
    ) -> Self {
        let terms = monitor.agreement().terms();
        let state = monitor.state();
        Self {
            report: report.erased(),
            changes: monitor.ledger().history().to_vec(),
            events,
            withdrawn: Vec::new(),
            others: Vec::new(),
            is_by_time: false,
            ways: terms.acts.keys().map(|act| Way::of(state, terms, act)).collect(),
            start: state.start,
            manner,
        }
    }
}

/// Whether an act may be done at the end: one of a kind in some subject, or in one that it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It may, but not by these parties, to whom it is forbidden.
    Open(Vec<PartyId>),
    /// Nothing must come first any more, but it is forbidden to all who could do it.
    Forbidden,
    /// Something must come first.
    Waits,
    /// Its time is over.
    Over,
}

impl Way {
    fn of(state: &State, terms: &Terms, act: ActId) -> Self {
        let kind = terms.acts[act].of;
        if kind.is_some_and(|kind| state.may_open(terms, kind, act)) {
            return Self::Open(Vec::new());
        }
        let (mut is_forbidden, mut waits) = (false, false);
        for scope in state.scopes(kind) {
            let at = scope.at(&terms.graph, act);
            if !state.may_in(terms, at) {
                waits |= !state[at].is_over();
                continue;
            }
            let forbidden = state.forbidden(terms, at);
            let mut doers = terms.parties.keys().filter(|party| state.may_do(terms, *party, at));
            if forbidden.is_empty() || doers.any(|party| !forbidden.contains(&party)) {
                return Self::Open(forbidden);
            }
            is_forbidden = true;
        }
        match (is_forbidden, waits || kind.is_some()) {
            (true, _) => Self::Forbidden,
            (false, true) => Self::Waits,
            (false, false) => Self::Over,
        }
    }
}

/// A run under way.
struct Run<V: Names> {
    monitor: Monitor<V>,
    events: Vec<Told>,
    refusals: Vec<RefusalRecord>,
}

impl<V: Names> Run<V> {
    fn new(verifier: &Verifier<V>) -> Self {
        let monitor = Monitor::new(verifier.agreement());
        Self { monitor, events: Vec::new(), refusals: Vec::new() }
    }

    fn take(&mut self, verifier: &Verifier<V>, place: u64, event: &Event<V>) {
        if !verifier.takes(event) {
            return;
        }
        let refused = verifier.take(&mut self.monitor, place, event);
        self.refusals.extend(refused.map(|refusal| *refusal));
        let deed: Deed = event.deed.identified(verifier.agreement());
        let Event { time, known, case, subject, idle_quantity, id, note, source, .. } =
            event.clone();
        let event = Event { time, deed, known, case, subject, idle_quantity, id, note, source };
        self.events.push(Told { place, event });
    }

    fn finish(mut self, verifier: &Verifier<V>, case: Option<Box<str>>) -> Chronicle {
        let report = verifier.report(&mut self.monitor, self.refusals).with_case(case);
        Chronicle::told(&self.monitor, &report, self.events, verifier.manner())
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
