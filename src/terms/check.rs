//! The rules that every agreement keeps ([SEMANTICS.md, section 2](crate::guide::law#2-an-agreement)), each with its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::{NameKind, Text, UnknownNameError};

use super::act::Act;
use super::builder::Draft;
use super::condition::Condition;
use super::doer::Doer;
use super::duty::{Deadline, Duty, Reach};
use super::error::{BrokenRule, Defect};
use super::figure::Figure;
use super::kind::{Kind, Members, Opening, PeriodsFrom};
use super::matching::{Bound, Match, Matching};
use super::moment::{Moment, Shift};
use super::obligation::Obligation;
use super::told::{BUILT_IN, ToldName};
use super::who::{EACH, Who};
use super::written_act::ALL;
use super::written_date::WrittenDate;
use crate::time::calendar::{CalendarDay, Term};

/// The deepest that a condition may be nested.
const DEEPEST: usize = 128;

/// How many pairs of letters are compared at the most for all suggestions of an agreement together:
/// a few hundredths of a second. Where an agreement has more misspelt names than that, the last ones go
/// without a suggestion.
const MOST_COMPARED: usize = 4_000_000;

/// How many of those who may do an act are named in an error.
const MOST_NAMED: usize = 10;

/// Names that are words where parties are listed.
const RESERVED: [&str; 2] = [ALL, EACH];

/// Checks every rule that can be told from names and forms; what depends on units and types of what
/// is told is for [`figures`](super::figures), and circles of resting are told from the terms once
/// they stand.
pub(super) fn check(draft: &Draft) -> Vec<Defect> {
    let mut checker = Checker { draft, known: Known::of(draft), defects: Vec::new(), compared: 0 };
    checker.declarations();
    checker.acts();
    checker.obligations();
    checker.kinds();
    checker.ends();
    if let Some(WrittenDate::Day(day)) = &draft.date {
        checker.day("date", day);
    }
    checker.defects
}

struct Checker<'a> {
    draft: &'a Draft,
    known: Known<'a>,
    defects: Vec<Defect>,
    /// How many pairs of letters were compared for suggestions so far.
    compared: usize,
}

/// The declared names, to look up.
struct Known<'a> {
    parties: Declared<'a>,
    acts: Declared<'a>,
    obligations: Declared<'a>,
    passages: Declared<'a>,
    told: Declared<'a>,
    kinds: Declared<'a>,
    calendars: Declared<'a>,
    /// Each act with those who may do it.
    acts_with_actors: BTreeMap<&'a str, (&'a Act<Text>, BTreeSet<&'a str>)>,
    /// The members of each group.
    groups: BTreeMap<&'a str, Vec<&'a str>>,
    /// The groups of each member.
    memberships: BTreeMap<&'a str, Vec<&'a str>>,
}

/// The names of one kind, and of how many letters they are in all.
struct Declared<'a> {
    names: BTreeSet<&'a str>,
    letters: usize,
}

impl<'a> Declared<'a> {
    fn of<T>(entries: &'a [(Box<str>, T)]) -> Self {
        Self::named(names(entries))
    }

    fn named(names: impl Iterator<Item = &'a str>) -> Self {
        let names: BTreeSet<&str> = names.collect();
        let letters = names.iter().map(|name| name.len()).fold(0, usize::saturating_add);
        Self { names, letters }
    }
}

impl<'a> Known<'a> {
    fn of(draft: &'a Draft) -> Self {
        let groups: BTreeMap<&str, Vec<&str>> = draft
            .parties
            .iter()
            .filter_map(|(name, described)| {
                let members = &described.group.as_ref()?.members;
                Some((&**name, members.iter().map(|member| &**member).collect()))
            })
            .collect();
        let mut memberships: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (group, members) in &groups {
            for member in members {
                memberships.entry(member).or_default().push(group);
            }
        }
        let told = draft.acts.iter().flat_map(|(_, act)| &act.tells);
        Self {
            told: Declared::named(told.map(|(name, _)| &**name)),
            groups,
            memberships,
            parties: Declared::of(&draft.parties),
            acts: Declared::of(&draft.acts),
            obligations: Declared::of(&draft.obligations),
            kinds: Declared::of(&draft.kinds),
            calendars: Declared::of(&draft.calendars),
            passages: Declared::of(&draft.passages),
            acts_with_actors: draft
                .acts
                .iter()
                .map(|(name, act)| (&**name, (act, act.by.iter().map(|party| &**party).collect())))
                .collect(),
        }
    }

