//! Terms: what was promised. An [`Agreement`] with its parties, acts, obligations and conditions,
//! the builder that makes one, and the rules that it is checked against (SEMANTICS.md, sections 2
//! and 3).

mod act;
mod agreement;
mod builder;
mod canonical;
mod check;
mod circle;
pub mod condition;
mod document;
mod error;
mod graph;
mod lexicon;
mod named_builder;
mod obligation;
mod passage;
mod written_order;

pub use act::{Act, by};
pub use agreement::Agreement;
pub(crate) use agreement::Terms;
pub use builder::AgreementBuilder;
pub use condition::Condition;
pub(crate) use condition::Standing;
pub(crate) use document::Document;
pub use error::{AgreementError, BrokenRule, Defect};
pub(crate) use graph::{CounterId, ElapsedId, Graph, Leaf, NodeId, Rule, Watcher};
pub(crate) use lexicon::{Lexicon, Named};
pub use named_builder::NamedBuilder;
pub use obligation::{
    Abstention, Deadline, Duty, EarlyActs, Obligation, Owing, Performance, Promise, owes,
};
pub use passage::Passage;
