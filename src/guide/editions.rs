//! From the first edition to the second: what does an old agreement mean now?
//!
//! servanda 0.1 kept the first edition of the [law](super::law); since 0.2 it keeps the second. Whatever
//! 0.1 read as an agreement 0.2 reads, too, word for word (but for a limit `per` less than a minute, a
//! debtor that is its own creditor or verifier, and a party named `all` or `each`, which are errors now),
//! and on most logs it comes to the same verdict. This page says where it does not.
//!
//! ```sh
//! servanda check wall.toml --since 0.1
//! ```
//!
//! points at each place of an agreement where a verdict can differ, with what came of it then and what
//! comes of it now; [`Agreement::changed_since`](crate::Agreement::changed_since) gives the same to a
//! program. It reads the terms alone: that a verdict can differ at a place does not mean that it ever
//! will.
//!
//! # In the agreement
//!
//! | where | in 0.1 | since 0.2 |
//! | --- | --- | --- |
//! | `when` | what could no longer arise stayed dormant, and the run *pending* | it lapses as soon as its `when` can hold no more; the same of all that is dormant once `entry_into_force` can |
//! | `perform`, of an act with `requires` | an act done before its precondition held discharged nothing until that held | done early is done: the duty falls due and is discharged at once (unless `early` is `ignored`) |
//! | `perform`, of a duty that conditions ask whether it is `due` | what was done early stood due for a moment, which such a condition saw | it is discharged as it falls due |
//! | `at` | a duty that fell due at that very instant had no deadline; that the deadline had passed was found of what was done already, too | at that instant it is still in time; of what is done already nothing is found |
//! | `within`, `at` | an extension after the breach was void; one that was given while the duty rested moved by the whole rest | it is a second term: due again, though the breach is not undone, and done in it the duty is *cured*; it moves by what of the rest is still to come |
//! | `verified_by`, with a deadline | what was denied after its deadline was overdue at once | the denial gives back the time that the duty waited for its verifier |
//! | `verified_by`, of what can end | what was done and not yet verified lapsed at the end | it waits for its verifier, whatever else ends |
//! | `entry_into_force`, without `settled_when` | what was all closed was settled, in force or not | by default nothing is settled before it is in force |
//! | `terminates_when`, without `settled_when` | what terminated with nothing left open was *settled* | it is *terminated* |
//! | `settled_when`, or a duty that may never arise | a run in which nothing was owed was *pending* | it is *clear*: nothing is owed, though something can still arise |
//!
//! A fee for being late is the plainest case. The price is paid in time, so the fee can no longer arise;
//! in 0.1 the sale was pending for ever:
//!
//! ```
//! use servanda::analysis::Edition;
//! use servanda::{Agreement, Event, Monitor, Outcome, Status};
//!
//! let sale = Agreement::from_toml(r#"
//!     title = "Sale of a boat"
//!     date = "2026-05-04T09:00:00Z"
//!     [parties]
//!     buyer = "who buys"
//!     seller = "who sells"
//!     [acts]
//!     pay = { by = ["buyer"] }
//!     pay-fee = { by = ["buyer"] }
//!     [obligations]
//!     price = { debtor = "buyer", creditor = "seller", perform = "pay", within = "P7D" }
//!     fee = { debtor = "buyer", creditor = "seller", perform = "pay-fee", when = { breached = "price" } }
//! "#)?;
//! let places: Vec<_> = sale.changed_since(Edition::First).into_iter().map(|it| it.place).collect();
//! assert!(places.iter().any(|place| &**place == "obligations.fee.when"));
//!
//! let (buyer, pay) = (sale.party("buyer")?, sale.act("pay")?);
//! let mut monitor = Monitor::new(&sale);
//! monitor.record(&Event::act("2026-05-08T12:00:00Z".parse()?, buyer, pay));
//! assert_eq!(monitor.status(sale.obligation("fee")?), Some(Status::Lapsed));
//! assert_eq!(monitor.outcome(), Outcome::Settled);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In a log, whatever the agreement says
//!
//! | line | in 0.1 | since 0.2 |
//! | --- | --- | --- |
//! | one that is void or refused | it moved the clock all the same: a stranger's line dated 9999 let every deadline pass | it moves nothing, the clock neither; to let time pass, log a tick |
//! | one with an `id` that was there before | it counted twice | if it says the same, it is *repeated* and does nothing; else it is void, *conflicting* |
//! | one with `known` before `time` | it was taken | it is void, *future* |
//! | `amend` to another verifier | debtor and creditor had to agree | the new verifier, too; and it is no longer void to amend creditor, deadline and quantity |
//! | `extend` to an instant that has passed | it was taken, and the deadline fired at once | it is void, *no-deadline* |
//!
//! Who moved time with lines that did not count has to log ticks instead:
//!
//! ```
//! # use servanda::{Agreement, Monitor, formats::json::Log};
//! # let sale = Agreement::from_toml(r#"
//! #     title = "Sale of a boat"
//! #     date = "2026-05-04T09:00:00Z"
//! #     [parties]
//! #     buyer = "who buys"
//! #     seller = "who sells"
//! #     [acts]
//! #     pay = { by = ["buyer"] }
//! #     [obligations]
//! #     price = { debtor = "buyer", creditor = "seller", perform = "pay", within = "P7D" }
//! # "#)?;
//! let mut monitor = Monitor::new(&sale);
//! let lines = concat!(
//!     r#"{"time": "9999-01-01T00:00:00Z", "actor": "stranger", "act": "pay"}"#, "\n",
//!     r#"{"time": "2026-05-08T12:00:00Z", "actor": "buyer", "act": "pay"}"#, "\n",
//! );
//! for event in Log::new(lines.as_bytes(), &sale) {
//!     monitor.record(&event?);
//! }
//! assert_eq!(monitor.outcome(), servanda::Outcome::Settled);   // in 0.1: breached
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In a report
//!
//! It says more of each obligation (when it fell due, was breached and was closed, what it takes, why it
//! lapsed) and of each act (open, expired, waived, forbidden), and when the agreement entered into force
//! and terminated. Findings stand by their instants. `unmet` lists what of a precondition had to hold and
//! did not; an `any` stands there as a whole, for one of its parts would have done. A monitor keeps no
//! refusals: who submits gets them, and the report of a whole log lists them.
//!
//! # Saved states
//!
//! A state that 0.1 saved is refused, by the number of its format: what it would have to remember it did
//! not. Judge the log again.
//!
//! # In a program
//!
//! - `Agreement::date` and `Monitor::clock` are an `Option`: an agreement need have no date, and its runs
//!   begin with their first event.
//! - Quantities are [`Decimal`](crate::terms::Decimal)s, and a plain number is one: `.quantity(60)`.
//! - Who owes, to whom, and who verifies is a [`Who`](crate::terms::Who): named, or told by an event.
//! - [`Duty`](crate::terms::Duty) has a third form, *achieve*; each has a list of acts.
//! - [`Amendment`](crate::event::Amendment) has a field for each thing that can be amended:
//!   `Amendment::verifier(it)`.
//!
//! # What 0.1 could not say
//!
//! An agreement that goes on as it was needs none of it. But some detours are straight now: a window that
//! ends (`expires_when`), an option or a notice that must be by right (`power`), a state to bring about
//! (`achieve`), one of several acts (a list), any stretch of 90 days (`in_any`), a remedy that stands
//! instead (`repaired_by`), silence that accepts (`deemed_after`), a clock that pauses (`between`),
//! groups, prices and dates that the events tell. The [law](super::law) has each in its sections 2, 3
//! and 9.
