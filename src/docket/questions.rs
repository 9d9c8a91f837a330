//! What a docket can be asked.

use std::sync::Arc;

use crate::monitor::{Monitor, Owed};
use crate::names::Names;
use crate::report::{Report, Skipped};
use crate::terms::Agreement;
use crate::time::Instant;

use super::{Changed, Docket, report};

impl<V: Names> Docket<V> {
    /// The agreement that is kept.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The offset of the event that comes next: how many events the log had so far, those that were
    /// left out or passed over included.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// How many cases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The run of a case, if there is one.
    #[must_use]
    pub fn run(&self, case: Option<&str>) -> Option<Monitor<V>> {
        Some(self.cases.case(self.find(case)?)?.monitor(self.cases.runner()))
    }

    /// The run of each case, in the order of their first events. A run is kept smaller than a monitor:
    /// each is made when it is asked for.
    pub fn runs(&self) -> impl Iterator<Item = (Option<&str>, Monitor<V>)> {
        self.cases.numbers().into_iter().filter_map(|number| {
            let case = self.cases.case(number)?;
            Some((case.name(), case.monitor(self.cases.runner())))
        })
    }

    /// The next instant at which time alone can still bring something to any case. A deadline fires
    /// just after its instant. It looks at every case.
    #[must_use]
    pub fn next_timeout(&self) -> Option<Instant> {
        self.cases().filter_map(|(_, _, case)| case.run().next_timeout()).min()
    }

    /// What a party owes now, case by case.
    pub fn owed_by(&self, party: V::Party) -> impl Iterator<Item = (Option<&str>, Owed<V>)> {
        self.runs().flat_map(move |(case, run)| {
            let owed: Vec<Owed<V>> = run.owed_by(party).collect();
            owed.into_iter().map(move |owed| (case, owed))
        })
    }

    /// What each case comes to so far, in the order of their first events; one report for a docket
    /// without a case. The lines that were passed over are noted in each.
    #[must_use]
    pub fn reports(&self) -> Vec<Report<V>> {
        let mut runner = self.cases.runner().clone();
        let is_of_many = self.len() > 1;
        let skipped: Arc<[Skipped]> = self.skipped.clone().into();
        let mut of = |run, case: Option<&str>| {
            report(&mut runner, &self.agreement, run, self.judging.end())
                .with_case(case.map(Into::into))
                .with_skipped(Arc::clone(&skipped))
                .of_many(is_of_many)
        };
        let cases = self.cases.numbers().into_iter().filter_map(|number| self.cases.case(number));
        let mut reports: Vec<Report<V>> =
            cases.map(|case| of(case.run().clone(), case.name())).collect();
        if reports.is_empty() {
            reports.push(of(self.cases.runner().start(), None));
        }
        reports
    }

    /// The lines that were passed over so far.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Whether anything changed since it was written down last.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        let Changed { cases, closed, skipped, .. } = &self.changed;
        !cases.is_empty() || !closed.is_empty() || *skipped != self.skipped.len()
    }

    /// Whether it judges as of another instant than the one of which it was written down: then changes
    /// can't be written after that, but all of it anew ([`Docket::checkpoint`]).
    #[must_use]
    pub fn is_judged_anew(&self) -> bool {
        self.changed.is_judged_anew
    }

    /// The text that was kept with it ([`Docket::set_note`]).
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }
}
