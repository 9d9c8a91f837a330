//! The obligations as cards, in a column for each status that is in use.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::monitor::Status;
use crate::names::Names;
use crate::stepping::board::{Board, Focus};
use crate::stepping::card::Card;

use super::faces::{FULL, Faces};
use super::lanes::{outside, shared, window};
use super::paint::Paint;
use super::text::heading;

/// The least width of a lane, without the gap after it.
const LANE: usize = 18;

/// One column: its title, and its cards.
struct Column<O> {
    title: &'static str,
    style: Style,
    is_live: bool,
    cards: Vec<(Status, O)>,
}

/// The whole pane, heading by heading and card by card.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let room = width.saturating_add(1).checked_div(LANE.saturating_add(1)).unwrap_or(1).max(1);
    let rows = height.saturating_sub(1);
    let all = columns(board, paint, room);
    let chosen = all.iter().position(|column| holds(board, &column.cards));
    let shown = window(all.len(), room, chosen);
    let hidden = outside(all.len(), &shown).replace('↑', "◂").replace('↓', "▸");
    let columns = all.get(shown).unwrap_or_default();
    let counts: Vec<usize> = columns.iter().map(|column| column.cards.len()).collect();
    let crowded = rows.checked_div(FULL).unwrap_or_default();
    // What is still open is looked at more than what is not yet, or no longer.
    let weights: Vec<usize> =
        columns.iter().map(|column| if column.is_live { 2 } else { 1 }).collect();
    let shares = shared(&counts, &weights, room, crowded);
    let lanes = shares.iter().sum::<usize>().max(1);
    let faces = Faces::new(board, paint);
    let mut blocks: Vec<Vec<Line<'static>>> = Vec::new();
    let mut left = width;
    let mut lanes_left = lanes;
    for (column, share) in columns.iter().zip(&shares) {
        // The lanes share what is left evenly, each with a gap after it.
        let wide = match lanes_left.checked_sub(*share) {
            Some(0) | None => left,
            _ => left.saturating_mul(*share).checked_div(lanes_left).unwrap_or(left),
        };
        left = left.saturating_sub(wide);
        lanes_left = lanes_left.saturating_sub(*share);
        let is_last = lanes_left == 0;
        let end = if is_last { &*hidden } else { "" };
        blocks.push(block(&faces, column, wide, *share, rows, end));
    }
    beside(blocks, height)
}

/// The columns in use; those that are closed share one where there is no room for each.
fn columns<V: Names>(board: &Board<'_, V>, paint: Paint, room: usize) -> Vec<Column<Card<V>>> {
    let cards = board.cards();
    let mut in_use: Vec<Status> = cards.iter().map(|(status, _)| *status).collect();
    in_use.dedup();
    let joins = in_use.len() > room;
    let mut columns: Vec<Column<Card<V>>> = Vec::new();
    for (status, card) in cards {
        let title = if joins && status.is_closed() { "closed" } else { status.as_str() };
        match columns.last_mut().filter(|last| last.title == title) {
            Some(last) => last.cards.push((status, card)),
            None => {
                let style = paint.status(status);
                let is_live = status != Status::Dormant && !status.is_closed();
                let cards = vec![(status, card)];
                columns.push(Column { title, style, is_live, cards });
            }
        }
    }
    columns
}

fn holds<V: Names>(board: &Board<'_, V>, cards: &[(Status, Card<V>)]) -> bool {
    cards.iter().any(|(_, card)| Some(card) == board.card())
}

/// One column, so wide, in so many lanes.
fn block<V: Names>(
    faces: &Faces<'_, '_, V>,
    column: &Column<Card<V>>,
    width: usize,
    share: usize,
    rows: usize,
    end: &str,
) -> Vec<Line<'static>> {
    let board = faces.board;
    let count = column.cards.len();
    let share = share.max(1);
    let tall = [FULL + 1, FULL, 2, 1]
        .into_iter()
        .find(|tall| rows.checked_div(*tall).unwrap_or_default().saturating_mul(share) >= count)
        .unwrap_or(1);
    let each = rows.checked_div(tall).unwrap_or(1).max(1);
    // Lanes that would stay empty leave their room to the others.
    let share = share.min(count.div_ceil(each)).max(1);
    let chosen = column.cards.iter().position(|(_, it)| Some(it) == board.card());
    let shown = window(count, each.saturating_mul(share), chosen);
    let has_keys = board.focus == Focus::Cards && chosen.is_some();
    let more = format!("{} {end}", outside(count, &shown));
    let title = format!("{} {count}", column.title);
    let line_width = width.saturating_sub(1);
    let heading = heading(&title, more.trim(), line_width, has_keys, column.style);
    let mut block = vec![padded(heading, width)];
    let lane = width.checked_div(share).unwrap_or(width);
    let cards = column.cards.get(shown).unwrap_or_default();
    let lanes: Vec<Vec<Line<'static>>> = cards
        .chunks(each)
        .map(|cards| {
            let cards = cards.iter().flat_map(|(status, card)| {
                let mut lines = faces.face(*status, card, lane, tall);
                lines.resize(tall, Line::raw(" ".repeat(lane)));
                lines
            });
            cards.collect()
        })
        .collect();
    block.extend(beside(lanes, rows).into_iter().map(|line| padded(line, width)));
    block
}

/// Blocks of lines side by side; each is as wide as its first line.
fn beside(blocks: Vec<Vec<Line<'static>>>, height: usize) -> Vec<Line<'static>> {
    let widths: Vec<usize> =
        blocks.iter().map(|block| block.first().map_or(0, Line::width)).collect();
    let mut blocks: Vec<_> = blocks.into_iter().map(Vec::into_iter).collect();
    let mut lines = Vec::new();
    for _ in 0..height {
        let mut spans = Vec::new();
        for (block, width) in blocks.iter_mut().zip(&widths) {
            let line = block.next().unwrap_or_default();
            spans.extend(padded(line, *width));
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// A line filled up to so wide, its style in its parts.
fn padded(line: Line<'static>, width: usize) -> Line<'static> {
    let missing = width.saturating_sub(line.width());
    let style = line.style;
    let mut spans: Vec<Span<'static>> =
        line.spans.into_iter().map(|span| span.patch_style(style)).collect();
    spans.push(Span::raw(" ".repeat(missing)));
    Line::from(spans)
}
