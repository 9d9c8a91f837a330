//! Why: what holds and since when, what does not and what it would take.

use crate::generate::{Case, PLAIN, Shape, case_of, chooser};
use servanda::analysis::{Again, Join, Move, Question, Reason, Story, Subject};
use servanda::condition::{
    Standing, all, any, breached, discharged, due, elapsed, happened, happened_quantity, not,
    reached, released, suspended,
};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Condition, Event, Instant, Monitor, Status};

fn verified() -> Agreement<Cuba> {
    cuba::agreement(Reading::Verified).unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn a_dormant_duty_says_whose_move_it_is() {
    let story = Story::of(&verified(), &cuba::history()[..9]);
    let why = story.why(&Question::Obligation(Obligation::LiftQuarantine)).unwrap();
    let expected = "\
the lifting of the quarantine is dormant [item-2, item-2a]
  `lift-quarantine` may not be done yet [item-2, item-2a]
    the United Nations has not established adequate arrangements [item-2]
      `establish-arrangements` may not be done yet [item-2]
        nobody has concluded the arrangement [para-2a]
          → it takes the United States or the Soviet Union or the United Nations doing \
`conclude-arrangement`
        → or, instead, all parties waiving what `establish-arrangements` waits for
      → it takes the United Nations doing `establish-arrangements`
    the removal of the weapons is not discharged [item-1a]
      → it takes the Soviet Union doing `remove-weapons`, 42 more
      → and then the United Nations attesting the removal of the weapons
    → or, instead, all parties waiving what `lift-quarantine` waits for
";
    assert_eq!(why.text_with(&cuba::PHRASES).to_string(), expected);
}

#[test]
fn what_holds_is_dated_and_names_its_events() {
    let story = Story::of(&verified(), cuba::history());
    let ready = all([happened(Act::CeaseWork), happened_quantity(Act::RemoveWeapons, 42)]);
    let why = story.why(&Question::Condition(ready)).unwrap();
    assert!(why.holds());
    assert_eq!(why.reason().since, Some(instant("1962-11-11T17:00:00Z")));
    let events: Vec<&[u64]> = why.reason().because.iter().map(|it| &*it.events).collect();
    assert_eq!(events, [&[3_u64][..], &[8, 9]]);
    assert!(why.reason().leaves().is_empty());

    // A duty that was performed names what did it.
    let why = story.why(&Question::Obligation(Obligation::RemoveWeapons)).unwrap();
    assert_eq!(why.reason().events, [8, 9, 11]);
    assert!(matches!(&*why.reason().takes, [Move::Attest { by: Party::Un, .. }]));
}

#[test]
fn without_a_log_or_a_history_it_says_what_it_does_not_know() {
    let mut monitor = Monitor::new(&verified());
    for event in cuba::history() {
        monitor.record(&event);
    }
    let work_ceased = Question::Condition(happened(Act::CeaseWork));
    let why = monitor.why(&work_ceased).unwrap();
    assert!(why.holds());
    assert_eq!(why.reason().since, None);
    let removal = Question::Obligation(Obligation::RemoveWeapons);
    let gone = Some(instant("1962-12-06T17:00:00Z"));
    assert_eq!(monitor.why(&removal).unwrap().reason().since, gone);
    let monitor = monitor.without_history();
    let why = monitor.why(&removal).unwrap();
    assert_eq!(why.reason().since, None);
    assert!(why.to_string().starts_with("`remove-weapons` is performed, since when is not known"));
    // Nobody counts removals beyond what the agreement asks for.
    let many = Question::Condition(happened_quantity(Act::RemoveWeapons, 1_000));
    assert_eq!(monitor.why(&many), None);
}

#[test]
fn a_finding_is_explained_by_the_state_before_it() {
    let story = Story::of(&verified(), cuba::history());
    let premature = |finding: &servanda::Finding<Cuba>| finding.kind() == FindingKind::Premature;
    let finding = story.monitor().findings().find(premature).unwrap();
    let why = story.why(&Question::Finding(finding.clone())).unwrap();
    assert_eq!(why.reason().events, [10]);
    let gate = &why.reason().because[0];
    assert!(matches!(gate.subject, Subject::May { act: Act::LiftQuarantine, party: None }));
    // By then 42 were out; the other 42 came later.
    let removal = &gate.because[1].takes[0];
    assert!(matches!(removal, Move::Act { quantity, .. } if quantity.get() == 42));
    // The monitor alone lists what was unmet.
    let alone = story.monitor().why(&Question::Finding(finding.clone())).unwrap();
    assert_eq!(alone.reason().because.len(), 2);
    // A finding of no run has no explanation.
    let mut foreign = finding;
    foreign.at = story.monitor().agreement().date().unwrap();
    assert_eq!(story.why(&Question::Finding(foreign)), None);
}

#[test]
fn of_an_any_the_shortest_branch_and_of_an_all_what_fails() {
    let story = Story::of(&verified(), cuba::history());
    let long = all([happened(Act::CeaseWork), happened(Act::RenderInoperable)]);
    let short = happened(Act::SuspendQuarantine);
    let why = story.why(&Question::Condition(any([long.clone(), short.clone()]))).unwrap();
    assert_eq!(why.reason().because.len(), 1);
    assert_eq!(why.reason().because[0].subject, Subject::Condition(short));

    let missing = happened(Act::ConcludeArrangement);
    let why = story.why(&Question::Condition(all([long, missing.clone()]))).unwrap();
    assert!(!why.holds());
    assert_eq!(why.reason().because.len(), 1);
    assert_eq!(why.reason().because[0].subject, Subject::Condition(missing));
}

#[test]
fn of_an_any_that_fails_every_way_out_is_told() {
    let story = Story::of(&verified(), cuba::history());
    let ways = any([happened(Act::ConcludeArrangement), happened(Act::ProposeDetente)]);
    let why = story.why(&Question::Condition(ways.clone())).unwrap();
    assert_eq!((why.reason().join, why.reason().because.len()), (Join::Any, 2));
    assert!(why.to_string().contains("any one of these would do:"));
    assert_eq!(why.reason().leaves().len(), 2);
    // To end what holds by all of its parts, to end one of them is enough.
    let both = all([due(Obligation::Announce), due(Obligation::AcceptSafeguards)]);
    let why = story.why(&Question::Condition(not(both))).unwrap();
    let both = &why.reason().because[0];
    assert_eq!((both.join, both.because.len()), (Join::Any, 2));
}

/// What waits for its verifier can be late only when that has denied it, and its time is up then.
#[test]
fn a_denial_gives_the_time_back_and_is_no_breach() {
    for target in [true, false] {
        let document = serde_json::json!({
            "title": "paint", "date": "2026-01-01T00:00:00Z",
            "parties": { "ada": "paints", "bob": "looks" },
            "acts": { "paint": { "by": ["ada"] } },
            "obligations": { "wall": {
                "debtor": "ada", "creditor": "bob", "perform": "paint", "within": "P1D",
                "target": target, "verified_by": "bob",
            } },
        });
        let agreement = crate::engine::agreement(&document).unwrap();
        let wall = agreement.obligation("wall").unwrap();
        let (ada, bob) = (agreement.party("ada").unwrap(), agreement.party("bob").unwrap());
        let paint = agreement.act("paint").unwrap();
        let mut story = Story::of(&agreement, [Event::act(agreement.date().unwrap(), ada, paint)]);
        story.advance(instant("2026-01-03T00:00:00Z")).unwrap();
        let why = story.why(&Question::Condition(due(wall))).unwrap();
        let denial = Move::Deny { by: bob, obligation: wall };
        assert_eq!(why.reason().takes, std::slice::from_ref(&denial), "{why}");
        let deadline = instant("2026-01-04T00:00:00Z");
        let why = story.why(&Question::Condition(breached(wall))).unwrap();
        let takes = if target {
            vec![Move::Impossible]
        } else {
            vec![denial, Move::Miss { obligation: wall, deadline }]
        };
        assert_eq!(why.reason().takes, takes, "{why}");
        story.record(&Event::deny(story.monitor().clock().unwrap(), bob, wall));
        assert_eq!(story.monitor().status(wall), Some(Status::Due));
        assert_eq!(story.monitor().deadline(wall), Some(deadline));
        story.advance(instant("2026-01-05T00:00:00Z")).unwrap();
        let status = if target { Status::Due } else { Status::Breached };
        assert_eq!(story.monitor().status(wall), Some(status));
    }
}

/// A duty whose act may be done no longer waits for that, and for the act.
#[test]
fn a_duty_that_rests_on_its_act_says_so() {
    let document = serde_json::json!({
        "title": "paint", "date": "2026-01-01T00:00:00Z",
        "parties": {"ada": "paints", "bob": "looks"},
        "acts": {
            "rain": {"by": ["bob"]}, "shine": {"by": ["bob"]},
            "paint": {"by": ["ada"], "requires": {"any": [
                {"not": {"happened": "rain"}}, {"happened": "shine"},
            ]}},
        },
        "obligations": {"wall": {
            "debtor": "ada", "creditor": "bob", "perform": "paint", "verified_by": "bob",
        }},
    });
    let agreement = crate::engine::agreement(&document).unwrap();
    let (ada, bob) = (agreement.party("ada").unwrap(), agreement.party("bob").unwrap());
    let [rain, paint] = ["rain", "paint"].map(|act| agreement.act(act).unwrap());
    let wall = agreement.obligation("wall").unwrap();
    let mut story = Story::of(&agreement, [Event::act(agreement.date().unwrap(), bob, rain)]);
    let why = story.why(&Question::Condition(discharged(wall))).unwrap();
    let expected = "\
`wall` is not discharged
  `paint` may not be done yet (event 1)
    any one of these would do:
    bob has done `rain` (event 1)
      bob has done `rain` (event 1)
        → it takes what can no longer be
    bob has not done `shine`
      → it takes bob doing `shine`
    → or, instead, ada and bob waiving what `paint` waits for
  → it takes ada doing `paint`
  → and then bob attesting `wall`
";
    assert_eq!(why.to_string(), expected);
    assert_eq!((why.reason().size(), why.reason().leaves().len()), (5, 2));
    // Once it is done, only its verifier is awaited.
    story.record(&Event::act(agreement.date().unwrap(), ada, paint));
    let why = story.why(&Question::Condition(discharged(wall))).unwrap();
    assert_eq!((why.reason().size(), why.reason().leaves()), (1, vec![why.reason()]));
}

mod standoff {
    servanda::vocabulary! {
        pub struct Standoff;
        pub enum Party { Us, Ussr }
        pub enum Act { Cease, Arrange }
        pub enum Obligation { Ceasing, Arranging }
    }
}

#[test]
fn a_circle_is_told_as_a_circle() {
    use servanda::{by, owes};
    use standoff::{Act, Obligation, Party, Standoff};
    let agreement = Agreement::<Standoff>::builder("Standoff", instant("1962-10-28T00:00:00Z"))
        .party(Party::Us, "one")
        .party(Party::Ussr, "the other")
        .act(Act::Cease, by([Party::Ussr]).requires(happened(Act::Arrange)).protects([]))
        .act(Act::Arrange, by([Party::Us]).requires(discharged(Obligation::Ceasing)).protects([]))
        .obligation(Obligation::Ceasing, owes(Party::Ussr, Party::Us).perform(Act::Cease))
        .obligation(Obligation::Arranging, owes(Party::Us, Party::Ussr).perform(Act::Arrange))
        .build()
        .unwrap();
    let why = Monitor::new(&agreement).why(&Question::Obligation(Obligation::Ceasing)).unwrap();
    let expected = "\
`ceasing` is dormant
  `cease` may not be done yet
    us has not done `arrange`
      `arrange` may not be done yet
        `ceasing` is not discharged
          `cease` may not be done yet: here the circle closes, it waits for itself
          → it takes the other doing `cease`
      → it takes us doing `arrange`
";
    assert_eq!(why.to_string(), expected);
    assert!(why.reason().leaves().is_empty(), "nobody can begin");
}

#[test]
fn a_long_chain_is_told_as_far_as_it_goes() {
    let (mut acts, mut duties) = (serde_json::Map::new(), serde_json::Map::new());
    for number in 0..3_000 {
        let requires = serde_json::json!({ "discharged": format!("duty-{}", number + 1) });
        let act = match number {
            2_999 => serde_json::json!({ "by": ["ada"] }),
            _ => serde_json::json!({ "by": ["ada"], "requires": requires }),
        };
        acts.insert(format!("act-{number}"), act);
        let duty = serde_json::json!({
            "debtor": "ada", "creditor": "bob", "perform": format!("act-{number}"),
        });
        duties.insert(format!("duty-{number}"), duty);
    }
    let document = serde_json::json!({
        "title": "chain", "date": "2026-01-01T00:00:00Z",
        "parties": { "ada": "owes", "bob": "is owed" }, "acts": acts, "obligations": duties,
    });
    let agreement = crate::engine::agreement(&document).unwrap();
    let monitor = Monitor::new(&agreement);
    let why = monitor.why(&Question::Obligation(agreement.obligation("duty-0").unwrap())).unwrap();
    assert!(why.to_string().contains("and so on, further than is told here"));
    assert!(why.reason().size() < 200);
    // Asked further down, it goes on.
    let near_the_end = agreement.obligation("duty-2980").unwrap();
    let why = monitor.why(&Question::Obligation(near_the_end)).unwrap();
    assert!(why.to_string().contains("it takes ada doing `act-2999`"));
}

#[test]
fn an_act_is_refused_for_its_precondition_its_prohibition_or_its_actor() {
    let story = Story::of(&verified(), &cuba::history()[..2]);
    let ask = |party, act| story.why(&Question::Act { party, act }).unwrap();
    let forbidden = ask(Party::Ussr, Act::IntroduceWeapons);
    assert!(!forbidden.holds());
    let prohibition = &forbidden.reason().because[0];
    assert!(matches!(
        prohibition.subject,
        Subject::Obligation { obligation: Obligation::HaltIntroduction, .. }
    ));
    assert!(
        prohibition
            .instead
            .contains(&Move::Release { by: Party::Us, obligation: Obligation::HaltIntroduction })
    );
    let not_its_own = ask(Party::Cuba, Act::LiftQuarantine);
    assert_eq!(not_its_own.reason().takes[0].parties(), [Party::Us]);
    assert!(ask(Party::Ussr, Act::CeaseWork).holds());
}

#[test]
fn an_act_that_waits_and_is_forbidden_needs_both_out_of_the_way() {
    let document = serde_json::json!({
        "title": "party", "date": "2026-01-01T00:00:00Z",
        "parties": { "ada": "sings", "bob": "sleeps" },
        "acts": {
            "sing": { "by": ["ada"], "requires": { "any": [
                { "happened": "knock" }, { "reached": "2026-01-02T00:00:00Z" },
            ] } },
            "knock": { "by": ["bob"] },
        },
        "obligations": {
            "quiet": { "debtor": "ada", "creditor": "bob", "refrain": "sing" },
        },
    });
    let agreement = crate::engine::agreement(&document).unwrap();
    let (party, act) = (agreement.party("ada").unwrap(), agreement.act("sing").unwrap());
    let ask = |story: &Story| story.why(&Question::Act { party, act }).unwrap().to_string();
    let mut story = Story::new(&agreement);
    let expected = "\
ada may not do `sing` now
  `sing` may not be done yet
    any one of these would do:
    bob has not done `knock`
      → it takes bob doing `knock`
    2026-01-02 00:00 UTC has not come
      → it takes time, until 2026-01-02 00:00 UTC
    → or, instead, ada and bob waiving what `sing` waits for
  `quiet` is due (what it waited for holds)
    → it takes bob releasing `quiet`
";
    assert_eq!(ask(&story), expected);
    story.advance(instant("2026-01-02T00:00:00Z")).unwrap();
    assert!(!ask(&story).contains("may not be done yet"), "the hour has come");
    let quiet = agreement.obligation("quiet").unwrap();
    let bob = agreement.party("bob").unwrap();
    story.record(&Event::release(story.monitor().clock().unwrap(), bob, quiet));
    let expected = "\
ada may do `sing` now, since 2026-01-02 00:00 UTC
  (bob has done `knock` or 2026-01-02 00:00 UTC has come), since 2026-01-02 00:00 UTC
    2026-01-02 00:00 UTC has come, since 2026-01-02 00:00 UTC
";
    assert_eq!(ask(&story), expected);
}

#[test]
fn it_serialises_with_names_as_texts() {
    let story = Story::of(&verified(), &cuba::history()[..1]);
    let why = story.why(&Question::Obligation(Obligation::CeaseWork)).unwrap();
    let expected = serde_json::json!({
        "about": "obligation", "obligation": "cease-work", "status": "due", "cause": "fell-due",
        "holds": true, "since": "1962-10-28T14:04:00Z", "events": [1],
        "takes": [
            { "move": "act", "by": ["ussr"], "act": "cease-work", "quantity": 1 },
            { "move": "attest", "by": ["un"], "obligation": "cease-work" },
        ],
        "because": [{
            "about": "condition", "condition": { "happened": "accept-proposal" },
            "holds": true, "since": "1962-10-28T14:04:00Z", "events": [1], "cites": [],
        }],
        "cites": ["para-1b", "para-4a"],
    });
    assert_eq!(serde_json::to_value(&why).unwrap(), expected);
}

/// A generated story, and its parties' agreement; none for an agreement that is refused.
fn story(seed: u64) -> Option<Story> {
    let shape = Shape { events: 8, ..PLAIN };
    let case: Case = case_of(&chooser::numbers(seed, crate::generate::NUMBERS), shape);
    let agreement = crate::engine::agreement(&case.agreement).ok()?;
    let lines = crate::engine::lines(&case.log);
    let mut story = Story::new(&agreement);
    for event in Log::new(lines.as_bytes(), &agreement) {
        let event = event.unwrap();
        if case.submit {
            let _ = story.submit(&event);
        } else {
            story.record(&event);
        }
    }
    Some(story)
}

/// Conditions to ask about: those of the agreement, and some that it does not have.
fn conditions(agreement: &Agreement) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for act in agreement.acts() {
        let terms = agreement.act_terms(act).unwrap();
        conditions.push(terms.precondition().clone());
        conditions.push(happened_quantity(act, 3));
        conditions.push(elapsed("PT1H".parse().unwrap(), happened(act)));
    }
    for duty in agreement.obligations() {
        let terms = agreement.obligation_terms(duty).unwrap();
        let own = [terms.when(), terms.until(), terms.suspended_while()];
        conditions.extend(own.into_iter().cloned());
        conditions.extend([discharged(duty), breached(duty), due(duty), suspended(duty)]);
        conditions.extend([released(duty), not(due(duty)), not(suspended(duty))]);
    }
    conditions.push(reached(agreement.date().unwrap().after("P40D".parse().unwrap()).unwrap()));
    conditions
}

