//! Something wrong or worth telling (sections 1 and 6).

use serde_json::{Value, json};

use super::calendar::{self, Instant};
use super::condition::Condition;

#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: &'static str,
    pub(crate) party: Option<String>,
    pub(crate) at: Instant,
    /// The place in the log; none for what timers and settling bring.
    pub(crate) event: Option<usize>,
    pub(crate) matter: Matter,
}

/// What a finding is about.
#[derive(Clone, Debug)]
pub(crate) enum Matter {
    /// An obligation, and the deadline that was missed or had passed, if it was one.
    Obligation {
        name: String,
        deadline: Option<Instant>,
    },
    Act {
        name: String,
        unmet: Vec<Condition>,
    },
    /// A void event: why, whose doing or consent it lacked, and what it said.
    Void {
        reason: &'static str,
        lacked: Vec<String>,
        event: Value,
    },
}

impl Finding {
    /// Whether a gatekeeper refuses an event for this (section 5).
    pub(crate) fn is_ground_of_refusal(&self) -> bool {
        matches!(self.kind, "void" | "prohibited" | "premature" | "waived")
    }

    /// Whether it leaves a log conformant (section 6).
    pub(crate) fn is_nobodys_fault(&self) -> bool {
        matches!(self.kind, "unmet" | "deadline-passed" | "waived")
    }

    pub(crate) fn printed(&self) -> Value {
        let mut value = json!({
            "kind": self.kind,
            "party": self.party,
            "at": calendar::printed(self.at),
            "event": self.event,
        });
        match &self.matter {
            Matter::Obligation { name, deadline } => {
                value["obligation"] = json!(name);
                if let Some(deadline) = deadline {
                    value["deadline"] = json!(calendar::printed(*deadline));
                }
            }
            Matter::Act { name, unmet } => {
                value["act"] = json!(name);
                value["unmet"] = unmet.iter().map(Condition::printed).collect();
            }
            Matter::Void { reason, lacked, event } => {
                value["reason"] = json!(reason);
                value["needed"] = json!(lacked);
                value["deed"] = event.clone();
            }
        }
        value
    }
}
