//! A party's lists for people.

use std::fmt;

use crate::analysis::why::told;
use crate::names::{Ids, Names, Subject, Vocabulary};
use crate::report::{Phrases, Prose, length_text};

use super::{Agenda, Task, Waiting};

/// Of so many subjects at most a line each is told.
const MANY: usize = 5;

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

    /// An obligation, and the subject in which it stands.
    fn obligation(&self, obligation: V::Obligation, subject: Option<&Subject<V>>) -> String {
        let obligation = self.prose.obligation(obligation);
        match subject {
            Some(subject) => format!("{}: {obligation}", self.prose.subject(subject)),
            None => obligation,
        }
    }

    fn tasks(&self, tasks: &[Task<V>], deadline: &str) -> Vec<String> {
        let task = |task: &Task<V>| {
            let obligation = self.obligation(task.obligation, task.subject.as_ref());
            let is_past = |at| at < self.agenda.at && deadline == "by";
            let local = |at| self.prose.instant_of(task.obligation, at);
            let away = |at| length_text(at, self.agenda.at);
            let by = task.deadline.map(|at| match (is_past(at), deadline) {
                (true, _) => format!(", hoped for by {}", local(at)),
                (false, "by") => format!(", by {}, in {}", local(at), away(at)),
                (false, "was due by") => {
                    format!(", was due by {}, {} late", local(at), away(at))
                }
                (false, _) => format!(", {deadline} {}", local(at)),
            });
            format!("{obligation}{}", by.unwrap_or_default())
        };
        self.folded(tasks, |it| (it.obligation, it.subject.as_ref()), task)
    }
}

/// Which obligation something in a list is about, and in which subject it stands.
type Of<T, V> = for<'a> fn(&'a T) -> (<V as Vocabulary>::Obligation, Option<&'a Subject<V>>);

/// What a list says of one obligation of a kind.
struct Group<'a, V: Names> {
    obligation: V::Obligation,
    last: &'a Subject<V>,
    /// Of how many subjects.
    count: usize,
    is_told: bool,
}

impl<V: Names> AgendaText<'_, V> {
    /// One line each; but where the same is to be said of many subjects, the first is told, and how many
    /// more there are.
    fn folded<T>(&self, all: &[T], of: Of<T, V>, tell: impl Fn(&T) -> String) -> Vec<String> {
        let mut groups: Vec<Group<'_, V>> = Vec::new();
        for (obligation, subject) in all.iter().map(of) {
            let Some(last) = subject else { continue };
            let of_same = groups
                .iter_mut()
                .find(|it| it.obligation == obligation && it.last.kind == last.kind);
            match of_same {
                Some(group) if group.last == last => {}
                Some(group) => {
                    group.count = group.count.saturating_add(1);
                    group.last = last;
                }
                None => groups.push(Group { obligation, last, count: 1, is_told: false }),
            }
        }
        let mut lines = Vec::new();
        for it in all {
            let (obligation, subject) = of(it);
            let kind = subject.map(|subject| subject.kind);
            let mut of_many = groups.iter_mut().filter(|group| group.count > MANY);
            let is_its = |group: &Group<'_, V>| {
                group.obligation == obligation && Some(group.last.kind) == kind
            };
            match of_many.find(|group| is_its(group)) {
                None => lines.push(tell(it)),
                Some(group) if group.is_told => {}
                Some(group) => {
                    group.is_told = true;
                    let more = group.count.saturating_sub(1);
                    let kind = self.prose.kind(group.last.kind);
                    lines.push(format!("{}; and of {more} {kind} more", tell(it)));
                }
            }
        }
        lines
    }
}

impl<V: Names> fmt::Display for AgendaText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let agenda = self.agenda;
        writeln!(f, "{}, {}", self.prose.party(agenda.party), self.prose.instant(agenda.at))?;
        let kept = agenda.to_keep.iter().map(|obligation| self.prose.obligation(*obligation));
        let waits = |waiting: &Waiting<V>| {
            let obligation = self.obligation(waiting.obligation, waiting.subject.as_ref());
            format!("{obligation}: {}", told(&self.prose, &waiting.step))
        };
        let waiting =
            self.folded(&agenda.waiting, |it| (it.obligation, it.subject.as_ref()), waits);
        let kept_in = self.folded(
            &agenda.to_keep_in,
            |(obligation, subject)| (*obligation, Some(subject)),
            |(obligation, subject)| self.obligation(*obligation, Some(subject)),
        );
        let lists = [
            ("overdue", self.tasks(&agenda.overdue, "was due by")),
            ("due soon", self.tasks(&agenda.due_soon, "by")),
            ("due", self.tasks(&agenda.due, "by")),
            ("to verify", self.tasks(&agenda.to_verify, "due by")),
            ("to keep", kept.chain(kept_in).collect()),
            ("waiting for", waiting),
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
