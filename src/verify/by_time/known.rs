//! What is known of one run, as its lines come to be known one after the other.

use crate::names::Names;
use crate::time::Instant;

use super::desk::{Desk, Line, Taken};
use super::evidence::{Evidence, Judged, is_over};
use super::replay::{Player, Replay};

/// What is known of one run.
pub(super) struct Known<'a, V: Names> {
    evidence: &'a Evidence<V>,
    /// All its lines, in the order of the log, and which of them are known.
    lines: &'a [&'a Line],
    is_known: Vec<bool>,
    end: Option<Instant>,
    desk: Desk,
    /// The first line that stands after all that the desk has read.
    unread: usize,
    player: Player,
    replay: Replay,
}

impl<'a, V: Names> Known<'a, V> {
    /// These of its lines are known, of a run that is judged as of an instant.
    pub(super) fn new(
        evidence: &'a Evidence<V>,
        lines: &'a [&'a Line],
        is_known: Vec<bool>,
        end: Option<Instant>,
    ) -> Self {
        let player = evidence.by_time.player();
        let replay = Replay::new(&player);
        let desk = Desk::default();
        let mut known = Self { evidence, lines, is_known, end, desk, unread: 0, player, replay };
        known.read_all();
        known
    }

    /// One more line comes to be known.
    pub(super) fn learn(&mut self, number: usize) {
        let Some(is_known) = self.is_known.get_mut(number) else { return };
        *is_known = true;
        // The desk reads in the order of the log: a line that stands before others is read with these.
        match number >= self.unread {
            true => self.read(number),
            false => self.read_all(),
        }
    }

    fn read(&mut self, number: usize) {
        let Some(line) = self.lines.get(number) else { return };
        let Taken { gone, come } = self.desk.take(self.evidence.by_time.erased.terms(), line);
        let come = come.filter(|event| !is_over(event.time(), self.end));
        self.replay.change(&mut self.player, &gone, come);
        self.unread = number.saturating_add(1);
    }

    fn read_all(&mut self) {
        let terms = self.evidence.by_time.erased.terms();
        self.desk = Desk::default();
        for ((line, is_known), number) in self.lines.iter().zip(&self.is_known).zip(1..) {
            if *is_known {
                self.desk.take(terms, line);
                self.unread = number;
            }
        }
        let mut events = self.desk.clone().stands().events;
        events.retain(|event| !is_over(event.time(), self.end));
        self.replay.take(&mut self.player, events);
    }

    /// What the run comes to.
    pub(super) fn judged(&mut self) -> Judged {
        let run = self.replay.at_end(&mut self.player, self.end);
        let (found, complete) = (self.desk.findings(), self.desk.complete());
        self.evidence.by_time.judged(run, found, complete, self.end)
    }
}
