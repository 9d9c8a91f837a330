//! Cases that come one after the other, each whole.

use crate::docket::report;
use crate::event::Event;
use crate::monitor::{Occurrence, ParkedRun, ShardRunner};
use crate::names::{Ids, Names};
use crate::report::Report;

use super::Verifier;

/// Judges cases that come one after the other, each whole, in the memory of one: whoever sorts a log by case needs no
/// more. Like a docket it has no further agreement at hand.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let mut cases = verifier.one_by_one();
/// for (name, events) in [("as it was", cuba::history()), ("as it might have gone", cuba::as_it_might_have_gone())] {
///     for (event, place) in events.iter().zip(1..) {
///         cases.take(place, event);
///     }
///     assert_eq!(cases.end(), verifier.judge(&events), "{name}");
/// }
/// // Where a case stands in a log with others, its places have gaps.
/// for (event, place) in cuba::history().iter().zip([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31]) {
///     cases.take(place, event);
/// }
/// assert!(cases.end().findings().any(|it| it.event == Some(29)));   // lifted too early
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OneByOne<V: Names = Ids> {
    verifier: Verifier<V>,
    runner: ShardRunner<V>,
    run: ParkedRun,
}

impl<V: Names> Verifier<V> {
    /// Whoever judges cases that come one after the other. [`OneByOne`] has an example.
    #[must_use]
    pub fn one_by_one(&self) -> OneByOne<V> {
        let runner = ShardRunner::new(&self.agreement, self.judging.keeps_milestones);
        OneByOne { verifier: self.clone(), run: runner.start(), runner }
    }
}

impl<V: Names> OneByOne<V> {
    /// Takes the next event of the case, which stands at a place of the log, counted from 1; what it says of its
    /// `case` is ignored.
    #[inline]
    pub fn take(&mut self, place: u64, event: &Event<V>) {
        if self.verifier.takes(event) {
            self.runner.take(&mut self.run, place, Occurrence::of(event), self.verifier.manner());
        }
    }

    /// Ends the case, and tells what it comes to; the next event is of the next case.
    pub fn end(&mut self) -> Report<V> {
        let run = std::mem::replace(&mut self.run, self.runner.start());
        report(&mut self.runner, &self.verifier.agreement, run, self.verifier.end())
    }
}
