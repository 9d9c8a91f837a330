//! An event that is read plainly is the one that is read in full, whatever the document.

use std::io::{BufRead, BufReader};

use proptest::prelude::*;

use super::document::Document;
use super::read::Log;
use super::said::{Plain, Said};
use crate::Agreement;
use crate::formats::Losses;
use crate::formats::mapping::Mapping;
use crate::formats::naming::InWords;

const SALE: &str = r#"{"title": "sale", "date": "2026-01-01T00:00:00Z",
    "parties": {"buyer": "", "seller": ""}, "acts": {"pay": {"by": ["buyer"]}},
    "obligations": {"price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"}}}"#;

/// Values that are not what their keys ask for.
const ODD: [&str; 11] =
    ["", "a", "7", "0", "1.5", "start", "complete", "é", "{}", "2026-05-06", "x\u{7f}"];

/// What logs write as attributes: keys and values that are plain, and some that are not.
fn attribute() -> impl Strategy<Value = (&'static str, &'static str)> {
    let ours = prop::sample::select(&[
        "act", "attest", "extend", "amend", "amended", "tick", "until", "known", "quantity",
        "actors", "told", "subject", "id", "note", "case", "time", "actor", "mood",
    ]);
    let ours = ours.prop_map(|key| -> &'static str { format!("servanda:{key}").leak() });
    let key = prop_oneof![
        4 => Just("concept:name"),
        4 => Just("time:timestamp"),
        4 => Just("org:resource"),
        1 => Just("lifecycle:transition"),
        2 => Just("servanda:place"),
        1 => Just("cost"),
        2 => ours,
    ];
    key.prop_flat_map(|key| {
        let value = match key {
            "time:timestamp" | "servanda:until" | "servanda:known" => prop::sample::select(vec![
                "2026-05-06T14:00:00.123+02:00",
                "2026-05-06T12:00:00Z",
                "2026-05-06 12:00:00+0000",
            ]),
            "lifecycle:transition" => prop::sample::select(vec!["complete", "COMPLETE"]),
            "servanda:place" | "servanda:quantity" => prop::sample::select(vec!["1", "2", "+3"]),
            "org:resource" => prop::sample::select(vec!["buyer", "seller"]),
            "servanda:attest" | "servanda:extend" => prop::sample::select(vec!["price"]),
            _ => prop::sample::select(vec!["pay", "dance"]),
        };
        (Just(key), prop_oneof![9 => value, 1 => prop::sample::select(&ODD[..])])
    })
}

/// An attribute as it is written, now and then in a way that is not plain, or with what does not belong there.
fn written() -> impl Strategy<Value = String> {
    (attribute(), 0..120_u8).prop_map(|((key, value), form)| match form {
        0 => format!("<string key='{key}' value=\"{value}\"/>"),
        1 => {
            format!("<list key=\"{key}\" value=\"{value}\"><string key=\"b\" value=\"c\"/></list>")
        }
        2 => format!("<string key=\"{key}\" value=\"{value}&amp;\"/>\n"),
        3 => format!("text<string key=\"{key}\" value=\"{value}\"/>"),
        4 => format!("<!-- one\n --><string value=\"{value}\" key=\"{key}\"></string>"),
        5 => "<global scope=\"event\"><string key=\"d\" value=\"e\"/></global>".to_owned(),
        6 => "</event>".to_owned(),
        7 => "<event>".to_owned(),
        _ => format!("\n <string key=\"{key}\" value=\"{value}\"/>"),
    })
}

/// A document of such events, with what may stand around and between them.
fn document() -> impl Strategy<Value = String> {
    let event = prop::collection::vec(written(), 0..6).prop_map(|it| it.concat());
    let event = (event, 0..20_u8).prop_map(|(attributes, form)| match form {
        0 => format!("<event >{attributes}</event>"),
        1 => format!("<event>{attributes}\n</event >"),
        2 => format!("text\n<event>{attributes}</event>"),
        _ => format!("\n<event>{attributes}\n</event>"),
    });
    let events = prop::collection::vec(event, 0..4).prop_map(|it| it.concat());
    let trace = (events, written(), 0..10_u8).prop_map(|(events, attribute, form)| match form {
        0 => events,
        1 => format!("<trace>{events}{attribute}</trace>"),
        _ => format!("\n<trace>{attribute}{events}\n</trace>"),
    });
    let traces = prop::collection::vec(trace, 0..4).prop_map(|it| it.concat());
    traces.prop_map(|traces| format!("<?xml version=\"1.0\"?>\n<log>{traces}\n</log>\n"))
}

/// All that a log gives: its events with their lines, and what was lost.
fn told(reader: impl BufRead) -> (Vec<String>, String) {
    let mut log = Log::new(reader);
    let mut told = Vec::new();
    while let Some(event) = log.next() {
        told.push(format!("{} {event:?}", log.line()));
    }
    (told, log.losses().to_string())
}

/// The same by a mapping.
fn told_by_mapping(reader: impl BufRead) -> (Vec<String>, String) {
    let mut log = Mapping::new().xes(reader);
    let mut told = Vec::new();
    while let Some(event) = log.next() {
        told.push(format!("{} {event:?}", log.line()));
    }
    (told, log.losses().to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_document_is_the_same_whether_its_events_are_at_hand_or_come_byte_by_byte(text in document()) {
        // What comes byte by byte is never whole, so the reader of XML reads it.
        let by_byte = || BufReader::with_capacity(1, text.as_bytes());
        prop_assert_eq!(told(text.as_bytes()), told(by_byte()));
        prop_assert_eq!(told_by_mapping(text.as_bytes()), told_by_mapping(by_byte()));
    }

    #[test]
    fn what_is_said_plainly_is_what_the_strict_reader_makes_of_it(
        attributes in prop::collection::vec(attribute(), 0..6),
    ) {
        let said = attributes.iter().map(|(key, value)| Said { key, value, inner: &[] });
        let plain = Plain::of(said.clone()).and_then(|plain| plain.event.words());
        let (mut quick, mut full) = (Losses::default(), Losses::default());
        let entry = Document { naming: &InWords, losses: &mut quick }.entry(7, said.clone());
        let Some(entry) = entry else { return Ok(()) };
        let strict = Document { naming: &InWords, losses: &mut full }.full_entry(7, said.clone());
        prop_assert_eq!(format!("{entry:?}"), format!("{strict:?}"));
        prop_assert_eq!(&quick, &full);
        let agreement = Agreement::from_json(SALE).unwrap();
        let (mut quick, mut full) = (Losses::default(), Losses::default());
        let named = Document { naming: &agreement, losses: &mut quick }.entry(7, said.clone());
        let strict = Document { naming: &agreement, losses: &mut full }.full_entry(7, said);
        prop_assert_eq!(format!("{named:?}"), format!("{:?}", Some(strict)));
        prop_assert_eq!(&quick, &full);
        prop_assert!(plain.is_none() || entry.event.is_ok());
    }
}

#[test]
fn events_as_logs_write_them_are_plain() {
    for (attributes, is_plain) in [
        (vec![("concept:name", "pay")], true),
        (vec![("concept:name", "pay"), ("cost", "7"), ("lifecycle:transition", "complete")], true),
        (vec![("concept:name", "pay"), ("servanda:attest", "price")], true),
        (vec![("servanda:tick", "true")], true),
        (vec![("concept:name", "pay"), ("servanda:told", "{}")], false),
        (vec![], false),
    ] {
        let all = [("time:timestamp", "2026-05-06T12:00:00Z"), ("org:resource", "buyer")];
        let said = all.iter().chain(&attributes);
        let said = said.map(|(key, value)| Said { key, value, inner: &[] });
        let plain = Plain::of(said).and_then(|plain| plain.event.words());
        assert_eq!(plain.is_some(), is_plain, "{attributes:?}");
    }
}
