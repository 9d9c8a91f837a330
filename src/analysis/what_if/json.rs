//! A difference for machines: names as texts.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::monitor::Status;
use crate::names::{Names, Subject, Text};
use crate::report::{Amount, WrittenFinding, WrittenRefusal};
use crate::terms::Agreement;
use crate::time::Instant;

use super::{Difference, Shift, Turn};

#[derive(serde::Serialize)]
struct WrittenShift<'a> {
    obligation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Turn<Status>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<Turn<Amount>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Turn<Option<Instant>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    debtor: Option<Turn<Option<&'a str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creditor: Option<Turn<Option<&'a str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verifier: Option<Turn<Option<&'a str>>>,
}

/// An act of a party on the wire.
#[derive(serde::Serialize)]
struct WrittenAct<'a> {
    party: Option<&'a str>,
    act: Option<&'a str>,
}

fn changed<T: PartialEq>(turn: Turn<T>) -> Option<Turn<T>> {
    turn.is_change().then_some(turn)
}

impl<'a> WrittenShift<'a> {
    fn new<V: Names>(agreement: &'a Agreement<V>, shift: &Shift<V>) -> Self {
        let party = |party: V::Party| agreement.party_name(party);
        let party = |turn: Turn<Option<V::Party>>| {
            changed(Turn { from: turn.from.and_then(party), to: turn.to.and_then(party) })
        };
        let id = agreement.lexicon().obligation_id(shift.obligation);
        let amount = |whole| Amount::of(agreement.terms(), id, whole);
        Self {
            obligation: agreement.obligation_name(shift.obligation),
            subject: shift.subject.as_ref().and_then(|subject| subject.spelled(agreement)),
            status: changed(shift.status),
            progress: changed(shift.progress)
                .map(|turn| Turn { from: amount(turn.from), to: amount(turn.to) }),
            deadline: changed(shift.deadline),
            debtor: party(shift.debtor),
            creditor: party(shift.creditor),
            verifier: party(shift.verifier),
        }
    }
}

impl<V: Names> Serialize for Difference<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let acts = |acts: &[(V::Party, V::Act)]| -> Vec<WrittenAct<'_>> {
            acts.iter()
                .map(|(party, act)| WrittenAct {
                    party: agreement.party_name(*party),
                    act: agreement.act_name(*act),
                })
                .collect()
        };
        let shifts: Vec<WrittenShift<'_>> =
            self.obligations.iter().map(|shift| WrittenShift::new(agreement, shift)).collect();
        let subjects = self.subjects.iter().filter_map(|subject| subject.spelled(agreement));
        let subjects: Vec<Subject<Text>> = subjects.collect();
        let findings: Vec<WrittenFinding> = self
            .findings
            .iter()
            .filter_map(|finding| finding.translate(agreement.lexicon()).ok())
            .map(|finding| WrittenFinding::foreseen(agreement, &finding))
            .collect();
        let refusals: Vec<WrittenRefusal> = self
            .refusals
            .iter()
            .filter_map(|refusal| refusal.record())
            .map(|refusal| WrittenRefusal::in_words(agreement, &refusal))
            .collect();
        let mut difference = serializer.serialize_struct("Difference", 10)?;
        difference.serialize_field("clock", &self.clock)?;
        difference.serialize_field("outcome", &self.outcome)?;
        difference.serialize_field("in_force", &self.in_force)?;
        difference.serialize_field("terminated", &self.terminated)?;
        match subjects.is_empty() {
            true => difference.skip_field("subjects")?,
            false => difference.serialize_field("subjects", &subjects)?,
        }
        difference.serialize_field("obligations", &shifts)?;
        difference.serialize_field("opened", &acts(&self.opened))?;
        difference.serialize_field("closed", &acts(&self.closed))?;
        difference.serialize_field("findings", &findings)?;
        difference.serialize_field("refusals", &refusals)?;
        difference.end()
    }
}
