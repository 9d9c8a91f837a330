//! Findings: something wrong or worth telling, whom it concerns, when, and why (SEMANTICS.md,
//! section 6).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::{Deed, Stated};
use crate::names::{Ids, Subject, Translate, Vocabulary};
use crate::terms::Condition;
use crate::time::Instant;

/// Something wrong or worth telling.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::Verifier;
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let finding = report.findings().find(|it| !it.kind().is_only_told()).unwrap();
/// assert_eq!((finding.kind(), finding.event), (FindingKind::Premature, Some(10)));
/// assert_eq!((finding.party(), finding.act()), (Some(&Party::Us), Some(&Act::LiftQuarantine)));
/// assert_eq!(finding.unmet().len(), 2);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding<V: Vocabulary = Ids> {
    /// The instant that it is dated at.
    pub at: Instant,
    /// The place in the log of the event that it is about, counted from 1; none for what timers and
    /// settling bring.
    pub event: Option<u64>,
    /// The subject that it is about; none of what is the run's.
    pub subject: Option<Subject<V>>,
    /// What it is.
    pub matter: Matter<V>,
}

/// What a finding is, with all it concerns.
///
/// Exhaustive, as [`FindingKind`] is: who acts on findings is to be told by the compiler of a new one.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::monitor::{Matter, VoidReason};
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let step = monitor.record(&Event::act(monitor.clock().unwrap(), Party::Cuba, Act::LiftQuarantine));
/// match step.findings().next().unwrap().matter {
///     Matter::Void { reason, needed, .. } => {
///         assert_eq!(reason, VoidReason::Unauthorized);
///         assert_eq!(needed, [Party::Us]);   // who could have done it
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter<V: Vocabulary = Ids> {
    /// A breach: a duty was not done by its deadline.
    Overdue {
        /// The debtor.
        party: V::Party,
        /// The duty.
        obligation: V::Obligation,
        /// The deadline.
        deadline: Instant,
    },
    /// A breach: something was done that the actor must not do.
    Prohibited {
        /// The actor.
        party: V::Party,
        /// The prohibition.
        obligation: V::Obligation,
    },
    /// An act was done before its precondition held.
    Premature {
        /// The actor.
        party: V::Party,
        /// The act.
        act: V::Act,
        /// What was unmet of it: each would have to hold.
        unmet: Vec<Condition<V>>,
    },
    /// An act was done after its window was over.
    Belated {
        /// The actor.
        party: V::Party,
        /// The act.
        act: V::Act,
        /// That what ended the window had not.
        unmet: Vec<Condition<V>>,
    },
    /// An event had no effect.
    Void {
        /// Why.
        reason: VoidReason,
        /// The parties that could have done it, or whose consent is missing.
        needed: Vec<V::Party>,
        /// What the event said.
        deed: Deed<V>,
    },
    /// What was said of a log that is judged by time had no effect. Its kind is that of a void event.
    VoidStatement {
        /// Why.
        reason: VoidReason,
        /// The parties whose consent is missing, or who could have said it.
        needed: Vec<V::Party>,
        /// What was said.
        stated: Stated<V>,
    },
    /// A verifier denied that a duty was performed.
    Denied {
        /// The debtor.
        party: V::Party,
        /// The duty.
        obligation: V::Obligation,
    },
    /// A hope was disappointed: a target or an expectation was missed, or a warning not heeded.
    /// Nobody's fault.
    Unmet {
        /// The debtor.
        party: V::Party,
        /// The obligation.
        obligation: V::Obligation,
    },
    /// A duty fell due when its fixed deadline was already past; it has none now. Nobody's fault.
    DeadlinePassed {
        /// The debtor.
        party: V::Party,
        /// The duty.
        obligation: V::Obligation,
        /// The deadline that was past.
        deadline: Instant,
    },
    /// The only party that a precondition and a window protect acted before the one held or after the
    /// other was over, and so waived them. Nobody's fault.
    Waived {
        /// The actor.
        party: V::Party,
        /// The act.
        act: V::Act,
        /// What was unmet: each would have to hold.
        unmet: Vec<Condition<V>>,
    },
    /// An event was told again: one of its id had an effect before, and said the same. Nobody's fault.
    Repeated {
        /// What the event said.
        deed: Deed<V>,
    },
    /// A duty fell due, and its deadline lies outside the days that its calendar covers; it has none.
    /// Nobody's fault.
    Unreckoned {
        /// The duty.
        obligation: V::Obligation,
    },
}

