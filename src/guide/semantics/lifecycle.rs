//! The life of an obligation: rounds, timers, deadlines, rest.
//!
//! | status | it is |
//! | --- | --- |
//! | dormant | not yet owed |
//! | due | owed now |
//! | suspended | resting: neither the duty nor its deadline runs |
//! | performed | done, and waiting for its verifier |
//! | breached | broken |
//! | discharged | done for good, or (a prohibition) kept to its end |
//! | cured | broken, and made good since |
//! | repaired | broken, and another obligation stands instead of it |
//! | released | given up by the creditor |
//! | lapsed | ended without having been done |
//!
//! The last five are *closed*, and never change again.
//!
//! # Ought implies may
//!
//! A duty to perform is due only while one of its acts may be done: its precondition holds, and its
//! window is not over. Nobody is ever late with what
//! they were not yet allowed to do, and the deadline counts from when they were:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Lend, by([Lender]))
//!     .act(Repay, by([Borrower]).requires(happened(Lend)))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P2D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.advance(day(10))?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Dormant));
//! monitor.record(&Event::act(day(10), Lender, Lend));
//! assert_eq!(monitor.status(Repayment), Some(Status::Due));
//! assert_eq!(monitor.deadline(Repayment), Some(day(12)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rounds
//!
//! At the agreement's date, after every event, and whenever a timer fires, the state settles in
//! *rounds*. In a round every rule looks at the state as it stood when the round began, and all
//! changes are made together. Rounds repeat until one changes nothing. So the order in which a
//! document lists its obligations never decides anything. In a round:
//!
//! 1. Each `elapsed` whose `since` holds for the first time remembers the instant. So do
//!    `entry_into_force` and `terminates_when`: the agreement is in force, or terminated, from the
//!    next round on.
//!    An act whose `expires_when` holds for the first time is over from the next round on; where time
//!    brought that, just after its instant, as a deadline.
//! 2. *Dormant*: if the agreement has terminated or `until` holds, it lapses. Otherwise, if the
//!    agreement is in force, `when` holds and (to perform) an act may be done or enough was done
//!    early, it falls due: the deadline is set, a prohibition's count and period start. What is done
//!    already is performed or discharged at once. What can no longer arise lapses: `when` never
//!    holds any more, or the windows of all its acts are over.
//! 3. *Due* or *suspended*, to perform or achieve: if it is done, it is performed (a verifier is
//!    named), cured (it was ever breached) or discharged. Otherwise, if terminated or `until` holds,
//!    it lapses. Otherwise, if the windows of all its acts are over, it is overdue where time or its
//!    debtor ended them, and lapses where somebody else did. Otherwise it rests while
//!    `suspended_while` holds or no act may be done, and is due when neither is so.
//! 4. *Due* or *suspended*, to refrain: if terminated or `until` holds, it is discharged: it was
//!    kept to its end. Otherwise it rests while `suspended_while` holds.
//! 5. *Performed*: it waits for its verifier, or the verifier's silence, whatever else ends.
//! 6. *Breached*, to perform or achieve: if it is done after all and nobody verifies it, it is cured;
//!    if what repairs it is discharged, it is repaired. To refrain: it stays in force, so that
//!    further breaches are found, until terminated or `until` holds; it stays breached, unless it is
//!    repaired.
//!
//! For an obligation that *survives*, the agreement never counts as terminated.
//!
//! Note the order within a rule: what is done wins over what ends. A duty that is performed by the
//! very event that ends the agreement is discharged:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay))
//!     .terminates_when(happened(Repay))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(2), Borrower, Repay));
//! assert!(monitor.is_terminated());
//! assert_eq!(monitor.status(Repayment), Some(Status::Discharged));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Deadlines
//!
//! **The deadline's own instant is in time.** A deadline fires just after its instant, and what it
//! does is dated at it:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P2D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.advance(day(3))?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Due));
//!
//! let mut in_time = monitor.clone();
//! in_time.record(&Event::act(day(3), Borrower, Repay));
//! assert_eq!(in_time.status(Repayment), Some(Status::Discharged));
//!
//! monitor.advance("2026-05-03T12:00:00.000000001Z".parse()?)?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Breached));
//! assert_eq!(monitor.findings().next().map(|finding| finding.at), Some(day(3)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **A breach can be cured**, and stays a breach that was: the finding remains, and `breached` goes
//! on to hold in conditions.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P2D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(4), Borrower, Repay));
//! assert_eq!(monitor.status(Repayment), Some(Status::Cured));
//! assert_eq!(monitor.outcome(), Outcome::Settled);
//! assert!(!monitor.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **A hope is told.** If the deadline is a `target`, or the obligation is not binding, a deadline
//! that passes is *unmet*: told, nobody's fault, and the duty stays due.
//!
//! **A fixed deadline that is over** when the duty falls due is no deadline: *deadline-passed*
//! tells so, and the duty is due without one.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Lend, by([Lender]))
//!     .act(Repay, by([Borrower]))
//!     .obligation(
//!         Repayment,
//!         owes(Borrower, Lender).perform(Repay).when(happened(Lend)).at(day(5)),
//!     )
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(6), Lender, Lend));
//! assert_eq!(monitor.status(Repayment), Some(Status::Due));
//! assert_eq!(monitor.deadline(Repayment), None);
//! assert_eq!(monitor.findings().next().map(|it| it.kind()), Some(FindingKind::DeadlinePassed));
//! assert!(monitor.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rest, and the time that is given back
//!
//! While a duty rests, its deadline does not fire. When it goes on, the deadline moves later by the
//! time that it rested:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .act(Sign, by([Witness]))     // "the bank is closed", and open again when signed twice
//!     .obligation(
//!         Repayment,
//!         owes(Borrower, Lender)
//!             .perform(Repay)
//!             .within(span("P5D"))
//!             .suspended_while(all([happened(Sign), not(happened_quantity(Sign, 2))])),
//!     )
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! assert_eq!(monitor.deadline(Repayment), Some(day(6)));
//! monitor.record(&Event::act(day(3), Witness, Sign));
//! assert_eq!(monitor.status(Repayment), Some(Status::Suspended));
//! monitor.record(&Event::act(day(10), Witness, Sign));
//! assert_eq!(monitor.status(Repayment), Some(Status::Due));
//! assert_eq!(monitor.deadline(Repayment), Some(day(13)));   // seven days later
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A prohibition that rests counts nothing that is done meanwhile.
//!
//! # Verified duties
//!
//! A duty with a verifier is *performed* when enough is done, and waits. No deadline fires while it
//! waits: what was done in time was in time, however long the verifier takes. If the verifier denies
//! it, it was never done: progress goes back to nought, the duty is due again, and its deadline moves
//! later by the time that it waited. So nobody is late because a verifier was slow:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(
//!         Repayment,
//!         owes(Borrower, Lender).perform(Repay).within(span("P2D")).verified_by(Witness),
//!     )
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(2), Borrower, Repay));
//! monitor.advance(day(20))?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Performed));
//!
//! monitor.record(&Event::deny(day(20), Witness, Repayment));
//! assert_eq!(monitor.status(Repayment), Some(Status::Due));
//! assert_eq!(monitor.deadline(Repayment), Some(day(21)));   // one day was left
//! monitor.advance(day(22))?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Breached));
//! let found: Vec<_> = monitor.findings().map(|finding| (finding.kind(), finding.at)).collect();
//! assert_eq!(found, [(FindingKind::Denied, day(20)), (FindingKind::Overdue, day(21))]);
//!
//! // Done again, it is cured only when it is attested.
//! monitor.record(&Event::act(day(23), Borrower, Repay));
//! assert_eq!(monitor.status(Repayment), Some(Status::Breached));
//! monitor.record(&Event::attest(day(24), Witness, Repayment));
//! assert_eq!(monitor.status(Repayment), Some(Status::Cured));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Prohibitions, and their periods
//!
//! A prohibition counts what its debtor does while it is in force: due, or breached and not ended.
//! Past `beyond` it is breached. With `per` the count starts anew in each period; periods run from
//! when the prohibition fell due, and a period's end belongs to the next:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Boast, by([Borrower]))
//!     .obligation(Silence, owes(Borrower, Lender).refrain(Boast).beyond(1).per(span("P7D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(7), Borrower, Boast));
//! monitor.record(&Event::act(day(8), Borrower, Boast));   // noon on the 8th: the second period
//! assert_eq!(monitor.status(Silence), Some(Status::Due));
//! monitor.record(&Event::act(day(9), Borrower, Boast));
//! assert_eq!(monitor.status(Silence), Some(Status::Breached));
//! monitor.record(&Event::act(day(10), Borrower, Boast));  // and again: a finding for each event
//! assert_eq!(monitor.findings().count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A prohibition that is not binding is a warning: what goes past its limit is *unmet*, and it
//! stays due.
//!
//! # Timers
//!
//! `reached`, `elapsed` and the end of `recent` fire at their instant; deadlines, a verifier's silence
//! and windows that time ends just after theirs. Timers fire in order of time; at one instant all
//! conditions' timers come before all deadlines, and deadlines of one instant come together. The state settles after each instant's conditions, and after each
//! instant's deadlines.
//!
//! So a duty that ends at the very instant of its deadline was not late:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(
//!         Repayment,
//!         owes(Borrower, Lender).perform(Repay).at(day(5)).until(reached(day(5))),
//!     )
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.advance(day(20))?;
//! assert_eq!(monitor.status(Repayment), Some(Status::Lapsed));
//! assert!(monitor.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The end
//!
//! When `terminates_when` first holds, everything open lapses, prohibitions are discharged, what is
//! performed still waits for its verifier, and breaches stay what they are. What `survives` is not touched:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Leave, by([Lender]))
//!     .act(Repay, by([Borrower]))
//!     .act(Boast, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay))
//!     .obligation(Silence, owes(Borrower, Lender).refrain(Boast).survives())
//!     .terminates_when(happened(Leave))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(2), Lender, Leave));
//! assert_eq!(monitor.status(Repayment), Some(Status::Lapsed));
//! assert_eq!(monitor.status(Silence), Some(Status::Due));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
