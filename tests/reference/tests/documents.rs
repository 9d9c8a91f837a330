//! Agreements that are errors (sections 2 and 4).

use serde_json::json;

use super::*;

#[test]
fn a_circle_of_resting_is_named() {
    let mut agreement = duty(json!({ "suspended_while": { "due": "p" } }));
    agreement["acts"]["go"]["requires"] = json!({ "not": { "suspended": "o" } });
    agreement["obligations"]["p"] = json!({ "debtor": "a", "creditor": "b", "perform": "go" });
    assert_eq!(refused(&agreement), "a circle of resting: `o` rests on `p` rests on `o`");
    let alone = duty(json!({ "suspended_while": { "due": "o" } }));
    assert_eq!(refused(&alone), "a circle of resting: `o` rests on `o`");
}

#[test]
fn what_a_prohibition_forbids_does_not_make_it_rest() {
    let mut agreement = prohibition(json!({}));
    agreement["acts"]["pay"]["requires"] = json!({ "due": "o" });
    assert_eq!(status(&record(&agreement, &[]), "o"), "due");
}

#[test]
fn a_standoff_is_no_error() {
    let mut agreement = duty(json!({}));
    agreement["acts"]["pay"]["requires"] = json!({ "discharged": "p" });
    agreement["acts"]["go"]["requires"] = json!({ "discharged": "o" });
    agreement["obligations"]["p"] = json!({ "debtor": "a", "creditor": "b", "perform": "go" });
    let report = record(&agreement, &[tick(9)]);
    assert_eq!((status(&report, "o"), status(&report, "p")), ("dormant", "dormant"));
}

#[test]
fn documents_with_errors_are_refused() {
    let wrong_terms = [
        (json!({ "debtor": "c" }), "may not do"),
        (json!({ "creditor": "d" }), "unknown party"),
        (json!({ "perform": "pray" }), "unknown act"),
        (json!({ "when": { "due": "p" } }), "unknown obligation"),
        (json!({ "cites": ["x"] }), "unknown passage"),
        (json!({ "quantity": 0 }), "zero"),
        (json!({ "refrain": "pay" }), "needs one of"),
        (json!({ "within": "P1D", "at": day(2) }), "beside"),
        (json!({ "beyond": 1 }), "on a duty to perform"),
        (json!({ "per": "P1D" }), "on a duty to perform"),
        (json!({ "within": "P0D" }), "positive"),
        (json!({ "within": "PT" }), "positive"),
        (json!({ "within": "P1.5D" }), "positive"),
        (json!({ "within": "P1D2W" }), "positive"),
        (json!({ "befor": true }), "unknown key"),
    ];
    for (terms, why) in wrong_terms {
        let refusal = refused(&duty(terms.clone()));
        assert!(refusal.contains(why), "{terms}: {refusal}");
    }
    for key in ["within", "at", "quantity", "early", "verified_by"] {
        let value = match key {
            "within" => json!("P1D"),
            "at" => json!(day(2)),
            "quantity" => json!(1),
            "early" => json!("counts"),
            _ => json!("c"),
        };
        let refusal = refused(&prohibition(json!({ key: value })));
        assert!(refusal.contains("on a prohibition"), "{key}: {refusal}");
    }
    let mut nobody = duty(json!({}));
    nobody["acts"]["stop"]["by"] = json!([]);
    assert!(refused(&nobody).contains("empty"));
}
