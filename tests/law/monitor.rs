//! What a monitor is asked between events: refusals in one line, whether two are the same, whether
//! it is over, whether a step brought anything.

use std::num::NonZeroU64;

use servanda::condition::{always, happened};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::event::{Deed, Speaker};
use servanda::monitor::{FindingKind, Matter, VoidReason};
use servanda::{Agreement, Event, Instant, Monitor, Status, by, owes};

servanda::vocabulary! {
    struct Loan;
    enum Who { Lender, Borrower, Bank }
    enum What { Lend, Repay, GiveNotice, Sell }
    enum Owed { Repayment, NoSale, Notice }
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn loan() -> Agreement<Loan> {
    Agreement::<Loan>::builder("Loan", at("2026-01-01T00:00:00Z"))
        .party(Who::Lender, "who lends")
        .party(Who::Borrower, "who borrows")
        .party(Who::Bank, "who looks on")
        .act(What::Lend, by([Who::Lender]))
        .act(
            What::Repay,
            by([Who::Borrower])
                .requires(happened(What::Lend))
                .protects([Who::Lender, Who::Borrower]),
        )
        .act(What::GiveNotice, by([Who::Lender, Who::Borrower]))
        .act(
            What::Sell,
            by([Who::Borrower]).requires(happened(What::Lend)).protects([Who::Borrower]),
        )
        .obligation(
            Owed::Repayment,
            owes(Who::Borrower, Who::Lender)
                .perform(What::Repay)
                .quantity(NonZeroU64::new(3).unwrap())
                .within("P1M".parse().unwrap())
                .verified_by(Who::Bank),
        )
        .obligation(Owed::NoSale, owes(Who::Borrower, Who::Lender).refrain(What::Sell))
        .obligation(
            Owed::Notice,
            owes(Who::Lender, Who::Borrower).perform(What::GiveNotice).when(always()),
        )
        .terminates_when(happened(What::GiveNotice))
        .build()
        .unwrap()
}

fn event(time: &str, deed: Deed<Loan>) -> Event<Loan> {
    Event::new(at(time), deed)
}

fn act(time: &str, actor: Who, act: What) -> Event<Loan> {
    Event::act(at(time), actor, act)
}

#[test]
fn a_refusal_says_in_one_line_what_was_refused() {
    let mut monitor = Monitor::new(&loan());
    let now = "2026-01-02T00:00:00Z";
    let mut refused = |event: Event<Loan>| monitor.submit(&event).unwrap_err().to_string();
    assert_eq!(
        refused(act(now, Who::Bank, What::Lend)),
        "event 1 (2026-01-02T00:00:00Z) is refused: `lend` by bank would be void: only lender may"
    );
    let rest = [
        event(now, Deed::Attest { speaker: Speaker::One(Who::Bank), obligation: Owed::Repayment }),
        act(now, Who::Borrower, What::Repay),
        // It is forbidden; and who alone is protected would waive that by acting.
        act(now, Who::Borrower, What::Sell),
        act("2025-12-31T12:00:00Z", Who::Lender, What::Lend),
    ];
    assert_eq!(rest.map(refused), REFUSED);
}

/// What is said of the refused.
const REFUSED: [&str; 4] = [
    "event 2 (2026-01-02T00:00:00Z) is refused: it would be void: there is nothing to verify of `repayment`",
    "event 3 (2026-01-02T00:00:00Z) is refused: `repay` by borrower would be premature: lender has not done \
     `lend`",
    "event 4 (2026-01-02T00:00:00Z) is refused: `sell` by borrower would be prohibited: `no-sale` forbids it; \
     `sell` by borrower would waive what it waits for (lender has not done `lend`): say `waive` first",
    "event 5 (2025-12-31T12:00:00Z) is refused: `lend` by lender would be void: an event before it is later",
];

#[test]
fn each_reason_for_being_void_has_its_name() {
    let named = [
        (VoidReason::OutOfOrder, "out-of-order"),
        (VoidReason::Unknown, "unknown"),
        (VoidReason::Unauthorized, "unauthorized"),
        (VoidReason::NothingToVerify, "nothing-to-verify"),
        (VoidReason::Closed, "closed"),
        (VoidReason::NoDeadline, "no-deadline"),
        (VoidReason::NoConsent, "no-consent"),
    ];
    for (reason, name) in named {
        assert_eq!((reason.as_str(), reason.to_string().as_str()), (name, name));
        assert_eq!(serde_json::to_value(reason).unwrap(), name);
    }
}

#[test]
fn a_void_event_is_found_with_its_act() {
    let mut monitor = Monitor::new(&loan());
    let step = monitor.record(&act("2026-01-02T00:00:00Z", Who::Bank, What::Lend));
    let finding = step.findings().next().unwrap();
    assert_eq!(finding.kind(), FindingKind::Void);
    assert_eq!((finding.act(), finding.obligation()), (Some(&What::Lend), None));
    assert!(matches!(finding.matter, Matter::Void { reason: VoidReason::Unauthorized, .. }));
}

/// Two monitors are the same if they stand alike and have brought the same.
#[test]
fn monitors_that_differ_in_anything_are_not_the_same() {
    let agreement = loan();
    let start = Monitor::new(&agreement);
    let day = |number: u32| format!("2026-01-{number:02}T00:00:00Z");
    let lent = act(&day(2), Who::Lender, What::Lend);
    let logs: Vec<Vec<Event<Loan>>> = vec![
        vec![],
        // Another clock, and nothing else.
        vec![Event::tick(at(&day(2)))],
        // As many events at that time: a void one, another void one, one with an effect.
        vec![act(&day(2), Who::Bank, What::Lend)],
        vec![act(&day(2), Who::Borrower, What::Lend)],
        vec![lent.clone()],
        // Other sums of the same act; what is done of a duty.
        vec![lent.clone(), lent.clone()],
        vec![lent.clone(), act(&day(2), Who::Borrower, What::Repay)],
        vec![lent.clone(), Event::waive(at(&day(2)), [Who::Lender, Who::Borrower], What::Repay)],
        vec![lent.clone(), Event::waive(at(&day(2)), [Who::Borrower], What::Sell)],
        vec![lent.clone(), Event::release(at(&day(2)), Who::Lender, Owed::Repayment)],
        vec![lent.clone(), act(&day(2), Who::Borrower, What::Sell)],
        vec![lent, act(&day(2), Who::Lender, What::GiveNotice)],
    ];
    let runs: Vec<Monitor<Loan>> = logs
        .iter()
        .map(|log| {
            let mut run = start.clone();
            for event in log {
                run.record(event);
            }
            run
        })
        .collect();
    for (one, left) in runs.iter().enumerate() {
        for (two, right) in runs.iter().enumerate() {
            assert_eq!(left == right, one == two, "{:?} and {:?}", logs[one], logs[two]);
        }
    }
    // The same state, and other memories.
    let last = runs.last().unwrap();
    assert_ne!(last.clone().without_history(), *last);
    let mut submitted = start.clone();
    assert!(submitted.submit(&act(&day(2), Who::Bank, What::Lend)).is_err());
    assert_ne!(submitted, runs[1]);
    assert_ne!(submitted, runs[2]);
    // The same run of another agreement.
    let verified = Monitor::new(&cuba::agreement(Reading::Verified).unwrap());
    assert_ne!(verified, Monitor::new(&cuba::agreement(Reading::Established).unwrap()));
    assert_eq!(verified, Monitor::new(&cuba::agreement(Reading::Verified).unwrap()));
}

#[test]
fn a_denial_at_the_deadline_comes_in_time_for_another_try() {
    let mut monitor = Monitor::new(&loan());
    let lent = "2026-01-02T00:00:00Z";
    monitor.record(&act(lent, Who::Lender, What::Lend));
    monitor.record(&act(lent, Who::Borrower, What::Repay).quantity(NonZeroU64::new(3).unwrap()));
    let deadline = "2026-02-02T00:00:00Z";
    assert_eq!(monitor.deadline(Owed::Repayment), Some(at(deadline)));
    let deny = Deed::Deny { speaker: Speaker::One(Who::Bank), obligation: Owed::Repayment };
    let found: Vec<FindingKind> =
        monitor.record(&event(deadline, deny.clone())).findings().map(|it| it.kind()).collect();
    assert_eq!(found, [FindingKind::Denied]);
    assert_eq!(monitor.status(Owed::Repayment), Some(Status::Due));
    // A month it had waited for its verifier, which the debtor gets back.
    let given_back = "2026-03-05T00:00:00Z";
    assert_eq!(monitor.deadline(Owed::Repayment), Some(at(given_back)));
    let mut late = monitor.clone();
    late.advance(at("2026-03-05T00:00:01Z")).unwrap();
    assert_eq!(late.status(Owed::Repayment), Some(Status::Breached));
    // Another try in time, and denied a moment later.
    monitor
        .record(&act(given_back, Who::Borrower, What::Repay).quantity(NonZeroU64::new(3).unwrap()));
    let step = monitor.record(&event("2026-03-05T00:00:01Z", deny));
    let found: Vec<FindingKind> = step.findings().map(|it| it.kind()).collect();
    assert_eq!(found, [FindingKind::Denied]);
    assert_eq!(monitor.deadline(Owed::Repayment), Some(at("2026-03-05T00:00:01Z")));
}

#[test]
fn a_monitor_knows_that_it_is_over() {
    let mut monitor = Monitor::new(&loan());
    assert!(!monitor.is_terminated());
    monitor.record(&act("2026-01-02T00:00:00Z", Who::Lender, What::GiveNotice));
    assert!(monitor.is_terminated());
    assert_eq!(monitor.status(Owed::Repayment), Some(Status::Lapsed));
    assert_eq!(monitor.events(), 1);
    monitor.record(&act("2026-01-03T00:00:00Z", Who::Lender, What::GiveNotice));
    assert_eq!(monitor.events(), 2);
}

/// Idle is what changed nothing and found nothing.
#[test]
fn a_step_is_idle_only_if_it_brought_nothing() {
    let mut monitor = Monitor::new(&loan());
    assert!(monitor.record(&Event::tick(at("2026-01-02T00:00:00Z"))).is_idle());
    let found = monitor.record(&act("2026-01-02T00:00:00Z", Who::Bank, What::Lend));
    assert_eq!((found.changes().len(), found.findings().len(), found.is_idle()), (0, 1, false));
    // What was found before is not of this step.
    assert!(monitor.record(&Event::tick(at("2026-01-03T00:00:00Z"))).is_idle());
    let lent = monitor.record(&act("2026-01-03T00:00:00Z", Who::Lender, What::Lend));
    assert_eq!((lent.findings().len(), lent.is_idle()), (0, false));
}

/// A rehearsal tells its step's changes, whether or not the monitor remembers its own.
#[test]
fn a_rehearsal_tells_what_would_change_and_changes_nothing() {
    for keeps_history in [true, false] {
        let mut monitor = Monitor::new(&loan());
        if !keeps_history {
            monitor = monitor.without_history();
        }
        monitor.record(&act("2026-01-02T00:00:00Z", Who::Lender, What::Lend));
        let before = monitor.clone();
        let repaid = act("2026-01-03T00:00:00Z", Who::Borrower, What::Repay)
            .quantity(NonZeroU64::new(3).unwrap());
        let rehearsal = monitor.rehearse_record(&repaid);
        let told: Vec<_> = rehearsal.step().changes().collect();
        assert!(told.iter().all(|change| change.event == Some(2)), "{told:?}");
        assert!(told.iter().any(|change| change.obligation() == Some(&Owed::Repayment)));
        assert_eq!(monitor, before);
        let mut done = rehearsal.into_monitor();
        assert_eq!(done.status(Owed::Repayment), Some(Status::Performed));
        assert_eq!(done.changes().len() > 0, keeps_history);
        monitor.record(&repaid);
        assert_eq!(done, monitor);
        assert!(done.record(&Event::tick(at("2026-01-03T00:00:00Z"))).is_idle());
    }
}

/// What was found goes along when a run is analysed or waits for its turn.
#[test]
fn a_case_s_run_remembers_what_was_found() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let lifted: Event<Cuba> = Event::act(cuba::ANSWER_BROADCAST, Party::Us, Act::LiftQuarantine);
    let mut recorded = servanda::Verifier::new(&agreement).start();
    recorded.take(&lifted.clone().case("one"));
    let run = recorded.run(Some("one")).unwrap();
    assert_eq!(run.findings().next().unwrap().kind(), FindingKind::Premature);
    assert_eq!(run.events(), 1);

    let mut submitted = servanda::Verifier::new(&agreement).submitting().start();
    submitted.take(&Event::tick(cuba::LETTER_SENT).case("one"));
    submitted.take(&lifted.case("one"));
    let run = submitted.run(Some("one")).unwrap();
    assert_eq!((run.events(), run.findings().len()), (2, 0));
    assert_eq!(run.status(Obligation::LiftQuarantine), Some(Status::Dormant));
}

/// Before its first event that counts a run without a date is nowhere: nothing has changed, nothing is due
/// and no timer is pending; and so it is saved.
#[test]
fn a_run_that_has_not_begun_is_nowhere() {
    let agreement = serde_json::json!({
        "title": "t", "parties": {"a": "", "b": ""}, "acts": {"pay": {"by": ["a"]}},
        "obligations": {
            "owed": {"debtor": "a", "creditor": "b", "perform": "pay", "within": "P1D"},
        },
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let owed = agreement.obligation("owed").unwrap();
    let mut monitor = Monitor::new(&agreement);
    assert_eq!((monitor.clock(), monitor.next_timeout()), (None, None));
    assert_eq!((monitor.status(owed), monitor.changes().len()), (Some(Status::Dormant), 0));
    assert!(!monitor.is_in_force());
    assert_eq!(Monitor::restore(&agreement, monitor.save()).unwrap(), monitor);
    monitor.record(&Event::tick(at("2026-01-02T00:00:00Z")));
    assert_eq!(monitor.next_timeout(), Some(at("2026-01-03T00:00:00Z")));
    assert_eq!(monitor.status(owed), Some(Status::Due));
}
