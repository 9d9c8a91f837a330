//! Writing to standard output, whose reader may have gone.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use servanda::stepping::replace_file;

use crate::failure::Failure;

/// Writes to standard output, byte for byte. A reader that has seen enough (`| head`) is no failure.
pub fn write_out(write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    write_to(io::stdout().lock(), write)
}

/// The same of a text for people, with colour where there is some; where there is none, what would be
/// colour is taken away.
pub fn write_styled(
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    write_to(anstream::stdout().lock(), write)
}

fn write_to(
    out: impl Write,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(out);
    match write(&mut out).and_then(|()| Ok(out.flush()?)) {
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in memory has no reader either.
            let (_, _) = out.into_parts();
            Ok(())
        }
        result => result,
    }
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
