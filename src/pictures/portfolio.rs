//! Many judged cases as one page of HTML.

use askama::Template;
use serde::Serialize;

use crate::monitor::{FindingKind, Matter, Outcome, Status, Tracked};
use crate::names::{KindId, Names, ObligationId};
use crate::report::{InTimeZone, Phrases, PlainPhrases, Report, Sentences, TimeZone};
use crate::terms::Agreement;
use crate::verify::summary::{Delays, Summary};

use super::fit::clean;
use super::look::{Colours, Look};
use super::script::Script;

/// Many judged cases as one page of HTML: the summary drawn (how well each obligation was kept, what was found in
/// each month, how late what was late), and the cases as a table that is searched, filtered and sorted, each of
/// which opens to where its obligations stand and what was found in it.
///
/// The page holds all that it needs, some hundred bytes a case; a script of its own draws the table from them, and
/// nothing is fetched.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::pictures::Portfolio;
/// use servanda::Verifier;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut verification = Verifier::new(&agreement).start();
/// for event in cuba::history() {
///     verification.take(&event.case("as it was"));
/// }
/// let mut portfolio = Portfolio::new(&agreement);
/// verification.reports().for_each(|report| portfolio.add(&report));
/// let html = portfolio.html();
/// assert!(html.contains("as it was") && html.contains("remove-weapons"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Portfolio {
    summary: Summary,
    time_zone: TimeZone,
    /// What stands for each case, as the script reads it.
    cases: Vec<String>,
    obligations: Vec<Packed>,
    parties: Vec<String>,
    acts: Vec<String>,
    /// The folder beside it in which each case has a page of its own.
    pages: Option<String>,
}

/// What the script knows of an obligation.
#[derive(Clone, Debug, Serialize)]
struct Packed {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    refrain: bool,
}

/// A case: its name, its outcome, how much was found, how its obligations stand, and what was found.
#[derive(Serialize)]
struct Case<'a>(&'a str, u8, usize, Vec<Stands>, Vec<Found>);

/// How an obligation of the run stands: the number of its status; or of a kind, in how many subjects it is kept,
/// breached and open.
#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Stands {
    One(u8),
    Many([u32; 3]),
}

/// What was found: the kind, the party, when, and the obligation or act, or -1.
#[derive(Serialize)]
struct Found(u8, i32, String, i32, i32);

const STATUSES: [Status; 10] = [
    Status::Dormant,
    Status::Due,
    Status::Performed,
    Status::Suspended,
    Status::Discharged,
    Status::Breached,
    Status::Cured,
    Status::Repaired,
    Status::Released,
    Status::Lapsed,
];

const OUTCOMES: [Outcome; 5] =
    [Outcome::Breached, Outcome::Pending, Outcome::Clear, Outcome::Settled, Outcome::Terminated];

/// The most findings of a case that its view lists.
const MOST_FOUND: usize = 50;

impl Portfolio {
    /// Of no case yet.
    #[must_use]
    pub fn new<V: Names>(agreement: &Agreement<V>) -> Self {
        Self::told(agreement, &PlainPhrases)
    }

    /// The same, with instants in the time zone of these phrases ([`Phrases::time_zone`]).
    #[must_use]
    pub fn told<V: Names>(agreement: &Agreement<V>, phrases: &dyn Phrases) -> Self {
        let terms = agreement.terms();
        let obligations = terms.obligations.iter().map(|(id, obligation)| Packed {
            name: clean(&terms.obligation_names[id]),
            kind: obligation.of.map(|kind| clean(&terms.kind_names[kind])),
            refrain: obligation.is_prohibition(),
        });
        Self {
            summary: Summary::told(agreement, phrases),
            time_zone: phrases.time_zone().clone(),
            cases: Vec::new(),
            obligations: obligations.collect(),
            parties: terms.parties.iter().map(|(_, party)| clean(&party.name)).collect(),
            acts: terms.acts.keys().map(|act| clean(&terms.act_names[act])).collect(),
            pages: None,
        }
    }

