//! Bad saved states, generated from good ones.

use serde_json::{Value, json};
use servanda::formats::json::Log;
use servanda::{Agreement, Monitor};

use super::kit::{Bad, Expected, at, key, more, printed, sites, with, without};

/// A run of the sound agreement after some events, saved.
pub(crate) fn saved(agreement: &Agreement, events: usize) -> Value {
    let log = [
        r#"{"time": "2026-05-05T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": 2}"#,
        r#"{"time": "2026-05-06T09:00:00Z", "actor": "seller", "act": "resell"}"#,
        r#"{"time": "2026-05-06T10:00:00Z", "actor": "bank", "attest": "delivery"}"#,
        r#"{"time": "2026-05-07T09:00:00Z", "actor": "zoe", "act": "fly"}"#,
        r#"{"time": "2026-05-07T10:00:00Z", "actors": ["seller", "bank"], "waive": "deliver"}"#,
        r#"{"time": "2026-05-08T09:00:00Z", "actor": "seller", "act": "resell"}"#,
        r#"{"time": "2026-05-09T09:00:00Z", "actor": "seller", "act": "deliver"}"#,
    ]
    .join("\n");
    let mut monitor = Monitor::new(agreement);
    for (number, event) in Log::new(log.as_bytes(), agreement).take(events).enumerate() {
        let event = event.unwrap();
        if number % 2 == 0 {
            monitor.record(&event);
        } else {
            let _ = monitor.submit(&event);
        }
    }
    serde_json::to_value(monitor.save()).unwrap()
}

/// Every bad state of the sound agreement.
pub(crate) fn all(agreement: &Agreement) -> Vec<Bad> {
    let mut bad = Vec::new();
    for events in [0, 7] {
        let state = saved(agreement, events);
        bad.extend(wrong_forms(&state));
        bad.extend(broken_text(&state));
    }
    bad.extend(misfits(&saved(agreement, 7)));
    bad
}

/// A state with each thing in it in another form.
pub(crate) fn wrong_forms(state: &Value) -> Vec<Bad> {
    let mut bad = Vec::new();
    for (place, value) in sites(state) {
        // The agreement in it has tests of its own, and so has what was told, which has many forms.
        if !place.starts_with("agreement.") && !place.starts_with("run.told.") {
            bad.extend(wrong_form(state, &place, &value));
        }
    }
    bad
}

/// Where nothing may stand as well.
const MAY_BE_NULL: [&str; 22] = [
    "start",
    "in_force",
    "terminated",
    "debtor",
    "creditor",
    "verifier",
    "figure",
    "deadline",
    "due",
    "breached",
    "closed",
    "rests_since",
    "deadline_rests_from",
    "due_since",
    "enough_since",
    "count_start",
    "ending",
    "ended_by",
    "party",
    "event",
    "text",
    "lapsed",
];

/// Lists in which nothing may stand as well.
const OF_PERHAPS: [&str; 2] = ["since", "recent"];

/// What is read by the names of the agreement, and not by keys of its own.
const BY_NAME: [&str; 3] = ["run.obligations", "run.acts", "run.told"];

/// Where instants are written.
const INSTANTS: [&str; 18] = [
    "start",
    "clock",
    "in_force",
    "terminated",
    "deadline",
    "due",
    "breached",
    "closed",
    "rests_since",
    "deadline_rests_from",
    "due_since",
    "enough_since",
    "count_start",
    "stretch",
    "ending",
    "since",
    "recent",
    "at",
];

