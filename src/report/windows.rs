//! When a duty is late because time ends the window of its acts before its own deadline comes.

use crate::monitor::Status;
use crate::names::Names;
use crate::time::Instant;

use super::Report;
use super::open::Open;

/// No more timers than these are looked at: where periods go on for ever, so do they.
const MOST_TIMERS: usize = 100;

impl<V: Names> Report<V> {
    /// Says of each of these duties when it is late, where nobody does anything more and the windows of its acts end
    /// before its deadline.
    ///
    /// Time is let go on in a copy of the run: so the rules say when, and nothing else.
    pub(super) fn end_with_windows(&self, duties: &mut [Open]) {
        let terms = self.agreement.terms();
        let has_window = |duty: &Open| {
            let obligation = &terms.obligations[duty.id];
            let mut acts = obligation.acts().iter();
            duty.line.status == Status::Due
                && obligation.binding
                && acts.any(|act| !terms.acts[*act].expires_when.is_never())
        };
        let mut open: Vec<&mut Open> = duties.iter_mut().filter(|duty| has_window(duty)).collect();
        if open.is_empty() {
            return;
        }
        let mut run = self.end.clone().into_monitor(&self.agreement);
        for _ in 0..MOST_TIMERS {
            let last = open.iter().map(|duty| duty.late_at.unwrap_or(Instant::LAST)).max();
            let next = run.next_timeout().filter(|next| Some(*next) <= last);
            // A window still admits its last instant: what it leaves undone is late just after it.
            let has_come = |next: &Instant| run.advance(next.just_after()).is_ok();
            let Some(next) = next.filter(has_come) else { return };
            let standing = Self::of(&run);
            let mut stands = standing.lines_of_all(|id, _| open.iter().any(|duty| duty.id == id));
            stands.retain(|it| it.line.status != Status::Due);
            open.retain_mut(|duty| {
                let is_it = |it: &&Open| it.id == duty.id && it.subject == duty.subject;
                let Some(it) = stands.iter().find(is_it) else { return true };
                if it.line.status == Status::Breached {
                    duty.late_at = Some(duty.late_at.map_or(next, |deadline| deadline.min(next)));
                }
                false
            });
            if open.is_empty() {
                return;
            }
        }
    }
}
