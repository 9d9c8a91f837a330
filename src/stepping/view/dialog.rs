//! What stands before the board: a proposal, a card, a question.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};
use textwrap::core::display_width;
use tui_input::Input;

use crate::monitor::Status;
use crate::names::Names;
use crate::stepping::board::{Board, Dialog, Saving, Why, counted};
use crate::stepping::card::{Card, Place};
use crate::stepping::proposal::{Field, FieldKind, Proposal, Verdict};
use crate::stepping::words;

use super::paint::Paint;
use super::text::wrapped;
use super::{card, help, shortened, verdict};

/// The most width of a dialog.
const WIDTH: u16 = 78;

/// A dialog as it is drawn.
struct Sheet {
    title: String,
    /// What is being typed, and behind which label; it is the first line.
    typed: Option<(String, Input, &'static str)>,
    lines: Vec<Line<'static>>,
    keys: Vec<(&'static str, &'static str)>,
    style: Style,
}

/// Draws the dialog, if there is one.
pub(super) fn draw<V: Names>(
    frame: &mut Frame<'_>,
    board: &Board<'_, V>,
    paint: Paint,
    area: Rect,
) {
    let Some(dialog) = &board.dialog else { return };
    let width = area.width.saturating_sub(4).min(WIDTH);
    let inner = usize::from(width.saturating_sub(4));
    let sheet = match dialog {
        Dialog::Proposal(proposal) => of_proposal(board, paint, proposal, inner),
        Dialog::Card(card) => of_card(board, paint, card, inner),
        Dialog::Find(input) => of_finding(paint, input, inner),
        Dialog::Clock(input, error) => of_clock(board, paint, input, error.as_deref(), inner),
        Dialog::Save(saving) => of_saving(board, paint, saving, inner),
        Dialog::Why(why) => of_why(paint, why, inner),
        Dialog::Quit => of_quitting(paint, inner),
        Dialog::Help => Sheet {
            title: "keys".to_owned(),
            typed: None,
            lines: help::lines(paint),
            keys: vec![("any key", "back to the board")],
            style: paint.accent(),
        },
    };
    lay(frame, paint, sheet, area, width);
}

fn lay(frame: &mut Frame<'_>, paint: Paint, sheet: Sheet, area: Rect, width: u16) {
    let inner = usize::from(width.saturating_sub(4));
    let mut lines = Vec::new();
    let mut cursor = None;
    if let Some((label, input, placeholder)) = &sheet.typed {
        let room = inner.saturating_sub(display_width(label)).saturating_sub(2).max(4);
        let scroll = input.visual_scroll(room.saturating_sub(1));
        let shown: String = input.value().chars().skip(scroll).collect();
        let shown = if input.value().is_empty() {
            Span::styled((*placeholder).to_owned(), paint.faint())
        } else {
            Span::styled(super::text::fit(&shown, room), paint.strong())
        };
        let column = display_width(label).saturating_add(2);
        cursor = Some(column.saturating_add(input.visual_cursor().saturating_sub(scroll)));
        lines.push(Line::from(vec![Span::styled(format!(" {label} "), paint.accent()), shown]));
        lines.push(Line::raw(""));
    }
    let keys = of_keys(&sheet.keys, paint, inner);
    let most = usize::from(area.height).saturating_sub(3).saturating_sub(keys.len());
    let room = most.saturating_sub(lines.len());
    lines.extend(shortened(sheet.lines, room, paint));
    lines.push(Line::raw(""));
    lines.extend(keys);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(area.height);
    let left = area.width.saturating_sub(width) / 2;
    let top = area.height.saturating_sub(height) / 2;
    let place = Rect::new(area.x.saturating_add(left), area.y.saturating_add(top), width, height);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(sheet.style)
        .title(Line::styled(format!(" {} ", sheet.title), sheet.style.patch(paint.strong())));
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(Text::from(lines)).block(block), place);
    if let Some(column) = cursor.and_then(|column| u16::try_from(column).ok()) {
        let x = place.x.saturating_add(1).saturating_add(column).min(place.right());
        frame.set_cursor_position((x, place.y.saturating_add(1)));
    }
}

