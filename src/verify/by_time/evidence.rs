//! The lines of a log that is judged by time, collected before anything is judged.

use std::collections::HashMap;
use std::sync::Arc;

use crate::event::Entry;
use crate::monitor::{Finding, ParkedRun, named_in};
use crate::names::{Ids, Names};
use crate::report::{Report, Skipped};
use crate::terms::Agreement;
use crate::time::Instant;

use super::ByTime;
use super::desk::{Line, read};
use super::replay::{Played, Player, Replay};
use crate::verify::changing::named;

/// The lines of a log that is judged by time, in the order of the log, each `case` apart.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Party, Reading};
/// use servanda::event::Statement;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let mut evidence = verifier.evidence();
/// for (event, case) in cuba::history().into_iter().zip(["one", "two"].into_iter().cycle()) {
///     evidence.take(&event.case(case).into());
/// }
/// // Of what case it speaks is not said: of all.
/// let (now, then) = ("1963-01-07T00:00:00Z".parse()?, "1962-11-21T00:00:00Z".parse()?);
/// evidence.take(&Statement::complete(now, Party::Un, then).into());
/// let reports: Vec<_> = evidence.reports().collect();
/// assert_eq!(reports[1].case(), Some("two"));
/// assert!(reports.iter().all(|report| report.complete() == Some(then)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Evidence<V: Names = Ids> {
    pub(super) by_time: ByTime<V>,
    /// How many lines the log had so far, those that could not be read included.
    place: u64,
    /// In the order of their first lines.
    pub(super) cases: Vec<Case>,
    index: HashMap<Option<Box<str>>, usize>,
    /// What speaks of all cases.
    for_all: Vec<Line>,
    skipped: Vec<Skipped>,
    lost: Vec<Box<str>>,
}

/// The lines of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) name: Option<Box<str>>,
    lines: Vec<Line>,
}

/// What reports tell of the whole log.
pub(super) struct Beside {
    pub(super) skipped: Arc<[Skipped]>,
    pub(super) lost: Arc<[Box<str>]>,
    pub(super) is_of_many: bool,
}

impl Beside {
    pub(super) fn tell<V: Names>(&self, report: Report<V>) -> Report<V> {
        let report = report.with_skipped(Arc::clone(&self.skipped));
        report.with_lost(Arc::clone(&self.lost)).of_many(self.is_of_many)
    }
}

/// What the lines of one run come to.
#[derive(Clone)]
pub(super) struct Judged {
    pub(super) run: ParkedRun,
    /// The agreement under which it stands, where that may have changed.
    pub(super) standing: Option<Agreement>,
    pub(super) complete: Option<Instant>,
}

impl<V: Names> Evidence<V> {
    pub(super) fn new(by_time: &ByTime<V>) -> Self {
        Self {
            by_time: by_time.clone(),
            place: 0,
            cases: Vec::new(),
            index: HashMap::new(),
            for_all: Vec::new(),
            skipped: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Takes the next line of the log.
    pub fn take(&mut self, entry: &Entry<V>) {
        let is_for_all = match entry {
            Entry::Event(_) => false,
            Entry::Statement(statement) => statement.is_for_all(),
        };
        let line = self.line(entry);
        match is_for_all {
            true => self.for_all.push(line),
            false => self.case_of(entry.case()).lines.push(line),
        }
    }

    /// Takes the next line of a log of one run.
    pub(super) fn take_of_one(&mut self, entry: &Entry<V>) {
        let line = self.line(entry);
        self.case_of(None).lines.push(line);
    }

    fn line(&mut self, entry: &Entry<V>) -> Line {
        self.place = self.place.saturating_add(1);
        Line::new(self.place, entry.identified(self.by_time.agreement()))
    }

    fn case_of(&mut self, name: Option<&str>) -> &mut Case {
        let name: Option<Box<str>> = name.map(Into::into);
        let number = match self.index.get(&name) {
            Some(number) => *number,
            None => {
                self.index.insert(name.clone(), self.cases.len());
                self.cases.push(Case { name, lines: Vec::new() });
                self.cases.len().saturating_sub(1)
            }
        };
        // The index leads to cases that there are.
        #[expect(clippy::indexing_slicing, reason = "the invariant of the index")]
        &mut self.cases[number]
    }

    /// Judges as of this instant, whatever the verifier was told: of the log's last event, say, which is known
    /// only once it is read.
    #[must_use]
    pub fn as_of(mut self, instant: Instant) -> Self {
        self.by_time.verifier.judging.as_of = Some(instant);
        self
    }

    /// Of how many cases the log tells so far.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.cases.len()
    }

    /// The agreement that it is judged against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        self.by_time.agreement()
    }

