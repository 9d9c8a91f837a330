//! What was found and refused, each with its sentence, what it rests on, and its explanation.

use std::collections::BTreeMap;

use crate::analysis::Question;
use crate::monitor::Finding;
use crate::names::{ObligationId, Subject};
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, marked};
use crate::pictures::look::Look;
use crate::time::Date;

use super::stops::Stops;
use super::tables::numbers;
use super::words::Words;
use super::{Link, anchor};

/// Explaining a finding goes through the log up to it: past so many events in all, none is
/// explained.
const MOST: u64 = 1_000_000;

/// A finding or a refusal as it is shown.
pub(super) struct Card {
    pub(super) anchor: String,
    pub(super) look: Look,
    /// How what it is about stands now, where nothing is left of it to be made good.
    pub(super) now: Option<Look>,
    pub(super) heading: String,
    /// The day at which it is dated, where the agreement is.
    pub(super) day: Date,
    pub(super) at: String,
    /// One for each finding; a refusal may have several.
    pub(super) sentences: Vec<String>,
    pub(super) links: Vec<Link>,
    /// The passages that it rests on, with what they say.
    pub(super) passages: Vec<(Link, String)>,
    /// The lines of its explanation.
    pub(super) why: Vec<Line>,
    /// The stop at which it was found, its kinds, and whom it concerns, for the script.
    pub(super) stop: usize,
    pub(super) kinds: String,
    pub(super) parties: String,
}

impl Card {
    /// How many lists the last line of its explanation leaves open.
    pub(super) fn open_lists(&self) -> usize {
        self.why.last().map_or(0, |line| line.depth)
    }
}

/// A line of an explanation, and what its list opens and closes before it.
pub(super) struct Line {
    pub(super) opens: bool,
    /// How many lists end before it.
    pub(super) closes: usize,
    depth: usize,
    pub(super) is_move: bool,
    pub(super) text: String,
}

/// The findings in order, and whether they are explained.
pub(super) fn findings(
    chronicle: &Chronicle,
    words: &Words<'_>,
    stops: &Stops,
) -> (Vec<Card>, bool) {
    let report = chronicle.report();
    let last = chronicle.events().last().map(|told| told.place).unwrap_or_default();
    let count = u64::try_from(report.findings().len()).unwrap_or(u64::MAX);
    let has_log = !chronicle.events().is_empty();
    let is_short = last.saturating_mul(count) <= MOST;
    let story = (has_log && is_short).then(|| chronicle.story()).flatten();
    let cards = report
        .findings()
        .enumerate()
        .map(|(place, finding)| {
            let why = story.as_ref().and_then(|story| {
                let explanation = story.why(&Question::Finding(finding.clone()))?;
                Some(lines(&explanation.text_with(words.phrases).lines()))
            });
            let look = Look::of_finding(finding.kind());
            let since = words.aftermaths.since(place, &finding);
            let is_over = since.as_ref().is_some_and(|since| since.is_over);
            Card {
                anchor: anchor("finding", place),
                // What was made good is not as red as what stands.
                look: match &since {
                    Some(since) if is_over => {
                        Look { class: Look::of_status(since.status, false).class, ..look }
                    }
                    _ => look,
                },
                now: since.filter(|_| is_over).map(|since| Look::of_status(since.status, false)),
                heading: match report.is_certain(&finding) {
                    None => format!("{}. {}", place.saturating_add(1), look.word),
                    Some(true) => format!("{}. {}, certain", place.saturating_add(1), look.word),
                    Some(false) => {
                        format!("{}. {}, provisional", place.saturating_add(1), look.word)
                    }
                },
                day: words.day(finding.at),
                at: words.sentences.found_at(&finding),
                sentences: vec![marked(&clean(&words.aftermaths.matter(place, &finding)))],
                links: links(words, &finding),
                passages: cited(words, &finding),
                why: why.unwrap_or_default(),
                stop: stops.number(finding.at),
                kinds: finding.kind().to_string(),
                parties: numbers(finding.party().copied().into_iter()),
            }
        })
        .collect();
    (cards, story.is_some())
}

/// The refusals in order.
pub(super) fn refusals(chronicle: &Chronicle, words: &Words<'_>, stops: &Stops) -> Vec<Card> {
    let refusals = chronicle.report().refusals().enumerate();
    refusals
        .map(|(place, refusal)| {
            let mut links = Vec::new();
            let mut passages: Vec<(Link, String)> = Vec::new();
            for finding in &refusal.findings {
                for link in self::links(words, finding) {
                    if !links.iter().any(|known: &Link| known.anchor == link.anchor) {
                        links.push(link);
                    }
                }
                for (link, gist) in cited(words, finding) {
                    if !passages.iter().any(|(known, _)| known.anchor == link.anchor) {
                        passages.push((link, gist));
                    }
                }
            }
            let kinds: Vec<String> =
                refusal.findings.iter().map(|finding| finding.kind().to_string()).collect();
            let sentence = |finding: &Finding| {
                marked(&format!("{}: {}", finding.kind(), clean(&words.sentences.matter(finding))))
            };
            Card {
                anchor: anchor("refusal", place),
                look: Look::REFUSED,
                now: None,
                heading: format!("r{}. {}", place.saturating_add(1), Look::REFUSED.word),
                day: words.day(refusal.at),
                at: words.sentences.instant(refusal.at),
                sentences: refusal.findings.iter().map(sentence).collect(),
                links,
                passages,
                why: Vec::new(),
                stop: stops.number(refusal.at),
                kinds: kinds.join(" "),
                parties: numbers(refusal.findings.iter().filter_map(|it| it.party().copied())),
            }
        })
        .collect()
}

