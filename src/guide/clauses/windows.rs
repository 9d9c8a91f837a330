//! Until when may it be done, and what if that is over?
//!
//! `requires` says from when on an act may be done; `expires_when` says until when. Once it holds, the
//! window of the act is over for good. Whoever acts afterwards is *belated*, as whoever acts too soon
//! is *premature*. What time ends may still be done at its last instant.
//!
//! A duty whose window ends lapses, unless its debtor let that happen: whoever lets time end a window on
//! what they owed is late, even with no other deadline.
//!
//! Some acts are nothing unless they are done by right: a notice, an option, a rejection. Such an act
//! is a `power`. Done too late or too soon it is *void*, and nothing follows from it.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let sale = r#"
//! title = "Sale of a boat, with three days to reject it"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! buyer = "who buys"
//! seller = "who sells"
//! [acts.deliver]
//! by = ["seller"]
//! expires_when = { elapsed = { since = { reached = "2026-05-04T09:00:00Z" }, for = "P7D" } }
//! [acts.reject]
//! by = ["buyer"]
//! power = true
//! requires = { happened = "deliver" }
//! expires_when = { elapsed = { since = { happened = "deliver" }, for = "P3D" } }
//! [acts.pay]
//! by = ["buyer"]
//! [obligations.delivery]
//! debtor = "seller"
//! creditor = "buyer"
//! perform = "deliver"
//! [obligations.price]
//! debtor = "buyer"
//! creditor = "seller"
//! perform = "pay"
//! when = { discharged = "delivery" }
//! until = { happened = "reject" }
//! "#;
//!
//! // Rejected in time: the price is owed no longer.
//! let in_time = judge(sale, r#"
//! {"time": "2026-05-08T12:00:00Z", "actor": "seller", "act": "deliver"}
//! {"time": "2026-05-11T12:00:00Z", "actor": "buyer", "act": "reject"}
//! "#)?;
//! assert_eq!(in_time.status("price"), Status::Lapsed);
//! assert!(in_time.found().is_empty());
//!
//! // A second after the three days: void, and the price is owed as before.
//! let too_late = judge(sale, r#"
//! {"time": "2026-05-08T12:00:00Z", "actor": "seller", "act": "deliver"}
//! {"time": "2026-05-11T12:00:01Z", "actor": "buyer", "act": "reject"}
//! "#)?;
//! assert_eq!(too_late.status("price"), Status::Due);
//! assert_eq!(too_late.found(), ["void buyer on 2026-05-11"]);
//!
//! // The seller let the week pass: overdue, and what comes then is belated.
//! let never = judge(sale, r#"
//! {"time": "2026-05-12T12:00:00Z", "actor": "seller", "act": "deliver"}
//! "#)?;
//! assert_eq!(never.found(), ["overdue seller on 2026-05-11", "belated seller on 2026-05-12"]);
//! assert_eq!(never.status("delivery"), Status::Cured);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
