//! Each kind of lint, on the smallest agreement that has it, and on one that nearly has it.

use serde_json::{Value, json};
use servanda::Agreement;
use servanda::analysis::{Analysis, LintKind, Severity, Topic};
use servanda::cuba::{self, Reading};

use super::agreement;

fn plain(acts: Value, obligations: Value) -> Analysis {
    agreement(acts, obligations, json!({})).analyze()
}

/// The kinds and places of what is worse than advice.
fn told(analysis: &Analysis) -> Vec<(LintKind, &str)> {
    let worse = analysis.lints().iter().filter(|lint| lint.severity != Severity::Advice);
    worse.map(|lint| (lint.kind, &*lint.place)).collect()
}

/// What walks told.
fn walked(analysis: &Analysis) -> Vec<(LintKind, &str)> {
    let all = analysis.lints().iter().map(|lint| (lint.kind, &*lint.place));
    all.filter(|(kind, _)| *kind != LintKind::OnlyFirstTime).collect()
}

/// The settlement, with work to cease *under* arrangements that are worked out once it has ceased.
fn read_strictly() -> Agreement {
    let letter = cuba::agreement(Reading::Verified).unwrap().to_json();
    let mut letter: Value = serde_json::from_str(&letter).unwrap();
    for act in ["cease-work", "render-inoperable"] {
        letter["acts"][act]["requires"] = json!({"happened": "establish-arrangements"});
    }
    Agreement::from_json(&letter.to_string()).unwrap()
}

#[test]
fn two_that_wait_for_each_other_stand_off() {
    let analysis = plain(
        json!({
            "pay": {"by": ["ada"], "requires": {"happened": "deliver"}},
            "deliver": {"by": ["bob"], "requires": {"happened": "pay"}},
            "inspect": {"by": ["ada"], "requires": {"happened": "deliver"}},
        }),
        json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"}}),
    );
    assert_eq!(told(&analysis), [(LintKind::Standoff, "acts.pay.requires")]);
    let standoff = &analysis.lints()[0];
    assert_eq!(standoff.circle.len(), 2);
    assert_eq!(
        &*standoff.message,
        "nobody can be first: `pay` waits for `deliver`, and that for `pay`; held up with them: \
         `inspect`, `price`"
    );
}

#[test]
fn one_way_out_is_no_standoff() {
    let analysis = plain(
        json!({
            "pay": {"by": ["ada"], "requires": {"happened": "deliver"}},
            "deliver": {
                "by": ["bob"],
                "requires": {"any": [{"happened": "pay"}, {"happened": "vouch"}]},
            },
            "vouch": {"by": ["eve"]},
        }),
        json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"}}),
    );
    assert_eq!(told(&analysis), []);
}

#[test]
fn what_asks_for_nothing_waits_for_nobody() {
    let waits = |at_least: u64| {
        let analysis = plain(
            json!({
                "pay": {"by": ["ada"], "requires": {"happened": "deliver"}},
                "deliver": {
                    "by": ["bob"], "requires": {"happened": {"act": "pay", "at_least": at_least}},
                },
            }),
            json!({"price": {
                "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D",
            }}),
        );
        analysis.of(LintKind::Standoff).count()
    };
    assert_eq!(waits(1), 1);
    assert_eq!(waits(0), 0);
}

#[test]
fn duties_stand_off_by_their_discharge_too() {
    let analysis = plain(
        json!({
            "pay": {"by": ["ada"], "requires": {"discharged": "delivery"}},
            "deliver": {"by": ["bob"], "requires": {"discharged": "price"}},
        }),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"},
            "delivery": {"debtor": "bob", "creditor": "ada", "perform": "deliver", "within": "P1D"},
        }),
    );
    let standoff = &analysis.lints()[0];
    assert_eq!(standoff.kind, LintKind::Standoff);
    assert_eq!(
        &*standoff.message,
        "nobody can be first: `pay` waits for `delivery` to be discharged, that for `deliver`, \
         that for `price` to be discharged, and that for `pay`"
    );
}

#[test]
fn the_letter_read_strictly_is_a_standoff() {
    let analysis = read_strictly().analyze();
    let standoff = analysis.of(LintKind::Standoff).next().unwrap();
    assert_eq!(
        standoff.message.split(';').next().unwrap(),
        "nobody can be first: `cease-work` waits for `establish-arrangements`, that for \
         `conclude-arrangement`, and that for `cease-work`"
    );
    let letter = read_strictly();
    let held_up = Topic::Act(letter.act("lift-quarantine").unwrap());
    assert!(standoff.held_up.contains(&held_up));
    assert_eq!(analysis.of(LintKind::Standoff).count(), 1);
    assert_eq!(analysis.of(LintKind::UnreachableAct).count(), 0, "one story for all of it");
}

