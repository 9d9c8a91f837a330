//! The digest of an agreement: what moves it, and what does not.

use std::fs;
use std::path::Path;

use crate::generate::{Shape, cases};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use servanda::cuba::{self, Reading};
use servanda::{Agreement, Instant, Span};

/// Each agreement of the gallery with its digest. These don't change when servanda does: somebody
/// may have written them down. Those that the first edition had keep theirs, but for the service's, whose
/// terms are others now: each fault is answered by itself.
const GALLERY: [(&str, &str); 9] = [
    ("arms-reduction", "e3405d4ae9a97df15b1c11c7a041a4e11153a12b8168c76d181d0558a6a3b535"),
    ("convention", "39c8f583c0473a04ca3eae3f45e3e3d1d58ff80804b0703c5c945c49494e5ae9"),
    ("corridor", "6eb79178f7d6ed191bafb33e4512cc615980fc84b650fe377676b35265af6486"),
    ("escrow", "f696e753263fe8c2e7540bc6346eafdccd57f9c55c1711218b9091b2c3c53c53"),
    ("lease", "f0e62d54ef8f87b98eedcded1a3f25470e64ad296ff64893d6ae5804392936a5"),
    ("orders", "2f2a666231bb0d22e70a2592e8cda4baf8c13283f20526d229ec8df37ec362b6"),
    ("service-desk", "a2a89c4b15b2aeb2a94f7768cd0e07a3dc3132eb9e2c30b24e5a3d53858d64e2"),
    ("service-level", "28c925dd7db67cfd0ab7baba67060b05f3cbfd82e12f6936610851a54d99de0b"),
    ("supply-by-instalments", "d20e55a5fa80804937b9b732a61a742491ad5cd0407d3a7af8a27bccd43b4296"),
];

const CUBA: [(Reading, &str); 3] = [
    (Reading::Verified, "5f7fa1a0a024266ad1b22a450ab3aae094c97addaa7dd53a6f757ab6d632f30a"),
    (Reading::Established, "c8c17acaeeb9f9feeac5b2bb64b71c7c9a0fb44ba829e885635666a7b65e080e"),
    (Reading::Practised, "9ba689782bdb4f0f8d56ee2946910fc8e266473812f5a6e024e733f90e0804d5"),
];

fn of_the_gallery(name: &str) -> Agreement {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agreements").join(name);
    match fs::read_to_string(folder.join("agreement.toml")) {
        Ok(text) => Agreement::from_toml(&text).unwrap(),
        Err(_) => Agreement::from_json(&fs::read_to_string(folder.join("agreement.json")).unwrap())
            .unwrap(),
    }
}

