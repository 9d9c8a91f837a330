//! The subjects of a kind, in the order in which they opened.
//!
//! A run may have a million of them, and what the rules try must leave no trace if it comes to nothing:
//! so a copy shares all subjects with the original until one of the two changes one. And each lies at rest in
//! few bytes ([`resting`]) but for the one that the rules have at hand.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hashbrown::HashTable;

use crate::event::ToldValue;
use crate::names::{PartyId, Table, ToldId};
use crate::time::Instant;

use super::resting;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// Which acts something in it may still need, a bit for each act by its place.
    lacking: u64,
    /// When the next timer fires; the parts of a pair, which would take more room.
    next_at: Option<Instant>,
    next_phase: Phase,
    /// Whether something in it is not closed.
    is_living: bool,
}

impl Summary {
    const NONE: Self =
        Self { lacking: 0, next_at: None, next_phase: Phase::Conditions, is_living: false };
    /// Until it is told anew, something in it may move.
    const UNTOLD: Self = Self { lacking: u64::MAX, is_living: true, ..Self::NONE };

    pub(super) fn new(next: Option<(Instant, Phase)>, is_living: bool, lacking: u64) -> Self {
        let next_phase = next.map_or(Phase::Conditions, |(_, phase)| phase);
        Self { lacking, next_at: next.map(|(at, _)| at), next_phase, is_living }
    }

    fn next(self) -> Option<(Instant, Phase)> {
        Some((self.next_at?, self.next_phase))
    }

    fn and(self, other: Self) -> Self {
        let next = match (self.next(), other.next()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self::new(next, self.is_living || other.is_living, self.lacking | other.lacking)
    }
}

/// A list that shares what two copies have in common, and tells of many at once.
#[derive(Debug)]
pub(crate) struct Subjects {
    root: Arc<Branch>,
    /// How many floors of branches lie below the root.
    height: u32,
    len: u32,
    names: Names,
    /// The one that the rules work on: it stands for what lies at rest in its place.
    at_hand: Option<Box<AtHand>>,
    /// The state of one, for the memory that another takes that is taken up.
    model: Option<Arc<ScopeState>>,
    /// For writing one down.
    bytes: Vec<u8>,
}

#[derive(Clone, Debug)]
struct AtHand {
    place: u32,
    subject: Subject,
    /// Whether it may have changed since it was taken up.
    is_changed: bool,
}

/// What nobody has changed a copy need not have at hand.
impl Clone for Subjects {
    fn clone(&self) -> Self {
        Self {
            root: Arc::clone(&self.root),
            height: self.height,
            len: self.len,
            names: self.names.clone(),
            at_hand: self.at_hand.as_ref().filter(|it| it.is_changed).cloned(),
            model: self.model.clone(),
            bytes: Vec::new(),
        }
    }
}

/// So many children has a branch at most, as a power of two.
const BITS: u32 = 6;
const WIDTH: usize = 1 << BITS;

#[derive(Debug)]
struct Branch {
    summary: Summary,
    children: Children,
    /// Whether somebody has looked at one below it.
    is_seen: AtomicBool,
}

#[derive(Debug)]
enum Children {
    Branches(Vec<Arc<Branch>>),
    Subjects(Vec<Slot>, Seen),
}

/// A subject at rest.
#[derive(Clone, Debug)]
struct Slot {
    summary: Summary,
    name: Arc<str>,
    bytes: Arc<[u8]>,
    /// What was told in it, if anything was.
    told: Option<Arc<Table<ToldId, Option<ToldValue>>>>,
}

/// Those that somebody looked at, for whom they were taken up from where they lie.
type Seen = OnceLock<Box<[OnceLock<Box<Subject>>]>>;

/// What was looked at in one copy is of no use to the other.
impl Clone for Branch {
    fn clone(&self) -> Self {
        let children = match &self.children {
            Children::Branches(branches) => Children::Branches(branches.clone()),
            Children::Subjects(slots, _) => Children::Subjects(slots.clone(), Seen::new()),
        };
        // Of branches that both share it may have been.
        let is_seen = AtomicBool::new(self.is_seen.load(Ordering::Relaxed));
        Self { summary: self.summary, children, is_seen }
    }
}

impl Slot {
    fn of(subject: &Subject, bytes: &[u8]) -> Self {
        let name = Arc::clone(&subject.name);
        let mut slot = Self { summary: Summary::UNTOLD, name, bytes: bytes.into(), told: None };
        slot.tell(&subject.state.told);
        slot
    }

