//! Judges a log under several readings side by side.

use std::collections::BTreeSet;

use crate::event::{Deed, Event};
use crate::monitor::{Finding, FindingKind, Matter, Monitor, RefusalRecord, Status};
use crate::names::{Names, Subject, Text};
use crate::report::Report;
use crate::terms::{Agreement, Named};
use crate::time::Instant;
use crate::verify::Verifier;

use super::{FindingRow, Readings, StatusRow, TurningPoint};

/// One reading at work.
struct Judge<V: Names> {
    verifier: Verifier<V>,
    monitor: Monitor<V>,
    /// How many findings and refusals were told already.
    told: (usize, usize),
    /// What was refused so far.
    refusals: Vec<RefusalRecord>,
}

/// An obligation by its text, and the subject in which it exists, if it is of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Duty {
    obligation: Box<str>,
    subject: Option<Subject<Text>>,
}

pub(super) fn compare<V: Names>(
    readings: Vec<(String, Verifier<V>)>,
    log: &[Event<Text>],
) -> Readings<V> {
    let (names, verifiers): (Vec<String>, Vec<Verifier<V>>) = readings.into_iter().unzip();
    let mut judges: Vec<Judge<V>> = verifiers.into_iter().map(Judge::new).collect();
    let mut turns = Vec::new();
    let mut apart = BTreeSet::new();
    let mut findings: Vec<FindingRow> = Vec::new();
    let mut turn = |judges: &mut [Judge<V>], event: Option<u64>, at: Instant| {
        let now = differing(judges);
        let news = rows(judges.iter_mut().map(Judge::news).collect());
        let by_finding = !news.is_empty();
        findings.extend(news);
        let part = obligations(now.difference(&apart));
        let join = obligations(apart.difference(&now));
        if by_finding || !part.is_empty() || !join.is_empty() {
            turns.push(TurningPoint { event, at, part, join, by_finding });
        }
        apart = now;
    };
    for (event, place) in log.iter().zip(1_u64..) {
        for judge in &mut judges {
            judge.take(event, place);
        }
        turn(&mut judges, Some(place), event.time);
    }
    let mut end = None;
    for judge in &mut judges {
        end = end.max(Some(judge.finish()));
    }
    if let Some(end) = end {
        turn(&mut judges, None, end);
    }
    let obligations = duties(&judges).into_iter().filter_map(|duty| {
        let statuses: Vec<Option<Status>> = judges.iter().map(|it| it.status(&duty)).collect();
        let is_row = statuses.iter().any(|status| Some(status) != statuses.first());
        let Duty { obligation, subject } = duty;
        is_row.then_some(StatusRow { obligation, subject, statuses })
    });
    let obligations = obligations.collect();
    findings.sort_by_key(|row| (row.at, row.event));
    Readings {
        names,
        obligations,
        findings,
        turns,
        reports: judges.into_iter().map(Judge::report).collect(),
    }
}

impl<V: Names> Judge<V> {
    fn new(verifier: Verifier<V>) -> Self {
        let monitor = Monitor::new(verifier.agreement()).without_history();
        Self { verifier, monitor, told: (0, 0), refusals: Vec::new() }
    }

    fn take(&mut self, event: &Event<Text>, place: u64) {
        let event = event.clone().resolved_or_unknown(self.verifier.agreement());
        if self.verifier.takes(&event) {
            let refused = self.monitor.take_at(place, &event, self.verifier.manner());
            self.refusals.extend(refused.map(|refusal| *refusal));
        }
    }

    /// Moves on to the end of the log, and says when that is.
    fn finish(&mut self) -> Instant {
        let end = self.verifier.end().unwrap_or(self.monitor.now());
        // An end before the agreement's date moves nothing: the clock starts there.
        let _ = self.monitor.advance(end.max(self.monitor.now()));
        end
    }

    fn report(self) -> Report<V> {
        let end = self.verifier.end();
        Report::of(&self.monitor).with_refusals(self.refusals).with_as_of(end)
    }

    fn status(&self, duty: &Duty) -> Option<Status> {
        let agreement = self.verifier.agreement();
        let obligation = agreement.obligation(&duty.obligation).ok()?;
        match &duty.subject {
            None => self.monitor.status(obligation),
            Some(subject) => {
                let kind = agreement.kind(&subject.kind).ok()?;
                self.monitor.subject(kind, &subject.name)?.status(obligation)
            }
        }
    }

