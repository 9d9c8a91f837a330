//! Plans, blockers and dead ends, on small agreements and on the settlement.

use serde_json::{Value, json};
use servanda::analysis::{Answer, Explorer, Goal, GraphSize, LeftOpen, Reach};
use servanda::condition::{all, breached, discharged, happened, happened_quantity, not, reached};
use servanda::cuba::{self, Act, Obligation, Party, Reading};
use servanda::formats::json::Log;
use servanda::{Agreement, Condition, Event, Monitor, Outcome};

use super::agreement;

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
    let at = agreement.date().unwrap();
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
         2026-01-04 00:00 UTC  ada does ship  (by 2026-01-05 00:00 UTC)"
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
        "2026-01-01 00:00 UTC  ada does sell (3)  (by 2026-01-29 00:00 UTC)\n\
         2026-01-08 00:00 UTC  (time passes)\n\
         2026-01-08 00:00 UTC  ada does sell (2)  (by 2026-01-29 00:00 UTC)"
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
fn what_was_broken_before_makes_no_later_step_unlawful() {
    let agreement = agreement(
        json!({
            "accept": {"by": ["ada"], "requires": {"not": {"happened": "withdraw"}}},
            "withdraw": {"by": ["bob"], "protects": []},
            "shout": {"by": ["bob"]},
        }),
        json!({"quiet": {"debtor": "bob", "creditor": "ada", "refrain": "shout"}}),
        json!({"settled_when": {"happened": "accept"}}),
    );
    let (bob, shout) = (agreement.party("bob").unwrap(), agreement.act("shout").unwrap());
    let mut monitor = Monitor::new(&agreement);
    monitor.record(&Event::act(agreement.date().unwrap(), bob, shout));
    assert_eq!(monitor.outcome(), Outcome::Breached);
    let accepted = Goal::Holds(happened(agreement.act("accept").unwrap()));
    let blockers = Explorer::at(&monitor).blockers(&accepted).unwrap();
    let bob = blockers.iter().find(|it| it.party == bob).unwrap();
    assert_eq!((bob.by_lawful_step, bob.by_unlawful_step), (Answer::Yes, Answer::No));
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
    // Too few states for a walk, enough for what is done in one go.
    let reach = ask(40);
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

fn graph(agreement: &Agreement) -> GraphSize {
    Explorer::new(agreement).graph()
}

/// The graph's states and edges, all of them.
fn size(agreement: &Agreement) -> (u128, u128) {
    let graph = graph(agreement);
    assert!(graph.is_whole);
    (graph.states, graph.edges)
}

fn plan_to(agreement: &Agreement, goal: &Goal) -> String {
    let reach = Explorer::new(agreement).reach(goal).unwrap();
    reach.plan().unwrap().to_string()
}

#[test]
fn of_two_durations_from_one_beginning_the_shorter_passes_first() {
    let after = |count: usize| {
        let passed = |days: usize| json!({"elapsed": {"since": {"happened": "sign"}, "for": format!("P{days}D")}});
        let any: Vec<Value> = (1..=count).map(passed).collect();
        let acts = json!({
            "sign": {"by": ["ada"]}, "go": {"by": ["ada"], "requires": {"any": any}},
        });
        agreement(acts, json!({}), json!({}))
    };
    // Unsigned, signed, and one state more for each day: one after the other.
    assert_eq!(size(&after(1)), (3, 2));
    assert_eq!(size(&after(2)), (4, 3));
    assert_eq!(size(&after(6)), (8, 7));
    // Of more than six at once not every choice is followed, and that is told.
    assert!(!graph(&after(7)).is_whole);
}

/// The order of timers that begin at different times is open in the graph, and settled in a run.
#[test]
fn a_plan_breaks_no_deadline_that_it_could_keep() {
    let agreement = agreement(
        json!({"sign": {"by": ["ada"]}, "deliver": {"by": ["bob"]}, "pay": {"by": ["ada"]}}),
        json!({"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P5D",
            "when": {"happened": "deliver"},
        }}),
        json!({"settled_when": {"all": [
            {"elapsed": {"since": {"happened": "sign"}, "for": "P10D"}}, {"happened": "deliver"},
        ]}}),
    );
    let [sign, deliver] = ["sign", "deliver"].map(|act| agreement.act(act).unwrap());
    let rested = servanda::condition::elapsed("P10D".parse().unwrap(), happened(sign));
    let goal = Goal::Holds(all([rested, happened(deliver)]));
    let reach = Explorer::new(&agreement).reach(&goal).unwrap();
    let mut monitor = Monitor::new(&agreement);
    for event in reach.plan().unwrap().events() {
        monitor.submit(event).unwrap();
    }
    assert!(monitor.is_conformant(), "{}", reach.plan().unwrap());
}

