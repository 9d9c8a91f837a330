//! Reading RFC 3339, strictly: one pass over the bytes, no format interpreter.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::{Instant, InstantError};

/// Reads `YYYY-MM-DDTHH:MM:SS[.fraction](Z|±HH:MM)`; `t` and `z` may be small, as RFC 3339 allows.
pub(super) fn parse(text: &[u8]) -> Result<Instant, InstantError> {
    let Some((date_time, rest)) = text.split_first_chunk::<19>() else {
        return Err(InstantError::Form);
    };
    let (Some(date), [.., d0, d1, b'T' | b't', _, _, _, _, _, _, _, _], Some(time)) =
        (date_time.first_chunk::<8>(), date_time, date_time.last_chunk::<8>())
    else {
        return Err(InstantError::Form);
    };
    let [century, _, year, _, _, month, _, _] = pairs(*date, *b"0000-00-")?;
    let [hour, _, _, minute, _, _, second, _] = pairs(*time, *b"00:00:00")?;
    let year = century.wrapping_mul(100).wrapping_add(year);
    let day = pair(*d0, *d1)?;
    let (nanosecond, offset) = match rest {
        b"Z" => (0, 0),
        rest => {
            let (nanosecond, zone) = fraction(rest)?;
            (nanosecond, offset_minutes(zone)?)
        }
    };
    if second == 60 {
        return Err(InstantError::LeapSecond);
    }
    let year = i32::try_from(year).map_err(|_| InstantError::Year)?;
    let local = local(year, month, day, hour, minute, second, nanosecond);
    let local = local.ok_or(InstantError::Range)?;
    if offset == 0 {
        // The fields themselves keep to the years 0000 to 9999.
        return Ok(Instant(local.and_utc()));
    }
    let offset = TimeDelta::try_minutes(offset).ok_or(InstantError::Range)?;
    let utc = local.checked_sub_signed(offset).ok_or(InstantError::Range)?;
    Instant::try_from(utc.and_utc())
}

/// For each place what its digit and the next one come to. The form has a 0 for each digit, and
/// everything else as it is to be.
#[inline]
fn pairs(text: [u8; 8], form: [u8; 8]) -> Result<[u32; 8], InstantError> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const TEN_AND_MORE: u64 = 0x7676_7676_7676_7676;
    let digits = u64::from_le_bytes(text) ^ u64::from_le_bytes(form);
    let others = form.map(|byte| if byte == b'0' { 0 } else { 0xff });
    let is_odd = (digits.wrapping_add(TEN_AND_MORE) | digits) & HIGH != 0;
    if is_odd || digits & u64::from_le_bytes(others) != 0 {
        return Err(InstantError::Form);
    }
    // At most 90 and 9 in each byte: nothing is carried over.
    Ok(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes().map(u32::from))
}

/// Two digits as a number.
#[inline]
fn pair(tens: u8, ones: u8) -> Result<u32, InstantError> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens > 9 || ones > 9 {
        return Err(InstantError::Form);
    }
    Ok(u32::from(tens).wrapping_mul(10).wrapping_add(u32::from(ones)))
}

fn local(
    year: i32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    nanosecond: u32,
) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_nano_opt(hour, minute, second, nanosecond)
}

/// The nanoseconds after the second, and what follows them.
fn fraction(rest: &[u8]) -> Result<(u32, &[u8]), InstantError> {
    let Some((b'.', rest)) = rest.split_first() else {
        return Ok((0, rest));
    };
    let end = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at_checked(end).ok_or(InstantError::Form)?;
    match digits.len() {
        0 => Err(InstantError::Form),
        1..=9 => {
            let mut padded = [b'0'; 9];
            for (slot, digit) in padded.iter_mut().zip(digits) {
                *slot = *digit;
            }
            Ok((number(&padded)?, zone))
        }
        _ => Err(InstantError::TooFine),
    }
}

