//! The reports of a log as two tables in CSV: each case's obligations, and its findings.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use servanda::monitor::Matter;
use servanda::report::{Report, Standings};
use servanda::{Ids, Instant};

use crate::failure::Failure;

/// Two tables that are being written.
pub struct Tables {
    obligations: (csv::Writer<BufWriter<File>>, PathBuf),
    findings: (csv::Writer<BufWriter<File>>, PathBuf),
}

/// The columns of obligations.csv.
const OBLIGATIONS: [&str; 16] = [
    "case",
    "kind",
    "subject",
    "obligation",
    "status",
    "debtor",
    "creditor",
    "due",
    "deadline",
    "breached",
    "closed",
    "lapsed",
    "progress",
    "quantity",
    "late_seconds",
    "as_of",
];

/// The columns of findings.csv.
const FINDINGS: [&str; 11] = [
    "case",
    "kind",
    "party",
    "at",
    "event",
    "subject",
    "obligation",
    "act",
    "reason",
    "deadline",
    "id",
];

impl Tables {
    pub fn create(folder: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder).map_err(|error| Failure::written(folder, &error))?;
        let create = |name: &str, columns: &[&str]| {
            let path = folder.join(name);
            let file = File::create(&path).map_err(|error| Failure::written(&path, &error))?;
            let mut table = csv::Writer::from_writer(BufWriter::new(file));
            table.write_record(columns).map_err(|error| failed(&path, error))?;
            Ok::<_, Failure>((table, path))
        };
        Ok(Self {
            obligations: create("obligations.csv", &OBLIGATIONS)?,
            findings: create("findings.csv", &FINDINGS)?,
        })
    }

    pub fn add(&mut self, report: &Report) -> Result<(), Failure> {
        for standings in report.obligations() {
            self.obligation(report, ["", ""], &standings)?;
        }
        for kind in report.agreement().kinds() {
            let name = report.agreement().kind_name(kind).unwrap_or_default().to_owned();
            for subject in report.subjects(kind) {
                for standings in &subject.obligations {
                    self.obligation(report, [&name, &subject.subject.name], standings)?;
                }
            }
        }
        let agreement = report.agreement();
        for (finding, id) in report.findings().zip(report.identities()) {
            let Some(words) = finding.spelled(agreement) else { continue };
            let place = finding.event.map(|place| place.to_string()).unwrap_or_default();
            let (reason, deadline) = match &words.matter {
                Matter::Void { reason, .. } => (reason.as_str(), None),
                Matter::Overdue { deadline, .. } | Matter::DeadlinePassed { deadline, .. } => {
                    ("", Some(*deadline))
                }
                _ => ("", None),
            };
            let subject = words.subject.as_ref().map(|subject| &*subject.name).unwrap_or_default();
            let name = |name: Option<&Box<str>>| name.map(|it| it.to_string()).unwrap_or_default();
            let row = [
                report.case().unwrap_or_default().to_owned(),
                words.kind().to_string(),
                name(words.party()),
                words.at.to_string(),
                place,
                subject.to_owned(),
                name(words.obligation()),
                name(words.act()),
                reason.to_owned(),
                instant(deadline),
                id.to_string(),
            ];
            let (table, path) = &mut self.findings;
            table.write_record(row.map(safe)).map_err(|error| failed(path, error))?;
        }
        Ok(())
    }

    fn obligation(
        &mut self,
        report: &Report,
        [kind, subject]: [&str; 2],
        standings: &Standings<Ids>,
    ) -> Result<(), Failure> {
        let agreement = report.agreement();
        let party = |party: Option<_>| {
            party.and_then(|party| agreement.party_name(party)).unwrap_or_default().to_owned()
        };
        let end = standings.closed.or(standings.performed).or(report.as_of());
        let late = standings.breached.zip(end).map(|(breached, end)| {
            end.to_chrono().signed_duration_since(breached.to_chrono()).num_seconds()
        });
        let row = [
            report.case().unwrap_or_default().to_owned(),
            kind.to_owned(),
            subject.to_owned(),
            agreement.obligation_name(standings.obligation).unwrap_or_default().to_owned(),
            standings.status.to_string(),
            party(standings.debtor),
            party(standings.creditor),
            instant(standings.due),
            instant(standings.deadline),
            instant(standings.breached),
            instant(standings.closed),
            standings.lapsed.map(|lapse| lapse.to_string()).unwrap_or_default(),
            standings.progress.to_string(),
            standings.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            late.map(|late| late.to_string()).unwrap_or_default(),
            instant(report.as_of()),
        ];
        let (table, path) = &mut self.obligations;
        table.write_record(row.map(safe)).map_err(|error| failed(path, error))
    }

    pub fn finish(self) -> Result<(), Failure> {
        for (mut table, path) in [self.obligations, self.findings] {
            table.flush().map_err(|error| Failure::written(&path, &error))?;
        }
        Ok(())
    }
}

fn instant(instant: Option<Instant>) -> String {
    instant.map(|instant| instant.to_string()).unwrap_or_default()
}

/// A cell that no spreadsheet runs as a formula.
fn safe(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

fn failed(path: &Path, error: csv::Error) -> Failure {
    let error = match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    };
    Failure::written(path, &error)
}
