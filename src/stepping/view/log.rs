//! The log: what happened, and what it brought.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::event::Deed;
use crate::monitor::{Change, Finding};
use crate::names::Names;
use crate::stepping::board::{Board, Focus};
use crate::stepping::course::worth_telling;
use crate::stepping::words;

use super::paint::Paint;
use super::text::{fit, heading, wrapped};

/// From here on there is room for what each event brought.
const ROOMY: (usize, usize) = (42, 16);

/// The whole pane: the end of the log, or as much before it as was scrolled back.
pub(super) fn lines<V: Names>(
    board: &Board<'_, V>,
    paint: Paint,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let rows = height.saturating_sub(1);
    let pane = Pane { board, paint, width, is_roomy: width >= ROOMY.0 && height >= ROOMY.1 };
    let count = board.course.entries().len();
    let end = count.saturating_sub(board.back);
    // Backwards from the end, no further than there is room.
    let mut blocks = Vec::new();
    let mut used = 0_usize;
    let mut first = end;
    while used < rows && first > 0 {
        first = first.saturating_sub(1);
        let block = pane.entry(first);
        used = used.saturating_add(block.len());
        blocks.push(block);
    }
    if used < rows && first == 0 {
        let opening = pane.opening();
        used = used.saturating_add(opening.len());
        blocks.push(opening);
    }
    let mut lines: Vec<Line<'static>> = blocks.into_iter().rev().flatten().collect();
    let cut = used.saturating_sub(rows);
    lines.drain(..cut);
    // Scrolled back to the very start, the pane is still filled.
    let mut last = end;
    while lines.len() < rows && last < count {
        lines.extend(pane.entry(last));
        last = last.saturating_add(1);
    }
    let above = if first > 0 || cut > 0 { "↑" } else { "" };
    let below = match count.saturating_sub(last) {
        0 => String::new(),
        below => format!(" ↓{below}"),
    };
    let ahead = match board.course.ahead() {
        0 => String::new(),
        ahead => format!(", {ahead} taken back"),
    };
    let has_keys = board.focus == Focus::Log;
    let style = if has_keys { paint.accent() } else { Style::new() };
    let title = format!("log {count}{ahead}");
    let heading = heading(&title, format!("{above}{below}").trim(), width, has_keys, style);
    if lines.is_empty() {
        lines.push(Line::styled("  nothing has happened yet", paint.faint()));
    }
    std::iter::once(heading).chain(lines).collect()
}

struct Pane<'a, 'b, V: Names> {
    board: &'a Board<'b, V>,
    paint: Paint,
    width: usize,
    is_roomy: bool,
}

impl<V: Names> Pane<'_, '_, V> {
    /// What the agreement's date brought, before any event.
    fn opening(&self) -> Vec<Line<'static>> {
        let changes = self.board.course.opening().iter().filter(|_| self.is_roomy);
        changes.flat_map(|it| self.change(it)).collect()
    }

    /// An event under its day, and what it brought.
    fn entry(&self, place: usize) -> Vec<Line<'static>> {
        let (board, paint) = (self.board, self.paint);
        let entries = board.course.entries();
        let Some(entry) = entries.get(place) else { return Vec::new() };
        let zone = board.words().zone();
        let day = words::day(entry.event.time, zone);
        let before = place.checked_sub(1).and_then(|before| entries.get(before));
        let mut lines = Vec::new();
        if before.is_none_or(|before| words::day(before.event.time, zone) != day) {
            lines.push(Line::styled(format!(" {day}"), paint.faint()));
        }
        let style = match entry.event.deed {
            Deed::Tick { .. } => paint.faint(),
            _ => paint.strong(),
        };
        let deed = board.words().event(&entry.event);
        lines.push(Line::from(vec![
            Span::styled(format!("  {} ", words::hour(entry.event.time, zone)), paint.faint()),
            Span::styled(fit(&deed, self.width.saturating_sub(8)), style),
        ]));
        if self.is_roomy {
            lines.extend(worth_telling(&entry.changes).flat_map(|it| self.change(it)));
        }
        lines.extend(entry.findings.iter().flat_map(|it| self.finding(it)));
        lines
    }

    fn change(&self, change: &Change<V>) -> Vec<Line<'static>> {
        let text = self.board.words().prose().change(change);
        wrapped("    · ", &text, self.width, self.paint.faint(), self.paint.faint())
    }

    fn finding(&self, finding: &Finding<V>) -> Vec<Line<'static>> {
        let (words, kind) = (self.board.words(), finding.kind());
        let (mark, style) = if kind.is_only_told() {
            ("    i ", self.paint.accent())
        } else {
            ("    ! ", self.paint.bad())
        };
        let about = match self.is_roomy {
            true => Some(words.prose().finding(finding)),
            false => finding.obligation().map(|it| match &finding.subject {
                Some(subject) => format!("{subject}: {}", words.obligation(*it)),
                None => words.obligation(*it).into_owned(),
            }),
        };
        let text = about.map_or_else(|| kind.to_string(), |about| format!("{kind}: {about}"));
        wrapped(mark, &text, self.width, style, style)
    }
}
