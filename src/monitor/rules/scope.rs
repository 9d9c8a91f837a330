//! Scopes: the run, and each subject of a kind (SEMANTICS.md, section 8).

use crate::names::{ActId, KindId, ObligationId, ToldId};
use crate::terms::{BetweenId, CounterId, ElapsedId, Graph, NodeId, Place, RecentId};

/// Where something exists: once in the run, or once in each subject of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Scope {
    Run,
    Subject(SubjectId),
}

/// A subject, by its place among those of its kind, in the order in which they opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SubjectId {
    pub(crate) kind: KindId,
    pub(crate) place: u32,
}

/// Something in one of the scopes in which it exists.
///
/// The order is that of what comes together: the document's first, and then that in which the subjects
/// opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At<K> {
    pub(crate) id: K,
    pub(crate) scope: Scope,
    /// Its place in the tables of the scope.
    pub(super) place: Place,
}

/// What exists once in each scope of one sort, and where it stands in the tables of each.
pub(crate) trait InScope: Copy {
    /// The kind in each of whose subjects it exists; none of the run.
    fn kind(self, graph: &Graph) -> Option<KindId>;
    fn place_in(self, graph: &Graph) -> Place;
}

macro_rules! in_scope {
    ($($key:ty => $table:ident),*) => {$(
        impl InScope for $key {
            #[inline]
            fn kind(self, graph: &Graph) -> Option<KindId> {
                graph.$table[self].of
            }

            #[inline]
            fn place_in(self, graph: &Graph) -> Place {
                graph.$table[self].place
            }
        }
    )*};
}

in_scope! {
    NodeId => nodes, CounterId => counters, ElapsedId => elapsed, BetweenId => betweens,
    RecentId => recents, ActId => acts, ObligationId => obligations, ToldId => told
}

impl Scope {
    /// The kind whose subject it is; none of the run.
    pub(crate) fn kind(self) -> Option<KindId> {
        match self {
            Self::Run => None,
            Self::Subject(subject) => Some(subject.kind),
        }
    }

    /// Something as this scope names it: what belongs to the run is the run's, and the rest its own.
    #[inline]
    pub(crate) fn at<K: InScope>(self, graph: &Graph, id: K) -> At<K> {
        let kind = id.kind(graph);
        debug_assert!(kind.is_none() || kind == self.kind(), "something of another scope");
        let scope = if kind.is_none() { Self::Run } else { self };
        At { id, scope, place: id.place_in(graph) }
    }
}

/// One scope, or many; none at all where nobody asks.
pub(crate) enum Scopes {
    One(Option<Scope>),
    Many(std::vec::IntoIter<Scope>),
}

impl Scopes {
    /// Only those of which this is so.
    pub(super) fn filtered(self, is_wanted: impl Fn(Scope) -> bool) -> Self {
        match self {
            Self::One(scope) => Self::One(scope.filter(|scope| is_wanted(*scope))),
            Self::Many(scopes) => {
                let wanted: Vec<Scope> = scopes.filter(|scope| is_wanted(*scope)).collect();
                Self::Many(wanted.into_iter())
            }
        }
    }
}

impl Iterator for Scopes {
    type Item = Scope;

    fn next(&mut self) -> Option<Scope> {
        match self {
            Self::One(scope) => scope.take(),
            Self::Many(scopes) => scopes.next(),
        }
    }
}

impl<K> At<K> {
    /// Whether it is the run's, and not that of a subject.
    pub(super) fn is_of_run(&self) -> bool {
        self.scope == Scope::Run
    }
}
