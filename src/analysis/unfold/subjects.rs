//! The subjects that an unfolded agreement writes out.

use crate::names::{KindId, Text};
use crate::terms::{
    Act, Condition, Doer, Draft, Matching, Opening, Periods, PeriodsFrom, Shift, Terms, WrittenDate,
};
use crate::time::{Instant, Span};

use super::super::durations::first_by_calendar;
use super::{SubjectPlace, UnfoldError};

/// So many subjects that events open are written out.
const MOST_OPENED: u32 = 2;

/// So many parties of `each_of` are.
const MOST_MEMBERS: usize = 8;

/// So many periods are, before it is the first, the middle and the last alone.
const MOST_PERIODS: u64 = 12;

/// The kinds in the order of the document, each with what is written out of it.
pub(super) struct Unfolding {
    pub(super) kinds: Vec<UnfoldedKind>,
}

/// A kind, with its subjects.
pub(super) struct UnfoldedKind {
    pub(super) id: KindId,
    pub(super) name: Box<str>,
    pub(super) symbols: Vec<Symbol>,
    pub(super) sort: Sort,
    /// What of the list is not written out.
    pub(super) left_open: Option<&'static str>,
}

/// How the subjects of a kind come to be.
pub(super) enum Sort {
    Parties,
    Opened {
        by: Vec<Box<str>>,
    },
    /// Periods; whether the last of the list is known, and with what it begins.
    Periods {
        last: Option<Begin>,
    },
}

/// One subject.
pub(super) struct Symbol {
    /// As it stands in the names of what is its own.
    pub(super) shown: String,
    pub(super) place: u32,
    /// The party that it is.
    pub(super) each: Option<Box<str>>,
    /// Of a period, its two ends.
    pub(super) period: Option<(Begin, Begin)>,
}

/// When a period begins.
#[derive(Clone)]
pub(super) enum Begin {
    At(Instant),
    /// So long after a condition of the run first holds; at once, if that is no time.
    After(Box<Condition<Text>>, Option<Span>),
}

impl Unfolding {
    pub(super) fn of(terms: &Terms, draft: &Draft) -> Result<Self, UnfoldError> {
        if let Some((name, _)) = draft.acts.iter().find(|(_, act)| !act.tells.is_empty()) {
            let place = format!("acts.{name}.tells").into();
            return Err(UnfoldError { place, what: "what is told" });
        }
        if let Some(place) = first_by_calendar(terms) {
            return Err(UnfoldError { place: place.into(), what: "what a calendar counts" });
        }
        let kinds = terms.kinds.keys().zip(&draft.kinds).map(|(id, (name, kind))| {
            let (symbols, sort, left_open) = match kind.opening() {
                Opening::EachOf(_) => members(terms, id),
                Opening::ByActs { acts, .. } => opened(name, acts),
                Opening::Periods(periods) => of_periods(draft, name, periods)?,
            };
            Ok(UnfoldedKind { id, name: name.clone(), symbols, sort, left_open })
        });
        Ok(Self { kinds: kinds.collect::<Result<_, _>>()? })
    }

    pub(super) fn kind(&self, name: &str) -> Option<&UnfoldedKind> {
        self.kinds.iter().find(|kind| &*kind.name == name)
    }

    /// The subjects in which something of a kind exists; one without a subject, of what is the run's.
    pub(super) fn places(&self, of: Option<KindId>) -> Vec<Option<SubjectPlace>> {
        let Some(kind) = of else { return vec![None] };
        let symbols = self.kinds.iter().filter(|it| it.id == kind).flat_map(|it| &it.symbols);
        symbols.map(|it| Some(SubjectPlace { kind, place: it.place })).collect()
    }
}

