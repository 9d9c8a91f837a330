//! Lines of a log: read strictly, told values as the agreement says what they are.

use servanda::Agreement;
use servanda::event::{Amendment, Deed, Speaker, ToldValue};
use servanda::formats::json::Log;
use servanda::{Event, Instant};

const ORDERS: &str = r#"{
    "title": "Orders",
    "parties": {"buyer": "", "seller": ""},
    "acts": {
        "order": {"by": ["buyer"], "tells": {"pieces": "quantity", "by": "instant",
            "carrier": "party", "grade": ["a", "b"],
            "price": {"unit": {"name": "USD", "places": 2}}}},
        "deliver": {"by": ["seller"]},
        "pay": {"by": ["buyer"], "unit": {"name": "USD", "places": 2}}
    },
    "obligations": {
        "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "quantity": 100},
        "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver"}
    }
}"#;

fn orders() -> Agreement {
    Agreement::from_json(ORDERS).unwrap()
}

/// What the rest of a line says, or what is wrong with it.
fn read(rest: &str) -> Result<Event, String> {
    let rest = rest.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let line = format!(r#"{{"time": "2026-01-01T00:00:00Z", {rest}}}"#);
    let event = Log::new(line.as_bytes(), &orders()).next().unwrap();
    event.map_err(|error| error.to_string())
}

/// The line as it is written again, its time left out.
fn again(rest: &str) -> String {
    let event = read(rest).unwrap();
    let agreement = orders();
    let line = serde_json::to_string(&event.spelled(&agreement)).unwrap();
    let (_, rest) = line.split_once(',').unwrap();
    let rest = rest.strip_suffix('}').unwrap().to_owned();
    assert_eq!(read(&rest), Ok(event), "{line}");
    rest
}

#[test]
fn what_is_told_is_read_as_the_agreement_says_what_it_is() {
    let agreement = orders();
    let rest = r#""actor": "buyer", "act": "order", "told": {"price": 12.5, "grade": "a",
        "carrier": "seller", "by": "2026-01-02T01:00:00+01:00", "pieces": 3}"#;
    let event = read(rest).unwrap();
    let Deed::Act { told, quantity, .. } = &event.deed else { panic!("an act") };
    assert_eq!(*quantity, None);
    let value = |name: &str| told.value(&agreement.told(name).unwrap()).cloned();
    assert_eq!(value("pieces"), Some(3.into()));
    assert_eq!(value("price"), Some(ToldValue::Quantity("12.50".parse().unwrap())));
    assert_eq!(value("grade"), Some(ToldValue::Word("a".into())));
    assert_eq!(value("carrier"), Some(ToldValue::Party(agreement.party("seller").unwrap())));
    let midnight: Instant = "2026-01-02T00:00:00Z".parse().unwrap();
    assert_eq!(value("by"), Some(ToldValue::Instant(midnight)));
    assert_eq!(
        again(rest),
        r#""actor":"buyer","act":"order","told":{"pieces":3,"by":"2026-01-02T00:00:00Z","carrier":"seller","grade":"a","price":"12.50"}"#
    );
}

