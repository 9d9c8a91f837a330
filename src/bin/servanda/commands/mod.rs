//! What the command does: one file for each thing.

mod completions;
mod convert;
mod follow;
mod init;
mod man;
mod report;
mod schema;
mod state;
mod verify;

use crate::Verdict;
use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

pub fn run(arguments: Arguments) -> Result<Verdict, Failure> {
    match arguments.command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments).map(|()| Verdict::Conformant),
        Command::Schema(arguments) => schema::run(&arguments).map(|()| Verdict::Conformant),
        Command::Init(arguments) => init::run(&arguments).map(|()| Verdict::Conformant),
        Command::Completions(arguments) => {
            completions::run(&arguments).map(|()| Verdict::Conformant)
        }
        Command::Man(arguments) => man::run(&arguments).map(|()| Verdict::Conformant),
    }
}
