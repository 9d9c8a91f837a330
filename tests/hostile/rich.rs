//! A state in which all is in use that a state can hold, and bad ones made from it.

use serde_json::{Value, json};
use servanda::formats::json::Log;
use servanda::{Agreement, Monitor};

use super::kit::{Bad, Expected, with};
use super::states::wrong_forms;

/// An agreement with windows, a power, told figures, instants and parties, a stretch and periods, a repair,
/// and a verifier whose silence attests.
pub(crate) fn agreement() -> Agreement {
    let document = json!({
        "title": "Sale of what is inspected",
        "date": "2026-05-04T09:00:00Z",
        "parties": { "buyer": "who buys", "seller": "who sells", "bank": "who watches" },
        "acts": {
            "agree": { "by": ["buyer"], "tells": {
                "price": "quantity", "day": "instant", "expert": "party", "grade": ["a", "b"],
                "fee": { "unit": { "name": "USD", "places": 2 } },
            } },
            "pay": { "by": ["buyer"] },
            "deliver": {
                "by": ["seller"],
                "requires": { "happened": "pay" },
                "expires_when": { "elapsed": { "since": { "happened": "agree" }, "for": "P1Y" } },
            },
            "call-off": {
                "by": ["buyer"], "power": true, "expires_when": { "happened": "deliver" },
            },
            "resell": { "by": ["seller", "bank"] },
            "compensate": { "by": ["seller"] },
            "inspect": { "by": ["bank"] },
            "help": { "by": ["seller", "bank"] },
        },
        "obligations": {
            "price": {
                "debtor": "buyer", "creditor": "seller", "perform": "pay",
                "quantity": { "told": "price" }, "at": { "told": "day", "after": "P1W" },
            },
            "delivery": {
                "debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 2,
                "within": "P1M", "verified_by": { "told": "expert" }, "deemed_after": "P2W",
            },
            "exclusive": {
                "debtor": "seller", "creditor": "buyer", "refrain": "resell", "beyond": 1,
                "in_any": "P1M", "repaired_by": "amends",
            },
            "amends": {
                "debtor": "seller", "creditor": "buyer", "perform": "compensate",
                "when": { "breached": "exclusive" }, "within": "P1W",
            },
            "quiet": {
                "debtor": "seller", "creditor": "buyer", "refrain": ["resell", "help"],
                "beyond": 5, "per": "P1M", "binding": false,
            },
            "goal": {
                "debtor": "seller", "creditor": "buyer",
                "achieve": { "happened": { "act": "inspect", "at_least": 2 } }, "within": "P1Y",
                "suspended_while": { "between": { "from": "resell", "to": "compensate" } },
            },
            "support": {
                "debtor": "seller", "creditor": "buyer", "perform": "help",
                "until": { "all": [
                    { "recent": { "act": "inspect", "for": "P3D" } },
                    { "told": { "grade": "b" } },
                ] },
            },
            "warning": {
                "debtor": "buyer", "creditor": { "told": "expert" }, "perform": "call-off",
                "early": "ignored", "binding": false,
                "when": { "elapsed": { "since": { "happened": "deliver" }, "for": "P1Y" } },
            },
            "care": {
                "debtor": { "told": "expert" }, "creditor": "buyer", "perform": "inspect",
                "quantity": 9, "when": { "released": "price" },
            },
        },
    });
    Agreement::from_json(&document.to_string()).unwrap()
}

/// Its run after some events, saved.
pub(crate) fn saved(agreement: &Agreement, events: usize) -> Value {
    let log = [
        r#"{"time": "2026-05-05T09:00:00Z", "id": "e-1", "actor": "buyer", "act": "agree", "told":
            {"price": 3, "day": "2026-06-01T00:00:00Z", "expert": "bank", "grade": "a", "fee": "7.50"}}"#,
        r#"{"time": "2026-05-06T09:00:00Z", "id": "e-2", "actor": "buyer", "act": "pay"}"#,
        r#"{"time": "2026-05-06T10:00:00Z", "actor": "bank", "act": "inspect"}"#,
        r#"{"time": "2026-05-07T09:00:00Z", "actor": "seller", "act": "resell"}"#,
        r#"{"time": "2026-05-08T09:00:00Z", "actor": "seller", "act": "resell"}"#,
        r#"{"time": "2026-05-09T09:00:00Z", "actor": "seller", "act": "deliver"}"#,
        r#"{"time": "2026-05-10T09:00:00Z", "actors": ["buyer", "seller", "bank"],
            "amend": "support", "debtor": "bank"}"#,
        r#"{"time": "2026-05-11T09:00:00Z", "actor": "seller", "act": "deliver"}"#,
    ]
    .map(|line| line.replace('\n', ""))
    .join("\n");
    let mut monitor = Monitor::new(agreement);
    for event in Log::new(log.as_bytes(), agreement).take(events) {
        monitor.record(&event.unwrap());
    }
    serde_json::to_value(monitor.save()).unwrap()
}

