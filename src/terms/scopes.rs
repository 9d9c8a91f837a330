//! Names in scopes: what the run and each kind of subject may speak of (SEMANTICS.md, section 8).

use std::collections::BTreeMap;

use crate::names::Text;

use super::act::Act;
use super::builder::Draft;
use super::check::is_under_a_minute;
use super::condition::Condition;
use super::doer::Doer;
use super::duty::{Deadline, Duty};
use super::error::{BrokenRule, Defect};
use super::figure::Figure;
use super::kind::{Kind, Members, Opening, PeriodsFrom, Unnamed};
use super::matching::Matching;
use super::moment::Moment;
use super::obligation::Obligation;
use super::told::ToldName;
use super::who::Who;

/// The kind to whose subjects something belongs; none of the run.
type Scope<'a> = Option<&'a str>;

/// What speaks of what it can't, and kinds that can't be. Names that nobody declares are told elsewhere.
pub(super) fn check(draft: &Draft) -> Vec<Defect> {
    let mut checker = Checker::of(draft);
    for (name, kind) in &draft.kinds {
        checker.kind(name, kind);
    }
    for (name, act) in &draft.acts {
        checker.act(name, act);
    }
    for (name, obligation) in &draft.obligations {
        checker.obligation(name, obligation);
    }
    let ends = [
        ("entry_into_force", &draft.entry_into_force),
        ("terminates_when", &draft.terminates_when),
        ("settled_when", &draft.settled_when),
    ];
    for (place, condition) in ends {
        if let Some(condition) = condition {
            checker.condition(place, condition, Place::in_scope(None));
        }
    }
    checker.defects
}

struct Checker<'a> {
    kinds: BTreeMap<&'a str, &'a Kind<Text>>,
    acts: BTreeMap<&'a str, Scope<'a>>,
    obligations: BTreeMap<&'a str, Scope<'a>>,
    told: BTreeMap<&'a str, Scope<'a>>,
    defects: Vec<Defect>,
}

/// Where a condition stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    scope: Scope<'a>,
    /// Whether it stands under `holds`.
    is_quantified: bool,
}

impl<'a> Place<'a> {
    fn in_scope(scope: Scope<'a>) -> Self {
        Self { scope, is_quantified: false }
    }
}

impl<'a> Checker<'a> {
    fn of(draft: &'a Draft) -> Self {
        let mut told = BTreeMap::new();
        for (_, act) in &draft.acts {
            for (name, _) in &act.tells {
                told.entry(&**name).or_insert(act.of.as_deref());
            }
        }
        Self {
            kinds: draft.kinds.iter().map(|(name, kind)| (&**name, kind)).collect(),
            acts: draft.acts.iter().map(|(name, act)| (&**name, act.of.as_deref())).collect(),
            obligations: draft
                .obligations
                .iter()
                .map(|(name, obligation)| (&**name, obligation.of.as_deref()))
                .collect(),
            told,
            defects: Vec::new(),
        }
    }

    fn broken(&mut self, place: impl Into<String>, rule: BrokenRule) {
        self.defects.push(Defect::new(place, rule));
    }

    fn kind(&mut self, name: &'a str, kind: &'a Kind<Text>) {
        let place = format!("subjects.{name}");
        let of_run = Place::in_scope(None);
        match &kind.opening {
            Opening::EachOf(Members::All) => {}
            Opening::EachOf(Members::Parties(parties)) => {
                if parties.is_empty() {
                    self.broken(format!("{place}.each_of"), BrokenRule::NobodyIsSubject);
                }
            }
            Opening::Periods(periods) => {
                if is_under_a_minute(&periods.every) {
                    self.broken(format!("{place}.every"), BrokenRule::ShortPeriod);
                }
                if let PeriodsFrom::When(condition) = &periods.from {
                    self.condition(&format!("{place}.from"), condition, of_run);
                }
                self.condition(&format!("{place}.ends_when"), &periods.ends_when, of_run);
            }
            Opening::ByActs { acts, closes_when } => {
                if acts.is_empty() {
                    self.broken(format!("{place}.opened_by"), BrokenRule::NoActs);
                }
                for act in acts {
                    if self.acts.get(&**act).is_some_and(|of| *of != Some(name)) {
                        let rule =
                            BrokenRule::OpenedByOther { act: act.clone(), kind: name.into() };
                        self.broken(format!("{place}.opened_by"), rule);
                    }
                }
                self.condition(&format!("{place}.closes_when"), closes_when, of_run);
            }
        }
        let own = Place::in_scope(Some(name));
        self.condition(&format!("{place}.terminates_when"), &kind.terminates_when, own);
    }

