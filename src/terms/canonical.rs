//! The canonical form of an agreement: one text for all spellings that mean the same. Its SHA-256 is
//! the agreement's digest.
//!
//! The guide's page on digests says how it is written. It is written here and not by a library, so
//! that no version and no feature of one can move a digest, and so that it is there without the
//! feature `json`. A key is written only where it is not its default: so an agreement keeps its digest
//! when a later edition adds a key that it does not use.

use std::collections::{BTreeMap, BTreeSet};

use crate::canonical_json::{Value, unless};
use crate::names::{ActId, CalendarId, Ids, KindId, ObligationId, PartyId, ToldId};
use crate::time::Date;
use crate::time::calendar::{Calendar, Days, Ends, Offset, Roll, Term, TimeOfDay, Weekday};

use super::TermOf;
use super::act::Act;
use super::agreement::{Party, Terms};
use super::condition::Condition;
use super::doer::Doer;
use super::duty::{Deadline, Duty, EarlyActs, Reach};
use super::figure::{Figure, Share};
use super::kind::{Opening, PeriodsFrom};
use super::matching::{Bound, Match, Matching};
use super::moment::{Moment, Shift};
use super::obligation::Obligation;
use super::party::Speaks;
use super::told::{ToldName, ToldType};
use super::unit::Unit;
use super::who::{EACH, Who};

impl Terms {
    /// The canonical form, in which agreements that mean the same are the same text.
    pub(crate) fn canonical(&self) -> String {
        self.canonical_value().to_string()
    }

    /// A condition of it in the canonical form.
    pub(crate) fn canonical_condition(&self, condition: &Condition) -> String {
        self.condition(condition).to_string()
    }

