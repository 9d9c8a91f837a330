//! A run of an agreement: its state, and what was found.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::document::{Agreement, From, Obligation, Opening, Whom};
use super::state::{ActState, Ender, KindState, RUN, Scope, ScopeId, Standing, State, Status};
use super::time::{Instant, printed};
use super::view::View;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub(crate) kind: &'static str,
    pub(crate) party: Option<String>,
    pub(crate) at: Instant,
    /// Its place in the log.
    pub(crate) event: Option<usize>,
    pub(crate) subject: Option<(String, String)>,
    /// `obligation` or `act`, and its name.
    pub(crate) about: Option<(&'static str, String)>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) unmet: Option<Vec<Value>>,
}

impl Finding {
    pub(crate) fn new(kind: &'static str, party: Option<String>, at: Instant) -> Self {
        Self { kind, party, at, event: None, subject: None, about: None, reason: None, unmet: None }
    }

    pub(crate) fn of_obligation(mut self, obligation: &str, scope: &Scope) -> Self {
        self.about = Some(("obligation", obligation.to_owned()));
        self.subject.clone_from(&scope.subject);
        self
    }

    pub(crate) fn by_event(mut self, place: usize) -> Self {
        self.event = Some(place);
        self
    }

    pub(crate) fn json(&self) -> Value {
        let mut shown = json!({
            "kind": self.kind,
            "party": self.party,
            "at": printed(self.at),
            "event": self.event,
        });
        if let Some((what, name)) = &self.about {
            shown[*what] = json!(name);
        }
        if let Some((kind, name)) = &self.subject {
            shown["subject"] = json!({ kind: name });
        }
        if let Some(reason) = self.reason {
            shown["reason"] = json!(reason);
        }
        if let Some(unmet) = &self.unmet {
            shown["unmet"] = json!(unmet);
        }
        shown
    }
}

/// What the rounds follow.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) is_timer: bool,
    pub(crate) is_timer_of_conditions: bool,
    pub(crate) ender: Ender,
}

impl Cause {
    pub(crate) fn start() -> Self {
        Self { is_timer: false, is_timer_of_conditions: false, ender: Ender::Time }
    }

    pub(crate) fn conditions() -> Self {
        Self { is_timer: true, is_timer_of_conditions: true, ender: Ender::Time }
    }

    pub(crate) fn deadlines() -> Self {
        Self { is_timer: true, is_timer_of_conditions: false, ender: Ender::Time }
    }

    pub(crate) fn event(actors: Vec<String>) -> Self {
        Self { is_timer: false, is_timer_of_conditions: false, ender: Ender::By(actors) }
    }
}

/// The whole of what taking events changes.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) agreement: Rc<Agreement>,
    /// The agreements that an event may put in its place, by digest.
    pub(crate) at_hand: Rc<Vec<(String, Rc<Agreement>)>>,
    /// None before the run has begun.
    pub(crate) state: Option<State>,
    pub(crate) findings: Vec<Finding>,
    /// What the effective events that had an id said.
    pub(crate) ids: BTreeMap<String, Value>,
    /// How many periods opened since the last event.
    pub(crate) opened_on_the_way: usize,
}

impl Run {
    pub(crate) fn new(agreement: Rc<Agreement>, at_hand: Vec<(String, Rc<Agreement>)>) -> Self {
        let date = agreement.date;
        let mut run = Self {
            agreement,
            at_hand: Rc::new(at_hand),
            state: None,
            findings: Vec::new(),
            ids: BTreeMap::new(),
            opened_on_the_way: 0,
        };
        if let Some(date) = date {
            run.begin(date);
        }
        run
    }

    /// The clock starts, and the state settles.
    pub(crate) fn begin(&mut self, start: Instant) {
        let agreement = Rc::clone(&self.agreement);
        let mut state = State {
            start,
            clock: start,
            in_force: None,
            terminated: None,
            scopes: vec![new_scope(&agreement, None, start)],
            kinds: BTreeMap::new(),
            history: Vec::new(),
            elapsed: BTreeMap::new(),
        };
        for kind in &agreement.kinds {
            let mut here = KindState::default();
            match &kind.opening {
                Opening::EachOf(parties) => {
                    here.closed_by = Some(Ender::Time);
                    for party in parties {
                        let subject = Some((kind.name.clone(), party.clone()));
                        state.scopes.push(new_scope(&agreement, subject, start));
                    }
                }
                Opening::Periods { from: From::Instant(from), .. } => here.grid = Some(*from),
                Opening::Periods { .. } | Opening::ByEvents { .. } => {}
            }
            state.kinds.insert(kind.name.clone(), here);
        }
        self.state = Some(state);
        self.settle(&Cause::start());
    }

    pub(crate) fn state(&self) -> &State {
        self.state.as_ref().expect("the run has begun")
    }

