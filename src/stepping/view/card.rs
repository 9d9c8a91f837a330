//! All about one obligation.

use ratatui::text::Line;

use crate::escape::escaped;
use crate::monitor::Status;
use crate::names::Names;
use crate::stepping::board::Board;
use crate::stepping::words;
use crate::terms::{Condition, Deadline, Duty, EarlyActs, Obligation};

use super::paint::{Paint, mark};
use super::text::wrapped;

/// Who owes what to whom, how it stands, what it waits for, what it rests on, how it came about.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    obligation: V::Obligation,
    width: usize,
) -> Vec<Line<'static>> {
    let (agreement, monitor, words) = (board.agreement(), board.monitor(), board.words());
    let prose = words.prose();
    let Some(terms) = agreement.obligation_terms(obligation) else { return Vec::new() };
    let status = monitor.status(obligation).unwrap_or(Status::Dormant);
    let mut lines = Vec::new();
    let mut field = |label: &str, text: &str| {
        let label = format!(" {label:<9} ");
        lines.extend(wrapped(&label, text, width, paint.faint(), ratatui::style::Style::new()));
    };
    let debtor = monitor.debtor(obligation).map_or("?".into(), |party| words.party(party));
    let creditor = terms.creditor().named().map_or("whoever is told".into(), |it| words.party(*it));
    field("what", &format!("{debtor} owes {creditor}: {}", duty(board, &terms)));
    let binding = match (terms.is_binding(), terms.is_target()) {
        (false, _) => "; not binding",
        (true, true) => "; its deadline is a hope",
        (true, false) => "",
    };
    let progress = words.progress(monitor, obligation);
    field("stands", &format!("{} {status}, {progress}{binding}", mark(status)));
    if let Some(deadline) = monitor.deadline(obligation) {
        let away = words::away(monitor.now(), deadline);
        let away = if status.is_closed() { String::new() } else { format!(", {away}") };
        field("deadline", &format!("{}{away}", words::moment(deadline)));
    }
    if let Some(verifier) = monitor.verifier(obligation) {
        field("verifier", &words.party(verifier));
    }
    let mut condition = |label: &str, it: &Condition<V>| {
        if *it == crate::condition::always() || *it == crate::condition::never() {
            return;
        }
        let parts = match it {
            Condition::All(parts) => &**parts,
            whole => std::slice::from_ref(whole),
        };
        for (place, part) in parts.iter().enumerate() {
            let holds = monitor.holds(part).unwrap_or_default();
            let mark = if holds { "✓" } else { "○" };
            let label = if place == 0 { label } else { "" };
            field(label, &format!("{mark} {}", prose.fact(part, holds)));
        }
    };
    condition("owed if", terms.when());
    let act = terms.acts().first().copied();
    let is_waived = act.is_some_and(|act| monitor.is_waived(act));
    let act = act.and_then(|act| agreement.act_terms(act));
    if let Some(act) = act.filter(|_| !terms.is_prohibition() && !is_waived) {
        condition("may if", act.precondition());
    }
    condition("rests if", terms.suspended_while());
    condition("ends if", terms.until());
    if is_waived && !terms.is_prohibition() {
        field("may", "at any time: what its act requires was waived");
    }
    if terms.survives() {
        field("survives", "termination does not touch it");
    }
    for id in terms.citations() {
        let passage = agreement.passages().find(|(known, _)| *known == &**id);
        let gist = passage.map(|(_, passage)| format!(": {}", escaped(passage.gist())));
        field("cites", &format!("{}{}", escaped(id), gist.unwrap_or_default()));
    }
    lines.push(Line::raw(""));
    let mut any = false;
    for change in monitor.history(obligation) {
        any = true;
        let when = words::short(change.at, monitor.now());
        let label = format!(" {when}  ");
        lines.extend(wrapped(
            &label,
            &prose.change(&change),
            width,
            paint.faint(),
            ratatui::style::Style::new(),
        ));
    }
    if !any {
        lines.push(Line::styled(" nothing has changed about it yet", paint.faint()));
    }
    lines
}

/// `do remove-weapons, 84 in all`.
fn duty<V: Names>(board: &Board<'_, V>, terms: &Obligation<V>) -> String {
    let words = board.words();
    let acts: Vec<_> = terms.acts().iter().map(|act| words.act(*act)).collect();
    let act = acts.join(" or ");
    match terms.duty() {
        Duty::Perform(duty) => {
            let quantity = match duty.quantity() {
                None => String::new(),
                Some(_) => format!(", {} in all", duty.needed_text()),
            };
            let deadline = match duty.deadline() {
                Some(Deadline::Within(span)) => format!(", within {span} from when it falls due"),
                Some(Deadline::At(at)) => {
                    let at = at.written().map_or("what is told".to_owned(), words::moment);
                    format!(", by {at}")
                }
                None => String::new(),
            };
            let early = match duty.early() {
                EarlyActs::Count => "",
                EarlyActs::Ignored => "; what was done before it fell due does not count",
            };
            format!("do {act}{quantity}{deadline}{early}")
        }
        Duty::Achieve(duty) => {
            format!("see to it that {}", words.prose().condition(duty.goal()))
        }
        Duty::Refrain(duty) => match (duty.limit_text(), duty.per()) {
            _ if duty.written_limit() == Some(0) => format!("never do {act}"),
            (limit, None) => format!("do {act} at most {limit} times in all"),
            (limit, Some(span)) => format!("do {act} at most {limit} times in {span}"),
        },
    }
}
