//! Journals: logs that are judged by time while they grow, line by line against the whole log so far.

use proptest::prelude::*;
use serde_json::{Value, json};
use servanda::event::Entry;
use servanda::{Agreement, Event, Instant, Verifier};

use crate::engine::by_time::revisions;
use crate::generate::{AMENDED_BY_TIME, BY_TIME, BY_TIME_UNTOLD, cases};

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn each_line_tells_what_it_changed(case in cases(BY_TIME)) {
        revisions(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn each_line_tells_what_it_changed_along_the_automaton(case in cases(BY_TIME_UNTOLD)) {
        revisions(&case).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn each_line_tells_what_it_changed_where_agreements_change(case in cases(AMENDED_BY_TIME)) {
        revisions(&case).map_err(TestCaseError::fail)?;
    }
}

fn at(day: u32) -> Instant {
    format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
}

fn sale(price: u64) -> Agreement {
    let price: Value = json!({"debtor": "ada", "creditor": "bob", "perform": "pay", "quantity": price,
        "within": "P1D", "verified_by": "bob"});
    let agreement = json!({"title": "Sale", "date": at(1), "parties": {"ada": "", "bob": ""},
        "acts": {"pay": {"by": ["ada"]}}, "obligations": {"price": price}});
    Agreement::from_json(&agreement.to_string()).unwrap()
}

/// What was worked out for an event that did not count is of no use once time has passed.
#[test]
fn what_time_brings_is_found_once_where_agreements_may_change() {
    let desk = |quantity: u64| {
        let duty = |act: &str| json!({"debtor": "desk", "creditor": "user", "perform": act, "within": "P1D"});
        let (mut post, mut answer) = (duty("post-hours"), duty("answer"));
        post["quantity"] = quantity.into();
        answer["of"] = "week".into();
        let agreement = json!({"title": "Desk", "date": at(1),
            "parties": {"user": "who reports", "desk": "who answers"},
            "subjects": {"week": {"gist": "a week", "every": "P1W"}},
            "acts": {"post-hours": {"by": ["desk"]}, "answer": {"by": ["desk"], "of": "week"}},
            "obligations": {"post-hours": post, "answer": answer}});
        Agreement::from_json(&agreement.to_string()).unwrap()
    };
    let agreement = desk(1);
    let verifier = Verifier::new(&agreement).also(&desk(2)).submitting();
    let mut journal = verifier.by_time().unwrap().journal();
    let (desk, answer) = (agreement.party("desk").unwrap(), agreement.act("answer").unwrap());
    let act = |day: u32, week: &str| Entry::from(Event::act(at(day), desk, answer).subject(week));
    // Refused, for there is no such week: what time brought up to here is worked out, and does not count yet.
    assert_eq!(journal.take(&act(4, "2026-01-02"))[0].refusals_come.len(), 1);
    assert_eq!(journal.fire(at(5))[0].come.len(), 2);
    assert_eq!(journal.take(&act(9, "2026-01-08")), []);
    assert_eq!(journal.reports().next().unwrap().findings().len(), 2);
}

/// An event that is refused until an earlier one is known.
#[test]
fn what_was_refused_may_be_no_more() {
    let agreement = sale(1);
    let (ada, bob) = (agreement.party("ada").unwrap(), agreement.party("bob").unwrap());
    let (pay, price) = (agreement.act("pay").unwrap(), agreement.obligation("price").unwrap());
    let mut journal = Verifier::new(&agreement).submitting().by_time().unwrap().journal();
    let refused = journal.take(&Entry::from(Event::attest(at(2), bob, price)));
    let ids = &refused[0].refusals_come[0].ids;
    let accepted = journal.take(&Entry::from(Event::act(at(1), ada, pay).known(at(3))));
    assert_eq!(&accepted[0].refusals_gone[0].ids, ids);
    assert_eq!(accepted[0].refusals_gone[0].offset, 1);
    assert!(accepted[0].refusals_come.is_empty() && accepted[0].come.is_empty());
    assert!(journal.report(None).unwrap().is_conformant());
    assert!(journal.report(Some("another")).is_none());
}
