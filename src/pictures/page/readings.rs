//! What the log comes to under several readings of the agreement, side by side.

use crate::analysis::Readings;
use crate::pictures::fit::{clean, marked};
use crate::report::Phrases;

/// The table of readings, and where they part.
pub(super) struct ReadingsPart {
    pub(super) names: Vec<String>,
    /// What is compared, and what it is under each reading.
    pub(super) rows: Vec<(String, Vec<String>)>,
    pub(super) turns: Vec<String>,
}

impl ReadingsPart {
    pub(super) fn of(readings: &Readings, phrases: &dyn Phrases) -> Self {
        let text = readings.text_with(phrases);
        let shown = |cell: &String| marked(&clean(cell));
        let rows = text.rows();
        let rows = rows.iter().skip(1).filter_map(|row| {
            let (about, cells) = row.split_first()?;
            Some((shown(about), cells.iter().map(shown).collect()))
        });
        Self {
            names: readings.names().iter().map(|name| clean(name)).collect(),
            rows: rows.collect(),
            turns: readings.turns().iter().map(|turn| marked(&clean(&text.turn(turn)))).collect(),
        }
    }
}
