//! Reading the plain lines of a log at once: a flat object of plain strings and whole numbers, its
//! names known, its keys those of one deed. Any other line is none of these, and is for the strict
//! reader, which knows what is wrong with it, if anything is.

use std::num::NonZeroU64;

use super::plain_event::PlainEvent;

/// What a plain line says; none if it is not plain.
///
/// One pass marks the quotes, eight bytes at a time; all else is told from where they stand.
#[inline]
pub(super) fn parsed(line: &[u8]) -> Option<PlainEvent<'_>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let marks = Marks::of(line)?;
    let mut plain = PlainEvent::new(marks.is_ascii);
    let mut cursor = Cursor { line, quotes: marks.quotes(), place: 0 };
    if only(cursor.before_quote()?)? != b'{' {
        return None;
    }
    loop {
        let key = cursor.string()?;
        let gap = cursor.before_quote();
        let after = if key == b"quantity" {
            // A number is followed by the next key's quote, or by the end.
            let (number, after) = number(gap.unwrap_or(cursor.rest()?))?;
            plain.keep_quantity(number)?;
            after
        } else {
            if only(gap?)? != b':' {
                return None;
            }
            plain.keep(key, cursor.string()?)?;
            only(cursor.before_quote().unwrap_or(cursor.rest()?))?
        };
        match after {
            b',' => {}
            b'}' if cursor.quotes.is_empty() => return Some(plain),
            _ => return None,
        }
    }
}

/// Where the quotes of a line stand.
struct Marks {
    places: [u16; MOST_QUOTES],
    length: usize,
    is_ascii: bool,
}

/// The most quotes of a plain line: those of every key and value that there is, and some.
const MOST_QUOTES: usize = 48;

impl Marks {
    /// None where something is escaped, a control character occurs, or the line is out of the
    /// ordinary in length.
    #[inline]
    fn of(line: &[u8]) -> Option<Self> {
        const LOW: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x8080_8080_8080_8080;
        u16::try_from(line.len()).ok()?;
        let mut marks = Self { places: [0; MOST_QUOTES], length: 0, is_ascii: true };
        let (mut odd, mut high) = (0_u64, 0_u64);
        let mut mark = |word: u64, start: usize| {
            // A high bit for each byte that is a quote.
            let other = word ^ LOW.wrapping_mul(u64::from(b'"'));
            let mut quotes = !((other & !HIGH).wrapping_add(!HIGH) | other | !HIGH);
            // Some high bit, if any byte is a backslash or below 32.
            let backslash = word ^ LOW.wrapping_mul(u64::from(b'\\'));
            odd |= backslash.wrapping_sub(LOW) & !backslash & HIGH;
            odd |= word.wrapping_sub(LOW.wrapping_mul(0x20)) & !word & HIGH;
            high |= word & HIGH;
            while quotes != 0 {
                let place = start.wrapping_add((quotes.trailing_zeros() / 8) as usize);
                *marks.places.get_mut(marks.length)? = u16::try_from(place).ok()?;
                marks.length = marks.length.wrapping_add(1);
                quotes &= quotes.wrapping_sub(1);
            }
            Some(())
        };
        let (words, rest) = line.as_chunks::<8>();
        let mut start = 0_usize;
        for word in words {
            mark(u64::from_le_bytes(*word), start)?;
            start = start.wrapping_add(8);
        }
        let mut last = [b' '; 8];
        for (byte, rest) in last.iter_mut().zip(rest) {
            *byte = *rest;
        }
        mark(u64::from_le_bytes(last), start)?;
        marks.is_ascii = high == 0;
        (odd == 0).then_some(marks)
    }

    fn quotes(&self) -> &[u16] {
        self.places.get(..self.length).unwrap_or_default()
    }
}

struct Cursor<'a, 'm> {
    line: &'a [u8],
    /// The quotes that are still to come.
    quotes: &'m [u16],
    place: usize,
}

impl<'a> Cursor<'a, '_> {
    /// What comes before the next quote; none where there is no more.
    #[inline]
    fn before_quote(&self) -> Option<&'a [u8]> {
        self.line.get(self.place..usize::from(*self.quotes.first()?))
    }

    /// What comes to the end of the line.
    #[inline]
    fn rest(&self) -> Option<&'a [u8]> {
        self.line.get(self.place..)
    }

    /// The string that begins at the next quote, without its quotes.
    #[inline]
    fn string(&mut self) -> Option<&'a [u8]> {
        let [open, close, rest @ ..] = self.quotes else { return None };
        let (open, close) = (usize::from(*open), usize::from(*close));
        self.quotes = rest;
        self.place = close.wrapping_add(1);
        self.line.get(open.wrapping_add(1)..close)
    }
}

/// The one byte that stands here among spaces.
#[inline]
fn only(gap: &[u8]) -> Option<u8> {
    match gap {
        [byte] | [byte, b' '] => Some(*byte),
        _ => match gap.trim_ascii() {
            [byte] => Some(*byte),
            _ => None,
        },
    }
}

