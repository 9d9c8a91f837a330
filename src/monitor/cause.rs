//! Why an obligation moved.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why an obligation moved from one status to another. Each is one rule of SEMANTICS.md.
///
/// More may come: a cause explains, and nothing is decided by it.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::monitor::{Cause, Transition};
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
/// let change = monitor.history(Obligation::CeaseWork).next().unwrap();
/// assert!(matches!(change.transition, Transition::Moved { cause: Cause::FellDue, .. }));
/// assert_eq!(Cause::FellDue.to_string(), "what it waited for holds");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// The agreement is in force, its condition holds, and it may be done (4.2).
    FellDue,
    /// Everything owed was done (4.3).
    Done,
    /// Everything owed was done, and the verifier's word is awaited (4.3).
    AwaitsVerification,
    /// Its `suspended_while` holds (4.3, 4.4).
    Rests,
    /// Its act's precondition holds no longer: nobody owes what they may not do (4.3).
    MayNotYet,
    /// What made it rest is over (4.3, 4.4).
    Resumes,
    /// Its `until` holds (4.2 to 4.4).
    Ended,
    /// The agreement terminated (4.2 to 4.4).
    Terminated,
    /// Its deadline passed (4, timers).
    DeadlinePassed,
    /// More was done than it allows (5, an act).
    LimitPassed,
    /// The verifier attested it (5, attest).
    Attested,
    /// The verifier denied it (5, deny).
    Denied,
    /// The verifier's silence attested it (4, timers).
    DeemedAttested,
    /// The creditor released it (5, release).
    Released,
    /// The windows of all its acts are over (4.2, 4.3).
    WindowOver,
    /// It can no longer arise (4.2).
    Moot,
    /// The agreement that took the place of its own doesn't have it (12).
    Superseded,
    /// What repairs it was done (4.6).
    Repaired,
    /// The creditor gave it a second term (5, extend).
    Extended,
    /// The parties gave it a second term (5, amend).
    Amended,
}

impl Cause {
    /// The reason in a few words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FellDue => "what it waited for holds",
            Self::Done => "everything owed was done",
            Self::AwaitsVerification => "everything owed was done; its verifier's word is awaited",
            Self::Rests => "what suspends it holds",
            Self::MayNotYet => "its act may not be done now",
            Self::Resumes => "what made it rest is over",
            Self::Ended => "it is owed no longer",
            Self::Terminated => "the agreement terminated",
            Self::DeadlinePassed => "its deadline passed",
            Self::LimitPassed => "more was done than it allows",
            Self::Attested => "its verifier attested it",
            Self::Denied => "its verifier denied it",
            Self::DeemedAttested => "its verifier was silent for so long",
            Self::Released => "its creditor released it",
            Self::WindowOver => "the windows of all its acts are over",
            Self::Moot => "it can no longer arise",
            Self::Superseded => "the agreement that took the place of its own doesn't have it",
            Self::Repaired => "what repairs it was done",
            Self::Extended => "its creditor gave it another term",
            Self::Amended => "its parties gave it another term",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
