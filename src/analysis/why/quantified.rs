//! Why something is so of some or of every subject of a kind: a few of them are named, and how many there
//! are.

use std::num::NonZeroU64;

use crate::monitor::Scope;
use crate::names::{ActId, KindId, Names};
use crate::terms::{Condition, Opening};

use super::Move;
use super::explainer::{Explainer, FEW};
use super::reason::{Join, Reason, Subject};

impl<V: Names> Explainer<'_, V> {
    /// That something holds of at least so many subjects, or not.
    pub(super) fn of_some(
        &mut self,
        mut reason: Reason<V>,
        kind: KindId,
        asked: &Condition,
        at_least: u64,
        wanted: bool,
    ) -> Reason<V> {
        let holding = self.subjects_where(kind, asked, true);
        let count = u64::try_from(holding.len()).unwrap_or(u64::MAX);
        reason.because.push(self.many(kind, Some(count)));
        if reason.holds {
            self.name_few(&mut reason, holding, asked, wanted);
            return reason;
        }
        if wanted {
            let failing = self.subjects_where(kind, asked, false);
            let open = u64::try_from(failing.len()).unwrap_or(u64::MAX);
            if self.is_list_closed(kind) && count.saturating_add(open) < at_least {
                reason.takes.push(Move::Impossible);
                return reason;
            }
            self.name_few(&mut reason, failing, asked, true);
            // The numbers stand beside what would do.
            reason.join = if reason.because.len() > 2 { Join::Any } else { Join::All };
        }
        reason
    }

    /// That a list is closed and something holds of each, or not.
    pub(super) fn of_every(
        &mut self,
        mut reason: Reason<V>,
        kind: KindId,
        asked: &Condition,
        wanted: bool,
    ) -> Reason<V> {
        let failing = self.subjects_where(kind, asked, false);
        let opened = self.state.kinds[kind].subjects.len();
        let count = u64::try_from(failing.len()).unwrap_or(u64::MAX);
        let holding = u64::from(opened).saturating_sub(count);
        let is_closed = self.is_list_closed(kind);
        reason.because.push(self.many(kind, Some(holding)));
        if reason.holds {
            if !wanted {
                let holding = self.subjects_where(kind, asked, true);
                self.name_few(&mut reason, holding, asked, false);
                reason.join = Join::Any;
            }
            return reason;
        }
        self.name_few(&mut reason, failing, asked, wanted);
        if wanted && !is_closed {
            self.closing(&mut reason, kind);
        } else if wanted && opened == 0 {
            reason.takes.push(Move::Impossible);
        }
        reason
    }

    /// The subjects of a kind, in numbers.
    pub(super) fn many(&self, kind: KindId, holding: Option<u64>) -> Reason<V> {
        let is_closed = self.is_list_closed(kind);
        let opened = u64::from(self.state.kinds[kind].subjects.len());
        let kind = self.monitor.agreement().lexicon().kind(kind);
        Reason::new(Subject::Many { kind, opened, holding }, is_closed)
    }

    fn is_list_closed(&self, kind: KindId) -> bool {
        self.state.kinds[kind].is_list_closed()
    }

    /// What opens the first subject of a kind, where another act than this one does, or time.
    pub(super) fn opening(&self, kind: KindId, act: ActId) -> Option<Move<V>> {
        match &self.terms.kinds[kind].terms.opening {
            _ if self.is_list_closed(kind) => Some(Move::Impossible),
            Opening::EachOf(_) => None,
            Opening::ByActs { acts, .. } => {
                let opening = acts.iter().find(|opening| **opening != act)?;
                Some(self.act_move(*opening, &self.may_do(*opening), NonZeroU64::MIN))
            }
            Opening::Periods(_) => {
                let grid = self.state.kinds[kind].grid?;
                (grid > self.state.clock).then_some(Move::Wait { until: grid })
            }
        }
    }

    /// What closes the list of a kind.
    fn closing(&mut self, reason: &mut Reason<V>, kind: KindId) {
        let terms = self.terms;
        match &terms.kinds[kind].terms.opening {
            Opening::EachOf(_) => {}
            Opening::ByActs { closes_when, .. } if closes_when.is_never() => {
                reason.takes.push(Move::Impossible);
            }
            Opening::ByActs { closes_when, .. } => {
                let below = self.within(Scope::Run, |this| this.condition(closes_when, true));
                reason.because.push(below);
            }
            Opening::Periods(periods) => {
                let grid = self.state.kinds[kind].grid;
                let last = periods.times.and_then(|times| {
                    let every = terms.term(&periods.every);
                    every.after_times(grid?, times.checked_sub(1)?).ok()
                });
                match last.filter(|last| *last > self.state.clock) {
                    Some(until) => reason.takes.push(Move::Wait { until }),
                    None if !periods.ends_when.is_never() => {
                        let end = &periods.ends_when;
                        let below = self.within(Scope::Run, |this| this.condition(end, true));
                        reason.because.push(below);
                    }
                    None => {}
                }
            }
        }
    }

    /// The subjects of which a formula of theirs holds, or not.
    fn subjects_where(&self, kind: KindId, asked: &Condition, holds: bool) -> Vec<Scope> {
        let terms = self.terms;
        let Some(node) = terms.graph.find(terms, Some(kind), asked) else { return Vec::new() };
        let is_so = |scope: &Scope| self.state.holds(scope.at(&terms.graph, node)) == holds;
        self.state.scopes(Some(kind)).filter(is_so).collect()
    }

    fn name_few(
        &mut self,
        reason: &mut Reason<V>,
        scopes: Vec<Scope>,
        asked: &Condition,
        wanted: bool,
    ) {
        for scope in scopes.into_iter().take(FEW) {
            let below = self.within(scope, |this| {
                let below = this.condition(asked, wanted);
                let of = this.name_of(scope);
                // What names nothing of its own is so of every one.
                Reason { of: below.of.clone().or(of), ..below }
            });
            reason.because.push(below);
        }
    }
}
