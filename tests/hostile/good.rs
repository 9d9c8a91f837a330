//! Odd input that is good all the same.

use serde_json::{Value, json};

use super::kit::{more, sound, with, without};

/// Agreements in JSON that must be read.
pub(crate) fn agreements() -> Vec<(&'static str, String)> {
    let document = sound();
    let text = document.to_string();
    let mut good = vec![
        ("in one line", text.clone()),
        ("with space all over", text.replace(':', " :\r\n\t ").replace(" :\r\n\t 00", ":00")),
        ("with keys escaped", text.replacen("\"title\"", "\"\\u0074itle\"", 1)),
        ("with a slash escaped", text.replacen("who buys", "who \\/ buys", 1)),
        ("with a pair of surrogates", text.replacen("who buys", "\\ud83d\\ude00", 1)),
        ("with a byte of nothing escaped", text.replacen("who buys", "\\u0000", 1)),
        ("with a title of nothing", with(&document, "title", json!("")).to_string()),
        (
            "with a title of a megabyte",
            with(&document, "title", json!("x".repeat(1 << 20))).to_string(),
        ),
        ("without passages", without(&uncited(), "", "passages").to_string()),
        ("without ends", bare().to_string()),
        ("with nothing in it", empty().to_string()),
    ];
    let mut and = |about, document: Value| good.push((about, document.to_string()));
    for instant in [
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2026-05-04t09:00:00z",
        "2026-05-04T09:00:00.000000001-23:59",
        "2026-05-04T09:00:00+00:00",
        "2026-05-04T09:00:00-00:00",
        "2024-02-29T00:00:00Z",
        "0000-12-31T23:59:59+23:59",
    ] {
        and("of an odd date", with(&document, "date", json!(instant)));
        and("with an odd deadline", with(&document, "obligations.delivery.at", json!(instant)));
    }
    for span in
        ["PT1S", "P4294967295Y", "P1Y1M1W1DT1H1M1S", "P0Y1D", "P01D", "PT4294967295S", "P1W1D"]
    {
        and("with an odd duration", with(&document, "obligations.price.within", json!(span)));
        let is_too_short = span == "PT1S";
        let span = json!(if is_too_short { "PT60S" } else { span });
        and("with odd periods", with(&document, "obligations.exclusive.per", span));
    }
    for number in [1, u64::MAX] {
        and("with an odd quantity", with(&document, "obligations.price.quantity", json!(number)));
        and("with an odd limit", with(&document, "obligations.exclusive.beyond", json!(number)));
    }
    and("with a limit of 0", with(&document, "obligations.exclusive.beyond", json!(0)));
    let none = json!({ "happened": { "act": "pay", "at_least": 0 } });
    and("with a condition that asks for nothing", with(&document, "settled_when", none));
    and("that nobody is protected by", with(&document, "acts.deliver.protects", json!([])));
    and("with a party twice", with(&document, "acts.pay.by", json!(["buyer", "buyer"])));
    let standoff = json!({ "requires": { "discharged": "delivery" } });
    and("with a standoff", more(&document, "acts.pay", standoff));
    let never = json!({ "any": [] });
    and("that never enters into force", with(&document, "entry_into_force", never));
    let deep = (0..100).fold(json!({ "all": [] }), |inside, _| json!({ "not": inside }));
    and("with a deep condition", with(&document, "settled_when", deep));
    let broad: Vec<Value> = (0..10_000).map(|_| json!({ "happened": "pay" })).collect();
    and("with a broad condition", with(&document, "settled_when", json!({ "all": broad })));
    for name in
        ["", " ", "ü", "a b", "\u{202e}x", "p.q[0]", "null", "\"", "x".repeat(5_000).as_str()]
    {
        let party = json!({ name: "a party of an odd name" });
        and("with an odd name", more(&document, "parties", party));
    }
    good
}

fn uncited() -> Value {
    let mut document = without(&sound(), "acts.pay", "cites");
    document = without(&document, "obligations.price", "cites");
    document
}

fn bare() -> Value {
    let mut document = sound();
    for key in ["entry_into_force", "terminates_when", "settled_when"] {
        document = without(&document, "", key);
    }
    document
}

fn empty() -> Value {
    json!({
        "title": "Nothing", "date": "2026-05-04T09:00:00Z",
        "parties": {}, "acts": {}, "obligations": {},
    })
}

/// Lines of a log that must be read.
pub(crate) fn lines() -> Vec<String> {
    let mut lines: Vec<String> = [
        "  {\"time\":\"2026-05-05T09:00:00Z\"}  \r",
        "\t{\t\"time\"\t:\t\"2026-05-05T09:00:00Z\"\t}\t",
        r#"{"time": "2026-05-05t09:00:00z", "actor": "buyer"}"#,
        r#"{"time": "2026-05-05T14:30:00.123456789+05:30", "note": "\u0000 \ud83d\ude00"}"#,
        r#"{"act": "pay", "actor": "buyer", "quantity": 18446744073709551615, "time": "0000-01-01T00:00:00Z"}"#,
        r#"{"act": "pay", "actor": "buyer", "quantity": 1, "time": "9999-12-31T23:59:59.999999999Z"}"#,
        r#"{"\u0074ime": "2026-05-05T09:00:00Z"}"#,
        r#"{"time": "\u0032026-05-05T09:00:00Z"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actors": [], "waive": "deliver"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actors": ["bank", "bank"], "waive": "deliver"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "nobody", "act": "nothing"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "", "act": ""}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "attest": "act"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "extend": "price", "until": "2020-01-01T00:00:00Z"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "known": "2020-01-01T00:00:00Z"}"#,
        r#"{"time": "2026-05-05T09:00:00Z", "case": "", "id": "", "note": "", "source": ""}"#,
        "{\"time\": \"2026-05-05T09:00:00Z\", \"note\": \"\u{feff}\u{202e}\u{7f}\"}",
    ]
    .map(str::to_owned)
    .to_vec();
    let long = "x".repeat((1 << 20) - 60);
    lines.push(format!(r#"{{"time":"2026-05-05T09:00:00Z","note":"{long}"}}"#));
    lines
}
