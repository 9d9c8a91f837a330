//! Formats: agreements from JSON and TOML, logs from JSON Lines, saved states.

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod log;
#[cfg(feature = "json")]
mod plain;
mod read_error;
mod saved;
mod serde_agreement;
#[cfg(feature = "toml")]
mod toml;

#[cfg(feature = "json")]
pub use log::{BadLines, LineError, LineErrorKind, Log, LogError};
pub use read_error::ReadError;
pub use saved::{RestoreError, Saved};
