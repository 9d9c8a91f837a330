//! Logs from files and standard input, compressed or not, in any format.

mod digested;
mod input;
mod read;

pub use digested::open_digested;
pub use input::{Ending, Input, open};
pub use read::{
    Events, Words, failed, format_of, mapped, name_of, named, some_event, tell_changes, told,
};
