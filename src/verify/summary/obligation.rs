//! How one obligation was kept in many cases.

use std::collections::BTreeMap;

use crate::monitor::{Lapse, Status, Tracked};
use crate::time::Instant;

use super::delays::Delays;
use super::{add, add_one};

/// How one obligation was kept, in all cases, or where it is one of a kind in all subjects of that kind.
///
/// Each that was owed is counted once: it was `kept`, or it was `breached`, or it is still `open`, or it was
/// `released` or `lapsed`. Each that was breached is `done_late`, `repaired`, `given_up`, or `undone`. A prohibition
/// in force is owed, and kept as long as it is not breached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObligationSummary {
    /// Its name.
    pub name: Box<str>,
    /// The kind of the subjects of which each owes it; none of what is owed once in a case.
    pub kind: Option<Box<str>>,
    /// Whether it is to refrain from something.
    pub is_prohibition: bool,
    /// How often it was owed.
    pub owed: u64,
    /// How often it was kept.
    pub kept: u64,
    /// How often it was breached, whatever became of it.
    pub breached: u64,
    /// In how many cases it was breached.
    pub breached_cases: u64,
    /// Of those breached, how many were done late.
    pub done_late: u64,
    /// How many were repaired by something else.
    pub repaired: u64,
    /// How many were released, or lapsed, after they were breached.
    pub given_up: u64,
    /// How many are not done yet.
    pub undone: u64,
    /// How many are owed now, and not late.
    pub open: u64,
    /// How many were released by their creditor.
    pub released: u64,
    /// How many lapsed after they were owed, by why.
    pub lapsed: BTreeMap<&'static str, u64>,
    /// How many can no longer arise.
    pub moot: u64,
    /// How many may still arise, or never did.
    pub dormant: u64,
    /// How late those were that were done late.
    pub late_by: Delays,
    /// How late those are that are not done yet.
    pub undone_for: Delays,
    /// How old those are that are open.
    pub open_for: Delays,
}

/// How an obligation was kept, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Kept {
    /// How often it was owed.
    pub owed: u64,
    /// How often it was kept.
    pub kept: u64,
    /// How often it was breached.
    pub breached: u64,
    /// How many are owed now, and not late.
    pub open: u64,
}

impl Kept {
    pub(super) fn join(&mut self, other: Self) {
        add(&mut self.owed, other.owed);
        add(&mut self.kept, other.kept);
        add(&mut self.breached, other.breached);
        add(&mut self.open, other.open);
    }
}

impl ObligationSummary {
    pub(super) fn new(name: Box<str>, kind: Option<Box<str>>, is_prohibition: bool) -> Self {
        Self {
            name,
            kind,
            is_prohibition,
            owed: 0,
            kept: 0,
            breached: 0,
            breached_cases: 0,
            done_late: 0,
            repaired: 0,
            given_up: 0,
            undone: 0,
            open: 0,
            released: 0,
            lapsed: BTreeMap::new(),
            moot: 0,
            dormant: 0,
            late_by: Delays::default(),
            undone_for: Delays::default(),
            open_for: Delays::default(),
        }
    }

    /// Counts how it stands in one scope; answers that, and how late it was or is.
    pub(super) fn add(&mut self, line: &Tracked, as_of: Option<Instant>) -> (Kept, Option<u64>) {
        let mut kept = Kept::default();
        let was_breached = line.breached.is_some()
            || matches!(line.status, Status::Breached | Status::Cured | Status::Repaired);
        let between = |from: Option<Instant>, to: Option<Instant>| {
            let seconds = from?.seconds_until(to?);
            u64::try_from(seconds).ok()
        };
        if was_breached {
            (kept.owed, kept.breached) = (1, 1);
            add_one(&mut self.breached);
            let (count, end) = match line.status {
                Status::Discharged | Status::Cured => (&mut self.done_late, line.closed),
                Status::Repaired => (&mut self.repaired, line.closed),
                Status::Released | Status::Lapsed => (&mut self.given_up, line.closed),
                Status::Performed => (&mut self.done_late, line.rests_since),
                _ => (&mut self.undone, as_of),
            };
            add_one(count);
            let late = between(line.breached, end).filter(|_| !self.is_prohibition);
            add(&mut self.owed, 1);
            match (line.status, late) {
                (Status::Cured | Status::Discharged | Status::Performed, Some(late)) => {
                    self.late_by.add(late);
                }
                (Status::Breached | Status::Due | Status::Suspended, Some(late)) => {
                    self.undone_for.add(late);
                }
                _ => {}
            }
            return (kept, late);
        }
        match line.status {
            Status::Discharged => {
                (kept.owed, kept.kept) = (1, 1);
            }
            Status::Due | Status::Suspended | Status::Performed if self.is_prohibition => {
                (kept.owed, kept.kept) = (1, 1);
            }
            Status::Due | Status::Suspended | Status::Performed => {
                (kept.owed, kept.open) = (1, 1);
                if let Some(age) = between(line.due, as_of) {
                    self.open_for.add(age);
                }
            }
            Status::Released => {
                kept.owed = 1;
                add_one(&mut self.released);
            }
            Status::Lapsed if line.lapsed == Some(Lapse::Moot) => add_one(&mut self.moot),
            // What ended before it was owed never arose.
            Status::Lapsed if line.due.is_none() => add_one(&mut self.dormant),
            // A prohibition that has ended unbroken was kept.
            Status::Lapsed if self.is_prohibition => {
                (kept.owed, kept.kept) = (1, 1);
            }
            Status::Lapsed => {
                kept.owed = 1;
                let why = line.lapsed.map_or("other", Lapse::as_str);
                add_one(self.lapsed.entry(why).or_default());
            }
            Status::Dormant => add_one(&mut self.dormant),
            Status::Breached | Status::Cured | Status::Repaired => {}
        }
        add(&mut self.owed, kept.owed);
        add(&mut self.kept, kept.kept);
        add(&mut self.open, kept.open);
        (kept, None)
    }

    /// Counts one case, by how it was kept in it.
    pub(super) fn in_case(&mut self, kept: Kept) {
        add(&mut self.breached_cases, u64::from(kept.breached > 0));
    }

    /// How many lapsed after they were owed.
    #[must_use]
    pub fn all_lapsed(&self) -> u64 {
        self.lapsed.values().fold(0, |sum, more| sum.saturating_add(*more))
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.owed, other.owed),
            (&mut self.kept, other.kept),
            (&mut self.breached, other.breached),
            (&mut self.breached_cases, other.breached_cases),
            (&mut self.done_late, other.done_late),
            (&mut self.repaired, other.repaired),
            (&mut self.given_up, other.given_up),
            (&mut self.undone, other.undone),
            (&mut self.open, other.open),
            (&mut self.released, other.released),
            (&mut self.moot, other.moot),
            (&mut self.dormant, other.dormant),
        ];
        counts.into_iter().for_each(|(sum, more)| add(sum, more));
        other.lapsed.iter().for_each(|(why, n)| add(self.lapsed.entry(why).or_default(), *n));
        self.late_by.merge(&other.late_by);
        self.undone_for.merge(&other.undone_for);
        self.open_for.merge(&other.open_for);
    }
}
