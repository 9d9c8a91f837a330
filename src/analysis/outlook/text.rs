//! An outlook for people.

use std::collections::BTreeSet;
use std::fmt;

use crate::analysis::why::told;
use crate::monitor::{Change, Finding};
use crate::names::{Ids, Names};
use crate::report::{Phrases, Prose};

use super::{Ahead, Breach, Choice, Finality, Outlook};

/// Of so many subjects at most a line each is told.
const FEW: usize = 5;

/// An outlook as text, to print: see [`Outlook::text`].
///
/// ```
/// use servanda::Monitor;
/// use servanda::cuba::{self, Reading};
/// let outlook = Monitor::new(&cuba::agreement(Reading::Verified)?).outlook();
/// let (plain, told) = (outlook.text().to_string(), outlook.text_with(&cuba::PHRASES).to_string());
/// assert!(plain.contains("accept-proposal") && plain != told);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub struct OutlookText<'a, V: Names = Ids> {
    outlook: &'a Outlook<V>,
    prose: Prose<'a, V>,
}

impl<V: Names> fmt::Debug for OutlookText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OutlookText").field(self.outlook).finish()
    }
}

impl<'a, V: Names> OutlookText<'a, V> {
    pub(super) fn new(outlook: &'a Outlook<V>, phrases: &'a dyn Phrases) -> Self {
        Self { outlook, prose: Prose::new(&outlook.agreement).with(phrases) }
    }

    fn breach(&self, f: &mut fmt::Formatter<'_>, breach: &Breach<V>) -> fmt::Result {
        let obligation = self.prose.obligation(breach.obligation);
        write!(f, "  ")?;
        if let Some(subject) = &breach.subject {
            write!(f, "{}: ", self.prose.subject(subject))?;
        }
        write!(f, "{obligation}, owed by {}", self.prose.party(breach.debtor))?;
        if let Some(since) = breach.since {
            write!(f, ", since {}", self.prose.instant_of(breach.obligation, since))?;
        }
        let steps: Vec<String> = breach.cure.iter().map(|step| told(&self.prose, step)).collect();
        if steps.is_empty() {
            writeln!(f, ": only {} can give it up", self.prose.party(breach.creditor))
        } else {
            writeln!(f, ": made good by {}", steps.join(", and then "))
        }
    }

    fn ahead(&self, f: &mut fmt::Formatter<'_>, ahead: &Ahead<V>) -> fmt::Result {
        let at = self.prose.instant(ahead.at);
        let alone = |finding: &Finding<V>| {
            let finding = Finding { subject: None, ..finding.clone() };
            format!("{}: {}", finding.kind(), self.prose.foreseen(&finding))
        };
        let mut told_of_many = BTreeSet::new();
        for finding in &ahead.findings {
            let line = alone(finding);
            let same = ahead.findings.iter().filter(|it| it.subject.is_some());
            let same = same.filter(|it| alone(it) == line).count();
            if let Some(subject) = finding.subject.as_ref().filter(|_| same > FEW) {
                let kind = self.prose.kind(subject.kind);
                if told_of_many.insert(line.clone()) {
                    writeln!(f, "  {at}  {line}, of {same} {kind}")?;
                }
                continue;
            }
            writeln!(f, "  {at}  {}: {}", finding.kind(), self.prose.foreseen(finding))?;
            let threats = self.outlook.threats.iter();
            for step in threats.filter(|it| it.finding == *finding).flat_map(|it| &it.averted_by) {
                writeln!(f, "      averted by {}", told(&self.prose, step))?;
            }
        }
        let alone =
            |change: &Change<V>| self.prose.change(&Change { subject: None, ..change.clone() });
        let mut told_of_many = BTreeSet::new();
        for change in &ahead.changes {
            let line = alone(change);
            let same = ahead.changes.iter().filter(|it| it.subject.is_some());
            let same = same.filter(|it| alone(it) == line).count();
            if let Some(subject) = change.subject.as_ref().filter(|_| same > FEW) {
                let kind = self.prose.kind(subject.kind);
                if told_of_many.insert(line.clone()) {
                    writeln!(f, "  {at}  {line}, of {same} {kind}")?;
                }
                continue;
            }
            writeln!(f, "  {at}  {}", self.prose.change(change))?;
        }
        Ok(())
    }

    fn choice(&self, f: &mut fmt::Formatter<'_>, choice: &Choice<V>) -> fmt::Result {
        let prose = &self.prose;
        let names = |obligations: &mut dyn Iterator<Item = V::Obligation>| -> Vec<String> {
            obligations.map(|obligation| prose.obligation(obligation)).collect()
        };
        let opens = choice.opens().iter();
        let opens =
            opens.map(|(party, act)| format!("{} to {}", prose.act(*act), prose.party(*party)));
        let said: Vec<String> = [
            ("discharges", names(&mut choice.discharges())),
            ("carries forward", names(&mut choice.carries_forward())),
            ("breaches", names(&mut choice.breaches())),
            ("disregards", names(&mut choice.disregards())),
            ("makes due", names(&mut choice.makes_due())),
            ("opens", opens.collect()),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(verb, names)| format!("{verb} {}", names.join(", ")))
        .collect();
        let said =
            if said.is_empty() { "closes what was open".to_owned() } else { said.join("; ") };
        let of = choice.subject.as_ref().map(|it| format!(" in {}", prose.subject(it)));
        let (act, party) = (prose.act(choice.act), prose.party(choice.party));
        writeln!(f, "  {act} by {party}{}: {said}", of.unwrap_or_default())
    }
}

impl<V: Names> fmt::Display for OutlookText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outlook = self.outlook;
        let finality = match outlook.finality {
            Finality::Open => "",
            Finality::Curable => ", and can be made good",
            Finality::Pardonable => ", for good unless it is given up",
            Finality::Final => ", for good",
        };
        writeln!(f, "as of {}: {}{finality}", self.prose.instant(outlook.at), outlook.outcome)?;
        if !outlook.breaches.is_empty() {
            writeln!(f, "\nBreached")?;
        }
        for breach in &outlook.breaches {
            self.breach(f, breach)?;
        }
        writeln!(f, "\nIf nobody does anything more")?;
        for ahead in &outlook.ahead {
            self.ahead(f, ahead)?;
        }
        if let Some(until) = outlook.until {
            let until = self.prose.instant(until);
            writeln!(f, "  and so on; at {until} it is {}", outlook.end)?;
        } else if outlook.ahead.is_empty() {
            writeln!(f, "  time brings nothing; it stays {}", outlook.end)?;
        } else {
            writeln!(f, "  then nothing more; it ends {}", outlook.end)?;
        }
        if !outlook.choices.is_empty() {
            writeln!(f, "\nWhat may be done now")?;
        }
        for choice in outlook.choices.iter().filter(|choice| !choice.is_idle()) {
            self.choice(f, choice)?;
        }
        match outlook.choices.iter().filter(|choice| choice.is_idle()).count() {
            0 => Ok(()),
            1 => writeln!(f, "  one act more, which moves nothing"),
            many => writeln!(f, "  {many} acts more, which move nothing"),
        }
    }
}

impl<V: Names> fmt::Display for Outlook<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}
