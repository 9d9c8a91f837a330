//! What has happened in a run whose agreement may change: other conditions may ask for it than do now
//! ([SEMANTICS.md, section 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::event::ToldValue;
use crate::names::{ActId, PartyId, ToldId};
use crate::time::Instant;

use super::scope::{Scope, SubjectId};

/// An act that has been done, or a piece of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) at: Instant,
    pub(crate) act: ActId,
    pub(crate) scope: DoneIn,
    pub(crate) actor: PartyId,
    pub(crate) quantity: u64,
    pub(crate) told: Vec<(ToldId, ToldValue)>,
}

/// Where it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DoneIn {
    Run,
    Subject(SubjectId),
    /// In a subject that was left behind; the run's conditions still see it.
    Gone,
}

impl From<Scope> for DoneIn {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Run => Self::Run,
            Scope::Subject(id) => Self::Subject(id),
        }
    }
}
