//! The semantics: what every word of an agreement means, so that two people who read the same
//! agreement and the same log come to the same verdict.
//!
//! | page | what it fixes |
//! | --- | --- |
//! | [`agreement`] | parties, acts, obligations; every key, its meaning and its default; conditions |
//! | [`lifecycle`] | how an obligation goes from one status to the next: rounds, timers, deadlines, rest |
//! | [`events`] | what each event does, when it is void, submit and record |
//! | [`report`] | findings, outcome, conformance; what always holds |
//!
//! The rules are told in words, and each that is easy to get wrong has an example that runs. The
//! examples share a loan. `draft()` starts an agreement of noon on 1 May 2026 between `Lender`,
//! `Borrower` and `Witness`; `day(n)` is noon on the n-th of May; `span("P2D")` is a duration.
//!
//! ```
//! # mod loan { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/semantics/loan.rs")); }
//! # use loan::*;
//! let loan = draft()
//!     .act(Repay, by([Borrower]))
//!     .obligation(Repayment, owes(Borrower, Lender).perform(Repay).within(span("P2D")))
//!     .build()?;
//! let mut monitor = Monitor::new(&loan);
//! monitor.record(&Event::act(day(2), Borrower, Repay));
//! assert_eq!(monitor.status(Repayment), Some(Status::Discharged));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod agreement;
pub mod events;
pub mod lifecycle;
pub mod report;
