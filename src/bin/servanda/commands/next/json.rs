//! What is next, for machines.

use std::io::Write;

use serde::Serialize;
use servanda::names::{Subject, Text};
use servanda::{Agreement, Instant, Status};

use crate::failure::Failure;

use super::Entry;

/// What is open, the soonest first.
#[derive(Serialize)]
struct Written<'a> {
    title: &'a str,
    agreement: String,
    open: Vec<WrittenDuty<'a>>,
}

#[derive(Serialize)]
struct WrittenDuty<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a str>,
    as_of: Instant,
    obligation: &'a str,
    /// The kind and the name of the subject in which it is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<Text>>,
    status: Status,
    debtor: Option<&'a str>,
    creditor: Option<&'a str>,
    verifier: Option<&'a str>,
    /// Whose move it is.
    awaited: Option<&'a str>,
    deadline: Option<Instant>,
    /// Whether to miss the deadline is no breach.
    hope: bool,
    cites: Vec<String>,
}

pub fn write(out: &mut dyn Write, agreement: &Agreement, entries: &[Entry]) -> Result<(), Failure> {
    let party = |party: Option<_>| party.and_then(|party| agreement.party_name(party));
    let open = entries.iter().map(|entry| {
        let duty = &entry.duty;
        WrittenDuty {
            case: entry.case.as_deref(),
            as_of: entry.as_of,
            obligation: agreement.obligation_name(duty.obligation).unwrap_or_default(),
            subject: duty.subject.as_ref().and_then(|subject| subject.spelled(agreement)),
            status: duty.status,
            debtor: party(duty.debtor),
            creditor: party(duty.creditor),
            verifier: party(duty.verifier),
            awaited: party(duty.awaited()),
            deadline: duty.deadline,
            hope: duty.is_hope,
            cites: super::cites(agreement, duty),
        }
    });
    let written = Written {
        title: agreement.title(),
        agreement: agreement.digest().to_string(),
        open: open.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &written).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}