    /// Its obligations in the order of the document, those of kinds in each subject that there is.
    fn duties(&self) -> impl Iterator<Item = Duty> {
        let (terms, state) = (self.verifier.agreement().terms(), self.monitor.state());
        terms.obligations.iter().flat_map(move |(id, obligation)| {
            state.scopes(obligation.of).map(move |scope| Duty {
                obligation: terms.obligation_names[id].clone(),
                subject: state.named(scope).map(|subject| {
                    let Ok(subject) = subject.translate(terms);
                    subject
                }),
            })
        })
    }

    /// What was found and refused since this was asked last.
    fn news(&mut self) -> Vec<Found> {
        let agreement = self.verifier.agreement();
        let (findings, refusals) = self.told;
        let names = Named(agreement.lexicon());
        let refused = self.refusals.iter().skip(refusals).flat_map(|it| &it.findings);
        let refused = refused.map(|finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        });
        let news = self.monitor.findings().skip(findings).chain(refused);
        let news = news.map(|finding| Found::new(agreement, &finding)).collect();
        self.told = (self.monitor.findings().len(), self.refusals.len());
        news
    }
}

/// A finding by the texts of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    at: Instant,
    event: Option<u64>,
    subject: Option<Subject<Text>>,
    obligation: Option<Box<str>>,
    act: Option<Box<str>>,
    kind: FindingKind,
}

impl Found {
    fn new<V: Names>(agreement: &Agreement<V>, finding: &Finding<V>) -> Self {
        let obligation = finding.obligation().and_then(|it| agreement.obligation_name(*it));
        let act = finding.act().and_then(|it| agreement.act_name(*it));
        let subject = finding.subject.as_ref().and_then(|subject| {
            let kind = agreement.kind_name(subject.kind)?.into();
            Some(Subject { kind, name: subject.name.clone() })
        });
        let mut found = Self {
            at: finding.at,
            event: finding.event,
            subject,
            obligation: obligation.map(Into::into),
            act: act.map(Into::into),
            kind: finding.kind(),
        };
        if let Matter::Void { deed: Deed::Unknown(deed), .. } = &finding.matter {
            found.obligation = deed.obligation().cloned();
            found.act = deed.act().cloned();
        }
        found
    }

    fn is_of(&self, row: &FindingRow) -> bool {
        (self.at, self.event) == (row.at, row.event)
            && self.subject == row.subject
            && (&self.obligation, &self.act) == (&row.obligation, &row.act)
    }
}

/// All obligations, in the order in which the readings have them.
fn duties<V: Names>(judges: &[Judge<V>]) -> Vec<Duty> {
    let mut known = BTreeSet::new();
    let mut duties = Vec::new();
    for duty in judges.iter().flat_map(Judge::duties) {
        if known.insert(duty.clone()) {
            duties.push(duty);
        }
    }
    duties
}

/// The obligations whose statuses differ now, among the readings that have them.
fn differing<V: Names>(judges: &[Judge<V>]) -> BTreeSet<Duty> {
    let differs = |duty: &Duty| {
        let mut statuses = judges.iter().filter_map(|judge| judge.status(duty));
        let first = statuses.next();
        statuses.any(|status| Some(status) != first)
    };
    duties(judges).into_iter().filter(differs).collect()
}

/// The texts of obligations, each once.
fn obligations<'a>(duties: impl Iterator<Item = &'a Duty>) -> Vec<Box<str>> {
    let names: BTreeSet<&Box<str>> = duties.map(|duty| &duty.obligation).collect();
    names.into_iter().cloned().collect()
}

/// What is not found alike under all readings.
fn rows(found: Vec<Vec<Found>>) -> Vec<FindingRow> {
    let readings = found.len();
    let mut rows: Vec<FindingRow> = Vec::new();
    for (number, found) in found.into_iter().enumerate() {
        for found in found {
            // A row has room for one finding of each reading; what comes twice gets two rows.
            let row = rows.iter().position(|row| {
                found.is_of(row) && row.kinds.get(number).is_some_and(Option::is_none)
            });
            let row = row.unwrap_or_else(|| {
                rows.push(FindingRow {
                    at: found.at,
                    event: found.event,
                    subject: found.subject.clone(),
                    obligation: found.obligation.clone(),
                    act: found.act.clone(),
                    kinds: vec![None; readings],
                });
                rows.len().saturating_sub(1)
            });
            let kind = rows.get_mut(row).and_then(|row| row.kinds.get_mut(number));
            if let Some(kind) = kind {
                *kind = Some(found.kind);
            }
        }
    }
    rows.retain(|row| row.kinds.iter().any(|kind| Some(kind) != row.kinds.first()));
    rows
}
