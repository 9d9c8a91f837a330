//! Judging the events of one run again and again, as what is known of them grows: what lies before the first
//! event that is not the same any more is not judged anew.

use crate::monitor::{AtHand, ChangingRun, Finding, Manner, ParkedRun, RefusalRecord, ShardRunner};
use crate::names::Ids;
use crate::terms::Agreement;
use crate::time::Instant;

use super::desk::Standing;

/// A run that is judged again and again.
///
/// Checkpoints stand the further apart the further they are from the end: whatever is not the same any more,
/// not many times what lies after it is judged anew, and few are kept.
#[derive(Clone, Debug)]
pub(super) struct Replay {
    /// The events that the run takes, in their order.
    events: Vec<Standing>,
    /// The run, and how many of them it has taken.
    run: Played,
    taken: usize,
    /// Whether its clock was moved on past the last of them.
    is_ahead: bool,
    /// The run after so many events, in their order.
    checkpoints: Vec<(usize, Played)>,
}

/// How many findings and refusals a run had before it changed, that it has still; and the run as it was then,
/// if it had more.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) findings: usize,
    pub(super) refusals: usize,
    pub(super) was: Option<Played>,
}

/// How many events lie between two checkpoints at least.
const SPACING: usize = 64;
/// For each event, at most one in so many of the things that a run keeps is copied to make checkpoints.
const SHARE: usize = 64;

/// Who takes the events of runs.
#[derive(Clone, Debug)]
pub(super) struct Player {
    manner: Manner,
    runner: Runner,
}

#[derive(Clone, Debug)]
enum Runner {
    /// Of one agreement.
    Plain(Box<ShardRunner<Ids>>),
    /// Of runs whose agreement may change.
    Changing(Box<AtHand>),
}

/// A run, as its player leaves it.
#[derive(Clone, Debug)]
pub(super) enum Played {
    Plain(ParkedRun),
    Changing(Box<ChangingRun>),
}

impl Player {
    pub(super) fn new(
        agreement: &Agreement,
        at_hand: Option<AtHand>,
        manner: Manner,
        keeps_milestones: bool,
    ) -> Self {
        let runner = match at_hand {
            Some(at_hand) => Runner::Changing(Box::new(at_hand)),
            None => Runner::Plain(Box::new(ShardRunner::new(agreement, keeps_milestones))),
        };
        Self { manner, runner }
    }

    fn start(&self) -> Played {
        match &self.runner {
            Runner::Plain(runner) => Played::Plain(runner.start()),
            Runner::Changing(at_hand) => Played::Changing(Box::new(at_hand.start())),
        }
    }

    fn take(&mut self, run: &mut Played, event: &Standing) {
        let (place, occurrence, manner) = (event.place, event.occurrence(), self.manner);
        match (&mut self.runner, run) {
            (Runner::Plain(runner), Played::Plain(run)) => {
                runner.take(run, place, occurrence, manner);
            }
            (Runner::Changing(at_hand), Played::Changing(run)) => {
                run.take(at_hand, place, occurrence, manner);
            }
            // Each leaves its own runs.
            (Runner::Plain(_), Played::Changing(_)) | (Runner::Changing(_), Played::Plain(_)) => {}
        }
    }

    fn advance(&mut self, run: &mut Played, to: Instant) {
        match (&mut self.runner, run) {
            (Runner::Plain(runner), Played::Plain(run)) => runner.advance(run, to),
            (_, Played::Changing(run)) => run.advance(to),
            (Runner::Changing(_), Played::Plain(_)) => {}
        }
    }
}

impl Played {
    /// What was found so far.
    pub(super) fn findings(&self) -> &[Finding] {
        match self {
            Self::Plain(run) => run.findings(),
            Self::Changing(run) => run.findings(),
        }
    }

    /// What was refused so far.
    pub(super) fn refusals(&self) -> &[RefusalRecord] {
        match self {
            Self::Plain(run) => run.refusals(),
            Self::Changing(run) => run.refusals(),
        }
    }

    fn clock(&self) -> Instant {
        match self {
            Self::Plain(run) => run.now(),
            Self::Changing(run) => run.now(),
        }
    }

    fn next_timeout(&self) -> Option<Instant> {
        match self {
            Self::Plain(run) => run.next_timeout(),
            Self::Changing(run) => run.next_timeout(),
        }
    }

    /// About how many things a copy of it copies, beside a fixed number.
    fn weight(&self) -> usize {
        match self {
            Self::Plain(run) => run.weight(),
            Self::Changing(run) => run.weight(),
        }
    }
}

impl Before {
    /// Before anything was found.
    pub(super) const START: Self = Self { findings: 0, refusals: 0, was: None };

    fn of(run: &Played) -> Self {
        Self { findings: run.findings().len(), refusals: run.refusals().len(), was: None }
    }
}

