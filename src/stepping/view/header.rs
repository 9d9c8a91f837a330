//! The first and the last lines: where the run stands, what happened last, which keys there are.

use ratatui::text::{Line, Span};
use textwrap::core::display_width;

use crate::escape::escaped;
use crate::monitor::Outcome;
use crate::names::Names;
use crate::stepping::board::{Board, Focus, counted};
use crate::stepping::words;

use super::paint::Paint;
use super::text::{fill, fit};

/// Title and outcome; the clock and what it comes to next.
pub(super) fn head<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
) -> Vec<Line<'static>> {
    let monitor = board.monitor();
    let outcome = monitor.outcome();
    let faults = monitor.findings().filter(|finding| !finding.kind().is_only_told()).count();
    let found = if faults == 0 { "nothing amiss".to_owned() } else { counted(faults, "fault") };
    let style = match outcome {
        Outcome::Breached => paint.bad(),
        Outcome::Settled | Outcome::Clear => paint.good().patch(paint.strong()),
        Outcome::Terminated | Outcome::Pending => paint.strong(),
    };
    let force = if monitor.is_terminated() {
        "terminated"
    } else if monitor.is_in_force() {
        "in force"
    } else {
        "not yet in force"
    };
    let unsaved = if board.is_unsaved() { " · not saved" } else { "" };
    vec![
        ends(
            (&*escaped(board.agreement().title()), paint.strong()),
            (&format!("{outcome} · {found}"), style),
            width,
        ),
        ends(
            (
                &format!("{}{}", words::clock(monitor.now(), board.words().zone()), next(board)),
                paint.accent(),
            ),
            (&format!("{force}{unsaved}"), paint.faint()),
            width,
        ),
    ]
}

/// The next timer, and whose it is.
fn next<V: Names>(board: &Board<'_, V>) -> String {
    let monitor = board.monitor();
    let Some(next) = monitor.next_timeout() else {
        return " · no timer runs".to_owned();
    };
    let away = words::away(monitor.now(), next);
    let (state, terms) = (monitor.state(), monitor.terms());
    let mut of = terms.obligations.iter().flat_map(|(id, obligation)| {
        let scopes = state.scopes(obligation.of).map(move |scope| (id, scope));
        scopes.filter(|(id, scope)| {
            let tracked = &state[scope.at(&terms.graph, *id)];
            tracked.deadline == Some(next) && !tracked.status.is_closed()
        })
    });
    match of.next() {
        Some((id, scope)) => {
            let name = board.words().obligation(board.agreement().lexicon().obligation(id));
            match state.named(scope) {
                Some(subject) => format!(" · next: {subject}: {name} {away}"),
                None => format!(" · next: {name} {away}"),
            }
        }
        None => format!(" · next timer {away}"),
    }
}

/// What happened last, and the keys that go now.
pub(super) fn foot<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
) -> Vec<Line<'static>> {
    let message = &board.message;
    let (mark, style) = if message.is_grave { ("! ", paint.bad()) } else { ("", paint.strong()) };
    let keys: &[(&str, &str)] = match board.focus {
        Focus::Moves => &[("↑↓", ""), ("Enter", "do"), ("y", "why")],
        Focus::Cards => &[("↑↓", ""), ("Enter", "open"), ("y", "why")],
        Focus::Log => &[("↑↓", "scroll")],
    };
    let common = [
        ("Tab", "pane"),
        ("t", "next"),
        ("c", "time"),
        ("u", "undo"),
        ("s", "save"),
        ("?", "keys"),
        ("q", "quit"),
    ];
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1_usize;
    for (key, what) in keys.iter().chain(&common) {
        let text = if what.is_empty() { " ".to_owned() } else { format!(" {what}  ") };
        used = used.saturating_add(display_width(key)).saturating_add(display_width(&text));
        if used > width.saturating_add(2) {
            break;
        }
        spans.push(Span::styled((*key).to_owned(), paint.accent()));
        spans.push(Span::styled(text, paint.faint()));
    }
    let message = fit(&format!(" {mark}{}", message.text), width);
    vec![Line::styled(message, style), Line::from(spans)]
}

/// Two texts at the two ends of a line.
fn ends(
    left: (&str, ratatui::style::Style),
    right: (&str, ratatui::style::Style),
    width: usize,
) -> Line<'static> {
    let room = width.saturating_sub(display_width(right.0)).saturating_sub(3);
    Line::from(vec![
        Span::styled(format!(" {} ", fill(left.0, room)), left.1),
        Span::styled(format!("{} ", right.0), right.1),
    ])
}
