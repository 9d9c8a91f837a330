//! Reports, in the form in which they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::monitor::Outcome;
use crate::report::{LogDigest, Skipped, WrittenAct, WrittenFinding, WrittenLine, WrittenRefusal};
use crate::time::Instant;

/// What `verify` writes.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its form is asked for")]
pub(super) enum Output {
    /// The report of a log of one run.
    One(Box<Report>),
    /// The reports of a log of several cases.
    Several {
        /// Whether every one is conformant.
        conformant: bool,
        /// One for each case, in the order of their first events.
        cases: Vec<Report>,
        /// The lines of the log that could not be read and were passed over, of whatever case.
        skipped: Vec<Skipped>,
        /// What the log says that no event has a place for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lost: Vec<String>,
    },
}

/// A kind of subjects.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is asked for")]
pub(super) struct Kind {
    /// Whether no further subject can open.
    list_closed: bool,
    /// Its subjects by name, in the order in which they opened.
    subjects: BTreeMap<String, SubjectStanding>,
}

/// Where a subject stands.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is asked for")]
pub(super) struct SubjectStanding {
    /// When it opened.
    opened: Instant,
    /// When it terminated by itself; null before.
    terminated: Option<Instant>,
    /// Where each of its obligations stands, in the order of the agreement.
    obligations: BTreeMap<String, WrittenLine<'static>>,
    /// How each of its acts stands, in the order of the agreement.
    acts: BTreeMap<String, WrittenAct<'static>>,
}

/// What a log comes to under an agreement.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its form is asked for")]
pub(super) struct Report {
    /// The agreement's name.
    title: String,
    /// The agreement's digest: the SHA-256 of its canonical form, in hexadecimal digits.
    agreement: String,
    /// The version of servanda that judged.
    version: String,
    /// Which log it is about, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    log: Option<LogDigest>,
    /// Which of many runs of the same agreement it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// What the run comes to.
    outcome: Outcome,
    /// Whether nothing was found but what is only told, and nothing refused.
    conformant: bool,
    /// The instant that it speaks of; null where the run has not begun.
    as_of: Option<Instant>,
    /// When the agreement entered into force; null before.
    in_force: Option<Instant>,
    /// When it terminated; null before.
    terminated: Option<Instant>,
    /// Where each obligation stands, in the order of the agreement.
    obligations: BTreeMap<String, WrittenLine<'static>>,
    /// How each act stands, in the order of the agreement.
    acts: BTreeMap<String, WrittenAct<'static>>,
    /// The kinds of subjects of the agreement, by name.
    subjects: BTreeMap<String, Kind>,
    /// Of a log that is judged by time: up to when it has all that happened, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    complete: Option<Instant>,
    /// What was found, by instant, and of one instant in the order in which it came.
    findings: Vec<WrittenFinding>,
    /// The events that were refused.
    refusals: Vec<WrittenRefusal>,
    /// The lines of the log that could not be read and were passed over; those of a log of several
    /// cases stand beside the cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    skipped: Option<Vec<Skipped>>,
    /// What the log says that no event has a place for; that of a log of several cases stands beside
    /// them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
}
