//! The report: what a log comes to, and what always holds of it.
//!
//! # Findings
//!
//! | kind | what it says | the party is |
//! | --- | --- | --- |
//! | *overdue* | a duty was not done by its deadline: a breach | its debtor |
//! | *prohibited* | something was done past what a prohibition allows: a breach | the actor |
//! | *premature* | an act was done before its precondition held | the actor |
//! | *belated* | an act was done after its window | the actor |
//! | *void* | an event could have no effect, and why | the actor; none if several spoke |
//! | *denied* | the verifier says that it was not done | the debtor |
//! | *unmet* | a hope, an expectation or a warning was disappointed; or a window was over that somebody else ended | the debtor; of a warning that an act disregards, the actor |
//! | *deadline-passed* | a fixed deadline was over before the duty fell due | the debtor |
//! | *waived* | the only party that a precondition or window protects did without it | the actor |
//! | *repeated* | an event was told again, and said the same | the actor |
//!
//! The first six are wrong, the last four are told and nobody's fault. Each finding has its
//! instant, the place of its event in the log (counted from 1; none for what time brought), the
//! obligation or act, and, of an act that came too early or too late, what was unmet. They stand by their
//! instants; at one instant what timers bring comes before what the event that moved the clock is found
//! to be; within one event *prohibited* comes first, in the order of the obligations, then *premature*,
//! *belated* or *waived*.
//!
//! # As of when, as known by when
//!
//! `as_of` an instant, events after it are left out, and at the end the clock moves on to it.
//! Without a word a report speaks of its last event's time. `known_by` leaves out what came to be
//! known later:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .act(Boast, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P5D")))
//!     .obligation(Silence, owes(Borrower, Lender).refrain(Boast))
//!     .build()?;
//! let log = [
//!     Event::act(day(2), Borrower, Boast).known(day(9)),   // it came out a week later
//!     Event::act(day(4), Borrower, Repay),
//! ];
//! let outcome = |verifier: Verifier<Loan>| verifier.judge(&log).outcome();
//! let verifier = Verifier::new(&loan);
//! assert_eq!(outcome(verifier.clone()), Outcome::Breached);
//! assert_eq!(outcome(verifier.clone().known_by(day(8))), Outcome::Settled);
//! assert_eq!(outcome(verifier.clone().as_of(day(3)).known_by(day(8))), Outcome::Pending);
//! assert_eq!(outcome(verifier.as_of(day(1))), Outcome::Pending);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Outcome, and conformance
//!
//! The outcome is the first of these that is so:
//!
//! 1. **breached**: a binding obligation stands breached (a breach that was cured does not stand);
//! 2. **settled**: `settled_when` holds;
//! 3. **terminated**: `terminates_when` has held;
//! 4. **settled**: there is no `settled_when`, the agreement is in force, and every binding obligation is
//!    closed, or is a prohibition that is due or rests;
//! 5. **clear**: it is in force, and no binding duty is owed now, though one may still arise;
//! 6. **pending**.
//!
//! A run is **conformant** if nothing was found but *unmet*, *deadline-passed*, *waived* and *repeated*,
//! and nothing was refused. The two are apart: what was late and made good is settled and not
//! conformant; what still runs is pending, and conformant so far.
//!
//! Under submit, a refused event leaves no finding. The report lists it under its refusals, with
//! its place and the findings that it would have had:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Boast, by([Borrower]))
//!     .obligation(Silence, owes(Borrower, Lender).refrain(Boast))
//!     .build()?;
//! let log = [Event::act(day(2), Borrower, Boast)];
//! let report = Verifier::new(&loan).submitting().judge(&log);
//! assert_eq!(report.findings().len(), 0);
//! let refusal = report.refusals().next().ok_or("a refusal")?;
//! assert_eq!((refusal.event, refusal.findings[0].kind()), (1, FindingKind::Prohibited));
//! assert_eq!(report.outcome(), Outcome::Settled);
//! assert!(!report.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What always holds
//!
//! The tests of the crate hold the engine to these, on thousands of agreements and logs that nobody
//! wrote by hand, and against a second implementation that was written apart from it:
//!
//! 1. **Deterministic.** One agreement and one log give one report, on every machine, in every way
//!    of running it.
//! 2. **Replay is incremental.** Event by event, in batches, or from a saved state in the middle:
//!    the same report.
//! 3. **Irrevocable.** A closed status, and a finding, never goes away as the log grows.
//! 4. **Ticks are idle.** Bare ticks put into a log that is in order of time change no report but
//!    its places.
//! 5. **Refusal is harmless.** After a refusal the state is what it was.
//! 6. **Submit and record agree** on logs in which nothing is refused.
//! 7. **Blame is sound.** A party that does each act as soon as it is due, and nothing else, is
//!    never found overdue, prohibited, premature or belated, whatever the others do.
//! 8. **Void events have no effect** but their own finding.
//! 9. **Independence.** Two neighbouring events of one instant that touch different acts and
//!    obligations, with no condition between them, may change places.
//! 10. **A saved state** read back is equal, and goes on equally.
//! 11. **Names do not matter.** Rename everything consistently, and the report is renamed and
//!     nothing else.
//! 12. **Time shift.** Shift the agreement's date, every instant in it and the log by one exact
//!     duration, and the report is shifted by it (for agreements without calendar periods).
