//! Plans, blockers and dead ends, on small agreements and on the settlement.

use serde_json::{Value, json};
use servanda::analysis::{Answer, Explorer, Goal, LeftOpen, Reach};
use servanda::cuba::{self, Act, Obligation, Party, Reading};
use servanda::{
    Agreement, Condition, Event, Monitor, Outcome, all, discharged, happened, not, reached,
};

fn agreement(acts: Value, obligations: Value, rest: Value) -> Agreement {
    let mut document = json!({
        "title": "t",
        "date": "2026-01-01T00:00:00Z",
        "parties": {"ada": "", "bob": "", "eve": ""},
        "acts": acts,
        "obligations": obligations,
    });
    for (key, value) in rest.as_object().unwrap() {
        document[key] = value.clone();
    }
    Agreement::from_json(&document.to_string()).unwrap()
}

fn settles(agreement: &Agreement, events: &[Event]) -> bool {
    let mut monitor = Monitor::new(agreement);
    events.iter().all(|event| monitor.submit(event).is_ok())
        && monitor.outcome() == Outcome::Settled
}

#[test]
fn the_settlement_can_be_reached_in_every_reading() {
    for (reading, deeds) in
        [(Reading::Verified, 12), (Reading::Established, 12), (Reading::Practised, 14)]
    {
        let agreement = cuba::agreement(reading).unwrap();
        let reach = Explorer::new(&agreement).reach(&Goal::Settled).unwrap();
        let plan = reach.plan().unwrap();
        assert_eq!(plan.deeds().count(), deeds, "{reading}:\n{plan}");
        assert_eq!(plan.first_mover(), Some(&Party::Ussr));
        let mut monitor = Monitor::new(&agreement);
        for event in plan.events() {
            monitor.submit(event).unwrap();
        }
        assert_eq!(monitor.outcome(), Outcome::Settled);
        assert!(monitor.is_conformant());
    }
}

#[test]
fn what_would_still_have_settled_it_in_january() {
    let agreement = cuba::agreement(Reading::Established).unwrap();
    let mut monitor = Monitor::new(&agreement);
    for event in cuba::history() {
        monitor.record(&event);
    }
    let reach = monitor.reach(&Goal::Settled).unwrap();
    let plan = reach.plan().unwrap().to_string();
    let left: Vec<&str> = plan.lines().map(|line| line.split("  ").nth(1).unwrap()).collect();
    for deed in ["us does assure-no-invasion", "ussr does accept-safeguards"] {
        assert!(left.contains(&deed), "{plan}");
    }
    assert!(!plan.contains("lift-quarantine"), "that had been done: {plan}");
}

#[test]
fn a_breach_of_a_prohibition_is_for_good() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut monitor = Monitor::new(&agreement);
    let at = agreement.date();
    for (party, act) in [
        (Party::Ussr, Act::AcceptProposal),
        (Party::Ussr, Act::CeaseWork),
        (Party::Ussr, Act::ResumeWork),
    ] {
        monitor.record(&Event::act(at, party, act));
    }
    assert!(monitor.reach(&Goal::Settled).unwrap().is_unreachable());
    // The rest of it can still be done.
    assert!(monitor.reach(&Goal::Done(Act::LiftQuarantine)).unwrap().is_reachable());
}

#[test]
fn a_plan_waits_where_it_has_to() {
    let agreement = agreement(
        json!({"ship": {"by": ["ada"], "requires": {"elapsed": {
            "since": {"happened": "order"}, "for": "P3D",
        }}}, "order": {"by": ["bob"]}}),
        json!({"shipping": {
            "debtor": "ada", "creditor": "bob", "perform": "ship", "within": "P1D",
            "when": {"happened": "order"},
        }}),
        json!({"settled_when": {"discharged": "shipping"}}),
    );
    let reach = Explorer::new(&agreement).reach(&Goal::Settled).unwrap();
    let plan = reach.plan().unwrap();
    assert_eq!(
        plan.to_string(),
        "2026-01-01 00:00 UTC  bob does order\n\
         2026-01-04 00:00 UTC  (time passes)\n\
         2026-01-04 00:00 UTC  ada does ship"
    );
    assert_eq!(plan.end(), "2026-01-04T00:00:00Z".parse().unwrap());
    assert!(settles(&agreement, plan.events()));
}

