//! What the generators of bad input are made with: a sound document, every site in it, and a printer
//! that knows on which line each site stands.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// One input that must be refused.
#[derive(Clone, Debug)]
pub(crate) struct Bad {
    /// The kind of defect, in a few words.
    pub(crate) kind: &'static str,
    pub(crate) text: Vec<u8>,
    pub(crate) expected: Expected,
}

/// What must be said of it.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    /// It is not of the form: the line, and words of the message.
    Form { line: usize, says: String },
    /// A rule of agreements is broken: the place, and the variant of the rule.
    Rule { place: String, rule: &'static str },
    /// A saved state does not fit: the place of the part, and words of the message.
    Part { place: String, says: &'static str },
    /// A saved state is of another agreement.
    OtherAgreement,
    /// A saved state in which something would still move.
    NotAtRest,
}

impl Bad {
    pub(crate) fn form(
        kind: &'static str,
        text: impl Into<Vec<u8>>,
        line: usize,
        says: impl Into<String>,
    ) -> Self {
        Self { kind, text: text.into(), expected: Expected::Form { line, says: says.into() } }
    }

    pub(crate) fn rule(
        kind: &'static str,
        document: &Value,
        place: &str,
        rule: &'static str,
    ) -> Self {
        let expected = Expected::Rule { place: place.to_owned(), rule };
        Self { kind, text: document.to_string().into_bytes(), expected }
    }
}

/// A document as text, one value a line.
pub(crate) struct Printed {
    pub(crate) text: String,
    /// The first and the last line of each site.
    pub(crate) lines: BTreeMap<String, (usize, usize)>,
    /// The line of what was put in.
    pub(crate) extra: usize,
    /// How much of the text has been looked through for lines, and how many ended there.
    seen: (usize, usize),
}

/// Prints a document, with one more entry at the end of the object at a place.
pub(crate) fn printed(value: &Value, extra: Option<(&str, &str)>) -> Printed {
    let mut printed =
        Printed { text: String::new(), lines: BTreeMap::new(), extra: 0, seen: (0, 0) };
    print(value, "", extra, &mut printed);
    printed
}

fn print(value: &Value, place: &str, extra: Option<(&str, &str)>, out: &mut Printed) {
    let first = line(out);
    match value {
        Value::Object(map) => {
            out.text.push('{');
            let mut is_first = true;
            let mut next = |out: &mut Printed| {
                out.text.push_str(if std::mem::take(&mut is_first) { "\n" } else { ",\n" });
            };
            for (key, value) in map {
                next(out);
                out.text += &format!("{}: ", json!(key));
                print(value, &join(place, key), extra, out);
            }
            if let Some((_, entry)) = extra.filter(|(at, _)| *at == place) {
                next(out);
                out.extra = line(out);
                out.text += entry;
            }
            if !is_first {
                out.text.push('\n');
            }
            out.text.push('}');
        }
        Value::Array(values) => {
            out.text.push('[');
            for (number, value) in values.iter().enumerate() {
                out.text.push_str(if number == 0 { "\n" } else { ",\n" });
                print(value, &format!("{place}[{number}]"), extra, out);
            }
            out.text.push_str(if values.is_empty() { "]" } else { "\n]" });
        }
        other => out.text += &other.to_string(),
    }
    let last = line(out);
    out.lines.insert(place.to_owned(), (first, last));
}

fn line(out: &mut Printed) -> usize {
    let (seen, ended) = out.seen;
    let more = out.text.as_bytes()[seen..].iter().filter(|byte| **byte == b'\n').count();
    out.seen = (out.text.len(), ended + more);
    ended + more + 1
}

fn join(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

/// Every site of a document with its value, the whole first.
pub(crate) fn sites(value: &Value) -> Vec<(String, Value)> {
    fn walk(value: &Value, place: &str, sites: &mut Vec<(String, Value)>) {
        sites.push((place.to_owned(), value.clone()));
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    walk(value, &join(place, key), sites);
                }
            }
            Value::Array(values) => {
                for (number, value) in values.iter().enumerate() {
                    walk(value, &format!("{place}[{number}]"), sites);
                }
            }
            _ => {}
        }
    }
    let mut sites_found = Vec::new();
    walk(value, "", &mut sites_found);
    sites_found
}

/// The value at a place, to change.
pub(crate) fn at<'a>(value: &'a mut Value, place: &str) -> &'a mut Value {
    let mut value = value;
    for step in place.split('.').filter(|step| !step.is_empty()) {
        let mut parts = step.split('[');
        value = &mut value[parts.next().unwrap()];
        for number in parts {
            value = &mut value[number.trim_end_matches(']').parse::<usize>().unwrap()];
        }
    }
    value
}

/// The document with another value at a place.
pub(crate) fn with(document: &Value, place: &str, value: Value) -> Value {
    let mut document = document.clone();
    *at(&mut document, place) = value;
    document
}

/// The document without a key of the object at a place.
pub(crate) fn without(document: &Value, place: &str, key: &str) -> Value {
    let mut document = document.clone();
    at(&mut document, place).as_object_mut().unwrap().shift_remove(key);
    document
}

/// The object at a place, with more keys.
pub(crate) fn more(document: &Value, place: &str, keys: Value) -> Value {
    let mut document = document.clone();
    let object: &mut Map<String, Value> = at(&mut document, place).as_object_mut().unwrap();
    object.extend(keys.as_object().unwrap().clone());
    document
}

/// The last key of a place, without a number.
pub(crate) fn key(place: &str) -> &str {
    let last = place.rsplit('.').next().unwrap_or_default();
    last.split('[').next().unwrap_or_default()
}

/// A sound agreement with every key and every condition.
pub(crate) fn sound() -> Value {
    json!({
        "title": "Sale",
        "date": "2026-05-04T09:00:00Z",
        "parties": { "buyer": "who buys", "seller": "who sells", "bank": "who watches" },
        "passages": {
            "p-1": { "gist": "the price", "normative": true },
            "p-2": { "gist": "the goods", "normative": false },
        },
        "acts": {
            "pay": { "by": ["buyer"], "cites": ["p-1"] },
            "deliver": {
                "by": ["seller"],
                "requires": { "happened": "pay" },
                "protects": ["seller", "bank"],
            },
            "resell": { "by": ["seller", "bank"] },
        },
        "obligations": {
            "price": {
                "debtor": "buyer", "creditor": "seller", "perform": "pay", "quantity": 2,
                "when": { "any": [
                    { "reached": "2026-05-05T09:00:00Z" },
                    { "happened": { "act": "pay", "by": "buyer", "at_least": 2 } },
                ] },
                "within": "P1W", "target": true, "early": "counts", "cites": ["p-1", "p-2"],
            },
            "delivery": {
                "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                "when": { "discharged": "price" },
                "until": { "any": [{ "released": "price" }, { "lapsed": "price" }] },
                "suspended_while": { "not": { "dormant": "exclusive" } },
                "at": "2026-09-01T00:00:00+02:00", "binding": false, "verified_by": "bank",
            },
            "exclusive": {
                "debtor": "seller", "creditor": "buyer", "refrain": "resell",
                "beyond": 1, "per": "P1M", "survives": true,
                "until": { "elapsed": { "since": { "happened": "pay" }, "for": "P1Y" } },
            },
        },
        "entry_into_force": { "all": [] },
        "terminates_when": { "breached": "delivery" },
        "settled_when": { "all": [{ "performed": "delivery" }, { "due": "exclusive" }] },
    })
}
