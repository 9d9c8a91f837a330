//! Logs from files and standard input, compressed or not, in any format.

mod archive;
mod digested;
mod encoded;
mod entries;
mod how;
mod input;
mod read;
mod separator;
mod stem;
mod unpacked;

pub use digested::open_digested;
pub use entries::{Entries, next_entry};
pub use how::{How, named};
pub use input::{Ending, Input, open};
pub use read::{Events, Words, failed, name_of, some_event, tell_changes, told};
pub use separator::separator_of;