impl Replay {
    pub(super) fn new(player: &Player) -> Self {
        let (run, events, checkpoints) = (player.start(), Vec::new(), Vec::new());
        Self { events, run, taken: 0, is_ahead: false, checkpoints }
    }

    /// The run, after all events that it was given.
    pub(super) fn run(&self) -> &Played {
        &self.run
    }

    /// What the run comes to, its clock having moved on to an instant.
    pub(super) fn at_end(&self, player: &mut Player, end: Option<Instant>) -> Played {
        let mut run = self.run.clone();
        // An end before the clock moves nothing.
        if let Some(end) = end {
            player.advance(&mut run, end);
        }
        run
    }

    /// Takes these events, and no others.
    pub(super) fn take(&mut self, player: &mut Player, events: Vec<Standing>) {
        let pairs = self.events.iter().zip(&events);
        let same = pairs.take_while(|(one, other)| one.is_same(other)).count();
        self.go_back(player, same);
        self.events = events;
        self.go_on(player);
    }

    /// Takes events away and puts one in.
    pub(super) fn change(
        &mut self,
        player: &mut Player,
        gone: &[Standing],
        come: Option<Standing>,
    ) -> Before {
        let mut gone: Vec<usize> = gone.iter().filter_map(|it| self.find(it).ok()).collect();
        gone.sort_unstable();
        let is_late = come.as_ref().is_some_and(|it| it.time() < self.run.clock());
        let put = come.as_ref().map(|it| self.find(it).unwrap_or_else(|place| place));
        let first = gone.first().copied().into_iter().chain(put).min().unwrap_or(self.taken);
        let before = match first < self.taken || is_late {
            true => self.go_back(player, first),
            false => Before::of(&self.run),
        };
        for place in gone.iter().rev() {
            self.events.remove(*place);
        }
        if let Some(come) = come {
            let place = self.find(&come).unwrap_or_else(|place| place);
            self.events.insert(place, come);
        }
        self.go_on(player);
        before
    }

    /// Where an event stands; else where it would.
    fn find(&self, event: &Standing) -> Result<usize, usize> {
        self.events.binary_search_by_key(&event.key(), Standing::key)
    }

    /// Fires what is pending before an instant.
    pub(super) fn fire(&mut self, player: &mut Player, until: Instant) -> Before {
        let before = Before::of(&self.run);
        loop {
            let next = self.run.next_timeout().map(|next| next.max(self.run.clock()));
            let Some(next) = next.filter(|next| *next < until) else { return before };
            if !self.is_ahead {
                keep(&mut self.checkpoints, self.taken, &self.run);
                self.is_ahead = true;
            }
            player.advance(&mut self.run, next.just_after());
        }
    }

    /// Goes back to where the run had taken so many events at most, and its clock stood at the last of them.
    fn go_back(&mut self, player: &Player, events: usize) -> Before {
        if self.taken <= events && !self.is_ahead {
            return Before::of(&self.run);
        }
        while self.checkpoints.last().is_some_and(|(at, _)| *at > events) {
            self.checkpoints.pop();
        }
        let (taken, run) = match self.checkpoints.last() {
            Some((taken, run)) => (*taken, run.clone()),
            None => (0, player.start()),
        };
        (self.taken, self.is_ahead) = (taken, false);
        let was = Some(std::mem::replace(&mut self.run, run));
        Before { was, ..Before::of(&self.run) }
    }

    /// Takes the events that are still to be taken.
    fn go_on(&mut self, player: &mut Player) {
        while let Some(event) = self.events.get(self.taken) {
            let last = self.checkpoints.last().map_or(0, |(at, _)| *at);
            let spacing = SPACING.max(self.run.weight() / SHARE);
            if !self.is_ahead && self.taken.saturating_sub(last) >= spacing {
                keep(&mut self.checkpoints, self.taken, &self.run);
            }
            player.take(&mut self.run, event);
            (self.taken, self.is_ahead) = (self.taken.saturating_add(1), false);
        }
    }
}

fn keep(checkpoints: &mut Vec<(usize, Played)>, at: usize, run: &Played) {
    if checkpoints.last().is_none_or(|(last, _)| *last < at) {
        checkpoints.push((at, run.clone()));
        thin(checkpoints, at);
    }
}

/// Lets go of checkpoints: of three in a row the middle one, where the first is at most twice as far from the
/// end as the last.
fn thin(checkpoints: &mut Vec<(usize, Played)>, end: usize) {
    let distance = |at: usize| end.saturating_sub(at);
    let mut kept: Vec<(usize, Played)> = Vec::new();
    while let Some(middle) = checkpoints.pop() {
        let first = checkpoints.last().map_or(0, |(at, _)| *at);
        let is_near =
            |(last, _): &(usize, Played)| distance(first) <= distance(*last).saturating_mul(2);
        if !kept.last().is_some_and(is_near) {
            kept.push(middle);
        }
    }
    kept.reverse();
    *checkpoints = kept;
}
