//! What an act would bring.

use crate::analysis::what_if::Difference;
use crate::event::Event;
use crate::monitor::{FindingKind, Monitor, Status, Scope};
use crate::names::{Ids, Names};

/// An act that its precondition allows a party now, and what doing it once would bring.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&cuba::history()[0]);
/// let outlook = monitor.outlook();
/// let ceasing = outlook.choice(Party::Ussr, Act::CeaseWork).unwrap();
/// assert!(ceasing.is_open());
/// assert_eq!(ceasing.carries_forward().next(), Some(Obligation::CeaseWork));
/// assert!(ceasing.makes_due().any(|duty| duty == Obligation::StayCeased));
/// // What is forbidden is a choice as well, and says what it would break.
/// let bringing = outlook.choice(Party::Ussr, Act::IntroduceWeapons).unwrap();
/// assert_eq!(bringing.breaches().next(), Some(Obligation::HaltIntroduction));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice<V: Names = Ids> {
    /// The party.
    pub party: V::Party,
    /// The act.
    pub act: V::Act,
    /// Everything that doing it once, now, would change.
    pub difference: Difference<V>,
}

impl<V: Names> Choice<V> {
    /// The obligations that it would discharge, or cure.
    pub fn discharges(&self) -> impl Iterator<Item = V::Obligation> {
        self.moved(|status| matches!(status, Status::Discharged | Status::Cured))
    }

    /// The obligations that it would carry forward, without discharging them.
    pub fn carries_forward(&self) -> impl Iterator<Item = V::Obligation> {
        let shifts = self.difference.obligations.iter().filter(|shift| {
            shift.progress.to > shift.progress.from
                && !matches!(shift.status.to, Status::Discharged | Status::Cured)
        });
        shifts.map(|shift| shift.obligation)
    }

    /// The prohibitions that it would break, and what else it would make a breach.
    pub fn breaches(&self) -> impl Iterator<Item = V::Obligation> {
        let breaches = self.difference.findings.iter().filter(|it| it.kind().is_breach());
        breaches.filter_map(|finding| finding.obligation().copied())
    }

    /// The warnings that it would not heed: nobody's fault.
    pub fn disregards(&self) -> impl Iterator<Item = V::Obligation> {
        let told = self.difference.findings.iter().filter(|it| it.kind() == FindingKind::Unmet);
        told.filter_map(|finding| finding.obligation().copied())
    }

    /// Whether it would move nothing, break nothing and open nothing.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.difference.is_idle()
    }

    /// The duties and prohibitions that would be due by it.
    pub fn makes_due(&self) -> impl Iterator<Item = V::Obligation> {
        self.difference.new_duties()
    }

    /// The acts that it would open, and to whom.
    #[must_use]
    pub fn opens(&self) -> &[(V::Party, V::Act)] {
        &self.difference.opened
    }

    /// Whether submitting it would be let in: it breaks no binding prohibition.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.breaches().next().is_none()
    }

    fn moved(&self, to: impl Fn(Status) -> bool) -> impl Iterator<Item = V::Obligation> {
        let shifts = self.difference.obligations.iter();
        let moved = shifts.filter(move |shift| shift.status.is_change() && to(shift.status.to));
        moved.map(|shift| shift.obligation)
    }
}

/// Every act of every party that its precondition allows now.
pub(super) fn all<V: Names>(monitor: &Monitor<V>) -> Vec<Choice<V>> {
    let agreement = monitor.agreement();
    let (terms, lexicon) = (agreement.terms(), agreement.lexicon());
    let mut choices = Vec::new();
    for party in terms.parties.keys() {
        for (act, it) in terms.acts.iter() {
            if it.by.contains(&party) && monitor.state().may(terms, Scope::Run, act) {
                let (party, act) = (lexicon.party(party), lexicon.act(act));
                let difference = monitor.what_if([Event::act(monitor.now(), party, act)]);
                choices.push(Choice { party, act, difference });
            }
        }
    }
    choices
}
