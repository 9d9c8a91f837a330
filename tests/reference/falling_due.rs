//! What is fixed when an obligation falls due (sections 4 and 9).

use super::document::{Deadline, Form, Moment, Whom};
use super::duty::Duty;
use super::run::Finding;
use super::state::{Standing, Status};
use super::term::Term;
use super::told::Told;

/// What is fixed when an obligation falls due.
pub(crate) struct Fixed {
    pub(crate) quantity: Option<u64>,
    beyond: Option<u64>,
    debtor: String,
    creditor: String,
    verifier: Option<String>,
}

impl Duty<'_> {
    pub(crate) fn fall_due(
        &self,
        standing: &mut Standing,
        fixed: Fixed,
        is_done: bool,
        findings: &mut Vec<Finding>,
    ) {
        let now = self.now();
        standing.quantity = fixed.quantity;
        standing.beyond = fixed.beyond;
        standing.debtor = Some(fixed.debtor.clone());
        standing.creditor = Some(fixed.creditor);
        standing.verifier = fixed.verifier;
        standing.due = Some(now);
        standing.due_since = Some(now);
        standing.status = Status::Due;
        let found = self.set_deadline(standing);
        match (is_done, &standing.verifier) {
            (true, Some(_)) => {
                standing.rest(Status::Performed, now);
                standing.enough = Some(now);
            }
            (true, None) => standing.close(Status::Discharged, now, self.is_timer()),
            (false, _) => findings.extend(found.map(|kind| {
                let party = (kind == "deadline-passed").then_some(fixed.debtor);
                self.finding(kind, party)
            })),
        }
    }

    /// Sets the deadline of what falls due now; what is found of it.
    fn set_deadline(&self, standing: &mut Standing) -> Option<&'static str> {
        let in_calendar = |term: &Term| term.within.is_some();
        let (at, is_unreckoned) = match self.obligation.deadline.as_ref()? {
            Deadline::Within(term) => (term.after(self.now(), 1), in_calendar(term)),
            Deadline::At(moment) => {
                let is_unreckoned = match moment {
                    Moment::Told(_, Some((term, _))) => in_calendar(term),
                    _ => false,
                };
                (self.view().instant(self.scope, moment), is_unreckoned)
            }
        };
        match at {
            None => is_unreckoned.then_some("unreckoned"),
            Some(at) if at < self.now() => Some("deadline-passed"),
            Some(at) => {
                standing.deadline = Some(at);
                None
            }
        }
    }

    /// All that its figures, its instant and its parties need; none while something is untold.
    pub(crate) fn fixed(&self, standing: &Standing) -> Option<Fixed> {
        let obligation = self.obligation;
        let view = self.view();
        let told = |name: &str| view.told(self.scope, name);
        let party = |whom: &Whom, is_amended: bool, now: &Option<String>| match whom {
            Whom::Told(name) if !is_amended => match told(name) {
                Some(Told::Party(party)) => Some(party),
                _ => None,
            },
            _ => now.clone(),
        };
        let debtor = party(&obligation.debtor, standing.is_amended[0], &standing.debtor)?;
        let creditor = party(&obligation.creditor, standing.is_amended[1], &standing.creditor)?;
        let verifier = match &obligation.verifier {
            Some(whom) => Some(party(whom, standing.is_amended[2], &standing.verifier)?),
            None => standing.verifier.clone(),
        };
        if debtor == creditor || verifier.as_ref() == Some(&debtor) {
            return None;
        }
        let is_told = matches!(obligation.debtor, Whom::Told(_)) && !standing.is_amended[0];
        let is_able = view.acts_of(obligation).all(|act| view.is_able(&debtor, act, self.scope));
        if is_told && !is_able {
            return None;
        }
        if let Some(Deadline::At(Moment::Told(name, _))) = &obligation.deadline {
            told(name)?;
        }
        let quantity = match obligation.form {
            Form::Perform(_) => Some(obligation.quantity.value(told)?),
            _ => None,
        };
        let beyond = match obligation.form {
            Form::Refrain(_) => Some(obligation.beyond.value(told)?),
            _ => None,
        };
        Some(Fixed { quantity, beyond, debtor, creditor, verifier })
    }
}
