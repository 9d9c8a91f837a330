//! Formats: agreements from JSON, TOML and YAML, logs from JSON Lines, CSV, CloudEvents, XES
//! and OCEL, saved states; reports as SARIF and JUnit XML; schemas.

#[cfg(feature = "json")]
mod blocks;
#[cfg(feature = "json")]
mod cells;
#[cfg(feature = "cloud-events")]
pub mod cloud_events;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "json")]
mod entries;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
mod judge;
#[cfg(feature = "junit")]
pub mod junit;
#[cfg(feature = "json")]
mod lines;
#[cfg(feature = "json")]
mod log;
#[cfg(feature = "sarif")]
mod log_file;
#[cfg(feature = "json")]
mod losses;
#[cfg(feature = "json")]
pub mod mapping;
#[cfg(any(feature = "sarif", feature = "schema"))]
mod meanings;
#[cfg(any(feature = "csv", feature = "xes"))]
mod naming;
#[cfg(feature = "json")]
mod objects;
#[cfg(feature = "ocel")]
pub mod ocel;
#[cfg(feature = "json")]
mod plain;
#[cfg(feature = "json")]
mod plain_event;
mod read_error;
#[cfg(feature = "sarif")]
pub mod sarif;
#[cfg(feature = "schema")]
pub mod schema;
mod serde_agreement;
#[cfg(feature = "json")]
mod times;
#[cfg(feature = "toml")]
pub mod toml;
#[cfg(feature = "json")]
mod words;
#[cfg(feature = "xes")]
pub mod xes;
#[cfg(any(feature = "xes", feature = "junit"))]
mod xml;
#[cfg(feature = "yaml")]
mod yaml;

pub use crate::saved::{RestoreError, Saved};
#[cfg(feature = "json")]
pub use judge::{BadLines, LogError, LogProgress};
#[cfg(feature = "json")]
pub use log::{LineError, LineErrorKind};
#[cfg(feature = "json")]
pub use losses::Losses;
pub use read_error::ReadError;
#[cfg(feature = "json")]
pub use times::{TimeError, Times, TimesError};
