//! The log: what happened, and what it brought.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::event::Deed;
use crate::monitor::{Change, Finding};
use crate::names::Names;
use crate::stepping::board::{Board, Focus};
use crate::stepping::course::Entry;
use crate::stepping::words;

use super::paint::Paint;
use super::text::{fit, heading, wrapped};
use super::verdict;

/// From here on there is room for what each event brought.
const WIDE: usize = 42;

/// The whole pane: the end of the log, or as much before it as was scrolled back.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let rows = height.saturating_sub(1);
    let entries = board.course.entries();
    let end = entries.len().saturating_sub(board.back);
    let mut lines: Vec<Line<'static>> = Vec::new();
    if width >= WIDE {
        lines.extend(board.course.opening().iter().flat_map(|it| change(board, paint, it, width)));
    }
    let mut first_hidden = None;
    let mut day = String::new();
    for (place, it) in entries.iter().enumerate() {
        // Scrolled back to the very start, the pane is still filled.
        if place >= end && lines.len() >= rows {
            first_hidden = Some(place);
            break;
        }
        let of_event = words::day(it.event.time);
        if of_event != day {
            lines.push(Line::styled(format!(" {of_event}"), paint.faint()));
            day = of_event;
        }
        lines.extend(entry(board, paint, it, width));
    }
    let above = lines.len().saturating_sub(rows);
    if first_hidden.is_none() && board.back > 0 {
        lines.truncate(above.saturating_add(rows));
    }
    let below = first_hidden.map(|first| entries.len().saturating_sub(first));
    let hidden = match (above > 0, below) {
        (true, Some(below)) => format!("↑ ↓{below}"),
        (true, None) => "↑".to_owned(),
        (false, Some(below)) => format!("↓{below}"),
        (false, None) => String::new(),
    };
    let ahead = match board.course.ahead() {
        0 => String::new(),
        ahead => format!(", {ahead} taken back"),
    };
    let has_keys = board.focus == Focus::Log;
    let style = if has_keys { paint.accent() } else { Style::new() };
    let title = format!("log {}{ahead}", entries.len());
    let heading = heading(&title, &hidden, width, has_keys, style);
    if lines.is_empty() {
        lines.push(Line::styled("  nothing has happened yet", paint.faint()));
    }
    std::iter::once(heading).chain(lines.into_iter().skip(above)).collect()
}

fn entry<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    entry: &Entry<V>,
    width: usize,
) -> Vec<Line<'static>> {
    let when = words::hour(entry.event.time);
    let style = match entry.event.deed {
        Deed::Tick { .. } => paint.faint(),
        _ => paint.strong(),
    };
    let room = width.saturating_sub(8);
    let deed = board.words().deed(&entry.event.deed);
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("  {when} "), paint.faint()),
        Span::styled(fit(&deed, room), style),
    ])];
    if width >= WIDE {
        let changes = verdict::worth_telling(&entry.changes);
        lines.extend(changes.flat_map(|it| change(board, paint, it, width)));
    }
    lines.extend(entry.findings.iter().flat_map(|it| finding(board, paint, it, width)));
    lines
}

fn change<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    change: &Change<V>,
    width: usize,
) -> Vec<Line<'static>> {
    let text = board.words().prose().change(change);
    wrapped("    · ", &text, width, paint.faint(), paint.faint())
}

fn finding<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    finding: &Finding<V>,
    width: usize,
) -> Vec<Line<'static>> {
    let kind = finding.kind();
    let (mark, style) =
        if kind.is_only_told() { ("    i ", paint.accent()) } else { ("    ! ", paint.bad()) };
    let text = match width >= WIDE {
        true => format!("{kind}: {}", board.words().prose().finding(finding)),
        false => finding.obligation().map_or_else(
            || kind.to_string(),
            |obligation| format!("{kind}: {}", board.words().obligation(*obligation)),
        ),
    };
    wrapped(mark, &text, width, style, style)
}
