//! Reading JSON values, with the place told when one is not what it should be.

use serde_json::{Map, Value};

pub(crate) type Object = Map<String, Value>;

/// An object that has no keys but the known ones (section 2: unknown keys are
/// errors of the document).
pub(crate) fn object<'a>(
    value: &'a Value,
    place: &str,
    known_keys: &[&str],
) -> Result<&'a Object, String> {
    let object = any_object(value, place)?;
    match object.keys().find(|key| !known_keys.contains(&key.as_str())) {
        Some(key) => Err(format!("{place}: unknown key `{key}`")),
        None => Ok(object),
    }
}

/// An object whose keys are names.
pub(crate) fn any_object<'a>(value: &'a Value, place: &str) -> Result<&'a Object, String> {
    value.as_object().ok_or_else(|| format!("{place}: not an object"))
}

pub(crate) fn text(value: &Value, place: &str) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("{place}: not a string"))
}

pub(crate) fn texts(value: &Value, place: &str) -> Result<Vec<String>, String> {
    list(value, place)?.iter().map(|item| text(item, place)).collect()
}

pub(crate) fn list<'a>(value: &'a Value, place: &str) -> Result<&'a Vec<Value>, String> {
    value.as_array().ok_or_else(|| format!("{place}: not a list"))
}

pub(crate) fn count(value: &Value, place: &str) -> Result<u64, String> {
    value.as_u64().ok_or_else(|| format!("{place}: not a whole number"))
}

/// A quantity: a count of at least one.
pub(crate) fn quantity(value: &Value, place: &str) -> Result<u64, String> {
    match count(value, place)? {
        0 => Err(format!("{place}: a quantity of zero")),
        quantity => Ok(quantity),
    }
}

pub(crate) fn flag(object: &Object, key: &str, default: bool, place: &str) -> Result<bool, String> {
    match object.get(key) {
        None => Ok(default),
        Some(value) => value.as_bool().ok_or_else(|| format!("{place}: `{key}` is not a boolean")),
    }
}

pub(crate) fn required<'a>(
    object: &'a Object,
    key: &str,
    place: &str,
) -> Result<&'a Value, String> {
    object.get(key).ok_or_else(|| format!("{place}: `{key}` is missing"))
}
