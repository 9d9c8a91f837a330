//! A log that is judged by time, in several ways, which must come to one.

#![allow(clippy::unwrap_used, dead_code, reason = "a helper for tests, which may stop at once")]

use serde_json::Value;
use servanda::event::Entry;
use servanda::formats::BadLines;
use servanda::formats::json::EntryLog;
use servanda::report::FindingId;
use servanda::verify::{ByTime, Revision};
use servanda::{Agreement, Instant, Report, Verifier};

use crate::generate::Case;

use super::{agreement, at_hand, instant, lines, log_of, same, with_idle, without_idle};

/// The verifier that a case asks for.
fn verifier(case: &Case, agreement: &Agreement) -> Result<ByTime, String> {
    let also = at_hand(case)?;
    let mut verifier = also.iter().fold(Verifier::new(agreement), Verifier::also);
    if case.submit {
        verifier = verifier.submitting();
    }
    if let Some(as_of) = instant(&case.as_of) {
        verifier = verifier.as_of(as_of);
    }
    if let Some(known_by) = instant(&case.known_by) {
        verifier = verifier.known_by(known_by);
    }
    verifier.by_time().map_err(|error| error.to_string())
}

/// The log as JSON Lines.
fn text(case: &Case) -> Result<String, String> {
    Ok(lines(&log_of(case, &at_hand(case)?)))
}

/// The engine's reports of a case that is judged by time: of the lines as they stand; once more, where what the
/// rules worked out is replayed along the automaton's edges; under an agreement so large that it has no
/// automaton; and line by line, each later one put where it belongs in what was judged before.
pub(super) fn judge(case: &Case) -> Result<Value, String> {
    let agreement = agreement(&case.agreement)?;
    let by_rules = whole(case, &agreement)?;
    same("as a whole and in a journal", &by_rules, &in_a_journal(case, &agreement)?)?;
    if case.amended.is_some() {
        if let Some(end) = instant(&case.as_of).or(instant(&case.known_by)) {
            let in_steps = line_by_line(case, &agreement, end)?;
            same("as a whole and line by line", &by_rules, &in_steps)?;
        }
        return Ok(by_rules);
    }
    whole(&Case { submit: !case.submit, ..case.clone() }, &agreement)?;
    same("the first time and the second", &by_rules, &whole(case, &agreement)?)?;
    let crowded = self::agreement(&with_idle(&case.agreement))?;
    let among_idle = without_idle(whole(case, &crowded)?, &agreement);
    same("as a whole and among idle ones", &by_rules, &among_idle)?;
    if let Some(end) = instant(&case.as_of).or(instant(&case.known_by)) {
        let in_steps = line_by_line(case, &agreement, end)?;
        same("as a whole and line by line", &by_rules, &in_steps)?;
    }
    Ok(by_rules)
}

fn whole(case: &Case, agreement: &Agreement) -> Result<Value, String> {
    let reports = verifier(case, agreement)?
        .judge_log(text(case)?.as_bytes(), BadLines::Stop)
        .map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(reports).unwrap())
}

fn entries(case: &Case, agreement: &Agreement) -> Result<Vec<Entry>, String> {
    let text = text(case)?;
    let entries = EntryLog::new(text.as_bytes(), agreement).collect::<Result<_, _>>();
    entries.map_err(|error| error.to_string())
}

/// The log is written while it is judged.
fn in_a_journal(case: &Case, agreement: &Agreement) -> Result<Value, String> {
    let mut journal = verifier(case, agreement)?.journal();
    for entry in entries(case, agreement)? {
        journal.take(&entry);
    }
    Ok(serde_json::to_value(journal.reports().collect::<Vec<_>>()).unwrap())
}

/// The identities of what was found, each with its case, sorted.
type Identities = Vec<(Option<String>, FindingId)>;

fn identities(reports: impl IntoIterator<Item = Report>) -> Identities {
    let of_report = |report: Report| {
        let case = report.case().map(str::to_owned);
        report.identities().iter().map(|id| (case.clone(), *id)).collect::<Vec<_>>()
    };
    let mut all: Identities = reports.into_iter().flat_map(of_report).collect();
    all.sort();
    all
}