#[test]
fn the_three_readings_are_sound() {
    for (reading, promptly) in
        [(Reading::Verified, 6), (Reading::Established, 6), (Reading::Practised, 6)]
    {
        let analysis = cuba::agreement(reading).unwrap().analyze();
        assert!(analysis.is_sound(), "{reading}: {analysis}");
        // What is to be done "promptly" has no figure.
        assert_eq!(analysis.lints().len(), promptly, "{reading}: {analysis}");
        assert_eq!(analysis.of(LintKind::NoDeadline).count(), promptly);
    }
}

#[test]
fn an_act_that_is_there_to_be_forbidden_is_no_mistake() {
    let analysis = plain(
        json!({"tell": {"by": ["ada"]}}),
        json!({"secrecy": {"debtor": "ada", "creditor": "bob", "refrain": "tell"}}),
    );
    assert_eq!(told(&analysis), []);
}

#[test]
fn what_only_a_breach_brings_about_is_reachable() {
    let remedy = |when: Value| {
        plain(
            json!({
                "tell": {"by": ["ada"]},
                "pay": {"by": ["ada"]},
                "leave": {"by": ["bob"], "requires": when},
            }),
            json!({
                "secrecy": {"debtor": "ada", "creditor": "bob", "refrain": "tell"},
                "penalty": {
                    "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D",
                    "when": when,
                },
            }),
        )
    };
    assert_eq!(told(&remedy(json!({"breached": "secrecy"}))), []);
    // A prohibition that nothing ends is never discharged, be it broken or not.
    let never = remedy(json!({"discharged": "secrecy"}));
    assert_eq!(
        told(&never),
        [
            (LintKind::UnreachableObligation, "obligations.penalty"),
            (LintKind::UnreachableAct, "acts.leave"),
            (LintKind::NeverHolds, "acts.leave.requires"),
            (LintKind::NeverHolds, "obligations.penalty.when"),
        ]
    );
}

#[test]
fn a_duty_whose_condition_ends_with_it_never_falls_due() {
    let duty = |until: Value| {
        plain(
            json!({"ask": {"by": ["bob"]}, "answer": {"by": ["ada"]}}),
            json!({"answer": {
                "debtor": "ada", "creditor": "bob", "perform": "answer", "within": "P1D",
                "when": {"happened": "ask"}, "until": until,
            }}),
        )
    };
    let ended = duty(json!({"happened": "ask"}));
    assert_eq!(told(&ended), [(LintKind::UnreachableObligation, "obligations.answer")]);
    assert_eq!(told(&duty(json!({"happened": {"act": "ask", "at_least": 2}}))), []);
}

#[test]
fn what_one_may_not_do_one_cannot_discharge() {
    let sale = |beyond: u64| {
        plain(
            json!({"sell": {"by": ["ada"]}}),
            json!({
                "selling": {
                    "debtor": "ada", "creditor": "bob", "perform": "sell", "quantity": 3,
                    "within": "P1D",
                },
                "quota": {"debtor": "ada", "creditor": "eve", "refrain": "sell", "beyond": beyond},
            }),
        )
    };
    let none = sale(0);
    assert_eq!(
        told(&none),
        [
            (LintKind::Undischargeable, "obligations.selling"),
            (LintKind::ForbiddenDuty, "obligations.selling"),
        ]
    );
    let forbidden = none.of(LintKind::ForbiddenDuty).next().unwrap();
    assert_eq!(&*forbidden.message, "`ada` can owe `sell` while `quota` forbids it");
    assert_eq!(told(&sale(2)), [(LintKind::ForbiddenDuty, "obligations.selling")]);
    assert_eq!(told(&sale(3)), []);
}

#[test]
fn a_prohibition_that_ends_first_forbids_no_duty() {
    let analysis = plain(
        json!({"sell": {"by": ["ada"]}, "open": {"by": ["bob"]}}),
        json!({
            "selling": {
                "debtor": "ada", "creditor": "bob", "perform": "sell", "within": "P1D",
                "when": {"happened": "open"},
            },
            "waiting": {
                "debtor": "ada", "creditor": "bob", "refrain": "sell",
                "until": {"happened": "open"},
            },
        }),
    );
    // For the round in which it falls due both stand, but nobody acts in that.
    assert_eq!(told(&analysis), []);
}

