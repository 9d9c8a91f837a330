//! The subjects of a kind, in the order in which they opened.
//!
//! A run may have a million of them, and what the rules try must leave no trace if it comes to nothing:
//! so a copy shares all subjects with the original until one of the two changes one.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

use crate::names::PartyId;
use crate::time::Instant;

use super::scope_state::ScopeState;
use super::timers::Phase;
use super::truth::Truth;

/// A kind has at most so many subjects in a run.
pub(crate) const MOST_SUBJECTS: u32 = 1_000_000;

/// One subject: what is known of it from its opening on, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) name: Arc<str>,
    pub(crate) opened: Instant,
    /// Who did the event that opened it, where events open them.
    pub(crate) opener: Option<PartyId>,
    /// Of a period, when it begins and when it ends.
    pub(crate) period: Option<(Instant, Instant)>,
    pub(crate) state: ScopeState,
    /// What follows is derived from that.
    pub(crate) truth: Truth,
    /// Of each act that an obligation of the run performs, how it was counted last.
    pub(crate) tallied: Box<[Tallied]>,
}

/// Two subjects are the same if the same is remembered of them.
impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        let Self { name, opened, opener, period, state, truth: _, tallied: _ } = self;
        *name == other.name
            && *opened == other.opened
            && *opener == other.opener
            && *period == other.period
            && *state == other.state
    }
}

impl Eq for Subject {}

/// How an act of a subject stands for an obligation of the run that performs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tallied {
    /// It may be done.
    pub(super) is_open: bool,
    /// Its window is over, and unwaived.
    pub(super) is_shut: bool,
}

/// What is asked of many subjects at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// When the next timer fires.
    pub(super) next: Option<(Instant, Phase)>,
    /// Whether something in it is not closed.
    pub(super) is_living: bool,
    /// Which acts something in it may still need, a bit for each act by its place.
    pub(super) lacking: u64,
}

impl Summary {
    fn and(self, other: Self) -> Self {
        let next = match (self.next, other.next) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            next,
            is_living: self.is_living || other.is_living,
            lacking: self.lacking | other.lacking,
        }
    }
}

/// A list that shares what two copies have in common, and tells of many at once.
#[derive(Clone, Debug)]
pub(crate) struct Subjects {
    root: Arc<Branch>,
    /// How many floors of branches lie below the root.
    height: u32,
    len: u32,
    names: Names,
}

/// So many children has a branch at most, as a power of two.
const BITS: u32 = 6;
const WIDTH: usize = 1 << BITS;

#[derive(Clone, Debug, Default)]
struct Branch {
    summary: Summary,
    children: Children,
}

#[derive(Clone, Debug)]
enum Children {
    Branches(Vec<Arc<Branch>>),
    Subjects(Vec<(Summary, Arc<Subject>)>),
}

impl Default for Children {
    fn default() -> Self {
        Self::Subjects(Vec::new())
    }
}

impl Branch {
    fn summarize(&mut self) {
        let none = Summary::default();
        self.summary = match &self.children {
            Children::Branches(branches) => {
                branches.iter().fold(none, |sum, branch| sum.and(branch.summary))
            }
            Children::Subjects(subjects) => {
                subjects.iter().fold(none, |sum, (summary, _)| sum.and(*summary))
            }
        };
    }

    fn get(&self, height: u32, place: u32) -> Option<&Subject> {
        match &self.children {
            Children::Branches(branches) => {
                let below = height.checked_sub(1)?;
                branches.get(child(height, place))?.get(below, place)
            }
            Children::Subjects(subjects) => {
                subjects.get(child(0, place)).map(|(_, subject)| &**subject)
            }
        }
    }

    fn get_mut(&mut self, height: u32, place: u32) -> Option<&mut Subject> {
        match &mut self.children {
            Children::Branches(branches) => {
                let below = height.checked_sub(1)?;
                Arc::make_mut(branches.get_mut(child(height, place))?).get_mut(below, place)
            }
            Children::Subjects(subjects) => {
                subjects.get_mut(child(0, place)).map(|(_, subject)| Arc::make_mut(subject))
            }
        }
    }

