//! What a party does well to look at each morning.

use crate::analysis::why::{Move, Reason};
use crate::monitor::{Monitor, Status};
use crate::names::{Ids, Names, Subject};
use crate::report::{Phrases, PlainPhrases};
use crate::terms::Agreement;
use crate::time::{Instant, Span};

use super::AgendaText;

/// Something that a party is to do.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Practised)?);
/// for event in cuba::practice().iter().take(12) {
///     monitor.record(event);
/// }
/// let agenda = monitor.agenda(Party::Ussr, "P30D".parse()?).unwrap();
/// let bombers = agenda.due_soon.iter().find(|it| it.obligation == Obligation::RemoveBombers);
/// assert_eq!(bombers.unwrap().deadline, Some("1962-12-20T20:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Task<V: Names = Ids> {
    /// The obligation that it is about.
    pub obligation: V::Obligation,
    /// The subject in which it stands; none of the run.
    pub subject: Option<Subject<V>>,
    /// By when, if there is a deadline. Of what is overdue, the deadline that passed.
    pub deadline: Option<Instant>,
    /// What is to be done next.
    pub step: Move<V>,
}

/// Something that a party waits for.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&cuba::history()[0]);
/// let agenda = monitor.agenda(Party::Us, "P3D".parse()?).unwrap();
/// let weapons = agenda.waiting.iter().find(|it| it.obligation == Obligation::CeaseWork);
/// assert_eq!(weapons.unwrap().step.parties(), [Party::Ussr]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting<V: Names = Ids> {
    /// The obligation that waits: the party's own, or one that is owed to it.
    pub obligation: V::Obligation,
    /// The subject in which it stands; none of the run.
    pub subject: Option<Subject<V>>,
    /// What it waits for, and whose move that is: nobody's where only time is awaited.
    pub step: Move<V>,
}

/// One party's lists: [`Monitor::agenda`].
///
/// It prints as text ([`Agenda::text`]) and serialises with serde.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&cuba::history()[0]);
/// let agenda = monitor.agenda(Party::Ussr, "P1D".parse()?).unwrap();
/// assert_eq!(agenda.to_keep[0], Obligation::HaltIntroduction);
/// assert!(agenda.overdue.is_empty());   // "promptly" has no figure
/// assert!(agenda.due.iter().any(|task| task.obligation == Obligation::CeaseWork));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agenda<V: Names = Ids> {
    pub(super) agreement: Agreement<V>,
    /// The party.
    pub party: V::Party,
    /// Where the clock stands.
    pub at: Instant,
    /// What is breached and still to be made good.
    pub overdue: Vec<Task<V>>,
    /// What is due by then or sooner, the soonest first.
    pub due_soon: Vec<Task<V>>,
    /// What is due later, the soonest first, and then what is due without a deadline.
    pub due: Vec<Task<V>>,
    /// What others have performed and the party is to verify.
    pub to_verify: Vec<Task<V>>,
    /// The prohibitions of the run in force.
    pub to_keep: Vec<V::Obligation>,
    /// The prohibitions in force of subjects, each with its subject.
    pub to_keep_in: Vec<(V::Obligation, Subject<V>)>,
    /// What the party waits for: others, or time.
    pub waiting: Vec<Waiting<V>>,
}

