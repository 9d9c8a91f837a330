//! What an act would bring.

use crate::analysis::what_if::Difference;
use crate::event::Event;
use crate::monitor::{At, Change, FindingKind, Monitor, Scope, Status, Transition};
use crate::names::{ActId, Ids, KindId, Names, ObligationId, PartyId, Subject};
use crate::terms::Named;

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
    /// The subject in which it would be done, be it one that it would open; none of an act of the run.
    pub subject: Option<Subject<V>>,
    /// Everything that doing it once, now, would change.
    pub difference: Difference<V>,
    /// What it would change in subjects.
    pub(super) changes: Vec<Change<V>>,
}

impl<V: Names> Choice<V> {
    /// The obligations that it would discharge, or cure.
    pub fn discharges(&self) -> impl Iterator<Item = V::Obligation> {
        let to = |status| matches!(status, Status::Discharged | Status::Cured);
        self.moved(to).chain(self.moved_in_subjects(to))
    }

    /// The obligations that it would carry forward, without discharging them.
    pub fn carries_forward(&self) -> impl Iterator<Item = V::Obligation> {
        let shifts = self.difference.obligations.iter().filter(|shift| {
            shift.progress.to > shift.progress.from
                && !matches!(shift.status.to, Status::Discharged | Status::Cured)
        });
        let of_run = shifts.map(|shift| shift.obligation);
        let mut in_subjects: Vec<V::Obligation> = Vec::new();
        for change in &self.changes {
            let Transition::Progressed { obligation, .. } = &change.transition else { continue };
            let is_done = self.changes.iter().any(|other| {
                other.subject == change.subject
                    && matches!(
                        &other.transition,
                        Transition::Moved { obligation: moved, to, .. }
                            if moved == obligation
                                && matches!(to, Status::Discharged | Status::Cured)
                    )
            });
            if !is_done && !in_subjects.contains(obligation) {
                in_subjects.push(*obligation);
            }
        }
        of_run.chain(in_subjects)
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
        self.difference.is_idle() && self.changes.is_empty()
    }

    /// The duties and prohibitions that would be due by it.
    pub fn makes_due(&self) -> impl Iterator<Item = V::Obligation> {
        self.difference.new_duties().chain(self.moved_in_subjects(|to| to == Status::Due))
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

    /// What it would move so in subjects, each obligation once.
    fn moved_in_subjects(
        &self,
        is_so: impl Fn(Status) -> bool,
    ) -> impl Iterator<Item = V::Obligation> {
        let mut moved: Vec<V::Obligation> = Vec::new();
        for change in &self.changes {
            if let Transition::Moved { obligation, to, .. } = change.transition
                && is_so(to)
                && !moved.contains(&obligation)
            {
                moved.push(obligation);
            }
        }
        moved.into_iter()
    }

    fn moved(&self, to: impl Fn(Status) -> bool) -> impl Iterator<Item = V::Obligation> {
        let shifts = self.difference.obligations.iter();
        let moved = shifts.filter(move |shift| shift.status.is_change() && to(shift.status.to));
        moved.map(|shift| shift.obligation)
    }
}

/// An act of a kind is tried in so many subjects at most.
const FEW: usize = 3;

/// Every act of every party that its precondition allows now. What must be told with an act nobody has told
/// yet: of such an act it can't be said what it would bring.
pub(super) fn all<V: Names>(monitor: &Monitor<V>) -> Vec<Choice<V>> {
    let agreement = monitor.agreement();
    let (state, terms) = (monitor.state(), agreement.terms());
    let mut choices = Vec::new();
    for party in terms.parties.keys() {
        for (act, it) in terms.acts.iter().filter(|(_, act)| act.tells.is_empty()) {
            let Some(kind) = it.of else {
                if it.by.contains(&party) && state.may(terms, Scope::Run, act) {
                    choices.push(choice(monitor, party, act, None));
                }
                continue;
            };
            if it.by.contains(&party) && state.may_open(terms, kind, act) {
                choices.push(choice(monitor, party, act, Some(unused(monitor, kind))));
            }
            let may = |scope: &Scope| {
                let is_open = |at: At<ObligationId>| !state[at].status.is_closed();
                let mut own = terms.graph.scope(Some(kind)).obligations.iter();
                let is_each = it.is_open_to_each && state.each(terms, *scope) == Some(party);
                (it.by.contains(&party) || is_each)
                    && own.any(|id| is_open(scope.at(&terms.graph, *id)))
                    && state.may_in(terms, scope.at(&terms.graph, act))
            };
            for scope in state.scopes(Some(kind)).filter(may).take(FEW) {
                choices.push(choice(monitor, party, act, state.named(scope)));
            }
        }
    }
    choices
}

/// A name that no subject of a kind has.
fn unused<V: Names>(monitor: &Monitor<V>, kind: KindId) -> Subject {
    let subjects = &monitor.state().kinds[kind].subjects;
    let names = (1_u64..).map(|number| match number {
        1 => "new".to_owned(),
        _ => format!("new-{number}"),
    });
    let mut unused = names.filter(|name| subjects.find(name.as_bytes()).is_none());
    Subject { kind, name: unused.next().unwrap_or_default().into() }
}

fn choice<V: Names>(
    monitor: &Monitor<V>,
    party: PartyId,
    act: ActId,
    subject: Option<Subject>,
) -> Choice<V> {
    let lexicon = monitor.agreement().lexicon();
    let (party, act) = (lexicon.party(party), lexicon.act(act));
    let subject = subject.map(|subject| {
        let Ok(subject) = subject.translate(&Named(lexicon));
        subject
    });
    let event = Event::act(monitor.now(), party, act);
    let event = match &subject {
        Some(subject) => event.subject(&subject.name),
        None => event,
    };
    let rehearsal = monitor.rehearse_record(&event);
    let changes = rehearsal.step().changes().filter(|change| change.subject.is_some()).collect();
    let difference = monitor.what_if([event]);
    Choice { party, act, subject, difference, changes }
}
