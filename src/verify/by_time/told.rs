//! A difference for people, and for machines.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::escape::escaped;
use crate::monitor::{Finding, Outcome};
use crate::names::{Ids, Names};
use crate::report::{Phrases, PlainPhrases, Report, Sentences, WrittenFinding};
use crate::verify::stands::{Stand, ToldStandings, write_rows};

use super::difference::{Difference, Move};

/// For people: the outcome first, then what went, what came, and what stands otherwise.
impl<V: Names> fmt::Display for Difference<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text_with(&PlainPhrases).fmt(f)
    }
}

impl<V: Names> Difference<V> {
    /// The difference as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> DifferenceText<'a, V> {
        let terms = self.after.agreement().terms();
        DifferenceText { difference: self, sentences: Sentences { terms, phrases } }
    }
}

/// A difference as text, to print: see [`Difference::text_with`].
pub struct DifferenceText<'a, V: Names = Ids> {
    difference: &'a Difference<V>,
    sentences: Sentences<'a>,
}

impl<V: Names> fmt::Debug for DifferenceText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DifferenceText").field(self.difference).finish()
    }
}

impl<V: Names> fmt::Display for DifferenceText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self.difference;
        writeln!(f, "{}", escaped(it.after.agreement().title()))?;
        if let Some(case) = it.after.case() {
            writeln!(f, "case {}", escaped(case))?;
        }
        let (before, after) =
            (self.sentences.instant(it.known_by), self.sentences.instant(it.against));
        writeln!(f, "as known by {before}, and as known by {after}")?;
        if let Some(as_of) = self.difference.after.as_of() {
            writeln!(f, "both as of {}", self.sentences.instant(as_of))?;
        }
        let [before, after] = self.verdicts();
        match before == after {
            true => writeln!(f, "\nOutcome: {after}, as before\n")?,
            false => writeln!(f, "\nOutcome: {after}; before: {before}\n")?,
        }
        if it.is_empty() {
            return writeln!(f, "Nothing is found otherwise, and nothing stands otherwise.\n");
        }
        moves(f, "Found no more", &self.gone(), "went")?;
        moves(f, "Newly found", &self.come(), "came")?;
        self.standings(f)
    }
}

fn moves(f: &mut fmt::Formatter<'_>, heading: &str, moves: &[ToldMove], how: &str) -> fmt::Result {
    if moves.is_empty() {
        return Ok(());
    }
    writeln!(f, "{heading}")?;
    for ToldMove { at, event, matter, finding, line, known, said, .. } in moves {
        write!(f, "  {at}")?;
        if let Some(place) = event {
            write!(f, ", event {place}")?;
        }
        writeln!(f, ": {matter}")?;
        writeln!(f, "      {}: {how} with line {line}, known {known}", finding.kind())?;
        if *event != Some(*line) {
            writeln!(f, "      {said}")?;
        }
    }
    writeln!(f)
}

/// A finding that moved, in words.
pub(crate) struct ToldMove<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) at: String,
    /// The place of its event.
    pub(crate) event: Option<u64>,
    pub(crate) matter: String,
    /// The place of the line that made it so, when that was known, and what it says.
    pub(crate) line: u64,
    pub(crate) known: String,
    pub(crate) said: String,
}

impl<V: Names> DifferenceText<'_, V> {
    /// The findings that went.
    pub(crate) fn gone(&self) -> Vec<ToldMove<'_>> {
        self.told(&self.difference.before, &self.difference.gone)
    }

    /// The findings that came.
    pub(crate) fn come(&self) -> Vec<ToldMove<'_>> {
        self.told(&self.difference.after, &self.difference.come)
    }

    fn told<'a>(&self, report: &'a Report<V>, moves: &[Move]) -> Vec<ToldMove<'a>> {
        let prose = &self.sentences;
        let told = moves.iter().filter_map(|moved| {
            let finding = report.found().get(moved.finding)?;
            Some(ToldMove {
                finding,
                at: prose.found_at(finding),
                event: finding.event,
                matter: prose.matter(finding),
                line: moved.line.place,
                known: prose.instant(moved.line.known_from()),
                said: prose.entry(&moved.line.entry()),
            })
        });
        told.collect()
    }

    /// What the log comes to as it was known first, and as it is known later.
    pub(crate) fn verdicts(&self) -> [String; 2] {
        [&self.difference.before, &self.difference.after].map(|report| {
            let conformance = if report.is_conformant() { "" } else { "not " };
            format!("{}, {conformance}conformant", report.outcome())
        })
    }

    /// The obligations that stand otherwise, each with how it stood and how it stands.
    pub(crate) fn moved_standings(&self) -> Vec<(String, String)> {
        let Difference { after, stand, .. } = self.difference;
        ToldStandings { report: after, sentences: &self.sentences }.rows(stand)
    }

    fn standings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.difference.stand.is_empty() {
            return Ok(());
        }
        writeln!(f, "Stand otherwise")?;
        write_rows(f, &self.moved_standings())?;
        writeln!(f)
    }
}

/// For machines: `gone` and `come`, each finding with `by`, the place of the line that made it so, and `stand`,
/// each obligation that stands otherwise with its standing before and after; those of subjects under
/// `subjects`, by kind and name.
impl<V: Names> Serialize for Difference<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut difference = serializer.serialize_struct("Difference", 8)?;
        match self.after.case() {
            Some(case) => difference.serialize_field("case", case)?,
            None => difference.skip_field("case")?,
        }
        difference.serialize_field("known_by", &self.known_by)?;
        difference.serialize_field("against", &self.against)?;
        difference.serialize_field("as_of", &self.after.as_of())?;
        let outcomes: [Outcome; 2] = [self.before.outcome(), self.after.outcome()];
        difference.serialize_field("outcome", &outcomes)?;
        difference.serialize_field("gone", &written(&self.before, &self.gone))?;
        difference.serialize_field("come", &written(&self.after, &self.come))?;
        difference.serialize_field("stand", &Stand::of(&self.after, &self.stand))?;
        difference.end()
    }
}

/// A finding that moved, on the wire.
#[derive(serde::Serialize)]
struct WrittenMove {
    #[serde(flatten)]
    finding: WrittenFinding,
    by: u64,
}

fn written<V: Names>(report: &Report<V>, moves: &[Move]) -> Vec<WrittenMove> {
    let findings = report.written_findings();
    let written = moves.iter().filter_map(|moved| {
        let finding = findings.get(moved.finding)?.clone();
        Some(WrittenMove { finding, by: moved.line.place })
    });
    written.collect()
}
