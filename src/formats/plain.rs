//! Reading the plain lines of a log at once: a flat object of plain strings and whole numbers, its
//! names known, its keys those of one deed. Any other line is none of these, and is for the strict
//! reader, which knows what is wrong with it, if anything is.

use std::borrow::Cow;
use std::num::NonZeroU64;

use crate::event::{Deed, Event};
use crate::names::Names;
use crate::terms::Agreement;
use crate::time::Instant;
use crate::verify::Heard;

/// What a plain line says; none if it is not plain.
#[inline]
pub(super) fn said(line: &[u8]) -> Option<Said<'_>> {
    let mut said = Said::default();
    let mut cursor = Cursor { rest: line };
    cursor.skip_space();
    cursor.expect(b'{')?;
    loop {
        cursor.skip_space();
        let key = cursor.string()?;
        cursor.skip_space();
        cursor.expect(b':')?;
        cursor.skip_space();
        if key == b"quantity" {
            let number = cursor.number()?;
            said.quantity.replace(number).is_none().then_some(())?;
        } else {
            said.keep(key, cursor.string()?)?;
        }
        cursor.skip_space();
        match cursor.next()? {
            b',' => {}
            b'}' => break,
            _ => return None,
        }
    }
    cursor.skip_space();
    cursor.rest.is_empty().then_some(said)
}

/// What a line says, by key.
#[derive(Default)]
pub(super) struct Said<'a> {
    time: Option<&'a [u8]>,
    actor: Option<&'a [u8]>,
    /// The one word that says what was done, and to what.
    word: Option<(Word, &'a [u8])>,
    quantity: Option<NonZeroU64>,
    until: Option<&'a [u8]>,
    known: Option<&'a [u8]>,
    case: Option<&'a [u8]>,
    id: Option<&'a [u8]>,
    note: Option<&'a [u8]>,
    source: Option<&'a [u8]>,
}

#[derive(Clone, Copy)]
enum Word {
    Act,
    Attest,
    Deny,
    Release,
    Extend,
}

impl<'a> Said<'a> {
    /// Keeps what a key says; none if it was said already, or the key is another.
    #[inline]
    fn keep(&mut self, key: &[u8], value: &'a [u8]) -> Option<()> {
        let slot = match key {
            b"time" => &mut self.time,
            b"actor" => &mut self.actor,
            b"act" => return self.keep_word(Word::Act, value),
            b"case" => &mut self.case,
            b"attest" => return self.keep_word(Word::Attest, value),
            b"deny" => return self.keep_word(Word::Deny, value),
            b"release" => return self.keep_word(Word::Release, value),
            b"extend" => return self.keep_word(Word::Extend, value),
            b"until" => &mut self.until,
            b"known" => &mut self.known,
            b"id" => &mut self.id,
            b"note" => &mut self.note,
            b"source" => &mut self.source,
            _ => return None,
        };
        slot.replace(value).is_none().then_some(())
    }

    #[inline]
    fn keep_word(&mut self, word: Word, value: &'a [u8]) -> Option<()> {
        self.word.replace((word, value)).is_none().then_some(())
    }

