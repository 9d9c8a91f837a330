//! A mapping drafted from a log: what it has, and what of it may say what.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::io::BufRead;
#[cfg(feature = "csv")]
use std::io::Read;

use crate::escape::escaped;

use super::super::log::LineError;
use super::super::times::{Times, forms_of};
use super::record::{KeyId, Keys, Record, Records};

/// What a log has: its columns or attributes with their values, counted, and a mapping that may read it, to be
/// looked through and corrected by a person. Printed, it is that mapping in TOML.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use servanda::formats::mapping::{Mapping, Survey};
/// let text = "Case ID,Activity,Complete Timestamp,Resource\n\
///     7,Take in charge,06.05.2026 14:00,Ann\n7,Resolve,06.05.2026 15:00,Bob\n";
/// let draft = Survey::csv(text.as_bytes(), b',')?.to_string();
/// assert!(draft.contains("time-format = \"%d.%m.%Y %H:%M\""));
/// assert!(draft.contains("act = \"Activity\""));
/// # #[cfg(feature = "toml")]
/// let event = Mapping::from_toml(&draft)?.csv(text.as_bytes())?.next().unwrap()?;
/// # #[cfg(feature = "toml")]
/// assert_eq!(event.case.as_deref(), Some("7"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Survey {
    keys: Keys,
    columns: Vec<Column>,
    entries: u64,
    traces: u64,
    separator: Option<u8>,
}

/// What stands in a column.
#[derive(Debug, Default)]
struct Column {
    times: u64,
    values: HashMap<Box<str>, u64>,
    /// Whether there are more values than are counted.
    has_more: bool,
    /// Some values, to see what they are.
    some: Vec<Box<str>>,
}

/// The most values of a column that are counted one by one, and told.
const MOST_VALUES: usize = 2_000;
const MOST_TOLD: usize = 60;
/// How many values of a column are looked at.
const MOST_LOOKED_AT: usize = 500;

/// What columns are called that say this; the surest first.
const TIMES: [&str; 10] = [
    "time:timestamp",
    "complete timestamp",
    "completetime",
    "end_timestamp",
    "timestamp",
    "time",
    "datetime",
    "date",
    "end",
    "when",
];
const ACTS: [&str; 9] =
    ["concept:name", "activity", "act", "activity name", "event", "task", "action", "step", "what"];
const CASES: [&str; 10] = [
    "case:concept:name",
    "case",
    "case id",
    "case_id",
    "caseid",
    "case:id",
    "trace",
    "ticket",
    "order",
    "process",
];
const ACTORS: [&str; 9] =
    ["org:resource", "resource", "actor", "user", "who", "agent", "org:role", "role", "org:group"];
const TRANSITION: &str = "lifecycle:transition";

impl Survey {
    /// What a log in CSV has.
    ///
    /// # Errors
    /// Where its first row can't be read. Rows that can't be are passed over.
    #[cfg(feature = "csv")]
    pub fn csv(reader: impl Read, separator: u8) -> Result<Self, LineError> {
        let mut keys = Keys::default();
        let reader = super::mapped::Unseen(reader);
        let rows = super::super::csv::Rows::new(reader, separator, &mut keys)?;
        let mut survey = Self::of(rows, keys)?;
        survey.separator = Some(separator).filter(|separator| *separator != b',');
        Ok(survey)
    }

    /// What a log in XES has.
    ///
    /// # Errors
    /// Where it can't be read to its end.
    #[cfg(feature = "xes")]
    pub fn xes(reader: impl BufRead) -> Result<Self, LineError> {
        let events = super::super::xes::Events::new(super::mapped::Unseen(reader));
        Self::of(events, Keys::default())
    }

    /// What a log of objects in JSON has, one a line.
    ///
    /// # Errors
    /// Where the input can't be read. Lines that can't be are passed over.
    pub fn json_lines(reader: impl BufRead) -> Result<Self, LineError> {
        let lines = super::super::objects::Objects::new(super::mapped::Unseen(reader));
        Self::of(lines, Keys::default())
    }

