//! How a log writes its times, where it is not as RFC 3339 has them.

use std::fmt;
use std::str::FromStr;

use chrono::format::{Item, Parsed, StrftimeItems};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};

use crate::strict::shortened;
use crate::time::{Instant, InstantError};

/// How a log writes its times: by default as RFC 3339 has it, with a blank instead of the `T`, without
/// seconds, or with an offset as `+0100` as well. A zone reads times without an offset, and dates alone, which
/// are the day's beginning; a format reads any other form.
///
/// ```
/// use servanda::formats::Times;
/// let noon = "2026-05-06T12:00:00Z".parse()?;
/// let times = Times::new();
/// assert_eq!(times.read("2026-05-06 14:00+0200")?, noon);
/// assert!(times.read("2026-05-06 14:00").is_err());
///
/// let times = Times::new().zone("+02:00")?;
/// assert_eq!(times.read("2026-05-06 14:00")?, noon);
/// let times = times.format("%d.%m.%Y %H:%M")?;
/// assert_eq!(times.read("06.05.2026 14:00")?, noon);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    format: Option<Format>,
    zone: Option<FixedOffset>,
}

/// A form of times.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    /// As `%d.%m.%Y` writes.
    Written { text: String, items: Vec<Item<'static>> },
    /// A number since the beginning of 1970, so many of which are a second.
    Epoch { word: &'static str, in_a_second: u32 },
}

/// The numbers since the beginning of 1970 that are known by a word.
const EPOCHS: [(&str, u32); 4] =
    [("epoch", 1), ("epoch-ms", 1_000), ("epoch-us", 1_000_000), ("epoch-ns", 1_000_000_000)];

/// Forms in which logs often write times, the surest first. What the day is in `05/06/2026` only a person
/// can say: the first that reads all times of a log is a guess.
const USUAL: [&str; 26] = [
    "%d.%m.%Y %H:%M:%S%.f",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M:%S%.f",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M:%S%.f",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%d-%m-%Y %H:%M:%S%.f",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y:%H.%M",
    "%d-%m-%Y",
    "%Y%m%dT%H%M%S",
    "%Y%m%d %H%M%S",
    "%d-%b-%Y %H:%M:%S%.f",
    "%d-%b-%y %I.%M.%S%.f %p",
    "%d %b %Y %H:%M:%S%.f",
    "%b %d, %Y %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a %b %e %H:%M:%S %Y",
];

/// A text that is no time as a log writes them, and what would read it.
///
/// ```
/// use servanda::formats::Times;
/// let error = Times::new().read("06.05.2026 14:00").unwrap_err();
/// assert_eq!(error.format(), Some("%d.%m.%Y %H:%M"));
/// assert!(error.needs_zone());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}`: {why}", shortened(.text))]
pub struct TimeError {
    text: String,
    why: Why,
    format: Option<&'static str>,
    needs_zone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Instant(InstantError),
    NoZone,
    Form(String),
}

/// A format or a zone that can't be read.
///
/// ```
/// use servanda::formats::Times;
/// assert!(Times::new().format("%Q").is_err());
/// assert!(Times::new().zone("Europe/Berlin").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimesError {
    /// Not a form of times.
    #[error(
        "`{}` is no form of times: expected one as `%d.%m.%Y %H:%M`, or `epoch`, `epoch-ms`, `epoch-us`, \
         `epoch-ns`",
        shortened(.0)
    )]
    Format(String),
    /// Not an offset.
    #[error("`{}` is no offset from UTC: expected one as `+01:00`, or `Z`", shortened(.0))]
    Zone(String),
}

impl Times {
    /// As RFC 3339 has it, with the liberties named above.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Times are written in this form: as strftime has it (`%d.%m.%Y %H:%M`; `%z` is an offset), or as a number
    /// since the beginning of 1970, `epoch` (seconds), `epoch-ms`, `epoch-us` or `epoch-ns`.
    ///
    /// ```
    /// use servanda::formats::Times;
    /// let times = Times::new().format("epoch")?;
    /// assert_eq!(times.read("1778068800")?, "2026-05-06T12:00:00Z".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where it is no such form.
    pub fn format(mut self, format: &str) -> Result<Self, TimesError> {
        let no_format = || TimesError::Format(format.to_owned());
        if let Some((word, in_a_second)) = EPOCHS.into_iter().find(|(word, _)| *word == format) {
            self.format = Some(Format::Epoch { word, in_a_second });
            return Ok(self);
        }
        let items = StrftimeItems::new(format).parse_to_owned().map_err(|_| no_format())?;
        if !items.iter().any(|item| matches!(item, Item::Numeric(..) | Item::Fixed(..))) {
            return Err(no_format());
        }
        self.format = Some(Format::Written { text: format.to_owned(), items });
        Ok(self)
    }

