//! Agreements from TOML.

use crate::strict::Strict;
use crate::terms::{Agreement, Document};

use super::ReadError;

impl Agreement {
    /// Reads an agreement from TOML: the same keys as in JSON, instants and durations as texts in
    /// quotes.
    ///
    /// # Errors
    /// Where the text is not TOML or has keys or values that don't belong there, with line and
    /// column; or every rule of SEMANTICS.md, section 2, that the agreement breaks.
    pub fn from_toml(text: &str) -> Result<Self, ReadError> {
        let Strict(document): Strict<Document> = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().len();
            ReadError::Form {
                line: before.matches('\n').count().saturating_add(1),
                column: column.saturating_add(1),
                message: error.message().to_owned(),
            }
        })?;
        Ok(Self::read(document)?)
    }
}
