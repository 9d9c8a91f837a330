//! How the board is opened.

use std::fmt;

use crate::report::{Phrases, PlainPhrases};

/// How the board is opened: what things are called, and where the log is saved.
///
/// ```
/// use servanda::{cuba, stepping::Settings};
/// let settings = Settings::new().phrases(&cuba::PHRASES).file("october.jsonl");
/// # let _ = settings;
/// ```
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    pub(super) phrases: &'a dyn Phrases,
    pub(super) file: Option<&'a str>,
}

impl<'a> Settings<'a> {
    /// In plain phrases; the file's name is asked for, and made up from the title.
    #[must_use]
    pub fn new() -> Self {
        Self { phrases: &PlainPhrases, file: None }
    }

    /// In phrases of your own.
    #[must_use]
    pub fn phrases(self, phrases: &'a dyn Phrases) -> Self {
        Self { phrases, ..self }
    }

    /// The file that is offered when the log is saved. It is not written over without a question.
    #[must_use]
    pub fn file(self, file: &'a str) -> Self {
        Self { file: Some(file), ..self }
    }
}

impl Default for Settings<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("file", &self.file).finish_non_exhaustive()
    }
}
