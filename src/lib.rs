//! servanda
mod names;
mod strict;
mod terms;
mod time;

pub use names::*;
pub use terms::*;
pub use time::{Instant, InstantError, Span, SpanError};