    fn of(mut records: impl Records, keys: Keys) -> Result<Self, LineError> {
        let columns = Vec::new();
        let mut survey = Self { keys, columns, entries: 0, traces: 0, separator: None };
        let mut record = Record::default();
        let mut failed = None;
        while let Some(read) = records.next(&mut survey.keys, &mut record) {
            if let Err(error) = read {
                failed = Some(error);
                continue;
            }
            survey.entries = survey.entries.saturating_add(1);
            survey.columns.resize_with(survey.keys.len(), Column::default);
            let is_new = record.trace != survey.traces;
            survey.traces = record.trace;
            let of_case = record.case.iter().filter(|_| is_new);
            for (key, value) in record.own.iter().chain(of_case) {
                if let Some(column) = survey.columns.get_mut(key.index()) {
                    column.add(value);
                }
            }
        }
        match failed {
            Some(error) if survey.entries == 0 => Err(error),
            _ => Ok(survey),
        }
    }

    /// How many entries there are.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The columns or attributes, each with how often it says something.
    pub fn columns(&self) -> impl Iterator<Item = (&str, u64)> {
        self.keys.names().filter_map(|(key, name)| Some((name, self.column(key)?.times)))
    }

    fn column(&self, key: KeyId) -> Option<&Column> {
        self.columns.get(key.index()).filter(|column| column.times > 0)
    }

    /// The column of one of these names that says something.
    fn named(&self, names: &[&str], fits: impl Fn(&Column) -> bool) -> Option<(&str, &Column)> {
        names.iter().find_map(|wanted| {
            self.keys.names().find_map(|(key, name)| {
                let column = self.column(key)?;
                (name.eq_ignore_ascii_case(wanted) && fits(column)).then_some((name, column))
            })
        })
    }

    /// The column that says this, by its name or else by what stands in it.
    fn likely(&self, names: &[&str], fits: impl Fn(&Column) -> bool) -> Option<(&str, &Column)> {
        self.named(names, &fits).or_else(|| {
            self.keys.names().find_map(|(key, name)| {
                let column = self.column(key)?;
                let ending = |wanted: &&str| name.to_ascii_lowercase().contains(*wanted);
                (names.iter().any(ending) && fits(column)).then_some((name, column))
            })
        })
    }
}

impl Column {
    fn add(&mut self, value: &str) {
        self.times = self.times.saturating_add(1);
        if self.some.len() < MOST_LOOKED_AT {
            self.some.push(value.into());
        }
        if let Some(times) = self.values.get_mut(value) {
            *times = times.saturating_add(1);
        } else if self.values.len() < MOST_VALUES {
            self.values.insert(value.into(), 1);
        } else {
            self.has_more = true;
        }
    }

    /// The values, the most frequent first.
    fn sorted(&self) -> Vec<(&str, u64)> {
        let mut values: Vec<_> =
            self.values.iter().map(|(value, times)| (&**value, *times)).collect();
        values.sort_unstable_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
        values
    }

