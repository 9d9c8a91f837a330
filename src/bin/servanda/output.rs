//! Writing to standard output, whose reader may have gone.

use std::io::{self, BufWriter, Write};

use crate::failure::Failure;

/// Writes to standard output, with colour where there is some. A reader that has seen enough
/// (`| head`) is no failure.
pub fn write_out(write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    write_told(write).map(|_| ())
}

/// Whether anybody still reads standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    There,
    Gone,
}

/// The same, and says whether anybody has read it.
pub fn write_told(
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<Reader, Failure> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    match write(&mut out).and_then(|()| Ok(out.flush()?)) {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in memory has no reader either.
            let (_, _) = out.into_parts();
            Ok(Reader::Gone)
        }
        result => result.map(|()| Reader::There),
    }
}

/// Tells something beside the output, on standard error.
pub fn note(message: impl std::fmt::Display) {
    let style = anstyle::AnsiColor::Yellow.on_default();
    let _ = writeln!(anstream::stderr(), "{style}note:{style:#} {message}");
}
