//! The face of a card: which obligation, who owes it to whom, how far it is.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use textwrap::core::display_width;

use crate::event::Deed;
use crate::monitor::Status;
use crate::names::Names;
use crate::stepping::board::{Board, Focus};
use crate::stepping::card::Card;
use crate::stepping::moves::Target;
use crate::stepping::words;
use crate::time::Instant;

use super::paint::{Paint, mark};
use super::text::{both_ends, fill, fit};

/// The height of a face on which all is told.
pub(super) const FULL: usize = 3;

/// Draws the faces of one board.
pub(super) struct Faces<'a, 'b, V: Names> {
    pub(super) board: &'a Board<'b, V>,
    paint: Paint,
    /// The chosen move, where it has the keys: what it is about is underlined.
    deed: Option<(Deed<V>, Target<V>)>,
}

impl<'a, 'b, V: Names> Faces<'a, 'b, V> {
    pub(super) fn new(board: &'a Board<'b, V>, paint: Paint) -> Self {
        let chosen = board.moves().into_iter().nth(board.chosen());
        let deed = chosen.filter(|_| board.focus == Focus::Moves).map(|it| (it.deed, it.target));
        Self { board, paint, deed }
    }

    /// A card in at most so many lines.
    pub(super) fn face(
        &self,
        status: Status,
        card: &Card<V>,
        width: usize,
        tall: usize,
    ) -> Vec<Line<'static>> {
        let Self { board, paint, .. } = self;
        let (monitor, words) = (board.monitor(), board.words());
        let room = width.saturating_sub(3);
        let deadline =
            card.deadline(monitor).filter(|_| !status.is_closed() && status != Status::Performed);
        let clock = monitor.now();
        // Of what is breached, time that has passed is how late it is.
        let late = |away: String| match away.strip_suffix(" ago") {
            Some(late) if status == Status::Breached => format!("{late} late"),
            _ => away,
        };
        let away = deadline.map(|at| late(words::away(clock, at)));
        let terse = deadline.map(|at| late(words::tersely_away(clock, at)));
        let brief = terse.unwrap_or_else(|| words.brief_progress(monitor, card));
        let mut lines = vec![self.name(status, card, if tall == 1 { &brief } else { "" }, room)];
        let (debtor, creditor) = self.ends(card);
        let who = owes(&debtor, &creditor);
        let fits = |text: &String| display_width(text) <= room;
        let below = |text: &str| {
            Line::from(vec![Span::raw("   "), Span::styled(fill(text, room), paint.faint())])
        };
        if tall >= FULL {
            let verifier = card.verifier(monitor);
            let verified = verifier.map(|party| format!("{who} · {} verifies", words.party(party)));
            lines.push(below(&verified.filter(fits).unwrap_or(who)));
            lines.push(below(&self.told(card, deadline, away, room)));
        } else if tall == 2 {
            let both = Some(format!("{who} {brief}")).filter(fits);
            lines.push(below(&both.map_or(who.clone(), |_| both_ends(&who, &brief, room))));
        }
        lines
    }

    /// The first line: mark and name, and something at its end.
    fn name(&self, status: Status, card: &Card<V>, end: &str, room: usize) -> Line<'static> {
        let Self { board, paint, .. } = self;
        let is_chosen = Some(card) == board.card();
        let style = if is_chosen {
            paint.chosen(board.focus == Focus::Cards)
        } else if status.is_closed() || status == Status::Dormant {
            Style::new()
        } else {
            paint.strong()
        };
        let name = board.words().card(board.monitor(), card);
        // What would cut a name that has room is left out.
        let whole = display_width(&name);
        let fits_alone = whole <= room && whole.saturating_add(display_width(end)) >= room;
        let end = if fits_alone { "" } else { end };
        let taken = if end.is_empty() { 0 } else { display_width(end).saturating_add(1) };
        let name = fit(&name, room.saturating_sub(taken));
        let rest = room.saturating_sub(display_width(&name));
        let linked = if self.is_concerned(card) { paint.linked(style) } else { style };
        let pointer = if is_chosen { "›" } else { " " };
        Line::from(vec![
            Span::styled(format!("{pointer}{} ", mark(status)), paint.status(status)),
            Span::styled(name, linked),
            Span::styled(format!("{end:>rest$}"), style),
        ])
    }

    /// Whether the chosen move is about an obligation.
    fn is_concerned(&self, card: &Card<V>) -> bool {
        let terms = self.board.agreement().obligation_terms(card.obligation);
        self.deed.as_ref().is_some_and(|(deed, target)| {
            let is_there = match (target.subject(), card.subject()) {
                (Some(there), Some(here)) => there == here,
                _ => true,
            };
            let does = |act| terms.is_some_and(|terms| terms.acts().contains(act));
            is_there
                && (deed.obligation() == Some(&card.obligation) || deed.act().is_some_and(does))
        })
    }

    /// Who owes, and to whom.
    fn ends(&self, card: &Card<V>) -> (Cow<'a, str>, Cow<'a, str>) {
        let words = self.board.words();
        let monitor = self.board.monitor();
        let debtor = card.debtor(monitor).map_or("?".into(), |it| words.party(it));
        let creditor = card.creditor(monitor);
        (debtor, creditor.map_or("?".into(), |it| words.party(it)))
    }

    /// How much is done and how long there is, in as much detail as there is room for.
    fn told(
        &self,
        card: &Card<V>,
        deadline: Option<Instant>,
        away: Option<String>,
        room: usize,
    ) -> String {
        let monitor = self.board.monitor();
        let terms = self.board.agreement().obligation_terms(card.obligation);
        let is_hope = terms.is_some_and(|terms| !terms.is_binding() || terms.is_target());
        let hope = if deadline.is_some() { "hoped for" } else { "not binding" };
        let hope = is_hope.then(|| hope.to_owned());
        let zone = self.board.words().zone();
        let by = deadline.map(|at| format!("by {}", words::short(at, monitor.now(), zone).trim()));
        let progress = self.board.words().progress(monitor, card);
        let drawn = self.bar(card).map(|bar| format!("{bar} {progress}"));
        let progress = Some(progress);
        let ways = [
            [drawn.or_else(|| progress.clone()), by, away.clone(), hope.clone()],
            [progress.clone(), away.clone(), hope, None],
            [progress, away, None, None],
        ];
        let ways =
            ways.map(|parts| parts.into_iter().flatten().collect::<Vec<String>>().join(" · "));
        let fitting = ways.iter().find(|text| display_width(text) <= room);
        fitting.or(ways.last()).cloned().unwrap_or_default()
    }

    /// How much is done, drawn, where there is more than one thing to do.
    fn bar(&self, card: &Card<V>) -> Option<String> {
        const CELLS: usize = 6;
        let quantity = card.quantity(self.board.monitor())?;
        let done = card.progress(self.board.monitor())?.min(quantity);
        // The wider number holds the product.
        let cells = u128::from(done).checked_mul(CELLS as u128)?.checked_div(quantity.into())?;
        let full = usize::try_from(cells).ok()?;
        let bar = format!("{}{}", "█".repeat(full), "░".repeat(CELLS.saturating_sub(full)));
        (quantity > 1).then_some(bar)
    }
}

/// Who owes whom: by an arrow, which is short; but between two names that are written from right to left it
/// would point at the debtor.
fn owes(debtor: &str, creditor: &str) -> String {
    let turns = |letter: char| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    match debtor.chars().chain(creditor.chars()).any(turns) {
        true => format!("{debtor} owes {creditor}"),
        false => format!("{debtor} → {creditor}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_arrow_does_not_turn_round() {
        assert_eq!(super::owes("us", "ussr"), "us → ussr");
        assert_eq!(super::owes("\u{5d0}", "\u{5d1}"), "\u{5d0} owes \u{5d1}");
        assert_eq!(super::owes("us", "\u{627}"), "us owes \u{627}");
    }
}
