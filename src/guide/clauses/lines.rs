//! What if a line comes twice, or counts for nothing?
//!
//! An event with an `id` is taken once. If it comes again and says the same, that is *repeated*, which is
//! noted, and nothing else happens; if it says something else, it is void. So a sender that is not sure
//! may send again.
//!
//! A line that is void moves nothing, the clock neither: what a stranger writes into the log can let no
//! deadline pass. Whoever keeps the log lets time pass with *ticks*, lines that have a time and nothing
//! else.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let wall = r#"
//! title = "A painted wall"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! cafe = "whose wall it is"
//! painter = "who paints it"
//! [acts]
//! paint = { by = ["painter"] }
//! [obligations.wall]
//! debtor = "painter"
//! creditor = "cafe"
//! perform = "paint"
//! quantity = 2
//! within = "P14D"
//! "#;
//!
//! let judged = judge(wall, r#"
//! {"time": "2026-05-06T09:00:00Z", "id": "7", "actor": "painter", "act": "paint"}
//! {"time": "2026-05-06T09:00:00Z", "id": "7", "actor": "painter", "act": "paint"}
//! {"time": "9999-01-01T00:00:00Z", "actor": "stranger", "act": "paint"}
//! {"time": "2026-05-17T09:00:00Z"}
//! "#)?;
//! assert_eq!(judged.status("wall"), Status::Due);   // one of two, and the second week still runs
//! assert_eq!(judged.found(), ["repeated painter on 2026-05-06", "void on 9999-01-01"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
