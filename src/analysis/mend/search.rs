//! The search for the smallest sets of edits.

use std::collections::HashSet;

use crate::event::{Deed, Event};
use crate::names::Names;
use crate::verify::Verifier;

use super::candidates::{Survey, candidates};
use super::draft::{Draft, Verdict};
use super::{Edit, Limits, Mending, Offence};

/// Tries sets of edits by their size. Within a size the logs with the fewest offences left are
/// edited on first; where there are too many for the limits, each size
/// gets half of what is left.
pub(super) fn search<V: Names>(
    verifier: &Verifier<V>,
    log: &[Event<V>],
    limits: Limits,
) -> Mending<V> {
    let whole = Draft::of(log);
    let verdict = whole.verdict(verifier);
    let mut mending = Mending {
        agreement: verifier.agreement().clone(),
        offence: verdict.first.clone().map(|(index, finding)| Offence {
            place: whole.entries.get(index).and_then(|entry| entry.origin),
            finding,
        }),
        ways: Vec::new(),
        tried: 0,
        ruled_out: 0,
        is_cut_short: false,
    };
    let mut level = Level { drafts: vec![(whole, verdict)], is_whole: true };
    let mut seen = HashSet::new();
    for size in 1..=limits.edits {
        if level.drafts.is_empty() || mending.offence.is_none() {
            break;
        }
        let left = limits.logs.saturating_sub(mending.tried);
        let share = if size == limits.edits { left } else { left.div_ceil(2) };
        level.drafts.sort_by_key(|(_, verdict)| verdict.offences);
        let mut next = Level { drafts: Vec::new(), is_whole: level.is_whole };
        let mut found: Vec<Vec<Edit<V>>> = Vec::new();
        let mut tried = 0_usize;
        'size: for (draft, verdict) in &level.drafts {
            let Some((index, finding)) = &verdict.first else { continue };
            let survey = Survey::of(verifier, draft, *index, finding);
            for step in candidates(&survey, draft) {
                let edited = draft.with(&step);
                let edits = edited.edits(log.len());
                if edits.len() != size || !seen.insert(format!("{edits:?}")) {
                    continue;
                }
                if tried >= share {
                    next.is_whole = false;
                    break 'size;
                }
                tried = tried.saturating_add(1);
                let verdict = edited.verdict(verifier);
                if verdict.first.is_some() {
                    next.drafts.push((edited, verdict));
                } else if !found.iter().any(|known| is_same_way(known, &edits)) {
                    found.push(edits);
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

/// The edited logs of one size.
struct Level<V: Names> {
    drafts: Vec<(Draft<V>, Verdict<V>)>,
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
                is_same_deed(&event.deed, &other.deed)
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
