//! Who looks at the state in the next round, and what was decided in this one ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Lapse, Status};
use crate::names::{ActId, Key, KindId, ObligationId, Table};
use crate::terms::{ElapsedId, Graph};
use crate::time::Instant;

use super::scope::{At, Scope, SubjectId};
use super::tracked::Parties;

/// Who must look at the state in the next round: those whom something woke.
#[derive(Clone, Debug)]
pub(crate) struct Agenda {
    obligations: Vec<At<ObligationId>>,
    /// Of the run's, by their places: whether they are on the list. One of a subject may be there twice.
    queued: Table<ObligationId, bool>,
    pub(super) elapsed: Vec<At<ElapsedId>>,
    /// Acts whose `expires_when` may hold now.
    pub(super) windows: Vec<At<ActId>>,
    pub(super) entry_into_force: bool,
    pub(super) termination: bool,
    /// Subjects whose `terminates_when` may hold now.
    pub(super) terminations: Vec<SubjectId>,
    /// Kinds whose list may close, or of which a period may open.
    pub(super) kinds: Vec<KindId>,
    /// Acts that may or may no longer be done in a subject. They are no reason for a round.
    pub(super) tallies: Vec<(Scope, ActId)>,
    /// Who looks in this round, and what each came to: empty between rounds, and kept so that a round
    /// needs no memory of its own.
    pub(super) round: Vec<At<ObligationId>>,
    pub(super) decisions: Vec<(At<ObligationId>, Decision)>,
}

/// What an obligation's rule comes to in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::monitor) enum Decision {
    /// To another status.
    Move(Status, Cause),
    /// It falls due.
    FallDue(FallsDue),
    /// It lapses.
    Lapse(Lapse),
    /// The windows of its acts are over, and its debtor let that happen: it is breached.
    MissWindow { is_repairable: bool },
    /// The windows of its acts are over, and it lapses; `is_unmet` if it had stood due.
    LoseWindow { is_unmet: bool },
    /// A breached prohibition is in force no longer, and stays breached.
    EndBreached,
    /// A prohibition whose breach was repaired is due again.
    Renew,
}

/// What is fixed when an obligation falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::monitor) struct FallsDue {
    pub(super) parties: Parties,
    /// The quantity of a duty to perform, the limit of a prohibition.
    pub(super) figure: Option<u64>,
    pub(super) deadline: DueBy,
    /// Whether what is owed is done already.
    pub(super) is_done: bool,
}

/// By when something is to be done that falls due now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::monitor) enum DueBy {
    /// Promptly, with no figure.
    None,
    /// By an instant; none if that lies past the end of time.
    By(Option<Instant>),
    /// At an instant that has passed.
    Passed(Instant),
    /// At an instant that its calendar can't reckon.
    Unreckoned,
}

impl Agenda {
    /// Everybody looks.
    pub(super) fn full(graph: &Graph) -> Self {
        let run = &graph.run;
        let mut agenda = Self {
            obligations: Vec::new(),
            queued: run.obligations.iter().map(|_| false).collect(),
            elapsed: Vec::new(),
            windows: Vec::new(),
            entry_into_force: true,
            termination: true,
            terminations: Vec::new(),
            kinds: graph.kinds.keys().collect(),
            tallies: Vec::new(),
            round: Vec::new(),
            decisions: Vec::new(),
        };
        agenda.wake_scope(graph, Scope::Run);
        agenda
    }

    /// Everybody looks in a scope.
    pub(super) fn wake_scope(&mut self, graph: &Graph, scope: Scope) {
        let of = graph.scope(scope.kind());
        for id in &of.obligations {
            self.wake_obligation(scope.at(graph, *id));
        }
        self.elapsed.extend(of.elapsed.iter().map(|id| scope.at(graph, *id)));
        self.windows.extend(of.acts.iter().map(|id| scope.at(graph, *id)));
        if let Scope::Subject(subject) = scope {
            self.terminations.push(subject);
        }
    }

    /// About how many bytes it takes when nobody is on it.
    pub(in crate::monitor) fn weight(&self) -> usize {
        self.queued.weight()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.obligations.is_empty() && !self.wakes_others()
    }

    pub(super) fn wake_obligation(&mut self, at: At<ObligationId>) {
        if at.scope == Scope::Run {
            let is_queued = &mut self.queued[ObligationId::at(at.place)];
            if std::mem::replace(is_queued, true) {
                return;
            }
        }
        self.obligations.push(at);
    }

    pub(super) fn wake_kind(&mut self, kind: KindId) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }

    /// The obligation is on the list no more.
    fn takes_off(&mut self, at: At<ObligationId>) {
        if at.scope == Scope::Run {
            self.queued[ObligationId::at(at.place)] = false;
        }
    }

    /// Takes the one obligation that is to look, if nobody else is.
    pub(super) fn take_only(&mut self) -> Option<At<ObligationId>> {
        let [at] = *self.obligations else {
            return None;
        };
        if self.wakes_others() {
            return None;
        }
        self.obligations.clear();
        self.takes_off(at);
        Some(at)
    }

    /// Moves the obligations that are to look into `round`, in the order of the document.
    pub(super) fn take_obligations(&mut self, round: &mut Vec<At<ObligationId>>) {
        round.clear();
        std::mem::swap(round, &mut self.obligations);
        round.sort_unstable();
        round.dedup();
        for at in round.iter() {
            self.takes_off(*at);
        }
    }

    /// Whether somebody is to look who is no obligation.
    fn wakes_others(&self) -> bool {
        self.entry_into_force
            || self.termination
            || !self.elapsed.is_empty()
            || !self.windows.is_empty()
            || !self.terminations.is_empty()
            || !self.kinds.is_empty()
            || !self.tallies.is_empty()
    }
}
