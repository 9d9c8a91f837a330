//! An agreement as it is written on the wire, in JSON or TOML: the keys of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement).

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::names::Text;
use crate::strict::{self, Strict};
use crate::time::{Instant, Span};

use super::act::Act;
use super::condition::{Condition, always, never};
use super::error::{BrokenRule, Defect};
use super::obligation::{Abstention, Deadline, Duty, EarlyActs, Obligation, Performance};
use super::passage::Passage;

type Entries<T> = Vec<(Box<str>, T)>;

/// A whole agreement on the wire; read and written, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Agreement"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// Its name.
    pub(crate) title: Box<str>,
    /// The instant at which its clock starts.
    pub(crate) date: Instant,
    /// Whoever can act: each name with a description.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub(crate) parties: Entries<Box<str>>,
    /// The source text, piece by piece in one's own words, for `cites` to point at.
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Passage>"))]
    pub(crate) passages: Entries<Strict<Passage>>,
    /// The kinds of things that parties do.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenAct>")
    )]
    pub(crate) acts: Entries<Strict<WrittenAct>>,
    /// What the parties owe each other, in the order of the document.
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, WrittenObligation>")
    )]
    pub(crate) obligations: Entries<Strict<WrittenObligation>>,
    /// Until this first holds nothing is due; without it, the agreement is in force at once.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) entry_into_force: Option<Condition<Text>>,
    /// From when this first holds everything still open lapses; without it, never.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) terminates_when: Option<Condition<Text>>,
    /// What "settled" means; without it: every binding obligation is closed, or is a prohibition that is due or suspended.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) settled_when: Option<Condition<Text>>,
}

/// An act on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Act", description = "A kind of thing that parties do.")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenAct {
    /// Who may do it: at least one party.
    by: Vec<Box<str>>,
    /// What must hold first; without it, nothing.
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    requires: Condition<Text>,
    /// In whose favour the precondition stands: they alone can waive it. Without it, every party.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    protects: Option<Vec<Box<str>>>,
    /// The passages that it encodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// An obligation on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Obligation",
        description = "What one party owes another: to perform an act, or to refrain from one."
    )
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenObligation {
    /// Who owes it.
    debtor: Box<str>,
    /// To whom.
    creditor: Box<str>,
    /// The act that must be done.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    perform: Option<Box<str>>,
    /// How much of the act must be done in all; 1 if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 0>",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    quantity: Option<u64>,
    /// The act that must not be done.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    refrain: Option<Box<str>>,
    /// How often the act may be done all the same, in all or in each period; 0 if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 0>",
        skip_serializing_if = "Option::is_none"
    )]
    beyond: Option<u64>,
    /// The period in which `beyond` counts anew; without it there is none.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    per: Option<Span>,
    /// From when this first holds the duty is owed; without it, at once.
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    when: Condition<Text>,
    /// From when this holds the duty is owed no longer; without it, never.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    until: Condition<Text>,
    /// While this holds the duty and its deadline rest; without it, never.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    suspended_while: Condition<Text>,
    /// The deadline, counted from when the duty became due.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    within: Option<Span>,
    /// The deadline, as an instant.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at: Option<Instant>,
    /// Whether the deadline is a hope, not a term: missing it is told, and is no breach.
    #[serde(default, skip_serializing_if = "is_false")]
    target: bool,
    /// Whether it binds. An expectation or a warning does not: it is never breached, and settlement does not wait for it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    binding: bool,
    /// Whether acts that were done before the duty was due count towards it; they do if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present_word",
        skip_serializing_if = "Option::is_none"
    )]
    early: Option<WrittenEarly>,
    /// Whose attestation is needed before the duty is discharged.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    verified_by: Option<Box<str>>,
    /// Whether termination does not touch it.
    #[serde(default, skip_serializing_if = "is_false")]
    survives: bool,
    /// The passages that it encodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// `early` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Early", description = "Whether early acts count.")
)]
#[serde(rename_all = "lowercase")]
enum WrittenEarly {
    Counts,
    Ignored,
}

impl From<WrittenAct> for Act<Text> {
    fn from(act: WrittenAct) -> Self {
        Self { by: act.by, requires: act.requires, protects: act.protects, cites: act.cites }
    }
}