/// The keys that go, in as many lines as they take.
fn of_keys(keys: &[(&str, &str)], paint: Paint, width: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::raw("")];
    for (key, what) in keys {
        let wide = display_width(key).saturating_add(display_width(what)).saturating_add(3);
        let used = lines.last().map_or(0, Line::width);
        if used > 0 && used.saturating_add(wide) > width.saturating_add(1) {
            lines.push(Line::raw(""));
        }
        if let Some(line) = lines.last_mut() {
            let before = if line.width() == 0 { " " } else { "   " };
            line.push_span(Span::styled(format!("{before}{key} "), paint.accent()));
            line.push_span(Span::styled((*what).to_owned(), paint.faint()));
        }
    }
    lines
}

fn of_proposal<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    proposal: &Proposal<V>,
    width: usize,
) -> Sheet {
    let verdict = proposal.verdict(board.monitor(), board.words().prose());
    let typed = proposal.field.as_ref().map(|Field { kind, input }| {
        let (label, placeholder) = match kind {
            FieldKind::Quantity => ("quantity", "1"),
            FieldKind::Until => ("new deadline", "P2D, or 1962-11-20 23:00"),
            FieldKind::Debtor => ("new debtor", "a party"),
            FieldKind::Verifier => ("new verifier", "a party"),
            FieldKind::Subject => ("subject", "its name, or as `A-1 *3` with how much"),
        };
        (label.to_owned(), input.clone(), placeholder)
    });
    let title = match &verdict {
        Verdict::Open(outlook) | Verdict::Refused(_, outlook) => {
            board.words().event(&outlook.event)
        }
        Verdict::Unreadable(_) => match proposal.deed().obligation() {
            Some(obligation) => board.words().obligation(*obligation).into_owned(),
            None => board.words().deed(proposal.deed()),
        },
    };
    let mut lines = verdict::lines(board, paint, &verdict, width);
    let (style, keys) = match &verdict {
        Verdict::Refused(..) if proposal.is_asked_again => {
            lines.push(Line::raw(""));
            lines.push(Line::styled(" Record it all the same?", paint.strong()));
            (paint.bad(), vec![("y", "record it"), ("Esc", "no")])
        }
        Verdict::Refused(..) => {
            let takes_letters = proposal.takes_letters();
            let mut keys =
                vec![(if takes_letters { "Ctrl-R" } else { "r" }, "record it all the same")];
            if verdict.waivable().is_some() {
                keys.push(("w", "waive first"));
            }
            keys.push(("Esc", "leave it"));
            (paint.bad(), keys)
        }
        Verdict::Open(_) => (paint.good(), vec![("Enter", "do it"), ("Esc", "leave it")]),
        Verdict::Unreadable(_) => (paint.accent(), vec![("Esc", "leave it")]),
    };
    Sheet { title, typed, lines, keys, style }
}

fn of_card<V: Names>(board: &Board<'_, V>, paint: Paint, card: &Card<V>, width: usize) -> Sheet {
    let monitor = board.monitor();
    let status = card.status(monitor);
    let is_one = !matches!(card.place, Place::Many(_));
    let mut keys = Vec::new();
    if card.is_verifiable(monitor) {
        keys.extend([("a", "attest"), ("d", "deny")]);
    }
    if is_one && !status.is_some_and(Status::is_closed) {
        keys.push(("r", "release"));
        let runs = matches!(status, Some(Status::Due | Status::Suspended));
        if runs && card.deadline(monitor).is_some() {
            keys.push(("e", "extend"));
        }
        keys.push(("o/v", "amend"));
    }
    if is_one {
        keys.push(("y", "why"));
    }
    keys.push(("Esc", "back"));
    Sheet {
        title: board.words().card(monitor, card),
        typed: None,
        lines: card::lines(board, paint, card, width),
        keys,
        style: status.map_or(Style::new(), |status| paint.status(status)),
    }
}

