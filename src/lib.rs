//! servanda tracks commitments: an agreement is written as obligations with preconditions, a state
//! machine takes events one at a time, and at every moment it says what is owed, kept and breached,
//! by whom and why.
//!
//! ```
//! servanda::vocabulary! {
//!     struct Sale;
//!     enum Party { Buyer, Seller }
//!     enum Act { Pay, Deliver }
//!     enum Obligation { Price, Delivery }
//! }
//! use servanda::condition::happened;
//! use servanda::{Agreement, Event, Monitor, Status, by, owes};
//!
//! let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
//!     .party(Party::Buyer, "who buys")
//!     .party(Party::Seller, "who sells")
//!     .act(Act::Pay, by([Party::Buyer]))
//!     .act(Act::Deliver, by([Party::Seller]).requires(happened(Act::Pay)))
//!     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
//!     .obligation(
//!         Obligation::Delivery,
//!         owes(Party::Seller, Party::Buyer).perform(Act::Deliver).within("P2W".parse()?),
//!     )
//!     .build()?;
//!
//! let mut monitor = Monitor::new(&sale);
//! let paid = "2026-05-06T12:00:00Z".parse()?;
//! monitor.submit(&Event::act(paid, Party::Buyer, Act::Pay))?;
//! assert_eq!(monitor.status(Obligation::Price), Some(Status::Discharged));
//! assert_eq!(monitor.deadline(Obligation::Delivery), Some("2026-05-20T12:00:00Z".parse()?));
//!
//! // Time comes in with events: nothing here reads a clock.
//! monitor.advance("2026-06-01T00:00:00Z".parse()?)?;
//! assert_eq!(monitor.status(Obligation::Delivery), Some(Status::Breached));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The main types
//!
//! | type | what it is |
//! | --- | --- |
//! | [`Agreement`], [`AgreementError`] | what was promised: immutable, checked, cheap to share; what is wrong with one that can't be |
//! | [`Act`], [`by`] | what parties do, and who may |
//! | [`Obligation`], [`owes`] | what one party owes another |
//! | [`Condition`] | a formula over what has happened and where the obligations stand |
//! | [`Instant`], [`Span`] | when, in UTC; how long, by the calendar |
//! | [`Event`] | what happened: one line of a log |
//! | [`Monitor`] | what follows: the state machine of one run |
//! | [`Status`], [`Outcome`], [`Owed`] | where an obligation stands, and the run as a whole; what a party has to do |
//! | [`Step`], [`Change`], [`Finding`] | what one event brought, and why |
//! | [`Refusal`] | why a submitted event was not let in |
//! | [`Verifier`] | judges a whole log |
//! | [`Report`] | what a log comes to, in memory, as JSON, as text |
//! | [`Saved`] | a monitor's state, to go on from |
//! | [`Ids`], [`Vocabulary`], [`vocabulary!`] | by which types names go |
//!
//! # Where the rest is
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`prelude`] | what most programs use, to be imported at once |
//! | [`condition`] | the functions that conditions are written with: [`all`](condition::all), [`happened`](condition::happened) |
//! | [`terms`], [`event`], [`time`], [`names`] | the parts of agreements, events, instants and names |
//! | [`calendar`](time::calendar) | calendars as data, and terms: local time, working days, the end of the day |
//! | [`monitor`] | kinds of findings, causes, reasons of a void event |
//! | [`docket`] | many runs of one agreement: logs that grow, services, shards |
//! | [`verify`] | logs of many cases |
//! | [`report`] | reports in sentences, in words of your own; digests |
//! | [`formats`] | [`json`](formats::json), [`toml`](formats::toml), [`csv`](formats::csv), [`cloud_events`](formats::cloud_events), [`xes`](formats::xes), [`ocel`](formats::ocel), [`sarif`](formats::sarif), [`junit`](formats::junit), [`schema`](formats::schema) |
//! | [`pictures`], [`stepping`] | graphs, timelines and pages; the board on a terminal |
//! | [`cuba`] | an agreement to learn from |
//!
//! What an agreement, a run or a log can be asked beyond what happened is in [`analysis`]:
//!
//! | type | what it is |
//! | --- | --- |
//! | [`Analysis`](analysis::Analysis) | what is wrong with an agreement before anybody signs it |
//! | [`Explorer`](analysis::Explorer) | what can come of it: plans, who can block, dead ends, exposure |
//! | [`Explanation`](analysis::Explanation), [`Story`](analysis::Story) | why things stand as they do, what it would take, whose move it is |
//! | [`Difference`](analysis::Difference), [`Mending`](analysis::Mending) | what events would change; how a log would conform |
//! | [`Outlook`](analysis::Outlook), [`Agenda`](analysis::Agenda) | what comes if nobody acts, what each act brings; a party's lists |
//! | [`Readings`](analysis::Readings) | one log judged under several readings |
//!
//! # The guide
//!
//! [`guide`] goes from the first file to the last rule: [start here](guide::start), the
//! [concepts](guide::concepts) in pictures, how to [encode your own agreement](guide::encode) step by
//! step, [verify in CI](guide::verify_in_ci), [embed it in a service](guide::embed), the
//! [semantics](guide::semantics) with an example for each rule, a [comparison](guide::comparison) with
//! neighbours, and [questions and answers](guide::questions).
//!
//! # Two kinds of names
//!
//! In Rust an agreement's names are enums of its own ([`vocabulary!`]): a misspelt party, act or
//! obligation does not compile, and a `match` on a finding's obligation is exhaustive. An agreement
//! that is read from a file ([`Agreement::from_json`], [`Agreement::from_toml`]) runs on the same
//! engine; its names are ids, checked on reading ([`Ids`]). [`Agreement::typed`] and
//! [`Agreement::erased`] go from one to the other.
//!
//! # Two ways to take an event
//!
//! [`Monitor::submit`] is a gatekeeper: an event that would be void, prohibited, premature or
//! belated is refused, with every reason, and nothing changes, the clock neither. [`Monitor::record`]
//! is an auditor: what happened, happened; a premature, belated or prohibited act has its effect and
//! its finding. A log in which nothing is refused gives the same state under both.
//!
//! # The settlement of 1962
//!
//! The crate's first agreement is in [`cuba`]: the settlement that Kennedy proposed to Khrushchev on
//! 27 October 1962, clause by clause, in three readings, with the real log of that autumn.
//!
//! # What it does not do
//!
//! It reads no clock, does no input or output of its own beyond a [`BufRead`](std::io::BufRead) that
//! you hand it, and judges only what the agreement says: whether an event in the log is true is for
//! whoever wrote it down, and for the verifiers that the agreement names.
//!
//! # Features
//!
//! - `json` (default): agreements and logs from JSON, agreements to JSON.
//! - `toml` (default): agreements from TOML, and to it.
//! - `yaml`: agreements from YAML, and to it.
//! - `csv`, `cloud-events`, `xes`: logs from these formats, and to them.
//! - `ocel`: logs from OCEL 2.0 in JSON.
//! - `sarif`, `junit`: reports as a CI system shows them.
//! - `schema`: JSON Schemas of agreement, event and report.
//! - `step`: an agreement as a board on a terminal, to step through (`stepping`).
//! - `render`: an agreement as a graph (Mermaid, DOT, SVG), a judged log as a timeline (SVG) and as
//!   one page of HTML.
//! - `cli`: the command `servanda`, and all of the above.
//! - `parallel`: logs of many cases on all cores ([`Verifier`]).
//!
//! Without them, agreements, reports and saved states still go through serde in any format that has
//! maps.

pub mod analysis;
mod canonical_json;
pub mod cuba;
mod digest;
pub mod docket;
mod escape;
pub mod event;
pub mod formats;
pub mod guide;
pub mod monitor;
pub mod names;
#[cfg(feature = "render")]
pub mod pictures;
pub mod prelude;
pub mod report;
mod saved;
#[cfg(feature = "step")]
pub mod stepping;
mod strict;
pub mod terms;
pub mod time;
pub mod verify;

pub use event::Event;
pub use formats::Saved;
pub use monitor::{Change, Finding, Monitor, Outcome, Owed, Refusal, Status, Step};
pub use names::{Ids, Vocabulary};
pub use report::Report;
pub use terms::{Act, Agreement, AgreementError, Condition, Obligation, by, condition, owes};
pub use time::{Instant, Span};
pub use verify::Verifier;

/// The README's example runs.
#[cfg(all(doctest, feature = "json", feature = "toml"))]
#[doc = include_str!("../README.md")]
struct Readme;