/// Whether a condition holds, worked out from what the monitor says and from the log alone; none
/// for `elapsed`, and for acts that may have been void or refused.
fn holds(monitor: &Monitor, condition: &Condition) -> Option<bool> {
    Some(match condition {
        Condition::Stands { obligation, standing } => {
            let status = monitor.status(*obligation).unwrap();
            match standing {
                Standing::Breached => return None,
                Standing::Discharged => matches!(status, Status::Discharged | Status::Cured),
                other => status.as_str() == other.as_str(),
            }
        }
        Condition::Reached(moment) => monitor.clock().unwrap() >= moment.written().unwrap(),
        Condition::Happened { .. }
        | Condition::Elapsed { .. }
        | Condition::Between { .. }
        | Condition::Recent { .. }
        | Condition::Open(_)
        | Condition::Some { .. }
        | Condition::Every { .. }
        | Condition::Told(_) => return None,
        Condition::All(parts) => {
            let parts: Option<Vec<bool>> = parts.iter().map(|it| holds(monitor, it)).collect();
            parts?.into_iter().all(|it| it)
        }
        Condition::Any(parts) => {
            let parts: Option<Vec<bool>> = parts.iter().map(|it| holds(monitor, it)).collect();
            parts?.into_iter().any(|it| it)
        }
        Condition::Not(part) => !holds(monitor, part)?,
    })
}