    /// Times without an offset are so far ahead of UTC: `+01:00`, or `Z`.
    ///
    /// # Errors
    /// Where it is no offset.
    pub fn zone(mut self, zone: &str) -> Result<Self, TimesError> {
        let minutes = offset(zone).ok_or_else(|| TimesError::Zone(zone.to_owned()))?;
        let zone = minutes.checked_mul(60).and_then(FixedOffset::east_opt);
        self.zone = zone;
        Ok(self)
    }

    /// What a log writes as a time.
    ///
    /// # Errors
    /// Where it is none in this form.
    pub fn read(&self, text: &str) -> Result<Instant, TimeError> {
        match &self.format {
            Some(format) => self.formatted(text, format),
            None => self.usual(text),
        }
    }

    /// Whether nothing was said of how times are written.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.format.is_none() && self.zone.is_none()
    }

    fn usual(&self, text: &str) -> Result<Instant, TimeError> {
        let error = match text.parse::<Instant>() {
            Ok(instant) => return Ok(instant),
            Err(error) => error,
        };
        let Some((date_time, offset)) = relaxed(text) else {
            return Err(proposing(text, Why::Instant(error)));
        };
        match offset.or(self.zone) {
            Some(offset) => instant(date_time, offset).map_err(|error| TimeError {
                text: text.to_owned(),
                why: Why::Instant(error),
                format: None,
                needs_zone: false,
            }),
            None => Err(TimeError {
                text: text.to_owned(),
                why: Why::NoZone,
                format: None,
                needs_zone: true,
            }),
        }
    }

    fn formatted(&self, text: &str, format: &Format) -> Result<Instant, TimeError> {
        let wrong =
            |why, needs_zone| TimeError { text: text.to_owned(), why, format: None, needs_zone };
        match format {
            Format::Epoch { word, in_a_second } => since_1970(text, *in_a_second)
                .ok_or_else(|| wrong(Why::Form((*word).to_owned()), false)),
            Format::Written { text: form, items } => {
                let (date_time, offset) =
                    parsed(text, items).ok_or_else(|| wrong(Why::Form(form.clone()), false))?;
                let offset = offset.or(self.zone).ok_or_else(|| wrong(Why::NoZone, true))?;
                instant(date_time, offset).map_err(|error| wrong(Why::Instant(error), false))
            }
        }
    }
}

impl TimeError {
    /// The form that would read it, where one is known.
    #[must_use]
    pub fn format(&self) -> Option<&'static str> {
        self.format
    }

    /// Whether a zone must be said to read it.
    #[must_use]
    pub fn needs_zone(&self) -> bool {
        self.needs_zone
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(error) => write!(f, "{error}"),
            Self::NoZone => f.write_str("there is no offset from UTC, and no zone is said"),
            Self::Form(form) => write!(f, "not a time as `{}` writes them", shortened(form)),
        }
    }
}

/// The usual forms that read all of these texts, the surest first, and whether they need a zone.
pub(crate) fn forms_of<'a>(
    texts: impl Iterator<Item = &'a str> + Clone,
) -> Vec<(&'static str, bool)> {
    let mut forms = Vec::new();
    for form in USUAL {
        let Ok(items) = StrftimeItems::new(form).parse_to_owned() else { continue };
        let mut needs_zone = false;
        let all = texts.clone().all(|text| match parsed(text, &items) {
            Some((_, offset)) => {
                needs_zone |= offset.is_none();
                true
            }
            None => false,
        });
        if all {
            forms.push((form, needs_zone));
        }
    }
    for (word, in_a_second) in EPOCHS {
        // A number of now or so: between 1980 and 2100.
        let is_likely = |instant: Instant| {
            (Instant::literal(1980, 1, 1, 0, 0)..Instant::literal(2100, 1, 1, 0, 0))
                .contains(&instant)
        };
        if texts.clone().all(|text| since_1970(text, in_a_second).is_some_and(is_likely)) {
            forms.push((word, false));
        }
    }
    forms
}

