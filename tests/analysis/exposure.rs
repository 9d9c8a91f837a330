//! Exposure, on small agreements and on the settlement.

use serde_json::json;
use servanda::analysis::Explorer;
use servanda::cuba::{self, Obligation, Party, Reading};
use servanda::{Agreement, Event, Monitor, Outcome};

use super::agreement;

#[test]
fn the_gate_decides_who_is_exposed() {
    for (reading, worst) in [(Reading::Verified, 3), (Reading::Established, 2)] {
        let agreement = cuba::agreement(reading).unwrap();
        let exposure = Explorer::new(&agreement).exposure();
        assert!(exposure.is_whole());
        assert_eq!(exposure.first(), [Party::Ussr], "{reading}");
        let parties: Vec<Party> = exposure.sides().iter().map(|side| side.party).collect();
        assert_eq!(parties, [Party::Us, Party::Ussr]);
        let (us, ussr) = (exposure.side(Party::Us).unwrap(), exposure.side(Party::Ussr).unwrap());
        assert_eq!((us.gives, us.gets, us.worst), (2, 4, 0), "{reading}");
        assert_eq!((ussr.gives, ussr.gets, ussr.worst), (4, 2, 4), "{reading}");
        let order = exposure.order().unwrap();
        assert_eq!(order.worst, worst, "{reading}:\n{exposure}");
        assert_eq!(order.imbalances.len(), order.plan.events().len());
        let most = order.imbalances.iter().flatten().max();
        assert_eq!(most, Some(&worst));
        let mut monitor = Monitor::new(&agreement);
        for event in order.plan.events() {
            monitor.submit(event).unwrap();
        }
        assert_eq!(monitor.outcome(), Outcome::Settled);
    }
}

#[test]
fn the_united_states_never_lifts_first_under_the_verified_gate() {
    let verified = Explorer::new(&cuba::agreement(Reading::Verified).unwrap()).exposure();
    let given = |party: Party, given: &[(Party, u64)]| {
        given.iter().find(|(other, _)| *other == party).unwrap().1
    };
    assert!(verified.positions().iter().all(|position| {
        given(Party::Us, &position.given) == 0 || given(Party::Ussr, &position.given) >= 3
    }));
    let established = Explorer::new(&cuba::agreement(Reading::Established).unwrap()).exposure();
    assert!(established.positions().iter().any(|position| {
        given(Party::Us, &position.given) == 2 && given(Party::Ussr, &position.given) == 2
    }));
    // What is irrevocable in law is never more than what is given.
    for position in verified.positions().iter().chain(established.positions()) {
        for party in [Party::Us, Party::Ussr] {
            assert!(given(party, &position.discharged) <= given(party, &position.given));
        }
    }
}

#[test]
fn what_weighs_more_counts_more() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    // The weapons against the quarantine and the assurance: all else is small change.
    let weight = |obligation: Obligation| match obligation {
        Obligation::RemoveWeapons | Obligation::AssureNoInvasion => 3,
        Obligation::LiftQuarantine => 2,
        _ => 0,
    };
    let exposure = Explorer::new(&agreement).exposure_by(weight);
    assert_eq!(exposure.side(Party::Ussr).unwrap().gives, 3);
    assert_eq!(exposure.side(Party::Us).unwrap().gives, 5);
    assert_eq!(exposure.order().unwrap().worst, 3);
    assert_eq!(exposure.side(Party::Us).unwrap().worst, 2);
}

#[test]
fn in_a_chain_of_small_steps_nobody_is_far_ahead() {
    // Goods and money in two halves: the order that alternates keeps everybody within one.
    let agreement = agreement(
        json!({
            "pay-half": {"by": ["ada"]}, "pay-rest": {"by": ["ada"]},
            "send-half": {"by": ["bob"]}, "send-rest": {"by": ["bob"]},
        }),
        json!({
            "first": {"debtor": "ada", "creditor": "bob", "perform": "pay-half"},
            "second": {"debtor": "ada", "creditor": "bob", "perform": "pay-rest"},
            "third": {"debtor": "bob", "creditor": "ada", "perform": "send-half"},
            "fourth": {"debtor": "bob", "creditor": "ada", "perform": "send-rest"},
        }),
        json!({"parties": {"ada": "", "bob": ""}}),
    );
    let exposure = Explorer::new(&agreement).exposure();
    assert_eq!(exposure.first().len(), 2, "either can begin");
    assert_eq!(exposure.order().unwrap().worst, 1);
    assert!(exposure.sides().iter().all(|side| side.worst == 2 && side.plan.is_some()));
    let page = exposure.to_string();
    assert!(page.starts_with("any of these can be the first to give: ada, bob\n"), "{page}");
}

#[test]
fn a_standoff_leaves_no_order() {
    let agreement = agreement(
        json!({
            "pay": {"by": ["ada"], "requires": {"happened": "send"}},
            "send": {"by": ["bob"], "requires": {"happened": "pay"}},
        }),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay"},
            "goods": {"debtor": "bob", "creditor": "ada", "perform": "send"},
        }),
        json!({"parties": {"ada": "", "bob": ""}}),
    );
    let exposure = Explorer::new(&agreement).exposure();
    assert_eq!((exposure.order(), exposure.first()), (None, [].as_slice()));
    assert!(exposure.positions().is_empty());
}

