//! What each party can do now, and what it can't yet.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use textwrap::core::display_width;

use crate::escape::escaped;
use crate::event::Deed;
use crate::monitor::{Closed, Status};
use crate::names::Names;
use crate::stepping::board::{Board, Focus};
use crate::stepping::card::{Card, Place};
use crate::stepping::moves::{Move, Target};
use crate::stepping::words;

use super::lanes::{outside, window};
use super::paint::Paint;
use super::text::{fill, fit, heading};

/// The least width of a lane.
const LANE: usize = 46;

/// The most room for a name.
const NAME: usize = 30;

enum Row<V: Names> {
    Party(V::Party),
    Move(usize, Move<V>),
    Gap,
}

/// The whole pane.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let each = height.saturating_sub(1).max(1);
    let most = width.checked_div(LANE).unwrap_or(1).max(1);
    let rows = spaced(rows(board), each, most);
    let lanes = rows.len().div_ceil(each).clamp(1, most);
    let lane = width.checked_div(lanes).unwrap_or(width);
    let is_chosen = |row: &Row<V>| matches!(row, Row::Move(place, _) if *place == board.chosen());
    let chosen = rows.iter().position(is_chosen);
    let shown = window(rows.len(), each.saturating_mul(lanes), chosen);
    let hidden = outside(rows.len(), &shown);
    let names = rows.iter().map(|row| match row {
        Row::Move(_, it) => display_width(&board.words().what_there(&it.deed, &it.target)),
        Row::Party(_) | Row::Gap => 0,
    });
    let name = names.max().unwrap_or_default().min(NAME).min(lane.saturating_sub(8));
    let drawn: Vec<Line<'static>> = rows
        .get(shown)
        .unwrap_or_default()
        .iter()
        .map(|row| match row {
            Row::Gap => Line::raw(" ".repeat(lane)),
            Row::Party(party) => party_line(board, paint, *party, lane),
            Row::Move(place, it) => {
                move_line(board, paint, it, *place == board.chosen(), name, lane)
            }
        })
        .collect();
    let has_keys = board.focus == Focus::Moves;
    let style = if has_keys { paint.accent() } else { Style::new() };
    let title = "who may do what now";
    let mut lines = vec![heading(title, &hidden, width, has_keys, style)];
    let mut lanes: Vec<_> = drawn.chunks(each).map(|lane| lane.iter()).collect();
    for _ in 0..each {
        let spans = lanes.iter_mut().filter_map(Iterator::next).flat_map(|line| line.iter());
        lines.push(Line::from_iter(spans.cloned()));
    }
    lines
}

/// Every party that can ever do something, each followed by its moves.
fn rows<V: Names>(board: &Board<'_, V>) -> Vec<Row<V>> {
    let mut rows = Vec::new();
    let mut last = None;
    for (place, it) in board.moves().into_iter().enumerate() {
        if last != Some(it.party) {
            last = Some(it.party);
            rows.push(Row::Party(it.party));
        }
        rows.push(Row::Move(place, it));
    }
    rows
}

/// A gap before each party if there is room for all of them, and no party at the foot of a lane.
fn spaced<V: Names>(rows: Vec<Row<V>>, each: usize, lanes: usize) -> Vec<Row<V>> {
    let parties = rows.iter().filter(|row| matches!(row, Row::Party(_))).count();
    let room = each.saturating_mul(lanes);
    if rows.len().saturating_add(parties.saturating_mul(2)) > room {
        return rows;
    }
    let mut spaced: Vec<Row<V>> = Vec::new();
    for row in rows {
        if matches!(row, Row::Party(_)) {
            let place = spaced.len().checked_rem(each).unwrap_or_default();
            if place > 0 {
                spaced.push(Row::Gap);
            }
            if place.saturating_add(2) == each {
                spaced.push(Row::Gap);
            }
        }
        spaced.push(row);
    }
    spaced
}

