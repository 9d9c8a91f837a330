//! What one cell or attribute of a log says of an event, as the text that it is.

use serde_json::Value;

use crate::terms::Decimal;
use crate::time::Instant;

use super::times::Times;

/// The keys of an event, in the order in which they are written.
pub(super) const KEYS: [&str; 27] = [
    "time",
    "actor",
    "actors",
    "act",
    "quantity",
    "told",
    "attest",
    "deny",
    "release",
    "extend",
    "until",
    "amend",
    "verified_by",
    "debtor",
    "creditor",
    "waive",
    "amended",
    "retract",
    "correct",
    "event",
    "complete",
    "known",
    "case",
    "subject",
    "id",
    "note",
    "source",
];

/// What the text of a cell says.
pub(super) fn value(key: &str, cell: &str, times: &Times) -> Result<Value, CellError> {
    match key {
        "time" | "until" | "known" | "complete" => match cell.parse::<Instant>() {
            Ok(_) => Ok(cell.into()),
            Err(_) => Ok(times.read(cell)?.to_string().into()),
        },
        "quantity" => quantity(cell).ok_or(CellError::Other("not a number")),
        "told" | "event" => {
            serde_json::from_str(cell).map_err(|_| CellError::Other("not an object in JSON"))
        }
        "actors" if cell.starts_with('[') => {
            serde_json::from_str(cell).map_err(|_| CellError::Other("not a list of names in JSON"))
        }
        "actors" => Ok(cell.split(';').map(str::trim).collect()),
        _ => Ok(cell.into()),
    }
}

/// Pairs with a comma between two. A comma within the name of a column is none: what has no `=` goes on what stands
/// before it.
pub(super) fn pairs(text: &str) -> Vec<String> {
    let mut pairs: Vec<String> = Vec::new();
    for part in text.split(',') {
        match pairs.last_mut() {
            Some(before) if !part.contains('=') => {
                before.push(',');
                before.push_str(part);
            }
            _ => pairs.push(part.to_owned()),
        }
    }
    pairs
}

/// Why a cell says nothing of an event.
pub(super) enum CellError {
    Time(super::times::TimeError),
    Other(&'static str),
}

impl From<super::times::TimeError> for CellError {
    fn from(error: super::times::TimeError) -> Self {
        Self::Time(error)
    }
}

/// A number; a figure in a unit is a text.
fn quantity(cell: &str) -> Option<Value> {
    match cell.parse::<u64>() {
        Ok(quantity) => Some(quantity.into()),
        Err(_) => cell.parse::<Decimal>().is_ok().then(|| cell.into()),
    }
}
