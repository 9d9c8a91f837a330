//! Writing to standard output, whose reader may have gone.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use servanda::stepping::replace_file;

use crate::failure::Failure;

/// Writes to standard output, byte for byte. A reader that has seen enough (`| head`) is no failure.
pub fn write_out(write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    write_to(io::stdout().lock(), write).map(|_| ())
}

/// The same of a text for people, with colour where there is some; where there is none, what would be
/// colour is taken away.
pub fn write_styled(
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    write_to(anstream::stdout().lock(), write).map(|_| ())
}

/// Whether anybody still reads standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    There,
    Gone,
}

/// Writes one or the other, and says whether anybody has read it.
pub fn write_told(
    is_styled: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<Reader, Failure> {
    match is_styled {
        true => write_to(anstream::stdout().lock(), write),
        false => write_to(io::stdout().lock(), write),
    }
}

fn write_to(
    out: impl Write,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<Reader, Failure> {
    let mut out = BufWriter::new(out);
    match write(&mut out).and_then(|()| Ok(out.flush()?)) {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in memory has no reader either.
            let (_, _) = out.into_parts();
            Ok(Reader::Gone)
        }
        result => result.map(|()| Reader::There),
    }
}

/// How wide a text for people is.
const WIDTH: usize = 80;

/// A line of a text as lines that fit, what follows hanging so many columns further in than what began; a row of a
/// table stays whole.
pub fn folded(line: &str, further: usize) -> Vec<Cow<'_, str>> {
    let begun = line.trim_start();
    let indent = line.len().saturating_sub(begun.len());
    // Cells stand apart by two spaces at least.
    if begun.contains("  ") {
        return vec![Cow::Borrowed(line)];
    }
    let hanging = " ".repeat(indent.saturating_add(further).min(WIDTH / 2));
    let options = textwrap::Options::new(WIDTH)
        .subsequent_indent(&hanging)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    match textwrap::wrap(line, options) {
        lines if lines.is_empty() => vec![Cow::Borrowed(line)],
        lines => lines,
    }
}

/// Writes a text for people, its lines folded: in it what is below something stands two columns further in, and
/// what goes on four.
pub fn write_folded(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    for line in text.lines().flat_map(|line| folded(line, 4)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes a file: whole, or not at all.
pub fn write_file(path: &Path, text: &[u8]) -> Result<(), Failure> {
    replace_file(path, text).map_err(|error| Failure::written(path, &error))
}

/// Tells something beside the output, on standard error.
pub fn note(message: impl std::fmt::Display) {
    let style = anstyle::AnsiColor::Yellow.on_default();
    let message = message.to_string();
    let message = servanda::report::escaped(&message);
    let _ = writeln!(anstream::stderr(), "{style}note:{style:#} {message}");
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn a_long_line_hangs_below_its_beginning_and_a_table_stays_whole() {
        let long = format!("  2026-03-01: {}end", "words that go on ".repeat(8));
        let lines = folded(&long, 2);
        assert!(
            lines.len() > 1 && lines.iter().all(|line| line.chars().count() <= 80),
            "{lines:?}"
        );
        assert!(lines[0].starts_with("  2026") && lines[1].starts_with("    "), "{lines:?}");
        let row = format!("  name  {}  2026", "x".repeat(90));
        assert_eq!(folded(&row, 2), [row.as_str()]);
        assert_eq!(folded("", 2), [""]);
        let unbroken = "x".repeat(100);
        assert_eq!(folded(&unbroken, 2), [unbroken.as_str()]);
    }
}
