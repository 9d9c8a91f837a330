//! Formats: agreements from JSON, TOML and YAML, logs from JSON Lines, CSV, CloudEvents and XES,
//! saved states; reports as SARIF and JUnit XML; schemas.

#[cfg(feature = "json")]
mod blocks;
#[cfg(feature = "cloud-events")]
mod cloud_events;
#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod judge;
#[cfg(feature = "junit")]
mod junit;
#[cfg(feature = "json")]
mod lines;
#[cfg(feature = "json")]
mod log;
#[cfg(feature = "sarif")]
mod log_file;
#[cfg(any(feature = "csv", feature = "cloud-events", feature = "xes"))]
mod losses;
#[cfg(any(feature = "sarif", feature = "schema"))]
mod meanings;
#[cfg(feature = "json")]
mod plain;
mod read_error;
#[cfg(feature = "sarif")]
mod sarif;
mod saved;
#[cfg(feature = "schema")]
mod schema;
mod serde_agreement;
#[cfg(feature = "toml")]
mod toml;
#[cfg(feature = "json")]
mod words;
#[cfg(feature = "xes")]
mod xes;
#[cfg(any(feature = "xes", feature = "junit"))]
mod xml;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(feature = "toml")]
pub use self::toml::TomlError;
#[cfg(feature = "cloud-events")]
pub use cloud_events::{CloudEventsForm, CloudEventsLog, write_cloud_events};
#[cfg(feature = "csv")]
pub use csv::{CsvColumns, CsvColumnsError, CsvLog, write_csv};
#[cfg(feature = "json")]
pub use judge::{BadLines, LogError, LogProgress};
#[cfg(feature = "junit")]
pub use junit::write_junit;
#[cfg(feature = "json")]
pub use log::{LineError, LineErrorKind, Log};
#[cfg(feature = "sarif")]
pub use log_file::LogFile;
#[cfg(any(feature = "csv", feature = "cloud-events", feature = "xes"))]
pub use losses::Losses;
pub use read_error::ReadError;
#[cfg(feature = "sarif")]
pub use sarif::write_sarif;
pub use saved::{RestoreError, Saved};
#[cfg(feature = "schema")]
pub use schema::SchemaOf;
#[cfg(feature = "json")]
pub use words::WordLog;
#[cfg(feature = "xes")]
pub use xes::{XesLog, write_xes};
