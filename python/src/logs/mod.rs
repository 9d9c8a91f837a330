//! Logs: from files in every format that the command reads, from Python's mappings, from Arrow's tables.

// What an archive or another encoding is, the command knows; it is read here by the same lines.
#[allow(unreachable_pub, reason = "shared with the command")]
#[path = "../../../src/bin/servanda/logs/archive.rs"]
mod archive;
#[allow(unreachable_pub, reason = "shared with the command")]
#[path = "../../../src/bin/servanda/logs/encoded.rs"]
mod encoded;
mod fed;
mod file;
mod how;
mod input;
mod rows;
mod table;
mod taking;
mod words;

pub(crate) use file::take_file;
pub(crate) use how::{Map, Reading};
pub(crate) use rows::take_rows;
pub(crate) use table::take_table;
pub(crate) use taking::{Kept, Sink, Taking};
