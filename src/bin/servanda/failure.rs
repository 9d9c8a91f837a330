//! Why a run ends before its verdict.

use std::fmt;
use std::io;
use std::path::Path;

use crate::document::brief;

/// Why a run ends before its verdict.
#[derive(Debug)]
pub enum Failure {
    /// What it was given can't be read, or can't be done.
    Input(miette::Report),
    /// What it has to say can't be written.
    Output(io::Error),
}

impl Failure {
    /// A file that can't be opened or read.
    pub fn file(path: &Path, error: impl fmt::Display) -> Self {
        Self::plain(format!("{}: {error}", path.display()))
    }

    /// A file that can't be written.
    pub fn written(path: &Path, error: &io::Error) -> Self {
        Self::Output(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    /// A message alone.
    pub fn plain(message: impl fmt::Display) -> Self {
        let message = brief(&message.to_string());
        Self::Input(miette::miette!("{message}"))
    }

    /// A message, and how to mend it.
    pub fn with_help(message: impl fmt::Display, help: impl fmt::Display) -> Self {
        let message = brief(&message.to_string());
        Self::Input(miette::miette!(help = brief(&help.to_string()), "{message}"))
    }
}

impl From<miette::Report> for Failure {
    fn from(report: miette::Report) -> Self {
        Self::Input(report)
    }
}

/// Errors of output: input is never read by a bare `?`.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
