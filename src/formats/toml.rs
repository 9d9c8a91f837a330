//! Agreements from TOML, and to it.

use std::fmt::Write;

use toml::{Table, Value};

use crate::escape::brief;
use crate::names::Names;
use crate::strict::Strict;
use crate::terms::{Agreement, Document};

use super::ReadError;

impl Agreement {
    /// Reads an agreement from TOML: the same keys as in JSON, instants and durations as texts in
    /// quotes.
    ///
    /// # Errors
    /// Where the text is not TOML or has keys or values that don't belong there, with line and
    /// column; or every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement), that the agreement breaks.
    ///
    /// ```
    /// let agreement = servanda::Agreement::from_toml(r#"
    ///     title = "A loan"
    ///     date = "2026-05-04T09:00:00Z"
    ///     parties = { lender = "who lends", borrower = "who borrows" }
    ///     acts.repay.by = ["borrower"]
    ///
    ///     [obligations.repayment]
    ///     debtor = "borrower"
    ///     creditor = "lender"
    ///     perform = "repay"
    ///     within = "P30D"
    /// "#)?;
    /// assert_eq!(agreement.obligations().len(), 1);
    /// # Ok::<(), servanda::formats::ReadError>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, ReadError> {
        let Strict(document): Strict<Document> =
            toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        Ok(Self::read(document)?)
    }
}

/// What is wrong with a text in TOML, and where.
pub(super) fn unreadable(text: &str, error: &toml::de::Error) -> ReadError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().len();
    ReadError::Form {
        line: before.matches('\n').count().saturating_add(1),
        column: column.saturating_add(1),
        message: brief(error.message()),
    }
}

impl<V: Names> Agreement<V> {
    /// Writes the agreement as TOML, each thing in its shortest form: a table for each act, passage
    /// and obligation, its conditions each in one line. Reading that gives an equal agreement.
    ///
    /// # Errors
    /// TOML holds no whole number past 2^63 − 1.
    ///
    /// ```
    /// use servanda::Agreement;
    /// use servanda::cuba::{self, Reading};
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?.erased();
    /// let text = agreement.to_toml()?;
    /// assert!(text.contains("[obligations.cease-work]\ndebtor = \"ussr\"\n"));
    /// assert_eq!(Agreement::from_toml(&text)?, agreement);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_toml(&self) -> Result<String, TomlError> {
        let document = Table::try_from(self.terms().document())
            .map_err(|error| TomlError { message: error.to_string() })?;
        let mut text = String::new();
        let (tables, values): (Vec<_>, Vec<_>) =
            document.iter().partition(|(key, _)| TABLES.contains(&key.as_str()));
        for (key, value) in values {
            line(&mut text, key, value);
        }
        for (name, entries) in tables {
            let Some(entries) = entries.as_table() else { continue };
            if name == "parties" || entries.is_empty() {
                heading(&mut text, name);
            }
            for (key, entry) in entries {
                match entry {
                    Value::Table(entry) => {
                        heading(&mut text, &format!("{name}.{}", written(key)));
                        entry.iter().for_each(|(key, value)| line(&mut text, key, value));
                    }
                    described => line(&mut text, key, described),
                }
            }
        }
        Ok(text)
    }
}

/// An agreement that TOML can't hold.
///
/// ```
/// use servanda::{Agreement, cuba};
/// let agreement = cuba::agreement(cuba::Reading::Verified)?;
/// let text: Result<String, servanda::formats::toml::TomlError> = agreement.to_toml();
/// assert!(text.is_ok());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("can't be written as TOML, which holds whole numbers up to {}: {message}", i64::MAX)]
pub struct TomlError {
    message: String,
}

/// The keys of an agreement that hold tables of their own.
const TABLES: [&str; 4] = ["parties", "passages", "acts", "obligations"];

fn heading(text: &mut String, name: &str) {
    // Writing to a text can't fail.
    let _ = writeln!(text, "\n[{name}]");
}

fn line(text: &mut String, key: &str, value: &Value) {
    let _ = writeln!(text, "{} = {value}", written(key));
}

/// A key, in quotes where it needs them.
fn written(key: &str) -> String {
    let line = Table::from_iter([(key.to_owned(), Value::Boolean(true))]).to_string();
    line.trim_end().strip_suffix(" = true").unwrap_or(&line).to_owned()
}
