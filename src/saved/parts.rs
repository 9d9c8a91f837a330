//! What is remembered of one obligation and of one act, to write down and go on from.

use serde::{Deserialize, Serialize};

use crate::monitor::{
    Amended, Count, EndedBy, Lapse, Parties, Status, Tracked, TrackedAct, Window,
};
use crate::names::{ActId, ObligationId, PartyId};
use crate::strict;
use crate::terms::Terms;
use crate::time::Instant;

use super::fitting::impossible;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTracked {
    #[serde(deserialize_with = "strict::word")]
    status: Status,
    debtor: Option<Box<str>>,
    creditor: Option<Box<str>>,
    verifier: Option<Box<str>>,
    /// Which of them an amendment has set: `debtor`, `creditor`, `verifier`.
    amended: Vec<Box<str>>,
    figure: Option<u64>,
    progress: u64,
    deadline: Option<Instant>,
    fired: bool,
    due: Option<Instant>,
    breached: Option<Instant>,
    closed: Option<Instant>,
    closed_by_time: bool,
    #[serde(
        default,
        deserialize_with = "strict::present_word",
        skip_serializing_if = "Option::is_none"
    )]
    lapsed: Option<Lapse>,
    rests_since: Option<Instant>,
    deadline_rests_from: Option<Instant>,
    due_since: Option<Instant>,
    enough_since: Option<Instant>,
    is_repairable: bool,
    count_start: Option<Instant>,
    count_period: u64,
    counted: u64,
    count_ended: bool,
    /// What a prohibition within any stretch has counted, and when.
    stretch: Vec<(Instant, u64)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenAct {
    waived: bool,
    /// From when on its window is over, if time has brought that instant and not yet passed it.
    ending: Option<Instant>,
    expired: bool,
    /// Who ended its window; null if it is not over, or if time ended it. (That of a waiver to which nobody
    /// has to agree is ended by nobody, and not by time.)
    ended_by: Option<Vec<Box<str>>>,
}

impl WrittenTracked {
    pub(super) fn of(terms: &Terms, tracked: &Tracked, stretch: &[(Instant, u64)]) -> Self {
        let Tracked {
            status,
            parties: Parties { debtor, creditor, verifier },
            amended,
            figure,
            progress,
            deadline,
            fired,
            due,
            breached,
            closed,
            closed_by_time,
            lapsed,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since,
            is_repairable,
            count: Count { start, period, done, ended },
        } = *tracked;
        let party = |id: PartyId| terms.parties[id].name.clone();
        let Amended { debtor: new_debtor, creditor: new_creditor, verifier: new_verifier } =
            amended;
        let amended = AMENDED.into_iter().zip([new_debtor, new_creditor, new_verifier]);
        Self {
            status,
            debtor: debtor.map(party),
            creditor: creditor.map(party),
            verifier: verifier.map(party),
            amended: amended.filter(|(_, is_new)| *is_new).map(|(name, _)| name.into()).collect(),
            figure,
            progress,
            deadline,
            fired,
            due,
            breached,
            closed,
            closed_by_time,
            lapsed,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since,
            is_repairable,
            count_start: start,
            count_period: period,
            counted: done,
            count_ended: ended,
            stretch: stretch.to_vec(),
        }
    }

