//! A monitor's state, to write down and go on from.

use serde::{Deserialize, Serialize};

use crate::monitor::{Change, Count, Journal, Monitor, Remembered, Status, Tracked};
use crate::names::{ActId, Ids, Key, Names, ObligationId, Table, Text};
use crate::report::{WrittenFinding, WrittenRefusal};
use crate::strict::{self, Strict};
use crate::terms::{Agreement, Document, Duty, Obligation};
use crate::time::Instant;

/// A monitor's whole state, to serialise with serde in any format that has maps: what it remembers,
/// and its journal. It carries the agreement that it was saved under, word for word.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Monitor, Saved};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut monitor = Monitor::new(&agreement);
/// for event in &cuba::history()[..5] {
///     monitor.record(event);
/// }
/// let text = serde_json::to_string(&monitor.save())?;
/// let saved: Saved = serde_json::from_str(&text)?;
/// assert_eq!(Monitor::restore(&agreement, saved)?, monitor);
///
/// // Under another agreement it is refused.
/// let other = cuba::agreement(Reading::Practised)?;
/// assert!(Monitor::restore(&other, monitor.save()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Saved(WrittenState);

/// A saved state that can't be gone on from.
///
/// ```
/// use servanda::formats::RestoreError;
/// use servanda::{Monitor, cuba};
/// let saved = Monitor::new(&cuba::agreement(cuba::Reading::Verified)?).save();
/// let other = cuba::agreement(cuba::Reading::Practised)?;
/// let error = Monitor::restore(&other, saved).unwrap_err();
/// assert!(matches!(error, RestoreError::OtherAgreement { .. }));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It was saved under another agreement.
    #[error("saved under another agreement, `{title}`: its terms differ from this one's")]
    OtherAgreement {
        /// The title of the agreement that it was saved under.
        title: Box<str>,
    },
    /// A part of it does not fit the agreement.
    #[error("{place}: {message}")]
    Part {
        /// Which part.
        place: String,
        /// What is wrong with it.
        message: &'static str,
    },
    /// No run of this agreement can be in this state: something would still move in it.
    #[error("no run of this agreement can stand like this: something would still move in it")]
    NotAtRest,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenState {
    agreement: Strict<Document>,
    clock: Instant,
    in_force: bool,
    terminated: bool,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    obligations: Vec<(Box<str>, Strict<WrittenTracked>)>,
    /// The sums that conditions ask for, in the order in which the agreement mentions them.
    sums: Vec<u64>,
    waived: Vec<Box<str>>,
    /// Since when the `elapsed` conditions run, in the order in which the agreement mentions them.
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

impl<'de> Deserialize<'de> for Saved {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::object(deserializer).map(Self)
    }
}

impl<V: Names> Monitor<V> {
    /// The state, to write down.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// assert_eq!(Monitor::restore(&agreement, monitor.save())?, monitor);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn save(&self) -> Saved {
        let agreement = self.agreement();
        let terms = agreement.terms();
        // Taken apart without `..`: what is remembered and not written would be forgotten.
        let Remembered { clock, in_force, terminated, obligations, counters, waived, since } =
            self.state().remembered();
        let journal = self.journal();
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
        Saved(WrittenState {
            agreement: Strict(terms.document()),
            clock,
            in_force,
            terminated,
            obligations,
            sums: counters.values().copied().collect(),
            waived: waived
                .iter()
                .filter(|(_, waived)| **waived)
                .map(|(id, _)| terms.act_names[id].clone())
                .collect(),
            since: since.values().copied().collect(),
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
        })
    }

    /// A monitor that goes on where another stood.
    ///
    /// # Errors
    /// Where the state was saved under another agreement, or no run of this one can be in it.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Reading};
    /// let saved = Monitor::new(&cuba::agreement(Reading::Verified)?).save();
    /// // A run of one agreement can't go on under another.
    /// assert!(Monitor::restore(&cuba::agreement(Reading::Practised)?, saved).is_err());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn restore(agreement: &Agreement<V>, saved: Saved) -> Result<Self, RestoreError> {
        let Saved(written) = saved;
        let terms = agreement.terms();
        let Strict(document) = &written.agreement;
        if *document != terms.document() {
            return Err(RestoreError::OtherAgreement { title: document.title.clone() });
        }
        if written.clock < terms.date {
            return Err(part("clock", "stands before the agreement's date"));
        }
        let mut waived: Table<ActId, bool> = terms.acts.values().map(|_| false).collect();
        for name in &written.waived {
            let id = terms.act(name).map_err(|_| part("waived", "names an unknown act"))?;
            waived[id] = true;
        }
        let counters = as_long_as(&terms.graph.counters, written.sums, "sums")?;
        if counters.iter().any(|(id, sum)| *sum > terms.graph.counters[id].most) {
            return Err(part("sums", "one is past the most that any condition asks for"));
        }
        let remembered = Remembered {
            clock: written.clock,
            in_force: written.in_force,
            terminated: written.terminated,
            obligations: obligations(agreement, written.obligations)?,
            counters,
            waived,
            since: as_long_as(&terms.graph.elapsed, written.since, "since")?,
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
        Self::resume(agreement, remembered, journal).ok_or(RestoreError::NotAtRest)
    }
}

fn part(place: impl Into<String>, message: &'static str) -> RestoreError {
    RestoreError::Part { place: place.into(), message }
}

fn as_long_as<K: Key, T, U>(
    expected: &Table<K, T>,
    values: Vec<U>,
    place: &str,
) -> Result<Table<K, U>, RestoreError> {
    if values.len() == expected.len() {
        Ok(values.into_iter().collect())
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
