//! Numbers and spans of time, for people.

/// A number with a comma between thousands.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many in a hundred, with one place.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let thousandths = u128::from(part).saturating_mul(1_000);
    let half = u128::from(whole) / 2;
    match thousandths.saturating_add(half).checked_div(u128::from(whole)) {
        Some(thousandths) => format!("{}.{} %", thousandths / 10, thousandths % 10),
        None => "-".to_owned(),
    }
}

/// Seconds in the two largest units that they fill.
pub(super) fn span(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut parts = Vec::new();
    let mut rest = seconds;
    for (size, unit) in UNITS {
        let count = rest.checked_div(size).unwrap_or_default();
        rest = rest.checked_rem(size).unwrap_or_default();
        if parts.is_empty() && count == 0 {
            continue;
        }
        if count > 0 {
            parts.push(format!("{} {unit}", number(count)));
        }
        // Beside days, hours are enough.
        if parts.len() == 2 || (unit == "h" && !parts.is_empty()) && seconds >= 86_400 {
            break;
        }
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_spans_are_short() {
        let numbers = [0, 999, 1_000, 65_533, 1_000_000].map(number);
        assert_eq!(numbers, ["0", "999", "1,000", "65,533", "1,000,000"]);
        assert_eq!([percent(1, 3), percent(1, 1), percent(0, 0)], ["33.3 %", "100.0 %", "-"]);
        let spans = [0, 59, 60, 3_661, 86_400, 90_061, 8_640_000].map(span);
        assert_eq!(spans, ["0 s", "59 s", "1 min", "1 h 1 min", "1 d", "1 d 1 h", "100 d"]);
    }
}
