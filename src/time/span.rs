//! A length of time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A positive duration of ISO 8601 in whole numbers: `PT36H`, `P2D`, `P2W`, `P1M`, `P1Y`; of no
/// length only where something is to be done at once ([`Span::AT_ONCE`]).
///
/// A day is 24 hours; months and years are those of the calendar ([SEMANTICS.md, section 2](crate::guide::law#2-an-agreement)). It
/// prints as it was written: `PT36H` stays `PT36H`.
///
/// ```
/// use servanda::Span;
/// let span: Span = "P1DT12H".parse()?;
/// assert_eq!(span.to_string(), "P1DT12H");
/// assert_eq!(Span::days(30).map(|span| span.to_string()).as_deref(), Some("P30D"));
/// assert!("P0D".parse::<Span>().is_err());
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Years, months, weeks, days, hours, minutes, seconds.
    parts: [u32; 7],
}

/// Why a text is no [`Span`].
///
/// ```
/// use servanda::time::SpanError;
/// use servanda::Span;
/// assert_eq!("two days".parse::<Span>(), Err(SpanError::Form));
/// assert_eq!("PT0S".parse::<Span>(), Err(SpanError::Zero));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpanError {
    /// The text is not of the form of ISO 8601.
    #[error("not a duration: expected whole numbers in the form `P2D`, `PT36H`, `P1Y6M` or `P2W`")]
    Form,
    /// A duration of nothing.
    #[error("a duration must be longer than nothing")]
    Zero,
    /// A number past what the calendar has.
    #[error("a duration's numbers must be at most {}", u32::MAX)]
    TooLong,
}

const SECONDS: [u64; 5] = [604_800, 86_400, 3_600, 60, 1];

impl Span {
    /// No time at all, as only a deadline may be: `PT0S`.
    ///
    /// ```
    /// use servanda::Span;
    /// assert_eq!(Span::AT_ONCE.to_string(), "PT0S");
    /// ```
    pub const AT_ONCE: Self = Self { parts: [0; 7] };

    /// So many calendar years; none for 0.
    ///
    /// ```
    /// use servanda::Span;
    /// // In a constant, too.
    /// const NOTICE: Option<Span> = Span::years(1);
    /// assert_eq!(NOTICE, Some("P1Y".parse()?));
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub const fn years(years: u32) -> Option<Self> {
        Self::of([years, 0, 0, 0, 0, 0, 0])
    }

    /// So many calendar months; none for 0.
    #[must_use]
    pub const fn months(months: u32) -> Option<Self> {
        Self::of([0, months, 0, 0, 0, 0, 0])
    }

    /// So many weeks of seven days; none for 0.
    #[must_use]
    pub const fn weeks(weeks: u32) -> Option<Self> {
        Self::of([0, 0, weeks, 0, 0, 0, 0])
    }

    /// So many days of 24 hours; none for 0.
    #[must_use]
    pub const fn days(days: u32) -> Option<Self> {
        Self::of([0, 0, 0, days, 0, 0, 0])
    }

    /// So many hours; none for 0.
    #[must_use]
    pub const fn hours(hours: u32) -> Option<Self> {
        Self::of([0, 0, 0, 0, hours, 0, 0])
    }

    /// So many minutes; none for 0.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Option<Self> {
        Self::of([0, 0, 0, 0, 0, minutes, 0])
    }

    /// So many seconds; none for 0.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Option<Self> {
        Self::of([0, 0, 0, 0, 0, 0, seconds])
    }

    /// Whether it has months or years, whose length the calendar decides.
    ///
    /// ```
    /// use servanda::Span;
    /// assert!("P1M".parse::<Span>()?.is_calendar());
    /// assert!(!"P30D".parse::<Span>()?.is_calendar());
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn is_calendar(self) -> bool {
        self.calendar_months() > 0
    }

    /// Whether it has no length.
    pub(crate) fn is_nothing(self) -> bool {
        self == Self::AT_ONCE
    }

    /// From a text that may say that something is to be done at once.
    pub(crate) fn or_at_once(text: &str) -> Result<Self, SpanError> {
        match text.parse() {
            Err(SpanError::Zero) => Ok(Self::AT_ONCE),
            read => read,
        }
    }

    /// The years and months, in months.
    pub(crate) fn calendar_months(self) -> u64 {
        let [years, months, ..] = self.parts;
        u64::from(years).saturating_mul(12).saturating_add(u64::from(months))
    }

    /// The rest, in seconds.
    pub(crate) fn exact_seconds(self) -> u64 {
        let [_, _, exact @ ..] = self.parts;
        // Five products of 32 bits and 20 stay far below 64.
        exact
            .iter()
            .zip(SECONDS)
            .map(|(part, seconds)| u64::from(*part).wrapping_mul(seconds))
            .fold(0, u64::wrapping_add)
    }

    /// Its weeks and days, in days.
    pub(super) fn whole_days(self) -> u64 {
        let [_, _, weeks, days, ..] = self.parts;
        // Seven times 32 bits stay far below 64.
        u64::from(weeks).wrapping_mul(7).wrapping_add(days.into())
    }

    /// Whether it has no hours, minutes and seconds.
    pub(crate) fn is_of_whole_days(self) -> bool {
        self.clock_seconds() == 0
    }

    /// Its hours, minutes and seconds, in seconds.
    pub(super) fn clock_seconds(self) -> u64 {
        self.exact_seconds().wrapping_sub(self.whole_days().wrapping_mul(86_400))
    }

    /// Its parts: years, months, weeks, days, hours, minutes, seconds.
    pub(super) fn parts(self) -> [u32; 7] {
        self.parts
    }

    /// One text for all spellings of one duration: its months, days and seconds, each where it is not
    /// nought. Hours do not make days: a calendar may have days of other lengths.
    pub(crate) fn canonical(self) -> String {
        let [_, _, weeks, days, hours, minutes, seconds] = self.parts.map(u64::from);
        let days = weeks.saturating_mul(7).saturating_add(days);
        let minutes = hours.saturating_mul(60).saturating_add(minutes);
        let seconds = minutes.saturating_mul(60).saturating_add(seconds);
        let months = self.calendar_months();
        let mut text = String::from("P");
        for (number, unit) in [(months, "M"), (days, "D")] {
            if number > 0 {
                text.push_str(&format!("{number}{unit}"));
            }
        }
        if seconds > 0 || text.len() == 1 {
            text.push_str(&format!("T{seconds}S"));
        }
        text
    }

    const fn of(parts: [u32; 7]) -> Option<Self> {
        // An iterator can't be used in a constant.
        match parts {
            [0, 0, 0, 0, 0, 0, 0] => None,
            parts => Some(Self { parts }),
        }
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let text = text.strip_prefix('P').ok_or(SpanError::Form)?;
        let (date, time) = match text.split_once('T') {
            Some((_, "")) => return Err(SpanError::Form),
            Some((date, time)) => (date, time),
            None => (text, ""),
        };
        let mut parts = [0; 7];
        let (of_date, of_time) = parts.split_at_mut(4);
        let mut any = read_parts(date, "YMWD", of_date)?;
        any |= read_parts(time, "HMS", of_time)?;
        if !any {
            return Err(SpanError::Form);
        }
        Self::of(parts).ok_or(SpanError::Zero)
    }
}

