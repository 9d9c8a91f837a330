//! Circles of resting (section 4): an agreement that has one is not acceptable.

use serde_json::Value;

use super::document::Agreement;

impl Agreement {
    /// The obligations that an obligation rests on.
    fn rests_on(&self, obligation: &str) -> Vec<String> {
        let declared = &self.source["obligations"][obligation];
        let mut mentioned = Vec::new();
        mentions(&declared["suspended_while"], &mut mentioned);
        for act in self.obligation(obligation).into_iter().flat_map(|it| it.performs()) {
            mentions(&self.source["acts"][act]["requires"], &mut mentioned);
        }
        mentioned
    }

    /// An obligation that rests on itself, by way of others or not.
    pub(crate) fn circle(&self) -> Option<&str> {
        let has_circle = |start: &str| {
            let mut reached = self.rests_on(start);
            let mut next = 0;
            while let Some(name) = reached.get(next).cloned() {
                for other in self.rests_on(&name) {
                    if !reached.contains(&other) {
                        reached.push(other);
                    }
                }
                next += 1;
            }
            reached.iter().any(|it| it == start)
        };
        self.obligations.iter().map(|it| it.name.as_str()).find(|it| has_circle(it))
    }
}

/// The obligations whose `due` or `suspended` stands anywhere in a condition.
fn mentions(condition: &Value, found: &mut Vec<String>) {
    match condition {
        Value::Object(map) => {
            for (key, part) in map {
                match part {
                    Value::String(name) if key == "due" || key == "suspended" => {
                        found.push(name.clone());
                    }
                    part => mentions(part, found),
                }
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| mentions(part, found)),
        _ => {}
    }
}
