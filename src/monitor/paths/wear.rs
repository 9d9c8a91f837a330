//! Wearing a path: what a step did, as far as it can be told what it rested on.

use std::num::NonZeroU64;
use std::sync::OnceLock;

use crate::event::Deed;
use crate::monitor::{Change, Finding, FindingKind, Matter, Status, Transition};
use crate::names::{Key, ObligationId};
use crate::terms::{Deadline, Terms};
use crate::time::{Instant, Leap};

use super::super::state::State;
use super::super::tale::Tale;
use super::compact::Compact;
use super::key::Pending;
use super::layout::{InstantSlot, Layout, NumberSlot, Way};
use super::path::{Add, Path, Times, Write};

/// A step that the rules worked out.
pub(super) struct Trial<'a> {
    pub(super) layout: &'a Layout,
    pub(super) terms: &'a Terms,
    pub(super) before: &'a Compact,
    pub(super) after: &'a Compact,
    /// The place that it left; its registers are not the run's.
    pub(super) stood: &'a State,
    pub(super) is_retimed: bool,
    /// What is pending at the place that it came to.
    pub(super) pending: &'a [Pending],
}

/// What a step brought.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Effects<'a> {
    pub(in crate::monitor) changes: &'a [Change],
    pub(in crate::monitor) findings: &'a [Finding],
}

/// Paths that write instants are for times before this: the durations of [`Trial::fits`] end in
/// time from there.
const LATE: Instant = Instant::literal(9000, 1, 1, 0, 0);