/// The story of a case up to an event, the clock having moved on.
fn story_until(whole: &Story, count: usize, to: Instant) -> Story {
    let mut story = Story::new(whole.monitor().agreement());
    for event in whole.log().take(count) {
        story.record(event);
    }
    let clock = story.monitor().clock().unwrap();
    story.advance(to.max(clock)).unwrap();
    story
}

/// Since an explanation's date things are as they are, and just before the event that it names, or
/// a second before what time brought, they were not.
#[test]
fn things_are_as_they_are_since_then() {
    let (mut by_event, mut by_time) = (0, 0);
    for seed in 0..700 {
        let shape = Shape { wrong: 0, events: 8, ..PLAIN };
        let case: Case = case_of(&chooser::numbers(seed, crate::generate::NUMBERS), shape);
        let Ok(agreement) = crate::engine::agreement(&case.agreement) else { continue };
        let lines = crate::engine::lines(&case.log);
        let log: Vec<Event> =
            Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
        if !log.is_sorted_by_key(|event| event.time) {
            continue;
        }
        let story = Story::of(&agreement, &log);
        for condition in conditions(&agreement) {
            let question = Question::Condition(condition.clone());
            let why = story.why(&question).unwrap();
            let since = why.reason().since.unwrap();
            let holds = |story: &Story| story.why(&question).unwrap().holds();
            // From then on it stays so, up to where the clock stands: a void event moves no time.
            let clock = story.monitor().clock().unwrap();
            let later = |event: &Event| event.time > since && event.time <= clock;
            for (count, event) in (1..).zip(&log).filter(|(_, event)| later(event)) {
                let later = story_until(&story, count, event.time);
                assert_eq!(holds(&later), why.holds(), "seed {seed}, event {count}: {why}");
            }
            // What was done early counts when time makes the duty due.
            let is_then = |place: &&u64| log[usize::try_from(**place).unwrap() - 1].time == since;
            let named = why.reason().events.last().filter(is_then);
            let before = match named {
                // Of what was done or moved, the last event is the one that brought it.
                Some(place) => {
                    by_event += 1;
                    story_until(&story, usize::try_from(*place).unwrap() - 1, since)
                }
                None if since > agreement.date().unwrap() => {
                    let second = chrono::TimeDelta::seconds(1);
                    let just_before = (since.to_chrono() - second).try_into().unwrap();
                    if log.iter().any(|event| event.time == since || event.time == just_before) {
                        continue;
                    }
                    by_time += 1;
                    let count = log.iter().filter(|event| event.time <= just_before).count();
                    story_until(&story, count, just_before)
                }
                None => continue,
            };
            assert_ne!(holds(&before), why.holds(), "seed {seed}, {named:?}: {condition:?} {why}");
        }
    }
    assert!(by_event > 300 && by_time > 100, "{by_event} {by_time}");
}