    fn act(&mut self, name: &str, act: &'a Act<Text>) {
        let place = format!("acts.{name}");
        let scope = act.of.as_deref();
        let kind = scope.and_then(|kind| self.kinds.get(kind).copied());
        if act.is_open_to_each {
            self.each(format!("{place}.by"), scope);
        }
        if act.protects_each {
            self.each(format!("{place}.protects"), scope);
        }
        match (act.unnamed, scope, kind) {
            (Some(_), None, _) => {
                self.broken(format!("{place}.unnamed"), BrokenRule::UnnamedOfRun);
            }
            (Some(unnamed), Some(_), Some(kind)) => {
                let fits = match unnamed {
                    Unnamed::Actor => kind.is_over_parties(),
                    Unnamed::Current => kind.is_of_periods(),
                    Unnamed::Oldest | Unnamed::Refused => true,
                };
                if !fits {
                    let rule = BrokenRule::UnnamedOfOther { unnamed };
                    self.broken(format!("{place}.unnamed"), rule);
                }
            }
            _ => {}
        }
        self.condition(&format!("{place}.requires"), &act.requires, Place::in_scope(scope));
        self.condition(&format!("{place}.expires_when"), &act.expires_when, Place::in_scope(scope));
        for (told, _) in &act.tells {
            if self.told.get(&**told).is_some_and(|first| *first != scope) {
                let rule = BrokenRule::ToldInTwoScopes { name: told.clone() };
                self.broken(format!("{place}.tells.{told}"), rule);
            }
        }
    }

    fn obligation(&mut self, name: &str, obligation: &'a Obligation<Text>) {
        let place = format!("obligations.{name}");
        let scope = obligation.of.as_deref();
        let parties = [
            ("debtor", Some(&obligation.debtor)),
            ("creditor", Some(&obligation.creditor)),
            ("verified_by", obligation.verifier()),
        ];
        for (key, who) in parties {
            match who {
                Some(Who::Each) => self.each(format!("{place}.{key}"), scope),
                Some(Who::Told(told)) => self.told(format!("{place}.{key}.told"), told, scope),
                Some(Who::Named(_)) | None => {}
            }
        }
        let (acts, key, figure) = match &obligation.duty {
            Duty::Perform(duty) => {
                (&*duty.acts, "perform", duty.quantity.as_ref().map(|it| ("quantity", it)))
            }
            Duty::Refrain(duty) => (&*duty.acts, "refrain", Some(("beyond", &duty.beyond))),
            Duty::Achieve(duty) => {
                self.condition(&format!("{place}.achieve"), &duty.goal, Place::in_scope(scope));
                (&[][..], "achieve", None)
            }
        };
        for act in acts {
            let of = self.acts.get(&**act).copied().flatten();
            if scope.is_some() && of.is_some() && of != scope {
                self.other("act", format!("{place}.{key}"), act, of);
            }
        }
        if let Some((key, Figure::Told { name, .. })) = figure {
            self.told(format!("{place}.{key}.told"), name, scope);
        }
        if let Some(Deadline::At(moment)) = obligation.duty.deadline() {
            self.moment(&format!("{place}.at"), moment, scope);
        }
        if let Some(repair) = &obligation.repaired_by {
            let of = self.obligations.get(&**repair).copied().flatten();
            if of.is_some() && of != scope {
                self.other("obligation", format!("{place}.repaired_by"), repair, of);
            }
        }
        for (key, condition) in [
            ("when", &obligation.when),
            ("until", &obligation.until),
            ("suspended_while", &obligation.suspended_while),
        ] {
            self.condition(&format!("{place}.{key}"), condition, Place::in_scope(scope));
        }
    }

