//! Logs: from files in every format that the command reads, from Python's mappings, from Arrow's tables.

// How bytes become a log, the command knows; it is read here by the same lines.
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
#[allow(unreachable_pub, reason = "shared with the command")]
#[path = "../../../src/bin/servanda/logs/separator.rs"]
mod separator;
#[allow(unreachable_pub, reason = "shared with the command")]
#[path = "../../../src/bin/servanda/logs/stem.rs"]
mod stem;
mod table;
mod taking;
#[allow(unreachable_pub, reason = "shared with the command")]
#[path = "../../../src/bin/servanda/logs/unpacked.rs"]
mod unpacked;
mod words;

pub(crate) use file::take_file;
pub(crate) use how::{Map, Reading};
pub(crate) use rows::take_rows;
pub(crate) use table::take_table;
pub(crate) use taking::{Kept, Sink, Taking};
