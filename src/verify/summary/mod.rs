//! The summary of many cases: how well each obligation was kept, where not, by whom, since when.

mod amounts;
mod delays;
mod json;
mod obligation;
mod text;
mod unknown;
mod worst;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::monitor::{FindingKind, Matter, Outcome, VoidReason};
use crate::names::{KindId, Names, ObligationId, PartyId, Table};
use crate::report::{InTimeZone, Phrases, PlainPhrases, Report, Sentences, TimeZone, Zone};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;
use crate::time::calendar::Calendar;

pub use delays::Delays;
pub use obligation::{Kept, ObligationSummary};
pub use text::SummaryText;
pub use worst::WorstCase;

use unknown::Unknown;
use worst::Worst;

/// What the reports of many cases come to together: for each obligation in how many cases (or subjects) it was owed,
/// kept, late and how late, open and how old; by party, by kind of finding, by month; the worst cases, and what
/// the log names that the agreement does not.
///
/// It is filled as the reports are made, one at a time, and summaries of parts merge, whatever the parts. What it
/// holds does not grow with the cases, but for eight bytes of each delay: quantiles are exact.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::verify::summary::Summary;
/// use servanda::Verifier;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut verification = Verifier::new(&agreement).start();
/// for (case, events) in [("as it was", cuba::history()), ("as it might", cuba::as_it_might_have_gone())] {
///     for event in events {
///         verification.take(&event.case(case));
///     }
/// }
/// let (mut first, mut second) = (Summary::new(&agreement), Summary::new(&agreement));
/// let mut reports = verification.reports();
/// first.add(&reports.next().ok_or("a report")?);
/// second.add(&reports.next().ok_or("another")?);
/// first.merge(&second);
/// assert_eq!((first.cases(), first.conformant()), (2, 1));
/// let weapons = first.obligations().find(|it| &*it.name == "remove-weapons").ok_or("an obligation")?;
/// assert_eq!((weapons.owed, weapons.kept), (2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    title: Box<str>,
    cases: u64,
    conformant: u64,
    outcomes: BTreeMap<Outcome, u64>,
    obligations: Vec<ObligationSummary>,
    parties: Vec<PartySummary>,
    /// Findings that nobody is blamed for by name, and those of all parties, by kind.
    findings: BTreeMap<FindingKind, Found>,
    months: BTreeMap<Month, BTreeMap<FindingKind, u64>>,
    refusals: u64,
    unknown: Unknown,
    worst: Worst,
    groups: BTreeMap<Option<Box<str>>, Group>,
    as_of: Option<(Instant, Instant)>,
    /// In which time zone people see instants, and by the clocks of which calendar those of the agreement.
    time_zone: TimeZone,
    clocks: Option<Arc<Calendar>>,
    /// How many lines of the log were passed over, and how many kinds of things have no place in an event.
    skipped: usize,
    lost: usize,
}

/// What was found of one party, or of one kind.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
/// use servanda::verify::summary::Summary;
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut summary = Summary::new(&agreement);
/// summary.add(&Verifier::new(&agreement).judge(cuba::history()));
/// let premature = summary.findings().find(|(kind, _)| kind.as_str() == "premature");
/// assert_eq!(premature.map(|(_, found)| (found.times, found.cases)), Some((1, 1)));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Found {
    /// How often.
    pub times: u64,
    /// In how many cases.
    pub cases: u64,
}

/// How a party has kept what it owes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartySummary {
    /// The party.
    pub name: Box<str>,
    /// How often it owed something.
    pub owed: u64,
    /// How often it has kept that.
    pub kept: u64,
    /// How often it has not.
    pub breached: u64,
    /// What was found of it.
    pub findings: BTreeMap<FindingKind, u64>,
}

/// Where the obligations and parties of a report's agreement stand in a summary.
enum Places {
    /// By their ids: it is the agreement of the summary.
    AsTheyAre,
    /// By name: agreements may have taken each other's place.
    Named { obligations: Table<ObligationId, usize>, parties: Table<PartyId, usize> },
}

