//! Input that is wrong, on purpose or not: each gets a clear error, never a panic or a stall, and
//! nothing that came before it is lost.

#![cfg(all(feature = "json", feature = "toml"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "tests may stop at once"
)]

mod agreements;
mod good;
mod kit;
mod logs;
mod restoring;
mod rich;
mod states;
mod toml;

use std::collections::BTreeSet;
use std::io::{BufReader, Read};

use kit::{Bad, Expected};

use servanda::formats::json::Log;
use servanda::formats::{BadLines, ReadError};
use servanda::terms::BrokenRule;
use servanda::{Agreement, Monitor, Saved, Verifier};

/// A sound agreement with every kind of key, for tests to damage.
const SOUND: &str = r#"{
  "title": "Sale", "date": "2026-05-04T09:00:00Z",
  "parties": {"buyer": "who buys", "seller": "who sells"},
  "passages": {"p-1": {"gist": "the price", "normative": true}},
  "acts": {
    "pay": {"by": ["buyer"], "cites": ["p-1"]},
    "deliver": {"by": ["seller"], "requires": {"happened": "pay"}, "protects": ["seller"]},
    "resell": {"by": ["seller"]}
  },
  "obligations": {
    "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P1W"},
    "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 3,
      "when": {"discharged": "price"}, "verified_by": "buyer"},
    "exclusive": {"debtor": "seller", "creditor": "buyer", "refrain": "resell", "per": "P1M",
      "until": {"elapsed": {"since": {"happened": "pay"}, "for": "P1Y"}}}
  }
}"#;

fn sound() -> Agreement {
    Agreement::from_json(SOUND).unwrap()
}

