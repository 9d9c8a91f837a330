//! A judged log as a timeline: one bar for each obligation through its statuses.

mod days_off;
mod even;
mod flags;
mod legend;
mod line;
mod places;
mod rows;
mod scale;
mod svg;
mod ticks;

use std::fmt;

use crate::report::{Phrases, PlainPhrases};

use super::{Chronicle, Setting};

pub(super) use scale::Scale;

/// A judged log as a timeline: one bar for each obligation through its statuses, deadlines as marks,
/// findings as flags, and what happened above them all.
///
/// Where much happens in little time the scale is stretched, and the picture says so: the dates on
/// its axis are exact. Times are local where the agreement has a calendar
/// ([`TimeZone`](crate::report::TimeZone)), else in UTC.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::pictures::{Chronicle, Timeline};
/// use servanda::Verifier;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let chronicle = Chronicle::new(&verifier, cuba::history());
/// let picture = Timeline::of(&chronicle).with(&cuba::PHRASES).svg();
/// assert!(picture.contains("The removal of the weapons"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timeline<'a> {
    chronicle: &'a Chronicle,
    phrases: &'a dyn Phrases,
}

impl<'a> Timeline<'a> {
    /// The timeline of a judged log, in plain phrases: everything goes by its name.
    #[must_use]
    pub fn of(chronicle: &'a Chronicle) -> Self {
        Self { chronicle, phrases: &PlainPhrases }
    }

    /// In phrases of your own.
    #[must_use]
    pub fn with(self, phrases: &'a dyn Phrases) -> Self {
        Self { phrases, ..self }
    }

    /// As an SVG picture that stands alone.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::picture(self.chronicle, self.phrases, Setting::Alone).0
    }

    /// As a part of a page that has the colours and the anchors that it links to, with its scale.
    pub(super) fn on_page(&self) -> (String, Scale) {
        svg::picture(self.chronicle, self.phrases, Setting::OnPage)
    }
}

impl fmt::Debug for Timeline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeline").field("chronicle", self.chronicle).finish_non_exhaustive()
    }
}