/// Reads numbers followed by their units, each unit at most once and in this order.
fn read_parts(mut text: &str, units: &str, slots: &mut [u32]) -> Result<bool, SpanError> {
    let mut any = false;
    for (unit, slot) in units.chars().zip(slots) {
        let Some((digits, rest)) = text.split_once(unit) else {
            continue;
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SpanError::Form);
        }
        *slot = digits.parse().map_err(|_| SpanError::TooLong)?;
        text = rest;
        any = true;
    }
    if text.is_empty() { Ok(any) } else { Err(SpanError::Form) }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nothing() {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        for (index, (part, unit)) in self.parts.iter().zip("YMWDHMS".chars()).enumerate() {
            if index == 4 && self.parts.iter().skip(4).any(|part| *part > 0) {
                f.write_str("T")?;
            }
            if *part > 0 {
                write!(f, "{part}{unit}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "a duration of ISO 8601")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for text in ["PT36H", "P2D", "P2W", "P1M", "P1Y", "P1Y2M3W4DT5H6M7S", "PT90M"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn minutes_are_not_months() {
        assert_eq!("P1M".parse::<Span>().unwrap().calendar_months(), 1);
        assert_eq!("PT1M".parse::<Span>().unwrap().exact_seconds(), 60);
    }

    #[test]
    fn each_unit_is_written_as_iso_8601_writes_it() {
        let spans = [
            (Span::years(1), "P1Y"),
            (Span::months(2), "P2M"),
            (Span::weeks(3), "P3W"),
            (Span::days(4), "P4D"),
            (Span::hours(5), "PT5H"),
            (Span::minutes(6), "PT6M"),
            (Span::seconds(7), "PT7S"),
        ];
        for (span, text) in spans {
            assert_eq!(span, text.parse().ok());
        }
    }

    #[test]
    fn the_calendar_decides_how_long_months_and_years_are() {
        for (text, is_calendar) in
            [("P1M", true), ("P1Y", true), ("P1MT1S", true), ("P30D", false), ("PT1M", false)]
        {
            assert_eq!(text.parse::<Span>().unwrap().is_calendar(), is_calendar, "{text}");
        }
    }

    #[test]
    fn refuses_other_forms() {
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "1D",
            "P1.5D",
            "P-1D",
            "-P1D",
            "p1d",
            "P1DT",
            "P1S",
            "PT1D",
            "P1D1D",
            "P1D2M",
            "P1D ",
            "P\u{0661}D",
            "PT1H P1D",
            "P+1D",
        ] {
            assert_eq!(text.parse::<Span>(), Err(SpanError::Form), "{text}");
        }
        assert_eq!("P0D".parse::<Span>(), Err(SpanError::Zero));
        assert_eq!("P0Y0MT0S".parse::<Span>(), Err(SpanError::Zero));
        assert_eq!("P99999999999D".parse::<Span>(), Err(SpanError::TooLong));
    }

    #[test]
    fn spellings_of_one_duration_have_one_canonical_text() {
        for (spellings, canonical) in [
            (&["P1W", "P7D"][..], "P7D"),
            (&["P1Y", "P12M"], "P12M"),
            (&["PT36H", "PT35H59M60S"], "PT129600S"),
            (&["P1D"], "P1D"),
            (&["PT24H", "PT1440M"], "PT86400S"),
            (&["P1Y1M1W1DT1H1M1S"], "P13M8DT3661S"),
        ] {
            for spelling in spellings {
                assert_eq!(spelling.parse::<Span>().unwrap().canonical(), canonical, "{spelling}");
            }
        }
    }

    #[test]
    fn nothing_has_no_length() {
        assert_eq!(Span::days(0), None);
        assert_eq!(Span::weeks(2).unwrap().exact_seconds(), 1_209_600);
    }
}