/// The kinds of findings.
///
/// Exhaustive on purpose: who acts on verdicts must handle them whole, and a kind that was overlooked
/// would be a breach that nobody sees. A new kind is a new major version.
///
/// ```
/// use servanda::monitor::FindingKind;
/// assert!(FindingKind::Overdue.is_breach() && FindingKind::Prohibited.is_breach());
/// assert!(FindingKind::Unmet.is_only_told());
/// assert_eq!(FindingKind::DeadlinePassed.to_string(), "deadline-passed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// See [`Matter::Overdue`].
    Overdue,
    /// See [`Matter::Prohibited`].
    Prohibited,
    /// See [`Matter::Premature`].
    Premature,
    /// See [`Matter::Belated`].
    Belated,
    /// See [`Matter::Void`].
    Void,
    /// See [`Matter::Denied`].
    Denied,
    /// See [`Matter::Unmet`].
    Unmet,
    /// See [`Matter::DeadlinePassed`].
    DeadlinePassed,
    /// See [`Matter::Waived`].
    Waived,
    /// See [`Matter::Repeated`].
    Repeated,
    /// See [`Matter::Unreckoned`].
    Unreckoned,
}

/// Why an event is void, in the order in which the reasons are tried.
///
/// More may come: to a caller each is one more way in which nothing happened.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::monitor::{Matter, VoidReason};
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// // Nothing was removed yet, so there is nothing to attest.
/// let event = Event::attest(monitor.clock().unwrap(), Party::Un, Obligation::RemoveWeapons);
/// let refusal = monitor.submit(&event).unwrap_err();
/// let Matter::Void { reason, .. } = refusal.findings[0].matter else { panic!("it is void") };
/// assert_eq!(reason, VoidReason::NothingToVerify);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "Why an event is void, in the order in which the reasons are tried.")
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum VoidReason {
    /// It has the id of an earlier event, and says something else.
    Conflicting,
    /// It is earlier than an event before it.
    OutOfOrder,
    /// It came to be known before it happened.
    Future,
    /// In a log that is judged by time: it is about what the log was said to have all of.
    Complete,
    /// It uses a name that the agreement doesn't know.
    Unknown,
    /// The run can't be carried over to the agreement that it would put in the place of the run's own.
    NotCarried,
    /// It does not tell what it must, or tells something else.
    Untold,
    /// Its subject there is not, and it opens none; or it names one and is about nothing that has any.
    NoSubject,
    /// So many periods would open on the way to it that it is too far.
    TooFar,
    /// The actor may not do it, or does not speak for whoever may.
    Unauthorized,
    /// A power was used without right: before its precondition held, or after its window was over.
    NoPower,
    /// There is nothing to attest or to deny.
    NothingToVerify,
    /// The obligation is closed.
    Closed,
    /// The obligation has no deadline before the new one.
    NoDeadline,
    /// The consent of some party is missing.
    NoConsent,
    /// The obligation is not one whose quantity, deadline or verifier can be amended as it stands.
    NotDue,
}

