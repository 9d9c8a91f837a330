//! What a hostile log could do with subjects: open very many, give them names that are nearly the same, and
//! close very many lists at once.

use std::fmt::Write as _;

use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::{Agreement, Monitor, Verifier};

/// So many subjects are opened in one run; the most that there may be is for the bench.
const MANY: usize = 20_000;

fn run(agreement: &Agreement, log: &str) -> Monitor {
    let mut monitor = Monitor::new(agreement);
    for event in Log::new(log.as_bytes(), agreement) {
        monitor.record(&event.unwrap());
    }
    monitor
}

fn orders() -> Agreement {
    Agreement::from_json(
        r#"{
            "title": "Orders", "date": "2026-01-01T00:00:00Z",
            "parties": {"buyer": "who orders", "seller": "who delivers"},
            "subjects": {"order": {"gist": "an order", "opened_by": "order"}},
            "acts": {
                "order": {"of": "order", "by": ["buyer"]},
                "deliver": {"of": "order", "by": ["seller"], "unnamed": "oldest"}
            },
            "obligations": {"delivery": {
                "of": "order", "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                "within": "P1D"
            }},
            "settled_when": {"every": {"of": "order", "holds": {"discharged": "delivery"}}}
        }"#,
    )
    .unwrap()
}

/// Names that differ in their last letters only, opened one after the other: each is found again, in the
/// order of opening, and an act that names none goes to the oldest that lacks it.
#[test]
fn very_many_subjects_are_each_found() {
    let agreement = orders();
    let (time, late) = ("2026-01-02T00:00:00Z", "2026-01-05T00:00:00Z");
    let name = |number: usize| format!("{}{number}", "a".repeat(200));
    let mut log = String::new();
    for number in 0..MANY {
        let subject = name(number);
        writeln!(
            log,
            r#"{{"time": "{time}", "actor": "buyer", "act": "order", "subject": "{subject}"}}"#
        )
        .unwrap();
    }
    let half = MANY / 2;
    for _ in 0..half {
        writeln!(log, r#"{{"time": "{time}", "actor": "seller", "act": "deliver"}}"#).unwrap();
    }
    writeln!(log, r#"{{"time": "{late}"}}"#).unwrap();

    let monitor = run(&agreement, &log);
    let order = agreement.kind("order").unwrap();
    let delivery = agreement.obligation("delivery").unwrap();
    let found = monitor.subjects(order).map(|it| it.name().to_owned());
    assert!(found.eq((0..MANY).map(name)));
    for number in [0, half - 1, half, MANY - 1] {
        let status = monitor.subject(order, &name(number)).unwrap().status(delivery);
        let wanted = if number < half { "discharged" } else { "breached" };
        assert_eq!(status.unwrap().to_string(), wanted, "{number}");
    }
    assert!(monitor.subject(order, &name(MANY)).is_none());
    assert_eq!(monitor.findings().count(), MANY - half);
}

/// Many kinds whose lists one act closes, each waited for by the settlement.
#[test]
fn very_many_lists_close_at_once() {
    const KINDS: usize = 300;
    let list = |each: &dyn Fn(usize) -> String| (0..KINDS).map(each).collect::<Vec<_>>().join(", ");
    let kinds = list(&|number| {
        format!(
            r#""k{number}": {{"gist": "a kind", "opened_by": "open{number}",
                "closes_when": {{"happened": "stop"}}}}"#
        )
    });
    let acts = list(&|number| format!(r#""open{number}": {{"of": "k{number}", "by": ["a"]}}"#));
    let every = list(&|number| {
        format!(r#"{{"every": {{"of": "k{number}", "holds": {{"happened": "open{number}"}}}}}}"#)
    });
    let text = format!(
        r#"{{
            "title": "Lists", "date": "2026-01-01T00:00:00Z",
            "parties": {{"a": "one", "b": "the other"}}, "subjects": {{{kinds}}},
            "acts": {{"stop": {{"by": ["a"]}}, {acts}}},
            "obligations": {{"stopped": {{
                "debtor": "a", "creditor": "b", "perform": "stop", "when": {{"happened": "stop"}}
            }}}},
            "settled_when": {{"all": [{every}]}}
        }}"#
    );
    let agreement = Agreement::from_json(&text).unwrap();
    let time = "2026-01-02T00:00:00Z";
    let mut log = String::new();
    for number in 0..KINDS {
        let act = format!("open{number}");
        writeln!(log, r#"{{"time": "{time}", "actor": "a", "act": "{act}", "subject": "s"}}"#)
            .unwrap();
    }
    let before = run(&agreement, &log);
    let kind = |number: usize| agreement.kind(&format!("k{number}")).unwrap();
    assert!((0..KINDS).all(|number| !before.is_list_closed(kind(number))));
    writeln!(log, r#"{{"time": "{time}", "actor": "a", "act": "stop"}}"#).unwrap();
    let after = run(&agreement, &log);
    assert!((0..KINDS).all(|number| after.is_list_closed(kind(number))));
    // What would open one more is void.
    writeln!(log, r#"{{"time": "{time}", "actor": "a", "act": "open7", "subject": "t"}}"#).unwrap();
    let report = &Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop).unwrap()[0];
    assert_eq!(report.findings().count(), 1);
    assert_eq!(report.subjects(kind(7)).count(), 1);
}
