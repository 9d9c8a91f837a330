//! Stepping through an agreement on a terminal: the agreement as a board, the log beside it, and
//! what each party can do now.
//!
//! The board has a column for each status that is in use, and a card for each obligation, in each subject
//! where it is owed in many. Where there are more than ten of a kind, one card stands for all subjects in
//! which an obligation stands alike, and `/` finds those of a name. Below it
//! stand the acts of each party. One that is open can be done; one that is closed answers why not,
//! and can be recorded all the same, as an auditor would. Words about obligations (attest, deny,
//! release, extend, amend, waive) go the same way. Time is what you choose: on to the next deadline,
//! by a span, to an instant; nothing here reads a clock. Each step can be taken back, and the log
//! can be saved as JSON Lines.
//!
//! ```no_run
//! use servanda::cuba::{self, Reading};
//! use servanda::stepping::{Settings, run};
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! let settings = Settings::new().phrases(&cuba::PHRASES).file("october.jsonl");
//! let log = run(&agreement, cuba::history(), &settings)?;
//! assert!(log.len() >= 11);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It works from 60 columns and 16 rows on, uses more room where there is some, and says nothing by
//! colour alone; with `NO_COLOR` set there is none. `?` lists the keys.

mod board;
mod card;
mod course;
mod file;
mod keys;
mod moves;
mod proposal;
mod run;
#[cfg(test)]
mod screens;
mod settings;
mod signals;
mod typed;
mod view;
mod words;

#[doc(hidden)]
pub use file::replace as replace_file;
pub use run::{SteppingError, run};
pub use settings::Settings;
