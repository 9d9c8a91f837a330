//! Can a breach be made up for?
//!
//! In four ways. Done late, a duty is *cured*. The creditor can `extend` what stands breached: a second
//! term, which does not undo the breach. Another obligation can stand instead: `repaired_by` names it,
//! and once it is discharged the broken one is *repaired*. Or the creditor releases it.
//!
//! Conditions tell these apart: `breached` holds from the first breach on, whatever came after;
//! `in_breach` only while it stands so; `kept` of what was done and never breached; `discharged` of what
//! was done, be it late; `closed` of what is over in any way.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/clauses/judged.rs")); }
//! # use judged::judge;
//! # use servanda::{Outcome, Status};
//! let wall = r#"
//! title = "A painted wall, or a discount"
//! date = "2026-05-04T09:00:00Z"
//! [parties]
//! cafe = "whose wall it is"
//! painter = "who paints it"
//! [acts]
//! paint = { by = ["painter"] }
//! grant-discount = { by = ["painter"] }
//! [obligations.wall]
//! debtor = "painter"
//! creditor = "cafe"
//! perform = "paint"
//! within = "P7D"
//! repaired_by = "discount"
//! [obligations.discount]
//! debtor = "painter"
//! creditor = "cafe"
//! perform = "grant-discount"
//! when = { in_breach = "wall" }
//! until = { closed = "wall" }
//! "#;
//!
//! let discounted = judge(wall, r#"
//! {"time": "2026-05-13T09:00:00Z", "actor": "painter", "act": "grant-discount"}
//! "#)?;
//! assert_eq!(discounted.status("wall"), Status::Repaired);
//! assert_eq!(discounted.outcome(), Outcome::Settled);
//!
//! // A second term: due again, and done in it. The discount is owed no longer.
//! let extended = judge(wall, r#"
//! {"time": "2026-05-12T09:00:00Z", "actor": "cafe", "extend": "wall", "until": "2026-05-20T09:00:00Z"}
//! {"time": "2026-05-19T09:00:00Z", "actor": "painter", "act": "paint"}
//! "#)?;
//! assert_eq!(extended.status("wall"), Status::Cured);
//! assert_eq!(extended.status("discount"), Status::Lapsed);
//! assert_eq!(extended.found(), ["overdue painter on 2026-05-11"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
