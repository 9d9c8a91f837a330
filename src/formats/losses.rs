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
    changes: BTreeMap<String, Place>,
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

    /// What is held in another form: what a format writes so that it reads back the same here, while
    /// others read it as it is written, and what a log says that an event says otherwise. It is no
    /// loss, and so it is not printed with them.
    ///
    /// ```
    /// # #[cfg(feature = "csv")] {
    /// use servanda::Event;
    /// use servanda::formats::csv;
    /// use servanda::names::Text;
    /// let line = r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay", "note": "=1+1"}"#;
    /// let event: Event<Text> = serde_json::from_str(line)?;
    /// let losses = csv::write(&mut Vec::new(), &[event])?;
    /// assert!(losses.is_empty());
    /// assert!(losses.changes().next().unwrap().starts_with("`note` begins as a formula"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn changes(&self) -> impl Iterator<Item = String> {
        self.changes.iter().map(|(what, place)| place.told(what))
    }

    /// One more change of form, at an event of the log.
    #[cfg(feature = "csv")]
    pub(super) fn changed_at_event(&mut self, place: u64, what: String) {
        add(&mut self.changes, "event", place, what);
    }

    /// One more change of form, at a line of a document.
    #[cfg(feature = "ocel")]
    pub(super) fn changed_at_line(&mut self, line: u64, what: &str) {
        add(&mut self.changes, "line", line, what.to_owned());
    }

    /// One more loss, at an event of the log.
    #[cfg(any(feature = "csv", feature = "xes"))]
    pub(super) fn at_event(&mut self, place: u64, what: impl Into<String>) {
        add(&mut self.kinds, "event", place, what.into());
    }

    /// One more loss, at a line of a document.
    #[cfg(any(feature = "cloud-events", feature = "xes", feature = "ocel"))]
    pub(super) fn at_line(&mut self, line: u64, what: impl Into<String>) {
        add(&mut self.kinds, "line", line, what.into());
    }
}

impl Losses {
    /// So many losses of one kind, the first at this line.
    pub(super) fn many_at_line(&mut self, line: u64, times: u64, what: String) {
        add_many(&mut self.kinds, Place { unit: "line", first: line, times }, what);
    }

    /// A loss of the log as a whole.
    pub(super) fn at_log(&mut self, what: String) {
        add_many(&mut self.kinds, Place { unit: "", first: 0, times: 0 }, what);
    }

    /// What was lost elsewhere, too.
    pub(super) fn join(&mut self, other: &Self) {
        for (kinds, others) in
            [(&mut self.kinds, &other.kinds), (&mut self.changes, &other.changes)]
        {
            for (what, place) in others {
                add_many(kinds, place.clone(), what.clone());
            }
        }
    }
}

#[cfg(any(feature = "csv", feature = "cloud-events", feature = "xes", feature = "ocel"))]
fn add(kinds: &mut BTreeMap<String, Place>, unit: &'static str, first: u64, what: String) {
    add_many(kinds, Place { unit, first, times: 1 }, what);
}

fn add_many(kinds: &mut BTreeMap<String, Place>, more: Place, mut what: String) {
    // Names of the document are part of some kinds: there must be an end to them.
    if kinds.len() >= MOST && !kinds.contains_key(&what) {
        what = "more of other kinds".to_owned();
    }
    let Place { unit, first, times } = more;
    let place = kinds.entry(what).or_insert(Place { unit, first, times: 0 });
    place.times = place.times.saturating_add(times);
}

impl Place {
    fn told(&self, what: &str) -> String {
        let Self { unit, first, times } = self;
        match times {
            0 => what.to_owned(),
            1 => format!("{what}: {unit} {first}"),
            _ => format!("{what}: {times} times, first at {unit} {first}"),
        }
    }
}

/// The most kinds that are told apart.
const MOST: usize = 100;

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (what, place)) in self.kinds.iter().enumerate() {
            f.write_str(if number > 0 { "\n" } else { "" })?;
            f.write_str(&place.told(what))?;
        }
        Ok(())
    }
}
