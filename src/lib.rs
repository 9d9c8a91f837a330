//! servanda
mod event;
mod formats;
mod monitor;
mod names;
mod report;
mod strict;
mod terms;
mod time;
mod verify;

pub use event::{Amendment, Deed, Event};
pub use formats::*;
pub use monitor::*;
pub use names::*;
pub use report::{Phrases, PlainPhrases, Prose, Report, ReportText, Skipped, Standings};
pub use terms::*;
pub use time::{Instant, InstantError, Span, SpanError};
pub use verify::{Verification, Verifier};