    /// What is remembered, or what of it no run can be in.
    pub(super) fn read(
        self,
        terms: &Terms,
        id: ObligationId,
        each: Option<PartyId>,
    ) -> Result<(Tracked, Stretch), &'static str> {
        let (tracked, stretch) = self.whatever_it_is(terms)?;
        impossible(terms, (id, each), &tracked, &stretch).map_or(Ok((tracked, stretch)), Err)
    }

    /// What is remembered, be it that a run can be in it or not.
    pub(super) fn whatever_it_is(self, terms: &Terms) -> Result<(Tracked, Stretch), &'static str> {
        let party = |name: Option<Box<str>>| {
            let party = name.map(|name| terms.party(&name)).transpose();
            party.map_err(|_| "names an unknown party")
        };
        if self.amended.iter().any(|name| !AMENDED.contains(&&**name)) {
            return Err("an amendment sets the debtor, the creditor or the verifier");
        }
        let is_amended = |name: &str| self.amended.iter().any(|amended| &**amended == name);
        let amended = Amended {
            debtor: is_amended("debtor"),
            creditor: is_amended("creditor"),
            verifier: is_amended("verifier"),
        };
        let tracked = Tracked {
            status: self.status,
            parties: Parties {
                debtor: party(self.debtor)?,
                creditor: party(self.creditor)?,
                verifier: party(self.verifier)?,
            },
            amended,
            figure: self.figure,
            progress: self.progress,
            deadline: self.deadline,
            fired: self.fired,
            due: self.due,
            breached: self.breached,
            closed: self.closed,
            closed_by_time: self.closed_by_time,
            lapsed: self.lapsed,
            rests_since: self.rests_since,
            deadline_rests_from: self.deadline_rests_from,
            due_since: self.due_since,
            enough_since: self.enough_since,
            is_repairable: self.is_repairable,
            count: Count {
                start: self.count_start,
                period: self.count_period,
                done: self.counted,
                ended: self.count_ended,
            },
        };
        Ok((tracked, self.stretch))
    }
}

/// What was done of a prohibition within its stretch: when, and how much.
pub(super) type Stretch = Vec<(Instant, u64)>;

const AMENDED: [&str; 3] = ["debtor", "creditor", "verifier"];

impl WrittenAct {
    pub(super) fn of(terms: &Terms, act: &TrackedAct) -> Self {
        let TrackedAct { is_waived, window } = act;
        let (ending, expired, ended_by) = match window {
            Window::Open => (None, false, None),
            Window::Ending(at) => (Some(*at), false, None),
            Window::Over(EndedBy::Time) => (None, true, None),
            Window::Over(EndedBy::Actors(actors)) => {
                let names = actors.iter().map(|actor| terms.parties[*actor].name.clone());
                (None, true, Some(names.collect()))
            }
        };
        Self { waived: *is_waived, ending, expired, ended_by }
    }

    pub(super) fn read(self, terms: &Terms, id: ActId) -> Result<TrackedAct, &'static str> {
        let actors = self.ended_by.map(|names| -> Result<Box<[PartyId]>, &'static str> {
            let actors = names.iter().map(|name| terms.party(name));
            actors.collect::<Result<_, _>>().map_err(|_| "names an unknown party")
        });
        let window = match (self.ending, self.expired, actors.transpose()?) {
            (None, false, None) => Window::Open,
            (Some(at), false, None) => Window::Ending(at),
            (None, true, None) => Window::Over(EndedBy::Time),
            (None, true, Some(actors)) => Window::Over(EndedBy::Actors(actors)),
            _ => return Err("its window is open, ending or over, and not two of these"),
        };
        if window != Window::Open && terms.acts[id].expires_when.is_never() {
            return Err("its window ends, and nothing ends it");
        }
        Ok(TrackedAct { is_waived: self.waived, window })
    }
}

/// Who ended something: null if time did, else those who did or spoke the event.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenEnd {
    by: Option<Vec<Box<str>>>,
}

impl WrittenEnd {
    pub(super) fn of(terms: &Terms, by: &EndedBy) -> Self {
        Self {
            by: match by {
                EndedBy::Time => None,
                EndedBy::Actors(actors) => {
                    let names = actors.iter().map(|actor| terms.parties[*actor].name.clone());
                    Some(names.collect())
                }
            },
        }
    }

    pub(super) fn read(self, terms: &Terms) -> Result<EndedBy, &'static str> {
        Ok(match self.by {
            None => EndedBy::Time,
            Some(names) => {
                let actors = names.iter().map(|name| terms.party(name));
                let actors = actors.collect::<Result<_, _>>();
                EndedBy::Actors(actors.map_err(|_| "names an unknown party")?)
            }
        })
    }
}
