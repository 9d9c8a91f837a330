//! From a log that I have to an answer: how well was it kept, where not, by whom, since when.
//!
//! You have a log from some system, with its own columns, its own way of writing times, thousands of cases, and
//! you have a rule. This page goes from there to the answer. It needs the command (feature `cli`); from Rust the
//! same stands in [`mapping`](crate::formats::mapping) and [`summary`](crate::verify::summary).
//!
//! # The rule
//!
//! A rule is an agreement, however short. *Every patient with a sepsis triage gets antibiotics within an hour*:
//!
//! ```
//! # let agreement = servanda::Agreement::from_toml(r#"
//! title = "Antibiotics within an hour"
//!
//! [parties]
//! hospital = "the hospital"
//! patient = "the patient"
//!
//! [acts]
//! triage = { by = ["hospital"] }
//! antibiotics = { by = ["hospital"] }
//!
//! [obligations.antibiotics]
//! debtor = "hospital"
//! creditor = "patient"
//! perform = "antibiotics"
//! when = { happened = "triage" }
//! within = "PT1H"
//! # "#)?;
//! # Ok::<(), servanda::formats::ReadError>(())
//! ```
//!
//! It has no `date`: each case begins with its first event. A rule that is to hold for *each* of many things in a
//! case (every test is followed by another within a day) has a kind whose subjects that act opens:
//!
//! ```
//! # let agreement = servanda::Agreement::from_toml(r#"
//! title = "Every test is followed by a count within a day"
//! parties = { hospital = "the hospital", patient = "the patient" }
//! subjects.test = { gist = "a test", opened_by = "test" }
//! acts.test = { by = ["hospital"], of = "test" }
//! acts.count = { by = ["hospital"] }
//!
//! [obligations.follow]
//! of = "test"
//! debtor = "hospital"
//! creditor = "patient"
//! perform = "count"
//! within = "PT24H"
//! # "#)?;
//! # Ok::<(), servanda::formats::ReadError>(())
//! ```
//!
//! # The mapping
//!
//! What of your log says what stands in a mapping. Draft one, and look it through:
//!
//! ```sh
//! servanda map log.xes.gz > map.toml
//! ```
//!
//! The draft has the columns and attributes of the log, with how often each says something, and its activities,
//! resources and transitions with their counts. Say in it which activity is which act, who does it, and what to
//! pass over:
//!
//! ```
//! use servanda::formats::mapping::Mapping;
//! let mapping = Mapping::from_toml(r#"
//!     actor = "hospital"        # who does everything; or a column, and [parties]
//!     id = "place"              # each event can open a subject
//!     others = "ignore"         # activities that are no act of the agreement
//!
//!     [activities]
//!     "ER Sepsis Triage" = "triage"
//!     "IV Antibiotics" = "antibiotics"
//! "#)?;
//! let log = r#"{"time": "2026-05-06 14:00+02:00", "case": "A", "act": "ER Sepsis Triage"}"#;
//! let event = mapping.json_lines(log.as_bytes()).next().unwrap()?;
//! assert_eq!(event.deed.act().map(|act| &**act), Some("triage"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! All keys are told at [`Mapping`](crate::formats::mapping::Mapping). For a try without a file there is
//! `--map 'actor=value:hospital'`. Nothing is passed over in silence: what was not read, and which activities were
//! ignored how often, is told on standard error and in the report; and a log of which nothing was judged ends with
//! exit code 2, not with a verdict.
//!
//! A case all of whose activities are ignored begins all the same with its first event: what it owes and never did
//! is found.
//!
//! # Times, encodings, archives
//!
//! Times as RFC 3339 has them are read also with a blank for the `T`, without seconds, and with `+0100`. Where
//! they say no offset, say the zone; where they are written otherwise, say how. The error proposes what would
//! read them:
//!
//! ```sh
//! servanda verify rule.toml log.csv --map map.toml --time-format '%d.%m.%Y %H:%M' --time-zone +01:00
//! ```
//!
//! A log in UTF-16 is known by its first bytes, one in XML by its declaration; another is read by `--encoding
//! latin1`. It may be packed by gzip or zstd, or be the one file of a zip archive. What stands between two cells of
//! a CSV is seen from its first row.
//!
//! # The answer
//!
//! ```sh
//! servanda verify rule.toml log.xes.gz --map map.toml
//! ```
//!
//! Of more than twenty cases the summary is told, and the first that are not conformant:
//!
//! ```text
//! Antibiotics within an hour: 1,050 cases
//! Not conformant: 707 of 1,050 cases (67.3 %)
//! As of 2015-06-05 10:25:11 UTC
//! Outcomes: 226 breached, 824 settled
//!
//! Obligations    owed  kept          breached  in cases  done late  undone  open  ended
//!   antibiotics  1,049   342  32.6 %       707       707        481     226     -  -
//!
//! How long                          count       least      median  nine in ten  most
//!   antibiotics           late by     481        40 s  1 h 37 min   3 h 24 min  1 d 1 h
//! ```
//!
//! *owed* counts cases, or subjects of a kind: each was kept, or breached (done late, repaired by something else, or
//! still undone), or is open, or has ended (released, or lapsed). The rate is what was kept of what was kept or
//! breached. A prohibition in force is owed, and kept as long as nobody has broken it.
//!
//! Each case is judged as of the log's last event, so that what was left undone at the end of a case is found; a note
//! says so. `--as-of` takes another instant, or `end` for few cases as well. A
//! [`Verifier`](crate::Verifier) judges each case as of its own last event, as the law has it, unless
//! [`Verification::as_of_last`](crate::verify::Verification::as_of_last) is asked for.
//!
//! | to see | say |
//! | --- | --- |
//! | one case | `--case NAME` |
//! | all reports | `--each` |
//! | some of them | `--only breached`, `open`, `conformant`, `not-conformant`; `--top N` |
//! | it by department, channel, region | `--by ATTRIBUTE`: a column, or in XES `case:` and an attribute of the trace |
//! | it in a program | `--format json` (the summary and the first cases), `--format jsonl` (a report a line) |
//! | it as a page, each case on one of its own | `servanda render .. --to portfolio -o page.html --pages cases` |
//! | it in pandas or a spreadsheet | `--format csv --output FOLDER`: obligations.csv, findings.csv |
//!
//! From Rust, a summary is filled as the reports are made, and summaries of parts merge:
//!
//! ```
//! use servanda::formats::mapping::Mapping;
//! use servanda::verify::summary::Summary;
//! use servanda::{Agreement, Verifier};
//!
//! let agreement = Agreement::from_toml(r#"
//!     title = "Antibiotics within an hour"
//!     parties = { hospital = "the hospital", patient = "the patient" }
//!     acts.triage.by = ["hospital"]
//!     acts.antibiotics.by = ["hospital"]
//!     [obligations.antibiotics]
//!     debtor = "hospital"
//!     creditor = "patient"
//!     perform = "antibiotics"
//!     when = { happened = "triage" }
//!     within = "PT1H"
//! "#)?;
//! let log = r#"{"time": "2026-05-06T12:00Z", "case": "A", "act": "triage"}
//! {"time": "2026-05-06T12:00Z", "case": "B", "act": "triage"}
//! {"time": "2026-05-06T12:30Z", "case": "A", "act": "antibiotics"}
//! {"time": "2026-05-06T15:00Z", "case": "B", "act": "antibiotics"}"#;
//!
//! let mapping = Mapping::new().constant("actor", "hospital")?.for_agreement(&agreement);
//! let mut verification = Verifier::new(&agreement).start();
//! for event in mapping.json_lines(log.as_bytes()) {
//!     verification.take(&event?.resolved(&agreement)?);
//! }
//! let mut summary = Summary::new(&agreement);
//! verification.as_of_last().reports().for_each(|report| summary.add(&report));
//! let antibiotics = summary.obligations().next().ok_or("an obligation")?;
//! assert_eq!((antibiotics.owed, antibiotics.kept, antibiotics.done_late), (2, 1, 1));
//! assert_eq!(antibiotics.late_by.most(), Some(2 * 3_600));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