/// Every bad state of it.
pub(crate) fn all(agreement: &Agreement) -> Vec<Bad> {
    let state = saved(agreement, 8);
    let mut bad = wrong_forms(&state);
    let mut of = |kind, changes: &[(&str, Value)], place: &str, says| {
        let changed = changes.iter().fold(state.clone(), |state, (key, value)| {
            with(&state, &format!("run.{key}"), value.clone())
        });
        let expected = Expected::Part { place: place.to_owned(), says };
        bad.push(Bad { kind, text: changed.to_string().into_bytes(), expected });
    };
    what_was_told(&mut of);
    what_conditions_remember(&mut of);
    what_came_about(&mut of);
    parties(&mut of);
    figures(&mut of);
    counts(&mut of);
    windows(&mut of);
    statuses(&mut of);
    ids(&state, &mut of);
    bad
}

/// Adds a state with changes: what kind of defect that is, and what must be said where.
type Of<'a> = dyn FnMut(&'static str, &[(&str, Value)], &str, &'static str) + 'a;

const EARLY: &str = "2026-05-04T08:59:59Z";
const LATE: &str = "2026-05-12T09:00:00Z";

fn what_was_told(of: &mut Of<'_>) {
    for (name, values) in [
        ("price", [json!("3"), json!("b"), json!(0.5)]),
        ("day", [json!(3), json!("a"), json!("2026-06-01")]),
        ("expert", [json!(3), json!("zoe"), json!("a")]),
        ("grade", [json!(3), json!("c"), json!("buyer")]),
        ("fee", [json!("bank"), json!("7.505"), json!("2026-06-01T00:00:00Z")]),
    ] {
        let place = format!("told.{name}");
        for value in values {
            let says = "is not of the type that the agreement gives it";
            of("what was told in another type", &[(&*place, value)], &place, says);
        }
    }
}

fn what_conditions_remember(of: &mut Of<'_>) {
    for (place, none, entry) in [
        ("sums", json!([]), json!(0)),
        ("since", json!([]), json!(null)),
        ("between", json!([]), json!(false)),
        ("recent", json!([]), json!(null)),
    ] {
        let says = "has not as many entries as the agreement asks for";
        of("too few entries of conditions", &[(place, none)], place, says);
        of("too many entries of conditions", &[(place, json!(vec![entry; 9]))], place, says);
    }
}

fn what_came_about(of: &mut Of<'_>) {
    let says = "something came about before the run's start, or past the clock";
    let kind = "what came about outside the run";
    for instant in [EARLY, LATE] {
        let instant = json!(instant);
        of(kind, &[("in_force", instant.clone())], "in_force", says);
        of(kind, &[("terminated", instant.clone())], "terminated", says);
        of(kind, &[("since[0]", instant.clone())], "since", says);
        of(kind, &[("recent[0]", instant.clone())], "recent", says);
        for (obligation, key) in [
            ("delivery", "rests_since"),
            ("delivery", "deadline_rests_from"),
            ("delivery", "due_since"),
            ("delivery", "enough_since"),
            ("exclusive", "stretch[0][0]"),
        ] {
            let place = format!("obligations.{obligation}");
            // The stretch has one entry left, so that its order is none of the matter.
            let one = json!([["2026-05-08T09:00:00Z", 2]]);
            let key = format!("{place}.{key}");
            let changes = [("obligations.exclusive.stretch", one), (&*key, instant.clone())];
            of(kind, &changes, &place, says);
        }
    }
    for key in ["due", "breached"] {
        let key = format!("obligations.exclusive.{key}");
        let place = "obligations.exclusive";
        let first = json!("2026-05-08T09:00:00Z");
        let breached = ("obligations.exclusive.breached", first);
        let (instant, due) = match key.ends_with("due") {
            true => (json!(EARLY), json!(EARLY)),
            false => (json!(LATE), json!("2026-05-04T09:00:00Z")),
        };
        let changes = [breached, ("obligations.exclusive.due", due), (&*key, instant)];
        of(kind, &changes, place, says);
    }
    let place = "acts.call-off";
    let ending = json!({"waived": false, "ending": LATE, "expired": false, "ended_by": null});
    of(kind, &[(place, ending)], place, says);
    let says = "fell due before the agreement was in force";
    let kind = "a duty before the agreement was in force";
    of(kind, &[("in_force", json!("2026-05-05T09:00:00Z"))], "obligations.exclusive", says);
    of(kind, &[("in_force", json!(null))], "obligations.price", says);
    let says = "it fell due, was breached and was closed in another order";
    let kind = "a life in another order";
    let breached = json!("2026-05-06T09:00:00Z");
    let due = json!("2026-05-07T09:00:00Z");
    let place = "obligations.amends";
    let changes =
        [("obligations.amends.due", due), ("obligations.amends.breached", breached.clone())];
    of(kind, &changes, place, says);
    let changes =
        [("obligations.amends.status", json!("released")), ("obligations.amends.closed", breached)];
    of(kind, &changes, place, says);
}