#[test]
fn a_count_is_never_behind_what_the_same_act_adds_to() {
    let sale = |times: u64| {
        agreement(
            json!({
                "sell": {"by": ["ada"]},
                "boast": {
                    "by": ["ada"], "requires": {"happened": {"act": "sell", "at_least": times}},
                },
            }),
            json!({"selling": {
                "debtor": "ada", "creditor": "bob", "perform": "sell", "quantity": 5,
            }}),
            json!({}),
        )
    };
    for (times, is_reachable) in [(3, false), (5, false), (6, true)] {
        let agreement = sale(times);
        let sell = agreement.act("sell").unwrap();
        let selling = agreement.obligation("selling").unwrap();
        let goal = Goal::Holds(all([discharged(selling), not(happened_quantity(sell, times))]));
        let reach = Explorer::new(&agreement).reach(&goal).unwrap();
        assert_eq!((reach.is_reachable(), reach.is_unreachable()), (is_reachable, !is_reachable));
    }
}

#[test]
fn the_least_quantity_that_does_is_done_at_once() {
    let sold = |count: u64| json!({"happened": {"act": "sell", "at_least": count}});
    let agreement = agreement(
        json!({
            "sell": {"by": ["ada"]},
            "boast": {"by": ["ada"], "requires": sold(3)},
            "brag": {"by": ["ada"], "requires": sold(5)},
        }),
        json!({"bragging": {"debtor": "ada", "creditor": "bob", "perform": "brag"}}),
        json!({}),
    );
    assert_eq!(
        plan_to(&agreement, &Goal::Settled),
        "2026-01-01 00:00 UTC  ada does sell (5)\n\
         2026-01-01 00:00 UTC  ada does brag"
    );
}

#[test]
fn more_than_64_ways_to_do_an_act_are_not_all_followed() {
    let duties = |count: usize| {
        let duty = json!({"debtor": "ada", "creditor": "bob", "perform": "sell", "quantity": 5});
        let duties: serde_json::Map<String, Value> =
            (0..count).map(|number| (format!("duty-{number}"), duty.clone())).collect();
        agreement(json!({"sell": {"by": ["ada"]}}), duties.into(), json!({}))
    };
    // Each of six duties may be done with or not: 64 ways, 64 states; from each there is a way to
    // every state in which more is done.
    assert_eq!(size(&duties(6)), (64, 3_u128.pow(6) - 2_u128.pow(6)));
    assert!(!graph(&duties(7)).is_whole);
}

/// Shipping in a day, to be verified; a claim for the one whom a breach or patience entitles to it.
fn claim() -> Agreement {
    agreement(
        json!({
            "ship": {"by": ["ada"]},
            "call": {"by": ["bob"]},
            "write": {"by": ["bob"]},
            "claim": {"by": ["bob"], "requires": {"any": [
                {"breached": "shipping"}, {"all": [{"happened": "call"}, {"happened": "write"}]},
            ]}},
        }),
        json!({"shipping": {
            "debtor": "ada", "creditor": "bob", "perform": "ship", "within": "P1D",
            "verified_by": "eve",
        }}),
        json!({}),
    )
}

#[test]
fn a_longer_way_without_a_breach_comes_before_a_shorter_one_with_it() {
    let agreement = claim();
    let ada = agreement.party("ada").unwrap();
    let mut monitor = Monitor::new(&agreement);
    let ship = agreement.act("ship").unwrap();
    monitor.submit(&Event::act(agreement.date().unwrap(), ada, ship)).unwrap();
    let plan = |goal: Goal| monitor.reach(&goal).unwrap().plan().unwrap().to_string();
    assert_eq!(
        plan(Goal::Done(agreement.act("claim").unwrap())),
        "2026-01-01 00:00 UTC  bob does call\n\
         2026-01-01 00:00 UTC  bob does write\n\
         2026-01-01 00:00 UTC  bob does claim"
    );
    // A denial gives the time back that was left: then that can pass.
    assert_eq!(
        plan(Goal::Holds(breached(agreement.obligation("shipping").unwrap()))),
        "2026-01-01 00:00 UTC  eve denies shipping\n2026-01-02 00:00:01 UTC  (time passes)"
    );
    assert_eq!(size(&agreement), (24, 52));
}

