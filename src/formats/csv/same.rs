//! A row that is read plainly is the one that is read in full, whatever stands in it.

use proptest::prelude::*;

use super::{Columns, KEYS, Log};
use crate::Agreement;
use crate::event::Event;
use crate::formats::Times;
use crate::names::Text;

const SALE: &str = r#"{"title": "sale", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
    "acts": {"pay": {"by": ["a"]}, "weigh": {"by": ["a"], "unit": {"name": "t", "places": 1}}},
    "obligations": {"price": {"debtor": "a", "creditor": "b", "perform": "pay"}}}"#;

/// A cell of one column, most often empty.
fn cell(key: &'static str) -> impl Strategy<Value = &'static str> {
    let usual: &[&str] = match key {
        "time" => &["2026-05-06T12:00:00Z", "2026-05-06T14:00:00.5+02:00", "2026-05-06 12:00:00"],
        "until" | "known" | "complete" => &["2026-05-07T12:00:00Z", "2026-05-07 12:00"],
        "quantity" => &["1", "2", "+3", "007", "0", "1.5", "many"],
        "actor" | "case" | "id" | "note" => &["a", "b", "c", "'=é"],
        "act" => &["pay", "weigh", "dance"],
        _ => &["price", "a;b", "{}", "\u{7f}"],
    };
    let weight = match key {
        "time" => 100,
        "actor" | "act" => 10,
        _ => 1,
    };
    prop_oneof![10 => Just(""), weight => prop::sample::select(usual)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_said_plainly_is_what_the_strict_reader_makes_of_it(
        cells in KEYS.into_iter().map(|key| cell(key).boxed()).collect::<Vec<_>>(),
    ) {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(KEYS).unwrap();
        out.write_record(&cells).unwrap();
        let text = out.into_inner().unwrap();
        let agreement = Agreement::from_json(SALE).unwrap();
        let columns = Columns::new().times(Times::new().zone("+01:00").unwrap());
        let mut log = Log::new(text.as_slice(), &columns).unwrap();
        log.next_row().unwrap().unwrap();
        let full = log.full_row::<Event<Text>>().ok();
        if let Some(words) = log.plain().and_then(|plain| plain.words()) {
            prop_assert_eq!(Some(&words), full.as_ref());
        }
        let resolved = full.and_then(|words| words.resolved(&agreement).ok());
        if let Some(event) = log.plain().and_then(|plain| plain.event(&agreement)) {
            prop_assert_eq!(Some(&event), resolved.as_ref());
        }
        let mut log = Log::new(text.as_slice(), &columns).unwrap();
        prop_assert_eq!(log.next_of(&agreement).unwrap().ok(), resolved);
    }
}

#[test]
fn rows_as_logs_write_them_are_plain() {
    for (row, is_plain) in [
        ("2026-05-06T12:00:00Z,a,pay,,,", true),
        ("2026-05-06T12:00:00Z,a,pay,3,,", true),
        ("2026-05-06 14:00+0200,a,,,price,", true),
        ("2026-05-06T12:00:00Z,,,,,", true),
        ("2026-05-06T12:00:00Z,a,pay,1.5,,", false),
        ("2026-05-06T12:00:00Z,,,,price,a;b", false),
    ] {
        let text = format!("time,actor,act,quantity,attest,actors\n{row}\n");
        let mut log = Log::new(text.as_bytes(), &Columns::new()).unwrap();
        log.next_row().unwrap().unwrap();
        assert_eq!(log.plain().and_then(|plain| plain.words()).is_some(), is_plain, "{row}");
    }
}
