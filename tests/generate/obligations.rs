//! Random obligations (sections 2, 8 and 9).

use serde_json::{Map, Value, json};

use super::conditions::{Names, Place, decimal};
use super::known::{Act, Obligation, Of, Opening, Type};

impl Names<'_, '_> {
    /// An obligation, and what a log must know of it.
    pub fn obligation(&mut self, name: &str, of: Of) -> (Value, Obligation) {
        let acts = self.acts_owed(of);
        let mut form = match acts.is_empty() {
            true => 100,
            false if self.shape.wide => self.chooser.below(100),
            false => self.chooser.below(85),
        };
        let mut terms = Map::new();
        if let Some(kind) = of {
            terms.insert("of".to_owned(), json!(self.known.kinds[kind].name));
        }
        let debtor = self.debtor(of, &acts, form < 60).unwrap_or_else(|| {
            // Nobody who can be written here is able to: something is to be achieved instead.
            form = 100;
            json!(self.known.all()[0])
        });
        let mut known = Obligation {
            name: name.to_owned(),
            of,
            acts,
            is_prohibition: (60..85).contains(&form),
            creditor: self.other(of, &[&debtor], 8),
            debtor,
            verifier: None,
            has_deadline: false,
            has_unit: false,
        };
        terms.insert("debtor".to_owned(), known.debtor.clone());
        terms.insert("creditor".to_owned(), known.creditor.clone());
        known.has_unit = known.acts.first().is_some_and(|it| self.known.acts[*it].has_unit);
        let names: Vec<_> = known.acts.iter().map(|it| self.known.acts[*it].name.clone()).collect();
        let names = match names.as_slice() {
            [one] => json!(one),
            many => json!(many),
        };
        match form {
            0..=59 => {
                terms.insert("perform".to_owned(), names);
                self.performance(&mut terms, &mut known);
            }
            60..=84 => {
                terms.insert("refrain".to_owned(), names);
                self.prohibition(&mut terms, &known);
            }
            _ => {
                known.acts.clear();
                known.has_unit = false;
                terms.insert("achieve".to_owned(), self.condition(Place::of(of)));
                self.deadline(&mut terms, &mut known);
            }
        }
        self.life(&mut terms, name, of);
        (terms.into(), known)
    }

    /// The acts of an obligation: of one unit; of another scope only the run's, or a run's of a kind.
    fn acts_owed(&mut self, of: Of) -> Vec<usize> {
        let is_seen = |act: &Act| of.is_none() || act.of.is_none() || act.of == of;
        let acts = self.known.acts.iter().enumerate();
        let seen: Vec<_> = acts.filter(|(_, act)| is_seen(act)).map(|(number, _)| number).collect();
        if seen.is_empty() {
            return seen;
        }
        // Its own acts come first.
        let own: Vec<_> = seen.iter().copied().filter(|it| self.known.acts[*it].of == of).collect();
        let first = match own.is_empty() || self.chooser.chance(25) {
            true => *self.chooser.one(&seen),
            false => *self.chooser.one(&own),
        };
        let mut acts = vec![first];
        if self.shape.wide && self.chooser.chance(30) {
            let second = *self.chooser.one(&seen);
            let unit = |act: usize| self.known.acts[act].has_unit;
            if second != first && unit(second) == unit(first) {
                acts.push(second);
            }
        }
        acts
    }

    /// Who is able to do each of these acts; for a duty now and then one who is to be told.
    fn debtor(&mut self, of: Of, acts: &[usize], is_to_perform: bool) -> Option<Value> {
        let does = |party: &str, act: usize| {
            let by = &self.known.acts[act].by;
            let actors = self.known.actors(party);
            by.iter()
                .any(|by| by == party || actors.iter().any(|it| self.known.actors(by).contains(it)))
        };
        let mut able: Vec<Value> = self
            .known
            .all()
            .into_iter()
            .filter(|party| !is_to_perform || acts.iter().all(|act| does(party, *act)))
            .map(Value::from)
            .collect();
        let has_each = |act: &usize| self.known.acts[*act].by.iter().any(|it| it == "each");
        let each_is_able = acts
            .iter()
            .all(|act| !is_to_perform || has_each(act) && self.known.acts[*act].of == of);
        if self.known.is_over_parties(of) && each_is_able {
            able.extend(vec![json!("each"); 3]);
        }
        let told = self.parties_told(of);
        if !told.is_empty() && self.chooser.chance(10) {
            return Some(json!({ "told": self.chooser.one(&told) }));
        }
        (!able.is_empty()).then(|| self.chooser.one(&able).clone())
    }

    fn parties_told(&self, of: Of) -> Vec<String> {
        let mut told = self.known.told_in(of, |kind| kind == Type::Party);
        if of.is_some_and(|kind| self.known.kinds[kind].opening == Opening::Events) {
            told.push("opener".to_owned());
        }
        told
    }

    /// A party that is none of these.
    fn other(&mut self, of: Of, taken: &[&Value], told_chance: usize) -> Value {
        let told = self.parties_told(of);
        if !told.is_empty() && self.chooser.chance(told_chance) {
            let told = json!({ "told": self.chooser.one(&told) });
            if !taken.contains(&&told) {
                return told;
            }
        }
        let mut others: Vec<Value> = self.known.all().into_iter().map(Value::from).collect();
        if self.known.is_over_parties(of) {
            others.push(json!("each"));
        }
        others.retain(|it| !taken.contains(&it));
        self.chooser.one(&others).clone()
    }

