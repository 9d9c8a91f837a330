//! Encode your own agreement, step by step: from a text that binds somebody to a file that can be
//! kept.
//!
//! The text on this page is a letter. A painter is to paint a café's outer wall; an architect looks
//! at it. Each step adds a piece to the file and tries it. The pieces are TOML, because a file can
//! carry comments; JSON has the same keys. In the examples `text` is all the pieces so far.
//!
//! # 1. Cut the text into passages
//!
//! Number the text, retell each piece in a line, and say of each whether it is *normative*: whether
//! it binds, allows or expects something. You will point at these passages from the acts and
//! obligations that encode them, and what nobody points at in the end is a gap.
//!
//! ```toml
#![doc = include_str!("encode/1-passages.toml")]
//! ```
//!
//! ```
//! # use servanda::Agreement;
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages");
//! let agreement = Agreement::from_toml(text)?;
//! assert_eq!(agreement.passages().filter(|(_, passage)| passage.is_normative()).count(), 8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The date is the instant at which the clock starts. An offset as in `2026-05-04T11:00:00+02:00`
//! is read too; instants are kept and compared in UTC.
//!
//! # 2. Name the acts
//!
//! Go through the text for everything that somebody can *do*: the verbs. For each, ask three
//! things. Who may do it (`by`)? What must hold first (`requires`)? And in whose favour is that
//! (`protects`)? Only those in whose favour it is can do without it.
//!
//! Facts that somebody reports are acts as well: here the architect says when it rains.
//!
//! ```toml
#![doc = include_str!("encode/2-acts.toml")]
//! ```
//!
//! ```
//! # use servanda::Agreement;
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts");
//! let agreement = Agreement::from_toml(text)?;
//! assert_eq!(agreement.acts().len(), 8);
//!
//! // A slip is told with its place and the nearest known name.
//! let slip = text.replace("happened = \"pay-deposit\"", "happened = \"pay-deposits\"");
//! assert_eq!(
//!     Agreement::from_toml(&slip).unwrap_err().to_string(),
//!     "acts.paint.requires.happened: unknown act `pay-deposits`: did you mean `pay-deposit`?",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 3. The first duty, and its deadline
//!
//! An obligation says who owes (`debtor`), to whom (`creditor`), what (`perform` an act), and by
//! when. `within` counts from when the duty falls due. This one has no `when`, so it is due at
//! once.
//!
//! ```toml
#![doc = include_str!("encode/3-deposit.toml")]
//! ```
//!
//! ```
//! # use servanda::{Agreement, Monitor, Status};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit");
//! let agreement = Agreement::from_toml(text)?;
//! let monitor = Monitor::new(&agreement);
//! assert_eq!(monitor.status(agreement.obligation("deposit")?), Some(Status::Due));
//! assert_eq!(monitor.next_timeout(), Some("2026-05-07T09:00:00Z".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 4. A duty that waits, rests, and is verified
//!
//! The wall is owed once the deposit is there. That needs no `when`: a duty is due only once its
//! act may be done, and `paint` requires the deposit. The two weeks count from then.
//!
//! While it rains the duty rests (`suspended_while`), and its deadline moves by the time that it
//! rested. And it is the architect's word that counts (`verified_by`): what is painted is
//! *performed*, and what the architect attests is *discharged*.
//!
//! ```toml
#![doc = include_str!("encode/4-wall.toml")]
//! ```
//!
//! ```
//! # use servanda::formats::json::Log;
//! # use servanda::{Agreement, Monitor, Status};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall");
//! let agreement = Agreement::from_toml(text)?;
//! let wall = agreement.obligation("wall")?;
//! let log = r#"
//! {"time": "2026-05-06T09:00:00Z", "actor": "cafe", "act": "pay-deposit"}
//! {"time": "2026-05-10T09:00:00Z", "actor": "architect", "act": "begin-rain"}
//! {"time": "2026-05-13T09:00:00Z", "actor": "architect", "act": "end-rain"}
//! {"time": "2026-05-22T16:00:00Z", "actor": "painter", "act": "paint"}
//! {"time": "2026-05-24T10:00:00Z", "actor": "architect", "attest": "wall"}
//! "#;
//! let mut monitor = Monitor::new(&agreement);
//! let mut statuses = vec![monitor.status(wall).unwrap()];
//! for event in Log::new(log.as_bytes(), &agreement) {
//!     monitor.submit(&event?)?;
//!     statuses.push(monitor.status(wall).unwrap());
//! }
//! use Status::{Discharged, Dormant, Due, Performed, Suspended};
//! assert_eq!(statuses, [Dormant, Due, Suspended, Due, Performed, Discharged]);
//! // 20 May, and three days of rain.
//! assert_eq!(monitor.deadline(wall), Some("2026-05-23T09:00:00Z".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The architect looked a day after the deadline. That is nobody's fault: what is performed is not
//! due, and a deadline fires only on what is due.
//!
//! A second spell of rain would need a second line, with `at_least = 2` on both sides: conditions
//! look at how much has happened, not at what happened last.
//!
//! # 5. What follows: `when`, and a remedy for a breach
//!
//! The rest of the price falls due when the wall is discharged. The penalty is an obligation too:
//! it falls due when the wall is *breached*. `breached` holds from the first breach on, also when
//! the wall is made good (*cured*) later. `until` lets the penalty lapse when the wall came in
//! time, so that it is not left open for ever.
//!
//! ```toml
#![doc = include_str!("encode/5-remedy.toml")]
//! ```
//!
//! ```
//! # use servanda::formats::json::Log;
//! # use servanda::{Agreement, Monitor, Status};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy");
//! let agreement = Agreement::from_toml(text)?;
//! let mut monitor = Monitor::new(&agreement);
//! let log = r#"{"time": "2026-05-06T09:00:00Z", "actor": "cafe", "act": "pay-deposit"}"#;
//! for event in Log::new(log.as_bytes(), &agreement) {
//!     monitor.submit(&event?)?;
//! }
//! monitor.advance("2026-05-20T09:00:00Z".parse()?)?;   // the deadline's own instant is in time
//! assert_eq!(monitor.status(agreement.obligation("wall")?), Some(Status::Due));
//! monitor.advance("2026-05-20T09:00:01Z".parse()?)?;
//! assert_eq!(monitor.status(agreement.obligation("wall")?), Some(Status::Breached));
//! assert_eq!(monitor.status(agreement.obligation("penalty")?), Some(Status::Due));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 6. What must not be done, and what is only hoped
//!
//! `refrain` is a prohibition. This one lasts for a year after the wall is done, and it `survives`:
//! that the agreement ends does not touch it.
//!
//! The terrace is a hope. With `binding = false` it can never be breached, nothing waits for it,
//! and to miss it is told as *unmet*, which is nobody's fault. (A duty that is owed, but whose date
//! is a hope, has `target = true` instead.)
//!
//! ```toml
#![doc = include_str!("encode/6-hopes.toml")]
//! ```
//!
//! ```
//! # use servanda::formats::BadLines;
//! # use servanda::monitor::FindingKind;
//! # use servanda::{Agreement, Verifier};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy", "6-hopes");
//! let agreement = Agreement::from_toml(text)?;
//! let log = r#"{"time": "2026-05-30T09:00:00Z", "actor": "painter", "act": "give-motif-away"}"#;
//! let report = Verifier::new(&agreement)
//!     .as_of("2026-06-02T00:00:00Z".parse()?)
//!     .judge_log(log.as_bytes(), BadLines::Stop)?
//!     .remove(0);
//! let kinds: Vec<_> = report.findings().map(|finding| finding.kind()).collect();
//! use FindingKind::{Overdue, Prohibited, Unmet};
//! assert_eq!(kinds, [Overdue, Prohibited, Unmet]);   // the deposit never came, either
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 7. How it ends
//!
//! A way out is an act with a precondition, and `terminates_when` it was done: then everything
//! still open lapses, but for what survives. `elapsed` counts from the first instant at which
//! something held, and never forgets; so the precondition also says that the wall is still not
//! there.
//!
//! `settled_when` says what *settled* means. Without it: every binding obligation is closed, or is
//! a prohibition that goes on.
//!
//! ```toml
#![doc = include_str!("encode/7-ends.toml")]
//! ```
//!
//! ```
//! # use servanda::formats::json::Log;
//! # use servanda::{Agreement, Monitor, Outcome, Status};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy", "6-hopes", "7-ends");
//! let agreement = Agreement::from_toml(text)?;
//! let mut monitor = Monitor::new(&agreement);
//! let log = r#"
//! {"time": "2026-05-06T09:00:00Z", "actor": "cafe", "act": "pay-deposit"}
//! {"time": "2026-06-19T09:00:00Z", "actor": "cafe", "act": "cancel", "note": "a day too soon"}
//! {"time": "2026-06-20T09:00:00Z", "actor": "cafe", "act": "cancel"}
//! "#;
//! let accepted: Vec<bool> = Log::new(log.as_bytes(), &agreement)
//!     .map(|event| Ok(monitor.submit(&event?).is_ok()))
//!     .collect::<Result<_, servanda::formats::LineError>>()?;
//! assert_eq!(accepted, [true, false, true]);
//! assert!(monitor.is_terminated());
//! assert_eq!(monitor.status(agreement.obligation("rest")?), Some(Status::Lapsed));
//! assert_eq!(monitor.status(agreement.obligation("motif")?), Some(Status::Due));   // it survives
//! // A breach is not forgotten: the wall and the penalty stand breached, so that is the outcome.
//! assert_eq!(monitor.outcome(), Outcome::Breached);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 8. Look for gaps
//!
//! Every normative passage should be cited by an act or an obligation, and only those. `servanda
//! check` looks for that and for more: standoffs, what can never be, what nobody can do. In Rust:
//!
//! ```
//! # use servanda::Agreement;
//! # use std::collections::BTreeSet;
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy", "6-hopes", "7-ends");
//! let agreement = Agreement::from_toml(text)?;
//! let acts = agreement.acts().filter_map(|act| agreement.act_terms(act));
//! let obligations = agreement.obligations().filter_map(|it| agreement.obligation_terms(it));
//! let cited: BTreeSet<String> = acts
//!     .flat_map(|act| act.citations().to_vec())
//!     .chain(obligations.flat_map(|obligation| obligation.citations().to_vec()))
//!     .map(String::from)
//!     .collect();
//! for (id, passage) in agreement.passages() {
//!     assert_eq!(cited.contains(id), passage.is_normative(), "{id}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 9. Write two logs
//!
//! Write a log in which everybody does what they should, and one in which somebody does not, and
//! say what you expect *before* you run them. Where the verdict surprises you, either the file does
//! not say what the text says, or the text does not say what you thought. Both happen.
//!
//! ```
//! # use servanda::formats::BadLines;
//! # use servanda::monitor::FindingKind;
//! # use servanda::{Agreement, Outcome, Verifier};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy", "6-hopes", "7-ends");
//! let agreement = Agreement::from_toml(text)?;
//! let judge = |log: &str| {
//!     Verifier::new(&agreement)
//!         .judge_log(log.as_bytes(), BadLines::Stop)
//!         .map(|mut reports| reports.remove(0))
//! };
//! let good = judge(r#"
//! {"time": "2026-05-06T09:00:00Z", "actor": "cafe", "act": "pay-deposit"}
//! {"time": "2026-05-19T16:00:00Z", "actor": "painter", "act": "paint"}
//! {"time": "2026-05-20T10:00:00Z", "actor": "architect", "attest": "wall"}
//! {"time": "2026-05-25T10:00:00Z", "actor": "cafe", "act": "pay-rest"}
//! "#)?;
//! assert_eq!(good.outcome(), Outcome::Settled);
//! assert!(good.is_conformant());
//!
//! let bad = judge(r#"
//! {"time": "2026-05-05T09:00:00Z", "actor": "painter", "act": "paint", "note": "before the deposit"}
//! {"time": "2026-05-05T12:00:00Z", "actor": "cafe", "attest": "wall", "note": "not its word"}
//! {"time": "2026-05-05T16:00:00Z", "actor": "architect", "deny": "wall", "note": "half a wall"}
//! "#)?;
//! let kinds: Vec<_> = bad.findings().map(|finding| finding.kind()).collect();
//! // That the deposit must come first protects the painter alone: painting anyway is no wrong.
//! assert_eq!(kinds, [FindingKind::Waived, FindingKind::Void, FindingKind::Denied]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # 10. In Rust, if your program knows the agreement
//!
//! Give its names to the compiler. [`Agreement::typed`] takes the same file, and from there on a
//! misspelt name does not compile and a `match` on an obligation leaves none out:
//!
//! ```
//! # use servanda::{Agreement, Monitor, Status};
//! # macro_rules! text { ($($piece:literal),*) => { concat!($(include_str!(concat!(
//! #     env!("CARGO_MANIFEST_DIR"), "/src/guide/encode/", $piece, ".toml"))),*) } }
//! # let text = text!("1-passages", "2-acts", "3-deposit", "4-wall", "5-remedy", "6-hopes", "7-ends");
//! servanda::vocabulary! {
//!     struct Commission;
//!     enum Party { Cafe, Painter, Architect }
//!     enum Act {
//!         PayDeposit, Paint, BeginRain, EndRain, PayRest, PayPenalty, GiveMotifAway, OpenTerrace,
//!         Cancel,
//!     }
//!     enum Promise { Deposit, Wall, Rest, Penalty, Motif, Opening }
//! }
//! let agreement = Agreement::from_toml(text)?.typed::<Commission>()?;
//! let mut monitor = Monitor::new(&agreement);
//! let too_early = servanda::Event::act(agreement.date().ok_or("undated")?, Party::Painter, Act::Paint);
//!
//! // A gatekeeper refuses even what would only waive: one should say `waive` and mean it.
//! assert!(monitor.submit(&too_early).is_err());
//! monitor.submit(&servanda::Event::waive(agreement.date().ok_or("undated")?, [Party::Painter], Act::Paint))?;
//! monitor.submit(&too_early)?;
//! assert_eq!(monitor.status(Promise::Wall), Some(Status::Performed));
//! for promise in agreement.obligations() {
//!     let whose = match promise {
//!         Promise::Deposit | Promise::Rest | Promise::Opening => Party::Cafe,
//!         Promise::Wall | Promise::Penalty | Promise::Motif => Party::Painter,
//!     };
//!     assert_eq!(monitor.debtor(promise), Some(whose));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Agreement::typed`]: crate::Agreement::typed
//!
//! # Patterns to have at hand
//!
//! | the text says | write |
//! | --- | --- |
//! | "upon", "after", "once" | `when`, if it starts the duty; `requires`, if it opens the act |
//! | "provided that", "not before" | `requires`, and think about `protects` |
//! | "within", "no later than" | `within`; `at` for a date |
//! | "promptly", "without delay" | no deadline: a word without a figure is none |
//! | "shall endeavour", "hopes", "expects" | `target = true`, or `binding = false` |
//! | "at most … in a year" | `refrain` with `beyond` and `per` |
//! | "in instalments" | one obligation for each, its `quantity` the running total |
//! | "to the satisfaction of", "certified by" | `verified_by` |
//! | "unless", "save where" | `until`, `suspended_while`, or `not` in a condition |
//! | "failing which" | another obligation, `when` the first is `breached` |
//! | "may" | an act; what it brings about goes into the conditions of what it touches |
//! | "this clause survives" | `survives = true` |
//! | "with notice of" | `elapsed` since the notice |
//! | "each of us" | one act that both may do, and an obligation for each |
//!
//! Five agreements that use them all are in `examples/agreements` of the repository.