impl Places {
    fn of(summary: &mut Summary, terms: &Terms) -> Self {
        if !terms.has_other_names() {
            return Self::AsTheyAre;
        }
        let obligations = terms.obligations.iter().map(|(id, obligation)| {
            let kind = obligation.of.map(|kind| &*terms.kind_names[kind]);
            summary.place_of(
                id.index(),
                &terms.obligation_names[id],
                kind,
                obligation.is_prohibition(),
            )
        });
        let obligations = obligations.collect();
        let parties = terms
            .parties
            .iter()
            .map(|(id, it)| summary.place_of_party(id.index(), &it.name))
            .collect();
        Self::Named { obligations, parties }
    }

    fn obligation(&self, id: ObligationId) -> usize {
        match self {
            Self::AsTheyAre => id.index(),
            Self::Named { obligations, .. } => obligations[id],
        }
    }

    fn party(&self, id: PartyId) -> usize {
        match self {
            Self::AsTheyAre => id.index(),
            Self::Named { parties, .. } => parties[id],
        }
    }
}

/// The cases of which something is said in the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// How many there are.
    pub cases: u64,
    /// How many of them are conformant.
    pub conformant: u64,
    /// How each obligation was kept in them, in the order of the document.
    pub obligations: Vec<Kept>,
}

/// A month of the year 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(u32);

impl Summary {
    /// Of no case yet.
    #[must_use]
    pub fn new<V: Names>(agreement: &Agreement<V>) -> Self {
        Self::told(agreement, &PlainPhrases)
    }

