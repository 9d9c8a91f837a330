//! The search for a way to what is asked: part by part, then as one.

use std::num::NonZeroU64;

use crate::analysis::explore::Timeless;
use crate::event::Event;
use crate::monitor::Monitor;
use crate::names::{ActId, Names, PartyId};
use crate::terms::Terms;

use super::super::explore::{ConcreteRun, Concretizer, Cone, Explorer, Play, done, joined};
use super::forward::{Allows, Forward};
use super::relaxed::{Fact, Relaxed};
use super::{Ask, LeftOpen};

/// What a search came to.
pub(crate) enum Found {
    Way(Box<ConcreteRun>),
    None { explored: usize },
    Unknown { explored: usize, left_open: LeftOpen },
}

/// Things asked that influence each other, and what influences them.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) cone: Cone,
    pub(crate) asks: Vec<Ask>,
}

/// What is asked, in groups that don't touch each other, beside what everything shares.
pub(crate) fn groups(terms: &Terms, asks: &[Ask]) -> Vec<Group> {
    let cones: Vec<Cone> = asks.iter().map(|ask| ask.cone(terms)).collect();
    let shared = Cone::shared(terms);
    let mut groups: Vec<Group> = joined(cones.clone(), &shared)
        .into_iter()
        .map(|cone| Group { cone, asks: Vec::new() })
        .collect();
    for (ask, cone) in asks.iter().zip(cones) {
        // A cone that holds nothing but what is shared belongs anywhere.
        let group = groups.iter_mut().find(|group| cone.is_part_of(&group.cone));
        if let Some(group) = group {
            group.asks.push(ask.clone());
        }
    }
    groups
}

/// Whether a way may breach binding obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaches {
    Never,
    /// Where no way without a breach is found.
    IfNeeded,
    /// There is none without.
    Needed,
}

/// Whether a walk found what was asked.
struct Walked {
    is_found: bool,
    is_whole: bool,
    way: Option<ConcreteRun>,
}

