//! One run of an agreement, written down: what it remembers, and its ledger.

use serde::{Deserialize, Serialize};

use crate::event::ToldValue;
use crate::monitor::{Change, EventIds, Half, Ledger, Monitor, Remembered};
use crate::names::{Ids, Names, Text};
use crate::report::WrittenFinding;
use crate::strict::{self, Strict};
use crate::terms::Agreement;
use crate::time::Instant;

use super::RestoreError;
use super::parts::{WrittenAct, WrittenTracked};
use super::possible::possible;
use super::written_kind::{self, WrittenKind};
use super::written_left::WrittenLeft;
use super::written_scope::WrittenScope;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRun {
    /// When the run began; null if it has not.
    start: Option<Instant>,
    clock: Instant,
    /// Whether it remembers when things came about that only reports tell. If not, the first instant of
    /// all stands for each that has come.
    keeps_milestones: bool,
    in_force: Option<Instant>,
    terminated: Option<Instant>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    obligations: Vec<(Box<str>, Strict<WrittenTracked>)>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    acts: Vec<(Box<str>, Strict<WrittenAct>)>,
    /// The sums that conditions ask for, in the order of their canonical texts.
    sums: Vec<u64>,
    /// Since when the `elapsed` conditions run, in the order of their canonical texts.
    since: Vec<Option<Instant>>,
    /// Whether the `between` conditions hold, in that order.
    between: Vec<bool>,
    /// When the acts of `recent` conditions were done last, in that order.
    recent: Vec<Option<Instant>>,
    /// What was told last.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    told: Vec<(Box<str>, ToldValue<Text>)>,
    /// Of an agreement with kinds: each with its subjects.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    subjects: Vec<(Box<str>, Strict<WrittenKind>)>,
    /// What was left behind, of a run that was carried over to another agreement.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    left_behind: Option<Strict<WrittenLeft>>,
    events: u64,
    /// Of each event with an id that had an effect: half a hash of its id, and half a hash of what it
    /// said, in hexadecimal digits.
    ids: Vec<String>,
    keeps_history: bool,
    changes: Vec<Strict<Change<Text>>>,
    findings: Vec<Strict<WrittenFinding>>,
}

impl WrittenRun {
    /// A monitor's run, to write down.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let agreement = monitor.agreement();
        let terms = agreement.terms();
        // Taken apart without `..`: what is remembered and not written would be forgotten.
        let Remembered { start, clock, keeps_milestones, in_force, run, kinds, left_behind } =
            monitor.state().remembered();
        let ledger = monitor.ledger();
        let WrittenScope { terminated, obligations, acts, sums, since, between, recent, told } =
            WrittenScope::of(terms, None, &run);
        let subjects = kinds.iter().map(|(id, kind)| {
            (terms.kind_names[id].clone(), Strict(WrittenKind::of(terms, id, kind)))
        });
        Self {
            start,
            clock,
            keeps_milestones,
            in_force,
            terminated,
            obligations,
            acts,
            sums,
            since,
            between,
            recent,
            told,
            subjects: subjects.collect(),
            left_behind: left_behind.map(|left| Strict(WrittenLeft::of(terms, &left))),
            events: ledger.events,
            ids: ledger.ids.entries().iter().map(written_id).collect(),
            keeps_history: ledger.keeps_history,
            changes: ledger
                .history()
                .iter()
                .map(|change| {
                    let Ok(change) = change.translate(terms);
                    Strict(change)
                })
                .collect(),
            findings: ledger
                .findings
                .iter()
                .map(|finding| Strict(WrittenFinding::new(agreement, finding)))
                .collect(),
        }
    }

    /// The run as a monitor, if a run of the agreement can be like that.
    pub(crate) fn read<V: Names>(
        self,
        agreement: &Agreement<V>,
    ) -> Result<Monitor<V>, RestoreError> {
        let written = self;
        let terms = agreement.terms();
        match (written.start, terms.date) {
            // One that was carried over has begun under another agreement.
            (Some(start), Some(date)) if start != date && !terms.has_other_names() => {
                return Err(part("start", "is not the agreement's date"));
            }
            (None, Some(_)) => return Err(part("start", "an agreement with a date has begun")),
            (Some(start), _) if written.clock < start => {
                return Err(part("clock", "stands before the run's start"));
            }
            (None, None) if written.clock != Instant::FIRST => {
                return Err(part("clock", "stands somewhere though the run has not begun"));
            }
            _ => {}
        }
        let run = WrittenScope {
            terminated: written.terminated,
            obligations: written.obligations,
            acts: written.acts,
            sums: written.sums,
            since: written.since,
            between: written.between,
            recent: written.recent,
            told: written.told,
        };
        let remembered = Remembered {
            start: written.start,
            clock: written.clock,
            keeps_milestones: written.keeps_milestones,
            in_force: written.in_force,
            run: run.read(terms, None, None, "")?,
            kinds: written_kind::read(terms, written.start.is_some(), written.subjects)?,
            left_behind: match written.left_behind {
                Some(Strict(left)) => Some(Box::new(left.read(terms)?)),
                None => None,
            },
        };
        let ids = written.ids.iter().map(|text| read_id(text)).collect::<Option<Vec<_>>>();
        let mut ledger = Ledger {
            events: written.events,
            changes: written
                .changes
                .into_iter()
                .map(|Strict(change)| change.translate::<Ids, _>(terms))
                .collect::<Result<_, _>>()
                .map_err(|_| part("changes", "one names what the agreement doesn't know"))?,
            findings: written
                .findings
                .into_iter()
                .map(|Strict(finding)| finding.read(agreement))
                .collect::<Option<_>>()
                .ok_or_else(|| part("findings", "one does not fit the agreement"))?,
            keeps_history: written.keeps_history,
            ..Ledger::default()
        };
        ledger.ids = ids
            .and_then(EventIds::of)
            .ok_or_else(|| part("ids", "one is no pair of hashes, or is there twice"))?;
        if ledger.ids.entries().len() as u64 > ledger.events {
            return Err(part("ids", "are more than the events that were taken"));
        }
        possible(terms, &remembered, &ledger)?;
        Monitor::resume(agreement, remembered, ledger).ok_or(RestoreError::NotAtRest)
    }
}

pub(super) fn part(place: impl Into<String>, message: &'static str) -> RestoreError {
    RestoreError::Part { place: place.into(), message }
}

fn written_id((id, said): &(Half, Half)) -> String {
    id.iter().chain(said).map(|byte| format!("{byte:02x}")).collect()
}

fn read_id(text: &str) -> Option<(Half, Half)> {
    let bytes: [u8; 32] = crate::digest::from_hexadecimal(text).ok()?;
    let (id, said) = bytes.split_at(16);
    Some((id.try_into().ok()?, said.try_into().ok()?))
}
