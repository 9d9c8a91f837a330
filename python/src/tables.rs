//! The tables of judged cases: as the command writes them, and one of the cases themselves.

use servanda::report::Standings;
use servanda::{Ids, Report};

use crate::found::Found;
use crate::table::{Cell, Kind, Table, whole};

const CASES: [(&str, Kind); 6] = [
    ("case", Kind::Text),
    ("outcome", Kind::Text),
    ("conformant", Kind::Flag),
    ("findings", Kind::Whole),
    ("refusals", Kind::Whole),
    ("as_of", Kind::At),
];

const FINDINGS: [(&str, Kind); 12] = [
    ("case", Kind::Text),
    ("kind", Kind::Text),
    ("party", Kind::Text),
    ("at", Kind::At),
    ("event", Kind::Whole),
    ("subject", Kind::Text),
    ("obligation", Kind::Text),
    ("act", Kind::Text),
    ("reason", Kind::Text),
    ("deadline", Kind::At),
    ("id", Kind::Text),
    ("text", Kind::Text),
];

const OBLIGATIONS: [(&str, Kind); 16] = [
    ("case", Kind::Text),
    ("kind", Kind::Text),
    ("subject", Kind::Text),
    ("obligation", Kind::Text),
    ("status", Kind::Text),
    ("debtor", Kind::Text),
    ("creditor", Kind::Text),
    ("due", Kind::At),
    ("deadline", Kind::At),
    ("breached", Kind::At),
    ("closed", Kind::At),
    ("lapsed", Kind::Text),
    ("progress", Kind::Count),
    ("quantity", Kind::Count),
    ("late_seconds", Kind::Whole),
    ("as_of", Kind::At),
];

/// One row for each case.
pub(crate) fn cases(reports: &[Report]) -> Table {
    let mut table = Table::new(&CASES);
    for report in reports {
        let outcome = report.outcome();
        table.push([
            report.case().into(),
            Cell::Text(outcome.as_str()),
            Cell::Flag(report.is_conformant()),
            count(report.findings().len()),
            count(report.refusals().len()),
            report.as_of().into(),
        ]);
    }
    table
}

pub(crate) fn count(number: usize) -> Cell<'static> {
    whole(u64::try_from(number).unwrap_or(u64::MAX))
}

/// One row for each finding, in the order of the cases.
pub(crate) fn findings(reports: &[Report]) -> Table {
    let mut table = Table::new(&FINDINGS);
    for report in reports {
        for found in Found::all(report) {
            table.push(row(report, &found, found.event(), found.at()));
        }
    }
    table
}

/// One row for each reason for which an event was refused: the event's place, and what would have been found.
pub(crate) fn refusals(reports: &[Report]) -> Table {
    let mut table = Table::new(&FINDINGS);
    for report in reports {
        for (event, found) in Found::refused(report) {
            table.push(row(report, &found, whole(event), found.at()));
        }
    }
    table
}

fn row<'a>(report: &'a Report, found: &'a Found, event: Cell<'a>, at: Cell<'a>) -> [Cell<'a>; 12] {
    [
        report.case().into(),
        found.kind(),
        found.party(),
        at,
        event,
        found.subject(),
        found.obligation(),
        found.act(),
        found.reason(),
        found.deadline(),
        found.id(),
        found.text(),
    ]
}

/// One row for each obligation of each case, and of each of its subjects.
pub(crate) fn obligations(reports: &[Report]) -> Table {
    let mut table = Table::new(&OBLIGATIONS);
    for report in reports {
        for standings in report.obligations() {
            obligation(&mut table, report, [None; 2], &standings);
        }
        let agreement = report.agreement();
        for kind in agreement.kinds() {
            for subject in report.subjects(kind) {
                let of = [agreement.kind_name(kind), Some(&*subject.subject.name)];
                for standings in &subject.obligations {
                    obligation(&mut table, report, of, standings);
                }
            }
        }
    }
    table
}

fn obligation(
    table: &mut Table,
    report: &Report,
    [kind, subject]: [Option<&str>; 2],
    standings: &Standings<Ids>,
) {
    let agreement = report.agreement();
    let party = |party: Option<_>| Cell::from(party.and_then(|it| agreement.party_name(it)));
    let lapsed = standings.lapsed.map(|lapse| lapse.to_string());
    // How late it is, or was when it was done or closed.
    let end = standings.closed.or(standings.performed).or(report.as_of());
    let late = standings.breached.zip(end).map(|(breached, end)| {
        end.to_chrono().signed_duration_since(breached.to_chrono()).num_seconds()
    });
    table.push([
        report.case().into(),
        kind.into(),
        subject.into(),
        agreement.obligation_name(standings.obligation).into(),
        Cell::Text(standings.status.as_str()),
        party(standings.debtor),
        party(standings.creditor),
        standings.due.into(),
        standings.deadline.into(),
        standings.breached.into(),
        standings.closed.into(),
        lapsed.as_deref().into(),
        Cell::Count(standings.progress),
        standings.quantity.map_or(Cell::Empty, Cell::Count),
        late.map_or(Cell::Empty, Cell::Whole),
        report.as_of().into(),
    ]);
}
