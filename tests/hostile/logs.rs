//! Bad lines of logs, generated from good ones: at every key, every defect that it can have.

use serde_json::{Value, json};

use super::agreements::NO_INSTANTS;
use super::kit::Bad;

/// One good line of each kind.
fn good() -> Vec<Value> {
    let time = "2026-05-05T09:00:00Z";
    vec![
        json!({ "time": time, "actor": "buyer", "act": "pay", "quantity": 2 }),
        json!({ "time": time, "actor": "bank", "attest": "delivery" }),
        json!({ "time": time, "actor": "bank", "deny": "delivery" }),
        json!({ "time": time, "actor": "buyer", "release": "delivery" }),
        json!({ "time": time, "actor": "buyer", "extend": "delivery", "until": "2026-10-01T00:00:00Z" }),
        json!({ "time": time, "amend": "price", "actors": ["buyer", "seller"], "debtor": "buyer", "verified_by": "bank" }),
        json!({ "time": time, "waive": "deliver", "actors": ["seller", "bank"] }),
        json!({ "time": time, "actor": "buyer", "known": time, "case": "c", "id": "i", "note": "n", "source": "s" }),
    ]
}

const WORDS: [&str; 7] = ["act", "attest", "deny", "release", "extend", "amend", "waive"];

/// Every bad line. The line of each error is 1: the test puts it where it likes.
pub(crate) fn all() -> Vec<Bad> {
    let mut bad = Vec::new();
    for event in good() {
        for key in event.as_object().unwrap().keys() {
            bad.extend(wrong_values(&event, key));
        }
        bad.extend(wrong_keys(&event));
        bad.extend(broken_text(&event.to_string()));
    }
    for (kind, text, says) in NO_INSTANTS {
        for key in ["time", "known"] {
            let mut event = good()[7].clone();
            event[key] = json!(text);
            bad.push(formed(kind, &event, says));
        }
        let mut event = good()[4].clone();
        event["until"] = json!(text);
        bad.push(formed(kind, &event, says));
    }
    bad.extend(not_objects());
    bad
}

fn formed(kind: &'static str, event: &Value, says: impl Into<String>) -> Bad {
    Bad::form(kind, event.to_string(), 1, says)
}

fn wrong_values(event: &Value, key: &str) -> Vec<Bad> {
    let wrong: &[(&str, Value, &str)] = match &event[key] {
        Value::Number(_) => &[
            ("null where something must be", Value::Null, "invalid type: null"),
            ("a text where a number must be", json!("2"), "`2` is not written as a whole number"),
            ("a list where a number must be", json!([2]), "invalid type: sequence"),
            (
                "a quantity of 0",
                json!(0),
                "invalid value: integer `0`, expected a quantity of more than nothing",
            ),
            ("a number below 0", json!(-1), "invalid value: integer `-1`"),
            ("a number with a fraction", json!(0.5), "`0.5` is not written as a whole number"),
            ("a whole number with a point", json!(2.0), "`2` is not written as a whole number"),
            (
                "a number past the largest",
                json!(1.8446744073709552e19),
                "a number of more than 15 digits",
            ),
        ],
        Value::Array(_) => &[
            ("null where something must be", Value::Null, "invalid type: null"),
            ("a text where a list must be", json!("buyer"), "invalid type: string"),
            ("an object where a list must be", json!({}), "invalid type: map"),
            ("a list with a number in it", json!(["buyer", 1]), "invalid type: integer `1`"),
            ("a list with null in it", json!([null]), "invalid type: null"),
            ("a list in a list", json!([["buyer"]]), "invalid type: sequence"),
        ],
        _ => &[
            ("null where something must be", Value::Null, "invalid type: null"),
            ("a number where a text must be", json!(7), "invalid type: integer `7`"),
            ("a flag where a text must be", json!(true), "invalid type: boolean `true`"),
            ("a list where a text must be", json!([]), "invalid type: sequence"),
            ("an object where a text must be", json!({}), "invalid type: map"),
        ],
    };
    let damaged = |(kind, value, says): &(&'static str, Value, &str)| {
        let mut event = event.clone();
        event[key] = value.clone();
        formed(kind, &event, *says)
    };
    wrong.iter().map(damaged).collect()
}

