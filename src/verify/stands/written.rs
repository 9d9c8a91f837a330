//! What stands otherwise, for machines.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::names::Names;
use crate::report::{Report, Standings, WrittenLine};

use super::StandsOtherwise;

/// What stands otherwise in a report than it did, on the wire: each obligation with its standing before and after;
/// those of subjects under `subjects`, by kind and name.
pub(in crate::verify) struct Stand<'a, V: Names> {
    report: &'a Report<V>,
    stand: &'a [StandsOtherwise<V>],
}

impl<'a, V: Names> Stand<'a, V> {
    pub(in crate::verify) fn of(report: &'a Report<V>, stand: &'a [StandsOtherwise<V>]) -> Self {
        Self { report, stand }
    }

    /// Some of them.
    fn part(&self, stand: &'a [StandsOtherwise<V>]) -> Self {
        Self { report: self.report, stand }
    }

    fn obligation(&self, it: &StandsOtherwise<V>) -> &str {
        self.report.agreement().obligation_name(it.obligation).unwrap_or_default()
    }

    fn pair(&self, it: &StandsOtherwise<V>) -> [Option<WrittenLine<'_>>; 2] {
        let line = |it: &Standings<V>| WrittenLine::of(self.report.agreement(), it);
        [it.before.as_ref().map(line), it.after.as_ref().map(line)]
    }
}

impl<V: Names> Serialize for Stand<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of_run = self.stand.partition_point(|it| it.subject.is_none());
        let (run, subjects) = self.stand.split_at_checked(of_run).unwrap_or((self.stand, &[]));
        let mut map = serializer.serialize_map(None)?;
        for it in run {
            map.serialize_entry(self.obligation(it), &self.pair(it))?;
        }
        if !subjects.is_empty() {
            map.serialize_entry("subjects", &Kinds(self.part(subjects)))?;
        }
        map.end()
    }
}

/// Those of subjects, by kind.
struct Kinds<'a, V: Names>(Stand<'a, V>);

impl<V: Names> Serialize for Kinds<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = |it: &StandsOtherwise<V>| it.subject.as_ref().map(|it| it.kind);
        let groups = self.0.stand.chunk_by(|one, other| kind(one) == kind(other));
        serializer.collect_map(groups.map(|group| {
            let kind = group.first().and_then(kind);
            let name = kind.and_then(|kind| self.0.report.agreement().kind_name(kind));
            (name.unwrap_or_default(), Subjects(self.0.part(group)))
        }))
    }
}

/// Those of one kind's subjects, by name.
struct Subjects<'a, V: Names>(Stand<'a, V>);

impl<V: Names> Serialize for Subjects<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let groups = self.0.stand.chunk_by(|one, other| one.subject == other.subject);
        serializer.collect_map(groups.map(|group| {
            let name = group.first().and_then(|it| it.subject.as_ref()).map(|it| &*it.name);
            (name.unwrap_or_default(), Obligations(self.0.part(group)))
        }))
    }
}

/// Those of one subject.
struct Obligations<'a, V: Names>(Stand<'a, V>);

impl<V: Names> Serialize for Obligations<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stand = self.0.stand.iter();
        serializer.collect_map(stand.map(|it| (self.0.obligation(it), self.0.pair(it))))
    }
}
