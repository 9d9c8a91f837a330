//! All about one obligation.

use ratatui::text::Line;

use crate::analysis::Question;
use crate::escape::escaped;
use crate::monitor::Status;
use crate::names::Names;
use crate::stepping::board::Board;
use crate::stepping::card::{Card, FEW, Place};
use crate::stepping::words;
use crate::terms::{Condition, Deadline, Duty, EarlyActs, Obligation};

use super::paint::{Paint, mark};
use super::text::wrapped;

/// Who owes what to whom, how it stands, what it waits for, what it rests on, how it came about.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    card: &Card<V>,
    width: usize,
) -> Vec<Line<'static>> {
    let obligation = card.obligation;
    let (agreement, monitor, words) = (board.agreement(), board.monitor(), board.words());
    let prose = words.prose();
    let zone = prose.zone(Some(obligation));
    let Some(terms) = agreement.obligation_terms(obligation) else { return Vec::new() };
    let status = card.status(monitor).unwrap_or(Status::Dormant);
    let mut lines = Vec::new();
    let mut field = |label: &str, text: &str| {
        let label = format!(" {label:<9} ");
        lines.extend(wrapped(&label, text, width, paint.faint(), ratatui::style::Style::new()));
    };
    let debtor = card.debtor(monitor).map_or("?".into(), |party| words.party(party));
    let creditor =
        card.creditor(monitor).map_or("whoever is told".into(), |party| words.party(party));
    field("what", &format!("{debtor} owes {creditor}: {}", duty(board, &terms)));
    let binding = match (terms.is_binding(), terms.is_target()) {
        (false, _) => "; not binding",
        (true, true) => "; its deadline is a hope",
        (true, false) => "",
    };
    let progress = words.progress(monitor, card);
    field("stands", &format!("{} {status}, {progress}{binding}", mark(status)));
    if let Place::Many(_) = card.place {
        let names: Vec<_> = card.many(monitor).map(|(name, _)| escaped(name)).take(FEW).collect();
        let more = card.many(monitor).count().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        field("there", &format!("{}{more}; / finds one by its name", names.join(", ")));
    }
    if let Some(deadline) = card.deadline(monitor) {
        let away = words::away(monitor.now(), deadline);
        let away = if status.is_closed() { String::new() } else { format!(", {away}") };
        field("deadline", &format!("{}{away}", zone.text(deadline)));
    }
    if let Some(verifier) = card.verifier(monitor) {
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
            let holds = match (&card.place, card.subject()) {
                (_, Some(subject)) => {
                    let why = monitor.why_in(subject, &Question::Condition(part.clone()));
                    why.map(|why| why.holds())
                }
                // Of many it may hold of some.
                (Place::Many(_), _) => None,
                (_, None) => Some(monitor.holds(part).unwrap_or_default()),
            };
            let mark = match holds {
                Some(true) => "✓",
                Some(false) => "○",
                None => "·",
            };
            let holds = holds.unwrap_or(true);
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
    let own = card.subject().cloned();
    let history = monitor.history(obligation).filter(|change| change.subject == own);
    for change in history {
        any = true;
        let when = words::short(change.at, monitor.now(), zone);
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
                Some(Deadline::Within(term)) => {
                    format!(", within {} from when it falls due", words.prose().term(term))
                }
                Some(Deadline::At(at)) => {
                    let local = |at| board.words().zone().text(at);
                    let at = at.written().map_or("what is told".to_owned(), local);
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
            (limit, Some(term)) => {
                format!("do {act} at most {limit} times in {}", words.prose().term(term))
            }
        },
    }
}
