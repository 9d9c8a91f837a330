//! Where an obligation stands, and what a whole run comes to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::terms::{EarlyActs, Standing};

use super::Cause;

/// Where an obligation stands in its life (SEMANTICS.md, section 4).
///
/// Exhaustive on purpose: whoever decides by where an obligation stands must decide for each status. A
/// new one is a new major version.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
/// use servanda::{Monitor, Status};
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// assert_eq!(monitor.status(Obligation::CeaseWork), Some(Status::Dormant));
/// assert!(Status::Cured.is_closed() && !Status::Breached.is_closed());
/// assert_eq!(Status::Dormant.to_string(), "dormant");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "Where an obligation stands in its life (SEMANTICS.md, section 4).")
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not yet owed.
    Dormant,
    /// Owed now.
    Due,
    /// Done, and waiting for its verifier.
    Performed,
    /// Resting: neither the duty nor its deadline runs.
    Suspended,
    /// Done for good.
    Discharged,
    /// Broken.
    Breached,
    /// Broken, and made good since.
    Cured,
    /// Broken, and something else was done that stands instead of it.
    Repaired,
    /// Given up by the creditor.
    Released,
    /// Ended without having been done.
    Lapsed,
}

impl Status {
    /// Every status, in the order of a life.
    ///
    /// ```
    /// use servanda::Status;
    /// assert_eq!(Status::ALL.iter().filter(|status| status.is_closed()).count(), 5);
    /// ```
    pub const ALL: [Self; 10] = [
        Self::Dormant,
        Self::Due,
        Self::Performed,
        Self::Suspended,
        Self::Discharged,
        Self::Breached,
        Self::Cured,
        Self::Repaired,
        Self::Released,
        Self::Lapsed,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dormant => "dormant",
            Self::Due => "due",
            Self::Performed => "performed",
            Self::Suspended => "suspended",
            Self::Discharged => "discharged",
            Self::Breached => "breached",
            Self::Cured => "cured",
            Self::Repaired => "repaired",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
        }
    }

    /// Whether it never changes again: discharged, cured, repaired, released or lapsed.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Discharged | Self::Cured | Self::Repaired | Self::Released | Self::Lapsed
        )
    }
}

impl Status {
    /// Whether an act counts towards a duty that stands so, which takes early acts, or does not.
    pub(crate) fn counts_progress(self, early: EarlyActs) -> bool {
        match self {
            Self::Due | Self::Suspended | Self::Breached => true,
            Self::Dormant => early == EarlyActs::Count,
            _ => false,
        }
    }

    /// Whether the condition of this standing holds for it, where it was breached only if it stands so.
    pub(crate) fn is(self, standing: Standing) -> bool {
        match standing {
            Standing::Dormant => self == Self::Dormant,
            Standing::Due => self == Self::Due,
            Standing::Performed => self == Self::Performed,
            Standing::Suspended => self == Self::Suspended,
            Standing::Discharged => matches!(self, Self::Discharged | Self::Cured),
            Standing::Cured => self == Self::Cured,
            Standing::Repaired => self == Self::Repaired,
            Standing::Breached => matches!(self, Self::Breached | Self::Cured | Self::Repaired),
            Standing::Released => self == Self::Released,
            Standing::Lapsed => self == Self::Lapsed,
            Standing::Kept => self == Self::Discharged,
            Standing::InBreach => self == Self::Breached,
            Standing::Closed => self.is_closed(),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a run of an agreement comes to ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)).
///
/// Exhaustive on purpose, as [`Status`] is.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Outcome, Verifier};
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// assert_eq!(verifier.judge(cuba::history()).outcome(), Outcome::Pending);
/// assert_eq!(verifier.judge(cuba::as_it_might_have_gone()).outcome(), Outcome::Settled);
/// assert_eq!(verifier.judge(cuba::collapse()).outcome(), Outcome::Breached);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "What a run of an agreement comes to (SEMANTICS.md, section 6).")
)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A binding obligation stands breached.
    Breached,
    /// Nothing is breached, and what the agreement calls settled holds.
    Settled,
    /// Nothing is breached or settled, and the agreement has ended.
    Terminated,
    /// Nothing is owed now; what is dormant may still arise.
    Clear,
    /// None of these yet.
    Pending,
}

impl Outcome {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breached => "breached",
            Self::Settled => "settled",
            Self::Terminated => "terminated",
            Self::Clear => "clear",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why an obligation lapsed: ended without having been done (SEMANTICS.md, sections 4 and 6).
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Delivery }
/// # }
/// use servanda::condition::happened;
/// use servanda::monitor::Lapse;
/// use servanda::{Agreement, Event, Monitor, Report, by, owes};
/// let date = "2026-05-04T09:00:00Z".parse()?;
/// let sale = Agreement::<Sale>::builder("Sale", date)
///     .party(Party::Buyer, "who buys")
///     .party(Party::Seller, "who sells")
///     .act(Act::Pay, by([Party::Buyer]))
///     .act(Act::Deliver, by([Party::Seller]))
///     .obligation(Obligation::Delivery, owes(Party::Seller, Party::Buyer).perform(Act::Deliver))
///     .terminates_when(happened(Act::Pay))
///     .build()?;
/// let mut monitor = Monitor::new(&sale);
/// monitor.record(&Event::act(date, Party::Buyer, Act::Pay));
/// let delivery = Report::of(&monitor).obligations().next().ok_or("an obligation")?;
/// assert_eq!(delivery.lapsed, Some(Lapse::Terminated));
/// assert_eq!(Lapse::Moot.to_string(), "moot");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "Why an obligation lapsed (SEMANTICS.md, sections 4 and 6).")
)]
#[serde(rename_all = "lowercase")]
pub enum Lapse {
    /// The agreement, or its subject, terminated.
    Terminated,
    /// Its `until` came to hold.
    Ended,
    /// The windows of all its acts were over.
    Window,
    /// It could no longer arise.
    Moot,
    /// The agreement that took the place of its own doesn't have it.
    Superseded,
}

impl Lapse {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terminated => "terminated",
            Self::Ended => "ended",
            Self::Window => "window",
            Self::Moot => "moot",
            Self::Superseded => "superseded",
        }
    }
}

impl fmt::Display for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Lapse> for Cause {
    fn from(lapse: Lapse) -> Self {
        match lapse {
            Lapse::Terminated => Self::Terminated,
            Lapse::Ended => Self::Ended,
            Lapse::Window => Self::WindowOver,
            Lapse::Moot => Self::Moot,
            Lapse::Superseded => Self::Superseded,
        }
    }
}
