//! The order of the letter, in types.
//!
//! Each state of the settlement is a type, and has only the steps that the letter allows there: a
//! step uses its state up and gives the next. `lift_quarantine` does not exist until the United
//! Nations has verified.
//!
//! ```text
//! Proposed ─ accept ─▶ Accepted ─ cease_work ─▶ WorkCeased ─ render_inoperable ─▶ Inoperable
//!   ─ conclude_arrangement ─▶ ArrangementConcluded
//!   ─ establish_arrangements ─▶ ArrangementsEstablished
//!   ─ remove_weapons ─▶ WeaponsRemoved ─ verify ─▶ Verified
//!         ├─ lift_quarantine ───▶ QuarantineLifted ─ assure_no_invasion ─▶ Settled
//!         └─ assure_no_invasion ─▶ Assured ────────── lift_quarantine ───▶ Settled
//! ```
//!
//! ```
//! use servanda::cuba::{self, Reading, walk::Proposed};
//! use servanda::{Monitor, Outcome};
//!
//! let noon = |day| servanda::Instant::utc(1962, 11, day, 12, 0, 0);
//! let log = Proposed::new()
//!     .accept(noon(1)?)?
//!     .cease_work(noon(2)?)?
//!     .render_inoperable(noon(3)?)?
//!     .conclude_arrangement(noon(4)?)?
//!     .establish_arrangements(noon(5)?)?
//!     .remove_weapons(noon(8)?)?
//!     .verify(noon(9)?)?
//!     .lift_quarantine(noon(10)?)?
//!     .assure_no_invasion(noon(10)?)?
//!     .into_log();
//!
//! // Its log is one that the monitor accepts, event by event, and it ends settled.
//! let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
//! for event in &log {
//!     assert!(monitor.submit(event).is_ok());
//! }
//! assert_eq!(monitor.outcome(), Outcome::Settled);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Lifting the quarantine before the United Nations has verified does not compile:
//!
//! ```compile_fail,E0599
//! use servanda::cuba::walk::Proposed;
//! # let noon = |day| servanda::Instant::utc(1962, 11, day, 12, 0, 0);
//! Proposed::new()
//!     .accept(noon(1)?)?
//!     .cease_work(noon(2)?)?
//!     .render_inoperable(noon(3)?)?
//!     .lift_quarantine(noon(4)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nor does going on twice from one state:
//!
//! ```compile_fail,E0382
//! use servanda::cuba::walk::Proposed;
//! # let noon = |day| servanda::Instant::utc(1962, 11, day, 12, 0, 0);
//! let accepted = Proposed::new().accept(noon(1)?)?;
//! let one_end = accepted.cease_work(noon(2)?)?;
//! let another = accepted.cease_work(noon(3)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What types can't hold is time: every step takes its instant, and one before the last is an
//! [`OutOfOrderError`].
//!
//! # Why both a monitor and a walk?
//!
//! A [`Monitor`](crate::Monitor) takes whatever happens, in any order, from anyone, and says what
//! it amounts to. It must: other people's deeds do not ask a compiler. The price is that a wrong
//! order is found when it happens.
//!
//! A walk is for a program that *makes* things happen and carries out one plan. There a wrong order
//! is a mistake in the program, and can be one that doesn't compile. The price is that the plan is
//! fixed: one order out of all that the agreement allows, in one
//! [reading](super::Reading::Verified), each duty kept in full, nobody in breach, nothing said
//! twice. Whoever wants to lift the quarantine under another reading, remove the weapons in parts,
//! or announce the settlement on the way, gives a monitor their own log.
//!
//! The two meet in the log: every walk, from wherever it stops, is a log that the monitor accepts.

use crate::event::Event;
use crate::monitor::OutOfOrderError;
use crate::time::Instant;

use super::clauses::item_1a::WEAPONS;
use super::{Act, Cuba, LETTER_SENT, Obligation, Party};

/// The log of a walk so far.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Steps {
    clock: Instant,
    log: Vec<Event<Cuba>>,
}

impl Steps {
    fn then(
        mut self,
        time: Instant,
        event: impl FnOnce(Instant) -> Event<Cuba>,
    ) -> Result<Self, OutOfOrderError> {
        if time < self.clock {
            return Err(OutOfOrderError { clock: self.clock, to: time });
        }
        self.clock = time;
        self.log.push(event(time));
        Ok(self)
    }

    fn did(self, time: Instant, actor: Party, act: Act) -> Result<Self, OutOfOrderError> {
        self.then(time, |time| Event::act(time, actor, act))
    }

    fn attested(self, time: Instant, obligation: Obligation) -> Result<Self, OutOfOrderError> {
        self.then(time, |time| Event::attest(time, Party::Un, obligation))
    }
}

