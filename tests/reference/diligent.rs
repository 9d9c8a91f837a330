//! A party that does each act as soon as it is due, and nothing else (section 7, blame is sound).

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::document::{Agreement, Form};
use super::events::Event;
use super::run::Run;
use super::state::{RUN, ScopeId, Status};
use super::time::{Instant, instant, printed};
use super::timers::Phase;
use super::told::{Type, shown};

/// What a diligent party's run comes to.
#[derive(Debug)]
pub struct Diligence {
    /// The log that the others' became: with what the party did, and with ticks at the instants at
    /// which it looked.
    pub log: Vec<Value>,
    /// What that log comes to.
    pub report: Value,
    /// The places in it of what the party did.
    pub own: BTreeSet<usize>,
    /// The obligations with which it could not be diligent: those that count only what is told so,
    /// those over acts of a kind that are owed in no subject, and those that are no duty to perform.
    pub skipped: BTreeSet<String>,
}

/// What the others' log comes to where a party is diligent.
///
/// # Errors
///
/// As for [`super::judge`].
pub fn judge_with_diligent(
    agreement: &Value,
    log: &[Value],
    party: &str,
    as_of: &str,
) -> Result<Diligence, String> {
    let agreement = Rc::new(Agreement::read(agreement)?);
    if let Some(obligation) = agreement.circle() {
        return Err(format!("`{obligation}` rests on itself"));
    }
    let mut run = Run::new(Rc::clone(&agreement), Vec::new());
    let mut did = Diligence {
        log: Vec::new(),
        report: Value::Null,
        own: BTreeSet::new(),
        skipped: BTreeSet::new(),
    };
    run.catch_up(party, &mut did);
    for line in log {
        let time = Event::read(&agreement, 0, line)?.time;
        if run.state.as_ref().is_some_and(|state| time >= state.clock) {
            run.live_on(time, party, &mut did);
        }
        // What stands before it has places of its own.
        let event = Event::read(&agreement, did.log.len() + 1, line)?;
        did.log.push(line.clone());
        run.record(&event);
        run.catch_up(party, &mut did);
    }
    let as_of = instant(as_of)?;
    if run.state.as_ref().is_some_and(|state| as_of >= state.clock) {
        run.live_on(as_of, party, &mut did);
    }
    did.report = run.report(&[]);
    Ok(did)
}

impl Run {
    /// The clock moves on, timer by timer, and the party does what falls due.
    fn live_on(&mut self, to: Instant, party: &str, did: &mut Diligence) {
        while let Some(phase) = self.step(to) {
            // What deadlines bring is there just after their instant.
            if phase == Phase::Deadlines {
                self.advance(self.state().clock + TimeDelta::nanoseconds(1));
            }
            self.catch_up(party, did);
        }
        self.advance(to);
        did.log.push(json!({ "time": printed(to) }));
    }

    fn catch_up(&mut self, party: &str, did: &mut Diligence) {
        for _ in 0..50 {
            if self.state.is_none() {
                return;
            }
            let Some(line) = self.next_owed(party, &mut did.skipped) else { return };
            let place = did.log.len() + 1;
            let event =
                Event::read(&self.agreement, place, &line).expect("a line that can be read");
            did.log.push(line.clone());
            did.own.insert(place);
            let found = self.record(&event);
            assert!(found.iter().all(|it| it.kind != "void"), "{line}: {found:?}");
        }
    }

    /// A line by which the party does what it owes and may do.
    fn next_owed(&self, party: &str, skipped: &mut BTreeSet<String>) -> Option<Value> {
        let view = self.view();
        for obligation in &self.agreement.obligations {
            if !matches!(obligation.form, Form::Perform(_)) {
                skipped.insert(obligation.name.clone());
                continue;
            }
            for scope in self.state().scopes_of(obligation.of.as_deref()) {
                let standing = &self.state().scopes[scope].obligations[&obligation.name];
                if standing.status != Status::Due || standing.debtor.as_deref() != Some(party) {
                    continue;
                }
                let act = view.acts_of(obligation).find(|act| {
                    let is_there = act.of.is_none() || scope != RUN;
                    is_there && view.may_be_done(act, scope)
                });
                let (Some(act), true) = (act, obligation.matching.0.is_empty()) else {
                    skipped.insert(obligation.name.clone());
                    continue;
                };
                let lacks = standing.quantity.unwrap_or(1).saturating_sub(standing.progress);
                let place = if act.of.is_some() { scope } else { RUN };
                return Some(self.line(party, &act.name, lacks, place));
            }
        }
        None
    }

    fn line(&self, party: &str, act: &str, quantity: u64, scope: ScopeId) -> Value {
        let act = self.agreement.act(act).expect("an act");
        let now = printed(self.state().clock);
        let mut line = json!({
            "time": now,
            "actor": party,
            "act": act.name,
            "quantity": shown(quantity, act.unit.as_ref()),
        });
        if let Some(subject) = self.state().scopes[scope].name() {
            line["subject"] = json!(subject);
        }
        let mut told = Map::new();
        for (name, kind) in &act.tells {
            let value = match kind {
                Type::Quantity(None) => json!(1),
                Type::Quantity(Some(_)) => json!("1"),
                Type::Instant => json!(now),
                Type::Party => json!(party),
                Type::Words(words) => json!(words[0]),
            };
            told.insert(name.clone(), value);
        }
        if !told.is_empty() {
            line["told"] = told.into();
        }
        line
    }
}
