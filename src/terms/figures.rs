//! Figures set in their units, and what is told fitted to where it stands (SEMANTICS.md, section 9).
//!
//! An agreement is written in decimal figures; once it is built, each has the places of its unit, so
//! that inside only whole numbers are compared.

use std::collections::BTreeMap;

use crate::names::Text;

use super::act::Act;
use super::builder::Draft;
use super::condition::Condition;
use super::decimal::{Decimal, FigureError};
use super::duty::{Deadline, Duty, Reach};
use super::error::{BrokenRule, Defect};
use super::figure::Figure;
use super::kind::{Opening, PeriodsFrom};
use super::matching::{Bound, Match, Matching};
use super::moment::Moment;
use super::obligation::Obligation;
use super::told::{ToldName, ToldType};
use super::unit::Unit;
use super::who::Who;

/// The highest limit that is counted within any stretch.
const MOST_IN_ANY: u64 = 100;

/// Sets every figure of a draft in its unit, and says what does not fit. Names that are not known are
/// passed over: they are told elsewhere.
pub(super) fn settle(draft: &mut Draft) -> Vec<Defect> {
    let acts: Vec<(Box<str>, Act<Text>)> = draft.acts.clone();
    let mut settler = Settler::of(&acts);
    settler.types();
    for (name, act) in &mut draft.acts {
        settler.condition(&format!("acts.{name}.requires"), &mut act.requires);
        settler.condition(&format!("acts.{name}.expires_when"), &mut act.expires_when);
    }
    for (name, obligation) in &mut draft.obligations {
        settler.obligation(&format!("obligations.{name}"), obligation);
    }
    for (name, kind) in &mut draft.kinds {
        let place = format!("subjects.{name}");
        match &mut kind.opening {
            Opening::EachOf(_) => {}
            Opening::Periods(periods) => {
                if let PeriodsFrom::When(condition) = &mut periods.from {
                    settler.condition(&format!("{place}.from"), condition);
                }
                settler.condition(&format!("{place}.ends_when"), &mut periods.ends_when);
            }
            Opening::ByActs { closes_when, .. } => {
                settler.condition(&format!("{place}.closes_when"), closes_when);
            }
        }
        settler.condition(&format!("{place}.terminates_when"), &mut kind.terminates_when);
    }
    let ends = [
        ("entry_into_force", &mut draft.entry_into_force),
        ("terminates_when", &mut draft.terminates_when),
        ("settled_when", &mut draft.settled_when),
    ];
    for (place, condition) in ends {
        if let Some(condition) = condition {
            settler.condition(place, condition);
        }
    }
    settler.defects
}

struct Settler<'a> {
    acts: BTreeMap<&'a str, &'a Act<Text>>,
    /// What each told name is, and the act that tells it first.
    told: BTreeMap<&'a str, (&'a str, &'a ToldType)>,
    defects: Vec<Defect>,
}

impl<'a> Settler<'a> {
    fn of(acts: &'a [(Box<str>, Act<Text>)]) -> Self {
        let mut told = BTreeMap::new();
        for (act, terms) in acts {
            for (name, what) in &terms.tells {
                told.entry(&**name).or_insert((&**act, what));
            }
        }
        let acts = acts.iter().map(|(name, act)| (&**name, act)).collect();
        Self { acts, told, defects: Vec::new() }
    }

    fn broken(&mut self, place: impl Into<String>, rule: impl Into<BrokenRule>) {
        self.defects.push(Defect::new(place, rule));
    }

    /// Whether every act that tells something tells it in one type.
    fn types(&mut self) {
        let mut defects = Vec::new();
        for (act, terms) in &self.acts {
            for (name, what) in &terms.tells {
                if let Some((first, there)) = self.told.get(&**name)
                    && !what.is_like(there)
                {
                    let rule = BrokenRule::TypesDiffer {
                        name: name.clone(),
                        here: what.to_string(),
                        act: (*first).into(),
                        there: there.to_string(),
                    };
                    defects.push(Defect::new(format!("acts.{act}.tells.{name}"), rule));
                }
            }
        }
        self.defects.append(&mut defects);
    }

