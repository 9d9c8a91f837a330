//! What is wrong with a document, with the line underlined.

use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, Severity, SourceCode};
use servanda::formats::ReadError;
use servanda::report::escaped;

use super::Form;
use super::excerpt::Excerpt;
use super::node::Node;

/// One thing that is wrong, where, and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    message: String,
    code: Option<String>,
    severity: Severity,
    help: Option<String>,
    excerpt: Option<Excerpt>,
    span: Option<Range<usize>>,
    others: Vec<Self>,
}

impl Problem {
    /// What is wrong in a text of this name, and where.
    pub fn new(message: &str, name: &str, text: &str, span: Option<Range<usize>>) -> Self {
        Self::after(0, message, name, text, span)
    }

    /// The same in a part of a text that so many lines stand before.
    pub fn after(
        lines_before: usize,
        message: &str,
        name: &str,
        text: &str,
        span: Option<Range<usize>>,
    ) -> Self {
        let shown = span.map(|span| Excerpt::around(name, text, lines_before, span));
        let (excerpt, span) = shown.unzip();
        Self {
            message: brief(message),
            code: None,
            severity: Severity::Error,
            help: None,
            excerpt,
            span,
            others: Vec::new(),
        }
    }

    /// What kind of thing it is, and how bad.
    pub fn kind(mut self, code: impl Into<String>, severity: Severity) -> Self {
        self.code = Some(code.into());
        self.severity = severity;
        self
    }

    pub fn help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(|help| brief(&help.into()));
        self
    }
}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn std::fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.clone()?;
        let label = LabeledSpan::new_with_span(Some("here".to_owned()), span);
        Some(Box::new(std::iter::once(label)))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let others = self.others.iter().map(|other| other as &dyn Diagnostic);
        (!self.others.is_empty()).then(|| Box::new(others) as Box<dyn Iterator<Item = _>>)
    }
}

/// A message with nothing hidden in it, and no longer than a person reads.
pub fn brief(message: &str) -> String {
    const MOST: usize = 1_000;
    let shown: Vec<_> = message.lines().map(escaped).collect();
    let shown = shown.join("\n");
    match shown.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", shown.get(..end).unwrap_or_default()),
        None => shown,
    }
}

/// The most that is shown at once.
const MOST: usize = 20;

/// What is wrong with an agreement.
pub fn of_agreement(text: &str, name: &str, form: Form, error: &ReadError) -> miette::Report {
    let name = &*escaped(name);
    let error = match error {
        ReadError::Form { line, column, message } => {
            let span = word_at(text, *line, *column);
            let place = format!("{name}: line {line}, column {column}: {message}");
            return Problem::new(&place, name, text, span).into();
        }
        ReadError::Agreement(error) => error,
        other => return miette::miette!("{name}: {other}"),
    };
    let root = Node::parse(text, form);
    let count = error.defects().len();
    let mut problems: Vec<Problem> = error
        .defects()
        .iter()
        .take(MOST)
        .map(|defect| {
            let span = root.as_ref().and_then(|root| root.find(defect.place()));
            let message = format!("{}: {}", escaped(defect.place()), defect.rule());
            Problem::new(&message, name, text, span).help(defect.rule().help())
        })
        .collect();
    match problems.pop() {
        Some(only) if problems.is_empty() => only.into(),
        last => {
            problems.extend(last);
            let of_which = match count > MOST {
                true => format!("; these are the first {MOST}"),
                false => String::new(),
            };
            Problem {
                message: format!("{name} breaks {count} rules{of_which}"),
                code: None,
                severity: Severity::Error,
                help: None,
                excerpt: None,
                span: None,
                others: problems,
            }
            .into()
        }
    }
}

/// The word at a line and column, both counted from 1, the column in bytes.
pub fn word_at(text: &str, line: usize, column: usize) -> Option<Range<usize>> {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(skip) => text.match_indices('\n').nth(skip)?.0.checked_add(1)?,
    };
    let rest = text.get(start..)?;
    let line = rest.split('\n').next().unwrap_or(rest);
    let mut at = column.saturating_sub(1).min(line.len());
    while !line.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    let is_word = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    let (before, after) = line.split_at_checked(at)?;
    let from = before.trim_end_matches(is_word).len();
    let to = line.len().saturating_sub(after.trim_start_matches(is_word).len());
    // Where there is no word, one character.
    let to = to.max(from.saturating_add(after.chars().next().map_or(0, char::len_utf8)));
    Some(start.checked_add(from)?..start.checked_add(to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_underlined_whole() {
        let text = "first\n  \"titel\": 3,\n";
        let word = |line, column| word_at(text, line, column).and_then(|span| text.get(span));
        assert_eq!(word(2, 6), Some("titel"));
        assert_eq!(word(1, 1), Some("first"));
        assert_eq!(word(2, 1), Some(" "));
        assert_eq!(word(2, 400), Some(""));
        assert_eq!(word(9, 1), None);
    }
}
