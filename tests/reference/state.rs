//! Where a run stands.

use std::collections::BTreeMap;

use super::document::Obligation;
use super::time::Instant;
use super::told::Told;

/// Which scope: the run is the first, and each subject has its place among the opened ones.
pub(crate) type ScopeId = usize;
pub(crate) const RUN: ScopeId = 0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Dormant,
    Due,
    Performed,
    Suspended,
    Discharged,
    Cured,
    Repaired,
    Breached,
    Released,
    Lapsed,
}

impl Status {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Dormant => "dormant",
            Self::Due => "due",
            Self::Performed => "performed",
            Self::Suspended => "suspended",
            Self::Discharged => "discharged",
            Self::Cured => "cured",
            Self::Repaired => "repaired",
            Self::Breached => "breached",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
        }
    }

    pub(crate) fn is_closed(self) -> bool {
        use Status::{Cured, Discharged, Lapsed, Released, Repaired};
        matches!(self, Discharged | Cured | Repaired | Released | Lapsed)
    }

    pub(crate) fn is_open_after_due(self) -> bool {
        matches!(self, Self::Due | Self::Suspended)
    }
}

/// Who ended a window, or closed a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ender {
    Time,
    By(Vec<String>),
    /// An agreement that took another's place: none of them.
    Nobody,
}

/// Where one obligation stands in one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) status: Status,
    pub(crate) progress: u64,
    pub(crate) quantity: Option<u64>,
    pub(crate) beyond: Option<u64>,
    /// The parties as they are now; none of one that is still to be told.
    pub(crate) debtor: Option<String>,
    pub(crate) creditor: Option<String>,
    pub(crate) verifier: Option<String>,
    /// What an `amend` has set while the duty was dormant: debtor, creditor, verifier.
    pub(crate) is_amended: [bool; 3],
    pub(crate) deadline: Option<Instant>,
    pub(crate) has_fired: bool,
    pub(crate) due: Option<Instant>,
    /// Since when it stands due; kept while a rest that began now lasts.
    pub(crate) due_since: Option<Instant>,
    pub(crate) breached: Option<Instant>,
    pub(crate) is_repairable: bool,
    pub(crate) closed: Option<Instant>,
    pub(crate) is_closed_by_timer: bool,
    /// Since when it is suspended or performed.
    pub(crate) rests: Option<Instant>,
    /// From when on the rest moves the deadline.
    pub(crate) moves_from: Option<Instant>,
    /// Since when enough is done, for the verifier's silence.
    pub(crate) enough: Option<Instant>,
    pub(crate) lapsed: Option<&'static str>,
    /// What a prohibition has counted.
    pub(crate) counted: Vec<(Instant, u64)>,
    /// True of a breached prohibition that is no longer in force.
    pub(crate) has_ended: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActState {
    pub(crate) is_waived: bool,
    /// When its window ended, and who ended it.
    pub(crate) ended: Option<(Instant, Ender)>,
    /// True once the window is over; false between its end by a timer and just after that.
    pub(crate) is_over: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The kind and the name of a subject; none of the run.
    pub(crate) subject: Option<(String, String)>,
    pub(crate) opened: Instant,
    pub(crate) period: Option<(Instant, Instant)>,
    pub(crate) opener: Option<String>,
    pub(crate) terminated: Option<Instant>,
    pub(crate) obligations: BTreeMap<String, Standing>,
    pub(crate) acts: BTreeMap<String, ActState>,
    pub(crate) told: BTreeMap<String, Told>,
    /// True of a subject that an amended agreement has no place for.
    pub(crate) is_left_behind: bool,
    /// The obligations that an amended agreement has no place for.
    pub(crate) left_behind: Vec<LeftBehind>,
}

/// An obligation of an agreement whose place another took.
#[derive(Clone, Debug)]
pub(crate) struct LeftBehind {
    pub(crate) obligation: Obligation,
    pub(crate) standing: Standing,
}

impl PartialEq for LeftBehind {
    fn eq(&self, other: &Self) -> bool {
        self.obligation.name == other.obligation.name && self.standing == other.standing
    }
}

impl Eq for LeftBehind {}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KindState {
    /// When period 0 begins.
    pub(crate) grid: Option<Instant>,
    /// Which periods have opened.
    pub(crate) opened: Vec<u64>,
    /// True once `closes_when` or `ends_when` has held.
    pub(crate) has_closed: bool,
    pub(crate) closed_by: Option<Ender>,
}

/// An act that has been done, or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) at: Instant,
    pub(crate) act: String,
    pub(crate) scope: ScopeId,
    pub(crate) actor: String,
    pub(crate) quantity: u64,
    pub(crate) told: BTreeMap<String, Told>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) start: Instant,
    pub(crate) clock: Instant,
    pub(crate) in_force: Option<Instant>,
    pub(crate) terminated: Option<Instant>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) kinds: BTreeMap<String, KindState>,
    pub(crate) history: Vec<Done>,
    /// When each `elapsed` first saw its `since` hold: by scope and place in the document.
    pub(crate) elapsed: BTreeMap<(ScopeId, String), Instant>,
}

impl State {
    pub(crate) fn subjects<'a>(
        &'a self,
        kind: &'a str,
    ) -> impl Iterator<Item = (ScopeId, &'a Scope)> {
        self.scopes.iter().enumerate().filter(move |(_, scope)| {
            !scope.is_left_behind && scope.subject.as_ref().is_some_and(|(of, _)| of == kind)
        })
    }

    pub(crate) fn subject(&self, kind: &str, name: &str) -> Option<ScopeId> {
        self.subjects(kind)
            .find(|(_, scope)| scope.subject.as_ref().is_some_and(|(_, it)| it == name))
            .map(|(id, _)| id)
    }

    /// The scopes in which what belongs to a kind (or to the run) exists.
    pub(crate) fn scopes_of(&self, kind: Option<&str>) -> Vec<ScopeId> {
        match kind {
            None => vec![RUN],
            Some(kind) => self.subjects(kind).map(|(id, _)| id).collect(),
        }
    }
}

impl Scope {
    pub(crate) fn kind(&self) -> Option<&str> {
        self.subject.as_ref().map(|(kind, _)| kind.as_str())
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.subject.as_ref().map(|(_, name)| name.as_str())
    }
}
