//! Who looks at the state in the next round, and what was decided in this one ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)).

use crate::monitor::{Cause, Lapse, Status};
use crate::names::{ActId, Key, ObligationId, Table};
use crate::terms::{ElapsedId, Graph, Watcher};
use crate::time::Instant;

use super::tracked::Parties;

/// Who must look at the state in the next round: those whom something woke.
#[derive(Clone, Debug)]
pub(crate) struct Agenda {
    obligations: Vec<ObligationId>,
    queued: Table<ObligationId, bool>,
    pub(super) elapsed: Vec<ElapsedId>,
    /// Acts whose `expires_when` may hold now.
    pub(super) windows: Vec<ActId>,
    pub(super) entry_into_force: bool,
    pub(super) termination: bool,
    /// Who looks in this round, and what each came to: empty between rounds, and kept so that a round
    /// needs no memory of its own.
    pub(super) round: Vec<ObligationId>,
    pub(super) decisions: Vec<(ObligationId, Decision)>,
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
    pub(super) deadline: Term,
    /// Whether what is owed is done already.
    pub(super) is_done: bool,
}

/// By when something is to be done that falls due now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::monitor) enum Term {
    /// Promptly, with no figure.
    None,
    /// By an instant; none if that lies past the end of time.
    By(Option<Instant>),
    /// At an instant that has passed.
    Passed(Instant),
}

impl Agenda {
    /// Everybody looks.
    pub(super) fn full(graph: &Graph) -> Self {
        Self {
            obligations: graph.obligations.keys().collect(),
            queued: graph.obligations.values().map(|_| true).collect(),
            elapsed: graph.elapsed.keys().collect(),
            windows: graph.acts.keys().collect(),
            entry_into_force: true,
            termination: true,
            round: Vec::new(),
            decisions: Vec::new(),
        }
    }

    /// About how many bytes it takes when nobody is on it.
    pub(in crate::monitor) fn weight(&self) -> usize {
        self.queued.weight()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.obligations.is_empty() && !self.wakes_others()
    }

    pub(super) fn wake(&mut self, watcher: Watcher) {
        match watcher {
            Watcher::Obligation(id) => self.wake_obligation(id),
            Watcher::Elapsed(id) => self.elapsed.push(id),
            Watcher::Window(act) => self.windows.push(act),
            Watcher::EntryIntoForce => self.entry_into_force = true,
            Watcher::Termination => self.termination = true,
        }
    }

    pub(super) fn wake_obligation(&mut self, id: ObligationId) {
        if !self.queued[id] {
            self.queued[id] = true;
            self.obligations.push(id);
        }
    }

    /// Takes the one obligation that is to look, if nobody else is.
    pub(super) fn take_only(&mut self) -> Option<ObligationId> {
        let [id] = *self.obligations else {
            return None;
        };
        if self.wakes_others() {
            return None;
        }
        self.obligations.clear();
        self.queued[id] = false;
        Some(id)
    }

    /// Moves the obligations that are to look into `round`, in the order of the document.
    pub(super) fn take_obligations(&mut self, round: &mut Vec<ObligationId>) {
        round.clear();
        std::mem::swap(round, &mut self.obligations);
        round.sort_unstable_by_key(|id| id.place());
        for id in round.iter() {
            self.queued[*id] = false;
        }
    }

    /// Whether somebody is to look who is no obligation.
    fn wakes_others(&self) -> bool {
        self.entry_into_force
            || self.termination
            || !self.elapsed.is_empty()
            || !self.windows.is_empty()
    }
}