#[test]
fn what_is_late_can_still_be_done_and_verified() {
    let mut monitor = Monitor::new(&claim());
    monitor.submit(&Event::tick("2026-01-05T00:00:00Z".parse().unwrap())).unwrap();
    assert_eq!(
        monitor.reach(&Goal::Settled).unwrap().plan().unwrap().to_string(),
        "2026-01-05 00:00 UTC  ada does ship\n\
         2026-01-05 00:00 UTC  eve attests shipping"
    );
}

#[test]
fn a_silent_verifier_blocks_and_one_without_acts_breaks_no_rule() {
    let agreement = claim();
    let silent = |most: usize| -> Vec<(Answer, Answer)> {
        let blockers = Explorer::new(&agreement).most_states(most).blockers(&Goal::Settled);
        blockers.unwrap().iter().map(|it| (it.by_silence, it.by_unlawful_step)).collect()
    };
    use Answer::{No, Unknown, Yes};
    assert_eq!(silent(100), [(Yes, No), (No, No), (Yes, No)]);
    // However few states are looked at: neither bob nor eve does an act that matters.
    assert_eq!(silent(3), [(Yes, Unknown), (No, No), (Unknown, No)]);
}

#[test]
fn a_creditor_gives_up_what_a_condition_asks_to_be_given_up() {
    let agreement = agreement(
        json!({"ship": {"by": ["ada"]}}),
        json!({"shipping": {"debtor": "ada", "creditor": "bob", "perform": "ship"}}),
        json!({"settled_when": {"released": "shipping"}}),
    );
    let plan = plan_to(&agreement, &Goal::Settled);
    assert_eq!(plan, "2026-01-01 00:00 UTC  bob releases shipping");
    let blockers = Explorer::new(&agreement).blockers(&Goal::Settled).unwrap();
    let silent: Vec<Answer> = blockers.iter().map(|it| it.by_silence).collect();
    assert_eq!(silent, [Answer::No, Answer::Yes, Answer::No]);
}

#[test]
fn states_are_told_apart_by_what_was_latched() {
    let order = |rest: Value| {
        agreement(
            json!({
                "sign": {"by": ["ada"]}, "cancel": {"by": ["ada"]},
                "order": {"by": ["bob"]}, "ship": {"by": ["ada"]},
            }),
            json!({"shipping": {
                "debtor": "ada", "creditor": "bob", "perform": "ship",
                "when": {"happened": "order"}, "survives": true,
            }}),
            rest,
        )
    };
    let signed = json!({"all": [{"happened": "sign"}, {"not": {"happened": "cancel"}}]});
    // Neither was done, one, the other, or both in either order: five, each with an order or none,
    // and a shipment or none; but where it can't enter into force any more, for the cancelling came
    // first, the shipping has lapsed, and a shipment is nothing to it.
    assert_eq!(size(&order(json!({"entry_into_force": signed}))), (16, 28));
    assert_eq!(size(&order(json!({"terminates_when": signed}))), (20, 36));
    // Dormant, a duty with a fixed deadline has time left or not.
    let fixed = agreement(
        json!({"order": {"by": ["bob"]}, "ship": {"by": ["ada"]}}),
        json!({"shipping": {
            "debtor": "ada", "creditor": "bob", "perform": "ship", "when": {"happened": "order"},
            "at": "2026-02-01T00:00:00Z",
        }}),
        json!({}),
    );
    assert_eq!(size(&fixed), (9, 12));
}

#[test]
fn a_duty_that_does_not_survive_ends_with_the_agreement() {
    let agreement = agreement(
        json!({"end": {"by": ["bob"]}, "ship": {"by": ["ada"]}}),
        json!({"shipping": {"debtor": "ada", "creditor": "bob", "perform": "ship"}}),
        json!({"terminates_when": {"happened": "end"}, "settled_when": {"lapsed": "shipping"}}),
    );
    let plan = plan_to(&agreement, &Goal::Settled);
    assert_eq!(plan, "2026-01-01 00:00 UTC  bob does end");
}

