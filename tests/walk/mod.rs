//! Walks through every state that an agreement can come to.
//!
//! Time is abstracted: it stands still while parties act, or moves on to the next timer (at its
//! instant), or past a deadline (just after it). So every event is tried before, at and after each
//! deadline. Two states are one if they go on alike, their instants counted from the clock.

mod essence;

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::num::NonZeroU64;

use servanda::event::{Deed, Speaker};
use servanda::monitor::FindingKind;
use servanda::names::PartyId;
use servanda::terms::Duty;
use servanda::{Agreement, Event, Finding, Instant, Monitor, Status};

use essence::Fixed;

/// A walk to be taken.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) agreement: Agreement,
    /// What has happened, at the agreement's date.
    pub(crate) begins: Vec<Deed>,
    /// What can happen, at any time.
    pub(crate) plays: Vec<Deed>,
    /// The party that does all it owes as soon as it is due, and nothing else.
    pub(crate) hero: Option<PartyId>,
}

/// What was seen on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) states: usize,
    pub(crate) steps: usize,
    pub(crate) refused: usize,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, steps, refused } = self;
        write!(f, "{states} states, {steps} steps, {refused} of them refused")
    }
}

impl Walk {
    /// Everything that any party could do: each act by each party, and every word about each
    /// obligation by each party; deadlines are extended to one fixed instant.
    pub(crate) fn all_plays(
        agreement: &Agreement,
        quantities: &[u64],
        until: Instant,
    ) -> Vec<Deed> {
        let parties: Vec<PartyId> = agreement.parties().collect();
        let mut plays = Vec::new();
        for actor in parties.iter().copied() {
            for act in agreement.acts() {
                for quantity in quantities {
                    plays.push(Event::act(until, actor, act).quantity(*quantity).deed);
                }
            }
            for obligation in agreement.obligations() {
                let speaker = || Speaker::One(actor);
                plays.push(Deed::Attest { speaker: speaker(), obligation });
                plays.push(Deed::Deny { speaker: speaker(), obligation });
                plays.push(Deed::Release { speaker: speaker(), obligation });
                plays.push(Deed::Extend { speaker: speaker(), obligation, until });
            }
        }
        for act in agreement.acts() {
            plays.push(Deed::Waive { actors: parties.clone(), act });
        }
        plays
    }

    /// Goes wherever it can be gone, and looks at every law on the way.
    pub(crate) fn go(&self) -> Seen {
        let mut seen = Seen::default();
        let mut known = HashSet::new();
        let mut next = VecDeque::new();
        let fixed = Fixed::of(&self.agreement, &self.plays);
        let mut start = Monitor::new(&self.agreement).without_history();
        for deed in &self.begins {
            start.record(&Event::new(start.clock().unwrap(), deed.clone()));
        }
        self.hero_acts(&mut start);
        known.insert(fixed.essence(&start));
        next.push_back(start);
        while let Some(monitor) = next.pop_front() {
            seen.states += 1;
            assert!(seen.states < 1_000_000, "there is no end to it");
            let here = fixed.essence(&monitor);
            let mut come_to = |mut there: Monitor| {
                absorbs(&monitor, &there);
                self.hero_acts(&mut there);
                absorbs(&monitor, &there);
                self.hero_is_not_blamed(&there);
                if known.insert(fixed.essence(&there)) {
                    next.push_back(there);
                }
            };
            if let Some(later) = self.later(&monitor) {
                seen.steps += 1;
                come_to(later);
            }
            for play in &self.plays {
                let is_heros = self.hero.is_some()
                    && (play.actor() == self.hero.as_ref() || matches!(play, Deed::Deny { .. }));
                if is_heros {
                    // The hero does nothing else, and nobody denies what it did.
                    continue;
                }
                seen.steps += 1;
                let event = Event::new(monitor.clock().unwrap(), play.clone());
                let mut submitted = monitor.clone();
                let mut recorded = monitor.clone();
                let step = recorded.record(&event);
                let is_idle = step.is_idle();
                let found: Vec<Finding> = step.findings().collect();
                nobody_else_is_blamed(&event, &found);
                match submitted.submit(&event) {
                    Ok(_) => assert_eq!(submitted, recorded, "{event:?}"),
                    Err(refusal) => {
                        seen.refused += 1;
                        assert!(refusal.findings.iter().any(|it| is_refused(it.kind())));
                        assert!(is_alike(&monitor, &submitted), "{event:?}");
                        // To look at all of it takes long: one in so many must do.
                        if seen.refused % 16 == 0 {
                            assert_eq!(here, fixed.essence(&submitted), "{event:?}");
                        }
                    }
                }
                let is_void = found.iter().any(|it| it.kind() == FindingKind::Void);
                if is_void {
                    assert!(is_alike(&monitor, &recorded), "{event:?}");
                } else if !is_idle || play.act().is_some() {
                    // An act adds to sums that conditions ask for, which no change tells of.
                    come_to(recorded);
                }
            }
        }
        seen
    }