impl Trial<'_> {
    /// The path, where everything that the step did is explained; none where something is not.
    ///
    /// The deed is none where timers fired.
    pub(super) fn path(&self, deed: Option<&Deed>, way: Way, brought: Effects<'_>) -> Option<Path> {
        let told = self.told(brought.changes, deed.is_some())?;
        let found = self.found(brought.findings)?;
        if !deed.is_none_or(|deed| self.is_plain(deed)) {
            return None;
        }
        let is_void = found.iter().any(|finding| finding.kind() == FindingKind::Void);
        let adds = match deed {
            Some(deed) if !is_void => self.adds(deed, &told),
            _ => Vec::new(),
        };
        let written = self.writes()?;
        self.numbers_are_explained(&adds, way.quantity).then_some(())?;
        let mut before = (!written.is_empty()).then_some(LATE);
        for (_, write) in &written {
            if let Write::At(instant) = write {
                before = before.map(|before| before.min(*instant));
            }
        }
        // That a fixed deadline has passed is found from its instant on.
        let passed = found.iter().filter_map(|finding| match finding.matter {
            Matter::DeadlinePassed { deadline, .. } => Some(deadline),
            _ => None,
        });
        let since = passed.max();
        let times = (since.is_some() || before.is_some())
            .then(|| Times { since: since.unwrap_or(Instant::FIRST), before });
        // The sum of a register is read there; any other holds for this quantity alone, and so does
        // a finding that repeats the deed.
        let is_exact = is_void
            || told.iter().any(|transition| match transition {
                Transition::Progressed { obligation, .. } => {
                    self.layout.obligations[*obligation].progress.is_none()
                }
                _ => false,
            });
        Some(Path {
            fires: way.fires,
            quantity: NonZeroU64::new(way.quantity).filter(|_| is_exact),
            times,
            adds: adds.into(),
            writes: written.into(),
            to: self.after.standing().place,
            retimed: self.is_retimed.then(|| self.pending.into()),
            is_refused: found.iter().any(|finding| finding.kind().is_refused()),
            tale: Tale { told: told.into(), found: found.into() },
            other: OnceLock::new(),
        })
    }

    /// An act that no prohibition counts in a register, or an attestation.
    fn is_plain(&self, deed: &Deed) -> bool {
        match deed {
            Deed::Act { actor, act, .. } => {
                let prohibited_by = &self.terms.graph.acts[*act].prohibited_by;
                !prohibited_by.iter().any(|id| {
                    let tracked = &self.stood.obligations[*id];
                    self.layout.obligations[*id].counted.is_some()
                        && tracked.prohibits()
                        && tracked.debtor == *actor
                })
            }
            Deed::Attest { .. } => true,
            _ => false,
        }
    }

    /// What was found, if it is the same whenever the path is followed, but for the instants that
    /// are the step's own.
    fn found(&self, findings: &[Finding]) -> Option<Vec<Finding>> {
        let now = self.now();
        let is_plain = |finding: &Finding| {
            finding.at == now
                && match &finding.matter {
                    Matter::Overdue { deadline, .. } => *deadline == now,
                    _ => true,
                }
        };
        findings.iter().all(is_plain).then(|| findings.to_vec())
    }

    /// What changed, if each obligation progressed and was scheduled once at most, and none ended a
    /// rest that moved its deadline.
    fn told(&self, changes: &[Change], by_deed: bool) -> Option<Vec<Transition>> {
        let mut progressed = Vec::new();
        let mut scheduled = Vec::new();
        let is_first = |seen: &mut Vec<ObligationId>, id: ObligationId| {
            let is_first = !seen.contains(&id);
            seen.push(id);
            is_first
        };
        for change in changes {
            let is_plain = match &change.transition {
                Transition::Progressed { obligation, .. } => is_first(&mut progressed, *obligation),
                Transition::Scheduled { obligation, deadline } => {
                    deadline.is_some() && is_first(&mut scheduled, *obligation)
                }
                // How far its deadline moves depends on how long it rested, be that no time at all.
                Transition::Moved { obligation, from: Status::Suspended, .. } => {
                    self.stood.obligations[*obligation].suspended_since.is_none()
                }
                _ => true,
            };
            if !is_plain || change.at != self.now() || change.event.is_some() != by_deed {
                return None;
            }
        }
        Some(changes.iter().map(|change| change.transition.clone()).collect())
    }

    fn adds(&self, deed: &Deed, told: &[Transition]) -> Vec<Add> {
        let Deed::Act { actor, act, .. } = deed else {
            return Vec::new();
        };
        let graph = &self.terms.graph;
        let sums = graph.counters_of(*act, *actor).filter_map(|(id, counter)| {
            let slot = self.layout.sums[id]?;
            let sum = self.after.number(slot);
            let (from, to) = counter.between_thresholds(sum);
            Some(Add { slot, most: counter.most, from, to })
        });
        let progress = told.iter().filter_map(|transition| {
            let Transition::Progressed { obligation, progress } = transition else {
                return None;
            };
            let slot = self.layout.obligations[*obligation].progress?;
            let quantity = self.terms.obligations[*obligation].performance()?.quantity.get();
            let (from, to) = if *progress >= quantity {
                (quantity, u64::MAX)
            } else {
                (0, quantity.saturating_sub(1))
            };
            Some(Add { slot, most: u64::MAX, from, to })
        });
        sums.chain(progress).collect()
    }

    fn numbers_are_explained(&self, adds: &[Add], quantity: u64) -> bool {
        let mut expected = self.before.clone();
        for add in adds {
            *expected.number_mut(add.slot) = add.sum(self.before, quantity);
        }
        let mut slots = (0_u32..).take(self.layout.numbers).map(NumberSlot::at);
        slots.all(|slot| expected.number(slot) == self.after.number(slot))
    }

    /// What was written where instants are kept; none where something else was.
    fn writes(&self) -> Option<Vec<(InstantSlot, Write)>> {
        let now = Some(self.now());
        let mut writes = Vec::new();
        let changed = |slot: InstantSlot| self.before.instant(slot) != self.after.instant(slot);
        let was_empty = |slot: InstantSlot| self.before.instant(slot).is_none();
        for (id, slots) in self.layout.obligations.iter() {
            if let Some(slot) = slots.deadline.filter(|slot| changed(*slot)) {
                let deadline = self.terms.obligations[id].performance()?.deadline?;
                let (set, write) = match deadline {
                    Deadline::Within(span) => (self.fits(span)?, Write::After(Leap::of(span, 1)?)),
                    Deadline::At(instant) => (instant, Write::At(instant)),
                };
                (was_empty(slot) && self.after.instant(slot) == Some(set)).then_some(())?;
                writes.push((slot, write));
            }
            for slot in [slots.suspended_since, slots.start].into_iter().flatten() {
                if changed(slot) {
                    (was_empty(slot) && self.after.instant(slot) == now).then_some(())?;
                    writes.push((slot, Write::Now));
                }
            }
        }
        for (id, slot) in self.layout.since.iter() {
            if changed(*slot) {
                self.fits(self.terms.graph.elapsed[id].span)?;
                (was_empty(*slot) && self.after.instant(*slot) == now).then_some(())?;
                writes.push((*slot, Write::Now));
            }
        }
        Some(writes)
    }

    /// The instant of the step.
    fn now(&self) -> Instant {
        self.after.standing().clock
    }

    /// So long after now, where that is in time whenever the path is followed.
    fn fits(&self, span: crate::time::Span) -> Option<Instant> {
        LATE.after(span)?;
        self.now().after(span).filter(|_| self.now() < LATE)
    }
}