#[test]
fn a_quantity_is_done_at_once_unless_there_is_a_limit() {
    let sale = |quota: Value| {
        let agreement = agreement(
            json!({"sell": {"by": ["ada"]}}),
            json!({
                "selling": {
                    "debtor": "ada", "creditor": "bob", "perform": "sell", "quantity": 5,
                    "within": "P4W",
                },
                "quota": quota,
            }),
            json!({}),
        );
        Explorer::new(&agreement).reach(&Goal::Settled).unwrap()
    };
    let quota = json!({"debtor": "ada", "creditor": "eve", "refrain": "sell", "beyond": 5});
    assert_eq!(sale(quota).plan().unwrap().deeds().count(), 1);
    // Three each week make five in two weeks.
    let weekly =
        json!({"debtor": "ada", "creditor": "eve", "refrain": "sell", "beyond": 3, "per": "P1W"});
    assert_eq!(
        sale(weekly).plan().unwrap().to_string(),
        "2026-01-01 00:00 UTC  ada does sell (3)\n\
         2026-01-08 00:00 UTC  (time passes)\n\
         2026-01-08 00:00 UTC  ada does sell (2)"
    );
    // Three in all never make five; sums are told apart only at their thresholds, so that is not
    // known to be out of reach, and no plan is made up.
    let three = json!({"debtor": "ada", "creditor": "eve", "refrain": "sell", "beyond": 3});
    let reach = sale(three);
    assert!(matches!(reach, Reach::Unknown { left_open: LeftOpen::Timing, .. }), "{reach:?}");
}

#[test]
fn two_deadlines_in_the_wrong_order_are_a_dead_end() {
    let agreement = agreement(
        json!({
            "notice": {"by": ["bob"]},
            "leave": {"by": ["ada"], "requires": {"happened": "notice"}},
        }),
        json!({"leaving": {
            "debtor": "ada", "creditor": "bob", "perform": "leave",
            "until": {"reached": "2026-02-01T00:00:00Z"},
        }}),
        json!({"settled_when": {"discharged": "leaving"}}),
    );
    let ends = Explorer::new(&agreement).dead_ends(&Goal::Settled).unwrap();
    assert!(ends.are_all);
    // Time alone loses it, before notice was given or after.
    assert_eq!(ends.ends.len(), 1);
    assert_eq!(ends.ends[0].by, None);
    assert_eq!(ends.ends[0].plan.end(), "2026-02-01T00:00:00Z".parse().unwrap());
    assert_eq!(ends.ends[0].lost, [agreement.obligation("leaving").unwrap()]);
}

#[test]
fn a_lawful_step_can_lose_it() {
    let agreement = agreement(
        json!({
            "accept": {"by": ["ada"], "requires": {"not": {"happened": "withdraw"}}},
            "withdraw": {"by": ["bob"], "requires": {"not": {"happened": "accept"}}},
        }),
        json!({"hold": {
            "debtor": "bob", "creditor": "ada", "refrain": "withdraw", "binding": false,
        }}),
        json!({"settled_when": {"happened": "accept"}}),
    );
    let blockers = Explorer::new(&agreement).blockers(&Goal::Settled).unwrap();
    let [ada, bob, eve] = blockers.as_slice() else { panic!("{blockers:?}") };
    assert_eq!((ada.by_silence, ada.by_lawful_step), (Answer::Yes, Answer::No));
    assert_eq!((bob.by_silence, bob.by_lawful_step), (Answer::No, Answer::Yes));
    assert_eq!((eve.by_silence, eve.by_lawful_step), (Answer::No, Answer::No));
    assert!(bob.can_lawfully() && !eve.can_lawfully());
    let step = bob.lawful_step.as_ref().unwrap();
    assert_eq!(step.to_string(), "2026-01-01 00:00 UTC  bob does withdraw");
    let ends = Explorer::new(&agreement).dead_ends(&Goal::Settled).unwrap();
    assert_eq!(ends.ends.len(), 1);
    assert_eq!(ends.ends[0].by, agreement.party("bob").ok());
}

#[test]
fn who_can_block_the_settlement() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let blockers = Explorer::new(&agreement).blockers(&Goal::Settled).unwrap();
    for blocker in &blockers {
        let [silence, unlawful] = match blocker.party {
            Party::Us | Party::Ussr => [Answer::Yes, Answer::Yes],
            Party::Un => [Answer::Yes, Answer::No],
            Party::Cuba | Party::Hemisphere => [Answer::No, Answer::No],
        };
        assert_eq!(blocker.by_silence, silence, "{:?}", blocker.party);
        assert_eq!(blocker.by_lawful_step, Answer::No, "{:?}", blocker.party);
        assert_eq!(blocker.by_unlawful_step, unlawful, "{:?}", blocker.party);
        if let Some(step) = &blocker.unlawful_step {
            let mut monitor = Monitor::new(&agreement);
            for event in step.events() {
                monitor.record(event);
            }
            assert!(monitor.reach(&Goal::Settled).unwrap().is_unreachable());
        }
    }
    // Nobody needs the rest of the hemisphere, nor the arrangement's announcement.
    assert_eq!(blockers.len(), 5);
}

