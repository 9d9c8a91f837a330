//! What stands between two cells of a log in CSV, where nobody says it.

use std::io::{self, BufRead as _, Read as _};

use super::input::Input;

/// What may stand between two cells, the likeliest first.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// How much of a first row is looked at.
const FIRST_ROW: u64 = 1 << 16;

/// What stands between two cells of the first row of a log in CSV: the first of these that it has.
pub fn separator_of(mut input: Input) -> io::Result<(u8, Input)> {
    let mut row = Vec::new();
    (&mut input).take(FIRST_ROW).read_until(b'\n', &mut row)?;
    let separator = SEPARATORS.into_iter().find(|separator| row.contains(separator));
    Ok((separator.unwrap_or(b','), Box::new(io::Cursor::new(row).chain(input))))
}