    /// Each case leads to a page of its own, in a folder beside this page: that of the first case that is added is
    /// called `1.html` ([`Portfolio::page_name`]), and so on. Whoever draws the portfolio draws them too, each with
    /// [`Page`](super::Page). The folder is written as a part of an address is.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::Portfolio;
    /// use servanda::Verifier;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut portfolio = Portfolio::new(&agreement).with_pages("cases");
    /// portfolio.add(&Verifier::new(&agreement).judge(cuba::history()));
    /// assert!(portfolio.html().contains(r#""pages":"cases""#));
    /// assert_eq!(Portfolio::page_name(0), "1.html");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn with_pages(mut self, folder: &str) -> Self {
        self.pages = Some(folder.to_owned());
        self
    }

    /// What the page of a case is called, by how many cases were added before.
    #[must_use]
    pub fn page_name(before: usize) -> String {
        format!("{}.html", before.saturating_add(1))
    }

    /// One more case, by its report.
    pub fn add<V: Names>(&mut self, report: &Report<V>) {
        self.summary.add(report);
        let mut stands: Vec<Stands> = self
            .obligations
            .iter()
            .map(|it| if it.kind.is_some() { Stands::Many([0; 3]) } else { Stands::One(0) })
            .collect();
        report.each_line(|id: ObligationId, _: Option<KindId>, line: &Tracked| {
            match stands.get_mut(id.index()) {
                Some(Stands::One(status)) => *status = number_in(&STATUSES, &line.status),
                Some(Stands::Many([kept, breached, open])) => {
                    let count = if line.breached.is_some() || line.status == Status::Breached {
                        breached
                    } else {
                        match line.status {
                            Status::Discharged => kept,
                            Status::Due | Status::Suspended | Status::Performed => open,
                            _ => return,
                        }
                    };
                    *count = count.saturating_add(1);
                }
                None => {}
            }
        });
        let phrases = InTimeZone::new(&PlainPhrases, self.time_zone.clone());
        let sentences = Sentences { terms: report.agreement().terms(), phrases: &phrases };
        let place = |place: usize| i32::try_from(place).unwrap_or(-1);
        let found = report.found().iter().take(MOST_FOUND).map(|finding| {
            let party = finding.party().map_or(-1, |party| place(party.index()));
            let obligation = finding.obligation().map_or(-1, |id| place(id.index()));
            let act = match &finding.matter {
                Matter::Premature { act, .. }
                | Matter::Belated { act, .. }
                | Matter::Waived { act, .. } => place(act.index()),
                _ => -1,
            };
            Found(
                number_in(&FindingKind::ALL, &finding.kind()),
                party,
                sentences.found_at(finding),
                obligation,
                act,
            )
        });
        let bad = report.found().iter().filter(|finding| !finding.kind().is_only_told()).count();
        let bad = bad.saturating_add(report.refusals().len());
        let name = clean(report.case().unwrap_or_default());
        let outcome = number_in(&OUTCOMES, &report.outcome());
        let case = Case(&name, outcome, bad, stands, found.collect());
        // What is made of texts and numbers can be written.
        self.cases.extend(serde_json::to_string(&case).map(|text| inert(&text)));
    }

    /// As HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let statuses = STATUSES.map(|status| Word::of(Look::of_status(status, false)));
        let outcomes = OUTCOMES.map(|outcome| Word::of(Look::of_outcome(outcome)));
        let kinds = FindingKind::ALL.map(|kind| kind.as_str());
        let words = serde_json::json!({
            "statuses": statuses, "outcomes": outcomes, "kinds": kinds,
            "obligations": self.obligations, "parties": self.parties, "acts": self.acts, "pages": self.pages,
        });
        let rates = self.summary.obligations().map(Rate::of).collect();
        let sheet = Sheet {
            colours: Colours::PAGE,
            title: clean(self.summary.title()),
            cases: self.summary.cases(),
            not_conformant: self.summary.cases().saturating_sub(self.summary.conformant()),
            as_of: self.summary.as_of().map(|(_, last)| self.summary.instant(last)),
            rates,
            months: months(&self.summary),
            words: inert(&words.to_string()),
            packed: self.cases.join(",\n"),
            summary: self.summary.text().to_string(),
            script: Script::new(include_str!("../../templates/portfolio.js")),
        };
        sheet.to_string()
    }
}

