//! Obligations: to perform, to achieve, or to refrain.

use schemars::Schema;
use serde_json::{Value, json};

use crate::terms::DutyForm;

/// Says which keys go together.
pub(super) fn refine(schema: &mut Schema) {
    super::each_of(schema, "Obligation", |obligation| {
        let forms = FORMS.map(|(key, form)| self::form(key, form));
        obligation.insert("oneOf".to_owned(), json!(forms));
        let both = [["within", "at"], ["per", "in_any"]].map(|keys| json!({"required": keys}));
        obligation.insert("not".to_owned(), json!({"anyOf": both}));
        // Only a verifier's silence attests.
        let silence = json!({"deemed_after": ["verified_by"]});
        obligation.insert("dependentRequired".to_owned(), silence);
    });
}

const FORMS: [(&str, DutyForm); 3] = [
    ("perform", DutyForm::Perform),
    ("achieve", DutyForm::Achieve),
    ("refrain", DutyForm::Refrain),
];

fn form(key: &str, form: DutyForm) -> Value {
    let others = FORMS.iter().map(|(other, _)| other).filter(|other| **other != key);
    let barred: Vec<Value> =
        others.chain(form.bars()).map(|key| json!({"required": [key]})).collect();
    json!({"title": format!("a duty to {key}"), "required": [key], "not": {"anyOf": barred}})
}