    fn condition(&mut self, place: &str, condition: &'a Condition<Text>, at: Place<'a>) {
        match condition {
            Condition::Happened { act, by, .. } => {
                self.act_named(format!("{place}.happened"), act, at.scope);
                self.doer(format!("{place}.happened.by"), by.as_ref(), at.scope);
            }
            Condition::Recent { act, by, .. } => {
                self.act_named(format!("{place}.recent.act"), act, at.scope);
                self.doer(format!("{place}.recent.by"), by.as_ref(), at.scope);
            }
            Condition::Between { from, to } => {
                self.act_named(format!("{place}.between.from"), from, at.scope);
                self.act_named(format!("{place}.between.to"), to, at.scope);
            }
            Condition::Stands { obligation, standing } => {
                let of = self.obligations.get(&**obligation).copied().flatten();
                if of.is_some() && of != at.scope {
                    let place = format!("{place}.{}", standing.as_str());
                    self.other("obligation", place, obligation, of);
                }
            }
            Condition::Reached(moment) => {
                self.moment(&format!("{place}.reached"), moment, at.scope);
            }
            Condition::Open(_) => {}
            Condition::Told(matching) => {
                self.matching(&format!("{place}.told"), matching, at.scope);
            }
            Condition::Elapsed { since, .. } => {
                self.condition(&format!("{place}.elapsed.since"), since, at);
            }
            Condition::Not(part) => self.condition(&format!("{place}.not"), part, at),
            Condition::All(parts) => self.each_condition(&format!("{place}.all"), parts, at),
            Condition::Any(parts) => self.each_condition(&format!("{place}.any"), parts, at),
            Condition::Some { of, holds, at_least } => {
                if *at_least == 0 {
                    self.broken(format!("{place}.some.at_least"), BrokenRule::ZeroQuantity);
                }
                self.quantified(&format!("{place}.some"), of, holds, at);
            }
            Condition::Every { of, holds } => {
                self.quantified(&format!("{place}.every"), of, holds, at);
            }
        }
    }

    fn each_condition(&mut self, place: &str, parts: &'a [Condition<Text>], at: Place<'a>) {
        for (number, part) in parts.iter().enumerate() {
            self.condition(&format!("{place}[{number}]"), part, at);
        }
    }

    fn quantified(
        &mut self,
        place: &str,
        kind: &'a str,
        holds: &'a Condition<Text>,
        at: Place<'a>,
    ) {
        if at.is_quantified {
            return self.broken(place, BrokenRule::QuantifiedTwice);
        }
        let place = format!("{place}.holds");
        self.condition(&place, holds, Place { scope: Some(kind), is_quantified: true });
    }

    /// In a subject's scope an act of another kind can't be named; in the run's any can.
    fn act_named(&mut self, place: String, act: &str, scope: Scope<'_>) {
        let of = self.acts.get(act).copied().flatten();
        if scope.is_some() && of.is_some() && of != scope {
            self.other("act", place, act, of);
        }
    }

    fn doer(&mut self, place: String, by: Option<&Doer<Text>>, scope: Scope<'_>) {
        if by == Some(&Doer::Each) {
            self.each(place, scope);
        }
    }

    fn moment(&mut self, place: &str, moment: &Moment<Text>, scope: Scope<'_>) {
        if let Moment::Told { name, .. } = moment {
            self.told(format!("{place}.told"), name, scope);
        }
    }

    fn matching(&mut self, place: &str, matching: &Matching<Text>, scope: Scope<'_>) {
        for (name, _) in matching.iter() {
            self.told(format!("{place}.{}", name.as_str()), name, scope);
        }
    }

    /// What is told of the scope itself, or of the run, can be named.
    fn told(&mut self, place: String, name: &ToldName<Text>, scope: Scope<'_>) {
        let kind = scope.and_then(|kind| self.kinds.get(kind));
        let needed = match name {
            ToldName::Told(name) => {
                let of = self.told.get(&**name).copied().flatten();
                if of.is_some() && of != scope {
                    self.other("told name", place, name, of);
                }
                return;
            }
            ToldName::Start => return,
            ToldName::Opened if kind.is_none() => "a subject",
            ToldName::End if kind.is_none_or(|kind| !kind.is_of_periods()) => "a period",
            ToldName::Opener if kind.is_none_or(|kind| !kind.is_opened_by_acts()) => {
                "a subject that an event opens"
            }
            ToldName::Opened | ToldName::End | ToldName::Opener => return,
        };
        self.broken(place, BrokenRule::NotOfScope { name: name.as_str().into(), needed });
    }

    fn each(&mut self, place: String, scope: Scope<'_>) {
        let kind = scope.and_then(|kind| self.kinds.get(kind));
        if kind.is_none_or(|kind| !kind.is_over_parties()) {
            let needed = "a subject that is a party";
            self.broken(place, BrokenRule::NotOfScope { name: "each".into(), needed });
        }
    }

    fn other(&mut self, what: &'static str, place: String, name: &str, of: Scope<'_>) {
        let kind = of.unwrap_or_default().into();
        self.broken(place, BrokenRule::OtherScope { what, name: name.into(), kind });
    }
}
