//! Random agreements.

use serde_json::{Map, Value, json};

use super::conditions::{Names, Place};
use super::known::{Act, Kind, Known, Name, Of, Opening, Party, Type, WORDS};
use super::{Chooser, Shape, calendars, kinds, times};

/// A generated agreement, with what a log must know of it.
#[derive(Clone, Debug)]
pub struct Terms {
    pub known: Known,
    pub document: Value,
}

impl Terms {
    /// An agreement of this shape.
    pub fn choose(chooser: &mut Chooser<'_>, shape: Shape) -> Self {
        let mut document = json!({ "title": "generated" });
        if !chooser.chance(shape.undated) {
            document["date"] = json!(times::written(0));
        }
        let mut known = Known { parties: parties(chooser, shape), ..Known::default() };
        document["parties"] = parties_document(chooser, &known.parties);
        if shape.calendars {
            let (names, calendars) = calendars::choose(chooser);
            known.calendars = names;
            document["calendars"] = calendars;
        }
        let kinds = if shape.kinds > 0 { chooser.between(1, shape.kinds) } else { 0 };
        for number in 0..kinds {
            let opening = kinds::choose_opening(chooser);
            known.kinds.push(Kind { name: kinds::name(number), opening, subjects: Vec::new() });
        }
        if shape.telling {
            known.names = names(chooser, kinds);
        }
        known.acts = acts(chooser, shape, &known);
        let obligations: Vec<(String, Of)> = (0..chooser.between(1, shape.obligations))
            .map(|number| (format!("o{number}"), scope(chooser, kinds)))
            .collect();
        Self::write(chooser, shape, known, document, &obligations)
    }

    fn write(
        chooser: &mut Chooser<'_>,
        shape: Shape,
        mut known: Known,
        mut document: Value,
        obligations: &[(String, Of)],
    ) -> Self {
        let plain = known.clone();
        let mut names = Names { known: &plain, obligations, remedies: Vec::new(), shape, chooser };
        let mut kinds = Map::new();
        for number in 0..plain.kinds.len() {
            let (kind, subjects) = names.kind(number);
            known.kinds[number].subjects = subjects;
            kinds.insert(plain.kinds[number].name.clone(), kind);
        }
        if !kinds.is_empty() {
            document["subjects"] = kinds.into();
        }
        let acts: Map<String, Value> =
            plain.acts.iter().map(|act| (act.name.clone(), names.act_document(act))).collect();
        document["acts"] = acts.into();
        let mut written = Map::new();
        for (name, of) in obligations {
            let (terms, obligation) = names.obligation(name, *of);
            written.insert(name.clone(), terms);
            known.obligations.push(obligation);
        }
        document["obligations"] = written.into();
        for (key, percent) in
            [("entry_into_force", 12), ("terminates_when", 15), ("settled_when", 20)]
        {
            if names.chooser.chance(percent) {
                document[key] = names.condition(Place::of(None));
            }
        }
        Self { known, document }
    }
}

/// Two to four parties, and now and then a group of some of them.
fn parties(chooser: &mut Chooser<'_>, shape: Shape) -> Vec<Party> {
    let single: Vec<String> =
        (0..chooser.between(2, 4)).map(|number| format!("p{number}")).collect();
    let members = chooser.some(&single, 1);
    let party = |name: &String| Party { name: name.clone(), members: Vec::new() };
    let mut parties: Vec<_> = single.iter().map(party).collect();
    if shape.wide && chooser.chance(40) {
        parties.push(Party { name: "g".to_owned(), members });
    }
    parties
}

fn parties_document(chooser: &mut Chooser<'_>, parties: &[Party]) -> Value {
    let mut document = Map::new();
    for party in parties {
        let mut written = json!("a party");
        if !party.members.is_empty() {
            written = json!({ "gist": "a group", "members": party.members });
            if chooser.chance(50) {
                written["speaks"] = json!(*chooser.one(&["any", "any", "all"]));
            }
        }
        document.insert(party.name.clone(), written);
    }
    document.into()
}

/// The run in half of the cases, else one of the kinds.
fn scope(chooser: &mut Chooser<'_>, kinds: usize) -> Of {
    (kinds > 0 && chooser.chance(55)).then(|| chooser.below(kinds))
}