/// Makes a move; whether it is one that can be made.
fn make(story: &mut Story, step: &Move) -> bool {
    let now = story.monitor().clock().unwrap();
    match step {
        Move::Act { by, act, quantity, .. } => {
            story.record(&Event::act(now, by[0], *act).quantity(*quantity));
        }
        Move::Attest { by, obligation } => {
            story.record(&Event::attest(now, *by, *obligation));
        }
        Move::Deny { by, obligation } => {
            story.record(&Event::deny(now, *by, *obligation));
        }
        Move::Release { by, obligation } => {
            story.record(&Event::release(now, *by, *obligation));
        }
        Move::Waive { by, act } => {
            story.record(&Event::waive(now, by.iter().copied(), *act));
        }
        Move::Wait { until } => {
            story.advance((*until).max(now)).unwrap();
        }
        Move::WaitFor { term } => {
            story.advance(now.after(term.plain().unwrap()).unwrap()).unwrap();
        }
        Move::Miss { deadline, .. } => {
            let just_after = deadline.after("PT1S".parse().unwrap()).unwrap();
            story.advance(just_after.max(now)).unwrap();
        }
        Move::Impossible => return false,
        other => panic!("a move that this test does not know: {other:?}"),
    }
    true
}

/// Whether a move can be wiped out by what else happens on the way: time brings other things, and
/// between a deed and its verification the duty may end.
fn is_sure(leaf: &Reason, condition: &Condition) -> bool {
    match (condition, &*leaf.takes) {
        (Condition::Happened { .. } | Condition::Reached(_) | Condition::Elapsed { .. }, _) => true,
        // What is performed may lapse in the same settling.
        (Condition::Stands { standing: Standing::Performed, .. }, _) => false,
        (_, takes) => takes.len() == 1 && !matches!(takes[0], Move::Miss { .. }),
    }
}