    /// Whether anything is told otherwise now.
    fn set_summary(&mut self, height: u32, place: u32, new: Summary) -> bool {
        let moved = match &mut self.children {
            Children::Branches(branches) => {
                let below = height.saturating_sub(1);
                branches
                    .get_mut(child(height, place))
                    .is_some_and(|branch| Arc::make_mut(branch).set_summary(below, place, new))
            }
            Children::Subjects(subjects) => subjects
                .get_mut(child(0, place))
                .is_some_and(|(summary, _)| std::mem::replace(summary, new) != new),
        };
        let before = self.summary;
        if moved {
            self.summarize();
        }
        self.summary != before
    }

    fn summary(&self, height: u32, place: u32) -> Option<Summary> {
        match &self.children {
            Children::Branches(branches) => {
                branches.get(child(height, place))?.summary(height.checked_sub(1)?, place)
            }
            Children::Subjects(subjects) => subjects.get(child(0, place)).map(|it| it.0),
        }
    }

    fn push(&mut self, height: u32, place: u32, subject: Subject) {
        match &mut self.children {
            Children::Branches(branches) => {
                let below = height.saturating_sub(1);
                let number = child(height, place);
                if branches.len() <= number {
                    branches.push(Arc::new(Self::empty(below)));
                }
                if let Some(branch) = branches.get_mut(number) {
                    Arc::make_mut(branch).push(below, place, subject);
                }
            }
            Children::Subjects(subjects) => {
                // Until it is told anew, something in it may move.
                let summary = Summary { next: None, is_living: true, lacking: u64::MAX };
                subjects.push((summary, Arc::new(subject)));
            }
        }
        self.summary.is_living = true;
        self.summary.lacking = u64::MAX;
    }

    fn empty(height: u32) -> Self {
        let children = match height {
            0 => Children::Subjects(Vec::new()),
            _ => Children::Branches(Vec::new()),
        };
        Self { summary: Summary::default(), children }
    }

    /// The places of the subjects below of which the summary says so, from the first on.
    fn find_all(
        &self,
        height: u32,
        first: u32,
        wanted: &impl Fn(Summary) -> bool,
        found: &mut impl FnMut(u32) -> bool,
    ) -> bool {
        let place = |number: usize| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            first.saturating_add(number << height.saturating_mul(BITS))
        };
        match &self.children {
            Children::Branches(branches) => {
                let below = height.saturating_sub(1);
                branches
                    .iter()
                    .enumerate()
                    .filter(|(_, it)| wanted(it.summary))
                    .all(|(number, branch)| branch.find_all(below, place(number), wanted, found))
            }
            Children::Subjects(subjects) => subjects
                .iter()
                .enumerate()
                .filter(|(_, (summary, _))| wanted(*summary))
                .all(|(number, _)| found(place(number))),
        }
    }
}

/// Which child of a branch of this height a place lies in.
fn child(height: u32, place: u32) -> usize {
    (place >> height.saturating_mul(BITS)) as usize & WIDTH.saturating_sub(1)
}

