//! The run that is stepped through: its events so far, and the way back.

use crate::analysis::{Explanation, Question, Story};
use crate::event::Event;
use crate::monitor::{Change, Finding, Monitor, Transition};
use crate::names::{Names, Subject};
use crate::terms::Agreement;

/// A run with its log, in which each step can be taken back and taken again.
#[derive(Debug)]
pub(super) struct Course<V: Names> {
    story: Story<V>,
    /// What the agreement's date brought, before any event.
    opening: Vec<Change<V>>,
    entries: Vec<Entry<V>>,
    /// What was taken back, the last first to be taken again at the end.
    undone: Vec<Event<V>>,
}

/// One event of the log, and what it brought.
#[derive(Debug)]
pub(super) struct Entry<V: Names> {
    pub(super) event: Event<V>,
    pub(super) changes: Vec<Change<V>>,
    pub(super) findings: Vec<Finding<V>>,
}

impl<V: Names> Course<V> {
    pub(super) fn new(agreement: &Agreement<V>, log: Vec<Event<V>>) -> Self {
        let story = Story::new(agreement);
        let opening = story.monitor().changes().collect();
        let mut course = Self { story, opening, entries: Vec::new(), undone: Vec::new() };
        for event in log {
            course.take(event);
        }
        course
    }

    /// Records an event of the run at hand, which can no longer go where it went before.
    pub(super) fn record(&mut self, mut event: Event<V>) {
        event.case = self.entries.last().and_then(|last| last.event.case.clone());
        self.undone.clear();
        self.take(event);
    }

    /// Takes the last event back.
    pub(super) fn undo(&mut self) -> Option<&Event<V>> {
        let entry = self.entries.pop()?;
        let events = self.entries.iter().map(|entry| &entry.event);
        self.story = Story::of(self.story.monitor().agreement(), events);
        self.undone.push(entry.event);
        self.undone.last()
    }

    /// Takes again what was taken back last.
    pub(super) fn redo(&mut self) -> Option<&Event<V>> {
        let event = self.undone.pop()?;
        self.take(event);
        self.entries.last().map(|entry| &entry.event)
    }

    pub(super) fn monitor(&self) -> &Monitor<V> {
        self.story.monitor()
    }

    /// Why something is as it is.
    pub(super) fn why(
        &self,
        question: &Question<V>,
        subject: Option<&Subject<V>>,
    ) -> Option<Explanation<V>> {
        match subject {
            Some(subject) => self.story.why_in(subject, question),
            None => self.story.why(question),
        }
    }

    pub(super) fn opening(&self) -> &[Change<V>] {
        &self.opening
    }

    pub(super) fn entries(&self) -> &[Entry<V>] {
        &self.entries
    }

    pub(super) fn events(&self) -> impl ExactSizeIterator<Item = &Event<V>> {
        self.entries.iter().map(|entry| &entry.event)
    }

    /// How many events can be taken again.
    pub(super) fn ahead(&self) -> usize {
        self.undone.len()
    }

    pub(super) fn into_events(self) -> Vec<Event<V>> {
        self.entries.into_iter().map(|entry| entry.event).collect()
    }

    fn take(&mut self, event: Event<V>) {
        let step = self.story.record(&event);
        let (changes, findings) = (step.changes().collect(), step.findings().collect());
        self.entries.push(Entry { event, changes, findings });
    }
}

/// The changes that don't go without saying: that something is done does, where a duty moves on by
/// it.
pub(super) fn worth_telling<V: Names>(changes: &[Change<V>]) -> impl Iterator<Item = &Change<V>> {
    let moves = |change: &Change<V>| matches!(change.transition, Transition::Moved { .. });
    changes.iter().filter(move |change| {
        let is_progress = matches!(change.transition, Transition::Progressed { .. });
        let moves_on = |it: &Change<V>| {
            moves(it) && it.obligation() == change.obligation() && it.subject == change.subject
        };
        !is_progress || !changes.iter().any(moves_on)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};

    #[test]
    fn there_and_back_is_where_it_was() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut course = Course::new(&agreement, cuba::history());
        let there = course.monitor().clone();
        let length = course.entries().len();
        for _ in 0..length {
            assert!(course.undo().is_some());
        }
        assert!(course.undo().is_none());
        assert_eq!(*course.monitor(), Monitor::new(&agreement));
        assert_eq!(course.ahead(), length);
        while course.redo().is_some() {}
        assert_eq!(*course.monitor(), there);
    }

    #[test]
    fn another_way_forgets_the_old_one() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut course = Course::new(&agreement, cuba::history());
        course.undo();
        course.record(Event::tick(course.monitor().now()));
        assert_eq!(course.ahead(), 0);
        assert!(course.redo().is_none());
    }

    #[test]
    fn a_step_belongs_to_the_case_at_hand() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let log = vec![Event::tick(agreement.date().unwrap()).case("october")];
        let mut course = Course::new(&agreement, log);
        course.record(Event::tick(agreement.date().unwrap()));
        assert!(course.events().all(|event| event.case.as_deref() == Some("october")));
    }
}