fn proposing(text: &str, why: Why) -> TimeError {
    let form = forms_of(std::iter::once(text)).first().copied();
    let (format, needs_zone) = (form.map(|(form, _)| form), form.is_some_and(|(_, zone)| zone));
    TimeError { text: text.to_owned(), why, format, needs_zone }
}

fn instant(date_time: NaiveDateTime, offset: FixedOffset) -> Result<Instant, InstantError> {
    let utc = date_time.checked_sub_offset(offset).ok_or(InstantError::Range)?;
    Instant::try_from(utc.and_utc())
}

/// A date and a time of day as the items of a form have them, and the offset if it says one. A date alone is the
/// day's beginning.
fn parsed(text: &str, items: &[Item<'static>]) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let mut parsed = Parsed::new();
    chrono::format::parse(&mut parsed, text.trim(), items.iter()).ok()?;
    let offset = parsed.to_fixed_offset().ok();
    let says_a_time = parsed.hour_mod_12().is_some() || parsed.timestamp().is_some();
    let date_time = match says_a_time {
        true => {
            if parsed.minute().is_none() && parsed.timestamp().is_none() {
                parsed.set_minute(0).ok()?;
            }
            parsed.to_naive_datetime_with_offset(0).ok()?
        }
        false => parsed.to_naive_date().ok()?.and_time(NaiveTime::MIN),
    };
    // `%S` takes a leap second, which instants have no place for.
    (date_time.and_utc().timestamp_subsec_nanos() < 1_000_000_000).then_some((date_time, offset))
}

/// `2026-05-06`, then perhaps `T` or a blank and `14:00`, `14:00:07`, `14:00:07.5`, then perhaps an offset.
fn relaxed(text: &str) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if ![(year, 4), (month, 2), (day, 2)].iter().all(|(part, n)| part.len() == *n && digits(part)) {
        return None;
    }
    let date = chrono::NaiveDate::from_ymd_opt(
        year.parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
    )?;
    if rest.is_empty() {
        return Some((date.and_time(NaiveTime::MIN), None));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && !":.,".contains(letter));
    let (time, zone) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
    let mut parts = time.splitn(3, ':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = parts.next().unwrap_or("00");
    let (second, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
    let are_pairs = [hour, minute, second].iter().all(|part| part.len() == 2 && digits(part));
    if !are_pairs || fraction.is_empty() || fraction.len() > 9 || !digits(fraction) {
        return None;
    }
    let nanosecond: u32 = format!("{fraction:0<9}").parse().ok()?;
    let time = NaiveTime::from_hms_nano_opt(
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        nanosecond,
    )?;
    let offset = match zone.trim() {
        "" => None,
        zone => Some(FixedOffset::east_opt(offset(zone)?.checked_mul(60)?)?),
    };
    Some((date.and_time(time), offset))
}

/// `Z`, `UTC`, `+01:00`, `+0100`, `+01`: how many minutes ahead of UTC.
fn offset(text: &str) -> Option<i32> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, minutes) = match rest.len() {
        2 => (rest, "00"),
        4 => rest.split_at_checked(2)?,
        5 => rest.split_once(':').filter(|(hours, _)| hours.len() == 2)?,
        _ => return None,
    };
    let number = |text: &str| -> Option<i32> {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(sign)
}

/// A number since the beginning of 1970, whole or with a fraction.
fn since_1970(text: &str, in_a_second: u32) -> Option<Instant> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (is_negative, digits) = match whole.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, whole),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !all_digits(digits) || !all_digits(fraction) {
        return None;
    }
    let whole: i128 = digits.parse().ok()?;
    let nanoseconds_each = i128::from(1_000_000_000_u32.checked_div(in_a_second)?);
    let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let part: i128 = nine.parse().ok()?;
    let part = part.checked_mul(nanoseconds_each)?.checked_div(1_000_000_000)?;
    let nanoseconds = whole.checked_mul(nanoseconds_each)?.checked_add(part)?;
    let nanoseconds = if is_negative { nanoseconds.checked_neg()? } else { nanoseconds };
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
    let rest = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
    let time: DateTime<Utc> = DateTime::from_timestamp(seconds, rest)?;
    Instant::try_from(time).ok()
}

/// A format, in quotes.
impl FromStr for Times {
    type Err = TimesError;

