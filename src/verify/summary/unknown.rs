//! What a log names that the agreement does not, and why events were void.

use std::collections::{BTreeMap, HashMap};

use crate::event::Deed;
use crate::monitor::VoidReason;
use crate::names::Text;
use crate::terms::Terms;

use super::{add, add_one};

/// The most names that are counted one by one: a log may have as many as it has events.
const MOST: usize = 1_000;

/// What a log names that the agreement does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unknown {
    acts: HashMap<Box<str>, u64>,
    parties: HashMap<Box<str>, u64>,
    reasons: BTreeMap<VoidReason, u64>,
}

impl Unknown {
    pub(super) fn void(&mut self, reason: VoidReason) {
        add_one(self.reasons.entry(reason).or_default());
    }

    /// The names of a deed that is void for one of them.
    pub(super) fn add(&mut self, deed: &Deed, terms: &Terms) {
        let Deed::Unknown(deed) = deed else { return };
        let deed: &Deed<Text> = deed;
        if let Some(act) = deed.act().filter(|act| terms.act(act).is_err()) {
            count(&mut self.acts, act, 1);
        }
        if let Some(party) = deed.actor().filter(|party| terms.party(party).is_err()) {
            count(&mut self.parties, party, 1);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.acts.iter().for_each(|(name, times)| count(&mut self.acts, name, *times));
        other.parties.iter().for_each(|(name, times)| count(&mut self.parties, name, *times));
        for (reason, times) in &other.reasons {
            add(self.reasons.entry(*reason).or_default(), *times);
        }
    }

    pub(super) fn acts(&self) -> impl Iterator<Item = (&str, u64)> {
        sorted(&self.acts)
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = (&str, u64)> {
        sorted(&self.parties)
    }

    pub(super) fn reasons(&self) -> impl Iterator<Item = (VoidReason, u64)> {
        self.reasons.iter().map(|(reason, times)| (*reason, *times))
    }
}

fn count(names: &mut HashMap<Box<str>, u64>, name: &str, times: u64) {
    let name = if names.len() < MOST || names.contains_key(name) { name } else { "(others)" };
    match names.get_mut(name) {
        Some(sum) => add(sum, times),
        None => {
            names.insert(name.into(), times);
        }
    }
}

fn sorted(names: &HashMap<Box<str>, u64>) -> impl Iterator<Item = (&str, u64)> {
    let mut names: Vec<(&str, u64)> = names.iter().map(|(name, times)| (&**name, *times)).collect();
    names.sort_unstable_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    names.into_iter()
}