    /// The same, with months and instants in the time zone of these phrases ([`Phrases::time_zone`]).
    ///
    /// ```
    /// use servanda::report::{InTimeZone, PlainPhrases, TimeZone};
    /// use servanda::verify::summary::Summary;
    /// use servanda::{Agreement, Event, Verifier};
    ///
    /// let agreement = r#"{
    ///   "title": "delivery", "date": "2026-05-01T00:00:00Z", "parties": {"shop": "who delivers"},
    ///   "calendars": {"tokyo": {"offset": "+09:00", "covers": ["2026-01-01", "2026-12-31"]}},
    ///   "acts": {"deliver": {"by": ["shop"], "requires": {"any": []}}}, "obligations": {}
    /// }"#;
    /// let agreement = Agreement::from_json(agreement)?;
    /// let (shop, deliver) = (agreement.party("shop")?, agreement.act("deliver")?);
    /// let event = Event::act("2026-05-31T20:00:00Z".parse()?, shop, deliver);
    /// let report = Verifier::new(&agreement).judge([event]);
    ///
    /// let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
    /// let months = [Summary::new(&agreement), Summary::told(&agreement, &in_utc)].map(|mut summary| {
    ///     summary.add(&report);
    ///     summary.months().map(|(month, _)| month).collect::<Vec<_>>()
    /// });
    /// assert_eq!(months, [["2026-06"], ["2026-05"]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn told<V: Names>(agreement: &Agreement<V>, phrases: &dyn Phrases) -> Self {
        let terms = agreement.terms();
        let sentences = Sentences { terms, phrases };
        let obligations = terms.obligations.iter().map(|(id, obligation)| {
            let kind = obligation.of.map(|kind| terms.kind_names[kind].clone());
            let name = terms.obligation_names[id].clone();
            ObligationSummary::new(name, kind, obligation.is_prohibition())
        });
        let parties = terms.parties.iter().map(|(_, party)| PartySummary {
            name: party.name.clone(),
            owed: 0,
            kept: 0,
            breached: 0,
            findings: BTreeMap::new(),
        });
        Self {
            title: agreement.title().into(),
            cases: 0,
            conformant: 0,
            outcomes: BTreeMap::new(),
            obligations: obligations.collect(),
            parties: parties.collect(),
            findings: BTreeMap::new(),
            months: BTreeMap::new(),
            refusals: 0,
            unknown: Unknown::default(),
            worst: Worst::new(10),
            groups: BTreeMap::new(),
            as_of: None,
            time_zone: phrases.time_zone().clone(),
            clocks: sentences.zone(None).calendar().map(|calendar| Arc::new(calendar.clone())),
            skipped: 0,
            lost: 0,
        }
    }

    /// How many of the worst cases are told: ten, unless another number is said.
    #[must_use]
    pub fn with_worst(mut self, most: usize) -> Self {
        self.worst = Worst::new(most);
        self
    }

    /// One more case, by its report. It must be one of the agreement that this is a summary of, or of one that took
    /// its place.
    pub fn add<V: Names>(&mut self, report: &Report<V>) {
        self.count(report);
    }

    /// The same, of a case of which this is said: cases of which the same is said are also counted by themselves.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// use servanda::verify::summary::Summary;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut summary = Summary::new(&agreement);
    /// let verifier = Verifier::new(&agreement);
    /// summary.add_of(Some("real"), &verifier.judge(cuba::history()));
    /// summary.add_of(Some("dreamt"), &verifier.judge(cuba::as_it_might_have_gone()));
    /// let groups: Vec<_> = summary.groups().map(|(name, group)| (name, group.conformant)).collect();
    /// assert_eq!(groups, [(Some("dreamt"), 1), (Some("real"), 0)]);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn add_of<V: Names>(&mut self, said: Option<&str>, report: &Report<V>) {
        let kept = self.count(report);
        let group = self.groups.entry(said.map(Into::into)).or_insert_with(|| Group {
            cases: 0,
            conformant: 0,
            obligations: vec![Kept::default(); kept.len()],
        });
        group.cases = group.cases.saturating_add(1);
        group.conformant = group.conformant.saturating_add(u64::from(report.is_conformant()));
        if group.obligations.len() < kept.len() {
            group.obligations.resize(kept.len(), Kept::default());
        }
        for (sum, kept) in group.obligations.iter_mut().zip(kept) {
            sum.join(kept);
        }
    }

    /// The place of an obligation, which is looked for first where it likely is; one that only an agreement has that
    /// took the place of the first comes after all others.
    fn place_of(
        &mut self,
        likely: usize,
        name: &str,
        kind: Option<&str>,
        is_prohibition: bool,
    ) -> usize {
        let is_it = |it: &ObligationSummary| &*it.name == name && it.kind.as_deref() == kind;
        if self.obligations.get(likely).is_some_and(is_it) {
            return likely;
        }
        self.obligations.iter().position(is_it).unwrap_or_else(|| {
            let new = ObligationSummary::new(name.into(), kind.map(Into::into), is_prohibition);
            self.obligations.push(new);
            self.obligations.len().saturating_sub(1)
        })
    }

    fn place_of_party(&mut self, likely: usize, name: &str) -> usize {
        let is_it = |it: &PartySummary| &*it.name == name;
        if self.parties.get(likely).is_some_and(is_it) {
            return likely;
        }
        self.parties.iter().position(is_it).unwrap_or_else(|| {
            self.parties.push(PartySummary {
                name: name.into(),
                owed: 0,
                kept: 0,
                breached: 0,
                findings: BTreeMap::new(),
            });
            self.parties.len().saturating_sub(1)
        })
    }

    /// Counts a case, and answers how each obligation was kept in it.
    fn count<V: Names>(&mut self, report: &Report<V>) -> Vec<Kept> {
        let terms = report.agreement().terms();
        self.cases = self.cases.saturating_add(1);
        self.conformant = self.conformant.saturating_add(u64::from(report.is_conformant()));
        add_one(self.outcomes.entry(report.outcome()).or_default());
        let as_of = report.as_of();
        if let Some(at) = as_of {
            let (first, last) = self.as_of.unwrap_or((at, at));
            self.as_of = Some((first.min(at), last.max(at)));
        }
        let places = Places::of(self, terms);
        let mut in_case = vec![Kept::default(); self.obligations.len()];
        let mut late = 0_u64;
        let (obligations, parties) = (&mut self.obligations, &mut self.parties);
        report.each_line(|id: ObligationId, _: Option<KindId>, line| {
            let place = places.obligation(id);
            let Some(summary) = obligations.get_mut(place) else { return };
            let (kept, delay) = summary.add(line, as_of);
            late = late.saturating_add(delay.unwrap_or_default());
            if let Some(sum) = in_case.get_mut(place) {
                sum.join(kept);
            }
            let debtor = line.parties.debtor;
            let debtor = debtor.and_then(|party| parties.get_mut(places.party(party)));
            if let Some(debtor) = debtor {
                debtor.owed = debtor.owed.saturating_add(kept.owed);
                debtor.kept = debtor.kept.saturating_add(kept.kept);
                debtor.breached = debtor.breached.saturating_add(kept.breached);
            }
        });
        for (summary, kept) in obligations.iter_mut().zip(&in_case) {
            summary.in_case(*kept);
        }
        self.found(report, terms, &places);
        let refusals = u64::try_from(report.refusals().len()).unwrap_or(u64::MAX);
        self.refusals = self.refusals.saturating_add(refusals);
        self.worst.add(report, late);
        // Each report tells those of the whole log.
        self.skipped = self.skipped.max(report.skipped().len());
        self.lost = self.lost.max(report.lost().len());
        in_case
    }

    fn found<V: Names>(&mut self, report: &Report<V>, terms: &Terms, places: &Places) {
        let mut kinds: Vec<FindingKind> = Vec::new();
        let phrases = InTimeZone::new(&PlainPhrases, self.time_zone.clone());
        let sentences = Sentences { terms, phrases: &phrases };
        for finding in report.found() {
            let kind = finding.kind();
            let found = self.findings.entry(kind).or_default();
            found.times = found.times.saturating_add(1);
            if !kinds.contains(&kind) {
                kinds.push(kind);
                found.cases = found.cases.saturating_add(1);
            }
            let zone = sentences.zone(finding.obligation().copied());
            let month = self.months.entry(Month::of(zone.month(finding.at))).or_default();
            add_one(month.entry(kind).or_default());
            if let Some(party) =
                finding.party().and_then(|it: &PartyId| self.parties.get_mut(places.party(*it)))
            {
                add_one(party.findings.entry(kind).or_default());
            }
            if let Matter::Void { reason, deed, .. } = &finding.matter {
                self.unknown.void(*reason);
                if *reason == VoidReason::Unknown {
                    self.unknown.add(deed, terms);
                }
            }
        }
    }

    /// All that another summary of the same agreement has counted.
    pub fn merge(&mut self, other: &Self) {
        self.cases = self.cases.saturating_add(other.cases);
        self.conformant = self.conformant.saturating_add(other.conformant);
        self.refusals = self.refusals.saturating_add(other.refusals);
        for (outcome, times) in &other.outcomes {
            add(self.outcomes.entry(*outcome).or_default(), *times);
        }
        for (likely, other) in other.obligations.iter().enumerate() {
            let place =
                self.place_of(likely, &other.name, other.kind.as_deref(), other.is_prohibition);
            if let Some(own) = self.obligations.get_mut(place) {
                own.merge(other);
            }
        }
        for (likely, other) in other.parties.iter().enumerate() {
            let place = self.place_of_party(likely, &other.name);
            if let Some(own) = self.parties.get_mut(place) {
                own.merge(other);
            }
        }
        for (kind, more) in &other.findings {
            let found = self.findings.entry(*kind).or_default();
            add(&mut found.times, more.times);
            add(&mut found.cases, more.cases);
        }
        for (month, kinds) in &other.months {
            let own = self.months.entry(*month).or_default();
            kinds.iter().for_each(|(kind, times)| add(own.entry(*kind).or_default(), *times));
        }
        self.unknown.merge(&other.unknown);
        self.worst.merge(&other.worst);
        self.skipped = self.skipped.max(other.skipped);
        self.lost = self.lost.max(other.lost);
        for (said, more) in &other.groups {
            match self.groups.get_mut(said) {
                Some(own) => own.merge(more),
                None => {
                    self.groups.insert(said.clone(), more.clone());
                }
            }
        }
        if let Some((first, last)) = other.as_of {
            let (own_first, own_last) = self.as_of.unwrap_or((first, last));
            self.as_of = Some((own_first.min(first), own_last.max(last)));
        }
    }

    /// The title of the agreement.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How many cases there are.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// How many of them are conformant.
    #[must_use]
    pub fn conformant(&self) -> u64 {
        self.conformant
    }

    /// The earliest and the latest instant as of which a case was judged.
    #[must_use]
    pub fn as_of(&self) -> Option<(Instant, Instant)> {
        self.as_of
    }

    /// An instant as people see it.
    pub(crate) fn instant(&self, at: Instant) -> String {
        Zone::of(self.clocks.as_deref()).text(at)
    }

    /// What the cases come to.
    pub fn outcomes(&self) -> impl Iterator<Item = (Outcome, u64)> {
        self.outcomes.iter().map(|(outcome, times)| (*outcome, *times))
    }

    /// How each obligation was kept, in the order of the document.
    pub fn obligations(&self) -> impl ExactSizeIterator<Item = &ObligationSummary> {
        self.obligations.iter()
    }

    /// How each party has kept what it owes.
    pub fn parties(&self) -> impl ExactSizeIterator<Item = &PartySummary> {
        self.parties.iter()
    }

    /// What was found, by kind.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = (FindingKind, Found)> {
        self.findings.iter().map(|(kind, found)| (*kind, *found))
    }

    /// What was found in each month in which something was: the month as `2026-05`, by the clocks by which people see
    /// what is said of the obligation.
    pub fn months(&self) -> impl ExactSizeIterator<Item = (String, &BTreeMap<FindingKind, u64>)> {
        self.months.iter().map(|(month, kinds)| (month.to_string(), kinds))
    }

    /// How many events were refused.
    #[must_use]
    pub fn refusals(&self) -> u64 {
        self.refusals
    }

    /// The names of acts that the log has and the agreement does not, the most frequent first, with how often
    /// each was there.
    ///
    /// ```
    /// use servanda::formats::BadLines;
    /// use servanda::verify::summary::Summary;
    /// use servanda::{Verifier, cuba};
    /// let agreement = cuba::agreement(cuba::Reading::Verified)?;
    /// let log = r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "apologise"}"#;
    /// let mut summary = Summary::new(&agreement);
    /// for report in Verifier::new(&agreement).judge_log(log.as_bytes(), BadLines::Stop)? {
    ///     summary.add(&report);
    /// }
    /// assert_eq!(summary.unknown_acts().collect::<Vec<_>>(), [("apologise", 1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unknown_acts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.unknown.acts()
    }

    /// The same of parties.
    pub fn unknown_parties(&self) -> impl Iterator<Item = (&str, u64)> {
        self.unknown.parties()
    }

    /// Why events were void, with how often.
    pub fn void_reasons(&self) -> impl Iterator<Item = (VoidReason, u64)> {
        self.unknown.reasons()
    }

    /// The cases in which most was found, the worst first.
    pub fn worst(&self) -> impl ExactSizeIterator<Item = &WorstCase> {
        self.worst.cases()
    }

    /// The cases by what was said of them ([`Summary::add_of`]).
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (Option<&str>, &Group)> {
        self.groups.iter().map(|(said, group)| (said.as_deref(), group))
    }

    /// The summary as text for people.
    #[must_use]
    pub fn text(&self) -> SummaryText<'_> {
        SummaryText::new(self)
    }
}