type Listed = (Vec<Symbol>, Sort, Option<&'static str>);

fn members(terms: &Terms, id: KindId) -> Listed {
    let members = &terms.kinds[id].members;
    let symbols = members.iter().zip(0..).take(MOST_MEMBERS).map(|(party, place)| {
        let name = terms.parties[*party].name.clone();
        Symbol { shown: name.to_string(), place, each: Some(name), period: None }
    });
    let left_open = (members.len() > MOST_MEMBERS).then_some("more than eight parties");
    (symbols.collect(), Sort::Parties, left_open)
}

fn opened(kind: &str, acts: &[Box<str>]) -> Listed {
    let symbols = (0..MOST_OPENED).map(|place| {
        let shown = format!("{kind} {}", place.saturating_add(1));
        Symbol { shown, place, each: None, period: None }
    });
    (symbols.collect(), Sort::Opened { by: acts.to_vec() }, Some("more than two subjects"))
}

fn of_periods(draft: &Draft, kind: &str, periods: &Periods<Text>) -> Result<Listed, UnfoldError> {
    let error =
        |key: &str, what| UnfoldError { place: format!("subjects.{kind}.{key}").into(), what };
    let date = draft.date.as_ref().and_then(WrittenDate::instant);
    let entry = draft.entry_into_force.as_ref().filter(|it| !it.is_always());
    let grid = match (periods.from(), entry, date) {
        (PeriodsFrom::At(from), _, Some(_)) => Begin::At(*from),
        (PeriodsFrom::EntryIntoForce, None, Some(date)) => Begin::At(date),
        (PeriodsFrom::EntryIntoForce, Some(entry), _) => {
            Begin::After(Box::new(entry.clone()), None)
        }
        (PeriodsFrom::When(from), _, _) => Begin::After(Box::new(from.clone()), None),
        (PeriodsFrom::At(_) | PeriodsFrom::EntryIntoForce, _, None)
        | (PeriodsFrom::Day(_), _, _) => {
            return Err(error("from", "where the first period lies"));
        }
    };
    let begin = |k: u64| grid.later(periods.every().span(), k);
    // Of what lies wholly before the date no period opens.
    let mut first = 0_u64;
    while let (Some(date), Some(Begin::At(end))) = (date, begin(first.saturating_add(1))) {
        if end > date || first > MOST_PASSED {
            break;
        }
        first = first.saturating_add(1);
    }
    let numbers: Vec<u64> = match periods.times() {
        Some(times) if times <= MOST_PERIODS => (0..times).collect(),
        Some(times) => vec![0, times / 2, times.saturating_sub(1)],
        None => vec![0, 1, 2],
    };
    let left_open = match periods.times() {
        Some(times) if times <= MOST_PERIODS => None,
        Some(_) => Some("the periods but the first, the middle and the last"),
        None => Some("the periods after the third"),
    };
    let unreckoned = || error("every", "a period that can't be reckoned");
    let symbols = numbers.iter().map(|number| {
        let k = first.saturating_add(*number);
        let start = begin(k).ok_or_else(unreckoned)?;
        let end = begin(k.saturating_add(1)).ok_or_else(unreckoned)?;
        let shown = match &start {
            Begin::At(at) if periods.every().span().is_of_whole_days() => at.date(),
            Begin::At(at) => at.to_string(),
            Begin::After(..) => format!("{kind} {}", number.saturating_add(1)),
        };
        let place = u32::try_from(*number).map_err(|_| unreckoned())?;
        Ok(Symbol { shown, place, each: None, period: Some((start, end)) })
    });
    let symbols = symbols.collect::<Result<Vec<_>, _>>()?;
    let last = periods.times().and_then(|_| Some(symbols.last()?.period.as_ref()?.0.clone()));
    Ok((symbols, Sort::Periods { last }, left_open))
}

/// So many periods that lie before the date are passed over.
const MOST_PASSED: u64 = 100_000;

impl Begin {
    /// So many times a duration later.
    fn later(&self, span: Span, times: u64) -> Option<Self> {
        match self {
            Self::At(at) => Some(Self::At(at.after_times(span, times)?)),
            Self::After(since, _) if times == 0 => Some(Self::After(since.clone(), None)),
            Self::After(since, _) => {
                Some(Self::After(since.clone(), Some(multiplied(span, times)?)))
            }
        }
    }
}

/// So much later or earlier than an instant; none past the ends of time. No calendar counts anything in what
/// is written out.
pub(super) fn shifted(at: Instant, shift: Option<&Shift<Text>>) -> Option<Instant> {
    match shift {
        None => Some(at),
        Some(Shift::After(term)) => at.after(term.plain()?),
        Some(Shift::Before(term)) => at.before(term.plain()?),
    }
}

/// So many times a duration.
fn multiplied(span: Span, times: u64) -> Option<Span> {
    let months = span.calendar_months().checked_mul(times)?;
    let seconds = span.exact_seconds().checked_mul(times)?;
    let text = match (months, seconds) {
        (0, seconds) => format!("PT{seconds}S"),
        (months, 0) => format!("P{months}M"),
        (months, seconds) => format!("P{months}MT{seconds}S"),
    };
    text.parse().ok()
}

/// That an act has happened, be it ever so little of it.
pub(super) fn happened(name: Box<str>, act: &Act<Text>, by: Option<Doer<Text>>) -> Condition<Text> {
    let at_least = act.unit().map(|unit| unit.figure(1));
    Condition::Happened { act: name, by, matching: Matching::anything(), at_least }
}
