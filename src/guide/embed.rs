//! Embed it in a service: a gatekeeper, an audit, saved states, time.
//!
//! The engine does no input or output and reads no clock, so it fits into any service. You bring
//! the events, the instants, and a place to keep the state.
//!
//! ```text
//!    a request ──► submit ──► accepted: append the event to your log, keep the new state
//!                        └──► refused: answer with the reasons, keep nothing but the time
//!
//!    news of what has happened anyway ──► record ──► findings, for whom it concerns
//!
//!    your own timer ──► advance ──► what fell due, what is late
//! ```
//!
//! # A desk that keeps many runs
//!
//! An [`Agreement`] is immutable and cheap to clone: read it once. A [`Monitor`] is one run of it.
//! Here is a small service that keeps one run for each customer:
//!
//! ```
//! use std::collections::BTreeMap;
//! use servanda::monitor::OutOfOrderError;
//! use servanda::names::Text;
//! use servanda::report::Prose;
//! use servanda::{Agreement, Event, Instant, Monitor};
//!
//! struct Desk {
//!     agreement: Agreement,
//!     runs: BTreeMap<String, Monitor>,
//! }
//!
//! impl Desk {
//!     /// Somebody wants to do something. What changed, or why not, in sentences.
//!     fn submit(&mut self, customer: &str, line: &str) -> Result<Vec<String>, Vec<String>> {
//!         let words: Event<Text> = serde_json::from_str(line).map_err(|it| vec![it.to_string()])?;
//!         let event = words.resolved(&self.agreement).map_err(|it| vec![it.to_string()])?;
//!         let start = || Monitor::new(&self.agreement).without_history();
//!         let run = self.runs.entry(customer.to_owned()).or_insert_with(start);
//!         let prose = Prose::new(&self.agreement);
//!         match run.submit(&event) {
//!             Ok(step) => Ok(step.changes().map(|change| prose.change(&change)).collect()),
//!             Err(refusal) => Err(refusal.findings.iter().map(|it| prose.finding(it)).collect()),
//!         }
//!     }
//!
//!     /// When to wake up next.
//!     fn wakes_at(&self) -> Option<Instant> {
//!         self.runs.values().filter_map(Monitor::next_timeout).min()
//!     }
//!
//!     /// Time passes for everybody. What was found.
//!     fn advance(&mut self, now: Instant) -> Result<Vec<(String, String)>, OutOfOrderError> {
//!         let prose = Prose::new(&self.agreement);
//!         let mut news = Vec::new();
//!         for (customer, run) in &mut self.runs {
//!             let now = run.clock().map_or(now, |clock| now.max(clock));
//!             for finding in run.advance(now)?.findings() {
//!                 news.push((customer.clone(), prose.finding(&finding)));
//!             }
//!         }
//!         Ok(news)
//!     }
//! }
//!
//! let agreement = Agreement::from_toml(r#"
//! title = "A repair within a day"
//! date = "2026-05-04T09:00:00Z"
//! parties = { customer = "who asks", workshop = "who repairs" }
//! acts.ask = { by = ["customer"] }
//! acts.repair = { by = ["workshop"], requires = { happened = "ask" }, protects = ["customer"] }
//! obligations.repair = { debtor = "workshop", creditor = "customer", perform = "repair", within = "P1D" }
//! "#)?;
//! let mut desk = Desk { agreement, runs: BTreeMap::new() };
//!
//! let repair = r#"{"time": "2026-05-05T09:00:00Z", "actor": "workshop", "act": "repair"}"#;
//! let reasons = desk.submit("acme", repair).unwrap_err();
//! assert_eq!(reasons, ["workshop did `repair` before customer had done `ask`"]);
//!
//! let ask = r#"{"time": "2026-05-05T10:00:00Z", "actor": "customer", "act": "ask"}"#;
//! assert!(desk.submit("acme", ask).is_ok());
//! assert_eq!(desk.wakes_at(), Some("2026-05-06T10:00:00Z".parse()?));
//!
//! let news = desk.advance("2026-05-06T10:00:01Z".parse()?)?;
//! assert_eq!(news.len(), 1);
//! assert!(news[0].1.starts_with("workshop was late with `repair`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Three things to note:
//!
//! - *A deadline's own instant is in time.* [`Monitor::next_timeout`] tells the instant; what a
//!   deadline brings comes when the clock moves past it. Wake up a moment later, not at it.
//! - *A refused event has let time pass.* Nothing else of it stays. That is what makes a refusal
//!   harmless.
//! - *An event may not be older than the clock.* If you advance by your own clock, and a request
//!   carries an earlier time, it is out of order. Give events the time of their arrival at the
//!   door, or advance only as far as you are sure to have heard of everything.
//!
//! # Where the instants come from
//!
//! From your clock, once, at the edge. [`Instant`] is made from a text, from fields, or from a
//! chrono `DateTime<Utc>`:
//!
//! ```
//! use chrono::{DateTime, Utc};
//! use servanda::Instant;
//!
//! let now = Instant::try_from(DateTime::<Utc>::from(std::time::SystemTime::now()))?;
//! assert!(now > Instant::utc(2026, 1, 1, 0, 0, 0)?);
//! # Ok::<(), servanda::time::InstantError>(())
//! ```
//!
//! # Keep the log, and the state as well
//!
//! Keep the events that were accepted: they are what happened, and the report can always be made
//! anew from them. For a long run also keep the state, so that you need not replay from the start.
//! A saved state carries the agreement that it was saved under. It goes on under any agreement that
//! reads the same (that has the same [digest](crate::guide::digest)); under another one it is refused
//! with what differs, and you replay the log under the new agreement instead:
//!
//! ```
//! use servanda::cuba::{self, Act, Obligation, Party, Reading};
//! use servanda::formats::RestoreError;
//! use servanda::{Event, Monitor, Saved, Status};
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let mut monitor = Monitor::new(&agreement);
//! monitor.submit(&Event::act("1962-10-28T14:04:00Z".parse()?, Party::Ussr, Act::AcceptProposal))?;
//!
//! let kept: String = serde_json::to_string(&monitor.save())?;       // to your database
//!
//! let saved: Saved = serde_json::from_str(&kept)?;                  // and back
//! let mut monitor = match Monitor::restore(&agreement, saved) {
//!     Ok(monitor) => monitor,
//!     Err(error @ RestoreError::OtherAgreement { .. }) => panic!("{error}: replay the log"),
//!     Err(error) => return Err(error.into()),
//! };
//! monitor.submit(&Event::act("1962-10-28T16:00:00Z".parse()?, Party::Ussr, Act::CeaseWork))?;
//! assert_eq!(monitor.status(Obligation::CeaseWork), Some(Status::Performed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Going on from a saved state comes to the same as having gone on without saving.
//!
//! # Many cases
//!
//! A service keeps many runs of one agreement: each order, each lease. The [docket](crate::docket) has
//! them all: it takes events by their `case`, moves all clocks, says what a party owes over all cases
//! and when time alone brings something next. It is saved as a checkpoint and, after that, as what
//! changed, so that ten events in eight thousand cases write ten cases:
//!
//! ```
//! use servanda::cuba::{self, Act, Party, Reading};
//! use servanda::docket::Docket;
//! use servanda::Event;
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let mut docket = Docket::new(&agreement);
//! let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
//! for case in ["one", "two", "three"] {
//!     docket.submit(&accepted.clone().case(case))?;
//! }
//! let (_, mut file) = docket.checkpoint();
//!
//! let ceased = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::CeaseWork);
//! docket.submit(&ceased.case("two"))?;
//! file.extend(docket.changes());                          // appended
//!
//! let docket = Docket::restore(&agreement, &file)?.docket;
//! assert_eq!((docket.len(), docket.offset()), (3, 4));    // go on at the fifth event
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! After a crash feed it your log from [`Docket::offset`](crate::docket::Docket::offset) on, or from
//! anywhere before: what it has taken it passes over. Tell what it finds before you save it; then each
//! finding is told at least once, and one that is told twice has the same
//! [identity](crate::report::FindingId) both times.
//!
//! # Ask before you do
//!
//! What would happen if? [`Monitor::rehearse_submit`] and [`Monitor::rehearse_record`] do it to a
//! copy and leave the run alone. A form can grey out what would be refused and say why:
//!
//! ```
//! use servanda::cuba::{self, Act, Party, Reading};
//! use servanda::{Event, Monitor};
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let monitor = Monitor::new(&agreement);
//! let lift = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine);
//! let refusal = monitor.rehearse_submit(&lift).unwrap_err();
//! assert_eq!(refusal.findings[0].unmet().len(), 2);
//! assert_eq!(monitor.events(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # An audit of what others did
//!
//! What you could not prevent, record. [`Monitor::record`] never refuses: a premature act has its
//! effect and its finding, an event that can have no effect is void and told. To judge a whole log
//! at once use a
//! [`Verifier`]; to judge events of many runs as they come in, a
//! [`Verification`](crate::verify::Verification), which keeps each `case` apart:
//!
//! ```
//! use servanda::cuba::{self, Reading};
//! use servanda::Verifier;
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let mut verification = Verifier::new(&agreement).start();
//! for event in cuba::history() {
//!     verification.take(&event.case("october"));
//! }
//! let reports = verification.finish();
//! assert_eq!(reports[0].case(), Some("october"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Threads, and memory
//!
//! Agreements and monitors may go from thread to thread ([`Send`] and [`Sync`]). There is nothing
//! to lock inside: one run takes its events in order, and different runs need not know of each
//! other.
//!
//! ```
//! fn goes_anywhere<T: Send + Sync>() {}
//! goes_anywhere::<servanda::Agreement>();
//! goes_anywhere::<servanda::Monitor>();
//! goes_anywhere::<servanda::Report>();
//! ```
//!
//! A monitor writes down what changed, for [`Monitor::history`]. A service that only needs the
//! state says [`Monitor::without_history`], and a long run takes no more memory than a short one,
//! but for its findings and refusals, which are always kept.
//!
//! [`Agreement`]: crate::Agreement
//! [`Monitor`]: crate::Monitor
//! [`Monitor::next_timeout`]: crate::Monitor::next_timeout
//! [`Monitor::rehearse_submit`]: crate::Monitor::rehearse_submit
//! [`Monitor::rehearse_record`]: crate::Monitor::rehearse_record
//! [`Monitor::record`]: crate::Monitor::record
//! [`Monitor::history`]: crate::Monitor::history
//! [`Monitor::without_history`]: crate::Monitor::without_history
//! [`Verifier`]: crate::Verifier
//! [`Instant`]: crate::Instant