    /// Where another agreement differs from this one, and how: that one was, this one is.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        /// How many are told one by one.
        const MOST: usize = 8;
        let (was, is) = (parts(&other.canonical_value()), parts(&self.canonical_value()));
        let places: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
        let mut told: Vec<String> = Vec::new();
        for place in places {
            match (was.get(place), is.get(place)) {
                (Some(was), Some(is)) if was == is => {}
                (Some(was), Some(is)) => told.push(format!("`{place}` was {was} and is {is}")),
                (Some(was), None) => told.push(format!("`{place}` was {was} and is not there")),
                (None, Some(is)) => told.push(format!("`{place}` was not there and is {is}")),
                (None, None) => {}
            }
        }
        if told.is_empty() {
            told.push("the obligations were in another order".to_owned());
        }
        if let Some(more) = told.len().checked_sub(MOST).filter(|more| *more > 0) {
            told.truncate(MOST);
            told.push(format!("and {more} more"));
        }
        told
    }

    /// A term in the canonical form.
    pub(crate) fn term_text(&self, term: &TermOf<Ids>) -> String {
        self.canonical_term(term).to_string()
    }

    pub(super) fn canonical_value(&self) -> Value<'_> {
        let parties =
            self.parties.values().map(|party| (&*party.name, self.canonical_party(party)));
        let acts =
            self.acts.iter().map(|(id, act)| (&*self.act_names[id], self.canonical_act(act)));
        let obligations = self.obligations.iter().map(|(id, obligation)| {
            Value::List(vec![self.obligation_text(id), self.canonical_obligation(obligation)])
        });
        let ends = &self.ends;
        Value::object([
            ("date", self.date.map(Value::text)),
            ("parties", Some(Value::Object(parties.collect()))),
            ("registrar", self.registrar.map(|party| self.party_text(party))),
            ("calendars", (self.calendars.len() > 0).then(|| self.canonical_calendars())),
            ("subjects", (self.kinds.len() > 0).then(|| self.canonical_kinds())),
            ("acts", Some(Value::Object(acts.collect()))),
            ("obligations", Some(Value::List(obligations.collect()))),
            ("entry_into_force", self.unless_always(&ends.entry_into_force)),
            ("terminates_when", self.unless_never(&ends.terminates_when)),
            ("settled_when", ends.settled_when.as_ref().map(|condition| self.condition(condition))),
        ])
    }

    fn canonical_calendars(&self) -> Value<'_> {
        let calendars = self.calendars.values().map(|it| (&*it.name, calendar(&it.table)));
        Value::Object(calendars.collect())
    }

    /// Kinds in their order, which decides what comes first of what opens together.
    fn canonical_kinds(&self) -> Value<'_> {
        let kinds = self.kinds.iter().map(|(id, kind)| {
            let mut keys =
                vec![("terminates_when", self.unless_never(&kind.terms.terminates_when))];
            match &kind.terms.opening {
                Opening::EachOf(_) => {
                    keys.push(("each_of", Some(self.party_list(&kind.members, false))));
                }
                Opening::Periods(periods) => {
                    let from = match &periods.from {
                        PeriodsFrom::EntryIntoForce => None,
                        PeriodsFrom::At(instant) => Some(Value::text(instant)),
                        PeriodsFrom::Day(day) => Some(Value::text(day.day())),
                        PeriodsFrom::When(condition) => Some(self.condition(condition)),
                    };
                    keys.extend([
                        ("every", Some(self.canonical_term(&periods.every))),
                        ("from", from),
                        ("times", periods.times.map(Value::Whole)),
                        ("ends_when", self.unless_never(&periods.ends_when)),
                        ("ahead", unless(periods.ahead, 0).map(Value::Whole)),
                    ]);
                }
                Opening::ByActs { acts, closes_when } => keys.extend([
                    ("opened_by", Some(self.acts(acts))),
                    ("closes_when", self.unless_never(closes_when)),
                ]),
            }
            Value::List(vec![self.kind_text(id), Value::object(keys)])
        });
        Value::List(kinds.collect())
    }

    fn canonical_party(&self, party: &Party) -> Value<'_> {
        let group = party.group.as_ref();
        Value::object([
            ("members", group.map(|group| self.party_set(&group.members))),
            ("speaks", group.filter(|it| it.speaks == Speaks::Any).map(|_| Value::text("any"))),
        ])
    }

    fn canonical_act(&self, act: &Act) -> Value<'_> {
        // `all` is the list of every party, in the order that does not hang on the order of keys.
        let by = match act.is_open_to_all {
            true => self.party_set(&act.by),
            false => self.party_list(&act.by, act.is_open_to_each),
        };
        // By default it stands in favour of every party that is no group.
        let mut everybody: BTreeSet<PartyId> = BTreeSet::new();
        everybody.extend(self.parties.iter().filter(|(_, it)| it.group.is_none()).map(|it| it.0));
        let protects = act.protects.as_ref();
        let protects = protects.filter(|it| {
            act.protects_each || it.iter().copied().collect::<BTreeSet<_>>() != everybody
        });
        let protects = protects.map(|parties| self.party_list(parties, act.protects_each));
        // What is said by default is as good as not said.
        let kind = act.of.map(|kind| &self.kinds[kind].terms);
        let unnamed = act.unnamed.filter(|it| kind.is_some_and(|kind| kind.unnamed() != *it));
        let tells = act.tells.iter().map(|(name, what)| (self.told_text(*name), told_type(what)));
        let tells: BTreeMap<&str, Value<'_>> = tells.collect();
        Value::object([
            ("by", Some(by)),
            ("requires", self.unless_always(&act.requires)),
            ("expires_when", self.unless_never(&act.expires_when)),
            ("power", unless(act.is_power, false).map(Value::Flag)),
            ("of", act.of.map(|kind| self.kind_text(kind))),
            ("unnamed", unnamed.map(|unnamed| Value::text(unnamed.as_str()))),
            ("protects", protects),
            ("tells", Some(Value::Object(tells)).filter(|_| !act.tells.is_empty())),
            ("unit", act.unit.as_ref().map(unit)),
        ])
    }

    fn canonical_obligation(&self, obligation: &Obligation) -> Value<'_> {
        let Obligation {
            debtor,
            creditor,
            of,
            duty,
            when,
            until,
            suspended_while,
            target,
            binding,
            survives,
            repaired_by,
            // What it cites says where it comes from, and not what it means.
            cites: _,
        } = obligation;
        let (within, at) = match duty.deadline() {
            Some(Deadline::Within(within)) => (Some(self.canonical_term(within)), None),
            Some(Deadline::At(moment)) => (None, Some(self.moment(moment))),
            None => (None, None),
        };
        let mut keys = vec![
            ("debtor", Some(self.who(debtor))),
            ("creditor", Some(self.who(creditor))),
            ("of", of.map(|kind| self.kind_text(kind))),
            ("when", self.unless_always(when)),
            ("until", self.unless_never(until)),
            ("suspended_while", self.unless_never(suspended_while)),
            ("target", unless(*target, false).map(Value::Flag)),
            ("binding", unless(*binding, true).map(Value::Flag)),
            ("survives", unless(*survives, false).map(Value::Flag)),
            ("repaired_by", repaired_by.map(|id| self.obligation_text(id))),
            ("within", within),
            ("at", at),
        ];
        match duty {
            Duty::Perform(duty) => {
                let is_ignored = duty.early == EarlyActs::Ignored;
                let quantity = duty.quantity.as_ref().map(|figure| self.figure(figure));
                keys.extend([
                    ("perform", Some(self.acts(&duty.acts))),
                    ("quantity", quantity.filter(|it| *it != Value::Whole(1))),
                    ("where", self.matching(&duty.matching)),
                    ("early", is_ignored.then(|| Value::text("ignored"))),
                    ("verified_by", duty.verifier.as_ref().map(|who| self.who(who))),
                    ("deemed_after", duty.deemed_after.as_ref().map(|it| self.canonical_term(it))),
                ]);
            }
            Duty::Achieve(duty) => keys.push(("achieve", Some(self.condition(&duty.goal)))),
            Duty::Refrain(duty) => {
                let (per, in_any) = match &duty.reach {
                    Reach::InAll => (None, None),
                    Reach::Per(per) => (Some(self.canonical_term(per)), None),
                    Reach::InAny(any) => (None, Some(self.canonical_term(any))),
                };
                let beyond = self.figure(&duty.beyond);
                keys.extend([
                    ("refrain", Some(self.acts(&duty.acts))),
                    ("beyond", Some(beyond).filter(|it| *it != Value::Whole(0))),
                    ("where", self.matching(&duty.matching)),
                    ("per", per),
                    ("in_any", in_any),
                ]);
            }
        }
        Value::object(keys)
    }

    fn condition(&self, condition: &Condition) -> Value<'_> {
        let list = |parts: &[Condition]| {
            Value::List(parts.iter().map(|part| self.condition(part)).collect())
        };
        let act = |act| Some(Value::text(&self.act_names[act]));
        let (key, value) = match condition {
            Condition::Happened { act: id, by, matching, at_least: _ } => {
                let happened = Value::object([
                    ("act", act(*id)),
                    ("by", by.map(|by| self.doer(by))),
                    ("where", self.matching(matching)),
                    ("at_least", unless(condition.threshold(), 1).map(Value::Whole)),
                ]);
                ("happened", happened)
            }
            Condition::Stands { obligation, standing } => {
                (standing.as_str(), self.obligation_text(*obligation))
            }
            Condition::Reached(moment) => ("reached", self.moment(moment)),
            Condition::Elapsed { since, term } => {
                let since = Some(self.condition(since));
                (
                    "elapsed",
                    Value::object([("since", since), ("for", Some(self.canonical_term(term)))]),
                )
            }
            Condition::Between { from, to } => {
                ("between", Value::object([("from", act(*from)), ("to", act(*to))]))
            }
            Condition::Recent { act: id, by, term } => {
                let recent = Value::object([
                    ("act", act(*id)),
                    ("by", by.map(|by| self.doer(by))),
                    ("for", Some(self.canonical_term(term))),
                ]);
                ("recent", recent)
            }
            Condition::Open(calendar) => ("open", self.calendar_text(*calendar)),
            Condition::Told(matching) => {
                ("told", self.matching(matching).unwrap_or(Value::Object(BTreeMap::new())))
            }
            Condition::Some { of, holds, at_least } => {
                let some = Value::object([
                    ("of", Some(self.kind_text(*of))),
                    ("holds", Some(self.condition(holds))),
                    ("at_least", unless(*at_least, 1).map(Value::Whole)),
                ]);
                ("some", some)
            }
            Condition::Every { of, holds } => {
                let holds = Some(self.condition(holds));
                ("every", Value::object([("of", Some(self.kind_text(*of))), ("holds", holds)]))
            }
            Condition::All(parts) => ("all", list(parts)),
            Condition::Any(parts) => ("any", list(parts)),
            Condition::Not(part) => ("not", self.condition(part)),
        };
        Value::object([(key, Some(value))])
    }

    fn unless_always(&self, condition: &Condition) -> Option<Value<'_>> {
        (!condition.is_always()).then(|| self.condition(condition))
    }

    fn unless_never(&self, condition: &Condition) -> Option<Value<'_>> {
        (!condition.is_never()).then(|| self.condition(condition))
    }

    /// What must have been told; none if nothing must.
    pub(super) fn matching(&self, matching: &Matching) -> Option<Value<'_>> {
        let entries = matching.iter().map(|(name, wanted)| {
            let wanted = match wanted {
                Match::Words(words) => {
                    let words: BTreeSet<&str> = words.iter().map(|word| &**word).collect();
                    Value::List(words.into_iter().map(Value::text).collect())
                }
                Match::Bounds { at_least, at_most } => Value::object([
                    ("at_least", at_least.as_ref().map(bound)),
                    ("at_most", at_most.as_ref().map(bound)),
                ]),
            };
            (self.told_name(name), wanted)
        });
        (!matching.is_empty()).then(|| Value::Object(entries.collect()))
    }

    fn figure(&self, figure: &Figure) -> Value<'_> {
        match figure {
            Figure::Written(figure) => Value::Whole(figure.whole()),
            Figure::Told { name, share } => Value::object([
                ("told", Some(Value::text(self.told_name(name)))),
                ("share", unless(*share, Share::WHOLE).map(Value::text)),
            ]),
        }
    }

    fn moment(&self, moment: &Moment) -> Value<'_> {
        match moment {
            Moment::At(instant) => Value::text(instant),
            Moment::Day { day, instant } => {
                instant.map_or_else(|| Value::text(day.day()), Value::text)
            }
            Moment::Told { name, shift } => {
                let (after, before) = match shift {
                    None => (None, None),
                    Some(Shift::After(by)) => (Some(self.canonical_term(by)), None),
                    Some(Shift::Before(by)) => (None, Some(self.canonical_term(by))),
                };
                let told = Some(Value::text(self.told_name(name)));
                Value::object([("told", told), ("after", after), ("before", before)])
            }
        }
    }

    fn who(&self, who: &Who) -> Value<'_> {
        match who {
            Who::Named(party) => self.party_text(*party),
            Who::Told(name) => Value::object([("told", Some(Value::text(self.told_name(name))))]),
            Who::Each => Value::text(EACH),
        }
    }

    fn doer(&self, by: Doer) -> Value<'_> {
        match by {
            Doer::Party(party) => self.party_text(party),
            Doer::Each => Value::text(EACH),
        }
    }

    /// A duration as a text, or with the calendar that counts it.
    fn canonical_term(&self, term: &TermOf<Ids>) -> Value<'_> {
        let term = match term {
            Term::Span(span) => return Value::text(span.canonical()),
            Term::Calendar(term) => term,
        };
        let ends = unless(term.end_of_day(), Ends::SameTime);
        Value::object([
            ("term", Some(Value::text(term.span().canonical()))),
            ("in", Some(self.calendar_text(*term.calendar()))),
            ("days", unless(term.days(), Days::Calendar).map(Value::text)),
            ("ends", ends.map(Value::text)),
            ("roll", unless(term.rolled(), Roll::None).map(Value::text)),
        ])
    }

    fn calendar_text(&self, calendar: CalendarId) -> Value<'_> {
        Value::text(&self.calendars[calendar].name)
    }

    fn kind_text(&self, kind: KindId) -> Value<'_> {
        Value::text(&self.kind_names[kind])
    }

    /// One act by its name, several as a list in the order of their names: none comes first.
    fn acts(&self, acts: &[ActId]) -> Value<'_> {
        let names: BTreeSet<&str> = acts.iter().map(|act| &*self.act_names[*act]).collect();
        let mut names = names.into_iter();
        match (names.next(), names.len()) {
            (Some(only), 0) => Value::text(only),
            (first, _) => Value::List(first.into_iter().chain(names).map(Value::text).collect()),
        }
    }

    /// Parties in the order in which they are written. The first edition kept that order, and a digest
    /// of then is still one.
    fn party_list(&self, parties: &[PartyId], has_each: bool) -> Value<'_> {
        let each = has_each.then(|| Value::text(EACH));
        Value::List(parties.iter().map(|party| self.party_text(*party)).chain(each).collect())
    }

    fn party_set(&self, parties: &[PartyId]) -> Value<'_> {
        let names: BTreeSet<&str> = parties.iter().map(|it| &*self.parties[*it].name).collect();
        Value::List(names.into_iter().map(Value::text).collect())
    }

    fn party_text(&self, party: PartyId) -> Value<'_> {
        Value::text(&self.parties[party].name)
    }

    fn obligation_text(&self, obligation: ObligationId) -> Value<'_> {
        Value::text(&self.obligation_names[obligation])
    }

    fn told_text(&self, told: ToldId) -> &str {
        &self.told[told].name
    }

    fn told_name(&self, name: &ToldName) -> &str {
        match name {
            ToldName::Told(told) => self.told_text(*told),
            other => other.built_in().unwrap_or_default(),
        }
    }
}

