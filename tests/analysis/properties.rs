//! The analysis against the monitor, over random agreements and random play.

use proptest::prelude::*;
use servanda::analysis::{Explorer, Goal, LintKind, Reach, Topic};
use servanda::condition::Standing;
use servanda::event::Deed;
use servanda::formats::json::Log;
use servanda::monitor::{Cause, FindingKind, Transition};
use servanda::{Agreement, Condition, Event, Monitor, Outcome, Status};

use crate::engine;
use crate::generate::{Case, PLAIN, Shape, cases};

/// Small agreements, so that a walk ends.
fn small() -> Shape {
    Shape { acts: 3, obligations: 3, events: 12, wrong: 0, ..PLAIN }
}

/// How far walks go here.
const MOST_STATES: usize = 3_000;

/// How many cases: more by `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn read(case: &Case) -> Option<(Agreement, Vec<Event>)> {
    let agreement = engine::agreement(&case.agreement).ok()?;
    let lines = engine::lines(&case.log);
    let events = Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
    Some((agreement, events))
}

/// Whether an event is of ordinary play: nobody's grace.
fn is_ordinary(event: &Event) -> bool {
    matches!(
        event.deed,
        Deed::Act { .. } | Deed::Attest { .. } | Deed::Deny { .. } | Deed::Tick { .. }
    )
}

/// Every moment of a run of the ordinary events of a case, and one long after them.
fn moments(agreement: &Agreement, events: &[Event], submit: bool) -> Vec<Monitor> {
    moments_from(Monitor::new(agreement), events, submit)
}

fn moments_from(mut monitor: Monitor, events: &[Event], submit: bool) -> Vec<Monitor> {
    let mut moments = vec![monitor.clone()];
    for event in events.iter().filter(|event| is_ordinary(event)) {
        if submit {
            let _ = monitor.submit(event);
        } else {
            monitor.record(event);
        }
        moments.push(monitor.clone());
    }
    while let Some(next) = monitor.next_timeout() {
        let _ = monitor.advance(next.max(monitor.clock().unwrap()));
        let later = next.after("PT1S".parse().unwrap());
        let _ = later.map(|later| monitor.advance(later.max(monitor.clock().unwrap())));
        moments.push(monitor.clone());
    }
    moments
}

fn holds(monitor: &Monitor, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Stands { obligation, standing } => {
            let status = monitor.status(*obligation)?;
            Some(match standing {
                Standing::Dormant => status == Status::Dormant,
                Standing::Due => status == Status::Due,
                Standing::Performed => status == Status::Performed,
                Standing::Suspended => status == Status::Suspended,
                Standing::Discharged => matches!(status, Status::Discharged | Status::Cured),
                Standing::Released => status == Status::Released,
                Standing::Lapsed => status == Status::Lapsed,
                Standing::Cured => status == Status::Cured,
                Standing::InBreach => status == Status::Breached,
                // That it was breached once is not told by where it stands now.
                Standing::Breached | Standing::Repaired | Standing::Kept | Standing::Closed => {
                    return None;
                }
            })
        }
        _ => None,
    }
}

/// Whether an act is open to anybody, once.
fn is_open(monitor: &Monitor, act: servanda::names::ActId) -> bool {
    let parties = monitor.agreement().parties();
    let mut open = parties.map(|party| monitor.open_to(party).any(|other| other == act));
    open.any(|is_open| is_open)
}

/// A run replays a plan by submit, and nothing is refused.
fn replay(start: &Monitor, events: &[Event]) -> Monitor {
    let mut monitor = start.clone();
    for event in events {
        monitor.submit(event).unwrap();
    }
    monitor
}

