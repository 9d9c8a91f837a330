//! Analysis: what an agreement, a run or a log can be asked beyond what happened.

mod why;

pub use why::{Again, Explanation, ExplanationText, Join, Move, Question, Reason, Story, Subject};