impl FindingKind {
    pub(crate) const ALL: [Self; 11] = [
        Self::Overdue,
        Self::Prohibited,
        Self::Premature,
        Self::Belated,
        Self::Void,
        Self::Denied,
        Self::Unmet,
        Self::DeadlinePassed,
        Self::Waived,
        Self::Repeated,
        Self::Unreckoned,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Prohibited => "prohibited",
            Self::Premature => "premature",
            Self::Belated => "belated",
            Self::Void => "void",
            Self::Denied => "denied",
            Self::Unmet => "unmet",
            Self::DeadlinePassed => "deadline-passed",
            Self::Waived => "waived",
            Self::Repeated => "repeated",
            Self::Unreckoned => "unreckoned",
        }
    }

    /// Whether it is only told, and nobody's fault.
    #[must_use]
    pub fn is_only_told(self) -> bool {
        matches!(
            self,
            Self::Unmet | Self::DeadlinePassed | Self::Waived | Self::Repeated | Self::Unreckoned
        )
    }

    /// Whether it is a breach.
    #[must_use]
    pub fn is_breach(self) -> bool {
        matches!(self, Self::Overdue | Self::Prohibited)
    }

    /// Whether submitting an event that would have it is refused.
    pub(crate) fn is_refused(self) -> bool {
        matches!(
            self,
            Self::Void | Self::Prohibited | Self::Premature | Self::Belated | Self::Waived
        )
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl VoidReason {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conflicting => "conflicting",
            Self::OutOfOrder => "out-of-order",
            Self::Future => "future",
            Self::Complete => "complete",
            Self::Unknown => "unknown",
            Self::NotCarried => "not-carried",
            Self::Untold => "untold",
            Self::NoSubject => "no-subject",
            Self::TooFar => "too-far",
            Self::Unauthorized => "unauthorized",
            Self::NoPower => "no-power",
            Self::NothingToVerify => "nothing-to-verify",
            Self::Closed => "closed",
            Self::NoDeadline => "no-deadline",
            Self::NoConsent => "no-consent",
            Self::NotDue => "not-due",
        }
    }
}

impl VoidReason {
    /// Whether it is found of an event by itself, before the clock has moved, or before anything is judged.
    pub(crate) fn is_found_alone(self) -> bool {
        matches!(
            self,
            Self::Conflicting
                | Self::OutOfOrder
                | Self::Future
                | Self::Complete
                | Self::Unknown
                | Self::NotCarried
                | Self::Untold
        )
    }
}