fn parties(of: &mut Of<'_>) {
    let says = "its parties do not fit its terms";
    for (obligation, key, party) in [
        ("price", "debtor", json!("bank")),
        ("price", "debtor", json!(null)),
        ("price", "creditor", json!("bank")),
        ("price", "creditor", json!(null)),
        ("price", "verifier", json!("bank")),
        ("delivery", "verifier", json!("seller")),
        ("support", "debtor", json!(null)),
        ("support", "debtor", json!("buyer")),
        ("warning", "creditor", json!("bank")),
        ("care", "debtor", json!("bank")),
        ("exclusive", "amended", json!(["verifier"])),
    ] {
        let place = format!("obligations.{obligation}");
        of("parties that no terms give", &[(&format!("{place}.{key}"), party)], &place, says);
    }
    let changes = [
        ("obligations.exclusive.amended", json!(["verifier"])),
        ("obligations.exclusive.verifier", json!("bank")),
    ];
    of("a verifier of a prohibition", &changes, "obligations.exclusive", says);
    let says = "an amendment sets the debtor, the creditor or the verifier";
    for word in ["quantity", "Debtor", ""] {
        let changes = [("obligations.support.amended", json!([word]))];
        of("an amendment of nothing", &changes, "obligations.support", says);
    }
}

fn figures(of: &mut Of<'_>) {
    let says = "its progress, figure, deadline or count does not fit its terms";
    for (obligation, key, value) in [
        ("price", "figure", json!(null)),
        ("delivery", "figure", json!(null)),
        ("delivery", "figure", json!(0)),
        ("support", "figure", json!(0)),
        ("exclusive", "figure", json!(null)),
        ("exclusive", "figure", json!(2)),
        ("quiet", "figure", json!(4)),
        ("goal", "figure", json!(1)),
        ("warning", "figure", json!(1)),
        ("care", "figure", json!(9)),
        ("goal", "progress", json!(1)),
        ("exclusive", "progress", json!(1)),
        ("warning", "progress", json!(1)),
        ("care", "deadline", json!(LATE)),
        ("quiet", "deadline", json!(LATE)),
        ("support", "fired", json!(true)),
        ("price", "due_since", json!("2026-05-05T09:00:00Z")),
        ("price", "enough_since", json!("2026-05-05T09:00:00Z")),
        ("goal", "enough_since", json!("2026-05-05T09:00:00Z")),
        ("quiet", "enough_since", json!("2026-05-05T09:00:00Z")),
    ] {
        let place = format!("obligations.{obligation}");
        of("figures that no terms give", &[(&format!("{place}.{key}"), value)], &place, says);
    }
}

fn counts(of: &mut Of<'_>) {
    let says = "its progress, figure, deadline or count does not fit its terms";
    let day = |day: u32| format!("2026-05-{day:02}T09:00:00Z");
    for (obligation, key, value) in [
        ("price", "stretch", json!([[day(7), 1]])),
        ("goal", "stretch", json!([[day(7), 1]])),
        ("quiet", "stretch", json!([[day(7), 1]])),
        ("exclusive", "stretch", json!([[day(8), 1], [day(7), 1]])),
        ("exclusive", "stretch", json!([[day(7), 0], [day(8), 2]])),
        ("exclusive", "counted", json!(3)),
        ("exclusive", "count_start", json!(day(4))),
        ("exclusive", "count_period", json!(1)),
        ("quiet", "counted", json!(7)),
        ("quiet", "count_start", json!(null)),
        ("quiet", "count_start", json!(day(5))),
        ("quiet", "count_ended", json!(true)),
        ("goal", "counted", json!(1)),
        ("care", "count_ended", json!(true)),
    ] {
        let place = format!("obligations.{obligation}");
        of("counts that no terms give", &[(&format!("{place}.{key}"), value)], &place, says);
    }
}

