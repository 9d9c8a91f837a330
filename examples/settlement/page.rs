//! A page of plain text, at most 96 columns wide. Colours are for terminals: `anstream` leaves them
//! out elsewhere, and where `NO_COLOR` is set.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use servanda::Instant;

const WIDTH: usize = 96;

pub(crate) struct Page<W> {
    pub(crate) out: W,
}

/// A label and a text beside it.
#[derive(Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) label: &'static str,
    pub(crate) text: String,
}

impl Line {
    pub(crate) fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into() }
    }
}

impl<W: Write> Page<W> {
    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        let bold = Style::new().bold();
        let rule = "─".repeat(text.chars().count());
        writeln!(self.out, "\n{bold}{text}\n{rule}{bold:#}")
    }

    /// A paragraph, after an empty line.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.column(2, "", text, Style::new())
    }

    /// What happened when, after an empty line.
    pub(crate) fn event(&mut self, time: Instant, text: &str) -> io::Result<()> {
        let (date, bold) = (AnsiColor::Cyan.on_default(), Style::new().bold());
        writeln!(self.out, "\n  {date}{}{date:#}  {bold}{text}{bold:#}", moment(time))
    }

    pub(crate) fn point(&mut self, text: &str) -> io::Result<()> {
        self.column(4, "· ", text, Style::new().dimmed())
    }

    /// A label, and its text in a column beside it.
    pub(crate) fn line(&mut self, line: &Line) -> io::Result<()> {
        self.column(6, &format!("{:14}", line.label), &line.text, Style::new())
    }

    pub(crate) fn name(&mut self, name: &str) -> io::Result<()> {
        self.column(4, "", &capitalised(name), Style::new().underline())
    }

    /// One word in colour, and why, after an empty line.
    pub(crate) fn verdict(
        &mut self,
        colour: AnsiColor,
        verdict: &str,
        why: &str,
    ) -> io::Result<()> {
        let style = colour.on_default().bold();
        let text = wrapped(&format!("{verdict} {why}"), WIDTH.saturating_sub(2)).join("\n  ");
        let why = text.strip_prefix(verdict).unwrap_or_default();
        writeln!(self.out, "\n  {style}{verdict}{style:#}{why}")
    }

    /// A table, its first row the heading, after an empty line.
    pub(crate) fn table(&mut self, rows: &[Vec<String>]) -> io::Result<()> {
        writeln!(self.out)?;
        for (number, row) in rows.iter().enumerate() {
            let style = if number == 0 { Style::new().underline() } else { Style::new() };
            let widths = std::iter::once(36).chain(std::iter::repeat(14));
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(self.out, "    {style}{}{style:#}", cells.concat().trim_end())?;
        }
        Ok(())
    }

    fn column(&mut self, indent: usize, label: &str, text: &str, style: Style) -> io::Result<()> {
        let width = label.chars().count();
        let left = WIDTH.saturating_sub(indent).saturating_sub(width);
        for (number, line) in wrapped(text, left).iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            writeln!(self.out, "{:indent$}{label:width$}{style}{line}{style:#}", "")?;
        }
        Ok(())
    }
}

pub(crate) fn moment(instant: Instant) -> String {
    instant.to_chrono().format("%a %-d %b %Y, %H:%M UTC").to_string()
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().chain(word.chars()).count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
