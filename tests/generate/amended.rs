//! An agreement that another takes the place of (section 12).

use serde_json::{Map, Value, json};

use super::{Case, Chooser};

/// What stands in a log for the digest of the other agreement: whoever judges puts it there.
pub const DIGEST: &str = "digest of amended";

/// The same case with another agreement at hand, and a line by which it takes the first one's place.
pub fn amend(chooser: &mut Chooser<'_>, case: Case) -> Case {
    let mut case = case;
    let parties: Vec<String> =
        case.agreement["parties"].as_object().unwrap().keys().cloned().collect();
    if chooser.chance(80) {
        case.agreement["registrar"] = json!(chooser.one(&parties));
    }
    let amended = changed(chooser, &case.agreement);
    let place = chooser.below(case.log.len() + 1);
    let near = case.log.get(place).or(case.log.last());
    let time = near.map(|it| it["time"].clone());
    let time = time.unwrap_or_else(|| json!(super::times::written(0)));
    let mut line = json!({ "time": time, "amended": DIGEST });
    match case.agreement.get("registrar") {
        Some(registrar) if chooser.chance(90) => line["actor"] = registrar.clone(),
        _ => {
            let all: Vec<_> = amended["parties"].as_object().unwrap().keys().cloned().collect();
            let actors = if chooser.chance(70) { all } else { chooser.some(&all, 1) };
            line["actors"] = json!(actors);
        }
    }
    case.log.insert(place, line);
    case.amended = Some(amended);
    case
}

/// Another agreement: some obligations gone, some new, some terms otherwise.
fn changed(chooser: &mut Chooser<'_>, agreement: &Value) -> Value {
    let mut new = agreement.clone();
    if chooser.chance(8) {
        return new;
    }
    drop_obligations(chooser, &mut new);
    add_obligations(chooser, &mut new);
    change_terms(chooser, &mut new);
    if chooser.chance(15) {
        new["parties"]["p9"] = json!("a new party");
    }
    if chooser.chance(15) {
        new["terminates_when"] = json!({ "reached": super::times::written(9 * super::times::DAY) });
    }
    if chooser.chance(25) {
        change_kinds(chooser, &mut new);
    }
    new
}

/// Whether a name is written anywhere but as the key of what it names.
fn is_mentioned(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(map) => map.values().any(|it| is_mentioned(it, name)),
        Value::Array(parts) => parts.iter().any(|it| is_mentioned(it, name)),
        Value::String(text) => text == name,
        _ => false,
    }
}

fn drop_obligations(chooser: &mut Chooser<'_>, new: &mut Value) {
    let names: Vec<String> = new["obligations"].as_object().unwrap().keys().cloned().collect();
    for name in names {
        let is_alone = new["obligations"].as_object().unwrap().len() < 2;
        if !is_alone && !is_mentioned(new, &name) && chooser.chance(40) {
            new["obligations"].as_object_mut().unwrap().shift_remove(&name);
        }
    }
}

fn add_obligations(chooser: &mut Chooser<'_>, new: &mut Value) {
    let old = new["obligations"].as_object().unwrap().clone();
    let mut all = Map::new();
    for (name, terms) in &old {
        all.insert(name.clone(), terms.clone());
        if chooser.chance(25) {
            all.insert(format!("new-{name}"), terms.clone());
        }
    }
    new["obligations"] = all.into();
}

fn change_terms(chooser: &mut Chooser<'_>, new: &mut Value) {
    let since = json!({ "elapsed": { "since": { "all": [] }, "for": "P2D" } });
    for (_, act) in new["acts"].as_object_mut().unwrap() {
        let act = act.as_object_mut().unwrap();
        match chooser.below(10) {
            0 => act.insert("expires_when".to_owned(), since.clone()),
            1 => act.shift_remove("expires_when"),
            2 => act.shift_remove("requires"),
            3 if act.get("expires_when").is_some() => {
                let same = json!({ "all": [act["expires_when"]] });
                act.insert("expires_when".to_owned(), same)
            }
            4 => act.insert("requires".to_owned(), json!({ "not": since })),
            _ => None,
        };
    }
    for (_, terms) in new["obligations"].as_object_mut().unwrap() {
        let terms = terms.as_object_mut().unwrap();
        match chooser.below(12) {
            0 => terms.shift_remove("when"),
            1 => terms.shift_remove("until"),
            2 => terms.insert("suspended_while".to_owned(), json!({ "any": [] })),
            3 if terms.contains_key("within") => terms.insert("within".to_owned(), json!("P5D")),
            4 if terms.contains_key("perform")
                && terms.get("quantity").is_some_and(Value::is_u64) =>
            {
                terms.insert("quantity".to_owned(), json!(2))
            }
            5 => terms.insert("binding".to_owned(), json!(false)),
            6 => terms.shift_remove("repaired_by"),
            // Another form: it can't be carried over.
            7 if chooser.chance(15) => {
                for key in ["perform", "refrain", "quantity", "beyond", "per", "in_any", "early"] {
                    terms.shift_remove(key);
                }
                for key in ["where", "verified_by", "deemed_after"] {
                    terms.shift_remove(key);
                }
                terms.insert("achieve".to_owned(), json!({ "all": [] }))
            }
            _ => None,
        };
    }
}

fn change_kinds(chooser: &mut Chooser<'_>, new: &mut Value) {
    let Some(kinds) = new.get_mut("subjects").and_then(Value::as_object_mut) else { return };
    for (_, kind) in kinds {
        let kind = kind.as_object_mut().unwrap();
        if kind.contains_key("each_of") {
            kind.insert("each_of".to_owned(), json!(*chooser.one(&[["p0"], ["p1"]])));
        } else if kind.contains_key("every") {
            match chooser.below(4) {
                0 => kind.insert("every".to_owned(), json!("P3D")),
                1 => kind.insert("times".to_owned(), json!(4)),
                2 => kind.insert("ahead".to_owned(), json!(2)),
                _ => kind.shift_remove("ends_when"),
            };
        } else {
            kind.insert("closes_when".to_owned(), json!({ "any": [] }));
        }
    }
}
