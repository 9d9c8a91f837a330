//! What stands otherwise in a run than it did.

mod renamed;
mod told;
mod written;

use std::collections::HashMap;
use std::sync::Arc;

use crate::names::{Ids, Names, Subject};
use crate::report::{Report, Standings};

pub(super) use told::{ToldStandings, write_rows};
pub(super) use written::Stand;

/// An obligation that stands otherwise once more is known.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::{Event, Status};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let (done, told) = ("1962-11-01T00:00:00Z".parse()?, "1962-11-08T00:00:00Z".parse()?);
/// let mut evidence = verifier.evidence();
/// evidence.take(&Event::act(done, Party::Ussr, Act::AcceptProposal).known(told).into());
/// let difference = evidence.differences(done, told).next().ok_or("one run")?;
/// let work = difference.stand().find(|it| it.obligation == Obligation::CeaseWork).ok_or("it")?;
/// assert_eq!(work.before.map(|it| it.status), Some(Status::Dormant));
/// assert_eq!(work.after.map(|it| it.status), Some(Status::Due));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StandsOtherwise<V: Names = Ids> {
    /// The subject that it is of; none of the run.
    pub subject: Option<Subject<V>>,
    /// The obligation.
    pub obligation: V::Obligation,
    /// Where it stood; none of a subject that there was not.
    pub before: Option<Standings<V>>,
    /// Where it stands now; none of a subject that there is not any more.
    pub after: Option<Standings<V>>,
}

/// The obligations that stand otherwise: those of the run, then those of each kind's subjects.
pub(super) fn stands_otherwise<V: Names>(
    before: &Report<V>,
    after: &Report<V>,
) -> Vec<StandsOtherwise<V>> {
    if after.agreement().terms().has_other_names() {
        return renamed::stands_otherwise(before, after);
    }
    let mut stand = Vec::new();
    let mut compare = |subject: Option<&Subject<V>>, old: &[Standings<V>], new: &[Standings<V>]| {
        let all = if new.is_empty() { old } else { new };
        for (number, standings) in all.iter().enumerate() {
            let (before, after) = (old.get(number).cloned(), new.get(number).cloned());
            if before != after {
                let (subject, obligation) = (subject.cloned(), standings.obligation);
                stand.push(StandsOtherwise { subject, obligation, before, after });
            }
        }
    };
    let run = |report: &Report<V>| report.obligations().collect::<Vec<_>>();
    compare(None, &run(before), &run(after));
    for kind in after.agreement().kinds() {
        let mut old: HashMap<Arc<str>, Vec<Standings<V>>> =
            before.subjects(kind).map(|it| (it.subject.name, it.obligations)).collect();
        for subject in after.subjects(kind) {
            let was = old.remove(&subject.subject.name).unwrap_or_default();
            compare(Some(&subject.subject), &was, &subject.obligations);
        }
        for subject in before.subjects(kind) {
            if let Some(was) = old.remove(&subject.subject.name) {
                compare(Some(&subject.subject), &was, &[]);
            }
        }
    }
    stand
}
