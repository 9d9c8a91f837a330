//! What a reader asks first: what is breached, by whom, how late; what is next, by when.

use crate::monitor::Status;
use crate::names::Names;

use super::lengths::between;
use super::open::Open;
use super::sentences::Sentences;
use super::{Phrases, Report};

/// So many are told of each; of more it is told how many.
const TOLD: usize = 3;

/// A line at the head of a report.
///
/// ```
/// use servanda::{Verifier, cuba};
/// let agreement = cuba::agreement(cuba::Reading::Practised)?;
/// let report = Verifier::new(&agreement).judge(&cuba::practice()[..12]);
/// let next = &report.headlines(&cuba::PHRASES)[0];
/// assert_eq!(next.label, "Next");
/// assert!(next.points[0].starts_with("the Soviet Union owes "), "{next:?}");
/// assert!(next.points[0].contains(" by 1962-12-20 20:00 UTC, in "), "{next:?}");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Headline {
    /// `Breached`, `To verify`, `Next` or `Open`.
    pub label: &'static str,
    /// What is told under it, the most pressing first.
    pub points: Vec<String>,
    /// How many more there are that are not told.
    pub more: usize,
}

/// In one line.
impl std::fmt::Display for Headline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joint = if self.label == "Next" { "; then " } else { "; " };
        write!(f, "{}: {}", self.label, self.points.join(joint))?;
        match self.more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Headline {
    fn of(label: &'static str, all: Vec<String>) -> Option<Self> {
        let more = all.len().saturating_sub(TOLD);
        let points: Vec<String> = all.into_iter().take(TOLD).collect();
        (!points.is_empty()).then_some(Self { label, points, more })
    }
}

impl<V: Names> Report<V> {
    /// What a reader asks first: what stands breached, by whom and how late; what is to be verified; what is
    /// next, by when; and, where nothing has a deadline, what is open. Each only where there is some.
    #[must_use]
    pub fn headlines(&self, phrases: &dyn Phrases) -> Vec<Headline> {
        let sentences = Sentences { terms: self.agreement.terms(), phrases };
        let open = self.open();
        let mut breached: Vec<String> = Vec::new();
        let (mut verify, mut next, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for duty in &open {
            match duty.line.status {
                Status::Breached => breached.push(self.late(&sentences, duty)),
                Status::Performed => verify.push(verified(&sentences, duty)),
                Status::Due if duty.late_at.is_some_and(|at| Some(at) >= self.as_of) => {
                    next.push(self.owed(&sentences, duty));
                }
                _ => rest.push(self.owed(&sentences, duty)),
            }
        }
        breached.extend(self.broken().iter().map(|duty| broke(&sentences, duty)));
        let rest = if next.is_empty() { rest } else { Vec::new() };
        let all = [
            Headline::of("Breached", breached),
            Headline::of("To verify", verify),
            Headline::of("Next", next),
            Headline::of("Open", rest),
        ];
        all.into_iter().flatten().collect()
    }

    /// "client is 4 days late with `payment-2` (6.1, 6.4)".
    fn late(&self, sentences: &Sentences<'_>, duty: &Open) -> String {
        let late = duty.late_at.zip(self.as_of);
        let late = late.filter(|(missed, as_of)| missed < as_of);
        let late = late.map(|(missed, as_of)| format!("{} late", between(missed, as_of)));
        let late = late.unwrap_or_else(|| "late".to_owned());
        format!("{} is {late} with {}", debtor(sentences, duty), named(sentences, duty))
    }

    /// "contractor owes `completion` (4.1) by 2025-07-28 08:00 UTC, in 7 days".
    fn owed(&self, sentences: &Sentences<'_>, duty: &Open) -> String {
        let terms = &sentences.terms.obligations[duty.id];
        let is_hope = terms.target || !terms.binding;
        let by = match (duty.line.status, duty.late_at, self.as_of) {
            (Status::Suspended, _, _) => ", which rests".to_owned(),
            (_, None, _) => String::new(),
            (_, Some(at), Some(now)) if at >= now => {
                let hoped = if is_hope { ", hoped for" } else { "" };
                format!("{hoped} by {}, in {}", sentences.instant_of(duty.id, at), between(now, at))
            }
            (_, Some(at), _) => format!(", hoped for by {}", sentences.instant_of(duty.id, at)),
        };
        format!("{} owes {}{by}", debtor(sentences, duty), named(sentences, duty))
    }
}

/// A prohibition that was broken.
fn broke(sentences: &Sentences<'_>, duty: &Open) -> String {
    format!("{} broke {}", debtor(sentences, duty), named(sentences, duty))
}

fn verified(sentences: &Sentences<'_>, duty: &Open) -> String {
    let verifier = duty.line.parties.verifier;
    let verifier = verifier.map_or_else(|| "(to be told)".to_owned(), |it| sentences.party(it));
    format!("{verifier} has to verify {}", named(sentences, duty))
}

fn debtor(sentences: &Sentences<'_>, duty: &Open) -> String {
    let debtor = duty.line.parties.debtor;
    debtor.map_or_else(|| "(to be told)".to_owned(), |party| sentences.party(party))
}

/// The obligation, the subject in which it stands, and the clauses that it rests on.
fn named(sentences: &Sentences<'_>, duty: &Open) -> String {
    let mut name = sentences.obligation(duty.id);
    if let Some(subject) = &duty.subject {
        name += &format!(" of {}", sentences.subject(subject));
    }
    let cites = &sentences.terms.obligations[duty.id].cites;
    if !cites.is_empty() {
        name += &format!(" ({})", crate::escape::escaped(&cites.join(", ")));
    }
    name
}
