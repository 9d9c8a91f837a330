//! Events from the rows of a table: which column says what, and what a row says.

use std::borrow::Cow;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use serde_json::{Map, Value};
use servanda::event::Entry;
use servanda::{Agreement, Event, Instant};

use crate::cells::{Cells, check_times};
use crate::errors::Misfit;
use crate::events;
use crate::names::Names;

/// What of a table says what: a key of an event, and the column or, after `value:`, what is the same for all.
pub(crate) type Pairs = [(String, String)];

/// What an option says of a constant in the place of a column.
const CONSTANT: &str = "value:";

/// The keys of an event that are read each by itself.
const READ: [&str; 6] = ["time", "case", "actor", "act", "place", "event"];

/// All other keys of an event.
const OTHERS: [&str; 23] = [
    "known",
    "id",
    "subject",
    "actors",
    "quantity",
    "told",
    "attest",
    "deny",
    "release",
    "extend",
    "amend",
    "waive",
    "amended",
    "until",
    "verified_by",
    "debtor",
    "creditor",
    "retract",
    "correct",
    "complete",
    "note",
    "source",
    "told.",
];

/// Keys that have the names of XES by default, as pm4py has them.
const OF_XES: [(&str, &str); 4] = [
    ("time", "time:timestamp"),
    ("case", "case:concept:name"),
    ("actor", "org:resource"),
    ("act", "concept:name"),
];

/// By what a key is said.
#[derive(Clone, Debug)]
enum Said {
    Column(usize, String),
    Always(String),
}

impl Said {
    fn column(&self) -> Option<&str> {
        match self {
            Self::Column(_, name) => Some(name),
            Self::Always(_) => None,
        }
    }
}

/// Which column of a table says what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    time: Option<Said>,
    case: Option<Said>,
    actor: Option<Said>,
    act: Option<Said>,
    place: Option<Said>,
    event: Option<Said>,
    others: Vec<(Box<str>, Said)>,
    unread: Vec<String>,
}

impl Columns {
    /// Finds the columns of a table: those that are named, and else those of a key's own name or, where the acts
    /// are in a column of XES' name, of the names that XES has.
    pub(crate) fn of(schema: &Schema, pairs: &Pairs) -> Result<Self, Misfit> {
        let has = |column: &str| schema.column_with_name(column);
        let is_xes = has("concept:name").is_some() && has("act").is_none();
        let mut columns = Self::default();
        for (key, column) in pairs {
            let known = READ.contains(&&**key) || OTHERS.contains(&&**key);
            if !known && key.strip_prefix("told.").is_none_or(str::is_empty) {
                let keys = [&READ[..], &OTHERS[..]].concat().join(", ");
                return Err(Misfit::new(format!(
                    "`{key}` is not a key of an event: expected one of {keys}"
                )));
            }
            let said = match column.strip_prefix(CONSTANT) {
                Some(value) => Said::Always(value.to_owned()),
                None => {
                    let (number, _) = has(column).ok_or_else(|| no_column(schema, column))?;
                    Said::Column(number, column.clone())
                }
            };
            columns.put(key, said);
        }
        let is_named = |key: &str| pairs.iter().any(|(known, _)| known == key);
        for (number, field) in schema.fields().iter().enumerate() {
            let name = field.name().as_str();
            let of_xes = OF_XES.iter().find(|(_, column)| *column == name).map(|(key, _)| *key);
            let is_key =
                READ.contains(&name) || OTHERS.contains(&name) || name.starts_with("told.");
            // Beside names of XES, what else a table has is seldom meant as a key of an event.
            let own = is_key && (!is_xes || name == "place");
            let key = of_xes.filter(|key| has(key).is_none() || is_xes).or(own.then_some(name));
            if let Some(key) = key.filter(|key| !is_named(key)) {
                columns.put(key, Said::Column(number, name.to_owned()));
            }
        }
        columns.check(schema)
    }

    fn put(&mut self, key: &str, said: Said) {
        match key {
            "time" => self.time = Some(said),
            "case" => self.case = Some(said),
            "actor" => self.actor = Some(said),
            "act" => self.act = Some(said),
            "place" => self.place = Some(said),
            "event" => self.event = Some(said),
            key => self.others.push((key.into(), said)),
        }
    }

