//! Agreements that are spoilt in one way, so that they are not acceptable (section 2).

use serde_json::{Value, json};

use super::Chooser;

/// The ways in which an agreement can be spoilt.
pub const WAYS: [&str; 22] = [
    "an unknown key",
    "an unknown act",
    "an unknown debtor",
    "nobody may do an act",
    "no act",
    "a quantity of nought",
    "two forms",
    "no form",
    "within beside at",
    "per beside in_any",
    "too short a per",
    "a deadline on a prohibition",
    "beyond on a duty",
    "deemed_after of nobody",
    "beyond above a hundred",
    "a debtor that is creditor",
    "a debtor that verifies",
    "repaired by itself",
    "a party named each",
    "a group of nobody",
    "an unknown obligation in a condition",
    "a circle of resting",
];

/// The agreement, spoilt in this way; it has then an obligation `spoilt` that is plain else.
pub fn spoil(chooser: &mut Chooser<'_>, agreement: &Value, way: &str) -> Value {
    let mut spoilt = agreement.clone();
    let act = spoilt["acts"].as_object().unwrap().iter();
    let plain: Vec<_> = act
        .filter(|(_, act)| {
            act.get("of").is_none() && act.get("unit").is_none() && act["by"].is_array()
        })
        .map(|(name, act)| (name.clone(), act["by"][0].clone()))
        .collect();
    let (act, debtor) = match plain.is_empty() {
        false => chooser.one(&plain).clone(),
        true => {
            spoilt["acts"]["plain"] = json!({ "by": ["p0"] });
            ("plain".to_owned(), json!("p0"))
        }
    };
    let parties: Vec<_> = spoilt["parties"].as_object().unwrap().keys().cloned().collect();
    let others: Vec<_> = parties.iter().filter(|it| debtor != **it).cloned().collect();
    let creditor = json!(chooser.one(&others));
    let duty = json!({ "debtor": debtor, "creditor": creditor, "perform": act });
    let prohibition = json!({ "debtor": debtor, "creditor": creditor, "refrain": act });
    let with = |terms: &Value, more: Value| {
        let mut terms = terms.clone();
        for (key, value) in more.as_object().unwrap() {
            terms[key] = value.clone();
        }
        terms
    };
    let obligation = match way {
        "an unknown key" => with(&duty, json!({ "whenever": true })),
        "an unknown act" => with(&duty, json!({ "perform": "nothing-known" })),
        "an unknown debtor" => with(&duty, json!({ "debtor": "nobody-known" })),
        "no act" => with(&duty, json!({ "perform": [] })),
        "a quantity of nought" => with(&duty, json!({ "quantity": 0 })),
        "two forms" => with(&duty, json!({ "refrain": act })),
        "no form" => json!({ "debtor": debtor, "creditor": creditor }),
        "within beside at" => with(&duty, json!({ "within": "P1D", "at": "2024-02-01T00:00:00Z" })),
        "per beside in_any" => with(&prohibition, json!({ "per": "P1D", "in_any": "P1D" })),
        "too short a per" => with(&prohibition, json!({ "per": "PT59S" })),
        "a deadline on a prohibition" => with(&prohibition, json!({ "within": "P1D" })),
        "beyond on a duty" => with(&duty, json!({ "beyond": 1 })),
        "deemed_after of nobody" => with(&duty, json!({ "deemed_after": "P1D" })),
        "beyond above a hundred" => with(&prohibition, json!({ "in_any": "P1D", "beyond": 101 })),
        "a debtor that is creditor" => with(&duty, json!({ "creditor": debtor })),
        "a debtor that verifies" => with(&duty, json!({ "verified_by": debtor })),
        "repaired by itself" => with(&duty, json!({ "repaired_by": "spoilt" })),
        "an unknown obligation in a condition" => {
            with(&duty, json!({ "when": { "not": { "kept": "nothing-known" } } }))
        }
        "a circle of resting" => with(&duty, json!({ "suspended_while": { "due": "spoilt" } })),
        _ => duty,
    };
    spoilt["obligations"]["spoilt"] = obligation;
    match way {
        "nobody may do an act" => spoilt["acts"]["spoilt"] = json!({ "by": [] }),
        "a party named each" => spoilt["parties"]["each"] = json!("a party"),
        "a group of nobody" => {
            spoilt["parties"]["spoilt"] = json!({ "gist": "a group", "members": [] });
        }
        _ => {}
    }
    spoilt
}
