//! Circles of resting ([SEMANTICS.md, section 4](crate::guide::law#4-the-life-of-an-obligation)): obligations that could swing for ever within one
//! instant, each due while the next is not.

use crate::names::{ObligationId, Table};

use super::act::Act;
use super::condition::{Condition, Standing};
use super::obligation::Obligation;
use crate::names::ActId;

/// A circle of resting, if there is one: each obligation rests on the next, and the last on the
/// first.
pub(super) fn find(
    acts: &Table<ActId, Act>,
    obligations: &Table<ObligationId, Obligation>,
) -> Option<Vec<ObligationId>> {
    let rests_on: Table<ObligationId, Vec<ObligationId>> = obligations
        .values()
        .map(|obligation| {
            let mut found = Vec::new();
            resting_mentions(&obligation.suspended_while, &mut found);
            for act in obligation.performance().map(|duty| &*duty.acts).unwrap_or_default() {
                resting_mentions(&acts[*act].requires, &mut found);
            }
            found
        })
        .collect();
    first_circle(&rests_on)
}

/// The obligations of which a condition mentions `due` or `suspended`.
fn resting_mentions(condition: &Condition, found: &mut Vec<ObligationId>) {
    if let Condition::Stands { obligation, standing: Standing::Due | Standing::Suspended } =
        condition
    {
        found.push(*obligation);
    }
    for part in condition.parts() {
        resting_mentions(part, found);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Never,
    OnPath,
    Done,
}

/// Depth first with a stack of our own: a chain may be as long as the agreement.
fn first_circle(rests_on: &Table<ObligationId, Vec<ObligationId>>) -> Option<Vec<ObligationId>> {
    let mut seen: Table<ObligationId, Seen> = rests_on.values().map(|_| Seen::Never).collect();
    for start in rests_on.keys() {
        if seen[start] != Seen::Never {
            continue;
        }
        seen[start] = Seen::OnPath;
        let mut path = vec![(start, rests_on[start].iter())];
        while let Some((obligation, next)) = path.last_mut() {
            match next.next() {
                None => {
                    seen[*obligation] = Seen::Done;
                    path.pop();
                }
                Some(other) => match seen[*other] {
                    Seen::Done => {}
                    Seen::OnPath => {
                        let circle = path.iter().map(|(obligation, _)| *obligation);
                        return Some(circle.skip_while(|first| first != other).collect());
                    }
                    Seen::Never => {
                        seen[*other] = Seen::OnPath;
                        path.push((*other, rests_on[*other].iter()));
                    }
                },
            }
        }
    }
    None
}