/// Once signed, a price is paid, and then goods are sent; the payment is verified.
fn sale() -> Agreement {
    agreement(
        json!({
            "sign": {"by": ["bob"]},
            "pay": {"by": ["ada"], "requires": {"happened": "sign"}},
            "send": {"by": ["bob"], "requires": {"happened": "pay"}},
        }),
        json!({
            "price": {
                "debtor": "ada", "creditor": "bob", "perform": "pay", "verified_by": "eve",
            },
            "goods": {
                "debtor": "bob", "creditor": "ada", "perform": "send",
                "when": {"happened": "sign"}, "within": "P1D",
            },
        }),
        json!({}),
    )
}

#[test]
fn a_page_tells_who_is_ahead_and_after_what() {
    let exposure = Explorer::new(&sale()).exposure();
    assert_eq!(
        exposure.to_string(),
        "ada must be the first to give\n\
         ada gives 1, gets 1, and is ahead by 1 at the worst\n\
         bob gives 1, gets 1, and is ahead by 0 at the worst\n\
         nobody needs to be ahead by more than 1, in this order:\n  \
           2026-01-01 00:00 UTC  bob does sign                              ada +0  bob +0\n  \
           2026-01-01 00:00 UTC  ada does pay                               ada +1  bob -1\n  \
           2026-01-01 00:00 UTC  bob does send  (by 2026-01-02 00:00 UTC)   ada +0  bob +0\n  \
           2026-01-01 00:00 UTC  eve attests price                          ada +0  bob +0"
    );
    assert!(exposure.is_whole());
    assert_eq!(exposure.states(), 10);
    let positions: Vec<([u64; 2], [u64; 2], usize)> = exposure
        .positions()
        .iter()
        .map(|it| {
            let [given, discharged] = [&it.given, &it.discharged];
            ([given[0].1, given[1].1], [discharged[0].1, discharged[1].1], it.states)
        })
        .collect();
    // What was paid is given at once, and discharged when it is verified.
    assert_eq!(
        positions,
        [
            ([0, 0], [0, 0], 2),
            ([1, 0], [0, 0], 2),
            ([1, 0], [1, 0], 2),
            ([1, 1], [0, 1], 2),
            ([1, 1], [1, 1], 2),
        ]
    );
    // The worst is come to as soon as it can be.
    let deeds = |side: usize| exposure.sides()[side].plan.as_ref().unwrap().deeds().count();
    assert_eq!((deeds(0), deeds(1)), (2, 0));
}

#[test]
fn a_page_tells_that_there_is_more() {
    let exposure = Explorer::new(&sale()).most_states(4).exposure();
    assert_eq!((exposure.is_whole(), exposure.states()), (false, 4));
    let page = exposure.to_string();
    assert!(page.ends_with("\nthere are more states than the walk's bound"), "{page}");
}

#[test]
fn now_is_where_the_run_stands() {
    let agreement = sale();
    let mut monitor = Monitor::new(&agreement);
    for (party, act) in [("bob", "sign"), ("ada", "pay")] {
        let (party, act) = (agreement.party(party).unwrap(), agreement.act(act).unwrap());
        monitor.submit(&Event::act(agreement.date().unwrap(), party, act)).unwrap();
    }
    let exposure = Explorer::at(&monitor).exposure();
    let now: Vec<i64> = exposure.now().iter().map(|(_, imbalance)| *imbalance).collect();
    assert_eq!(now, [1, -1]);
    assert_eq!(exposure.first(), [agreement.party("bob").unwrap()]);
}

#[test]
fn where_settlement_is_lost_nobody_counts_as_ahead() {
    // Once ada has paid, bob may send no longer: that is no way to a settlement.
    let agreement = agreement(
        json!({
            "pay": {"by": ["ada"]},
            "send": {"by": ["bob"], "requires": {"not": {"happened": "pay"}}},
        }),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay"},
            "goods": {"debtor": "bob", "creditor": "ada", "perform": "send"},
        }),
        json!({"parties": {"ada": "", "bob": ""}}),
    );
    let exposure = Explorer::new(&agreement).exposure();
    let worst: Vec<i64> = exposure.sides().iter().map(|side| side.worst).collect();
    assert_eq!(worst, [0, 1]);
    assert_eq!(exposure.first(), [agreement.party("bob").unwrap()]);
}

#[test]
fn an_order_without_a_breach_comes_before_a_shorter_one_with_it() {
    // Ada need not ask and beg where bob is late.
    let agreement = agreement(
        json!({
            "ask": {"by": ["ada"]},
            "beg": {"by": ["ada"]},
            "pay": {"by": ["ada"], "requires": {"any": [
                {"breached": "goods"}, {"all": [{"happened": "ask"}, {"happened": "beg"}]},
            ]}},
            "send": {"by": ["bob"]},
        }),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay"},
            "goods": {"debtor": "bob", "creditor": "ada", "perform": "send", "within": "P1D"},
        }),
        json!({"parties": {"ada": "", "bob": ""}}),
    );
    let exposure = Explorer::new(&agreement).exposure();
    let order = exposure.order().unwrap();
    assert_eq!((order.worst, order.plan.deeds().count()), (1, 4), "{exposure}");
    assert_eq!(order.plan.end(), agreement.date().unwrap());
}
