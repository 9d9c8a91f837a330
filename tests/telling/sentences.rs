//! What is told to people, word for word: reports, changes, conditions, what is wrong with an
//! agreement; and that two of them are equal only if they say the same.

use expect_test::expect;
use servanda::condition::{all, any, happened, happened_by, happened_quantity, not, reached};
use servanda::formats::BadLines;
use servanda::report::{Phrases, Prose};
use servanda::terms::{Duty, EarlyActs};
use servanda::{Agreement, Event, Monitor, Report, Span, Verifier};

/// One agreement that has something of everything.
const FAIR: &str = r#"{
    "title": "fair", "date": "2026-05-01T00:00:00Z",
    "parties": {"host": "opens", "guest": "comes", "judge": "looks"},
    "passages": {"1": {"gist": "the gate opens first", "normative": true}},
    "acts": {
        "open": {"by": ["host"]},
        "enter": {"by": ["guest"], "requires": {"happened": "open"}, "cites": ["1"]},
        "pay": {"by": ["guest", "host"]},
        "shout": {"by": ["guest"]},
        "sing": {"by": ["guest"]},
        "leave": {"by": ["guest"], "requires": {"happened": "pay"}, "protects": ["guest"]}
    },
    "obligations": {
        "opening": {"debtor": "host", "creditor": "guest", "perform": "open", "within": "PT12H",
            "cites": ["1"], "survives": true},
        "fee": {"debtor": "guest", "creditor": "host", "perform": "pay", "quantity": 3,
            "verified_by": "judge", "within": "P3D"},
        "tip": {"debtor": "guest", "creditor": "host", "perform": "pay", "quantity": 9,
            "within": "P1D", "target": true, "early": "ignored"},
        "welcome": {"debtor": "host", "creditor": "guest", "perform": "open",
            "at": "2026-04-30T00:00:00Z"},
        "quiet": {"debtor": "guest", "creditor": "host", "refrain": "shout"},
        "few-songs": {"debtor": "guest", "creditor": "host", "refrain": "sing", "beyond": 1,
            "per": "P1D"},
        "few-in-all": {"debtor": "guest", "creditor": "host", "refrain": "sing", "beyond": 1},
        "manners": {"debtor": "guest", "creditor": "host", "refrain": "shout", "binding": false}
    },
    "terminates_when": {"reached": "2026-06-01T00:00:00Z"}
}"#;

const LOG: &str = r#"{"time": "2026-05-01T01:00:00Z", "actor": "guest", "act": "enter"}
{"time": "2026-05-01T02:00:00Z", "actor": "guest", "act": "open"}
{"time": "2026-05-01T03:00:00Z", "actor": "judge", "attest": "opening"}
{"time": "2026-05-01T03:00:00Z", "actor": "judge", "attest": "fee"}
{"time": "2026-05-01T03:00:00Z", "actor": "host", "attest": "fee"}
{"time": "2026-05-01T03:00:00Z", "actor": "host", "act": "opne"}
{"time": "2026-05-01T03:00:00Z", "actor": "host", "release": "fea"}
{"time": "2026-05-01T04:00:00Z", "actor": "guest", "act": "leave"}
{"time": "2026-05-01T05:00:00Z", "actor": "guest", "act": "shout"}
{"time": "2026-05-01T06:00:00Z", "actor": "guest", "act": "sing", "quantity": 2}
{"time": "2026-05-01T05:30:00Z"}
{"time": "2026-05-01T13:00:00Z", "actor": "guest", "act": "pay", "quantity": 3}
{"time": "2026-05-01T14:00:00Z", "actor": "judge", "deny": "fee"}
{"time": "2026-05-01T15:00:00Z", "actors": ["host"], "waive": "enter"}
{"time": "2026-05-01T15:00:00Z", "actors": ["host", "guest", "judge"], "waive": "enter"}
{"time": "2026-05-01T16:00:00Z", "actors": ["host", "guest"], "amend": "fee", "verified_by": "host"}
{"time": "2026-05-01T16:00:00Z", "actors": [], "amend": "fee", "verified_by": "judge"}
{"time": "2026-05-01T17:00:00Z", "actor": "host", "extend": "fee", "until": "2026-05-09T00:00:30Z"}
{"time": "2026-05-01T17:00:00Z", "actor": "host", "extend": "quiet", "until": "2026-05-09T00:00:00Z"}
{"time": "2026-05-03T00:00:00Z", "actor": "guest", "release": "welcome"}
{"time": "2026-05-03T00:00:00Z", "actor": "guest", "release": "welcome"}
{"time": "2026-05-03T00:00:00Z", "actor": "host", "act": "open"}
half a line
{"time": "2026-06-02T00:00:00Z"}
"#;

