//! An agreement that takes another's place ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)): which names the two share, and what becomes of the rest.
//!
//! Findings, and what is left behind, speak of names of agreements before; so the terms under which such a run
//! stands have those names too, after their own. The graph of conditions knows nothing of them: no act and no word
//! reaches what they name.

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use crate::names::{
    ActId, CalendarId, Ids, Key, KindId, Names, ObligationId, PartyId, Table, ToldId, Translate,
    UnknownNameError,
};

use super::act::Act;
use super::address::{Address, GoesOn, Root};
use super::agreement::{
    Agreement, Index, KindTerms, NameLists, NamedCalendar, Party, Telling, Terms,
};
use super::document::Document;
use super::graph::Graph;
use super::obligation::Obligation;
use super::weaver::Woven;

/// The terms under which a run stands once an agreement has taken the place of its own, and what the ids of the
/// old ones are there.
#[derive(Debug)]
pub(crate) struct Succession {
    pub(crate) agreement: Agreement,
    pub(crate) renamed: Renamed,
}

/// Why the names of two agreements are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joining {
    /// So that there are names.
    Names,
    /// A run is carried over that remembers all that another agreement may ask for, and may be again.
    Changing,
    /// A run is carried over that remembers what its own agreement asks for.
    Carried,
}

/// What the ids of one agreement are in another, that has all of its names.
#[derive(Clone, Debug)]
pub(crate) struct Renamed {
    parties: Table<PartyId, PartyId>,
    acts: Table<ActId, ActId>,
    obligations: Table<ObligationId, ObligationId>,
    told: Table<ToldId, ToldId>,
    kinds: Table<KindId, KindId>,
    calendars: Table<CalendarId, CalendarId>,
}

impl Renamed {
    /// Whether every id is what it was.
    pub(crate) fn changes_nothing(&self) -> bool {
        fn same<K: Key>(table: &Table<K, K>) -> bool {
            table.iter().all(|(one, other)| one.place() == other.place())
        }
        same(&self.parties)
            && same(&self.acts)
            && same(&self.obligations)
            && same(&self.told)
            && same(&self.kinds)
            && same(&self.calendars)
    }
}

impl Translate<Ids, Ids> for Renamed {
    type Error = Infallible;

    fn party(&self, party: &PartyId) -> Result<PartyId, Infallible> {
        Ok(self.parties[*party])
    }

    fn act(&self, act: &ActId) -> Result<ActId, Infallible> {
        Ok(self.acts[*act])
    }

    fn obligation(&self, obligation: &ObligationId) -> Result<ObligationId, Infallible> {
        Ok(self.obligations[*obligation])
    }

    fn told(&self, told: &ToldId) -> Result<ToldId, Infallible> {
        Ok(self.told[*told])
    }

    fn kind(&self, kind: &KindId) -> Result<KindId, Infallible> {
        Ok(self.kinds[*kind])
    }

    fn calendar(&self, calendar: &CalendarId) -> Result<CalendarId, Infallible> {
        Ok(self.calendars[*calendar])
    }
}

