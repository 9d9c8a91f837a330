// What the examples of these chapters share; each of them includes this file.

use servanda::formats::BadLines;
use servanda::{Agreement, Outcome, Report, Status, Verifier};

/// A log, judged.
pub struct Judged {
    agreement: Agreement,
    report: Report,
}

/// Judges a log in JSON Lines against an agreement in TOML.
pub fn judge(agreement: &str, log: &str) -> Result<Judged, Box<dyn std::error::Error>> {
    let agreement = Agreement::from_toml(agreement)?;
    let mut reports = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop)?;
    Ok(Judged { agreement, report: reports.remove(0) })
}

impl Judged {
    /// How an obligation stands.
    pub fn status(&self, name: &str) -> Status {
        let id = self.agreement.obligation(name).unwrap();
        self.report.obligations().find(|it| it.obligation == id).unwrap().status
    }

    /// What was found: `overdue painter on 2026-05-18`.
    pub fn found(&self) -> Vec<String> {
        let party = |finding: &servanda::Finding| {
            let party = finding.party().and_then(|it| self.agreement.party_name(*it));
            party.map(|it| format!(" {it}")).unwrap_or_default()
        };
        let findings = self.report.findings();
        findings.map(|it| format!("{}{} on {:.10}", it.kind(), party(&it), it.at.to_string())).collect()
    }

    /// What it all comes to.
    pub fn outcome(&self) -> Outcome {
        self.report.outcome()
    }
}