    fn check(mut self, schema: &Schema) -> Result<Self, Misfit> {
        if self.time.is_none() && self.event.is_none() {
            let has = list(schema);
            return Err(Misfit::new(format!(
                "no column says when something happened: name it by the key `time`; the table has {has}"
            )));
        }
        if self.event.is_some() {
            let beside = [("time", &self.time), ("actor", &self.actor), ("act", &self.act)];
            let stray = beside.iter().find(|(_, said)| said.is_some()).map(|(key, _)| *key);
            let other = self.others.first().map(|(key, _)| &**key);
            if let Some(key) = stray.or(other) {
                return Err(Misfit::new(format!(
                    "`event` says all of an event, and there is `{key}` beside it: leave out one of them"
                )));
            }
        }
        let said = [&self.time, &self.case, &self.actor, &self.act, &self.place, &self.event];
        let others = self.others.iter().map(|(_, said)| said);
        let read: Vec<usize> = said
            .into_iter()
            .flatten()
            .chain(others)
            .filter_map(|said| match said {
                Said::Column(number, _) => Some(*number),
                Said::Always(_) => None,
            })
            .collect();
        for number in &read {
            let field = schema.field(*number);
            check_times(field.name(), field.data_type())?;
        }
        let fields = schema.fields().iter().enumerate();
        let unread = fields.filter(|(number, _)| !read.contains(number));
        self.unread = unread.map(|(_, field)| field.name().clone()).collect();
        Ok(self)
    }

    /// The columns that no key of an event is read from.
    pub(crate) fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The number of the column that names the case, if one does.
    pub(crate) fn case_column(&self) -> Option<usize> {
        match &self.case {
            Some(Said::Column(number, _)) => Some(*number),
            _ => None,
        }
    }

    /// The column that names the case.
    pub(crate) fn case_name(&self) -> Option<&str> {
        self.case.as_ref().and_then(Said::column)
    }

    /// The column that says the place.
    pub(crate) fn place_name(&self) -> Option<&str> {
        self.place.as_ref().and_then(Said::column)
    }
}

fn no_column(schema: &Schema, column: &str) -> Misfit {
    Misfit::new(format!("there is no column `{column}`: the table has {}", list(schema)))
}

fn list(schema: &Schema) -> String {
    let names: Vec<String> =
        schema.fields().iter().map(|field| format!("`{}`", field.name())).collect();
    match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(", "),
    }
}

/// By what a key is said, in one batch.
#[derive(Debug)]
enum Cell<'a> {
    Cells(Cells<'a>),
    Always(&'a str),
}

impl<'a> Cell<'a> {
    fn of(said: &'a Said, batch: &'a RecordBatch) -> Option<Self> {
        match said {
            Said::Column(number, name) => {
                Some(Self::Cells(Cells::of(name, batch.columns().get(*number)?)))
            }
            Said::Always(value) => Some(Self::Always(value)),
        }
    }

    fn text(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Cells(cells) => cells.text(row),
            Self::Always(value) => Some(value),
        }
    }

    fn value(&self, row: usize) -> Result<Value, Misfit> {
        match self {
            Self::Cells(cells) => cells.value(row),
            Self::Always(value) => Ok(Value::from(*value)),
        }
    }

    fn is_empty(&self, row: usize) -> bool {
        match self {
            Self::Cells(cells) => cells.is_empty(row),
            Self::Always(_) => false,
        }
    }
}

