//! How long it is between two instants, for people.

use crate::time::Instant;

/// How long it is between two instants, in what is counted at that distance: "4 days", "2 days 20 hours",
/// "45 minutes".
///
/// ```
/// use servanda::report::length_text;
/// let (from, to) = ("2026-03-01T09:00:00Z".parse()?, "2026-03-03T11:30:00Z".parse()?);
/// assert_eq!(length_text(from, to), "2 days 2 hours");
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[must_use]
pub fn length_text(from: Instant, to: Instant) -> String {
    between(from, to)
}

pub(crate) fn between(from: Instant, to: Instant) -> String {
    let seconds =
        to.to_chrono().signed_duration_since(from.to_chrono()).num_seconds().unsigned_abs();
    let whole = |unit: u64| seconds.checked_div(unit).unwrap_or_default();
    let (days, hours) = (whole(86_400), whole(3_600).checked_rem(24).unwrap_or_default());
    let counted = |count: u64, unit: &str| format!("{count} {unit}{}", plural(count));
    match (days, seconds) {
        (0, 0..60) => "less than a minute".to_owned(),
        (0, 60..7_200) => counted(whole(60), "minute"),
        (0, _) => counted(whole(3_600), "hour"),
        (1..=6, _) if hours > 0 => format!("{} {}", counted(days, "day"), counted(hours, "hour")),
        _ => counted(days, "day"),
    }
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_is_told_as_it_is_counted() {
        let said = |to: &str| between("2025-03-21T12:00:00Z".parse().unwrap(), to.parse().unwrap());
        assert_eq!(said("2025-03-24T08:00:00Z"), "2 days 20 hours");
        assert_eq!(said("2025-03-24T12:59:00Z"), "3 days");
        assert_eq!(said("2025-04-24T13:00:00Z"), "34 days");
        assert_eq!(said("2025-03-22T12:00:00Z"), "1 day");
        assert_eq!(said("2025-03-21T23:30:00Z"), "11 hours");
        assert_eq!(said("2025-03-21T13:30:00Z"), "90 minutes");
        assert_eq!(said("2025-03-21T12:00:30Z"), "less than a minute");
        assert_eq!(said("2025-03-21T11:00:00Z"), "60 minutes");
    }
}
