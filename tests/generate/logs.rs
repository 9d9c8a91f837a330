//! Random logs, written for an agreement: of one run, or of several runs in turn.

use serde_json::{Map, Value, json};

use super::agreements::{Obligation, PARTIES, Terms};
use super::{Chooser, Shape, times};

/// A log for these terms, and the time that it comes to.
pub fn choose(chooser: &mut Chooser<'_>, shape: Shape, terms: &Terms) -> (Vec<Value>, i64) {
    let mut writer =
        Writer { chooser, shape, terms, now: 0, opened: vec![0], is_just_after: false };
    let count = writer.chooser.between(0, shape.events);
    let log: Vec<Value> = (0..count).map(|_| writer.event()).collect();
    let now = writer.now;
    let log = match chooser.below(10) {
        8 if shape.cases > 1 => spread(chooser, shape, log),
        9 if shape.cases > 1 => echoed(chooser, shape, &log),
        _ => log,
    };
    (log, now)
}

/// The events of one log told as those of several runs.
fn spread(chooser: &mut Chooser<'_>, shape: Shape, mut log: Vec<Value>) -> Vec<Value> {
    for event in &mut log {
        let case = chooser.below(shape.cases);
        if case > 0 {
            event["case"] = json!(format!("case-{case}"));
        }
    }
    log
}

/// Several runs in which the same happens, each a little later than the one before and now and then
/// in other quantities: the edge that one run records, the next follows or just misses.
fn echoed(chooser: &mut Chooser<'_>, shape: Shape, log: &[Value]) -> Vec<Value> {
    let delays: Vec<i64> =
        (0..shape.cases).map(|_| *chooser.one(&[0, 1, 1_800, 3_600, 86_400])).collect();
    let mut echoed = Vec::new();
    for event in log {
        for (case, delay) in delays.iter().enumerate() {
            let mut event = event.clone();
            event["case"] = json!(format!("case-{case}"));
            for key in ["time", "until", "known"] {
                if let Some(text) = event[key].as_str() {
                    event[key] = json!(times::later(text, *delay));
                } else {
                    event.as_object_mut().unwrap().remove(key);
                }
            }
            if event.get("act").is_some() && chooser.chance(20) {
                event["quantity"] = json!(chooser.number(1..=4, 20));
            }
            echoed.push(event);
        }
    }
    echoed
}

struct Writer<'a, 'c, 'n> {
    chooser: &'c mut Chooser<'n>,
    shape: Shape,
    terms: &'a Terms,
    now: i64,
    /// Times of earlier events, from which deadlines may run.
    opened: Vec<i64>,
    /// Whether the last event came just after its second.
    is_just_after: bool,
}