fn windows(of: &mut Of<'_>) {
    let act = |ending: Value, expired: bool, ended_by: Value| json!({"waived": false, "ending": ending, "expired": expired, "ended_by": ended_by});
    let now = || json!("2026-05-11T09:00:00Z");
    let says = "its window is open, ending or over, and not two of these";
    for window in [
        act(now(), true, json!(null)),
        act(now(), false, json!(["buyer"])),
        act(now(), true, json!(["buyer"])),
        act(json!(null), false, json!(["buyer"])),
    ] {
        of("a window in two states", &[("acts.call-off", window)], "acts.call-off", says);
    }
    let says = "names an unknown party";
    let nobody = act(json!(null), true, json!(["seller", "zoe"]));
    of("a window that nobody ended", &[("acts.call-off", nobody)], "acts.call-off", says);
    let says = "its window ends, and nothing ends it";
    for window in [
        act(now(), false, json!(null)),
        act(json!(null), true, json!(null)),
        act(json!(null), true, json!(["buyer"])),
    ] {
        of("a window that nothing ends", &[("acts.pay", window)], "acts.pay", says);
    }
}

fn statuses(of: &mut Of<'_>) {
    let now = || json!("2026-05-11T09:00:00Z");
    let says = "its status or breach does not fit its terms";
    let kind = "a status that no terms give";
    let closed = |obligation: &str, status: &str, more: &[(&str, Value)], of: &mut Of<'_>| {
        let place = format!("obligations.{obligation}");
        let at = |key: &str| format!("{place}.{key}");
        let (status_at, closed_at) = (at("status"), at("closed"));
        let mut changes = vec![(&*status_at, json!(status)), (&*closed_at, now())];
        let more: Vec<_> = more.iter().map(|(key, value)| (at(key), value.clone())).collect();
        changes.extend(more.iter().map(|(key, value)| (&**key, value.clone())));
        of(kind, &changes, &place, says);
    };
    closed("exclusive", "cured", &[], of);
    closed("exclusive", "lapsed", &[("lapsed", json!("ended"))], of);
    closed("exclusive", "repaired", &[("is_repairable", json!(false))], of);
    closed("amends", "discharged", &[("breached", now())], of);
    closed("amends", "repaired", &[("breached", now())], of);
    closed("care", "discharged", &[], of);
    let rests = [
        ("obligations.price.status", json!("performed")),
        ("obligations.price.rests_since", now()),
        ("obligations.price.deadline_rests_from", now()),
    ];
    of(kind, &rests, "obligations.price", says);
    of(kind, &[("obligations.quiet.breached", now())], "obligations.quiet", says);
    of(kind, &[("obligations.amends.is_repairable", json!(true))], "obligations.amends", says);
    of(kind, &[("obligations.delivery.verifier", json!(null))], "obligations.delivery", says);
    let says = "time has closed it, and it is open";
    let changes = [("obligations.support.closed_by_time", json!(true))];
    of("an end of what goes on", &changes, "obligations.support", says);
}

fn ids(state: &Value, of: &mut Of<'_>) {
    let id = |number: u8| Value::String(format!("{number:064x}"));
    let says = "one is no pair of hashes, or is there twice";
    for id in ["", "0", "e-1", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64)] {
        of("an id that is no hash", &[("ids", json!([id]))], "ids", says);
    }
    let first = &state["run"]["ids"][0];
    of("an id twice", &[("ids", json!([first, first]))], "ids", says);
    // The first half is that of the id, the second of what was said.
    let many: Vec<Value> = (0..9).map(|it: u8| json!(format!("{it:032x}{it:032x}"))).collect();
    let says = "are more than the events that were taken";
    of("more ids than events", &[("ids", json!(many))], "ids", says);
    of(
        "an id without an event",
        &[("events", json!(1)), ("ids", json!([id(1), many[2]]))],
        "ids",
        says,
    );
}