impl PartySummary {
    fn merge(&mut self, other: &Self) {
        add(&mut self.owed, other.owed);
        add(&mut self.kept, other.kept);
        add(&mut self.breached, other.breached);
        other
            .findings
            .iter()
            .for_each(|(kind, n)| add(self.findings.entry(*kind).or_default(), *n));
    }
}

impl Group {
    fn merge(&mut self, other: &Self) {
        add(&mut self.cases, other.cases);
        add(&mut self.conformant, other.conformant);
        self.obligations
            .iter_mut()
            .zip(&other.obligations)
            .for_each(|(own, other)| own.join(*other));
    }
}

fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

fn add_one(sum: &mut u64) {
    add(sum, 1);
}

impl Month {
    /// Of a year, and a month of it that is counted from 0.
    fn of((year, month): (i32, u32)) -> Self {
        let year = u32::try_from(year).unwrap_or(0);
        Self(year.saturating_mul(12).saturating_add(month))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.0 / 12, self.0 % 12);
        write!(f, "{year:04}-{:02}", month.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Cuba, Reading};
    use crate::{Event, Verifier};

    /// Cases of three kinds, in turn, some of whose events the agreement does not know.
    fn reports() -> Vec<Report<Cuba>> {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let mut verification = Verifier::new(&agreement).start();
        let kinds = [cuba::history(), cuba::as_it_might_have_gone(), cuba::collapse()];
        for number in 0..30_usize {
            for event in kinds.get(number % 3).into_iter().flatten() {
                let event: Event<Cuba> = event.clone();
                verification.take(&event.case(&format!("c{number}")));
            }
        }
        verification.as_of_last().finish()
    }

