//! What reads as if something else were meant: each kind on a small agreement that has it, and on one that
//! nearly has it.

use serde_json::{Value, json};
use servanda::Agreement;
use servanda::analysis::LintKind;

/// The places at which an agreement has a lint of a kind, what walks tell left out.
fn places(kind: LintKind, agreement: &Value) -> Vec<String> {
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let analysis = agreement.analyze_within(0);
    analysis.of(kind).map(|lint| lint.place.to_string()).collect()
}

/// The sale of a boat: what of it is otherwise, by its path.
fn sale(otherwise: &[(&str, Value)]) -> Value {
    let mut sale = json!({
        "title": "Sale", "date": "2026-05-04T09:00:00Z",
        "parties": {"buyer": "", "seller": ""},
        "acts": {
            "pay": {"by": ["buyer"]},
            "deliver": {"by": ["seller"], "requires": {"happened": "pay"}},
            "call": {"by": ["buyer"]},
        },
        "obligations": {
            "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P1W"},
            "delivery": {
                "debtor": "seller", "creditor": "buyer", "perform": "deliver", "within": "P2W",
            },
        },
    });
    for (path, value) in otherwise {
        let mut place = &mut sale;
        for key in path.split('.') {
            place = &mut place[key];
        }
        *place = value.clone();
    }
    sale
}

fn assert_told(kind: LintKind, place: &str, otherwise: &[(&str, Value)]) {
    assert_eq!(places(kind, &sale(otherwise)), [place], "{kind}");
}

fn assert_not_told(kind: LintKind, otherwise: &[(&str, Value)]) {
    assert_eq!(places(kind, &sale(otherwise)), [""; 0], "{kind}");
}

#[test]
fn a_precondition_that_time_only_ends() {
    let late = json!({"elapsed": {"since": {"happened": "call"}, "for": "P7D"}});
    let only_ends = json!({"all": [{"happened": "call"}, {"not": late}]});
    assert_told(LintKind::OnlyEnds, "acts.pay.requires", &[("acts.pay.requires", only_ends)]);
    assert_not_told(LintKind::OnlyEnds, &[("acts.pay.expires_when", late)]);
    // Somebody ends it, and time alone does not.
    let not_called = json!({"not": {"happened": "call"}});
    assert_not_told(LintKind::OnlyEnds, &[("acts.pay.requires", not_called)]);
}

#[test]
fn a_deadline_that_can_never_fire() {
    let never = LintKind::DeadlineNeverFires;
    let within = "obligations.delivery.within";
    assert_told(never, within, &[("obligations.delivery.suspended_while", json!({"all": []}))]);
    let paid = json!({"happened": "pay"});
    let rests = [
        ("obligations.delivery.when", paid.clone()),
        ("obligations.delivery.suspended_while", paid.clone()),
    ];
    assert_told(never, within, &rests);
    let ends = |after: &str| {
        let until = json!({"elapsed": {"since": paid, "for": after}});
        [("obligations.delivery.when", paid.clone()), ("obligations.delivery.until", until)]
    };
    assert_told(never, within, &ends("P2W"));
    assert_not_told(never, &ends("P15D"));
    let at = |deadline: &str| {
        [
            ("obligations.delivery.within", Value::Null),
            ("obligations.delivery.at", json!(deadline)),
            ("terminates_when", json!({"reached": "2026-06-01T00:00:00Z"})),
        ]
    };
    let told = |deadline: &str| {
        let mut sale = sale(&at(deadline));
        sale["obligations"]["delivery"].as_object_mut().unwrap().remove("within");
        places(never, &sale)
    };
    assert_eq!(told("2026-06-01T00:00:00Z"), ["obligations.delivery.at"]);
    assert_eq!(told("2026-05-31T23:59:59Z"), [""; 0]);
    assert_told(never, within, &[("obligations.delivery.within", json!("P9000Y"))]);
    assert_not_told(never, &[]);
}

