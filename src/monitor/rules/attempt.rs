//! What the clock's move comes to, worked out beside the run, for an event that may not count
//! (SEMANTICS.md, section 5): a void event moves nothing.

use crate::monitor::{Change, Finding};
use crate::terms::Terms;

use super::done::Done;
use super::ledger::Ledger;
use super::run::Run;
use super::state::State;

/// A run's state some time ahead, and what the timers up to there have brought.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(super) state: State,
    changes: Vec<Change>,
    pub(super) findings: Vec<Finding>,
    /// What has happened, where that is kept.
    done: Vec<Done>,
    /// How many periods have opened on the way.
    pub(super) opened: u32,
}

impl Attempt {
    pub(super) fn of(state: &State) -> Self {
        let (changes, findings, done) = (Vec::new(), Vec::new(), Vec::new());
        Self { state: state.clone(), changes, findings, done, opened: 0 }
    }

    /// An attempt that goes on from this one, which stays as it is.
    pub(super) fn further(&self) -> Self {
        Self { opened: self.opened, ..Self::of(&self.state) }
    }

    /// Works ahead; what that brings is kept here.
    pub(super) fn work<T>(
        &mut self,
        terms: &Terms,
        ledger: &Ledger,
        work: impl FnOnce(&mut Run<'_>) -> T,
    ) -> T {
        let opened = Some(self.opened);
        let done = ledger.done.as_ref().map(|_| Vec::new());
        let mut aside = Ledger { events: ledger.events, done, opened, ..Ledger::default() };
        let answer = work(&mut Run { terms, state: &mut self.state, ledger: &mut aside });
        self.changes.append(&mut aside.changes);
        self.findings.append(&mut aside.findings);
        self.done.append(aside.done.get_or_insert_default());
        self.opened = aside.opened.unwrap_or_default();
        answer
    }

    /// The event counts: so does what time brought before it.
    pub(super) fn stand(self: Box<Self>, state: &mut State, ledger: &mut Ledger) {
        let Self { state: ahead, mut changes, mut findings, mut done, opened: _ } = *self;
        *state = ahead;
        for kind in state.kinds.values_mut() {
            kind.subjects.gather_names();
        }
        ledger.changes.append(&mut changes);
        ledger.findings.append(&mut findings);
        if let Some(before) = &mut ledger.done {
            before.append(&mut done);
        }
    }
}
