//! Where everything stands at an instant.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::{self, Instant};
use super::condition::Condition;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) clock: Instant,
    pub(crate) in_force: bool,
    pub(crate) terminated: bool,
    /// The `elapsed` conditions whose `since` has held, each with the instant
    /// at which it first did.
    pub(crate) remembered: Vec<(Condition, Instant)>,
    /// The acts whose precondition binds nobody any longer.
    pub(crate) waived: BTreeSet<String>,
    /// The effective acts, in the order of the log.
    pub(crate) done: Vec<Done>,
    pub(crate) standings: BTreeMap<String, Standing>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Done {
    pub(crate) act: String,
    pub(crate) by: String,
    pub(crate) quantity: u64,
}

/// Where one obligation stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) status: Status,
    pub(crate) progress: u64,
    pub(crate) deadline: Option<Instant>,
    /// Whether *unmet* has been found for the deadline as last set or extended.
    pub(crate) is_told_unmet: bool,
    pub(crate) was_ever_breached: bool,
    /// For a prohibition that was breached: whether it is in force no longer.
    pub(crate) is_ended: bool,
    /// For a prohibition: when its count and its periods started.
    pub(crate) counting_since: Option<Instant>,
    /// For a prohibition: what was done while it was in force.
    pub(crate) counted: Vec<(Instant, u64)>,
    /// As amended.
    pub(crate) debtor: String,
    /// As amended.
    pub(crate) verified_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Status {
    Dormant,
    Due,
    Suspended { since: Instant },
    Performed,
    Discharged,
    Breached,
    Cured,
    Released,
    Lapsed,
}

impl State {
    pub(crate) fn standing(&self, obligation: &str) -> &Standing {
        &self.standings[obligation]
    }

    pub(crate) fn standing_mut(&mut self, obligation: &str) -> &mut Standing {
        self.standings.get_mut(obligation).expect("names were checked")
    }

    /// How much of an act has been done, by one party or by all (section 3).
    pub(crate) fn quantity_done(&self, act: &str, by: Option<&str>) -> u64 {
        self.done
            .iter()
            .filter(|done| done.act == act && by.is_none_or(|by| done.by == by))
            .fold(0, |sum, done| sum.saturating_add(done.quantity))
    }

    /// When the `since` of an `elapsed` condition first held.
    pub(crate) fn first_held(&self, elapsed: &Condition) -> Option<Instant> {
        self.remembered
            .iter()
            .find(|(condition, _)| condition == elapsed)
            .map(|(_, instant)| *instant)
    }
}

impl Standing {
    /// Moves to another status. One that leaves `suspended` is given back the
    /// time that it spent there: its deadline moves later by as much
    /// (section 4, rule 3).
    pub(crate) fn become_at(&mut self, now: Instant, status: Status) {
        if let Status::Suspended { since } = self.status {
            self.deadline = self.deadline.and_then(|it| calendar::moved(it, now - since));
        }
        if status == Status::Breached {
            self.was_ever_breached = true;
        }
        self.status = status;
    }
}

impl Status {
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Self::Discharged | Self::Cured | Self::Released | Self::Lapsed)
    }

    pub(crate) fn is_due_or_suspended(self) -> bool {
        matches!(self, Self::Due | Self::Suspended { .. })
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Dormant => "dormant",
            Self::Due => "due",
            Self::Suspended { .. } => "suspended",
            Self::Performed => "performed",
            Self::Discharged => "discharged",
            Self::Breached => "breached",
            Self::Cured => "cured",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
        }
    }
}
