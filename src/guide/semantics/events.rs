//! Events: what each does, when it is void, and the two ways to take one.
//!
//! # What an event carries
//!
//! Every event has a `time`, when it happened. It may also say when it came to be `known`, to which
//! `case` of many it belongs, and carry an `id`, a `note` and a `source`. Events are taken in the
//! order of the log.
//!
//! An event is first looked at by itself; then the clock moves to its time and timers fire; then it is
//! looked at as things stand. Where something that must hold does not, it is void, and the clock stands
//! where it stood:
//!
//! | event | what it needs, else it is void | what it does |
//! | --- | --- | --- |
//! | one whose `id` an earlier one had | it says the same as that one (*conflicting*) | *repeated*: nothing else |
//! | any | not earlier than the clock (*out-of-order*); not known before it happened (*future*); every name known (*unknown*) | |
//! | `act`, with `quantity` | it tells what it must (*untold*); the actor acts for a party of `by` (*unauthorized*); a power is used by right (*no-power*) | it counts, see below |
//! | `attest` an obligation | the actor speaks for its verifier (*unauthorized*); it is performed, or breached with enough done (*nothing-to-verify*) | discharged, or cured |
//! | `deny` an obligation | the same | *denied*; progress is nought, and it is due with the time that it had left |
//! | `release` an obligation | the actor speaks for its creditor (*unauthorized*); it is not closed (*closed*) | released |
//! | `extend` an obligation `until` an instant | the actor speaks for its creditor (*unauthorized*); it is due or rests, or is breached and can still be done, with a deadline before that (*no-deadline*) | the deadline is that instant; what was breached is due again |
//! | `amend` an obligation, with `verified_by`, `debtor`, `creditor`, `until` or `quantity` | debtor, creditor and each new party agree (*no-consent*); it is not closed (*closed*); the new debtor is able to do the acts, and nobody is both debtor and creditor or verifier (*unauthorized*); for `until` and `quantity` it is owed (*not-due*) | the new terms, for this run |
//! | `waive` an act | all whom it protects agree (*no-consent*) | its precondition and its window bind nobody any longer |
//! | none of these | | time passes |
//!
//! A void event has no effect at all, and moves no time: who keeps the log does that with ticks. Of several reasons the first in the
//! order of the table is told.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P5D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! let void = |monitor: &mut Monitor<Loan>, event: Event<Loan>| {
//!     let finding = monitor.record(&event).findings().next();
//!     match finding.map(|finding| finding.matter) {
//!         Some(Matter::Void { reason, .. }) => Some(reason),
//!         _ => None,
//!     }
//! };
//! use VoidReason::{Closed, NoConsent, NoDeadline, NothingToVerify, OutOfOrder, Unauthorized};
//!
//! // Nobody extends a deadline of one's own, and a creditor only to a later instant.
//! let extended = Event::extend(day(2), Borrower, Repayment, day(9));
//! assert_eq!(void(&mut monitor, extended), Some(Unauthorized));
//! assert_eq!(void(&mut monitor, Event::extend(day(2), Lender, Repayment, day(3))), Some(NoDeadline));
//! assert_eq!(void(&mut monitor, Event::extend(day(2), Lender, Repayment, day(9))), None);
//! assert_eq!(monitor.deadline(Repayment), Some(day(9)));
//!
//! // A new verifier needs the consent of both, and its own; until the duty is performed there is nothing to verify.
//! let verifier = || Amendment::verifier(Witness);
//! assert_eq!(void(&mut monitor, Event::amend(day(3), [Lender], Repayment, verifier())), Some(NoConsent));
//! let agreed = Event::amend(day(3), [Lender, Borrower, Witness], Repayment, verifier());
//! assert_eq!(void(&mut monitor, agreed), None);
//! assert_eq!(void(&mut monitor, Event::attest(day(3), Witness, Repayment)), Some(NothingToVerify));
//!
//! // What came earlier is written down too late, and what is closed stays closed.
//! assert_eq!(void(&mut monitor, Event::act(day(2), Borrower, Repay)), Some(OutOfOrder));
//! assert_eq!(void(&mut monitor, Event::release(day(4), Lender, Repayment)), None);
//! assert_eq!(void(&mut monitor, Event::release(day(5), Lender, Repayment)), Some(Closed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # An act
//!
//! An act is looked at in the state just before it:
//!
//! - Each prohibition in force for whose debtor the actor acts counts it. Past the limit it is
//!   *prohibited*, one finding for each event.
//! - If its precondition does not hold and was not waived, it is *premature*, and if its window is
//!   over, *belated*; unless the actor speaks for the only party that these protect: then it is
//!   *waived*, which is told and nobody's fault, and from now on they bind nobody. The finding lists
//!   what was unmet of what all had to hold.
//!
//! Then it has its effect. Its quantity is added to what has happened, and to the progress of each
//! obligation to perform it for whose debtor the actor acts and that is due, suspended, breached, or
//! dormant unless early acts are ignored. Then the state settles.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = |protected: Vec<Party>| draft()
//!     .act(Sign, by([Lender]))
//!     .act(Lend, by([Lender]).requires(happened(Sign)).protects(protected))
//!     .obligation(Farewell, owes(Lender, Borrower).perform(Lend))
//!     .build();
//! let lend = Event::act(day(2), Lender, Lend);
//!
//! // The precondition protects the borrower too: lending before it holds is premature.
//! let mut monitor = Monitor::new(&loan(vec![Lender, Borrower])?);
//! let finding = monitor.record(&lend).findings().next().ok_or("a finding")?;
//! assert_eq!((finding.kind(), finding.unmet()), (FindingKind::Premature, &[happened(Sign)][..]));
//! assert!(!monitor.is_conformant());
//!
//! // It protects the lender alone: lending anyway waives it, and is no wrong.
//! let mut monitor = Monitor::new(&loan(vec![Lender])?);
//! monitor.record(&lend);
//! assert_eq!(monitor.findings().next().map(|it| it.kind()), Some(FindingKind::Waived));
//! assert_eq!(monitor.status(Farewell), Some(Status::Discharged));
//! assert!(monitor.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A premature act counts, too: a duty that was dormant for want of that precondition alone falls due
//! by it, and is discharged at once. Done early is done.
//!
//! # Submit and record
//!
//! *Submit* is a gatekeeper. An event that would be void, prohibited, premature or belated is refused,
//! with every reason, and nothing changes, the clock neither. So is an act that recording would
//! call waived: at the door one can still say `waive` first, and mean it. An *unmet* alone refuses
//! nothing.
//!
//! *Record* is an auditor. What happened, happened: a void event has no effect, a premature, belated or
//! prohibited act has its effect and its finding.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Lend, by([Lender]))
//!     .act(Repay, by([Borrower]).requires(happened(Lend)).protects([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay))
//!     .build()?;
//! let repay = Event::act(day(3), Borrower, Repay);
//!
//! let mut gatekeeper = Monitor::new(&loan);
//! let refusal = gatekeeper.submit(&repay).unwrap_err();
//! assert_eq!(refusal.findings[0].kind(), FindingKind::Waived);
//! assert_eq!(gatekeeper.clock(), Some(day(1)));              // where it stood
//! assert_eq!(gatekeeper.findings().count(), 0);
//! gatekeeper.submit(&Event::waive(day(3), [Borrower], Repay))?;
//! gatekeeper.submit(&repay)?;
//! assert_eq!(gatekeeper.status(Repayment), Some(Status::Discharged));
//!
//! let mut auditor = Monitor::new(&loan);
//! auditor.record(&repay);
//! assert_eq!(auditor.status(Repayment), Some(Status::Discharged));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A log in which submit refuses nothing gives the same state under both.
