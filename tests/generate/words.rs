//! What a line of a random log says.

use serde_json::{Map, Value, json};

use super::conditions::decimal;
use super::known::{Act, Obligation, Opening, Type, WORDS};
use super::logs::Writer;
use super::times;

type Line = Map<String, Value>;

impl Writer<'_, '_> {
    pub fn act(&mut self, event: &mut Line) {
        // Acts that somebody owes or must not do come first.
        let known = &self.terms.known;
        let owed: Vec<usize> = (0..known.obligations.len())
            .filter(|it| !known.obligations[*it].acts.is_empty())
            .collect();
        if owed.is_empty() || !self.chooser.chance(75) {
            let act = self.chooser.one(&self.terms.known.acts).clone();
            let subject = self.subject(act.of);
            return self.do_act(event, &act, subject, None);
        }
        let place = *self.chooser.one(&owed);
        let obligation = self.terms.known.obligations[place].clone();
        let act = self.terms.known.acts[*self.chooser.one(&obligation.acts)].clone();
        let subject = self.subject(act.of);
        self.do_act(event, &act, subject.clone(), Some(&obligation));
        if obligation.verifier.is_some() {
            let subject =
                if obligation.of == act.of { subject } else { self.subject(obligation.of) };
            self.next = Some((place, subject));
        }
    }

    fn do_act(
        &mut self,
        event: &mut Line,
        act: &Act,
        subject: Option<String>,
        owed: Option<&Obligation>,
    ) {
        event.insert("act".to_owned(), json!(act.name));
        let by = self.chooser.one(&act.by).clone();
        let mut actor = match owed {
            Some(obligation) => self.resolved(&obligation.debtor, subject.as_ref()),
            None => self.resolved(&json!(by), subject.as_ref()),
        };
        // A group acts by one of its members, now and then.
        let actors = self.terms.known.actors(&actor);
        actor.clone_from(self.chooser.one(&actors));
        if self.chooser.chance(4) {
            actor = self.party();
        }
        event.insert("actor".to_owned(), json!(actor));
        if act.has_unit {
            let whole = self.chooser.between(1, 4) as u64;
            let quantity = decimal(self.chooser, whole);
            event.insert("quantity".to_owned(), quantity);
        } else if self.chooser.chance(40) {
            event.insert("quantity".to_owned(), json!(self.chooser.number(1..=5, 15)));
        }
        if let Some(subject) = subject
            && self.chooser.chance(75)
        {
            event.insert("subject".to_owned(), json!(subject));
        }
        self.tell(event, act);
    }

    fn tell(&mut self, event: &mut Line, act: &Act) {
        let mut told = Map::new();
        for name in &act.tells {
            let name = self.terms.known.names[*name].clone();
            let value = match name.kind {
                Type::Quantity(false) => json!(self.chooser.number(0..=5, 10)),
                Type::Quantity(true) => {
                    let whole = self.chooser.between(0, 5) as u64;
                    decimal(self.chooser, whole)
                }
                Type::Instant => {
                    let after = *self.chooser.one(&[times::DAY, 21_600, -3_600, 5 * times::DAY, 0]);
                    json!(times::spelled(self.chooser, self.now + after))
                }
                Type::Party => json!(self.party()),
                Type::Words => json!(*self.chooser.one(&WORDS)),
            };
            told.insert(name.name, value);
        }
        if !told.is_empty() {
            event.insert("told".to_owned(), told.into());
        }
    }

    fn about(&mut self, event: &mut Line, word: &str, it: &Obligation, subject: Option<&String>) {
        event.insert(word.to_owned(), json!(it.name));
        if let Some(subject) = subject {
            event.insert("subject".to_owned(), json!(subject));
        }
    }