impl<V: Names> Explorer<'_, V> {
    /// Looks for events after which all that is asked holds; after which an act is done, too, if
    /// one is given.
    pub(crate) fn find(
        &mut self,
        asks: &[Ask],
        act: Option<ActId>,
        play: &Play,
        breaches: Breaches,
    ) -> Found {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let start = ConcreteRun::from(&self.monitor);
        let asks: Vec<Ask> = asks.iter().map(|ask| ask.of_the_awake(play)).collect();
        if breaches != Breaches::Never
            && let Some(run) = self.forward(&asks, act, play, breaches, None)
        {
            return Found::Way(Box::new(run));
        }
        if (breaches == Breaches::Never || !self.can_breach(&asks))
            && self.is_lost_at_once(&asks, play)
        {
            return Found::None { explored: self.explored() };
        }
        let mut groups = groups(terms, &asks);
        let mut is_known = true;
        let mut ways = Vec::new();
        // From here, each by itself: what one part can't give, the whole can't.
        for group in &groups {
            let walked = self.walk_to(group, &start, play, breaches);
            if !walked.is_found {
                if walked.is_whole {
                    return Found::None { explored: self.explored() };
                }
                is_known = false;
            }
            ways.push(walked.way);
        }
        if !is_known {
            return Found::Unknown { explored: self.explored(), left_open: self.left_open() };
        }
        // All together, each in its time.
        if groups.len() > 1
            && let Some(run) = interleaved(&start, &ways)
            && asks.iter().all(|ask| ask.is_met(terms, &Timeless::of(terms, run.monitor.state())))
            && (breaches != Breaches::Never || run.breached().next().is_none())
            && let Some(run) = finish(run, act, play)
        {
            return Found::Way(Box::new(run));
        }
        // One after the other: those for which no time has to pass first.
        let mut order: Vec<(usize, Group)> = ways
            .iter()
            .zip(groups.drain(..))
            .map(|(way, group)| (way.as_ref().map_or(usize::MAX, ConcreteRun::waits), group))
            .collect();
        order.sort_by_key(|(waits, _)| *waits);
        let mut tried = match (order.len(), ways.pop()) {
            (1, way) => way.flatten(),
            _ => Some(start.clone()),
        };
        if order.len() > 1 {
            for (_, group) in &order {
                tried = tried.and_then(|tried| self.walk_to(group, &tried, play, breaches).way);
            }
            let whole = order.iter().fold(Group::empty(), |whole, (_, group)| whole.and(group));
            if tried.as_ref().is_none_or(|tried| !whole.is_met(terms, &tried.monitor)) {
                let walked = self.walk_to(&whole, &start, play, breaches);
                tried = walked.way;
                if !walked.is_found {
                    let explored = self.explored();
                    return match walked.is_whole {
                        true => Found::None { explored },
                        false => Found::Unknown { explored, left_open: self.left_open() },
                    };
                }
            }
        }
        match tried.and_then(|tried| finish(tried, act, play)) {
            Some(tried) => Found::Way(Box::new(tried)),
            None => {
                Found::Unknown { explored: self.explored(), left_open: self.left_open_in_time() }
            }
        }
    }

    /// A way to where all that is asked holds, and an act is done, found without a walk: with no
    /// more findings than may be, and with none if that is found. It keeps to where it is admitted.
    pub(crate) fn forward(
        &mut self,
        asks: &[Ask],
        act: Option<ActId>,
        play: &Play,
        breaches: Breaches,
        admits: Option<&dyn Fn(&Monitor) -> bool>,
    ) -> Option<ConcreteRun> {
        let agreement = self.agreement.clone();
        let start = ConcreteRun::from(&self.monitor);
        let allowed = [Allows::Nothing, Allows::Told, Allows::Breaches];
        let most = if breaches == Breaches::Never { 2 } else { allowed.len() };
        allowed.into_iter().take(most).find_map(|allows| {
            let mut counted = 0_usize;
            let mut goes_on = |events: usize| {
                let more = events.saturating_sub(counted);
                counted = events.max(counted);
                self.spend(more, events)
            };
            let goes_on = &mut goes_on;
            let terms = agreement.terms();
            let mut forward = Forward { terms, play, asks, allows, admits, goes_on };
            let run = forward.run(&start)?;
            let run = finish(run, act, play)?;
            allows.is_kept(&run).then(|| forward.shortened(&start, run, act))
        })
    }

    /// Whether something that is asked can't come about, though nothing stood in the way of
    /// anything else: then it comes about in no lawful play.
    fn is_lost_at_once(&self, asks: &[Ask], play: &Play) -> bool {
        if self.is_unspoken() {
            return false;
        }
        let state = self.monitor.state();
        let mut relaxed = Relaxed::new(self.terms(), play, state);
        let facts: Vec<Fact> = asks.iter().map(|ask| relaxed.ask(ask)).collect();
        let costs = relaxed.costs(state);
        facts.into_iter().any(|fact| !costs.can_be(fact))
    }

    /// What is said where a way in the state graph did not work out in a run.
    fn left_open_in_time(&self) -> LeftOpen {
        match self.is_stopped() {
            true => LeftOpen::Stopped,
            false if self.is_unspoken() => LeftOpen::Terms,
            false => LeftOpen::Timing,
        }
    }

    /// Walks from a run to where all that a group asks holds: without a breach if that can be.
    fn walk_to(
        &mut self,
        group: &Group,
        start: &ConcreteRun,
        play: &Play,
        breaches: Breaches,
    ) -> Walked {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        let state = Timeless::of(terms, start.monitor.state());
        let Group { cone, asks } = group;
        let mut walked = Walked { is_found: false, is_whole: true, way: None };
        let manners: &[bool] = match breaches {
            Breaches::Never => &[false],
            Breaches::IfNeeded => &[false, true],
            Breaches::Needed => &[true],
        };
        for breaches in manners.iter().copied() {
            let mut goal = None;
            let mut visit = |number: u32, state: &Timeless| {
                if asks.iter().all(|ask| ask.is_met(terms, state)) {
                    goal = Some(number);
                }
                goal.is_none()
            };
            let graph = self.walk_from(&state, cone, play, breaches, &mut visit);
            let Some(goal) = goal else {
                walked.is_whole = graph.is_whole;
                continue;
            };
            walked.is_found = true;
            let trial = Concretizer { cone, play };
            // Timers whose order is open in the graph have one in a run: a deadline can pass there.
            let before = start.breached().count();
            let met = |tried: &ConcreteRun| {
                let mut new = tried.breached().skip(before);
                group.is_met(terms, &tried.monitor)
                    && (breaches || !new.any(|id| cone.obligations.contains(&id)))
            };
            walked.way = graph
                .way(goal)
                .and_then(|way| trial.along(start.clone(), &graph, &way))
                .filter(met)
                .or_else(|| trial.search(start, &met, &mut || self.spend(1, 0)));
            if walked.way.is_some() {
                break;
            }
        }
        if walked.way.is_none() && !walked.is_whole {
            self.walk_in_turn(group, start, play, breaches, &mut walked);
        }
        walked
    }

    /// Where there are too many states to find all at once what is asked: one thing after the other,
    /// each from where the last was found. What is found so is a way, if not the shortest; if one
    /// thing can't be had at all, the whole can't.
    fn walk_in_turn(
        &mut self,
        group: &Group,
        start: &ConcreteRun,
        play: &Play,
        breaches: Breaches,
        walked: &mut Walked,
    ) {
        let agreement = self.agreement.clone();
        let terms = agreement.terms();
        if group.asks.len() < 2 {
            return;
        }
        let each =
            group.asks.iter().map(|ask| Group { cone: ask.cone(terms), asks: vec![ask.clone()] });
        let mut each: Vec<Group> = each.collect();
        each.sort_by_key(|one| one.cone.size());
        let mut tried = start.clone();
        for one in each {
            let next = self.walk_to(&one, &tried, play, breaches);
            match next.way {
                Some(way) => tried = way,
                None if !next.is_found && next.is_whole && tried.events == start.events => {
                    walked.is_whole = true;
                    return;
                }
                None => return,
            }
        }
        if group.is_met(terms, &tried.monitor) {
            walked.is_found = true;
            walked.way = Some(tried);
        }
    }
}

