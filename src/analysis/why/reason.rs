//! What an explanation is made of.

use std::num::NonZeroU64;

use crate::monitor::{Cause, Finding, Status};
use crate::names::{self, Ids, Names};
use crate::terms::{Condition, TermOf};
use crate::time::Instant;

/// One point of an explanation: what it is about, whether that holds, since when, by which events;
/// and where it would have to be otherwise, what that takes and whose move it is.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::Question;
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// let why = monitor.why(&may).ok_or("not of this agreement")?;
/// let reason = why.reason();
/// assert!(!reason.holds && !reason.because.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason<V: Names = Ids> {
    /// What it is about.
    pub subject: Subject<V>,
    /// The subject of a kind of which it speaks; none of the run.
    pub of: Option<names::Subject<V>>,
    /// Whether that is so.
    pub holds: bool,
    /// Since when it holds, or does not; none where that is not known: the run keeps no history, or
    /// the log that would tell is not at hand (a [`Story`](super::Story) has it).
    pub since: Option<Instant>,
    /// The places in the log, counted from 1, of the events that made it so.
    pub events: Vec<u64>,
    /// What it would take to change it, one after the other, once what [`Reason::because`] lists is
    /// out of the way. Empty where nothing is to be changed, or where the points below say it all.
    pub takes: Vec<Move<V>>,
    /// What would do instead of all that is listed in [`Reason::because`] and [`Reason::takes`]:
    /// each of these alone.
    pub instead: Vec<Move<V>>,
    /// Whether all that it rests on is needed, or any one of it.
    pub join: Join,
    /// What it rests on: what makes it hold, or what stands in its way.
    pub because: Vec<Self>,
    /// It is told elsewhere, and so not told again here.
    pub again: Option<Again>,
    /// The ids of the passages of the source text that it encodes.
    pub cites: Vec<Box<str>>,
}

/// What a point of an explanation is about.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::{Question, Subject};
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// let why = monitor.why(&may).ok_or("not of this agreement")?;
/// assert!(matches!(&why.reason().subject, Subject::May { act: Act::LiftQuarantine, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject<V: Names = Ids> {
    /// An obligation stands as it does.
    Obligation {
        /// The obligation.
        obligation: V::Obligation,
        /// Where it stands.
        status: Status,
        /// Why it moved there, if it ever moved and the run keeps its history.
        cause: Option<Cause>,
    },
    /// An act may be done now: submitting it once would not be refused.
    May {
        /// The act.
        act: V::Act,
        /// By whom; none where its precondition alone is meant.
        party: Option<V::Party>,
    },
    /// A condition.
    Condition(Condition<V>),
    /// The agreement is in force.
    InForce,
    /// Something was found.
    Finding(Finding<V>),
    /// The subjects of a kind, in numbers; it holds where no further one can open.
    Many {
        /// The kind.
        kind: V::Kind,
        /// How many have opened.
        opened: u64,
        /// Of how many what is asked holds, where something is asked.
        holding: Option<u64>,
    },
}

/// Whether everything that a point rests on is needed.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::{Join, Question};
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// let why = monitor.why(&may).ok_or("not of this agreement")?;
/// // Arrangements stand and the removal is attested: all of it is needed.
/// assert_eq!(why.reason().join, Join::All);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// All of it.
    #[default]
    All,
    /// Any one of it.
    Any,
}

/// Why a point is not told in full.
///
/// ```
/// assert_ne!(servanda::analysis::Again::Circle, servanda::analysis::Again::Told);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It waits, through what is told above, for itself.
    Circle,
    /// It is told in full at another point.
    Told,
    /// The chain of what waits for what goes on further than is told here: ask about this point by
    /// itself.
    Deeper,
}

/// What it would take, and whose move it is.
///
/// More may come, as events get words.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::{Move, Question};
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// let why = monitor.why(&may).ok_or("not of this agreement")?;
/// let moves = why.reason().leaves().into_iter().flat_map(|leaf| &leaf.takes);
/// assert!(moves.clone().any(|it| matches!(it, Move::Act { act: Act::AcceptProposal, .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Move<V: Names = Ids> {
    /// One of these parties does an act.
    Act {
        /// Who may: any of them.
        by: Vec<V::Party>,
        /// The act.
        act: V::Act,
        /// How much of it.
        quantity: NonZeroU64,
        /// By when, if there is a deadline.
        deadline: Option<Instant>,
        /// The prohibitions that doing it would break, whoever of them does it.
        breaks: Vec<V::Obligation>,
    },
    /// The verifier attests an obligation.
    Attest {
        /// The verifier.
        by: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// The verifier denies an obligation.
    Deny {
        /// The verifier.
        by: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// The creditor releases an obligation.
    Release {
        /// The creditor.
        by: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// These parties together waive an act's precondition.
    Waive {
        /// All of them.
        by: Vec<V::Party>,
        /// The act.
        act: V::Act,
    },
    /// Nobody's move: time passes until an instant.
    Wait {
        /// The instant.
        until: Instant,
    },
    /// Nobody's move: so much time passes.
    WaitFor {
        /// How much.
        term: TermOf<V>,
    },
    /// Nobody's move: a deadline passes before the obligation is done.
    Miss {
        /// The obligation.
        obligation: V::Obligation,
        /// The deadline.
        deadline: Instant,
    },
    /// Nothing changes it any more.
    Impossible,
}

impl<V: Names> Move<V> {
    /// Whose move it is; nobody's where only time is awaited.
    #[must_use]
    pub fn parties(&self) -> &[V::Party] {
        match self {
            Self::Act { by, .. } | Self::Waive { by, .. } => by,
            Self::Attest { by, .. } | Self::Deny { by, .. } | Self::Release { by, .. } => {
                std::slice::from_ref(by)
            }
            Self::Wait { .. } | Self::WaitFor { .. } | Self::Miss { .. } | Self::Impossible => &[],
        }
    }
}

impl<V: Names> Reason<V> {
    pub(super) fn new(subject: Subject<V>, holds: bool) -> Self {
        Self {
            subject,
            of: None,
            holds,
            since: None,
            events: Vec::new(),
            takes: Vec::new(),
            instead: Vec::new(),
            join: Join::All,
            because: Vec::new(),
            again: None,
            cites: Vec::new(),
        }
    }

    /// How many points it has, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.because.iter().map(Self::size).fold(1, usize::saturating_add)
    }

    /// The points with nothing below them that would have to be otherwise: where somebody, or time,
    /// can begin.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        let mut leaves = Vec::new();
        self.collect_leaves(&mut leaves);
        leaves
    }

    /// Whether it began at some moment, known or not.
    pub(super) fn is_datable(&self) -> bool {
        matches!(self.subject, Subject::Condition(_) | Subject::Obligation { .. })
    }

    fn collect_leaves<'a>(&'a self, leaves: &mut Vec<&'a Self>) {
        for below in &self.because {
            below.collect_leaves(leaves);
        }
        let waits = self.because.iter().any(Self::is_to_change);
        let asks = !self.takes.is_empty() || !self.instead.is_empty();
        if asks && !waits {
            leaves.push(self);
        }
    }

    /// Whether it, or what it rests on, would have to be otherwise.
    fn is_to_change(&self) -> bool {
        let is_told = self.again.is_some() || !self.takes.is_empty() || !self.instead.is_empty();
        is_told || self.because.iter().any(Self::is_to_change)
    }
}