/// All that the template is filled with.
#[derive(Template)]
#[template(path = "portfolio.html")]
struct Sheet {
    colours: Colours,
    title: String,
    cases: u64,
    not_conformant: u64,
    as_of: Option<String>,
    rates: Vec<Rate>,
    months: Vec<Bar>,
    words: String,
    packed: String,
    summary: String,
    script: Script,
}

/// How something is said and looks, for the script.
#[derive(Serialize)]
struct Word {
    class: &'static str,
    symbol: &'static str,
    word: &'static str,
}

impl Word {
    fn of(look: Look) -> Self {
        Self { class: look.class, symbol: look.symbol, word: look.word }
    }
}

/// How well an obligation was kept, in parts of a hundred.
struct Rate {
    name: String,
    kind: Option<String>,
    owed: u64,
    kept: u64,
    late: u64,
    undone: u64,
    open: u64,
    shares: [u64; 4],
    delays: Vec<Bar>,
}

/// A bar of a histogram, its height in parts of a hundred of the highest.
struct Bar {
    label: String,
    count: u64,
    height: u64,
}

impl Rate {
    fn of(it: &crate::verify::summary::ObligationSummary) -> Self {
        let late = it.breached.saturating_sub(it.undone);
        let undone = it.undone;
        let share = |part: u64| part.saturating_mul(100).checked_div(it.owed).unwrap_or(0);
        Self {
            name: clean(&it.name),
            kind: it.kind.as_deref().map(clean),
            owed: it.owed,
            kept: it.kept,
            late,
            undone,
            open: it.open,
            shares: [it.kept, late, undone, it.open].map(share),
            delays: delays(&it.late_by),
        }
    }
}

/// Up to how many seconds each bar of delays counts.
const BARS: [(u64, &str); 10] = [
    (60, "1 min"),
    (600, "10 min"),
    (3_600, "1 h"),
    (14_400, "4 h"),
    (86_400, "1 d"),
    (259_200, "3 d"),
    (604_800, "7 d"),
    (2_592_000, "30 d"),
    (31_536_000, "1 y"),
    (u64::MAX, "more"),
];

fn delays(delays: &Delays) -> Vec<Bar> {
    if delays.count() == 0 {
        return Vec::new();
    }
    let counts = delays.up_to(BARS.map(|(most, _)| most));
    bars(
        BARS.into_iter().zip(counts).map(|((_, label), count)| (label.to_owned(), count)).collect(),
    )
}

fn months(summary: &Summary) -> Vec<Bar> {
    let months = summary.months().map(|(month, kinds)| {
        let bad = kinds.iter().filter(|(kind, _)| !kind.is_only_told());
        (month, bad.fold(0_u64, |sum, (_, times)| sum.saturating_add(*times)))
    });
    bars(months.collect())
}

fn bars(counts: Vec<(String, u64)>) -> Vec<Bar> {
    let highest = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let height = |count: u64| count.saturating_mul(100).checked_div(highest).unwrap_or(0);
    let bars = counts.into_iter();
    bars.map(|(label, count)| Bar { label, count, height: height(count) }).collect()
}

fn number_in<T: PartialEq>(all: &[T], wanted: &T) -> u8 {
    let place = all.iter().position(|it| it == wanted).unwrap_or_default();
    u8::try_from(place).unwrap_or_default()
}

/// A text in JSON that can't end the element in which it stands.
pub(super) fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