#[test]
fn a_deadline_can_pass_before_the_duty_falls_due() {
    let duty = |at: &str| {
        plain(
            json!({"deliver": {
                "by": ["ada"], "requires": {"reached": "2026-03-01T00:00:00Z"},
            }}),
            json!({"delivery": {
                "debtor": "ada", "creditor": "bob", "perform": "deliver", "at": at,
            }}),
        )
    };
    let lint = [(LintKind::DeadlineBeforeDue, "obligations.delivery.at")];
    assert_eq!(told(&duty("2025-12-31T00:00:00Z")), lint, "before the agreement's date");
    assert_eq!(told(&duty("2026-02-28T23:59:59Z")), lint, "before it is allowed");
    assert_eq!(told(&duty("2026-03-01T00:00:00Z")), [], "the instant itself is in time");
    assert_eq!(told(&duty("2026-03-02T00:00:00Z")), []);
}

#[test]
fn a_condition_can_be_impossible_or_idle() {
    let analysis = plain(
        json!({"pay": {"by": ["ada"]}, "deliver": {"by": ["bob"]}}),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"},
            // A prohibition is never merely performed, and the price never rests.
            "silence": {
                "debtor": "bob", "creditor": "ada", "refrain": "deliver",
                "until": {"any": [{"happened": "pay"}, {"performed": "silence"}]},
                "suspended_while": {"not": {"suspended": "price"}},
            },
        }),
    );
    let places: Vec<_> = analysis.lints().iter().map(|lint| (lint.kind, &*lint.place)).collect();
    assert_eq!(
        places,
        [
            (LintKind::NeverHolds, "obligations.silence.until.any[1]"),
            (LintKind::AlwaysHolds, "obligations.silence.suspended_while"),
        ]
    );
}

#[test]
fn breaking_the_rules_makes_conditions_hold() {
    // Within the rules no prohibition is ever breached, but conditions ask for that with reason.
    let analysis = plain(
        json!({"tell": {"by": ["ada"]}, "pay": {"by": ["ada"]}, "free": {"by": ["bob"]}}),
        json!({
            "secrecy": {
                "debtor": "ada", "creditor": "bob", "refrain": "tell", "until": {"happened": "free"},
            },
            "penalty": {
                "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D",
                "when": {"breached": "secrecy"},
            },
        }),
    );
    let never: Vec<_> = analysis.of(LintKind::NeverHolds).collect();
    assert!(never.is_empty(), "{analysis}");
}

#[test]
fn promptly_is_no_deadline() {
    let duty = |key: &str, value: Value| {
        let mut price = json!({"debtor": "ada", "creditor": "bob", "perform": "pay"});
        price[key] = value;
        let analysis = plain(json!({"pay": {"by": ["ada"]}}), json!({"price": price}));
        analysis.of(LintKind::NoDeadline).count()
    };
    assert_eq!(duty("quantity", json!(1)), 1);
    assert_eq!(duty("within", json!("P1D")), 0);
    assert_eq!(duty("at", json!("2027-01-01T00:00:00Z")), 0);
    assert_eq!(duty("binding", json!(false)), 0);
}

#[test]
fn a_normative_passage_wants_to_be_cited() {
    let passages = json!({"passages": {
        "p1": {"gist": "she pays", "normative": true},
        "p2": {"gist": "it is a fine day", "normative": false},
        "p3": {"gist": "he delivers", "normative": true},
    }});
    let acts = json!({"pay": {"by": ["ada"]}});
    let price = |cites: Value| {
        json!({"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D", "cites": cites,
        }})
    };
    let analysis = agreement(acts.clone(), price(json!(["p1"])), passages.clone()).analyze();
    assert_eq!(told(&analysis), [(LintKind::UncitedPassage, "passages.p3")]);
    assert_eq!(&*analysis.lints()[0].message, "nothing encodes it: he delivers");
    let analysis = agreement(acts, price(json!([])), passages).analyze();
    assert_eq!(analysis.of(LintKind::UncitedPassage).count(), 2);
    assert_eq!(analysis.of(LintKind::CitesNothing).count(), 1);
}

