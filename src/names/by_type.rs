//! From names to words, as far as the type of a name knows its word.

use super::{Name, Names, Text, Translate};

/// Says in words what is said in a vocabulary of enums. Ids have no words of their own.
pub(crate) struct ByType;

/// A name whose type does not know its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id has no name by itself: say it in words first, by `spelled` with its agreement")]
pub(crate) struct NamelessError;

fn word(name: impl Name) -> Result<Box<str>, NamelessError> {
    name.text().map(Into::into).ok_or(NamelessError)
}

impl<V: Names> Translate<V, Text> for ByType {
    type Error = NamelessError;

    fn party(&self, party: &V::Party) -> Result<Box<str>, NamelessError> {
        word(*party)
    }

    fn act(&self, act: &V::Act) -> Result<Box<str>, NamelessError> {
        word(*act)
    }

    fn told(&self, told: &V::Told) -> Result<Box<str>, NamelessError> {
        word(*told)
    }

    fn obligation(&self, obligation: &V::Obligation) -> Result<Box<str>, NamelessError> {
        word(*obligation)
    }

    fn kind(&self, kind: &V::Kind) -> Result<Box<str>, NamelessError> {
        word(*kind)
    }

    fn calendar(&self, calendar: &V::Calendar) -> Result<Box<str>, NamelessError> {
        word(*calendar)
    }
}
