//! The part of a text that is shown with what is wrong in it: a line and its neighbours, none longer
//! than a person reads, and nothing in them hidden.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use servanda::report::escaped;

/// The most bytes of a line that are shown.
const MOST: usize = 160;

/// A part of a text, which knows where in the whole it stands.
#[derive(Clone, Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    /// How many lines of the whole stand before it.
    lines_before: usize,
    /// Where the marked part begins: its column in bytes in the whole, counted from 0.
    column: usize,
}

impl Excerpt {
    /// The part of a text around what is marked in it, and where the mark is in that.
    pub fn around(
        name: &str,
        text: &str,
        lines_before: usize,
        marked: Range<usize>,
    ) -> (Self, Range<usize>) {
        let (before, from) = text.split_at_checked(marked.start).unwrap_or((text, ""));
        let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
        let (above, left) = before.split_at_checked(start).unwrap_or(("", before));
        let end = from.find('\n').unwrap_or(from.len());
        let (rest, below) = from.split_at_checked(end).unwrap_or((from, ""));
        // What is marked goes no further than its first line.
        let length = floor(rest, marked.len());
        let (inside, right) = rest.split_at_checked(length).unwrap_or((rest, ""));

        let mut shown = String::new();
        let mut lines_before = lines_before.saturating_add(above.matches('\n').count());
        if let Some(line) = above.strip_suffix('\n') {
            lines_before = lines_before.saturating_sub(1);
            shown.push_str(&head(line.rsplit('\n').next().unwrap_or(line), MOST));
            shown.push('\n');
        }
        shown.push_str(&tail(left, MOST / 2));
        let mark = shown.len();
        shown.push_str(&head(inside, MOST / 2));
        let mark = mark..shown.len();
        shown.push_str(&head(right, (MOST / 2).saturating_sub(length)));
        if let Some(line) = below.strip_prefix('\n').and_then(|below| below.lines().next()) {
            shown.push('\n');
            shown.push_str(&head(line, MOST));
        }
        let excerpt = Self {
            name: escaped(name).into_owned(),
            text: shown,
            lines_before,
            column: left.len(),
        };
        (excerpt, mark)
    }
}

/// The beginning of a line, as it is shown.
fn head(line: &str, most: usize) -> String {
    let line = line.trim_end_matches('\r');
    match line.get(..floor(line, most)) {
        Some(part) if part.len() < line.len() => format!("{}…", shown(part)),
        _ => shown(line),
    }
}

/// The end of a line, as it is shown.
fn tail(line: &str, most: usize) -> String {
    match line.get(floor(line, line.len().saturating_sub(most))..) {
        Some(part) if part.len() < line.len() => format!("…{}", shown(part)),
        _ => shown(line),
    }
}

fn shown(part: &str) -> String {
    escaped(&part.replace('\t', "    ")).into_owned()
}

/// The place of a character's start at or before this one.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.text.read_span(span, before, after)?;
        // The head of an excerpt tells where the mark is in the whole.
        let column = if before == 0 { self.column } else { inner.column() };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            inner.data(),
            *inner.span(),
            inner.line().saturating_add(self.lines_before),
            column,
            inner.line_count(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, marked: &str) -> (String, String) {
        let (start, _) = text.match_indices(marked).next().unwrap();
        let end = start.saturating_add(marked.len());
        let (excerpt, mark) = Excerpt::around("x", text, 0, start..end);
        (excerpt.text[mark].to_owned(), excerpt.text)
    }

    #[test]
    fn the_lines_beside_are_shown_too() {
        let (mark, text) = around("one\ntwo\n\tthree\r\nfour\nfive", "three");
        assert_eq!((&*mark, &*text), ("three", "two\n    three\nfour"));
        let (mark, text) = around("one", "one");
        assert_eq!((&*mark, &*text), ("one", "one"));
    }

    #[test]
    fn no_line_is_longer_than_a_person_reads() {
        let long = "é".repeat(70_000);
        let whole = format!("{long}\n{long}here{long}\n{long}");
        let (mark, text) = around(&whole, "here");
        assert_eq!(mark, "here");
        assert!(text.lines().count() == 3 && text.len() < 700, "{}", text.len());
        let (mark, _) = around(&whole, &long);
        assert!(mark.len() < 100 && mark.ends_with('…'));
    }

    #[test]
    fn what_hides_is_written_out() {
        let (mark, text) = around("a\u{1b}[2J: \u{202e}b\u{202e} c", "\u{202e}b\u{202e}");
        assert_eq!(mark, r"\u{202e}b\u{202e}");
        assert!(text.starts_with(r"a\u{1b}[2J: "), "{text}");
    }
}
