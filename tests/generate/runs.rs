//! Logs that tell of several runs of an agreement, which take turns.

use serde_json::{Value, json};

use super::{Chooser, Shape, times};

/// A log of one run; or, of one log in six, one that tells of several.
pub fn choose(chooser: &mut Chooser<'_>, shape: Shape, log: Vec<Value>) -> Vec<Value> {
    if shape.runs < 2 {
        return log;
    }
    match chooser.below(12) {
        10 => spread(chooser, shape, log),
        11 => echoed(chooser, shape, &log),
        _ => log,
    }
}

/// The events of one log told as those of several runs.
fn spread(chooser: &mut Chooser<'_>, shape: Shape, mut log: Vec<Value>) -> Vec<Value> {
    for event in &mut log {
        let run = chooser.below(shape.runs);
        if run > 0 {
            event["case"] = json!(format!("case-{run}"));
        }
    }
    log
}

/// Several runs in which the same happens, each a little later than the one before and now and then in
/// other quantities: the edge that one run records, the next follows or just misses.
fn echoed(chooser: &mut Chooser<'_>, shape: Shape, log: &[Value]) -> Vec<Value> {
    let delays: Vec<i64> =
        (0..shape.runs).map(|_| *chooser.one(&[0, 1, 3_600, 21_600, times::DAY])).collect();
    let mut echoed = Vec::new();
    for event in log {
        for (run, delay) in delays.iter().enumerate() {
            let mut event = event.clone();
            event["case"] = json!(format!("case-{run}"));
            for key in ["time", "until", "known"] {
                if let Some(instant) = event.get_mut(key) {
                    *instant = json!(times::later(instant.as_str().unwrap(), *delay));
                }
            }
            let is_whole = event.get("quantity").is_none_or(Value::is_u64);
            if event.get("act").is_some() && is_whole && chooser.chance(20) {
                // What has a quantity may be in a unit, of which there is less than the largest number.
                let huge = if event.get("quantity").is_none() { 20 } else { 0 };
                event["quantity"] = json!(chooser.number(1..=4, huge));
            }
            echoed.push(event);
        }
    }
    echoed
}