    fn obligation(&mut self, place: &str, obligation: &mut Obligation<Text>) {
        self.party(format!("{place}.debtor"), &obligation.debtor);
        self.party(format!("{place}.creditor"), &obligation.creditor);
        match &mut obligation.duty {
            Duty::Perform(duty) => {
                let unit = self.unit_of(&format!("{place}.perform"), &duty.acts);
                let counted = duty.acts.first().cloned().unwrap_or_default();
                match &mut duty.quantity {
                    Some(quantity) => {
                        self.figure(&format!("{place}.quantity"), quantity, unit, &counted);
                    }
                    None => self.needed(format!("{place}.quantity"), unit, &counted),
                }
                // One of what has no unit is what is owed where nothing is said.
                if duty.quantity == Some(Decimal::ONE.into()) && unit.is_none() {
                    duty.quantity = None;
                }
                self.matching(&format!("{place}.where"), &mut duty.matching, &duty.acts);
                if let Some(verifier) = &duty.verifier {
                    self.party(format!("{place}.verified_by"), verifier);
                }
            }
            Duty::Achieve(duty) => self.condition(&format!("{place}.achieve"), &mut duty.goal),
            Duty::Refrain(duty) => {
                let unit = self.unit_of(&format!("{place}.refrain"), &duty.acts);
                let counted = duty.acts.first().cloned().unwrap_or_default();
                self.figure(&format!("{place}.beyond"), &mut duty.beyond, unit, &counted);
                let limit = duty.beyond.written().map_or(0, Decimal::whole);
                if matches!(duty.reach, Reach::InAny(_)) && limit > MOST_IN_ANY {
                    let most = MOST_IN_ANY;
                    self.broken(format!("{place}.beyond"), BrokenRule::LimitTooHigh { most });
                }
                self.matching(&format!("{place}.where"), &mut duty.matching, &duty.acts);
            }
        }
        if let Some(Some(Deadline::At(moment))) = obligation.duty.deadline_mut() {
            self.moment(format!("{place}.at"), moment);
        }
        self.condition(&format!("{place}.when"), &mut obligation.when);
        self.condition(&format!("{place}.until"), &mut obligation.until);
        self.condition(&format!("{place}.suspended_while"), &mut obligation.suspended_while);
    }

    fn condition(&mut self, place: &str, condition: &mut Condition<Text>) {
        match condition {
            Condition::Happened { act, matching, at_least, .. } => {
                let Some(terms) = self.acts.get(&**act).copied() else { return };
                let place = format!("{place}.happened");
                match at_least {
                    Some(figure) => {
                        self.written(&format!("{place}.at_least"), figure, terms.unit(), act);
                    }
                    None => self.needed(format!("{place}.at_least"), terms.unit(), act),
                }
                if *at_least == Some(Decimal::ONE) && terms.unit.is_none() {
                    *at_least = None;
                }
                let acts = [act.clone()];
                self.matching(&format!("{place}.where"), matching, &acts);
            }
            Condition::Reached(moment) => self.moment(format!("{place}.reached"), moment),
            Condition::Told(matching) => {
                self.matching(&format!("{place}.told"), matching, &[]);
            }
            Condition::Stands { .. }
            | Condition::Between { .. }
            | Condition::Recent { .. }
            | Condition::Open(_) => {}
            Condition::Elapsed { since, .. } => {
                self.condition(&format!("{place}.elapsed.since"), since);
            }
            Condition::Some { holds, .. } => {
                self.condition(&format!("{place}.some.holds"), holds);
            }
            Condition::Every { holds, .. } => {
                self.condition(&format!("{place}.every.holds"), holds);
            }
            Condition::Not(condition) => self.condition(&format!("{place}.not"), condition),
            Condition::All(conditions) => {
                for (number, condition) in conditions.iter_mut().enumerate() {
                    self.condition(&format!("{place}.all[{number}]"), condition);
                }
            }
            Condition::Any(conditions) => {
                for (number, condition) in conditions.iter_mut().enumerate() {
                    self.condition(&format!("{place}.any[{number}]"), condition);
                }
            }
        }
    }

