//! The summary for machines.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Delays, Group, ObligationSummary, PartySummary, Summary};

/// The least, the median, nine in ten and the most, in seconds; null of none.
impl Serialize for Delays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut delays = serializer.serialize_struct("Delays", 5)?;
        delays.serialize_field("count", &self.count())?;
        delays.serialize_field("least", &self.least())?;
        delays.serialize_field("median", &self.quantile(50))?;
        delays.serialize_field("nine_in_ten", &self.quantile(90))?;
        delays.serialize_field("most", &self.most())?;
        delays.end()
    }
}

impl Serialize for ObligationSummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut summary = serializer.serialize_struct("ObligationSummary", 18)?;
        summary.serialize_field("obligation", &self.name)?;
        match &self.kind {
            Some(kind) => summary.serialize_field("kind", kind)?,
            None => summary.skip_field("kind")?,
        }
        summary.serialize_field("owed", &self.owed)?;
        summary.serialize_field("kept", &self.kept)?;
        summary.serialize_field("breached", &self.breached)?;
        summary.serialize_field("breached_cases", &self.breached_cases)?;
        summary.serialize_field("done_late", &self.done_late)?;
        summary.serialize_field("repaired", &self.repaired)?;
        summary.serialize_field("given_up", &self.given_up)?;
        summary.serialize_field("undone", &self.undone)?;
        summary.serialize_field("open", &self.open)?;
        summary.serialize_field("released", &self.released)?;
        summary.serialize_field("lapsed", &self.lapsed)?;
        summary.serialize_field("moot", &self.moot)?;
        summary.serialize_field("dormant", &self.dormant)?;
        summary.serialize_field("late_by", &self.late_by)?;
        summary.serialize_field("undone_for", &self.undone_for)?;
        summary.serialize_field("open_for", &self.open_for)?;
        summary.end()
    }
}

impl Serialize for PartySummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut summary = serializer.serialize_struct("PartySummary", 5)?;
        summary.serialize_field("party", &self.name)?;
        summary.serialize_field("owed", &self.owed)?;
        summary.serialize_field("kept", &self.kept)?;
        summary.serialize_field("breached", &self.breached)?;
        summary.serialize_field("findings", &self.findings)?;
        summary.end()
    }
}

/// The cases of which the same is said.
#[derive(serde::Serialize)]
struct WrittenGroup<'a> {
    /// What is said of them; null where nothing is.
    said: Option<&'a str>,
    cases: u64,
    conformant: u64,
    obligations: BTreeMap<&'a str, super::Kept>,
}

impl<'a> WrittenGroup<'a> {
    fn new(summary: &'a Summary, said: Option<&'a str>, group: &Group) -> Self {
        let names = summary.obligations.iter().map(|obligation| &*obligation.name);
        let obligations = names.zip(group.obligations.iter().copied()).collect();
        Self { said, cases: group.cases, conformant: group.conformant, obligations }
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = |outcomes: &mut dyn Iterator<Item = (&'static str, u64)>| {
            outcomes.collect::<BTreeMap<_, _>>()
        };
        let outcomes =
            words(&mut self.outcomes().map(|(outcome, times)| (outcome.as_str(), times)));
        let reasons =
            words(&mut self.void_reasons().map(|(reason, times)| (reason.as_str(), times)));
        let months: BTreeMap<_, _> = self.months().collect();
        let groups: Vec<_> =
            self.groups().map(|(said, group)| WrittenGroup::new(self, said, group)).collect();
        let mut summary = serializer.serialize_struct("Summary", 15)?;
        summary.serialize_field("title", &self.title)?;
        summary.serialize_field("cases", &self.cases)?;
        summary.serialize_field("conformant", &self.conformant)?;
        summary.serialize_field("as_of", &self.as_of)?;
        summary.serialize_field("outcomes", &outcomes)?;
        summary.serialize_field("obligations", &self.obligations)?;
        summary.serialize_field("parties", &self.parties)?;
        summary.serialize_field("findings", &self.findings)?;
        summary.serialize_field("months", &months)?;
        summary.serialize_field("refusals", &self.refusals)?;
        summary.serialize_field("void", &reasons)?;
        summary.serialize_field("unknown_acts", &self.unknown_acts().collect::<Vec<_>>())?;
        summary.serialize_field("unknown_parties", &self.unknown_parties().collect::<Vec<_>>())?;
        summary.serialize_field("worst", &self.worst.cases().collect::<Vec<_>>())?;
        match groups.is_empty() {
            true => summary.skip_field("groups")?,
            false => summary.serialize_field("groups", &groups)?,
        }
        summary.end()
    }
}
