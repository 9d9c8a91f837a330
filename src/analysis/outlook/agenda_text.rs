//! A party's lists for people.

use std::fmt;

use crate::analysis::why::told;
use crate::names::{Ids, Names};
use crate::report::{Phrases, Prose, moment};

use super::{Agenda, Task};

/// A party's lists as text, to print: see [`Agenda::text`].
///
/// ```
/// use servanda::Monitor;
/// use servanda::cuba::{self, Party, Reading};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// for event in &cuba::history()[..2] {
///     monitor.record(event);
/// }
/// let agenda = monitor.agenda(Party::Us, "P3D".parse()?).unwrap();
/// assert!(agenda.text().to_string().contains("announce"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct AgendaText<'a, V: Names = Ids> {
    agenda: &'a Agenda<V>,
    prose: Prose<'a, V>,
}

impl<V: Names> fmt::Debug for AgendaText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AgendaText").field(self.agenda).finish()
    }
}

impl<'a, V: Names> AgendaText<'a, V> {
    pub(super) fn new(agenda: &'a Agenda<V>, phrases: &'a dyn Phrases) -> Self {
        Self { agenda, prose: Prose::new(&agenda.agreement).with(phrases) }
    }

    fn tasks(&self, tasks: &[Task<V>], deadline: &str) -> Vec<String> {
        let task = |task: &Task<V>| {
            let obligation = self.prose.obligation(task.obligation);
            let is_past = |at| at < self.agenda.at && deadline == "by";
            let by = task.deadline.map(|at| match is_past(at) {
                true => format!(", hoped for by {}", moment(at)),
                false => format!(", {deadline} {}", moment(at)),
            });
            format!("{obligation}{}", by.unwrap_or_default())
        };
        tasks.iter().map(task).collect()
    }
}

impl<V: Names> fmt::Display for AgendaText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let agenda = self.agenda;
        writeln!(f, "{}, {}", self.prose.party(agenda.party), moment(agenda.at))?;
        let kept = agenda.to_keep.iter().map(|obligation| self.prose.obligation(*obligation));
        let waiting = agenda.waiting.iter().map(|waiting| {
            let obligation = self.prose.obligation(waiting.obligation);
            format!("{obligation}: {}", told(&self.prose, &waiting.step))
        });
        let lists = [
            ("overdue", self.tasks(&agenda.overdue, "was due by")),
            ("due soon", self.tasks(&agenda.due_soon, "by")),
            ("due", self.tasks(&agenda.due, "by")),
            ("to verify", self.tasks(&agenda.to_verify, "due by")),
            ("to keep", kept.collect()),
            ("waiting for", waiting.collect()),
        ];
        if lists.iter().all(|(_, lines)| lines.is_empty()) {
            return writeln!(f, "  nothing to do, and nothing to wait for");
        }
        for (heading, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            writeln!(f, "  {heading}")?;
            for line in lines {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

impl<V: Names> fmt::Display for Agenda<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}
