//! One run of an agreement, written down: what it remembers, and its journal.

use serde::{Deserialize, Serialize};

use crate::monitor::{Change, Count, Journal, Monitor, Remembered, Status, Tracked};
use crate::names::{ActId, Ids, Names, ObligationId, Table, Text};
use crate::report::{WrittenFinding, WrittenRefusal};
use crate::strict::{self, Strict};
use crate::terms::{Agreement, CounterId, Duty, ElapsedId, Obligation};
use crate::time::Instant;

use super::RestoreError;
use super::possible::possible;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRun {
    clock: Instant,
    in_force: bool,
    terminated: bool,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    obligations: Vec<(Box<str>, Strict<WrittenTracked>)>,
    /// The sums that conditions ask for, in the order of the names of act and party.
    sums: Vec<u64>,
    waived: Vec<Box<str>>,
    /// Since when the `elapsed` conditions run, in the order of their canonical texts.
    since: Vec<Option<Instant>>,
    events: u64,
    keeps_history: bool,
    changes: Vec<Strict<Change<Text>>>,
    findings: Vec<Strict<WrittenFinding>>,
    refusals: Vec<Strict<WrittenRefusal>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTracked {
    #[serde(deserialize_with = "strict::word")]
    status: Status,
    debtor: Box<str>,
    verifier: Option<Box<str>>,
    ever_breached: bool,
    progress: u64,
    deadline: Option<Instant>,
    fired: bool,
    suspended_since: Option<Instant>,
    count_start: Option<Instant>,
    count_period: u64,
    counted: u64,
    count_ended: bool,
}

impl WrittenRun {
    /// A monitor's run, to write down.
    pub(crate) fn of<V: Names>(monitor: &Monitor<V>) -> Self {
        let agreement = monitor.agreement();
        let terms = agreement.terms();
        // Taken apart without `..`: what is remembered and not written would be forgotten.
        let Remembered { clock, in_force, terminated, obligations, counters, waived, since } =
            monitor.state().remembered();
        let journal = monitor.journal();
        let party = |id| terms.parties[id].name.clone();
        let obligations = obligations
            .iter()
            .map(|(id, tracked)| {
                let Tracked {
                    status,
                    debtor,
                    verifier,
                    ever_breached,
                    progress,
                    deadline,
                    fired,
                    suspended_since,
                    count,
                } = *tracked;
                let Count { start, period, done, ended } = count;
                let written = WrittenTracked {
                    status,
                    debtor: party(debtor),
                    verifier: verifier.map(party),
                    ever_breached,
                    progress,
                    deadline,
                    fired,
                    suspended_since,
                    count_start: start,
                    count_period: period,
                    counted: done,
                    count_ended: ended,
                };
                (terms.obligation_names[id].clone(), Strict(written))
            })
            .collect();
        let order = terms.written_order();
        Self {
            clock,
            in_force,
            terminated,
            obligations,
            sums: order.sums.iter().map(|id| counters[*id]).collect(),
            waived: waived
                .iter()
                .filter(|(_, waived)| **waived)
                .map(|(id, _)| terms.act_names[id].clone())
                .collect(),
            since: order.since.iter().map(|ids| ids.first().and_then(|id| since[*id])).collect(),
            events: journal.events,
            keeps_history: journal.keeps_history,
            changes: journal
                .history()
                .iter()
                .map(|change| {
                    let Ok(change) = change.translate(terms);
                    Strict(change)
                })
                .collect(),
            findings: journal
                .findings
                .iter()
                .map(|finding| Strict(WrittenFinding::new(agreement, finding)))
                .collect(),
            refusals: journal
                .refusals
                .iter()
                .map(|refusal| Strict(WrittenRefusal::new(agreement, refusal)))
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
        if written.clock < terms.date {
            return Err(part("clock", "stands before the agreement's date"));
        }
        let mut waived: Table<ActId, bool> = terms.acts.values().map(|_| false).collect();
        for name in &written.waived {
            let id = terms.act(name).map_err(|_| part("waived", "names an unknown act"))?;
            waived[id] = true;
        }
        let order = terms.written_order();
        let sums = as_many(order.sums.len(), written.sums, "sums")?;
        let mut counters: Table<CounterId, u64> =
            terms.graph.counters.values().map(|_| 0).collect();
        for (id, sum) in order.sums.iter().zip(sums) {
            if sum > terms.graph.counters[*id].most {
                return Err(part("sums", "one is past the most that any condition asks for"));
            }
            counters[*id] = sum;
        }
        let instants = as_many(order.since.len(), written.since, "since")?;
        let mut since: Table<ElapsedId, Option<Instant>> =
            terms.graph.elapsed.values().map(|_| None).collect();
        for (ids, instant) in order.since.iter().zip(instants) {
            ids.iter().for_each(|id| since[*id] = instant);
        }
        let remembered = Remembered {
            clock: written.clock,
            in_force: written.in_force,
            terminated: written.terminated,
            obligations: obligations(agreement, written.obligations)?,
            counters,
            waived,
            since,
        };
        let journal = Journal {
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
            refusals: written
                .refusals
                .into_iter()
                .map(|Strict(refusal)| refusal.read(agreement))
                .collect::<Option<_>>()
                .ok_or_else(|| part("refusals", "one does not fit the agreement"))?,
            keeps_history: written.keeps_history,
            ..Journal::default()
        };
        possible(terms, &remembered, &journal)?;
        Monitor::resume(agreement, remembered, journal).ok_or(RestoreError::NotAtRest)
    }
}

pub(super) fn part(place: impl Into<String>, message: &'static str) -> RestoreError {
    RestoreError::Part { place: place.into(), message }
}

fn as_many<T>(expected: usize, values: Vec<T>, place: &str) -> Result<Vec<T>, RestoreError> {
    if values.len() == expected {
        Ok(values)
    } else {
        Err(part(place, "has not as many entries as the agreement asks for"))
    }
}

fn obligations<V: Names>(
    agreement: &Agreement<V>,
    written: Vec<(Box<str>, Strict<WrittenTracked>)>,
) -> Result<Table<ObligationId, Tracked>, RestoreError> {
    let terms = agreement.terms();
    let known = terms.obligation_names.values();
    if !known.eq(written.iter().map(|(name, _)| name)) {
        return Err(part("obligations", "are not those of the agreement, in its order"));
    }
    written
        .into_iter()
        .zip(terms.obligations.values())
        .map(|((name, Strict(it)), obligation)| {
            let place = format!("obligations.{name}");
            let party =
                |name: &str| terms.party(name).map_err(|_| part(&*place, "names an unknown party"));
            let tracked = Tracked {
                status: it.status,
                debtor: party(&it.debtor)?,
                verifier: it.verifier.as_deref().map(party).transpose()?,
                ever_breached: it.ever_breached,
                progress: it.progress,
                deadline: it.deadline,
                fired: it.fired,
                suspended_since: it.suspended_since,
                count: Count {
                    start: it.count_start,
                    period: it.count_period,
                    done: it.counted,
                    ended: it.count_ended,
                },
            };
            let breached = matches!(it.status, Status::Breached | Status::Cured);
            let rests = it.status == Status::Suspended;
            if breached && !it.ever_breached {
                Err(part(&*place, "stands breached and was never breached"))
            } else if (rests && it.deadline.is_some()) != it.suspended_since.is_some() {
                Err(part(&*place, "`suspended_since` does not fit its status and deadline"))
            } else if !fits(obligation, &tracked) {
                Err(part(&*place, "its progress, deadline or count does not fit its terms"))
            } else {
                Ok(tracked)
            }
        })
        .collect()
}

/// Whether nothing is remembered that the terms give no place.
fn fits(obligation: &Obligation, tracked: &Tracked) -> bool {
    match &obligation.duty {
        Duty::Perform(duty) => {
            tracked.count == Count::default()
                && (duty.deadline.is_some() || tracked.deadline.is_none())
        }
        Duty::Refrain(limit) => {
            tracked.progress == 0
                && tracked.deadline.is_none()
                && tracked.count.done <= limit.most()
                && (limit.per.is_some()
                    || (tracked.count.start.is_none() && tracked.count.period == 0))
        }
    }
}