impl Writer<'_, '_, '_> {
    fn event(&mut self) -> Value {
        let mut event = Map::new();
        let late = self.chooser.chance(self.shape.out_of_order);
        let time = if late {
            (self.now - self.chooser.between(1, 4_000) as i64).max(0)
        } else {
            let earliest = self.now + i64::from(self.is_just_after);
            self.now = self.later().max(earliest);
            self.opened.push(self.now);
            self.now
        };
        if !late {
            self.is_just_after = self.chooser.chance(4);
        }
        let text = if self.is_just_after && !late {
            times::just_after(time)
        } else {
            times::spelled(self.chooser, time)
        };
        event.insert("time".to_owned(), json!(text));
        self.say(&mut event);
        if self.shape.cuts && self.chooser.chance(10) {
            let delay = *self.chooser.one(&[0, 3_600, 7_200]);
            event.insert("known".to_owned(), json!(times::written(time + delay)));
        }
        if self.chooser.chance(5) {
            event.insert("note".to_owned(), json!("a remark"));
        }
        event.into()
    }

    /// A time not before now: often on a deadline that may run, just before it, or just after.
    fn later(&mut self) -> i64 {
        let from = *self.chooser.one(&self.opened);
        let (_, length) = *self.chooser.one(&times::EXACT);
        let aimed = from + length + *self.chooser.one(&[0, -1, 1]);
        match self.chooser.below(20) {
            0..=2 => self.now,
            3..=8 if aimed >= self.now && aimed - self.now < 200_000 => aimed,
            3..=16 => self.now + *self.chooser.one(&[1_800, 3_600, 5_400, 7_200, 1_799, 1]),
            17 if self.shape.calendar && self.chooser.chance(10) => self.now + 86_400 * 366 * 30,
            17 => self.now + 86_400,
            18 if self.shape.calendar => self.now + *self.chooser.one(&[29, 30, 31]) * 86_400,
            _ => self.now + 600,
        }
    }

    fn say(&mut self, event: &mut Map<String, Value>) {
        match self.chooser.below(100) {
            0..=56 => self.act(event),
            57..=75 => self.verify(event),
            76..=78 => {
                let obligation = self.obligation();
                event.insert("release".to_owned(), json!(obligation.name));
                self.actor(event, obligation.creditor, 20);
            }
            79..=85 => {
                let obligation = self.obligation_with_a_deadline();
                event.insert("extend".to_owned(), json!(obligation.name));
                self.actor(event, obligation.creditor, 10);
                let lengths = [86_400 * 33, 90_000, 7_200, 86_400 * 400, 3_600, 0, -1, -600];
                let by = *self.chooser.one(&lengths);
                event.insert("until".to_owned(), json!(times::written((self.now + by).max(0))));
            }
            86..=90 => self.amend(event),
            91..=94 => self.waive(event),
            95..=97 => {
                if self.chooser.chance(50) {
                    self.actor(event, PARTIES[0], 50);
                }
            }
            _ => {
                let strangers = ["zoe", "ada", "bob"];
                event.insert("actor".to_owned(), json!(self.chooser.one(&strangers)));
                event.insert("act".to_owned(), json!("nothing-known"));
            }
        }
    }

    fn obligation(&mut self) -> Obligation {
        self.chooser.one(&self.terms.obligations).clone()
    }

    /// One that has a deadline, in most cases, if there is one.
    fn obligation_with_a_deadline(&mut self) -> Obligation {
        let with: Vec<&Obligation> =
            self.terms.obligations.iter().filter(|it| it.has_deadline()).collect();
        if with.is_empty() || self.chooser.chance(10) {
            self.obligation()
        } else {
            (*self.chooser.one(&with)).clone()
        }
    }

    /// This actor, but in so many of a hundred cases somebody.
    fn actor(&mut self, event: &mut Map<String, Value>, actor: &str, wrong: usize) {
        let actor = if self.chooser.chance(wrong) { *self.chooser.one(&PARTIES) } else { actor };
        event.insert("actor".to_owned(), json!(actor));
    }

    fn act(&mut self, event: &mut Map<String, Value>) {
        // Acts that somebody owes or must not do come first.
        let act = if self.chooser.chance(75) {
            self.obligation().act
        } else {
            self.chooser.below(self.terms.acts.len())
        };
        let act = &self.terms.acts[act];
        let actor = *self.chooser.one(&act.by);
        event.insert("act".to_owned(), json!(act.name));
        self.actor(event, actor, 5);
        if self.chooser.chance(45) {
            event.insert("quantity".to_owned(), json!(self.chooser.number(1..=5, 40)));
        }
    }

    fn verify(&mut self, event: &mut Map<String, Value>) {
        let verified: Vec<&Obligation> =
            self.terms.obligations.iter().filter(|it| it.verifier.is_some()).collect();
        let word = *self.chooser.one(&["attest", "attest", "deny"]);
        let obligation = if verified.is_empty() || self.chooser.chance(5) {
            self.obligation()
        } else {
            (*self.chooser.one(&verified)).clone()
        };
        event.insert(word.to_owned(), json!(obligation.name));
        self.actor(event, obligation.verifier.unwrap_or(obligation.creditor), 10);
    }

    fn amend(&mut self, event: &mut Map<String, Value>) {
        let obligation = self.obligation();
        event.insert("amend".to_owned(), json!(obligation.name));
        let all_agree = self.chooser.chance(80);
        let actors = if all_agree { PARTIES.to_vec() } else { self.chooser.some(&PARTIES, 0) };
        event.insert("actors".to_owned(), json!(actors));
        let by = self.chooser.below(3);
        if by != 1 {
            event.insert("verified_by".to_owned(), json!(self.chooser.one(&PARTIES)));
        }
        if by != 0 {
            event.insert("debtor".to_owned(), json!(self.chooser.one(&PARTIES)));
        }
    }

    fn waive(&mut self, event: &mut Map<String, Value>) {
        let act = self.chooser.below(self.terms.acts.len());
        let act = &self.terms.acts[act];
        event.insert("waive".to_owned(), json!(act.name));
        let needed = act.protects.clone().unwrap_or_else(|| PARTIES.to_vec());
        let actors = if self.chooser.chance(70) { needed } else { self.chooser.some(&PARTIES, 0) };
        event.insert("actors".to_owned(), json!(actors));
    }
}
