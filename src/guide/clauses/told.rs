//! What if price, date and partner are known only later?
//!
//! Then an event tells them. An act `tells` names with their types: a quantity, an instant, a party, or
//! one of some words. Where the agreement has a figure, an instant or a party, what was told may stand: a
//! price, or a share of it; a date, or some days before it; whoever was chosen. An obligation falls due
//! only once all that it names was told, and it is fixed then: a later telling changes what falls due
//! later. An act's `unit` says in what it is counted, and with how many places.
//!
//! A run can begin with its first event, too: leave the `date` out.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let order = r#"
//! title = "An order"
//! [parties]
//! buyer = "who orders"
//! seller = "who sells"
//! rail = "who may carry it"
//! road = "who may carry it"
//! [acts.order]
//! by = ["buyer"]
//! [acts.order.tells]
//! price = { unit = { name = "EUR", places = 2 } }
//! arrival = "instant"
//! carrier = "party"
//! [acts.pay]
//! by = ["buyer"]
//! unit = { name = "EUR", places = 2 }
//! [acts.carry]
//! by = ["rail", "road"]
//! [obligations.deposit]
//! debtor = "buyer"
//! creditor = "seller"
//! perform = "pay"
//! quantity = { told = "price", share = "0.3" }
//! at = { told = "arrival", before = "P14D" }
//! [obligations.carriage]
//! debtor = { told = "carrier" }
//! creditor = "seller"
//! perform = "carry"
//! at = { told = "arrival" }
//! "#;
//!
//! let judged = judge(order, r#"
//! {"time": "2026-05-04T09:00:00Z", "actor": "buyer", "act": "order", "told": {"price": "1200.50", "arrival": "2026-06-01T12:00:00Z", "carrier": "road"}}
//! {"time": "2026-05-12T09:00:00Z", "actor": "buyer", "act": "pay", "quantity": "360.15"}
//! {"time": "2026-06-02T09:00:00Z", "actor": "road", "act": "carry"}
//! "#)?;
//! assert_eq!(judged.status("deposit"), Status::Discharged);   // 30 % of 1200.50 are 360.15
//! assert_eq!(judged.found(), ["overdue road on 2026-06-01"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