impl Group {
    fn empty() -> Self {
        Self { cone: Cone::default(), asks: Vec::new() }
    }

    fn and(mut self, other: &Self) -> Self {
        self.cone = self.cone.and(&other.cone);
        self.asks.extend(other.asks.iter().cloned());
        self
    }

    /// Whether a run gives all that is asked.
    pub(crate) fn is_met(&self, terms: &Terms, monitor: &Monitor) -> bool {
        let state = Timeless::of(terms, monitor.state());
        self.asks.iter().all(|ask| ask.is_met(terms, &state))
    }
}

/// The events of several runs in the order of their times, as one; none if one is refused. What
/// several of them do at one time is done once.
fn interleaved(start: &ConcreteRun, ways: &[Option<ConcreteRun>]) -> Option<ConcreteRun> {
    let mut events: Vec<&Event> = Vec::new();
    for way in ways {
        events.extend(&way.as_ref()?.events);
    }
    events.sort_by_key(|event| event.time);
    let mut run = start.clone();
    for alike in events.chunk_by(|one, other| one.time == other.time) {
        for (place, event) in alike.iter().enumerate() {
            let is_done = alike.iter().take(place).any(|before| before == event);
            if !is_done && !run.take((*event).clone()) {
                return None;
            }
        }
    }
    Some(run)
}

/// Does the act that was asked for, where one was.
pub(super) fn finish(tried: ConcreteRun, act: Option<ActId>, play: &Play) -> Option<ConcreteRun> {
    let Some(act) = act else { return Some(tried) };
    let agreement = tried.monitor.agreement().clone();
    let doers: Vec<PartyId> = agreement.terms().doers(act).collect();
    let now = tried.monitor.now();
    let mut may = doers.into_iter().filter(|party| play.is_awake(*party));
    may.find_map(|party| {
        tried.clone().submit(done(agreement.terms(), now, party, act, NonZeroU64::MIN))
    })
}
