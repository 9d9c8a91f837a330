//! A judged log as one page of HTML.

mod amendments;
mod findings;
mod glossary;
mod groups;
mod head;
mod kinds;
mod passages;
mod readings;
mod stops;
mod tables;
mod words;

use std::collections::HashSet;
use std::fmt;

use askama::Template;

use crate::analysis::Readings;
use crate::monitor::FindingKind;
use crate::report::{Phrases, PlainPhrases};

use super::fit::clean;
use super::look::{Colours, Look};
use super::script::Script;
use super::{AgreementGraph, Chronicle, Timeline, anchor};

use amendments::{AmendmentPart, Marks};
use findings::{Card, Pointers};
pub(in crate::pictures) use glossary::meaning;
use groups::Group;
use head::Head;
use kinds::KindPart;
use passages::{Passage, passages};
use readings::ReadingsPart;
use stops::{Stop, Stops};
use tables::{ActRow, EventRow, ObligationGroup, PartyRow};
use words::Words;

/// A judged log as one page of HTML: the outcome first, then the timeline, the text of the
/// agreement passage by passage as its obligations stand, the obligations, the graph of what waits for what, what was
/// found with its explanation, and what happened.
///
/// The page holds all that it needs. It is light or dark as its reader prefers, can be printed, and can be read with
/// the keyboard and with a screen reader; nothing is told by colour alone. It is whole without its script, which
/// searches and filters, and shows how things stood at any instant; its content policy lets no other run.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::pictures::{Chronicle, Page};
/// use servanda::Verifier;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
/// let chronicle = Chronicle::new(&verifier, cuba::history());
/// let html = Page::of(&chronicle).with(&cuba::PHRASES).html();
/// assert!(html.contains("the United States lifted the quarantine before"));
/// assert!(html.contains("script-src 'sha256-"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Page<'a> {
    chronicle: &'a Chronicle,
    phrases: &'a dyn Phrases,
    has_graph: bool,
    readings: Option<&'a Readings>,
}

impl<'a> Page<'a> {
    /// The page of a judged log, in plain phrases: everything goes by its name.
    #[must_use]
    pub fn of(chronicle: &'a Chronicle) -> Self {
        Self { chronicle, phrases: &PlainPhrases, has_graph: true, readings: None }
    }

    /// In phrases of your own.
    #[must_use]
    pub fn with(self, phrases: &'a dyn Phrases) -> Self {
        Self { phrases, ..self }
    }

