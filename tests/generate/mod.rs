//! Random agreements, and logs that are written for them.
//!
//! Everything is plain JSON, in the words of SEMANTICS.md, and decided by a [`Chooser`]. The logs are
//! guided: most acts are by those who may, most attestations by the verifier, and events fall on
//! deadlines, just before and just after them, so that every status, finding and refusal occurs in
//! quantity (a [`Census`] counts them).
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
pub mod census;
pub mod chooser;
pub mod logs;
pub mod times;

use proptest::prelude::*;
use serde_json::Value;

pub use census::Census;
pub use chooser::Chooser;

/// One generated case: an agreement, a log for it, and how it is to be judged.
#[derive(Clone, Debug)]
pub struct Case {
    /// The agreement document.
    pub agreement: Value,
    /// The events of the log.
    pub log: Vec<Value>,
    /// Submit instead of record.
    pub submit: bool,
    /// Judge as of this instant.
    pub as_of: Option<String>,
    /// Judge as known by this instant.
    pub known_by: Option<String>,
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
    /// How many of a hundred events are earlier than one before them.
    pub out_of_order: usize,
    /// Whether there may be durations whose length the calendar decides.
    pub calendar: bool,
    /// Whether events may carry `known`, `as_of` and `known_by`.
    pub cuts: bool,
    /// The most runs of the agreement that one log may tell of.
    pub cases: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            acts: 5,
            obligations: 6,
            events: 16,
            out_of_order: 4,
            calendar: true,
            cuts: true,
            cases: 3,
        }
    }
}

/// How many numbers decide one case.
pub const NUMBERS: usize = 700;

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
    let as_of = instant(40, &[0, 3_600, -3_600, 86_400 * 40, -86_400, 86_400 * 366 * 900]);
    let known_by = instant(15, &[0, -3_600, -7_200]);
    let submit = chooser.chance(50);
    Case { agreement: terms.document(), log, submit, as_of, known_by }
}

/// Cases of this shape.
pub fn cases(shape: Shape) -> impl Strategy<Value = Case> {
    prop::collection::vec(any::<u32>(), 0..NUMBERS)
        .prop_map(move |numbers| case_of(&numbers, shape))
}