/// An explanation, each point below what it belongs to.
fn of_why(paint: Paint, why: &Why, width: usize) -> Sheet {
    let points = why.text.lines().skip(why.from).flat_map(|line| {
        let point = line.trim_start();
        let depth = line.len().saturating_sub(point.len()).min(width / 2);
        let style = if point.starts_with('→') { paint.accent() } else { Style::new() };
        wrapped(&format!(" {}", " ".repeat(depth)), point, width, Style::new(), style)
    });
    Sheet {
        title: why.title.clone(),
        typed: None,
        lines: points.collect(),
        keys: vec![("↑↓", "scroll"), ("any other key", "back")],
        style: paint.accent(),
    }
}

fn of_clock<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    input: &Input,
    error: Option<&str>,
    width: usize,
) -> Sheet {
    let (clock, zone) = (board.monitor().now(), board.words().zone());
    let told = format!("The clock stands at {}.", words::clock(clock, zone));
    let plain = Style::new();
    let mut lines = wrapped(" ", &told, width, plain, plain);
    let help = format!(
        "A span as P2D, PT36H or P1M, or an instant as 1962-11-20, 1962-11-20 23:00 ({}) or \
         1962-11-20T18:00:00-05:00.",
        zone.name()
    );
    lines.extend(wrapped(" ", &help, width, paint.faint(), paint.faint()));
    if let Some(error) = error {
        lines.extend(wrapped(" ! ", error, width, paint.bad(), paint.bad()));
    }
    Sheet {
        title: "time passes".to_owned(),
        typed: Some(("by, or up to".to_owned(), input.clone(), "")),
        lines,
        keys: vec![("Enter", "let it pass"), ("Esc", "leave it")],
        style: paint.accent(),
    }
}

fn of_saving<V: Names>(board: &Board<'_, V>, paint: Paint, saving: &Saving, width: usize) -> Sheet {
    let events = counted(board.course.entries().len(), "event");
    let plain = Style::new();
    let told = format!("{events}, as JSON Lines.");
    let mut lines = wrapped(" ", &told, width, plain, plain);
    if let Some(trouble) = &saving.trouble {
        lines.extend(wrapped(" ! ", trouble, width, paint.bad(), paint.bad()));
    }
    let keys = if let Some(path) = &saving.exists {
        let asked = format!("There is a file `{path}` already. Write over it?");
        lines.extend(wrapped(" ", &asked, width, paint.strong(), paint.strong()));
        vec![("y", "write over it"), ("any other key", "another name")]
    } else {
        vec![("Enter", "save"), ("Esc", "leave it")]
    };
    Sheet {
        title: "save the log".to_owned(),
        typed: Some(("file".to_owned(), saving.input.clone(), "")),
        lines,
        keys,
        style: paint.accent(),
    }
}

/// Which subjects are sought.
fn of_finding(paint: Paint, input: &Input, width: usize) -> Sheet {
    let help = "A part of its name; the board then shows the first ten subjects that have it.";
    Sheet {
        title: "find subjects".to_owned(),
        typed: Some(("name".to_owned(), input.clone(), "A-1")),
        lines: wrapped(" ", help, width, paint.faint(), paint.faint()),
        keys: vec![("Enter", "find"), ("Esc", "leave it")],
        style: paint.accent(),
    }
}

fn of_quitting(paint: Paint, width: usize) -> Sheet {
    let plain = Style::new();
    Sheet {
        title: "quit".to_owned(),
        typed: None,
        lines: wrapped(" ", "There are steps that are in no file yet.", width, plain, plain),
        keys: vec![("s", "save, then quit"), ("d", "discard them"), ("Esc", "stay")],
        style: paint.accent(),
    }
}