    /// The state at the next timer, or just after the deadline that is now.
    fn later(&self, monitor: &Monitor) -> Option<Monitor> {
        let next = monitor.next_timeout()?;
        let to = if next > monitor.clock().unwrap() {
            next
        } else {
            let just_after =
                monitor.clock().unwrap().to_chrono() + chrono::TimeDelta::nanoseconds(1);
            just_after.try_into().unwrap()
        };
        let mut later = monitor.clone();
        later.advance(to).unwrap();
        Some(later)
    }

    /// The hero does all that it owes now. Each thing done closes a duty or makes it wait for its
    /// verifier; others may fall due by it.
    fn hero_acts(&self, monitor: &mut Monitor) {
        let Some(hero) = self.hero else { return };
        for _ in 0..100 {
            let owed = monitor.owed_by(hero).find_map(|owed| {
                let terms = self.agreement.obligation_terms(owed.obligation)?;
                let Duty::Perform(duty) = terms.duty() else { return None };
                let progress = monitor.progress(owed.obligation)?;
                let needed = duty.quantity().map_or(1, |it| it.written().unwrap().whole());
                // Where more is asked for than is written, one thing follows the other.
                let left = needed.checked_sub(progress).and_then(NonZeroU64::new);
                Some((duty.acts()[0], left.unwrap_or(NonZeroU64::MIN)))
            });
            let Some((act, quantity)) = owed else { return };
            let event = Event::act(monitor.clock().unwrap(), hero, act).quantity(quantity);
            monitor.record(&event);
        }
        panic!("there is always more to do");
    }

    fn hero_is_not_blamed(&self, monitor: &Monitor) {
        let Some(hero) = self.hero else { return };
        for finding in monitor.findings() {
            let blames = matches!(
                finding.kind(),
                FindingKind::Overdue
                    | FindingKind::Prohibited
                    | FindingKind::Premature
                    | FindingKind::Belated
            );
            assert!(!blames || finding.party() != Some(&hero), "{finding:?}");
        }
    }
}

fn is_refused(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::Void
            | FindingKind::Prohibited
            | FindingKind::Premature
            | FindingKind::Belated
            | FindingKind::Waived
    )
}

/// Whether two runs show the same, as far as that is quickly seen.
fn is_alike(one: &Monitor, other: &Monitor) -> bool {
    let shows = |monitor: &Monitor| {
        let obligations = monitor.agreement().obligations();
        let each = obligations.map(|id| {
            (monitor.status(id), monitor.progress(id), monitor.deadline(id), monitor.debtor(id))
        });
        (monitor.clock().unwrap(), monitor.next_timeout(), each.collect::<Vec<_>>())
    };
    shows(one) == shows(other)
}

/// What is closed stays as it is.
fn absorbs(before: &Monitor, after: &Monitor) {
    for obligation in before.agreement().obligations() {
        let (was, is) = (before.status(obligation).unwrap(), after.status(obligation).unwrap());
        assert!(!Status::is_closed(was) || was == is, "{obligation:?} was {was:?}, is {is:?}");
    }
}

/// An event blames nobody but who did it; a denial alone is said of another, the debtor.
fn nobody_else_is_blamed(event: &Event, found: &[Finding]) {
    for finding in found {
        let is_told = finding.kind().is_only_told();
        let is_denial = matches!(event.deed, Deed::Deny { .. })
            && matches!(finding.kind(), FindingKind::Denied | FindingKind::Overdue);
        let is_own = finding.party() == event.deed.actor();
        assert!(is_told || is_denial || is_own, "{event:?} finds {finding:?}");
        // What settling brings is told, and is nobody's fault; but whoever ends the window of an act that
        // it owes is late with that.
        let is_late = finding.kind() == FindingKind::Overdue && is_own;
        assert!(finding.event.is_some() || is_told || is_late, "{event:?} finds {finding:?}");
    }
}
