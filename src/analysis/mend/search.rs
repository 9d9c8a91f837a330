//! The search for the smallest sets of edits.

use std::collections::HashSet;

use crate::event::{Deed, Event};
use crate::monitor::{Finding, Monitor};
use crate::names::Names;
use crate::verify::Verifier;

use super::candidates::{Survey, candidates};
use super::draft::{Draft, Revision};
use super::{Edit, Limits, Mending, Offence};

/// Tries sets of edits by their size. Within a size the logs that conform the longest are edited on
/// first; where there are too many for the limits, each size gets half of what is left.
pub(super) fn search<V: Names>(
    verifier: &Verifier<V>,
    log: &[Event<V>],
    limits: Limits,
    goes_on: &mut dyn FnMut(usize) -> bool,
) -> Mending<V> {
    let whole = Draft::of(log);
    let monitor = Monitor::new(verifier.agreement()).without_history();
    let offence = whole.offence(verifier, (monitor, 0));
    let mut mending = Mending {
        agreement: verifier.agreement().clone(),
        offence: offence.as_ref().map(|(index, finding)| Offence {
            place: whole.entries.get(*index).and_then(|entry| entry.origin),
            finding: finding.clone(),
        }),
        ways: Vec::new(),
        tried: 0,
        ruled_out: 0,
        is_cut_short: false,
    };
    let drafts = offence.map(|(index, finding)| {
        let left = whole.entries.len().saturating_sub(index);
        Offending { revisions: Vec::new(), index, finding, left }
    });
    let mut level = Level { drafts: drafts.into_iter().collect(), is_whole: true };
    let mut seen = HashSet::new();
    for size in 1..=limits.edits {
        if level.drafts.is_empty() {
            break;
        }
        let left = limits.logs.saturating_sub(mending.tried);
        let share = if size == limits.edits { left } else { left.div_ceil(2) };
        level.drafts.sort_by_key(|offending| offending.left);
        let mut next = Level { drafts: Vec::new(), is_whole: level.is_whole };
        let mut found: Vec<Vec<Edit<V>>> = Vec::new();
        let mut tried = 0_usize;
        'size: for Offending { revisions, index, finding, .. } in &level.drafts {
            let draft = &revisions.iter().fold(whole.clone(), |draft, step| draft.with(step));
            let survey = Survey::of(verifier, draft, *index, finding);
            for step in candidates(&survey, draft) {
                let edited = draft.with(&step);
                let edits = edited.edits(log.len());
                if edits.len() != size || !seen.insert(format!("{edits:?}")) {
                    continue;
                }
                let looked_at = mending.tried.saturating_add(tried);
                if tried >= share || !goes_on(looked_at) {
                    next.is_whole = false;
                    break 'size;
                }
                tried = tried.saturating_add(1);
                match edited.offence(verifier, survey.stage(step.index())) {
                    Some((index, finding)) => {
                        let left = edited.entries.len().saturating_sub(index);
                        let revisions = revisions.iter().cloned().chain([step]).collect();
                        next.drafts.push(Offending { revisions, index, finding, left });
                    }
                    None if found.iter().any(|known| is_same_way(known, &edits)) => {}
                    None => found.push(edits),
                }
            }
            if found.len() >= limits.ways {
                break;
            }
        }
        mending.tried = mending.tried.saturating_add(tried);
        mending.is_cut_short |= !next.is_whole;
        if !found.is_empty() {
            found.truncate(limits.ways);
            mending.ways = found;
            break;
        }
        if next.is_whole {
            mending.ruled_out = size;
        }
        level = next;
    }
    let is_mended = mending.offence.is_none() || !mending.ways.is_empty();
    mending.is_cut_short |= !is_mended && !level.drafts.is_empty();
    mending
}

/// An edited log that does not conform.
struct Offending<V: Names> {
    /// What was changed of the whole log, one after the other. (The log itself is made anew where
    /// it is looked at: all of them at once would take as much memory as so many logs.)
    revisions: Vec<Revision<V>>,
    /// The index of the event with which the first offence comes out.
    index: usize,
    finding: Finding<V>,
    /// How many events come after those that conform.
    left: usize,
}

/// The edited logs of one size.
struct Level<V: Names> {
    drafts: Vec<Offending<V>>,
    /// Whether these are all that do not conform.
    is_whole: bool,
}

/// Whether two sets of edits differ only in where they put an event, and when.
fn is_same_way<V: Names>(one: &[Edit<V>], other: &[Edit<V>]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|pair| match pair {
            (Edit::Drop { place }, Edit::Drop { place: other })
            | (Edit::Move { place, .. }, Edit::Move { place: other, .. }) => place == other,
            (Edit::Add { event, .. }, Edit::Add { event: other, .. }) => {
                is_same_deed(&event.deed, &other.deed) && event.subject == other.subject
            }
            _ => false,
        })
}

/// Whether two deeds are the same, be it in another quantity.
fn is_same_deed<V: Names>(one: &Deed<V>, other: &Deed<V>) -> bool {
    match (one, other) {
        (Deed::Act { actor, act, .. }, Deed::Act { actor: by, act: done, .. }) => {
            actor == by && act == done
        }
        (one, other) => one == other,
    }
}