#[test]
fn an_agreement_that_never_begins_says_why() {
    let acts = json!({
        "sign": {"by": ["ada"], "requires": {"happened": "stamp"}},
        "stamp": {"by": ["eve"], "requires": {"happened": "sign"}},
        "pay": {"by": ["ada"]},
    });
    let price =
        json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"}});
    let entry = json!({"entry_into_force": {"happened": "sign"}});
    let analysis = agreement(acts, price, entry).analyze();
    let standoff = &analysis.lints()[0];
    assert_eq!(standoff.kind, LintKind::Standoff);
    assert!(standoff.held_up.contains(&Topic::Agreement));
}

#[test]
fn lints_go_out_as_data() {
    let analysis = plain(
        json!({"pay": {"by": ["ada"]}}),
        json!({"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "at": "2025-12-31T00:00:00Z",
        }}),
    );
    let lint = &analysis.lints()[0];
    assert_eq!(
        serde_json::to_value(&analysis).unwrap(),
        json!([{
            "kind": "deadline-before-due",
            "severity": "warning",
            "place": "obligations.price.at",
            "message": &*lint.message,
            "advice": &*lint.advice,
        }])
    );
}

#[test]
fn what_a_bound_leaves_open_is_told() {
    let terms = cuba::agreement(Reading::Verified).unwrap();
    let within = terms.analyze_within(10);
    assert!(!within.left_open().is_empty());
    assert!(!within.is_sound());
    // It says less, and nothing that the whole look does not say.
    let whole = terms.analyze();
    assert!(within.lints().iter().all(|lint| whole.lints().contains(lint)));
}

/// The kinds, places and messages of what is worse than advice.
fn whole(analysis: &Analysis) -> Vec<String> {
    let worse = analysis.lints().iter().filter(|lint| lint.severity != Severity::Advice);
    worse.map(|lint| format!("{} at {}: {}", lint.kind, lint.place, lint.message)).collect()
}

#[test]
fn what_never_begins_holds_up_what_waits_for_nothing_else() {
    let acts = json!({"pay": {"by": ["ada"]}, "sign": {"by": ["bob"]}});
    let price =
        json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"}});
    let entry = json!({"entry_into_force": {"happened": {"act": "sign", "by": "eve"}}});
    assert_eq!(
        whole(&agreement(acts.clone(), price.clone(), entry).analyze()),
        [
            "unreachable-obligation at obligations.price.when: it never falls due: it waits for \
             `sign`, which can never be",
            "never-holds at entry_into_force: the agreement never enters into force within the \
             rules: its condition asks for what can never be",
        ]
    );
    // It can begin, and one way to do so can not.
    let signed = json!({"happened": "sign"});
    let entry = json!({"entry_into_force": {"any": [
        signed, {"all": [{"happened": "pay"}, {"not": {"happened": "pay"}}]},
    ]}});
    assert_eq!(
        whole(&agreement(acts, price, entry).analyze()),
        ["never-holds at entry_into_force.any[1]: it can never hold, whatever anybody does"]
    );
}

#[test]
fn what_is_asked_of_one_who_may_not_do_it_can_never_be() {
    let analysis = plain(
        json!({
            "pay": {"by": ["ada"]},
            "wait": {"by": ["bob"], "requires": {"happened": {"act": "pay", "by": "eve"}}},
            "keep": {"by": ["bob"], "requires": {"performed": "silence"}},
        }),
        json!({"silence": {"debtor": "ada", "creditor": "bob", "refrain": "pay"}}),
    );
    assert_eq!(
        whole(&analysis),
        [
            "unreachable-act at acts.wait.requires: it can never be done in order: its condition \
             asks for what can never be",
            "unreachable-act at acts.keep.requires: it can never be done in order: its condition \
             asks for what can never be",
        ]
    );
}

#[test]
fn each_standoff_names_what_it_holds_up_itself_and_each_name_once() {
    let waits = |by: &str, act: &str| json!({"by": [by], "requires": {"happened": act}});
    let analysis = plain(
        json!({
            "pay": waits("ada", "deliver"), "deliver": waits("bob", "pay"),
            "rest": waits("ada", "deliver"),
            "call": waits("ada", "answer"), "answer": waits("bob", "call"),
            "thank": waits("eve", "answer"),
            "fine": {"by": ["ada"], "requires": {"breached": "rest"}},
        }),
        json!({
            "pay": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"},
            "rest": {"debtor": "ada", "creditor": "bob", "perform": "rest", "within": "P1D"},
        }),
    );
    let standoff = "standoff at acts";
    assert_eq!(
        whole(&analysis),
        [
            format!(
                "{standoff}.pay.requires: nobody can be first: `pay` waits for `deliver`, and that \
                 for `pay`; held up with them: `rest`, `fine`"
            ),
            format!(
                "{standoff}.call.requires: nobody can be first: `call` waits for `answer`, and that \
                 for `call`; held up with them: `thank`"
            ),
        ]
    );
    // What waits for a status says which.
    let breach = plain(
        json!({"pay": {"by": ["ada"], "requires": {"breached": "price"}}}),
        json!({"price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"}}),
    );
    assert_eq!(
        &*breach.lints()[0].message,
        "nobody can be first: `pay` waits for `price` to be breached, and that for `pay`"
    );
}