fn party_line<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    party: V::Party,
    width: usize,
) -> Line<'static> {
    let name = board.words().party(party);
    let about = board.agreement().party_description(party).unwrap_or_default();
    let room = width.saturating_sub(display_width(&name)).saturating_sub(3);
    Line::from(vec![
        Span::styled(format!(" {name}"), paint.strong()),
        Span::styled(format!("  {}", fill(&escaped(about), room)), paint.faint()),
    ])
}

fn move_line<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    it: &Move<V>,
    is_chosen: bool,
    name: usize,
    width: usize,
) -> Line<'static> {
    let has_keys = board.focus == Focus::Moves;
    let (mark, mark_style, style, note) = match &it.closed {
        None => ("●", paint.good(), Style::new(), open_note(board, it)),
        Some(closed) => ("○", paint.faint(), paint.faint(), closed_note(board, closed)),
    };
    let pointer = if is_chosen { "›" } else { " " };
    let style = if is_chosen { paint.chosen(has_keys) } else { style };
    let what = board.words().what_there(&it.deed, &it.target);
    let room = width.saturating_sub(name).saturating_sub(7);
    Line::from(vec![
        Span::raw(format!("  {pointer}")),
        Span::styled(format!("{mark} "), mark_style),
        Span::styled(fill(&what, name), style),
        Span::styled(format!(" {} ", fill(&fit(&note, room), room)), paint.faint()),
    ])
}

/// Whether it is owed, and by when; whether it goes against something.
fn open_note<V: Names>(board: &Board<'_, V>, it: &Move<V>) -> String {
    let monitor = board.monitor();
    let words = board.words();
    let card = |obligation| match it.target.subject() {
        Some(subject) => Card { obligation, place: Place::Subject(subject.clone()) },
        None => Card::of_run(obligation),
    };
    let act = match &it.deed {
        Deed::Act { act, .. } => *act,
        deed => {
            let obligation = deed.obligation();
            return obligation.map_or_else(String::new, |obligation| {
                format!("done {}", words.progress(monitor, &card(*obligation)))
            });
        }
    };
    let mut notes = Vec::new();
    let owed: Vec<_> = match (&it.target, it.target.subject()) {
        (_, Some(of)) => {
            let stands = monitor.subject(of.kind, &of.name);
            stands.iter().flat_map(|stands| stands.owed_by(it.party)).collect()
        }
        (Target::Asked(_), _) => Vec::new(),
        (_, None) => monitor.owed_by(it.party).collect(),
    };
    for owed in owed {
        let Some(terms) = board.agreement().obligation_terms(owed.obligation) else { continue };
        if !terms.acts().contains(&act) {
            continue;
        }
        if terms.is_prohibition() {
            notes.push(match terms.is_binding() {
                true => words.progress(monitor, &card(owed.obligation)),
                false => format!("against {}", words.obligation(owed.obligation)),
            });
            continue;
        }
        let away = owed.deadline.map(|at| words::roughly_away(monitor.now(), at));
        notes.push(match (owed.status, terms.is_binding(), away) {
            (Status::Breached, ..) => "owed, and late".to_owned(),
            (_, true, Some(away)) => format!("owed {away}"),
            (_, true, None) => "owed".to_owned(),
            (_, false, Some(away)) => format!("hoped for {away}"),
            (_, false, None) => "hoped for".to_owned(),
        });
    }
    notes.join(", ")
}

fn closed_note<V: Names>(board: &Board<'_, V>, closed: &Closed<V>) -> String {
    let words = board.words();
    if let Some(obligation) = closed.prohibited_by.first() {
        return format!("{} forbids it", words.obligation(*obligation));
    }
    let prose = words.prose();
    let unmet: Vec<String> = closed.unmet.iter().map(|it| prose.condition(it)).collect();
    match &*unmet {
        [] => String::new(),
        [first] => format!("not before {first}"),
        [first, rest @ ..] => format!("not before {first} (+{})", rest.len()),
    }
}
