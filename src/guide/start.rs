//! Start here: an agreement, a log, a verdict.
//!
//! servanda takes two things and answers a third:
//!
//! ```text
//!   agreement                  events
//!   what was promised          what happened
//!         │                       │
//!         ▼                       ▼
//!   ┌──────────────────────────────────┐      what changed: who owes what now
//!   │             monitor              │ ───► what was found: wrong, by whom, when, why
//!   └──────────────────────────────────┘      what was refused, with every reason
//!                   │
//!                   ▼
//!         report: what it all comes to
//! ```
//!
//! It never looks at a clock and never writes to a disk. Time comes in with the events, and what
//! comes out is values.
//!
//! # The agreement
//!
//! A file in TOML or JSON says who may do what, and who owes what to whom. Here a painter owes a
//! café a wall, and the café owes the price once the wall is done:
//!
//! ```
//! use servanda::formats::BadLines;
//! use servanda::monitor::FindingKind;
//! use servanda::{Agreement, Outcome, Verifier};
//!
//! let agreement = Agreement::from_toml(r#"
//! title = "A painted wall"
//! date = "2026-05-04T09:00:00Z"
//!
//! [parties]
//! cafe = "the café whose wall it is"
//! painter = "who paints it"
//!
//! [acts]
//! paint = { by = ["painter"] }
//! pay = { by = ["cafe"] }
//!
//! [obligations.wall]
//! debtor = "painter"
//! creditor = "cafe"
//! perform = "paint"
//! within = "P2W"
//!
//! [obligations.price]
//! debtor = "cafe"
//! creditor = "painter"
//! perform = "pay"
//! when = { discharged = "wall" }
//! within = "P7D"
//! "#)?;
//!
//! // The log: one event a line. The wall is in time, the price is a day late.
//! let log = r#"
//! {"time": "2026-05-15T16:00:00Z", "actor": "painter", "act": "paint"}
//! {"time": "2026-05-23T16:00:00Z", "actor": "cafe", "act": "pay"}
//! "#;
//!
//! let reports = Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop)?;
//! let report = &reports[0];
//!
//! assert_eq!(report.outcome(), Outcome::Settled);  // everything was done in the end
//! assert!(!report.is_conformant());                // but not everything was done well
//! let finding = report.findings().next().unwrap();
//! assert_eq!(finding.kind(), FindingKind::Overdue);
//! assert_eq!(finding.party(), Some(&agreement.party("cafe")?));
//! assert_eq!(finding.at, "2026-05-22T16:00:00Z".parse()?);
//! println!("{}", report.text());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The finding is dated 22 May at four in the afternoon: that is when the seven days were over,
//! counted from the instant at which the wall was done and the price fell due. Nobody had to send a
//! reminder or ask at that moment. The next event brought the clock past the deadline, and the
//! deadline fired.
//!
//! # The same from a shell
//!
//! With the agreement in `wall.toml` and the log in `log.jsonl`:
//!
//! ```sh
//! cargo install servanda --features cli
//! servanda verify wall.toml log.jsonl
//! ```
//!
//! Exit code 0 means conformant, 1 that there are findings, 2 that the input can't be read.
//! `servanda init` writes a commented agreement to start from, `servanda explain` says why things
//! stand as they do, and `servanda --help` tells the rest.
//!
//! # The same in Rust, one event at a time
//!
//! In a program that knows its agreement, the names are enums, and a misspelt one does not compile:
//!
//! ```
//! servanda::vocabulary! {
//!     struct Wall;
//!     enum Party { Cafe, Painter }
//!     enum Act { Paint, Pay }
//!     enum Obligation { Painting, Price }
//! }
//! use servanda::condition::discharged;
//! use servanda::{Agreement, Event, Monitor, Status, by, owes};
//!
//! let wall = Agreement::<Wall>::builder("A painted wall", "2026-05-04T09:00:00Z".parse()?)
//!     .party(Party::Cafe, "the café whose wall it is")
//!     .party(Party::Painter, "who paints it")
//!     .act(Act::Paint, by([Party::Painter]))
//!     .act(Act::Pay, by([Party::Cafe]))
//!     .obligation(
//!         Obligation::Painting,
//!         owes(Party::Painter, Party::Cafe).perform(Act::Paint).within("P2W".parse()?),
//!     )
//!     .obligation(
//!         Obligation::Price,
//!         owes(Party::Cafe, Party::Painter)
//!             .perform(Act::Pay)
//!             .when(discharged(Obligation::Painting))
//!             .within("P7D".parse()?),
//!     )
//!     .build()?;
//!
//! let mut monitor = Monitor::new(&wall);
//! assert_eq!(monitor.status(Obligation::Price), Some(Status::Dormant));
//! monitor.submit(&Event::act("2026-05-15T16:00:00Z".parse()?, Party::Painter, Act::Paint))?;
//! assert_eq!(monitor.status(Obligation::Price), Some(Status::Due));
//! assert_eq!(monitor.next_timeout(), Some("2026-05-22T16:00:00Z".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to go on
//!
//! The words and the pictures are in [`concepts`](super::concepts). If you have a text in front of
//! you, go to [`encode`](super::encode). If you have a program, go to [`embed`](super::embed).
