//! Random logs, written for an agreement.

use serde_json::{Map, Value, json};

use super::agreements::Terms;
use super::known::{Obligation, Of, Opening};
use super::{Chooser, Shape, runs, times};

/// A log for these terms, and the time that it comes to.
pub fn choose(chooser: &mut Chooser<'_>, shape: Shape, terms: &Terms) -> (Vec<Value>, i64) {
    let lengths = lengths(&terms.document);
    let mut writer = Writer {
        chooser,
        shape,
        terms,
        lengths,
        now: 0,
        moments: vec![0],
        is_just_after: false,
        log: Vec::new(),
        next: None,
    };
    let count = writer.chooser.between(0, shape.events);
    for _ in 0..count {
        let event = writer.event();
        writer.log.push(event);
    }
    let (log, now) = (writer.log, writer.now);
    (runs::choose(chooser, shape, log), now)
}

/// About how long the durations of an agreement last.
fn lengths(document: &Value) -> Vec<i64> {
    fn walk(value: &Value, found: &mut Vec<i64>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, part)| {
                let keys = ["within", "for", "per", "in_any", "deemed_after", "every", "after"];
                if keys.contains(&key.as_str()) {
                    found.push(times::length(part));
                }
                walk(part, found);
            }),
            Value::Array(parts) => parts.iter().for_each(|part| walk(part, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(document, &mut found);
    found.push(times::DAY);
    found
}

pub struct Writer<'a, 'n> {
    pub chooser: &'a mut Chooser<'n>,
    pub shape: Shape,
    pub terms: &'a Terms,
    lengths: Vec<i64>,
    pub now: i64,
    /// When something happened, from which deadlines may run.
    moments: Vec<i64>,
    /// Whether the last event came just after its second.
    is_just_after: bool,
    log: Vec<Value>,
    /// An obligation that the next word is likely to be about, and the subject.
    pub next: Option<(usize, Option<String>)>,
}

impl Writer<'_, '_> {
    fn event(&mut self) -> Value {
        let is_wrong = self.chooser.chance(self.shape.wrong);
        let wrong = if is_wrong { self.chooser.below(10) } else { 100 };
        if let (0..=1, Some(again)) = (wrong, self.again()) {
            return again;
        }
        let mut event = Map::new();
        let is_late = wrong == 2;
        let time = if is_late {
            (self.now - self.chooser.between(1, 90_000) as i64).max(0)
        } else {
            self.now = self.later().max(self.now + i64::from(self.is_just_after));
            self.moments.push(self.now);
            self.is_just_after = self.chooser.chance(4);
            self.now
        };
        let text = match self.is_just_after && !is_late {
            true => times::just_after(time),
            false => times::spelled(self.chooser, time),
        };
        event.insert("time".to_owned(), json!(text));
        self.say(&mut event);
        if self.chooser.chance(30) {
            event.insert("id".to_owned(), json!(format!("e{}", self.log.len())));
        }
        match wrong {
            // Whoever waives and amends is written as several.
            3 if event.contains_key("actors") => {
                event.insert("actors".to_owned(), json!(["stranger"]));
            }
            3 => {
                event.insert("actor".to_owned(), json!("stranger"));
            }
            4 => {
                event.insert("known".to_owned(), json!(times::written(time - 3_600)));
            }
            // Few events tell anything, so what they leave out comes more often than other wrongs.
            5 | 8 => {
                event.remove("told");
            }
            9 => {
                let told = event.get_mut("told").and_then(Value::as_object_mut);
                if let Some(told) = told {
                    let first = told.keys().next().cloned();
                    first.and_then(|name| told.remove(&name));
                }
            }
            6 => {
                event.insert("subject".to_owned(), json!("nowhere"));
            }
            7 => {
                event.remove("subject");
            }
            _ if self.shape.cuts && self.chooser.chance(10) => {
                let delay = *self.chooser.one(&[0, 3_600, 90_000, 5 * times::DAY]);
                event.insert("known".to_owned(), json!(times::written(time + 1 + delay)));
            }
            _ => {}
        }
        if self.chooser.chance(5) {
            event.insert("note".to_owned(), json!("a remark"));
        }
        event.into()
    }

    /// A line that had an id, told again: as it was, or otherwise.
    fn again(&mut self) -> Option<Value> {
        let had: Vec<_> = self.log.iter().filter(|it| it.get("id").is_some()).cloned().collect();
        if had.is_empty() {
            return None;
        }
        let mut again = self.chooser.one(&had).clone();
        match self.chooser.below(4) {
            0 => again["note"] = json!("told again"),
            1 if again.get("quantity").is_none() && again.get("act").is_some() => {
                again["quantity"] = json!(1);
            }
            2 => again["time"] = json!(times::written(self.now)),
            _ => {}
        }
        Some(again)
    }

    /// A time not before now: often on a deadline that may run, just before it, or just after.
    fn later(&mut self) -> i64 {
        let from = *self.chooser.one(&self.moments);
        let length = *self.chooser.one(&self.lengths);
        let aimed = from + length + *self.chooser.one(&[0, 0, -1, 1]);
        match self.chooser.below(20) {
            0..=3 => self.now,
            4..=9 if aimed >= self.now && aimed - self.now < 9 * times::DAY => aimed,
            4..=15 => self.now + *self.chooser.one(&[3_600, 21_600, 43_200, 5_400, 1]),
            16..=18 => self.now + times::DAY,
            _ => self.now + *self.chooser.one(&[2, 3, 9, 31]) * times::DAY,
        }
    }

    fn say(&mut self, event: &mut Map<String, Value>) {
        let next = self.next.take();
        if let Some((obligation, subject)) = next
            && self.chooser.chance(55)
        {
            let obligation = self.terms.known.obligations[obligation].clone();
            let word = *self.chooser.one(&["attest", "deny", "attest"]);
            return self.verify(event, word, &obligation, subject);
        }
        match self.chooser.below(100) {
            0..=64 => self.act(event),
            65..=71 => {
                let obligation = self.obligation(|it| it.verifier.is_some());
                let word = *self.chooser.one(&["attest", "attest", "deny"]);
                let subject = self.subject(obligation.of);
                self.verify(event, word, &obligation, subject);
            }
            72..=74 => self.release(event),
            75..=81 => self.extend(event),
            82..=88 => self.amend(event),
            89..=92 => self.waive(event),
            _ => {
                if self.chooser.chance(50) {
                    let party = self.party();
                    event.insert("actor".to_owned(), json!(party));
                }
            }
        }
    }

    /// One of the obligations for which this holds, in most cases, if there is one.
    pub fn obligation(&mut self, fits: impl Fn(&Obligation) -> bool) -> Obligation {
        let all = &self.terms.known.obligations;
        let fitting: Vec<_> = all.iter().filter(|it| fits(it)).collect();
        if fitting.is_empty() || self.chooser.chance(8) {
            return self.chooser.one(all).clone();
        }
        (*self.chooser.one(&fitting)).clone()
    }

    pub fn party(&mut self) -> String {
        let parties = &self.terms.known.parties;
        self.chooser.one(parties).name.clone()
    }

    /// A subject of a kind, by name.
    pub fn subject(&mut self, of: Of) -> Option<String> {
        let kind = &self.terms.known.kinds[of?];
        if kind.opening != Opening::Periods {
            return Some(self.chooser.one(&kind.subjects).clone());
        }
        // Of periods one that begins about now.
        let now = times::written(self.now);
        let begun = kind.subjects.iter().filter(|it| **it <= now).count();
        let place = (begun + self.chooser.below(3)).saturating_sub(1 + self.chooser.below(2));
        let place = place.min(kind.subjects.len() - 1);
        Some(kind.subjects[place].clone())
    }

    /// The party that is written, `each` and a told one by what they may be.
    pub fn resolved(&mut self, party: &Value, subject: Option<&String>) -> String {
        match party.as_str() {
            Some("each") => subject.cloned().unwrap_or_else(|| self.party()),
            Some(name) => name.to_owned(),
            None => self.party(),
        }
    }
}
