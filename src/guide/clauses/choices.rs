//! Must it be this act, or will another do, or only the result?
//!
//! `perform` takes a list: whichever of the acts is done counts, and the quantity is that of all
//! together. `where` asks for more than the act: only events that told so count. `achieve` asks for no
//! act at all: a state of things is owed, whoever brings it about, and its debtor answers for the world.
//! `refrain` takes a list, too, and counts over all time, `per` period, or `in_any` stretch of time.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let works = r#"
//! title = "A road"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! town = "whose road it is"
//! builder = "who builds it"
//! inspector = "who opens it"
//! [acts]
//! pave = { by = ["builder"] }
//! lay-stones = { by = ["builder"] }
//! open-road = { by = ["inspector"] }
//! close-lane = { by = ["builder"] }
//! [acts.test-load]
//! by = ["builder"]
//! tells = { result = ["holds", "cracks"] }
//! [obligations.surface]
//! debtor = "builder"
//! creditor = "town"
//! perform = ["pave", "lay-stones"]
//! quantity = 100
//! within = "P2M"
//! [obligations.strength]
//! debtor = "builder"
//! creditor = "town"
//! perform = "test-load"
//! where = { result = "holds" }
//! [obligations.road]
//! debtor = "builder"
//! creditor = "town"
//! achieve = { happened = "open-road" }
//! within = "P3M"
//! [obligations.lanes]
//! debtor = "builder"
//! creditor = "town"
//! refrain = "close-lane"
//! beyond = 2
//! in_any = "P7D"
//! "#;
//!
//! let built = judge(works, r#"
//! {"time": "2026-05-10T06:00:00Z", "actor": "builder", "act": "close-lane"}
//! {"time": "2026-05-12T06:00:00Z", "actor": "builder", "act": "close-lane"}
//! {"time": "2026-05-17T06:00:00Z", "actor": "builder", "act": "close-lane"}
//! {"time": "2026-06-01T12:00:00Z", "actor": "builder", "act": "pave", "quantity": 80}
//! {"time": "2026-06-20T12:00:00Z", "actor": "builder", "act": "lay-stones", "quantity": 20}
//! {"time": "2026-06-22T12:00:00Z", "actor": "builder", "act": "test-load", "told": {"result": "cracks"}}
//! {"time": "2026-06-29T12:00:00Z", "actor": "inspector", "act": "open-road"}
//! "#)?;
//! assert_eq!(built.status("surface"), Status::Discharged);   // 80 of asphalt, 20 of stone
//! assert_eq!(built.status("strength"), Status::Due);         // the test was made, and the road cracked
//! assert_eq!(built.status("road"), Status::Discharged);      // not the builder's act, and still its duty
//! // The third closing came seven days after the first, which counted no longer.
//! assert!(built.found().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
