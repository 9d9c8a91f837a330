//! What an event says was done.

use std::num::NonZeroU64;

use crate::names::{Ids, Text, Translate, Vocabulary};
use crate::terms::Decimal;
use crate::time::Instant;

use super::amendment::Amendment;
use super::speaker::Speaker;
use super::telling::Telling;

/// What an event says was done (SEMANTICS.md, section 5).
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
        /// How much of it, if that is said; 1 otherwise.
        quantity: Option<Decimal>,
        /// What was told with it.
        told: Telling<V>,
    },
    /// A verifier said that an obligation was performed.
    Attest {
        /// Who says so for the verifier.
        speaker: Speaker<V>,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A verifier said that an obligation was not performed.
    Deny {
        /// Who says so for the verifier.
        speaker: Speaker<V>,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A creditor gave an obligation up.
    Release {
        /// Who says so for the creditor.
        speaker: Speaker<V>,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A creditor gave an obligation a later deadline.
    Extend {
        /// Who says so for the creditor.
        speaker: Speaker<V>,
        /// The obligation.
        obligation: V::Obligation,
        /// The new deadline.
        until: Instant,
    },
    /// Parties gave an obligation other terms, for this run.
    Amend {
        /// Who agreed to it.
        actors: Vec<V::Party>,
        /// The obligation.
        obligation: V::Obligation,
        /// What is new.
        amendment: Amendment<V>,
    },
    /// Parties waived the precondition and the window of an act.
    Waive {
        /// Who agreed to it.
        actors: Vec<V::Party>,
        /// The act.
        act: V::Act,
    },
    /// Parties put another agreement in this one's place, by its digest. What no single agreement can
    /// judge is kept in the words of the log: parties of either may have agreed.
    Amended {
        /// Who agreed to it.
        speaker: Speaker<V>,
        /// The digest of the other agreement.
        agreement: Box<str>,
    },
    /// Nothing but the clock's tick.
    Tick {
        /// Who told it, if anyone.
        actor: Option<V::Party>,
    },
    /// Something with a name that the agreement doesn't know, in the words of the log. It is void.
    Unknown(Box<Deed<Text>>),
}

impl<V: Vocabulary> Deed<V> {
    /// A party does an act, once, and tells nothing.
    pub(crate) fn act_once(actor: V::Party, act: V::Act) -> Self {
        Self::Act { actor, act, quantity: None, told: Telling::nothing() }
    }

    /// A party does an act so often.
    pub(crate) fn act_times(actor: V::Party, act: V::Act, times: NonZeroU64) -> Self {
        let quantity = Some(times.into()).filter(|_| times > NonZeroU64::MIN);
        Self::Act { actor, act, quantity, told: Telling::nothing() }
    }

    /// How much of the act was done, in the smallest part of its unit; 1 where nothing is said, and of
    /// any other deed.
    pub(crate) fn amount(&self) -> u64 {
        match self {
            Self::Act { quantity, .. } => quantity.map_or(1, Decimal::whole),
            _ => 1,
        }
    }

    /// The one party that did it; none for what several do together, and for a bare tick.
    #[must_use]
    pub fn actor(&self) -> Option<&V::Party> {
        match self {
            Self::Act { actor, .. } => Some(actor),
            Self::Attest { speaker, .. }
            | Self::Deny { speaker, .. }
            | Self::Release { speaker, .. }
            | Self::Extend { speaker, .. }
            | Self::Amended { speaker, .. } => speaker.one(),
            Self::Tick { actor } => actor.as_ref(),
            Self::Amend { .. } | Self::Waive { .. } | Self::Unknown(_) => None,
        }
    }

    /// All who did or spoke it.
    pub(crate) fn actors(&self) -> impl Iterator<Item = V::Party> {
        let (one, several) = match self {
            Self::Act { actor, .. } => (Some(actor), &[][..]),
            Self::Attest { speaker, .. }
            | Self::Deny { speaker, .. }
            | Self::Release { speaker, .. }
            | Self::Extend { speaker, .. }
            | Self::Amended { speaker, .. } => (None, speaker.parties()),
            Self::Amend { actors, .. } | Self::Waive { actors, .. } => (None, &actors[..]),
            Self::Tick { actor } => (actor.as_ref(), &[][..]),
            Self::Unknown(_) => (None, &[][..]),
        };
        one.into_iter().chain(several).cloned()
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
            Self::Act { .. }
            | Self::Waive { .. }
            | Self::Amended { .. }
            | Self::Tick { .. }
            | Self::Unknown(_) => None,
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
            Self::Act { actor, act, quantity, told } => Deed::Act {
                actor: translation.party(actor)?,
                act: translation.act(act)?,
                quantity: *quantity,
                told: told.translate(translation)?,
            },
            Self::Attest { speaker, obligation } => Deed::Attest {
                speaker: speaker.translate(translation)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Deny { speaker, obligation } => Deed::Deny {
                speaker: speaker.translate(translation)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Release { speaker, obligation } => Deed::Release {
                speaker: speaker.translate(translation)?,
                obligation: translation.obligation(obligation)?,
            },
            Self::Extend { speaker, obligation, until } => Deed::Extend {
                speaker: speaker.translate(translation)?,
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
            Self::Amended { speaker, agreement } => Deed::Amended {
                speaker: speaker.translate(translation)?,
                agreement: agreement.clone(),
            },
            Self::Tick { actor } => Deed::Tick {
                actor: actor.as_ref().map(|actor| translation.party(actor)).transpose()?,
            },
            Self::Unknown(deed) => Deed::Unknown(deed.clone()),
        })
    }
}
