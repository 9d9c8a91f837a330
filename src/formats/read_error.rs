//! A document that can't be read.

use crate::terms::AgreementError;

/// A document that can't be read: not of its format, or not an agreement.
///
/// ```
/// use servanda::formats::ReadError;
/// use servanda::Agreement;
/// let error = Agreement::from_json("{\n  \"title\": 1962\n}").unwrap_err();
/// assert!(matches!(error, ReadError::Form { line: 2, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not written in the format, or a key or a value is not what belongs there.
    #[error("{}{message}", place(*line, *column))]
    Form {
        /// The line, counted from 1; 0 where it is the document as a whole.
        line: usize,
        /// The column in bytes, counted from 1; 0 where it is the line as a whole.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// It is well written, but breaks rules of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement).
    #[error(transparent)]
    Agreement(#[from] AgreementError),
}

fn place(line: usize, column: usize) -> String {
    match (line, column) {
        (0, _) => String::new(),
        (line, 0) => format!("line {line}: "),
        (line, column) => format!("line {line}, column {column}: "),
    }
}
