//! What an engine, a picture or an analysis that knows no lists and nothing told takes in their place,
//! until it knows them.

use crate::names::{Ids, Key, PartyId, Vocabulary};
use crate::time::Instant;

use super::agreement::Terms;
use super::duty::{Abstention, Performance};
use super::figure::Figure;
use super::who::Who;

impl Terms {
    /// When the clock starts, where an engine must know that before the first event.
    pub(crate) fn start(&self) -> Instant {
        self.date.unwrap_or(Instant::FIRST)
    }
}

impl Who<Ids> {
    /// The party that is named, or the first of all.
    pub(crate) fn or_nobody(&self) -> PartyId {
        self.named().copied().unwrap_or(PartyId::at(0))
    }
}

impl<V: Vocabulary> Performance<V> {
    /// How much is to be done, where that is written.
    pub(crate) fn needed(&self) -> u64 {
        self.written_quantity().unwrap_or(u64::MAX)
    }

    /// How much is to be done, in words.
    pub(crate) fn needed_text(&self) -> String {
        self.quantity.as_ref().map_or("1".to_owned(), text)
    }
}

impl<V: Vocabulary> Abstention<V> {
    /// The count at which counting stops: the first past the limit.
    pub(crate) fn most(&self) -> u64 {
        self.written_limit().unwrap_or(u64::MAX).saturating_add(1)
    }

    /// How much is allowed, in words.
    pub(crate) fn limit_text(&self) -> String {
        text(&self.beyond)
    }
}

fn text<V: Vocabulary>(figure: &Figure<V>) -> String {
    figure.written().map_or("what is told".to_owned(), |figure| figure.to_string())
}
