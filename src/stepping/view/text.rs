//! Text that fits: cut, wrapped, laid out in lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use textwrap::core::display_width;

/// A text at most so wide; what is cut off leaves an ellipsis.
pub(super) fn fit(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        let mut longer = cut.clone();
        longer.push(letter);
        if display_width(&longer) >= width {
            break;
        }
        cut = longer;
    }
    if width > 0 { format!("{}…", cut.trim_end()) } else { cut }
}

/// A text cut or filled up to exactly so wide.
pub(super) fn fill(text: &str, width: usize) -> String {
    let text = fit(text, width);
    let missing = width.saturating_sub(display_width(&text));
    format!("{text}{}", " ".repeat(missing))
}

/// A text at the left and another at the right, of which the left is cut where there is no room.
pub(super) fn both_ends(left: &str, right: &str, width: usize) -> String {
    let right = fit(right, width);
    let room = width.saturating_sub(display_width(&right)).saturating_sub(1);
    format!("{} {right}", fill(left, room))
}

/// A text in lines that end between words, the first after a label, the others below it.
pub(super) fn wrapped(
    label: &str,
    text: &str,
    width: usize,
    label_style: Style,
    style: Style,
) -> Vec<Line<'static>> {
    let indent = display_width(label);
    let room = width.saturating_sub(indent).max(8);
    let options = textwrap::Options::new(room).word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut lines = Vec::new();
    for part in textwrap::wrap(text, options) {
        let label = if lines.is_empty() { label.to_owned() } else { " ".repeat(indent) };
        lines.push(Line::from(vec![
            Span::styled(label, label_style),
            Span::styled(part.into_owned(), style),
        ]));
    }
    lines
}

/// The heading of a pane: its title, a rule, and what stands at its end.
pub(super) fn heading(
    title: &str,
    end: &str,
    width: usize,
    has_keys: bool,
    style: Style,
) -> Line<'static> {
    let (mark, rule) = if has_keys { ("▶ ", "━") } else { ("  ", "─") };
    let end = if end.is_empty() { String::new() } else { format!(" {end}") };
    let room = width.saturating_sub(display_width(&end));
    let title = fit(&format!("{mark}{title} "), room);
    let rules = rule.repeat(room.saturating_sub(display_width(&title)));
    Line::styled(format!("{title}{rules}{end}"), style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(fit("quarantine", 10), "quarantine");
        assert_eq!(fit("quarantine", 6), "quara…");
        assert_eq!(fit("quarantine", 0), "");
        assert_eq!(fit("検疫の解除", 6), "検疫…");
    }

    #[test]
    fn both_ends_keep_the_right() {
        assert_eq!(both_ends("remove-weapons", "0/84", 14), "remove-w… 0/84");
        assert_eq!(both_ends("a", "b", 5), "a   b");
    }
}