#[test]
fn a_goal_is_a_condition_of_the_agreement_or_made_of_such() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut explorer = Explorer::new(&agreement);
    let gone = discharged(Obligation::RemoveWeapons);
    let goal = Goal::Holds(all([gone.clone(), not(discharged(Obligation::CeaseWork))]));
    assert!(explorer.reach(&goal).unwrap().is_reachable());
    let goal = Goal::Holds(all([gone, not(happened(Act::CeaseWork))]));
    assert!(explorer.reach(&goal).unwrap().is_unreachable());
    let goal = Goal::Holds(happened(Act::LinkBroaderQuestions));
    assert_eq!(
        explorer.reach(&goal).unwrap_err().to_string(),
        "no condition of the agreement asks whether anyone had done `link-broader-questions`, so a \
         run does not remember it; ask for an act with `Goal::Done`, or for where an obligation \
         stands"
    );
    let never: Condition<cuba::Cuba> = reached("1970-01-01T00:00:00Z".parse().unwrap());
    assert!(explorer.reach(&Goal::Holds(never)).is_err());
}

#[test]
fn a_bound_is_told_and_no_answer_is_made_up() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let ask = |most: usize| {
        let mut told = Vec::new();
        let mut explorer = Explorer::new(&agreement)
            .most_states(most)
            .on_progress(|progress| told.push(progress.states));
        let reach = explorer.reach(&Goal::Settled).unwrap();
        drop(explorer);
        assert!(!told.is_empty() && told.iter().all(|states| *states <= most));
        reach
    };
    let reach = ask(3);
    assert!(matches!(reach, Reach::Unknown { left_open: LeftOpen::Bound, .. }), "{reach:?}");
    // Too few states for all at once, enough for one thing after the other.
    let reach = ask(8);
    let deeds = reach.plan().unwrap().events();
    let mut monitor = Monitor::new(&agreement);
    assert!(deeds.iter().all(|event| monitor.submit(event).is_ok()));
    assert_eq!(monitor.outcome(), Outcome::Settled);
    let blockers = Explorer::new(&agreement).most_states(8).blockers(&Goal::Settled).unwrap();
    assert!(blockers.iter().all(|blocker| blocker.by_lawful_step != Answer::Yes));
}

#[test]
fn unrelated_duties_add_up() {
    let parts = |count: usize| {
        let acts: serde_json::Map<String, Value> =
            (0..count).map(|n| (format!("act-{n}"), json!({"by": ["ada"]}))).collect();
        let obligations: serde_json::Map<String, Value> = (0..count)
            .map(|n| {
                let duty = json!({
                    "debtor": "ada", "creditor": "bob", "perform": format!("act-{n}"),
                    "within": "P1D", "verified_by": "eve",
                });
                (format!("duty-{n}"), duty)
            })
            .collect();
        agreement(acts.into(), obligations.into(), json!({}))
    };
    let one = Explorer::new(&parts(1)).graph();
    let ten = Explorer::new(&parts(10)).graph();
    assert_eq!(ten.parts, 10);
    assert_eq!(ten.explored, 10 * one.explored);
    assert_eq!(ten.states, one.states.pow(10));
    assert_eq!(ten.edges, 10 * one.edges * one.states.pow(9));
    let reach = Explorer::new(&parts(10)).most_states(100).reach(&Goal::Settled).unwrap();
    assert_eq!(reach.plan().unwrap().deeds().count(), 20);
    // Entry into force, which all share, does not multiply them.
    let mut begun: Value = serde_json::from_str(&parts(10).to_json()).unwrap();
    begun["acts"]["sign"] = json!({"by": ["bob"]});
    begun["entry_into_force"] = json!({"happened": "sign"});
    let begun = Agreement::from_json(&begun.to_string()).unwrap();
    let reach = Explorer::new(&begun).most_states(100).reach(&Goal::Settled).unwrap();
    assert_eq!(reach.plan().unwrap().deeds().count(), 21);
}

#[test]
fn answers_go_anywhere() {
    fn goes_anywhere<T: Send + Sync>() {}
    goes_anywhere::<servanda::analysis::Analysis>();
    goes_anywhere::<servanda::analysis::Exposure>();
    goes_anywhere::<Reach>();
    goes_anywhere::<servanda::analysis::Blocker>();
    goes_anywhere::<servanda::analysis::DeadEnds>();
}
