//! What most programs use, to be imported at once: `use servanda::prelude::*`.
//!
//! It leaves out what a vocabulary of your own is likely to be called: `Party`, `Act`, `Obligation`.
//!
//! ```
//! use servanda::prelude::*;
//!
//! vocabulary! {
//!     struct Loan;
//!     enum Party { Lender, Borrower }
//!     enum Act { Lend, Repay }
//!     enum Obligation { Repayment }
//! }
//!
//! let loan = Agreement::<Loan>::builder("A loan", "2026-05-04T09:00:00Z".parse()?)
//!     .party(Party::Lender, "who lends")
//!     .party(Party::Borrower, "who borrows")
//!     .act(Act::Lend, by([Party::Lender]))
//!     .act(Act::Repay, by([Party::Borrower]))
//!     .obligation(
//!         Obligation::Repayment,
//!         owes(Party::Borrower, Party::Lender)
//!             .perform(Act::Repay)
//!             .when(happened(Act::Lend))
//!             .within("P1Y".parse()?),
//!     )
//!     .build()?;
//! assert_eq!(Monitor::new(&loan).status(Obligation::Repayment), Some(Status::Dormant));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use crate::condition::{
    all, always, any, between, breached, closed, cured, discharged, dormant, due, elapsed,
    happened, happened_by, happened_quantity, in_breach, kept, lapsed, never, not, performed,
    reached, reached_moment, recent, released, repaired, suspended, told,
};
pub use crate::{
    Agreement, Event, Instant, Monitor, Outcome, Report, Saved, Span, Status, Verifier, by, owes,
    vocabulary,
};
