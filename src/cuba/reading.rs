//! The readings of the letter.

use std::fmt;

use super::vocabulary::Party;

/// How the letter is read where it leaves something open: what must come before the quarantine is
/// lifted and the assurance is given, whom that order protects, and who verifies.
///
/// All that differs between them follows from [`clauses::item_2`](super::clauses::item_2), the
/// gate, and from [`Reading::verifier`].
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Reading};
///
/// // The same autumn: the quarantine was lifted before the United Nations verified anything.
/// let is_conformant = |reading| -> Result<bool, servanda::AgreementError> {
///     Ok(Verifier::new(&cuba::agreement(reading)?).judge(cuba::practice()).is_conformant())
/// };
/// assert!(!is_conformant(Reading::Verified)?);
/// assert!(is_conformant(Reading::Practised)?);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// *The United Nations verifies first.* The American duties come upon arrangements that ensure
    /// the carrying out of the Soviet ones (item-2), and that they are carried out is shown by the
    /// observation and supervision of the United Nations (item-1a): arrangements stand, and the
    /// removal of the weapons is attested. The order protects every party.
    #[default]
    Verified,
    /// *The letter to the word.* The American duties come upon the *establishment* of adequate
    /// arrangements (item-2), and not upon what these bring. Whether they are adequate matters to
    /// the side that gives something up on their strength, so the order protects the United States
    /// alone.
    Established,
    /// *What the parties came to do*, when Cuba had refused inspection on its soil: the United
    /// States looks and counts by its own national means, and lifts the quarantine once 42 weapons
    /// are out and the removal of the bombers is undertaken. The order protects the United States
    /// alone.
    Practised,
}

impl Reading {
    /// Every reading.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// for reading in Reading::ALL {
    ///     assert_eq!(cuba::agreement(reading)?.date(), Some(cuba::LETTER_SENT));
    /// }
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub const ALL: [Self; 3] = [Self::Verified, Self::Established, Self::Practised];

    /// Who attests that the Soviet duties were performed: the United Nations (para-1b, item-1a),
    /// or, in practice, the United States.
    ///
    /// ```
    /// use servanda::cuba::{Party, Reading};
    /// assert_eq!(Reading::ALL.map(Reading::verifier), [Party::Un, Party::Un, Party::Us]);
    /// ```
    #[must_use]
    pub fn verifier(self) -> Party {
        match self {
            Self::Verified | Self::Established => Party::Un,
            Self::Practised => Party::Us,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Verified => "verified",
            Self::Established => "established",
            Self::Practised => "practised",
        })
    }
}
