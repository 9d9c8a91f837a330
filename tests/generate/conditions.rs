//! Random conditions (section 3), in the scope of what they stand in.

use serde_json::{Map, Value, json};

use super::known::{Known, Of, Opening, Type, WORDS};
use super::{Chooser, Shape, calendars, times};

/// Where a condition stands.
#[derive(Clone, Copy)]
pub struct Place {
    pub of: Of,
    /// In one that others rest on: mentions of `due` and `suspended` are kept rare, for they can
    /// make a circle of resting.
    pub is_resting: bool,
    /// Under `holds` of another: no further `every` or `some`.
    pub is_held: bool,
    /// To be worth waiting for: more often what events and time bring about.
    pub depth: usize,
}

impl Place {
    pub fn of(of: Of) -> Self {
        Self { of, is_resting: false, is_held: false, depth: 0 }
    }

    pub fn resting(of: Of) -> Self {
        Self { is_resting: true, ..Self::of(of) }
    }

    fn within(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Chooses terms out of the names that there are.
pub struct Names<'a, 'n> {
    pub known: &'a Known,
    pub obligations: &'a [(String, Of)],
    /// Remedies that are still to be written, each with what it repairs.
    pub remedies: Vec<(String, String)>,
    pub shape: Shape,
    pub chooser: &'a mut Chooser<'n>,
}

/// A decimal number in the unit of every generated agreement: two places.
pub fn decimal(chooser: &mut Chooser<'_>, whole: u64) -> Value {
    match chooser.below(4) {
        0 => json!(whole),
        1 => json!(format!("{whole}.5")),
        2 => json!(format!("{whole}.00")),
        _ => json!(format!("{whole}.25")),
    }
}

impl Names<'_, '_> {
    pub fn condition(&mut self, place: Place) -> Value {
        let limit = if place.depth > 2 { 62 } else { 100 };
        match self.chooser.below(limit) {
            0..=24 => self.happened(place),
            25..=41 => self.stands(place),
            42..=46 => json!({ "reached": self.moment(place.of, false) }),
            47..=61 if !self.shape.wide => self.happened(place),
            47..=49 => self.between(place),
            50..=53 => self.recent(place),
            54..=57 => self.told(place),
            58..=61 => match self.known.calendars.is_empty() {
                true => self.happened(place),
                false => json!({ "open": *self.chooser.one(&self.known.calendars) }),
            },
            62..=69 => {
                let since = self.condition(place.within());
                json!({ "elapsed": { "since": since, "for": self.span() } })
            }
            70..=76 => self.of_subjects(place),
            77..=84 => json!({ "not": self.condition(place.within()) }),
            85..=92 => json!({ "all": self.conditions(place) }),
            _ => json!({ "any": self.conditions(place) }),
        }
    }

    fn conditions(&mut self, place: Place) -> Vec<Value> {
        let count = *self.chooser.one(&[2, 1, 3, 2, 0]);
        (0..count).map(|_| self.condition(place.within())).collect()
    }

    /// The acts that a condition may name there.
    fn acts(&self, of: Of) -> Vec<usize> {
        let acts = self.known.acts.iter().enumerate();
        let seen = acts.filter(|(_, act)| of.is_none() || act.of.is_none() || act.of == of);
        seen.map(|(place, _)| place).collect()
    }

    fn act(&mut self, of: Of) -> Option<usize> {
        let acts = self.acts(of);
        (!acts.is_empty()).then(|| *self.chooser.one(&acts))
    }

    fn by(&mut self, of: Of) -> Value {
        if self.known.is_over_parties(of) && self.chooser.chance(40) {
            return json!("each");
        }
        json!(self.chooser.one(&self.known.all()))
    }

    fn happened(&mut self, place: Place) -> Value {
        let Some(act) = self.act(place.of) else { return json!({ "all": [] }) };
        let act = self.known.acts[act].clone();
        if !act.has_unit && !self.chooser.chance(45) {
            return json!({ "happened": act.name });
        }
        let mut long = json!({ "act": act.name });
        if self.chooser.chance(30) {
            long["by"] = self.by(place.of);
        }
        if act.has_unit || self.chooser.chance(50) {
            let count = self.chooser.number(1..=5, 15);
            long["at_least"] = match act.has_unit {
                true => decimal(self.chooser, count.min(5)),
                false => json!(count),
            };
        }
        if self.chooser.chance(40) {
            let matching = self.matching(&act.tells);
            if !matching.is_empty() {
                long["where"] = json!(matching);
            }
        }
        json!({ "happened": long })
    }

    /// What an event must have told, of some of these names.
    pub fn matching(&mut self, names: &[usize]) -> Map<String, Value> {
        let names: Vec<_> = names.iter().map(|it| self.known.names[*it].clone()).collect();
        let mut matching = Map::new();
        for name in names {
            if self.chooser.chance(70)
                && let Some(wanted) = self.wanted(name.kind)
            {
                matching.insert(name.name, wanted);
            }
        }
        matching
    }

    fn wanted(&mut self, kind: Type) -> Option<Value> {
        let key = *self.chooser.one(&["at_least", "at_most"]);
        Some(match kind {
            Type::Party => return None,
            Type::Words if self.chooser.chance(50) => json!(*self.chooser.one(&WORDS)),
            Type::Words => json!(self.chooser.some(&WORDS, 1)),
            Type::Quantity(true) => {
                let whole = self.chooser.between(0, 5) as u64;
                json!({ key: decimal(self.chooser, whole) })
            }
            Type::Quantity(false) => json!({ key: self.chooser.between(0, 5) }),
            Type::Instant => json!({ key: self.instant() }),
        })
    }

    fn stands(&mut self, place: Place) -> Value {
        let seen: Vec<_> = self
            .obligations
            .iter()
            .filter(|(_, of)| of.is_none() || *of == place.of)
            .map(|(name, _)| name.clone())
            .collect();
        if seen.is_empty() {
            return self.happened(place);
        }
        let obligation = self.chooser.one(&seen).clone();
        let steady = [
            "discharged",
            "breached",
            "dormant",
            "performed",
            "released",
            "lapsed",
            "cured",
            "repaired",
            "kept",
            "in_breach",
            "closed",
        ];
        let steady = if self.shape.wide { &steady[..] } else { &steady[..6] };
        let resting = ["due", "suspended"];
        let word = match place.is_resting && !self.chooser.chance(4) {
            false if self.chooser.chance(25) => *self.chooser.one(&resting),
            _ => *self.chooser.one(steady),
        };
        json!({ word: obligation })
    }

    fn between(&mut self, place: Place) -> Value {
        match (self.act(place.of), self.act(place.of)) {
            (Some(from), Some(to)) => {
                let name = |act: usize| self.known.acts[act].name.clone();
                json!({ "between": { "from": name(from), "to": name(to) } })
            }
            _ => json!({ "any": [] }),
        }
    }

    fn recent(&mut self, place: Place) -> Value {
        let Some(act) = self.act(place.of) else { return json!({ "any": [] }) };
        let mut recent = json!({ "act": self.known.acts[act].name });
        if self.chooser.chance(30) {
            recent["by"] = self.by(place.of);
        }
        recent["for"] = self.span();
        json!({ "recent": recent })
    }

    fn told(&mut self, place: Place) -> Value {
        let names = self.known.names.iter().enumerate();
        let told: Vec<_> = names
            .filter(|(number, name)| {
                let is_told = self.known.acts.iter().any(|act| act.tells.contains(number));
                is_told && (name.of.is_none() || name.of == place.of) && name.kind != Type::Party
            })
            .map(|(number, _)| number)
            .collect();
        if told.is_empty() {
            return self.happened(place);
        }
        let name = *self.chooser.one(&told);
        let matching = self.matching(&[name]);
        if matching.is_empty() { self.happened(place) } else { json!({ "told": matching }) }
    }

    fn of_subjects(&mut self, place: Place) -> Value {
        if place.is_held || self.known.kinds.is_empty() {
            let since = self.happened(place);
            return json!({ "elapsed": { "since": since, "for": self.span() } });
        }
        let kind = self.chooser.below(self.known.kinds.len());
        let held = Place { of: Some(kind), is_held: true, ..place.within() };
        let holds = self.condition(held);
        let mut of = json!({ "of": self.known.kinds[kind].name, "holds": holds });
        if self.chooser.chance(50) {
            return json!({ "every": of });
        }
        if self.chooser.chance(40) {
            of["at_least"] = json!(self.chooser.between(1, 3));
        }
        json!({ "some": of })
    }

    /// An instant as text.
    pub fn instant(&mut self) -> String {
        let seconds = self.chooser.below(60) as i64 * 21_600;
        times::spelled(self.chooser, seconds)
    }

    /// An instant, written or told.
    pub fn moment(&mut self, of: Of, is_deadline: bool) -> Value {
        if !self.known.calendars.is_empty() && self.chooser.chance(35) {
            return calendars::day(self.chooser, &self.known.calendars);
        }
        if !self.chooser.chance(45) || !self.shape.telling {
            return json!(self.instant());
        }
        let mut names = self.known.told_in(of, |kind| kind == Type::Instant);
        names.push("start".to_owned());
        if let Some(kind) = of {
            names.push("opened".to_owned());
            if self.known.kinds[kind].opening == Opening::Periods {
                names.push("end".to_owned());
            }
        }
        let mut told = json!({ "told": self.chooser.one(&names) });
        match self.chooser.below(10) {
            0..=5 => told["after"] = self.span(),
            6..=7 if !is_deadline || self.chooser.chance(50) => told["before"] = self.span(),
            _ => {}
        }
        told
    }

    /// A duration or a term.
    pub fn span(&mut self) -> Value {
        if !self.known.calendars.is_empty() && self.chooser.chance(50) {
            return calendars::term(self.chooser, &self.known.calendars);
        }
        json!(times::span(self.chooser, self.shape.months))
    }
}
