//! Time: instants in UTC and durations of the calendar. The only module that does arithmetic with
//! chrono, so that there is one place to check it in.
//!
//! Nothing here, and nothing in the crate, reads a clock.

pub mod calendar;
mod date;
mod instant;
mod packed;
mod resolved_span;
mod rfc3339;
mod span;

pub use date::{Date, DateError};
pub use instant::{Instant, InstantError};
pub(crate) use resolved_span::ResolvedSpan;
pub use span::{Span, SpanError};