/// A calendar: what is said by default is not written, and dates stand in their order.
fn calendar(table: &Calendar) -> Value<'_> {
    let list = |dates: &[Date]| {
        (!dates.is_empty()).then(|| Value::List(dates.iter().map(Value::text).collect()))
    };
    let offsets = table
        .offsets()
        .iter()
        .map(|(instant, offset)| Value::List(vec![Value::text(instant), Value::text(offset)]));
    let is_usual = table.weekend().eq([Weekday::Saturday, Weekday::Sunday]);
    let (first, last) = table.covers();
    Value::object([
        ("offset", unless(table.offset(), Offset::UTC).map(Value::text)),
        ("offsets", (!table.offsets().is_empty()).then(|| Value::List(offsets.collect()))),
        ("weekend", (!is_usual).then(|| Value::List(table.weekend().map(Value::text).collect()))),
        ("holidays", list(table.holidays())),
        ("working", list(table.working())),
        ("opens", unless(table.opens(), TimeOfDay::START).map(Value::text)),
        ("close", unless(table.close(), TimeOfDay::MIDNIGHT).map(Value::text)),
        ("covers", Some(Value::List(vec![Value::text(first), Value::text(last)]))),
    ])
}

fn bound<'a>(bound: &Bound) -> Value<'a> {
    match bound {
        Bound::Quantity(quantity) => Value::Whole(quantity.whole()),
        Bound::Instant(instant) => Value::text(instant),
        Bound::Day(day) => Value::text(day.day()),
    }
}