#[test]
fn one_act_for_two_duties() {
    let twin = |perform: &str, debtor: &str| json!({"debtor": debtor, "creditor": "seller", "perform": perform, "within": "P1D"});
    let kind = LintKind::OneActTwoDuties;
    let twins = [("obligations.deposit", twin("pay", "buyer"))];
    assert_told(kind, "obligations.deposit.perform", &twins);
    assert_not_told(kind, &[("obligations.deposit", twin("call", "buyer"))]);
    // Stages: the second takes what goes beyond the first.
    let mut stage = twin("pay", "buyer");
    stage["quantity"] = json!(2);
    assert_not_told(kind, &[("obligations.deposit", stage)]);
    // One falls due once the other is done.
    let mut later = twin("pay", "buyer");
    later["when"] = json!({"discharged": "price"});
    assert_not_told(kind, &[("obligations.deposit", later)]);
}

#[test]
fn discharged_and_never_breached_is_kept() {
    let kept = json!({"all": [{"discharged": "price"}, {"not": {"breached": "price"}}]});
    let place = "obligations.delivery.when";
    assert_told(LintKind::Kept, place, &[(place, kept)]);
    assert_not_told(LintKind::Kept, &[(place, json!({"kept": "price"}))]);
    let of_two = json!({"all": [{"discharged": "price"}, {"not": {"breached": "delivery"}}]});
    assert_not_told(LintKind::Kept, &[("settled_when", of_two)]);
}

#[test]
fn a_breach_that_bars_for_good() {
    let kind = LintKind::BreachedForGood;
    let place = "acts.deliver.requires";
    let barred = json!({"all": [{"happened": "pay"}, {"not": {"breached": "price"}}]});
    assert_told(kind, place, &[(place, barred)]);
    assert_told(kind, place, &[(place, json!({"breached": "price"}))]);
    assert_not_told(kind, &[(place, json!({"not": {"in_breach": "price"}}))]);
    // A remedy is owed for the breach, made good or not.
    assert_not_told(kind, &[("obligations.delivery.when", json!({"breached": "price"}))]);
}

#[test]
fn a_duty_behind_an_act_that_its_debtor_need_not_do() {
    let kind = LintKind::BehindOwnAct;
    let called = json!({"happened": "call"});
    let place = "obligations.price.perform";
    assert_told(kind, place, &[("acts.pay.requires", called.clone())]);
    let owed = json!({"debtor": "buyer", "creditor": "seller", "perform": "call", "within": "P1D"});
    let call_is_owed = [("acts.pay.requires", called.clone()), ("obligations.call", owed)];
    assert_not_told(kind, &call_is_owed);
    let others = [("acts.pay.requires", called), ("acts.call.by", json!(["seller"]))];
    assert_not_told(kind, &others);
}

#[test]
fn a_figure_that_only_its_debtor_tells() {
    let kind = LintKind::OwnFigure;
    let told = |by: &str| {
        [
            ("acts.call.by", json!([by])),
            ("acts.call.tells", json!({"turnover": "quantity"})),
            ("obligations.price.quantity", json!({"told": "turnover", "share": "0.05"})),
        ]
    };
    assert_told(kind, "obligations.price.quantity", &told("buyer"));
    assert_not_told(kind, &told("seller"));
}

#[test]
fn an_act_that_can_happen_again_for_a_duty_that_answers_once() {
    let kind = LintKind::OnlyFirstTime;
    let place = "obligations.delivery.when";
    assert_told(kind, place, &[(place, json!({"happened": "call"}))]);
    // What is owed is done once as a rule; and who calls for its own duty can do so again.
    assert_not_told(kind, &[(place, json!({"happened": "pay"}))]);
    let own = [(place, json!({"happened": "call"})), ("acts.call.by", json!(["seller"]))];
    assert_not_told(kind, &own);
}

#[test]
fn months_from_a_date_in_another_time() {
    let kind = LintKind::MonthsInUtc;
    let date = |date: &str, within: &str| {
        [("date", json!(date)), ("obligations.price.within", json!(within))]
    };
    assert_told(kind, "date", &date("2026-05-01T00:00:00+02:00", "P1M"));
    assert_not_told(kind, &date("2026-04-30T22:00:00Z", "P1M"));
    assert_not_told(kind, &date("2026-05-01T00:00:00+00:00", "P1M"));
    assert_not_told(kind, &date("2026-05-01T00:00:00+02:00", "P30D"));
    // The agreement says the same, however its date is written.
    let digest = |text: &str| {
        let sale = sale(&date(text, "P1M"));
        Agreement::from_json(&sale.to_string()).unwrap().digest()
    };
    assert_eq!(digest("2026-05-01T00:00:00+02:00"), digest("2026-04-30T22:00:00Z"));
}
