//! Lints of kinds of subjects: each on a small agreement that has it, and on one that nearly has it.

use serde_json::{Value, json};
use servanda::Agreement;
use servanda::analysis::{LintKind, Severity, Topic};

use crate::subjects::agreements;

const OF_KINDS: [LintKind; 6] = [
    LintKind::UnopenedKind,
    LintKind::ListNeverCloses,
    LintKind::PeriodsGoOn,
    LintKind::EmptySubject,
    LintKind::OneActForAll,
    LintKind::DeadlinePastPeriod,
];

fn lints(agreement: &Value) -> Vec<(LintKind, String)> {
    let agreement = Agreement::from_json(&agreement.to_string())
        .unwrap_or_else(|error| panic!("{error}\n{agreement:#}"));
    let analysis = agreement.analyze();
    let of_kinds = analysis.lints().iter().filter(|lint| OF_KINDS.contains(&lint.kind));
    of_kinds.map(|lint| (lint.kind, lint.place.to_string())).collect()
}

/// A shop with orders and months: what of it is otherwise, by its path.
fn shop(otherwise: &[(&str, Value)]) -> Value {
    let mut shop = json!({
        "title": "Shop", "date": "2026-01-01T00:00:00Z",
        "parties": {"buyer": "", "seller": ""},
        "subjects": {
            "order": {
                "gist": "an order", "opened_by": "order", "closes_when": {"happened": "close"},
            },
            "month": {"gist": "a month", "every": "P30D", "times": 12},
        },
        "acts": {
            "order": {"by": ["buyer"], "of": "order"},
            "deliver": {"by": ["seller"], "of": "order"},
            "pay": {"by": ["buyer"], "of": "month", "unnamed": "current"},
            "close": {"by": ["buyer"]},
        },
        "obligations": {
            "delivery": {
                "of": "order", "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                "within": "P7D",
            },
            "rent": {
                "of": "month", "debtor": "buyer", "creditor": "seller", "perform": "pay",
                "within": "P5D",
            },
        },
    });
    for (path, value) in otherwise {
        let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
        let above = above.split('.').filter(|key| !key.is_empty());
        let above = above.fold(&mut shop, |place, key| &mut place[key]);
        match value {
            // The key is left out.
            Value::Null => drop(above.as_object_mut().unwrap().remove(key)),
            value => above[key] = value.clone(),
        }
    }
    shop
}

fn assert_told(kind: LintKind, place: &str, otherwise: &[(&str, Value)]) {
    assert_eq!(lints(&shop(otherwise)), [(kind, place.to_owned())], "{otherwise:?}");
}

fn assert_nothing_told(otherwise: &[(&str, Value)]) {
    assert_eq!(lints(&shop(otherwise)), [], "{otherwise:?}");
}

fn every_delivered() -> Value {
    json!({"every": {"of": "order", "holds": {"closed": "delivery"}}})
}

#[test]
fn the_shop_itself_is_in_order() {
    assert_nothing_told(&[]);
}

#[test]
fn a_kind_that_nothing_opens() {
    let kind = LintKind::UnopenedKind;
    let never = json!({"any": []});
    assert_told(kind, "subjects.order.opened_by", &[("acts.order.requires", never.clone())]);
    // One of two acts is enough.
    assert_nothing_told(&[
        ("acts.order.requires", never.clone()),
        ("acts.reorder", json!({"by": ["buyer"], "of": "order"})),
        ("subjects.order.opened_by", json!(["order", "reorder"])),
    ]);
    assert_told(
        kind,
        "subjects.order.closes_when",
        &[("subjects.order.closes_when", json!({"all": []}))],
    );
    assert_told(kind, "subjects.month.from", &[("subjects.month.from", never.clone())]);
    assert_nothing_told(&[("subjects.month.from", json!({"happened": "close"}))]);
    assert_told(
        kind,
        "subjects.month.ends_when",
        &[("subjects.month.ends_when", json!({"all": []}))],
    );
    assert_told(kind, "subjects.month.every", &[("entry_into_force", never)]);
}

#[test]
fn a_list_that_never_closes_and_is_waited_for() {
    let kind = LintKind::ListNeverCloses;
    let never = json!({"any": []});
    let open = ("subjects.order.closes_when", never.clone());
    assert_nothing_told(&[("settled_when", every_delivered())]);
    assert_nothing_told(std::slice::from_ref(&open));
    assert_told(kind, "settled_when", &[("settled_when", every_delivered()), open.clone()]);
    let within = json!({"all": [{"happened": "close"}, {"not": every_delivered()}]});
    assert_told(
        kind,
        "acts.close.requires",
        &[("acts.close.requires", every_delivered()), open.clone()],
    );
    assert_told(kind, "terminates_when", &[("terminates_when", within), open.clone()]);
    let some = json!({"some": {"of": "order", "holds": {"closed": "delivery"}}});
    assert_nothing_told(&[("settled_when", some), open]);
    // A list of periods ends with the agreement; it may have a last one, or an end.
    let paid = json!({"every": {"of": "month", "holds": {"closed": "rent"}}});
    let endless = ("subjects.month.times", Value::Null);
    let settled = ("settled_when", paid);
    assert_told(kind, "settled_when", &[settled.clone(), endless.clone()]);
    assert_nothing_told(&[
        settled.clone(),
        endless.clone(),
        ("subjects.month.ends_when", json!({"happened": "close"})),
    ]);
    assert_nothing_told(&[settled, endless, ("terminates_when", json!({"happened": "close"}))]);
}

