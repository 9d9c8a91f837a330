//! Logs from files and standard input, compressed or not, in any format.

mod input;
mod read;

pub use input::open;
pub use read::{Events, Words, failed, format_of, named, some_event, told};
