//! Which log a report is about.

use crate::digest::Digest;

/// Which log a report is about: what `sha256sum` says of its bytes as they lie, and how many lines it
/// has.
///
/// ```
/// use servanda::report::Digest;
/// use servanda::formats::BadLines;
/// use servanda::report::LogDigest;
/// use servanda::{Verifier, cuba};
/// let text = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#;
/// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?);
/// let report = verifier.judge_log(text.as_bytes(), BadLines::Stop)?.remove(0);
/// let report = report.with_log(LogDigest { sha256: Digest::of(text.as_bytes()), lines: 1 });
/// assert_eq!(report.log().map(|log| log.lines), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Log", description = "Which log a report is about.")
)]
pub struct LogDigest {
    /// The SHA-256 of its bytes.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub sha256: Digest,
    /// How many lines it has; of a compressed log, those of what is compressed.
    pub lines: u64,
}
