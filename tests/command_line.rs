//! The command `servanda`, as it is called from a shell: what it prints, where, and how it exits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at once"
)]

#[path = "command_line/answers.rs"]
mod answers;
#[path = "command_line/digest.rs"]
mod digest;
#[path = "command_line/documents.rs"]
mod documents;
#[path = "command_line/growing.rs"]
mod growing;
#[path = "command_line/kit.rs"]
mod kit;
#[cfg(unix)]
#[path = "command_line/on_a_terminal.rs"]
mod on_a_terminal;
#[path = "command_line/refused.rs"]
mod refused;
#[cfg(unix)]
#[allow(dead_code, reason = "shared with the tests of the board, of which each test uses its part")]
#[path = "stepping/terminal.rs"]
mod terminal;
#[path = "command_line/verify.rs"]
mod verify;