impl<V: Names> Monitor<V> {
    /// What a party is to do, what of it is overdue or due within a time from now, and whom it
    /// waits for; none for a party that is not of this agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Party, Reading};
    /// use servanda::Monitor;
    ///
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// for event in &cuba::history()[..2] {
    ///     monitor.record(event);
    /// }
    /// let agenda = monitor.agenda(Party::Us, "P3D".parse()?).unwrap();
    /// assert_eq!(agenda.due_soon[0].obligation, Obligation::Announce);
    /// // The Soviet Union is to cease work, and owes that to the United States.
    /// let waits_for = |it: &servanda::analysis::Waiting<_>| it.step.parties() == [Party::Ussr];
    /// assert!(agenda.waiting.iter().any(waits_for));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn agenda(&self, party: V::Party, within: Span) -> Option<Agenda<V>> {
        let agreement = self.agreement();
        let id = agreement.lexicon().party_id(party)?;
        let soon = self.now().after(within);
        let mut agenda = Agenda {
            agreement: agreement.clone(),
            party,
            at: self.now(),
            overdue: Vec::new(),
            due_soon: Vec::new(),
            due: Vec::new(),
            to_verify: Vec::new(),
            to_keep: Vec::new(),
            to_keep_in: Vec::new(),
            waiting: Vec::new(),
        };
        for (at, subject) in self.standings() {
            let (duty, tracked) = (at.id, &self.state()[at]);
            let obligation = agreement.lexicon().obligation(duty);
            let terms = &agreement.terms().obligations[duty];
            let is_own = tracked.parties.debtor == Some(id);
            if terms.is_prohibition() {
                if is_own && tracked.prohibits() {
                    match subject {
                        Some(subject) => agenda.to_keep_in.push((obligation, subject)),
                        None => agenda.to_keep.push(obligation),
                    }
                }
                continue;
            }
            if tracked.status.is_closed() {
                continue;
            }
            let Some(why) = self.why_of(subject.as_ref(), obligation) else { continue };
            let deadline = tracked.deadline;
            let mut tasks = why.reason().takes.iter().cloned();
            match tracked.status {
                Status::Due | Status::Breached | Status::Performed => {
                    let Some(step) = tasks.next() else { continue };
                    let is_mine = step.parties().contains(&party);
                    let verifies = matches!(step, Move::Attest { .. });
                    let task = Task { obligation, subject, deadline, step };
                    if is_mine && verifies {
                        agenda.to_verify.push(task);
                    } else if is_mine && tracked.status == Status::Breached {
                        agenda.overdue.push(task);
                    } else if is_mine && is_within(tracked.running_deadline(), soon) {
                        agenda.due_soon.push(task);
                    } else if is_mine {
                        agenda.due.push(task);
                    } else if is_own || tracked.parties.creditor == Some(id) {
                        let Task { subject, step, .. } = task;
                        agenda.waiting.push(Waiting { obligation, subject, step });
                    }
                }
                Status::Dormant | Status::Suspended if is_own => {
                    agenda.waiting.extend(awaited(
                        why.reason(),
                        obligation,
                        subject.as_ref(),
                        party,
                    ));
                }
                _ => {}
            }
        }
        for tasks in [&mut agenda.due_soon, &mut agenda.due] {
            tasks.sort_by_key(|task| (task.deadline.is_none(), task.deadline));
        }
        Some(agenda)
    }
}

impl<V: Names> Agenda<V> {
    /// The agreement that it speaks of.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The lists as text, in plain phrases.
    #[must_use]
    pub fn text(&self) -> AgendaText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The lists as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> AgendaText<'a, V> {
        AgendaText::new(self, phrases)
    }
}

/// Whether a deadline lies before an instant or at it; past the end of time lies everything before.
fn is_within(deadline: Option<Instant>, soon: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| soon.is_none_or(|soon| deadline <= soon))
}

/// What a duty waits for, where that is not the party's own move: each thing once.
fn awaited<V: Names>(
    reason: &Reason<V>,
    obligation: V::Obligation,
    subject: Option<&Subject<V>>,
    party: V::Party,
) -> Vec<Waiting<V>> {
    let mut waiting: Vec<Waiting<V>> = Vec::new();
    for leaf in reason.leaves() {
        let Some(step) = leaf.takes.first() else { continue };
        let is_awaited = !step.parties().contains(&party) && *step != Move::Impossible;
        if is_awaited && !waiting.iter().any(|known| known.step == *step) {
            let (subject, step) = (subject.cloned(), step.clone());
            waiting.push(Waiting { obligation, subject, step });
        }
    }
    waiting
}