    /// What it says, as far as it is judged; none if its names are not known, or it is not UTF-8.
    #[inline]
    pub(super) fn heard<V: Names>(&self, agreement: &Agreement<V>) -> Option<Heard<'a, V>> {
        for text in [self.id, self.note, self.source].into_iter().flatten() {
            std::str::from_utf8(text).ok()?;
        }
        let case = match self.case {
            Some(case) => Some(Cow::Borrowed(std::str::from_utf8(case).ok()?)),
            None => None,
        };
        let known = match self.known {
            Some(known) => Some(Instant::from_bytes(known).ok()?),
            None => None,
        };
        let time = Instant::from_bytes(self.time?).ok()?;
        Some(Heard { place: 0, time, known, case, hash: 0, deed: self.deed(agreement)? })
    }

    /// The event; none if its names are not known, or it is not UTF-8.
    #[inline]
    pub(super) fn event<V: Names>(&self, agreement: &Agreement<V>) -> Option<Event<V>> {
        Some(Event {
            time: Instant::from_bytes(self.time?).ok()?,
            deed: self.deed(agreement)?,
            known: match self.known {
                Some(known) => Some(Instant::from_bytes(known).ok()?),
                None => None,
            },
            case: boxed(self.case)?,
            id: boxed(self.id)?,
            note: boxed(self.note)?,
            source: boxed(self.source)?,
        })
    }

    #[inline]
    fn deed<V: Names>(&self, agreement: &Agreement<V>) -> Option<Deed<V>> {
        let (terms, lexicon) = (agreement.terms(), agreement.lexicon());
        let actor = match self.actor {
            Some(actor) => Some(lexicon.party(terms.known_party(actor)?)),
            None => None,
        };
        let Some((word, text)) = self.word else {
            let is_tick = self.quantity.is_none() && self.until.is_none();
            return is_tick.then_some(Deed::Tick { actor });
        };
        let actor = actor?;
        if let Word::Act = word {
            let act = lexicon.act(terms.known_act(text)?);
            let quantity = self.quantity.unwrap_or(NonZeroU64::MIN);
            return self.until.is_none().then_some(Deed::Act { actor, act, quantity });
        }
        let obligation = lexicon.obligation(terms.known_obligation(text)?);
        Some(match (word, self.quantity, self.until) {
            (Word::Attest, None, None) => Deed::Attest { actor, obligation },
            (Word::Deny, None, None) => Deed::Deny { actor, obligation },
            (Word::Release, None, None) => Deed::Release { actor, obligation },
            (Word::Extend, None, Some(until)) => {
                Deed::Extend { actor, obligation, until: Instant::from_bytes(until).ok()? }
            }
            _ => return None,
        })
    }
}

/// A text that is kept; none if it is not UTF-8.
#[inline]
fn boxed(text: Option<&[u8]>) -> Option<Option<Box<str>>> {
    match text {
        None => Some(None),
        Some(text) => std::str::from_utf8(text).ok().map(|text| Some(text.into())),
    }
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some((0..=b' ', _)) = self.rest.split_first() {
            let Some((b' ' | b'\t' | b'\r' | b'\n', rest)) = self.rest.split_first() else {
                return;
            };
            self.rest = rest;
        }
    }

    /// A string with nothing escaped in it, without its quotes.
    #[inline]
    fn string(&mut self) -> Option<&'a [u8]> {
        self.expect(b'"')?;
        let length = plain_length(self.rest);
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        self.expect(b'"')?;
        Some(text)
    }

    /// A whole number above 0 as JSON writes it, of at most 19 digits.
    fn number(&mut self) -> Option<NonZeroU64> {
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (text, rest) = self.rest.split_at_checked(digits)?;
        if digits > 19 || text.first() == Some(&b'0') {
            return None;
        }
        self.rest = rest;
        std::str::from_utf8(text).ok()?.parse().ok()
    }
}

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The lowest high bit that is set marks the first byte of eight that is zero, or below 32; what
    // is marked above it may be wrong, and is not looked at.
    let zeros = |word: u64| word.wrapping_sub(LOW) & !word & HIGH;
    let mut length = 0_usize;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let Ok(chunk) = <[u8; 8]>::try_from(chunk) else { break };
        let word = u64::from_le_bytes(chunk);
        let quotes = zeros(word ^ (LOW.wrapping_mul(u64::from(b'"'))));
        let backslashes = zeros(word ^ (LOW.wrapping_mul(u64::from(b'\\'))));
        let controls = word.wrapping_sub(LOW.wrapping_mul(0x20)) & !word & HIGH;
        let marks = quotes | backslashes | controls;
        if marks != 0 {
            let place = (marks.trailing_zeros() / 8) as usize;
            return length.saturating_add(place);
        }
        length = length.saturating_add(8);
    }
    let is_plain = |byte: &&u8| !matches!(**byte, b'"' | b'\\' | 0..0x20);
    length.saturating_add(chunks.remainder().iter().take_while(is_plain).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_ends_at_the_first_quote_backslash_or_control_character() {
        for length in 0..40 {
            for end in [b'"', b'\\', 0x1f, b'\n', 0] {
                let mut bytes = vec![b'a'; length];
                bytes.extend([0xc3, 0xa9]);
                assert_eq!(plain_length(&bytes), length + 2);
                bytes.push(end);
                bytes.extend(*b"\"more\\\x01 text after it");
                assert_eq!(plain_length(&bytes), length + 2, "{length} {end}");
            }
        }
    }
}