    /// The one unit of several acts.
    fn unit_of(&mut self, place: &str, acts: &[Box<str>]) -> Option<&'a Unit> {
        let mut known = acts.iter().filter_map(|act| Some((act, *self.acts.get(&**act)?)));
        let (first, terms) = known.next()?;
        let different = known.find(|(_, other)| other.unit != terms.unit);
        if let Some((second, other)) = different {
            let rule = BrokenRule::UnitsDiffer {
                first: first.clone(),
                first_unit: named(terms.unit()),
                second: second.clone(),
                second_unit: named(other.unit()),
            };
            self.broken(place, rule);
        }
        terms.unit()
    }

    fn figure(
        &mut self,
        place: &str,
        figure: &mut Figure<Text>,
        unit: Option<&Unit>,
        counted: &str,
    ) {
        let name = match figure {
            Figure::Written(written) => return self.written(place, written, unit, counted),
            Figure::Told { name, .. } => name,
        };
        match self.type_of(name) {
            Some(ToldType::Quantity(its)) if its.as_ref() == unit => {}
            Some(ToldType::Quantity(its)) => {
                let rule = BrokenRule::UnitsDiffer {
                    first: counted.into(),
                    first_unit: named(unit),
                    second: name.as_str().into(),
                    second_unit: named(its.as_ref()),
                };
                self.broken(format!("{place}.told"), rule);
            }
            Some(other) => self.wrong(format!("{place}.told"), name, &other, "a quantity"),
            None => {}
        }
    }

    fn written(&mut self, place: &str, figure: &mut Decimal, unit: Option<&Unit>, counted: &str) {
        match figure.in_unit(unit, counted) {
            Ok(settled) => *figure = settled,
            Err(error) => self.broken(place, error),
        }
    }

    /// Acts that have a unit say how much.
    fn needed(&mut self, place: String, unit: Option<&Unit>, act: &str) {
        if let Some(unit) = unit {
            let (act, unit) = (act.into(), unit.name().into());
            self.broken(place, FigureError::Missing { act, unit });
        }
    }

    fn moment(&mut self, place: String, moment: &Moment<Text>) {
        if let Moment::Told { name, .. } = moment
            && let Some(what) = self.type_of(name)
            && what != ToldType::Instant
        {
            self.wrong(format!("{place}.told"), name, &what, "an instant");
        }
    }

    fn party(&mut self, place: String, who: &Who<Text>) {
        if let Who::Told(name) = who
            && let Some(what) = self.type_of(name)
            && what != ToldType::Party
        {
            self.wrong(format!("{place}.told"), name, &what, "a party");
        }
    }

    /// What must be told by these acts, or, where there are none, must have been told by any.
    fn matching(&mut self, place: &str, matching: &mut Matching<Text>, acts: &[Box<str>]) {
        for (name, what) in matching.iter_mut() {
            let Some(is) = self.type_of(name) else { continue };
            let place = format!("{place}.{}", name.as_str());
            let silent = acts.iter().find(|act| {
                let terms = self.acts.get(&***act);
                terms.is_some_and(|act| !act.tells.iter().any(|(it, _)| **it == *name.as_str()))
            });
            if let Some(act) = silent {
                let rule = BrokenRule::NotTold { act: act.clone(), name: name.as_str().into() };
                self.broken(&place, rule);
                continue;
            }
            match (&is, &*what) {
                (ToldType::Words(_), Match::Words(_)) => continue,
                (ToldType::Words(_), Match::Bounds { .. }) => {
                    self.wrong(place, name, &is, "a quantity or an instant");
                    continue;
                }
                (_, Match::Words(_)) => {
                    self.wrong(place, name, &is, "one of several words");
                    continue;
                }
                (ToldType::Party, Match::Bounds { .. }) => {
                    self.wrong(place, name, &is, "a quantity or an instant");
                    continue;
                }
                (ToldType::Quantity(_) | ToldType::Instant, Match::Bounds { .. }) => {}
            }
            for (key, bound) in what.bounds_mut() {
                let place = format!("{place}.{key}");
                match (&is, bound) {
                    (ToldType::Quantity(unit), Bound::Quantity(figure)) => {
                        self.written(&place, figure, unit.as_ref(), name.as_str());
                    }
                    (ToldType::Quantity(_), Bound::Instant(_) | Bound::Day(_)) => {
                        self.wrong(place, name, &is, "an instant");
                    }
                    (_, Bound::Quantity(_)) => self.wrong(place, name, &is, "a quantity"),
                    // A day that is left here could not be reckoned, which is told already.
                    (_, Bound::Instant(_) | Bound::Day(_)) => {}
                }
            }
        }
    }

    fn type_of(&self, name: &ToldName<Text>) -> Option<ToldType> {
        match name {
            ToldName::Start | ToldName::End | ToldName::Opened => Some(ToldType::Instant),
            ToldName::Opener => Some(ToldType::Party),
            ToldName::Told(name) => self.told.get(&**name).map(|(_, what)| (*what).clone()),
        }
    }

    fn wrong(
        &mut self,
        place: impl Into<String>,
        name: &ToldName<Text>,
        is: &ToldType,
        needed: &'static str,
    ) {
        let rule = BrokenRule::WrongType { name: name.as_str().into(), is: is.to_string(), needed };
        self.broken(place, rule);
    }
}

fn named(unit: Option<&Unit>) -> String {
    match unit {
        Some(unit) => unit.to_string(),
        None => "no unit".to_owned(),
    }
}