/// Up to three names that are told in each scope.
fn names(chooser: &mut Chooser<'_>, kinds: usize) -> Vec<Name> {
    let scopes: Vec<Of> = std::iter::once(None).chain((0..kinds).map(Some)).collect();
    let mut names = Vec::new();
    for of in scopes {
        for _ in 0..chooser.between(0, 3) {
            let types = [
                Type::Quantity(false),
                Type::Words,
                Type::Instant,
                Type::Party,
                Type::Quantity(true),
            ];
            names.push(Name { name: format!("t{}", names.len()), of, kind: *chooser.one(&types) });
        }
    }
    names
}

fn acts(chooser: &mut Chooser<'_>, shape: Shape, known: &Known) -> Vec<Act> {
    let count = chooser.between(2, shape.acts);
    let mut scopes: Vec<Of> = (0..count).map(|_| scope(chooser, known.kinds.len())).collect();
    // What events open needs an act that does.
    for (number, kind) in known.kinds.iter().enumerate() {
        if kind.opening == Opening::Events && !scopes.contains(&Some(number)) {
            scopes.push(Some(number));
        }
    }
    let numbered = scopes.into_iter().enumerate();
    numbered.map(|(number, of)| act(chooser, shape, known, format!("a{number}"), of)).collect()
}

fn act(chooser: &mut Chooser<'_>, shape: Shape, known: &Known, name: String, of: Of) -> Act {
    let mut by = chooser.some(&known.all(), 1);
    if known.is_over_parties(of) && chooser.chance(60) {
        by = vec!["each".to_owned()];
        if chooser.chance(30) {
            by.push(chooser.one(&known.all()).clone());
        }
    }
    let protects = chooser.chance(50).then(|| match chooser.below(10) {
        0..=3 => vec![chooser.one(&known.all()).clone()],
        4..=5 if known.is_over_parties(of) => vec!["each".to_owned()],
        6 => Vec::new(),
        _ => chooser.some(&known.all(), 1),
    });
    let names = known.names.iter().enumerate().filter(|(_, it)| it.of == of);
    let own: Vec<_> = names.map(|(number, _)| number).collect();
    let tells = if chooser.chance(60) { chooser.some(&own, 0) } else { Vec::new() };
    let has_unit = shape.wide && chooser.chance(12);
    let is_power = shape.wide && chooser.chance(20);
    Act { name, of, by, protects, tells, has_unit, is_power }
}

impl Names<'_, '_> {
    fn act_document(&mut self, act: &Act) -> Value {
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
        let is_all =
            act.by.len() == self.known.parties.len() && !act.by.contains(&"each".to_owned());
        put("by", if is_all { json!("all") } else { json!(act.by) });
        if let Some(kind) = act.of {
            put("of", json!(self.known.kinds[kind].name));
            if self.chooser.chance(60) {
                let unnamed = *self.chooser.one(kinds::unnamed(self.known, kind));
                put("unnamed", json!(unnamed));
            }
        }
        if self.chooser.chance(if act.is_power { 60 } else { 30 }) {
            put("requires", self.condition(Place::resting(act.of)));
        }
        if self.shape.wide && self.chooser.chance(25) {
            put("expires_when", self.condition(Place::of(act.of)));
        }
        if act.is_power {
            put("power", json!(true));
        }
        if let Some(protects) = &act.protects {
            put("protects", json!(protects));
        }
        if !act.tells.is_empty() {
            let tell = |it: &usize| {
                let name = &self.known.names[*it];
                (name.name.clone(), type_document(name.kind))
            };
            let tells: Map<String, Value> = act.tells.iter().map(tell).collect();
            put("tells", tells.into());
        }
        if act.has_unit {
            put("unit", unit());
        }
        document.into()
    }
}

/// The unit of every generated agreement.
fn unit() -> Value {
    json!({ "name": "EUR", "places": 2 })
}

fn type_document(kind: Type) -> Value {
    match kind {
        Type::Quantity(false) => json!("quantity"),
        Type::Quantity(true) => json!({ "unit": unit() }),
        Type::Instant => json!("instant"),
        Type::Party => json!("party"),
        Type::Words => json!(WORDS),
    }
}