    /// How its values are written as times: whether a zone is needed, and by which form if not as RFC 3339 has
    /// them; none of what are no times.
    fn times(&self) -> Option<(bool, Vec<(&'static str, bool)>)> {
        let texts = || self.some.iter().map(|text| &**text);
        if texts().all(|text| Times::new().read(text).is_ok()) {
            return Some((false, Vec::new()));
        }
        let zone = Times::new().zone("Z").unwrap_or_default();
        if texts().all(|text| zone.read(text).is_ok()) {
            return Some((true, Vec::new()));
        }
        let forms = forms_of(texts());
        let first = forms.first()?;
        Some((first.1, forms))
    }

    fn told(&self) -> String {
        let more = if self.has_more { "more than " } else { "" };
        format!("{more}{} values", self.values.len())
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Drafted from a log of {} events: look it through, and correct it.",
            self.entries
        )?;
        if self.traces > 0 {
            writeln!(f, "# It has {} traces.", self.traces)?;
        }
        writeln!(f, "# What begins with `#` says nothing; what it would say stands behind it.\n")?;
        if let Some(separator) = self.separator {
            let separator =
                if separator == b'\t' { "tab".into() } else { char::from(separator).to_string() };
            writeln!(f, "separator = {}", quoted(&separator))?;
        }
        let time = self.likely(&TIMES, |column| column.times().is_some());
        let time = time.or_else(|| {
            self.keys.names().find_map(|(key, name)| {
                let column = self.column(key)?;
                column.times()?;
                Some((name, column))
            })
        });
        let not_time = |column: &Column| column.times().is_none() || column.values.len() < 3;
        let act = self.likely(&ACTS, not_time);
        let act_name = act.map(|(name, _)| name);
        let case = self.likely(&CASES, |_| true).filter(|(name, _)| Some(*name) != act_name);
        let actor = self.likely(&ACTORS, |_| true).filter(|(name, _)| Some(*name) != act_name);
        match time.and_then(|(_, column)| column.times()) {
            Some((needs_zone, forms)) => {
                if let Some((form, _)) = forms.first() {
                    writeln!(f, "time-format = {}", quoted(form))?;
                    for (other, _) in forms.iter().skip(1) {
                        writeln!(f, "# time-format = {}   # would read them too", quoted(other))?;
                    }
                }
                if needs_zone {
                    writeln!(
                        f,
                        "# Times say no offset from UTC: say the right one.\ntime-zone = \"+00:00\""
                    )?;
                }
            }
            None => writeln!(
                f,
                "# No column was found that says when.\n# time-format = \"%d.%m.%Y %H:%M\""
            )?,
        }
        writeln!(f, "\n# Who does what says nobody, or all of it:")?;
        match actor {
            Some(_) => writeln!(f, "# actor = \"…\"")?,
            None => writeln!(
                f,
                "actor = \"somebody\"   # the party of the agreement that does everything"
            )?,
        }
        writeln!(
            f,
            "# Each event's place in the log as its id, so that it can open a subject:\n# id = \"place\""
        )?;
        writeln!(
            f,
            "# Activities that are no act of the agreement: \"void\" finds fault with them."
        )?;
        writeln!(f, "others = \"ignore\"")?;
        writeln!(f, "# An act at the end of each case:\n# end-act = \"end\"")?;
        let transitions = self.named(&[TRANSITION, "transition"], |_| true);
        if let Some((name, column)) = transitions {
            let values = column.sorted();
            writeln!(f, "\n# Transitions (`{}`):", escaped(name))?;
            for (value, times) in values.iter().take(MOST_TOLD) {
                writeln!(f, "#   {times} {}", escaped(value))?;
            }
            let has_complete =
                values.iter().any(|(value, _)| value.eq_ignore_ascii_case("complete"));
            let lifecycle = if has_complete { "complete" } else { "all" };
            writeln!(
                f,
                "lifecycle = {}   # or \"all\", \"name+transition\", or a list",
                quoted(lifecycle)
            )?;
        }
        writeln!(f, "\n# The columns and attributes, and which of them says what.\n[columns]")?;
        for (key, found) in [("time", time), ("act", act), ("case", case), ("actor", actor)] {
            match found {
                Some((name, column)) => {
                    writeln!(f, "{key} = {}   # {}", quoted(name), column.told())?;
                }
                None => writeln!(f, "# {key} = \"…\"")?,
            }
        }
        writeln!(f, "# Others:")?;
        let named = [time, act, case, actor, transitions];
        for (key, name) in self.keys.names() {
            let is_named = named.iter().flatten().any(|(known, _)| *known == name);
            if let Some(column) = self.column(key).filter(|_| !is_named) {
                let example = column.some.first().map(|value| escaped(value)).unwrap_or_default();
                let example: String = example.chars().take(40).collect();
                writeln!(
                    f,
                    "#   {} in {} events, {}, as {example}",
                    quoted(name),
                    column.times,
                    column.told()
                )?;
            }
        }
        self.values(f, "activities", act, "An activity, and the act of the agreement that it is.")?;
        self.values(
            f,
            "parties",
            actor,
            "A resource or group, and the party of the agreement that it is; \"*\" is every other one.",
        )?;
        writeln!(f, "\n# An activity, and who does it, whatever the log says.\n[actors]")
    }
}

impl Survey {
    fn values(
        &self,
        f: &mut fmt::Formatter<'_>,
        table: &str,
        column: Option<(&str, &Column)>,
        what: &str,
    ) -> fmt::Result {
        writeln!(f, "\n# {what}\n[{table}]")?;
        let Some((_, column)) = column else { return Ok(()) };
        let values = column.sorted();
        for (value, times) in values.iter().take(MOST_TOLD) {
            writeln!(f, "# {value} = {value}   # {times} times", value = quoted(value))?;
        }
        if values.len() > MOST_TOLD || column.has_more {
            writeln!(f, "# and more: {}", column.told())?;
        }
        Ok(())
    }
}

/// A text in quotes, as TOML has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            letter
                if *escaped(letter.encode_utf8(&mut [0; 4]))
                    != *letter.encode_utf8(&mut [0; 4]) =>
            {
                // Writing to a text can't fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
