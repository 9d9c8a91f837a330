//! How does a clock pause, and how long is something recent?
//!
//! `between` holds from one act to another, as often as they come: as a `suspended_while` it stops the
//! clock of a duty any number of times, and each time the deadline moves later by what it rested.
//! `recent` holds for so long after an act was done last, and starts anew with each time.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let desk = r#"
//! title = "A help desk"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! customer = "who asks"
//! desk = "who answers"
//! [acts]
//! ask = { by = ["customer"] }
//! ask-back = { by = ["desk"] }
//! reply = { by = ["customer"] }
//! answer = { by = ["desk"] }
//! warn = { by = ["desk"] }
//! [acts.shut-down]
//! by = ["desk"]
//! requires = { recent = { act = "warn", for = "PT1H" } }
//! [obligations.answer]
//! debtor = "desk"
//! creditor = "customer"
//! perform = "answer"
//! when = { happened = "ask" }
//! suspended_while = { between = { from = "ask-back", to = "reply" } }
//! within = "PT8H"
//! "#;
//!
//! // Seven hours, a pause of three days, and the hour that was left.
//! let paused = judge(desk, r#"
//! {"time": "2026-05-04T10:00:00Z", "actor": "customer", "act": "ask"}
//! {"time": "2026-05-04T17:00:00Z", "actor": "desk", "act": "ask-back"}
//! {"time": "2026-05-07T17:00:00Z", "actor": "customer", "act": "reply"}
//! {"time": "2026-05-07T18:00:00Z", "actor": "desk", "act": "answer"}
//! "#)?;
//! assert_eq!(paused.status("answer"), Status::Discharged);
//!
//! // Warned within the hour, and not an hour ago.
//! let warned = judge(desk, r#"
//! {"time": "2026-05-04T10:00:00Z", "actor": "desk", "act": "warn"}
//! {"time": "2026-05-04T10:59:00Z", "actor": "desk", "act": "shut-down"}
//! {"time": "2026-05-05T10:00:00Z", "actor": "desk", "act": "warn"}
//! {"time": "2026-05-05T11:00:00Z", "actor": "desk", "act": "shut-down"}
//! "#)?;
//! assert_eq!(warned.found(), ["premature desk on 2026-05-05"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
