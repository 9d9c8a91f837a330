//! Readings: one log judged under several agreements that share their names.

mod compare;
mod json;
mod text;

use crate::event::Event;
use crate::monitor::{FindingKind, Status};
use crate::names::{Ids, Names, Subject, Text};
use crate::report::{Phrases, PlainPhrases, Report};
use crate::time::Instant;
use crate::verify::Verifier;

pub use text::ReadingsText;

/// One log judged under several readings of an agreement: where the verdicts differ, and on which
/// events the difference turns.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
/// use servanda::analysis::Readings;
/// use servanda::monitor::FindingKind;
/// use servanda::Verifier;
///
/// let end = "1963-01-07T17:00:00Z".parse()?;
/// let mut readings = Vec::new();
/// for reading in Reading::ALL {
///     let verifier = Verifier::new(&cuba::agreement(reading)?).as_of(end);
///     readings.push((reading.to_string(), verifier));
/// }
/// let readings = Readings::of(readings, &cuba::history());
///
/// // All turns on the lifting of the quarantine, event 10: too early, or waiving what protected
/// // the United States.
/// assert_eq!(readings.first_turn().and_then(|turn| turn.event), Some(10));
/// let lifting = readings.findings().iter().find(|row| row.event == Some(10)).unwrap();
/// use FindingKind::{Premature, Waived};
/// assert_eq!(lifting.kinds, [Some(Premature), Some(Waived), Some(Waived)]);
/// println!("{}", readings.text_with(&cuba::PHRASES));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It prints as a table ([`Readings::text`]) and serialises with serde.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readings<V: Names = Ids> {
    names: Vec<String>,
    reports: Vec<Report<V>>,
    obligations: Vec<StatusRow>,
    findings: Vec<FindingRow>,
    turns: Vec<TurningPoint>,
}

/// How an obligation stands under each reading, where that differs.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Readings;
/// use servanda::{Status, Verifier};
/// let verified = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let practised = Verifier::new(&cuba::agreement(Reading::Practised)?);
/// let both = [("the letter", verified), ("practice", practised)];
/// let readings = Readings::of(both, &cuba::practice());
/// let row = readings.obligations().iter().find(|row| &*row.obligation == "remove-weapons");
/// let statuses = [Some(Status::Performed), Some(Status::Discharged)];
/// assert_eq!(row.unwrap().statuses, statuses);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct StatusRow {
    /// The name of the obligation.
    pub obligation: Box<str>,
    /// The subject in which it stands so; none of what is the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject<Text>>,
    /// Its status under each reading; none under one that does not have it.
    pub statuses: Vec<Option<Status>>,
}

/// What is found of one matter under each reading, where that differs.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Readings;
/// use servanda::monitor::FindingKind;
/// use servanda::Verifier;
/// let verified = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let established = Verifier::new(&cuba::agreement(Reading::Established)?);
/// let both = [("verified", verified), ("established", established)];
/// let readings = Readings::of(both, &cuba::history());
/// let row = &readings.findings()[0];
/// assert_eq!((row.event, row.act.as_deref()), (Some(10), Some("lift-quarantine")));
/// assert_eq!(row.kinds, [Some(FindingKind::Premature), Some(FindingKind::Waived)]);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct FindingRow {
    /// When.
    pub at: Instant,
    /// The place in the log of the event that it is about, counted from 1; none for what time
    /// brought.
    pub event: Option<u64>,
    /// The subject that it is about; none of what is the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject<Text>>,
    /// The name of the obligation that it is about, if it is about one.
    pub obligation: Option<Box<str>>,
    /// The name of the act that it is about, if it is about one.
    pub act: Option<Box<str>>,
    /// What it is found to be under each reading, or why the event is refused; none under one that
    /// finds nothing.
    pub kinds: Vec<Option<FindingKind>>,
}

/// Where the readings part, or part further, or come together again.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Readings;
/// use servanda::Verifier;
/// let verified = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let established = Verifier::new(&cuba::agreement(Reading::Established)?);
/// let both = [("verified", verified), ("established", established)];
/// let readings = Readings::of(both, &cuba::history());
/// let turn = readings.first_turn().unwrap();
/// assert_eq!((turn.event, turn.by_finding), (Some(10), true));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TurningPoint {
    /// The place in the log of the event, counted from 1; none for what time brought after the
    /// last.
    pub event: Option<u64>,
    /// When.
    pub at: Instant,
    /// The obligations whose statuses differ from here on and did not just before: those of a kind, in some
    /// subject.
    pub part: Vec<Box<str>>,
    /// The obligations whose statuses do not differ any more, those of a kind in some subject.
    pub join: Vec<Box<str>>,
    /// Whether something is found here under one reading and not, or not alike, under another.
    pub by_finding: bool,
}

impl<V: Names> Readings<V> {
    /// Judges a log under each reading. The log is in the names of the first one; to the others
    /// they go over by their texts.
    ///
    /// An obligation that a reading does not have is no difference by itself: statuses are compared
    /// among those that have it.
    pub fn of<N: Into<String>>(
        readings: impl IntoIterator<Item = (N, Verifier<V>)>,
        log: &[Event<V>],
    ) -> Self {
        let readings: Vec<(String, Verifier<V>)> =
            readings.into_iter().map(|(name, verifier)| (name.into(), verifier)).collect();
        let words: Vec<Event<Text>> = match readings.first() {
            Some((_, first)) => log.iter().map(|event| event.spelled(first.agreement())).collect(),
            None => Vec::new(),
        };
        compare::compare(readings, &words)
    }

    /// Judges a log that is in words under each reading.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Readings;
    /// use servanda::names::Text;
    /// use servanda::{Event, Verifier};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let log = cuba::history();
    /// let log: Vec<Event<Text>> = log.iter().map(|event| event.spelled(&agreement)).collect();
    /// let other = cuba::agreement(Reading::Established)?;
    /// let both = [("one", Verifier::new(&agreement)), ("other", Verifier::new(&other))];
    /// assert_eq!(Readings::of_words(both, &log).findings().len(), 1);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn of_words<N: Into<String>>(
        readings: impl IntoIterator<Item = (N, Verifier<V>)>,
        log: &[Event<Text>],
    ) -> Self {
        let readings = readings.into_iter().map(|(name, verifier)| (name.into(), verifier));
        compare::compare(readings.collect(), log)
    }

    /// What the readings are called.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The report under each reading.
    #[must_use]
    pub fn reports(&self) -> &[Report<V>] {
        &self.reports
    }

    /// The obligations whose statuses differ at the end, in the order in which the readings name
    /// them.
    #[must_use]
    pub fn obligations(&self) -> &[StatusRow] {
        &self.obligations
    }

    /// What is found under one reading and not, or not alike, under another, in the order of time.
    #[must_use]
    pub fn findings(&self) -> &[FindingRow] {
        &self.findings
    }

    /// Where the readings part, or part further, or come together again.
    #[must_use]
    pub fn turns(&self) -> &[TurningPoint] {
        &self.turns
    }

    /// The first event after which the readings differ.
    #[must_use]
    pub fn first_turn(&self) -> Option<&TurningPoint> {
        self.turns.first()
    }

    /// The table, in plain phrases.
    #[must_use]
    pub fn text(&self) -> ReadingsText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The table, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> ReadingsText<'a, V> {
        ReadingsText::new(self, phrases)
    }
}
