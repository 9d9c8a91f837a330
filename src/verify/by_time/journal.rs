//! Logs that are judged by time while they grow: what each line changes of all that was found before it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::docket::{Found, Refused};
use crate::event::Entry;
use crate::monitor::{Finding, RefusalRecord, named_in};
use crate::names::{Ids, Names};
use crate::report::{FindingId, Report, Skipped};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::ByTime;
use super::desk::{Desk, Line, Taken};
use super::evidence::{Beside, is_over};
use super::moved::{Key, beyond, named_alike};
use super::replay::{Before, Played, Player, Replay};
use crate::verify::changing::named;

/// Many runs that are judged by time while their log grows: it takes the log's lines in the order of knowing, and
/// answers with what each changed.
///
/// An event that comes late, or is withdrawn or corrected, takes its run back to before it and forward again: what
/// that costs grows with what lies after it, and not with what lies before. Each finding that went or came has its
/// identity, so that whoever keeps them knows which.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::event::Statement;
/// use servanda::{Event, Verifier};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let mut journal = verifier.journal();
/// let lifted = Event::act("1962-11-20T23:00:00Z".parse()?, Party::Us, Act::LiftQuarantine).id("n1");
/// let [told] = &journal.take(&lifted.into())[..] else { panic!("a finding") };
/// assert_eq!((told.gone.len(), told.come.len()), (0, 1));
///
/// // A month later both sides take it back.
/// let withdrawn = Statement::retract("1962-12-20T00:00:00Z".parse()?, Party::Us, "n1");
/// let taken_back = &journal.take(&withdrawn.together([Party::Us, Party::Ussr]).into())[0];
/// assert_eq!(taken_back.gone[0].id, told.come[0].id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Journal<V: Names = Ids> {
    by_time: ByTime<V>,
    /// The agreement, with the names of all others that may take its place.
    names: Agreement<V>,
    player: Player,
    /// How many lines the log had so far, those that could not be read included.
    place: u64,
    /// In the order of their first lines.
    cases: Vec<JournalCase>,
    index: HashMap<Option<Box<str>>, usize>,
    /// What speaks of all cases, for those that are still to come.
    for_all: Vec<Line>,
    /// The instant before which everything that time brings has been found.
    fired: Option<Instant>,
    skipped: Vec<Skipped>,
}

/// One run of a log.
#[derive(Clone, Debug)]
struct JournalCase {
    name: Option<Box<str>>,
    desk: Desk,
    replay: Replay,
    /// Whether something was answered of it; before that, all that is found is new.
    is_told: bool,
}

/// What a line, or time, changed of what was found of a case.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::Event;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let mut journal = verifier.journal();
/// let lifted = Event::act("1962-11-20T23:00:00Z".parse()?, Party::Us, Act::LiftQuarantine);
/// let revisions = journal.take(&lifted.case("one").into());
/// assert_eq!(revisions[0].case.as_deref(), Some("one"));
/// assert_eq!(revisions[0].come[0].finding.event, Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision<V: Names = Ids> {
    /// The case.
    pub case: Option<Box<str>>,
    /// The findings that went, in the order in which they had come. Their offset is that of the line which took
    /// them away.
    pub gone: Vec<Found<V>>,
    /// The findings that came, in the order in which they did.
    pub come: Vec<Found<V>>,
    /// What is refused no more.
    pub refusals_gone: Vec<Refused<V>>,
    /// What is refused now.
    pub refusals_come: Vec<Refused<V>>,
}

impl<V: Names> Revision<V> {
    fn is_empty(&self) -> bool {
        let Self { case: _, gone, come, refusals_gone, refusals_come } = self;
        gone.is_empty() && come.is_empty() && refusals_gone.is_empty() && refusals_come.is_empty()
    }
}

impl<V: Names> ByTime<V> {
    /// A journal of a log that is still to be written.
    #[must_use]
    pub fn journal(&self) -> Journal<V> {
        let names = match self.all_names() {
            Some(all_names) => named(self.agreement(), all_names),
            None => self.agreement().clone(),
        };
        Journal {
            by_time: self.clone(),
            names,
            player: self.player(),
            place: 0,
            cases: Vec::new(),
            index: HashMap::new(),
            for_all: Vec::new(),
            fired: None,
            skipped: Vec::new(),
        }
    }
}

impl<V: Names> Journal<V> {
    /// Takes the next line of the log, and answers with what it changed: in its case, or in each for a line that
    /// speaks of all. A case in which nothing changed is not told of.
    pub fn take(&mut self, entry: &Entry<V>) -> Vec<Revision<V>> {
        self.place = self.place.saturating_add(1);
        let line = Line::new(self.place, entry.identified(self.by_time.agreement()));
        let known_by = self.by_time.verifier.judging.known_by;
        let is_known = known_by.is_none_or(|known_by| line.known_from() <= known_by);
        let is_for_all = match entry {
            Entry::Event(_) => false,
            Entry::Statement(statement) => statement.is_for_all(),
        };
        if is_for_all {
            let told = match is_known {
                true => {
                    let numbers = 0..self.cases.len();
                    numbers.filter_map(|number| self.read(number, &line)).collect()
                }
                false => Vec::new(),
            };
            self.for_all.extend(is_known.then_some(line));
            return told;
        }
        let case = self.open(entry.case());
        is_known.then(|| self.read(case, &line)).flatten().into_iter().collect()
    }

