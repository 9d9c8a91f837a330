//! The Rust part of the Python package `servanda`: agreements, runs and whole logs as Python has them.
//!
//! What it can do is documented where Python looks for it, in `servanda/__init__.pyi`.

#![forbid(unsafe_code)]

mod agreement;
mod batches;
mod cells;
mod docket;
mod errors;
mod events;
mod found;
mod instants;
mod judging;
mod logs;
mod monitor;
mod names;
mod page;
mod report;
mod row;
mod summary;
mod table;
mod tables;
mod verdicts;

use pyo3::prelude::*;

/// The module that the package wraps.
#[pymodule]
mod _servanda {
    #[pymodule_export]
    use super::agreement::Agreement;
    #[pymodule_export]
    use super::batches::{BatchJudge, verdict_schema};
    #[pymodule_export]
    use super::docket::Docket;
    #[pymodule_export]
    use super::instants::instant_text;
    #[pymodule_export]
    use super::monitor::Monitor;
    #[pymodule_export]
    use super::report::Report;
    #[pymodule_export]
    use super::summary::Summary;
    #[pymodule_export]
    use super::verdicts::{Verdicts, verify_path, verify_rows, verify_table};
}