#[test]
fn parts_agree_on_the_way_by_which_it_entered_into_force() {
    // Only one of the two can be done: each waits for another order of signing and sealing.
    let first =
        |one: &str, other: &str| json!({"all": [{"happened": one}, {"not": {"happened": other}}]});
    let agreement = agreement(
        json!({
            "sign": {"by": ["ada"]},
            "seal": {"by": ["ada"]},
            "pay": {"by": ["ada"], "requires": first("sign", "seal")},
            "send": {"by": ["bob"], "requires": first("seal", "sign")},
            "thank": {"by": ["bob"], "requires": {"happened": "pay"}},
            "praise": {"by": ["ada"], "requires": {"happened": "send"}},
        }),
        json!({}),
        json!({"entry_into_force": {"all": [{"happened": "sign"}, {"happened": "seal"}]}}),
    );
    // Neither, the one alone, with the act that waits for it or without, and so the other; both,
    // with one act or with none, but never with both acts.
    assert_eq!(size(&agreement), (8, 8));
}

#[test]
fn a_bound_on_one_part_is_told_of_the_whole() {
    let plain = agreement(
        json!({"ship": {"by": ["ada"]}}),
        json!({"shipping": {"debtor": "ada", "creditor": "bob", "perform": "ship"}}),
        json!({}),
    );
    assert!(!Explorer::new(&plain).most_states(1).graph().is_whole);
    assert!(Explorer::new(&plain).most_states(2).graph().is_whole);
}

#[test]
fn a_deal_waits_until_it_is_late_enough_and_not_too_late() {
    let tenth = json!({"reached": "2026-01-10T00:00:00Z"});
    let deal = |order: Value, deal: Value| {
        let agreement = agreement(
            json!({
                "order": {"by": ["bob"], "requires": order},
                "deal": {"by": ["ada"], "requires": {"all": [
                    {"happened": "order"},
                    deal,
                    {"not": {"elapsed": {"since": {"happened": "order"}, "for": "P2D"}}},
                ]}},
            }),
            json!({}),
            json!({}),
        );
        plan_to(&agreement, &Goal::Done(agreement.act("deal").unwrap()))
    };
    // The order must come before the tenth, but not two days before.
    assert_eq!(
        deal(json!({"not": tenth}), tenth.clone()),
        "2026-01-08 00:00:01 UTC  (time passes)\n\
         2026-01-08 00:00:01 UTC  bob does order  (from 2026-01-01 00:00 UTC)\n\
         2026-01-10 00:00 UTC  (time passes)\n\
         2026-01-10 00:00 UTC  ada does deal"
    );
    // Where nothing has to come just before or after another thing, time goes from one thing to the
    // next.
    assert_eq!(
        deal(json!({"all": []}), json!({"all": [{"reached": "2026-01-08T00:00:00Z"}, tenth]})),
        "2026-01-08 00:00 UTC  (time passes)\n\
         2026-01-10 00:00 UTC  (time passes)\n\
         2026-01-10 00:00 UTC  bob does order  (from 2026-01-01 00:00 UTC)\n\
         2026-01-10 00:00 UTC  ada does deal"
    );
}

#[test]
fn what_needs_no_wait_is_done_before_what_does() {
    let agreement = agreement(
        json!({
            "ship": {"by": ["ada"], "requires": {"reached": "2026-01-10T00:00:00Z"}},
            "answer": {"by": ["bob"]},
        }),
        json!({
            "shipping": {"debtor": "ada", "creditor": "bob", "perform": "ship"},
            "answering": {
                "debtor": "bob", "creditor": "ada", "perform": "answer", "within": "P1D",
            },
        }),
        json!({}),
    );
    assert_eq!(
        plan_to(&agreement, &Goal::Settled),
        "2026-01-01 00:00 UTC  bob does answer  (by 2026-01-02 00:00 UTC)\n\
         2026-01-10 00:00 UTC  (time passes)\n\
         2026-01-10 00:00 UTC  ada does ship"
    );
}