macro_rules! states {
    ($($(#[$about:meta])* $state:ident;)*) => {$(
        $(#[$about])*
        #[must_use = "a walk goes on, or gives its log"]
        #[derive(Debug, PartialEq, Eq)]
        pub struct $state(Steps);

        impl $state {
            /// The events of the walk so far, in their order.
            #[must_use]
            pub fn log(&self) -> &[Event<Cuba>] {
                &self.0.log
            }

            /// The events of the walk, which ends here.
            #[must_use]
            pub fn into_log(self) -> Vec<Event<Cuba>> {
                self.0.log
            }
        }
    )*};
}

states! {
    /// The letter is sent. The Soviet Union can accept.
    Proposed;
    /// The proposal is accepted, and the Soviet representative instructed. Work can cease.
    Accepted;
    /// Work on the bases has ceased. The weapons can be made inoperable.
    WorkCeased;
    /// The weapons are inoperable. The arrangement can be concluded.
    Inoperable;
    /// The arrangement is concluded. The United Nations can establish it.
    ArrangementConcluded;
    /// Adequate arrangements stand, and the first things are verified under them. The weapons can
    /// be removed.
    ArrangementsEstablished;
    /// The weapons are gone, and safeguards accepted. The United Nations can verify.
    WeaponsRemoved;
    /// The United Nations has verified. Now, and not before, the quarantine can be lifted and the
    /// assurance given, in either order.
    Verified;
    /// The quarantine is lifted. The assurance can be given.
    QuarantineLifted;
    /// The assurance is given. The quarantine can be lifted.
    Assured;
    /// Everything binding is done.
    Settled;
}

impl Proposed {
    /// Starts the walk when the letter is sent, at [`LETTER_SENT`].
    ///
    /// ```
    /// use servanda::cuba::{LETTER_SENT, walk::Proposed};
    /// let accepted = Proposed::new().accept(LETTER_SENT)?;
    /// assert_eq!(accepted.log().len(), 2);   // accepted, and a representative instructed
    /// # Ok::<(), servanda::monitor::OutOfOrderError>(())
    /// ```
    pub fn new() -> Self {
        Self(Steps { clock: LETTER_SENT, log: Vec::new() })
    }

    /// The Soviet Union accepts, and instructs its representative (para-3a).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn accept(self, time: Instant) -> Result<Accepted, OutOfOrderError> {
        let steps = self.0.did(time, Party::Ussr, Act::AcceptProposal)?;
        steps.did(time, Party::Ussr, Act::InstructRepresentative).map(Accepted)
    }
}

impl Default for Proposed {
    fn default() -> Self {
        Self::new()
    }
}

impl Accepted {
    /// Work on the bases ceases (para-1b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn cease_work(self, time: Instant) -> Result<WorkCeased, OutOfOrderError> {
        self.0.did(time, Party::Ussr, Act::CeaseWork).map(WorkCeased)
    }
}

impl WorkCeased {
    /// The weapons are made inoperable (para-1b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn render_inoperable(self, time: Instant) -> Result<Inoperable, OutOfOrderError> {
        self.0.did(time, Party::Ussr, Act::RenderInoperable).map(Inoperable)
    }
}

impl Inoperable {
    /// The arrangement is worked out (para-2a).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn conclude_arrangement(
        self,
        time: Instant,
    ) -> Result<ArrangementConcluded, OutOfOrderError> {
        self.0.did(time, Party::Us, Act::ConcludeArrangement).map(ArrangementConcluded)
    }
}

impl ArrangementConcluded {
    /// The United Nations establishes the arrangements, and under them attests that work has ceased
    /// and the weapons are inoperable (item-2, para-1b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn establish_arrangements(
        self,
        time: Instant,
    ) -> Result<ArrangementsEstablished, OutOfOrderError> {
        let steps = self.0.did(time, Party::Un, Act::EstablishArrangements)?;
        let steps = steps.attested(time, Obligation::CeaseWork)?;
        steps.attested(time, Obligation::RenderInoperable).map(ArrangementsEstablished)
    }
}

impl ArrangementsEstablished {
    /// The Soviet Union removes all the weapons, and accepts safeguards against new ones (item-1a,
    /// item-1b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn remove_weapons(self, time: Instant) -> Result<WeaponsRemoved, OutOfOrderError> {
        let steps = self.0.then(time, |time| {
            Event::act(time, Party::Ussr, Act::RemoveWeapons).quantity(WEAPONS)
        })?;
        steps.did(time, Party::Ussr, Act::AcceptSafeguards).map(WeaponsRemoved)
    }
}

impl WeaponsRemoved {
    /// The United Nations verifies that the weapons are gone (item-1a).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn verify(self, time: Instant) -> Result<Verified, OutOfOrderError> {
        self.0.attested(time, Obligation::RemoveWeapons).map(Verified)
    }
}

fn lift(steps: Steps, time: Instant) -> Result<Steps, OutOfOrderError> {
    steps.did(time, Party::Us, Act::LiftQuarantine)
}

fn assure(steps: Steps, time: Instant) -> Result<Steps, OutOfOrderError> {
    steps.did(time, Party::Us, Act::AssureNoInvasion)
}

impl Verified {
    /// The United States removes the quarantine (item-2a).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn lift_quarantine(self, time: Instant) -> Result<QuarantineLifted, OutOfOrderError> {
        lift(self.0, time).map(QuarantineLifted)
    }

    /// The United States gives its assurance (item-2b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn assure_no_invasion(self, time: Instant) -> Result<Assured, OutOfOrderError> {
        assure(self.0, time).map(Assured)
    }
}

impl QuarantineLifted {
    /// The United States gives its assurance (item-2b).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn assure_no_invasion(self, time: Instant) -> Result<Settled, OutOfOrderError> {
        assure(self.0, time).map(Settled)
    }
}

impl Assured {
    /// The United States removes the quarantine (item-2a).
    ///
    /// # Errors
    /// Time cannot go back.
    pub fn lift_quarantine(self, time: Instant) -> Result<Settled, OutOfOrderError> {
        lift(self.0, time).map(Settled)
    }
}
