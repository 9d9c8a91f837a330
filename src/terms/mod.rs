//! Terms: what was promised. An [`Agreement`] with its parties, acts, obligations and conditions,
//! the builder that makes one, and the rules that it is checked against (SEMANTICS.md, sections 2,
//! 3 and 9).
//!
//! | type | what it says |
//! | --- | --- |
//! | [`Agreement`], and its `Terms` by ids | the whole: date (if any), registrar, parties, acts, obligations, what is told |
//! | [`Group`], [`Speaks`] | a party with members, and who speaks for it |
//! | [`Act`] | `by` (every party's id where it is open to all), `requires`, `expires_when`, whether it is a power, `protects`, what it `tells`, its [`Unit`] |
//! | [`Obligation`] | debtor and creditor ([`Who`]: named or told), its [`Duty`], `when`, `until`, `suspended_while`, `repaired_by` |
//! | [`Duty`] | [`Performance`] (acts, quantity, verifier, silence), [`Achievement`] (goal), [`Abstention`] (acts, limit, [`Reach`]: in all, per period, in any stretch) |
//! | [`Deadline`], [`Moment`], [`Shift`] | by when: so long after it fell due, or at an instant that is written or told |
//! | [`Figure`], [`Decimal`], [`Share`] | how much: written, or a share of what is told |
//! | [`Kind`], [`Opening`], [`Periods`] | of what there are many, each with duties of its own, and how they come to be |
//! | [`Condition`], [`Standing`], [`Doer`] | the formulas of section 3 |
//! | [`Matching`], [`Match`], [`Bound`] | `where`, and the condition `told` |
//! | [`ToldName`], [`ToldType`] | by what name something told goes, and of what kind it is |
//!
//! From the wire (`document`, `written_*`) or the builder to ids it goes so: `Draft` (words) →
//! `check` (names and forms) and `figures` (units, and the types of what is told; from here on every
//! [`Decimal`] has the places of its unit, and [`Decimal::whole`] is what the engine counts) →
//! `Terms` (ids) → `circle` and `graph`.

mod act;
mod address;
mod agreement;
mod builder;
mod canonical;
mod carry_error;
mod check;
mod circle;
pub mod condition;
mod days;
mod decimal;
mod differences;
mod document;
mod doer;
mod duty;
mod error;
mod figure;
mod figures;
mod graph;
mod kind;
mod lexicon;
mod matching;
mod moment;
mod named_builder;
mod obligation;
mod party;
mod passage;
mod scopes;
mod succession;
mod told;
mod unit;
mod weaver;
mod who;
mod written_act;
mod written_condition;
mod written_date;
mod written_kind;
mod written_obligation;
mod written_order;

pub use act::{Act, by, by_all, by_each};
pub(crate) use address::{Address, AddressStep, Root};
pub use agreement::Agreement;
pub(crate) use agreement::Terms;
pub use builder::AgreementBuilder;
pub(crate) use builder::Draft;
pub use carry_error::CarryError;
pub use condition::{Condition, Standing};
pub use decimal::{Decimal, FigureError};
pub use differences::{AgreementDifferences, ClauseChange, ClauseDifference, KeyChange};
pub(crate) use document::Document;
pub use doer::Doer;
pub use duty::{Abstention, Achievement, Deadline, Duty, DutyForm, EarlyActs, Performance, Reach};
pub use error::{AgreementError, BrokenRule, Defect};
pub use figure::{Figure, Share, ShareError};
pub(crate) use graph::{
    BetweenId, Counter, CounterId, ElapsedId, Graph, InKind, Leaf, NodeId, Place, QuantifierId,
    RecentId, Rule, Watcher,
};
pub use kind::{
    Kind, Members, Opening, Periods, PeriodsFrom, Unnamed, each_of, each_of_all, every, opened_by,
};
pub(crate) use lexicon::{Lexicon, Named};
pub use matching::{Bound, Match, Matching};
pub use moment::{Moment, Shift};
pub use named_builder::NamedBuilder;
pub use obligation::{HasDeadline, Obligation, Owing, Promise, owes};
pub use party::{Group, Speaks};
pub use passage::Passage;
pub(crate) use succession::Renamed;
pub use told::{ToldName, ToldType};
pub use unit::Unit;
pub use who::Who;
pub(crate) use written_date::WrittenDate;

/// How long, in a vocabulary: a duration, or a duration as one of its calendars counts it.
///
/// ```
/// use servanda::cuba::Cuba;
/// use servanda::terms::TermOf;
/// let two_days: TermOf<Cuba> = "P2D".parse()?;
/// assert_eq!(two_days.span(), "P2D".parse()?);
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
pub type TermOf<V> = crate::time::calendar::Term<<V as crate::names::Vocabulary>::Calendar>;

#[cfg(feature = "schema")]
pub(crate) use {
    party::{WrittenGroup, WrittenParty},
    written_act::WrittenBy,
    written_kind::WrittenFrom,
    written_obligation::{OneOrMore, TermOrAtOnce},
};
