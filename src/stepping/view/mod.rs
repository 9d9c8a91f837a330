//! The board as it is seen.

mod card;
mod cards;
mod dialog;
mod faces;
mod header;
mod help;
mod lanes;
mod log;
mod moves;
mod paint;
mod text;
mod verdict;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::Paragraph;

use crate::names::Names;

use super::board::{Board, Focus};
use super::proposal::Proposal;

pub(super) use paint::Paint;

/// The least room that the board needs.
const LEAST: (u16, u16) = (60, 16);

/// From here on the log has the side to itself.
const WIDE: u16 = 116;

/// From here on the details of what is chosen have a place too.
const TALL: u16 = 34;

/// Draws the whole board.
pub(super) fn draw<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let (width, height) = LEAST;
        let told = format!(
            "The board needs {width} columns and {height} rows; here are {} and {}.\n\n? keys, q quit",
            area.width, area.height
        );
        frame.render_widget(Paragraph::new(told).wrap(ratatui::widgets::Wrap { trim: true }), area);
    } else {
        panes(frame, board, paint, area);
    }
    dialog::draw(frame, board, paint, area);
}

fn panes<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint, area: Rect) {
    let [head, body, foot] =
        Layout::vertical([Constraint::Length(2), Constraint::Fill(1), Constraint::Length(2)])
            .areas(area);
    show(frame, head, header::head(board, paint, head.width.into()));
    if area.width >= WIDE {
        let side = (area.width / 3).clamp(42, 66);
        let [main, _, side] = Layout::horizontal([
            Constraint::Fill(1),
            Constraint::Length(2),
            Constraint::Length(side),
        ])
        .areas(body);
        let [cards, moves] =
            Layout::vertical([Constraint::Fill(1), Constraint::Fill(1)]).areas(main);
        draw_cards(frame, board, paint, cards);
        draw_moves(frame, board, paint, moves);
        if area.height >= TALL {
            let [log, detail] =
                Layout::vertical([Constraint::Fill(1), Constraint::Fill(1)]).areas(side);
            draw_log(frame, board, paint, log);
            draw_detail(frame, board, paint, detail);
        } else {
            draw_log(frame, board, paint, side);
        }
    } else {
        let [cards, rest] =
            Layout::vertical([Constraint::Fill(11), Constraint::Fill(9)]).areas(body);
        let [moves, _, log] =
            Layout::horizontal([Constraint::Fill(4), Constraint::Length(2), Constraint::Fill(3)])
                .areas(rest);
        draw_cards(frame, board, paint, cards);
        draw_moves(frame, board, paint, moves);
        draw_log(frame, board, paint, log);
    }
    show(frame, foot, header::foot(board, paint, foot.width.into()));
}

fn draw_cards<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint, area: Rect) {
    show(frame, area, cards::lines(board, paint, area.width.into(), area.height.into()));
}

fn draw_moves<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint, area: Rect) {
    show(frame, area, moves::lines(board, paint, area.width.into(), area.height.into()));
}

fn draw_log<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint, area: Rect) {
    show(frame, area, log::lines(board, paint, area.width.into(), area.height.into()));
}

/// What is chosen, in full: a card, or what a move would bring.
fn draw_detail<V: Names>(frame: &mut Frame<'_>, board: &Board<'_, V>, paint: Paint, area: Rect) {
    let width = usize::from(area.width);
    let chosen = board.moves().into_iter().nth(board.chosen());
    let (title, lines) = match (board.focus, board.card(), chosen) {
        (Focus::Cards, Some(card), _) => {
            let title = board.words().card(board.monitor(), card);
            (title, card::lines(board, paint, card, width))
        }
        (_, _, Some(chosen)) => {
            let proposal = Proposal::new(chosen.deed).to(chosen.target);
            let verdict = proposal.verdict(board.monitor(), board.words().prose());
            let title = match proposal.target().subject() {
                Some(subject) => format!("{} · {subject}", board.words().deed(proposal.deed())),
                None => board.words().deed(proposal.deed()),
            };
            (title, verdict::lines(board, paint, &verdict, width))
        }
        _ => return,
    };
    let height = usize::from(area.height).saturating_sub(1);
    let heading = text::heading(&title, "", width, false, paint.faint());
    show(frame, area, std::iter::once(heading).chain(shortened(lines, height, paint)).collect());
}

/// Lines at most so many; what is cut off is told.
fn shortened(mut lines: Vec<Line<'static>>, height: usize, paint: Paint) -> Vec<Line<'static>> {
    if lines.len() > height {
        let cut = lines.len().saturating_sub(height).saturating_add(1);
        lines.truncate(height.saturating_sub(1));
        lines.push(Line::styled(format!("… {cut} more lines"), paint.faint()));
    }
    lines
}

fn show(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'static>>) {
    frame.render_widget(Paragraph::new(Text::from(lines)), area);
}
