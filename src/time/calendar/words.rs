//! Terms in words, for people to read.

use std::fmt::{self, Write};

use super::super::Span;
use super::counting::{Days, Ends, Roll};
use super::term::{CalendarTerm, Term};

impl<C: fmt::Display> Term<C> {
    /// This term as a person reads it.
    ///
    /// ```
    /// use servanda::time::calendar::{CalendarTerm, Ends, Term};
    /// let lease = CalendarTerm::new("P3D".parse()?, "berlin").working()?.ends(Ends::Midnight)?;
    /// let words = Term::from(lease).in_words();
    /// assert_eq!(words, "three working days, to the day's end, Berlin");
    /// assert_eq!(Term::<&str>::from("P1Y6M".parse::<servanda::Span>()?).in_words(), "one year and six months");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Span(span) => length(*span, "", "at once"),
            Self::Calendar(term) => term.in_words(),
        }
    }
}

impl<C: fmt::Display> CalendarTerm<C> {
    fn in_words(&self) -> String {
        let kind = match self.days() {
            Days::Calendar => "",
            Days::Working => "working ",
        };
        let mut words = length(self.span(), kind, "the same day");
        // Writing to a text can't fail.
        let _ = match self.end_of_day() {
            Ends::SameTime => Ok(()),
            Ends::Midnight => write!(words, ", to the day's end"),
            Ends::Close => write!(words, ", to the close of business"),
            Ends::At(time) => write!(words, ", to {time}"),
        };
        let name = self.calendar().to_string();
        let mut letters = name.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        words.push_str(", ");
        words.extend(first.chain(letters));
        words.push_str(match self.rolled() {
            Roll::None => "",
            Roll::Following => " (a day off moves to the next working day)",
            Roll::Preceding => " (a day off moves to the working day before)",
            Roll::ModifiedFollowing => {
                " (a day off moves to the next working day of the month, or else to the one before)"
            }
        });
        words
    }
}

/// The parts of a duration: "one year, two months and three days".
fn length(span: Span, kind: &str, nothing: &str) -> String {
    let units = ["year", "month", "week", "day", "hour", "minute", "second"];
    let mut parts: Vec<String> = span
        .parts()
        .into_iter()
        .zip(units)
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| {
            let several = if number == 1 { "" } else { "s" };
            // A week of working days is seven of them, and no week of anybody's.
            match (unit, kind) {
                ("week", "working ") => {
                    format!("{} working days", figure(u64::from(number).saturating_mul(7)))
                }
                ("day", kind) => format!("{} {kind}{unit}{several}", figure(number.into())),
                _ => format!("{} {unit}{several}", figure(number.into())),
            }
        })
        .collect();
    match parts.pop() {
        None => nothing.to_owned(),
        Some(only) if parts.is_empty() => only,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}

/// Small numbers are words, as in print.
fn figure(number: u64) -> String {
    let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    place.and_then(|place| words.get(place)).map_or(number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_part_by_part() {
        for (span, words) in [
            ("P1D", "one day"),
            ("P14D", "14 days"),
            ("P2W", "two weeks"),
            ("PT36H", "36 hours"),
            (
                "P1Y2M3DT4H5M6S",
                "one year, two months, three days, four hours, five minutes and six seconds",
            ),
        ] {
            assert_eq!(Term::<&str>::Span(span.parse().unwrap()).in_words(), words, "{span}");
        }
        assert_eq!(Term::<&str>::Span(Span::AT_ONCE).in_words(), "at once");
    }

    #[test]
    fn terms_say_how_they_are_counted() {
        let term = |span: &str| CalendarTerm::new(span.parse().unwrap(), "new-york");
        for (term, words) in [
            (term("P1M"), "one month, New-york"),
            (
                term("P1M").ends(Ends::Close).unwrap(),
                "one month, to the close of business, New-york",
            ),
            (
                term("P1W").working().unwrap().ends("17:30".parse().unwrap()).unwrap(),
                "seven working days, to 17:30, New-york",
            ),
            (
                term("P30D").roll(Roll::Following),
                "30 days, New-york (a day off moves to the next working day)",
            ),
            (
                term("P1D").roll(Roll::Preceding),
                "one day, New-york (a day off moves to the working day before)",
            ),
            (
                term("P1M").roll(Roll::ModifiedFollowing),
                "one month, New-york (a day off moves to the next working day of the month, or else to the one before)",
            ),
        ] {
            assert_eq!(Term::from(term).in_words(), words);
        }
        let today = CalendarTerm::new(Span::AT_ONCE, "berlin").ends(Ends::Midnight).unwrap();
        assert_eq!(Term::from(today).in_words(), "the same day, to the day's end, Berlin");
    }
}