/// An unmet leaf, made true, holds; the truth that an explanation tells is the engine's; what
/// nothing can change any more stays as it is.
#[test]
fn unmet_leaves_made_true_hold() {
    let (mut asked, mut made, mut hopeless) = (0, 0, 0);
    for seed in 0..800 {
        let Some(story) = story(seed) else { continue };
        let agreement = story.monitor().agreement().clone();
        for condition in conditions(&agreement) {
            let question = Question::Condition(condition.clone());
            let why = story.why(&question).unwrap();
            asked += 1;
            if let Some(holds) = holds(story.monitor(), &condition) {
                assert_eq!(why.holds(), holds, "seed {seed}: {condition:?}");
            }
            for leaf in why.reason().leaves() {
                let Subject::Condition(of_leaf) = &leaf.subject else { continue };
                let mut after = story.clone();
                if leaf.takes.iter().any(|step| matches!(step, Move::Impossible)) {
                    hopeless += 1;
                    let far =
                        after.monitor().clock().unwrap().after("P2Y".parse().unwrap()).unwrap();
                    after.advance(far).unwrap();
                } else {
                    let can = leaf.takes.iter().all(|step| make(&mut after, step));
                    if leaf.takes.is_empty() || !can || !is_sure(leaf, of_leaf) {
                        continue;
                    }
                    // A denial can take away what the act itself waits for, that the duty is performed.
                    if let [Move::Deny { obligation, .. }] = &*leaf.takes
                        && after.monitor().status(*obligation) == Some(Status::Suspended)
                    {
                        continue;
                    }
                    made += 1;
                }
                let now = after.why(&Question::Condition(of_leaf.clone())).unwrap().holds();
                let is_hopeless = leaf.takes.contains(&Move::Impossible);
                let changed = now != leaf.holds;
                assert_eq!(changed, !is_hopeless, "seed {seed}: {leaf:?}\n{why}");
            }
        }
    }
    assert!(asked > 5_000 && made > 2_000 && hopeless > 1_000, "{asked} {made} {hopeless}");
}

