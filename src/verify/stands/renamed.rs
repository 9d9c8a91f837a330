//! What stands otherwise in a run under another agreement: one by name, for each has ids of its own.

use crate::names::{Names, Subject};
use crate::report::{Report, Standings};
use crate::terms::Agreement;

use super::StandsOtherwise;

type Line<V> = (Option<Subject<V>>, Standings<V>);

/// The obligations that stand otherwise, those that were left behind too: those of the run, then those of each
/// kind's subjects.
pub(super) fn stands_otherwise<V: Names>(
    before: &Report<V>,
    after: &Report<V>,
) -> Vec<StandsOtherwise<V>> {
    let named = Renaming { from: before.agreement(), to: after.agreement() };
    let old: Vec<Line<V>> = lines(before).into_iter().filter_map(|it| named.line(it)).collect();
    let new = lines(after);
    let same =
        |one: &Line<V>, other: &Line<V>| one.0 == other.0 && one.1.obligation == other.1.obligation;
    let mut stand = Vec::new();
    for line in &new {
        let was = old.iter().find(|it| same(it, line)).map(|(_, standings)| standings);
        if was != Some(&line.1) {
            let (subject, obligation) = (line.0.clone(), line.1.obligation);
            let (before, after) = (was.cloned(), Some(line.1.clone()));
            stand.push(StandsOtherwise { subject, obligation, before, after });
        }
    }
    for line in old.iter().filter(|line| !new.iter().any(|it| same(it, line))) {
        let (subject, obligation) = (line.0.clone(), line.1.obligation);
        let before = Some(line.1.clone());
        stand.push(StandsOtherwise { subject, obligation, before, after: None });
    }
    stand.sort_by_key(|it| it.subject.as_ref().map(|it| (it.kind, it.name.clone())));
    stand
}

fn lines<V: Names>(report: &Report<V>) -> Vec<Line<V>> {
    let of_run = report.obligations().map(|it| (None, it));
    let of_kinds = report.agreement().kinds().flat_map(|kind| report.subjects(kind));
    let of_subjects = of_kinds.flat_map(|subject| {
        let name = subject.subject;
        subject.obligations.into_iter().map(move |it| (Some(name.clone()), it))
    });
    let left = report.left_behind().map(|it| (it.subject, it.standings));
    of_run.chain(of_subjects).chain(left).collect()
}

/// From the names of one agreement to those of another, that has all of them.
struct Renaming<'a, V: Names> {
    from: &'a Agreement<V>,
    to: &'a Agreement<V>,
}

impl<V: Names> Renaming<'_, V> {
    fn line(&self, (subject, standings): Line<V>) -> Option<Line<V>> {
        let subject = match subject {
            None => None,
            Some(Subject { kind, name }) => {
                let kind = self.to.kind(self.from.kind_name(kind)?).ok()?;
                Some(Subject { kind, name })
            }
        };
        let party = |party: Option<V::Party>| self.to.party(self.from.party_name(party?)?).ok();
        let name = self.from.obligation_name(standings.obligation)?;
        let standings = Standings {
            obligation: self.to.obligation(name).ok()?,
            debtor: party(standings.debtor),
            creditor: party(standings.creditor),
            verifier: party(standings.verifier),
            ..standings
        };
        Some((subject, standings))
    }
}