    /// Whether it has what was told in a subject.
    fn has(&self, told: &Table<ToldId, Option<ToldValue>>) -> bool {
        match &self.told {
            Some(own) => **own == *told,
            None => told.values().all(Option::is_none),
        }
    }

    fn tell(&mut self, told: &Table<ToldId, Option<ToldValue>>) {
        if !self.has(told) {
            self.told = Some(Arc::new(told.clone()));
        }
    }

    /// Lays a subject down here.
    fn put(&mut self, bytes: &[u8], told: &Table<ToldId, Option<ToldValue>>) {
        match Arc::get_mut(&mut self.bytes).filter(|own| own.len() == bytes.len()) {
            Some(own) => own.copy_from_slice(bytes),
            None => self.bytes = bytes.into(),
        }
        self.tell(told);
    }

    /// Takes the subject up, into whatever lay there.
    fn take_up(&self, subject: &mut Subject) {
        resting::read(&self.bytes, subject);
        subject.name = Arc::clone(&self.name);
        match &self.told {
            Some(told) => subject.state.told.clone_from(told),
            None => subject.state.told.values_mut().for_each(|value| *value = None),
        }
    }

    fn seen(&self, model: &ScopeState) -> Subject {
        let mut subject = resting::blank(model);
        self.take_up(&mut subject);
        subject
    }
}

impl Branch {
    fn empty(height: u32) -> Self {
        let children = match height {
            0 => Children::Subjects(Vec::new(), Seen::new()),
            _ => Children::Branches(Vec::new()),
        };
        Self { summary: Summary::NONE, children, is_seen: AtomicBool::new(false) }
    }

    fn summarize(&mut self) {
        let none = Summary::NONE;
        self.summary = match &self.children {
            Children::Branches(branches) => {
                branches.iter().fold(none, |sum, branch| sum.and(branch.summary))
            }
            Children::Subjects(slots, _) => {
                slots.iter().fold(none, |sum, slot| sum.and(slot.summary))
            }
        };
    }

    /// The branch that a place lies in at the end of all.
    fn last(&self, height: u32, place: u32) -> Option<&Self> {
        match &self.children {
            Children::Branches(branches) => {
                branches.get(child(height, place))?.last(height.checked_sub(1)?, place)
            }
            Children::Subjects(..) => Some(self),
        }
    }

    fn slot(&self, height: u32, place: u32) -> Option<&Slot> {
        match &self.last(height, place)?.children {
            Children::Branches(_) => None,
            Children::Subjects(slots, _) => slots.get(child(0, place)),
        }
    }

    /// A subject, for somebody who looks at it where it lies.
    fn see(&self, height: u32, place: u32, model: &ScopeState) -> Option<&Subject> {
        if !self.is_seen.load(Ordering::Relaxed) {
            self.is_seen.store(true, Ordering::Relaxed);
        }
        match &self.children {
            Children::Branches(branches) => {
                branches.get(child(height, place))?.see(height.checked_sub(1)?, place, model)
            }
            Children::Subjects(slots, seen) => {
                let (number, none) = (child(0, place), || (0..WIDTH).map(|_| OnceLock::new()));
                let slot = slots.get(number)?;
                let seen = seen.get_or_init(|| none().collect()).get(number)?;
                Some(seen.get_or_init(|| Box::new(slot.seen(model))))
            }
        }
    }