fn fair() -> Agreement {
    Agreement::from_json(FAIR).unwrap()
}

fn report(verifier: Verifier) -> Report {
    verifier.judge_log(LOG.as_bytes(), BadLines::Skip).unwrap().remove(0)
}

#[test]
fn a_report_tells_what_was_found_and_why() {
    expect![[r#"
        fair
        as of 2026-06-02 00:00 UTC

        Outcome: breached, not conformant (2 overdue, 3 prohibited, 1 premature, 11 void, 1 denied, 2 unmet, 1 deadline-passed, 1 waived); 1 line of the log was passed over
        Breached: guest is 23 days late with `fee`; guest broke `quiet`; guest broke `few-songs`; and 1 more

          obligation  owed by  status                    done  deadline
          opening     host     cured                     1/1   2026-05-01 12:00 UTC
          fee         guest    breached                  0/3   2026-05-09 00:00:30 UTC
          tip         guest    lapsed                    3/9   2026-05-02 00:00 UTC
          welcome     host     released                  0/1
          quiet       guest    breached
          few-songs   guest    breached
          few-in-all  guest    breached
          manners     guest    discharged (not binding)

        Findings
          2026-05-01 01:00 UTC, event 1: guest did `enter` before host had done `open`
              premature
              rests on 1: the gate opens first
          2026-05-01 02:00 UTC, event 2: that guest did `open` has no effect: only host may
              void
          2026-05-01 03:00 UTC, event 3: that judge attested `opening` has no effect: it has no verifier
              void
              rests on 1: the gate opens first
          2026-05-01 03:00 UTC, event 4: that judge attested `fee` has no effect: there is nothing to verify
              void
          2026-05-01 03:00 UTC, event 5: that host attested `fee` has no effect: only judge may
              void
          2026-05-01 03:00 UTC, event 6: what `host` said of `opne` has no effect: unknown act `opne`
              void
          2026-05-01 03:00 UTC, event 7: what `host` said of `fea` has no effect: unknown obligation `fea`: did you mean `fee`?
              void
          2026-05-01 05:00 UTC, event 9: guest did `shout`, which `quiet` forbids
              prohibited
          2026-05-01 05:30 UTC, event 11: the tick has no effect: it is earlier than what came before it
              void
          2026-05-01 06:00 UTC, event 10: guest did `sing`, more than the 1 in each period of one day that `few-songs` allows
              prohibited
          2026-05-01 06:00 UTC, event 10: guest did `sing`, more than the 1 in all that `few-in-all` allows
              prohibited
          2026-05-01 12:00 UTC: host was late with `opening`, which was due by 2026-05-01 12:00 UTC; cured on 2026-05-03 00:00 UTC, 1 day 12 hours late
              overdue
              rests on 1: the gate opens first
          2026-05-01 14:00 UTC, event 13: judge denied that guest had performed `fee`; not done yet, 31 days later (3 of 3 missing)
              denied
          2026-05-01 15:00 UTC, event 14: that host waived what `enter` requires has no effect: guest and judge did not consent
              void
              rests on 1: the gate opens first
          2026-05-01 16:00 UTC, event 17: that nobody amended `fee` has no effect: guest, host and judge did not consent
              void
          2026-05-01 17:00 UTC, event 19: that host extended `quiet` until 2026-05-09 00:00 UTC has no effect: it has no running deadline before that
              void
          2026-05-03 00:00 UTC, event 21: that guest released `welcome` has no effect: it is closed
              void
          2026-05-09 00:00:30 UTC: guest was late with `fee`, which was due by 2026-05-09 00:00:30 UTC; not done yet, 23 days later (3 of 3 missing)
              overdue

        Told, and nobody's fault
          2026-05-01 00:00 UTC: `welcome` fell due only after its deadline, 2026-04-30 00:00 UTC, and has none now
              deadline-passed
          2026-05-01 04:00 UTC, event 8: guest did `leave` before anyone had done `pay`; what had to come first protects nobody else, so doing it waived that
              waived
          2026-05-01 05:00 UTC, event 9: guest did not heed `manners`, a warning that binds nobody; done on 2026-06-01 00:00 UTC, 30 days later
              unmet
          2026-05-02 00:00 UTC: guest had not done `tip` by then, as was hoped; lapsed on 2026-06-01 00:00 UTC
              unmet

        Passed over
          line 23: expected value

        Outcome: breached, not conformant (2 overdue, 3 prohibited, 1 premature, 11 void, 1 denied, 2 unmet, 1 deadline-passed, 1 waived); 1 line of the log was passed over
        Breached: guest is 23 days late with `fee`; guest broke `quiet`; guest broke `few-songs`; and 1 more

    "#]].assert_eq(&report(Verifier::new(&fair())).text().to_string());
}

#[test]
fn a_report_tells_what_was_refused() {
    expect![[r#"
        fair
        as of 2026-06-02 00:00 UTC

        Outcome: breached, not conformant (2 overdue, 1 denied, 1 unmet, 1 deadline-passed, 14 refused); 1 line of the log was passed over
        Breached: guest is 23 days late with `fee`

          obligation  owed by  status                    done  deadline
          opening     host     cured                     1/1   2026-05-01 12:00 UTC
          fee         guest    breached                  0/3   2026-05-09 00:00:30 UTC
          tip         guest    lapsed                    3/9   2026-05-02 00:00 UTC
          welcome     host     released                  0/1
          quiet       guest    discharged
          few-songs   guest    discharged
          few-in-all  guest    discharged
          manners     guest    discharged (not binding)

        Findings
          2026-05-01 12:00 UTC: host was late with `opening`, which was due by 2026-05-01 12:00 UTC; cured on 2026-05-03 00:00 UTC, 1 day 12 hours late
              overdue
              rests on 1: the gate opens first
          2026-05-01 14:00 UTC, event 13: judge denied that guest had performed `fee`; not done yet, 31 days later (3 of 3 missing)
              denied
          2026-05-09 00:00:30 UTC: guest was late with `fee`, which was due by 2026-05-09 00:00:30 UTC; not done yet, 23 days later (3 of 3 missing)
              overdue

        Told, and nobody's fault
          2026-05-01 00:00 UTC: `welcome` fell due only after its deadline, 2026-04-30 00:00 UTC, and has none now
              deadline-passed
          2026-05-02 00:00 UTC: guest had not done `tip` by then, as was hoped; lapsed on 2026-06-01 00:00 UTC
              unmet

        Refused
          2026-05-01 01:00 UTC, event 1: guest did `enter` before host had done `open`
              premature
              rests on 1: the gate opens first
          2026-05-01 02:00 UTC, event 2: that guest did `open` has no effect: only host may
              void
          2026-05-01 03:00 UTC, event 3: that judge attested `opening` has no effect: it has no verifier
              void
              rests on 1: the gate opens first
          2026-05-01 03:00 UTC, event 4: that judge attested `fee` has no effect: there is nothing to verify
              void
          2026-05-01 03:00 UTC, event 5: that host attested `fee` has no effect: only judge may
              void
          2026-05-01 03:00 UTC, event 6: what `host` said of `opne` has no effect: unknown act `opne`
              void
          2026-05-01 03:00 UTC, event 7: what `host` said of `fea` has no effect: unknown obligation `fea`: did you mean `fee`?
              void
          2026-05-01 04:00 UTC, event 8: guest did `leave` before anyone had done `pay`; what had to come first protects nobody else, so doing it waived that
              waived
          2026-05-01 05:00 UTC, event 9: guest did `shout`, which `quiet` forbids
              prohibited
          2026-05-01 05:00 UTC, event 9: guest did not heed `manners`, a warning that binds nobody
              unmet
          2026-05-01 06:00 UTC, event 10: guest did `sing`, more than the 1 in each period of one day that `few-songs` allows
              prohibited
          2026-05-01 06:00 UTC, event 10: guest did `sing`, more than the 1 in all that `few-in-all` allows
              prohibited
          2026-05-01 15:00 UTC, event 14: that host waived what `enter` requires has no effect: guest and judge did not consent
              void
              rests on 1: the gate opens first
          2026-05-01 16:00 UTC, event 17: that nobody amended `fee` has no effect: guest, host and judge did not consent
              void
          2026-05-01 17:00 UTC, event 19: that host extended `quiet` until 2026-05-09 00:00 UTC has no effect: it has no running deadline before that
              void
          2026-05-03 00:00 UTC, event 21: that guest released `welcome` has no effect: it is closed
              void

        Passed over
          line 23: expected value

        Outcome: breached, not conformant (2 overdue, 1 denied, 1 unmet, 1 deadline-passed, 14 refused); 1 line of the log was passed over
        Breached: guest is 23 days late with `fee`

    "#]].assert_eq(&report(Verifier::new(&fair()).submitting()).text().to_string());
}

#[test]
fn where_nothing_is_found_nothing_is_counted() {
    let quiet = Verifier::new(&fair()).judge::<Event>([]);
    assert!(
        quiet.text().to_string().contains("Outcome: pending, conformant (1 deadline-passed)\n")
    );
    let plain = FAIR.replace(r#""at": "2026-04-30T00:00:00Z""#, r#""within": "P9D""#);
    let quiet = Verifier::new(&Agreement::from_json(&plain).unwrap()).judge::<Event>([]);
    assert!(quiet.text().to_string().contains("Outcome: pending, conformant\n"));
    assert!(!quiet.text().to_string().contains("Told"));
}

#[test]
fn each_change_is_told() {
    let agreement = fair();
    let mut monitor = Monitor::new(&agreement);
    for event in servanda::formats::json::Log::new(LOG.as_bytes(), &agreement).flatten() {
        monitor.record(&event);
    }
    let prose = Prose::new(&agreement);
    let told: Vec<String> = monitor.changes().map(|it| prose.change(&it)).collect();
    expect![[r#"
        the agreement enters into force
        `opening` falls due
        `opening`: to be done by 2026-05-01 12:00 UTC
        `fee` falls due
        `fee`: to be done by 2026-05-04 00:00 UTC
        `tip` falls due
        `tip`: hoped for by 2026-05-02 00:00 UTC
        `welcome` falls due
        `quiet` takes effect
        `few-songs` takes effect
        `few-in-all` takes effect
        `manners` takes effect
        what `leave` requires binds nobody any longer
        `quiet`: due → breached (more was done than it allows)
        `few-songs`: due → breached (more was done than it allows)
        `few-in-all`: due → breached (more was done than it allows)
        `opening`: due → breached (its deadline passed)
        `fee`: 3 of 3 done
        `tip`: 3 of 9 done
        `fee`: due → performed (everything owed was done; its verifier's word is awaited)
        `fee`: 0 of 3 done
        `fee`: performed → due (its verifier denied it)
        `fee`: to be done by 2026-05-04 01:00 UTC
        what `enter` requires binds nobody any longer
        `fee` is amended
        `fee`: to be done by 2026-05-09 00:00:30 UTC
        `welcome`: due → released (its creditor released it)
        `opening`: 1 of 1 done
        `opening`: breached → cured
        `fee`: due → breached (its deadline passed)
        the agreement terminates
        `tip`: due → lapsed (the agreement terminated)
        `manners`: due → discharged (the agreement terminated)"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn each_condition_is_told_as_it_stands() {
    let agreement = fair();
    let act = |name| agreement.act(name).unwrap();
    let (open, pay) = (act("open"), act("pay"));
    let guest = agreement.party("guest").unwrap();
    let opening = agreement.obligation("opening").unwrap();
    let day: Span = "P1D".parse().unwrap();
    let conditions = [
        happened(open),
        happened(pay),
        happened_by(pay, guest),
        happened_quantity(pay, 2),
        reached("2026-05-02T00:00:00Z".parse().unwrap()),
        servanda::condition::lapsed(opening),
        servanda::condition::breached(opening),
        servanda::condition::due(opening),
        servanda::condition::elapsed(day.into(), happened(open)),
        servanda::condition::always(),
        servanda::condition::never(),
        all([happened(open), happened(pay)]),
        any([happened(open), happened(pay)]),
        all([happened(open)]),
        not(happened(open)),
    ];
    let prose = Prose::new(&agreement);
    let told: Vec<String> = conditions
        .iter()
        .map(|it| {
            let (yes, no) = (prose.fact(it, true), prose.fact(it, false));
            format!("{yes} / {no} / before {}", prose.condition(it))
        })
        .collect();
    expect![[r#"
        host has done `open` / host has not done `open` / before host had done `open`
        somebody has done `pay` / nobody has done `pay` / before anyone had done `pay`
        guest has done `pay` / guest has not done `pay` / before guest had done `pay`
        somebody has done `pay` (at least 2 in all) / nobody has done `pay` (at least 2 in all) / before anyone had done `pay` (at least 2 in all)
        2026-05-02 00:00 UTC has come / 2026-05-02 00:00 UTC has not come / before 2026-05-02 00:00 UTC had come
        `opening` has lapsed / `opening` has not lapsed / before `opening` had lapsed
        `opening` was breached / `opening` was not breached / before `opening` had been breached
        `opening` is due / `opening` is not due / before `opening` was due
        one day has passed since host had done `open` / one day has not passed since host had done `open` / before one day had passed since host had done `open`
        nothing is asked for / nothing is asked for / before nothing at all
        what can never be is asked / what can never be is asked / before what can never be
        (host has done `open` and somebody has done `pay`) / (host has not done `open` or nobody has done `pay`) / before (host had done `open` and anyone had done `pay`)
        (host has done `open` or somebody has done `pay`) / (host has not done `open` and nobody has done `pay`) / before (host had done `open` or anyone had done `pay`)
        host has done `open` / host has not done `open` / before host had done `open`
        host has not done `open` / host has done `open` / before host had not done `open`"#]].assert_eq(&told.join("\n"));
    assert_eq!(prose.did(open), "did `open`");
}

/// Phrases for one act.
struct Gate;

impl Phrases for Gate {
    fn act(&self, name: &str) -> Option<&str> {
        (name == "open").then_some("opened the gate")
    }

    fn party(&self, _: &str) -> Option<&str> {
        None
    }

    fn obligation(&self, _: &str) -> Option<&str> {
        None
    }
}

#[test]
fn what_is_of_another_agreement_is_said_to_be() {
    let agreement = fair();
    assert_eq!(
        Prose::new(&agreement).with(&Gate).did(agreement.act("open").unwrap()),
        "opened the gate"
    );
    let small = Agreement::from_json(
        r#"{"title": "none", "date": "2026-05-01T00:00:00Z", "parties": {}, "acts": {}, "obligations": {}}"#,
    )
    .unwrap();
    let prose = Prose::new(&small);
    let stranger = "something of another agreement";
    assert_eq!(prose.obligation(agreement.obligation("fee").unwrap()), stranger);
    assert_eq!(prose.party(agreement.party("host").unwrap()), stranger);
    assert_eq!(prose.act(agreement.act("pay").unwrap()), stranger);
}

#[test]
fn two_that_differ_in_their_title_alone_are_not_equal() {
    let other = Agreement::from_json(&FAIR.replace("\"fair\"", "\"fare\"")).unwrap();
    assert_eq!(fair(), Agreement::from_json(FAIR).unwrap());
    assert_ne!(fair(), other);
    assert_eq!(report(Verifier::new(&fair())), report(Verifier::new(&fair())));
    assert_ne!(report(Verifier::new(&fair())), report(Verifier::new(&other)));
}

#[test]
fn an_agreement_tells_its_terms() {
    let agreement = fair();
    let terms = |name| agreement.obligation_terms(agreement.obligation(name).unwrap()).unwrap();
    let act = |name| agreement.act_terms(agreement.act(name).unwrap()).unwrap();
    assert_eq!((terms("tip").is_target(), terms("fee").is_target()), (true, false));
    assert_eq!((terms("opening").survives(), terms("fee").survives()), (true, false));
    let early = |name| match terms(name).duty() {
        Duty::Perform(duty) => Some(duty.early()),
        Duty::Achieve(_) | Duty::Refrain(_) => None,
    };
    assert_eq!(early("tip"), Some(EarlyActs::Ignored));
    assert_eq!(early("fee"), Some(EarlyActs::Count));
    assert_eq!(act("leave").protected(), Some(&[agreement.party("guest").unwrap()][..]));
    assert_eq!(act("enter").protected(), None);
}

fn wrong(from: &str, to: &str) -> String {
    assert!(FAIR.contains(from), "{from}");
    Agreement::from_json(&FAIR.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_with_an_agreement_comes_with_how_to_mend_it() {
    let told = [
        wrong(r#"{"by": ["host"]}"#, r#"{"by": []}"#),
        wrong(r#"["guest", "host"]"#, r#"["host"]"#),
        wrong(r#""within": "PT12H""#, r#""refrain": "pay""#),
        wrong(r#""survives": true"#, r#""suspended_while": {"due": "opening"}"#),
    ];
    expect![[r#"
        acts.open.by: `by` is empty: nobody may do this act
          help: name at least one party in `by`
        obligations.opening.debtor: the debtor `host` is not among those who may do `open` ()
          help: add the debtor to the act's `by`
        obligations.welcome.debtor: the debtor `host` is not among those who may do `open` ()
          help: add the debtor to the act's `by`
        ---
        obligations.fee.debtor: the debtor `guest` is not among those who may do `pay` (host)
          help: add the debtor to the act's `by`
        obligations.tip.debtor: the debtor `guest` is not among those who may do `pay` (host)
          help: add the debtor to the act's `by`
        ---
        obligations.opening: an obligation has one of `perform`, `achieve` and `refrain`, not several
          help: write an obligation for each
        ---
        obligations.opening: a circle of resting: `opening` rests on `opening`
          help: break it where one of them need not rest: let its `suspended_while` or its act's `requires` look at what has happened or was discharged instead"#]].assert_eq(&told.join("\n---\n"));
}

servanda::vocabulary! {
    struct Fair;
    enum Party { Host, Guest }
    enum Act { Open }
    enum Obligation { Opening }
}

#[test]
fn a_condition_of_too_many_layers_is_refused_with_how_to_mend_it() {
    let date = "2026-05-01T00:00:00Z".parse().unwrap();
    let built = |layers: usize| {
        let requires = (0..layers).fold(servanda::condition::always(), |inner, _| all([inner]));
        Agreement::<Fair>::builder("deep", date)
            .party(Party::Host, "")
            .act(Act::Open, servanda::by([Party::Host]).requires(requires))
            .build()
    };
    assert!(built(127).is_ok());
    let error = built(128).unwrap_err().to_string();
    assert!(error.contains("128") && error.contains("join conditions with one `all`"), "{error}");
}

#[test]
fn what_is_declared_twice_is_refused() {
    let date = "2026-05-01T00:00:00Z".parse().unwrap();
    let open = || servanda::by([Party::Host]);
    let error = Agreement::<Fair>::builder("twice", date)
        .party(Party::Host, "")
        .party(Party::Guest, "")
        .party(Party::Host, "")
        .act(Act::Open, open())
        .act(Act::Open, open())
        .obligation(
            Obligation::Opening,
            servanda::owes(Party::Host, Party::Guest).perform(Act::Open),
        )
        .obligation(
            Obligation::Opening,
            servanda::owes(Party::Host, Party::Guest).perform(Act::Open),
        )
        .build()
        .unwrap_err();
    expect![[r#"
        parties.host: the party `host` is declared twice
        acts.open: the act `open` is declared twice
        obligations.opening: the obligation `opening` is declared twice"#]]
    .assert_eq(&error.to_string());
}

#[test]
fn an_error_names_ten_parties_who_may_and_no_more() {
    for (many, is_cut) in [(10, false), (11, true)] {
        let names: Vec<String> = (0..many).map(|number| format!("p{number}")).collect();
        let parties: serde_json::Map<_, _> = names
            .iter()
            .map(|name| (name.clone(), "".into()))
            .chain([("host".into(), "".into())])
            .collect();
        let agreement = serde_json::json!({
            "title": "many", "date": "2026-05-01T00:00:00Z", "parties": parties,
            "acts": {"open": {"by": names}},
            "obligations": {"opening": {"debtor": "host", "creditor": "p0", "perform": "open"}},
        });
        let error = Agreement::from_json(&agreement.to_string()).unwrap_err().to_string();
        assert_eq!(error.contains('…'), is_cut, "{error}");
        assert!(error.contains("p9") && !error.contains("p10"), "{error}");
    }
}
