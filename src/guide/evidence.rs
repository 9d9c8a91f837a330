//! Late, wrong and withdrawn entries.
//!
//! A log tells what was *known*, in the order of knowing. The delivery of the tenth is logged on the fourteenth,
//! when the carrier's list arrives; a payment was booked twice; a quantity was a typing error. Judged as it
//! stands, a late line is void: time has passed it by. Judged **by time** ([`Verifier::by_time`], on the command
//! line `--by-time`) the same log is judged as if each event had been logged when it happened. Three more words
//! may stand in it, and a verdict is told with what became of it as more became known.
//!
//! The rules, to the word, are in [section 11 of the law](crate::guide::law#11-evidence-that-moves).
//!
//! # An entry comes late
//!
//! Two of three lots were delivered on the fourth, the third on the tenth, in time; but that was learnt on the
//! fourteenth (`known`).
//!
//! ```
//! use servanda::formats::BadLines;
//! use servanda::{Agreement, Status, Verifier};
//!
//! let sale = Agreement::from_json(r#"{
//!   "title": "Three lots of timber", "date": "2026-03-01T00:00:00Z", "registrar": "clerk",
//!   "parties": {"seller": "who delivers", "buyer": "who pays", "clerk": "who keeps the log"},
//!   "acts": {"deliver": {"by": ["seller"]}},
//!   "obligations": {"delivery": {
//!     "debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 3,
//!     "at": "2026-03-10T23:59:59Z"
//!   }}
//! }"#)?;
//! let log = r#"
//! {"time": "2026-03-04T12:00:00Z", "actor": "seller", "act": "deliver", "quantity": 2, "id": "d1"}
//! {"time": "2026-03-12T12:00:00Z"}
//! {"time": "2026-03-10T12:00:00Z", "known": "2026-03-14T12:00:00Z", "actor": "seller", "act": "deliver", "id": "d2"}
//! "#;
//!
//! // As the lines stand, the third is too late for the log, and the seller for the contract.
//! let reports = Verifier::new(&sale).judge_log(log.as_bytes(), BadLines::Stop)?;
//! assert_eq!(reports[0].findings().len(), 2);
//!
//! // By time, nothing was late.
//! let reports = Verifier::new(&sale).by_time()?.judge_log(log.as_bytes(), BadLines::Stop)?;
//! assert!(reports[0].is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The agreement needs a `date`: otherwise any line could turn out to have come before the first.
//!
//! # An entry was wrong, or is withdrawn
//!
//! | line | says |
//! | --- | --- |
//! | `{"time", "actor", "retract": "d1"}` | the log is to be judged without what has the id `d1` |
//! | `{"time", "actor", "correct": "d1", "event": {..}}` | this event is to be judged instead of it |
//!
//! Nobody rewrites the log, and nobody else's words: it takes the registrar whom the agreement names, or, together
//! (`actors`), whoever did or said the thing and each debtor, creditor and verifier whom it concerns. Without that
//! the line is void (*no-consent*), and says so. An id that was withdrawn is *spent*: what is told again under it
//! is *repeated* if it says what was said before, so that a late second delivery of the same message brings
//! nothing back, and *conflicting* if it says something else.
//!
//! ```
//! # use servanda::formats::BadLines;
//! # use servanda::{Agreement, Verifier};
//! # let sale = Agreement::from_json(r#"{
//! #   "title": "Three lots of timber", "date": "2026-03-01T00:00:00Z", "registrar": "clerk",
//! #   "parties": {"seller": "who delivers", "buyer": "who pays", "clerk": "who keeps the log"},
//! #   "acts": {"deliver": {"by": ["seller"]}},
//! #   "obligations": {"delivery": {
//! #     "debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 3,
//! #     "at": "2026-03-10T23:59:59Z"
//! #   }}
//! # }"#)?;
//! let log = r#"
//! {"time": "2026-03-04T12:00:00Z", "actor": "seller", "act": "deliver", "quantity": 3, "id": "d1"}
//! {"time": "2026-03-05T12:00:00Z", "actor": "buyer", "retract": "d1"}
//! {"time": "2026-03-06T12:00:00Z", "actor": "clerk", "correct": "d1", "event": {"time": "2026-03-04T12:00:00Z", "actor": "seller", "act": "deliver", "quantity": 2}}
//! "#;
//! let reports = Verifier::new(&sale).by_time()?.judge_log(log.as_bytes(), BadLines::Stop)?;
//! assert_eq!(reports[0].obligations().next().unwrap().progress, 2);
//! let text = reports[0].text().to_string();
//! assert!(text.contains("that buyer withdrew `d1` has no effect: seller did not consent"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In Rust a line of such a log is an [`Entry`]: an event, or a [`Statement`] about the log. CSV has the columns
//! `retract`, `correct`, `event` (an object in JSON) and `complete`, and CloudEvents hold them as they hold
//! events. In a log that is not judged by time such a line is an error.
//!
//! # What a reader can rely on
//!
//! A verdict by time speaks of two instants: *as of* when (`as_of`: what had happened by then) and *as known* by
//! when (`known_by`: what whoever kept the log had learnt by then).
//!
//! | asked | as of | known by | what can change it |
//! | --- | --- | --- | --- |
//! | what did it look like then? | then | then | nothing: what was known by then is in the log, and stays there |
//! | how was it then, as we know now? | then | now | what is still to be learnt about the time before |
//! | how is it now? | now | now | the same, and time |
//!
//! The second has an end, too. `{"time", "actor", "complete": T}` says that the log has all that happened up to
//! T; where there is a registrar it alone may say so. From then on a line about that time is void (*complete*), and
//! each finding is *certain*, if it is dated at or before T, or *provisional*: no further line takes a certain one
//! away ([`Report::complete`], [`Report::is_certain`]).
//!
//! # What made the difference
//!
//! `servanda verify --by-time --known-by A --against B` tells what two instants of knowledge make of one log: the
//! findings that went and those that came, each with the line that made it so, and the obligations that stand
//! otherwise. In Rust it is a [`Difference`]. `servanda render --by-time --known-by A --against B -o difference.html`
//! draws it as a page; without `--against`, `render --by-time` draws the log with what was withdrawn struck through.
//!
//! What was known in Washington as the talks about Cuba ended, on 7 January 1963, and what is known today of that
//! day (the whole agreement is in the repository under `tests/cases/cuba-weapons`, the log beside it in
//! `evidence`):
//!
//! ```
//! use servanda::formats::BadLines;
//! use servanda::{Agreement, Verifier};
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/");
//! # let read = |name: &str| std::fs::read_to_string(format!("{folder}{name}"));
//! let settlement = Agreement::from_json(&read("cuba-weapons/agreement.json")?)?;
//! let log = read("evidence/history.jsonl")?;
//!
//! let ended = "1963-01-07T17:00:00Z".parse()?;
//! let mut evidence = Verifier::new(&settlement).as_of(ended).by_time()?.evidence();
//! evidence.take_log(log.as_bytes(), BadLines::Stop)?;
//! let difference = evidence.differences(ended, "2012-10-10T00:00:00Z".parse()?).next().unwrap();
//!
//! // That there were tactical weapons was disclosed in 1992: the quarantine had been lifted while a kind of
//! // weapon was neither gone nor promised away.
//! let come: Vec<_> = difference.come().collect();
//! assert_eq!((come.len(), come[0].by), (1, 27));
//! let text = difference.to_string();
//! assert!(text.contains("waived: came with line 27, known 1992-01-14 00:00 UTC"));
//! assert!(text.contains("weapon tactical-weapons: removal"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # While the log grows
//!
//! A [`Journal`] takes lines in the order in which they come to be known, and answers each with what it changed: the
//! findings that went and those that came, each by its identity. An entry that is late, corrected or withdrawn takes
//! its run back to before it and forward again; what that costs grows with what lies after it.
//! `servanda verify --by-time --follow` prints what it answers:
//!
//! ```text
//! line 2, 2026-03-10 23:59:59 UTC: overdue: seller was late with `delivery`, ..
//! line 3, 2026-03-10 23:59:59 UTC: found no more: overdue: seller was late with `delivery`, ..
//! ```
//!
//! Whoever keeps findings elsewhere takes away what went and adds what came:
//!
//! ```
//! use std::collections::HashMap;
//! use servanda::cuba::{self, Act, Party, Reading};
//! use servanda::{Event, Verifier};
//!
//! let mut journal = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?.journal();
//! let mut found = HashMap::new();
//! let lifted = Event::act("1962-11-20T23:00:00Z".parse()?, Party::Us, Act::LiftQuarantine);
//! let told_later = cuba::history().into_iter().rev().skip(2);
//! for event in std::iter::once(lifted).chain(told_later) {
//!     for revision in journal.take(&event.into()) {
//!         revision.gone.iter().for_each(|it| drop(found.remove(&it.id)));
//!         found.extend(revision.come.into_iter().map(|it| (it.id, it.finding)));
//!     }
//! }
//! let report = journal.report(None).ok_or("there were lines")?;
//! assert_eq!(found.len(), report.findings().len());
//! assert!(report.identities().iter().all(|id| found.contains_key(id)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Verifier::by_time`]: crate::Verifier::by_time
//! [`Entry`]: crate::event::Entry
//! [`Statement`]: crate::event::Statement
//! [`Difference`]: crate::verify::Difference
//! [`Journal`]: crate::verify::Journal
//! [`Report::complete`]: crate::Report::complete
//! [`Report::is_certain`]: crate::Report::is_certain
