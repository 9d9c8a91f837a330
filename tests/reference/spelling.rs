//! How a condition is spelt in a report: quantities in a unit with all places (section 9).

use serde_json::Value;

use super::document::Agreement;
use super::told::{Type, Unit, quantity, shown};

impl Agreement {
    /// A condition as the document has it, its quantities as reports write them.
    pub(crate) fn spelt(&self, condition: &Value) -> Value {
        let mut spelt = condition.clone();
        match &mut spelt {
            Value::Object(map) => {
                for (key, part) in map.iter_mut() {
                    match key.as_str() {
                        "happened" if part.is_object() => self.spell_happened(part),
                        "told" => self.spell_matching(part),
                        _ => *part = self.spelt(part),
                    }
                }
            }
            Value::Array(parts) => parts.iter_mut().for_each(|part| *part = self.spelt(part)),
            _ => {}
        }
        spelt
    }

    fn spell_happened(&self, happened: &mut Value) {
        let act = self.acts.iter().find(|act| happened["act"] == *act.name);
        spell(happened, "at_least", act.and_then(|act| act.unit.as_ref()));
        if let Some(matching) = happened.get_mut("where") {
            self.spell_matching(matching);
        }
    }

    fn spell_matching(&self, matching: &mut Value) {
        for (name, wanted) in matching.as_object_mut().into_iter().flatten() {
            let mut told = self.teller(name).into_iter().flat_map(|act| &act.tells);
            if let Some((_, Type::Quantity(unit))) = told.find(|(it, _)| it == name) {
                spell(wanted, "at_least", unit.as_ref());
                spell(wanted, "at_most", unit.as_ref());
            }
        }
    }
}

fn spell(value: &mut Value, key: &str, unit: Option<&Unit>) {
    let Some(figure) = value.get_mut(key) else { return };
    if let (Some(unit), Ok(whole)) = (unit, quantity(figure, unit)) {
        *figure = shown(whole, Some(unit));
    }
}