impl Subjects {
    pub(crate) fn none() -> Self {
        Self { root: Arc::default(), height: 0, len: 0, names: Names::none() }
    }

    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    pub(crate) fn get(&self, place: u32) -> Option<&Subject> {
        self.root.get(self.height, place)
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut Subject> {
        Arc::make_mut(&mut self.root).get_mut(self.height, place)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Subject> {
        (0..self.len).filter_map(|place| self.get(place))
    }

    /// The place of the subject of a name.
    pub(crate) fn find(&self, name: &[u8]) -> Option<u32> {
        self.names.find(name, |place| self.get(place).map(|subject| subject.name.as_bytes()))
    }

    /// Adds one; its place. Its summary is to be told.
    pub(crate) fn push(&mut self, subject: Subject) -> u32 {
        let place = self.len;
        let full = 1_u64 << BITS.saturating_mul(self.height.saturating_add(1));
        if u64::from(place) >= full {
            let below = std::mem::take(&mut self.root);
            let children = Children::Branches(vec![below]);
            self.root = Arc::new(Branch { summary: Summary::default(), children });
            self.height = self.height.saturating_add(1);
        }
        self.names.add(subject.name.as_bytes(), place);
        Arc::make_mut(&mut self.root).push(self.height, place, subject);
        self.len = self.len.saturating_add(1);
        place
    }

    pub(super) fn set_summary(&mut self, place: u32, summary: Summary) {
        if self.root.summary(self.height, place) != Some(summary) {
            Arc::make_mut(&mut self.root).set_summary(self.height, place, summary);
        }
    }

    /// What was tried stands: names that were added meanwhile go where all can share them.
    pub(super) fn gather_names(&mut self) {
        self.names.gather();
    }

    /// When the next timer of any of them fires.
    pub(super) fn next(&self) -> Option<(Instant, Phase)> {
        self.root.summary.next
    }

    /// Those of which a timer fires then.
    pub(super) fn firing(&self, at: (Instant, Phase)) -> Vec<u32> {
        let mut found = Vec::new();
        let fires = |it: Summary| it.next.is_some_and(|next| next <= at);
        self.root.find_all(self.height, 0, &fires, &mut |place| {
            found.push(place);
            true
        });
        found
    }

    /// Those in which something is not closed.
    pub(super) fn living(&self) -> Vec<u32> {
        let mut found = Vec::new();
        self.root.find_all(self.height, 0, &|it| it.is_living, &mut |place| {
            found.push(place);
            true
        });
        found
    }

    /// Goes through those in which something may lack one of these acts, the first first, until it is told to
    /// stop.
    pub(super) fn lacking_until(&self, acts: u64, mut go_on: impl FnMut(u32) -> bool) {
        self.root.find_all(self.height, 0, &|it| it.lacking & acts != 0, &mut go_on);
    }
}

/// Two lists are the same if their subjects are.
impl PartialEq for Subjects {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl Eq for Subjects {}

/// Places by names. What many share lies apart from what was added since.
#[derive(Clone, Debug)]
struct Names {
    hasher: RandomState,
    shared: Arc<HashTable<(u64, u32)>>,
    added: HashTable<(u64, u32)>,
}

impl Names {
    fn none() -> Self {
        Self { hasher: RandomState::new(), shared: Arc::default(), added: HashTable::new() }
    }

    fn find<'a>(&self, name: &[u8], named: impl Fn(u32) -> Option<&'a [u8]>) -> Option<u32> {
        let hash = self.hasher.hash_one(name);
        let is_it = |(known, place): &(u64, u32)| *known == hash && named(*place) == Some(name);
        let found = self.added.find(hash, is_it).or_else(|| self.shared.find(hash, is_it));
        found.map(|(_, place)| *place)
    }

    fn add(&mut self, name: &[u8], place: u32) {
        let entry = (self.hasher.hash_one(name), place);
        self.added.insert_unique(entry.0, entry, |(hash, _)| *hash);
        self.gather();
    }

    /// Puts what was added to what is shared, if nobody shares that, or so much was added that a copy of
    /// all costs little beside it.
    fn gather(&mut self) {
        let is_much = self.added.len().saturating_mul(8) > self.shared.len().saturating_add(1_000);
        if self.added.is_empty() || (!is_much && Arc::get_mut(&mut self.shared).is_none()) {
            return;
        }
        let shared = Arc::make_mut(&mut self.shared);
        for entry in self.added.drain() {
            shared.insert_unique(entry.0, entry, |(hash, _)| *hash);
        }
    }
}
