//! A run carried over to an agreement that takes the place of its own ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::names::Names;
use crate::terms::{Agreement, CarryError};
use crate::time::Instant;

use super::public::Monitor;
use super::rules::change;

impl<V: Names> Monitor<V> {
    /// The run, carried over to another agreement at an instant: time runs to there under the old one, and what both
    /// have keeps its state.
    ///
    /// Its agreement, [`Monitor::agreement`], is the new one, which has the names of the old one after its own: what
    /// was found, and what is left behind ([`Report::left_behind`](crate::Report::left_behind)), goes by them.
    ///
    /// ```
    /// use servanda::{Agreement, Event, Monitor, Report, Status};
    /// let text = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
    ///     "parties": {"lender": "", "borrower": ""}, "acts": {"repay": {"by": ["borrower"]}},
    ///     "obligations": {"debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P7D"}}}"#;
    /// let old = Agreement::from_json(text)?;
    /// let new = Agreement::from_json(&text.replace("debt\"", "interest\""))?;
    ///
    /// let run = Monitor::new(&old).carry_over(&new, "2026-03-02T00:00:00Z".parse()?)?;
    /// assert_eq!(run.status(new.obligation("interest")?), Some(Status::Due));
    /// let left = Report::of(&run).left_behind().next().ok_or("one was left")?;
    /// assert_eq!(run.agreement().obligation_name(left.standings.obligation), Some("debt"));
    /// assert_eq!(left.standings.status, Status::Lapsed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What can't be carried over, and that the run has not begun or stands later. A run remembers of what has happened
    /// what its own agreement asks for; where the new one asks for more, the log is to be judged with both at hand
    /// ([`Verifier::also`](crate::Verifier::also)).
    pub fn carry_over(&self, new: &Agreement<V>, at: Instant) -> Result<Self, CarryError> {
        let clock = self.clock();
        if clock.is_none_or(|clock| at < clock) {
            return Err(CarryError::TooEarly { clock });
        }
        self.agreement().can_become(new)?;
        let mut run = self.clone();
        if run.advance(at).is_err() {
            return Err(CarryError::TooEarly { clock });
        }
        let (old, new) = (self.agreement().erased(), new.erased());
        let succession = new.in_place_of(&old);
        let (mut state, mut ledger) = (run.state().clone(), run.ledger().clone());
        let terms = succession.agreement.terms();
        change(old.terms(), terms, &succession.renamed, &mut state, &mut ledger)?;
        // Both agreements are written in the vocabulary.
        let agreement = succession.agreement.in_names_of();
        Ok(Self::at(&agreement.unwrap_or_else(|_| self.agreement().clone()), state, ledger))
    }
}
