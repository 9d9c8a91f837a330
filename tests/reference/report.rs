//! The report (sections 6 and 8).

use serde_json::{Map, Value, json};

use super::document::Obligation;
use super::run::{Finding, Run};
use super::state::{RUN, Scope, ScopeId, Standing, Status};
use super::time::{Instant, printed};
use super::told::shown;
use super::view::View;

/// What a submitted event was refused for: its place, and what recording would have found.
pub(crate) type Refusal = (usize, Vec<Finding>);

fn opt(at: Option<Instant>) -> Value {
    json!(at.map(printed))
}

impl Run {
    pub(crate) fn report(&self, refusals: &[Refusal]) -> Value {
        let mut findings = self.findings.clone();
        findings.sort_by_key(|it| it.at);
        let noted = ["unmet", "deadline-passed", "waived", "repeated", "unreckoned"];
        let is_clean = findings.iter().all(|it| noted.contains(&it.kind));
        let mut report = json!({
            "outcome": "pending",
            "conformant": is_clean && refusals.is_empty(),
            "refusals": refusals.iter().map(|(place, findings)| json!({
                "event": place,
                "findings": findings.iter().map(Finding::json).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "as_of": null,
            "in_force": null,
            "terminated": null,
            "obligations": {},
            "acts": {},
            "subjects": {},
            "findings": findings.iter().map(Finding::json).collect::<Vec<_>>(),
        });
        if let Some(state) = &self.state {
            let view = View { agreement: &self.agreement, state };
            report["outcome"] = json!(view.outcome());
            report["as_of"] = json!(printed(state.clock));
            report["in_force"] = opt(state.in_force);
            report["terminated"] = opt(state.terminated);
            report["obligations"] = view.obligations(RUN);
            report["acts"] = view.acts(RUN);
            report["subjects"] = view.subjects();
        }
        report
    }
}

impl Standing {
    pub(crate) fn json(&self, obligation: &Obligation) -> Value {
        let unit = obligation.unit.as_ref();
        let since = |status| opt(self.rests.filter(|_| self.status == status));
        json!({
            "status": self.status.word(),
            "progress": shown(self.progress, unit),
            "quantity": self.quantity.map(|it| shown(it, unit)),
            "debtor": self.debtor,
            "creditor": self.creditor,
            "verifier": self.verifier,
            "deadline": opt(self.deadline),
            "due": opt(self.due),
            "breached": opt(self.breached),
            "closed": opt(self.closed),
            "suspended": since(Status::Suspended),
            "performed": since(Status::Performed),
            "lapsed": self.lapsed,
        })
    }
}

impl View<'_> {
    fn obligations(&self, scope: ScopeId) -> Value {
        let here = &self.state.scopes[scope];
        let kind = here.kind();
        let declared = self.agreement.obligations.iter().filter(|it| it.of.as_deref() == kind);
        let shown = declared
            .filter_map(|it| Some((it.name.clone(), here.obligations.get(&it.name)?.json(it))));
        let mut shown: Map<_, _> = shown.collect();
        for left in &here.left_behind {
            let name = &left.obligation.name;
            if !here.obligations.contains_key(name) {
                shown.insert(name.clone(), left.standing.json(&left.obligation));
            }
        }
        Value::Object(shown)
    }

    fn acts(&self, scope: ScopeId) -> Value {
        let here = &self.state.scopes[scope];
        let declared = self.agreement.acts.iter().filter(|it| it.of.as_deref() == here.kind());
        let shown = declared.filter_map(|act| {
            let standing = here.acts.get(&act.name)?;
            let shown = json!({
                "open": self.is_open_in(act, scope),
                "expired": standing.is_over,
                "waived": standing.is_waived,
                "unmet": self.unmet(act, scope),
                "forbidden": self.forbidden(act, scope),
            });
            Some((act.name.clone(), shown))
        });
        Value::Object(shown.collect::<Map<_, _>>())
    }

    fn subjects(&self) -> Value {
        let mut kinds: Vec<&str> = self.agreement.kinds.iter().map(|it| it.name.as_str()).collect();
        // What an amended agreement has left behind comes after the others.
        let of_old = self.state.scopes.iter().filter(|it| it.is_left_behind);
        kinds.extend(of_old.filter_map(Scope::kind).filter(|it| self.agreement.kind(it).is_none()));
        let shown = kinds.into_iter().map(|kind| {
            let living: Vec<_> = self.state.subjects(kind).map(|(id, _)| id).collect();
            let name = |id: &ScopeId| self.state.scopes[*id].name();
            let is_left = |id: &ScopeId| {
                let scope = &self.state.scopes[*id];
                let lives = living.iter().any(|it| name(it) == scope.name());
                scope.is_left_behind && scope.kind() == Some(kind) && !lives
            };
            let left: Vec<_> = (0..self.state.scopes.len()).filter(is_left).collect();
            let subjects = living
                .iter()
                .chain(&left)
                .map(|id| (name(id).unwrap_or_default().to_owned(), self.subject(*id)));
            let subjects: Map<_, _> = subjects.collect();
            let shown = json!({ "list_closed": self.is_list_closed(kind), "subjects": subjects });
            (kind.to_owned(), shown)
        });
        Value::Object(shown.collect::<Map<_, _>>())
    }

    fn subject(&self, id: ScopeId) -> Value {
        let scope = &self.state.scopes[id];
        let acts = if scope.is_left_behind { json!({}) } else { self.acts(id) };
        json!({
            "opened": printed(scope.opened),
            "terminated": opt(scope.terminated),
            "obligations": self.obligations(id),
            "acts": acts,
        })
    }

    fn outcome(&self) -> &'static str {
        let binding = || {
            let all = self.agreement.obligations.iter().filter(|it| it.binding);
            all.flat_map(|it| {
                let scopes = self.state.scopes_of(it.of.as_deref());
                scopes.into_iter().map(move |scope| (it, scope))
            })
            .map(|(it, scope)| (it, &self.state.scopes[scope].obligations[&it.name]))
        };
        let left_breached = self
            .state
            .scopes
            .iter()
            .flat_map(|scope| &scope.left_behind)
            .any(|it| it.obligation.binding && it.standing.status == Status::Breached);
        let is_settled = |(it, standing): (&Obligation, &Standing)| {
            standing.status.is_closed()
                || it.is_prohibition() && standing.status.is_open_after_due()
        };
        let is_owed = |(it, standing): (&Obligation, &Standing)| {
            let is_owed = standing.status.is_open_after_due();
            !it.is_prohibition() && (is_owed || standing.status == Status::Performed)
        };
        let is_in_force = self.state.in_force.is_some();
        let is_to_open = self.agreement.kinds.iter().any(|kind| {
            let is_of_periods = matches!(kind.opening, super::document::Opening::Periods { .. });
            is_of_periods && !self.is_list_closed(&kind.name)
        });
        if left_breached || binding().any(|(_, it)| it.status == Status::Breached) {
            return "breached";
        }
        let settled = self.agreement.settled.as_ref();
        if settled.is_some_and(|it| self.holds(it, RUN)) {
            "settled"
        } else if self.state.terminated.is_some() {
            "terminated"
        } else if settled.is_none() && is_in_force && !is_to_open && binding().all(is_settled) {
            "settled"
        } else if is_in_force && !binding().any(is_owed) {
            "clear"
        } else {
            "pending"
        }
    }
}