proptest! {
    #![proptest_config(config())]

    /// A plan, replayed by submit, ends settled; where settlement is called unreachable, no random
    /// play comes there, from the start or from any moment of it.
    #[test]
    fn settlement_is_where_it_is_said_to_be(case in cases(small())) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let moments = moments(&agreement, &events, true);
        for (place, moment) in moments.iter().enumerate().step_by(3) {
            let reach = Explorer::at(moment).most_states(MOST_STATES).reach(&Goal::Settled).unwrap();
            match reach {
                Reach::Reachable(plan) => {
                    let end = replay(moment, plan.events());
                    prop_assert_eq!(end.outcome(), Outcome::Settled);
                }
                Reach::Unreachable { .. } => {
                    for later in &moments[place..] {
                        prop_assert_ne!(later.outcome(), Outcome::Settled);
                    }
                }
                Reach::Unknown { .. } => {}
            }
        }
    }

    /// A plan breaches nothing that could be kept: its replay finds no more than it says, and where
    /// random play settled without a breach, so does the plan.
    #[test]
    fn a_plan_is_lawful_where_one_can_be(case in cases(small())) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let moments = moments(&agreement, &events, true);
        for (place, moment) in moments.iter().enumerate().step_by(3) {
            let reach = Explorer::at(moment).most_states(MOST_STATES).reach(&Goal::Settled).unwrap();
            let Some(plan) = reach.plan() else { continue };
            let breaches = |monitor: &Monitor| {
                let breaches = monitor.findings().skip(moment.findings().len());
                breaches.filter(|finding| finding.kind().is_breach()).count()
            };
            let end = replay(moment, plan.events());
            prop_assert_eq!(breaches(&end), plan.breaches().len(), "{}", plan);
            let is_lawful = |later: &Monitor| {
                later.outcome() == Outcome::Settled && breaches(later) == 0
            };
            if !plan.breaches().is_empty() {
                prop_assert!(!moments[place..].iter().any(is_lawful), "{}", plan);
            }
            for step in plan.steps() {
                prop_assert!(step.earliest <= step.event.time, "{}", plan);
                prop_assert!(step.deadline.is_none_or(|by| step.event.time <= by), "{}", plan);
            }
        }
    }

    /// The same from the middle of a run in which grace was given, too.
    #[test]
    fn an_answer_from_the_middle_holds(case in cases(small())) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let (before, after) = events.split_at(events.len() / 2);
        let mut monitor = Monitor::new(&agreement);
        for event in before {
            monitor.record(event);
        }
        let reach = monitor.reach(&Goal::Settled).unwrap();
        if let Some(plan) = reach.plan() {
            prop_assert_eq!(replay(&monitor, plan.events()).outcome(), Outcome::Settled);
        }
        for later in moments_from(monitor, after, true) {
            prop_assert!(!reach.is_unreachable() || later.outcome() != Outcome::Settled);
        }
    }

    /// So it is with each act, and with each standing of each obligation.
    #[test]
    fn what_is_called_unreachable_is_never_reached(case in cases(small())) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let moments = moments(&agreement, &events, true);
        let mut explorer = Explorer::new(&agreement).most_states(MOST_STATES);
        for act in agreement.acts() {
            match explorer.reach(&Goal::Done(act)).unwrap() {
                Reach::Reachable(plan) => {
                    replay(&moments[0], plan.events());
                    let last = plan.events().last().unwrap();
                    prop_assert_eq!(last.deed.act(), Some(&act));
                }
                Reach::Unreachable { .. } => {
                    prop_assert!(moments.iter().all(|moment| !is_open(moment, act)));
                }
                Reach::Unknown { .. } => {}
            }
        }
        let standings = [
            Standing::Due, Standing::Performed, Standing::Suspended, Standing::Discharged,
            Standing::Lapsed,
        ];
        for obligation in agreement.obligations() {
            for standing in standings {
                let goal = Condition::Stands { obligation, standing };
                let seen = moments.iter().any(|moment| holds(moment, &goal) == Some(true));
                match explorer.reach(&Goal::Holds(goal.clone())).unwrap() {
                    Reach::Reachable(plan) => {
                        let end = replay(&moments[0], plan.events());
                        prop_assert_eq!(holds(&end, &goal), Some(true));
                    }
                    Reach::Unreachable { .. } => prop_assert!(!seen, "{:?}", goal),
                    Reach::Unknown { .. } => {}
                }
            }
        }
    }

    /// What lint calls unreachable, undischargeable, never or always holding is that in random play.
    #[test]
    fn lints_are_true_of_random_play(case in cases(small())) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let analysis = agreement.analyze_within(MOST_STATES);
        let lawful = moments(&agreement, &events, true);
        let any = moments(&agreement, &events, false);
        let fell_due = |obligation| {
            lawful.iter().any(|moment| {
                let status = moment.status(obligation).unwrap();
                status != Status::Dormant && status != Status::Lapsed && status != Status::Released
            })
        };
        for lint in analysis.lints() {
            let mut about = vec![lint.topic.clone()];
            if lint.kind == LintKind::Standoff {
                prop_assert!(!lint.circle.is_empty());
                about = lint.circle.iter().map(|waiting| waiting.topic.clone()).collect();
                about.extend(lint.held_up.clone());
            }
            for subject in about {
                match (lint.kind, subject) {
                    (LintKind::Standoff | LintKind::UnreachableAct, Topic::Act(act)) => {
                        prop_assert!(lawful.iter().all(|moment| !is_open(moment, act)), "{}", lint);
                    }
                    (
                        LintKind::Standoff | LintKind::UnreachableObligation,
                        Topic::Obligation(obligation),
                    ) => prop_assert!(!fell_due(obligation), "{}", lint),
                    (LintKind::Standoff, Topic::Agreement) => {
                        prop_assert!(lawful.iter().all(|moment| !moment.is_in_force()));
                    }
                    (LintKind::Undischargeable, Topic::Obligation(obligation)) => {
                        prop_assert!(lawful.iter().all(|moment| {
                            let status = moment.status(obligation).unwrap();
                            !matches!(
                                status,
                                Status::Performed | Status::Discharged | Status::Cured
                            )
                        }), "{}", lint);
                    }
                    (LintKind::DeadlineBeforeDue, Topic::Obligation(obligation)) => {
                        prop_assert!(lawful.iter().all(|it| it.deadline(obligation).is_none()));
                    }
                    (LintKind::NeverHolds, Topic::Act(act)) if lint.place.ends_with(".requires") => {
                        prop_assert!(lawful.iter().all(|moment| !is_open(moment, act)), "{}", lint);
                    }
                    (LintKind::NeverHolds, Topic::Obligation(obligation))
                        if lint.place.ends_with(".when") =>
                    {
                        prop_assert!(!fell_due(obligation), "{}", lint);
                        prop_assert!(any.iter().all(|moment| {
                            moment.status(obligation) != Some(Status::Due)
                        }), "{}", lint);
                    }
                    (LintKind::NeverHolds, Topic::Obligation(obligation))
                        if lint.place.ends_with(".until")
                            || lint.place.ends_with(".suspended_while") =>
                    {
                        let never = match lint.place.ends_with(".until") {
                            true => Cause::Ended,
                            false => Cause::Rests,
                        };
                        let end = any.last().unwrap();
                        prop_assert!(end.history(obligation).all(|change| {
                            !matches!(change.transition,
                                Transition::Moved { cause, .. } if cause == never)
                        }), "{}", lint);
                    }
                    (LintKind::AlwaysHolds, Topic::Act(act)) if lint.place.ends_with(".requires") => {
                        prop_assert!(any.last().unwrap().findings().all(|finding| {
                            !matches!(finding.kind(), FindingKind::Premature | FindingKind::Waived)
                                || finding.act() != Some(&act)
                        }), "{}", lint);
                    }
                    (LintKind::NeverHolds, Topic::Agreement)
                        if &*lint.place == "entry_into_force" =>
                    {
                        prop_assert!(lawful.iter().all(|moment| !moment.is_in_force()), "{}", lint);
                    }
                    (LintKind::NeverHolds, Topic::Agreement)
                        if &*lint.place == "terminates_when" =>
                    {
                        prop_assert!(any.iter().all(|moment| !moment.is_terminated()), "{}", lint);
                    }
                    (LintKind::AlwaysHolds, Topic::Agreement)
                        if &*lint.place == "terminates_when" =>
                    {
                        prop_assert!(any.iter().all(Monitor::is_terminated), "{}", lint);
                    }
                    _ => {}
                }
            }
        }
    }

    /// What every party can do and what time can bring never leaves the graph: an answer does not
    /// change with the bound, but for answers left open.
    #[test]
    fn a_bound_changes_no_answer(case in cases(small())) {
        let Some((agreement, _)) = read(&case) else { return Ok(()) };
        let ask = |most| Explorer::new(&agreement).most_states(most).reach(&Goal::Settled).unwrap();
        let (little, much) = (ask(20), ask(MOST_STATES));
        prop_assert!(!(little.is_reachable() && much.is_unreachable()));
        prop_assert!(!(little.is_unreachable() && much.is_reachable()));
    }
}
