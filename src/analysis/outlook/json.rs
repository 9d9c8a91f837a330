//! An outlook and a party's lists for machines: names as texts.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::analysis::what_if::Difference;
use crate::analysis::why::WrittenMove;
use crate::monitor::Change;
use crate::names::{Names, Subject, Text};
use crate::report::WrittenFinding;
use crate::terms::Agreement;
use crate::time::Instant;

use super::{Agenda, Ahead, Breach, Choice, Finality, Outlook, Task, Threat, Waiting};

#[derive(serde::Serialize)]
struct WrittenBreach<'a> {
    obligation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    debtor: Option<&'a str>,
    creditor: Option<&'a str>,
    since: Option<Instant>,
    finality: Finality,
    cure: Vec<WrittenMove>,
}

#[derive(serde::Serialize)]
struct WrittenThreat {
    finding: Option<WrittenFinding>,
    averted_by: Vec<WrittenMove>,
}

#[derive(serde::Serialize)]
struct WrittenAhead {
    at: Instant,
    changes: Vec<Change<Text>>,
    findings: Vec<WrittenFinding>,
}

#[derive(serde::Serialize)]
struct WrittenChoice<'a, V: Names> {
    party: Option<&'a str>,
    act: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    discharges: Vec<&'a str>,
    carries_forward: Vec<&'a str>,
    breaches: Vec<&'a str>,
    makes_due: Vec<&'a str>,
    #[serde(bound(serialize = ""))]
    difference: &'a Difference<V>,
}

#[derive(serde::Serialize)]
struct WrittenTask<'a> {
    obligation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    deadline: Option<Instant>,
    step: WrittenMove,
}

#[derive(serde::Serialize)]
struct WrittenWaiting<'a> {
    obligation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    step: WrittenMove,
}

#[derive(serde::Serialize)]
struct WrittenKept<'a> {
    obligation: Option<&'a str>,
    subject: Option<Subject<Text>>,
}

fn subject<V: Names>(
    agreement: &Agreement<V>,
    subject: Option<&Subject<V>>,
) -> Option<Subject<Text>> {
    subject?.spelled(agreement)
}

fn breach<'a, V: Names>(agreement: &'a Agreement<V>, breach: &Breach<V>) -> WrittenBreach<'a> {
    WrittenBreach {
        obligation: agreement.obligation_name(breach.obligation),
        subject: subject(agreement, breach.subject.as_ref()),
        debtor: agreement.party_name(breach.debtor),
        creditor: agreement.party_name(breach.creditor),
        since: breach.since,
        finality: breach.finality,
        cure: WrittenMove::all(agreement, &breach.cure),
    }
}

fn threat<V: Names>(agreement: &Agreement<V>, threat: &Threat<V>) -> WrittenThreat {
    let finding = threat.finding.translate(agreement.lexicon()).ok();
    WrittenThreat {
        finding: finding.map(|finding| WrittenFinding::foreseen(agreement, &finding)),
        averted_by: WrittenMove::all(agreement, &threat.averted_by),
    }
}

fn ahead<V: Names>(agreement: &Agreement<V>, ahead: &Ahead<V>) -> WrittenAhead {
    let changes = ahead.changes.iter().filter_map(|change| {
        let change = change.translate(agreement.lexicon()).ok()?;
        let Ok(change) = change.translate(agreement.terms());
        Some(change)
    });
    let findings = ahead.findings.iter().filter_map(|finding| {
        let finding = finding.translate(agreement.lexicon()).ok()?;
        Some(WrittenFinding::foreseen(agreement, &finding))
    });
    WrittenAhead { at: ahead.at, changes: changes.collect(), findings: findings.collect() }
}

