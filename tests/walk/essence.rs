//! What a state comes to: two states that have the same essence go on alike, whatever happens to both.
//!
//! A saved state holds more than that. When something fell due, was breached or closed is told in
//! reports and compared by no rule; what is closed never changes again; a deadline that is past is past.
//! Each of them would make many states out of one, for each instant at which it could have come about.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use servanda::event::Deed;
use servanda::{Agreement, Instant, Monitor};

/// Instants count from the clock; those that lie longer back than this are all alike. No duration of
/// the agreements that are walked through is longer.
const LONG_PAST: chrono::TimeDelta = chrono::TimeDelta::days(-1_000);

/// What of an agreement, and of what can happen under it, does not move with the clock: the instants that
/// are written in it, and those to which deadlines are extended.
#[derive(Clone, Debug)]
pub(super) struct Fixed {
    agreement: Vec<Instant>,
    extensions: Vec<Instant>,
    /// The most that a quantity is amended to.
    most: u64,
}

impl Fixed {
    pub(super) fn of(agreement: &Agreement, plays: &[Deed]) -> Self {
        let document: Value = serde_json::from_str(&agreement.to_json()).unwrap();
        let (mut extensions, mut most) = (BTreeSet::new(), 0);
        for play in plays {
            match play {
                Deed::Extend { until, .. } => extensions.extend([*until]),
                Deed::Amend { amendment, .. } => {
                    extensions.extend(amendment.until);
                    most = amendment.quantity.map_or(most, |it| most.max(it.whole()));
                }
                _ => {}
            }
        }
        Self { agreement: written(&document), extensions: extensions.into_iter().collect(), most }
    }

    /// What a state comes to.
    pub(super) fn essence(&self, monitor: &Monitor) -> String {
        let mut saved = serde_json::to_value(monitor.save()).unwrap();
        let Value::Object(mut state) = saved["run"].take() else {
            panic!("a run is an object");
        };
        let clock = monitor.clock().unwrap();
        for (name, tracked) in state["obligations"].as_object_mut().unwrap() {
            let written = saved["agreement"]["obligations"][name]["quantity"].as_u64();
            *tracked = self.of_obligation(tracked.take(), written.unwrap_or(1), clock);
        }
        for key in ["clock", "events", "ids", "keeps_history", "changes", "findings"] {
            assert!(state.remove(key).is_some(), "{key}");
        }
        for key in ["start", "in_force", "terminated"] {
            state[key] = json!(!state[key].is_null());
        }
        let mut state = Value::Object(state);
        count_from(clock, &mut state);
        let fixed = self.agreement.iter().chain(&self.extensions);
        let ahead = fixed.filter(|instant| **instant >= clock);
        let ahead: Vec<String> = ahead.map(|instant| apart(*instant, clock)).collect();
        format!("{state}{ahead:?}")
    }

    /// What is remembered of an obligation, as far as a rule reads it.
    fn of_obligation(&self, mut tracked: Value, written: u64, clock: Instant) -> Value {
        let instant = |value: &Value| value.as_str().map(|text| text.parse::<Instant>().unwrap());
        let was_breached = !tracked["breached"].is_null();
        if let Some(closed) = instant(&tracked["closed"]) {
            // What repairs another breach is asked whether time has closed it now.
            let just_now = tracked["closed_by_time"] == true && closed == clock;
            return json!([tracked["status"], was_breached, tracked["lapsed"], just_now]);
        }
        // More than enough is as good as enough, as long as no more is asked for.
        let quantity = tracked["figure"].as_u64().unwrap_or(written).max(self.most);
        tracked["progress"] = tracked["progress"].as_u64().unwrap().min(quantity).into();
        tracked["due"] = json!(!tracked["due"].is_null());
        tracked["breached"] = json!(was_breached);
        // Of what has a window to miss it is asked whether it is due, or rests, since before now.
        let has_windows = !tracked["due_since"].is_null();
        for key in ["rests_since", "due_since"] {
            let is_now = |since| has_windows && since == clock;
            tracked[key] = instant(&tracked[key]).map(is_now).into();
        }
        if let Some(deadline) = instant(&tracked["deadline"]) {
            tracked["deadline"] = match instant(&tracked["deadline_rests_from"]) {
                // What is left of it when it goes on, and which extensions would move it later.
                Some(from) => {
                    let later: Vec<bool> =
                        self.extensions.iter().map(|until| deadline < *until).collect();
                    tracked["deadline_rests_from"] = json!(true);
                    json!([apart(deadline, from), later])
                }
                None if deadline < clock => json!("past"),
                None => json!(apart(deadline, clock)),
            };
        }
        tracked
    }
}

/// The instants of a value, counted from the clock.
fn count_from(clock: Instant, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Ok(instant) = text.parse::<Instant>() {
                *text = apart(instant, clock);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|it| count_from(clock, it)),
        Value::Object(map) => map.values_mut().for_each(|it| count_from(clock, it)),
        _ => {}
    }
}

fn apart(instant: Instant, from: Instant) -> String {
    (instant.to_chrono() - from.to_chrono()).max(LONG_PAST).to_string()
}

/// The instants that are written in an agreement; its date is behind every clock.
fn written(agreement: &Value) -> Vec<Instant> {
    match agreement {
        Value::Object(map) => {
            map.iter().filter(|(key, _)| *key != "date").flat_map(|(_, it)| written(it)).collect()
        }
        Value::Array(values) => values.iter().flat_map(written).collect(),
        Value::String(text) => text.parse().into_iter().collect(),
        _ => Vec::new(),
    }
}