/// The error of the sound agreement with one text replaced.
fn damaged(from: &str, to: &str) -> String {
    assert!(SOUND.contains(from), "nothing to damage: {from}");
    Agreement::from_json(&SOUND.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn every_broken_rule_names_its_place() {
    let cases = [
        (
            r#""debtor": "buyer""#,
            r#""debtor": "byer""#,
            "obligations.price.debtor: unknown party `byer`: did you mean `buyer`?",
        ),
        (
            r#""creditor": "seller""#,
            r#""creditor": "nobody-at-all""#,
            "obligations.price.creditor: unknown party `nobody-at-all`",
        ),
        (
            r#""perform": "deliver""#,
            r#""perform": "delivr""#,
            "obligations.delivery.perform: unknown act `delivr`: did you mean `deliver`?",
        ),
        (
            r#"{"discharged": "price"}"#,
            r#"{"all": [{"any": []}, {"not": {"discharged": "prize"}}]}"#,
            "obligations.delivery.when.all[1].not.discharged: unknown obligation `prize`: did you mean `price`?",
        ),
        (
            r#"{"since": {"happened": "pay"}"#,
            r#"{"since": {"happened": {"act": "pay", "by": "x"}}"#,
            "obligations.exclusive.until.elapsed.since.happened.by: unknown party `x`",
        ),
        (
            r#""protects": ["seller"]"#,
            r#""protects": ["seller", "sellers"]"#,
            "acts.deliver.protects[1]: unknown party `sellers`: did you mean `seller`?",
        ),
        (
            r#""cites": ["p-1"]"#,
            r#""cites": ["p-2"]"#,
            "acts.pay.cites[0]: unknown passage `p-2`: did you mean `p-1`?",
        ),
        (
            r#""verified_by": "buyer""#,
            r#""verified_by": "bayer""#,
            "obligations.delivery.verified_by: unknown party `bayer`: did you mean `buyer`?",
        ),
        (r#""by": ["buyer"]"#, r#""by": []"#, "acts.pay.by: `by` is empty: nobody may do this act"),
        (
            r#""debtor": "buyer", "creditor": "seller""#,
            r#""debtor": "seller", "creditor": "seller""#,
            "obligations.price.debtor: the debtor `seller` is the creditor too",
        ),
        (
            r#""quantity": 3"#,
            r#""quantity": 0"#,
            "obligations.delivery.quantity: a quantity of 0 is no duty",
        ),
        (
            r#""perform": "pay""#,
            r#""perform": "pay", "refrain": "pay""#,
            "obligations.price: an obligation has one of `perform`, `achieve` and `refrain`, not several",
        ),
        (
            r#""perform": "pay", "within": "P1W""#,
            r#""within": "P1W""#,
            "obligations.price: an obligation needs `perform`, `achieve` or `refrain`",
        ),
        (
            r#""within": "P1W""#,
            r#""within": "P1W", "at": "2026-06-01T00:00:00Z""#,
            "obligations.price.within: a deadline is `within` or `at`, not both",
        ),
        (
            r#""refrain": "resell""#,
            r#""refrain": "resell", "within": "P1D""#,
            "obligations.exclusive.within: `within` belongs to a duty to perform or to achieve, but this is a prohibition",
        ),
        (
            r#""refrain": "resell""#,
            r#""refrain": "resell", "quantity": 2"#,
            "obligations.exclusive.quantity: `quantity` belongs to a duty to perform",
        ),
        (
            r#""refrain": "resell""#,
            r#""refrain": "resell", "early": "ignored""#,
            "obligations.exclusive.early: `early` belongs to a duty to perform",
        ),
        (
            r#""refrain": "resell""#,
            r#""refrain": "resell", "verified_by": "buyer""#,
            "obligations.exclusive.verified_by: `verified_by` belongs to a duty to perform",
        ),
        (
            r#""perform": "pay""#,
            r#""perform": "pay", "beyond": 1"#,
            "obligations.price.beyond: `beyond` belongs to a prohibition, but this is a duty to perform",
        ),
        (
            r#""perform": "pay""#,
            r#""perform": "pay", "per": "P1D""#,
            "obligations.price.per: `per` belongs to a prohibition",
        ),
        (
            r#""perform": "pay""#,
            r#""perform": "pay", "suspended_while": {"due": "price"}"#,
            "obligations.price: a circle of resting: `price` rests on `price`",
        ),
    ];
    for (from, to, expected) in cases {
        let error = damaged(from, to);
        assert!(error.starts_with(expected), "{error}\nexpected {expected}");
    }
}

#[test]
fn every_form_error_has_line_and_column() {
    let cases = [
        (r#""title": "Sale","#, "", "missing field `title`"),
        (r#""title": "Sale""#, r#""title": null"#, "invalid type: null"),
        (r#""title": "Sale""#, r#""title": "Sale", "title": "Sale""#, "duplicate field `title`"),
        (r#""title": "Sale""#, r#""title": "Sale", "name": "x""#, "unknown field `name`"),
        (r#"{"by": ["buyer"], "cites": ["p-1"]}"#, r#"[["buyer"]]"#, "expected an object"),
        (r#"{"happened": "pay"}, "protects""#, r#"["pay"], "protects""#, "expected a condition"),
        (r#"{"happened": "pay"}, "protects""#, r#"{}, "protects""#, "a condition must have a key"),
        (
            r#"{"happened": "pay"}, "protects""#,
            r#"{"happened": "pay", "any": []}, "protects""#,
            "a condition has one key, but `any` follows `happened`",
        ),
        (
            r#"{"happened": "pay"}, "protects""#,
            r#"{"hapened": "pay"}, "protects""#,
            "unknown field `hapened`",
        ),
        (
            r#"{"happened": "pay"}, "protects""#,
            r#"{"happened": ["pay"]}, "protects""#,
            "expected the name of an act",
        ),
        (
            r#""buyer": "who buys""#,
            r#""buyer": "who buys", "buyer": "again""#,
            "duplicate key `buyer`",
        ),
        (r#""within": "P1W""#, r#""within": "P1.5W""#, "`P1.5W`: not a duration"),
        (r#""within": "P1W""#, r#""deemed_after": "PT0S""#, "`PT0S`: a duration must be longer"),
        (r#""within": "P1W""#, r#""within": 7"#, "expected a duration of ISO 8601 as a text"),
        (r#""within": "P1W""#, r#""within": null"#, "invalid type: null"),
        ("2026-05-04T09:00:00Z", "2026-05-04", "`2026-05-04`: not an instant"),
        ("2026-05-04T09:00:00Z", "300000-05-04T09:00:00Z", "not an instant"),
        ("2026-05-04T09:00:00Z", "2026-05-04T23:59:60Z", "second 60 (a leap second)"),
        (r#""quantity": 3"#, r#""quantity": -3"#, "invalid value: integer `-3`"),
        (r#""quantity": 3"#, r#""quantity": -3.5"#, "invalid value: floating point `-3.5`"),
        (
            r#""quantity": 3"#,
            r#""quantity": 18446744073709551616"#,
            "a number of more than 15 digits is exact only as a text",
        ),
        (r#""normative": true"#, r#""normative": "yes""#, "expected a boolean"),
        (
            r#""refrain": "resell""#,
            r#""refrain": "resell", "early": "never""#,
            "unknown variant `never`",
        ),
    ];
    for (from, to, expected) in cases {
        let error = Agreement::from_json(&SOUND.replacen(from, to, 1)).unwrap_err();
        let ReadError::Form { line, column, message } = &error else {
            panic!("{error}");
        };
        assert!(message.contains(expected), "{message}\nexpected {expected}");
        assert!(*line > 0 && *column > 0, "{error}");
    }
}

#[test]
fn deep_and_broken_texts_are_errors() {
    for text in ["", "nul", "{", "[]", "\u{feff}{}", "{\"title\": \"\\ud800\"}"] {
        assert!(Agreement::from_json(text).is_err(), "{text}");
    }
    let nested = format!("{}{}", r#"{"not": "#.repeat(1000), "}".repeat(1000));
    let error = damaged(r#"{"discharged": "price"}"#, &nested);
    assert!(error.contains("recursion limit"), "{error}");
    let arrays = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Agreement::from_json(&arrays).is_err());
}

#[test]
fn all_defects_are_told_at_once() {
    let text = SOUND.replace(r#""by": ["buyer"]"#, r#""by": ["bayer"]"#);
    let ReadError::Agreement(error) = Agreement::from_json(&text).unwrap_err() else {
        panic!("a document of good form");
    };
    let places: Vec<&str> = error.defects().iter().map(|defect| defect.place()).collect();
    assert_eq!(places, ["acts.pay.by[0]", "obligations.price.debtor"]);
    assert!(matches!(error.defects()[1].rule(), BrokenRule::DebtorMayNot { .. }));
}

/// What the second line of a log is found to be, the first and the third being sound.
fn line_error(line: &str) -> String {
    let agreement = sound();
    let first = r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay"}"#;
    let third = r#"{"time": "2026-05-06T09:00:00Z", "actor": "seller", "act": "deliver"}"#;
    let text = format!("{first}\n{line}\n{third}\n");
    let mut log = Log::new(text.as_bytes(), &agreement);
    assert!(log.next().unwrap().is_ok());
    let error = log.next().unwrap().unwrap_err();
    assert_eq!(error.line(), 2);
    assert!(log.next().unwrap().is_ok(), "the line after it is lost");
    assert!(log.next().is_none());
    error.to_string()
}

#[test]
fn every_bad_line_says_what_is_wrong_in_it() {
    let cases = [
        (r#"["2026-05-05T09:00:00Z"]"#, "expected an object"),
        ("nonsense", "expected ident"),
        (r#"{"time": "2026-05-05T09:00:00Z""#, "EOF while parsing"),
        (r#"{"time": "2026-05-05T09:00:00Z"} {}"#, "trailing characters"),
        (r#"{}"#, "missing field `time`"),
        (r#"{"time": 5}"#, "expected an instant of RFC 3339"),
        (r#"{"time": null}"#, "invalid type: null"),
        (r#"{"time": "300000-05-05T09:00:00Z"}"#, "not an instant"),
        (r#"{"time": "2026-05-05T09:00:60Z"}"#, "leap second"),
        (r#"{"time": "2026-05-05T09:00:00.0000000001Z"}"#, "finer than a nanosecond"),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "time": "2026-05-05T09:00:00Z"}"#,
            "duplicate field `time`",
        ),
        (r#"{"time": "2026-05-05T09:00:00Z", "when": 1}"#, "unknown field `when`"),
        (r#"{"time": "2026-05-05T09:00:00Z", "actor": null}"#, "invalid type: null"),
        (r#"{"time": "2026-05-05T09:00:00Z", "act": "pay"}"#, "`act` needs `actor`"),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": 0}"#,
            "invalid value: integer `0`, expected a quantity of more than nothing",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": 18446744073709551616}"#,
            "a number of more than 15 digits is exact only as a text",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": "1"}"#,
            "`1` is not written as a whole number, and `pay` has no unit",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "attest": "price"}"#,
            "both `act` and `attest`",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "extend": "price"}"#,
            "`extend` needs `until`",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actors": ["buyer"], "amend": "price"}"#,
            "`amend` needs at least one of `verified_by`, `debtor`, `creditor`, `until` and `quantity`",
        ),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "waive": "pay"}"#,
            "`actor` does not belong to waive",
        ),
        (r#"{"time": "2026-05-05T09:00:00Z", "waive": "pay"}"#, "`waive` needs `actors`"),
        (
            r#"{"time": "2026-05-05T09:00:00Z", "actors": ["buyer"]}"#,
            "`actors` does not belong to a tick",
        ),
        (r#"{"time": "2026-05-05T09:00:00Z", "note": "\ud800"}"#, "unexpected end of hex escape"),
    ];
    for (line, expected) in cases {
        let error = line_error(line);
        assert!(
            error.starts_with("line 2") && error.contains(expected),
            "{error}\nexpected {expected}"
        );
    }
    let deep = format!(
        r#"{{"time": "2026-05-05T09:00:00Z", "note": {}{}}}"#,
        "[".repeat(1000),
        "]".repeat(1000)
    );
    assert!(line_error(&deep).contains("invalid type: sequence"));
}

#[test]
fn a_line_that_is_no_text_is_an_error() {
    let agreement = sound();
    let bytes = b"{\"time\": \"2026-05-05T09:00:00Z\", \"note\": \"\xff\xfe\"}\n".as_slice();
    let error = Log::new(bytes, &agreement).next().unwrap().unwrap_err();
    assert!(error.to_string().contains("invalid unicode"), "{error}");
}

#[test]
fn a_line_of_100_megabytes_is_passed_over_in_constant_memory() {
    let agreement = sound();
    let good = "\n{\"time\": \"2026-05-05T09:00:00Z\"}\n";
    let endless = std::io::repeat(b'[').take(100 << 20).chain(good.as_bytes());
    let mut log = Log::new(BufReader::new(endless), &agreement);
    let error = log.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "line 1: longer than 1048576 bytes");
    assert!(log.next().unwrap().is_ok());
    assert!(log.next().is_none());
}

#[test]
fn the_longest_line_is_read_and_a_longer_one_is_not() {
    let agreement = sound();
    let line = r#"{"time": "2026-05-05T09:00:00Z"}"#;
    for (ending, limit, reads) in
        [("", 0, true), ("\n", 0, true), ("", 1, false), ("\n", 1, false), ("\r\n", 0, false)]
    {
        let text = format!("{line}{ending}");
        let longest = line.len() - limit;
        let mut log = Log::new(text.as_bytes(), &agreement).longest_line(longest);
        assert_eq!(log.next().unwrap().is_ok(), reads, "{ending:?} {limit}");
        assert!(log.next().is_none());
    }
}

#[test]
fn stopping_loses_nothing_and_skipping_notes_the_line() {
    let agreement = sound();
    let text = concat!(
        "{\"time\": \"2026-05-05T09:00:00Z\", \"actor\": \"buyer\", \"act\": \"pay\"}\n",
        "\n",
        "oops\n",
        "{\"time\": \"2026-05-06T09:00:00Z\", \"actor\": \"seller\", \"act\": \"resell\"}\n",
    );
    let verifier = Verifier::new(&agreement);
    let stopped = verifier.judge_log(text.as_bytes(), BadLines::Stop).unwrap_err();
    assert_eq!((stopped.line.line(), stopped.events), (3, 1));
    assert_eq!(stopped.reports[0].findings().count(), 0);
    let price = stopped.reports[0].obligations().next().unwrap();
    assert_eq!(price.progress, 1);

    let reports = verifier.judge_log(text.as_bytes(), BadLines::Skip).unwrap();
    assert_eq!(reports[0].skipped().len(), 1);
    assert_eq!(reports[0].skipped()[0].line, 3);
    // The bad line takes a place of its own.
    assert_eq!(reports[0].findings().next().unwrap().event, Some(3));
}

#[test]
fn odd_lines_that_are_good_are_read() {
    let agreement = sound();
    for line in [
        "  {\"time\":\"2026-05-05T09:00:00Z\"}  \r",
        r#"{"time": "2026-05-05t09:00:00z", "actor": "buyer"}"#,
        r#"{"time": "2026-05-05T14:30:00.123456789+05:30", "note": "\u0000 \ud83d\ude00"}"#,
        r#"{"act": "pay", "actor": "buyer", "quantity": 18446744073709551615, "time": "0000-01-01T00:00:00Z"}"#,
        r#"{"\u0074ime": "2026-05-05T09:00:00Z"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actors": [], "waive": "deliver"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "nobody", "act": "nothing"}"#,
    ] {
        let mut log = Log::new(line.as_bytes(), &agreement);
        assert!(log.next().unwrap().is_ok(), "{line}");
    }
}

#[test]
fn counts_past_every_number_stay_right() {
    let agreement = sound();
    let most = r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": 18446744073709551615}"#;
    let text = format!("{most}\n{most}\n");
    let reports = Verifier::new(&agreement).judge_log(text.as_bytes(), BadLines::Stop).unwrap();
    assert!(reports[0].is_conformant());
}

#[test]
fn a_damaged_state_is_refused() {
    let agreement = sound();
    let mut monitor = Monitor::new(&agreement);
    let text = "{\"time\": \"2026-05-05T09:00:00Z\", \"actor\": \"buyer\", \"act\": \"pay\"}";
    for event in Log::new(text.as_bytes(), &agreement) {
        monitor.record(&event.unwrap());
    }
    let saved = serde_json::to_string(&monitor.save()).unwrap();
    assert_eq!(
        Monitor::restore(&agreement, serde_json::from_str(&saved).unwrap()).unwrap(),
        monitor
    );
    let cases = [
        (
            r#""date":"2026-05-04T09:00:00Z""#,
            r#""date":"2026-05-04T10:00:00Z""#,
            "saved under another agreement, `Sale`: `date` was \"2026-05-04T10:00:00Z\" and is",
        ),
        (r#""digest":""#, r#""digest":"0"#, "expected 64 hexadecimal digits"),
        (r#""format":3"#, r#""format":2"#, "a saved state of format 2: this version"),
        (
            r#""clock":"2026-05-05"#,
            r#""clock":"2025-05-05"#,
            "clock: stands before the run's start",
        ),
        (
            r#""status":"discharged""#,
            r#""status":"cured""#,
            "obligations.price: stands breached and was never breached",
        ),
        (
            r#""status":"discharged""#,
            r#""status":"suspended""#,
            "obligations.price: `closed` does not fit its status",
        ),
        (
            r#""status":"discharged""#,
            r#""status":"due""#,
            "obligations.price: `closed` does not fit its status",
        ),
        (r#""sums":[1]"#, r#""sums":[]"#, "sums: has not as many entries"),
        (r#""sums":[1]"#, r#""sums":[0]"#, "something would still move"),
        (
            r#""pay":{"waived""#,
            r#""payy":{"waived""#,
            "acts: are not those of the agreement, in its order",
        ),
        (
            r#""obligations":{"price":{"status""#,
            r#""obligations":{"prize":{"status""#,
            "obligations: are not those of the agreement",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(saved.contains(from), "nothing to damage: {from} in {saved}");
        let error = match serde_json::from_str::<Saved>(&saved.replacen(from, to, 1)) {
            Ok(state) => Monitor::restore(&agreement, state).unwrap_err().to_string(),
            Err(error) => error.to_string(),
        };
        assert!(error.contains(expected), "{error}\nexpected {expected}");
    }
    assert!(serde_json::from_str::<Saved>("[]").is_err());
    assert!(serde_json::from_str::<Saved>(&saved.replace("\"events\"", "\"evnts\"")).is_err());
}

#[test]
fn toml_says_the_same_and_complains_with_a_place() {
    let text = r#"
title = "Sale"
date = "2026-05-04T09:00:00Z"

[parties]
buyer = "who buys"
seller = "who sells"

[acts.pay]
by = ["buyer"]

[obligations.price]
debtor = "buyer"
creditor = "seller"
perform = "pay"
within = "P1W"

[obligations.another]
debtor = "buyer"
creditor = "seller"
refrain = "pay"
when = {all = [{breached = "price"}, {happened = {act = "pay", at_least = 2}}]}
"#;
    let agreement = Agreement::from_toml(text).unwrap();
    assert_eq!(agreement, Agreement::from_json(&agreement.to_json()).unwrap());
    let names: Vec<_> =
        agreement.obligations().filter_map(|id| agreement.obligation_name(id)).collect();
    assert_eq!(names, ["price", "another"], "the order of the document");

    let error = Agreement::from_toml(&text.replace("within = \"P1W\"", "within = 1")).unwrap_err();
    assert!(matches!(error, ReadError::Form { line: 16, .. }), "{error}");
    let error = Agreement::from_toml(&text.replacen("perform =", "perform", 1)).unwrap_err();
    assert!(matches!(error, ReadError::Form { line: 15, .. }), "{error}");
}

/// The kinds of defect, each once.
fn kinds(bad: &[Bad]) -> BTreeSet<&'static str> {
    bad.iter().map(|bad| bad.kind).collect()
}

/// Every input that did not get the error that was expected of it, and what it got.
fn unexpected(bad: &[Bad], judge: impl Fn(&Bad) -> Result<(), String>) -> Vec<String> {
    let short = |text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        text.chars().take(600).collect::<String>()
    };
    bad.iter()
        .filter_map(|bad| {
            let found = judge(bad).err()?;
            let (kind, expected) = (bad.kind, &bad.expected);
            Some(format!("{kind}: expected {expected:?}, found {found} in\n{}\n", short(&bad.text)))
        })
        .collect()
}

fn judged(bad: &Bad, read: Result<Agreement, ReadError>) -> Result<(), String> {
    let Err(error) = read else { return Err("nothing wrong".to_owned()) };
    let is_expected = match (&bad.expected, &error) {
        (Expected::Form { line, says }, ReadError::Form { line: found, column, message }) => {
            line == found && *column < 10_000_000 && message.contains(says.as_str())
        }
        (Expected::Rule { place, rule }, ReadError::Agreement(error)) => error
            .defects()
            .iter()
            .any(|it| it.place() == place && format!("{:?}", it.rule()).starts_with(rule)),
        _ => false,
    };
    if is_expected { Ok(()) } else { Err(format!("{error:?}")) }
}

#[test]
fn every_bad_agreement_gets_its_error() {
    let bad = agreements::all();
    let found = unexpected(&bad, |bad| {
        judged(bad, Agreement::from_json(std::str::from_utf8(&bad.text).unwrap()))
    });
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), bad.len(), found.join("\n"));
    assert_eq!((bad.len(), kinds(&bad).len()), (906, 123));
}

#[test]
fn every_bad_agreement_in_toml_gets_its_error() {
    let bad = toml::all();
    let found = unexpected(&bad, |bad| {
        judged(bad, Agreement::from_toml(std::str::from_utf8(&bad.text).unwrap()))
    });
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), bad.len(), found.join("\n"));
    assert_eq!((bad.len(), kinds(&bad).len()), (27, 26));
}

#[test]
fn every_bad_line_gets_its_error_and_the_next_is_read() {
    let agreement = Agreement::from_json(&kit::sound().to_string()).unwrap();
    let good = b"\n{\"time\": \"2026-05-06T09:00:00Z\"}\n";
    let bad = logs::all();
    let found = unexpected(&bad, |bad| {
        let text = [&good[1..], &bad.text, good].concat();
        let mut log = Log::new(text.as_slice(), &agreement);
        let first = log.next().unwrap();
        let second = log.next().unwrap();
        let third = log.next().unwrap();
        let Expected::Form { says, .. } = &bad.expected else { return Err(String::new()) };
        match (first, second, third, log.next()) {
            (Ok(_), Err(error), Ok(_), None)
                if error.line() == 2 && error.to_string().contains(says.as_str()) =>
            {
                Ok(())
            }
            (_, second, third, _) => Err(format!("{second:?}, then {third:?}")),
        }
    });
    assert!(found.is_empty(), "{} of {}\n{}", found.len(), bad.len(), found.join("\n"));
    assert_eq!((bad.len(), kinds(&bad).len()), (729, 85));
}

#[test]
fn the_corpus_is_as_large_as_it_is_said_to_be() {
    let agreement = Agreement::from_json(&kit::sound().to_string()).unwrap();
    let rich = rich::all(&rich::agreement());
    let parts = [agreements::all(), toml::all(), logs::all(), states::all(&agreement), rich];
    let all = parts.concat();
    println!("{} bad inputs over {} kinds of defect", all.len(), kinds(&all).len());
    assert!(all.len() >= 500 && kinds(&all).len() >= 40);
    let good = good::agreements().len() + good::lines().len();
    println!("{good} odd but good ones");
    assert!(good >= 50);
}

#[test]
fn odd_input_that_is_good_is_read() {
    for (about, text) in good::agreements() {
        let agreement =
            Agreement::from_json(&text).unwrap_or_else(|error| panic!("{about}: {error}"));
        let again = Agreement::from_json(&agreement.to_json()).unwrap();
        assert_eq!(agreement, again, "{about}");
        let saved = Monitor::new(&agreement).save();
        assert!(Monitor::restore(&agreement, saved).is_ok(), "{about}");
    }
    let agreement = Agreement::from_json(&kit::sound().to_string()).unwrap();
    for line in good::lines() {
        let read: Vec<_> = Log::new(line.as_bytes(), &agreement).collect();
        assert_eq!(read.len(), 1, "{line}");
        assert!(read[0].is_ok(), "{line}: {read:?}");
    }
    for empty in ["", "\n", "\n\n \n\t\r\n"] {
        assert_eq!(Log::new(empty.as_bytes(), &agreement).count(), 0);
    }
    for events in 0..8 {
        let saved: Saved = serde_json::from_value(states::saved(&agreement, events)).unwrap();
        assert!(Monitor::restore(&agreement, saved).is_ok());
    }
    let rich = rich::agreement();
    for events in 0..9 {
        let saved: Saved = serde_json::from_value(rich::saved(&rich, events)).unwrap();
        Monitor::restore(&rich, saved).unwrap();
    }
}