#[test]
fn what_never_falls_due_is_said_once_and_its_end_apart() {
    let never = json!({"all": [{"happened": "ask"}, {"not": {"happened": "ask"}}]});
    let duty = |when: Value, until: Value| {
        plain(
            json!({"ask": {"by": ["bob"]}, "answer": {"by": ["ada"]}}),
            json!({"answer": {
                "debtor": "ada", "creditor": "bob", "perform": "answer",
                "at": "2026-03-01T00:00:00Z", "when": when, "until": until,
            }}),
        )
    };
    let asked = json!({"happened": "ask"});
    let by_eve = json!({"happened": {"act": "ask", "by": "eve"}});
    let lints = |analysis: &Analysis| {
        told(analysis).into_iter().map(|(kind, place)| (kind, place.to_owned())).collect::<Vec<_>>()
    };
    let unreachable = (LintKind::UnreachableObligation, "obligations.answer.when".to_owned());
    let at = |place: &str| (LintKind::NeverHolds, format!("obligations.answer.{place}"));
    // The terms alone tell: nothing more is said of its condition, nor of its deadline.
    assert_eq!(lints(&duty(by_eve.clone(), never.clone())), [unreachable, at("until")]);
    assert_eq!(lints(&duty(by_eve, asked.clone())).len(), 1);
    // A part that never holds is said where the whole can.
    let some = json!({"any": [asked, never]});
    assert_eq!(lints(&duty(some, json!({"any": []}))), [at("when.any[1]")]);
}

#[test]
fn what_is_so_for_a_moment_only_is_so() {
    // The first brings about the second, which ends it.
    let analysis = plain(
        json!({"ask": {"by": ["bob"]}, "answer": {"by": ["ada"]}}),
        json!({
            "first": {
                "debtor": "ada", "creditor": "bob", "perform": "answer", "within": "P1D",
                "when": {"happened": "ask"}, "until": {"due": "second"},
            },
            "second": {
                "debtor": "ada", "creditor": "bob", "perform": "answer", "within": "P1D",
                "when": {"due": "first"}, "until": {"all": [{"due": "first"}, {"lapsed": "first"}]},
                "suspended_while": {"not": {"not": {"due": "first"}}},
            },
        }),
    );
    assert_eq!(walked(&analysis), []);
}

#[test]
fn what_is_passed_through_makes_nothing_possible_that_is_not() {
    let quiet = |when: Value, until: Value| {
        json!({
            "debtor": "ada", "creditor": "bob", "refrain": "shout", "when": when, "until": until,
        })
    };
    let (asked, price, goods) =
        (json!({"happened": "ask"}), json!({"suspended": "price"}), json!({"suspended": "goods"}));
    let analysis = plain(
        json!({
            "ask": {"by": ["bob"]}, "pay": {"by": ["ada"]}, "deliver": {"by": ["bob"]},
            "shout": {"by": ["ada"]},
        }),
        json!({
            "price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D",
                "when": asked},
            "goods": {"debtor": "bob", "creditor": "ada", "perform": "deliver", "within": "P1D"},
            "quiet-1": quiet(
                json!({"all": [{"not": price}, {"not": goods}]}),
                json!({"all": [asked, price]}),
            ),
            "quiet-2": quiet(
                json!({"any": [{"not": price}, asked]}),
                json!({"any": [price, goods]}),
            ),
        }),
    );
    assert_eq!(
        walked(&analysis),
        [
            (LintKind::NeverHolds, "obligations.quiet-1.until"),
            (LintKind::NeverHolds, "obligations.quiet-2.until"),
            (LintKind::AlwaysHolds, "obligations.quiet-1.when"),
            (LintKind::AlwaysHolds, "obligations.quiet-2.when"),
        ]
    );
}