/// What a journal told so far of findings that have come and not gone.
fn heed(known: &mut Identities, revisions: &[Revision]) -> Result<(), String> {
    for revision in revisions {
        let case = revision.case.as_deref().map(str::to_owned);
        for found in &revision.gone {
            let it = (case.clone(), found.id);
            let place = known.iter().position(|known| *known == it);
            known.remove(place.ok_or(format!("{found:?} went, and was not there"))?);
        }
        known.extend(revision.come.iter().map(|found| (case.clone(), found.id)));
    }
    known.sort();
    Ok(())
}

/// After each line a journal says what is said of the lines so far, and its answers add up to that; with time
/// passing in between they add up to what was found by then.
pub fn revisions(case: &Case) -> Result<(), String> {
    let case = &Case { as_of: None, known_by: None, ..case.clone() };
    let Ok(agreement) = agreement(&case.agreement) else { return Ok(()) };
    let Ok(by_time) = verifier(case, &agreement) else { return Ok(()) };
    let Ok(entries) = entries(case, &agreement) else { return Ok(()) };
    let (mut journal, mut evidence) = (by_time.journal(), by_time.evidence());
    let mut known = Identities::new();
    for entry in &entries {
        evidence.take(entry);
        heed(&mut known, &journal.take(entry))?;
        let wanted: Vec<Report> = evidence.clone().reports().collect();
        let found: Vec<Report> = journal.reports().collect();
        let json = |reports: &[Report]| serde_json::to_value(reports).unwrap();
        same("as a whole and in a journal", &json(&wanted), &json(&found))?;
        if identities(wanted) != known {
            return Err(format!("after line {} a journal told others", journal.place()));
        }
    }
    let mut journal = by_time.journal();
    let mut known = Identities::new();
    for entry in &entries {
        heed(&mut known, &journal.fire(entry.known_from()))?;
        heed(&mut known, &journal.take(entry))?;
    }
    let instants = entries.iter().flat_map(|it| [it.time(), it.known_from()]);
    // No timer of what is generated lies in the second before.
    let Some(end) = instants.max().and_then(|it| it.after("P1YT17S".parse().ok()?)) else {
        return Ok(());
    };
    heed(&mut known, &journal.fire(end))?;
    let just_before = end.before("PT1S".parse().unwrap()).unwrap();
    let wanted = identities(evidence.as_of(just_before).reports());
    match identities(journal.reports()) {
        found if found != known => Err("a journal's reports have other findings".to_owned()),
        found if found != wanted => {
            let beyond = |one: &Identities, other: &Identities| {
                one.iter().filter(|it| !other.contains(*it)).cloned().collect::<Vec<_>>()
            };
            let (in_time, at_end) = (beyond(&found, &wanted), beyond(&wanted, &found));
            Err(format!("in time only {in_time:?}, at the end only {at_end:?}"))
        }
        _ => Ok(()),
    }
}

/// As of an instant, the lines become known one by one.
fn line_by_line(case: &Case, agreement: &Agreement, end: Instant) -> Result<Value, String> {
    let text = text(case)?;
    let entries = entries(case, agreement)?;
    let last = entries.iter().map(Entry::known_from).max();
    let Some(last) = instant(&case.known_by).or(last) else { return whole(case, agreement) };
    let by_time = verifier(&Case { as_of: Some(end.to_string()), ..case.clone() }, agreement)?;
    let mut evidence = by_time.evidence();
    evidence.take_log(text.as_bytes(), BadLines::Stop).map_err(|error| error.to_string())?;
    let first: Instant = "0001-01-01T00:00:00Z".parse().unwrap();
    let reports = evidence.differences(first, last).map(|it| it.after().clone());
    Ok(serde_json::to_value(reports.collect::<Vec<_>>()).unwrap())
}

/// What two instants of knowledge make of a case: a difference for each run.
pub fn differences(case: &Case, against: Instant) -> Result<Vec<Value>, String> {
    let agreement = agreement(&case.agreement)?;
    let mut evidence = verifier(case, &agreement)?.evidence();
    evidence.take_log(text(case)?.as_bytes(), BadLines::Stop).map_err(|it| it.to_string())?;
    let known_by = instant(&case.known_by).unwrap();
    Ok(evidence
        .differences(known_by, against)
        .map(|difference| {
            assert!(!difference.to_string().is_empty());
            serde_json::to_value(&difference).unwrap()
        })
        .collect())
}
