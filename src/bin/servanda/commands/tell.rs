//! What is found on a log that grows, one line each.

use std::io::Write;

use anstyle::AnsiColor;
use serde_json::json;
use servanda::docket::{Found, Refused};
use servanda::report::{FindingId, Prose, escaped};
use servanda::{Agreement, Finding};

use crate::failure::Failure;

/// Tells what a line of the log brought, or time.
pub struct Teller<'a> {
    pub agreement: &'a Agreement,
    /// None for what time brought.
    pub line: Option<u64>,
    pub is_json: bool,
}

impl Teller<'_> {
    pub fn found(&self, out: &mut dyn Write, found: &Found) -> Result<(), Failure> {
        self.tell(out, found.case.as_deref(), found.id, &found.finding, false)
    }

    pub fn refused(&self, out: &mut dyn Write, refused: &Refused) -> Result<(), Failure> {
        let mut findings = refused.ids.iter().zip(&refused.refusal.findings);
        findings.try_for_each(|(id, finding)| {
            self.tell(out, refused.case.as_deref(), *id, finding, true)
        })
    }

    fn tell(
        &self,
        out: &mut dyn Write,
        case: Option<&str>,
        id: FindingId,
        finding: &Finding,
        is_refused: bool,
    ) -> Result<(), Failure> {
        let prose = Prose::new(self.agreement);
        if self.is_json {
            let told = json!({
                "id": id,
                "line": self.line,
                "case": case,
                "refused": is_refused,
                "finding": prose.written(finding),
            });
            return Ok(writeln!(out, "{told}")?);
        }
        let style = match is_refused || !finding.kind().is_only_told() {
            true => AnsiColor::Red.on_default(),
            false => AnsiColor::Yellow.on_default(),
        };
        let kind = if is_refused { "refused" } else { finding.kind().as_str() };
        let line = self.line.map_or("clock".to_owned(), |line| format!("line {line}"));
        let of_case = case.map(|case| format!(", case {}", escaped(case))).unwrap_or_default();
        let told = prose.finding(finding);
        Ok(writeln!(out, "{line}{of_case}, {}: {style}{kind}{style:#}: {told}", finding.at)?)
    }
}
