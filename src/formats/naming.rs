//! In whose names events are read.

use crate::event::Event;
use crate::names::{Names, Text, Vocabulary};
use crate::terms::Agreement;

use super::log::LineErrorKind;
use super::plain_event::PlainEvent;

/// Those in whose names events are read: in words, or in the names of an agreement.
pub(super) trait Naming {
    /// What the names are.
    type Vocabulary: Vocabulary;

    /// The event that is said plainly; none where it is for the strict reader to say what it is.
    fn plain(&self, plain: &PlainEvent<'_>) -> Option<Event<Self::Vocabulary>>;

    /// The event of these words.
    fn resolved(&self, words: Event<Text>) -> Result<Event<Self::Vocabulary>, LineErrorKind>;
}

/// In the words of the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct InWords;

impl Naming for InWords {
    type Vocabulary = Text;

    fn plain(&self, plain: &PlainEvent<'_>) -> Option<Event<Text>> {
        plain.words()
    }

    fn resolved(&self, words: Event<Text>) -> Result<Event<Text>, LineErrorKind> {
        Ok(words)
    }
}

impl<V: Names> Naming for Agreement<V> {
    type Vocabulary = V;

    fn plain(&self, plain: &PlainEvent<'_>) -> Option<Event<V>> {
        plain.event(self).or_else(|| plain.words()?.resolved(self).ok())
    }

    fn resolved(&self, words: Event<Text>) -> Result<Event<V>, LineErrorKind> {
        Ok(words.resolved(self)?)
    }
}