    /// Forgets what was looked at, but for what two copies share.
    fn forget_seen(&mut self) {
        *self.is_seen.get_mut() = false;
        match &mut self.children {
            Children::Branches(branches) => {
                for branch in branches {
                    if !branch.is_seen.load(Ordering::Relaxed) {
                        continue;
                    }
                    match Arc::get_mut(branch) {
                        Some(branch) => branch.forget_seen(),
                        None => *self.is_seen.get_mut() = true,
                    }
                }
            }
            Children::Subjects(_, seen) => *seen = Seen::new(),
        }
    }

    /// Lays a subject down in its place.
    fn put(
        &mut self,
        height: u32,
        place: u32,
        bytes: &[u8],
        told: &Table<ToldId, Option<ToldValue>>,
    ) {
        match &mut self.children {
            Children::Branches(branches) => {
                let below = height.saturating_sub(1);
                if let Some(branch) = branches.get_mut(child(height, place)) {
                    Arc::make_mut(branch).put(below, place, bytes, told);
                }
            }
            Children::Subjects(slots, seen) => {
                let number = child(0, place);
                if let Some(slot) = slots.get_mut(number) {
                    slot.put(bytes, told);
                }
                if let Some(seen) = seen.get_mut().and_then(|seen| seen.get_mut(number)) {
                    *seen = OnceLock::new();
                }
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
            Children::Subjects(slots, _) => slots
                .get_mut(child(0, place))
                .is_some_and(|slot| std::mem::replace(&mut slot.summary, new) != new),
        };
        let before = self.summary;
        if moved {
            self.summarize();
        }
        self.summary != before
    }

    fn push(&mut self, height: u32, place: u32, slot: Slot) {
        match &mut self.children {
            Children::Branches(branches) => {
                let below = height.saturating_sub(1);
                let number = child(height, place);
                if branches.len() <= number {
                    branches.push(Arc::new(Self::empty(below)));
                }
                if let Some(branch) = branches.get_mut(number) {
                    Arc::make_mut(branch).push(below, place, slot);
                }
            }
            Children::Subjects(slots, _) => slots.push(slot),
        }
        self.summary = self.summary.and(Summary::UNTOLD);
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
            Children::Subjects(slots, _) => slots
                .iter()
                .enumerate()
                .filter(|(_, slot)| wanted(slot.summary))
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
        Self {
            root: Arc::new(Branch::empty(0)),
            height: 0,
            len: 0,
            names: Names::none(),
            at_hand: None,
            model: None,
            bytes: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    #[inline]
    pub(crate) fn get(&self, place: u32) -> Option<&Subject> {
        match &self.at_hand {
            Some(at_hand) if at_hand.place == place => Some(&at_hand.subject),
            _ => self.see(place),
        }
    }

    #[cold]
    fn see(&self, place: u32) -> Option<&Subject> {
        self.root.see(self.height, place, self.model.as_ref()?)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut Subject> {
        self.take_up(place);
        let at_hand = self.at_hand.as_mut().filter(|it| it.place == place)?;
        at_hand.is_changed = true;
        Some(&mut at_hand.subject)
    }

    /// Takes a subject up from where it lies, to be looked at and worked on.
    #[inline]
    pub(super) fn take_up(&mut self, place: u32) {
        if self.at_hand.as_ref().is_none_or(|it| it.place != place) {
            self.take_up_another(place);
        }
    }

    fn take_up_another(&mut self, place: u32) {
        self.lay_down();
        let slot = self.root.slot(self.height, place);
        let (Some(slot), Some(model)) = (slot, &self.model) else { return };
        let blank = || AtHand { place, subject: resting::blank(model), is_changed: false };
        let at_hand = self.at_hand.get_or_insert_with(|| Box::new(blank()));
        at_hand.place = place;
        slot.take_up(&mut at_hand.subject);
    }

    /// Lays down what is at hand, which stays there.
    fn lay_down(&mut self) {
        let Some(at_hand) = self.at_hand.as_mut().filter(|it| it.is_changed) else { return };
        at_hand.is_changed = false;
        let (place, told) = (at_hand.place, &at_hand.subject.state.told);
        resting::write(&at_hand.subject, &mut self.bytes);
        let slot = self.root.slot(self.height, place);
        if !slot.is_some_and(|slot| *slot.bytes == *self.bytes && slot.has(told)) {
            Arc::make_mut(&mut self.root).put(self.height, place, &self.bytes, told);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Subject> {
        (0..self.len).filter_map(|place| self.get(place))
    }

    /// The place of the subject of a name.
    pub(crate) fn find(&self, name: &[u8]) -> Option<u32> {
        let slot = |place| self.root.slot(self.height, place);
        self.names.find(name, |place| slot(place).map(|slot| slot.name.as_bytes()))
    }

    /// Adds one; its place. Its summary is to be told.
    pub(crate) fn push(&mut self, subject: Subject) -> u32 {
        self.lay_down();
        let place = self.len;
        let full = 1_u64 << BITS.saturating_mul(self.height.saturating_add(1));
        if u64::from(place) >= full {
            self.height = self.height.saturating_add(1);
            let above = Branch::empty(self.height);
            let below = std::mem::replace(&mut self.root, Arc::new(above));
            if let Children::Branches(branches) = &mut Arc::make_mut(&mut self.root).children {
                branches.push(below);
            }
        }
        if self.model.is_none() {
            self.model = Some(Arc::new(subject.state.clone()));
        }
        resting::write(&subject, &mut self.bytes);
        self.names.add(subject.name.as_bytes(), place);
        let slot = Slot::of(&subject, &self.bytes);
        Arc::make_mut(&mut self.root).push(self.height, place, slot);
        self.len = self.len.saturating_add(1);
        let new = AtHand { place, subject, is_changed: false };
        match &mut self.at_hand {
            Some(at_hand) => **at_hand = new,
            None => self.at_hand = Some(Box::new(new)),
        }
        place
    }

    pub(super) fn set_summary(&mut self, place: u32, summary: Summary) {
        let slot = self.root.slot(self.height, place);
        if slot.is_some_and(|slot| slot.summary != summary) {
            Arc::make_mut(&mut self.root).set_summary(self.height, place, summary);
        }
    }

    /// Forgets what somebody looked at in passing.
    pub(super) fn forget_seen(&mut self) {
        if self.root.is_seen.load(Ordering::Relaxed)
            && let Some(root) = Arc::get_mut(&mut self.root)
        {
            root.forget_seen();
        }
    }

    /// What was tried stands: names that were added meanwhile go where all can share them.
    pub(super) fn gather_names(&mut self) {
        self.names.gather();
    }

    /// When the next timer of any of them fires.
    pub(super) fn next(&self) -> Option<(Instant, Phase)> {
        self.root.summary.next()
    }

    /// Those of which a timer fires then.
    pub(super) fn firing(&self, at: (Instant, Phase)) -> Vec<u32> {
        let mut found = Vec::new();
        let fires = |it: Summary| it.next().is_some_and(|next| next <= at);
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

/// Places by names, with half of the hash of each. What many share lies apart from what was added since.
#[derive(Clone, Debug)]
struct Names {
    hasher: RandomState,
    shared: Arc<HashTable<(u32, u32)>>,
    added: HashTable<(u32, u32)>,
}

impl Names {
    fn none() -> Self {
        Self { hasher: RandomState::new(), shared: Arc::default(), added: HashTable::new() }
    }

    fn find<'a>(&self, name: &[u8], named: impl Fn(u32) -> Option<&'a [u8]>) -> Option<u32> {
        let half = self.half(name);
        let is_it = |(known, place): &(u32, u32)| *known == half && named(*place) == Some(name);
        let hash = spread(half);
        let found = match self.added.is_empty() {
            true => None,
            false => self.added.find(hash, is_it),
        };
        found.or_else(|| self.shared.find(hash, is_it)).map(|(_, place)| *place)
    }

    fn add(&mut self, name: &[u8], place: u32) {
        let half = self.half(name);
        self.added.insert_unique(spread(half), (half, place), |(half, _)| spread(*half));
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
        for (half, place) in self.added.drain() {
            shared.insert_unique(spread(half), (half, place), |(half, _)| spread(*half));
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the upper half is what is left out")]
    fn half(&self, name: &[u8]) -> u32 {
        self.hasher.hash_one(name) as u32
    }
}

/// A hash of which the table may take its lowest bits and its highest: there are at most a million subjects.
fn spread(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of three sums, and of one name that may be told.
    fn subject(name: &str) -> Subject {
        let state = ScopeState {
            terminated: None,
            obligations: Table::from_iter([]),
            acts: Table::from_iter([]),
            counters: [0, 0, 0].into_iter().collect(),
            since: Table::from_iter([]),
            between: Table::from_iter([]),
            recent: Table::from_iter([]),
            told: [None].into_iter().collect(),
            stretches: Table::from_iter([]),
        };
        Subject { name: name.into(), ..resting::blank(&state) }
    }

    /// The same is done to a list of subjects and to a plain one, and to copies that part.
    #[test]
    fn subjects_are_what_was_made_of_them_wherever_they_lie() {
        let mut lists = vec![(Subjects::none(), Vec::<Subject>::new())];
        let mut random = 7_u64;
        let mut next = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 33) as usize % below.max(1)
        };
        for round in 0..20_000 {
            let (count, number) = (lists.len(), next(lists.len()));
            let (subjects, plain) = &mut lists[number];
            let place = next(plain.len());
            match next(8) {
                0 | 1 => {
                    let new = subject(&format!("A-{round}"));
                    assert_eq!(subjects.push(new.clone()) as usize, plain.len());
                    plain.push(new);
                }
                2 | 3 if !plain.is_empty() => {
                    let changed = subjects.get_mut(place as u32).unwrap();
                    for it in [changed, &mut plain[place]] {
                        it.opened = if round % 2 == 0 { Instant::FIRST } else { Instant::LAST };
                        it.state.counters.values_mut().for_each(|sum| *sum = round);
                        let word = ToldValue::Word(format!("{round}").into());
                        let told = Some(word).filter(|_| round % 3 > 0);
                        it.state.told.values_mut().for_each(|value| *value = told.clone());
                    }
                }
                4 if !plain.is_empty() => {
                    let phase = if round % 2 == 0 { Phase::Conditions } else { Phase::Others };
                    let next = Some((Instant::LAST, phase)).filter(|_| round % 3 == 0);
                    subjects
                        .set_summary(place as u32, Summary::new(next, false, 1 << (place % 64)));
                    assert_eq!(
                        subjects.root.slot(subjects.height, place as u32).unwrap().summary.next(),
                        next
                    );
                }
                5 => subjects.take_up(place as u32),
                6 => subjects.forget_seen(),
                7 if count < 4 => {
                    let copy = lists[number].clone();
                    lists.push(copy);
                }
                _ if count == 4 && round % 64 == 0 => drop(lists.remove(number)),
                _ => assert_eq!(subjects.get(place as u32), plain.get(place)),
            }
        }
        for (subjects, plain) in &lists {
            assert!(subjects.iter().eq(plain) && plain.len() > 2 * WIDTH);
            for (place, subject) in plain.iter().enumerate() {
                assert_eq!(subjects.find(subject.name.as_bytes()), Some(place as u32));
            }
            assert_eq!((subjects.find(b"A"), subjects.get(plain.len() as u32)), (None, None));
        }
    }

    #[test]
    fn what_was_looked_at_in_passing_is_forgotten() {
        let mut subjects = Subjects::none();
        (0..5_000).for_each(|number| _ = subjects.push(subject(&number.to_string())));
        assert_eq!(subjects.iter().count(), 5_000);
        let copy = subjects.clone();
        subjects.forget_seen();
        assert!(subjects.root.is_seen.load(Ordering::Relaxed), "another has it");
        drop(copy);
        subjects.forget_seen();
        let is_empty = |place| match &subjects.root.last(subjects.height, place).unwrap().children {
            Children::Branches(_) => false,
            Children::Subjects(_, seen) => seen.get().is_none(),
        };
        assert!((0..5_000).all(is_empty) && !subjects.root.is_seen.load(Ordering::Relaxed));
    }
}
