//! Verify in CI: logs that are checked at every change.
//!
//! An agreement in a repository is like code: it changes, and what it says of yesterday's log
//! should not change by accident. Keep the agreement, its logs, and what they should come to side
//! by side, and let a machine check them.
//!
//! # From a shell
//!
//! With the feature `cli` the crate is a command:
//!
//! ```sh
//! cargo install servanda --features cli
//! servanda check wall.toml               # is the agreement in order?
//! servanda verify wall.toml log.jsonl    # did everybody keep it?
//! ```
//!
//! Logs may be JSON Lines, CSV, CloudEvents, XES or OCEL 2.0, compressed or not; of one in OCEL
//! (`.jsonocel`) say where the actor is found, as in `--map actor=clerk` for an attribute of its events
//! or `--map actor=type:employee` for an object. How any log from elsewhere is read, and what is told of many cases,
//! stands in [`logs`](super::logs). In a checkout, `cargo run --example verify_log --
//! wall.toml log.jsonl` judges a log in JSON Lines without the command. The exit code is the verdict:
//!
//! | code | it means | the job |
//! | --- | --- | --- |
//! | 0 | conformant: nothing was found but what is only told | passes |
//! | 1 | there are findings, or refusals | fails |
//! | 2 | the agreement or the log can't be read, or the command line is wrong | fails |
//! | 3 | the output can't be written, or there is a bug | fails |
//!
//! The report goes to standard output, errors to standard error. An outcome of *pending* is no
//! failure: an agreement that still runs is kept so far.
//!
//! # In GitHub Actions
//!
//! ```yaml
//! name: agreements
//! on: [push, pull_request]
//! jobs:
//!   verify:
//!     runs-on: ubuntu-latest
//!     steps:
//!       - uses: actions/checkout@v4
//!       - run: cargo install servanda --features cli --locked
//!       - run: servanda check agreements/wall.toml
//!       - run: servanda verify agreements/wall.toml logs/wall.jsonl
//! ```
//!
//! Any other runner does it the same way: a step fails when its command exits with something other
//! than 0. With `--format sarif` the findings point to the lines of the log that they are about, for
//! a CI system that shows such reports beside the code; with `--format junit` each obligation is a
//! test case.
//!
//! # The present is an argument
//!
//! A log that ends on Friday says nothing of a deadline on Saturday. A report speaks of the last
//! event's time unless you say otherwise. To ask what it comes to by now, say when now is:
//!
//! ```sh
//! servanda verify wall.toml log.jsonl --as-of "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
//! ```
//!
//! A job that says so can fail tomorrow though nothing was changed: that is what a deadline is. A
//! job that must not, like the check of a change, should name a fixed instant.
//!
//! And `--known-by` leaves out what came to be known later. So you can ask what an auditor could
//! have said last month, with what was known last month.
//!
//! # In a test of your own
//!
//! If your repository is one of Rust anyway, a test is enough, and it can ask for more than an exit
//! code:
//!
//! ```
//! use servanda::formats::BadLines;
//! use servanda::{Agreement, Outcome, Report, Verifier};
//!
//! fn verdict(agreement: &str, log: &str, as_of: &str) -> Result<Report, Box<dyn std::error::Error>> {
//!     let agreement = Agreement::from_toml(agreement)?;
//!     let verifier = Verifier::new(&agreement).as_of(as_of.parse()?);
//!     Ok(verifier.judge_log(log.as_bytes(), BadLines::Stop)?.remove(0))
//! }
//!
//! let report = verdict(
//!     r#"
//!     title = "A loan"
//!     date = "2026-05-04T09:00:00Z"
//!     parties = { lender = "who lends", borrower = "who borrows" }
//!     acts = { repay = { by = ["borrower"] } }
//!     obligations.repayment = { debtor = "borrower", creditor = "lender", perform = "repay", within = "P30D" }
//!     "#,
//!     "",
//!     "2026-06-01T00:00:00Z",
//! )?;
//! assert_eq!(report.outcome(), Outcome::Pending);
//! assert!(report.is_conformant());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Compare whole reports where it matters: a report is written as JSON with serde, in the same
//! order on every machine, and `tests/analysis/gallery.rs` of the repository does it for ten logs.
//!
//! # A log that is being written
//!
//! `servanda verify --follow` reports findings as events arrive, and with `--state FILE` it goes on
//! where the last run stopped. The file is locked while it is in use, and what changed is appended to
//! it; the log's judged past is hashed, so that a line put in later is an error. A log that is rotated
//! by renaming is read to its end, then the new one. With `--clock` time moves with the system's clock
//! too, so that whoever lets a deadline pass is found without an event.
//!
//! Each finding is told **at least once**: it is told first and kept after that, so a run that is ended
//! in between tells it again. Drop repeats by the `id` of a finding, which is the same wherever it is
//! told. A reader that goes away ends the run; what it was not told the next run tells.
//!
//! A line that can't be read stops the verification with its number, its column, and what came
//! before it. Where one torn line should not hide the rest, pass over such lines:
//! [`BadLines::Skip`] notes each in the report, and `--skip` does so from the shell. Lines that
//! were passed over are not judged, so look at [`Report::skipped`] as well as at the verdict.
//!
//! [`BadLines::Skip`]: crate::formats::BadLines::Skip
//! [`Report::skipped`]: crate::Report::skipped