/// What it concerns: the event, the obligation, the act.
fn links(words: &Words<'_>, finding: &Finding) -> Vec<Link> {
    let event = finding
        .event
        .map(|place| Link { anchor: format!("event-{place}"), text: format!("event {place}") });
    let subject = finding.subject.as_ref().and_then(|subject| words.to_subject(subject));
    let obligation = finding.obligation().map(|id| words.to_obligation(*id));
    let act = finding.act().map(|id| words.to_act(*id));
    [event, subject, obligation, act].into_iter().flatten().collect()
}

fn cited(words: &Words<'_>, finding: &Finding) -> Vec<(Link, String)> {
    let cites = words.sentences.cites(finding);
    let gist = |link: Link| {
        let passages = words.terms.passages.iter();
        let gist = passages.zip(0..).find(|(_, place)| anchor("passage", *place) == link.anchor);
        let gist = gist.map(|((_, passage), _)| clean(&passage.gist)).unwrap_or_default();
        (link, gist)
    };
    words.to_passages(cites).into_iter().map(gist).collect()
}

/// An explanation as lists within lists; its first line is the finding itself.
fn lines(lines: &[(usize, String)]) -> Vec<Line> {
    let mut before = 0;
    lines
        .iter()
        .skip(1)
        .map(|(depth, text)| {
            let line = Line {
                opens: *depth > before,
                closes: before.saturating_sub(*depth),
                depth: *depth,
                is_move: text.starts_with('→'),
                text: marked(&clean(text)),
            };
            before = *depth;
            line
        })
        .collect()
}

/// From obligations, passages and events to the findings and refusals about them.
pub(super) struct Pointers {
    findings: Vec<(Finding, Link)>,
    /// The places in the list of what is about an event.
    by_event: BTreeMap<u64, Vec<usize>>,
    /// The same of what is about a subject.
    by_subject: BTreeMap<Subject, Vec<usize>>,
}

/// How many findings are pointed to from one place; more are told of by their number.
const POINTED_TO: usize = 12;

impl Pointers {
    pub(super) fn of(chronicle: &Chronicle) -> Self {
        let report = chronicle.report();
        let mut findings: Vec<(Finding, Link)> = report
            .findings()
            .enumerate()
            .map(|(place, finding)| {
                let number = place.saturating_add(1);
                let text = format!("{number} {}", finding.kind());
                (finding, Link { anchor: anchor("finding", place), text })
            })
            .collect();
        for (place, refusal) in report.refusals().enumerate() {
            let text = format!("r{} refused", place.saturating_add(1));
            for finding in refusal.findings {
                let link = Link { anchor: anchor("refusal", place), text: text.clone() };
                findings.push((finding, link));
            }
        }
        let mut by_event: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut by_subject: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
        for (place, (finding, _)) in findings.iter().enumerate() {
            if let Some(subject) = &finding.subject {
                by_subject.entry(subject.clone()).or_default().push(place);
            }
            if let Some(event) = finding.event {
                by_event.entry(event).or_default().push(place);
            }
        }
        Self { findings, by_event, by_subject }
    }

    /// Those of an obligation, and those of its debtor's doing its act too early.
    pub(super) fn of_obligation(&self, words: &Words<'_>, id: ObligationId) -> Vec<Link> {
        let terms = &words.terms.obligations[id];
        let is_about = |finding: &Finding| match finding.obligation() {
            Some(concerned) => *concerned == id,
            None => {
                !terms.is_prohibition()
                    && finding.act().is_some_and(|act| terms.acts().contains(act))
                    && finding.party() == terms.debtor.named()
            }
        };
        links_to(self.findings.iter().filter(|(finding, _)| is_about(finding)))
    }

    /// Those of a subject.
    pub(super) fn of_subject(&self, subject: &Subject) -> Vec<Link> {
        let places = self.by_subject.get(subject).into_iter().flatten();
        links_to(places.filter_map(|place| self.findings.get(*place)))
    }

    pub(super) fn of_passage(&self, words: &Words<'_>, id: &str) -> Vec<Link> {
        let cites = |finding| words.sentences.cites(finding).iter().any(|cited| **cited == *id);
        links_to(self.findings.iter().filter(|(finding, _)| cites(finding)))
    }

    pub(super) fn of_event(&self, place: u64) -> Vec<Link> {
        let places = self.by_event.get(&place).into_iter().flatten();
        links_to(places.filter_map(|place| self.findings.get(*place)))
    }
}

/// The first of these links, each once: those of one refusal stand together.
fn links_to<'a>(found: impl Iterator<Item = &'a (Finding, Link)>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut more = 0_usize;
    for (_, link) in found {
        if links.last().is_some_and(|last| last.anchor == link.anchor) {
            continue;
        }
        if links.len() < POINTED_TO {
            links.push(link.clone());
        } else {
            more = more.saturating_add(1);
        }
    }
    if more > 0 {
        links.push(Link { anchor: "findings".to_owned(), text: format!("{more} more") });
    }
    links
}