fn wrong_form(state: &Value, place: &str, value: &Value) -> Vec<Bad> {
    let formed = |kind, value: Value, says: &str| {
        let printed = printed(&with(state, place, value), None);
        Bad::form(kind, printed.text, printed.lines[place].0, says)
    };
    let mut bad = Vec::new();
    let name = key(place);
    let is_word = matches!(name, "status" | "kind" | "reason" | "from" | "to" | "cause");
    let may_be_null = match place.ends_with(']') {
        true => OF_PERHAPS.contains(&name),
        false => MAY_BE_NULL.contains(&name),
    };
    if !may_be_null {
        let says = if name == "transition" { "expected value" } else { "invalid type: null" };
        bad.push(formed("null where something must be", Value::Null, says));
    }
    match value {
        Value::Bool(_) => {
            bad.push(formed("a text where a flag must be", json!("true"), "invalid type: string"));
            bad.push(formed("a number where a flag must be", json!(1), "invalid type: integer"));
        }
        Value::Number(_) => {
            bad.push(formed("a text where a number must be", json!("1"), "invalid type: string"));
            bad.push(formed("a number below 0", json!(-1), "invalid value: integer `-1`"));
            bad.push(formed(
                "a number with a fraction",
                json!(0.5),
                "invalid type: floating point",
            ));
        }
        Value::Array(_) => {
            bad.push(formed("an object where a list must be", json!({}), "invalid type: map"));
            bad.push(formed("a text where a list must be", json!("x"), "invalid type: string"));
        }
        Value::Object(map) if name != "transition" => {
            bad.push(formed("a number where an object must be", json!(7), "invalid type: integer"));
            let list = Value::Array(map.values().cloned().collect());
            bad.push(formed("a list in place of an object", list, "invalid type: sequence"));
            for key in map.keys() {
                if BY_NAME.contains(&place) {
                    bad.extend(another_name(state, place, key));
                    continue;
                }
                let printed = printed(&without(state, place, key), None);
                // Not even what may be null may be left out, but for what only some findings have.
                let is_optional = place.contains("findings") || place == "agreement";
                if !is_optional && !MAY_BE_NULL.contains(&&**key) && !place.contains("transition") {
                    let says = format!("missing field `{key}`");
                    let line = printed.lines[place].1;
                    bad.push(Bad::form(
                        "a key that must be there is not",
                        printed.text,
                        line,
                        says,
                    ));
                }
            }
            if let Some((first, value)) = map.iter().next()
                && !place.contains("transition")
            {
                let again = format!("{}: {value}", json!(first));
                let printed = printed(state, Some((place, &again)));
                bad.push(Bad::form("a key twice", printed.text, printed.extra, "duplicate"));
            }
            if !BY_NAME.contains(&place) && !place.contains("transition") {
                let printed = printed(state, Some((place, "\"nonsense\": 1")));
                let says = "unknown field `nonsense`";
                bad.push(Bad::form("a key that nothing has", printed.text, printed.extra, says));
            }
        }
        Value::String(text) if name != "transition" => {
            let says = "invalid type: integer `7`";
            bad.push(formed("a number where a text must be", json!(7), says));
            if is_word {
                // serde would read a word from an object with the word for its key, too.
                let spelled = json!({ text: null });
                bad.push(formed("a word in an object", spelled, "invalid type: map"));
                let says = "unknown variant `undone`";
                bad.push(formed("a word that there is not", json!("undone"), says));
                let capital = text.to_uppercase();
                let says = format!("unknown variant `{capital}`");
                bad.push(formed("a word in capitals", json!(capital), &says));
            }
            if INSTANTS.contains(&name) {
                let says = "not an instant";
                bad.push(formed("an instant that is a date", json!("2026-05-04"), says));
                let late = json!("2026-05-04T23:59:60Z");
                bad.push(formed("second 60", late, "second 60"));
            }
        }
        _ => {}
    }
    bad
}

/// A map by names without one, and with one that the agreement doesn't know. What was not told is not
/// there, and so nothing is wrong with that.
fn another_name(state: &Value, place: &str, name: &str) -> Vec<Bad> {
    let part = place.trim_start_matches("run.");
    let misfit = |kind, state: Value, place: String, says| Bad {
        kind,
        text: state.to_string().into_bytes(),
        expected: Expected::Part { place, says },
    };
    let another = more(state, place, json!({ "nonsense": at(&mut state.clone(), place)[name] }));
    if part == "told" {
        let says = "is not told in this agreement";
        return vec![misfit("a name that nothing has", another, format!("{part}.nonsense"), says)];
    }
    let says = "are not those of the agreement, in its order";
    let left_out = without(state, place, name);
    vec![
        misfit("a name that must be there is not", left_out, part.to_owned(), says),
        misfit("a name that nothing has", another, part.to_owned(), says),
    ]
}

