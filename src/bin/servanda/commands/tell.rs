//! What is found on a log that grows, one line each.

use std::io::Write;

use anstyle::AnsiColor;
use serde_json::json;
use servanda::docket::{Found, Refused};
use servanda::report::{FindingId, Prose, escaped};
use servanda::{Agreement, Finding};

use crate::clocks::phrases;
use crate::failure::Failure;

/// Tells what a line of the log brought, or time.
pub struct Teller<'a> {
    pub agreement: &'a Agreement,
    /// None for what time brought.
    pub line: Option<u64>,
    pub is_json: bool,
}

/// Whether a finding came with a line of the log, or went with it, as it may where the log is judged by time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Whatever is found stays.
    Stays,
    Came,
    Went,
}

impl Teller<'_> {
    pub fn found(&self, out: &mut dyn Write, found: &Found, moved: Moved) -> Result<(), Failure> {
        self.tell(out, found.case.as_deref(), found.id, &found.finding, (false, moved))
    }

    pub fn refused(
        &self,
        out: &mut dyn Write,
        refused: &Refused,
        moved: Moved,
    ) -> Result<(), Failure> {
        // Where agreements take each other's place, a refusal speaks by the names of its own.
        let teller = Teller { agreement: refused.refusal.agreement(), ..*self };
        let mut findings = refused.ids.iter().zip(&refused.refusal.findings);
        findings.try_for_each(|(id, finding)| {
            teller.tell(out, refused.case.as_deref(), *id, finding, (true, moved))
        })
    }

    fn tell(
        &self,
        out: &mut dyn Write,
        case: Option<&str>,
        id: FindingId,
        finding: &Finding,
        (is_refused, moved): (bool, Moved),
    ) -> Result<(), Failure> {
        let prose = Prose::new(self.agreement).with(phrases());
        if self.is_json {
            let mut told = json!({
                "id": id,
                "line": self.line,
                "case": case,
                "refused": is_refused,
                "finding": prose.written(finding),
            });
            if let (Some(told), true) = (told.as_object_mut(), moved != Moved::Stays) {
                told.insert("gone".to_owned(), (moved == Moved::Went).into());
            }
            return Ok(writeln!(out, "{told}")?);
        }
        let style = match (moved, is_refused || !finding.kind().is_only_told()) {
            (Moved::Went, _) => AnsiColor::Green.on_default(),
            (_, true) => AnsiColor::Red.on_default(),
            (_, false) => AnsiColor::Yellow.on_default(),
        };
        let kind = match (is_refused, moved) {
            (false, Moved::Went) => format!("found no more: {}", finding.kind()),
            (false, _) => finding.kind().to_string(),
            (true, Moved::Went) => "refused no more".to_owned(),
            (true, _) => "refused".to_owned(),
        };
        let line = self.line.map_or("clock".to_owned(), |line| format!("line {line}"));
        let of_case = case.map(|case| format!(", case {}", escaped(case))).unwrap_or_default();
        let at = prose.found_at(finding);
        let told = prose.finding(finding);
        Ok(writeln!(out, "{line}{of_case}, {at}: {style}{kind}{style:#}: {told}")?)
    }
}