#[test]
fn every_agreement_keeps_its_digest() {
    let gallery = GALLERY.map(|(name, _)| (name.to_owned(), of_the_gallery(name).digest()));
    let cuba = CUBA
        .map(|(reading, _)| (format!("{reading:?}"), cuba::agreement(reading).unwrap().digest()));
    let expected = GALLERY.map(|(_, digest)| digest).into_iter().chain(CUBA.map(|it| it.1));
    let mut wrong = Vec::new();
    for ((name, digest), expected) in gallery.into_iter().chain(cuba).zip(expected) {
        if digest.to_string() != expected {
            wrong.push(format!("{name}: {digest}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The settlement of 1962 is the same from Rust and from its files.
#[test]
fn the_way_in_does_not_matter() {
    for (reading, name) in [
        (Reading::Verified, "verified"),
        (Reading::Established, "established"),
        (Reading::Practised, "practised"),
    ] {
        let path = format!("tests/cases/cuba-1962/agreement-{name}.json");
        let read = Agreement::from_json(&fs::read_to_string(path).unwrap()).unwrap();
        let written = cuba::agreement(reading).unwrap();
        assert_eq!(read.canonical(), written.canonical());
        let through_toml = Agreement::from_toml(&written.to_toml().unwrap()).unwrap();
        assert_eq!(through_toml.digest(), written.digest());
    }
}

/// The canonical form is JSON, and its keys are in order.
#[test]
fn the_canonical_form_is_json() {
    let odd = json!({
        "title": "t", "date": "2026-05-01T00:00:00.5+01:30",
        "parties": {"a\u{1}\"\\\n\u{8}\u{c}\r\t/": "", "é\u{7f}": ""},
        "acts": {"z": {"by": ["é\u{7f}"]}, "Z": {"by": ["é\u{7f}"]}},
        "obligations": {"o": {
            "debtor": "é\u{7f}", "creditor": "a\u{1}\"\\\n\u{8}\u{c}\r\t/", "perform": "z"
        }},
    });
    let canonical = Agreement::from_json(&odd.to_string()).unwrap().canonical();
    let read: Value = serde_json::from_str(&canonical).unwrap();
    assert_eq!(read["date"], "2026-04-30T22:30:00.500Z");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&read), ["acts", "date", "obligations", "parties"]);
    assert_eq!(keys(&read["acts"]), ["Z", "z"]);
    assert_eq!(keys(&read["parties"]), keys(&odd["parties"]));
    assert_eq!(read["obligations"][0][1]["creditor"], *keys(&odd["parties"])[0]);
    assert!(canonical.contains(r#"a\u0001\"\\\n\b\f\r\t/"#), "{canonical}");
}

/// `all` is the list of every party in the order of their names, wherever the parties are written. Another
/// order of a list is another digest, as it was before there was `all`.
#[test]
fn an_act_of_all_is_an_act_of_every_party() {
    let with = |parties: Value, by: Value| {
        let document = json!({
            "title": "t", "date": "2026-05-01T00:00:00Z", "parties": parties,
            "acts": {"pay": {"by": by}}, "obligations": {},
        });
        Agreement::from_json(&document.to_string()).unwrap()
    };
    let (one, other) = (json!({"a": "", "b": ""}), json!({"b": "", "a": ""}));
    let all = with(one.clone(), json!("all"));
    assert_eq!(
        all.canonical(),
        r#"{"acts":{"pay":{"by":["a","b"]}},"date":"2026-05-01T00:00:00Z","obligations":[],"parties":{"a":{},"b":{}}}"#
    );
    assert_eq!(all.digest(), with(other.clone(), json!("all")).digest());
    assert_eq!(all.digest(), with(other, json!(["a", "b"])).digest());
    assert_ne!(all.digest(), with(one.clone(), json!(["b", "a"])).digest());
    assert_ne!(all.digest(), with(one, json!(["a"])).digest());
    // A party more, and it is open to that one too.
    let three = with(json!({"a": "", "b": "", "c": ""}), json!("all"));
    assert!(three.canonical().contains(r#""by":["a","b","c"]"#), "{}", three.canonical());
}

#[test]
fn a_party_left_out_of_protects_is_another_meaning() {
    let with = |protects: Value| {
        let mut document = json!({
            "title": "t", "date": "2026-05-01T00:00:00Z", "parties": {"a": "", "b": ""},
            "acts": {"pay": {"by": ["a"], "requires": {"happened": "pay"}}}, "obligations": {},
        });
        if !protects.is_null() {
            document["acts"]["pay"]["protects"] = protects;
        }
        Agreement::from_json(&document.to_string()).unwrap().digest()
    };
    assert_eq!(with(Value::Null), with(json!(["b", "a"])));
    assert_ne!(with(Value::Null), with(json!(["b"])));
}

/// The same agreement spelt otherwise: maps the other way round (but obligations), defaults written,
/// durations in other units, instants with an offset, other words for people.
fn respelt(document: &Value) -> Value {
    let mut document = spelt(document);
    document["title"] = json!("another title");
    document["passages"] = json!({"p-1": {"gist": "a passage", "normative": true}});
    let defaults =
        [("terminates_when", json!({"any": []})), ("entry_into_force", json!({"all": []}))];
    write_defaults(document.as_object_mut().unwrap(), defaults);
    for description in document["parties"].as_object_mut().unwrap().values_mut() {
        match description.get_mut("gist") {
            Some(gist) => *gist = json!("somebody else's words"),
            None => *description = json!("somebody else's words"),
        }
    }
    // A group is protected only where it is named.
    let parties = document["parties"].as_object().unwrap();
    let is_no_group = |name: &&String| parties[*name].get("members").is_none();
    let everybody: Value = parties.keys().filter(is_no_group).cloned().collect();
    for act in document["acts"].as_object_mut().unwrap().values_mut() {
        let defaults = [
            ("requires", json!({"all": []})),
            ("protects", everybody.clone()),
            ("cites", json!(["p-1"])),
        ];
        write_defaults(act.as_object_mut().unwrap(), defaults);
    }
    for obligation in document["obligations"].as_object_mut().unwrap().values_mut() {
        let defaults = [
            ("when", json!({"all": []})),
            ("until", json!({"any": []})),
            ("suspended_while", json!({"any": []})),
            ("target", json!(false)),
            ("binding", json!(true)),
            ("survives", json!(false)),
            ("cites", json!(["p-1"])),
        ];
        let obligation = obligation.as_object_mut().unwrap();
        write_defaults(obligation, defaults);
        if obligation.contains_key("perform") {
            write_defaults(obligation, [("quantity", json!(1)), ("early", json!("counts"))]);
        } else if obligation.contains_key("refrain") {
            write_defaults(obligation, [("beyond", json!(0))]);
        }
    }
    document
}

fn write_defaults<const N: usize>(map: &mut Map<String, Value>, defaults: [(&str, Value); N]) {
    for (key, value) in defaults {
        map.entry(key).or_insert(value);
    }
}

fn spelt(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(spelt).collect(),
        Value::Object(map) => {
            let spelt = |(key, value): (&String, &Value)| match (&**key, value) {
                ("obligations", Value::Object(obligations)) => {
                    let in_order =
                        obligations.iter().map(|(name, it)| (name.clone(), self::spelt(it)));
                    (key.clone(), Value::Object(in_order.collect()))
                }
                ("happened", Value::String(act)) => {
                    (key.clone(), json!({"at_least": 1, "act": act}))
                }
                _ => (key.clone(), self::spelt(value)),
            };
            Value::Object(map.iter().rev().map(spelt).collect())
        }
        Value::String(text) => match (text.parse::<Span>(), text.parse::<Instant>()) {
            (Ok(_), _) => Value::String(in_other_units(text)),
            (_, Ok(instant)) => {
                let local = instant.to_string().replace('Z', "+00:00");
                Value::String(local)
            }
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

/// Weeks as days, hours as minutes, years as months, where it has one unit.
fn in_other_units(span: &str) -> String {
    let number = |text: &str, times: u32| text.parse::<u32>().ok()?.checked_mul(times);
    let one = |start: &str, end: char, times: u32, unit: char| {
        let digits = span.strip_prefix(start)?.strip_suffix(end)?;
        Some(format!("{start}{}{unit}", number(digits, times)?))
    };
    None.or_else(|| one("PT", 'H', 60, 'M'))
        .or_else(|| one("P", 'W', 7, 'D'))
        .or_else(|| one("P", 'Y', 12, 'M'))
        .unwrap_or_else(|| span.to_owned())
}

/// One thing of the agreement changed so that it means something else.
fn changed(document: &Value, number: usize) -> Value {
    let mut document = document.clone();
    let obligations = document["obligations"].as_object_mut().unwrap();
    let count = obligations.len();
    let obligation = obligations.values_mut().nth(number / 5 % count).unwrap();
    let flip = |value: &mut Value, otherwise: bool| {
        *value = json!(!value.as_bool().unwrap_or(otherwise));
    };
    let other = |value: &Value| if value == &json!(7) { json!(8) } else { json!(7) };
    match number % 5 {
        0 => flip(&mut obligation["survives"], false),
        1 => flip(&mut obligation["binding"], true),
        2 if obligation.get("perform").is_some() => {
            obligation["quantity"] = other(&obligation["quantity"]);
        }
        2 => obligation["beyond"] = other(&obligation["beyond"]),
        3 => obligation["until"] = json!({"reached": "2100-01-01T00:00:00Z"}),
        _ => document["date"] = json!("1901-01-01T00:00:00Z"),
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_spelling_moves_no_digest(case in cases(Shape::default())) {
        let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) else { return Ok(()) };
        let other = Agreement::from_json(&respelt(&case.agreement).to_string()).unwrap();
        prop_assert_eq!(agreement.canonical(), other.canonical());
        prop_assert_eq!(agreement.digest(), other.digest());
    }

    #[test]
    fn another_meaning_has_another_digest(case in cases(Shape::default()), number in 0..30_usize) {
        let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) else { return Ok(()) };
        let Ok(other) = Agreement::from_json(&changed(&case.agreement, number).to_string()) else {
            return Ok(());
        };
        prop_assert_ne!(agreement.digest(), other.digest());
    }

    #[test]
    fn the_order_of_obligations_is_part_of_it(case in cases(Shape::default())) {
        let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) else { return Ok(()) };
        let mut other = case.agreement.clone();
        let obligations = other["obligations"].as_object_mut().unwrap();
        prop_assume!(obligations.len() > 1);
        *obligations = std::mem::take(obligations).into_iter().rev().collect();
        let other = Agreement::from_json(&other.to_string()).unwrap();
        prop_assert_ne!(agreement.digest(), other.digest());
    }
}