#[test]
fn told_names_come_in_one_order_however_they_are_written() {
    let one = read(r#""actor": "buyer", "act": "order", "told": {"grade": "a", "pieces": 3}"#);
    let other = read(r#""actor": "buyer", "act": "order", "told": {"pieces": 3, "grade": "a"}"#);
    assert_eq!(one, other);
}

#[test]
fn what_is_told_in_another_type_is_kept_as_it_was_told() {
    for told in [
        r#"{"pieces": "3"}"#,
        r#"{"by": "tomorrow"}"#,
        r#"{"by": 5}"#,
        r#"{"price": "cheap"}"#,
        r#"{"grade": 1}"#,
        r#"{"grade": "z"}"#,
    ] {
        let rest = format!(r#""actor": "buyer", "act": "order", "told": {told}"#);
        let event = read(&rest).unwrap();
        assert!(matches!(event.deed, Deed::Act { .. }), "{told}");
        assert!(again(&rest).ends_with(&told.replace(": ", ":")), "{told}");
    }
}

#[test]
fn a_name_that_is_told_and_not_known_makes_the_event_unknown() {
    for told in [r#"{"peces": 3}"#, r#"{"carrier": "selle"}"#] {
        let rest = format!(r#""actor": "buyer", "act": "order", "told": {told}"#);
        assert!(matches!(read(&rest).unwrap().deed, Deed::Unknown(_)), "{told}");
    }
}

#[test]
fn figures_are_read_in_their_unit() {
    let amount = |quantity: &str| {
        let rest = format!(r#""actor": "buyer", "act": "pay", "quantity": {quantity}"#);
        let Deed::Act { quantity, .. } = read(&rest).unwrap().deed else { panic!("an act") };
        quantity.unwrap().whole()
    };
    for (written, whole) in [("1", 100), ("12.5", 1_250), ("\"12.50\"", 1_250), ("\"7\"", 700)] {
        assert_eq!(amount(written), whole, "{written}");
    }
    let deliver = |quantity: &str| {
        let rest = format!(r#""actor": "seller", "act": "deliver"{quantity}"#);
        read(&rest).unwrap()
    };
    // One of what has no unit need not be said; by both readers of lines.
    assert_eq!(deliver(r#", "quantity": 1"#), deliver(""));
    assert_eq!(deliver(r#", "quantity": 1, "note": "\t""#).deed, deliver("").deed);
}

#[test]
fn words_are_spoken_by_one_or_by_several_together() {
    let agreement = orders();
    let party = |name| agreement.party(name).unwrap();
    let event = read(r#""actors": ["seller", "buyer"], "release": "price""#).unwrap();
    let together = Speaker::Together(vec![party("seller"), party("buyer")]);
    assert_eq!(event.deed.actor(), None);
    assert!(matches!(event.deed, Deed::Release { speaker, .. } if speaker == together));
    for rest in [
        r#""actors":["seller"],"attest":"price""#,
        r#""actor":"seller","attest":"price""#,
        r#""actors":["seller","buyer"],"deny":"price""#,
        r#""actors":["seller"],"extend":"price","until":"2026-01-02T00:00:00Z""#,
    ] {
        assert_eq!(again(rest), rest);
    }
}

#[test]
fn an_amendment_says_any_of_five_things() {
    let agreement = orders();
    let party = |name| agreement.party(name).unwrap();
    let event = read(
        r#""actors": ["seller", "buyer"], "amend": "price", "verified_by": "buyer",
        "debtor": "seller", "creditor": "buyer", "until": "2026-01-02T00:00:00Z", "quantity": 12.5"#,
    )
    .unwrap();
    let Deed::Amend { amendment, .. } = event.deed else { panic!("an amendment") };
    let expected = Amendment::verifier(party("buyer"))
        .and_debtor(party("seller"))
        .and_creditor(party("buyer"))
        .and_until("2026-01-02T00:00:00Z".parse().unwrap())
        .and_quantity("12.50".parse::<servanda::terms::Decimal>().unwrap());
    assert_eq!(amendment, expected);
    let rest = r#""actors":["buyer"],"quantity":7,"amend":"delivery""#;
    assert_eq!(again(rest), rest);
}

#[test]
fn a_subject_and_an_id_are_kept() {
    let rest = r#""actor":"seller","act":"deliver","subject":"A-1","id":"7""#;
    let event = read(rest).unwrap();
    assert_eq!((event.subject.as_deref(), event.id.as_deref()), (Some("A-1"), Some("7")));
    assert_eq!(again(rest), rest);
    let longest = "x".repeat(256);
    assert!(
        read(&format!(r#""actor": "seller", "act": "deliver", "subject": "{longest}""#)).is_ok()
    );
}

#[test]
fn a_quantity_beside_a_word_that_takes_none_is_kept() {
    for rest in [
        r#""actor":"seller","quantity":3,"release":"price""#,
        r#""quantity":3"#,
        r#""actors":["seller"],"quantity":3,"waive":"pay""#,
    ] {
        assert_eq!(read(rest).unwrap().idle_quantity, Some(3.into()), "{rest}");
        assert_eq!(again(rest), rest);
    }
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    for (rest, expected) in [
        (
            r#""actor": "buyer", "act": "pay""#,
            "line 1: `pay` is counted in USD: how much must be said",
        ),
        (
            r#""actor": "buyer", "act": "pay", "quantity": "1.005""#,
            "line 1: `1.005` has more places than USD, which has 2",
        ),
        (
            r#""actor": "buyer", "act": "pay", "quantity": 1.005"#,
            "line 1: `1.005` has more places than USD, which has 2",
        ),
        (
            r#""actor": "buyer", "act": "pay", "quantity": 99999999999999999999"#,
            "a number of more than 15 digits",
        ),
        (
            r#""actor": "buyer", "act": "pay", "quantity": 18446744073709551615"#,
            "line 1: larger than the largest quantity",
        ),
        (r#""actor": "buyer", "act": "pay", "quantity": "0.00""#, "invalid value: integer `0`"),
        (r#""actor": "seller", "act": "deliver", "quantity": 0"#, "invalid value: integer `0`"),
        (r#""actor": "seller", "act": "deliver", "quantity": -1"#, "invalid value: integer `-1`"),
        (
            r#""actor": "seller", "act": "deliver", "quantity": 1.5"#,
            "line 1: `1.5` is not written as a whole number, and `deliver` has no unit",
        ),
        (
            r#""actor": "seller", "act": "deliver", "quantity": "1""#,
            "line 1: `1` is not written as a whole number, and `deliver` has no unit",
        ),
        (
            r#""actor": "buyer", "act": "order", "told": {"price": "1.005"}"#,
            "line 1: `1.005` has more places than USD, which has 2",
        ),
        (
            r#""actor": "buyer", "act": "order", "told": {"pieces": 1.5}"#,
            "line 1: `1.5` is not written as a whole number, and `pieces` has no unit",
        ),
        (
            r#""actor": "buyer", "act": "order", "told": {"pieces": -1}"#,
            "invalid value: integer `-1`",
        ),
        (r#""actor": "buyer", "act": "order", "told": {"pieces": null}"#, "invalid type: null"),
        (
            r#""actor": "buyer", "act": "order", "told": {"pieces": 1, "pieces": 2}"#,
            "duplicate key `pieces`",
        ),
        (r#""actor": "buyer", "act": "order", "told": [1]"#, "invalid type: sequence"),
        (
            r#""actor": "seller", "release": "price", "told": {}"#,
            "`told` does not belong to release",
        ),
        (
            r#""actor": "seller", "actors": ["buyer"], "release": "price""#,
            "`actor` or `actors`, not both",
        ),
        (r#""release": "price""#, "`release` needs `actor`"),
        (r#""actors": ["seller"], "act": "deliver""#, "`actors` does not belong to act"),
        (r#""actor": "seller", "waive": "deliver""#, "`actor` does not belong to waive"),
        (r#""actors": ["seller"], "amend": "price""#, "`amend` needs at least one of"),
        (
            r#""actors": ["seller"], "amend": "price", "quantity": "0.001""#,
            "line 1: `0.001` has more places than USD, which has 2",
        ),
        (
            r#""actors": ["seller"], "amend": "delivery", "quantity": 0.5"#,
            "line 1: `0.5` is not written as a whole number, and `deliver` has no unit",
        ),
        (
            r#""actor": "seller", "release": "price", "creditor": "buyer""#,
            "`creditor` does not belong",
        ),
        (r#""actor": "seller", "act": "deliver", "subject": """#, "a subject has 1 to 256 bytes"),
        (r#""actor": "seller", "act": "deliver", "subject": "a\nb""#, "no control characters"),
        (r#""actor": "seller", "act": "deliver", "subject": 7"#, "invalid type: integer `7`"),
    ] {
        let error = read(rest).unwrap_err();
        assert!(error.contains(expected), "{rest}: {error}");
    }
    let long = "x".repeat(257);
    let error = read(&format!(r#""actor": "seller", "act": "deliver", "subject": "{long}""#));
    assert!(error.unwrap_err().contains("1 to 256 bytes, but this one 257"));
}