    fn from_str(text: &str) -> Result<Self, TimesError> {
        Self::new().format(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(times: &Times, text: &str) -> String {
        times.read(text).map_or_else(|error| error.to_string(), |instant| instant.to_string())
    }

    #[test]
    fn what_logs_write_for_rfc_3339_needs_no_option() {
        let times = Times::new();
        for text in [
            "2026-05-06T14:00:00+02:00",
            "2026-05-06 14:00:00+02:00",
            "2026-05-06 14:00:00.000000+02:00",
            "2026-05-06 14:00:00 +0200",
            "2026-05-06T14:00+02",
            "2026-05-06T12:00Z",
            "2026-05-06 12:00:00 UTC",
            "2026-05-06T12:00:00,0Z",
        ] {
            assert_eq!(read(&times, text), "2026-05-06T12:00:00Z", "{text}");
        }
    }

    #[test]
    fn without_an_offset_a_zone_is_asked_for() {
        let (times, zone) = (Times::new(), Times::new().zone("-03:30").unwrap());
        for (text, utc) in [
            ("2026-05-06T12:00:00", "2026-05-06T15:30:00Z"),
            ("2026-05-06 12:00", "2026-05-06T15:30:00Z"),
            ("2026-05-06", "2026-05-06T03:30:00Z"),
            ("2026-05-06T12:00:00.25", "2026-05-06T15:30:00.250Z"),
        ] {
            let error = times.read(text).unwrap_err();
            assert!(error.needs_zone() && error.format().is_none(), "{text}");
            assert_eq!(read(&zone, text), utc);
        }
        assert_eq!(read(&zone, "2026-05-06T12:00:00Z"), "2026-05-06T12:00:00Z");
    }

    #[test]
    fn a_form_is_proposed_that_reads_it() {
        for text in [
            "31.01.2023 08:15",
            "2019/11/03 01:11:19.000",
            "30-12-2010:11.02",
            "01/31/2023 08:15 PM",
            "1675152900",
            "1675152900123",
            "Tue, 31 Jan 2023 08:15:00 +0100",
        ] {
            let error = Times::new().read(text).unwrap_err();
            let format = error.format().unwrap_or_else(|| panic!("{text}: none"));
            let mut times = Times::new().format(format).unwrap();
            if error.needs_zone() {
                assert!(times.read(text).unwrap_err().needs_zone(), "{text}");
                times = times.zone("+01:00").unwrap();
            }
            assert!(read(&times, text).starts_with("20"), "{text}: {}", read(&times, text));
        }
        assert_eq!(Times::new().read("soon").unwrap_err().format(), None);
    }

    #[test]
    fn nothing_that_is_no_time_is_read() {
        let zone = Times::new().zone("Z").unwrap();
        for text in [
            "",
            " ",
            "2026",
            "2026-5-6",
            "2026-05-06T",
            "2026-05-06T1:00",
            "2026-05-06 12",
            "2026-02-30",
            "2026-05-06 25:00",
            "2026-05-06 12:00:60",
            "2026-05-06 12:00 CEST",
            "2026-05-06x12:00",
            "+026-05-06",
            "2026-05-06 12:00:00.",
            "2026-05-06 12:00+24:00",
            "\u{661}026-05-06",
        ] {
            assert!(zone.read(text).is_err(), "{text}");
        }
        let dates = zone.clone().format("%d.%m.%Y %H:%M:%S").unwrap();
        assert!(dates.read("31.12.2016 23:59:60").is_err());
        assert_eq!(dates.read("31.01.2023").unwrap_err().format(), None);
        let epoch = Times::new().format("epoch-ms").unwrap();
        assert!(epoch.read("99999999999999999999999999999999999999999999").is_err());
        assert_eq!(read(&epoch, "-1"), "1969-12-31T23:59:59.999Z");
        assert_eq!(read(&Times::new().format("epoch").unwrap(), "1.5"), "1970-01-01T00:00:01.500Z");
    }

    #[test]
    fn a_form_or_a_zone_that_is_none_is_refused() {
        for format in ["%Q", "", "soon", "%"] {
            assert_eq!(Times::new().format(format), Err(TimesError::Format(format.to_owned())));
        }
        for zone in ["", "1", "+1", "+24:00", "+01:60", "CET", "+01:0", "++1:00"] {
            assert_eq!(Times::new().zone(zone), Err(TimesError::Zone(zone.to_owned())), "{zone}");
        }
    }
}
