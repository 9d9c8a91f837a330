//! Judging the events of one run again and again, as what is known of them grows: what lies before the first
//! event that is not the same any more is not judged anew.

use crate::monitor::{Manner, ParkedRun, ShardRunner};
use crate::names::Ids;
use crate::terms::Agreement;
use crate::time::Instant;

use super::desk::Standing;

/// A run that is judged again and again.
///
/// Checkpoints stand the further apart the further they are from the end: whatever is not the same any more,
/// not many times what lies after it is judged anew, and few are kept.
#[derive(Debug)]
pub(super) struct Replay<'a> {
    runner: ShardRunner<Ids>,
    manner: Manner,
    /// The events that the run took last.
    taken: Vec<Standing<'a>>,
    /// The run after so many events, the last one at the end.
    checkpoints: Vec<(usize, ParkedRun)>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(agreement: &Agreement, manner: Manner, keeps_milestones: bool) -> Self {
        let runner = ShardRunner::new(agreement, keeps_milestones);
        Self { runner, manner, taken: Vec::new(), checkpoints: Vec::new() }
    }

    /// What the run comes to that takes these events, its clock having moved on to an instant.
    pub(super) fn judge(&mut self, events: Vec<Standing<'a>>, end: Option<Instant>) -> ParkedRun {
        let pairs = self.taken.iter().zip(&events);
        let same = pairs.take_while(|(one, other)| one.is_same(other)).count();
        while self.checkpoints.last().is_some_and(|(at, _)| *at > same) {
            self.checkpoints.pop();
        }
        let (at, mut run) = match self.checkpoints.last() {
            Some((at, run)) => (*at, run.clone()),
            None => (0, self.runner.start()),
        };
        for (event, at) in events.iter().zip(0_usize..).skip(at) {
            let left = events.len().saturating_sub(at);
            if left.is_power_of_two() {
                self.keep(at, &run);
            }
            self.runner.take(&mut run, event.place, event.occurrence(), self.manner);
        }
        self.keep(events.len(), &run);
        self.thin(events.len());
        self.taken = events;
        // An end before the clock moves nothing.
        if let Some(end) = end {
            self.runner.advance(&mut run, end);
        }
        run
    }

    fn keep(&mut self, at: usize, run: &ParkedRun) {
        if self.checkpoints.last().is_none_or(|(last, _)| *last < at) {
            self.checkpoints.push((at, run.clone()));
        }
    }

    /// Lets go of what stands less than twice as far from the end as one that is kept.
    fn thin(&mut self, end: usize) {
        let mut wanted = 0_usize;
        let mut kept: Vec<(usize, ParkedRun)> = Vec::new();
        while let Some((at, run)) = self.checkpoints.pop() {
            let distance = end.saturating_sub(at);
            if distance >= wanted {
                wanted = distance.saturating_mul(2).max(1);
                kept.push((at, run));
            }
        }
        kept.reverse();
        self.checkpoints = kept;
    }
}
