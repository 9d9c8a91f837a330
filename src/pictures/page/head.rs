//! The head of a page: the outcome, in a word and in a sentence, and what was found in numbers.

use crate::monitor::{FindingKind, Outcome};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, marked};
use crate::pictures::look::Look;
use crate::report::{Phrases, Sentences};

pub(super) struct Head {
    pub(super) title: String,
    pub(super) date: String,
    pub(super) as_of: String,
    /// Up to when the log is complete, where it says so.
    pub(super) complete: Option<String>,
    pub(super) case: Option<String>,
    pub(super) outcome: Look,
    pub(super) sentence: &'static str,
    pub(super) is_conformant: bool,
    /// How many of each kind were found, and how many refused.
    pub(super) counts: Vec<(Look, usize)>,
    pub(super) headlines: Vec<Told>,
}

/// What is breached, or next: its points as HTML.
pub(super) struct Told {
    pub(super) label: &'static str,
    pub(super) points: Vec<String>,
    pub(super) more: usize,
}

impl Head {
    pub(super) fn of(chronicle: &Chronicle, phrases: &dyn Phrases) -> Self {
        let report = chronicle.report();
        let sentences = Sentences { terms: report.agreement().terms(), phrases };
        let instant = |at| sentences.instant(at);
        let count = |kind| report.findings().filter(|finding| finding.kind() == kind).count();
        let mut counts: Vec<(Look, usize)> = FindingKind::ALL
            .into_iter()
            .map(|kind| (Look::of_finding(kind), count(kind)))
            .filter(|(_, count)| *count > 0)
            .collect();
        let refused = report.refusals().len();
        if refused > 0 {
            counts.push((Look::REFUSED, refused));
        }
        Self {
            title: clean(report.agreement().title()),
            date: report.agreement().date().map_or_else(|| "its first event".to_owned(), instant),
            as_of: report.as_of().map_or_else(|| "the start".to_owned(), instant),
            complete: report.complete().map(instant),
            case: report.case().map(clean),
            outcome: Look::of_outcome(report.outcome()),
            sentence: sentence(report.outcome()),
            is_conformant: report.is_conformant(),
            counts,
            headlines: report
                .headlines(phrases)
                .into_iter()
                .map(|headline| Told {
                    label: headline.label,
                    points: headline.points.iter().map(|it| marked(&clean(it))).collect(),
                    more: headline.more,
                })
                .collect(),
        }
    }
}

fn sentence(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breached => "A binding obligation stands breached.",
        Outcome::Settled => "Nothing stands breached, and what the agreement calls settled holds.",
        Outcome::Terminated => "Nothing stands breached, and the agreement has ended unsettled.",
        Outcome::Clear => "Nothing is owed now; what is dormant may still arise.",
        Outcome::Pending => "Nothing stands breached, and something is still to be done.",
    }
}
