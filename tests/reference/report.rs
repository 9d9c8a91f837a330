//! What a log comes to (section 6).

use serde_json::{Map, Value, json};

use super::calendar::{self, Instant};
use super::finding::Finding;
use super::state::Status;
use super::taking::Refusal;
use super::world::World;

pub(crate) fn report(world: &World, refusals: &[Refusal], as_of: Option<Instant>) -> Value {
    let obligations: Map<String, Value> = world
        .agreement
        .obligations
        .iter()
        .map(|obligation| {
            let standing = world.state.standing(&obligation.name);
            let line = json!({
                "status": standing.status.word(),
                "progress": standing.progress,
                "deadline": standing.deadline.map(calendar::printed),
                "debtor": standing.debtor,
                "creditor": obligation.creditor,
            });
            (obligation.name.clone(), line)
        })
        .collect();
    let conformant = refusals.is_empty() && world.findings.iter().all(Finding::is_nobodys_fault);
    json!({
        "outcome": outcome(world),
        "conformant": conformant,
        "refusals": refusals.iter().map(printed_refusal).collect::<Vec<_>>(),
        "as_of": calendar::printed(as_of.unwrap_or(world.state.clock)),
        "obligations": obligations,
        "findings": printed_findings(&world.findings),
    })
}

/// The first that is true.
fn outcome(world: &World) -> &'static str {
    let stands_breached = world.agreement.obligations.iter().any(|obligation| {
        obligation.binding && world.state.standing(&obligation.name).status == Status::Breached
    });
    if stands_breached {
        "breached"
    } else if is_settled(world) {
        "settled"
    } else if world.state.terminated {
        "terminated"
    } else {
        "pending"
    }
}

/// Section 2, `settled_when` and its default.
fn is_settled(world: &World) -> bool {
    if let Some(condition) = &world.agreement.settled_when {
        return condition.holds(&world.state);
    }
    world.agreement.obligations.iter().filter(|it| it.binding).all(|obligation| {
        let status = world.state.standing(&obligation.name).status;
        status.is_closed() || (obligation.is_prohibition() && status.is_due_or_suspended())
    })
}

fn printed_refusal(refusal: &Refusal) -> Value {
    json!({
        "event": refusal.event,
        "at": calendar::printed(refusal.at),
        "findings": printed_findings(&refusal.findings),
    })
}

fn printed_findings(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(Finding::printed).collect()
}