    /// Notes a line of the log that could not be read. It takes a place in the log, and no effect.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).by_time()?;
    /// let mut evidence = verifier.evidence();
    /// evidence.skip(7, &"half a line");
    /// assert_eq!(evidence.reports().next().ok_or("a report")?.skipped()[0].line, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.place = self.place.saturating_add(1);
        self.skipped.push(Skipped { line, error: error.to_string() });
    }

    /// Notes what the log says that no line has a place for, so that every report tells it.
    pub fn lose(&mut self, what: &str) {
        self.lost.push(what.into());
    }

    /// The next line stands at this place of the log, counted from 1: those before it are of no case that is asked
    /// for here. A place that was come by already moves nothing.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
    /// let mut evidence = verifier.evidence();
    /// for (event, place) in cuba::history().into_iter().zip([2, 3, 5, 7, 11, 13, 17, 19, 23, 29]) {
    ///     evidence.next_at(place);
    ///     evidence.take(&event.into());
    /// }
    /// evidence.next_at(7);   // was come by
    /// assert_eq!(evidence.place(), 29);
    /// let report = evidence.reports().next().ok_or("a report")?;
    /// assert!(report.findings().any(|it| it.event == Some(29)));   // lifted too early
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_at(&mut self, place: u64) {
        self.place = self.place.max(place.saturating_sub(1));
    }

    /// How many lines the log had so far, those that could not be read included.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The lines that could not be read so far.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// What the log comes to: a report for each `case` in the order of their first lines, or one for a log
    /// that names no case, be it empty. Each is made when it is asked for.
    pub fn reports(mut self) -> impl ExactSizeIterator<Item = Report<V>> {
        let beside = self.beside();
        (0..self.cases.len()).map(move |number| match self.cases.get(number) {
            Some(case) => beside.tell(self.judged(case).with_case(case.name.clone())),
            None => self.judged(&Case::default()),
        })
    }

    /// What the reports tell of the whole log. A log without a line is one of a run in which nothing happened.
    pub(super) fn beside(&mut self) -> Beside {
        if self.cases.is_empty() {
            self.cases.push(Case::default());
        }
        Beside {
            skipped: std::mem::take(&mut self.skipped).into(),
            lost: std::mem::take(&mut self.lost).into(),
            is_of_many: self.cases.len() > 1,
        }
    }

    /// The report of a log of one run.
    pub(super) fn report_of_one(&self) -> Report<V> {
        match self.cases.first() {
            Some(case) => self.judged(case),
            None => self.judged(&Case::default()),
        }
    }

    pub(super) fn judged(&self, case: &Case) -> Report<V> {
        let end = self.by_time.end();
        let mut player = self.by_time.player();
        let mut stands = read(self.by_time.erased.terms(), self.known_of(case));
        stands.events.retain(|event| !is_over(event.time(), end));
        let mut replay = Replay::new(&player);
        replay.take(&mut player, stands.events);
        let run = replay.at_end(&mut player, end);
        let judged = self.by_time.judged(run, &stands.findings, stands.complete, end);
        self.by_time.report(judged, end)
    }

    /// The lines of a run that are known by the instant by which it is judged.
    pub(super) fn known_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a Line> {
        let known_by = self.by_time.verifier.judging.known_by;
        self.lines_of(case)
            .filter(move |line| known_by.is_none_or(|known_by| line.known_from() <= known_by))
    }

    /// The lines of a run, and those that speak of all, in the order of the log.
    pub(super) fn lines_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a Line> {
        let (mut own, mut for_all) = (case.lines.iter().peekable(), self.for_all.iter().peekable());
        std::iter::from_fn(move || match (own.peek(), for_all.peek()) {
            (Some(one), Some(other)) if other.place < one.place => for_all.next(),
            (Some(_), _) => own.next(),
            (None, _) => for_all.next(),
        })
    }
}

/// Whether an instant is past the end of what is judged.
pub(super) fn is_over(at: Instant, end: Option<Instant>) -> bool {
    end.is_some_and(|end| at > end)
}

impl<V: Names> ByTime<V> {
    pub(super) fn player(&self) -> Player {
        let judging = self.verifier.judging;
        let at_hand = self.at_hand.clone();
        Player::new(&self.erased, at_hand, judging.manner, judging.keeps_milestones)
    }

    /// What a run comes to with what was found of its lines before anything was judged.
    pub(super) fn judged(
        &self,
        run: Played,
        of_lines: &[Finding],
        complete: Option<Instant>,
        end: Option<Instant>,
    ) -> Judged {
        let (mut run, standing) = match run {
            Played::Plain(run) => (run, None),
            Played::Changing(run) => {
                let (standing, run) = run.parked();
                (run, Some(standing))
            }
        };
        let of_lines = of_lines.iter().filter(|finding| !is_over(finding.at, end));
        let first = self.erased.terms();
        let of_lines = of_lines.map(|found| match &standing {
            None => found.clone(),
            Some(standing) => named_in(standing, first, found),
        });
        run.find_before(of_lines.collect());
        Judged { run, standing, complete }
    }

    pub(super) fn report(&self, judged: Judged, end: Option<Instant>) -> Report<V> {
        let first = self.agreement();
        let report = match &judged.standing {
            None => Report::at_end(first, judged.run),
            Some(standing) => Report::at_end(&named(first, standing), judged.run),
        };
        report.with_as_of(end).with_complete(judged.complete)
    }
}
