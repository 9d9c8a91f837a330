//! An agreement: its keys, what they mean, and what holds when nothing is said.
//!
//! # The agreement
//!
//! | key | meaning | without it |
//! | --- | --- | --- |
//! | `title` | its name | must be there |
//! | `date` | the instant at which its clock starts | the time of the first event that counts |
//! | `parties` | name and description of each; of a [group](crate::guide::clauses::groups) `gist`, `members`, `speaks` | must be there |
//! | `registrar` | who keeps the log | nobody |
//! | `acts` | what may be done, see below | must be there |
//! | `obligations` | what is owed, in the order of the document, see below | must be there |
//! | `entry_into_force` | until this first holds, nothing is due | in force at once |
//! | `terminates_when` | from when this first holds, everything still open lapses | it never ends so |
//! | `settled_when` | what *settled* means | it is in force, has not terminated, and every binding obligation is closed, or is a prohibition that is due or rests |
//! | `passages` | the source text piece by piece, for `cites` to point at | no passages |
//!
//! # An act
//!
//! | key | meaning | without it |
//! | --- | --- | --- |
//! | `by` | who may do it; at least one party, or `all` | must be there |
//! | `requires` | its precondition: what must hold first | nothing |
//! | `expires_when` | from when this first holds, its [window](crate::guide::clauses::windows) is over, for good | it stays open |
//! | `power` | `true`: done without right it is void | `false` |
//! | `protects` | in whose favour precondition and window stand: they alone, all together, can waive them | every party that is no group |
//! | `tells`, `unit` | what its events [tell](crate::guide::clauses::told), and in what they are counted | nothing, pieces |
//! | `cites` | the passages that it encodes | none |
//!
//! Whoever is not in `by` cannot do the act at all: an event that says so is *void*. Whoever is,
//! but does it before the precondition holds, is *premature*, and after its window *belated*: it has
//! happened, and it was too early, or too late.
//!
//! # An obligation
//!
//! | key | meaning | without it |
//! | --- | --- | --- |
//! | `debtor`, `creditor` | who owes, and to whom | must be there |
//! | `perform`, with `quantity` | one of these acts must be done, so much in all | 1 |
//! | or `achieve` | this condition must hold | |
//! | or `refrain`, with `beyond` and `per` or `in_any` | these acts must not be done more than so much, in all, in each period, or within any stretch | not at all |
//! | `where` | only events that told so count | all count |
//! | `when` | from when this first holds it is owed | at once |
//! | `until` | from when this holds it is owed no longer | never |
//! | `suspended_while` | while this holds, it and its deadline rest | never |
//! | `within` or `at` | the deadline: so long after it fell due, or a fixed instant | none |
//! | `target` | the deadline is a hope: to miss it is told, and is no breach | a term |
//! | `binding` | `false`: an expectation or a warning; never breached, and settlement does not wait for it | `true` |
//! | `early` | `ignored`: acts done before it was due do not count | `counts` |
//! | `verified_by` | whose attestation discharges it | nobody's |
//! | `deemed_after` | the verifier's [silence](crate::guide::clauses::silence) for so long attests | it never does |
//! | `repaired_by` | the obligation which [stands instead](crate::guide::clauses::remedies) once it is discharged | none |
//! | `survives` | `true`: termination does not touch it | `false` |
//! | `cites` | the passages that it encodes | none |
//!
//! *Promptly* is no deadline: a word without a figure is none. What belongs to the other kind of
//! duty is an error: a deadline, `quantity`, `early` or `verified_by` on a prohibition, `beyond`, `per` or
//! `in_any` on a duty. So is a debtor who is not able to do each of the acts. In Rust
//! most of this does not compile; in a file every defect is told with its place.
//!
//! ## Quantities are totals
//!
//! An act counts towards *every* duty to perform it that its debtor has, open or still to come.
//! Instalments are therefore written as running totals:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let halves = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).quantity(50).at(day(10)))
//!     .obligation(Interest, owes(Borrower, Lender).perform(Repay).quantity(100).at(day(20)))
//!     .build()?;
//! let mut monitor = Monitor::new(&halves);
//! monitor.record(&Event::act(day(5), Borrower, Repay).quantity(60));
//! assert_eq!(monitor.status(Repayment), Some(Status::Discharged));
//! assert_eq!(monitor.progress(Interest), Some(60));   // 40 more by the 20th
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ## What was done early
//!
//! By default an act that was done before the duty was due counts: who pays before asked has paid.
//! With `early` set to `ignored` only what comes after it fell due counts:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let silent = |obligation| draft()
//!     .act(Repay, by([Borrower]))
//!     .act(Sign, by([Lender]))
//!     .obligation(Repayment, obligation)
//!     .build();
//! let repay = || owes(Borrower, Lender).perform(Repay).when(happened(Sign));
//! for (obligation, status) in [
//!     (repay(), Status::Discharged),
//!     (repay().ignoring_early_acts(), Status::Due),
//! ] {
//!     let mut monitor = Monitor::new(&silent(obligation)?);
//!     monitor.record(&Event::act(day(2), Borrower, Repay));
//!     assert_eq!(monitor.status(Repayment), Some(Status::Dormant));
//!     monitor.record(&Event::act(day(3), Lender, Sign));
//!     assert_eq!(monitor.status(Repayment), Some(status));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Time
//!
//! Durations are those of ISO 8601 in whole numbers (`PT36H`, `P2D`, `P2W`, `P1M`, `P1Y`). A day is
//! 24 hours; months and years are those of the calendar, and the 31st of a month that has none is
//! its last day. Instants are those of RFC 3339, with any offset, compared in UTC. There are no
//! leap seconds.
//!
//! # Conditions
//!
//! | condition | holds when |
//! | --- | --- |
//! | `happened` | the quantities of an act's events (by whoever acts for a party, if one is named; that told so, if there is a `where`) add up to `at_least` so much; 1 without a word |
//! | `dormant`, `due`, `performed`, `suspended`, `cured`, `repaired`, `released`, `lapsed` | the obligation has that status |
//! | `discharged` | it is discharged, or cured |
//! | `kept` | it is discharged, and was never breached |
//! | `breached` | it was ever breached, whatever came after |
//! | `in_breach` | it stands breached now |
//! | `closed` | it is over for good, in whatever way |
//! | `reached` | the clock stands at the instant or later |
//! | `elapsed` | its `since` has held at some instant, and so much time has passed since the first |
//! | `between` | the one act has happened, and since it happened last the other has not ([pauses](crate::guide::clauses::pauses)) |
//! | `recent` | an act has happened, last less than so long ago |
//! | `told` | the latest values told match |
//! | `all`, `any`, `not` | as in logic; `all` of nothing holds, `any` of nothing does not |
//!
//! Two of them remember. `breached` does not end when the breach is made good, so what a breach
//! brings (a penalty, a right to leave) is not undone by it. And `elapsed` counts from the *first*
//! instant at which its `since` held, also if that holds no longer:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .act(Leave, by([Lender]).requires(elapsed(span("P5D"), breached(Repayment))))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).at(day(2)))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(3), Borrower, Repay));          // late, and made good
//! assert_eq!(monitor.status(Repayment), Some(Status::Cured));
//! assert!(monitor.submit(&Event::act(day(6), Lender, Leave)).is_err());
//! assert!(monitor.submit(&Event::act(day(7), Lender, Leave)).is_ok());   // five days after the breach
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where a right should end with its reason, say both: `all` of the `elapsed` and a `not`.
//!
//! # Circles
//!
//! Obligations may wait for each other: one party delivers when the other has paid, the other pays
//! when the first has delivered. That is a standoff, it is legal, and nothing moves until somebody
//! waives.
//!
//! One kind of circle is an error of the document. An obligation *rests on* another if its
//! `suspended_while`, or the precondition of its act, mentions `due` or `suspended` of it. A circle
//! of those could swing for ever within one instant, each due while the next is not:
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let error = draft()
//!     .act(Repay, by([Borrower]))
//!     .act(Lend, by([Lender]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).suspended_while(due(Interest)))
//!     .obligation(Interest, owes(Lender, Borrower).perform(Lend).suspended_while(due(Repayment)))
//!     .build()
//!     .unwrap_err();
//! assert!(error.to_string().starts_with("obligations.repayment: a circle of resting"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `breached`, `discharged` and the rest move one way only and cannot swing.
