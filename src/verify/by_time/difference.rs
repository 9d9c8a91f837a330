//! What a log that is known by one instant and by a later one differ in (SEMANTICS.md, section 11).

use std::collections::HashMap;

use crate::names::{Ids, Names};
use crate::report::Report;
use crate::terms::{Agreement, Named};
use crate::time::Instant;

use super::Evidence;
use super::desk::Line;
use super::evidence::{Beside, Case, Judged};
use super::known::Known;
use super::moved::{Counts, Key, Moved, beyond, named_alike};
use crate::verify::stands::{StandsOtherwise, stands_otherwise};

/// What a log known by an instant and by a later one differ in, both as of the same instant: the findings that
/// went and those that came, each with the line that made it so, and the obligations that stand otherwise.
///
/// It prints as text that a person reads at a look, and serialises with serde to `gone`, `come` and `stand`.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Outcome};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let (done, told) = ("1962-11-01T00:00:00Z".parse()?, "1962-11-08T00:00:00Z".parse()?);
/// let mut evidence = verifier.evidence();
/// evidence.take(&Event::act(done, Party::Us, Act::LiftQuarantine).known(told).into());
/// let difference = evidence.differences(done, told).next().ok_or("one run")?;
/// assert_eq!(difference.before().as_of(), difference.after().as_of());
/// assert_eq!((difference.gone().count(), difference.come().count()), (0, 1));
/// let text = difference.to_string();
/// assert!(text.contains("came with line 1"), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Difference<V: Names = Ids> {
    pub(super) known_by: Instant,
    pub(super) against: Instant,
    pub(super) before: Report<V>,
    pub(super) after: Report<V>,
    pub(super) gone: Vec<Move>,
    pub(super) come: Vec<Move>,
    pub(super) stand: Vec<StandsOtherwise<V>>,
}

/// A finding that moved: its place in its report, and the line that made it so.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) finding: usize,
    pub(super) line: Line,
}

impl<V: Names> Evidence<V> {
    /// What the log known by an instant and by a later one differ in, case by case in the order of their first
    /// lines: both as of the instant that the verifier judges as of, or else of the later one.
    ///
    /// Each later line is taken by itself; what lies before the event that it adds or takes away is not judged
    /// anew.
    pub fn differences(
        mut self,
        known_by: Instant,
        against: Instant,
    ) -> impl ExactSizeIterator<Item = Difference<V>> {
        let beside = self.beside();
        (0..self.cases.len()).map(move |number| {
            let empty = Case::default();
            let case = self.cases.get(number).unwrap_or(&empty);
            self.difference(case, known_by, against, &beside)
        })
    }

