//! `step`: the agreement as a board on the terminal.

use std::io;

use servanda::stepping::{self, Settings, SteppingError};

use crate::arguments::Step;
use crate::clocks::phrases;
use crate::failure::Failure;

use super::so_far::SoFar;

pub fn run(arguments: &Step) -> Result<(), Failure> {
    let so_far = SoFar::read(&arguments.run)?;
    so_far.tell_of_amendment();
    let log = arguments.run.log.as_deref().filter(|path| path.as_os_str() != "-");
    let log = log.and_then(|path| path.to_str());
    let mut settings = Settings::new().phrases(phrases());
    if let Some(file) = arguments.save.as_deref().or(log) {
        settings = settings.file(file);
    }
    match stepping::run(&so_far.agreement, so_far.events, &settings) {
        Ok(_) => Ok(()),
        Err(SteppingError::Terminal(error)) => Err(Failure::Output(error)),
        Err(error @ SteppingError::NoTerminal) => Err(Failure::plain(error)),
        Err(error) => Err(Failure::Output(io::Error::other(error))),
    }
}
