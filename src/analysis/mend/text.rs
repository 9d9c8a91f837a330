//! A mending for people.

use std::fmt;

use crate::escape::escaped;
use crate::names::{Ids, Names};
use crate::report::{Phrases, Prose};

use super::{Edit, Mending};

/// A mending as text, to print: see [`Mending::text`].
///
/// ```
/// use servanda::{Verifier, cuba};
/// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?);
/// println!("{}", verifier.mend(&cuba::history()).text_with(&cuba::PHRASES));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub struct MendingText<'a, V: Names = Ids> {
    mending: &'a Mending<V>,
    prose: Prose<'a, V>,
}

impl<V: Names> fmt::Debug for MendingText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MendingText").field(self.mending).finish()
    }
}

impl<'a, V: Names> MendingText<'a, V> {
    pub(super) fn new(mending: &'a Mending<V>, phrases: &'a dyn Phrases) -> Self {
        Self { mending, prose: Prose::new(&mending.agreement).with(phrases) }
    }

    fn edit(&self, edit: &Edit<V>) -> String {
        let place = |after: &Option<u64>| match after {
            Some(after) => format!("after event {after}"),
            None => "before all else".to_owned(),
        };
        match edit {
            Edit::Drop { place } => format!("event {place} had not happened"),
            Edit::Move { place: event, to, after } => {
                format!(
                    "event {event} had happened at {}, {}",
                    self.prose.instant(*to),
                    place(after)
                )
            }
            Edit::Add { event, after } => format!(
                "it had happened {}{} at {}, {}",
                self.prose.deed(&event.deed),
                event
                    .subject
                    .as_deref()
                    .map_or_else(String::new, |it| format!(" ({})", escaped(it))),
                self.prose.instant(event.time),
                place(after)
            ),
        }
    }
}

impl<V: Names> fmt::Display for MendingText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mending = self.mending;
        let Some(offence) = &mending.offence else {
            return writeln!(f, "the log conforms");
        };
        match offence.place {
            Some(place) => write!(f, "the log stops conforming with event {place}")?,
            None => write!(f, "the log stops conforming after its last event")?,
        }
        let finding = &offence.finding;
        let told = self.prose.finding(finding);
        writeln!(f, ": {}, {}: {told}", finding.kind(), self.prose.found_at(finding))?;
        if mending.ways.is_empty() {
            let tried = mending.tried;
            let found_none = "nothing was found by which it would have conformed";
            return if mending.is_cut_short {
                writeln!(f, "{found_none}; the search ended after {tried} other courses")
            } else {
                writeln!(f, "{found_none}; all {tried} other courses were tried")
            };
        }
        // What happened is past, and a log is its record: it is said what would have had to happen.
        writeln!(f, "what would have had to be otherwise for it to conform, each by itself:")?;
        for way in &mending.ways {
            let edits: Vec<String> = way.iter().map(|edit| self.edit(edit)).collect();
            writeln!(f, "  if {}", edits.join("\n    and "))?;
        }
        match mending.is_smallest() {
            true => writeln!(f, "nothing less would have done"),
            false => writeln!(f, "less might have done: not everything was tried"),
        }
    }
}

impl<V: Names> fmt::Display for Mending<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}