    /// With a table of what the same log comes to under several readings of the agreement.
    ///
    /// ```
    /// use servanda::analysis::Readings;
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::{Chronicle, Page};
    /// use servanda::Verifier;
    /// let verifier = |reading| Ok::<_, servanda::AgreementError>(Verifier::new(&cuba::agreement(reading)?.erased()));
    /// let both = [("verified", verifier(Reading::Verified)?), ("practised", verifier(Reading::Practised)?)];
    /// let log = cuba::history();
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let words: Vec<_> = log.iter().map(|event| event.spelled(&agreement)).collect();
    /// let readings = Readings::of_words(both, &words);
    /// let chronicle = Chronicle::new(&Verifier::new(&agreement), log);
    /// let html = Page::of(&chronicle).with_readings(&readings).html();
    /// assert!(html.contains("Under other readings"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn with_readings(self, readings: &'a Readings) -> Self {
        Self { readings: Some(readings), ..self }
    }

    /// Without the graph of the agreement, which takes most of the time that a page takes: for who draws many.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::{Chronicle, Page};
    /// use servanda::Verifier;
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?);
    /// let chronicle = Chronicle::new(&verifier, cuba::history());
    /// let page = Page::of(&chronicle);
    /// assert!(page.without_graph().html().len() < page.html().len());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn without_graph(self) -> Self {
        Self { has_graph: false, ..self }
    }

    fn graph(&self) -> Option<String> {
        let report = self.chronicle.report();
        let graph = || AgreementGraph::told(report.agreement(), self.phrases);
        self.has_graph.then(graph)?.with_standings(report).on_page()
    }

    /// As HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let words = Words::new(self.chronicle, self.phrases);
        let pointers = Pointers::of(self.chronicle);
        let report = self.chronicle.report();
        let stops = Stops::of(self.chronicle);
        let marks = Marks::of_all(self.chronicle, &words);
        let (findings, are_explained) = findings::findings(self.chronicle, &words, &stops);
        let (timeline, scale) = Timeline::of(self.chronicle).with(self.phrases).on_page();
        let sheet = Sheet {
            colours: Colours::PAGE,
            head: Head::of(self.chronicle, self.phrases),
            is_local: words.sentences.is_local(),
            timeline,
            graph: self.graph(),
            readings: self.readings.map(|readings| ReadingsPart::of(readings, self.phrases)),
            passages: passages(self.chronicle, &words, &pointers, &marks),
            amendments: amendments::amendments(self.chronicle, &words),
            obligations: tables::obligations(self.chronicle, &words, &pointers, &marks, &stops),
            kinds: kinds::kinds(self.chronicle, &words, &pointers),
            acts: tables::acts(self.chronicle, &words, &marks),
            findings: Group::of(findings, MOST_CARDS, |card| card.day),
            are_explained,
            refusals: {
                let refusals = findings::refusals(self.chronicle, &words, &stops);
                Group::of(refusals, MOST_CARDS, |card| card.day)
            },
            events: {
                let events = tables::events(self.chronicle, &words, &pointers, &stops);
                Group::of(events, MOST_EVENTS, |row| row.day)
            },
            order: match self.chronicle.is_by_time() {
                true => "The log, in the order in which it happened",
                false => "The log, in its order",
            },
            parties: tables::parties(&words),
            glossary: glossary::glossary(self.chronicle),
            found: found_kinds(self.chronicle),
            stops: stops.list(&words.sentences, &scale),
            looks: stops.looks().to_vec(),
            script: Script::new(include_str!("../../../templates/page.js")),
            skipped: report.skipped().iter().map(|it| (it.line, clean(&it.error))).collect(),
        };
        sheet.to_string()
    }
}

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("chronicle", self.chronicle).finish_non_exhaustive()
    }
}

/// So many findings, and so many events, are shown one by one; more are folded.
const MOST_CARDS: usize = 40;
const MOST_EVENTS: usize = 150;

/// All that the template is filled with.
#[derive(Template)]
#[template(path = "page.html")]
struct Sheet {
    colours: Colours,
    head: Head,
    is_local: bool,
    timeline: String,
    graph: Option<String>,
    readings: Option<ReadingsPart>,
    passages: Vec<Passage>,
    amendments: Vec<AmendmentPart>,
    obligations: Vec<ObligationGroup>,
    kinds: Vec<KindPart>,
    acts: Vec<ActRow>,
    findings: Vec<Group<Card>>,
    are_explained: bool,
    refusals: Vec<Group<Card>>,
    events: Vec<Group<EventRow>>,
    order: &'static str,
    parties: Vec<PartyRow>,
    glossary: Vec<glossary::Entry>,
    /// The kinds of findings that there are.
    found: Vec<&'static str>,
    stops: Vec<Stop>,
    looks: Vec<Look>,
    script: Script,
    skipped: Vec<(u64, String)>,
}

/// The kinds of findings and refusals that a page has.
fn found_kinds(chronicle: &Chronicle) -> Vec<&'static str> {
    let report = chronicle.report();
    let refused = report.refusals().flat_map(|refusal| refusal.findings);
    let found: HashSet<FindingKind> =
        report.findings().chain(refused).map(|finding| finding.kind()).collect();
    let kinds = FindingKind::ALL.into_iter().filter(|kind| found.contains(kind));
    kinds.map(FindingKind::as_str).collect()
}

/// A link within the page: where to, with which look, and what it says.
#[derive(Clone, Debug)]
struct Link {
    anchor: String,
    text: String,
}
