//! Who acts, and who speaks, for a group?
//!
//! A party with `members` is a group: a couple, a board, a consortium. Whoever of them does an act, acts
//! for the group, too; what the group owes any of them can do. *Words* are another thing (attest, release,
//! extend, waive): for a group all members together speak, unless it says `speaks = "any"`; then each
//! does, but not one that owes what it is about. `by = "all"` lets every party do an act.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let flat = r#"
//! title = "A shared flat"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! landlord = "whose flat it is"
//! ann = "who lives there"
//! bo = "who lives there, too"
//! [parties.tenants]
//! gist = "who rent it"
//! members = ["ann", "bo"]
//! [acts]
//! pay = { by = ["tenants"] }
//! repair = { by = ["landlord"] }
//! [obligations.rent]
//! debtor = "tenants"
//! creditor = "landlord"
//! perform = "pay"
//! quantity = 900
//! within = "P3D"
//! [obligations.heating]
//! debtor = "landlord"
//! creditor = "tenants"
//! perform = "repair"
//! within = "P7D"
//! "#;
//!
//! let judged = judge(flat, r#"
//! {"time": "2026-05-05T09:00:00Z", "actor": "ann", "act": "pay", "quantity": 600}
//! {"time": "2026-05-06T09:00:00Z", "actor": "bo", "act": "pay", "quantity": 300}
//! {"time": "2026-05-07T09:00:00Z", "actor": "ann", "extend": "heating", "until": "2026-06-01T09:00:00Z"}
//! {"time": "2026-05-08T09:00:00Z", "actors": ["ann", "bo"], "extend": "heating", "until": "2026-05-20T09:00:00Z"}
//! {"time": "2026-05-19T09:00:00Z", "actor": "landlord", "act": "repair"}
//! "#)?;
//! assert_eq!(judged.status("rent"), Status::Discharged);      // each paid a part
//! assert_eq!(judged.status("heating"), Status::Discharged);   // the extension of both held
//! assert_eq!(judged.found(), ["void ann on 2026-05-07"]);     // ann's alone did not
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
