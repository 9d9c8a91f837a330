//! What if nobody says whether it was done well?
//!
//! A duty with `verified_by` is *performed* until its verifier attests or denies it. `deemed_after` says
//! how long the verifier may take: silence for so long attests. A denial gives back the time that the
//! duty waited, so that nobody is late because somebody else was slow. And what was performed waits for
//! its verifier even after the agreement has ended.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let translation = r#"
//! title = "A translation"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! publisher = "who ordered it"
//! translator = "who makes it"
//! [acts]
//! hand-in = { by = ["translator"] }
//! [obligations.text]
//! debtor = "translator"
//! creditor = "publisher"
//! perform = "hand-in"
//! within = "P30D"
//! verified_by = "publisher"
//! deemed_after = "P14D"
//! "#;
//!
//! // The publisher says nothing for two weeks: that is a yes.
//! let silent = judge(translation, r#"
//! {"time": "2026-06-02T09:00:00Z", "actor": "translator", "act": "hand-in"}
//! {"time": "2026-06-16T09:00:01Z"}
//! "#)?;
//! assert_eq!(silent.status("text"), Status::Discharged);
//!
//! // Denied on the tenth day: the translator has the day that was left.
//! let denied = judge(translation, r#"
//! {"time": "2026-06-02T09:00:00Z", "actor": "translator", "act": "hand-in"}
//! {"time": "2026-06-12T09:00:00Z", "actor": "publisher", "deny": "text"}
//! {"time": "2026-06-13T09:00:00Z", "actor": "translator", "act": "hand-in"}
//! "#)?;
//! assert_eq!(denied.status("text"), Status::Performed);
//! assert_eq!(denied.found(), ["denied translator on 2026-06-12"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
