//! What is decided once and for all (section 3).

use super::condition::Condition;
use super::document::Moment;
use super::state::{RUN, ScopeId, Status};
use super::view::{View, stands};

/// What a condition is for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Good {
    Holds,
    HoldsNot,
    Open,
}

impl Good {
    fn if_so(holds: bool, good: Self) -> Self {
        if holds { good } else { Self::Open }
    }

    fn is(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::HoldsNot }
    }

    fn not(self) -> Self {
        match self {
            Self::Holds => Self::HoldsNot,
            Self::HoldsNot => Self::Holds,
            Self::Open => Self::Open,
        }
    }

    fn all(parts: &[Self]) -> Self {
        if parts.contains(&Self::HoldsNot) {
            Self::HoldsNot
        } else if parts.iter().all(|part| *part == Self::Holds) {
            Self::Holds
        } else {
            Self::Open
        }
    }
}

impl View<'_> {
    pub(crate) fn for_good(&self, condition: &Condition, scope: ScopeId) -> Good {
        let holds = || self.holds(condition, scope);
        match condition {
            Condition::Happened { act, .. } => {
                let act = self.agreement.act(act);
                let can_not = act.is_some_and(|act| act.power && self.is_shut(act, scope));
                match holds() {
                    true => Good::Holds,
                    false => Good::if_so(can_not, Good::HoldsNot),
                }
            }
            Condition::Elapsed { path, since, is_own, .. } => {
                let has_held = self.first_held(path, *is_own, scope).is_some();
                let scope = if *is_own { scope } else { RUN };
                let never = !has_held && self.for_good(since, scope) == Good::HoldsNot;
                match holds() {
                    true => Good::Holds,
                    false => Good::if_so(never, Good::HoldsNot),
                }
            }
            Condition::Reached(moment) => {
                let is_fixed = match moment {
                    Moment::Written(_) => true,
                    Moment::Told(name, _) => ["opened", "start", "end"].contains(&name.as_str()),
                };
                Good::if_so(is_fixed && holds(), Good::Holds)
            }
            Condition::Stands { word, obligation } => match self.standing(obligation, scope) {
                None => Good::Open,
                Some(it) if it.status.is_closed() => Good::is(stands(it, word)),
                Some(it) => match word.as_str() {
                    "breached" => Good::if_so(it.breached.is_some(), Good::Holds),
                    "kept" => Good::if_so(it.breached.is_some(), Good::HoldsNot),
                    "dormant" => Good::if_so(it.status != Status::Dormant, Good::HoldsNot),
                    _ => Good::Open,
                },
            },
            Condition::Not(part) => self.for_good(part, scope).not(),
            Condition::All(parts) => Good::all(&self.all_for_good(parts, scope)),
            Condition::Any(parts) => {
                let parts = self.all_for_good(parts, scope);
                Good::all(&parts.into_iter().map(Good::not).collect::<Vec<_>>()).not()
            }
            Condition::Some { of, holds, at_least } => {
                let parts = self.of_each_for_good(of, holds);
                let count = |wanted: fn(Good) -> bool| {
                    let count = parts.iter().filter(|it| wanted(**it)).count();
                    u64::try_from(count).unwrap_or(u64::MAX)
                };
                if count(|it| it == Good::Holds) >= *at_least {
                    return Good::Holds;
                }
                let can_still = count(|it| it != Good::HoldsNot);
                Good::if_so(self.is_list_closed(of) && can_still < *at_least, Good::HoldsNot)
            }
            Condition::Every { of, holds } => {
                let parts = self.of_each_for_good(of, holds);
                match (self.is_list_closed(of), parts.is_empty()) {
                    (false, _) => Good::Open,
                    (true, true) => Good::HoldsNot,
                    (true, false) => Good::all(&parts),
                }
            }
            Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_)
            | Condition::Told(_) => Good::Open,
        }
    }

    fn all_for_good(&self, parts: &[Condition], scope: ScopeId) -> Vec<Good> {
        parts.iter().map(|part| self.for_good(part, scope)).collect()
    }

    fn of_each_for_good(&self, kind: &str, holds: &Condition) -> Vec<Good> {
        self.state.subjects(kind).map(|(id, _)| self.for_good(holds, id)).collect()
    }
}
