//! Mending: where a log stopped conforming, and the smallest edits after which it would conform.

mod candidates;
mod draft;
mod json;
mod search;
mod text;

use crate::event::Event;
use crate::monitor::Finding;
use crate::names::{Ids, Names};
use crate::report::{Phrases, PlainPhrases};
use crate::terms::Agreement;
use crate::time::Instant;
use crate::verify::Verifier;

pub use text::MendingText;

/// The first thing at which a log stopped conforming.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::Verifier;
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let mending = verifier.mend(&cuba::history());
/// let offence = mending.offence().ok_or("it conforms")?;
/// assert_eq!((offence.place, offence.finding.kind()), (Some(10), FindingKind::Premature));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offence<V: Names = Ids> {
    /// The place in the log of the event with which it came out, counted from 1; none if that was
    /// only after the last, at the instant that the log is judged as of.
    pub place: Option<u64>,
    /// What was found, or why the event was refused.
    pub finding: Finding<V>,
}

/// One edit of a log.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Edit;
/// use servanda::Verifier;
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let mending = verifier.mend(&cuba::history());
/// assert!(mending.ways().iter().flatten().any(|edit| matches!(edit, Edit::Drop { place: 10 })));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit<V: Names = Ids> {
    /// An event is left out.
    Drop {
        /// Its place in the log, counted from 1.
        place: u64,
    },
    /// An event happens at another time.
    Move {
        /// Its place in the log, counted from 1.
        place: u64,
        /// When it happens instead.
        to: Instant,
        /// The place of the event that it now comes right after; none for the first.
        after: Option<u64>,
    },
    /// Something happens that is not in the log: an act, an attestation, or a waiver.
    Add {
        /// What happens, and when.
        event: Event<V>,
        /// The place of the event that it comes right after; none for the first.
        after: Option<u64>,
    },
}

/// How far to look for edits.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Limits;
/// use servanda::Verifier;
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let limits = Limits { ways: 1, ..Limits::default() };
/// assert_eq!(verifier.mend_within(&cuba::history(), limits).ways().len(), 1);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most edits at once.
    pub edits: usize,
    /// The most edited logs to judge.
    pub logs: usize,
    /// The most ways to tell.
    pub ways: usize,
}

impl Default for Limits {
    /// Eight edits, 20,000 logs, 12 ways.
    fn default() -> Self {
        Self { edits: 8, logs: 20_000, ways: 12 }
    }
}

/// Where a log stopped conforming, and how it would conform: [`Verifier::mend`].
///
/// It prints as text ([`Mending::text`]) and serialises with serde.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let mending = verifier.mend(&cuba::as_it_might_have_gone());
/// assert!(mending.offence().is_none());   // nothing to mend
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending<V: Names = Ids> {
    agreement: Agreement<V>,
    offence: Option<Offence<V>>,
    ways: Vec<Vec<Edit<V>>>,
    tried: usize,
    ruled_out: usize,
    is_cut_short: bool,
}

impl<V: Names> Verifier<V> {
    /// Where a log of one run stopped conforming, and the smallest sets of edits after which it
    /// would conform, within [`Limits::default`].
    ///
    /// Three kinds of edits are considered, each about the first offence or what came before it:
    ///
    /// - an event is *dropped*;
    /// - an event is *moved* to just before or after another, to a deadline, to the moment at which
    ///   something fell due, or, with its time, to where its time belongs;
    /// - an act by a party that may do it, an attestation by the verifier, or a waiver by those
    ///   protected is *added* just before the first offence, at a deadline, or when something fell
    ///   due; what is of a kind in each subject that there is.
    ///
    /// Sets are tried by their size; each that is told was judged, and conforms. What an event says
    /// of its `case` is ignored.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Edit;
    /// use servanda::Verifier;
    ///
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let mending = verifier.mend(&cuba::history());
    /// // The quarantine was lifted too early: event 10.
    /// assert_eq!(mending.offence().and_then(|offence| offence.place), Some(10));
    /// assert!(mending.ways().contains(&vec![Edit::Drop { place: 10 }]));
    /// assert!(mending.is_smallest());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn mend(&self, log: &[Event<V>]) -> Mending<V> {
        self.mend_within(log, Limits::default())
    }

    /// The same, looking as far as you say.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Limits;
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Practised)?);
    /// let mending = verifier.mend_within(&cuba::practice(), Limits::default());
    /// assert!(mending.offence().is_none());   // nothing to mend
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn mend_within(&self, log: &[Event<V>], limits: Limits) -> Mending<V> {
        self.mend_while(log, limits, |_| true)
    }

    /// The same, told after each edited log how many were tried; to answer false is to end the
    /// search, with what was found so far.
    ///
    /// ```
    /// use servanda::analysis::Limits;
    /// use servanda::cuba::{self, Reading};
    /// use servanda::verify::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let mending = verifier.mend_while(&cuba::history(), Limits::default(), |tried| tried < 3);
    /// assert!(mending.tried() <= 3);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn mend_while(
        &self,
        log: &[Event<V>],
        limits: Limits,
        mut goes_on: impl FnMut(usize) -> bool,
    ) -> Mending<V> {
        search::search(self, log, limits, &mut goes_on)
    }
}

impl<V: Names> Mending<V> {
    /// The agreement that the log was judged against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The first thing at which the log stopped conforming; none if it conforms.
    #[must_use]
    pub fn offence(&self) -> Option<&Offence<V>> {
        self.offence.as_ref()
    }

    /// Sets of edits after each of which the log conforms, all of one size. Of several that differ
    /// only in where they put an event, one is told. None where the log conforms, and where none
    /// was found.
    #[must_use]
    pub fn ways(&self) -> &[Vec<Edit<V>>] {
        &self.ways
    }

    /// How many edited logs were judged.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// Up to this size, every set of the considered edits was tried, and none conforms.
    #[must_use]
    pub fn ruled_out(&self) -> usize {
        self.ruled_out
    }

    /// Whether no smaller set of the considered edits would do: all of them were tried.
    #[must_use]
    pub fn is_smallest(&self) -> bool {
        let size = self.ways.first().map_or(0, Vec::len);
        !self.ways.is_empty() && self.ruled_out.saturating_add(1) == size
    }

    /// Whether the limits ended the search before it had tried all that it might.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.is_cut_short
    }

    /// The mending as text, in plain phrases.
    #[must_use]
    pub fn text(&self) -> MendingText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The mending as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> MendingText<'a, V> {
        MendingText::new(self, phrases)
    }
}
