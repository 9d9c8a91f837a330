//! What a run remembers of one obligation and of one act (SEMANTICS.md, section 4).

use crate::monitor::{Lapse, Status};
use crate::names::PartyId;
use crate::terms::{Performance, Standing};
use crate::time::Instant;

use super::count::Count;

/// What is remembered of one obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tracked {
    pub(crate) status: Status,
    /// Who owes it, to whom, and who verifies it; none of a party that is still to be told.
    pub(crate) parties: Parties,
    /// Which of them an amendment has set, so that they are no longer to be told.
    pub(crate) amended: Amended,
    /// What is owed since it fell due: the quantity of a duty to perform, the limit of a prohibition.
    pub(crate) figure: Option<u64>,
    /// How much of the acts to perform was done, up to the largest `u64`.
    pub(crate) progress: u64,
    pub(crate) deadline: Option<Instant>,
    /// Whether this deadline has fired already.
    pub(crate) fired: bool,
    /// When it fell due, was first breached, and was closed: that it did is asked by rules, when only by
    /// reports, but that of what repairs another they ask when it was closed.
    pub(crate) due: Option<Instant>,
    pub(crate) breached: Option<Instant>,
    pub(crate) closed: Option<Instant>,
    /// Whether time closed it, and no event.
    pub(crate) closed_by_time: bool,
    /// Why it lapsed, if it did.
    pub(crate) lapsed: Option<Lapse>,
    /// Since when it is suspended or performed, if it is.
    pub(crate) rests_since: Option<Instant>,
    /// From when on its deadline rests, if it does.
    pub(crate) deadline_rests_from: Option<Instant>,
    /// Since when it has been due, rests of no length left out; kept while it rests, and only where the
    /// windows of its acts can end.
    pub(crate) due_since: Option<Instant>,
    /// From when on its verifier is silent: enough has been done, and it was due. Only where that silence
    /// attests.
    pub(crate) enough_since: Option<Instant>,
    /// Whether its last breach can still be repaired: what repairs it was not closed at that time.
    pub(crate) is_repairable: bool,
    /// Of a prohibition: the count against its limit.
    pub(crate) count: Count,
}

/// Who owes, to whom, and who verifies, as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parties {
    pub(crate) debtor: Option<PartyId>,
    pub(crate) creditor: Option<PartyId>,
    pub(crate) verifier: Option<PartyId>,
}

/// Which parties of an obligation an amendment has set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amended {
    pub(crate) debtor: bool,
    pub(crate) creditor: bool,
    pub(crate) verifier: bool,
}

/// What is remembered of one act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TrackedAct {
    /// Whether its precondition and its window bind nobody any longer.
    pub(crate) is_waived: bool,
    pub(crate) window: Window,
}

/// How the window of an act stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Window {
    /// It is not over.
    #[default]
    Open,
    /// Time brought it to its end at this instant, at which the act may still be done.
    Ending(Instant),
    /// It is over, for good.
    Over(EndedBy),
}

/// Who ended a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EndedBy {
    Time,
    /// Those who did or spoke the event in whose rounds it ended.
    Actors(Box<[PartyId]>),
}

impl Tracked {
    /// Dormant, before anything has happened.
    pub(crate) fn dormant(parties: Parties) -> Self {
        Self {
            status: Status::Dormant,
            parties,
            amended: Amended::default(),
            figure: None,
            progress: 0,
            deadline: None,
            fired: false,
            due: None,
            breached: None,
            closed: None,
            closed_by_time: false,
            lapsed: None,
            rests_since: None,
            deadline_rests_from: None,
            due_since: None,
            enough_since: None,
            is_repairable: false,
            count: Count::default(),
        }
    }

    /// Without the instants that only reports tell.
    pub(crate) fn without_milestones(self) -> Self {
        Self { due: None, breached: None, closed: None, rests_since: None, ..self }
    }

    /// Whether it was ever breached, made good since or not.
    pub(crate) fn was_breached(&self) -> bool {
        self.breached.is_some()
    }

    /// Whether the condition of this standing holds for it.
    pub(crate) fn stands(&self, standing: Standing) -> bool {
        match standing {
            Standing::Breached => self.was_breached(),
            Standing::Kept => self.status == Status::Discharged && !self.was_breached(),
            standing => self.status.is(standing),
        }
    }

    /// Whether what the condition of this standing says of it, it says for good (SEMANTICS.md,
    /// section 3).
    pub(crate) fn stands_for_good(&self, standing: Standing) -> bool {
        self.status.is_closed()
            || match standing {
                Standing::Breached | Standing::Kept => self.was_breached(),
                Standing::Dormant => self.status != Status::Dormant,
                _ => false,
            }
    }

    /// Whether, as a prohibition, it is in force: due, or breached and not ended.
    pub(crate) fn prohibits(&self) -> bool {
        match self.status {
            Status::Due => true,
            Status::Breached => !self.count.ended,
            _ => false,
        }
    }

    /// How much is owed of a duty to perform: as it was fixed or amended, or as it will be.
    pub(crate) fn needed(&self, duty: &Performance) -> u64 {
        self.figure.unwrap_or_else(|| duty.needed())
    }

    /// Whether enough of a duty to perform that fell due has been done.
    pub(crate) fn is_enough(&self) -> bool {
        self.figure.is_some_and(|quantity| self.progress >= quantity)
    }

    /// The deadline that is still to fire, if one runs now.
    pub(crate) fn running_deadline(&self) -> Option<Instant> {
        self.deadline.filter(|_| self.status == Status::Due && !self.fired)
    }

    /// When the verifier's silence has lasted so long, if it is waited for.
    pub(super) fn silent_since(&self) -> Option<Instant> {
        self.enough_since.filter(|_| self.waits_for_silence())
    }

    /// Whether it waits for its verifier: it is performed, or breached with enough done.
    pub(crate) fn waits_for_silence(&self) -> bool {
        self.is_verifiable() && self.parties.verifier.is_some()
    }

    /// Whether there is something to verify, if anybody does: it is performed, or breached with enough done.
    pub(super) fn is_verifiable(&self) -> bool {
        match self.status {
            Status::Performed => true,
            Status::Breached => self.is_enough(),
            _ => false,
        }
    }

    /// Whether it stood due before an instant at which it is due or has come to rest: a rest that
    /// began and ended now does not count.
    pub(super) fn stood_due_before(&self, now: Instant) -> bool {
        let has_just_come_to_rest = self.rests_since.is_none_or(|since| since == now);
        has_just_come_to_rest && self.due_since.is_some_and(|since| since < now)
    }
}

impl TrackedAct {
    /// Whether its window is over and binds somebody.
    pub(crate) fn is_shut(&self) -> bool {
        !self.is_waived && self.is_over()
    }

    /// Whether its window is over.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.window, Window::Over(_))
    }
}