fn choice<'a, V: Names>(
    agreement: &'a Agreement<V>,
    choice: &'a Choice<V>,
) -> WrittenChoice<'a, V> {
    let names = |obligations: &mut dyn Iterator<Item = V::Obligation>| -> Vec<&'a str> {
        obligations.filter_map(|it| agreement.obligation_name(it)).collect()
    };
    WrittenChoice {
        party: agreement.party_name(choice.party),
        act: agreement.act_name(choice.act),
        subject: subject(agreement, choice.subject.as_ref()),
        discharges: names(&mut choice.discharges()),
        carries_forward: names(&mut choice.carries_forward()),
        breaches: names(&mut choice.breaches()),
        makes_due: names(&mut choice.makes_due()),
        difference: &choice.difference,
    }
}

impl<V: Names> Serialize for Outlook<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let breaches: Vec<WrittenBreach<'_>> =
            self.breaches.iter().map(|it| breach(agreement, it)).collect();
        let coming: Vec<WrittenAhead> = self.ahead.iter().map(|it| ahead(agreement, it)).collect();
        let choices: Vec<WrittenChoice<'_, V>> =
            self.choices.iter().map(|it| choice(agreement, it)).collect();
        let threats: Vec<WrittenThreat> =
            self.threats.iter().map(|it| threat(agreement, it)).collect();
        let fields = if self.until.is_some() { 9 } else { 8 };
        let mut outlook = serializer.serialize_struct("Outlook", fields)?;
        outlook.serialize_field("at", &self.at)?;
        outlook.serialize_field("outcome", &self.outcome)?;
        outlook.serialize_field("finality", &self.finality)?;
        outlook.serialize_field("breaches", &breaches)?;
        outlook.serialize_field("ahead", &coming)?;
        outlook.serialize_field("threats", &threats)?;
        outlook.serialize_field("end", &self.end)?;
        if let Some(until) = self.until {
            outlook.serialize_field("until", &until)?;
        }
        outlook.serialize_field("choices", &choices)?;
        outlook.end()
    }
}

impl<V: Names> Serialize for Agenda<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let tasks = |tasks: &[Task<V>]| -> Vec<WrittenTask<'_>> {
            let task = |task: &Task<V>| WrittenTask {
                obligation: agreement.obligation_name(task.obligation),
                subject: subject(agreement, task.subject.as_ref()),
                deadline: task.deadline,
                step: WrittenMove::new(agreement, &task.step),
            };
            tasks.iter().map(task).collect()
        };
        let waiting = |waiting: &Waiting<V>| WrittenWaiting {
            obligation: agreement.obligation_name(waiting.obligation),
            subject: subject(agreement, waiting.subject.as_ref()),
            step: WrittenMove::new(agreement, &waiting.step),
        };
        let waiting: Vec<WrittenWaiting<'_>> = self.waiting.iter().map(waiting).collect();
        let kept: Vec<&str> =
            self.to_keep.iter().filter_map(|it| agreement.obligation_name(*it)).collect();
        let kept_in = self.to_keep_in.iter().map(|(obligation, of)| WrittenKept {
            obligation: agreement.obligation_name(*obligation),
            subject: subject(agreement, Some(of)),
        });
        let kept_in: Vec<WrittenKept<'_>> = kept_in.collect();
        let fields = if kept_in.is_empty() { 8 } else { 9 };
        let mut agenda = serializer.serialize_struct("Agenda", fields)?;
        agenda.serialize_field("party", &agreement.party_name(self.party))?;
        agenda.serialize_field("at", &self.at)?;
        agenda.serialize_field("overdue", &tasks(&self.overdue))?;
        agenda.serialize_field("due_soon", &tasks(&self.due_soon))?;
        agenda.serialize_field("due", &tasks(&self.due))?;
        agenda.serialize_field("to_verify", &tasks(&self.to_verify))?;
        agenda.serialize_field("to_keep", &kept)?;
        if !kept_in.is_empty() {
            agenda.serialize_field("to_keep_in", &kept_in)?;
        }
        agenda.serialize_field("waiting", &waiting)?;
        agenda.end()
    }
}
