//! Random agreements in the words of the law's second edition, and logs that are written for them.
//!
//! Everything is plain JSON and decided by a [`Chooser`]. The logs are guided: most acts are by
//! those who may, most attestations by the verifier, and events fall on deadlines, just before and
//! just after them, so that every word, status, finding and reason occurs in quantity (a
//! [`Census`] counts them).
//!
//! serde_json must be built with `preserve_order`: the order of the document is the order of the
//! obligations.
#![allow(
    dead_code,
    unused_imports,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    reason = "helpers for tests, of which each test uses its part"
)]

pub mod agreements;
pub mod amended;
pub mod calendars;
pub mod census;
pub mod chooser;
pub mod conditions;
pub mod evidence;
pub mod kinds;
pub mod known;
pub mod logs;
pub mod obligations;
pub mod runs;
pub mod spoil;
pub mod times;
pub mod wanted;
pub mod words;

use proptest::prelude::*;
use serde_json::Value;

pub use census::Census;
pub use chooser::Chooser;

/// One generated case: an agreement, a log for it, and how it is to be judged.
#[derive(Clone, Debug)]
pub struct Case {
    /// The agreement document.
    pub agreement: Value,
    /// The lines of the log.
    pub log: Vec<Value>,
    /// Submit instead of record.
    pub submit: bool,
    /// Judge as of this instant.
    pub as_of: Option<String>,
    /// Judge as known by this instant.
    pub known_by: Option<String>,
    /// Judge by time (section 11).
    pub by_time: bool,
    /// An agreement at hand, for which [`amended::DIGEST`] stands in the log (section 12).
    pub amended: Option<Value>,
}

/// How cases are to be.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The most acts.
    pub acts: usize,
    /// The most obligations.
    pub obligations: usize,
    /// The most events.
    pub events: usize,
    /// The most kinds of subjects (section 8).
    pub kinds: usize,
    /// Whether events tell anything, and stretches are counted: of such agreements the engine makes
    /// no automaton.
    pub telling: bool,
    /// Whether there are groups, units, windows, powers, lists of acts, states to achieve, silences and
    /// repair, and conditions about them.
    pub wide: bool,
    /// In how many of a hundred agreements there is no date: the run begins with its first event.
    pub undated: usize,
    /// Whether there are calendars, and terms in them (section 10).
    pub calendars: bool,
    /// Whether there may be durations whose length the calendar decides.
    pub months: bool,
    /// How many of a hundred events are wrong on purpose: out of order, by strangers, told twice.
    pub wrong: usize,
    /// Whether events may carry `known`, and a case `as_of` and `known_by`.
    pub cuts: bool,
    /// The most runs of the agreement that one log may tell of.
    pub runs: usize,
    /// In how many of a hundred cases the log is judged by time (section 11).
    pub by_time: usize,
    /// In how many of a hundred cases another agreement takes the first one's place (section 12).
    pub amended: usize,
}

impl Default for Shape {
    fn default() -> Self {
        ONE_SCOPE
    }
}

/// Agreements of one scope (sections 1 to 7, and 9).
pub const ONE_SCOPE: Shape = Shape {
    acts: 6,
    obligations: 6,
    events: 22,
    kinds: 0,
    telling: true,
    wide: true,
    undated: 8,
    calendars: false,
    months: true,
    wrong: 12,
    cuts: true,
    runs: 3,
    by_time: 0,
    amended: 0,
};

/// Agreements of one scope in which nothing is told.
pub const UNTOLD: Shape = Shape { telling: false, ..ONE_SCOPE };

/// Agreements of one scope as analysis asks about them, and logs of one run that a monitor can follow.
pub const PLAIN: Shape = Shape { wide: false, undated: 0, cuts: false, runs: 1, ..UNTOLD };

/// Agreements with subjects and periods (section 8).
pub const SUBJECTS: Shape = Shape { kinds: 2, events: 26, runs: 1, ..ONE_SCOPE };

/// Agreements with calendars too (section 10).
pub const CALENDARS: Shape = Shape { calendars: true, kinds: 1, ..SUBJECTS };

/// Agreements without calendars whose logs are judged by time.
pub const BY_TIME: Shape = Shape { by_time: 100, runs: 3, ..SUBJECTS };

/// The same of one scope, of which the engine makes automata.
pub const BY_TIME_UNTOLD: Shape = Shape { by_time: 100, ..UNTOLD };

/// Agreements of all sections whose logs are judged by time, or that change, or both.
pub const EVIDENCE: Shape = Shape { by_time: 70, amended: 40, ..CALENDARS };

/// Agreements of all sections whose place another takes.
pub const AMENDED: Shape = Shape { amended: 100, undated: 8, ..CALENDARS };

/// The same, where the log is judged by time.
pub const AMENDED_BY_TIME: Shape = Shape { by_time: 100, ..AMENDED };

/// How many numbers decide one case.
pub const NUMBERS: usize = 1_600;

/// The case that these numbers decide.
pub fn case_of(numbers: &[u32], shape: Shape) -> Case {
    let mut chooser = Chooser::new(numbers);
    let terms = agreements::Terms::choose(&mut chooser, shape);
    let (log, last) = logs::choose(&mut chooser, shape, &terms);
    let mut instant = |chance: usize, offsets: &[i64]| {
        (shape.cuts && chooser.chance(chance)).then(|| {
            let offset = *chooser.one(offsets);
            times::written((last + offset).max(0))
        })
    };
    let day = times::DAY;
    // Periods go on opening: with them the clock does not move on for a year.
    let far = if shape.kinds > 0 { 20 * day } else { 400 * day };
    let as_of = instant(50, &[0, 3_600, day, 3 * day, 9 * day, -3_600, -day, far]);
    let known_by = instant(12, &[0, -3_600, -day, -3 * day]);
    let submit = chooser.chance(30);
    let mut case = Case {
        agreement: terms.document,
        log,
        submit,
        as_of,
        known_by,
        by_time: false,
        amended: None,
    };
    if chooser.chance(shape.amended) {
        case = amended::amend(&mut chooser, case);
    }
    if chooser.chance(shape.by_time) {
        case = evidence::move_evidence(&mut chooser, case);
    }
    case
}

/// Cases of this shape.
pub fn cases(shape: Shape) -> impl Strategy<Value = Case> {
    prop::collection::vec(any::<u32>(), 0..NUMBERS)
        .prop_map(move |numbers| case_of(&numbers, shape))
}
