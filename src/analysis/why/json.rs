//! An explanation for machines: names as texts.

use std::num::NonZeroU64;

use serde::ser::{Serialize, Serializer};

use crate::monitor::{Cause, Status};
use crate::names::{self, Names, Text};
use crate::report::WrittenFinding;
use crate::terms::{Agreement, Condition};
use crate::time::Instant;
use crate::time::calendar::Term;

use super::Explanation;
use super::reason::{Again, Join, Move, Reason, Subject};

#[derive(serde::Serialize)]
struct Written {
    about: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<names::Subject<Text>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holding: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    obligation: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Condition<Text>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<WrittenFinding>,
    holds: bool,
    since: Option<Instant>,
    events: Vec<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    takes: Vec<WrittenMove>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instead: Vec<WrittenMove>,
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<&'static str>,
    /// Of what it rests on, whether all is needed or any one.
    #[serde(skip_serializing_if = "Option::is_none")]
    join: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because: Vec<Self>,
    cites: Vec<Box<str>>,
}

/// A move on the wire.
#[derive(Default, serde::Serialize)]
pub(in crate::analysis) struct WrittenMove {
    #[serde(rename = "move")]
    kind: &'static str,
    by: Vec<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    obligation: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<NonZeroU64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Term>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breaks: Vec<Box<str>>,
}

impl<V: Names> Serialize for Explanation<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::new(&self.agreement, &self.reason).serialize(serializer)
    }
}

impl Written {
    fn new<V: Names>(agreement: &Agreement<V>, reason: &Reason<V>) -> Self {
        let mut written = Self {
            about: "",
            subject: reason.of.as_ref().and_then(|subject| subject.spelled(agreement)),
            kind: None,
            opened: None,
            holding: None,
            obligation: None,
            status: None,
            cause: None,
            party: None,
            act: None,
            condition: None,
            finding: None,
            holds: reason.holds,
            since: reason.since,
            events: reason.events.clone(),
            takes: WrittenMove::all(agreement, &reason.takes),
            instead: WrittenMove::all(agreement, &reason.instead),
            again: reason.again.map(|again| match again {
                Again::Circle => "circle",
                Again::Told => "told",
                Again::Deeper => "deeper",
            }),
            join: (reason.because.len() > 1).then_some(match reason.join {
                Join::All => "all",
                Join::Any => "any",
            }),
            because: reason.because.iter().map(|below| Self::new(agreement, below)).collect(),
            cites: reason.cites.clone(),
        };
        written.about = match &reason.subject {
            Subject::Obligation { obligation, status, cause } => {
                written.obligation = agreement.obligation_name(*obligation).map(Into::into);
                written.status = Some(*status);
                written.cause = *cause;
                "obligation"
            }
            Subject::May { act, party } => {
                written.act = agreement.act_name(*act).map(Into::into);
                let party = party.and_then(|party| agreement.party_name(party));
                written.party = party.map(Into::into);
                "may"
            }
            Subject::Condition(condition) => {
                written.condition = condition.spelled(agreement);
                "condition"
            }
            Subject::Many { kind, opened, holding } => {
                written.kind = agreement.kind_name(*kind).map(Into::into);
                (written.opened, written.holding) = (Some(*opened), *holding);
                "subjects"
            }
            Subject::InForce => "in-force",
            Subject::Finding(finding) => {
                let finding = finding.translate(agreement.lexicon()).ok();
                written.finding =
                    finding.map(|finding| WrittenFinding::in_words(agreement, &finding));
                "finding"
            }
        };
        written
    }
}

impl WrittenMove {
    pub(in crate::analysis) fn all<V: Names>(
        agreement: &Agreement<V>,
        steps: &[Move<V>],
    ) -> Vec<Self> {
        steps.iter().map(|step| Self::new(agreement, step)).collect()
    }

    pub(in crate::analysis) fn new<V: Names>(agreement: &Agreement<V>, step: &Move<V>) -> Self {
        let party = |party: &V::Party| agreement.party_name(*party).map(Into::into);
        let act = |act: &V::Act| agreement.act_name(*act).map(Into::into);
        let obligation = |id: &V::Obligation| agreement.obligation_name(*id).map(Into::into);
        let by = step.parties().iter().filter_map(party).collect();
        let written = Self { by, ..Self::default() };
        match step {
            Move::Act { act: done, quantity, deadline, breaks, .. } => Self {
                kind: "act",
                act: act(done),
                quantity: Some(*quantity),
                until: *deadline,
                breaks: breaks.iter().filter_map(obligation).collect(),
                ..written
            },
            Move::Attest { obligation: id, .. } => {
                Self { kind: "attest", obligation: obligation(id), ..written }
            }
            Move::Deny { obligation: id, .. } => {
                Self { kind: "deny", obligation: obligation(id), ..written }
            }
            Move::Release { obligation: id, .. } => {
                Self { kind: "release", obligation: obligation(id), ..written }
            }
            Move::Waive { act: waived, .. } => Self { kind: "waive", act: act(waived), ..written },
            Move::Wait { until } => Self { kind: "wait", until: Some(*until), ..written },
            Move::WaitFor { term } => {
                let name = |it: &V::Calendar| agreement.calendar_name(*it).unwrap_or("?").into();
                Self { kind: "wait", span: Some(term.map(name)), ..written }
            }
            Move::Miss { obligation: id, deadline } => {
                Self { kind: "miss", obligation: obligation(id), until: Some(*deadline), ..written }
            }
            Move::Impossible => Self { kind: "impossible", ..written },
        }
    }
}
