//! What is typed: an instant or a span, a quantity.

use std::num::NonZeroU64;

use crate::report::Zone;
use crate::time::{Instant, InstantError, Span};

/// The instant that a text means, seen from a clock: a span of ISO 8601 from there (`P2D`, small
/// letters too), an instant of RFC 3339, or a date, with or without an hour, in a time zone.
pub(super) fn instant(text: &str, clock: Instant, zone: Zone<'_>) -> Result<Instant, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("type a span as `P2D` or `PT36H`, or an instant as `1962-11-20 23:00`".into());
    }
    if text.starts_with(['P', 'p']) {
        let span: Span = text
            .to_ascii_uppercase()
            .parse()
            .map_err(|error: crate::time::SpanError| error.to_string())?;
        return clock.after(span).ok_or_else(|| "that is past the end of time, 9999".to_owned());
    }
    let local = match text.len() {
        10 => Some(format!("{text}T00:00:00Z")),
        16 => Some(format!("{}:00Z", text.replacen(' ', "T", 1))),
        19 => Some(format!("{}Z", text.replacen(' ', "T", 1))),
        _ => None,
    };
    let spelled = local.as_deref().unwrap_or(text);
    let meant: Result<Instant, InstantError> = spelled.parse();
    let meant = meant.map_err(|error| error.to_string())?;
    match local {
        None => Ok(meant),
        Some(_) => zone
            .when(meant.to_chrono().naive_utc())
            .ok_or_else(|| "that is past the end of time, 9999".to_owned()),
    }
}

/// An instant to which the clock can move.
pub(super) fn later_instant(text: &str, clock: Instant, zone: Zone<'_>) -> Result<Instant, String> {
    match instant(text, clock, zone)? {
        to if to < clock => {
            Err(format!("the clock stands at {} and cannot go back", zone.text(clock)))
        }
        to => Ok(to),
    }
}

/// A quantity of an act; nothing typed is 1.
pub(super) fn quantity(text: &str) -> Result<NonZeroU64, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(NonZeroU64::MIN);
    }
    text.parse().map_err(|_| format!("a quantity is a whole number from 1 to {}", u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Instant {
        "1962-10-28T00:05:00Z".parse().unwrap()
    }

    #[test]
    fn spans_and_instants() {
        for (text, meant) in [
            ("P2D", "1962-10-30T00:05:00Z"),
            (" pt36h ", "1962-10-29T12:05:00Z"),
            ("1962-11-20", "1962-11-20T00:00:00Z"),
            ("1962-11-20 23:00", "1962-11-20T23:00:00Z"),
            ("1962-11-20T23:00:30", "1962-11-20T23:00:30Z"),
            ("1962-11-20T18:00:00-05:00", "1962-11-20T23:00:00Z"),
        ] {
            assert_eq!(
                instant(text, clock(), Zone::UTC).map(|it| it.to_string()),
                Ok(meant.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_means_nothing_is_told() {
        for (text, told) in [
            ("", "type a span"),
            ("soon", "not an instant"),
            ("P0D", "a duration must be longer"),
            ("P9999Y", "that is past the end of time"),
            ("1962-13-01", "no such instant"),
            ("\u{0661}962-11-20", "not an instant"),
        ] {
            let error = instant(text, clock(), Zone::UTC).unwrap_err();
            assert!(error.starts_with(told), "{text}: {error}");
        }
        assert!(
            later_instant("1962-10-27", clock(), Zone::UTC).unwrap_err().contains("cannot go back")
        );
    }

    #[test]
    fn quantities() {
        assert_eq!(quantity("42").map(NonZeroU64::get), Ok(42));
        assert_eq!(quantity("").map(NonZeroU64::get), Ok(1));
        for text in ["0", "-1", "1.5", "18446744073709551616"] {
            assert!(quantity(text).is_err(), "{text}");
        }
    }
}
