//! Two reports, compared key by key.

use serde_json::{Map, Value};

/// Where one report differs from the other; keys that only `found` has are its own affair, but for
/// the names of obligations, acts and subjects.
pub(crate) fn differences(wanted: &Value, found: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare("", wanted, found, &mut differences);
    differences
}

fn names(map: &Map<String, Value>) -> Vec<&String> {
    map.keys().collect()
}

fn compare(path: &str, wanted: &Value, found: &Value, differences: &mut Vec<String>) {
    let mut differ = |what: String| differences.push(format!("{path}: {what}"));
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let is_of_names =
                ["obligations", "acts", "subjects"].iter().any(|it| path.ends_with(it));
            if is_of_names && names(wanted) != names(found) {
                differ(format!("{:?} became {:?}", names(wanted), names(found)));
            }
            for (key, value) in wanted {
                let other = found.get(key).unwrap_or(&Value::Null);
                compare(&format!("{path}/{key}"), value, other, differences);
            }
        }
        (Value::Array(wanted), Value::Array(found)) => {
            if wanted.len() != found.len() {
                differ(format!("{} became {} of them", wanted.len(), found.len()));
            }
            for (place, (one, other)) in wanted.iter().zip(found).enumerate() {
                compare(&format!("{path}/{place}"), one, other, differences);
            }
        }
        _ if wanted == found => {}
        _ => differ(format!("{wanted} became {found}")),
    }
}
