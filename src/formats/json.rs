//! Agreements from JSON, and to it; logs in JSON Lines.

use crate::escape::brief;
use crate::names::Names;
use crate::strict::Strict;
use crate::terms::{Agreement, Document};

pub use super::entries::EntryLog;
pub use super::log::Log;
pub use super::words::WordLog;

use super::ReadError;

impl Agreement {
    /// Reads an agreement from JSON.
    ///
    /// # Errors
    /// Where the text is not JSON or has keys or values that don't belong there, with line and
    /// column; or every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement), that the agreement breaks.
    ///
    /// ```
    /// let error = servanda::Agreement::from_json(r#"{
    ///     "title": "Sale", "date": "2026-05-04T09:00:00Z",
    ///     "parties": {"buyer": "who buys", "seller": "who sells"},
    ///     "acts": {"pay": {"by": ["buyer"]}},
    ///     "obligations": {"price": {"debtor": "buyer", "creditor": "sellr", "perform": "pay"}}
    /// }"#).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "obligations.price.creditor: unknown party `sellr`: did you mean `seller`?"
    /// );
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let Strict(document): Strict<Document> = serde_json::from_str(text).map_err(|error| {
            ReadError::Form { line: error.line(), column: error.column(), message: message(&error) }
        })?;
        Ok(Self::read(document)?)
    }
}

/// What serde says of a text in JSON, for people to read: with the nearest key where one is misspelt, and no
/// longer than is read.
///
/// ```
/// use servanda::Condition;
/// use servanda::formats::json::told_of_json;
/// use servanda::names::Text;
/// let error = serde_json::from_str::<Condition<Text>>(r#"{"dischargd": "price"}"#).unwrap_err();
/// let told = told_of_json(&error);
/// assert_eq!(told, "unknown field `dischargd`: did you mean `discharged`?");
/// ```
#[must_use]
pub fn told_of_json(error: &serde_json::Error) -> String {
    message(error)
}

impl<V: Names> Agreement<V> {
    /// Writes the agreement as JSON, each thing in its shortest form. Reading that gives an equal
    /// agreement.
    ///
    /// ```
    /// use servanda::{Agreement, cuba};
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// assert_eq!(Agreement::from_json(&agreement.to_json())?, agreement.erased());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        // A document is texts, numbers and lists: nothing of it can fail to be written.
        serde_json::to_string_pretty(&self.terms().document()).unwrap_or_default()
    }
}

/// What serde_json says is wrong, without its place.
pub(super) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    brief(text.strip_suffix(&place).unwrap_or(&text))
}