/// Where each old name stands among the new ones, those that are not there after all others; and which these are.
fn merge<K: Key, T>(
    new: &Table<K, T>,
    old: &Table<K, T>,
    name: impl Fn(&T) -> &str,
) -> (Table<K, K>, Vec<K>) {
    let mut next = number(new.len());
    let places: BTreeMap<&str, u32> = new.values().map(&name).zip(0_u32..).collect();
    let mut added = Vec::new();
    let renamed = old.iter().map(|(id, it)| match places.get(name(it)) {
        Some(place) => K::at(*place),
        None => {
            added.push(id);
            let place = next;
            next = next.saturating_add(1);
            K::at(place)
        }
    });
    (renamed.collect(), added)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A table, and what comes after it.
fn longer<K: Key, T: Clone>(table: &Table<K, T>, more: impl Iterator<Item = T>) -> Table<K, T> {
    table.values().cloned().chain(more).collect()
}

impl<V: Names> Agreement<V> {
    /// This agreement as runs stand under it that were carried over from another one.
    pub(crate) fn standing_after(&self, old: &Self) -> Self {
        let standing = self.erased().in_place_of(&old.erased()).agreement;
        // Both are written in the vocabulary.
        standing.in_names_of().unwrap_or_else(|_| self.clone())
    }

    /// The agreements under which runs stood that were carried over to this one, the oldest first.
    pub(crate) fn documents_before(&self) -> impl Iterator<Item = Document> {
        self.terms().before.iter().map(|terms| terms.document())
    }
}

impl Agreement {
    /// The terms under which a run stands from its start whose agreement may change: with the names of all that may
    /// take its place, so that whatever is found under one of them can be told under any other.
    pub(crate) fn open_to_change(&self, others: &[Self]) -> Self {
        let joined = |new: &Self, old: &Self| {
            let (new, old) = (new.shared_terms(), old.shared_terms());
            Self::of(Arc::new(Terms::joined(new, old, Joining::Names).0))
        };
        let all = others.iter().fold(joined(self, self), |all, other| joined(other, &all));
        joined(self, &all)
    }

    /// The same in a vocabulary that has all of its names.
    pub(crate) fn in_names_of<V: Names>(&self) -> Result<Agreement<V>, UnknownNameError> {
        Agreement::with_names(Arc::clone(self.shared_terms()))
    }

    /// The terms of this agreement in a run that has stood under others.
    pub(crate) fn in_place_of(&self, old: &Self) -> Succession {
        let joining = match old.terms().graph.may_change {
            true => Joining::Changing,
            false => Joining::Carried,
        };
        let (terms, renamed) = Terms::joined(self.shared_terms(), old.shared_terms(), joining);
        Succession { agreement: Self::of(Arc::new(terms)), renamed }
    }
}

impl Terms {
    /// The terms of an agreement with the names of another.
    fn joined(new: &Arc<Self>, old: &Arc<Self>, joining: Joining) -> (Self, Renamed) {
        let new = new.written.as_ref().unwrap_or(new);
        let are_carried = joining != Joining::Names;
        let (parties, more_parties) = merge(&new.parties, &old.parties, |it| &it.name);
        let (acts, more_acts) = merge(&new.act_names, &old.act_names, |name| name);
        let (obligations, more_obligations) =
            merge(&new.obligation_names, &old.obligation_names, |name| name);
        let (told, more_told) = merge(&new.told, &old.told, |it| &it.name);
        let (kinds, more_kinds) = merge(&new.kind_names, &old.kind_names, |name| name);
        let (calendars, more_calendars) = merge(&new.calendars, &old.calendars, |it| &it.name);
        let renamed = Renamed { parties, acts, obligations, told, kinds, calendars };
        let goes_on = match are_carried {
            true => goes_on(new, old, &renamed),
            false => GoesOn::new(),
        };

        let party = |id: &PartyId| {
            let Party { name, description, group, acts_for } = old.parties[*id].clone();
            let group = group.map(|group| {
                let Ok(group) = group.translate(&renamed);
                group
            });
            let acts_for = acts_for.iter().map(|party| renamed.parties[*party]).collect();
            Party { name, description, group, acts_for }
        };
        let act = |id: &ActId| -> Act {
            let Ok(act) = old.acts[*id].translate(&renamed);
            act
        };
        let obligation = |id: &ObligationId| -> Obligation {
            let Ok(obligation) = old.obligations[*id].translate(&renamed);
            obligation
        };
        let telling = |id: &ToldId| {
            let Telling { name, what, of } = old.told[*id].clone();
            Telling { name, what, of: of.map(|kind| renamed.kinds[kind]) }
        };
        let calendar = |id: &CalendarId| -> NamedCalendar { old.calendars[*id].clone() };

        let parties = longer(&new.parties, more_parties.iter().map(party));
        let act_names =
            longer(&new.act_names, more_acts.iter().map(|id| old.act_names[*id].clone()));
        let obligation_names = longer(
            &new.obligation_names,
            more_obligations.iter().map(|id| old.obligation_names[*id].clone()),
        );
        let kind_names =
            longer(&new.kind_names, more_kinds.iter().map(|id| old.kind_names[*id].clone()));
        let told = longer(&new.told, more_told.iter().map(telling));
        let calendars = longer(&new.calendars, more_calendars.iter().map(calendar));
        let kinds: Table<KindId, KindTerms> = match are_carried {
            true => {
                let kinds = new.kinds.iter();
                kinds.map(|(id, kind)| members_kept(id, kind, old, &renamed)).collect()
            }
            false => new.kinds.clone(),
        };
        let index = Index::of_names(&NameLists {
            parties: parties.values().map(|it| &*it.name).collect(),
            acts: act_names.values().map(|name| &**name).collect(),
            obligations: obligation_names.values().map(|name| &**name).collect(),
            told: told.values().map(|it| &*it.name).collect(),
            kinds: kind_names.values().map(|name| &**name).collect(),
            calendars: calendars.values().map(|it| &*it.name).collect(),
        });
        let before = match joining {
            Joining::Carried | Joining::Changing => {
                let last = old.written.as_ref().unwrap_or(old);
                old.before.iter().chain([last]).cloned().collect()
            }
            Joining::Names => Vec::new(),
        };
        let digest = OnceLock::new();
        // It is that of the agreement, whatever was before it.
        _ = digest.set(Agreement::of(Arc::clone(new)).digest());
        let terms = Self {
            title: new.title.clone(),
            date: new.date,
            date_has_offset: new.date_has_offset,
            registrar: new.registrar,
            passages: new.passages.clone(),
            graph: Graph::of(Woven {
                acts: &new.acts,
                obligations: &new.obligations,
                told: &new.told,
                kinds: &new.kinds,
                ends: &new.ends,
                goes_on,
                may_change: joining != Joining::Carried,
            }),
            parties,
            act_names,
            acts: longer(&new.acts, more_acts.iter().map(act)),
            obligation_names,
            obligations: longer(&new.obligations, more_obligations.iter().map(obligation)),
            kind_names,
            kinds,
            told,
            calendars,
            ends: new.ends.clone(),
            written: Some(Arc::clone(new)),
            before,
            index,
            learnt: OnceLock::new(),
            digest,
            written_order: OnceLock::new(),
        };
        (terms, renamed)
    }
}

/// A kind whose subjects are parties has those first that have been its subjects, in their order: a subject is
/// found by its place.
fn members_kept(id: KindId, kind: &KindTerms, old: &Terms, renamed: &Renamed) -> KindTerms {
    let before = old.kinds.iter().find(|(before, _)| renamed.kinds[*before] == id);
    let before = before.into_iter().flat_map(|(_, kind)| &kind.members);
    let kept = before.map(|party| renamed.parties[*party]).filter(|it| kind.members.contains(it));
    let mut seen = HashSet::new();
    let all = kept.chain(kind.members.iter().copied());
    let members = all.filter(|party| seen.insert(*party)).collect();
    KindTerms { terms: kind.terms.clone(), members }
}

/// The `elapsed` conditions that go on: their `since` is the same, and stands at the same place.
fn goes_on(new: &Terms, old: &Terms, renamed: &Renamed) -> GoesOn {
    let before = old.elapsed_by_place();
    let before: Vec<(Address, &str, _)> = before
        .iter()
        .filter_map(|(at, it)| Some((at.at(at.root().renamed(renamed)), &*it.since, it.id?)))
        .collect();
    let now = new.elapsed_by_place();
    let is_same = |at: &Address, since: &str| now.get(at).is_some_and(|it| it.since == since);
    let same = before.into_iter().filter(|(at, since, _)| is_same(at, since));
    same.map(|(at, _, id)| (at, id)).collect()
}

impl Root {
    fn renamed(self, renamed: &Renamed) -> Self {
        match self {
            Self::Requires(id) => Self::Requires(renamed.acts[id]),
            Self::ExpiresWhen(id) => Self::ExpiresWhen(renamed.acts[id]),
            Self::When(id) => Self::When(renamed.obligations[id]),
            Self::Until(id) => Self::Until(renamed.obligations[id]),
            Self::SuspendedWhile(id) => Self::SuspendedWhile(renamed.obligations[id]),
            Self::Achieve(id) => Self::Achieve(renamed.obligations[id]),
            Self::ListEnds(id) => Self::ListEnds(renamed.kinds[id]),
            Self::From(id) => Self::From(renamed.kinds[id]),
            Self::SubjectTerminatesWhen(id) => Self::SubjectTerminatesWhen(renamed.kinds[id]),
            Self::EntryIntoForce | Self::TerminatesWhen | Self::SettledWhen => self,
        }
    }
}
