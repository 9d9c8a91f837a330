//! The rows of a file in CSV, whatever its columns say.

use std::io::Read;

use crate::strict::shortened;

use super::super::log::{LineError, LineErrorKind};
use super::super::mapping::record::{KeyId, Keys, Record, Records};
use super::watched::Watched;
use super::{failed, unmarked};

/// The rows of a file in CSV, the first of which names the columns.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    reader: csv::Reader<Watched<R>>,
    columns: Vec<Option<KeyId>>,
    row: csv::StringRecord,
    line: u64,
    is_over: bool,
}

impl<R: Read> Rows<R> {
    pub(crate) fn new(reader: R, separator: u8, keys: &mut Keys) -> Result<Self, LineError> {
        let watched = Watched::new(reader, separator);
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(watched);
        let headers = reader.headers().map_err(|error| failed(error, 1))?.clone();
        if let Some(error) = reader.get_ref().open_quote() {
            return Err(error);
        }
        let mut columns: Vec<Option<KeyId>> = Vec::with_capacity(headers.len());
        for header in &headers {
            let key = keys.number(header);
            if !header.is_empty() && columns.contains(&Some(key)) {
                let message = format!("the column `{}` is there twice", shortened(header));
                return Err(LineError::new(1, LineErrorKind::Entry { message }));
            }
            // A column without a name is pandas' number of a row.
            columns.push((!header.is_empty()).then_some(key));
        }
        Ok(Self { reader, columns, row: csv::StringRecord::new(), line: 1, is_over: false })
    }
}

impl<R: Read + std::fmt::Debug> Records for Rows<R> {
    fn next(&mut self, _: &mut Keys, record: &mut Record) -> Option<Result<(), LineError>> {
        if self.is_over {
            return None;
        }
        match self.reader.read_record(&mut self.row) {
            Ok(false) => None,
            Ok(true) => {
                self.line = self.row.position().map_or(self.line, csv::Position::line);
                if let Some(error) = self.reader.get_ref().open_quote() {
                    self.is_over = true;
                    return Some(Err(error));
                }
                record.line = self.line;
                record.own.clear();
                for (cell, key) in self.row.iter().zip(&self.columns) {
                    if let Some(key) = key {
                        record.own.push(*key, unmarked(cell));
                    }
                }
                Some(Ok(()))
            }
            Err(error) => {
                self.is_over = error.is_io_error();
                Some(Err(failed(error, self.line.saturating_add(1))))
            }
        }
    }
}
