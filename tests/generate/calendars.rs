//! Random calendars, and terms in them (section 10).

use serde_json::{Map, Value, json};

use super::Chooser;

/// The names of the calendars of an agreement.
pub const NAMES: [&str; 2] = ["c0", "c1"];

/// One or two calendars.
pub fn choose(chooser: &mut Chooser<'_>) -> (Vec<&'static str>, Value) {
    let names = NAMES[..chooser.between(1, 2)].to_vec();
    let calendars: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), calendar(chooser))).collect();
    (names, calendars.into())
}

fn calendar(chooser: &mut Chooser<'_>) -> Value {
    let offset = *chooser.one(&["+00:00", "+01:00", "-05:30", "+13:00"]);
    let mut calendar = json!({
        "offset": offset,
        "covers": ["2024-01-01", *chooser.one(&["2024-12-31", "2024-03-10", "2024-02-20"])],
    });
    if chooser.chance(50) {
        calendar["offsets"] = json!([
            ["2024-02-04T01:00:00Z", *chooser.one(&["+02:00", "+00:00", "-06:00"])],
            ["2024-02-11T01:30:00Z", offset],
        ]);
    }
    if chooser.chance(70) {
        let days =
            ["2024-01-31", "2024-02-01", "2024-02-05", "2024-02-06", "2024-02-12", "2024-02-29"];
        calendar["holidays"] = json!(chooser.some(&days, 0));
    }
    if chooser.chance(30) {
        calendar["working"] = json!(chooser.some(&["2024-02-03", "2024-02-06", "2024-02-10"], 0));
    }
    if chooser.chance(30) {
        let days = ["sunday", "monday", "friday", "saturday"];
        calendar["weekend"] = json!(chooser.some(&days, 0));
    }
    if chooser.chance(60) {
        calendar["opens"] = json!(*chooser.one(&["09:00", "00:00", "02:30"]));
        calendar["close"] = json!(*chooser.one(&["17:00", "24:00", "12:00"]));
    }
    calendar
}

/// A term in one of these calendars.
pub fn term(chooser: &mut Chooser<'_>, names: &[&str]) -> Value {
    let spans = ["P1D", "P2D", "P3D", "P1W", "P1M", "P1MT6H", "P1DT12H", "PT6H", "P1M2D"];
    let span = *chooser.one(&spans);
    let mut term = json!({ "term": span, "in": *chooser.one(names) });
    let has_time = span.contains('T');
    if !has_time && !span.contains('M') && chooser.chance(50) {
        term["days"] = json!(*chooser.one(&["working", "calendar"]));
    }
    if !has_time && chooser.chance(60) {
        let ends = ["midnight", "close", "10:00", "02:30", "same-time"];
        term["ends"] = json!(*chooser.one(&ends));
    }
    if chooser.chance(50) {
        let rolls = ["following", "preceding", "modified-following", "none"];
        term["roll"] = json!(*chooser.one(&rolls));
    }
    term
}

/// A day that every calendar covers, written as an instant.
pub fn day(chooser: &mut Chooser<'_>, names: &[&str]) -> Value {
    let days = ["2024-01-30", "2024-01-31", "2024-02-03", "2024-02-04", "2024-02-11", "2024-02-19"];
    let mut day = json!({ "day": *chooser.one(&days), "in": *chooser.one(names) });
    if chooser.chance(50) {
        day["ends"] = json!(*chooser.one(&["midnight", "close", "02:30", "10:00"]));
    }
    day
}