/// The rows of one batch.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    agreement: &'a Agreement,
    names: &'a Names,
    time: Option<Cell<'a>>,
    case: Option<Cell<'a>>,
    actor: Option<Cell<'a>>,
    act: Option<Cell<'a>>,
    place: Option<Cell<'a>>,
    event: Option<Cell<'a>>,
    others: Vec<(&'a str, Cell<'a>)>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(
        columns: &'a Columns,
        batch: &'a RecordBatch,
        agreement: &'a Agreement,
        names: &'a Names,
    ) -> Self {
        let cell = |said: &'a Option<Said>| Cell::of(said.as_ref()?, batch);
        let others = columns.others.iter().filter_map(|(key, said)| {
            let cell = Cell::of(said, batch)?;
            // Where no row says anything, there is nothing to look at.
            let says = !matches!(&cell, Cell::Cells(cells) if cells.has_none());
            says.then_some((&**key, cell))
        });
        Self {
            agreement,
            names,
            time: cell(&columns.time),
            case: cell(&columns.case),
            actor: cell(&columns.actor),
            act: cell(&columns.act),
            place: cell(&columns.place),
            event: cell(&columns.event),
            others: others.collect(),
        }
    }

    /// The case of a row.
    pub(crate) fn case(&self, row: usize) -> Result<Option<Cow<'a, str>>, Misfit> {
        match &self.case {
            Some(Cell::Cells(cells)) => cells.named(row),
            Some(Cell::Always(value)) => Ok(Some(Cow::Borrowed(value))),
            None => Ok(None),
        }
    }

    /// The place of a row in the log.
    pub(crate) fn place(&self, row: usize) -> Result<Option<u64>, Misfit> {
        let Some(Cell::Cells(cells)) = &self.place else { return Ok(None) };
        let told = |what| Misfit::of_column(cells.name(), what);
        let number = cells.whole(row)?.ok_or_else(|| told("no value, and each row has a place"))?;
        match u64::try_from(number) {
            Ok(place) if place > 0 => Ok(Some(place)),
            _ => Err(told("below 1: places are counted from 1")),
        }
    }

    /// What a row says.
    pub(crate) fn entry(&self, row: usize, by_time: bool) -> Result<Entry, Misfit> {
        match self.plain(row)? {
            Some(event) => Ok(Entry::Event(event)),
            None => self.said(row, by_time),
        }
    }

    /// An act that tells nothing, or a word of one party, as nearly all rows say. What is anything else, or has a name
    /// that the agreement does not have, is left to the library.
    fn plain(&self, row: usize) -> Result<Option<Event>, Misfit> {
        if self.event.is_some() {
            return Ok(None);
        }
        let mut others = self.others.iter().filter(|(_, cell)| !cell.is_empty(row));
        let (first, second) = (others.next(), others.next());
        let actor = self.actor.as_ref().and_then(|cell| cell.text(row));
        let (None, Some(actor)) = (second, actor) else { return Ok(None) };
        let time = self.time(row)?;
        let act = self.act.as_ref().filter(|cell| !cell.is_empty(row));
        let act = act.map(|cell| cell.text(row));
        Ok(match (act, first) {
            (Some(Some(act)), None) => self.names.act(time, actor, act),
            (Some(Some(act)), Some(("quantity", cell))) => match cell.value(row)?.as_u64() {
                Some(quantity) if quantity > 0 => {
                    self.names.act(time, actor, act).map(|event| event.quantity(quantity))
                }
                _ => None,
            },
            (None, Some((word, cell))) => {
                cell.text(row).and_then(|of| self.names.word(time, actor, word, of))
            }
            _ => None,
        })
    }

    fn time(&self, row: usize) -> Result<Instant, Misfit> {
        match &self.time {
            Some(Cell::Cells(cells)) => cells.instant(row)?.ok_or_else(|| {
                Misfit::of_column(cells.name(), "no value, and each row has a time")
            }),
            Some(Cell::Always(value)) => value
                .parse()
                .map_err(|error| Misfit::of_column("time", format!("`{value}`: {error}"))),
            None => Err(Misfit::of_column("time", "no value, and each row has a time")),
        }
    }

    /// All that a row says, by the rules of the library.
    fn said(&self, row: usize, by_time: bool) -> Result<Entry, Misfit> {
        let value = self.value(row)?;
        match by_time {
            true => events::entry(value, self.agreement),
            false => events::event(value, self.agreement).map(Entry::Event),
        }
        .map_err(|misfit| match &self.event {
            Some(Cell::Cells(cells)) => Misfit::of_column(cells.name(), misfit),
            _ => misfit,
        })
    }

    /// The keys that a row says, without its case and its place.
    pub(crate) fn value(&self, row: usize) -> Result<Value, Misfit> {
        if let Some(cell) = &self.event {
            let (text, name) = match cell {
                Cell::Cells(cells) => (cells.text(row), cells.name()),
                Cell::Always(value) => (Some(*value), "event"),
            };
            let text = text.ok_or_else(|| Misfit::of_column(name, "no value, or not a text"))?;
            return serde_json::from_str(text).map_err(|error| {
                Misfit::of_column(name, servanda::formats::json::told_of_json(&error))
            });
        }
        let mut keys = Map::new();
        keys.insert("time".to_owned(), self.time(row)?.to_string().into());
        let ones = [("actor", &self.actor), ("act", &self.act)];
        let ones = ones.into_iter().filter_map(|(key, cell)| Some((key, cell.as_ref()?)));
        let mut told = Map::new();
        for (key, cell) in ones.chain(self.others.iter().map(|(key, cell)| (*key, cell))) {
            let value = cell.value(row)?;
            if value.is_null() {
                continue;
            }
            match key.strip_prefix("told.") {
                Some(name) => told.insert(name.to_owned(), value),
                None => keys.insert(key.to_owned(), value),
            };
        }
        if !told.is_empty() {
            keys.insert("told".to_owned(), Value::Object(told));
        }
        Ok(Value::Object(keys))
    }
}
