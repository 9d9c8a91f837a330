//! Judging the events of one run again and again, as what is known of them grows: what lies before the first
//! event that is not the same any more is not judged anew.

use crate::monitor::{AtHand, ChangingRun, Manner, ParkedRun, ShardRunner};
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
    player: Player,
    manner: Manner,
    /// The events that the run took last.
    taken: Vec<Standing<'a>>,
    /// The run after so many events, the last one at the end.
    checkpoints: Vec<(usize, Played)>,
}

/// Who takes the events.
#[derive(Debug)]
enum Player {
    /// A runner of one agreement.
    Plain(Box<ShardRunner<Ids>>),
    /// Runs whose agreement may change.
    Changing(Box<AtHand>),
}

/// A run, as its player leaves it.
#[derive(Clone, Debug)]
pub(super) enum Played {
    Plain(ParkedRun),
    Changing(Box<ChangingRun>),
}

impl Player {
    fn start(&self) -> Played {
        match self {
            Self::Plain(runner) => Played::Plain(runner.start()),
            Self::Changing(at_hand) => Played::Changing(Box::new(at_hand.start())),
        }
    }

    fn take(&mut self, run: &mut Played, event: &Standing<'_>, manner: Manner) {
        let (place, occurrence) = (event.place, event.occurrence());
        match (self, run) {
            (Self::Plain(runner), Played::Plain(run)) => {
                runner.take(run, place, occurrence, manner);
            }
            (Self::Changing(at_hand), Played::Changing(run)) => {
                run.take(at_hand, place, occurrence, manner);
            }
            // Each player leaves its own runs.
            (Self::Plain(_), Played::Changing(_)) | (Self::Changing(_), Played::Plain(_)) => {}
        }
    }

    fn advance(&mut self, run: &mut Played, to: Instant) {
        match (self, run) {
            (Self::Plain(runner), Played::Plain(run)) => runner.advance(run, to),
            (_, Played::Changing(run)) => run.advance(to),
            (Self::Changing(_), Played::Plain(_)) => {}
        }
    }
}

impl<'a> Replay<'a> {
    pub(super) fn new(
        agreement: &Agreement,
        at_hand: Option<AtHand>,
        manner: Manner,
        keeps_milestones: bool,
    ) -> Self {
        let player = match at_hand {
            Some(at_hand) => Player::Changing(Box::new(at_hand)),
            None => Player::Plain(Box::new(ShardRunner::new(agreement, keeps_milestones))),
        };
        Self { player, manner, taken: Vec::new(), checkpoints: Vec::new() }
    }

    /// What the run comes to that takes these events, its clock having moved on to an instant.
    pub(super) fn judge(&mut self, events: Vec<Standing<'a>>, end: Option<Instant>) -> Played {
        let pairs = self.taken.iter().zip(&events);
        let same = pairs.take_while(|(one, other)| one.is_same(other)).count();
        while self.checkpoints.last().is_some_and(|(at, _)| *at > same) {
            self.checkpoints.pop();
        }
        let (at, mut run) = match self.checkpoints.last() {
            Some((at, run)) => (*at, run.clone()),
            None => (0, self.player.start()),
        };
        for (event, at) in events.iter().zip(0_usize..).skip(at) {
            let left = events.len().saturating_sub(at);
            if left.is_power_of_two() {
                self.keep(at, &run);
            }
            self.player.take(&mut run, event, self.manner);
        }
        self.keep(events.len(), &run);
        self.thin(events.len());
        self.taken = events;
        // An end before the clock moves nothing.
        if let Some(end) = end {
            self.player.advance(&mut run, end);
        }
        run
    }

    fn keep(&mut self, at: usize, run: &Played) {
        if self.checkpoints.last().is_none_or(|(last, _)| *last < at) {
            self.checkpoints.push((at, run.clone()));
        }
    }

    /// Lets go of what stands less than twice as far from the end as one that is kept.
    fn thin(&mut self, end: usize) {
        let mut wanted = 0_usize;
        let mut kept: Vec<(usize, Played)> = Vec::new();
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