fn wrong_keys(event: &Value) -> Vec<Bad> {
    let word = WORDS.into_iter().find(|word| event.get(word).is_some());
    let text = event.to_string();
    let and = |entry: &str| format!("{},{entry}}}", text.strip_suffix('}').unwrap());
    let mut bad = Vec::new();
    for (key, value) in event.as_object().unwrap() {
        let again = format!("{}:{value}", json!(key));
        bad.push(Bad::form("a key twice", and(&again), 1, format!("duplicate field `{key}`")));
        let escaped = format!("\"\\u{:04x}{}\":{value}", key.as_bytes()[0], &key[1..]);
        let says = format!("duplicate field `{key}`");
        bad.push(Bad::form("a key twice, once escaped", and(&escaped), 1, says));
        let capital = format!("\"{}\":{value}", key.to_uppercase());
        let says = format!("unknown field `{}`", key.to_uppercase());
        bad.push(Bad::form("a key in capitals", and(&capital), 1, says));
    }
    bad.push(Bad::form("a key that nothing has", and("\"when\":1"), 1, "unknown field `when`"));
    // What each word needs.
    let needs: &[&str] = match word {
        Some("extend") => &["time", "actor", "until"],
        Some("amend" | "waive") => &["time", "actors"],
        Some(_) => &["time", "actor"],
        None => &["time"],
    };
    for key in needs {
        let mut event = event.clone();
        event.as_object_mut().unwrap().shift_remove(*key);
        let says = match (*key, word) {
            ("time", _) => "missing field `time`".to_owned(),
            (key, word) => format!("`{}` needs `{key}`", word.unwrap_or_default()),
        };
        bad.push(formed("a key that must be there is not", &event, says));
    }
    if word == Some("amend") {
        let mut event = event.clone();
        event.as_object_mut().unwrap().shift_remove("debtor");
        event.as_object_mut().unwrap().shift_remove("verified_by");
        bad.push(formed(
            "an amendment of nothing",
            &event,
            "`amend` needs at least one of `verified_by`, `debtor`",
        ));
    }
    // What belongs to other words.
    let strays = [
        ("actor", json!("buyer")),
        ("actors", json!(["buyer"])),
        ("told", json!({"price": 1})),
        ("until", json!("2026-10-01T00:00:00Z")),
        ("verified_by", json!("bank")),
        ("debtor", json!("buyer")),
        ("creditor", json!("buyer")),
    ];
    for (key, value) in strays {
        let takes = match key {
            "actor" => !matches!(word, Some("amend" | "waive")),
            "actors" => !matches!(word, Some("act") | None),
            "told" => word == Some("act"),
            "until" => matches!(word, Some("extend" | "amend")),
            _ => word == Some("amend"),
        };
        if !takes {
            let mut event = event.clone();
            event[key] = value;
            let says = format!("`{key}` does not belong to {}", word.unwrap_or("a tick"));
            bad.push(formed("a key of another word", &event, says));
        }
    }
    if let Some(word) = word {
        for other in WORDS.into_iter().filter(|other| *other != word) {
            let mut event = event.clone();
            event[other] = json!("price");
            bad.push(formed("two words", &event, "an event says one thing, but has both"));
        }
    }
    bad
}

fn broken_text(text: &str) -> Vec<Bad> {
    let mut bad = Vec::new();
    for end in (1..text.len()).step_by(7) {
        bad.push(Bad::form("a line that breaks off", &text[..end], 1, "EOF while parsing"));
    }
    let first = |from: &str, to: &str| text.replacen(from, to, 1);
    let edits = [
        ("more after the end", format!("{text} x"), "trailing characters"),
        ("two events in a line", format!("{text}{text}"), "trailing characters"),
        ("two events in a line, with a comma", format!("{text},{text}"), "trailing characters"),
        ("a byte order mark", format!("\u{feff}{text}"), "expected value"),
        ("a list of events", format!("[{text}]"), "invalid type: sequence"),
        ("a comma too many", first("}", ",}"), "trailing comma"),
        ("a colon too few", first("\":", "\""), "expected `:`"),
        ("single quotes", text.replace('"', "'"), "key must be a string"),
        ("no quotes", first("\"time\"", "time"), "key must be a string"),
        ("a comment", format!("{text} // so it was"), "trailing characters"),
        ("a comment for a line", format!("# {text}"), "expected value"),
        ("a control character in a text", first("2026", "20\t26"), "control character"),
        ("an escape that there is not", first("2026", "20\\q26"), "invalid escape"),
        ("half of a surrogate pair", first("2026", "\\udbff26"), "unexpected end of hex escape"),
        ("a space of Unicode", format!("\u{a0}{text}"), "expected value"),
        ("an instant with an escape of nothing", first("2026", "\\u00002026"), "not an instant"),
    ];
    bad.extend(edits.into_iter().map(|(kind, text, says)| Bad::form(kind, text, 1, says)));
    let mut bytes = text.as_bytes().to_vec();
    let place = text.find("2026").unwrap();
    for (kind, wrong) in [
        ("a byte that is no UTF-8", &b"\xff"[..]),
        ("UTF-8 that breaks off", b"\xc3"),
        ("UTF-8 that is too long", b"\xc0\xaf"),
        ("UTF-8 of half a surrogate pair", b"\xed\xa0\x80"),
    ] {
        let mut bytes = bytes.clone();
        bytes.splice(place..place, wrong.iter().copied());
        bad.push(Bad::form(kind, bytes, 1, "invalid unicode"));
    }
    bytes.insert(place, 0);
    bad.push(Bad::form("a byte of nothing in a text", bytes, 1, "control character"));
    bad
}

fn not_objects() -> Vec<Bad> {
    let time = "\"2026-05-05T09:00:00Z\"";
    let lines = [
        ("a list in place of an object", format!("[{time}]"), "invalid type: sequence"),
        (
            "a list in place of an object",
            format!("[{time},\"buyer\",\"pay\"]"),
            "invalid type: sequence",
        ),
        ("a list in place of an object", "[]".to_owned(), "invalid type: sequence"),
        ("a text alone", time.to_owned(), "invalid type: string"),
        ("a number alone", "7".to_owned(), "invalid type: integer"),
        ("null alone", "null".to_owned(), "invalid type: null"),
        ("a flag alone", "true".to_owned(), "invalid type: boolean"),
        ("a word of no JSON", "nul".to_owned(), "EOF while parsing"),
        ("a word of no JSON", "paid".to_owned(), "expected value"),
        ("an event in another format", "2026-05-05,buyer,pay".to_owned(), "expected an object"),
        ("an event in another format", "time = 2026".to_owned(), "expected"),
        ("an object of nothing", "{}".to_owned(), "missing field `time`"),
        (
            "an object in an object",
            format!("{{\"entry\":{{\"time\":{time}}}}}"),
            "unknown field `entry`",
        ),
        ("lists without end", "[".repeat(100_000), "invalid type: sequence"),
        ("objects without end", "{\"time\":".repeat(100_000), "invalid type: map"),
    ];
    lines.into_iter().map(|(kind, text, says)| Bad::form(kind, text, 1, says)).collect()
}