#[test]
fn periods_that_go_on_settle_nothing() {
    let kind = LintKind::PeriodsGoOn;
    let endless = ("subjects.month.times", Value::Null);
    assert_told(kind, "subjects.month", std::slice::from_ref(&endless));
    // What has terminated is not settled by default either.
    let terminates = ("terminates_when", json!({"happened": "close"}));
    assert_told(kind, "subjects.month", &[endless.clone(), terminates]);
    assert_nothing_told(&[
        endless.clone(),
        ("subjects.month.ends_when", json!({"happened": "close"})),
    ]);
    assert_nothing_told(&[endless, ("settled_when", json!({"happened": "close"}))]);
}

#[test]
fn an_opening_act_that_asks_its_own_empty_subject() {
    let kind = LintKind::EmptySubject;
    let place = "acts.order.requires";
    let delivered = json!({"happened": "deliver"});
    for requires in [
        delivered.clone(),
        json!({"discharged": "delivery"}),
        json!({"all": [{"not": {"happened": "close"}}, {"kept": "delivery"}]}),
        json!({"any": [{"breached": "delivery"}, {"elapsed": {"since": delivered, "for": "P1D"}}]}),
    ] {
        assert_told(kind, place, &[(place, requires)]);
    }
    for requires in [
        json!({"not": {"happened": "deliver"}}),
        json!({"due": "delivery"}),
        json!({"any": [delivered, {"not": {"happened": "close"}}]}),
        json!({"some": {"of": "order", "holds": delivered}}),
    ] {
        assert_nothing_told(&[(place, requires)]);
    }
    // What opens nothing may wait for what came before.
    assert_nothing_told(&[("acts.deliver.requires", json!({"happened": "order"}))]);
}

#[test]
fn one_act_of_the_run_for_every_subject() {
    let kind = LintKind::OneActForAll;
    let place = "obligations.delivery.perform";
    let by_the_run = ("acts.deliver.of", Value::Null);
    assert_told(kind, place, std::slice::from_ref(&by_the_run));
    assert_nothing_told(&[by_the_run.clone(), ("obligations.delivery.binding", json!(false))]);
    assert_nothing_told(&[by_the_run.clone(), ("obligations.delivery.of", Value::Null)]);
    // What is counted is hardly meant to count in full in each.
    let severity = |otherwise: &[(&str, Value)]| {
        let agreement = Agreement::from_json(&shop(otherwise).to_string()).unwrap();
        agreement.analyze().of(kind).next().unwrap().severity
    };
    assert_eq!(severity(std::slice::from_ref(&by_the_run)), Severity::Advice);
    let of_three = ("obligations.delivery.quantity", json!(3));
    assert_eq!(severity(&[by_the_run, of_three]), Severity::Warning);
}

#[test]
fn a_deadline_past_the_period_to_which_acts_go() {
    let kind = LintKind::DeadlinePastPeriod;
    let within = "obligations.rent.within";
    assert_told(kind, within, &[(within, json!("P30D"))]);
    assert_told(kind, within, &[(within, json!("P40D"))]);
    assert_nothing_told(&[(within, json!("P29D"))]);
    assert_nothing_told(&[(within, json!("P30D")), ("acts.pay.unnamed", json!("oldest"))]);
    let at = "obligations.rent.at";
    let end = json!({"told": "end"});
    let none = (within, Value::Null);
    assert_told(kind, at, &[(at, end), none.clone()]);
    assert_told(kind, at, &[(at, json!({"told": "end", "after": "P5D"})), none.clone()]);
    assert_nothing_told(&[(at, json!({"told": "end", "before": "P1D"})), none]);
}

#[cfg(feature = "look-alikes")]
#[test]
fn kinds_and_members_that_look_alike() {
    let places = |otherwise: &[(&str, Value)]| -> Vec<String> {
        let agreement = Agreement::from_json(&shop(otherwise).to_string()).unwrap();
        let analysis = agreement.analyze();
        analysis.of(LintKind::LookAlike).map(|lint| lint.place.to_string()).collect()
    };
    let orders = json!({"gist": "", "opened_by": "place"});
    let place = ("acts.place", json!({"by": ["buyer"], "of": "Order"}));
    assert_eq!(places(&[("subjects.Order", orders.clone()), place.clone()]), ["subjects.Order"]);
    let place = ("acts.place", json!({"by": ["buyer"], "of": "frame"}));
    assert_eq!(places(&[("subjects.frame", orders), place]), [""; 0]);
    let each = json!({"gist": "", "each_of": ["buyer", "buуer"]});
    // The fifth letter but one is Cyrillic.
    let member = ("parties.buуer", json!(""));
    assert_eq!(places(&[("subjects.side", each), member]), ["parties.buуer"]);
}

#[test]
fn a_lint_of_a_kind_says_which() {
    let endless = [("subjects.month.times", Value::Null)];
    let agreement = Agreement::from_json(&shop(&endless).to_string()).unwrap();
    let analysis = agreement.analyze();
    let lint = analysis.of(LintKind::PeriodsGoOn).next().unwrap();
    assert_eq!(lint.topic, Topic::Kind(agreement.kind("month").unwrap()));
    assert!(!lint.message.is_empty() && !lint.advice.is_empty());
}

/// Of what the gallery and the cases say one thing is told, and that is meant so: a posting of the desk
/// serves for every fault before it.
#[test]
fn the_gallery_is_in_order() {
    for (name, agreement) in agreements() {
        let analysis = agreement.analyze();
        println!("{name}\n{analysis}");
        let told: Vec<String> = analysis
            .lints()
            .iter()
            .filter(|lint| OF_KINDS.contains(&lint.kind) || lint.severity == Severity::Error)
            .map(|lint| format!("{} at {}", lint.kind, lint.place))
            .collect();
        match &*name {
            "service-desk" => assert_eq!(told, ["one-act-for-all at obligations.informed.perform"]),
            _ => assert_eq!(told, [""; 0], "{name}"),
        }
    }
}
