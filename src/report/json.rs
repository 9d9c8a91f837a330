//! The report for machines: the keys of [SEMANTICS.md, section 6](crate::guide::law#6-the-report), and some more.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::monitor::{Finding, Status};
use crate::names::Names;
use crate::time::Instant;

use super::{PlainPhrases, Report, Sentences, WrittenFinding, WrittenRefusal};

/// Where an obligation stands, on the wire.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Standings", description = "Where an obligation stands.")
)]
pub(crate) struct WrittenLine<'a> {
    /// How it stands.
    status: Status,
    /// How much of it is done; of a prohibition, 0.
    progress: u64,
    /// Its deadline, if it has one now.
    deadline: Option<Instant>,
    /// Who owes it now.
    debtor: &'a str,
    /// To whom.
    creditor: &'a str,
}

struct Obligations<'a, V: Names>(&'a Report<V>);

impl<V: Names> Serialize for Obligations<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = self.0.agreement.terms();
        let mut map = serializer.serialize_map(Some(terms.obligations.len()))?;
        for ((id, name), line) in terms.obligation_names.iter().zip(self.0.lines()) {
            let written = WrittenLine {
                status: line.status,
                progress: line.progress,
                deadline: line.deadline,
                debtor: &terms.parties[line.debtor].name,
                creditor: &terms.parties[terms.obligations[id].creditor].name,
            };
            map.serialize_entry(name, &written)?;
        }
        map.end()
    }
}

impl<V: Names> Serialize for Report<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let prose = Sentences { terms: agreement.terms(), phrases: &PlainPhrases };
        let told = |finding: &Finding| {
            let text = prose.matter(finding);
            WrittenFinding::new(agreement, finding).told(text, prose.cites(finding))
        };
        let findings = self.found().iter().map(told).zip(self.identities());
        let findings: Vec<WrittenFinding> = findings.map(|(it, id)| it.known_by(id)).collect();
        let refusals: Vec<WrittenRefusal> =
            self.end.refusals().iter().map(|refusal| WrittenRefusal::with(refusal, told)).collect();
        let mut report = serializer.serialize_struct("Report", 13)?;
        report.serialize_field("title", agreement.title())?;
        report.serialize_field("agreement", &agreement.digest())?;
        report.serialize_field("version", env!("CARGO_PKG_VERSION"))?;
        match &self.log {
            Some(log) => report.serialize_field("log", log)?,
            None => report.skip_field("log")?,
        }
        match &self.case {
            Some(case) => report.serialize_field("case", case)?,
            None => report.skip_field("case")?,
        }
        report.serialize_field("outcome", &self.outcome)?;
        report.serialize_field("conformant", &self.is_conformant())?;
        report.serialize_field("as_of", &self.as_of)?;
        report.serialize_field("obligations", &Obligations(self))?;
        report.serialize_field("findings", &findings)?;
        report.serialize_field("refusals", &refusals)?;
        match self.is_of_many {
            true => report.skip_field("skipped")?,
            false => report.serialize_field("skipped", &*self.skipped)?,
        }
        match self.is_of_many || self.lost.is_empty() {
            true => report.skip_field("lost")?,
            false => report.serialize_field("lost", &*self.lost)?,
        }
        report.end()
    }
}
