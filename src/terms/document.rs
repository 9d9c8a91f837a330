//! An agreement as it is written on the wire, in JSON or TOML: the keys of SEMANTICS.md, section 2.

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
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) title: Box<str>,
    pub(crate) date: Instant,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(crate) parties: Entries<Box<str>>,
    #[serde(
        default,
        deserialize_with = "strict::entries",
        serialize_with = "strict::in_order",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(crate) passages: Entries<Strict<Passage>>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(crate) acts: Entries<Strict<WrittenAct>>,
    #[serde(deserialize_with = "strict::entries", serialize_with = "strict::in_order")]
    pub(crate) obligations: Entries<Strict<WrittenObligation>>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) entry_into_force: Option<Condition<Text>>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) terminates_when: Option<Condition<Text>>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) settled_when: Option<Condition<Text>>,
}

/// An act on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenAct {
    by: Vec<Box<str>>,
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    requires: Condition<Text>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    protects: Option<Vec<Box<str>>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// An obligation on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenObligation {
    debtor: Box<str>,
    creditor: Box<str>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    perform: Option<Box<str>>,
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 0>",
        skip_serializing_if = "Option::is_none"
    )]
    quantity: Option<u64>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    refrain: Option<Box<str>>,
    #[serde(
        default,
        deserialize_with = "strict::whole::<_, _, 0>",
        skip_serializing_if = "Option::is_none"
    )]
    beyond: Option<u64>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    per: Option<Span>,
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    when: Condition<Text>,
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    until: Condition<Text>,
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    suspended_while: Condition<Text>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    within: Option<Span>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at: Option<Instant>,
    #[serde(default, skip_serializing_if = "is_false")]
    target: bool,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    binding: bool,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    early: Option<WrittenEarly>,
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    verified_by: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "is_false")]
    survives: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// `early` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