    fn get(&self, kind: NameKind) -> &Declared<'a> {
        match kind {
            NameKind::Party => &self.parties,
            NameKind::Act => &self.acts,
            NameKind::Obligation => &self.obligations,
            NameKind::Passage => &self.passages,
            NameKind::Told => &self.told,
            NameKind::Kind => &self.kinds,
            NameKind::Calendar => &self.calendars,
        }
    }
}

fn names<T>(entries: &[(Box<str>, T)]) -> impl Iterator<Item = &str> {
    entries.iter().map(|(name, _)| &**name)
}

impl Checker<'_> {
    fn broken(&mut self, place: impl Into<String>, rule: impl Into<BrokenRule>) {
        self.defects.push(Defect::new(place, rule));
    }

    fn declarations(&mut self) {
        let draft = self.draft;
        self.declared_once(NameKind::Party, "parties", names(&draft.parties));
        self.parties();
        self.declared_once(NameKind::Passage, "passages", names(&draft.passages));
        self.declared_once(NameKind::Act, "acts", names(&draft.acts));
        self.declared_once(NameKind::Obligation, "obligations", names(&draft.obligations));
        self.declared_once(NameKind::Kind, "subjects", names(&draft.kinds));
        self.declared_once(NameKind::Calendar, "calendars", names(&draft.calendars));
    }

    fn declared_once<'n>(
        &mut self,
        kind: NameKind,
        place: &str,
        names: impl Iterator<Item = &'n str>,
    ) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                let name: Box<str> = name.into();
                self.broken(format!("{place}.{name}"), BrokenRule::DeclaredTwice { kind, name });
            }
        }
    }

    fn parties(&mut self) {
        let draft = self.draft;
        for (name, described) in &draft.parties {
            let place = format!("parties.{name}");
            if RESERVED.contains(&&**name) {
                self.broken(&place, BrokenRule::ReservedParty { name: name.clone() });
            }
            let Some(group) = &described.group else { continue };
            let place = format!("{place}.members");
            if group.members.is_empty() {
                self.broken(&place, BrokenRule::NoMembers);
            }
            self.all_known(NameKind::Party, &place, &group.members);
            for (number, member) in group.members.iter().enumerate() {
                if self.known.groups.contains_key(&**member) {
                    let rule = BrokenRule::MemberIsGroup { member: member.clone() };
                    self.broken(format!("{place}[{number}]"), rule);
                }
            }
        }
        if let Some(registrar) = &draft.registrar {
            self.known(NameKind::Party, "registrar".to_owned(), registrar);
        }
    }

    fn acts(&mut self) {
        for (name, act) in &self.draft.acts {
            let place = format!("acts.{name}");
            if let Some(kind) = &act.of {
                self.known(NameKind::Kind, format!("{place}.of"), kind);
            }
            if act.by.is_empty() && !act.is_open_to_all && !act.is_open_to_each {
                self.broken(format!("{place}.by"), BrokenRule::NobodyMay);
            }
            self.all_known(NameKind::Party, &format!("{place}.by"), &act.by);
            self.condition(&format!("{place}.requires"), &act.requires);
            self.condition(&format!("{place}.expires_when"), &act.expires_when);
            if let Some(protects) = &act.protects {
                self.all_known(NameKind::Party, &format!("{place}.protects"), protects);
            }
            let mut seen = BTreeSet::new();
            for (told, _) in &act.tells {
                let place = format!("{place}.tells.{told}");
                if BUILT_IN.contains(&&**told) {
                    self.broken(&place, BrokenRule::ReservedTold { name: told.clone() });
                }
                if !seen.insert(told) {
                    let (kind, name) = (NameKind::Told, told.clone());
                    self.broken(place, BrokenRule::DeclaredTwice { kind, name });
                }
            }
            self.all_known(NameKind::Passage, &format!("{place}.cites"), &act.cites);
        }
    }

    fn obligations(&mut self) {
        for (name, obligation) in &self.draft.obligations {
            let place = format!("obligations.{name}");
            if let Some(kind) = &obligation.of {
                self.known(NameKind::Kind, format!("{place}.of"), kind);
            }
            self.who(format!("{place}.debtor"), &obligation.debtor);
            self.who(format!("{place}.creditor"), &obligation.creditor);
            self.debtor_is(&place, "creditor", &obligation.debtor, Some(&obligation.creditor));
            self.duty(&place, obligation);
            self.condition(&format!("{place}.when"), &obligation.when);
            self.condition(&format!("{place}.until"), &obligation.until);
            self.condition(&format!("{place}.suspended_while"), &obligation.suspended_while);
            if let Some(repair) = &obligation.repaired_by {
                let place = format!("{place}.repaired_by");
                match repair == name {
                    true => self.broken(place, BrokenRule::RepairsItself),
                    false => self.known(NameKind::Obligation, place, repair),
                }
            }
            self.all_known(NameKind::Passage, &format!("{place}.cites"), &obligation.cites);
        }
    }

    fn duty(&mut self, place: &str, obligation: &Obligation<Text>) {
        match &obligation.duty {
            Duty::Perform(duty) => {
                self.acts_of(&format!("{place}.perform"), &duty.acts);
                self.matching(&format!("{place}.where"), &duty.matching);
                if let Some(quantity) = &duty.quantity {
                    self.figure(format!("{place}.quantity"), quantity);
                    if quantity.written().is_some_and(|quantity| quantity.whole() == 0) {
                        self.broken(format!("{place}.quantity"), BrokenRule::ZeroQuantity);
                    }
                }
                if let Some(verifier) = &duty.verifier {
                    self.who(format!("{place}.verified_by"), verifier);
                }
                self.debtor_is(place, "verifier", &obligation.debtor, duty.verifier.as_ref());
                if let Some(silence) = &duty.deemed_after {
                    self.longer_than_nothing(format!("{place}.deemed_after"), silence);
                    if duty.verifier.is_none() {
                        self.broken(format!("{place}.deemed_after"), BrokenRule::SilenceOfNobody);
                    }
                }
                match &obligation.debtor {
                    Who::Named(debtor) => {
                        duty.acts.iter().for_each(|act| self.debtor_may(place, debtor, act));
                    }
                    Who::Each => self.each_may(place, obligation.of.as_deref(), &duty.acts),
                    Who::Told(_) => {}
                }
            }
            Duty::Achieve(duty) => self.condition(&format!("{place}.achieve"), &duty.goal),
            Duty::Refrain(duty) => {
                self.acts_of(&format!("{place}.refrain"), &duty.acts);
                self.figure(format!("{place}.beyond"), &duty.beyond);
                self.matching(&format!("{place}.where"), &duty.matching);
                match &duty.reach {
                    Reach::InAll => {}
                    Reach::Per(term) => {
                        self.calendar_of(format!("{place}.per"), term);
                        if is_under_a_minute(term) {
                            self.broken(format!("{place}.per"), BrokenRule::ShortPeriod);
                        }
                    }
                    Reach::InAny(term) => {
                        self.longer_than_nothing(format!("{place}.in_any"), term);
                        if duty.beyond.written().is_none() {
                            self.broken(format!("{place}.beyond"), BrokenRule::LimitTold);
                        }
                    }
                }
            }
        }
        match obligation.duty.deadline() {
            None => {}
            Some(Deadline::Within(term)) => self.calendar_of(format!("{place}.within"), term),
            Some(Deadline::At(moment)) => self.moment(&format!("{place}.at"), moment),
        }
    }

    fn acts_of(&mut self, place: &str, acts: &[Box<str>]) {
        match acts {
            [] => self.broken(place, BrokenRule::NoActs),
            [act] => self.known(NameKind::Act, place.to_owned(), act),
            acts => self.all_known(NameKind::Act, place, acts),
        }
    }

    fn debtor_is(
        &mut self,
        place: &str,
        role: &'static str,
        debtor: &Who<Text>,
        other: Option<&Who<Text>>,
    ) {
        if other == Some(debtor) {
            let debtor = match debtor {
                Who::Named(party) => party.clone(),
                Who::Told(name) => name.as_str().into(),
                Who::Each => EACH.into(),
            };
            self.broken(format!("{place}.debtor"), BrokenRule::DebtorIs { debtor, role });
        }
    }

    fn debtor_may(&mut self, place: &str, debtor: &str, act: &str) {
        let Some((terms, actors)) = self.known.acts_with_actors.get(act) else {
            return;
        };
        if terms.is_open_to_all || !self.known.parties.names.contains(debtor) {
            return;
        }
        // Whoever does it acts for itself and its groups; of a group, its members do it.
        let acts_for = |party: &str| {
            let groups = self.known.memberships.get(party);
            actors.contains(party)
                || groups.is_some_and(|groups| groups.iter().any(|group| actors.contains(group)))
        };
        let members = self.known.groups.get(debtor).map(Vec::as_slice).unwrap_or_default();
        if terms.is_open_to_each
            || acts_for(debtor)
            || members.iter().any(|member| acts_for(member))
        {
            return;
        }
        let may = match terms.by.get(..MOST_NAMED) {
            Some(first) if terms.by.len() > MOST_NAMED => format!("{}, …", first.join(", ")),
            _ => terms.by.join(", "),
        };
        let rule = BrokenRule::DebtorMayNot { debtor: debtor.into(), act: act.into(), may };
        self.broken(format!("{place}.debtor"), rule);
    }

    /// Each party of a kind must be able to do what is owed by each.
    fn each_may(&mut self, place: &str, kind: Option<&str>, acts: &[Box<str>]) {
        let draft = self.draft;
        let kind = draft.kinds.iter().find(|(name, _)| Some(&**name) == kind);
        let Some((_, Kind { opening: Opening::EachOf(members), .. })) = kind else { return };
        let parties: Vec<&str> = match members {
            Members::All => {
                let single = draft.parties.iter().filter(|(_, party)| party.group.is_none());
                single.map(|(name, _)| &**name).collect()
            }
            Members::Parties(parties) => {
                let named = |party| self.known.groups.get(party).cloned().unwrap_or(vec![party]);
                parties.iter().flat_map(|party| named(&**party)).collect()
            }
        };
        let act_and_party = acts.iter().flat_map(|act| parties.iter().map(move |it| (act, *it)));
        for (act, party) in act_and_party.collect::<Vec<_>>() {
            self.debtor_may(place, party, act);
        }
    }

    fn kinds(&mut self) {
        let draft = self.draft;
        for (name, kind) in &draft.kinds {
            let place = format!("subjects.{name}");
            match &kind.opening {
                Opening::EachOf(Members::All) => {}
                Opening::EachOf(Members::Parties(parties)) => {
                    self.all_known(NameKind::Party, &format!("{place}.each_of"), parties);
                }
                Opening::Periods(periods) => {
                    self.longer_than_nothing(format!("{place}.every"), &periods.every);
                    match &periods.from {
                        PeriodsFrom::EntryIntoForce | PeriodsFrom::At(_) => {}
                        PeriodsFrom::Day(day) => self.day(&format!("{place}.from"), day),
                        PeriodsFrom::When(condition) => {
                            self.condition(&format!("{place}.from"), condition);
                        }
                    }
                    self.condition(&format!("{place}.ends_when"), &periods.ends_when);
                }
                Opening::ByActs { acts, closes_when } => {
                    self.all_known(NameKind::Act, &format!("{place}.opened_by"), acts);
                    self.condition(&format!("{place}.closes_when"), closes_when);
                }
            }
            self.condition(&format!("{place}.terminates_when"), &kind.terminates_when);
        }
    }

    fn who(&mut self, place: String, who: &Who<Text>) {
        match who {
            Who::Named(party) => self.known(NameKind::Party, place, party),
            Who::Told(name) => self.told(format!("{place}.told"), name),
            // Whether it has a meaning here is told with the scopes.
            Who::Each => {}
        }
    }

    fn doer(&mut self, place: String, by: Option<&Doer<Text>>) {
        if let Some(Doer::Party(party)) = by {
            self.known(NameKind::Party, place, party);
        }
    }

    fn figure(&mut self, place: String, figure: &Figure<Text>) {
        if let Figure::Told { name, .. } = figure {
            self.told(format!("{place}.told"), name);
        }
    }

    fn moment(&mut self, place: &str, moment: &Moment<Text>) {
        let (name, shift) = match moment {
            Moment::At(_) => return,
            Moment::Day { day, .. } => return self.day(place, day),
            Moment::Told { name, shift } => (name, shift),
        };
        self.told(format!("{place}.told"), name);
        match shift {
            None => {}
            Some(Shift::After(term)) => self.longer_than_nothing(format!("{place}.after"), term),
            Some(Shift::Before(term)) => self.longer_than_nothing(format!("{place}.before"), term),
        }
    }

    fn matching(&mut self, place: &str, matching: &Matching<Text>) {
        for (name, what) in matching.iter() {
            let place = format!("{place}.{}", name.as_str());
            self.told(place.clone(), name);
            if let Match::Bounds { at_least, at_most } = what {
                for (key, bound) in [("at_least", at_least), ("at_most", at_most)] {
                    if let Some(Bound::Day(day)) = bound {
                        self.day(&format!("{place}.{key}"), day);
                    }
                }
            }
        }
    }

    /// Whether a calendar covers a day is told where its instant is reckoned.
    fn day(&mut self, place: &str, day: &CalendarDay) {
        self.known(NameKind::Calendar, format!("{place}.in"), day.calendar());
    }

    fn calendar_of(&mut self, place: String, term: &Term) {
        if let Some(calendar) = term.calendar() {
            self.known(NameKind::Calendar, format!("{place}.in"), calendar);
        }
    }

    fn told(&mut self, place: String, name: &ToldName<Text>) {
        if let ToldName::Told(name) = name {
            self.known(NameKind::Told, place, name);
        }
    }

    fn longer_than_nothing(&mut self, place: String, term: &Term) {
        if term.span().is_nothing() {
            self.broken(place.clone(), BrokenRule::ZeroDuration);
        }
        self.calendar_of(place, term);
    }

    fn ends(&mut self) {
        let draft = self.draft;
        let conditions = [
            ("entry_into_force", &draft.entry_into_force),
            ("terminates_when", &draft.terminates_when),
            ("settled_when", &draft.settled_when),
        ];
        for (place, condition) in conditions {
            if let Some(condition) = condition {
                self.condition(place, condition);
            }
        }
    }

    fn condition(&mut self, place: &str, condition: &Condition<Text>) {
        if is_deeper_than(DEEPEST, condition) {
            self.broken(place, BrokenRule::TooDeep { limit: DEEPEST });
        } else {
            self.names_of(place, condition);
        }
    }

    fn names_of(&mut self, place: &str, condition: &Condition<Text>) {
        match condition {
            Condition::Happened { act, by: None, matching, at_least: None }
                if matching.is_empty() =>
            {
                self.known(NameKind::Act, format!("{place}.happened"), act);
            }
            Condition::Happened { act, by, matching, .. } => {
                self.known(NameKind::Act, format!("{place}.happened.act"), act);
                self.doer(format!("{place}.happened.by"), by.as_ref());
                self.matching(&format!("{place}.happened.where"), matching);
            }
            Condition::Stands { obligation, standing } => {
                let place = format!("{place}.{}", standing.as_str());
                self.known(NameKind::Obligation, place, obligation);
            }
            Condition::Reached(moment) => self.moment(&format!("{place}.reached"), moment),
            Condition::Elapsed { since, term } => {
                self.names_of(&format!("{place}.elapsed.since"), since);
                self.longer_than_nothing(format!("{place}.elapsed.for"), term);
            }
            Condition::Between { from, to } => {
                self.known(NameKind::Act, format!("{place}.between.from"), from);
                self.known(NameKind::Act, format!("{place}.between.to"), to);
            }
            Condition::Recent { act, by, term } => {
                self.known(NameKind::Act, format!("{place}.recent.act"), act);
                self.doer(format!("{place}.recent.by"), by.as_ref());
                self.longer_than_nothing(format!("{place}.recent.for"), term);
            }
            Condition::Open(calendar) => {
                self.known(NameKind::Calendar, format!("{place}.open"), calendar);
            }
            Condition::Told(matching) => self.matching(&format!("{place}.told"), matching),
            Condition::Some { of, holds, .. } => {
                self.known(NameKind::Kind, format!("{place}.some.of"), of);
                self.names_of(&format!("{place}.some.holds"), holds);
            }
            Condition::Every { of, holds } => {
                self.known(NameKind::Kind, format!("{place}.every.of"), of);
                self.names_of(&format!("{place}.every.holds"), holds);
            }
            Condition::Not(condition) => self.names_of(&format!("{place}.not"), condition),
            Condition::All(conditions) => self.names_of_each(&format!("{place}.all"), conditions),
            Condition::Any(conditions) => self.names_of_each(&format!("{place}.any"), conditions),
        }
    }

    fn names_of_each(&mut self, place: &str, conditions: &[Condition<Text>]) {
        for (number, condition) in conditions.iter().enumerate() {
            self.names_of(&format!("{place}[{number}]"), condition);
        }
    }

    fn known(&mut self, kind: NameKind, place: String, name: &str) {
        let known = self.known.get(kind);
        if !known.names.contains(name) {
            self.compared = self.compared.saturating_add(known.letters.saturating_mul(name.len()));
            let compared: &mut dyn Iterator<Item = &str> = match self.compared {
                0..=MOST_COMPARED => &mut known.names.iter().copied(),
                _ => &mut std::iter::empty(),
            };
            let unknown = UnknownNameError::new(kind, name, compared);
            self.broken(place, unknown);
        }
    }

    fn all_known(&mut self, kind: NameKind, place: &str, names: &[Box<str>]) {
        for (number, name) in names.iter().enumerate() {
            self.known(kind, format!("{place}[{number}]"), name);
        }
    }
}

/// Whether a period is too short to be one.
pub(super) fn is_under_a_minute(term: &Term) -> bool {
    let span = term.span();
    !span.is_calendar() && span.exact_seconds() < 60
}

/// Looks no deeper than the limit, so that no condition is too deep to be looked at.
fn is_deeper_than(limit: usize, condition: &Condition<Text>) -> bool {
    match limit.checked_sub(1) {
        None => true,
        Some(limit) => condition.parts().iter().any(|part| is_deeper_than(limit, part)),
    }
}