#[test]
fn a_dead_end_tells_which_of_the_things_asked_are_lost() {
    let agreement = agreement(
        json!({
            "stay": {"by": ["ada"], "requires": {"not": {"happened": "leave"}}},
            "leave": {"by": ["ada"]},
            "sing": {"by": ["ada"]},
        }),
        json!({
            "leaving": {"debtor": "ada", "creditor": "bob", "perform": "leave"},
            "staying": {"debtor": "ada", "creditor": "bob", "perform": "stay"},
            "singing": {
                "debtor": "ada", "creditor": "bob", "perform": "sing",
                "when": {"happened": "leave"},
            },
        }),
        json!({"settled_when": {"all": [
            {"discharged": "leaving"}, {"discharged": "staying"}, {"discharged": "singing"},
        ]}}),
    );
    let ends = Explorer::new(&agreement).dead_ends(&Goal::Settled).unwrap();
    // Gone without having stayed, and with a song or none.
    assert_eq!((ends.states, ends.ends.len(), ends.are_all), (2, 1, true));
    assert_eq!(ends.ends[0].plan.to_string(), "2026-01-01 00:00 UTC  ada does leave");
    assert_eq!(ends.ends[0].lost, [agreement.obligation("staying").unwrap()]);

    // One thing after the other where there is no room for all at once.
    let reach =
        |most: usize, goal: &Goal| Explorer::new(&agreement).most_states(most).reach(goal).unwrap();
    assert_eq!(reach(8, &Goal::Settled).plan().unwrap().deeds().count(), 3);
    let Reach::Unknown { explored, left_open: LeftOpen::Bound } = reach(2, &Goal::Settled) else {
        panic!("two states are too few")
    };
    assert!(explored <= 2, "{explored}");
    let unlike = Goal::Holds(all([
        discharged(agreement.obligation("singing").unwrap()),
        not(happened(agreement.act("leave").unwrap())),
    ]));
    // All that there is to know is looked at once.
    assert_eq!(reach(100, &unlike), Reach::Unreachable { explored: 4 });
}

#[test]
fn one_thing_that_cannot_be_had_is_enough_however_much_there_is() {
    let agreement = agreement(
        json!({
            "never": {"by": ["ada"], "requires": {"happened": "never"}},
            "ask": {"by": ["bob"]}, "beg": {"by": ["bob"]}, "pray": {"by": ["bob"]},
            "help": {"by": ["ada"]},
        }),
        json!({
            "wonder": {"debtor": "ada", "creditor": "bob", "perform": "never"},
            "helping": {
                "debtor": "ada", "creditor": "bob", "perform": "help", "when": {"any": [
                    {"happened": "never"},
                    {"all": [{"happened": "ask"}, {"happened": "beg"}, {"happened": "pray"}]},
                ]},
            },
        }),
        json!({}),
    );
    let reach =
        |most: usize| Explorer::new(&agreement).most_states(most).reach(&Goal::Settled).unwrap();
    assert!(reach(100).is_unreachable());
    assert!(reach(4).is_unreachable(), "{:?}", reach(4));
}

#[test]
fn what_counts_and_what_is_denied_makes_no_more_states_than_it_must() {
    let x = || json!({"x": {"by": ["ada", "bob"]}, "y": {"by": ["ada"]}});
    let owed = |more: Value| {
        let mut duty = json!({"debtor": "ada", "creditor": "eve", "perform": "x"});
        duty.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        duty
    };
    let sizes = [
        json!({"duty": owed(json!({"within": "P1D", "target": true, "verified_by": "eve"}))}),
        json!({"duty": owed(json!({"within": "P1D", "verified_by": "eve"}))}),
        json!({"duty": owed(json!({}))}),
        json!({"duty": owed(json!({"quantity": 2, "when": {"happened": "y"}}))}),
        json!({"duty": owed(json!({"quantity": 2, "when": {"happened": "y"}, "early": "ignored"}))}),
        json!({"duty": owed(json!({"quantity": 2})), "more": owed(json!({"quantity": 3}))}),
        json!({"quota": {
            "debtor": "ada", "creditor": "eve", "refrain": "x", "beyond": 1, "per": "P1D",
        }, "duty": owed(json!({"within": "P1D"}))}),
    ]
    .map(|duties| {
        let [plain, thrice, by_bob] = [
            json!({}),
            json!({"settled_when": {"happened": {"act": "x", "at_least": 3}}}),
            json!({"settled_when": {"happened": {"act": "x", "at_least": 3, "by": "bob"}}}),
        ]
        .map(|rest| size(&agreement(x(), duties.clone(), rest)));
        [plain, thrice, by_bob]
    });
    // Plain, with a sum of three by anybody, and with one by somebody else.
    assert_eq!(
        sizes,
        [
            [(5, 7), (10, 24), (10, 19)],
            [(6, 7), (12, 26), (12, 20)],
            [(2, 1), (4, 6), (4, 4)],
            [(4, 4), (8, 18), (8, 12)],
            [(3, 2), (6, 11), (6, 7)],
            [(4, 5), (6, 14), (8, 14)],
            [(4, 3), (8, 14), (8, 10)],
        ]
    );
}

