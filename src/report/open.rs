//! The duties that are open, by deadline: what the head of a report, a list of what is next and a party's agenda
//! are made from.

use crate::monitor::{Scope, Status, Tracked};
use crate::names::{Ids, Names, ObligationId, Subject};
use crate::terms::Named;
use crate::time::Instant;

use super::Report;

/// A duty that is open: due, performed and to be verified, resting, or breached and still to be made good.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::Verifier;
///
/// let agreement = cuba::agreement(Reading::Practised)?;
/// let report = Verifier::new(&agreement).judge(&cuba::practice()[..12]);
/// let open = report.open_duties();
/// let bombers = open.iter().find(|duty| duty.obligation == Obligation::RemoveBombers).unwrap();
/// assert_eq!(bombers.deadline, Some("1962-12-20T20:00:00Z".parse()?));
/// assert_eq!(bombers.awaited(), Some(Party::Ussr));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenDuty<V: Names = Ids> {
    /// The obligation.
    pub obligation: V::Obligation,
    /// The subject in which it is owed; none of the run.
    pub subject: Option<Subject<V>>,
    /// How it stands.
    pub status: Status,
    /// Who owes it; none of a party that is still to be told.
    pub debtor: Option<V::Party>,
    /// To whom.
    pub creditor: Option<V::Party>,
    /// Who verifies it.
    pub verifier: Option<V::Party>,
    /// By when it is owed: its deadline, or the end of its acts' windows where time ends these before, and leaves
    /// nothing that could be done. Of what is breached it is what was missed; of what rests or is to be verified,
    /// as it stood when it came to rest.
    pub deadline: Option<Instant>,
    /// Whether its deadline is a hope, or binds nobody: to miss it is no breach.
    pub is_hope: bool,
}

impl<V: Names> OpenDuty<V> {
    /// Whose move it is: the verifier's of what is performed, else the debtor's.
    #[must_use]
    pub fn awaited(&self) -> Option<V::Party> {
        if self.status == Status::Performed { self.verifier } else { self.debtor }
    }

    /// Its deadline, where that is running: not of what is breached, rests, or is to be verified.
    #[must_use]
    pub fn running_deadline(&self) -> Option<Instant> {
        self.deadline.filter(|_| self.status == Status::Due)
    }
}

/// The same by ids.
pub(super) struct Open {
    pub(super) id: ObligationId,
    pub(super) subject: Option<Subject>,
    pub(super) line: Tracked,
    /// By when it is owed, or was.
    pub(super) late_at: Option<Instant>,
}

impl<V: Names> Report<V> {
    /// The duties that are open at the end: first what is breached, then by deadline, the soonest first, and
    /// then what has none. Prohibitions are none of them.
    #[must_use]
    pub fn open_duties(&self) -> Vec<OpenDuty<V>> {
        let lexicon = self.agreement.lexicon();
        let names = Named(lexicon);
        let terms = self.agreement.terms();
        let told = |open: Open| {
            let obligation = &terms.obligations[open.id];
            let parties = &open.line.parties;
            OpenDuty {
                obligation: lexicon.obligation(open.id),
                subject: open.subject.map(|subject| {
                    let Ok(subject) = subject.translate(&names);
                    subject
                }),
                status: open.line.status,
                debtor: parties.debtor.map(|party| lexicon.party(party)),
                creditor: parties.creditor.map(|party| lexicon.party(party)),
                verifier: parties.verifier.map(|party| lexicon.party(party)),
                deadline: open.late_at,
                is_hope: obligation.target || !obligation.binding,
            }
        };
        self.open().into_iter().map(told).collect()
    }

    pub(super) fn open(&self) -> Vec<Open> {
        let terms = self.agreement.terms();
        let mut open = self.lines_of_all(|id, line| {
            let is_moving = !line.status.is_closed() && line.status != Status::Dormant;
            is_moving && !terms.obligations[id].is_prohibition()
        });
        self.end_with_windows(&mut open);
        open.sort_by_key(|open| {
            (open.line.status != Status::Breached, open.late_at.is_none(), open.late_at)
        });
        open
    }

    /// The prohibitions that stand breached.
    pub(super) fn broken(&self) -> Vec<Open> {
        let terms = self.agreement.terms();
        self.lines_of_all(|id, line| {
            line.status == Status::Breached && terms.obligations[id].is_prohibition()
        })
    }

    /// The obligations of which this holds: those of the run, then those of subjects.
    pub(super) fn lines_of_all(&self, holds: impl Fn(ObligationId, &Tracked) -> bool) -> Vec<Open> {
        let terms = self.agreement.terms();
        let of_run = self.lines().filter(|(id, line)| holds(*id, line));
        let open = |id, subject, line: Tracked| Open {
            id,
            subject,
            late_at: self.missed_or_deadline(&line),
            line,
        };
        let mut all: Vec<Open> = of_run.map(|(id, line)| open(id, None, line)).collect();
        if self.as_of.is_some() && terms.kinds.keys().next().is_some() {
            let state = self.end.state(terms);
            let scopes: Vec<Scope> =
                terms.kinds.keys().flat_map(|kind| state.scopes(Some(kind))).collect();
            for scope in scopes {
                let lines = self.lines_in(&state, scope).filter(|(id, line)| holds(*id, line));
                all.extend(lines.map(|(id, line)| open(id, state.named(scope), line)));
            }
        }
        all
    }

    /// Its deadline; of what is breached though that has not passed, because its time was over before, when it was
    /// breached.
    fn missed_or_deadline(&self, line: &Tracked) -> Option<Instant> {
        let is_breached = line.status == Status::Breached;
        let has_passed = |at: &Instant| !is_breached || self.as_of.is_none_or(|as_of| *at < as_of);
        line.deadline.filter(has_passed).or(line.breached.filter(|_| is_breached))
    }
}
