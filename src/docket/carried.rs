//! A docket carried over to an agreement that takes the place of its own ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::monitor::{RefusalRecord, ShardRunner, named_in};
use crate::names::Names;
use crate::terms::{Agreement, CarryError};
use crate::time::Instant;

use super::Docket;
use super::answer::{Noted, NotedKind};

/// A case that can't be carried over to another agreement; [`Docket::carry_over`] has an example of one that can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{error}", case.as_ref().map(|case| format!("case `{case}`: ")).unwrap_or_default())]
#[non_exhaustive]
pub struct CaseCarryError {
    /// The case; none of one that the log gives no name, or where it is no case's fault.
    pub case: Option<Box<str>>,
    /// Why it can't be.
    pub error: CarryError,
}

impl<V: Names> Docket<V> {
    /// The docket with every run carried over to another agreement at an instant, as
    /// [`Monitor::carry_over`](crate::Monitor::carry_over) does it; none if one can't be.
    ///
    /// What was found on the way is among the findings of the event that comes next. The bytes of the docket before go
    /// on with another agreement: take a [`Docket::checkpoint`] first.
    ///
    /// ```
    /// use servanda::docket::Docket;
    /// use servanda::{Agreement, Event};
    /// let text = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
    ///     "parties": {"lender": "", "borrower": ""}, "acts": {"repay": {"by": ["borrower"]}},
    ///     "obligations": {"debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P7D"}}}"#;
    /// let old = Agreement::from_json(text)?;
    /// let new = Agreement::from_json(&text.replace("debt\"", "interest\""))?;
    ///
    /// let mut docket = Docket::new(&old);
    /// docket.apply(0, [Event::tick("2026-03-02T00:00:00Z".parse()?).case("one")]);
    /// let mut docket = docket.carry_over(&new, "2026-03-03T00:00:00Z".parse()?)?;
    /// assert_eq!(docket.reports()[0].left_behind().count(), 1);
    ///
    /// // It is saved and read back under the new agreement.
    /// # #[cfg(feature = "json")] {
    /// let (_, bytes) = docket.checkpoint();
    /// assert_eq!(Docket::restore(&new, &bytes)?.docket.reports(), docket.reports());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The first case that can't be carried over, and why.
    pub fn carry_over(&self, new: &Agreement<V>, at: Instant) -> Result<Self, CaseCarryError> {
        let of_no_case = |error| CaseCarryError { case: None, error };
        self.agreement.can_become(new).map_err(of_no_case)?;
        let standing = new.standing_after(&self.agreement);
        let mut carried = self.clone();
        carried.agreement = standing.clone();
        let runner = ShardRunner::new(&standing, self.judging.keeps_milestones);
        carried.cases = self.cases.taken_on_by(runner);
        let (by_ids, old) = (standing.erased(), self.agreement.terms());
        for number in self.cases.numbers() {
            let Some(case) = self.cases.case(number) else { continue };
            let name = || case.name().map(Into::into);
            let run = case.monitor(self.cases.runner()).carry_over(new, at);
            let run = run.map_err(|error| CaseCarryError { case: name(), error })?;
            let refusals = case.run().refusals().iter().map(|refusal| RefusalRecord {
                findings: refusal.findings.iter().map(|it| named_in(&by_ids, old, it)).collect(),
                ..*refusal
            });
            let found = case.run().findings().len()..run.ledger().findings.len();
            carried.cases.put(number, &run, refusals);
            carried.noted.extend(found.map(|place| Noted {
                offset: self.offset,
                case: number,
                what: NotedKind::Finding(place),
            }));
            carried.changed.cases.insert(number);
        }
        Ok(carried)
    }
}