fn broken_text(state: &Value) -> Vec<Bad> {
    let text = printed(state, None).text;
    let lines = text.matches('\n').count() + 1;
    let mut bad: Vec<Bad> = (1..20)
        .map(|part| {
            let cut = &text[..text.len() * part / 20];
            let line = cut.matches('\n').count() + 1;
            Bad::form("a text that breaks off", cut, line, "EOF while parsing")
        })
        .collect();
    bad.push(Bad::form("more after the end", format!("{text}]"), lines, "trailing characters"));
    bad
}

/// States of good form that no run can be in.
fn misfits(whole: &Value) -> Vec<Bad> {
    let state = &whole["run"];
    let mut bad = Vec::new();
    let mut fits_not = |kind, place: &str, value: Value, expected: Expected| {
        let place = match place.starts_with("agreement.") || place == "digest" {
            true => place.to_owned(),
            false => format!("run.{place}"),
        };
        let text = with(whole, &place, value).to_string().into_bytes();
        bad.push(Bad { kind, text, expected });
    };
    let part = |place: &str, says| Expected::Part { place: place.to_owned(), says };
    for (key, value) in [
        ("date", json!("2026-05-04T09:00:01Z")),
        ("settled_when", json!({ "all": [] })),
        ("obligations.price.quantity", json!(3)),
        ("acts.pay.by", json!(["buyer", "seller"])),
    ] {
        let place = format!("agreement.{key}");
        fits_not("a state of another agreement", &place, value, Expected::OtherAgreement);
    }
    let digest = json!("0".repeat(64));
    fits_not("a state of another agreement", "digest", digest, Expected::OtherAgreement);
    for clock in ["2026-05-04T08:59:59.999999999Z", "0000-01-01T00:00:00Z"] {
        let early = part("clock", "stands before the run's start");
        fits_not("a clock before the agreement", "clock", json!(clock), early);
    }
    for (kind, place, value) in [
        ("too few sums", "sums", json!([])),
        ("too many sums", "sums", json!([0, 0, 0, 0, 0, 0, 0, 0])),
        ("too few beginnings", "since", json!([])),
        ("too many beginnings", "since", json!([null, null, null])),
    ] {
        fits_not(kind, place, value, part(place, "has not as many entries"));
    }
    let sums: Vec<u64> = state["sums"].as_array().unwrap().iter().map(|_| u64::MAX).collect();
    let past = part("sums", "one is past the most");
    fits_not("a sum past what is asked for", "sums", json!(sums), past);
    for name in ["payy", "", "price", "Pay"] {
        let unknown = part("acts", "are not those of the agreement, in its order");
        let mut acts = state["acts"].clone();
        let pay = acts.as_object_mut().unwrap().shift_remove("pay").unwrap();
        acts.as_object_mut().unwrap().insert(name.to_owned(), pay);
        fits_not("an act that there is not", "acts", acts, unknown);
        let unknown = part("acts.pay", "names an unknown party");
        let by_nobody =
            json!({"waived": false, "ending": null, "expired": true, "ended_by": [name]});
        fits_not("a window that nobody ended", "acts.pay", by_nobody, unknown);
    }
    for obligation in ["price", "delivery", "exclusive"] {
        let place = format!("obligations.{obligation}");
        let unknown = part(&place, "names an unknown party");
        fits_not("a debtor that there is not", &format!("{place}.debtor"), json!("zoe"), unknown);
        let unknown = part(&place, "names an unknown party");
        fits_not(
            "a verifier that there is not",
            &format!("{place}.verifier"),
            json!("zoe"),
            unknown,
        );
        let never = part(&place, "stands breached and was never breached");
        let mut never_breached = state.clone();
        never_breached["obligations"][obligation]["breached"] = json!(null);
        never_breached["obligations"][obligation]["status"] = json!("cured");
        let fields = never_breached["obligations"][obligation].clone();
        fits_not("a breach that never was", &place, fields, never);
        let mut rests = state["obligations"][obligation].clone();
        rests["status"] = json!("due");
        rests["closed"] = json!(null);
        rests["rests_since"] = json!("2026-05-05T09:00:00Z");
        let kind = "a rest of what does not rest";
        fits_not(kind, &place, rests, part(&place, "`rests_since` does not fit"));
        let mut closed = state["obligations"][obligation].clone();
        closed["status"] = json!("due");
        closed["closed"] = json!("2026-05-05T09:00:00Z");
        let kind = "an end of what goes on";
        fits_not(kind, &place, closed, part(&place, "`closed` does not fit"));
    }
    let misfit = |place: &str| part(place, "its progress, figure, deadline or count does not fit");
    let place = "obligations.exclusive";
    for (key, value) in [
        ("progress", json!(1)),
        ("deadline", json!("2026-09-01T00:00:00Z")),
        ("counted", json!(3)),
        ("counted", json!(u64::MAX)),
    ] {
        let at = format!("{place}.{key}");
        fits_not("a prohibition with what it cannot have", &at, value, misfit(place));
    }
    let place = "obligations.price";
    for (key, value) in [
        ("counted", json!(1)),
        ("count_start", json!("2026-05-05T09:00:00Z")),
        ("count_period", json!(1)),
        ("count_ended", json!(true)),
    ] {
        let at = format!("{place}.{key}");
        fits_not("a duty with what it cannot have", &at, value, misfit(place));
    }
    for (obligation, nulls) in
        [("price", ["closed"].as_slice()), ("delivery", &["rests_since", "deadline_rests_from"])]
    {
        let mut moves = state["obligations"][obligation].clone();
        moves["status"] = json!("due");
        for key in nulls {
            moves[*key] = json!(null);
        }
        let place = format!("obligations.{obligation}");
        fits_not("a state not at rest", &place, moves, Expected::NotAtRest);
    }
    let kind = "a duty before the agreement was in force";
    let early = part("obligations.price", "fell due before the agreement was in force");
    fits_not(kind, "in_force", json!(null), early);
    let names = part("obligations", "are not those of the agreement, in its order");
    let mut renamed = state["obligations"].clone();
    let price = renamed.as_object_mut().unwrap().shift_remove("price").unwrap();
    fits_not("an obligation missing", "obligations", renamed.clone(), names);
    let names = part("obligations", "are not those of the agreement, in its order");
    renamed["price"] = price;
    fits_not("obligations in another order", "obligations", renamed, names);
    for (number, entry) in state["findings"].as_array().unwrap().iter().enumerate() {
        let at = format!("findings[{number}]");
        for key in ["obligation", "act"] {
            if entry.get(key).is_some() {
                let unknown = part("findings", "one does not fit the agreement");
                let at = format!("{at}.{key}");
                fits_not("a finding about what there is not", &at, json!("nothing"), unknown);
            }
        }
        let lacks = without(entry, "", "reason");
        let lacks = without(&without(&lacks, "", "obligation"), "", "act");
        let unknown = part("findings", "one does not fit the agreement");
        fits_not("a finding about nothing", &at, lacks, unknown);
    }
    let changes = state["changes"].as_array().unwrap();
    for (number, change) in changes.iter().enumerate() {
        if let Some(moved) = change["transition"].get("moved") {
            let mut moved = moved.clone();
            moved["obligation"] = json!("nothing");
            let at = format!("changes[{number}].transition");
            let unknown = part("changes", "one names what the agreement doesn't know");
            fits_not("a change of what there is not", &at, json!({ "moved": moved }), unknown);
        }
    }
    bad
}
