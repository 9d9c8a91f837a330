//! Logs that are judged by time: each event as if it had been logged when it happened, whatever was logged
//! late, withdrawn or corrected ([SEMANTICS.md, section 11](crate::guide::law#11-evidence-that-moves)).

mod consent;
mod desk;
mod difference;
#[cfg(feature = "render")]
mod drawn;
mod evidence;
mod journal;
mod known;
mod moved;
mod replay;
mod told;

use crate::event::Entry;
use crate::monitor::AtHand;
use crate::names::{Ids, Names};
use crate::report::Report;
use crate::terms::Agreement;
use crate::time::Instant;

use super::Verifier;

pub use difference::Difference;
#[cfg(feature = "render")]
pub(crate) use drawn::{DrawnCase, WithdrawnEvent};
pub use evidence::Evidence;
pub use journal::{Journal, Revision};
pub use moved::Moved;
pub(super) use moved::{Key, beyond};
pub use told::DifferenceText;
#[cfg(feature = "render")]
pub(crate) use told::ToldMove;

/// Judges a log by time: each event as if it had been logged when it happened. In such a log a line may
/// withdraw or correct an event, or say that the log is complete up to an instant.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::event::{Entry, Statement};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let log: Vec<Entry<_>> = cuba::history().into_iter().map(Entry::from).collect();
///
/// // However the lines are ordered, it comes to the same.
/// let mut turned = log.clone();
/// turned.reverse();
/// assert_eq!(verifier.judge(turned).outcome(), verifier.judge(log).outcome());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// What it comes to is told at the end only, for any line may change all that comes after its event:
/// [`ByTime::evidence`] collects the lines, of many runs if the log tells of many.
#[derive(Clone, Debug)]
pub struct ByTime<V: Names = Ids> {
    verifier: Verifier<V>,
    /// The agreement by ids.
    erased: Agreement,
    /// The agreements at hand, where there is more than one.
    at_hand: Option<AtHand>,
}

/// An agreement whose logs can't be judged by time, for it has no `date`: any line could turn out to have
/// come before the one with which a run began.
///
/// ```
/// use servanda::Agreement;
/// use servanda::Verifier;
/// let agreement = Agreement::from_json(r#"{"title": "Sales", "parties": {"a": "", "b": ""},
///     "acts": {"pay": {"by": ["a"]}},
///     "obligations": {"price": {"debtor": "a", "creditor": "b", "perform": "pay"}}}"#)?;
/// let error = Verifier::new(&agreement).by_time().unwrap_err();
/// assert!(error.to_string().ends_with("give it a `date`"));
/// # Ok::<(), servanda::formats::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the agreement has no `date`, and a log is judged by time only from one on: give it a `date`"
)]
pub struct UndatedError;

impl<V: Names> Verifier<V> {
    /// Judges by time: each event as if it had been logged when it happened, whatever was logged late,
    /// withdrawn or corrected.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::event::{Entry, Statement};
    /// use servanda::{Event, Verifier};
    ///
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Established)?).by_time()?;
    /// let lifted = Event::act("1962-11-20T23:00:00Z".parse()?, Party::Us, Act::LiftQuarantine).id("n1");
    /// let withdrawn = Statement::retract("1962-11-21T00:00:00Z".parse()?, Party::Us, "n1");
    ///
    /// // What was withdrawn by all whom it concerns is judged no more.
    /// let log = [Entry::from(lifted), withdrawn.together([Party::Us, Party::Ussr]).into()];
    /// assert!(verifier.judge(log).findings().all(|it| it.event.is_none()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// An agreement without a `date`.
    pub fn by_time(self) -> Result<ByTime<V>, UndatedError> {
        let erased = self.agreement().erased();
        match self.agreement().date() {
            Some(_) => {
                let at_hand = self.at_hand();
                Ok(ByTime { verifier: self, erased, at_hand })
            }
            None => Err(UndatedError),
        }
    }
}

impl<V: Names> ByTime<V> {
    /// The agreement that it judges against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        self.verifier.agreement()
    }

    /// Judges a log of one run; what a line says of its `case` is ignored.
    pub fn judge(&self, entries: impl IntoIterator<Item = Entry<V>>) -> Report<V> {
        let mut evidence = self.evidence();
        for entry in entries {
            evidence.take_of_one(&entry);
        }
        evidence.report_of_one()
    }

    /// Evidence that is still to come: it takes a log's lines in the order of the log.
    #[must_use]
    pub fn evidence(&self) -> Evidence<V> {
        Evidence::new(self)
    }

    /// An agreement that has all names, where agreements may take each other's place.
    fn all_names(&self) -> Option<&Agreement> {
        self.at_hand.as_ref().map(AtHand::all_names)
    }

    /// The instant that it judges as of, if it is told one.
    fn end(&self) -> Option<Instant> {
        self.verifier.end()
    }
}