/// A colon, a whole number above 0 as JSON writes it, of at most 19 digits, and what follows it.
fn number(gap: &[u8]) -> Option<(NonZeroU64, u8)> {
    let text = gap.trim_ascii().strip_prefix(b":")?.trim_ascii_start();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (text, rest) = text.split_at_checked(digits)?;
    if digits > 19 || text.first() == Some(&b'0') {
        return None;
    }
    Some((std::str::from_utf8(text).ok()?.parse().ok()?, only(rest)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Agreement;

    #[test]
    fn marks_every_quote_and_nothing_else() {
        for length in 0..40 {
            for byte in 0..=255_u8 {
                for place in [0, length / 2, length] {
                    let mut line = vec![b'a'; length + 1];
                    line[place] = byte;
                    line.push(b'"');
                    let marks = Marks::of(&line);
                    if byte < 0x20 || byte == b'\\' {
                        assert!(marks.is_none(), "{byte} at {place} of {length}");
                        continue;
                    }
                    let marks = marks.unwrap();
                    let quotes: Vec<u16> =
                        (0..).zip(&line).filter(|(_, b)| **b == b'"').map(|it| it.0).collect();
                    assert_eq!(marks.quotes(), quotes);
                    assert_eq!(marks.is_ascii, byte.is_ascii());
                }
            }
        }
    }

    #[test]
    fn every_deed_of_one_actor_is_read_as_the_strict_reader_reads_it() {
        let agreement = Agreement::from_json(
            r#"{"title": "sale", "date": "2026-01-01T00:00:00Z", "parties": {"a": "", "b": ""},
                "acts": {"pay": {"by": ["a"]}},
                "obligations": {"price": {"debtor": "a", "creditor": "b", "perform": "pay"}}}"#,
        )
        .unwrap();
        for deed in [
            r#""actor":"a","act":"pay""#,
            r#""actor":"a","act":"pay","quantity":1234567890123456789"#,
            r#""actor":"b","attest":"price""#,
            r#""actor":"b","deny":"price""#,
            r#""actor":"b","release":"price""#,
            r#""actor":"b","extend":"price","until":"2026-01-02T00:00:00Z""#,
            r#""actor":"b""#,
            r#""known":"2026-01-03T00:00:00Z","id":"1","note":"é","source":"x","case":"c""#,
        ] {
            let line = format!("{{\"time\":\"2026-01-01T00:00:00Z\",{deed}}}");
            let strict = super::super::log::strict(line.as_bytes(), &agreement).unwrap().unwrap();
            let plain = parsed(line.as_bytes()).unwrap();
            assert_eq!(plain.event(&agreement), Some(strict.clone()), "{line}");
            let parsed = plain.parsed(&agreement).unwrap();
            assert_eq!((parsed.time, parsed.known), (strict.time, strict.known));
            assert_eq!(parsed.deed, strict.deed);
            assert_eq!(parsed.case.as_deref(), strict.case.as_deref().map(str::as_bytes));
        }
    }

    #[test]
    fn what_is_no_text_is_left_to_the_strict_reader() {
        let agreement = crate::cuba::agreement(crate::cuba::Reading::Verified).unwrap();
        for key in ["case", "id", "note", "source"] {
            let line =
                format!("{{\"time\":\"2026-01-01T00:00:00Z\",\"{key}\":\"?\"}}").into_bytes();
            let odd: Vec<u8> = line.iter().map(|it| if *it == b'?' { 0xff } else { *it }).collect();
            assert!(parsed(&line).unwrap().event(&agreement).is_some());
            assert!(parsed(&line).unwrap().parsed(&agreement).is_some());
            assert!(parsed(&odd).unwrap().event(&agreement).is_none());
            assert!(parsed(&odd).unwrap().parsed(&agreement).is_none());
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_strict_reader() {
        let plain =
            r#"{"time":"2026-01-01T00:00:00Z","actor":"a","act":"b","quantity":12,"case":"c"}"#;
        assert!(parsed(plain.as_bytes()).is_some());
        for (from, to) in [
            (",\"case\":\"c\"", ""),
            ("{", " { "),
            ("\":", "\" : "),
            (",", " ,  "),
            ("}", "} "),
            ("}", "}\r"),
        ] {
            assert!(parsed(plain.replace(from, to).as_bytes()).is_some(), "{from} {to}");
        }
        for (from, to) in [
            ("{", ""),
            ("{", "{{"),
            ("}", ""),
            ("}", "}}"),
            ("}", ",}"),
            ("}", "}x"),
            ("}", "}\"x\"}"),
            (":", "::"),
            (":", ""),
            (",", ",,"),
            (",", ""),
            ("\"a\"", "\"a\"\"a\""),
            ("\"a\"", "a"),
            ("12", "\"12\""),
            ("12", "012"),
            ("12", "0"),
            ("12", "1.5"),
            ("12", "-1"),
            ("12", ""),
            ("12", "1 2"),
            ("12", "12345678901234567890"),
            ("\"c\"", "1"),
            ("case", "cases"),
            ("case", "act"),
            ("case", "time"),
            ("}", ",\"note\""),
            ("}", "\""),
            ("\"c\"", "\"\\u0063\""),
            (",", ",\t"),
            ("\"c\"}", "\"c\" \"}"),
        ] {
            assert!(parsed(plain.replace(from, to).as_bytes()).is_none(), "{from} {to}");
        }
    }
}