fn told_type<'a>(what: &ToldType) -> Value<'a> {
    match what {
        ToldType::Quantity(None) => Value::text("quantity"),
        ToldType::Quantity(Some(it)) => Value::object([("unit", Some(unit(it)))]),
        ToldType::Instant => Value::text("instant"),
        ToldType::Party => Value::text("party"),
        ToldType::Words(words) => {
            let words: BTreeSet<&str> = words.iter().map(|word| &**word).collect();
            Value::List(words.into_iter().map(Value::text).collect())
        }
    }
}

fn unit<'a>(unit: &Unit) -> Value<'a> {
    let places = Value::Whole(unit.places().into());
    Value::object([("name", Some(Value::text(unit.name()))), ("places", Some(places))])
}

/// The parts of an agreement, each at its place: what it says of itself, and each key of a party, an
/// act or an obligation.
fn parts(agreement: &Value<'_>) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    let Value::Object(sections) = agreement else { return parts };
    for (section, value) in sections {
        let Some(entries) = value.named() else {
            parts.insert((*section).to_owned(), value.to_string());
            continue;
        };
        for (name, entry) in entries {
            let place = format!("{section}.{name}");
            match entry {
                Value::Object(keys) if !keys.is_empty() => {
                    for (key, value) in keys {
                        parts.insert(format!("{place}.{key}"), value.to_string());
                    }
                }
                other => {
                    parts.insert(place, other.to_string());
                }
            }
        }
    }
    parts
}
