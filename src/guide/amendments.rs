//! When the agreement changes.
//!
//! Contracts are amended while they run: the term gets longer, a duty is dropped, an insurer joins. A run then goes on
//! under the new agreement. What both agreements have keeps its state; what only the old one had is *left behind*,
//! and the report says so. The rules, to the word, are in [section 12 of the
//! law](crate::guide::law#12-an-agreement-that-changes).
//!
//! # What is otherwise
//!
//! Two agreements mean the same if their [digests](crate::guide::digest) are one, whatever their titles and wordings
//! are. [`Agreement::differences`] says clause by clause what does not, and `servanda compare OLD NEW` prints it.
//!
//! ```
//! use servanda::Agreement;
//!
//! let text = r#"{
//!   "title": "Three lots of timber", "date": "2026-03-01T00:00:00Z", "registrar": "clerk",
//!   "parties": {"seller": "who delivers", "buyer": "who pays", "clerk": "who keeps the log"},
//!   "acts": {"deliver": {"by": ["seller"]}, "report": {"by": ["seller"]}},
//!   "obligations": {
//!     "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 3, "within": "P9D"},
//!     "report": {"debtor": "seller", "creditor": "buyer", "perform": "report"}
//!   }
//! }"#;
//! let old = Agreement::from_json(text)?;
//! let new = Agreement::from_json(
//!     &text
//!         .replace(r#""within": "P9D"},"#, r#""within": "P14D"}"#)
//!         .replace(r#""report": {"debtor": "seller", "creditor": "buyer", "perform": "report"}"#, "")
//! )?;
//! assert_eq!(
//!     old.differences(&new).to_string(),
//!     "obligations.delivery is changed: within was \"P9D\" and is \"P14D\"\nobligations.report is gone\n",
//! );
//! # Ok::<(), servanda::formats::ReadError>(())
//! ```
//!
//! # In a log
//!
//! One line puts the new agreement in the old one's place, by its digest (`servanda check --digest new.json`):
//!
//! ```json
//! {"time": "2026-03-05T12:00:00Z", "actors": ["seller", "buyer", "clerk"], "amended": "4f1d…"}
//! ```
//!
//! It takes every party of both agreements that is no group, or the registrar of the old one alone. Whoever judges
//! the log has the further agreements at hand: [`Verifier::also`], or `servanda verify --also new.json old.json
//! log.jsonl`, as often as there are any. From that line on the log is read as the new agreement reads it.
//!
//! ```
//! use servanda::{Agreement, Event, Status, Verifier};
//!
//! # let text = r#"{
//! #   "title": "Three lots of timber", "date": "2026-03-01T00:00:00Z", "registrar": "clerk",
//! #   "parties": {"seller": "who delivers", "buyer": "who pays", "clerk": "who keeps the log"},
//! #   "acts": {"deliver": {"by": ["seller"]}, "report": {"by": ["seller"]}},
//! #   "obligations": {
//! #     "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "quantity": 3, "within": "P9D"},
//! #     "report": {"debtor": "seller", "creditor": "buyer", "perform": "report"}
//! #   }
//! # }"#;
//! # let old = Agreement::from_json(text)?;
//! # let new = Agreement::from_json(
//! #     &text
//! #         .replace(r#""within": "P9D"},"#, r#""within": "P14D"}"#)
//! #         .replace(r#""report": {"debtor": "seller", "creditor": "buyer", "perform": "report"}"#, "")
//! # )?;
//! let at = |day: u8| format!("2026-03-{day:02}T12:00:00Z").parse();
//! let (seller, clerk) = (old.party("seller")?, old.party("clerk")?);
//! let log = [
//!     Event::act(at(2)?, seller, old.act("deliver")?).quantity(2),
//!     Event::amended(at(5)?, clerk, new.digest()),
//!     Event::act(at(8)?, seller, old.act("deliver")?),
//! ];
//! let report = Verifier::new(&old).also(&new).judge(log);
//!
//! // What was done goes on to count, and so does the deadline that was fixed when the duty fell due.
//! let delivery = report.obligations().next().ok_or("a delivery")?;
//! assert_eq!((delivery.status, delivery.progress), (Status::Discharged, 3));
//!
//! // The report is owed no longer.
//! let left = report.left_behind().next().ok_or("a report")?;
//! assert_eq!(left.standings.status, Status::Lapsed);
//! assert!(report.text().to_string().contains("report"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The line is void, and says why, if the run has not begun (*out-of-order*), if no agreement at hand has that digest
//! or a party is of neither (*unknown*), if it can't be carried over (*not-carried*), and without that consent
//! (*no-consent*).
//!
//! # What keeps its state
//!
//! | of | kept | not kept |
//! | --- | --- | --- |
//! | obligations of one name | status, progress, counts, and what was fixed when they fell due: quantity, deadline, parties | a dormant one has the new parties |
//! | acts | what has happened, waivers; a window that is over, if `expires_when` is the same | else the window is looked at anew |
//! | kinds | subjects by name, the grid of periods, a closed list | a party that is no subject any more is left behind |
//! | `elapsed` | since when, if its `since` is the same and stands at the same place | else it starts anew |
//!
//! What is another thing under one name can't be carried over: an obligation of another form, unit or kind, an act of
//! another unit or kind, something told of another type, periods of another length. [`CarryError`] names it; give
//! the new one a name of its own.
//!
//! # A run that is at hand
//!
//! [`Monitor::carry_over`] takes a run across without its log. Such a run remembers of what has happened no more than
//! its own agreement asks for. Where the new one asks for more (how often something happened that nothing has counted
//! so far), that is an error that says what, and the log is to be judged with both agreements at hand.
//!
//! [`CarriedOver`] tries it, and says what stands otherwise then and what is found at once.
//!
//! What becomes of every open run of a state that `servanda verify --state` kept, before anything is signed:
//! `servanda compare OLD NEW --state FILE`, and `--at` to say at which instant the new agreement would take effect.
//!
//! # On a page
//!
//! `servanda render --also new.json old.json log.jsonl -o page.html` draws a run through its amendments: a line on the
//! timeline where the agreement changed, the clauses that it has otherwise since, a mark with the day on each of these,
//! and what was left behind.
//!
//! [`Agreement::differences`]: crate::Agreement::differences
//! [`CarriedOver`]: crate::verify::CarriedOver
//! [`Verifier::also`]: crate::Verifier::also
//! [`CarryError`]: crate::terms::CarryError
//! [`Monitor::carry_over`]: crate::Monitor::carry_over
