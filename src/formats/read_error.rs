//! A document that can't be read.

use crate::terms::AgreementError;

/// A document that can't be read: not of its format, or not an agreement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not written in the format, or a key or a value is not what belongs there.
    #[error("line {line}, column {column}: {message}")]
    Form {
        /// The line, counted from 1.
        line: usize,
        /// The column in bytes, counted from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// It is well written, but breaks rules of SEMANTICS.md, section 2.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
}