    /// Notes a line of the log that could not be read. It takes a place in the log, and no effect.
    pub fn skip(&mut self, line: u64, error: &dyn std::fmt::Display) {
        self.place = self.place.saturating_add(1);
        self.skipped.push(Skipped { line, error: error.to_string() });
    }

    /// Fires what is pending before an instant, as time passes, and answers with what that brought. An event that
    /// comes to be known later and is dated before is judged by its time all the same.
    ///
    /// ```
    /// use servanda::Verifier;
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::Event;
    ///
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
    /// let mut journal = verifier.journal();
    /// for event in &cuba::history()[..2] {
    ///     journal.take(&event.clone().into());
    /// }
    /// let revisions = journal.fire("1962-10-31T00:00:00Z".parse()?);
    /// assert_eq!(revisions[0].come.len(), 1);   // a hope that was disappointed after two days
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fire(&mut self, until: Instant) -> Vec<Revision<V>> {
        self.fired = self.fired.max(Some(until));
        let mut told = Vec::new();
        for number in 0..self.cases.len() {
            let Some(case) = self.cases.get_mut(number) else { continue };
            let before = case.replay.fire(&mut self.player, until);
            let lines = case.desk.findings().len();
            told.extend(self.revision(number, self.place, lines, before));
        }
        told
    }

    /// The agreement that it judges against, by whose names it tells findings: where others may take its place, with
    /// their names, too.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.names
    }

    /// Of how many cases the log tells so far.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.cases.len()
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

    /// What a case comes to so far; none of a case of which there was no line.
    #[must_use]
    pub fn report(&self, case: Option<&str>) -> Option<Report<V>> {
        let number = *self.index.get(&case.map(Box::from))?;
        Some(self.beside().tell(self.report_of(self.cases.get(number)?)))
    }

    /// What the log comes to so far: a report for each case in the order of their first lines, or one for a log
    /// that names no case, be it empty.
    pub fn reports(&self) -> impl Iterator<Item = Report<V>> {
        let beside = self.beside();
        let of_none = self.cases.is_empty().then(|| self.report_of(&self.begin(None)));
        let of_cases = self.cases.iter().map(|case| self.report_of(case));
        of_none.into_iter().chain(of_cases).map(move |report| beside.tell(report))
    }

    fn beside(&self) -> Beside {
        Beside {
            skipped: self.skipped.clone().into(),
            lost: Arc::default(),
            is_of_many: self.cases.len() > 1,
        }
    }

    fn report_of(&self, case: &JournalCase) -> Report<V> {
        let end = self.by_time.end();
        let run = case.replay.at_end(&mut self.player.clone(), end);
        let judged = self.by_time.judged(run, case.desk.findings(), case.desk.complete(), end);
        self.by_time.report(judged, end).with_case(case.name.clone())
    }

    fn open(&mut self, name: Option<&str>) -> usize {
        let name: Option<Box<str>> = name.map(Into::into);
        if let Some(number) = self.index.get(&name) {
            return *number;
        }
        let number = self.cases.len();
        self.cases.push(self.begin(name.clone()));
        self.index.insert(name, number);
        number
    }

    /// A case in which nothing has happened, but what was said of all.
    fn begin(&self, name: Option<Box<str>>) -> JournalCase {
        let mut desk = Desk::default();
        for line in &self.for_all {
            desk.take(self.by_time.erased.terms(), line);
        }
        JournalCase { name, desk, replay: Replay::new(&self.player), is_told: false }
    }

    /// Lets a case read a line, and tells what that changed.
    fn read(&mut self, number: usize, line: &Line) -> Option<Revision<V>> {
        let end = self.by_time.end();
        let case = self.cases.get_mut(number)?;
        let found_of_lines = case.desk.findings().len();
        let Taken { gone, come } = case.desk.take(self.by_time.erased.terms(), line);
        let come = come.filter(|event| !is_over(event.time(), end));
        let before = case.replay.change(&mut self.player, &gone, come);
        if let Some(until) = self.fired {
            case.replay.fire(&mut self.player, until);
        }
        self.revision(number, self.place.saturating_sub(1), found_of_lines, before)
    }

    /// What a case has otherwise than before, and since so many findings of its lines; none if that is nothing.
    fn revision(
        &mut self,
        number: usize,
        offset: u64,
        lines: usize,
        before: Before,
    ) -> Option<Revision<V>> {
        let is_told = &mut self.cases.get_mut(number)?.is_told;
        let (lines, before) = match std::mem::replace(is_told, true) {
            true => (lines, before),
            false => (0, Before::START),
        };
        let case = self.cases.get(number)?;
        let teller = Teller { journal: self, case, before: &before, offset };
        let run = case.replay.run();
        let mut revision = Revision {
            case: case.name.clone(),
            gone: Vec::new(),
            come: teller.of_lines(lines),
            refusals_gone: Vec::new(),
            refusals_come: Vec::new(),
        };
        let (was_found, is_found) =
            (before.findings_of(before.was.as_ref()), before.findings_of(Some(run)));
        if !(was_found.is_empty() && is_found.is_empty()) {
            let old = teller.alike(before.was.as_ref(), was_found);
            let new = teller.alike(Some(run), is_found);
            if let Some(was) = &before.was {
                revision.gone = teller.found(was, &old, &beyond(&old, &Key::count(&new)));
            }
            revision.come.extend(teller.found(run, &new, &beyond(&new, &Key::count(&old))));
        }
        let (was, is) = (before.refusals_of(before.was.as_ref()), before.refusals_of(Some(run)));
        if !(was.is_empty() && is.is_empty()) {
            if let Some(old) = &before.was {
                revision.refusals_gone = teller.refused(old, was, is);
            }
            revision.refusals_come = teller.refused(run, is, was);
        }
        (!revision.is_empty()).then_some(revision)
    }
}