impl fmt::Display for VoidReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<V: Vocabulary> Finding<V> {
    /// What kind it is of.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        match &self.matter {
            Matter::Overdue { .. } => FindingKind::Overdue,
            Matter::Prohibited { .. } => FindingKind::Prohibited,
            Matter::Premature { .. } => FindingKind::Premature,
            Matter::Belated { .. } => FindingKind::Belated,
            Matter::Void { .. } | Matter::VoidStatement { .. } => FindingKind::Void,
            Matter::Denied { .. } => FindingKind::Denied,
            Matter::Unmet { .. } => FindingKind::Unmet,
            Matter::DeadlinePassed { .. } => FindingKind::DeadlinePassed,
            Matter::Waived { .. } => FindingKind::Waived,
            Matter::Repeated { .. } => FindingKind::Repeated,
            Matter::Unreckoned { .. } => FindingKind::Unreckoned,
        }
    }

    /// The party that it concerns; none for a void event of several parties, of nobody, or of one
    /// that the agreement doesn't know, and for a deadline that can't be reckoned.
    #[must_use]
    pub fn party(&self) -> Option<&V::Party> {
        match &self.matter {
            Matter::Overdue { party, .. }
            | Matter::Prohibited { party, .. }
            | Matter::Premature { party, .. }
            | Matter::Belated { party, .. }
            | Matter::Denied { party, .. }
            | Matter::Unmet { party, .. }
            | Matter::DeadlinePassed { party, .. }
            | Matter::Waived { party, .. } => Some(party),
            Matter::Void { deed, .. } | Matter::Repeated { deed } => deed.actor(),
            Matter::Unreckoned { .. } => None,
            Matter::VoidStatement { stated, .. } => stated.actor(),
        }
    }

    /// The obligation that it concerns, if it concerns one.
    #[must_use]
    pub fn obligation(&self) -> Option<&V::Obligation> {
        match &self.matter {
            Matter::Overdue { obligation, .. }
            | Matter::Prohibited { obligation, .. }
            | Matter::Denied { obligation, .. }
            | Matter::Unmet { obligation, .. }
            | Matter::DeadlinePassed { obligation, .. }
            | Matter::Unreckoned { obligation } => Some(obligation),
            Matter::Void { deed, .. } | Matter::Repeated { deed } => deed.obligation(),
            Matter::Premature { .. }
            | Matter::Belated { .. }
            | Matter::Waived { .. }
            | Matter::VoidStatement { .. } => None,
        }
    }

    /// The act that it concerns, if it concerns one.
    #[must_use]
    pub fn act(&self) -> Option<&V::Act> {
        match &self.matter {
            Matter::Premature { act, .. }
            | Matter::Belated { act, .. }
            | Matter::Waived { act, .. } => Some(act),
            Matter::Void { deed, .. } | Matter::Repeated { deed } => deed.act(),
            _ => None,
        }
    }

    /// What was unmet of a premature, belated or waiving act: each would have to hold.
    #[must_use]
    pub fn unmet(&self) -> &[Condition<V>] {
        match &self.matter {
            Matter::Premature { unmet, .. }
            | Matter::Belated { unmet, .. }
            | Matter::Waived { unmet, .. } => unmet,
            _ => &[],
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        to: &T,
    ) -> Result<Finding<W>, T::Error> {
        let conditions = |conditions: &[Condition<V>]| -> Result<Vec<Condition<W>>, T::Error> {
            conditions.iter().map(|condition| condition.translate(to)).collect()
        };
        let matter = match &self.matter {
            Matter::Overdue { party, obligation, deadline } => Matter::Overdue {
                party: to.party(party)?,
                obligation: to.obligation(obligation)?,
                deadline: *deadline,
            },
            Matter::Prohibited { party, obligation } => Matter::Prohibited {
                party: to.party(party)?,
                obligation: to.obligation(obligation)?,
            },
            Matter::Premature { party, act, unmet } => Matter::Premature {
                party: to.party(party)?,
                act: to.act(act)?,
                unmet: conditions(unmet)?,
            },
            Matter::Belated { party, act, unmet } => Matter::Belated {
                party: to.party(party)?,
                act: to.act(act)?,
                unmet: conditions(unmet)?,
            },
            Matter::Repeated { deed } => Matter::Repeated { deed: deed.translate(to)? },
            Matter::Void { reason, needed, deed } => Matter::Void {
                reason: *reason,
                needed: to.parties(needed)?,
                deed: deed.translate(to)?,
            },
            Matter::VoidStatement { reason, needed, stated } => Matter::VoidStatement {
                reason: *reason,
                needed: to.parties(needed)?,
                stated: stated.translate(to)?,
            },
            Matter::Denied { party, obligation } => {
                Matter::Denied { party: to.party(party)?, obligation: to.obligation(obligation)? }
            }
            Matter::Unmet { party, obligation } => {
                Matter::Unmet { party: to.party(party)?, obligation: to.obligation(obligation)? }
            }
            Matter::DeadlinePassed { party, obligation, deadline } => Matter::DeadlinePassed {
                party: to.party(party)?,
                obligation: to.obligation(obligation)?,
                deadline: *deadline,
            },
            Matter::Unreckoned { obligation } => {
                Matter::Unreckoned { obligation: to.obligation(obligation)? }
            }
            Matter::Waived { party, act, unmet } => Matter::Waived {
                party: to.party(party)?,
                act: to.act(act)?,
                unmet: conditions(unmet)?,
            },
        };
        let subject = self.subject.as_ref().map(|it| it.translate(to)).transpose()?;
        Ok(Finding { at: self.at, event: self.event, subject, matter })
    }
}