/// Duties that suspend each other, all to be verified: each alone has a few states, all together
/// more than can be counted.
fn coupled(count: usize) -> Agreement {
    let party = |number: usize| if number.is_multiple_of(2) { "bob" } else { "ada" };
    let acts: serde_json::Map<String, Value> =
        (0..count).map(|n| (format!("x{n}"), json!({"by": [party(n)]}))).collect();
    let duty = |n: usize| {
        let (other, done) = ((7 * n + 3) % count, (5 * n + 1) % count);
        let resting = json!({"any": [
            {"breached": format!("o{other}")},
            {"all": [
                {"happened": format!("x{done}")}, {"not": {"discharged": format!("o{other}")}},
            ]},
        ]});
        json!({
            "debtor": party(n), "creditor": party(n + 1), "perform": format!("x{n}"),
            "within": format!("P{}D", n + 1), "verified_by": party(n + 1),
            "suspended_while": resting,
        })
    };
    let duties: serde_json::Map<String, Value> =
        (0..count).map(|n| (format!("o{n}"), duty(n))).collect();
    agreement(acts.into(), duties.into(), json!({}))
}

#[test]
fn duties_that_influence_each_other_are_planned_within_a_few_states() {
    for count in [20, 60, 200] {
        let agreement = coupled(count);
        let most = 10 * count;
        let reach = Explorer::new(&agreement).most_states(most).reach(&Goal::Settled).unwrap();
        let plan = reach.plan().unwrap();
        assert_eq!(plan.deeds().count(), 2 * count);
        assert!(plan.breaches().is_empty() && settles(&agreement, plan.events()));
    }
}

#[test]
fn a_walk_keeps_to_its_budget_of_states_memory_and_patience() {
    // What was given up can't be had, and there are too many states to know that.
    let agreement = coupled(20);
    let all = agreement.obligations().map(|id| Condition::Stands {
        obligation: id,
        standing: servanda::condition::Standing::Lapsed,
    });
    let goal = Goal::Holds(
        all.fold(servanda::condition::any([]), |any, one| servanda::condition::any([any, one])),
    );
    let ask = |explorer: Explorer<'_>| match { explorer }.reach(&goal).unwrap() {
        Reach::Unknown { explored, left_open } => (explored, left_open),
        other => panic!("{other:?}"),
    };
    let (explored, left_open) = ask(Explorer::new(&agreement).most_states(500));
    assert_eq!(left_open, LeftOpen::Bound);
    assert!((450..=550).contains(&explored), "{explored}");

    let most = 4 << 20;
    let mut held = 0;
    let explorer = Explorer::new(&agreement).most_bytes(most);
    let (_, left_open) = ask(explorer.on_progress(|progress| held = held.max(progress.bytes)));
    assert_eq!(left_open, LeftOpen::Memory);
    assert!((most / 10 * 9..=most / 10 * 11).contains(&held), "{held}");

    let (explored, left_open) = ask(Explorer::new(&agreement).stop_when(|it| it.states > 100));
    assert_eq!(left_open, LeftOpen::Stopped);
    assert!(explored < 200, "{explored}");
}

