//! The docket of an agreement: many runs in one container, as a court keeps the list of its cases.
//!
//! A [`Docket`] does no input or output and reads no clock. Whoever feeds it (a service, an engine
//! that replays a log after a crash) tells it at which offset an event stands in its log; it takes
//! each offset once, and everything that it finds has an [identity](crate::report::FindingId), so that
//! each finding can be told once, whatever is repeated.
//!
//! # One shard of many
//!
//! Cases don't know of each other, so a log of many can be judged in shards, each with a docket of its
//! own: [`shard`] says to which one a case falls. Feed each the events of its cases at their offsets in
//! the whole log, and together they come to what one [`Verifier`](crate::Verifier) says.
//!
//! ```
//! use servanda::cuba::{self, Reading};
//! use servanda::docket::{Docket, shard};
//! use servanda::Verifier;
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let cases = ["one", "two", "three"];
//! let history = cuba::history();
//! let log: Vec<_> =
//!     history.iter().flat_map(|event| cases.map(|case| event.clone().case(case))).collect();
//!
//! let mut shards = vec![Docket::new(&agreement); 2];
//! let mut told = Vec::new();
//! for (event, offset) in log.iter().zip(0..) {
//!     let shard = &mut shards[shard(event.case.as_deref(), 2)];
//!     shard.apply(offset, [event]);
//!     told.extend(shard.findings_since(offset));
//!     shard.apply(offset, [event]);   // told twice, taken once
//! }
//! let mut verification = Verifier::new(&agreement).start();
//! verification.take_all(&log);
//! let findings: usize = verification.reports().map(|report| report.findings().len()).sum();
//! assert_eq!(told.len(), findings);
//! # Ok::<(), servanda::AgreementError>(())
//! ```

mod answer;
mod apply;
mod carried;
mod case_index;
mod cases;
mod judging;
mod name;
mod questions;
#[cfg(feature = "json")]
mod saved;
mod sharding;

use std::collections::BTreeSet;

use crate::monitor::{Monitor, ShardRunner};
use crate::names::{Ids, Names};
use crate::report::Skipped;
use crate::terms::Agreement;

pub use answer::{Answer, Found, Refused};
pub use carried::CaseCarryError;
pub(crate) use cases::{Case, Taken, report};
pub(crate) use judging::Judging;
#[cfg(feature = "json")]
pub use saved::{DocketError, Restored};
pub(crate) use sharding::Sharding;
pub use sharding::shard;

use answer::Noted;
use cases::Cases;

/// Many runs of one agreement, one for each `case`.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::docket::Docket;
/// use servanda::{Event, Status};
///
/// let mut docket = Docket::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let answer = docket.submit(&accepted.case("1962"))?;
/// assert!(answer.changes.iter().any(|it| it.obligation() == Some(&Obligation::CeaseWork)));
///
/// docket.record(&cuba::history()[1].clone().case("1962"));
///
/// // What the Soviet Union owes, over all cases, and when time alone brings something next.
/// assert!(docket.owed_by(Party::Ussr).any(|(case, owed)| {
///     (case, owed.status) == (Some("1962"), Status::Due)
/// }));
/// assert_eq!(docket.next_timeout(), Some("1962-10-30T14:04:00Z".parse()?));
/// let found = docket.advance("1962-10-31T00:00:00Z".parse()?);
/// assert_eq!(found[0].finding.obligation(), Some(&Obligation::Announce));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Docket<V: Names = Ids> {
    agreement: Agreement<V>,
    judging: Judging,
    sharding: Sharding,
    cases: Cases<V>,
    /// The offset of the event that comes next.
    offset: u64,
    /// What was found and refused, in the order in which it came.
    noted: Vec<Noted>,
    skipped: Vec<Skipped>,
    /// Whether an event was left out: then it can't be judged as of a later instant.
    has_left_out: bool,
    /// What whoever feeds it wants to find again.
    note: Box<str>,
    /// What changed since it was written down last.
    changed: Changed,
}

/// What changed since a docket was written down.
#[derive(Clone, Debug, Default)]
struct Changed {
    /// The numbers of cases.
    cases: BTreeSet<usize>,
    /// The names of cases that were closed.
    closed: Vec<Option<Box<str>>>,
    /// Whether it judges as of another instant than the written one.
    is_judged_anew: bool,
    /// How many skipped lines were written down.
    skipped: usize,
    /// The checksum of what was written down last.
    #[cfg(feature = "json")]
    link: saved::Link,
}

impl<V: Names> Docket<V> {
    /// A docket without a case, which records what it is given.
    ///
    /// [`Verifier::docket`](crate::Verifier::docket) makes one that submits, or leaves out what
    /// happened or came to be known after an instant, or remembers less of each case.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        Self::judging(agreement, Judging::default())
    }

    pub(crate) fn judging(agreement: &Agreement<V>, judging: Judging) -> Self {
        Self {
            agreement: agreement.clone(),
            judging,
            sharding: Sharding::new(1),
            cases: Cases::new(agreement, judging.keeps_milestones),
            offset: 0,
            noted: Vec::new(),
            skipped: Vec::new(),
            has_left_out: false,
            note: Box::default(),
            changed: Changed::default(),
        }
    }

    /// The runs so far with the places of their first events, and with whoever takes them on.
    pub(crate) fn cases(&self) -> impl Iterator<Item = (u64, &ShardRunner<V>, &Case)> {
        self.cases.runs()
    }

    /// Whoever takes the runs on, the places of their first events, and the runs in that order; of a
    /// docket of which no case was closed.
    pub(crate) fn into_runs(self) -> (ShardRunner<V>, Vec<u64>, Vec<Vec<Case>>) {
        self.cases.into_runs()
    }

    /// The run of a case so far, whose name has this hash.
    pub(crate) fn monitor(&self, case: Option<&str>, hash: u64) -> Option<Monitor<V>> {
        self.cases.monitor(case, hash)
    }

    /// The number of the case of this name, if there is one.
    fn find(&self, case: Option<&str>) -> Option<usize> {
        self.cases.find(case, self.sharding.hash(case.map(str::as_bytes)))
    }
}
