//! An event that is said plainly: one word about one thing, by one party, each key once, in texts. It is made at once,
//! without the object that the strict reader goes by. Any other event is for the strict reader, which knows what is
//! wrong with it, if anything is.

use std::borrow::Cow;
use std::num::NonZeroU64;

use crate::event::{Deed, Event, Speaker, Telling};
#[cfg(any(feature = "csv", feature = "xes"))]
use crate::names::Text;
use crate::names::{Names, Vocabulary, is_subject_name};
use crate::terms::{Agreement, Decimal};
use crate::time::Instant;
use crate::verify::ParsedLine;

#[cfg(any(feature = "csv", feature = "xes"))]
use super::times::Times;

/// What an event says, by key.
#[derive(Default)]
pub(super) struct PlainEvent<'a> {
    /// Whether all its texts are known to be UTF-8.
    is_utf8: bool,
    time: Option<Instant>,
    actor: Option<&'a [u8]>,
    /// The one word that says what was done, and to what.
    word: Option<(Word, &'a [u8])>,
    quantity: Option<NonZeroU64>,
    until: Option<Instant>,
    known: Option<Instant>,
    case: Option<&'a [u8]>,
    subject: Option<&'a [u8]>,
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

/// Keeps what is said once; none if it was there already.
#[inline]
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

impl<'a> PlainEvent<'a> {
    /// Nothing is said yet; `is_utf8` if all texts that will be are known to be UTF-8.
    #[inline]
    pub(super) fn new(is_utf8: bool) -> Self {
        Self { is_utf8, ..Self::default() }
    }

    /// Keeps what a key says; none if it was there already, or the key is another.
    #[inline]
    pub(super) fn keep(&mut self, key: &[u8], value: &'a [u8]) -> Option<()> {
        let instant = || Instant::from_bytes(value).ok();
        let slot = match *key {
            [b't', b'i', b'm', b'e'] => return once(&mut self.time, instant()?),
            [b'a', b'c', b't', b'o', b'r'] => &mut self.actor,
            [b'a', b'c', b't'] => return once(&mut self.word, (Word::Act, value)),
            [b'c', b'a', b's', b'e'] => &mut self.case,
            [b'a', b't', b't', b'e', b's', b't'] => {
                return once(&mut self.word, (Word::Attest, value));
            }
            [b'd', b'e', b'n', b'y'] => return once(&mut self.word, (Word::Deny, value)),
            [b'i', b'd'] => &mut self.id,
            _ => match key {
                b"release" => return once(&mut self.word, (Word::Release, value)),
                b"extend" => return once(&mut self.word, (Word::Extend, value)),
                b"until" => return once(&mut self.until, instant()?),
                b"known" => return once(&mut self.known, instant()?),
                b"note" => &mut self.note,
                b"source" => &mut self.source,
                // Why another text is no name is for the strict reader to say.
                b"subject" if std::str::from_utf8(value).is_ok_and(is_subject_name) => {
                    &mut self.subject
                }
                _ => return None,
            },
        };
        once(slot, value)
    }

    /// Keeps how much was done.
    #[inline]
    pub(super) fn keep_quantity(&mut self, quantity: NonZeroU64) -> Option<()> {
        once(&mut self.quantity, quantity)
    }

    /// Keeps what the text of a cell says, its times written so; none if that is not plain.
    #[cfg(any(feature = "csv", feature = "xes"))]
    #[inline]
    pub(super) fn keep_cell(&mut self, key: &str, cell: &'a str, times: &Times) -> Option<()> {
        let slot = match key {
            "time" => &mut self.time,
            "until" => &mut self.until,
            "known" => &mut self.known,
            "quantity" => return self.keep_quantity(cell.parse().ok()?),
            _ => return self.keep(key.as_bytes(), cell.as_bytes()),
        };
        let instant = Instant::from_bytes(cell.as_bytes()).ok();
        once(slot, instant.or_else(|| times.read(cell).ok())?)
    }

    /// What it says, as far as it is judged; none if its names are not known, or it is not UTF-8.
    #[inline]
    pub(super) fn parsed<V: Names>(&self, agreement: &Agreement<V>) -> Option<ParsedLine<'a, V>> {
        if !self.is_utf8 {
            let texts = [self.case, self.subject, self.id, self.note, self.source];
            for text in texts.into_iter().flatten() {
                std::str::from_utf8(text).ok()?;
            }
        }
        let case = self.case.map(Cow::Borrowed);
        let id = self.id.map(Cow::Borrowed);
        let deed = self.deed(agreement)?;
        Some(ParsedLine {
            place: 0,
            time: self.time?,
            known: self.known,
            case,
            hash: 0,
            subject: self.subject.map(Cow::Borrowed),
            id,
            idle_quantity: None,
            deed,
        })
    }

    /// The event; none if its names are not known, or it is not UTF-8.
    #[inline]
    pub(super) fn event<V: Names>(&self, agreement: &Agreement<V>) -> Option<Event<V>> {
        self.saying(self.deed(agreement)?)
    }

    /// The event in words; none if it is not UTF-8.
    #[cfg(any(feature = "csv", feature = "xes"))]
    #[inline]
    pub(super) fn words(&self) -> Option<Event<Text>> {
        let actor = boxed(self.actor)?;
        let Some((word, text)) = self.word else {
            let is_tick = self.quantity.is_none() && self.until.is_none();
            return self.saying(is_tick.then_some(Deed::Tick { actor })?);
        };
        let (actor, text) = (actor?, boxed(Some(text))??);
        if let Word::Act = word {
            let quantity = self.quantity.map(Decimal::from);
            let deed = Deed::Act { actor, act: text, quantity, told: Telling::nothing() };
            return self.saying(self.until.is_none().then_some(deed)?);
        }
        self.saying(self.about(word, actor, text)?)
    }

    /// The event of a deed.
    #[inline]
    fn saying<V: Vocabulary>(&self, deed: Deed<V>) -> Option<Event<V>> {
        Some(Event {
            time: self.time?,
            deed,
            known: self.known,
            case: boxed(self.case)?,
            subject: boxed(self.subject)?,
            idle_quantity: None,
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
            let id = terms.known_act(text)?;
            let act = lexicon.act(id);
            // Figures in a unit are for the strict reader; one of anything else need not be said.
            let counts_plainly = terms.acts[id].unit().is_none();
            let quantity = self.quantity.filter(|it| it.get() > 1).map(Decimal::from);
            let deed = Deed::Act { actor, act, quantity, told: Telling::nothing() };
            return (self.until.is_none() && counts_plainly).then_some(deed);
        }
        self.about(word, actor, lexicon.obligation(terms.known_obligation(text)?))
    }

    /// A word about an obligation.
    #[inline]
    fn about<V: Vocabulary>(
        &self,
        word: Word,
        actor: V::Party,
        obligation: V::Obligation,
    ) -> Option<Deed<V>> {
        let speaker = Speaker::One(actor);
        Some(match (word, self.quantity, self.until) {
            (Word::Attest, None, None) => Deed::Attest { speaker, obligation },
            (Word::Deny, None, None) => Deed::Deny { speaker, obligation },
            (Word::Release, None, None) => Deed::Release { speaker, obligation },
            (Word::Extend, None, Some(until)) => Deed::Extend { speaker, obligation, until },
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