impl From<Act<Text>> for WrittenAct {
    fn from(act: Act<Text>) -> Self {
        Self { by: act.by, requires: act.requires, protects: act.protects, cites: act.cites }
    }
}

impl WrittenObligation {
    /// The obligation, if its keys fit together; `place` is the path of the obligation.
    pub(crate) fn read(self, place: &str) -> Result<Obligation<Text>, Vec<Defect>> {
        let mut defects = Vec::new();
        let mut broken = |key: &str, rule: BrokenRule| {
            let separator = if key.is_empty() { "" } else { "." };
            defects.push(Defect::new(format!("{place}{separator}{key}"), rule));
        };
        let of_performance = [
            ("quantity", self.quantity.is_some()),
            ("within", self.within.is_some()),
            ("at", self.at.is_some()),
            ("early", self.early.is_some()),
            ("verified_by", self.verified_by.is_some()),
        ];
        let of_prohibition = [("beyond", self.beyond.is_some()), ("per", self.per.is_some())];
        let duty = match (self.perform, self.refrain) {
            (None, None) => {
                broken("", BrokenRule::NoDuty);
                None
            }
            (Some(_), Some(_)) => {
                broken("", BrokenRule::TwoDuties);
                None
            }
            (Some(act), None) => {
                for (key, _) in of_prohibition.into_iter().filter(|(_, given)| *given) {
                    broken(key, BrokenRule::NotOfPerformance { key });
                }
                let quantity = NonZeroU64::new(self.quantity.unwrap_or(1));
                if quantity.is_none() {
                    broken("quantity", BrokenRule::ZeroQuantity);
                }
                if self.within.is_some() && self.at.is_some() {
                    broken("within", BrokenRule::TwoDeadlines);
                }
                quantity.map(|quantity| {
                    Duty::Perform(Performance {
                        act,
                        quantity,
                        deadline: self.within.map(Deadline::Within).or(self.at.map(Deadline::At)),
                        early: match self.early {
                            None | Some(WrittenEarly::Counts) => EarlyActs::Count,
                            Some(WrittenEarly::Ignored) => EarlyActs::Ignored,
                        },
                        verifier: self.verified_by,
                    })
                })
            }
            (None, Some(act)) => {
                for (key, _) in of_performance.into_iter().filter(|(_, given)| *given) {
                    broken(key, BrokenRule::NotOfProhibition { key });
                }
                let beyond = self.beyond.unwrap_or(0);
                Some(Duty::Refrain(Abstention { act, beyond, per: self.per }))
            }
        };
        match duty {
            Some(duty) if defects.is_empty() => Ok(Obligation {
                debtor: self.debtor,
                creditor: self.creditor,
                duty,
                when: self.when,
                until: self.until,
                suspended_while: self.suspended_while,
                target: self.target,
                binding: self.binding,
                survives: self.survives,
                cites: self.cites,
            }),
            _ => Err(defects),
        }
    }
}

impl From<Obligation<Text>> for WrittenObligation {
    fn from(obligation: Obligation<Text>) -> Self {
        let mut written = Self {
            debtor: obligation.debtor,
            creditor: obligation.creditor,
            perform: None,
            quantity: None,
            refrain: None,
            beyond: None,
            per: None,
            when: obligation.when,
            until: obligation.until,
            suspended_while: obligation.suspended_while,
            within: None,
            at: None,
            target: obligation.target,
            binding: obligation.binding,
            early: None,
            verified_by: None,
            survives: obligation.survives,
            cites: obligation.cites,
        };
        match obligation.duty {
            Duty::Perform(duty) => {
                written.perform = Some(duty.act);
                written.quantity = Some(duty.quantity.get()).filter(|quantity| *quantity != 1);
                match duty.deadline {
                    Some(Deadline::Within(span)) => written.within = Some(span),
                    Some(Deadline::At(instant)) => written.at = Some(instant),
                    None => {}
                }
                written.early = (duty.early == EarlyActs::Ignored).then_some(WrittenEarly::Ignored);
                written.verified_by = duty.verifier;
            }
            Duty::Refrain(duty) => {
                written.refrain = Some(duty.act);
                written.beyond = Some(duty.beyond).filter(|beyond| *beyond != 0);
                written.per = duty.per;
            }
        }
        written
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_true(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
