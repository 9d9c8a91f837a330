//! An agreement in the course of being judged.

use std::collections::BTreeSet;

use super::document::Agreement;
use super::finding::{Finding, Matter};
use super::rounds;
use super::state::{Standing, State, Status};

#[derive(Debug)]
pub(crate) struct World<'a> {
    pub(crate) agreement: &'a Agreement,
    pub(crate) state: State,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> World<'a> {
    /// The clock starts at the agreement's date, where the state settles for
    /// the first time (sections 2 and 4).
    pub(crate) fn begin(agreement: &'a Agreement) -> Self {
        let standings = agreement.obligations.iter().map(|obligation| {
            let standing = Standing {
                status: Status::Dormant,
                progress: 0,
                deadline: None,
                is_told_unmet: false,
                was_ever_breached: false,
                is_ended: false,
                counting_since: None,
                counted: Vec::new(),
                debtor: obligation.debtor.clone(),
                verified_by: obligation.verified_by.clone(),
            };
            (obligation.name.clone(), standing)
        });
        let state = State {
            clock: agreement.date,
            in_force: false,
            terminated: false,
            remembered: Vec::new(),
            waived: BTreeSet::new(),
            done: Vec::new(),
            standings: standings.collect(),
        };
        let mut world = Self { agreement, state, findings: Vec::new() };
        rounds::settle(&mut world);
        world
    }

    /// A finding about an obligation, against its debtor of the moment.
    pub(crate) fn about(&self, obligation: &str, kind: &'static str) -> Finding {
        let standing = self.state.standing(obligation);
        let deadline = standing.deadline.filter(|_| kind == "overdue");
        Finding {
            kind,
            party: Some(standing.debtor.clone()),
            at: self.state.clock,
            event: None,
            matter: Matter::Obligation { name: obligation.to_owned(), deadline },
        }
    }
}