    pub(crate) fn state_mut(&mut self) -> &mut State {
        self.state.as_mut().expect("the run has begun")
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { agreement: &self.agreement, state: self.state() }
    }

    pub(crate) fn standing_mut(&mut self, scope: ScopeId, obligation: &str) -> &mut Standing {
        let scope = self.state_mut().scopes.get_mut(scope).expect("a scope");
        scope.obligations.get_mut(obligation).expect("an obligation of the scope")
    }
}

/// A scope in which everything is still to come.
pub(crate) fn new_scope(
    agreement: &Agreement,
    subject: Option<(String, String)>,
    opened: Instant,
) -> Scope {
    let kind = subject.as_ref().map(|(kind, _)| kind.as_str());
    let name = subject.as_ref().map(|(_, name)| name.as_str());
    let obligations = agreement.obligations.iter().filter(|it| it.of.as_deref() == kind);
    let acts = agreement.acts.iter().filter(|it| it.of.as_deref() == kind);
    Scope {
        obligations: obligations.map(|it| (it.name.clone(), dormant(it, name))).collect(),
        acts: acts.map(|it| (it.name.clone(), ActState::default())).collect(),
        subject,
        opened,
        period: None,
        opener: None,
        terminated: None,
        told: BTreeMap::new(),
        is_left_behind: false,
        left_behind: Vec::new(),
    }
}

/// A dormant obligation; `each` is the name of the subject.
pub(crate) fn dormant(obligation: &Obligation, each: Option<&str>) -> Standing {
    let party = |whom: &Whom| match whom {
        Whom::Party(name) => Some(name.clone()),
        Whom::Each => each.map(str::to_owned),
        Whom::Told(_) => None,
    };
    Standing {
        status: Status::Dormant,
        progress: 0,
        quantity: None,
        beyond: None,
        debtor: party(&obligation.debtor),
        creditor: party(&obligation.creditor),
        verifier: obligation.verifier.as_ref().and_then(party),
        is_amended: [false; 3],
        deadline: None,
        has_fired: false,
        due: None,
        due_since: None,
        breached: None,
        is_repairable: false,
        closed: None,
        is_closed_by_timer: false,
        rests: None,
        moves_from: None,
        enough: None,
        lapsed: None,
        counted: Vec::new(),
        has_ended: false,
    }
}

impl Standing {
    pub(crate) fn close(&mut self, status: Status, now: Instant, is_timer: bool) {
        if self.status == Status::Suspended {
            self.end_rest(now);
        }
        self.status = status;
        self.closed = Some(now);
        self.is_closed_by_timer = is_timer;
        self.rests = None;
        self.moves_from = None;
    }

    pub(crate) fn lapse(&mut self, why: &'static str, now: Instant, is_timer: bool) {
        self.close(Status::Lapsed, now, is_timer);
        self.lapsed = Some(why);
    }

    /// What an attestation, or a verifier's silence, comes to.
    pub(crate) fn verify(&mut self, now: Instant, is_timer: bool) {
        let status = if self.breached.is_some() { Status::Cured } else { Status::Discharged };
        self.close(status, now, is_timer);
    }

    /// The deadline moves later by what of the rest has moved it.
    pub(crate) fn end_rest(&mut self, now: Instant) {
        if let (Some(deadline), Some(from)) = (self.deadline, self.moves_from) {
            self.deadline = super::time::moved(deadline, now - from);
        }
        self.rests = None;
        self.moves_from = None;
    }

    pub(crate) fn rest(&mut self, status: Status, now: Instant) {
        self.status = status;
        self.rests = Some(now);
        self.moves_from = Some(now);
    }

    pub(crate) fn breach(&mut self, now: Instant, is_repairable: bool) {
        if self.status == Status::Suspended {
            self.end_rest(now);
        }
        self.status = Status::Breached;
        self.breached.get_or_insert(now);
        self.is_repairable = is_repairable;
    }

    pub(crate) fn fall_due_again(&mut self, now: Instant) {
        self.status = Status::Due;
        self.due_since = Some(now);
    }

    pub(crate) fn set_deadline(&mut self, at: Instant, now: Instant) {
        self.deadline = Some(at);
        self.has_fired = false;
        if self.status == Status::Suspended {
            self.moves_from = Some(now);
        }
        if self.status == Status::Breached {
            self.fall_due_again(now);
        }
    }

    pub(crate) fn is_enough(&self) -> bool {
        self.quantity.is_some_and(|quantity| self.progress >= quantity)
    }
}

/// The scope that belongs to an obligation in the report and in findings.
pub(crate) fn scope_of(state: &State, scope: ScopeId) -> &Scope {
    state.scopes.get(scope).unwrap_or(&state.scopes[RUN])
}