    #[test]
    fn summaries_of_parts_merge_to_that_of_the_whole_however_it_is_cut() {
        let reports = reports();
        let agreement = reports[0].agreement();
        let of = |reports: &[Report<Cuba>]| {
            let mut summary = Summary::new(agreement);
            for (number, report) in reports.iter().enumerate() {
                match number % 2 {
                    0 => summary.add(report),
                    _ => summary.add_of(report.case().map(|case| &case[..2]), report),
                }
            }
            summary
        };
        let whole = of(&reports);
        assert_eq!((whole.cases(), whole.conformant()), (30, 10));
        for cut in [0, 2, 14, 30] {
            let (first, second) = reports.split_at(cut);
            let mut merged = of(first);
            merged.merge(&of(second));
            assert_eq!(merged, whole, "{cut}");
        }
        let words = whole.text().to_string();
        assert!(words.contains("Not conformant: 20 of 30 cases (66.7 %)"), "{words}");
        assert_eq!(whole.worst().len(), 10);
    }

    #[test]
    fn each_that_was_owed_is_counted_once() {
        let mut summary = Summary::new(reports()[0].agreement());
        reports().iter().for_each(|report| summary.add(report));
        for it in summary.obligations() {
            let ways = [it.kept, it.breached, it.open, it.released, it.all_lapsed()];
            assert_eq!(ways.iter().sum::<u64>(), it.owed, "{}", it.name);
            let become_of = [it.done_late, it.repaired, it.given_up, it.undone];
            assert_eq!(become_of.iter().sum::<u64>(), it.breached, "{}", it.name);
            assert_eq!(it.owed + it.moot + it.dormant, 30, "{}", it.name);
        }
        let owed: u64 = summary.obligations().map(|it| it.owed).sum();
        assert_eq!(summary.parties().map(|party| party.owed).sum::<u64>(), owed);
        let found: u64 = summary.findings().map(|(_, found)| found.times).sum();
        let by_month =
            summary.months().flat_map(|(_, kinds)| kinds.values().copied().collect::<Vec<_>>());
        assert_eq!(by_month.sum::<u64>(), found);
    }
}