    /// This party speaks: alone, or by its members; now and then somebody else does.
    fn spoken_by(&mut self, event: &mut Line, party: &str) {
        if self.chooser.chance(6) {
            let party = self.party();
            event.insert("actor".to_owned(), json!(party));
            return;
        }
        let mut members = self.terms.known.actors(party);
        let whole = members.remove(0);
        match self.chooser.below(3) {
            0 if !members.is_empty() => event.insert("actors".to_owned(), json!(members)),
            1 if !members.is_empty() => {
                event.insert("actor".to_owned(), json!(self.chooser.one(&members)))
            }
            _ => event.insert("actor".to_owned(), json!(whole)),
        };
    }

    pub fn verify(
        &mut self,
        event: &mut Line,
        word: &str,
        obligation: &Obligation,
        subject: Option<String>,
    ) {
        self.about(event, word, obligation, subject.as_ref());
        let verifier = obligation.verifier.clone().unwrap_or_else(|| obligation.creditor.clone());
        let verifier = self.resolved(&verifier, subject.as_ref());
        self.spoken_by(event, &verifier);
    }

    pub fn release(&mut self, event: &mut Line) {
        let obligation = self.obligation(|_| true);
        let subject = self.subject(obligation.of);
        self.about(event, "release", &obligation, subject.as_ref());
        let creditor = self.resolved(&obligation.creditor, subject.as_ref());
        self.spoken_by(event, &creditor);
    }

    pub fn extend(&mut self, event: &mut Line) {
        let obligation = self.obligation(|it| it.has_deadline);
        let subject = self.subject(obligation.of);
        self.about(event, "extend", &obligation, subject.as_ref());
        let creditor = self.resolved(&obligation.creditor, subject.as_ref());
        self.spoken_by(event, &creditor);
        event.insert("until".to_owned(), self.until());
    }

    fn until(&mut self) -> Value {
        let day = times::DAY;
        let after = *self.chooser.one(&[day, 3 * day, 21_600, 9 * day, 40 * day, 0, -3_600]);
        json!(times::written(self.now + after))
    }

    pub fn amend(&mut self, event: &mut Line) {
        let obligation = self.obligation(|_| true);
        let subject = self.subject(obligation.of);
        self.about(event, "amend", &obligation, subject.as_ref());
        let all = self.terms.known.single();
        let actors = if self.chooser.chance(85) { all } else { self.chooser.some(&all, 1) };
        event.insert("actors".to_owned(), json!(actors));
        let mut new = |key: &str, value: Value| event.insert(key.to_owned(), value);
        match self.chooser.below(7) {
            0 => {
                new("verified_by", json!(self.party()));
            }
            1 => {
                let act = obligation.acts.first().map(|it| self.terms.known.acts[*it].by.clone());
                let debtor = match act {
                    Some(by) if by[0] != "each" => self.chooser.one(&by).clone(),
                    _ => self.party(),
                };
                let debtor = if debtor == "each" { self.party() } else { debtor };
                new("debtor", json!(debtor));
            }
            2 => {
                new("creditor", json!(self.party()));
            }
            3 => {
                new("until", self.until());
            }
            4 | 5 => {
                let whole = self.chooser.between(1, 4) as u64;
                let quantity = match obligation.has_unit {
                    true => decimal(self.chooser, whole),
                    false => json!(whole),
                };
                new("quantity", quantity);
            }
            _ => {
                new("until", self.until());
                new("creditor", json!(self.party()));
            }
        }
    }

    pub fn waive(&mut self, event: &mut Line) {
        let act = self.chooser.one(&self.terms.known.acts).clone();
        event.insert("waive".to_owned(), json!(act.name));
        let subject = self.subject(act.of);
        if let Some(subject) = &subject {
            event.insert("subject".to_owned(), json!(subject));
        }
        let needed: Vec<String> = match &act.protects {
            None => self.terms.known.single(),
            Some(protects) => {
                let names: Vec<_> = protects.iter().map(|it| json!(it)).collect();
                names.iter().map(|it| self.resolved(it, subject.as_ref())).collect()
            }
        };
        let all = self.terms.known.single();
        let actors = if self.chooser.chance(80) { needed } else { self.chooser.some(&all, 1) };
        event.insert("actors".to_owned(), json!(actors));
    }
}