/// Whoever follows an explanation, always making the first move that it names, gets there; but for
/// few, where moves stand in each other's way.
#[test]
fn whoever_follows_an_explanation_gets_there() {
    let (mut there, mut stuck) = (0, 0);
    for seed in 0..300 {
        let Some(story) = story(seed) else { continue };
        let agreement = story.monitor().agreement().clone();
        for condition in conditions(&agreement) {
            let question = Question::Condition(condition);
            let mut run = story.clone();
            for _ in 0..12 {
                let why = run.why(&question).unwrap();
                let leaves = why.reason().leaves();
                let steps = |leaf: &&Reason| match &*leaf.takes {
                    [] => leaf.instead.iter().take(1).cloned().collect::<Vec<Move>>(),
                    takes if takes.contains(&Move::Impossible) => Vec::new(),
                    takes => takes.to_vec(),
                };
                let next = leaves.iter().map(steps).find(|steps| !steps.is_empty());
                let Some(next) = next.filter(|_| !why.holds()) else {
                    // What can't be is no fault of the explanation.
                    let is_hopeless = is_hopeless(why.reason());
                    there += usize::from(why.holds());
                    stuck += usize::from(!why.holds() && !is_hopeless);
                    break;
                };
                for step in &next {
                    make(&mut run, step);
                }
            }
        }
    }
    assert!(there > 1_000, "{there}");
    assert!(stuck * 50 < there, "{stuck} of {there} stuck");
}

/// Whether nothing helps: what is needed is impossible, or waits for itself.
fn is_hopeless(reason: &Reason) -> bool {
    let below =
        || reason.because.iter().filter(|below| below.holds != reason.holds || !below.holds);
    let is_blocked = match reason.join {
        Join::Any => !reason.because.is_empty() && below().all(is_hopeless),
        Join::All => below().any(is_hopeless),
    };
    reason.again == Some(Again::Circle) || reason.takes.contains(&Move::Impossible) || is_blocked
}
