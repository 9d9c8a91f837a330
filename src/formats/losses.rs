//! What a format could not hold.

use std::collections::BTreeMap;
use std::fmt;

/// What was lost on the way from one format to another: each kind of loss once, with how often and
/// where first. Printed, it is one line for each.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use servanda::formats::csv;
/// use servanda::names::Text;
/// use servanda::Event;
/// let line = r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay", "note": ""}"#;
/// let event: Event<Text> = serde_json::from_str(line)?;
/// let losses = csv::write(&mut Vec::new(), &[event])?;
/// assert_eq!(losses.to_string(), "an empty `note` reads back as none: event 1");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    kinds: BTreeMap<String, Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    unit: &'static str,
    first: u64,
    times: u64,
}

impl Losses {
    /// Whether nothing was lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// One more loss, at an event of the log.
    #[cfg(any(feature = "csv", feature = "xes"))]
    pub(super) fn at_event(&mut self, place: u64, what: impl Into<String>) {
        self.add("event", place, what.into());
    }

    /// One more loss, at a line of a document.
    #[cfg(any(feature = "cloud-events", feature = "xes"))]
    pub(super) fn at_line(&mut self, line: u64, what: impl Into<String>) {
        self.add("line", line, what.into());
    }

    fn add(&mut self, unit: &'static str, first: u64, what: String) {
        let place = self.kinds.entry(what).or_insert(Place { unit, first, times: 0 });
        place.times = place.times.saturating_add(1);
    }
}

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (what, place)) in self.kinds.iter().enumerate() {
            let Place { unit, first, times } = place;
            f.write_str(if number > 0 { "\n" } else { "" })?;
            match times {
                1 => write!(f, "{what}: {unit} {first}")?,
                _ => write!(f, "{what}: {times} times, first at {unit} {first}")?,
            }
        }
        Ok(())
    }
}