#[test]
fn a_quota_by_the_day_is_no_ban() {
    let duties = |per: &str, beyond: u64, debtor: &str, binding: bool| {
        plain(
            json!({"sell": {"by": ["ada", "eve"]}}),
            json!({
                "selling": {
                    "debtor": "ada", "creditor": "bob", "perform": "sell", "quantity": 3,
                    "within": "P9D",
                },
                "quota": {
                    "debtor": debtor, "creditor": "bob", "refrain": "sell", "beyond": beyond,
                    "per": per, "binding": binding,
                },
            }),
        )
        .of(LintKind::ForbiddenDuty)
        .count()
    };
    assert_eq!(duties("P1D", 1, "ada", true), 0);
    assert_eq!(duties("P1D", 0, "ada", true), 1);
    assert_eq!(duties("P1D", 0, "eve", true), 0);
    assert_eq!(duties("P1D", 0, "ada", false), 0);
}

#[test]
fn it_is_known_how_many_states_were_looked_at_and_what_was_left_open() {
    let sale = agreement(
        json!({"pay": {"by": ["ada"]}, "deliver": {"by": ["bob"]}}),
        json!({"price": {
            "debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D",
            "suspended_while": {"happened": "deliver"}, "verified_by": "eve",
        }}),
        json!({"settled_when": {"all": [{"breached": "price"}, {"happened": "deliver"}]}}),
    );
    let whole = sale.analyze();
    // What settles it is itself a breach.
    let [lint] = whole.lints() else { panic!("{whole}") };
    assert_eq!((whole.explored(), lint.kind), (20, LintKind::NoSettlement));
    let hasty = sale.analyze_within(8);
    assert_eq!(hasty.explored(), 8);
    // The bound is kept to the state, and what it left open is told, place by place.
    assert_eq!(
        hasty.left_open().iter().map(|it| &**it).collect::<Vec<_>>(),
        ["settled_when", "settled_when.all[0]",]
    );
    assert!(hasty.to_string().ends_with(
        "\nleft open at settled_when: there are more states than the bound\n\
         left open at settled_when.all[0]: there are more states than the bound"
    ));
}

#[test]
fn where_no_settlement_can_be_reached_within_the_rules_it_is_said() {
    let sale = |fee: Value| {
        let mut fee_owed = json!({
            "debtor": "ada", "creditor": "bob", "perform": "pay-fee", "within": "P1D",
            "when": {"happened": "demand"},
        });
        fee_owed.as_object_mut().unwrap().extend(fee.as_object().unwrap().clone());
        plain(
            json!({
                "pay": {"by": ["ada"]}, "pay-fee": {"by": ["ada"]},
                "demand": {"by": ["bob"], "requires": {"breached": "price"}},
            }),
            json!({
                "price": {"debtor": "ada", "creditor": "bob", "perform": "pay", "within": "P1D"},
                "fee": fee_owed,
            }),
        )
    };
    // A fee that is demanded after a breach waits for the demand for ever, unless its end is said.
    let places = |analysis: &Analysis| -> Vec<String> {
        analysis.of(LintKind::NoSettlement).map(|lint| lint.place.to_string()).collect()
    };
    assert_eq!(places(&sale(json!({}))), ["settled_when"]);
    assert!(places(&sale(json!({"until": {"discharged": "price"}}))).is_empty());
    assert!(places(&sale(json!({"binding": false}))).is_empty());
    // A fee for the breach itself lapses with the payment: it can no longer arise.
    assert!(places(&sale(json!({"when": {"breached": "price"}}))).is_empty());
}

/// Of what is large most is seen on the way to a settlement, and no state of it is walked.
#[test]
fn a_large_agreement_is_checked_within_few_states() {
    let large = |more: Value| {
        let acts = (0..300).map(|n| (format!("x{n}"), json!({"by": ["ada"]})));
        let mut acts: serde_json::Map<String, Value> = acts.collect();
        let duty = |n: usize| {
            json!({
                "debtor": "ada", "creditor": "bob", "perform": format!("x{n}"), "within": "P30D",
            })
        };
        let duties = (0..300).map(|n| (format!("o{n}"), duty(n)));
        let duties: serde_json::Map<String, Value> = duties.collect();
        acts.insert("call".to_owned(), json!({"by": ["bob"], "requires": more}));
        plain(acts.into(), duties.into())
    };
    let sound = large(json!({"happened": "x7"}));
    assert_eq!((told(&sound), sound.explored()), (Vec::new(), 0));
    assert!(sound.left_open().is_empty(), "{sound}");
    let never = large(json!({"all": [{"happened": "x7"}, {"not": {"happened": "x7"}}]}));
    let kinds: Vec<LintKind> = told(&never).into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&LintKind::UnreachableAct), "{never}");
}
