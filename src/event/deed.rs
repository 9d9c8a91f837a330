//! What an event says was done.

use std::num::NonZeroU64;

use crate::names::{Ids, Name, Names, Text, Translate, Vocabulary};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

/// What an event says was done ([SEMANTICS.md, section 5](crate::guide::law#5-events)).
///
/// ```
/// use servanda::cuba::{Act, Cuba, Party};
/// use servanda::event::Deed;
/// use servanda::Event;
///
/// let acceptance: Event<Cuba> =
///     Event::act("1962-10-28T14:04:00Z".parse()?, Party::Ussr, Act::AcceptProposal);
/// assert_eq!(acceptance.deed.actor(), Some(&Party::Ussr));
/// assert!(matches!(acceptance.deed, Deed::Act { act: Act::AcceptProposal, .. }));
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed<V: Vocabulary = Ids> {
    /// A party did an act.
    Act {
        /// Who did it.
        actor: V::Party,
        /// What was done.
        act: V::Act,
        /// How much of it.
        quantity: NonZeroU64,
    },
    /// A verifier said that an obligation was performed.
    Attest {
        /// The verifier.
        actor: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A verifier said that an obligation was not performed.
    Deny {
        /// The verifier.
        actor: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A creditor gave an obligation up.
    Release {
        /// The creditor.
        actor: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A creditor gave an obligation a later deadline.
    Extend {
        /// The creditor.
        actor: V::Party,
        /// The obligation.
        obligation: V::Obligation,
        /// The new deadline.
        until: Instant,
    },
    /// Parties gave an obligation another verifier, debtor, or both, for this run.
    Amend {
        /// Who agreed to it.
        actors: Vec<V::Party>,
        /// The obligation.
        obligation: V::Obligation,
        /// What is new.
        amendment: Amendment<V>,
    },
    /// Parties waived the precondition of an act.
    Waive {
        /// Who agreed to it.
        actors: Vec<V::Party>,
        /// The act.
        act: V::Act,
    },
    /// Nothing but the clock's tick.
    Tick {
        /// Who told it, if anyone.
        actor: Option<V::Party>,
    },
    /// Something with a name that the agreement doesn't know, in the words of the log. It is void.
    Unknown(Box<Deed<Text>>),
}

/// What is new about an obligation.
///
/// ```
/// use servanda::event::Amendment;
/// use servanda::cuba::{Cuba, Party};
/// let by_own_means: Amendment<Cuba> = Amendment::Verifier(Party::Us);
/// assert_eq!((by_own_means.verifier(), by_own_means.debtor()), (Some(&Party::Us), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment<V: Vocabulary = Ids> {
    /// Another verifier.
    Verifier(V::Party),
    /// Another debtor.
    Debtor(V::Party),
    /// Both.
    Both {
        /// The new verifier.
        verifier: V::Party,
        /// The new debtor.
        debtor: V::Party,
    },
}

impl<V: Vocabulary> Amendment<V> {
    /// The new verifier, if there is one.
    #[must_use]
    pub fn verifier(&self) -> Option<&V::Party> {
        match self {
            Self::Verifier(verifier) | Self::Both { verifier, .. } => Some(verifier),
            Self::Debtor(_) => None,
        }
    }

    /// The new debtor, if there is one.
    #[must_use]
    pub fn debtor(&self) -> Option<&V::Party> {
        match self {
            Self::Debtor(debtor) | Self::Both { debtor, .. } => Some(debtor),
            Self::Verifier(_) => None,
        }
    }

    fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Amendment<W>, T::Error> {
        Ok(match self {
            Self::Verifier(verifier) => Amendment::Verifier(translation.party(verifier)?),
            Self::Debtor(debtor) => Amendment::Debtor(translation.party(debtor)?),
            Self::Both { verifier, debtor } => Amendment::Both {
                verifier: translation.party(verifier)?,
                debtor: translation.party(debtor)?,
            },
        })
    }
}

impl<V: Vocabulary> Deed<V> {
    /// The one party that did it; none for what several do together, and for a bare tick.
    #[must_use]
    pub fn actor(&self) -> Option<&V::Party> {
        match self {
            Self::Act { actor, .. }
            | Self::Attest { actor, .. }
            | Self::Deny { actor, .. }
            | Self::Release { actor, .. }
            | Self::Extend { actor, .. } => Some(actor),
            Self::Tick { actor } => actor.as_ref(),
            Self::Amend { .. } | Self::Waive { .. } | Self::Unknown(_) => None,
        }
    }

    /// The obligation that it is about, if it is about one.
    #[must_use]
    pub fn obligation(&self) -> Option<&V::Obligation> {
        match self {
            Self::Attest { obligation, .. }
            | Self::Deny { obligation, .. }
            | Self::Release { obligation, .. }
            | Self::Extend { obligation, .. }
            | Self::Amend { obligation, .. } => Some(obligation),
            Self::Act { .. } | Self::Waive { .. } | Self::Tick { .. } | Self::Unknown(_) => None,
        }
    }

    /// The act that was done or whose precondition was waived, if one was.
    #[must_use]
    pub fn act(&self) -> Option<&V::Act> {
        match self {
            Self::Act { act, .. } | Self::Waive { act, .. } => Some(act),
            _ => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Deed<W>, T::Error> {
        Ok(match self {
            Self::Act { actor, act, quantity } => Deed::Act {
                actor: translation.party(actor)?,
                act: translation.act(act)?,
                quantity: *quantity,
            },
            Self::Attest { actor, obligation } => Deed::Attest {
                actor: translation.party(actor)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Deny { actor, obligation } => Deed::Deny {
                actor: translation.party(actor)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Release { actor, obligation } => Deed::Release {
                actor: translation.party(actor)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Extend { actor, obligation, until } => Deed::Extend {
                actor: translation.party(actor)?,
                obligation: translation.obligation(obligation)?,
                until: *until,
            },
            Self::Amend { actors, obligation, amendment } => Deed::Amend {
                actors: translation.parties(actors)?,
                obligation: translation.obligation(obligation)?,
                amendment: amendment.translate(translation)?,
            },
            Self::Waive { actors, act } => {
                Deed::Waive { actors: translation.parties(actors)?, act: translation.act(act)? }
            }
            Self::Tick { actor } => Deed::Tick {
                actor: actor.as_ref().map(|actor| translation.party(actor)).transpose()?,
            },
            Self::Unknown(deed) => Deed::Unknown(deed.clone()),
        })
    }
}

impl Deed<Text> {
    /// In the names of an agreement, or [`Deed::Unknown`].
    pub(crate) fn resolved<V: Names>(self, agreement: &Agreement<V>) -> Deed<V> {
        match self.translate(agreement.terms()) {
            Ok(deed) => {
                let Ok(deed) = deed.translate(&Named(agreement.lexicon()));
                deed
            }
            Err(_) => match self {
                Self::Unknown(deed) => Deed::Unknown(deed),
                unknown => Deed::Unknown(Box::new(unknown)),
            },
        }
    }
}

impl<V: Names> Deed<V> {
    /// By the ids of an agreement, or [`Deed::Unknown`].
    pub(crate) fn identified(&self, agreement: &Agreement<V>) -> Deed {
        match self.translate(agreement.lexicon()) {
            Ok(deed) => deed,
            Err(_) => Deed::Unknown(Box::new(self.spelled(agreement))),
        }
    }

    /// In words; a name that is not the agreement's goes by its own text.
    pub(crate) fn spelled(&self, agreement: &Agreement<V>) -> Deed<Text> {
        match self {
            Self::Unknown(deed) => (**deed).clone(),
            deed => {
                let Ok(deed) = deed.translate(&Spelled(agreement));
                deed
            }
        }
    }
}

struct Spelled<'a, V: Names>(&'a Agreement<V>);

fn word(known: Option<&str>, name: impl Name) -> Box<str> {
    known.map_or_else(|| name.text().unwrap_or_else(|| "?".to_owned()).into(), Into::into)
}

impl<V: Names> Translate<V, Text> for Spelled<'_, V> {
    type Error = std::convert::Infallible;

    fn party(&self, party: &V::Party) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.party_name(*party), *party))
    }

    fn act(&self, act: &V::Act) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.act_name(*act), *act))
    }

    fn obligation(&self, obligation: &V::Obligation) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.obligation_name(*obligation), *obligation))
    }
}