/// How far the local time is ahead of UTC.
fn offset_minutes(zone: &[u8]) -> Result<i64, InstantError> {
    let (sign, h0, h1, m0, m1) = match *zone {
        [b'Z' | b'z'] => return Ok(0),
        [b'+', h0, h1, b':', m0, m1] => (1, h0, h1, m0, m1),
        [b'-', h0, h1, b':', m0, m1] => (-1, h0, h1, m0, m1),
        _ => return Err(InstantError::Form),
    };
    let (hours, minutes) = (i64::from(pair(h0, h1)?), i64::from(pair(m0, m1)?));
    if hours > 23 || minutes > 59 {
        return Err(InstantError::Range);
    }
    hours
        .checked_mul(60)
        .and_then(|ahead| ahead.checked_add(minutes)?.checked_mul(sign))
        .ok_or(InstantError::Range)
}

/// At most nine digits as a number, which `u32` holds.
fn number(digits: &[u8]) -> Result<u32, InstantError> {
    digits.iter().try_fold(0_u32, |value, digit| {
        let digit = u32::from(digit.wrapping_sub(b'0'));
        if digit > 9 {
            return Err(InstantError::Form);
        }
        value.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or(InstantError::Form)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_rfc_3339_does_not_write() {
        let cases = [
            ("", InstantError::Form),
            ("1962-10-27", InstantError::Form),
            ("1962-10-27T20:05:00", InstantError::Form),
            ("1962-10-27 20:05:00Z", InstantError::Form),
            ("1962-10-27T20:05Z", InstantError::Form),
            ("300000-01-01T00:00:00Z", InstantError::Form),
            ("+1962-10-27T20:05:00Z", InstantError::Form),
            ("1962-10-27T20:05:00Z ", InstantError::Form),
            ("1962-10-27T20:05:00.Z", InstantError::Form),
            ("1962-10-27T20:05:00-0400", InstantError::Form),
            ("1962-10-27T20:05:00\u{2212}04:00", InstantError::Form),
            ("1962-1\u{0663}-27T20:05:00Z", InstantError::Form),
            ("1962-13-27T20:05:00Z", InstantError::Range),
            ("1962-02-29T20:05:00Z", InstantError::Range),
            ("1962-10-27T24:00:00Z", InstantError::Range),
            ("1962-10-27T20:05:61Z", InstantError::Range),
            ("1962-10-27T20:05:00+24:00", InstantError::Range),
            ("1962-10-27T20:05:00+00:60", InstantError::Range),
            ("1990-12-31T23:59:60Z", InstantError::LeapSecond),
            ("1962-10-27T20:05:00.1234567890Z", InstantError::TooFine),
        ];
        for (text, error) in cases {
            assert_eq!(parse(text.as_bytes()), Err(error), "{text}");
        }
    }

    #[test]
    fn no_byte_stands_where_another_belongs() {
        let form = b"0000-00-00T00:00:00+00:00";
        let text = b"1962-10-12T10:11:12-04:00";
        for (place, belongs) in form.iter().enumerate() {
            for byte in 0..=u8::MAX {
                let mut odd = *text;
                odd[place] = byte;
                let fits = match belongs {
                    b'0' => byte.is_ascii_digit(),
                    b'T' => b"Tt".contains(&byte),
                    b'+' => b"+-".contains(&byte),
                    other => byte == *other,
                };
                let is_of_the_form = parse(&odd) != Err(InstantError::Form);
                assert_eq!(is_of_the_form, fits, "byte {byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn accepts_every_spelling_of_rfc_3339() {
        let expected = parse(b"1962-10-28T00:05:00Z").unwrap();
        for text in [
            "1962-10-28t00:05:00z",
            "1962-10-28T00:05:00-00:00",
            "1962-10-27T20:05:00.000-04:00",
            "1962-10-28T05:35:00+05:30",
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap(), expected, "{text}");
        }
    }
}