impl Before {
    /// What a run has found that may be otherwise now.
    fn findings_of<'a>(&self, run: Option<&'a Played>) -> &'a [Finding] {
        run.and_then(|run| run.findings().get(self.findings..)).unwrap_or_default()
    }

    fn refusals_of<'a>(&self, run: Option<&'a Played>) -> &'a [RefusalRecord] {
        run.and_then(|run| run.refusals().get(self.refusals..)).unwrap_or_default()
    }
}

/// Tells what changed in a case.
struct Teller<'a, V: Names> {
    journal: &'a Journal<V>,
    case: &'a JournalCase,
    before: &'a Before,
    /// Of the line that changed it; of what time brought, of the line that is to come next.
    offset: u64,
}

impl<V: Names> Teller<'_, V> {
    /// Findings by the ids of one agreement, where agreements take each other's place.
    fn alike(&self, run: Option<&Played>, findings: &[Finding]) -> Vec<Finding> {
        let all_names = self.journal.by_time.all_names();
        match run {
            Some(Played::Changing(run)) => named_alike(all_names, run.standing().terms(), findings),
            Some(Played::Plain(_)) | None => findings.to_vec(),
        }
    }

    /// The agreement under which a run stands.
    fn agreement(&self, run: &Played) -> Agreement<V> {
        let first = self.journal.by_time.agreement();
        match run {
            Played::Plain(_) => first.clone(),
            Played::Changing(run) => named(first, run.standing()),
        }
    }

    /// What was found of lines, before anything was judged.
    fn of_lines(&self, from: usize) -> Vec<Found<V>> {
        let (all, end) = (self.case.desk.findings(), self.journal.by_time.end());
        let terms = self.journal.by_time.erased.terms();
        let all_names = self.journal.by_time.all_names();
        let told = (from..all.len()).filter_map(|number| {
            let findings = all.get(..=number)?;
            let finding = findings.last().filter(|finding| !is_over(finding.at, end))?;
            let id = FindingId::of_last(terms, self.name(), findings)?;
            Some(match all_names {
                None => self.told(id, finding),
                Some(all_names) => self.told(id, &named_in(all_names, terms, finding)),
            })
        });
        told.collect()
    }

    /// Findings of a run, by their places among those that may be otherwise now, of which these are alike.
    fn found(&self, run: &Played, alike: &[Finding], moved: &[(usize, Key)]) -> Vec<Found<V>> {
        if moved.is_empty() {
            return Vec::new();
        }
        let agreement = self.agreement(run);
        let told = moved.iter().filter_map(|(number, _)| {
            let findings = run.findings().get(..=self.before.findings.checked_add(*number)?)?;
            let id = FindingId::of_last(agreement.terms(), self.name(), findings)?;
            Some(self.told(id, alike.get(*number)?))
        });
        told.collect()
    }

    /// A finding, by the ids of the agreement that has all names.
    fn told(&self, id: FindingId, finding: &Finding) -> Found<V> {
        let Ok(finding) = finding.translate(&Named(self.journal.names.lexicon()));
        Found { offset: self.offset, case: self.case.name.clone(), id, finding }
    }

    /// What a run refused that the others do not refuse, or not for the same.
    fn refused(
        &self,
        run: &Played,
        refusals: &[RefusalRecord],
        others: &[RefusalRecord],
    ) -> Vec<Refused<V>> {
        let others: HashMap<u64, &RefusalRecord> =
            others.iter().map(|refusal| (refusal.event, refusal)).collect();
        let moved: Vec<_> =
            refusals.iter().filter(|it| others.get(&it.event) != Some(it)).collect();
        if moved.is_empty() {
            return Vec::new();
        }
        let agreement = self.agreement(run);
        let told = moved.into_iter().map(|refusal| {
            let ids = FindingId::all(agreement.terms(), self.name(), &refusal.findings);
            let (offset, case) = (self.offset, self.case.name.clone());
            Refused { offset, case, refusal: refusal.named(&agreement), ids }
        });
        told.collect()
    }

    fn name(&self) -> Option<&str> {
        self.case.name.as_deref()
    }
}
