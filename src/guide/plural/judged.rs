// What the examples of this chapter share; each of them includes this file.

use servanda::formats::BadLines;
use servanda::{Agreement, Report, Verifier};

/// A log, judged.
pub struct Judged {
    agreement: Agreement,
    report: Report,
}

/// Judges a log in JSON Lines against an agreement in JSON.
pub fn judge(agreement: &str, log: &str) -> Result<Judged, Box<dyn std::error::Error>> {
    let agreement = Agreement::from_json(agreement)?;
    let mut reports = Verifier::new(&agreement).judge_log(log.trim().as_bytes(), BadLines::Stop)?;
    Ok(Judged { agreement, report: reports.remove(0) })
}

impl Judged {
    /// How an obligation of the run stands.
    pub fn status(&self, name: &str) -> String {
        let id = self.agreement.obligation(name).unwrap();
        let stands = self.report.obligations().find(|it| it.obligation == id);
        stands.unwrap().status.to_string()
    }

    /// How an obligation of a kind stands in each subject: `breached r2`.
    pub fn standing(&self, name: &str) -> Vec<String> {
        let id = self.agreement.obligation(name).unwrap();
        let kind = *self.agreement.obligation_terms(id).unwrap().kind().unwrap();
        let subjects = self.report.subjects(kind).map(|it| {
            let stands = it.obligations.iter().find(|it| it.obligation == id).unwrap();
            format!("{} {}", stands.status, it.subject)
        });
        subjects.collect()
    }

    /// What was found: `overdue bo on 2026-01-31`.
    pub fn found(&self) -> Vec<String> {
        let party = |finding: &servanda::Finding| {
            let party = finding.party().and_then(|it| self.agreement.party_name(*it));
            party.map(|it| format!(" {it}")).unwrap_or_default()
        };
        let findings = self.report.findings();
        findings.map(|it| format!("{}{} on {:.10}", it.kind(), party(&it), it.at.to_string())).collect()
    }
}