    fn performance(&mut self, terms: &mut Map<String, Value>, known: &mut Obligation) {
        let told = self.known.told_in(known.of, |kind| kind == Type::Quantity(known.has_unit));
        if !told.is_empty() && self.chooser.chance(35) {
            terms.insert("quantity".to_owned(), self.told_figure(&told));
        } else if known.has_unit {
            let whole = self.chooser.between(1, 4) as u64;
            terms.insert("quantity".to_owned(), decimal(self.chooser, whole));
        } else if self.chooser.chance(40) {
            terms.insert("quantity".to_owned(), json!(self.chooser.number(1..=4, 15)));
        }
        self.deadline(terms, known);
        if self.chooser.chance(30) {
            let early = *self.chooser.one(&["ignored", "counts"]);
            terms.insert("early".to_owned(), json!(early));
        }
        if self.chooser.chance(35) {
            let verifier = self.other(known.of, &[&known.debtor], 20);
            terms.insert("verified_by".to_owned(), verifier.clone());
            known.verifier = Some(verifier);
            if self.shape.wide && self.chooser.chance(40) {
                terms.insert("deemed_after".to_owned(), self.span());
            }
        }
        self.where_told(terms, known);
    }

    fn told_figure(&mut self, names: &[String]) -> Value {
        let mut figure = json!({ "told": self.chooser.one(names) });
        if self.chooser.chance(50) {
            let shares = [json!("0.5"), json!("2"), json!(0.25), json!("0.333333333"), json!(3)];
            figure["share"] = self.chooser.one(&shares).clone();
        }
        figure
    }

    fn prohibition(&mut self, terms: &mut Map<String, Value>, known: &Obligation) {
        let told = self.known.told_in(known.of, |kind| kind == Type::Quantity(known.has_unit));
        let is_stretch = self.chooser.chance(25) && self.shape.telling;
        if !told.is_empty() && !is_stretch && self.chooser.chance(25) {
            terms.insert("beyond".to_owned(), self.told_figure(&told));
        } else if known.has_unit {
            let whole = self.chooser.between(1, 4) as u64;
            terms.insert("beyond".to_owned(), json!(format!("{whole}.50")));
        } else if self.chooser.chance(60) {
            let huge = if is_stretch { 0 } else { 15 };
            terms.insert("beyond".to_owned(), json!(self.chooser.number(0..=3, huge)));
        }
        if is_stretch {
            // A stretch remembers each event: at most a hundred.
            if terms.get("beyond").is_some_and(Value::is_string) {
                terms.insert("beyond".to_owned(), json!("0.50"));
            }
            terms.insert("in_any".to_owned(), self.span());
        } else if self.chooser.chance(35) {
            terms.insert("per".to_owned(), self.span());
        }
        self.where_told(terms, known);
    }

    /// Names that each of the acts tells.
    fn where_told(&mut self, terms: &mut Map<String, Value>, known: &Obligation) {
        let tells = |act: &usize| self.known.acts[*act].tells.clone();
        let Some(first) = known.acts.first() else { return };
        let common: Vec<_> = tells(first)
            .into_iter()
            .filter(|name| known.acts.iter().all(|act| tells(act).contains(name)))
            .collect();
        if self.chooser.chance(25) {
            let matching = self.matching(&common);
            if !matching.is_empty() {
                terms.insert("where".to_owned(), json!(matching));
            }
        }
    }

    fn deadline(&mut self, terms: &mut Map<String, Value>, known: &mut Obligation) {
        known.has_deadline = true;
        match self.chooser.below(20) {
            0..=10 => {
                let within = match self.chooser.chance(4) {
                    true => json!("PT0S"),
                    false => self.span(),
                };
                terms.insert("within".to_owned(), within);
            }
            11..=15 => {
                terms.insert("at".to_owned(), self.moment(known.of, true));
            }
            _ => known.has_deadline = false,
        }
        if known.has_deadline && self.chooser.chance(15) {
            terms.insert("target".to_owned(), json!(true));
        }
    }

    fn life(&mut self, terms: &mut Map<String, Value>, name: &str, of: Of) {
        let others: Vec<_> = self
            .obligations
            .iter()
            .filter(|(other, its)| other != name && (its.is_none() || *its == of))
            .map(|(other, _)| other.clone())
            .collect();
        // A remedy is mostly owed once what it repairs is breached.
        let repairs = self.remedies.iter().find(|(remedy, _)| remedy == name).cloned();
        if let (Some((_, breached)), true) = (repairs, self.chooser.chance(75)) {
            terms.insert("when".to_owned(), json!({ "breached": breached }));
        } else if self.chooser.chance(40) {
            terms.insert("when".to_owned(), self.condition(Place::of(of)));
        }
        if self.chooser.chance(15) {
            terms.insert("until".to_owned(), self.condition(Place::of(of)));
        }
        if self.chooser.chance(22) {
            terms.insert("suspended_while".to_owned(), self.condition(Place::resting(of)));
        }
        if self.chooser.chance(10) {
            terms.insert("binding".to_owned(), json!(false));
        }
        if self.chooser.chance(12) {
            terms.insert("survives".to_owned(), json!(true));
        }
        if self.shape.wide && !others.is_empty() && self.chooser.chance(50) {
            let remedy = self.chooser.one(&others).clone();
            terms.insert("repaired_by".to_owned(), json!(remedy));
            if self.obligations.iter().any(|(other, its)| *other == remedy && *its == of) {
                self.remedies.push((remedy, name.to_owned()));
            }
        }
    }
}
