//! What becomes of what can no longer arise?
//!
//! It lapses. A penalty for being late, a duty that waits for an option: once their `when` can hold no
//! more, whatever comes, they are *lapsed*, and the report says why: `moot`. So an agreement that was
//! kept is *settled*, though not all that it provides for came about.
//!
//! While something can still arise and nothing is owed, the outcome is *clear*: nobody need do anything
//! now. And done early is done: an act that counts towards a duty before it is due discharges it as it
//! falls due, be it before it was allowed.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let loan = r#"
//! title = "A loan with a fee for being late"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! lender = "who lends"
//! borrower = "who borrows"
//! [acts]
//! call-in = { by = ["lender"] }
//! repay = { by = ["borrower"], requires = { happened = "call-in" }, protects = ["lender", "borrower"] }
//! pay-fee = { by = ["borrower"] }
//! [obligations.repayment]
//! debtor = "borrower"
//! creditor = "lender"
//! perform = "repay"
//! within = "P14D"
//! [obligations.fee]
//! debtor = "borrower"
//! creditor = "lender"
//! perform = "pay-fee"
//! when = { breached = "repayment" }
//! "#;
//!
//! // Not called in yet: nothing is owed, and something may be.
//! let clear = judge(loan, r#"{"time": "2026-05-10T09:00:00Z"}"#)?;
//! assert_eq!(clear.outcome(), Outcome::Clear);
//!
//! // Repaid in time: no fee can arise.
//! let repaid = judge(loan, r#"
//! {"time": "2026-05-11T09:00:00Z", "actor": "lender", "act": "call-in"}
//! {"time": "2026-05-20T09:00:00Z", "actor": "borrower", "act": "repay"}
//! "#)?;
//! assert_eq!((repaid.status("fee"), repaid.outcome()), (Status::Lapsed, Outcome::Settled));
//!
//! // Repaid before it was called in: too early, and done all the same.
//! let early = judge(loan, r#"
//! {"time": "2026-05-06T09:00:00Z", "actor": "borrower", "act": "repay"}
//! "#)?;
//! assert_eq!((early.status("repayment"), early.outcome()), (Status::Discharged, Outcome::Settled));
//! assert_eq!(early.found(), ["premature borrower on 2026-05-06"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