#[test]
fn a_plan_does_what_is_owed_when_it_is_owed_and_each_step_has_its_time() {
    let agreement = agreement(
        json!({
            "build": {"by": ["ada"]}, "release": {"by": ["bob"]}, "report": {"by": ["ada"]},
        }),
        json!({
            "building": {"debtor": "ada", "creditor": "bob", "perform": "build", "within": "P30D"},
            "retention": {
                "debtor": "bob", "creditor": "ada", "perform": "release", "within": "P14D",
                "when": {"elapsed": {"since": {"discharged": "building"}, "for": "P1Y"}},
            },
            "reporting": {
                "debtor": "ada", "creditor": "bob", "perform": "report",
                "at": "2026-03-01T00:00:00Z",
            },
        }),
        json!({}),
    );
    assert_eq!(
        plan_to(&agreement, &Goal::Settled),
        "2026-01-01 00:00 UTC  ada does build  (by 2026-01-31 00:00 UTC)\n\
         2026-01-01 00:00 UTC  ada does report  (by 2026-03-01 00:00 UTC)\n\
         2027-01-01 00:00 UTC  (time passes)\n\
         2027-01-01 00:00 UTC  bob does release  (from 2026-01-01 00:00 UTC, by 2027-01-15 00:00 \
         UTC)"
    );
    let exposure = Explorer::new(&agreement).exposure();
    let order = exposure.order().unwrap();
    assert!(order.plan.breaches().is_empty(), "{}", order.plan);
}

/// A rent for each month, a fee where it is late, and an end by notice: few of the many orders of
/// events break nothing.
#[test]
fn a_lease_is_settled_without_a_breach() {
    let mut obligations = json!({
        "deposit": {"debtor": "ada", "creditor": "bob", "perform": "pay-deposit", "within": "P7D"},
        "back": {
            "debtor": "bob", "creditor": "ada", "perform": "settle-deposit", "within": "P30D",
            "survives": true,
        },
    });
    let ends = json!({"all": [
        {"happened": "move-out"}, {"elapsed": {"since": {"happened": "give-notice"}, "for": "P3M"}},
    ]});
    for month in 1..=12 {
        obligations[format!("rent-{month}")] = json!({
            "debtor": "ada", "creditor": "bob", "perform": "pay-rent", "quantity": 1200 * month,
            "when": {"reached": format!("2026-{month:02}-01T00:00:00Z")}, "until": ends,
            "at": format!("2026-{month:02}-03T23:00:00Z"),
        });
        obligations[format!("late-{month}")] = json!({
            "debtor": "ada", "creditor": "bob", "perform": "pay-late-fee", "within": "P14D",
            "when": {"breached": format!("rent-{month}")},
        });
    }
    let agreement = agreement(
        json!({
            "pay-deposit": {"by": ["ada"]}, "pay-rent": {"by": ["ada"]},
            "pay-late-fee": {"by": ["ada"]}, "give-notice": {"by": ["ada", "bob"]},
            "move-out": {"by": ["ada"]},
            "settle-deposit": {"by": ["bob"], "requires": {"happened": "move-out"}},
        }),
        obligations,
        json!({"terminates_when": ends}),
    );
    for most in [200, 8_000] {
        let reach = Explorer::new(&agreement).most_states(most).reach(&Goal::Settled).unwrap();
        let plan = reach.plan().unwrap();
        assert!(plan.breaches().is_empty() && settles(&agreement, plan.events()), "{plan}");
    }
}

/// Found by the properties: some way into a duty whose quantity was raised, nothing led to its end.
#[test]
fn what_an_amendment_makes_larger_can_still_be_done() {
    let wall = json!({"debtor": "ada", "creditor": "bob", "perform": "lay", "within": "P9D"});
    let agreement = agreement(json!({"lay": {"by": ["ada"]}}), json!({"wall": wall}), json!({}));
    let log = json!({
        "time": "2026-01-02T09:00:00Z", "amend": "wall", "actors": ["ada", "bob", "eve"], "quantity": 4,
    });
    let begun = json!({
        "time": "2026-01-02T10:00:00Z", "actor": "ada", "act": "lay", "quantity": 2,
    });
    let mut monitor = Monitor::new(&agreement);
    for event in Log::new(format!("{log}\n{begun}").as_bytes(), &agreement) {
        monitor.record(&event.unwrap());
    }
    let reach = monitor.reach(&Goal::Settled).unwrap();
    let plan = reach.plan().expect("two are missing");
    for event in plan.events() {
        monitor.submit(event).unwrap();
    }
    assert_eq!(monitor.outcome(), Outcome::Settled);
}
