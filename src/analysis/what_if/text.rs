//! A difference for people.

use std::fmt;

use crate::escape::escaped;
use crate::names::{Ids, Names, Subject};
use crate::report::{Phrases, Prose};
use crate::time::Instant;

use super::{Difference, Shift};

/// A difference as text, to print: see [`Difference::text`].
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::{Event, Monitor};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let difference = monitor.what_if([&accepted]);
/// println!("{}", difference.text());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub struct DifferenceText<'a, V: Names = Ids> {
    difference: &'a Difference<V>,
    prose: Prose<'a, V>,
}

impl<V: Names> fmt::Debug for DifferenceText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DifferenceText").field(self.difference).finish()
    }
}

impl<'a, V: Names> DifferenceText<'a, V> {
    pub(super) fn new(difference: &'a Difference<V>, phrases: &'a dyn Phrases) -> Self {
        Self { difference, prose: Prose::new(&difference.agreement).with(phrases) }
    }

    fn shift(&self, f: &mut fmt::Formatter<'_>, shift: &Shift<V>) -> fmt::Result {
        let when = |deadline: Option<Instant>| {
            let told = |at| self.prose.instant_of(shift.obligation, at);
            deadline.map_or_else(|| "none".to_owned(), told)
        };
        let who = |party: Option<V::Party>| {
            party.map_or("nobody".to_owned(), |party| self.prose.party(party))
        };
        let mut said = Vec::new();
        if shift.status.is_change() {
            said.push(format!("{} → {}", shift.status.from, shift.status.to));
        }
        if shift.progress.is_change() {
            said.push(format!("done {} → {}", shift.progress.from, shift.progress.to));
        }
        if shift.deadline.is_change() {
            let (from, to) = (when(shift.deadline.from), when(shift.deadline.to));
            said.push(format!("deadline {from} → {to}"));
        }
        if shift.debtor.is_change() {
            let (from, to) = (who(shift.debtor.from), who(shift.debtor.to));
            said.push(format!("owed by {to}, no longer by {from}"));
        }
        if shift.creditor.is_change() {
            let (from, to) = (who(shift.creditor.from), who(shift.creditor.to));
            said.push(format!("owed to {to}, no longer to {from}"));
        }
        if shift.verifier.is_change() {
            let (from, to) = (who(shift.verifier.from), who(shift.verifier.to));
            said.push(format!("verified by {to}, no longer by {from}"));
        }
        let subject = shift.subject.as_ref().map(|subject| format!(" ({})", self.subject(subject)));
        let duty = self.prose.obligation(shift.obligation);
        writeln!(f, "  {duty}{}: {}", subject.unwrap_or_default(), said.join(", "))
    }

    /// A subject, with what it is one of.
    fn subject(&self, subject: &Subject<V>) -> String {
        let kind = self.difference.agreement.kind_name(subject.kind).unwrap_or_default();
        format!("{} {subject}", escaped(kind))
    }

    fn acts(
        &self,
        f: &mut fmt::Formatter<'_>,
        heading: &str,
        acts: &[(V::Party, V::Act)],
    ) -> fmt::Result {
        let acts: Vec<String> = acts
            .iter()
            .map(|(party, act)| format!("{} by {}", self.prose.act(*act), self.prose.party(*party)))
            .collect();
        if acts.is_empty() { Ok(()) } else { writeln!(f, "  {heading}: {}", acts.join(", ")) }
    }
}

impl<V: Names> fmt::Display for DifferenceText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let difference = self.difference;
        write!(
            f,
            "from {} to {}",
            self.prose.instant(difference.clock.from),
            self.prose.instant(difference.clock.to)
        )?;
        let outcome = difference.outcome;
        if outcome.is_change() {
            writeln!(f, ": {} → {}", outcome.from, outcome.to)?;
        } else {
            writeln!(f, ": {} as before", outcome.to)?;
        }
        if difference.is_idle() {
            return writeln!(f, "  nothing changes");
        }
        if difference.in_force.is_change() {
            writeln!(f, "  the agreement enters into force")?;
        }
        if difference.terminated.is_change() {
            writeln!(f, "  the agreement terminates")?;
        }
        for subject in &difference.subjects {
            writeln!(f, "  {} opens", self.subject(subject))?;
        }
        for shift in &difference.obligations {
            self.shift(f, shift)?;
        }
        self.acts(f, "may be done now", &difference.opened)?;
        self.acts(f, "may be done no longer", &difference.closed)?;
        for finding in &difference.findings {
            writeln!(f, "  {}: {}", finding.kind(), self.prose.foreseen(finding))?;
        }
        for refusal in &difference.refusals {
            let why = self.prose.refusal(refusal);
            writeln!(f, "  event {} is refused: {why}", refusal.event)?;
        }
        Ok(())
    }
}

impl<V: Names> fmt::Display for Difference<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}
