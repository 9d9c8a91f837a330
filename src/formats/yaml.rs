//! Agreements from YAML, and to it.

use crate::escape::brief;
use crate::names::Names;
use crate::strict::Strict;
use crate::terms::{Agreement, Document};

use super::ReadError;

impl Agreement {
    /// Reads an agreement from YAML: the same keys as in JSON.
    ///
    /// # Errors
    /// Where the text is not YAML or has keys or values that don't belong there, with line and
    /// column; or every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement), that the agreement breaks.
    ///
    /// ```
    /// let sale = servanda::Agreement::from_yaml("
    /// title: Sale
    /// date: 2026-05-04T09:00:00Z
    /// parties: {buyer: who buys, seller: who sells}
    /// acts:
    ///   pay: {by: [buyer]}
    /// obligations:
    ///   price: {debtor: buyer, creditor: seller, perform: pay, within: P2W}
    /// ")?;
    /// assert_eq!(sale.title(), "Sale");
    /// assert_eq!(servanda::Agreement::from_yaml(&sale.to_yaml())?, sale);
    /// # Ok::<(), servanda::formats::ReadError>(())
    /// ```
    pub fn from_yaml(text: &str) -> Result<Self, ReadError> {
        // A tag that nobody reads could say to people what it doesn't say here.
        let options = serde_saphyr::options! {
            reject_unsupported_tags: true,
            reject_tagged_field_names: true,
        };
        let Strict(document): Strict<Document> = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| {
                let place = error.location();
                let place = place.map(|place| (place.line(), place.column()));
                let (line, column) = place.unwrap_or((1, 1));
                let message = brief(&error.without_snippet().to_string());
                ReadError::Form {
                    line: usize::try_from(line).unwrap_or(usize::MAX),
                    column: usize::try_from(column).unwrap_or(usize::MAX),
                    message,
                }
            })?;
        Ok(Self::read(document)?)
    }
}

impl<V: Names> Agreement<V> {
    /// Writes the agreement as YAML, each thing in its shortest form. Reading that gives an equal
    /// agreement.
    ///
    /// ```
    /// use servanda::Agreement;
    /// use servanda::cuba::{self, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(Agreement::from_yaml(&agreement.to_yaml())?, agreement.erased());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_yaml(&self) -> String {
        // A document is texts, numbers and lists: nothing of it can fail to be written.
        serde_saphyr::to_string(&self.terms().document()).unwrap_or_default()
    }
}