    fn difference(
        &self,
        case: &Case,
        known_by: Instant,
        against: Instant,
        beside: &Beside,
    ) -> Difference<V> {
        let end = Some(self.by_time.verifier.judging.as_of.unwrap_or(against));
        // By A, and those that are known later with when.
        let lines: Vec<&Line> =
            self.lines_of(case).filter(|line| line.known_from() <= against).collect();
        let is_known: Vec<bool> = lines.iter().map(|it| it.known_from() <= known_by).collect();
        let mut later: Vec<usize> =
            (0..lines.len()).zip(&is_known).filter(|(_, known)| !**known).map(|it| it.0).collect();
        later.sort_by_key(|number| lines.get(*number).map(|line| line.known_from()));

        // Where agreements change, findings are compared by the ids of one that has all names.
        let all_names = self.by_time.all_names();
        let count = |judged: &Judged| {
            let found = judged.run.findings();
            match &judged.standing {
                Some(standing) => Key::count(&named_alike(all_names, standing.terms(), found)),
                None => Key::count(found),
            }
        };
        let mut known = Known::new(self, &lines, is_known, end);
        let before = known.judged();
        let mut ups = HashMap::new();
        let mut downs = HashMap::new();
        let counts_before = count(&before);
        let mut counts = counts_before.clone();
        let mut after = None;
        for number in later {
            known.learn(number);
            let judged = known.judged();
            let now = count(&judged);
            note(&counts, &now, number, &mut downs);
            note(&now, &counts, number, &mut ups);
            counts = now;
            after = Some(judged);
        }
        let after = after.unwrap_or_else(|| before.clone());
        let moves = |report: &Report<V>, others: &Counts, by: &HashMap<Key, usize>| {
            let agreement = report.agreement();
            let findings = named_alike(all_names, agreement.terms(), report.found());
            let moved = beyond(&findings, others).into_iter().filter_map(|(finding, key)| {
                let line: &Line = lines.get(*by.get(&key)?)?;
                Some(Move { finding, line: self.line_as_read_by(line, agreement) })
            });
            moved.collect::<Vec<_>>()
        };
        let report = |judged: Judged| {
            beside.tell(self.by_time.report(judged, end).with_case(case.name.clone()))
        };
        // The findings in the order of the report, in which those that moved are found again.
        let counts_after = count(&after);
        let (before, after) = (report(before), report(after));
        let gone = moves(&before, &counts_after, &downs);
        let come = moves(&after, &counts_before, &ups);
        let stand = stands_otherwise(&before, &after);
        Difference { known_by, against, before, after, gone, come, stand }
    }
}

impl<V: Names> Evidence<V> {
    /// A line by the ids of the agreement under which a run stands.
    fn line_as_read_by(&self, line: &Line, standing: &Agreement<V>) -> Line {
        let first = &self.by_time.erased;
        if standing.terms().has_other_names()
            && let Ok(entry) = line.entry().spelled(first).resolved(&standing.erased())
        {
            return Line::new(line.place, entry);
        }
        line.clone()
    }
}

/// Notes of each finding that is there more often than it was in the others that this line made it so.
fn note(here: &Counts, others: &Counts, line: usize, by: &mut HashMap<Key, usize>) {
    for (key, count) in here {
        if others.get(key).is_none_or(|other| other < count) {
            by.insert(key.clone(), line);
        }
    }
}

impl<V: Names> Difference<V> {
    /// The earlier instant.
    #[must_use]
    pub fn known_by(&self) -> Instant {
        self.known_by
    }

    /// The later instant.
    #[must_use]
    pub fn against(&self) -> Instant {
        self.against
    }

    /// What the log comes to as it was known by the earlier instant.
    #[must_use]
    pub fn before(&self) -> &Report<V> {
        &self.before
    }

    /// What the log comes to as it is known by the later one.
    #[must_use]
    pub fn after(&self) -> &Report<V> {
        &self.after
    }

    /// Whether nothing was found otherwise, and nothing stands otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.come.is_empty() && self.stand.is_empty()
    }

    /// The findings that went, in the order of the earlier report.
    pub fn gone(&self) -> impl Iterator<Item = Moved<V>> {
        self.moved(&self.before, &self.gone)
    }

    /// The findings that came, in the order of the later report.
    pub fn come(&self) -> impl Iterator<Item = Moved<V>> {
        self.moved(&self.after, &self.come)
    }

    /// The obligations that stand otherwise: those of the run in the order of the document, then those of
    /// subjects.
    pub fn stand(&self) -> impl ExactSizeIterator<Item = &StandsOtherwise<V>> {
        self.stand.iter()
    }

    fn moved<'a>(
        &'a self,
        report: &'a Report<V>,
        moves: &'a [Move],
    ) -> impl Iterator<Item = Moved<V>> + use<'a, V> {
        let names = Named(report.agreement().lexicon());
        let found = report.found();
        moves.iter().filter_map(move |moved| {
            let Ok(finding) = found.get(moved.finding)?.translate(&names);
            let Ok(line) = moved.line.entry().translate(&names);
            Some(Moved { finding, by: moved.line.place, line })
        })
    }
}
