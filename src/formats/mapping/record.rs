//! The entries of a log as they are written, whatever its format: attributes by name.

use std::collections::HashMap;
use std::fmt;

use super::super::log::LineError;

/// What an attribute of a case is called where those of its events stand beside it.
pub(crate) const OF_CASE: &str = "case:";

/// The number of an attribute's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyId(usize);

/// The names of attributes that a log has so far, each with its number.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    numbers: HashMap<Box<str>, KeyId>,
    names: Vec<Box<str>>,
}

/// The most names that are told apart; a log with more is one whose names are data.
const MOST: usize = 100_000;

/// Attributes with their values, one after the other in one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    text: String,
    /// The name of each, and where its value begins; it ends where the next one begins.
    starts: Vec<(KeyId, usize)>,
}

/// An entry of a log.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) own: Fields,
    /// What is said of its case, where the format has a place for that.
    pub(crate) case: Fields,
    /// The number of its trace, counted from 1; 0 in a format without traces.
    pub(crate) trace: u64,
    pub(crate) line: u64,
}

/// A log that can be read entry by entry.
pub(crate) trait Records: fmt::Debug {
    /// Reads the next entry; what stood in `record` before is gone. None at the end.
    fn next(&mut self, keys: &mut Keys, record: &mut Record) -> Option<Result<(), LineError>>;

    /// The attributes that a classifier of this name is made of, once an entry was read.
    fn classifier(&self, _name: &str) -> Option<Vec<String>> {
        None
    }

    /// How many attributes of the log as a whole were passed over.
    fn of_log(&self) -> u64 {
        0
    }
}

impl Keys {
    /// The number of a name.
    pub(crate) fn number(&mut self, name: &str) -> KeyId {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = KeyId(self.names.len());
        if self.names.len() < MOST {
            self.numbers.insert(name.into(), number);
            self.names.push(name.into());
        }
        number
    }

    /// The number of an attribute of a case.
    #[cfg(any(feature = "xes", test))]
    pub(crate) fn of_case(&mut self, name: &str) -> KeyId {
        self.number(&format!("{OF_CASE}{name}"))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = (KeyId, &str)> {
        self.names.iter().enumerate().map(|(number, name)| (KeyId(number), &**name))
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

impl KeyId {
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl Fields {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.starts.clear();
    }

    /// One more; one without a value is as good as none.
    pub(crate) fn push(&mut self, key: KeyId, value: &str) {
        if !value.is_empty() {
            self.starts.push((key, self.text.len()));
            self.text.push_str(value);
        }
    }

    /// The value of the first attribute of this name.
    pub(crate) fn get(&self, key: KeyId) -> Option<&str> {
        let place = self.starts.iter().position(|(known, _)| *known == key)?;
        self.value(place)
    }

    fn value(&self, place: usize) -> Option<&str> {
        let (_, start) = *self.starts.get(place)?;
        let end = self.starts.get(place.saturating_add(1)).map_or(self.text.len(), |next| next.1);
        self.text.get(start..end)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (KeyId, &str)> {
        let places = 0..self.starts.len();
        places.filter_map(|place| Some((self.starts.get(place)?.0, self.value(place)?)))
    }
}

impl Record {
    /// The value of an attribute, of the entry or of its case.
    pub(crate) fn get(&self, key: KeyId) -> Option<&str> {
        self.own.get(key).or_else(|| self.case.get(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_name() {
        let mut keys = Keys::default();
        let (a, b, case) = (keys.number("a"), keys.number("b"), keys.of_case("a"));
        assert_eq!((keys.number("a"), keys.number("case:a"), keys.len()), (a, case, 3));
        let mut record = Record::default();
        record.own.push(a, "one");
        record.own.push(b, "");
        record.own.push(a, "two");
        record.case.push(case, "three");
        assert_eq!(
            [record.get(a), record.get(b), record.get(case)],
            [Some("one"), None, Some("three")]
        );
        assert_eq!(record.own.iter().collect::<Vec<_>>(), [(a, "one"), (a, "two")]);
        record.own.clear();
        assert_eq!(record.get(a), None);
    }
}
