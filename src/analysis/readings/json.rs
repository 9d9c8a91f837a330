//! The table of readings for machines.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::monitor::Outcome;
use crate::names::Names;
use crate::time::Instant;

use super::Readings;

/// What a log comes to under one reading.
#[derive(serde::Serialize)]
struct WrittenReading<'a> {
    reading: &'a str,
    outcome: Outcome,
    conformant: bool,
    as_of: Option<Instant>,
}

impl<V: Names> Serialize for Readings<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let readings = self.names.iter().zip(&self.reports);
        let readings = readings.map(|(reading, report)| WrittenReading {
            reading,
            outcome: report.outcome(),
            conformant: report.is_conformant(),
            as_of: report.as_of(),
        });
        let readings: Vec<WrittenReading<'_>> = readings.collect();
        let mut table = serializer.serialize_struct("Readings", 4)?;
        table.serialize_field("readings", &readings)?;
        table.serialize_field("obligations", &self.obligations)?;
        table.serialize_field("findings", &self.findings)?;
        table.serialize_field("turns", &self.turns)?;
        table.end()
    }
}
